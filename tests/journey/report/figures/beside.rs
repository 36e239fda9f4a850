//! What reports cite besides savings: money, contracts, votes, meetings, ratings, each from its own table.

use super::stored::{Attended, Signed, Tables, all, parts};
use chrono::Datelike;
use clusterbuy::report::TermOf;
use entity::cluster_money::MoneyKind;
use entity::contract_rating::Sharing;
use entity::exact::Exact;
use entity::fund::FundKind;
use entity::fund_account::AccountKind;
use entity::ids::*;
use entity::{
    award, ballot, cluster_money, committee_attendance, committee_meeting, contract, contract_rating, fund,
    fund_account, fund_line, lot, school, school_schedule, tender, vote,
};
use std::collections::{BTreeMap, HashMap};
use support::World;

type Rows = Vec<(String, Exact)>;

/// Running costs and funding of the newest financial year with any: by the ledger's lines, else as recorded.
pub async fn money(world: &World, tables: &Tables) -> (Rows, Rows) {
    let today = tables.today;
    let year = if today.month() >= 4 { today.year() } else { today.year() - 1 };
    let accounts: HashMap<FundAccountId, AccountKind> =
        all::<fund_account::Entity>(world).await.into_iter().map(|row| (row.id, row.kind)).collect();
    let lines = all::<fund_line::Entity>(world).await;
    let funds = all::<fund::Entity>(world).await;
    let funds: Vec<&fund::Model> = funds.iter().filter(|fund| fund.cluster_id == tables.cluster.id).collect();
    let in_ledger = |year: i32, kinds: &[AccountKind], of: &dyn Fn(&fund::Model) -> bool| -> Rows {
        let sum = |fund: &&fund::Model| {
            let own = lines.iter().filter(|line| line.fund_id == fund.id && line.year == year);
            let own = own.filter(|line| kinds.contains(&accounts[&line.account_id]));
            let sum: Exact = own.map(|line| -&line.amount.exact()).sum();
            (format!("fund:{}", fund.id), sum)
        };
        funds.iter().filter(|fund| of(fund)).map(sum).filter(|(_, sum)| !sum.is_zero()).collect()
    };
    let recorded = all::<cluster_money::Entity>(world).await;
    let either = |year: i32, ledger: Rows, kind: MoneyKind| {
        let own =
            recorded.iter().filter(|row| row.cluster_id == tables.cluster.id && row.year == year && row.kind == kind);
        let own = own.map(|row| (format!("cluster_money:{}", row.id), row.amount.exact())).collect();
        if ledger.is_empty() { own } else { ledger }
    };
    for year in (2000..=year).rev() {
        let charged = in_ledger(year, &[AccountKind::Contributions, AccountKind::Returned], &|fund| {
            fund.kind == FundKind::Running
        });
        let granted = in_ledger(year, &[AccountKind::Grants], &|_| true);
        let running = either(year, charged, MoneyKind::RunningCost);
        let funding = either(year, granted, MoneyKind::Funding);
        if !running.is_empty() || !funding.is_empty() {
            return (running, funding);
        }
    }
    (Vec::new(), Vec::new())
}

pub async fn contracts(world: &World, tables: &Tables) -> Vec<Signed> {
    let mut found = Vec::new();
    for contract in all::<contract::Entity>(world).await {
        if contract.cluster_id == tables.cluster.id {
            let part =
                |part: &school_schedule::Model| (format!("school_schedule:{}", part.id), part.yearly_cost.exact());
            let parts = parts(world, contract.id).await.iter().map(part).collect();
            let on = contract.live_at.map(|at| at.date_naive());
            found.push(Signed { source: format!("contract:{}", contract.id), on, parts });
        }
    }
    found
}

/// Votes on awards whose result is recorded: a school took part whose representative or substitute voted.
pub async fn votes(world: &World, tables: &Tables) -> Vec<Attended> {
    let (awards, lots, tenders) =
        (all::<award::Entity>(world).await, all::<lot::Entity>(world).await, all::<tender::Entity>(world).await);
    let cast = all::<vote::Entity>(world).await;
    let mut found = Vec::new();
    for ballot in all::<ballot::Entity>(world).await {
        let award = awards.iter().find(|award| award.id == ballot.award_id).unwrap();
        let lot = lots.iter().find(|lot| lot.id == award.lot_id).unwrap();
        let tender = tenders.iter().find(|tender| tender.id == lot.tender_id).unwrap();
        let Some(recorded) = ballot.recorded_at.filter(|_| tender.cluster_id == tables.cluster.id) else { continue };
        let voted =
            |school: &school::Model| cast.iter().any(|vote| vote.ballot_id == ballot.id && vote.school_id == school.id);
        found.push(Attended {
            source: format!("ballot:{}", ballot.id),
            on: recorded.date_naive(),
            is_told: lot.standstill_from.is_some(),
            schools: tables.members.iter().map(voted).collect(),
        });
    }
    found
}

/// Meetings whose minutes are published.
pub async fn meetings(world: &World, tables: &Tables) -> Vec<Attended> {
    let came = all::<committee_attendance::Entity>(world).await;
    let mut found = Vec::new();
    for meeting in all::<committee_meeting::Entity>(world).await {
        if meeting.cluster_id != tables.cluster.id || meeting.published_at.is_none() {
            continue;
        }
        let was_there = |school: &school::Model| {
            came.iter().any(|row| row.meeting_id == meeting.id && row.school_id == Some(school.id))
        };
        found.push(Attended {
            source: format!("committee_meeting:{}", meeting.id),
            on: meeting.starts_at.date_naive(),
            is_told: true,
            schools: tables.members.iter().map(was_there).collect(),
        });
    }
    found
}

pub async fn ratings(world: &World, tables: &Tables) -> Vec<(TermOf, String, String, Exact)> {
    let schedules: BTreeMap<ScheduleId, ContractId> =
        all::<school_schedule::Entity>(world).await.into_iter().map(|row| (row.id, row.contract_id)).collect();
    let contracts: BTreeMap<ContractId, contract::Model> =
        all::<contract::Entity>(world).await.into_iter().map(|row| (row.id, row)).collect();
    let mut found = Vec::new();
    for rating in all::<contract_rating::Entity>(world).await {
        let Some(schedule) = rating.schedule_id.filter(|_| rating.sharing != Sharing::Kept) else { continue };
        let contract = &contracts[&schedules[&schedule]];
        if contract.cluster_id == tables.cluster.id {
            let term = TermOf { year: rating.year, term: rating.term };
            let source = format!("contract_rating:{}", rating.id);
            found.push((term, tables.slug(contract.category_id), source, Exact::from(rating.score)));
        }
    }
    found
}
