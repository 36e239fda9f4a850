//! The headlines of the cluster's presentation of 2012 beside what the product computes from the demonstration's rows.

use crate::demo::{
    Line, Savings, Status, Summed, Totals, cluster_by_slug, entries, people::DARLASTON, sum, terms, unit_change,
};
use crate::platform::error::{Error, Result};
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use ::entity::exact::Exact;
use ::entity::money::plain_price;
use axum::response::Response;
use serde::Serialize;

/// The contract year that the presentation's savings stand for here.
const YEAR: &str = "2026 to 2027";
/// What the reduced costs of the presentation are made of: our illustration.
const REDUCED: [(&str, &str); 3] = [("finance", "Finance"), ("hr", "HR"), ("broadband", "Broadband")];

pub(super) fn routes() -> Routes {
    Routes::new().get("/demo/headlines", Who::Public, show)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<HeadlinesPage>()]
}

/// One headline: as it was presented, as it comes out here, and what of it is ours.
#[derive(Serialize)]
struct Headline {
    presented: &'static str,
    here: String,
    how: String,
    ours: &'static str,
}

#[derive(Serialize)]
struct Term {
    name: String,
    expected: String,
    paid: String,
    saved: String,
}

#[derive(Serialize)]
struct HeadlinesPage {
    headlines: Vec<Headline>,
    year: &'static str,
    terms: Vec<Term>,
    together: Option<Term>,
}

impl Page for HeadlinesPage {
    const TEMPLATE: &'static str = "demo/headlines.html";
    fn samples() -> Vec<Self> {
        let headline = || Headline {
            presented: "£15,000 reduced costs",
            here: "£15,000".to_owned(),
            how: "Finance £6,000".to_owned(),
            ours: "The split is our illustration",
        };
        let term = || Term {
            name: "Autumn term 2026".to_owned(),
            expected: "18253.33".to_owned(),
            paid: "18253.33".to_owned(),
            saved: "-5000.00".to_owned(),
        };
        vec![
            Self { headlines: vec![headline()], year: YEAR, terms: vec![term()], together: Some(term()) },
            Self { headlines: Vec::new(), year: YEAR, terms: Vec::new(), together: None },
        ]
    }
}

/// Outside the demonstration there is no such page.
async fn show(visit: Visit) -> Result<Response> {
    if !visit.app.is_demonstration {
        return Err(Error::NotFound);
    }
    let page = match cluster_by_slug(visit.read(), DARLASTON.cluster).await? {
        Some(cluster) => {
            let savings = entries(&visit, &cluster).await?;
            let ledger = terms(visit.read(), cluster.id).await?;
            HeadlinesPage::of(&savings, &summed(&ledger.lines))
        }
        None => HeadlinesPage { headlines: Vec::new(), year: YEAR, terms: Vec::new(), together: None },
    };
    visit.page(frame("Headlines of 2012"), &page)
}

/// The terms of the year, in the order of their days.
fn summed(lines: &[crate::demo::TermLine]) -> Vec<(String, Summed)> {
    let of_year: Vec<_> = lines.iter().filter(|line| line.year_words == YEAR).collect();
    let mut names: Vec<String> = of_year.iter().map(|line| line.term.words()).collect();
    names.dedup();
    let of = |name: String| {
        let sum = sum(of_year.iter().filter(|line| line.term.words() == name).map(|line| &line.figures));
        (name, sum)
    };
    names.into_iter().map(of).collect()
}

impl HeadlinesPage {
    fn of(savings: &Savings, terms: &[(String, Summed)]) -> Self {
        let term = |(name, sum): &(String, Summed)| Term {
            name: name.clone(),
            expected: sum.agreed.pounds(),
            paid: sum.paid.pounds(),
            saved: (-sum.realised()).pounds(),
        };
        let add = |part: fn(&Summed) -> Exact| terms.iter().map(|(_, sum)| part(sum)).sum::<Exact>();
        let together = Term {
            name: "Together".to_owned(),
            expected: add(|sum| sum.agreed.clone()).pounds(),
            paid: add(|sum| sum.paid.clone()).pounds(),
            saved: (-add(Summed::realised)).pounds(),
        };
        HeadlinesPage {
            headlines: headlines(savings),
            year: YEAR,
            terms: terms.iter().map(term).collect(),
            together: (!terms.is_empty()).then_some(together),
        }
    }
}

fn headlines(savings: &Savings) -> Vec<Headline> {
    let realised = |category: &str| of(savings, Status::Realised, category).map(|totals| totals.saving());
    let parts = REDUCED.iter().filter_map(|(slug, name)| Some((name, realised(slug)?)));
    let parts: Vec<(&&str, Exact)> = parts.collect();
    let reduced: Exact = parts.iter().map(|(_, saving)| saving).sum();
    let split: Vec<String> = parts.iter().map(|(name, saving)| format!("{name} {}", plain_price(saving))).collect();
    let possible = of(savings, Status::Potential, "payroll").map(|totals| totals.saving()).unwrap_or_default();
    let (loss, stage) = catering(savings);
    let meal = per_meal(savings);
    vec![
        Headline {
            presented: "£15,000 reduced costs",
            here: plain_price(&reduced),
            how: format!("{}, by the invoices of three terms", split.join(", ")),
            ours: "How it is split over the services is our illustration.",
        },
        Headline {
            presented: "£15,000 national funding",
            here: plain_price(&savings.report.funding_not_counted),
            how: "Recorded as funding: beside the savings, never in them".to_owned(),
            ours: "When and for what it was paid is our illustration.",
        },
        Headline {
            presented: "A further £9,000 possible",
            here: plain_price(&possible),
            how: "Payroll for 300 staff at £40 instead of £70, an idea that nobody has decided on".to_owned(),
            ours: "That it is payroll is our illustration.",
        },
        Headline {
            presented: "Catering management from 30p to 10p a meal",
            here: meal,
            how: "All that the eight schools pay for management, divided by 120,000 meals as agreed".to_owned(),
            ours: "Meals and kitchens of each school are our illustration.",
        },
        Headline {
            presented: "A potential loss of £24,000",
            here: plain_price(&loss),
            how: format!(
                "The same money as the cheaper management, so it is counted once: as the {stage} saving on catering"
            ),
            ours: "The slides do not say whose loss it is. Our illustration: each meal leaves 10p for management, so \
                   at 30p the catering service loses £24,000 a year, and at 10p it breaks even.",
        },
    ]
}

fn of<'a>(savings: &'a Savings, status: Status, category: &str) -> Option<&'a Totals> {
    savings.report.by_status.get(&status)?.by_category.get(category)
}

/// The saving on catering, in the one stage that it has, with that stage in words.
fn catering(savings: &Savings) -> (Exact, &'static str) {
    let stages = [
        (Status::Realised, "actual"),
        (Status::Contracted, "contracted"),
        (Status::Forecast, "expected"),
        (Status::Potential, "possible"),
    ];
    let found = stages.iter().find_map(|(status, words)| Some((of(savings, *status, "catering")?.saving(), *words)));
    found.unwrap_or_default()
}

/// "30p → 10p".
fn per_meal(savings: &Savings) -> String {
    let is_catering = |line: &&Line| {
        let category = savings.categories.get(&savings.ledger.deal(line).category);
        category.is_some_and(|category| category.slug == "catering")
    };
    let lines: Vec<&Line> = savings.ledger.lines.iter().filter(is_catering).collect();
    let change = lines.first().and_then(|line| unit_change(savings.ledger.deal(line), &lines));
    let pence = |pounds: &Exact| format!("{}p", (pounds * Exact::from(100)).half_up(0).decimals(0));
    change.map(|change| format!("{} → {}", pence(&change.before), pence(&change.after))).unwrap_or_default()
}
