//! What funds say to others: a school's statements, the cluster's totals of a year, running cost and funding beside
//! savings.

use super::rules::{Balance, Slot, Statement, Statements, slots, statements};
use super::store;
use crate::cluster;
use crate::platform::error::Result;
use ::entity::cluster_money::{self, MoneyKind};
use ::entity::fund::{self, FundKind};
use ::entity::ids::*;
use ::entity::money::Money;
use sea_orm::ConnectionTrait;
use std::collections::{BTreeSet, HashMap};

/// What a school has in one fund.
#[derive(Clone, Debug)]
pub struct FundStatement {
    pub fund: fund::Model,
    pub statement: Statement,
}

/// A fund's year: the sum of its statements.
#[derive(Clone, Debug)]
pub struct FundYear {
    pub fund: fund::Model,
    pub total: Statement,
    pub bank: Money,
}

/// What running the cluster cost or what it received, by hand or from a fund's ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyLine {
    pub kind: MoneyKind,
    pub purpose: String,
    pub amount: Money,
    /// Whose ledger says so.
    pub fund: Option<FundId>,
    /// What was recorded by hand.
    pub recorded: Option<cluster_money::Model>,
    /// A ledger takes the place of what was recorded by hand of the same kind and year.
    pub counts: bool,
}

/// Every fund of the cluster with what its accounts hold, up to the end of a year. Three queries.
async fn ledgers(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    year: i32,
) -> Result<Vec<(Vec<Balance>, fund::Model)>> {
    let funds = store::funds(connection, cluster).await?;
    let ids: Vec<FundId> = funds.iter().map(|fund| fund.id).collect();
    let accounts = store::accounts(connection, ids.iter().copied()).await?;
    let slots = slots(&accounts);
    let mut balances: HashMap<FundId, Vec<Balance>> = HashMap::new();
    for held in store::held_in_cluster(connection, ids, year).await? {
        if let Some(slot) = slots.get(&held.account) {
            balances.entry(held.fund).or_default().push((held.year, *slot, held.school, held.amount));
        }
    }
    let with_balances = |fund: fund::Model| (balances.remove(&fund.id).unwrap_or_default(), fund);
    Ok(funds.into_iter().map(with_balances).collect())
}

/// The statements of a fund for a year, of its schools in the cluster's order.
pub async fn statements_of(connection: &impl ConnectionTrait, fund: &fund::Model, year: i32) -> Result<Statements> {
    let schools: Vec<SchoolId> =
        super::sharers(connection, fund, year).await?.into_iter().map(|sharer| sharer.school).collect();
    let accounts = store::accounts(connection, [fund.id]).await?;
    let slots = slots(&accounts);
    let held = store::held_in_cluster(connection, vec![fund.id], year).await?;
    let balances =
        held.into_iter().filter_map(|one| Some((one.year, *slots.get(&one.account)?, one.school, one.amount)));
    Ok(statements(balances, &schools, year))
}

/// What a school has in each fund of the cluster in a financial year; funds in which it has nothing are left out.
pub async fn statement_of(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    school: SchoolId,
    year: i32,
) -> Result<Vec<FundStatement>> {
    let mut all = Vec::new();
    for (balances, fund) in ledgers(connection, cluster, year).await? {
        let found = statements(balances, &[school], year);
        let own = found.schools.into_iter().find(|row| row.school == Some(school));
        let own = own.filter(|row| *row != Statement { school: Some(school), ..Statement::default() });
        all.extend(own.map(|statement| FundStatement { fund, statement }));
    }
    Ok(all)
}

/// What each fund of the cluster received and spent in a financial year.
pub async fn year_totals(connection: &impl ConnectionTrait, cluster: ClusterId, year: i32) -> Result<Vec<FundYear>> {
    let all = ledgers(connection, cluster, year).await?.into_iter();
    Ok(all
        .map(|(balances, fund)| {
            let found = statements(balances, &[], year);
            FundYear { fund, total: found.total, bank: found.bank }
        })
        .collect())
}

/// Running cost is what schools were charged for running the cluster, less what came back to them; funding is what came
/// from outside into any fund.
fn lines_of(fund: &fund::Model, balances: &[Balance], year: i32) -> Vec<MoneyLine> {
    let sum = |wanted: &[Slot]| -> Money {
        let of = balances.iter().filter(|(of, slot, ..)| *of == year && wanted.contains(slot));
        Money(-of.map(|(.., amount)| *amount).sum::<Money>().0)
    };
    let line = |kind, what: &str, amount| MoneyLine {
        kind,
        purpose: format!("{}: {what}", fund.name),
        amount,
        fund: Some(fund.id),
        recorded: None,
        counts: true,
    };
    let charged = (fund.kind == FundKind::Running)
        .then(|| line(MoneyKind::RunningCost, "charged to schools", sum(&[Slot::Contributions, Slot::Returned])));
    let granted = line(MoneyKind::Funding, "grants", sum(&[Slot::Grants]));
    charged.into_iter().chain([granted]).filter(|line| line.amount.0 != 0).collect()
}

/// Everything known of a financial year, what a ledger takes the place of among it.
pub async fn all_money_in(connection: &impl ConnectionTrait, cluster: ClusterId, year: i32) -> Result<Vec<MoneyLine>> {
    let mut lines: Vec<MoneyLine> = Vec::new();
    for (balances, fund) in ledgers(connection, cluster, year).await? {
        lines.extend(lines_of(&fund, &balances, year));
    }
    let by_ledger: Vec<MoneyKind> = lines.iter().map(|line| line.kind).collect();
    let recorded = cluster::recorded_money_in(connection, cluster, year).await?;
    lines.extend(recorded.into_iter().map(|row| MoneyLine {
        kind: row.kind,
        purpose: row.purpose.clone(),
        amount: row.amount,
        fund: None,
        counts: !by_ledger.contains(&row.kind),
        recorded: Some(row),
    }));
    Ok(lines)
}

/// Running costs and funding of the financial year that starts in `year`, each counted once.
pub async fn money_in(connection: &impl ConnectionTrait, cluster: ClusterId, year: i32) -> Result<Vec<MoneyLine>> {
    let all = all_money_in(connection, cluster, year).await?;
    Ok(all.into_iter().filter(|line| line.counts).collect())
}

/// The years with running costs or funding, newest first.
pub async fn money_years(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<Vec<i32>> {
    let mut years: BTreeSet<i32> = cluster::recorded_money_years(connection, cluster).await?.into_iter().collect();
    for (balances, fund) in ledgers(connection, cluster, i32::MAX).await? {
        let in_ledger: BTreeSet<i32> = balances.iter().map(|(year, ..)| *year).collect();
        years.extend(in_ledger.into_iter().filter(|year| !lines_of(&fund, &balances, *year).is_empty()));
    }
    Ok(years.into_iter().rev().collect())
}
