//! "Buy something": the route that its amount takes, and what to do next.

use super::{Choice, Link, READERS, choice, link, main_frame};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::platform::law::Regime;
use crate::platform::words;
use crate::purchase::rules::{Purchase, Way};
use crate::purchase::{self, Advice, Framework};
use ::entity::category::Model as Category;
use ::entity::money::Money;
use ::entity::school::Model as School;
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/schools/{urn}/buy", READERS, show)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<BuyPage>()]
}

/// A figure that decides, with its source and since when it holds.
#[derive(Serialize)]
struct Basis {
    text: String,
    source: String,
    since: String,
}

#[derive(Serialize)]
struct OtherView {
    title: String,
    standing: &'static str,
    since: Option<NaiveDate>,
    value: Option<Money>,
    href: String,
}

#[derive(Serialize)]
struct Answer {
    title: &'static str,
    sentence: String,
    value: Money,
    with_vat: Money,
    basis: Vec<Basis>,
    next: Vec<Link>,
    others: Vec<OtherView>,
    /// What all of them together would need.
    together: Option<String>,
    frameworks: Vec<Framework>,
    framework_href: Option<String>,
}

#[derive(Serialize)]
struct BuyPage {
    form: FormView,
    path: String,
    categories: Vec<Choice>,
    answer: Option<Answer>,
}

impl Page for BuyPage {
    const TEMPLATE: &'static str = "purchase/buy.html";
    fn samples() -> Vec<Self> {
        let framework = Framework {
            name: "Meals".to_owned(),
            owner: "A consortium".to_owned(),
            url: "https://example.org".to_owned(),
            valid_to: Some("1 May 2028".to_owned()),
            source: "Its page".to_owned(),
        };
        let other = |value| OtherView {
            title: "Meals".to_owned(),
            standing: "On the register",
            since: value,
            value: value.map(|_| Money(10_000)),
            href: "/schools/100123/quotes/1".to_owned(),
        };
        let answer = |is_full: bool| Answer {
            title: "Ask for three quotes or more",
            sentence: "Compare them, choose with a reason".to_owned(),
            value: Money(120_000_000),
            with_vat: Money(144_000_000),
            basis: vec![Basis { text: "From £10,000".to_owned(), source: "DfE".to_owned(), since: "2025".to_owned() }],
            next: vec![link("Ask for quotes", "/schools/100123/quotes/new")],
            others: if is_full { vec![other(Some(NaiveDate::default())), other(None)] } else { Vec::new() },
            together: is_full.then(|| "Together".to_owned()),
            frameworks: if is_full { vec![framework.clone()] } else { Vec::new() },
            framework_href: is_full.then(|| "/schools/100123/purchases/new".to_owned()),
        };
        let page = |form, answer| Self {
            form,
            path: "/schools/100123/buy".to_owned(),
            categories: vec![choice("catering", "Catering")],
            answer,
        };
        vec![
            page(FormView::default(), None),
            page(FormView::default(), Some(answer(true))),
            page(FormView::default().refusing("yearly", "Enter an amount"), Some(answer(false))),
        ]
    }
}

/// What is asked in the address.
struct Asked {
    category: String,
    what: String,
    purchase: Purchase,
}

fn read(fields: &Fields) -> std::result::Result<Asked, FormView> {
    fields.read(|form| {
        let is_one_off = form.ticked("once");
        let years = form.text("years");
        let years = if is_one_off { 1 } else { years.parse().unwrap_or(0) };
        if !(1..=10).contains(&years) {
            form.error("years", "Enter for how many years, from 1 to 10");
        }
        Asked {
            category: form.required("category", "Choose the service"),
            what: form.required("what", "Enter what you want to buy"),
            purchase: Purchase {
                yearly: form.money("yearly", "Enter the amount a year in pounds, like 4500"),
                years,
                is_one_off,
            },
        }
    })
}

/// The address's query as a form.
fn of_query(query: Option<&str>) -> Fields {
    let mut fields = Fields::default();
    for (name, value) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        fields.push(name.into_owned(), value.into_owned());
    }
    fields
}

async fn show(visit: Visit, Path(urn): Path<i32>) -> Result<Response> {
    let school = purchase::seen(&visit, urn).await?;
    let categories = purchase::categories(visit.read()).await?;
    let fields = of_query(visit.uri.query());
    let mut form = fields.view();
    let mut answer = None;
    if !form.values.is_empty() && form.values.keys().any(|name| name != "category") {
        match read(&fields) {
            Err(refused) => form = refused,
            Ok(asked) => match categories.iter().find(|each| each.slug == asked.category) {
                None => form = form.refusing("category", "Choose the service"),
                Some(category) => match purchase::advise(&visit, &school, category, asked.purchase).await {
                    Ok(advice) => answer = Some(told(&visit, &school, category, &asked, advice)),
                    Err(error) => form = fields.refused(error)?,
                },
            },
        }
    }
    let page = BuyPage {
        form: form.clone(),
        path: format!("/schools/{urn}/buy"),
        categories: categories.iter().map(|each| choice(&each.slug, &each.name)).collect(),
        answer,
    };
    visit.form_page(main_frame(&visit, &school, "Buy something", "buy"), &form, &page)
}

fn told(visit: &Visit, school: &School, category: &Category, asked: &Asked, advice: Advice) -> Answer {
    let own = format!("/schools/{}", school.urn);
    let may_buy = visit.actor.may(Action::BuySmall, &purchase::place_of(school));
    let other = |other: purchase::Other| OtherView {
        title: other.title,
        standing: other.standing,
        since: other.since,
        value: other.value,
        href: format!("{own}/{}", other.path),
    };
    let together = advice.together.as_ref().map(|found| {
        let needed = title(found.way).to_lowercase();
        format!(
            "With what your school bought of the same in 12 months it comes to {}, and that takes another route: {needed}. \
             Do not split a purchase to stay below an amount",
            pounds(found.value)
        )
    });
    Answer {
        title: title(advice.found.way),
        sentence: sentence(advice.found.way, &category.name),
        value: advice.found.value,
        with_vat: advice.found.with_vat,
        next: next(&own, category, asked, &advice, may_buy),
        framework_href: (may_buy && !advice.frameworks.is_empty()).then(|| {
            let kept = kept(category, asked);
            format!("{own}/purchases/new?way=direct_award&{kept}")
        }),
        basis: basis(&advice),
        others: advice.others.into_iter().map(other).collect(),
        together,
        frameworks: advice.frameworks,
    }
}

fn title(way: Way) -> &'static str {
    match way {
        Way::Direct => "You may buy directly",
        Way::OneQuote => "Ask for one quote",
        Way::Quotes => "Ask for three quotes or more",
        Way::Tender => "A tender is needed",
        Way::Notice => "Too large for quotes: an official notice is needed",
    }
}

fn sentence(way: Way, service: &str) -> String {
    let service = purchase::in_sentence(service);
    match way {
        Way::Direct => "Record whom you asked and why you chose them. Comparing offers first costs nothing".to_owned(),
        Way::OneQuote => "Have it in writing, and record it with your reason".to_owned(),
        Way::Quotes => {
            "Ask providers that serve your school, compare what they answer, choose with a reason, and have it approved"
                .to_owned()
        }
        Way::Tender => {
            format!("Your school's own body tenders it, or you buy {service} with your cluster, which shares the work")
        }
        Way::Notice => format!(
            "A tender notice has to be published on Find a Tender first. Your cluster can tender {service} for several \
             schools; its tenders lead you through every step"
        ),
    }
}

/// What the form knows already, for the next form.
fn kept(category: &Category, asked: &Asked) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("category", &category.slug).append_pair("title", &asked.what);
    query.append_pair("estimate", &asked.purchase.yearly.to_string());
    query.append_pair("years", &asked.purchase.years.to_string()).finish()
}

fn next(own: &str, category: &Category, asked: &Asked, advice: &Advice, may_buy: bool) -> Vec<Link> {
    let kept = kept(category, asked);
    let compare = link("Compare offers", format!("{own}/compare/{}", category.slug));
    let quotes = link("Ask for quotes", format!("{own}/quotes/new?{kept}"));
    let direct = link("Record the purchase", format!("{own}/purchases/new?way=direct&{kept}"));
    let clusters = advice.clusters.iter();
    let clusters =
        clusters.map(|each| link(format!("Tenders of {}", each.name), format!("/clusters/{}/tenders", each.slug)));
    match advice.found.way {
        Way::Tender | Way::Notice => clusters.chain([compare]).collect(),
        _ if !may_buy => vec![compare],
        Way::Direct | Way::OneQuote => vec![direct, quotes, compare],
        Way::Quotes => vec![quotes, compare],
    }
}

fn pounds(amount: Money) -> String {
    words::pounds(amount.to_string().parse().unwrap_or_default())
}

fn basis(advice: &Advice) -> Vec<Basis> {
    let limits = &advice.limits.limits;
    let text = format!(
        "One quote from {}, three quotes from {}, a tender from {}: the whole value, excluding VAT",
        pounds(limits.one_quote_from),
        pounds(limits.three_quotes_from),
        pounds(limits.tender_from)
    );
    let first = match &advice.limits.own {
        Some(own) => Basis {
            text,
            source: format!("Your school's own limits, version {}, {}", own.number, own.minute_reference),
            since: words::short_date(own.adopted_on),
        },
        None => Basis {
            text,
            source: format!("{}; your school has recorded no limits of its own", advice.band.source),
            since: words::short_date(advice.band.valid_from),
        },
    };
    let check = &advice.found.check;
    let regime = match check.regime {
        Regime::LightTouch => "light touch services",
        Regime::Services => "services and goods",
    };
    let code = check.code.as_deref().map(|code| format!(", by the code {code}")).unwrap_or_default();
    let threshold = words::pounds(check.threshold.pounds.into());
    let second = Basis {
        text: format!("An official notice from {threshold} for {regime}{code}: the whole value, including VAT"),
        source: check.threshold.source.clone(),
        since: words::short_date(check.threshold.valid_from),
    };
    vec![first, second]
}
