//! The needs that money is for: each school's counts, the cluster's priorities, what is commissioned for them.

use super::{own_school, require, store};
use crate::cluster;
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use ::entity::fund_need::{self, NeedArea};
use ::entity::money::Money;
use ::entity::{cluster::Model as Cluster, fund_need_money, fund_priority, ids::*};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::json;

/// What a school says of a year: counts of pupils by area, and its money for additional needs.
#[derive(Clone, Debug)]
pub struct Stated {
    pub year: i32,
    pub pupils: Vec<(NeedArea, i32)>,
    /// Stays with the school.
    pub allocated: Money,
    /// Goes into what the cluster commissions.
    pub pooled: Money,
}

/// Something that the cluster commissions.
#[derive(Clone, Debug)]
pub struct NewPriority {
    pub year: i32,
    pub area: NeedArea,
    pub rank: i32,
    pub commission: String,
    pub amount: Money,
    pub fund: Option<FundId>,
    pub decision: String,
}

fn event(cluster: ClusterId, action: &'static str) -> Event {
    Event::new(Chain::Cluster(cluster), action, format!("cluster:{cluster}"))
}

/// The school of the hat in use says what it needs; what it said before of the year is replaced.
pub async fn state_needs(context: &Context, cluster: &Cluster, stated: Stated) -> Result<()> {
    require(context, cluster.id, Action::SeeCluster).await?;
    let school =
        own_school(context).ok_or_else(|| Error::Forbidden("You need to act for a school for this.".to_owned()))?;
    context.actor.require(Action::StateNeeds, &Place::school(school))?;
    if !cluster::place_of(context.read(), cluster.id).await?.schools.contains(&school) {
        return Err(Error::NotFound);
    }
    let change = Change::begin(context).await?;
    fund_need::Entity::delete_many()
        .filter(fund_need::Column::ClusterId.eq(cluster.id))
        .filter(fund_need::Column::Year.eq(stated.year))
        .filter(fund_need::Column::SchoolId.eq(school))
        .exec(change.tx())
        .await?;
    fund_need_money::Entity::delete_by_id((cluster.id, stated.year, school)).exec(change.tx()).await?;
    let need = |(area, pupils): &(NeedArea, i32)| {
        let (cluster_id, year) = (cluster.id, stated.year);
        fund_need::Model { cluster_id, year, school_id: school, area: *area, pupils: *pupils }.into_active_model()
    };
    let needs: Vec<_> = stated.pupils.iter().filter(|(_, pupils)| *pupils > 0).map(need).collect();
    if !needs.is_empty() {
        fund_need::Entity::insert_many(needs).exec_without_returning(change.tx()).await?;
    }
    let money = fund_need_money::Model {
        cluster_id: cluster.id,
        year: stated.year,
        school_id: school,
        allocated: stated.allocated,
        pooled: stated.pooled,
        stated_by: change.by()?,
        stated_at: change.now(),
    };
    money.into_active_model().insert(change.tx()).await?;
    let data = json!({ "school": school, "year": stated.year, "pooled": stated.pooled });
    change.commit(event(cluster.id, "needs.stated").with(data)).await?;
    Ok(())
}

/// Sets what is commissioned for an area, in the place of what was.
pub async fn set_priority(context: &Context, cluster: &Cluster, new: NewPriority) -> Result<()> {
    require(context, cluster.id, Action::KeepFund).await?;
    let change = Change::begin(context).await?;
    if let Some(fund) = new.fund {
        let found = store::fund(change.tx(), cluster.id, fund).await?;
        found.ok_or_else(|| Error::field("fund", "Choose a fund of the cluster"))?;
    }
    fund_priority::Entity::delete_by_id((cluster.id, new.year, new.area)).exec(change.tx()).await?;
    let row = fund_priority::Model {
        cluster_id: cluster.id,
        year: new.year,
        area: new.area,
        rank: new.rank,
        commission: new.commission,
        amount: new.amount,
        fund_id: new.fund,
        decision: new.decision,
        recorded_by: change.by()?,
        recorded_at: change.now(),
    };
    let data = json!({ "area": row.area, "rank": row.rank, "amount": row.amount, "decision": row.decision });
    row.into_active_model().insert(change.tx()).await?;
    change.commit(event(cluster.id, "needs.commissioned").with(data)).await?;
    Ok(())
}
