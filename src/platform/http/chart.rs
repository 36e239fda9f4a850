//! Charts as numbers a template can draw: lengths in whole thousandths of the plot, computed without floats.
//!
//! A chart never stands alone: it names the table on the same page that has the same figures. Bars start at zero, and past
//! [`MOST_BARS`] rows there is the table only.

use serde::{Deserialize, Serialize};

/// More bars than this are not drawn; the table alone is clearer.
pub const MOST_BARS: usize = 30;

/// What the chart shows in one sentence, and which table has its figures.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Heading {
    /// Unique on the page.
    pub id: String,
    /// The finding: "Provider B costs least, £5,985 less than now".
    pub finding: String,
    /// The caption of the table with the same figures.
    pub table: String,
}

/// One measured row: what it is, how much in any whole unit (ten-thousandths of a pound), and the words beside its bar.
#[derive(Clone, Debug)]
pub struct Measure {
    pub label: String,
    pub amount: i64,
    pub words: String,
}

/// A bar: where it starts and how long it is, as a percentage with one decimal ("12.5%") of the plot's width.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    pub label: String,
    pub words: String,
    pub start: String,
    pub length: String,
    /// On the far side of zero: a cost that falls.
    pub below: bool,
}

/// Bars from one zero line; `zero` is where it stands, `mark` where the reference stands ("you pay now").
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BarChart {
    #[serde(flatten)]
    pub heading: Heading,
    pub bars: Vec<Bar>,
    pub zero: String,
    pub mark: Option<String>,
    pub mark_words: Option<String>,
}

impl BarChart {
    /// Few offers against what is paid now; none for more than [`MOST_BARS`] rows.
    pub fn against(heading: Heading, measures: &[Measure], reference: Option<&Measure>) -> Option<Self> {
        let mark = reference.map(|measure| measure.amount);
        let scale = Scale::around(measures.iter().map(|measure| measure.amount).chain(mark))?;
        Some(Self {
            heading,
            bars: scale.bars(measures)?,
            zero: percentage(scale.place(0)),
            mark: mark.map(|amount| percentage(scale.place(amount))),
            mark_words: reference.map(|measure| format!("{}: {}", measure.label, measure.words)),
        })
    }

    /// Changes either side of zero, in the order given.
    pub fn diverging(heading: Heading, measures: &[Measure]) -> Option<Self> {
        Self::against(heading, measures, None)
    }
}

/// Where on a scale from 0 to 100 something holds, from and to in thousandths; none where it never does.
#[derive(Clone, Debug)]
pub struct Span {
    pub label: String,
    pub range: Option<(i64, i64)>,
    pub words: String,
}

impl BarChart {
    /// A strip for each row, all on one scale from 0 to 100, with a reference (its amount in thousandths) across them.
    pub fn strips(heading: Heading, spans: &[Span], reference: &Measure) -> Option<Self> {
        let scale = Scale::around([100_000].into_iter())?;
        let bar = |span: &Span| {
            let (from, to) = span.range.unwrap_or_default();
            Bar {
                label: span.label.clone(),
                words: span.words.clone(),
                start: percentage(scale.place(from)),
                length: percentage(scale.place(to) - scale.place(from)),
                below: false,
            }
        };
        (spans.len() <= MOST_BARS).then(|| Self {
            heading,
            bars: spans.iter().map(bar).collect(),
            zero: percentage(0),
            mark: Some(percentage(scale.place(reference.amount))),
            mark_words: Some(format!("{}: {}", reference.label, reference.words)),
        })
    }
}

/// Two parts of a whole for each row: marks for price on top of marks for quality.
#[derive(Clone, Debug, Serialize)]
pub struct StackedChart {
    #[serde(flatten)]
    pub heading: Heading,
    pub first_name: String,
    pub second_name: String,
    pub bars: Vec<StackedBar>,
}

#[derive(Clone, Debug, Serialize)]
pub struct StackedBar {
    pub label: String,
    pub words: String,
    pub first: String,
    pub second: String,
}

impl StackedChart {
    /// `rows` are (label, first part, second part, words), all parts in one whole unit and not below zero.
    pub fn new(heading: Heading, names: [&str; 2], rows: &[(String, i64, i64, String)]) -> Option<Self> {
        let scale = Scale::around(rows.iter().map(|(_, first, second, _)| first.saturating_add(*second)))?;
        let bar = |(label, first, second, words): &(String, i64, i64, String)| StackedBar {
            label: label.clone(),
            words: words.clone(),
            first: percentage(scale.place(*first)),
            second: percentage(scale.place(first.saturating_add(*second)) - scale.place(*first)),
        };
        let [first_name, second_name] = names.map(str::to_owned);
        (rows.len() <= MOST_BARS).then(|| Self {
            heading,
            first_name,
            second_name,
            bars: rows.iter().map(bar).collect(),
        })
    }
}

/// Expected dashed, actual solid, over the same periods; actual stops where nothing is known yet.
#[derive(Clone, Debug, Serialize)]
pub struct LineChart {
    #[serde(flatten)]
    pub heading: Heading,
    /// The periods under the axis.
    pub periods: Vec<String>,
    /// `points` of an SVG polyline in a box 1,000 wide and 300 high.
    pub expected: String,
    pub actual: String,
    pub expected_words: String,
    pub actual_words: String,
    /// The height of the zero line in that box.
    pub zero: i64,
}

/// One period: its name, what was expected and, where known, what happened, in one whole unit.
#[derive(Clone, Debug)]
pub struct Period {
    pub name: String,
    pub expected: i64,
    pub actual: Option<i64>,
}

impl LineChart {
    /// `words` say the last expected and the last actual figure, beside their lines.
    pub fn new(heading: Heading, periods: &[Period], words: [&str; 2]) -> Option<Self> {
        let amounts = periods.iter().flat_map(|period| [Some(period.expected), period.actual]).flatten();
        let scale = Scale::around(amounts)?;
        let line = |amount: &dyn Fn(&Period) -> Option<i64>| {
            let points = periods.iter().enumerate().filter_map(|(place, period)| {
                Some(format!("{},{}", across(place, periods.len()), scale.height(amount(period)?)))
            });
            let points: Vec<_> = points.collect();
            // A line of one point has no length to draw: twice the point is a dot.
            if let [only] = points.as_slice() { format!("{only} {only}") } else { points.join(" ") }
        };
        let [expected_words, actual_words] = words.map(str::to_owned);
        Some(Self {
            expected: line(&|period| Some(period.expected)),
            actual: line(&|period| period.actual),
            periods: periods.iter().map(|period| period.name.clone()).collect(),
            zero: scale.height(0),
            heading,
            expected_words,
            actual_words,
        })
    }
}

/// From the least amount (or zero) to the greatest (or zero), mapped on 0 to 1,000.
struct Scale {
    least: i128,
    span: i128,
}

impl Scale {
    /// `None` where every amount is zero: there is nothing to draw.
    fn around(amounts: impl Iterator<Item = i64>) -> Option<Self> {
        let (least, most) = amounts.fold((0, 0), |(least, most), amount| (amount.min(least), amount.max(most)));
        let span = i128::from(most) - i128::from(least);
        (span > 0).then_some(Self { least: least.into(), span })
    }

    /// Thousandths from the left, to the nearest.
    fn place(&self, amount: i64) -> i64 {
        let from_left = (i128::from(amount) - self.least) * 1000;
        i64::try_from((from_left * 2 + self.span) / (self.span * 2)).unwrap_or_default()
    }

    /// The same, downwards in a box 300 high.
    fn height(&self, amount: i64) -> i64 {
        300 - self.place(amount) * 3 / 10
    }

    fn bars(&self, measures: &[Measure]) -> Option<Vec<Bar>> {
        let bar = |measure: &Measure| {
            let (zero, end) = (self.place(0), self.place(measure.amount));
            Bar {
                label: measure.label.clone(),
                words: measure.words.clone(),
                start: percentage(zero.min(end)),
                length: percentage((zero - end).abs()),
                below: measure.amount < 0,
            }
        };
        (measures.len() <= MOST_BARS).then(|| measures.iter().map(bar).collect())
    }
}

fn across(place: usize, periods: usize) -> usize {
    if periods < 2 { 500 } else { place * 1000 / (periods - 1) }
}

fn percentage(thousandths: i64) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heading() -> Heading {
        Heading { id: "c".to_owned(), finding: "Seven pay less".to_owned(), table: "Savings".to_owned() }
    }

    fn measures(amounts: &[i64]) -> Vec<Measure> {
        let measure = |amount: &i64| Measure { label: "A".to_owned(), amount: *amount, words: amount.to_string() };
        amounts.iter().map(measure).collect()
    }

    #[test]
    fn bars_start_at_zero_and_the_longest_fills_the_plot() {
        let now = measures(&[1_000_000]).remove(0);
        let chart = BarChart::against(heading(), &measures(&[500_000, 2_000_000]), Some(&now)).unwrap();
        let lengths = chart.bars.iter().map(|bar| (bar.start.as_str(), bar.length.as_str()));
        assert_eq!(lengths.collect::<Vec<_>>(), [("0.0%", "25.0%"), ("0.0%", "100.0%")]);
        assert_eq!(chart.mark.as_deref(), Some("50.0%"));
    }

    #[test]
    fn a_fall_lies_left_of_the_zero_line_and_a_rise_right_of_it() {
        let chart = BarChart::diverging(heading(), &measures(&[100, -300])).unwrap();
        assert_eq!(chart.zero, "75.0%");
        assert_eq!((chart.bars[0].start.as_str(), chart.bars[0].length.as_str()), ("75.0%", "25.0%"));
        assert_eq!((chart.bars[1].start.as_str(), chart.bars[1].below), ("0.0%", true));
    }

    #[test]
    fn strips_lie_where_they_hold_on_a_scale_of_a_hundred() {
        let span = |range| Span { label: "A".to_owned(), range, words: String::new() };
        let now = Measure { label: "Now".to_owned(), amount: 40_000, words: "40%".to_owned() };
        let chart = BarChart::strips(heading(), &[span(Some((11_475, 75_676))), span(None)], &now).unwrap();
        let bars = chart.bars.iter().map(|bar| (bar.start.as_str(), bar.length.as_str()));
        assert_eq!(bars.collect::<Vec<_>>(), [("11.5%", "64.2%"), ("0.0%", "0.0%")]);
        assert_eq!(chart.mark.as_deref(), Some("40.0%"));
    }

    #[test]
    fn nothing_is_drawn_for_no_amounts_or_for_too_many_rows() {
        assert!(BarChart::diverging(heading(), &measures(&[0, 0])).is_none());
        assert!(BarChart::diverging(heading(), &measures(&[1; MOST_BARS + 1])).is_none());
    }

    #[test]
    fn the_greatest_amounts_do_not_overflow() {
        let chart = BarChart::diverging(heading(), &measures(&[i64::MAX, i64::MIN])).unwrap();
        assert_eq!(chart.zero, "50.0%");
    }

    #[test]
    fn parts_of_a_stack_add_up_to_its_whole() {
        let rows = [("A".to_owned(), 600, 400, "100.0".to_owned()), ("B".to_owned(), 333, 333, "66.6".to_owned())];
        let chart = StackedChart::new(heading(), ["Quality", "Price"], &rows).unwrap();
        let parts = chart.bars.iter().map(|bar| (bar.first.as_str(), bar.second.as_str()));
        assert_eq!(parts.collect::<Vec<_>>(), [("60.0%", "40.0%"), ("33.3%", "33.3%")]);
    }

    #[test]
    fn the_actual_line_stops_where_nothing_is_known() {
        let period = |name: &str, actual| Period { name: name.to_owned(), expected: 100, actual };
        let periods = [period("2027", Some(50)), period("2028", None)];
        let chart = LineChart::new(heading(), &periods, ["£100", "£50"]).unwrap();
        assert_eq!((chart.expected.as_str(), chart.actual.as_str(), chart.zero), ("0,0 1000,0", "0,150 0,150", 300));
    }
}
