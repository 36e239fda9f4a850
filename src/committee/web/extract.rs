//! A school's extract of a decision, to print for its governing body.

use super::item::{extracts, found};
use super::{SEE, inside};
use crate::committee::Noted;
use crate::committee::rules::Phase;
use crate::platform::error::{Error, Result};
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use ::entity::agreement::SharingRule;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/clusters/{slug}/meetings/{number}/items/{position}/extract/{urn}", SEE, extract)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ExtractPage>()]
}

#[derive(Serialize)]
struct ExtractPage {
    slug: String,
    cluster: String,
    number: i32,
    position: i32,
    at: DateTime<Utc>,
    place: String,
    school: String,
    title: String,
    motion: String,
    rule: Option<&'static str>,
    words: String,
    withdrew: bool,
    count: String,
    outcome: String,
    quorum: String,
    approved_at: Option<DateTime<Utc>>,
}

impl Page for ExtractPage {
    const TEMPLATE: &'static str = "committee/extract.html";
    fn samples() -> Vec<Self> {
        let page = |full: bool| Self {
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            number: 2,
            position: 1,
            at: DateTime::UNIX_EPOCH,
            place: "Canal Side".to_owned(),
            school: "Canal Side Primary".to_owned(),
            title: "Catering".to_owned(),
            motion: "The schools tender catering.".to_owned(),
            rule: full.then_some("Everyone gets the same percentage off what they pay now."),
            words: "For, by its representative".to_owned(),
            withdrew: full,
            count: "For 5, Against 1, Abstain 1".to_owned(),
            outcome: "Carried".to_owned(),
            quorum: "7 of 9 schools were there; the quorum is 5".to_owned(),
            approved_at: full.then_some(DateTime::UNIX_EPOCH),
        };
        vec![page(true), page(false)]
    }
}

async fn extract(visit: Visit, Path(at): Path<(String, i32, i32, i32)>) -> Result<Response> {
    let (slug, number, position, urn) = at;
    let (cluster, _, meeting, standing) = found(&visit, &slug, number, position).await?;
    let is_published = matches!(meeting.phase, Phase::Published | Phase::Approved);
    let counted = standing.counted.as_ref().filter(|_| is_published).ok_or(Error::NotFound)?;
    let all = extracts(&visit, &standing).await?;
    let own = all.into_iter().find(|row| row.urn == urn).ok_or(Error::NotFound)?;
    let line = standing.schools.iter().find(|line| line.name == own.school);
    let page = ExtractPage {
        slug: slug.clone(),
        cluster: cluster.name.clone(),
        number,
        position,
        at: meeting.meeting.starts_at,
        place: meeting.meeting.place.clone(),
        withdrew: line.is_some_and(|line| line.noted == Noted::Withdrew),
        school: own.school,
        title: standing.item.title.clone(),
        motion: standing.item.words.clone(),
        rule: standing.item.sharing_rule.map(SharingRule::sentence),
        words: own.words,
        count: format!("For {}, Against {}, Abstain {}", counted.votes_for, counted.votes_against, counted.abstained),
        outcome: counted.outcome.clone(),
        quorum: format!(
            "{} of {} schools counted for the quorum, which is {}",
            counted.counted, counted.voting_members, counted.quorum
        ),
        approved_at: meeting.meeting.approved_at,
    };
    let framed = inside(&format!("Extract for {}, meeting {number}", page.school), &cluster);
    let back = format!("/clusters/{slug}/meetings/{number}/items/{position}");
    visit.page(framed.back(back, standing.item.title.clone()), &page)
}
