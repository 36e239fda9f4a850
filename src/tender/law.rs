//! Adding figures to the law's table: the administrator's part, on the platform's record.

use super::rules::figures;
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::law::{self, Figure};
use crate::platform::words;
use ::entity::law_figure::Topic;
use serde_json::json;

/// What the administrator enters: one dated row, or the lines of bank holidays.
#[derive(Clone, Debug)]
pub enum NewFigures {
    One(Figure),
    Holidays { lines: String, source: String },
}

/// Adds them; what was there stays as it is.
pub async fn add_figures(context: &Context, new: NewFigures) -> Result<usize> {
    context.actor.require(Action::ManagePlatform, &Place::platform())?;
    law::store::ensure_given(context).await?;
    let law = context.app.law.now(context.read(), context.app.clock.real_now()).await?;
    let refused = |refusal: figures::Refusal| Error::field(refusal.field(), refusal);
    let rows = match new {
        NewFigures::One(row) => {
            figures::may_add(&law, &row, words::london_day(context.now)).map_err(refused)?;
            vec![row]
        }
        NewFigures::Holidays { lines, source } => figures::holidays(&law, &lines, &source).map_err(refused)?,
    };
    let change = Change::begin(context).await?;
    law::store::add(&change, &rows).await?;
    let topic = rows.first().map_or(Topic::Holiday, |row| row.topic);
    let event = Event::new(Chain::Platform, "law.figures_added", format!("law:{topic}"));
    change.commit(event.with(json!({ "rows": rows }))).await?;
    context.app.law.forget();
    Ok(rows.len())
}
