//! What a carried decision brings about.

use crate::cluster::{self, NewVersion};
use crate::platform::context::Context;
use crate::platform::error::Result;
use ::entity::agreement::SharingRule;
use ::entity::cluster as cluster_row;

/// A rule for sharing costs that the schools voted for becomes the next version of the agreement, otherwise as the one in
/// force: it applies once every body has agreed and the chair brings it into force. Nothing is proposed where the agreement
/// says it already, or where there is none yet.
pub(super) async fn propose_rule(
    context: &Context,
    cluster: &cluster_row::Model,
    rule: SharingRule,
) -> Result<Option<i32>> {
    let Some(in_force) = cluster::agreement_in_force(context.read(), cluster.id).await? else { return Ok(None) };
    if in_force.sharing_rule == rule {
        return Ok(None);
    }
    let next = NewVersion { sharing_rule: rule, ..NewVersion::from(in_force) };
    cluster::record_version(context, cluster, next).await.map(Some)
}
