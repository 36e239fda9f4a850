//! The sub-groups of a committee, and setting one up.

use super::{Choice, May, SEE, SET, choice, inside};
use crate::committee::rules::delegable;
use crate::committee::{self as verbs, GroupFacts, NewGroup};
use crate::platform::error::Result;
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use ::entity::ids::AccountId;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/clusters/{slug}/groups", SEE, list).post("/clusters/{slug}/groups", SET, make)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<GroupsPage>()]
}

#[derive(Clone, Serialize)]
pub(super) struct Row {
    pub id: String,
    pub name: String,
    pub purpose: String,
    pub chair: Option<String>,
    pub members: String,
    pub kinds: Vec<&'static str>,
    /// Pounds; none: it spends nothing.
    pub limit: Option<String>,
    pub is_over: bool,
}

impl Row {
    pub(super) fn of(facts: &GroupFacts) -> Self {
        Self {
            id: facts.group.id.to_string(),
            name: facts.group.name.clone(),
            purpose: facts.group.purpose.clone(),
            chair: facts.chair.clone(),
            members: crate::platform::words::listed(&facts.members),
            kinds: facts.kinds.iter().map(|kind| kind.title()).collect(),
            limit: facts.group.spending_limit.map(|limit| limit.to_string()),
            is_over: facts.group.ended_at.is_some(),
        }
    }

    pub(super) fn sample(is_over: bool) -> Self {
        Self {
            id: "1".to_owned(),
            name: "Finance group".to_owned(),
            purpose: "Looks after the money".to_owned(),
            chair: (!is_over).then(|| "A. Example".to_owned()),
            members: "A. Example and B. Example".to_owned(),
            kinds: vec!["Open a fund"],
            limit: (!is_over).then(|| "500".to_owned()),
            is_over,
        }
    }
}

#[derive(Serialize)]
struct GroupsPage {
    form: FormView,
    slug: String,
    cluster: String,
    rows: Vec<Row>,
    people: Vec<Choice>,
    kinds: Vec<Choice>,
    may: May,
}

impl Page for GroupsPage {
    const TEMPLATE: &'static str = "committee/groups.html";
    fn samples() -> Vec<Self> {
        let page = |rows, may| Self {
            form: FormView::default().refusing("members", "Choose who sits in the group"),
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            rows,
            people: vec![choice("1", "A. Example, representative")],
            kinds: kinds(),
            may,
        };
        vec![page(vec![Row::sample(false), Row::sample(true)], May::ALL), page(Vec::new(), May::default())]
    }
}

fn kinds() -> Vec<Choice> {
    delegable().map(|kind| choice(kind, kind.title())).to_vec()
}

async fn list(visit: Visit, Path(slug): Path<String>) -> Result<Response> {
    render(&visit, &slug, FormView::default()).await
}

async fn render(visit: &Visit, slug: &str, form: FormView) -> Result<Response> {
    let (cluster, place, groups) = verbs::groups_of(visit, slug, None).await?;
    let may = May::of(visit, &place);
    let people = match may.set {
        true => verbs::people_for_groups(visit, cluster.id).await?,
        false => Vec::new(),
    };
    let person = |(account, name, role): (AccountId, String, ::entity::membership::Role)| {
        choice(account, format!("{name}, {}", role.title().to_lowercase()))
    };
    let page = GroupsPage {
        form: form.clone(),
        slug: slug.to_owned(),
        cluster: cluster.name.clone(),
        rows: groups.iter().map(Row::of).collect(),
        people: people.into_iter().map(person).collect(),
        kinds: kinds(),
        may,
    };
    let framed = inside("Sub-groups", &cluster).back(format!("/clusters/{slug}/committee"), "Committee");
    visit.form_page(framed, &form, &page)
}

fn read(form: &Reader) -> Option<NewGroup> {
    let (kinds, members) = (form.many("kinds"), form.many("members"));
    let chair = form.optional_parsed::<AccountId>("chair", "Choose who chairs the group");
    let members: Vec<AccountId> = members.iter().filter_map(|id| id.parse().ok()).collect();
    if members.is_empty() {
        form.error("members", "Choose who sits in the group");
    }
    if chair.is_none() && form.text("chair").is_empty() {
        form.error("chair", "Choose who chairs the group");
    }
    let kinds =
        delegable().into_iter().filter(|kind| kinds.iter().any(|word| word == kind.as_str())).collect::<Vec<_>>();
    if kinds.is_empty() {
        form.error("kinds", "Choose what the group may decide");
    }
    let new = NewGroup {
        name: form.required("name", "Enter the group's name"),
        purpose: form.required("purpose", "Enter what the group is for"),
        limit: form.optional_money("limit", "Enter the most that one decision may spend, like 500"),
        kinds,
        members,
        chair: chair?,
    };
    Some(new)
}

async fn make(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Result<Response> {
    match fields.read(read) {
        Ok(Some(new)) => match verbs::make_group(&visit, &slug, new).await {
            Ok(id) => visit.go_saying(format!("/clusters/{slug}/groups/{id}"), "The group is set up"),
            Err(error) => render(&visit, &slug, fields.refused(error)?).await,
        },
        Ok(None) => render(&visit, &slug, fields.view().refusing("chair", "Choose who chairs the group")).await,
        Err(form) => render(&visit, &slug, form).await,
    }
}
