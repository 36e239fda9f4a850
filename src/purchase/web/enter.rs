//! The form in which the school enters a quote that came by mail or phone.

use super::quote::found;
use super::{BUYERS, Choice, WITH_FILE, choice, evidence, id, sub_frame, typed, untyped, with_date};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::{Fields, Reader, Upload};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::platform::words;
use crate::price::form::{self as price_form, PriceFields};
use crate::purchase::{self, Entered, store};
use ::entity::category::{CategoryShape, Model as Category};
use ::entity::quote_answer::CameBy;
use ::entity::school::Model as School;
use ::entity::{quote_asked, quote_request};
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/schools/{urn}/quotes/{id}/enter/{asked}", BUYERS, show).post_files(
        "/schools/{urn}/quotes/{id}/enter/{asked}",
        BUYERS,
        WITH_FILE,
        enter,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<EnterPage>()]
}

#[derive(Serialize)]
struct EnterPage {
    form: FormView,
    path: String,
    name: String,
    title: String,
    years: i32,
    price: PriceFields,
    ways: Vec<Choice>,
    /// The evidence that is there already.
    held: Option<String>,
}

impl Page for EnterPage {
    const TEMPLATE: &'static str = "purchase/enter.html";
    fn samples() -> Vec<Self> {
        let page = |held: Option<&str>| Self {
            form: FormView::default().refusing("file", "Choose the file that shows the quote"),
            path: "/schools/100123/quotes/1/enter/1".to_owned(),
            name: "Firm D".to_owned(),
            title: "HR advice".to_owned(),
            years: 3,
            price: PriceFields::of(&sample_shape(), &FormView::default()),
            ways: ways(),
            held: held.map(str::to_owned),
        };
        vec![page(None), page(Some("quote.pdf"))]
    }
}

pub(super) fn sample_shape() -> CategoryShape {
    use ::entity::category::{Component, Unit};
    let unit = Unit {
        id: "employee".to_owned(),
        one: "employee".to_owned(),
        many: "employees".to_owned(),
        adds_up: false,
        factors: Vec::new(),
    };
    CategoryShape {
        items: Vec::new(),
        units: vec![unit],
        main_unit: "employee".to_owned(),
        components: vec![Component { id: "service".to_owned(), label: "Service".to_owned() }],
        headline_component: None,
        cpv_codes: Vec::new(),
        cost_codes: Vec::new(),
        criteria: Vec::new(),
    }
}

fn ways() -> Vec<Choice> {
    let text = |way: CameBy| match way {
        CameBy::Email => "E-mail",
        CameBy::Phone => "Phone",
        CameBy::Letter => "Letter",
    };
    CameBy::ALL.iter().map(|way| choice(way.as_str(), text(*way))).collect()
}

/// What the page is about.
struct Desk {
    school: School,
    quote: quote_request::Model,
    asked: quote_asked::Model,
    category: Category,
}

async fn desk(visit: &Visit, (urn, text, one): &(i32, String, String)) -> Result<Desk> {
    let (school, quote) = found(visit, *urn, text).await?;
    visit.actor.require(Action::BuySmall, &purchase::place_of(&school))?;
    let asked = store::asked(visit.read(), quote.id, id(one)?).await?.filter(|one| one.provider_id.is_none());
    let category = purchase::category_by_id(visit.read(), quote.category_id).await?.ok_or(Error::NotFound)?;
    Ok(Desk { asked: asked.ok_or(Error::NotFound)?, school, quote, category })
}

async fn render(visit: &Visit, desk: &Desk, form: FormView) -> Result<Response> {
    let held = store::answer(visit.read(), desk.asked.id).await?;
    let own = format!("quotes/{}", desk.quote.id);
    let page = EnterPage {
        form: form.clone(),
        path: format!("/schools/{}/{own}/enter/{}", desk.school.urn, desk.asked.id),
        name: desk.asked.name.clone(),
        title: desk.quote.title.clone(),
        years: desk.quote.term_years,
        price: PriceFields::of(&desk.category.shape, &form),
        ways: ways(),
        held: held.and_then(|answer| answer.file_name),
    };
    let title = format!("Enter the quote of {}", desk.asked.name);
    visit.form_page(sub_frame(&desk.school, title, (&own, "Quote request")), &form, &page)
}

async fn show(visit: Visit, Path(address): Path<(i32, String, String)>) -> Result<Response> {
    let desk = desk(&visit, &address).await?;
    let form = match store::answer(visit.read(), desk.asked.id).await? {
        Some(held) => untyped(&held.draft).view(),
        None => {
            let form = FormView::default().with("term_years", desk.quote.term_years.to_string());
            with_date(form, "received", words::london_day(desk.quote.answers_by))
        }
    };
    render(&visit, &desk, form).await
}

fn read(form: &Reader, shape: &CategoryShape, fields: &Fields) -> Entered {
    form.text("then");
    Entered {
        typed: typed(fields),
        schedule: price_form::read(form, shape),
        notes: form.text_up_to("notes", 10_000),
        valid_until: form.date("valid_until", "Enter until when the quote is valid"),
        came_by: form.choice("came_by", CameBy::ALL, "Choose how it came"),
        received_on: form.date("received", "Enter the day on which it came"),
        evidence: None,
    }
}

async fn enter(visit: Visit, Path(address): Path<(i32, String, String)>, mut upload: Upload) -> Result<Response> {
    let desk = desk(&visit, &address).await?;
    if let Some(form) = price_form::more(&upload.fields) {
        return render(&visit, &desk, form).await;
    }
    let shape = &desk.category.shape;
    let entered = match upload.fields.read(|form| read(form, shape, &upload.fields)) {
        Ok(entered) => Entered { evidence: evidence(&mut upload), ..entered },
        Err(form) => return render(&visit, &desk, form).await,
    };
    match purchase::enter(&visit, &desk.school, (desk.quote.id, desk.asked.id), entered).await {
        Ok(()) => {
            let to = format!("/schools/{}/quotes/{}", desk.school.urn, desk.quote.id);
            visit.go_saying(to, "The quote is entered and stands beside the others")
        }
        Err(error) => render(&visit, &desk, upload.fields.refused(error)?).await,
    }
}
