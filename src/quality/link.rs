//! With which listing of which organisation a line of a school's register is: said by the school, or by what was bought here.

use super::store;
use crate::catalogue;
use crate::catalogue::find::{self, List, Sought};
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use ::entity::{contract_entry, ids::*, school};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::json;

/// So many listings are offered to choose from.
pub const MOST_OFFERED: u64 = 20;

/// What the contract could be with, by words; only of its own service where it says one.
pub async fn to_choose(context: &Context, entry: &contract_entry::Model, said: &str) -> Result<List> {
    let mut sought = Sought { words: said.to_owned(), ..Sought::default() };
    if let Some(category) = entry.category_id {
        let category = catalogue::category_by_id(context.read(), category).await?.ok_or(Error::NotFound)?;
        sought.wanted.category = Some((category.id, category.slug));
    }
    find::list(context, &sought, |_| (0, MOST_OFFERED)).await
}

/// The school says with which listing the contract is, as it is published now; none: with no listing here.
pub async fn link(
    context: &Context,
    school: &school::Model,
    id: ContractEntryId,
    listing: Option<ListingId>,
) -> Result<()> {
    context.actor.require(Action::EditSchool, &Place::school(school.id))?;
    let change = Change::begin(context).await?;
    let entry = super::register_entry(change.tx(), school.id, id).await?.ok_or(Error::NotFound)?;
    let version = match listing {
        Some(listing) => {
            let found = store::version_named(change.tx(), entry.category_id, listing).await?;
            Some(found.ok_or_else(|| Error::field("listing", "Choose a listing of the list"))?.id)
        }
        None => None,
    };
    link_entry(change.tx(), id, version).await?;
    let event = Event::new(Chain::School(school.id), "register.linked", format!("contract_entry:{id}"));
    change.commit(event.with(json!({ "version": version }))).await?;
    Ok(())
}

/// As [`link`], within another command's transaction: for what was bought here.
pub async fn link_entry(
    transaction: &impl ConnectionTrait,
    id: ContractEntryId,
    version: Option<ListingVersionId>,
) -> Result<()> {
    let provider = match version {
        Some(version) => {
            let (listing, _) = store::listing_of_version(transaction, version).await?.ok_or(Error::NotFound)?;
            Some(listing.provider_id)
        }
        None => None,
    };
    contract_entry::Entity::update_many()
        .col_expr(contract_entry::Column::ProviderId, Expr::value(provider))
        .col_expr(contract_entry::Column::ListingVersionId, Expr::value(version))
        .filter(contract_entry::Column::Id.eq(id))
        .exec(transaction)
        .await?;
    Ok(())
}
