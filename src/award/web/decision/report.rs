//! The report of the decision page: scores, schools, cases, risks.

use super::view::{Case, Cell, Document, ReportView, SchoolRow, ScoreRow, SumLine, TotalRow, VariationRow};
use crate::award::web::firmness::words::{enquiry_words, sentences};
use crate::award::{Doubt, Effect, Flag, RankedBid, Report, Scenario, firm, lines_of};
use crate::platform::error::Result;
use crate::platform::http::chart::{Heading, StackedChart};
use crate::platform::words;
use ::entity::agreement::SharingRule;
use ::entity::exact::Exact;
use ::entity::ids::SchoolId;
use ::entity::money::plain_price;

/// One ranked bid as the tables need it.
struct Ranked {
    id: String,
    provider: String,
    marks: Vec<Exact>,
    quality: Exact,
    price_mark: Option<Exact>,
    total: Option<Exact>,
    whole: Exact,
    year_one: Exact,
}

/// The view for a reader of these schools.
pub(super) fn view(report: &Report, own: &[SchoolId]) -> Result<ReportView> {
    let ranked = ranked(report);
    let bid = report.bid()?;
    let scenario = |scenario: &Scenario| case(scenario, own);
    Ok(ReportView {
        sentence: sentence(report, &ranked),
        providers: ranked.iter().map(|bid| bid.provider.clone()).collect(),
        scores: scores(report, &ranked),
        chart: chart(&ranked),
        firm: sentences(&report.priced, &firm(&report.priced, Doubt::default())?),
        range: range(&report.scenarios),
        effect: effect_words(&report.effects),
        dearer: dearer(&report.effects),
        schools: report.effects.iter().map(|effect| school(effect, own)).collect(),
        variations: variations(report, &ranked, own),
        total: total(report, bid.price.year_one()),
        rule: match report.priced.rule {
            SharingRule::Proportional => "in proportion to what each school pays now",
            SharingRule::PayAsNow => "as each school pays now, with what is left over paid back in proportion",
            SharingRule::TwoPart if !report.holds_harmless() => {
                "in two parts: standing charges equally, the rest by use"
            }
            SharingRule::TwoPart => {
                "in two parts: standing charges equally, the rest by use, nobody above what it pays now"
            }
        },
        unit: main_unit(report),
        cases: report.scenarios.iter().map(scenario).collect(),
        own_column: report.effects.iter().any(|effect| own.contains(&effect.school.id)),
        risks: risks(report),
        declared: report.declarations.len(),
        interests: interests(report),
        asked: report.questions.0,
        answered: report.questions.1,
        documents: report.documents.iter().map(|document| self::document(report, document)).collect(),
    })
}

fn document(report: &Report, document: &::entity::tender_document::Model) -> Document {
    let href = format!("/tenders/{}/documents/{}", report.reference, document.id);
    Document { title: document.title.clone(), href }
}

fn main_unit(report: &Report) -> String {
    let shape = &report.category.shape;
    let unit = shape.units.iter().find(|unit| unit.id == shape.main_unit);
    unit.map_or_else(|| shape.main_unit.clone(), |unit| unit.one.clone())
}

fn ranked(report: &Report) -> Vec<Ranked> {
    let outcome_of = |id: &str| report.priced.bids.iter().find(|bid| bid.opened.bid.to_string() == id);
    let row = |found: &RankedBid| {
        let bid = outcome_of(&found.bid)?;
        Some(Ranked {
            id: found.bid.clone(),
            provider: bid.opened.provider_name.clone(),
            marks: found.marks.clone(),
            quality: found.quality.clone(),
            price_mark: found.price_mark.clone(),
            total: found.total.clone(),
            whole: bid.price.whole_life.clone(),
            year_one: bid.price.year_one(),
        })
    };
    report.ranked.iter().filter_map(row).collect()
}

fn sentence(report: &Report, ranked: &[Ranked]) -> String {
    let recommended = report.award.bid_id.to_string();
    let Some(first) = ranked.iter().find(|bid| bid.id == recommended) else {
        return "The recommended bid is no longer ranked".to_owned();
    };
    let cheapest = ranked.iter().all(|bid| first.whole <= bid.whole);
    let price = match (ranked.len(), cheapest) {
        (1, _) => "it is the only bid",
        (_, true) => "it is also the cheapest",
        (_, false) => "it is not the cheapest",
    };
    if ranked.first().is_some_and(|top| top.id != recommended) {
        let total =
            first.total.as_ref().map_or_else(String::new, |total| format!(", with a total of {}", total.decimals(2)));
        let top = ranked.first().map(|top| top.provider.clone()).unwrap_or_default();
        return format!("{} is next in the ranking{total}: {top} withdrew; {price}.", first.provider);
    }
    match (&first.total, &first.price_mark) {
        (Some(total), Some(_)) => {
            format!("{} has the best total, {} of 100; {price}.", first.provider, total.decimals(2))
        }
        _ => format!("{} is ranked first by the published method; {price}.", first.provider),
    }
}

fn cells(values: &[Option<Exact>], highest: bool, words: impl Fn(&Exact) -> String) -> Vec<Cell> {
    let known = values.iter().flatten();
    let best = if highest { known.max() } else { known.min() };
    let cell = |value: &Option<Exact>| Cell {
        text: value.as_ref().map_or_else(|| "–".to_owned(), &words),
        best: value.is_some() && value.as_ref() == best && values.len() > 1,
    };
    values.iter().map(cell).collect()
}

fn scores(report: &Report, ranked: &[Ranked]) -> Vec<ScoreRow> {
    let marks = |mark: &Exact| mark.decimals(2);
    let row = |label: String, values: Vec<Option<Exact>>, total: bool| ScoreRow {
        label,
        total,
        cells: cells(&values, true, marks),
    };
    let criteria = report.priced.sheet.criteria.iter().enumerate().map(|(place, criterion)| {
        let values = ranked.iter().map(|bid| bid.marks.get(place).cloned()).collect();
        row(format!("{} (of {})", criterion.name, criterion.weight), values, false)
    });
    let mut rows: Vec<ScoreRow> = criteria.collect();
    let quality: Exact = report.priced.sheet.criteria.iter().map(|criterion| criterion.weight.exact()).sum();
    let of = |weight: &Exact| weight.terminating().unwrap_or_default();
    rows.push(row(
        format!("Quality (of {})", of(&quality)),
        ranked.iter().map(|bid| Some(bid.quality.clone())).collect(),
        false,
    ));
    if ranked.iter().any(|bid| bid.price_mark.is_some()) {
        let weight = &report.priced.evaluation.price_weight;
        let price = ranked.iter().map(|bid| bid.price_mark.clone()).collect();
        rows.push(row(format!("Price (of {})", of(weight)), price, false));
        rows.push(row("Total (of 100)".to_owned(), ranked.iter().map(|bid| bid.total.clone()).collect(), true));
    }
    let money = |label: &str, values: Vec<Option<Exact>>| ScoreRow {
        label: label.to_owned(),
        total: false,
        cells: cells(&values, false, plain_price),
    };
    rows.push(money("Whole contract", ranked.iter().map(|bid| Some(bid.whole.clone())).collect()));
    rows.push(money("Year 1", ranked.iter().map(|bid| Some(bid.year_one.clone())).collect()));
    rows
}

/// One row for each school that needs more than the core; a bid's charges for that school alone are what it asks for it.
fn variations(report: &Report, ranked: &[Ranked], own: &[SchoolId]) -> Vec<VariationRow> {
    let mut rows: Vec<VariationRow> = Vec::new();
    for (variation, school) in &report.variations {
        if let Some(row) = rows.iter_mut().find(|row| row.school == school.name) {
            row.needs.push_str(&format!("; {}", variation.title));
            continue;
        }
        let asked = ranked.iter().map(|bid| charged_alone(report, &bid.id, school.urn)).collect::<Vec<_>>();
        rows.push(VariationRow {
            school: school.name.clone(),
            own: own.contains(&school.id),
            needs: variation.title.clone(),
            cells: cells(&asked, false, plain_price),
        });
    }
    rows
}

/// What a bid charges one school alone in year 1.
fn charged_alone(report: &Report, bid: &str, urn: i32) -> Option<Exact> {
    let bid = report.priced.bids.iter().find(|one| one.opened.bid.to_string() == bid)?;
    let alone = |charge: &str| bid.schedule.charges.iter().any(|one| one.id == charge && one.is_for_alone(urn));
    let lines = bid.price.years.first()?.lines.iter().filter(|line| alone(&line.charge));
    Some(lines.map(|line| line.amount.clone()).sum())
}

fn chart(ranked: &[Ranked]) -> Option<StackedChart> {
    let hundredths = |mark: &Exact| i64::try_from(mark.half_up_mantissa(2)).ok();
    let row = |bid: &Ranked| {
        let words = format!("{} of 100", bid.total.as_ref()?.decimals(2));
        Some((bid.provider.clone(), hundredths(&bid.quality)?, hundredths(bid.price_mark.as_ref()?)?, words))
    };
    let rows: Vec<_> = ranked.iter().filter_map(row).collect();
    let first = ranked.first()?;
    let heading = Heading {
        id: "marks".to_owned(),
        finding: format!("{} has the best total: {} of 100", first.provider, first.total.as_ref()?.decimals(2)),
        table: "Scores".to_owned(),
    };
    StackedChart::new(heading, ["Quality", "Price"], &rows)
}

fn schools(count: usize) -> String {
    words::plural(i64::try_from(count).unwrap_or(i64::MAX), "school", "schools")
}

/// Both sides, with their sums: "7 schools would pay £33,900 less, 2 schools would pay £2,660 more".
fn effect_words(effects: &[Effect]) -> String {
    let changes: Vec<Exact> = effects.iter().filter_map(Effect::change).collect();
    let side = |negative: bool| {
        let of: Vec<&Exact> =
            changes.iter().filter(|change| !change.is_zero() && change.is_negative() == negative).collect();
        let sum: Exact = of.iter().copied().sum();
        let way = if negative { "less" } else { "more" };
        match of.is_empty() {
            true => format!("no school would pay {way}"),
            false => format!("{} would pay {} {way} a year", schools(of.len()), plain_price(&sum.abs())),
        }
    };
    let mut words = words::capitalised(&format!("{}, {}", side(true), side(false)));
    let unknown = effects.len() - changes.len();
    if unknown > 0 {
        words.push_str(&format!("; of {} it is not known what is paid now", schools(unknown)));
    }
    words
}

fn dearer(effects: &[Effect]) -> Vec<String> {
    let words = |effect: &Effect| {
        let change = effect.change().filter(Exact::is_positive)?;
        Some(format!("{} {} more", effect.school.name, plain_price(&change)))
    };
    effects.iter().filter_map(words).collect()
}

fn school(effect: &Effect, own: &[SchoolId]) -> SchoolRow {
    let (mandate, mandate_kind) = match effect.mandate {
        None => ("Nothing authorised", "waiting"),
        Some(limit) if effect.share <= limit.exact() => ("Inside", "done"),
        Some(_) => ("Above", "problem"),
    };
    SchoolRow {
        name: effect.school.name.clone(),
        own: own.contains(&effect.school.id),
        now: effect.now.as_ref().map(Exact::pounds),
        source: effect.source.clone(),
        share: effect.share.pounds(),
        change: effect.change().map(|change| change.pounds()),
        mandate,
        mandate_kind,
        mandate_limit: effect.mandate.map(|limit| limit.to_string()),
    }
}

fn total(report: &Report, price: Exact) -> TotalRow {
    let now = report.priced.now();
    let lines = report.bid().map(|bid| lines_of(&bid.price)).unwrap_or_default();
    TotalRow {
        change: now.as_ref().map(|now| (&price - now).pounds()),
        now: now.as_ref().map(Exact::pounds),
        price: price.pounds(),
        lines: sum_lines(&lines),
    }
}

fn sum_lines(lines: &[(String, Exact)]) -> Vec<SumLine> {
    lines.iter().map(|(text, amount)| SumLine { text: text.clone(), amount: plain_price(amount) }).collect()
}

/// "In year 1 all schools together would pay between £10,920 and £12,000."
fn range(scenarios: &[Scenario]) -> Option<String> {
    let priced = || scenarios.iter().filter(|scenario| scenario.refusal.is_none()).map(|scenario| &scenario.year_one);
    let (least, most) = (priced().min()?, priced().max()?);
    Some(format!(
        "In year 1 the schools that join would pay between {} and {} together.",
        plain_price(least),
        plain_price(most)
    ))
}

fn case(scenario: &Scenario, own: &[SchoolId]) -> Case {
    let mine = scenario.shares.iter().find(|(school, _)| own.contains(school));
    Case {
        title: scenario.title.clone(),
        refusal: scenario.refusal.clone(),
        year_one: scenario.year_one.pounds(),
        whole: scenario.whole_life.pounds(),
        lines: sum_lines(&scenario.lines),
        per_unit: scenario.per_unit.as_ref().map(|cost| cost.decimals(4)),
        effect: scenario.less_and_more.map(|(less, more)| format!("{less} less, {more} more")),
        own: mine.map(|(_, share)| share.pounds()),
    }
}

fn risks(report: &Report) -> Vec<String> {
    let name = |id: &str| report.priced.provider(id);
    let mut risks = Vec::new();
    for flagged in &report.priced.ranking.flags {
        let enquiry = report.priced.enquiries.iter().find(|asked| asked.bid_id.to_string() == flagged.bid);
        let came = match enquiry {
            Some(asked) => format!(" {}", enquiry_words(asked)),
            None if flagged.flag == Flag::AboveCeiling => String::new(),
            None => " Not asked to explain.".to_owned(),
        };
        risks.push(format!("{}: {}.{came}", name(&flagged.bid), flagged.flag));
    }
    for excluded in &report.priced.ranking.excluded {
        risks.push(format!("{} is not ranked: {}.", name(&excluded.bid), excluded.reason));
    }
    for bid in &report.left_out {
        let reason = bid.failed_reason.clone().unwrap_or_default();
        risks.push(format!("{} did not pass the checks: {reason}", bid.provider_name));
    }
    if report.priced.bids.len() == 1 {
        risks.push("Only one bid was received, so nothing compares with it.".to_owned());
    }
    if let Ok(bid) = report.bid() {
        risks.push(format!("The bid can be accepted until {}.", words::date(bid.opened.valid_until)));
    }
    risks.push(format!("The bid is binding while at least {} take part.", schools(report.minimum_schools)));
    risks
}

fn interests(report: &Report) -> Vec<String> {
    let interested = report.declarations.iter().filter(|declared| declared.has_interest);
    interested.map(|one| format!("{}: {}", one.name, one.detail.clone().unwrap_or_default())).collect()
}
