//! What the product brings: small dated tables that are part of the program, so a broken one is found by its test.

use super::figures::Figure;
use ::entity::law_figure::Topic;
use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Every row of a table whose first line is a comment naming its source.
pub(super) fn table<T: DeserializeOwned>(text: &str) -> Vec<T> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    let rows: Result<Vec<T>, csv::Error> = reader.deserialize().collect();
    #[expect(clippy::expect_used, reason = "the tables are compiled in; every one is read by a test")]
    rows.expect("a table of the law can be read")
}

/// A row of any of the tables.
#[derive(Deserialize)]
struct Row {
    #[serde(alias = "kind", alias = "band", alias = "period", alias = "code", alias = "division")]
    #[serde(alias = "number")]
    name: String,
    #[serde(alias = "date")]
    valid_from: Option<NaiveDate>,
    #[serde(alias = "pounds", alias = "from_pounds", alias = "days", alias = "years")]
    count: Option<i64>,
    #[serde(alias = "label")]
    title: Option<String>,
    when_due: Option<String>,
    not_required: Option<String>,
    source: String,
}

/// The Act's first day: since then what has no date of its own applies.
fn commencement() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 2, 24).unwrap_or_default()
}

/// Everything that the product brings, as rows of the law's table.
pub fn given() -> Vec<Figure> {
    let tables = [
        (Topic::Threshold, include_str!("data/thresholds.csv")),
        (Topic::Band, include_str!("data/purchase_bands.csv")),
        (Topic::Period, include_str!("data/periods.csv")),
        (Topic::Cap, include_str!("data/caps.csv")),
        (Topic::Retention, include_str!("data/retention.csv")),
        (Topic::LightTouch, include_str!("data/light_touch_cpv.csv")),
        (Topic::Holiday, include_str!("data/bank_holidays.csv")),
        (Topic::Notice, include_str!("data/notices.csv")),
    ];
    tables.into_iter().flat_map(|(topic, text)| of_topic(topic, text)).collect()
}

fn of_topic(topic: Topic, text: &str) -> impl Iterator<Item = Figure> {
    table::<Row>(text).into_iter().map(move |row| Figure {
        topic,
        name: row.name,
        valid_from: row.valid_from.unwrap_or_else(commencement),
        number: if topic == Topic::LightTouch { Some(1) } else { row.count },
        title: row.title,
        detail: row.when_due,
        exception: row.not_required.filter(|text| !text.is_empty()),
        source: row.source,
    })
}
