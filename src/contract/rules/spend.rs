//! What was really paid: by the whole year, by its three terms or by months, and when that is the whole of a term or a year.

use ::entity::actual_spend;
use ::entity::exact::Exact;
use std::fmt;

/// The part of a contract year that an amount is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    WholeYear,
    Autumn,
    Spring,
    Summer,
    /// 1 is January.
    Month(u32),
}

/// The names of the months, January first.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const MONTH_CODES: [&str; 12] = ["m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9", "m10", "m11", "m12"];

impl Period {
    pub const ALL: &'static [Period] = &[
        Period::WholeYear,
        Period::Autumn,
        Period::Spring,
        Period::Summer,
        Period::Month(9),
        Period::Month(10),
        Period::Month(11),
        Period::Month(12),
        Period::Month(1),
        Period::Month(2),
        Period::Month(3),
        Period::Month(4),
        Period::Month(5),
        Period::Month(6),
        Period::Month(7),
        Period::Month(8),
    ];
    pub const TERMS: [Period; 3] = [Period::Autumn, Period::Spring, Period::Summer];

    /// As it is stored and shown.
    pub fn words(self) -> &'static str {
        match self {
            Period::WholeYear => "Whole year",
            Period::Autumn => "Autumn term",
            Period::Spring => "Spring term",
            Period::Summer => "Summer term",
            Period::Month(month) => of_month(&MONTHS, month),
        }
    }

    /// Inside a sentence: "autumn term", but "October".
    pub fn in_sentence(self) -> String {
        match self {
            Period::Month(_) => self.words().to_owned(),
            _ => self.words().to_lowercase(),
        }
    }

    /// As it stands in a form.
    pub fn code(self) -> &'static str {
        match self {
            Period::WholeYear => "year",
            Period::Autumn => "autumn",
            Period::Spring => "spring",
            Period::Summer => "summer",
            Period::Month(month) => of_month(&MONTH_CODES, month),
        }
    }

    pub fn of_words(words: &str) -> Option<Period> {
        Period::ALL.iter().copied().find(|period| period.words() == words)
    }

    /// The term that a month belongs to: autumn to December, spring to March, summer to August.
    pub fn term_of_month(month: u32) -> Period {
        match month {
            9..=12 => Period::Autumn,
            1..=3 => Period::Spring,
            _ => Period::Summer,
        }
    }

    /// The months in it.
    pub fn months(self) -> Vec<u32> {
        match self {
            Period::WholeYear => (1..=12).collect(),
            Period::Month(month) => vec![month],
            term => (1..=12).filter(|month| Period::term_of_month(*month) == term).collect(),
        }
    }

    fn covers(self, other: Period) -> bool {
        let months = self.months();
        other.months().iter().all(|month| months.contains(month))
    }
}

fn of_month(names: &'static [&'static str; 12], month: u32) -> &'static str {
    names.get((month as usize).saturating_sub(1)).copied().unwrap_or_default()
}

impl std::str::FromStr for Period {
    type Err = ();
    fn from_str(code: &str) -> Result<Self, ()> {
        Period::ALL.iter().copied().find(|period| period.code() == code).ok_or(())
    }
}

/// Why an amount cannot be entered for a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    YearIsThere,
    /// A longer period holds it already.
    CoveredBy(Period),
    /// A part of it is there.
    TermIsThere(Period),
    NotInForce,
    NotBegun,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::YearIsThere => f.write_str("The whole year is entered already. Correct that amount instead"),
            Refusal::CoveredBy(term) => {
                write!(f, "The {} is entered already. Correct that amount instead", term.in_sentence())
            }
            Refusal::TermIsThere(Period::Month(month)) => {
                write!(f, "{} is entered already. Enter the other months", Period::Month(*month).words())
            }
            Refusal::TermIsThere(term) => {
                write!(f, "The {} is entered already. Enter the other terms", term.in_sentence())
            }
            Refusal::NotInForce => f.write_str("Actual spend can be entered once the contract is signed by everybody"),
            Refusal::NotBegun => f.write_str("That year of the contract has not begun"),
        }
    }
}

/// Whether an amount may be entered for a period beside what is there for the same year: a month counts once, by itself, in
/// its term or in the whole year. The same period again is a correction.
pub fn may_enter(period: Period, there: &[Period]) -> Result<(), Refusal> {
    let mut others = there.iter().copied().filter(|each| *each != period);
    let clash = others.find(|each| each.covers(period) || period.covers(*each));
    match clash {
        None => Ok(()),
        Some(Period::WholeYear) => Err(Refusal::YearIsThere),
        Some(longer) if longer.covers(period) => Err(Refusal::CoveredBy(longer)),
        Some(part) => Err(Refusal::TermIsThere(part)),
    }
}

/// What was paid in a part of a year, and for which quantity where the invoices say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spent {
    pub amount: Exact,
    pub quantity: Option<Exact>,
}

/// The amounts of one year that make up a period whole: itself, or all its parts. None until it is whole; a longer period
/// does not say what a part of it cost.
pub fn spent(spends: &[actual_spend::Model], year: i32, whole: Period, adds_up: bool) -> Option<Spent> {
    let within = |spend: &&actual_spend::Model| {
        let period = Period::of_words(&spend.period).filter(|_| spend.contract_year == year);
        period.is_some_and(|period| whole.covers(period))
    };
    let parts: Vec<&actual_spend::Model> = spends.iter().filter(within).collect();
    let months = parts.iter().filter_map(|spend| Period::of_words(&spend.period)).flat_map(Period::months).count();
    if months != whole.months().len() {
        return None;
    }
    let quantities: Option<Exact> =
        parts.iter().map(|spend| spend.quantity.map(|quantity| quantity.exact())).sum::<Option<Exact>>();
    Some(Spent {
        amount: parts.iter().map(|spend| spend.amount.exact()).sum(),
        quantity: quantities.filter(|_| adds_up || parts.len() == 1),
    })
}

/// What was paid in one contract year: none until the whole year is known, by itself or by its parts.
pub fn whole_year(spends: &[actual_spend::Model], year: i32) -> Option<Exact> {
    spent(spends, year, Period::WholeYear, false).map(|spent| spent.amount)
}

/// How many units were invoiced in one contract year. What adds up may be entered by term or month; the employees or Mbps of
/// three terms do not add up to those of a year.
pub fn whole_quantity(spends: &[actual_spend::Model], year: i32, adds_up: bool) -> Option<Exact> {
    spent(spends, year, Period::WholeYear, adds_up)?.quantity
}

/// The periods still to be entered for a year, in words; empty when it is whole.
pub fn missing(spends: &[actual_spend::Model], year: i32) -> Vec<&'static str> {
    let entered: Vec<u32> = entered(spends, year).into_iter().flat_map(Period::months).collect();
    if entered.is_empty() {
        return vec![Period::WholeYear.words()];
    }
    Period::TERMS.iter().flat_map(|term| missing_of(*term, &entered)).collect()
}

/// What is still to be entered of one term, in words.
pub fn missing_in_term(spends: &[actual_spend::Model], year: i32, term: Period) -> Vec<&'static str> {
    let entered: Vec<u32> = entered(spends, year).into_iter().flat_map(Period::months).collect();
    missing_of(term, &entered)
}

/// The periods of a year for which something was entered.
pub fn entered(spends: &[actual_spend::Model], year: i32) -> Vec<Period> {
    let of_year = spends.iter().filter(|spend| spend.contract_year == year);
    of_year.filter_map(|spend| Period::of_words(&spend.period)).collect()
}

/// "autumn term, October".
pub fn in_sentence(missing: &[&str]) -> String {
    let words = |words: &&str| Period::of_words(words).map_or_else(|| (*words).to_owned(), Period::in_sentence);
    missing.iter().map(words).collect::<Vec<_>>().join(", ")
}

fn missing_of(term: Period, entered: &[u32]) -> Vec<&'static str> {
    let left: Vec<u32> = term.months().into_iter().filter(|month| !entered.contains(month)).collect();
    if left.len() == term.months().len() {
        return vec![term.words()];
    }
    left.into_iter().map(|month| Period::Month(month).words()).collect()
}
