//! The demonstration: the Darlaston cluster, made and moved through the product's own commands only.
//!
//! It has a clock of its own, an offset to real time that is stored with it. A step of its story lets the people of the
//! demonstration do what is left to do in the tender's present state, and moves the clock where it has to be later.

mod acts;
mod agreed;
mod bids;
mod committee;
pub mod every_state;
mod funds;
mod living;
pub mod national;
mod offers;
mod opinions;
mod orders;
mod paid;
mod past;
mod providers;
mod people;
mod quotes;
mod scenario;
mod stage;
mod story;
mod tender_world;
mod told;
pub mod web;

pub use crate::account::find as account_of;
pub use crate::cluster::by_slug as cluster_by_slug;
pub use crate::savings::rules::ledger::{Line, unit_change};
pub use crate::savings::rules::termly::{Summed, sum};
pub use crate::savings::rules::{Status, Totals};
pub use crate::savings::{Savings, TermLine, entries, terms};
pub use crate::tender::phase;
pub use crate::tender::rules::states::words as words_of;

use crate::account;
use crate::platform::app::{App, Banner};
use crate::platform::error::{Error, Result};
use stage::Stage;

/// When the story begins: a Monday in January 2027, 10am.
const BEGINNING: &str = "2027-01-11T10:00:00Z";

/// Whom the start of the demonstration names first.
pub const PERSONAS: [(&str, &str); 6] = [
    ("Bea Pinfold-Demo", "school business manager of Pinfold Street, and an evaluator"),
    ("Hal Oldchurch-Demo", "headteacher of Old Church and cluster chair"),
    ("Gia Salisbury-Demo", "governor who votes for Salisbury"),
    ("Cleo Clerk-Demo", "clerk of the cluster"),
    ("Abe Alder-Demo", "bid writer of Alder Catering"),
    ("Sol Seller-Demo", "sells the authority's services"),
];

/// Makes the world if it is not there yet, and sets its clock and banner. A database with other people in it is left
/// alone.
pub async fn open(app: &App) -> Result<()> {
    let stage = match stage::stored(app).await? {
        Some(stage) => stage,
        None if account::anybody(app.db.read()).await? => {
            return Err(Error::refused(
                "This database is in use and is not the demonstration's. Set CLUSTERBUY_DATA_DIR to another folder.",
            ));
        }
        None => build(app).await?,
    };
    tell(&stage).await
}

async fn build(app: &App) -> Result<Stage> {
    let mut stage = Stage::new(app)?;
    past::people_and_schools(&mut stage).await?;
    past::agreement(&stage).await?;
    committee::first_year(&stage).await?;
    offers::providers(&mut stage).await?;
    offers::listings(&stage).await?;
    providers::at_work(&stage).await?;
    past::what_schools_use_and_pay(&stage).await?;
    past::contracts(&stage).await?;
    agreed::this_year(&stage).await?;
    committee::autumn(&stage).await?;
    past::money_and_plans(&stage).await?;
    opinions::opinions(&stage).await?;
    paid::two_terms(&stage).await?;
    living::variation_and_review(&stage).await?;
    quotes::requests(&stage).await?;
    tender_world::pool(&mut stage).await?;
    orders::bought_back(&stage).await?;
    paid::third_term(&stage).await?;
    committee::coming(&stage).await?;
    stage.go_to(BEGINNING)?;
    told::told(&stage).await?;
    stage.store().await?;
    Ok(stage)
}

/// One step of the story; nothing at its end.
pub async fn step(app: &App) -> Result<()> {
    if let Some(stage) = stage::stored(app).await? {
        story::step(&stage).await?;
        stage.store().await?;
        tell(&stage).await?;
    }
    Ok(())
}

/// Finds the story's place again.
async fn refresh(app: &App) -> Result<()> {
    match stage::current(app).await? {
        Some(stage) => tell(&stage).await,
        None => Ok(()),
    }
}

/// Puts the story's place on the banner of every page.
async fn tell(stage: &Stage) -> Result<()> {
    let (step, next_step) = story::place(stage).await?;
    let mut banner = stage.app.banner.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    *banner = Some(Banner { step, next_step });
    Ok(())
}
