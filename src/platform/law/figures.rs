//! All figures of the law together, as they stand in its table: read once, asked often.

use super::data;
use ::entity::law_figure::Topic;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

/// One dated row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    pub topic: Topic,
    pub name: String,
    pub valid_from: NaiveDate,
    pub number: Option<i64>,
    pub title: Option<String>,
    pub detail: Option<String>,
    pub exception: Option<String>,
    pub source: String,
}

/// The law as the product knows it.
#[derive(Clone, Debug)]
pub struct Law {
    by_name: BTreeMap<(Topic, String), Vec<Figure>>,
    pub(super) holidays: BTreeSet<NaiveDate>,
    pub(super) first_year: i32,
    pub(super) last_year: i32,
}

static GIVEN: LazyLock<Arc<Law>> = LazyLock::new(|| Arc::new(Law::of(data::given())));

tokio::task_local! {
    static IN_FORCE: (Arc<Law>, NaiveDate);
}

/// The law of what runs now: the table's as it was read for this request, else what the product brought.
pub fn current() -> Arc<Law> {
    IN_FORCE.try_with(|(law, _)| Arc::clone(law)).unwrap_or_else(|_| Arc::clone(&GIVEN))
}

/// The day of what runs now, for a period that is counted from today; where it is not known, that of the newest figures.
pub(super) fn day() -> NaiveDate {
    IN_FORCE.try_with(|(_, day)| *day).unwrap_or(NaiveDate::MAX)
}

/// Runs a request of this day by this law.
pub async fn by<T>(law: Arc<Law>, day: NaiveDate, running: impl Future<Output = T>) -> T {
    IN_FORCE.scope((law, day), running).await
}

impl Law {
    /// Rows in any order.
    pub fn of(mut rows: Vec<Figure>) -> Self {
        rows.sort_by_key(|row| row.valid_from);
        let holidays: BTreeSet<NaiveDate> =
            rows.iter().filter(|row| row.topic == Topic::Holiday).map(|row| row.valid_from).collect();
        let mut by_name: BTreeMap<(Topic, String), Vec<Figure>> = BTreeMap::new();
        for row in rows {
            by_name.entry((row.topic, row.name.clone())).or_default().push(row);
        }
        let first_year = holidays.first().map_or(0, Datelike::year);
        let last_year = holidays.last().map_or(-1, Datelike::year);
        Self { by_name, holidays, first_year, last_year }
    }

    pub(super) fn given() -> Arc<Law> {
        Arc::clone(&GIVEN)
    }

    /// The row in force on a day.
    pub fn on(&self, topic: Topic, name: &str, day: NaiveDate) -> Option<&Figure> {
        self.all(topic, name).iter().rev().find(|row| row.valid_from <= day)
    }

    /// The newest row, in force or to come.
    pub fn newest(&self, topic: Topic, name: &str) -> Option<&Figure> {
        self.all(topic, name).last()
    }

    fn all(&self, topic: Topic, name: &str) -> &[Figure] {
        self.by_name.get(&(topic, name.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// Every row of a topic, by name and day.
    pub fn rows(&self, topic: Topic) -> impl Iterator<Item = &Figure> {
        self.by_name.iter().filter(move |((of, _), _)| *of == topic).flat_map(|(_, rows)| rows)
    }

    /// The rows of a topic in force on a day, one a name.
    pub fn in_force(&self, topic: Topic, day: NaiveDate) -> impl Iterator<Item = &Figure> {
        let names = self.by_name.keys().filter(move |(of, _)| *of == topic);
        names.filter_map(move |(_, name)| self.on(topic, name, day))
    }

    /// Is the year's calendar of bank holidays complete?
    pub fn knows_year(&self, year: i32) -> bool {
        (self.first_year..=self.last_year).contains(&year)
    }

    /// The last year whose bank holidays are known.
    pub fn last_year(&self) -> i32 {
        self.last_year
    }
}
