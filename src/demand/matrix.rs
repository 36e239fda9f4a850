//! A cluster's demand at a glance: schools by items, with what changed and who is missing.

use super::{rules, store};
use crate::platform::access::Place;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::tender::rules::watch::Watch;
use crate::{catalogue, cluster, tender};
use ::entity::money::Quantity;
use ::entity::{category, cluster as cluster_table, demand, demand_line, school, tender as tender_table};
use std::collections::BTreeMap;

/// One school's row.
#[derive(Clone, Debug, PartialEq)]
pub struct MatrixRow {
    pub school: school::Model,
    pub sheet: demand::Model,
    pub lines: BTreeMap<String, demand_line::Model>,
    /// What the sheet comes to a year in the category's main unit.
    pub yearly: Option<Quantity>,
}

/// All rows, and where they stand.
#[derive(Clone, Debug)]
pub struct Matrix {
    pub cluster: cluster_table::Model,
    pub place: Place,
    pub tender: tender_table::Model,
    pub category: category::Model,
    /// In the order in which the schools joined.
    pub rows: Vec<MatrixRow>,
    /// How near the threshold is as schools join.
    pub watch: Option<Watch>,
}

/// A tender of the address's cluster that schools have sheets for, for those who may see inside the cluster.
pub(super) async fn tender_within_sight(
    context: &Context,
    slug: &str,
    reference: &str,
) -> Result<(cluster_table::Model, Place, tender_table::Model, category::Model)> {
    let (cluster, place) = cluster::within_sight(context, slug).await?;
    let tender = tender::by_reference(context.read(), reference).await?;
    if tender.cluster_id != cluster.id || tender.pooled_at.is_none() {
        return Err(Error::NotFound);
    }
    let category = catalogue::category_by_id(context.read(), tender.category_id).await?.ok_or(Error::NotFound)?;
    Ok((cluster, place, tender, category))
}

/// The matrix. The same number of queries for three schools as for thirty.
pub async fn matrix(context: &Context, slug: &str, reference: &str) -> Result<Matrix> {
    let (cluster, place, tender, category) = tender_within_sight(context, slug, reference).await?;
    let sheets = store::sheets_of(context.read(), tender.id).await?;
    let mut lines = store::lines_of(context.read(), sheets.iter().map(|sheet| sheet.id)).await?;
    let mut schools = store::schools(context.read(), sheets.iter().map(|sheet| sheet.school_id)).await?;
    let row = |sheet: demand::Model| {
        let (school, lines) = (schools.remove(&sheet.school_id)?, lines.remove(&sheet.id).unwrap_or_default());
        let known = lines.iter().filter_map(|(item, line)| Some((item.clone(), line.quantity?))).collect();
        let yearly = rules::yearly(&category.shape, &known, school.pupils).remove(&category.shape.main_unit);
        Some(MatrixRow { school, sheet, lines, yearly })
    };
    let rows = sheets.into_iter().filter_map(row).collect();
    let watch = tender::threshold_watch(context, tender.id).await?;
    Ok(Matrix { cluster, place, tender, category, rows, watch })
}

/// A tender that schools were asked about, and how far they are.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterTender {
    pub tender: tender_table::Model,
    pub asked: i64,
    /// Filled in and sent, or declined.
    pub replied: i64,
    pub committed: i64,
}

/// The tenders of the address's cluster that pooled demand, newest first. The same number of queries however many.
pub async fn tenders_of(context: &Context, slug: &str) -> Result<(cluster_table::Model, Vec<ClusterTender>)> {
    let (cluster, _) = cluster::within_sight(context, slug).await?;
    let tenders = store::pooled_tenders(context.read(), cluster.id).await?;
    let counts = store::counts(context.read(), tenders.iter().map(|tender| tender.id)).await?;
    let with = |tender: tender_table::Model| {
        let (asked, replied, committed) = counts.get(&tender.id).copied().unwrap_or_default();
        ClusterTender { tender, asked, replied, committed }
    };
    Ok((cluster, tenders.into_iter().map(with).collect()))
}
