//! How firm the ranking is, in sentences that a head teacher reads.

use crate::award::{CannotEvaluate, Doubt, ExclusionTest, Firm, PricedLot, RivalMargin};
use crate::platform::words::{capitalised, listed, short_date};
use ::entity::exact::Exact;
use ::entity::price_enquiry::{self, EnquiryOutcome};

/// "11.5%".
pub(super) fn percent(value: &Exact) -> String {
    let rounded = value.half_up(1);
    format!("{}%", rounded.terminating().unwrap_or_else(|| rounded.decimals(1)))
}

/// A number with at most so many decimals: "0.5", "4".
pub(super) fn short(value: &Exact, decimals: u32) -> String {
    let rounded = value.half_up(decimals);
    rounded.terminating().unwrap_or_else(|| rounded.decimals(decimals))
}

pub(super) fn criterion(priced: &PricedLot, code: &str) -> String {
    priced.sheet.criterion(code).map(|criterion| criterion.name.clone()).unwrap_or_default()
}

pub(super) fn providers(priced: &PricedLot, bids: &[String]) -> String {
    listed(&bids.iter().map(|bid| priced.provider(bid)).collect::<Vec<_>>())
}

/// The answers in a few sentences: what everybody reads first.
pub(in crate::award::web) fn sentences(priced: &PricedLot, firm: &Firm) -> Vec<String> {
    let mut told: Vec<String> = priced.tie_words().map(|words| format!("{words}.")).into_iter().collect();
    told.extend(rounding(priced));
    match &firm.weights {
        Err(CannotEvaluate::MethodHasNoPriceMark) => {
            told.push("The method ranks bids by a value in pounds, so there is no price weight to change.".to_owned());
        }
        _ => told.extend(price_weight(priced, firm)),
    }
    told.extend(single_score(priced, firm));
    told.extend(worst_case(firm));
    told.extend(firm.exclusion.as_ref().map(|test| exclusion(priced, test)));
    told
}

fn rounding(priced: &PricedLot) -> Option<String> {
    let ranking = &priced.ranking;
    if ranking.winner == ranking.winner_by_exact_totals || ranking.results.is_empty() {
        return None;
    }
    Some(match &ranking.winner_by_exact_totals {
        Some(bid) => {
            format!(
                "Without any rounding of marks {} would be first. Published marks are rounded.",
                priced.provider(bid)
            )
        }
        None => "Without any rounding of marks the first bids would be level.".to_owned(),
    })
}

fn price_weight(priced: &PricedLot, firm: &Firm) -> Option<String> {
    let weights = firm.weights.as_ref().ok()?;
    let interval = firm.interval()?;
    let mut words = format!(
        "{} wins for any price weight from {} to {}; the published weight is {}.",
        providers(priced, &interval.winners),
        percent(&interval.from),
        percent(&interval.to),
        percent(&weights.current_weight)
    );
    let below = weights.intervals.iter().find(|each| each.to == interval.from && each.from < each.to);
    let above = weights.intervals.iter().find(|each| each.from == interval.to);
    let would = |at: &str, winners: &[String]| format!("{at} it {} would win", providers(priced, winners));
    let sides = [below.map(|each| would("below", &each.winners)), above.map(|each| would("above", &each.winners))];
    let sides: Vec<String> = sides.into_iter().flatten().collect();
    if !sides.is_empty() {
        words.push_str(&format!(" {}.", capitalised(&sides.join(", "))));
    }
    Some(words)
}

fn single_score(priced: &PricedLot, firm: &Firm) -> Option<String> {
    let swing = firm.swing.as_ref().ok()?;
    if swing.rivals.is_empty() {
        return Some("There is no other bid that could be first.".to_owned());
    }
    let Some((rival, on, points)) = firm.least_swing() else {
        return Some("No single score could change who is first, however far it moved on its scale.".to_owned());
    };
    let (rival, on) = (priced.provider(&rival.bid), criterion(priced, &on.criterion));
    let more = short(points, 2);
    Some(if swing.one_point_could_change_winner {
        format!("One point on one score could change the result: {more} on {on} would put {rival} level.")
    } else {
        format!("No single point would change the result. The least that would is {more} points on {on}, for {rival}.")
    })
}

fn worst_case(firm: &Firm) -> Option<String> {
    let worst = firm.worst.as_ref().ok().filter(|worst| !worst.rivals.is_empty())?;
    let stays = |robust: bool| if robust { "would stay first" } else { "would not stay first" };
    let (points, weights) = doubt_words(&firm.doubt);
    Some(format!(
        "In the worst case, with every score {points} wrong against it, the first bid {}; with every weight {weights} \
         different it {}.",
        stays(worst.robust_to_scores),
        stays(worst.robust_to_weights)
    ))
}

/// "half a point", "5 percentage points".
pub(super) fn doubt_words(doubt: &Doubt) -> (String, String) {
    let points = match (doubt.points == Exact::scaled(5, 1), doubt.points == Exact::one()) {
        (true, _) => "half a point".to_owned(),
        (_, true) => "1 point".to_owned(),
        _ => format!("{} points", short(&doubt.points, 3)),
    };
    (points, format!("{} percentage points", short(&doubt.weights, 3)))
}

pub(super) fn exclusion(priced: &PricedLot, test: &ExclusionTest) -> String {
    let changes: Vec<String> = test
        .changes
        .iter()
        .map(|change| {
            let winner = change.winner.as_ref().map_or_else(|| "nobody".to_owned(), |bid| priced.provider(bid));
            format!("without {} the first would be {winner}", priced.provider(&change.removed))
        })
        .collect();
    match changes.is_empty() {
        true => {
            "Marks for price depend on the other bids, but taking out any one losing bid leaves the same bid first."
                .to_owned()
        }
        false => format!("A losing bid decides who is first: {}.", listed(&changes)),
    }
}

/// A lead after the worst case: "ahead by 2.31 marks", "behind by 1.02 marks".
pub(super) fn margin(rival: &RivalMargin, of: impl Fn(&RivalMargin) -> &Exact) -> String {
    let margin = of(rival);
    let size = margin.abs().decimals(2);
    match (margin.is_positive(), margin.is_zero()) {
        (true, _) => format!("ahead by {size}"),
        (_, true) => "level".to_owned(),
        _ => format!("behind by {size}"),
    }
}

/// What came of asking a bidder about its price.
pub(in crate::award::web) fn enquiry_words(asked: &price_enquiry::Model) -> String {
    let day = |at: chrono::DateTime<chrono::Utc>| short_date(crate::platform::words::london_day(at));
    let mut words = format!("Asked to explain on {}", day(asked.asked_at));
    if let Some(at) = asked.answered_at {
        words.push_str(&format!(", explained on {}", day(at)));
    }
    let outcome = match asked.outcome {
        Some(EnquiryOutcome::Accepted) => ", accepted",
        Some(EnquiryOutcome::Rejected) => ", rejected",
        None => ", still open",
    };
    words.push_str(outcome);
    match &asked.outcome_reason {
        Some(reason) => format!("{words}: {reason}"),
        None => format!("{words}."),
    }
}
