//! Who would join a joint purchase, before bids are asked for: a what-if for the members.

mod lots;
mod rounds;
mod view;

use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::page::PageSample;
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::savings::rules::fair::Way;
use crate::savings::web::view::in_sentence;
use crate::savings::{Planning, agreement_in_force, planning, within_sight};
use ::entity::agreement::SharingRule;
use axum::extract::{Path, Query};
use axum::response::Response;
use serde::Deserialize;
use view::JoiningPage;

pub(super) fn routes() -> Routes {
    Routes::new().get("/clusters/{slug}/joining/{category}", Who::May(&[Action::SeeCluster]), show)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<JoiningPage>()]
}

/// The ways of sharing that it can be asked about, with their names in the address.
const WAYS: [(&str, Way); 5] = [
    ("same-percentage", Way::SamePercentage),
    ("nobody-more", Way::NobodyMore),
    ("at-cost", Way::AtCost),
    ("equal", Way::Equal),
    ("by-use", Way::ByUse),
];

/// Those that fit what is known: nobody can be held to what it pays now unless that is known of all.
fn ways(planning: &Planning) -> impl Iterator<Item = &'static (&'static str, Way)> {
    let is_known = planning.now_is_known();
    WAYS.iter().filter(move |(_, way)| is_known || *way != Way::NobodyMore)
}

#[derive(Deserialize)]
struct Asked {
    offer: Option<String>,
    rule: Option<String>,
}

/// What is asked: a published offer, a way of sharing.
struct Question {
    offer: Option<String>,
    way: Way,
}

async fn show(
    visit: Visit,
    Path((slug, category)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (cluster, _) = within_sight(&visit, &slug).await?;
    let planning = planning(&visit, &cluster, &category).await?;
    let agreement = agreement_in_force(visit.read(), cluster.id).await?;
    let agreed = agreement.map_or(SharingRule::Proportional, |agreement| agreement.sharing_rule);
    let usual = match agreed {
        SharingRule::TwoPart if planning.now_is_known() => Way::NobodyMore,
        SharingRule::TwoPart => Way::AtCost,
        SharingRule::Proportional | SharingRule::PayAsNow => Way::SamePercentage,
    };
    let way = match &asked.rule {
        None => usual,
        Some(code) => ways(&planning).find(|(known, _)| known == code).map(|(_, way)| *way).ok_or(Error::NotFound)?,
    };
    let own = visit.actor.worn.as_ref().and_then(|worn| worn.for_school());
    let question = Question { offer: asked.offer, way };
    let page = JoiningPage::of(&cluster, &planning, &question, usual, own)?;
    let seen_by = format!("people of {} and its member schools", cluster.name);
    let title = format!("Who would join for {}, {}", in_sentence(&planning.category.name), cluster.name);
    let framed = frame(title).back(format!("/clusters/{slug}/sharing"), "Sharing costs").seen_by(seen_by);
    visit.page(framed, &page)
}
