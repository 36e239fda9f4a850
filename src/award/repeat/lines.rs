//! The lines of the file: prices, marks and ranking, votes, shares.

use super::Told;
use crate::award::rules::{Counted, Summary};
use crate::calc::Request;
use crate::cluster::rules::JoiningRule;
use crate::contract::Held;
use crate::evaluation::PricedBid;
use crate::evaluation::rules::{Bid, Criterion, Evaluation};
use crate::platform::error::Result;
use crate::platform::words::plural;
use crate::price::rules::{Buyer, price_offer};
use crate::savings::rules::share::CannotShare;
use crate::savings::sharing::JointBill;
use ::entity::agreement::SharingRule;
use ::entity::exact::Exact;
use ::entity::ids::BidId;
use ::entity::money::plain_price;
use ::entity::price::PriceSchedule;
use ::entity::{ballot, school};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The criterion that stands for all quality where scores are not told.
const QUALITY: &str = "quality";

pub(super) fn for_parties(told: &Told) -> Result<Vec<Request>> {
    let mut requests = Vec::new();
    for bid in told.priced.bids.iter().filter(|bid| told.shows_prices_of(bid)) {
        requests.push(price(told, bid)?);
    }
    requests.push(marks(told)?);
    requests.extend(votes(told, true)?);
    requests.extend(shares(told)?);
    Ok(requests)
}

/// The winner and the count of the votes, no school by name.
pub(super) fn for_the_public(told: &Told) -> Result<Vec<Request>> {
    let mut requests: Vec<Request> = winner_alone(told)?.into_iter().collect();
    requests.extend(votes(told, false)?);
    Ok(requests)
}

pub(super) fn for_the_bidder(told: &Told, id: BidId) -> Result<Vec<Request>> {
    let Ok(bid) = told.priced.bid(id) else { return Ok(Vec::new()) };
    let mut requests = vec![price(told, bid)?];
    if !told.priced.evaluation.method.depends_on_other_bids()
        && told.summaries.get(&id).is_some_and(|own| own.rank.is_some())
    {
        let mut evaluation = named_evaluation(told);
        evaluation.bids.retain(|own| own.id == name(told, bid));
        let results: Vec<Value> = result(told, bid, false).into_iter().collect();
        requests.push(
            Request::evaluate(&evaluation)?
                .called("marks", "Your marks, by the published rule from your price and your agreed scores")
                .published(json!({ "results": results })),
        );
    }
    if id == told.award.bid_id {
        // The bill alone: by what the schools divide it is what they paid before, which is theirs.
        requests.extend(shares(told)?.into_iter().take(1));
    }
    Ok(requests)
}

/// Bidders by name; two of one name also by their label.
fn name(told: &Told, bid: &PricedBid) -> String {
    let own = &bid.opened.provider_name;
    let same = told.priced.bids.iter().filter(|other| other.opened.provider_name == *own).count();
    if same > 1 { format!("{own} ({})", bid.opened.label) } else { own.clone() }
}

/// Schools by name; two of one name also by their URN.
fn school_names<'a>(schools: impl Iterator<Item = &'a school::Model> + Clone) -> BTreeMap<String, String> {
    let mut seen = BTreeSet::new();
    let twice: BTreeSet<&String> =
        schools.clone().map(|school| &school.name).filter(|name| !seen.insert(*name)).collect();
    let name = |school: &school::Model| match twice.contains(&school.name) {
        true => format!("{} ({})", school.name, school.urn),
        false => school.name.clone(),
    };
    schools.map(|school| (school.id.to_string(), name(school))).collect()
}

/// Buyers and an offer with schools by name.
fn with_names(
    names: &BTreeMap<String, String>,
    buyers: &[Buyer],
    offer: &PriceSchedule,
) -> (Vec<Buyer>, PriceSchedule) {
    let named = |id: &String| names.get(id).cloned().unwrap_or_else(|| id.clone());
    let buyers = buyers.iter().map(|buyer| Buyer { id: named(&buyer.id), ..buyer.clone() }).collect();
    let mut offer = offer.clone();
    for filter in offer.charges.iter_mut().filter_map(|charge| charge.applies_to.as_mut()) {
        filter.schools = filter.schools.take().map(|schools| schools.iter().map(named).collect());
    }
    (buyers, offer)
}

/// What one bid costs all the schools in scope over its whole life: the price that was assessed.
fn price(told: &Told, bid: &PricedBid) -> Result<Request> {
    let needs = &told.priced.needs;
    let names = school_names(needs.iter().map(|need| &need.school));
    let buyers: Vec<Buyer> = needs.iter().map(|need| need.buyer.clone()).collect();
    let (buyers, offer) = with_names(&names, &buyers, &bid.schedule);
    let stored = told.summaries.get(&bid.opened.bid).and_then(|summary| summary.whole_life.clone());
    let name = name(told, bid);
    let says = format!(
        "The price of {name} for {} over the whole contract: {}",
        plural(i64::try_from(buyers.len()).unwrap_or_default(), "school", "schools"),
        plain_price(&bid.price.whole_life)
    );
    let published = stored.map_or_else(|| json!({}), |price| json!({ "whole_life": price }));
    Ok(Request::price_offer(&buyers, offer)?.called(format!("price: {name}"), says).published(published))
}

/// The evaluation with bidders by name.
fn named_evaluation(told: &Told) -> Evaluation {
    let mut evaluation = told.priced.evaluation.clone();
    for own in &mut evaluation.bids {
        if let Some(bid) = told.priced.bids.iter().find(|bid| bid.opened.bid.to_string() == own.id) {
            own.id = name(told, bid);
        }
    }
    evaluation
}

/// Marks, totals and ranking of every bid, as the bidders were told.
fn marks(told: &Told) -> Result<Request> {
    let mut ranked: Vec<(usize, &PricedBid)> =
        told.priced.bids.iter().filter_map(|bid| Some((told.summaries.get(&bid.opened.bid)?.rank?, bid))).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    let results: Vec<Value> = ranked.iter().filter_map(|(_, bid)| result(told, bid, true)).collect();
    let alone = ranked.iter().filter(|(rank, _)| *rank == 1).count() == 1;
    let mut published = json!({ "results": results });
    let mut says = "The marks of every bid and their ranking".to_owned();
    if let (Some((_, first)), true) = (ranked.first(), alone) {
        published["winner"] = name(told, first).into();
        says.push_str(&format!(": {} is first", name(told, first)));
    }
    Ok(Request::evaluate(&named_evaluation(told))?.called("marks", says).published(published))
}

/// What a bidder was told of its own bid, in the shape of a result.
fn result(told: &Told, bid: &PricedBid, with_rank: bool) -> Option<Value> {
    let summary = told.summaries.get(&bid.opened.bid)?;
    let codes = told.priced.sheet.criteria.iter().map(|criterion| criterion.code.clone());
    let marks: Map<String, Value> =
        codes.zip(&summary.lines).map(|(code, line)| (code, line.own.mark.clone().into())).collect();
    let mut result = json!({ "bid": name(told, bid), "marks": marks });
    if with_rank {
        result["rank"] = summary.rank?.into();
    }
    fill_total(&mut result, summary);
    Some(result)
}

fn fill_total(result: &mut Value, summary: &Summary) {
    match &summary.price {
        Some(price) => {
            result["price_mark"] = price.own.clone().into();
            result["total"] = summary.total.clone().into();
        }
        None => result["value"] = summary.total.clone().into(),
    }
}

/// The winner's total from its price and its quality marks, where no loser's price is needed for it.
fn winner_alone(told: &Told) -> Result<Option<Request>> {
    let evaluation = &told.priced.evaluation;
    let bid = told.priced.bid(told.award.bid_id)?;
    let ranked = told.priced.ranking.results.iter().find(|ranked| ranked.bid == bid.opened.bid.to_string());
    let (Some(summary), Some(ranked)) = (told.summaries.get(&bid.opened.bid), ranked) else { return Ok(None) };
    if evaluation.method.depends_on_other_bids() {
        return Ok(None);
    }
    let name = name(told, bid);
    let weight = evaluation.quality_weight();
    let alone = Evaluation {
        criteria: vec![Criterion { id: QUALITY.to_owned(), weight: weight.clone(), scale_max: weight, minimum: None }],
        bids: vec![Bid {
            id: name.clone(),
            price: bid.price.whole_life.clone(),
            passed: true,
            scores: BTreeMap::from([(QUALITY.to_owned(), ranked.quality.clone())]),
            low_price_rejected: false,
        }],
        quality_minimum_percent: None,
        low_bid: None,
        ..evaluation.clone()
    };
    let mut result = json!({ "bid": name });
    fill_total(&mut result, summary);
    let says = format!("The total of {name} from its price and its quality marks");
    let request = Request::evaluate(&alone)?.called("marks", says).published(json!({ "results": [result] }));
    Ok(Some(request))
}

/// Every recorded vote, counted again.
fn votes(told: &Told, with_names: bool) -> Result<Vec<Request>> {
    let mut requests = Vec::new();
    // A vote before the last recommendation may name a bidder that was not told of.
    let is_public = |ballot: &&ballot::Model| with_names || ballot.opened_at >= told.award.recommended_at;
    for ballot in told.ballots.iter().rev().filter(is_public) {
        let Some(counted) = ballot.result.clone().map(serde_json::from_value::<Counted>).transpose()? else { continue };
        let counted = if with_names { counted } else { mixed(counted) };
        let place = |school: &crate::award::rules::SchoolVote| {
            let at = counted.schools.iter().position(|other| other.school == school.school).unwrap_or_default();
            if with_names { format!("{} {}", at + 1, school.name) } else { format!("School {}", at + 1) }
        };
        let Some(meeting) = counted.meeting(place) else { continue };
        let says = format!("Vote {}: {} {}", ballot.number, ballot.question, counted.outcome);
        let published = json!({
            "voting_members": counted.voting_members, "quorum": counted.quorum, "quorate": counted.quorate,
            "for": counted.votes_for, "against": counted.votes_against, "abstain": counted.abstained,
            "carried": counted.carried,
        });
        requests.push(Request::decide(&meeting)?.called(format!("vote {}", ballot.number), says).published(published));
    }
    Ok(requests)
}

/// The votes in an order that tells nothing of the schools'.
fn mixed(mut counted: Counted) -> Counted {
    counted.schools.sort_by_cached_key(|school| (school.choice, format!("{:?}", school.noted), school.capacity));
    counted
}

/// What the schools that joined pay, and each one's share, as the contract has them.
fn shares(told: &Told) -> Result<Vec<Request>> {
    let Some(held) = &told.contract else { return Ok(Vec::new()) };
    let names = school_names(held.parts.iter().map(|part| &part.school));
    let (buyers, offer) = with_names(&names, &held.buyers(), &held.schedule);
    let Ok(priced) = price_offer(&buyers, &offer) else { return Ok(Vec::new()) };
    let year_one = priced.year_one();
    let value = told.summaries.get(&told.award.bid_id).map(|summary| summary.contract_value.clone());
    let joined =
        plural(i64::try_from(buyers.len()).unwrap_or_default(), "school that joined pays", "schools that joined pay");
    let bill = Request::price_offer(&buyers, offer.clone())?
        .called("contract", format!("What the {joined}: {} in year 1", plain_price(&year_one)))
        .published(value.map_or_else(|| json!({}), |value| json!({ "whole_life": value })));
    let Ok((weights, by)) = weights(held, &buyers, &offer, told.rule) else { return Ok(vec![bill]) };
    let stored: Vec<String> = held.parts.iter().map(|part| part.row.yearly_cost.exact().pounds()).collect();
    let order: Vec<&str> = buyers.iter().map(|buyer| buyer.id.as_str()).collect();
    let says = format!("The shares of year 1, {by}. In this order: {}", order.join(", "));
    let split = Request::split(year_one, weights)?.called("shares", says).published(json!({ "shares": stored }));
    Ok(vec![bill, split])
}

/// By what the bill was divided: what each school paid, where that is known of every one, else what it would pay alone; or
/// what each causes.
fn weights(
    held: &Held,
    buyers: &[Buyer],
    offer: &PriceSchedule,
    rule: SharingRule,
) -> std::result::Result<(Vec<Exact>, &'static str), CannotShare> {
    let now: Vec<_> = held.parts.iter().map(|part| part.row.baseline.map(|baseline| baseline.exact())).collect();
    let bill = JointBill::new(rule, offer, buyers, &now)?;
    let by = match bill.joining.rule {
        JoiningRule::TwoPart => "own charges, an equal part of what is charged once, and the rest by use",
        JoiningRule::HoldHarmless => "own charges and use, so that no school pays more than before",
        _ if bill.now_is_known => "in proportion to what each school paid before",
        _ => "in proportion to what each would pay alone",
    };
    let weights = match bill.joining.rule {
        JoiningRule::TwoPart | JoiningRule::HoldHarmless => bill.exact_shares()?,
        _ => bill.joining.baselines,
    };
    Ok((weights, by))
}
