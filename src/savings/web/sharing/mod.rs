//! Fair shares: which services there is a joint bill of, three ways of dividing each for heads, and all the others.

mod heads;
mod list;
mod losers;
mod parts;
mod ways;

use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::page::PageSample;
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Frame, Visit, frame};
use crate::savings::{Bill, bills, within_sight};
use ::entity::cluster;

const SEE: Who = Who::May(&[Action::SeeCluster]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/clusters/{slug}/sharing", SEE, list::show)
        .get("/clusters/{slug}/sharing/{category}", SEE, heads::show)
        .get("/clusters/{slug}/sharing/{category}/ways", SEE, ways::show)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<list::ListPage>(), PageSample::of::<heads::HeadsPage>(), PageSample::of::<ways::WaysPage>()]
}

fn inside(title: String, cluster: &cluster::Model) -> Frame {
    let seen_by = format!("people of {} and its member schools", cluster.name);
    frame(format!("{title}, {}", cluster.name)).seen_by(seen_by)
}

/// The cluster's bill for a service, for those who may see inside the cluster.
async fn bill_of(visit: &Visit, slug: &str, category: &str) -> Result<(cluster::Model, Bill)> {
    let (cluster, _) = within_sight(visit, slug).await?;
    let bill = bills(visit, &cluster).await?.into_iter().find(|bill| bill.slug() == category);
    Ok((cluster, bill.ok_or(Error::NotFound)?))
}
