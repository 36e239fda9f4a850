//! Ask for quotes: first the service, then need, quantities, who is asked, and until when.

use super::{BUYERS, Choice, choice, sub_frame, with_date};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::platform::{keys, law, words};
use crate::purchase::{self, ForSchool, Hit, NewQuote};
use ::entity::category::Model as Category;
use ::entity::money::{Money, plain_price};
use ::entity::quote_request::Stated;
use ::entity::school::Model as School;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone as _, Utc};
use chrono_tz::Europe::London;
use serde::Serialize;
use std::fmt::Write as _;

/// Lines for firms that are not registered.
const FIRMS: [&str; 3] = ["1", "2", "3"];
const HOURS: std::ops::RangeInclusive<u32> = 9..=17;
/// Working days that the form proposes for answers.
const USUAL_DAYS: u32 = 10;
const OFFER: &str = "offer";

pub(super) fn routes() -> Routes {
    Routes::new().get("/schools/{urn}/quotes/new", BUYERS, show).post("/schools/{urn}/quotes/new", BUYERS, ask)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<NewPage>()]
}

#[derive(Serialize)]
struct NewPage {
    form: FormView,
    path: String,
    /// To choose the service from, while there is none.
    services: Vec<Choice>,
    service: Option<String>,
    category: String,
    items: Vec<Stated>,
    missing: Vec<String>,
    volumes_path: String,
    offers: Vec<Choice>,
    firms: Vec<&'static str>,
    hours: Vec<Choice>,
}

impl Page for NewPage {
    const TEMPLATE: &'static str = "purchase/new.html";
    fn samples() -> Vec<Self> {
        let page = |service: Option<&str>, is_full: bool| Self {
            form: FormView::default().refusing("fewer_reason", "Say why"),
            path: "/schools/100123/quotes/new".to_owned(),
            services: vec![choice("hr", "HR")],
            service: service.map(str::to_owned),
            category: "hr".to_owned(),
            items: vec![Stated { label: "Employees".to_owned(), amount: "40".to_owned() }],
            missing: if is_full { Vec::new() } else { vec!["Employees".to_owned()] },
            volumes_path: "/schools/100123/volumes/hr".to_owned(),
            offers: if is_full { vec![choice("a", "Provider A")] } else { Vec::new() },
            firms: FIRMS.to_vec(),
            hours: hours(),
        };
        vec![page(None, false), page(Some("HR"), false), page(Some("HR"), true)]
    }
}

fn hours() -> Vec<Choice> {
    let hour = |hour: u32| {
        let text = match hour {
            12 => "midday".to_owned(),
            hour if hour < 12 => format!("{hour}am"),
            hour => format!("{}pm", hour - 12),
        };
        choice(hour.to_string(), text)
    };
    HOURS.map(hour).collect()
}

/// The values of the address that fill the form, and the offers that it names.
struct Given(Vec<(String, String)>);

impl Given {
    fn of(visit: &Visit) -> Self {
        let query = visit.uri.query().unwrap_or_default();
        Given(url::form_urlencoded::parse(query.as_bytes()).into_owned().take(20).collect())
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    fn offers(&self) -> Vec<String> {
        self.0.iter().filter(|(name, _)| name == OFFER).map(|(_, value)| value.clone()).collect()
    }

    /// The form as it opens: what the address says, and what is usual.
    fn form(&self, category: &Category, today: NaiveDate) -> FormView {
        let text = |name: &str, usual: &str| self.get(name).unwrap_or(usual).to_owned();
        let form = FormView::default()
            .with("key", keys::secret())
            .with("category", &category.slug)
            .with("title", text("title", &category.name))
            .with("estimate", text("estimate", ""))
            .with("years", text("years", "3"))
            .with("answers_hour", "17")
            .with(OFFER, self.offers().join("\n"));
        match law::add_working_days(today, USUAL_DAYS) {
            Ok(day) => with_date(form, "answers", day),
            Err(_) => form,
        }
    }
}

async fn show(visit: Visit, Path(urn): Path<i32>) -> Result<Response> {
    let school = purchase::opened(&visit, urn, Action::BuySmall).await?;
    let given = Given::of(&visit);
    let category = match given.get("category") {
        Some(slug) => purchase::category_by_slug(visit.read(), slug).await?,
        None => None,
    };
    let Some(category) = category else { return choose(&visit, &school).await };
    let form = given.form(&category, words::london_day(visit.now));
    render(&visit, &school, &category, &given.offers(), form).await
}

/// The service first: quantities and providers depend on it.
async fn choose(visit: &Visit, school: &School) -> Result<Response> {
    let services = purchase::categories(visit.read()).await?;
    let page = NewPage {
        form: FormView::default(),
        path: format!("/schools/{}/quotes/new", school.urn),
        services: services.into_iter().map(|each| choice(each.slug, each.name)).collect(),
        service: None,
        category: String::new(),
        items: Vec::new(),
        missing: Vec::new(),
        volumes_path: String::new(),
        offers: Vec::new(),
        firms: Vec::new(),
        hours: Vec::new(),
    };
    visit.page(sub_frame(school, "Ask for quotes", ("quotes", "Quotes")), &page)
}

async fn render(
    visit: &Visit,
    school: &School,
    category: &Category,
    named: &[String],
    form: FormView,
) -> Result<Response> {
    let sheet = purchase::sheet(visit, school, category).await?;
    let hits = purchase::to_ask(visit, school, category, named).await?;
    let page = NewPage {
        form: form.clone(),
        path: format!("/schools/{}/quotes/new", school.urn),
        services: Vec::new(),
        service: Some(category.name.clone()),
        category: category.slug.clone(),
        items: sheet.quantities.items,
        missing: sheet.missing,
        volumes_path: format!("/schools/{}/volumes/{}", school.urn, category.slug),
        offers: hits.iter().map(offer).collect(),
        firms: FIRMS.to_vec(),
        hours: hours(),
    };
    visit.form_page(sub_frame(school, "Ask for quotes", ("quotes", "Quotes")), &form, &page)
}

fn offer(hit: &Hit) -> Choice {
    let mut text = format!("{}: {}", hit.named.provider.name, hit.named.version.title);
    if let Some(ForSchool::Cost(cost)) = &hit.for_school {
        let _ = write!(text, ", {} a year as listed", plain_price(&cost.half_up(2)));
    }
    choice(&hit.named.listing.slug, text)
}

fn read(form: &Reader) -> NewQuote {
    let day = form.date("answers", "Enter the last day for answers");
    let hour = form.parsed("answers_hour", "Choose until when on that day", 17_u32);
    let firm = |number: &&str| {
        let (name, email) = (format!("firm-{number}-name"), format!("firm-{number}-email"));
        let said = form.optional(&name);
        let address = form.text(&email);
        if said.is_none() && address.is_empty() {
            return None;
        }
        if said.is_none() {
            form.error(&name, "Enter the firm's name");
        }
        Some((said.unwrap_or_default(), form.email(&email)))
    };
    form.text("category");
    NewQuote {
        title: form.required("title", "Enter what you want to buy"),
        need: form.required("need", "Say what you need"),
        starts_on: form.date("starts", "Enter the day on which it starts"),
        term_years: form.whole("years", 1..=10, "Enter for how many years, from 1 to 10"),
        estimate: estimate(form),
        answers_by: at(day, hour),
        offers: form.many(OFFER),
        firms: FIRMS.iter().filter_map(firm).collect(),
        fewer_reason: Some(form.text_up_to("fewer_reason", 2_000)).filter(|reason| !reason.is_empty()),
        form_key: form.required("key", "Open the form again and send it from there"),
    }
}

fn estimate(form: &Reader) -> Money {
    form.money("estimate", "Enter about how much it costs a year in pounds, like 4500")
}

/// An hour of a day in London.
fn at(day: NaiveDate, hour: u32) -> DateTime<Utc> {
    let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
    let local = London.from_local_datetime(&day.and_time(time)).earliest();
    local.map(|at| at.to_utc()).unwrap_or_default()
}

async fn ask(visit: Visit, Path(urn): Path<i32>, fields: Fields) -> Result<Response> {
    let school = purchase::opened(&visit, urn, Action::BuySmall).await?;
    let slug = fields.get("category").unwrap_or_default();
    let category = purchase::category_by_slug(visit.read(), slug).await?.ok_or(Error::NotFound)?;
    let named: Vec<String> = fields.pairs().filter(|(name, _)| *name == OFFER).map(|(_, v)| v.to_owned()).collect();
    let new = match fields.read(read) {
        Ok(new) => new,
        Err(form) => return render(&visit, &school, &category, &named, form).await,
    };
    match purchase::ask(&visit, &school, &category, new).await {
        Ok(id) => {
            let said = "The request is sent. Nobody at your school reads an answer before the time is over";
            visit.go_saying(format!("/schools/{urn}/quotes/{id}"), said)
        }
        Err(error) => render(&visit, &school, &category, &named, fields.refused(error)?).await,
    }
}
