//! What every part of the demonstration works with: the application, the scenario, its people by name, its clock.

use super::people::{Cast, DARLASTON, Staff, email};
use super::scenario::Scenario;
use crate::account;
use crate::platform::app::App;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::{cluster, school};
use ::entity::{cluster as cluster_table, ids::*, school as school_table, setting};
use chrono::{DateTime, Duration, NaiveDate, NaiveTime, TimeZone as _, Utc};
use chrono_tz::Europe::London;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, EntityTrait};

const OFFSET: &str = "demonstration.offset_microseconds";
const TENDER: &str = "demonstration.tender";

#[derive(Clone)]
pub struct Stage {
    pub app: App,
    pub scenario: Scenario,
    pub cast: &'static Cast,
    /// The catering tender's reference, once there is one.
    pub tender: String,
}

/// The demonstration that this database holds, its clock set.
pub async fn stored(app: &App) -> Result<Option<Stage>> {
    let (Some(offset), Some(stage)) = (read(app, OFFSET).await?, current(app).await?) else { return Ok(None) };
    let microseconds = offset.parse().map_err(|_| Error::internal("the stored offset is no number"))?;
    app.clock.set_offset(Duration::microseconds(microseconds));
    Ok(Some(stage))
}

/// The stage as it stands; the clock is left alone.
pub async fn current(app: &App) -> Result<Option<Stage>> {
    let Some(tender) = read(app, TENDER).await? else { return Ok(None) };
    Ok(Some(Stage { tender, ..Stage::new(app)? }))
}

async fn read(app: &App, key: &str) -> Result<Option<String>> {
    Ok(setting::Entity::find_by_id(key.to_owned()).one(app.db.read()).await?.map(|row| row.value))
}

/// Keeps what the demonstration has to find again.
pub async fn keep(app: &App, values: impl IntoIterator<Item = (&str, String)>) -> Result<()> {
    let transaction = app.db.begin_write().await?;
    for (key, value) in values {
        let row = setting::ActiveModel { key: Set(key.to_owned()), value: Set(value) };
        let latest = OnConflict::column(setting::Column::Key).update_column(setting::Column::Value).to_owned();
        setting::Entity::insert(row).on_conflict(latest).exec_without_returning(&transaction).await?;
    }
    Ok(transaction.commit().await?)
}

impl Stage {
    pub fn new(app: &App) -> Result<Self> {
        Ok(Self { app: app.clone(), scenario: Scenario::read()?, cast: &DARLASTON, tender: String::new() })
    }

    /// Keeps the clock and the place in the story.
    pub async fn store(&self) -> Result<()> {
        let offset = self.app.clock.offset().num_microseconds().unwrap_or(0).to_string();
        keep(&self.app, [(OFFSET, offset), (TENDER, self.tender.clone())]).await
    }

    /// Moves the clock to an instant; never back.
    pub fn go_to(&self, instant: &str) -> Result<()> {
        let instant: DateTime<Utc> = instant.parse().map_err(|_| Error::internal(format!("no instant: {instant}")))?;
        self.go_to_instant(instant);
        Ok(())
    }

    pub fn go_to_instant(&self, instant: DateTime<Utc>) {
        if instant > self.app.clock.now() || self.app.clock.offset() == Duration::zero() {
            self.app.clock.set_offset(instant - self.app.clock.real_now());
        }
    }

    /// Where the clock stands for whoever made no move yet: back at an instant, for another cluster's past.
    pub fn begin_at(&self, instant: DateTime<Utc>) {
        self.app.clock.set_offset(instant - self.app.clock.real_now());
    }

    /// The platform itself.
    pub fn platform(&self) -> Context {
        Context::platform(&self.app)
    }

    /// A person of the demonstration, wearing the first hat that they have.
    pub async fn person(&self, name: &str) -> Result<Context> {
        let account = self.account(name).await?;
        Context::of(&self.app, account, None).await
    }

    pub async fn account(&self, name: &str) -> Result<AccountId> {
        let found = account::find(self.app.db.read(), &email(name)).await?;
        found.ok_or_else(|| Error::internal(format!("{name} has no account")))
    }

    pub async fn school(&self, id: &str) -> Result<school_table::Model> {
        let urn = self.scenario.schools.iter().find(|school| school.id == id).map(|school| school.urn);
        let found = school::by_urn(self.app.db.read(), urn.unwrap_or_default()).await?;
        found.ok_or_else(|| Error::internal(format!("no school {id}")))
    }

    pub async fn cluster(&self) -> Result<cluster_table::Model> {
        cluster::by_slug(self.app.db.read(), self.cast.cluster).await?.ok_or_else(|| Error::internal("no cluster"))
    }

    pub async fn head(&self, school: &str) -> Result<Context> {
        self.person(self.staff(school)?.head).await
    }

    pub async fn manager(&self, school: &str) -> Result<Context> {
        self.person(self.staff(school)?.manager).await
    }

    pub async fn governor(&self, school: &str) -> Result<Context> {
        self.person(self.staff(school)?.governor).await
    }

    pub async fn clerk(&self) -> Result<Context> {
        self.person(self.cast.clerk).await
    }

    pub fn staff(&self, school: &str) -> Result<&'static Staff> {
        let found = self.cast.staff.iter().find(|staff| staff.school == school);
        found.ok_or_else(|| Error::internal(format!("nobody at {school}")))
    }
}

/// A day that the demonstration names.
pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// An hour of a day, in London.
pub fn at(day: NaiveDate, hour: u32) -> DateTime<Utc> {
    let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
    London.from_local_datetime(&day.and_time(time)).earliest().map(|at| at.to_utc()).unwrap_or_default()
}

/// What somebody did by hand already is done: its refusal stops nothing.
pub fn unless_done<T>(result: Result<T>) -> Result<()> {
    match result {
        Ok(_) | Err(Error::Refused { .. } | Error::Stale(_)) => Ok(()),
        Err(error) => Err(error),
    }
}
