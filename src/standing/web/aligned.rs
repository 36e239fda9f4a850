//! What a cluster's schools could start together again.

use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use crate::standing::rules::Expected;
use crate::standing::{self, Aligned, Group, Published, Suggestion, in_sentence};
use ::entity::exact::Exact;
use ::entity::money::plain_price;
use axum::extract::Path;
use axum::response::Response;
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

const SEE: Who = Who::May(&[Action::SeeAligned]);
/// The usual length of a new contract, to start the tender from.
const USUAL_YEARS: i32 = 3;

pub(super) fn routes() -> Routes {
    Routes::new().get("/clusters/{slug}/aligned", SEE, show)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<AlignedPage>()]
}

#[derive(Clone, Serialize)]
struct Line {
    text: String,
    amount: String,
}

/// What is expected to be saved, with its sum.
#[derive(Serialize)]
struct Saving {
    offer: String,
    offer_href: String,
    cost: String,
    /// "£4,587 less"; none where somebody's cost is not known.
    figure: Option<String>,
    lines: Vec<Line>,
    /// "A and B".
    unknown: String,
}

impl Saving {
    fn of(category: &str, offer: &Published, expected: &Expected, group: &Group) -> Self {
        let now = |school: &::entity::school::Model| {
            let known = group.baselines.get(&school.id);
            Line {
                text: known.map_or_else(
                    || format!("{}: not known", school.name),
                    |known| format!("{} pays now ({})", school.name, known.source_words),
                ),
                amount: known.map(|known| pounds(&known.amount)).unwrap_or_default(),
            }
        };
        let mut lines: Vec<Line> = group.schools.iter().map(now).collect();
        let cited = offer.cited();
        lines.push(Line { text: format!("Together: {cited}"), amount: pounds(&expected.cost) });
        Saving {
            offer: offer.provider.name.clone(),
            offer_href: format!("/services/{category}/{}", offer.listing.slug),
            cost: pounds(&expected.cost),
            figure: expected.saving.as_ref().map(difference),
            lines,
            unknown: words::listed(&expected.unknown),
        }
    }
}

fn pounds(amount: &Exact) -> String {
    plain_price(&amount.half_up(2))
}

/// A saving is said as what is paid less.
fn difference(saving: &Exact) -> String {
    match saving {
        saving if saving.is_zero() => "No change".to_owned(),
        saving if saving.is_negative() => format!("{} more", pounds(&saving.abs())),
        saving => format!("{} less", pounds(saving)),
    }
}

#[derive(Serialize)]
struct SuggestionView {
    service: String,
    /// "5 of 9 schools could start catering together in September 2028".
    sentence: String,
    start: NaiveDate,
    leaving: String,
    extending: String,
    apart: String,
    bound: String,
    unknown: String,
    notice_by: Option<NaiveDate>,
    begin_by: Option<NaiveDate>,
    is_late: bool,
    usual_start: Option<NaiveDate>,
    saving: Option<Saving>,
    tender_href: Option<String>,
}

#[derive(Serialize)]
struct AlignedPage {
    slug: String,
    cluster: String,
    suggestions: Vec<SuggestionView>,
}

impl Page for AlignedPage {
    const TEMPLATE: &'static str = "standing/aligned.html";
    fn samples() -> Vec<Self> {
        let saving = |is_known: bool| Saving {
            offer: "Provider A".to_owned(),
            offer_href: "/services/catering/meals".to_owned(),
            cost: "£12,000".to_owned(),
            figure: is_known.then(|| "£4,587 less".to_owned()),
            lines: vec![Line { text: "Canal Side pays now".to_owned(), amount: "£1".to_owned() }],
            unknown: if is_known { String::new() } else { "Canal Side".to_owned() },
        };
        let view = |saving: Option<Saving>, is_full: bool| SuggestionView {
            service: "Catering".to_owned(),
            sentence: "5 of 9 schools could start catering together in September 2028".to_owned(),
            start: NaiveDate::default(),
            leaving: "A and B".to_owned(),
            extending: if is_full { "C".to_owned() } else { String::new() },
            apart: if is_full { "D".to_owned() } else { String::new() },
            bound: if is_full { "E".to_owned() } else { String::new() },
            unknown: if is_full { "F".to_owned() } else { String::new() },
            notice_by: is_full.then(NaiveDate::default),
            begin_by: is_full.then(NaiveDate::default),
            is_late: is_full,
            usual_start: is_full.then(NaiveDate::default),
            saving,
            tender_href: is_full.then(|| "/clusters/northgate/tenders/new".to_owned()),
        };
        let page =
            |suggestions| Self { slug: "northgate".to_owned(), cluster: "Northgate Schools".to_owned(), suggestions };
        let all = vec![view(Some(saving(true)), true), view(Some(saving(false)), false), view(None, false)];
        vec![page(all), page(Vec::new())]
    }
}

async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response> {
    let aligned = standing::aligned(&visit, &slug).await?;
    let may_start = visit.actor.may(Action::CreateTender, &aligned.place);
    let today = words::london_day(visit.now);
    let page = AlignedPage {
        slug,
        cluster: aligned.cluster.name.clone(),
        suggestions: aligned.suggestions.iter().map(|one| view(&aligned, one, may_start, today)).collect(),
    };
    let seen_by = format!("the officers and representatives of {}", page.cluster);
    visit.page(frame("Contracts that end together").seen_by(seen_by), &page)
}

fn view(aligned: &Aligned, one: &Suggestion, may_start: bool, today: NaiveDate) -> SuggestionView {
    let common = &one.common;
    let named = |ids: &[::entity::ids::SchoolId]| words::listed(&aligned.names(ids));
    let category = &one.category.slug;
    let saving = one.cheapest.as_ref().zip(one.group.as_ref());
    SuggestionView {
        service: one.category.name.clone(),
        sentence: one.sentence(aligned.members.len()),
        start: common.start,
        leaving: named(&common.leaving),
        extending: named(&common.extending),
        apart: named(&common.apart),
        bound: named(&common.bound),
        unknown: named(&common.unknown),
        notice_by: common.notice_by,
        begin_by: one.begin_by,
        is_late: one.begin_by.is_some_and(|day| day < today),
        usual_start: one.usual_start,
        saving: saving.map(|((offer, expected), group)| Saving::of(category, offer, expected, group)),
        tender_href: may_start.then(|| tender_href(&aligned.cluster.slug, one)),
    }
}

/// The form of a new tender, begun.
fn tender_href(cluster: &str, one: &Suggestion) -> String {
    let start = one.common.start;
    let service = in_sentence(&one.category.name);
    let title = format!("{} {} to {}", words::capitalised(&service), start.year(), start.year() + USUAL_YEARS);
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("category", &one.category.slug);
    query.append_pair("title", &title);
    query.append_pair("contract_start", &start.to_string());
    format!("/clusters/{cluster}/tenders/new?{}", query.finish())
}
