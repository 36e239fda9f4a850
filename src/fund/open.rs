//! A fund is proposed by the chair or the clerk, opened by a decision, and closed when nothing is left in it.

use super::evidence::{Evidence, keep};
use super::ledger::{Ledger, keep_schools};
use super::rules::{FundEvent, financial_year};
use super::{event, require, store};
use crate::cluster::{self, Member};
use crate::committee::{self, Gate};
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use ::entity::committee_item::DecisionKind;
use ::entity::fund::{self, FundKind, FundSharing, FundState, YearEnd};
use ::entity::fund_account::{self, AccountKind};
use ::entity::money::{Money, Quantity, Rate};
use ::entity::{cluster::Model as Cluster, ids::*};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, IntoActiveModel};
use serde_json::json;

/// A fund with the formula that was voted for it.
#[derive(Clone, Debug)]
pub struct NewFund {
    pub kind: FundKind,
    pub name: String,
    pub purpose: String,
    pub outcome: String,
    pub host: SchoolId,
    pub sharing: FundSharing,
    pub year_end: YearEnd,
    /// How many people of other schools than the asker's approve a payment: 1 or 2.
    pub approvals: i32,
    pub per_pupil: Option<Money>,
    pub match_total: Option<Money>,
    pub penalty: Option<Money>,
    pub penalty_terms: Option<String>,
    pub claim_cap: Option<Money>,
    pub pool_k: Option<Quantity>,
    pub pool_loading: Option<Rate>,
    pub headings: Vec<String>,
    /// The minute that decided it; without one it is proposed only.
    pub decision: Option<String>,
    pub evidence: Option<Evidence>,
}

const PENNY: i64 = 100;

fn check(new: &NewFund) -> Result<()> {
    let amounts = [("per_pupil", new.per_pupil), ("match_total", new.match_total), ("penalty", new.penalty)];
    for (field, amount) in amounts.into_iter().chain([("claim_cap", new.claim_cap)]) {
        if amount.is_some_and(|amount| amount.0 <= 0 || amount.0 % PENNY != 0) {
            return Err(Error::field(field, "Enter an amount above £0 in whole pennies, or leave it empty"));
        }
    }
    if new.kind == FundKind::Match && new.match_total.is_none() {
        return Err(Error::field("match_total", "Enter the whole that is shared by pupils to match contributions"));
    }
    if new.penalty.is_some() != new.penalty_terms.is_some() {
        return Err(Error::field(
            "penalty_terms",
            "Say where the agreement has the charge for schools that do not take part, or leave both empty",
        ));
    }
    Ok(())
}

/// Proposes a fund, or opens it at once where its decision is cited.
pub async fn open(context: &Context, cluster: &Cluster, new: NewFund) -> Result<FundId> {
    require(context, cluster.id, Action::KeepFund).await?;
    check(&new)?;
    let hosts = hosts(context.read(), cluster.id).await?;
    if !hosts.iter().any(|member| member.school.id == new.host) {
        return Err(Error::field("host", "Choose a school that the agreement binds"));
    }
    if new.approvals == 2 && hosts.len() < 3 {
        let sentence = "Two people of two other schools need three schools. Choose one person, or add a school";
        return Err(Error::field("approvals", sentence));
    }
    let change = Change::begin(context).await?;
    if new.decision.is_some() {
        may_open(&change, cluster.id, new.host).await?;
    }
    let file = keep(&change, cluster.id, new.evidence.clone()).await?;
    let row = row(cluster, &new, file, &change)?;
    let (id, data) = (row.id, json!({ "kind": row.kind, "name": row.name, "decision": row.decision }));
    let twice = || Error::field("name", "The cluster has a fund of this name already. Give it another");
    let inserted = row.clone().into_active_model().insert(change.tx()).await;
    inserted.map_err(|error| Error::on_duplicate(error, twice()))?;
    let own = AccountKind::ALL.iter().filter(|kind| **kind != AccountKind::Spending).map(|kind| (*kind, String::new()));
    let claims = (new.kind == FundKind::Pool).then(|| CLAIMS.to_owned());
    let headings = claims.into_iter().chain(new.headings).map(|name| (AccountKind::Spending, name));
    let account = |(kind, name)| fund_account::Model { id: FundAccountId::new(change.now()), fund_id: id, kind, name };
    let accounts = own.chain(headings).map(account).map(IntoActiveModel::into_active_model);
    let inserted = fund_account::Entity::insert_many(accounts).exec_without_returning(change.tx()).await;
    let twice = Error::field("headings", "A heading is there twice. Name each once");
    inserted.map_err(|error| Error::on_duplicate(error, twice))?;
    if row.state == FundState::Open {
        keep_schools(&change, &row, financial_year(words::london_day(change.now()))).await?;
    }
    change.commit(event(cluster.id, "fund.proposed", id).with(data)).await?;
    Ok(id)
}

/// The schools that can hold a fund's money: those that the agreement binds; before one is in force, all of the cluster.
pub async fn hosts(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<Vec<Member>> {
    match cluster::agreement_in_force(connection, cluster).await? {
        Some(_) => cluster::parties(connection, cluster).await,
        None => cluster::members(connection, cluster).await,
    }
}

/// A fund is of the schools that agreed, one of them holds it, and the committee decided it where its terms say so.
async fn may_open(change: &Change, cluster: ClusterId, host: SchoolId) -> Result<()> {
    committee::require(change, cluster, DecisionKind::OpenFund).await?;
    let parties = cluster::parties(change.tx(), cluster).await?;
    if parties.is_empty() {
        return Err(Error::refused(
            "A fund opens once the cluster's agreement is in force: it belongs to the schools whose bodies agreed",
        ));
    }
    if !parties.iter().any(|member| member.school.id == host) {
        return Err(Error::refused(
            "The body of the school that is to hold the money has not agreed to the agreement in force. Propose the fund with \
             another host school",
        ));
    }
    Ok(())
}

/// Whether the committee decides before the next fund is opened, and did.
pub async fn gate(context: &Context, cluster: ClusterId) -> Result<Gate> {
    committee::gate(context.read(), cluster, DecisionKind::OpenFund, words::london_day(context.now)).await
}

/// The heading that a pool pays claims under.
pub(super) const CLAIMS: &str = "Claims";

fn row(
    cluster: &Cluster,
    new: &NewFund,
    (file_id, file_name): (Option<FileId>, Option<String>),
    change: &Change,
) -> Result<fund::Model> {
    let is_open = new.decision.is_some();
    Ok(fund::Model {
        id: FundId::new(change.now()),
        cluster_id: cluster.id,
        kind: new.kind,
        name: new.name.clone(),
        purpose: new.purpose.clone(),
        outcome: new.outcome.clone(),
        host_school_id: new.host,
        sharing: new.sharing,
        year_end: new.year_end,
        approvals: new.approvals,
        per_pupil: new.per_pupil,
        match_total: new.match_total,
        penalty: new.penalty,
        penalty_terms: new.penalty_terms.clone(),
        claim_cap: new.claim_cap,
        pool_k: new.pool_k,
        pool_loading: new.pool_loading,
        state: if is_open { FundState::Open } else { FundState::Proposed },
        decision: new.decision.clone(),
        file_id,
        file_name,
        proposed_by: change.by()?,
        proposed_at: change.now(),
        opened_at: is_open.then(|| change.now()),
        ended_at: None,
        ended_reason: None,
    })
}

/// Opens a proposed fund, by the minute of the decision.
pub async fn adopt(context: &Context, cluster: &Cluster, id: FundId, decision: String) -> Result<()> {
    require(context, cluster.id, Action::KeepFund).await?;
    let change = Change::begin(context).await?;
    let host = store::fund(change.tx(), cluster.id, id).await?.ok_or(Error::NotFound)?.host_school_id;
    may_open(&change, cluster.id, host).await?;
    let fund = store::locked(change.tx(), cluster.id, id).await?.ok_or(Error::NotFound)?;
    let state = FundEvent::Open.from(fund.state).ok_or_else(Error::stale)?;
    keep_schools(&change, &fund, financial_year(words::london_day(change.now()))).await?;
    let mut row = fund.into_active_model();
    row.state = Set(state);
    row.decision = Set(Some(decision.clone()));
    row.opened_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    change.commit(event(cluster.id, "fund.opened", id).with(json!({ "decision": decision }))).await?;
    Ok(())
}

/// Drops a proposal, or closes a fund in which nothing is left.
pub async fn close(context: &Context, cluster: &Cluster, id: FundId, reason: String) -> Result<()> {
    require(context, cluster.id, Action::KeepFund).await?;
    let change = Change::begin(context).await?;
    let held = store::locked(change.tx(), cluster.id, id).await?.ok_or(Error::NotFound)?;
    let (state, fund) = match held.state {
        FundState::Proposed => (FundEvent::Drop.from(held.state), held),
        _ => {
            let year = financial_year(words::london_day(change.now()));
            let ledger = Ledger::of(&change, cluster.id, id, year).await?;
            let waits = store::waits_in(change.tx(), id).await?;
            ledger.book.may_close(waits).map_err(Error::refused)?;
            (FundEvent::Close.from(ledger.fund.state), ledger.fund)
        }
    };
    let mut row = fund.into_active_model();
    row.state = Set(state.ok_or_else(Error::stale)?);
    row.ended_at = Set(Some(change.now()));
    row.ended_reason = Set(Some(reason.clone()));
    row.update(change.tx()).await?;
    change.commit(event(cluster.id, "fund.closed", id).because(reason)).await?;
    Ok(())
}
