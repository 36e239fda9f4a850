//! Posts paid from cluster money: their yearly cost goes onto the budget of a heading.

use super::budget::{NewBudget, write};
use super::event;
use super::money::Moving;
use super::rules::{financial_year, sums_to_the_whole};
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use ::entity::money::{Money, Quantity, Rate};
use ::entity::{cluster::Model as Cluster, fund_post, fund_post_share, ids::*};
use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde_json::json;

/// A post and who carries which part of redundancy and pension if it ends.
#[derive(Clone, Debug)]
pub struct NewPost {
    pub heading: FundAccountId,
    pub title: String,
    pub employer: SchoolId,
    /// The minute that approved it.
    pub approved_by: String,
    pub yearly_cost: Money,
    /// A week.
    pub hours: Quantity,
    pub starts_on: NaiveDate,
    pub ends_on: Option<NaiveDate>,
    pub liability: Vec<(SchoolId, Rate)>,
}

/// Records a post. Its yearly cost is added to the heading's budget of the year in which it starts.
pub async fn add_post(context: &Context, cluster: &Cluster, id: FundId, new: NewPost) -> Result<()> {
    let year = financial_year(new.starts_on);
    sums_to_the_whole(new.liability.iter().map(|(_, percent)| *percent)).map_err(Error::refused)?;
    if new.ends_on.is_some_and(|end| end < new.starts_on) {
        return Err(Error::field("ends_on-day", "Enter a day after the post starts, or leave it empty"));
    }
    let moving = Moving::by_keeper(context, cluster.id, id, year).await?;
    let schools = moving.ledger.book.schools.iter().map(|sharer| sharer.school).collect::<Vec<_>>();
    let carried = new.liability.iter().all(|(school, _)| schools.contains(school));
    if !carried || !schools.contains(&new.employer) {
        return Err(Error::field("employer", "Choose a school that takes part in the fund"));
    }
    let budget = NewBudget {
        heading: new.heading,
        year,
        amount: Money(moving.ledger.book.budget_of(new.heading, year).0.saturating_add(new.yearly_cost.0)),
        decision: new.approved_by.clone(),
    };
    write(&moving, &budget).await?;
    let change = moving.change;
    let post = FundPostId::new(change.now());
    let row = fund_post::Model {
        id: post,
        fund_id: id,
        account_id: new.heading,
        title: new.title,
        employer_school_id: new.employer,
        approved_by: new.approved_by,
        yearly_cost: new.yearly_cost,
        hours: new.hours,
        starts_on: new.starts_on,
        ends_on: new.ends_on,
        recorded_by: change.by()?,
        recorded_at: change.now(),
    };
    let data = json!({ "post": post, "yearly_cost": row.yearly_cost, "approved_by": row.approved_by });
    row.into_active_model().insert(change.tx()).await?;
    let share = |(school, percent): &(SchoolId, Rate)| {
        fund_post_share::Model { post_id: post, school_id: *school, percent: *percent }.into_active_model()
    };
    let shares: Vec<_> = new.liability.iter().filter(|(_, percent)| percent.0 > 0).map(share).collect();
    fund_post_share::Entity::insert_many(shares).exec_without_returning(change.tx()).await?;
    change.commit(event(cluster.id, "fund.post_added", id).with(data)).await?;
    Ok(())
}
