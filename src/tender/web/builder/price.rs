//! How price counts: the method, its numbers, and what one quality mark is worth.

use super::{Builder, EDITORS, Form, TEAM, save_form, show_form};
use crate::platform::error::Result;
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::platform::words;
use crate::tender::rules::price_rule::{PriceMethodName, PriceRule};
use crate::tender::rules::readiness::Task;
use crate::tender::web::shared::version;
use crate::tender::{self, CeilingWarning, Dossier, Edit, paid_now};
use ::entity::money::{Money, Quantity};
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/tenders/{reference}/edit/price", TEAM, show_form::<PricePage>).post(
        "/tenders/{reference}/edit/price",
        EDITORS,
        save_form::<PricePage>,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<PricePage>()]
}

#[derive(Serialize)]
struct Method {
    value: &'static str,
    text: &'static str,
    formula: &'static str,
    depends: bool,
}

/// The method and its numbers.
#[derive(Serialize)]
struct PricePage {
    form: FormView,
    builder: Builder,
    /// Benchmark and lowest ratio.
    methods: Vec<Method>,
    /// The others.
    other_methods: Vec<Method>,
    other_chosen: bool,
    term_years: i32,
    /// What the schools pay now over the whole term, if every school's is known.
    now: Option<Money>,
    unknown: Vec<String>,
    /// What one quality mark is worth under the stored rule.
    mark: Option<Money>,
    /// The stored rule depends on the other bids.
    depends: bool,
    /// The ceiling is next to the price list of somebody who may bid.
    near: Option<CeilingWarning>,
}

impl PricePage {
    fn sample(now: Option<Money>, editable: bool, depends: bool) -> Self {
        Self {
            form: FormView::default(),
            builder: Builder::sample(editable),
            methods: methods(true),
            other_methods: methods(false),
            other_chosen: depends,
            term_years: 3,
            unknown: if now.is_some() { Vec::new() } else { vec!["Rose Hill".to_owned()] },
            mark: now,
            now,
            depends,
            near: depends.then_some(CeilingWarning { lot: None, ceiling: Money(1), price_list: Money(1) }),
        }
    }
}

impl Page for PricePage {
    const TEMPLATE: &'static str = "tender/edit/price.html";
    fn samples() -> Vec<Self> {
        let refused = FormView::default().refusing("ceiling", "Enter the price that earns no marks, like 108000");
        vec![
            Self::sample(Some(Money(21_000_000)), true, false),
            Self { form: refused, ..Self::sample(None, true, true) },
            Self::sample(None, false, false),
        ]
    }
}

fn methods(first: bool) -> Vec<Method> {
    let is_first =
        |method: &PriceMethodName| matches!(method, PriceMethodName::Benchmark | PriceMethodName::LowestRatio) == first;
    let recommended = "Against fixed prices (recommended)";
    let method = |method: PriceMethodName| Method {
        value: method.as_str(),
        text: if method == PriceMethodName::Benchmark { recommended } else { method.title() },
        formula: method.formula(),
        depends: method.depends_on_other_bids(),
    };
    PriceMethodName::ALL.iter().copied().filter(is_first).map(method).collect()
}

impl Form for PricePage {
    const TASK: Task = Task::Price;
    const IS_OF_A_LOT: bool = true;

    fn stored(dossier: &Dossier) -> FormView {
        let rule = &dossier.price;
        let form = FormView::default()
            .with("method", rule.method.as_str())
            .with("weight", rule.weight.to_string())
            .with("low_bid_percent", dossier.tender.low_bid_percent.to_string());
        let amounts = [("ceiling", rule.ceiling), ("target", rule.target), ("pounds_per_mark", rule.pounds_per_mark)];
        let form = amounts.into_iter().fold(form, |form, (field, amount)| match amount {
            Some(amount) => form.with(field, amount.to_string()),
            None => form,
        });
        let quality = dossier.tender.quality_minimum.map(|percent| percent.to_string()).unwrap_or_default();
        form.with("quality_minimum", quality)
    }

    fn read(fields: &Fields) -> std::result::Result<(i32, Edit), FormView> {
        fields.read(|form| {
            const SENTENCE: &str = "Enter an amount in pounds, like 108000";
            let method = form.parsed("method", "Choose how prices are scored", PriceMethodName::Benchmark);
            let rule = PriceRule {
                weight: weight(form, method),
                method,
                ceiling: form.optional_money("ceiling", SENTENCE),
                target: form.optional_money("target", SENTENCE),
                pounds_per_mark: form.optional_money("pounds_per_mark", SENTENCE),
            };
            let edit = Edit::Price {
                rule,
                quality_minimum: quality_minimum(form),
                low_bid_percent: form.whole("low_bid_percent", 1..=50, "Enter a percentage from 1 to 50"),
            };
            (version(form), edit)
        })
    }

    async fn page(visit: &Visit, dossier: &Dossier, builder: Builder, form: FormView) -> Result<Self> {
        let paid = paid_now(visit.read(), &dossier.within_lot(), words::london_day(visit.now)).await?;
        let now = paid.ceiling(dossier.tender.term_years);
        let suggested = !form.values.contains_key("ceiling") && form.is_sound();
        let form = match now {
            Some(now) if suggested => form.with("ceiling", now.to_string()),
            _ => form,
        };
        let chosen = form.values.get("method").and_then(|word| word.parse().ok());
        let is_other = |method| !matches!(method, PriceMethodName::Benchmark | PriceMethodName::LowestRatio);
        let near = tender::ceiling_warnings(visit.read(), dossier, words::london_day(visit.now)).await?;
        Ok(Self {
            form,
            builder,
            methods: methods(true),
            other_methods: methods(false),
            other_chosen: chosen.is_some_and(is_other),
            term_years: dossier.tender.term_years,
            now,
            unknown: paid.unknown,
            mark: dossier.price.pounds_for_a_mark(),
            depends: dossier.price.method.depends_on_other_bids(),
            near: near.into_iter().find(|near| near.lot.is_none_or(|lot| lot == dossier.lot.number)),
        })
    }
}

/// Price's own weight; the two methods that rank by a value in pounds have none.
fn weight(form: &Reader, method: PriceMethodName) -> Quantity {
    const SENTENCE: &str = "Enter price's weight as a percentage, like 40";
    let typed = form.optional_quantity("weight", SENTENCE);
    if method.is_ratio() {
        return Quantity::ZERO;
    }
    match typed {
        Some(weight) if weight.0 > 0 && weight.0 <= 100_000 => weight,
        _ => {
            form.error("weight", SENTENCE);
            Quantity::ZERO
        }
    }
}

fn quality_minimum(form: &Reader) -> Option<i32> {
    const SENTENCE: &str = "Enter a percentage from 1 to 100, or leave it empty";
    let percent: Option<i32> = form.optional_parsed("quality_minimum", SENTENCE);
    if percent.is_some_and(|percent| !(1..=100).contains(&percent)) {
        form.error("quality_minimum", SENTENCE);
    }
    percent
}
