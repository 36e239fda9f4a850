//! A catalogue of national size, invented from a seed: schools with what they use and pay, clusters, providers, listings,
//! tenders and bids, for trying the product and measuring it. The same seed and sizes make the same world.
//!
//! It is written in bulk, not by the commands of people, and the record says so in one entry for each part.

mod dice;
mod market;
mod people;
mod store;
mod tenders;
mod vocabulary;

pub use vocabulary::{Vocabulary, searched};

use crate::catalogue;
use crate::platform::app::App;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::db::settle;
use crate::platform::error::Result;
use crate::platform::event::{Chain, Event};
use crate::platform::words;
use ::entity::category;
use chrono::{DateTime, NaiveDate, Utc};
use dice::Dice;
use serde_json::json;

/// What every run starts from.
pub const SEED: u64 = 20_261_122;

/// The URN of the first invented school: no school of the register has one so high.
pub const FIRST_URN: i32 = 900_001;

/// How much of everything there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    pub schools: usize,
    pub clusters: usize,
    pub providers: usize,
    pub listings: usize,
    pub tenders: usize,
    pub bids: usize,
    /// Of one tender, its prices open.
    pub bids_of_one: usize,
    /// Schools with a business manager who can sign in.
    pub managers: usize,
}

impl Sizes {
    /// As many as England has: 24,442 schools, as many as the census of January 2023 lists, with 10 volumes and 10 contracts each.
    pub const fn national() -> Self {
        Self {
            schools: 24_442,
            clusters: 3_000,
            providers: 5_000,
            listings: 60_000,
            tenders: 20_000,
            bids: 100_000,
            bids_of_one: 200,
            managers: 1_000,
        }
    }

    pub const fn tenth() -> Self {
        Self {
            schools: 2_400,
            clusters: 300,
            providers: 500,
            listings: 6_000,
            tenders: 2_000,
            bids: 10_000,
            bids_of_one: 200,
            managers: 1_000,
        }
    }
}

/// What every part is made from.
struct Making {
    sizes: Sizes,
    dice: Dice,
    words: Vocabulary,
    categories: Vec<category::Model>,
    /// DfE's codes of the LAs that schools are in.
    areas: Vec<&'static str>,
    now: DateTime<Utc>,
    today: NaiveDate,
}

/// Whether this database has the invented catalogue already.
pub async fn is_there(app: &App) -> Result<bool> {
    Ok(crate::school::by_urn(app.db.read(), FIRST_URN).await?.is_some())
}

/// Adds everything.
pub async fn add(app: &App, sizes: Sizes, seed: u64) -> Result<()> {
    let context = Context::platform(app);
    catalogue::ensure_given(&context).await?;
    let areas = (sizes.schools / 150).clamp(1, catalogue::authorities().len());
    let mut making = Making {
        sizes,
        dice: Dice::new(seed),
        words: Vocabulary::new(),
        categories: catalogue::categories(context.read()).await?,
        areas: catalogue::authorities().iter().map(|(code, _)| *code).take(areas).collect(),
        now: context.now,
        today: words::london_day(context.now),
    };
    let schools = people::schools(&context, &mut making).await?;
    people::volumes(&context, &mut making, &schools).await?;
    people::contracts(&context, &mut making, &schools).await?;
    let clusters = people::clusters(&context, &mut making, &schools).await?;
    people::managers(&context, &making, &schools).await?;
    let providers = market::providers(&context, &mut making).await?;
    market::listings(&context, &mut making, &providers).await?;
    tenders::add(&context, &mut making, &clusters, &providers).await?;
    let change = Change::begin(&context).await?;
    settle(change.tx()).await?;
    written(change, "statistics", 0).await
}

/// Commits one part and says in the record what was written.
async fn written(change: Change, what: &str, rows: usize) -> Result<()> {
    let event = Event::new(Chain::Platform, "demonstration.written", what);
    change.commit(event.with(json!({ "rows": rows }))).await?;
    Ok(())
}
