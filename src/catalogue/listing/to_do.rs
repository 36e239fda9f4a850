//! What an organisation's listings ask of who writes them.

use crate::catalogue::{rules, store};
use crate::platform::access::Action;
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::platform::todo::ToDo;
use crate::platform::words;
use ::entity::ids::*;
use ::entity::listing::{ListingKind, Model as Listing};
use ::entity::listing_version::Model as Version;
use chrono::NaiveDate;

/// The newest listings that the home page looks at.
const MOST_TO_DO: u64 = 100;

/// Drafts to publish or to review, and prices that end within 60 days, for who writes the organisation's listings.
pub async fn to_do(context: &Context) -> Result<Vec<ToDo>> {
    let hat = context.actor.hats().iter().find(|hat| Action::EditListings.roles().contains(&hat.role));
    let Some((hat, provider)) = hat.and_then(|hat| Some((hat, ProviderId(hat.scope_id?)))) else {
        return Ok(Vec::new());
    };
    let why = format!("You are {}", hat.role.title().to_lowercase());
    let listings = store::listings_of(context.read(), provider, 0, MOST_TO_DO).await?;
    let may_slas = context.actor.has_role(::entity::membership::Role::LaSeller);
    let own = listings.iter().filter(|(listing, _)| listing.kind == ListingKind::Offer || may_slas);
    Ok(own.filter_map(|one| of_one(context, one, &listings, &why)).collect())
}

fn of_one(
    context: &Context,
    (listing, version): &(Listing, Option<Version>),
    all: &[(Listing, Option<Version>)],
    why: &str,
) -> Option<ToDo> {
    let href = format!("/organisation/listings/{}", listing.id);
    let today = words::london_day(context.now);
    match &listing.draft {
        Some(draft) if listing.sent_at.is_some() => {
            let is_own = listing.sent_by == context.actor.account;
            let text = format!("Review the draft of {}", draft.title);
            (!is_own).then(|| ToDo::new(text, format!("{href}/review"), "A colleague sent it to you to be read"))
        }
        Some(draft) if listing.sent_back.is_some() => {
            Some(ToDo::new(format!("Change the draft of {}", draft.title), href, "Your reviewer sent it back"))
        }
        Some(draft) => Some(ToDo::new(format!("Publish the draft of {}", draft.title), href, why)),
        None => {
            let (title, last) = rules::ending(listing, version.as_ref(), today)?;
            let text = format!("Renew the prices of {title}");
            (!is_renewed(all, listing, last)).then(|| ToDo::new(text, href, why).due(last))
        }
    }
}

/// Another listing of the kind in the category holds longer, or this one's next version does.
fn is_renewed(all: &[(Listing, Option<Version>)], one: &Listing, last: NaiveDate) -> bool {
    one.next_version_id.is_some()
        || all.iter().any(|(other, version)| {
            let goes_on = |version: &Version| version.valid_to.is_none_or(|day| day > last);
            other.category_id == one.category_id && other.kind == one.kind && version.as_ref().is_some_and(goes_on)
        })
}
