//! Home: what needs this person now, gathered from every concept.

pub mod due;
mod store;
pub mod web;

use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::platform::todo::ToDo;

/// Everything that waits for this person, the most urgent first; of what has no day, that which holds others up.
pub async fn to_do(context: &Context) -> Result<Vec<ToDo>> {
    let mut all: Vec<ToDo> = Vec::new();
    all.extend(crate::account::to_do(context).await?);
    all.extend(crate::demand::to_do(context).await?);
    all.extend(crate::award::to_do(context).await?);
    all.extend(crate::bid::to_do(context).await?);
    all.extend(crate::evaluation::to_do(context).await?);
    all.extend(crate::tender::to_do(context).await?);
    all.extend(crate::tender::opportunity::to_do(context).await?);
    all.extend(crate::contract::to_do(context).await?);
    all.extend(crate::quality::to_do(context).await?);
    all.extend(crate::cluster::to_do(context).await?);
    all.extend(crate::committee::to_do(context).await?);
    all.extend(crate::fund::to_do(context).await?);
    all.extend(crate::school::to_do(context).await?);
    all.extend(crate::catalogue::to_do(context).await?);
    all.extend(crate::order::to_do(context).await?);
    all.extend(crate::purchase::to_do(context).await?);
    all.extend(crate::provider::to_do(context).await?);
    all.extend(crate::partner::to_do(context).await?);
    all.sort_by_key(|todo| (todo.due.is_none(), todo.due));
    Ok(all)
}
