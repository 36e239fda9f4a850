//! The facts of a term's report, from what is stored now.

use super::rules::{Attended, Bought, Coming, Decided, Facts, Money, Rated, Saving};
use super::store;
use crate::award::rules::{Counted, Noted};
use crate::cluster::{self, MoneyLine};
use crate::committee;
use crate::contract::Held;
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::platform::words::{self, london_day};
use crate::quality::rules::TermOf;
use crate::savings::rules::ledger::{Line, Origin};
use crate::savings::{self, Savings};
use ::entity::cluster_member;
use ::entity::cluster_money::MoneyKind;
use ::entity::contract::ContractState;
use ::entity::contract_rating::Term;
use ::entity::ids::{ClusterId, SchoolId};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone as _, Utc};
use chrono_tz::Europe::London;
use std::collections::BTreeSet;

/// How far ahead a report looks.
const DAYS_AHEAD: u64 = 180;

/// The terms that a report is of, and how they are called together.
pub(super) struct Span {
    terms: Vec<TermOf>,
    words: String,
}

impl Span {
    pub(super) fn term(term: TermOf) -> Self {
        Self { words: term.words(), terms: vec![term] }
    }

    /// A school year, by the year in which it starts.
    pub(super) fn year(year: i32) -> Self {
        let terms = Term::ALL.iter().map(|term| TermOf { year, term: *term }).collect();
        Self { words: format!("School year {year} to {}", year + 1), terms }
    }

    fn days(&self) -> (NaiveDate, NaiveDate) {
        let first = self.terms.iter().map(|term| term.days().0).min().unwrap_or_default();
        (first, self.terms.iter().map(|term| term.days().1).max().unwrap_or_default())
    }

    fn instants(&self) -> (DateTime<Utc>, DateTime<Utc>) {
        let (first, last) = self.days();
        (beginning(first), beginning(last + Days::new(1)))
    }
}

/// Everything that a report says. As many queries for three schools as for thirty.
pub(super) async fn facts(context: &Context, cluster: &::entity::cluster::Model, span: &Span) -> Result<Facts> {
    let today = london_day(context.now);
    let found = savings::entries(context, cluster).await?;
    let named = store::named(context.read(), found.schools.keys().copied()).await?;
    let (first, last) = span.days();
    let votes = store::votes(context.read(), cluster.id, span.instants()).await?;
    let mut ratings = Vec::new();
    for term in &span.terms {
        let parts = found.contracts.iter().flat_map(|held| &held.parts).map(|part| part.row.id);
        ratings.extend(store::ratings(context.read(), parts, *term).await?);
    }
    let open = store::open_tenders(context.read(), cluster.id, context.now).await?;
    let money = |kind: MoneyKind| found.money.iter().filter(move |row| row.kind == kind).map(self::money).collect();
    Ok(Facts {
        cluster: cluster.name.clone(),
        period: span.words.clone(),
        today,
        bought: bought(&found.contracts, first, last),
        decided: votes.iter().map(decided).collect(),
        under_way: open
            .iter()
            .filter_map(|tender| {
                let on = london_day(tender.deadline_at?);
                Some(Coming { on, what: format!("Bids close: {} ({})", tender.title, tender.reference) })
            })
            .collect(),
        savings: found.ledger.lines.iter().filter_map(|line| saving(&found, line, &named)).collect(),
        money_year: found.money_year.map_or_else(|| "no year yet".to_owned(), year_words),
        running: money(MoneyKind::RunningCost),
        funding: money(MoneyKind::Funding),
        ratings: ratings.iter().filter_map(|rating| rated(&found.contracts, rating)).collect(),
        coming: coming(&found.contracts, today),
        meetings: meetings_to_come(context, cluster.id).await?,
    })
}

/// "2026 to 2027".
fn year_words(year: i32) -> String {
    format!("{year} to {}", year + 1)
}

/// The instant at which a day begins in London.
fn beginning(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    London.from_local_datetime(&midnight).earliest().map_or_else(|| midnight.and_utc(), |at| at.with_timezone(&Utc))
}

fn bought(contracts: &[Held], first: NaiveDate, last: NaiveDate) -> Vec<Bought> {
    let in_term = |held: &&Held| held.contract.live_at.map(london_day).is_some_and(|day| day >= first && day <= last);
    let one = |held: &Held| Bought {
        source: format!("contract:{}", held.contract.id),
        title: held.contract.title.clone(),
        provider: held.provider.name.clone(),
        on: held.contract.live_at.map(london_day).unwrap_or_default(),
        parts: held
            .parts
            .iter()
            .map(|part| {
                let source = format!("school_schedule:{}", part.row.id);
                (
                    source,
                    part.school.name.clone(),
                    part.school.la_code.clone().unwrap_or_default(),
                    part.row.yearly_cost.exact(),
                )
            })
            .collect(),
    };
    contracts.iter().filter(in_term).map(one).collect()
}

fn decided(vote: &store::Vote) -> Decided {
    let outcome = match vote.ballot.carried {
        Some(true) if store::is_award(&vote.ballot) => "Carried: awarded",
        Some(true) => "Carried",
        Some(false) => "Not carried",
        None => "Counted",
    };
    Decided {
        source: format!("ballot:{}", vote.ballot.id),
        question: format!("{} ({})", vote.ballot.question, vote.tender.reference),
        on: vote.ballot.recorded_at.map(london_day).unwrap_or_default(),
        outcome: outcome.to_owned(),
        is_told: vote.lot.standstill_from.is_some(),
    }
}

fn saving(found: &Savings, line: &Line, named: &BTreeSet<SchoolId>) -> Option<Saving> {
    let deal = found.ledger.deal(line);
    let school = found.schools.get(&line.school)?;
    let category = found.categories.get(&deal.category)?;
    let origin = match &deal.origin {
        Origin::Contract(id) => format!("contract:{id}"),
        Origin::Tender(reference) => format!("tender:{reference}"),
        Origin::Plan => format!("plan:{}", category.slug),
    };
    Some(Saving {
        status: line.status,
        school: school.name.clone(),
        urn: school.urn,
        area: school.la_code.clone().unwrap_or_default(),
        service: category.name.clone(),
        slug: category.slug.clone(),
        before: line.before.as_ref().map(|before| before.amount.clone()),
        after: line.after.clone(),
        source: format!("{origin}/school:{}", school.urn),
        is_open: deal.may_be_public,
        agrees: named.contains(&line.school),
    })
}

fn money(line: &MoneyLine) -> Money {
    let recorded = line.recorded.as_ref().map(|row| format!("cluster_money:{}", row.id));
    let ledger = line.fund.map(|fund| format!("fund:{fund}"));
    Money {
        source: recorded.or(ledger).unwrap_or_default(),
        purpose: line.purpose.clone(),
        amount: line.amount.exact(),
    }
}

fn rated(contracts: &[Held], rating: &::entity::contract_rating::Model) -> Option<Rated> {
    let of = |held: &&Held| held.parts.iter().any(|part| Some(part.row.id) == rating.schedule_id);
    let held = contracts.iter().find(of)?;
    Some(Rated {
        source: format!("contract_rating:{}", rating.id),
        service: held.category.name.clone(),
        slug: held.category.slug.clone(),
        score: rating.score,
    })
}

/// Notice days and last days of contracts in force.
fn coming(contracts: &[Held], today: NaiveDate) -> Vec<Coming> {
    let until = today + Days::new(DAYS_AHEAD);
    let soon = |day: &NaiveDate| *day >= today && *day <= until;
    let live = contracts.iter().filter(|held| held.contract.state == ContractState::Live);
    let days = live.flat_map(|held| {
        let title = words::capitalised(&held.contract.title);
        let notice = held.contract.notice_on.filter(soon);
        let notice = notice.map(|on| Coming { on, what: format!("{title}: last day to give notice") });
        let end = Some(held.contract.ends_on).filter(soon);
        let end = end.map(|on| Coming { on, what: format!("{title}: the contract ends") });
        notice.into_iter().chain(end)
    });
    days.collect()
}

async fn meetings_to_come(context: &Context, cluster: ClusterId) -> Result<Vec<Coming>> {
    let until = context.now + Days::new(DAYS_AHEAD);
    let called = committee::coming(context.read(), &[cluster], (context.now, until)).await?;
    let coming = |meeting: ::entity::committee_meeting::Model| Coming {
        on: london_day(meeting.starts_at),
        what: format!("Meeting {} of the committee", meeting.number),
    };
    Ok(called.into_iter().map(coming).collect())
}

/// Who took part in the votes of a year. Two queries.
pub(super) async fn attendance(
    context: &Context,
    cluster: &::entity::cluster::Model,
    span: &Span,
) -> Result<Vec<Attended>> {
    let votes = store::votes(context.read(), cluster.id, span.instants()).await?;
    let attended = |vote: store::Vote| {
        let counted: Counted = serde_json::from_value(vote.ballot.result?).ok()?;
        Some(Attended {
            source: format!("ballot:{}", vote.ballot.id),
            question: vote.ballot.question,
            on: vote.ballot.recorded_at.map(london_day).unwrap_or_default(),
            schools: counted
                .schools
                .iter()
                .map(|school| (school.name.clone(), school.noted == Noted::Counted))
                .collect(),
        })
    };
    Ok(votes.into_iter().filter_map(attended).collect())
}

/// Who came to the meetings of the committee in a year, of the schools that were members on the day. Four queries.
pub(super) async fn meetings(
    context: &Context,
    cluster: &::entity::cluster::Model,
    span: &Span,
) -> Result<Vec<Attended>> {
    let members = cluster::all_members(context.read(), cluster.id).await?;
    let attended = |held: committee::Minuted| {
        let on = london_day(held.meeting.starts_at);
        let was_member = |row: &cluster_member::Model| row.joined_on <= on && row.left_on.is_none_or(|left| left >= on);
        let then = members.iter().filter(|one| was_member(&one.member));
        Attended {
            source: format!("committee_meeting:{}", held.meeting.id),
            question: format!("Meeting {}", held.meeting.number),
            on,
            schools: then.map(|one| (one.school.name.clone(), held.came.contains(&one.school.id))).collect(),
        }
    };
    let held = committee::minuted(context.read(), cluster.id, span.instants()).await?;
    Ok(held.into_iter().map(attended).collect())
}
