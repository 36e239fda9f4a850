//! What schools ordered and are provided with now: what they pay for a service, as it was ordered.

use super::offers::title_of;
use super::rules::{financial_year, rows_of_year};
use super::store;
use crate::catalogue::rules::{Ordered, buyer};
use crate::platform::error::Result;
use crate::price::rules::{Priced, price_offer};
use ::entity::exact::Exact;
use ::entity::price::PriceSchedule;
use ::entity::{buy_back_line, buy_back_order, ids::*, listing_version, school};
use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;

/// The orders that run on a day, by school and service. Four queries, and one where there are none.
pub async fn running(
    connection: &impl ConnectionTrait,
    categories: &[CategoryId],
    schools: &[school::Model],
    today: NaiveDate,
) -> Result<BTreeMap<(SchoolId, CategoryId), Vec<Ordered>>> {
    let ids: Vec<SchoolId> = schools.iter().map(|school| school.id).collect();
    let orders = store::in_force(connection, categories, &ids, today).await?;
    let mut all = BTreeMap::<_, Vec<Ordered>>::new();
    if orders.is_empty() {
        return Ok(all);
    }
    let mut lines = BTreeMap::<OrderId, Vec<buy_back_line::Model>>::new();
    for line in store::lines_of(connection, orders.iter().map(|order| order.id)).await? {
        lines.entry(line.order_id).or_default().push(line);
    }
    let versions = store::versions(connection, orders.iter().map(|order| order.version_id)).await?;
    let providers = store::providers(connection, orders.iter().map(|order| order.provider_id)).await?;
    for order in orders {
        let school = schools.iter().find(|school| school.id == order.school_id);
        let (version, provider) = (versions.get(&order.version_id), providers.get(&order.provider_id));
        let (Some(school), Some(version), Some(provider)) = (school, version, provider) else { continue };
        let lines = lines.remove(&order.id).unwrap_or_default();
        let (rows, net, _) = rows_of_year(&lines, financial_year(today));
        all.entry((order.school_id, order.category_id)).or_default().push(Ordered {
            entry: order.entry_id,
            reference: order.reference.clone(),
            title: title_of(version),
            cited: crate::catalogue::cited(&provider.name, version),
            steps: rows.iter().map(|line| step(line)).collect(),
            priced: priced(&order, version, school, today)?.filter(|priced| priced.whole_life == net.exact()),
        });
    }
    Ok(all)
}

fn step(line: &buy_back_line::Model) -> (String, Exact) {
    (format!("{}: {}", line.charge, line.working), line.amount.exact())
}

/// The order's price in the present financial year, worked out again from what was frozen, with its sums.
fn priced(
    order: &buy_back_order::Model,
    version: &listing_version::Model,
    school: &school::Model,
    today: NaiveDate,
) -> Result<Option<Priced>> {
    let schedule: PriceSchedule = serde_json::from_value(version.schedule.clone())?;
    let bought = schedule.bought(u32::try_from(order.years).unwrap_or(1), order.whole_package);
    let Ok(priced) = price_offer(&[buyer(school, order.volumes.0.clone())], &bought) else { return Ok(None) };
    let place = usize::try_from(financial_year(today) - order.financial_year).unwrap_or_default();
    Ok(priced.years.into_iter().nth(place).map(|year| Priced::of_one_year(year.lines)))
}
