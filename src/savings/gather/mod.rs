//! A cluster's savings from what is stored: contracts and what was paid, recommended bids, planned offers.

mod bills;
mod contracts;
mod joint;
mod planning;
mod plans;
mod terms;

pub use bills::{Bill, bills};
pub use planning::{Choosable, Planning, planning};
pub use terms::{TermLedger, TermLine, of_school, of_term, terms};

use super::rules::ledger::{Ledger, Line, Origin};
use super::rules::{SavingsReport, Status, savings_report};
use super::store;
use crate::award::{self, Forecast};
use crate::contract::rules::term::Term;
use crate::contract::{self, Held};
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use crate::price::rules::Buyer;
use crate::tender::TenderLot;
use crate::{catalogue, cluster};
use ::entity::cluster_money::MoneyKind;
use ::entity::exact::Exact;
use ::entity::tender::TenderState;
use ::entity::{category, ids::*, school};
use chrono::{Datelike, NaiveDate};
use joint::{Joint, before};
use std::collections::HashMap;

/// Everything that a savings page of a cluster says.
#[derive(Clone, Debug)]
pub struct Savings {
    pub ledger: Ledger,
    pub report: SavingsReport,
    pub schools: HashMap<SchoolId, school::Model>,
    pub categories: HashMap<CategoryId, category::Model>,
    /// Running costs and funding of `money_year`, the newest year with any.
    pub money: Vec<cluster::MoneyLine>,
    pub money_year: Option<i32>,
    pub contracts: Vec<Held>,
}

impl Savings {
    /// The lines of one status and category, in the cluster's order.
    pub fn lines(&self, status: Status, category: CategoryId) -> Vec<&Line> {
        let wanted = |line: &&Line| line.status == status && self.ledger.deal(line).category == category;
        self.ledger.lines.iter().filter(wanted).collect()
    }

    /// The categories that occur in a status, in their order.
    pub fn categories_of(&self, status: Status) -> Vec<&category::Model> {
        let occurs = |category: &&category::Model| !self.lines(status, category.id).is_empty();
        let mut found: Vec<_> = self.categories.values().filter(occurs).collect();
        found.sort_by_key(|category| (category.position, category.id));
        found
    }
}

/// The ledger of a cluster: one entry a school and service. As many queries for three schools as for thirty.
pub async fn entries(context: &Context, cluster: &::entity::cluster::Model) -> Result<Savings> {
    let connection = context.read();
    let today = words::london_day(context.now);
    let members = cluster::members(connection, cluster.id).await?;
    let categories = catalogue::categories_by_id(connection).await?;
    let contracts = contract::of_cluster(connection, cluster.id).await?;
    let mut ledger = Ledger::default();
    contracts::add(&mut ledger, &contracts, today);
    let in_contracts = contracts.iter().flat_map(|held| &held.parts).map(|part| &part.school);
    let in_cluster = members.iter().map(|member| &member.school);
    let mut schools: HashMap<SchoolId, school::Model> =
        in_cluster.chain(in_contracts).map(|school| (school.id, school.clone())).collect();
    for of in recommended(context, cluster.id).await? {
        let Some(expected) = award::forecast(context, &of).await? else { continue };
        schools.extend(expected.schools.iter().map(|each| (each.school.id, each.school.clone())));
        if let Some(category) = categories.get(&of.tender.category_id) {
            add_tender(&mut ledger, &of, category, &expected);
        }
    }
    plans::add(&mut ledger, context, cluster.id, &members, &categories).await?;
    let (money, money_year) = money(context, cluster.id, today).await?;
    let ledger = ledger.once();
    let report = report(&ledger, &schools, &categories, &money)?;
    Ok(Savings { ledger, report, schools, categories, money, money_year, contracts })
}

/// The lots with a recommendation and no contract yet.
pub(super) async fn recommended(context: &Context, cluster: ClusterId) -> Result<Vec<TenderLot>> {
    let mut found = Vec::new();
    for (tender, all) in store::recommended_lots(context.read(), cluster).await? {
        let own = all.iter().filter(|lot| store::RECOMMENDED.contains(&lot.state));
        found.extend(own.map(|lot| TenderLot { tender: tender.clone(), lot: lot.clone(), all: all.clone() }));
    }
    Ok(found)
}

/// A recommended bid, before there is a contract.
fn add_tender(ledger: &mut Ledger, of: &TenderLot, category: &category::Model, expected: &award::Expected) {
    let tender = &of.tender;
    let buyers: Vec<Buyer> = expected.schools.iter().map(|each| each.buyer.clone()).collect();
    let now = expected.schools.iter().map(|each| each.baseline.as_ref().map(|found| found.amount.clone())).collect();
    let joint = Joint::new(&expected.schedule, buyers, now);
    let total: Exact = expected.schools.iter().map(|each| &each.share).sum();
    let line = |(place, each): (usize, &Forecast)| Line {
        school: each.school.id,
        deal: 0,
        status: Status::Forecast,
        before: each.baseline.as_ref().map(|found| before(found, category)),
        after: each.share.clone(),
        after_steps: joint.share(&total, place, &each.share),
        volume: each.buyer.volumes.get(&category.shape.main_unit).cloned(),
        outturn: None,
    };
    let mut deal = joint.deal(category);
    deal.origin = Origin::Tender(tender.reference.clone());
    deal.title = of.title();
    deal.provider = expected.provider.clone();
    deal.year = tender.contract_start.map(|day| Term::of_years(day, 1).year_words(1)).unwrap_or_default();
    deal.may_be_public = of.lot.state == TenderState::Standstill;
    ledger.add(deal, expected.schools.iter().enumerate().map(line));
}

/// The year in which the financial year of a day starts.
fn financial_year(today: NaiveDate) -> i32 {
    if today.month() >= 4 { today.year() } else { today.year() - 1 }
}

/// Running costs and funding of the newest year, up to this one, that has any.
async fn money(
    context: &Context,
    cluster: ClusterId,
    today: NaiveDate,
) -> Result<(Vec<cluster::MoneyLine>, Option<i32>)> {
    let years = cluster::money_years(context.read(), cluster).await?;
    let year = years.into_iter().find(|year| *year <= financial_year(today));
    let rows = cluster::money_in(context.read(), cluster, year.unwrap_or_default()).await?;
    Ok((rows, year))
}

fn report(
    ledger: &Ledger,
    schools: &HashMap<SchoolId, school::Model>,
    categories: &HashMap<CategoryId, category::Model>,
    money: &[cluster::MoneyLine],
) -> Result<SavingsReport> {
    let sum =
        |kind: MoneyKind| money.iter().filter(|row| row.kind == kind).map(|row| row.amount.exact()).sum::<Exact>();
    let names = |school: SchoolId, category: CategoryId| {
        let urn = schools.get(&school).map(|school| school.urn.to_string());
        let slug = categories.get(&category).map(|category| category.slug.clone());
        (urn.unwrap_or_else(|| school.to_string()), slug.unwrap_or_else(|| category.to_string()))
    };
    savings_report(&ledger.entries(names), sum(MoneyKind::RunningCost), sum(MoneyKind::Funding))
        .map_err(|cannot| Error::internal(cannot.to_string()))
}
