//! What may be spent under which heading.

use super::money::{Moving, refused};
use super::{event, store};
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use ::entity::fund_account::{self, AccountKind};
use ::entity::money::Money;
use ::entity::{cluster::Model as Cluster, fund_budget, ids::*};
use sea_orm::{ActiveModelTrait, ConnectionTrait, IntoActiveModel};
use serde_json::json;

/// The budget of a heading in a financial year.
#[derive(Clone, Debug)]
pub struct NewBudget {
    pub heading: FundAccountId,
    pub year: i32,
    pub amount: Money,
    /// The minute that set it.
    pub decision: String,
}

/// The heading of this name.
pub async fn heading_of(connection: &impl ConnectionTrait, fund: FundId, name: &str) -> Result<Option<FundAccountId>> {
    let accounts = store::accounts(connection, [fund]).await?;
    let named = |account: &&fund_account::Model| account.kind == AccountKind::Spending && account.name == name;
    Ok(accounts.iter().find(named).map(|account| account.id))
}

/// One heading more.
pub async fn add_heading(context: &Context, cluster: &Cluster, id: FundId, name: String, year: i32) -> Result<()> {
    let moving = Moving::by_keeper(context, cluster.id, id, year).await?;
    if moving.ledger.accounts.len() as u64 >= store::MOST_HEADINGS {
        return Err(Error::field("name", "The fund has as many headings as it can"));
    }
    let account = FundAccountId::new(moving.change.now());
    let row = fund_account::Model { id: account, fund_id: id, kind: AccountKind::Spending, name: name.clone() };
    let twice = || Error::field("name", "The fund has this heading already");
    let inserted = row.into_active_model().insert(moving.change.tx()).await;
    inserted.map_err(|error| Error::on_duplicate(error, twice()))?;
    moving.change.commit(event(cluster.id, "fund.heading_added", id).with(json!({ "heading": name }))).await?;
    Ok(())
}

/// Sets a budget; the one before stays on record.
pub async fn set_budget(context: &Context, cluster: &Cluster, id: FundId, new: NewBudget) -> Result<()> {
    let moving = Moving::by_keeper(context, cluster.id, id, new.year).await?;
    write(&moving, &new).await?;
    let data = json!({ "heading": new.heading, "year": new.year, "amount": new.amount, "decision": new.decision });
    moving.change.commit(event(cluster.id, "fund.budget_set", id).with(data)).await?;
    Ok(())
}

pub(super) async fn write(moving: &Moving, new: &NewBudget) -> Result<()> {
    let is_heading = |account: &fund_account::Model| account.id == new.heading && account.kind == AccountKind::Spending;
    if !moving.ledger.accounts.iter().any(is_heading) {
        return Err(Error::field("heading", "Choose a heading of the fund"));
    }
    moving.ledger.book.may_budget(new.heading, new.year, new.amount).map_err(refused)?;
    let before = store::budgets(moving.change.tx(), moving.ledger.fund.id).await?;
    let before = before.iter().filter(|row| row.account_id == new.heading && row.year == new.year);
    let row = fund_budget::Model {
        account_id: new.heading,
        year: new.year,
        number: before.map(|row| row.number).max().unwrap_or_default() + 1,
        fund_id: moving.ledger.fund.id,
        amount: new.amount,
        decision: new.decision.clone(),
        set_by: moving.change.by()?,
        set_at: moving.change.now(),
    };
    row.into_active_model().insert(moving.change.tx()).await?;
    Ok(())
}
