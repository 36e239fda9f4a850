//! The operations on savings.

use entity::exact::Exact;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::Refused;
use crate::savings::rules::{self, Baseline, CannotReport, Entry, Status, StatusTotals, Totals};

#[derive(Deserialize)]
pub(super) struct Report {
    entries: Vec<WrittenEntry>,
    running_costs: Option<Exact>,
    funding: Option<Exact>,
}

#[derive(Deserialize)]
struct WrittenEntry {
    school: String,
    category: String,
    #[serde(default)]
    baseline: WrittenBaseline,
    new_cost: Exact,
    status: String,
}

#[derive(Default, Deserialize)]
pub(super) struct WrittenBaseline {
    actual: Option<Exact>,
    sla: Option<Exact>,
    benchmark: Option<Exact>,
}

impl From<WrittenBaseline> for Baseline {
    fn from(written: WrittenBaseline) -> Self {
        Baseline { actual: written.actual, sla: written.sla, benchmark: written.benchmark }
    }
}

impl WrittenEntry {
    fn read(self) -> Result<Entry, Refused> {
        let status = Status::ALL.into_iter().find(|status| status.code() == self.status);
        Ok(Entry {
            school: self.school,
            category: self.category,
            baseline: self.baseline.into(),
            new_cost: self.new_cost,
            status: status.ok_or(Refused("unknown_status"))?,
        })
    }
}

pub(super) fn savings_report(input: Report) -> Result<Value, Refused> {
    let entries: Vec<Entry> = input.entries.into_iter().map(WrittenEntry::read).collect::<Result<_, _>>()?;
    let running_costs = input.running_costs.unwrap_or_default();
    let report = rules::savings_report(&entries, running_costs, input.funding.unwrap_or_default())
        .map_err(|CannotReport::DoubleCount { .. }| Refused("double_count"))?;
    let by_status: Map<String, Value> =
        report.by_status.iter().map(|(status, totals)| (status.code().to_owned(), status_totals(totals))).collect();
    let paying_more = |each: &rules::PayingMore| json!({ "school": each.school, "category": each.category, "extra": each.extra.pounds() });
    let unmeasured = |(school, category): &(String, String)| json!({ "school": school, "category": category });
    Ok(json!({
        "entries": report.entries.iter().map(measured).collect::<Vec<_>>(),
        "by_status": by_status,
        "schools_paying_more": report.schools_paying_more.iter().map(paying_more).collect::<Vec<_>>(),
        "unmeasured": report.unmeasured.iter().map(unmeasured).collect::<Vec<_>>(),
        "running_costs": report.running_costs.pounds(),
        "realised_gross": report.realised_gross.pounds(),
        "realised_net": report.realised_net.pounds(),
        "funding_not_counted": report.funding_not_counted.pounds(),
    }))
}

fn measured(entry: &rules::Measured) -> Value {
    json!({
        "school": entry.school,
        "category": entry.category,
        "baseline": entry.baseline.pounds(),
        "confidence": entry.confidence.code(),
        "new_cost": entry.new_cost.pounds(),
        "saving": entry.saving.pounds(),
    })
}

fn status_totals(status: &StatusTotals) -> Value {
    let named = |(name, each): (&String, &Totals)| (name.clone(), totals(each));
    let by_confidence = status.by_confidence.iter().map(|(how, each)| (how.code().to_owned(), totals(each)));
    json!({
        "total": totals(&status.total),
        "by_category": status.by_category.iter().map(named).collect::<Map<_, _>>(),
        "by_school": status.by_school.iter().map(named).collect::<Map<_, _>>(),
        "by_confidence": by_confidence.collect::<Map<_, _>>(),
    })
}

fn totals(totals: &Totals) -> Value {
    json!({
        "baseline": totals.baseline.pounds(),
        "new_cost": totals.new_cost.pounds(),
        "saving": totals.saving().pounds(),
        "percent": totals.percent().map(|percent| percent.decimals(1)),
    })
}
