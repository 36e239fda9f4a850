//! Posts paid from a fund: who employs, what they cost, who carries redundancy and pension.

use super::{Choice, InFund, KEEP, SEE, choice, inside, opened, path_of, this_year};
use super::{school_choices, school_field, school_names};
use crate::fund::{self, Member, NewPost, store};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use ::entity::fund::FundState;
use ::entity::fund_account::AccountKind;
use ::entity::fund_account::Model as Account;
use ::entity::ids::{FundAccountId, SchoolId};
use ::entity::money::{Money, Quantity, Rate};
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/clusters/{slug}/funds/{id}/posts", SEE, show).post(
        "/clusters/{slug}/funds/{id}/posts",
        KEEP,
        add,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<PostsPage>()]
}

#[derive(Clone, Serialize)]
struct Part {
    school: String,
    percent: Rate,
}

#[derive(Clone, Serialize)]
struct Post {
    title: String,
    heading: String,
    employer: String,
    approved_by: String,
    yearly_cost: Money,
    hours: Quantity,
    starts: NaiveDate,
    ends: Option<NaiveDate>,
    parts: Vec<Part>,
}

#[derive(Serialize)]
struct PostsPage {
    form: FormView,
    path: String,
    posts: Vec<Post>,
    headings: Vec<Choice>,
    schools: Vec<Choice>,
    may_keep: bool,
}

impl Page for PostsPage {
    const TEMPLATE: &'static str = "fund/posts.html";
    fn samples() -> Vec<Self> {
        let post = |ends| Post {
            title: "Family support worker".to_owned(),
            heading: "Posts".to_owned(),
            employer: "Old Church".to_owned(),
            approved_by: "Minute 6".to_owned(),
            yearly_cost: Money(180_000_000),
            hours: Quantity(18_500),
            starts: NaiveDate::default(),
            ends,
            parts: vec![Part { school: "Old Church".to_owned(), percent: Rate(100_000_000) }],
        };
        let page = |posts, headings, may_keep| Self {
            form: FormView::default(),
            path: "/clusters/northgate/funds/1".to_owned(),
            posts,
            headings,
            schools: vec![choice(100_123, "Old Church")],
            may_keep,
        };
        vec![
            page(vec![post(None), post(Some(NaiveDate::default()))], vec![choice("1", "Posts")], true),
            page(Vec::new(), Vec::new(), false),
            page(Vec::new(), Vec::new(), true),
        ]
    }
}

async fn render(visit: &Visit, at: &InFund, form: FormView) -> Result<Response> {
    let seen = opened(visit, at).await?;
    let connection = visit.read();
    let names = school_names(visit, seen.cluster.id).await?;
    let name = |school: SchoolId| names.get(&school).cloned().unwrap_or_default();
    let accounts = store::accounts(connection, [seen.fund.id]).await?;
    let heading = |id: FundAccountId| {
        accounts.iter().find(|account| account.id == id).map(|account| account.name.clone()).unwrap_or_default()
    };
    let (posts, shares) = store::posts(connection, seen.fund.id).await?;
    let post = |post: ::entity::fund_post::Model| Post {
        parts: shares
            .iter()
            .filter(|share| share.post_id == post.id)
            .map(|share| Part { school: name(share.school_id), percent: share.percent })
            .collect(),
        title: post.title,
        heading: heading(post.account_id),
        employer: name(post.employer_school_id),
        approved_by: post.approved_by,
        yearly_cost: post.yearly_cost,
        hours: post.hours,
        starts: post.starts_on,
        ends: post.ends_on,
    };
    let headings = accounts.iter().filter(|account| account.kind == AccountKind::Spending);
    let page = PostsPage {
        form: form.clone(),
        path: path_of(&seen),
        posts: posts.into_iter().map(post).collect(),
        headings: headings.map(|account| choice(account.id, account.name.clone())).collect(),
        schools: school_choices(&fund::sharing_schools(connection, &seen.fund, this_year(visit)).await?),
        may_keep: seen.fund.state == FundState::Open && visit.actor.may(Action::KeepFund, &seen.place),
    };
    visit.form_page(inside("Posts", &seen, "posts"), &form, &page)
}

async fn show(visit: Visit, Path(at): Path<InFund>) -> Result<Response> {
    render(&visit, &at, FormView::default()).await
}

fn read(form: &Reader, members: &[Member], accounts: &[Account]) -> Option<NewPost> {
    let chosen = form.text("heading");
    let heading = accounts.iter().find(|each| each.id.to_string() == chosen && each.kind == AccountKind::Spending);
    if heading.is_none() {
        form.error("heading", "Choose the heading that pays for it");
    }
    let percent = |member: &Member| {
        let field = format!("percent-{}", member.school.urn);
        let percent = form.optional_parsed::<Rate>(&field, "Enter a percentage, like 25, or leave it empty");
        (member.school.id, percent.filter(|percent| !percent.is_negative()).unwrap_or(Rate::ZERO))
    };
    let hours = form.optional_quantity("hours", "Enter the hours a week, like 18.5");
    if hours.is_none() {
        form.error("hours", "Enter the hours a week, like 18.5");
    }
    let new = NewPost {
        title: form.required("title", "Enter the title of the post"),
        employer: school_field(form, "employer", members),
        approved_by: form.required("approved_by", "Enter the minute that approved it"),
        yearly_cost: form.money("yearly_cost", "Enter the cost a year in pounds, like 18000"),
        hours: hours.unwrap_or_default(),
        starts_on: form.date("starts_on", "Enter the day on which it starts"),
        ends_on: form.optional_date("ends_on", "Enter the day on which it ends, or leave it empty"),
        liability: members.iter().map(percent).collect(),
        heading: heading.map(|account| account.id)?,
    };
    Some(new)
}

async fn add(visit: Visit, Path(at): Path<InFund>, fields: Fields) -> Result<Response> {
    let seen = opened(&visit, &at).await?;
    let members = fund::sharing_schools(visit.read(), &seen.fund, this_year(&visit)).await?;
    let accounts = store::accounts(visit.read(), [seen.fund.id]).await?;
    let new = match fields.read(|form| read(form, &members, &accounts)) {
        Ok(Some(new)) => new,
        Ok(None) => {
            return render(&visit, &at, fields.view().refusing("heading", "Choose the heading that pays for it")).await;
        }
        Err(form) => return render(&visit, &at, form).await,
    };
    match fund::add_post(&visit, &seen.cluster, seen.fund.id, new).await {
        Ok(()) => {
            visit.go_saying(format!("{}/posts", path_of(&seen)), "The post is recorded, and its cost is in the budget")
        }
        Err(error) => render(&visit, &at, fields.refused(error)?).await,
    }
}
