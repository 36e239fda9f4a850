//! What the most asked pages read in one question: rows with those they point at. Other joins are written in `store.rs`.

use crate::{account, listing, listing_version, membership, provider, session};
use sea_orm::sea_query::{Expr, ExprTrait as _, IntoCondition as _};
use sea_orm::{EntityTrait as _, Related, RelationDef};

/// A listing with the version that is offered.
impl Related<listing_version::Entity> for listing::Entity {
    fn to() -> RelationDef {
        let version = listing::Entity::belongs_to(listing_version::Entity);
        version.from(listing::Column::VersionId).to(listing_version::Column::Id).into()
    }
}

/// A version with the listing that it is of.
impl Related<listing::Entity> for listing_version::Entity {
    fn to() -> RelationDef {
        let listing = listing_version::Entity::belongs_to(listing::Entity);
        listing.from(listing_version::Column::ListingId).to(listing::Column::Id).into()
    }
}

/// A listing with whose it is.
impl Related<provider::Entity> for listing::Entity {
    fn to() -> RelationDef {
        let provider = listing::Entity::belongs_to(provider::Entity);
        provider.from(listing::Column::ProviderId).to(provider::Column::Id).into()
    }
}

/// A session with whose it is.
impl Related<account::Entity> for session::Entity {
    fn to() -> RelationDef {
        let account = session::Entity::belongs_to(account::Entity);
        account.from(session::Column::AccountId).to(account::Column::Id).into()
    }
}

/// A session with the roles that its account holds now.
impl Related<membership::Entity> for session::Entity {
    fn to() -> RelationDef {
        let held = session::Entity::belongs_to(membership::Entity);
        let held: RelationDef = held.from(session::Column::AccountId).to(membership::Column::AccountId).into();
        held.on_condition(|_, held| Expr::col((held, membership::Column::EndedAt)).is_null().into_condition())
    }
}
