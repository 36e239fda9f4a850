//! Money that schools hold together: what it is for, who holds it, every movement in a ledger that balances, what is asked
//! and approved out of it, whose it is.

mod budget;
mod evidence;
mod ledger;
mod letters;
mod money;
mod needs;
mod open;
mod pay;
mod pool;
mod posts;
mod report;
pub mod rules;
pub mod store;
mod to_do;
pub mod web;

pub use crate::account::names as names_of;
pub use crate::cluster::{Member, all_members, clusters_of, members, within_sight};
pub use crate::committee::Gate;
pub use budget::{NewBudget, add_heading, heading_of, set_budget};
pub use evidence::{Evidence, read_evidence};
pub use ledger::{book_of, sharers, sharing_schools};
pub use money::{NewMovement, charge_per_pupil, end_year, give_penalty, grant, match_now, receive, reverse};
pub use needs::{NewPriority, Stated, set_priority, state_needs};
pub use open::{NewFund, adopt, close, gate, hosts, open};
pub use pay::{NewPayment, ask, decide, declare_interest, may_decide, pay, withdraw};
pub use pool::{Exposed, NewPremiums, charge_premiums, premiums_for};
pub use posts::{NewPost, add_post};
pub use report::{
    FundStatement, FundYear, MoneyLine, all_money_in, money_in, money_years, statement_of, statements_of, year_totals,
};
pub use to_do::to_do;

use crate::cluster;
use crate::platform::access::{Action, Place};
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use ::entity::{cluster::Model as Cluster, fund, ids::*};

/// A fund in its cluster, as somebody of the cluster sees it.
#[derive(Clone, Debug)]
pub struct Seen {
    pub cluster: Cluster,
    pub place: Place,
    pub fund: fund::Model,
}

impl Seen {
    /// Where paying in and out is asked: the cluster's offices and the host school.
    pub fn bank_place(&self) -> Place {
        bank_place(&self.fund)
    }
}

fn bank_place(fund: &fund::Model) -> Place {
    Place { schools: vec![fund.host_school_id], clusters: vec![fund.cluster_id], ..Place::default() }
}

/// The fund of an address, for people of the cluster and its schools; not found for everybody else.
pub async fn seen(context: &Context, slug: &str, id: FundId) -> Result<Seen> {
    let (cluster, place) = cluster::within_sight(context, slug).await?;
    let fund = store::fund(context.read(), cluster.id, id).await?.ok_or(Error::NotFound)?;
    Ok(Seen { cluster, place, fund })
}

/// Refused unless the actor may do this in the cluster.
async fn require(context: &Context, cluster: ClusterId, action: Action) -> Result<()> {
    let place = cluster::place_of(context.read(), cluster).await?;
    context.actor.require_sight(Action::SeeCluster, &place)?;
    context.actor.require(action, &place)?;
    Ok(())
}

/// The school that somebody acts for here, if for any.
fn own_school(context: &Context) -> Option<SchoolId> {
    let worn = context.actor.worn.iter().chain(context.actor.hats());
    worn.filter_map(|hat| hat.for_school()).next()
}

fn event(cluster: ClusterId, action: &'static str, fund: FundId) -> Event {
    Event::new(Chain::Cluster(cluster), action, format!("fund:{fund}"))
}
