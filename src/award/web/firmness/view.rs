//! What the page shows.

use super::words::{criterion, doubt_words, enquiry_words, exclusion, margin, percent, providers, sentences, short};
use crate::award::TenderLot;
use crate::award::{
    Criterion, CriterionSwing, ExclusionTest, Firm, Interval, PricedBid, PricedLot, Ranked, RivalMargin, RivalSwing,
};
use crate::platform::http::chart::{BarChart, Heading, Measure, Span};
use crate::platform::http::page::{FormView, Page};
use crate::platform::words::plural;
use ::entity::exact::Exact;
use ::entity::money::plain_price;
use serde::Serialize;

/// Rivals whose single scores are looked at; the others are further behind.
const RIVALS_SHOWN: usize = 3;

#[derive(Clone, Serialize)]
struct IntervalRow {
    from: String,
    to: String,
    winner: String,
    /// Unrounded: "700/61 to 2800/37".
    exact: String,
    now: bool,
}

#[derive(Clone, Serialize)]
struct TotalRow {
    provider: String,
    quality: String,
    working: String,
    price_score: String,
    total: String,
}

#[derive(Clone, Serialize)]
struct SwingRow {
    rival: String,
    criterion: String,
    sum: String,
    points: String,
    rise: &'static str,
    fall: &'static str,
}

#[derive(Clone, Serialize)]
struct MarginRow {
    rival: String,
    lead: String,
    scores: String,
    weights: String,
}

#[derive(Clone, Serialize)]
struct ExclusionRow {
    removed: String,
    winner: String,
    changes: bool,
}

#[derive(Clone, Serialize)]
struct LowRow {
    provider: String,
    price: String,
    flag: Option<String>,
    enquiry: Option<String>,
}

#[derive(Clone, Serialize)]
pub(in crate::award::web) struct FirmnessPage {
    form: FormView,
    reference: String,
    title: String,
    sentences: Vec<String>,
    /// The method gives marks for price and one bid is in front.
    weight: Option<String>,
    chart: Option<BarChart>,
    intervals: Vec<IntervalRow>,
    quality_weight: String,
    totals: Vec<TotalRow>,
    swings: Vec<SwingRow>,
    further_rivals: usize,
    margins: Vec<MarginRow>,
    worst_points: String,
    worst_weights: String,
    /// Where marks for price depend on the other bids.
    exclusion: Option<String>,
    exclusions: Vec<ExclusionRow>,
    /// "The average of the 3 prices is £37,500; 10% less is £33,750."
    low: Option<String>,
    lows: Vec<LowRow>,
}

impl FirmnessPage {
    pub(super) fn of(of: &TenderLot, priced: &PricedLot, firm: &Firm, form: FormView) -> Self {
        let (worst_points, worst_weights) = doubt_words(&firm.doubt);
        Self {
            form,
            reference: of.tender.reference.clone(),
            title: of.title(),
            sentences: sentences(priced, firm),
            weight: firm.weights.as_ref().ok().map(|weights| percent(&weights.current_weight)),
            chart: chart(priced, firm),
            intervals: intervals(priced, firm),
            quality_weight: short(&priced.evaluation.quality_weight(), 3),
            totals: totals(priced, firm),
            swings: swings(priced, firm),
            further_rivals: firm.swing.as_ref().map_or(0, |swing| swing.rivals.len().saturating_sub(RIVALS_SHOWN)),
            margins: margins(priced, firm),
            worst_points,
            worst_weights,
            exclusion: firm.exclusion.as_ref().map(|test| exclusion(priced, test)),
            exclusions: firm.exclusion.as_ref().map(|test| exclusions(priced, test)).unwrap_or_default(),
            low: low(firm),
            lows: lows(priced),
        }
    }
}

fn thousandths(value: &Exact) -> i64 {
    i64::try_from(value.half_up_mantissa(3)).unwrap_or_default()
}

fn range_words(from: &Exact, to: &Exact) -> String {
    format!("{} to {}", percent(from), percent(to))
}

fn chart(priced: &PricedLot, firm: &Firm) -> Option<BarChart> {
    let weights = firm.weights.as_ref().ok()?;
    let span = |ranked: &str| {
        let held = weights.intervals.iter().find(|each| each.winners.iter().any(|bid| bid == ranked));
        Span {
            label: priced.provider(ranked),
            range: held.map(|each| (thousandths(&each.from), thousandths(&each.to))),
            words: held.map_or_else(|| "never".to_owned(), |each| range_words(&each.from, &each.to)),
        }
    };
    let spans: Vec<Span> = priced.ranking.results.iter().map(|ranked| span(&ranked.bid)).collect();
    let interval = firm.interval()?;
    let heading = Heading {
        id: "price-weights".to_owned(),
        finding: format!(
            "{} wins for any price weight from {}",
            providers(priced, &interval.winners),
            range_words(&interval.from, &interval.to)
        ),
        table: "Who wins at which price weight".to_owned(),
    };
    let published = Measure {
        label: "Published price weight".to_owned(),
        amount: thousandths(&weights.current_weight),
        words: percent(&weights.current_weight),
    };
    BarChart::strips(heading, &spans, &published)
}

fn intervals(priced: &PricedLot, firm: &Firm) -> Vec<IntervalRow> {
    let Ok(weights) = &firm.weights else { return Vec::new() };
    let now = &weights.current_weight;
    let row = |each: &Interval| IntervalRow {
        from: percent(&each.from),
        to: percent(&each.to),
        winner: providers(priced, &each.winners),
        exact: format!("{} to {}", each.from.fraction(), each.to.fraction()),
        now: each.from <= *now && *now <= each.to,
    };
    weights.intervals.iter().map(row).collect()
}

fn totals(priced: &PricedLot, firm: &Firm) -> Vec<TotalRow> {
    let Ok(weights) = &firm.weights else { return Vec::new() };
    let evaluation = &priced.evaluation;
    let price = |id: &str| evaluation.bids.iter().find(|bid| bid.id == id).map(|bid| &bid.price);
    let prices: Vec<&Exact> = weights.totals.iter().filter_map(|line| price(&line.bid)).collect();
    let most = evaluation.quality_weight();
    let row = |ranked: &Ranked| {
        let line = weights.totals.iter().find(|line| line.bid == ranked.bid)?;
        let marks = &line.quality * &most;
        Some(TotalRow {
            provider: priced.provider(&line.bid),
            quality: format!("{} ÷ {} = {}", short(&marks, 4), short(&most, 3), line.quality.decimals(6)),
            working: evaluation.method.working(price(&line.bid)?, &prices, &ranked.quality),
            price_score: line.price_score.decimals(6),
            total: line.at(&weights.current_weight).decimals(6),
        })
    };
    priced.ranking.results.iter().filter_map(row).collect()
}

fn swings(priced: &PricedLot, firm: &Firm) -> Vec<SwingRow> {
    let Ok(swing) = &firm.swing else { return Vec::new() };
    let rows = |rival: &RivalSwing| -> Vec<SwingRow> {
        let each = rival.criteria.iter().zip(&priced.evaluation.criteria);
        let row = |(found, of): (&CriterionSwing, &Criterion)| {
            let points = found.points.as_ref()?;
            Some(SwingRow {
                rival: priced.provider(&rival.bid),
                criterion: criterion(priced, &found.criterion),
                sum: format!("{} × {} ÷ {}", rival.gap.decimals(4), short(&of.scale_max, 3), short(&of.weight, 3)),
                points: points.decimals(2),
                rise: if found.rival_can_rise { "Yes" } else { "No" },
                fall: if found.winner_can_fall { "Yes" } else { "No" },
            })
        };
        each.filter_map(row).collect()
    };
    swing.rivals.iter().take(RIVALS_SHOWN).flat_map(rows).collect()
}

fn margins(priced: &PricedLot, firm: &Firm) -> Vec<MarginRow> {
    let Ok(worst) = &firm.worst else { return Vec::new() };
    let row = |rival: &RivalMargin| MarginRow {
        rival: priced.provider(&rival.bid),
        lead: rival.gap.decimals(4),
        scores: margin(rival, |rival| &rival.worst_margin_scores),
        weights: margin(rival, |rival| &rival.worst_margin_weights),
    };
    let of = |ranked: &Ranked| worst.rivals.iter().find(|rival| rival.bid == ranked.bid);
    priced.ranking.results.iter().filter_map(of).map(row).collect()
}

fn exclusions(priced: &PricedLot, test: &ExclusionTest) -> Vec<ExclusionRow> {
    let losers = priced.ranking.results.iter().filter(|ranked| ranked.rank > 1);
    let row = |loser: &Ranked| {
        let change = test.changes.iter().find(|change| change.removed == loser.bid);
        let winner = change.map_or(test.winner.as_ref(), |change| change.winner.as_ref());
        ExclusionRow {
            removed: priced.provider(&loser.bid),
            winner: winner.map_or_else(|| "nobody alone".to_owned(), |bid| priced.provider(bid)),
            changes: change.is_some(),
        }
    };
    losers.map(row).collect()
}

fn low(firm: &Firm) -> Option<String> {
    let low = firm.low.as_ref()?;
    Some(format!(
        "The average of {} is {}; {}% less is {}. A price below that is questioned.",
        plural(i64::try_from(low.bids).unwrap_or_default(), "bid", "bids"),
        plain_price(&low.mean.half_up(2)),
        short(&low.percent, 3),
        plain_price(&low.limit.half_up(2))
    ))
}

fn lows(priced: &PricedLot) -> Vec<LowRow> {
    let row = |bid: &PricedBid| {
        let id = bid.opened.bid.to_string();
        let flags = priced.ranking.flags.iter().filter(|flagged| flagged.bid == id);
        let flags: Vec<String> = flags.map(|flagged| flagged.flag.to_string()).collect();
        LowRow {
            provider: bid.opened.provider_name.clone(),
            price: bid.price.whole_life.pounds(),
            flag: (!flags.is_empty()).then(|| flags.join("; ")),
            enquiry: priced.enquiry(bid.opened.bid).map(enquiry_words),
        }
    };
    priced.bids.iter().map(row).collect()
}

impl Page for FirmnessPage {
    const TEMPLATE: &'static str = "award/firmness.html";
    fn samples() -> Vec<Self> {
        let bare = Self {
            form: FormView::default().refusing("points", "Enter points from 0 to 100, like 0.5"),
            weight: None,
            intervals: Vec::new(),
            totals: Vec::new(),
            swings: Vec::new(),
            margins: Vec::new(),
            exclusion: None,
            exclusions: Vec::new(),
            low: None,
            further_rivals: 0,
            ..sample()
        };
        vec![sample(), bare]
    }
}

fn sample() -> FirmnessPage {
    let text = str::to_owned;
    FirmnessPage {
        form: FormView::default().with("points", "0.5").with("weights", "5"),
        reference: text("DA-2027-001"),
        title: text("Catering"),
        sentences: vec![text("Alder Catering wins for any price weight from 11.5% to 75.7%.")],
        weight: Some(text("40%")),
        chart: None,
        intervals: [true, false].map(sample_interval).into(),
        quality_weight: text("60"),
        totals: vec![TotalRow {
            provider: text("Alder"),
            quality: text("50 ÷ 60 = 0.833333"),
            working: text("£29,700 ÷ £36,000"),
            price_score: text("0.857143"),
            total: text("84.285714"),
        }],
        swings: vec![SwingRow {
            rival: text("Cedar"),
            criterion: text("Menus"),
            sum: text("4.1429 × 5 ÷ 20"),
            points: text("1.04"),
            rise: "No",
            fall: "Yes",
        }],
        further_rivals: 2,
        margins: vec![MarginRow {
            rival: text("Cedar"),
            lead: text("4.1429"),
            scores: text("behind by 6.36"),
            weights: text("ahead by 1.02"),
        }],
        worst_points: text("half a point"),
        worst_weights: text("5 percentage points"),
        exclusion: Some(text("A losing bid decides who is first.")),
        exclusions: [true, false].map(sample_exclusion).into(),
        low: Some(text("The average of 3 bids is £37,500.")),
        lows: [true, false].map(sample_low).into(),
    }
}

fn sample_interval(now: bool) -> IntervalRow {
    let text = str::to_owned;
    IntervalRow { from: text("11.5%"), to: text("75.7%"), winner: text("Alder"), exact: text("700/61 to 2800/37"), now }
}

fn sample_exclusion(changes: bool) -> ExclusionRow {
    ExclusionRow { removed: "Birch".to_owned(), winner: "Cedar".to_owned(), changes }
}

fn sample_low(low: bool) -> LowRow {
    LowRow {
        provider: "Birch".to_owned(),
        price: "29700.00".to_owned(),
        flag: low.then(|| "The price is far below the other bids".to_owned()),
        enquiry: low.then(|| "Asked on 1 May 2027.".to_owned()),
    }
}
