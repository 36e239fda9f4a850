//! What may be asked, answered, chosen and approved.

use super::limits::Limits;
use super::route::{Way, route};
use super::states::phase;
use crate::platform::law::{self, DEADLINE_SENTENCE};
use crate::platform::words;
use chrono::{DateTime, NaiveDate, Utc};
use entity::money::Money;
use entity::price::PriceSchedule;
use entity::purchase_waiver::WaiverKind;
use entity::quote_request::{self, QuoteState};
use std::fmt;

/// More are not asked for one purchase.
pub const MOST_ASKED: usize = 10;

/// Why something is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    Deadline,
    DeadlinePast,
    BeyondCalendar(String),
    StartsBeforeAnswers,
    NobodyAsked,
    TooManyAsked,
    FewAsked(usize),
    TooLarge,
    /// No answer is read before the time is over.
    NotYet(DateTime<Utc>),
    /// An answer came after the time was over.
    TooLate(DateTime<Utc>),
    OtherTerm(i32),
    AlreadyExpired,
    Expired(NaiveDate),
    ReceivedLate(NaiveDate),
    ReceivedLater,
    PriceTold,
    /// The sentence says why.
    CannotPrice(String),
    NeedsQuotes {
        answers: usize,
        needed: usize,
    },
    NeedsTender(Money),
    NotNow(QuoteState),
}

impl Refusal {
    /// The field that the sentence stands beside, where it is about one.
    pub fn field(&self) -> Option<&'static str> {
        Some(match self {
            Self::Deadline | Self::DeadlinePast | Self::BeyondCalendar(_) => "answers-day",
            Self::StartsBeforeAnswers => "starts-day",
            Self::NobodyAsked | Self::TooManyAsked => "offer",
            Self::FewAsked(_) => "fewer_reason",
            Self::TooLarge => "estimate",
            Self::OtherTerm(_) => "term_years",
            Self::AlreadyExpired => "valid_until-day",
            Self::ReceivedLate(_) | Self::ReceivedLater => "received-day",
            Self::Expired(_) => "chosen",
            Self::PriceTold => "told",
            _ => return None,
        })
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Deadline => f.write_str(DEADLINE_SENTENCE),
            Self::DeadlinePast => f.write_str("The time for answers must be in the future"),
            Self::BeyondCalendar(sentence) => f.write_str(sentence),
            Self::StartsBeforeAnswers => f.write_str("It must start after the last day for answers"),
            Self::NobodyAsked => f.write_str("Choose who is asked: three or more"),
            Self::TooManyAsked => write!(f, "Ask no more than {MOST_ASKED}"),
            Self::FewAsked(needed) => {
                write!(f, "Your limits ask for {needed} quotes at this amount: ask as many, or say why you ask fewer")
            }
            Self::TooLarge => f.write_str(
                "This is too large for quotes: with VAT it reaches the threshold from which an official notice is needed",
            ),
            Self::NotYet(at) => write!(f, "Nobody at your school can read an answer before {}", words::deadline(*at)),
            Self::TooLate(at) => {
                write!(f, "The time for answers was over at {}. Your draft is kept. It was not sent.", words::deadline(*at))
            }
            Self::OtherTerm(years) => {
                let years = words::plural(i64::from(*years), "year", "years");
                write!(f, "Give the price for {years}, as the school asked")
            }
            Self::AlreadyExpired => f.write_str("Your quote must be valid until after the last day for answers"),
            Self::Expired(day) => write!(f, "That quote was valid until {}. Choose another", words::short_date(*day)),
            Self::ReceivedLate(day) => {
                write!(f, "That came too late: answers were due by {}", words::short_date(*day))
            }
            Self::ReceivedLater => f.write_str("The day on which it came must be today or before"),
            Self::CannotPrice(sentence) => f.write_str(sentence),
            Self::PriceTold => f.write_str("Leave out prices: every provider reads this"),
            Self::NeedsQuotes { answers, needed } => write!(
                f,
                "{} at this amount, and {}. It can be approved once a waiver is",
                capitalised_needed(*needed),
                came(*answers)
            ),
            Self::NeedsTender(value) => write!(
                f,
                "{} is at or above the amount from which your limits ask for a tender. It can be approved once a waiver is",
                words::pounds(value.to_string().parse().unwrap_or_default())
            ),
            Self::NotNow(state) => f.write_str(match state {
                QuoteState::Asked => "The time for answers is not over yet",
                QuoteState::Answers => "Nothing is chosen yet",
                QuoteState::Chosen => "A quote is chosen already and waits for approval",
                QuoteState::Recorded => "This purchase is recorded already",
                QuoteState::Cancelled => "This request was cancelled",
            }),
        }
    }
}

fn capitalised_needed(needed: usize) -> String {
    format!("Your limits ask for {}", words::plural(i64::try_from(needed).unwrap_or_default(), "quote", "quotes"))
}

fn came(answers: usize) -> String {
    match answers {
        1 => "1 came".to_owned(),
        many => format!("{many} came"),
    }
}

/// A request before it is sent.
#[derive(Clone, Copy, Debug)]
pub struct NewRequest {
    pub answers_by: DateTime<Utc>,
    pub starts_on: NaiveDate,
    pub asked: usize,
    pub says_why_fewer: bool,
    /// What it is thought to cost, for the whole time.
    pub value: Option<Money>,
}

/// Whether it can be sent now.
pub fn check_request(new: &NewRequest, limits: &Limits, codes: &[String], now: DateTime<Utc>) -> Result<(), Refusal> {
    match law::deadline_ok(new.answers_by) {
        Err(beyond) => return Err(Refusal::BeyondCalendar(beyond.to_string())),
        Ok(false) => return Err(Refusal::Deadline),
        Ok(true) if new.answers_by <= now => return Err(Refusal::DeadlinePast),
        Ok(true) => {}
    }
    if new.starts_on <= words::london_day(new.answers_by) {
        return Err(Refusal::StartsBeforeAnswers);
    }
    match new.asked {
        0 => return Err(Refusal::NobodyAsked),
        asked if asked > MOST_ASKED => return Err(Refusal::TooManyAsked),
        _ => {}
    }
    let found = new.value.and_then(|value| route(value, limits, codes, words::london_day(now)).ok());
    let Some(found) = found.filter(|found| found.way != Way::Notice) else { return Err(Refusal::TooLarge) };
    let needed = limits.quotes_needed(found.value);
    if new.asked < needed && !new.says_why_fewer {
        return Err(Refusal::FewAsked(needed));
    }
    Ok(())
}

/// Proof that the time for answers of one request is over: only with it are answers read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed(entity::ids::QuoteId);

impl Closed {
    pub fn request(&self) -> entity::ids::QuoteId {
        self.0
    }
}

/// The proof, or when it can be had. A request that was cancelled before its time keeps its answers unread for good.
pub fn closed(request: &quote_request::Model, now: DateTime<Utc>) -> Result<Closed, Refusal> {
    match phase(request, now) {
        QuoteState::Asked => Err(Refusal::NotYet(request.answers_by)),
        QuoteState::Cancelled if request.closed_at.is_none() => Err(Refusal::NotNow(QuoteState::Cancelled)),
        _ => Ok(Closed(request.id)),
    }
}

/// Whether an answer can be sent now.
pub fn check_answer(
    request: &quote_request::Model,
    schedule: &PriceSchedule,
    valid_until: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    match phase(request, now) {
        QuoteState::Asked => {}
        QuoteState::Cancelled => return Err(Refusal::NotNow(QuoteState::Cancelled)),
        _ => return Err(Refusal::TooLate(request.answers_by)),
    }
    check_terms(request, schedule, valid_until)
}

/// Whether a quote that the school enters itself can be compared: received in time, after the time is over.
pub fn check_received(
    request: &quote_request::Model,
    schedule: &PriceSchedule,
    valid_until: NaiveDate,
    received_on: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    match phase(request, now) {
        QuoteState::Answers => {}
        QuoteState::Asked => return Err(Refusal::NotYet(request.answers_by)),
        other => return Err(Refusal::NotNow(other)),
    }
    let last = words::london_day(request.answers_by);
    if received_on > words::london_day(now) {
        return Err(Refusal::ReceivedLater);
    }
    if received_on > last {
        return Err(Refusal::ReceivedLate(last));
    }
    check_terms(request, schedule, valid_until)
}

fn check_terms(
    request: &quote_request::Model,
    schedule: &PriceSchedule,
    valid_until: NaiveDate,
) -> Result<(), Refusal> {
    if i32::try_from(schedule.term_years) != Ok(request.term_years) {
        return Err(Refusal::OtherTerm(request.term_years));
    }
    if valid_until <= words::london_day(request.answers_by) {
        return Err(Refusal::AlreadyExpired);
    }
    Ok(())
}

/// Whether this answer can be chosen now, and these words told to everybody who was asked.
pub fn check_choice(
    request: &quote_request::Model,
    value: Money,
    valid_until: Option<NaiveDate>,
    told: &str,
    codes: &[String],
    limits: &Limits,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    match phase(request, now) {
        QuoteState::Answers => {}
        other => return Err(Refusal::NotNow(other)),
    }
    let today = words::london_day(now);
    if let Some(day) = valid_until.filter(|day| *day < today) {
        return Err(Refusal::Expired(day));
    }
    if told.contains('£') {
        return Err(Refusal::PriceTold);
    }
    match route(value, limits, codes, today) {
        Ok(found) if found.way != Way::Notice => Ok(()),
        _ => Err(Refusal::TooLarge),
    }
}

/// The waivers of a request that were approved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waivers {
    pub fewer_quotes: bool,
    pub urgency: bool,
}

impl Waivers {
    pub fn of(approved: impl IntoIterator<Item = WaiverKind>) -> Self {
        approved.into_iter().fold(Self::default(), |held, kind| match kind {
            WaiverKind::FewerQuotes => Self { fewer_quotes: true, ..held },
            WaiverKind::Urgency => Self { urgency: true, ..held },
            WaiverKind::Extension => held,
        })
    }
}

/// What an approval looks at.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    pub value: Money,
    pub answers: usize,
    pub waivers: Waivers,
}

/// Whether a choice rests on quotes enough for its amount, or on a waiver.
pub fn check_approval(facts: &Facts, limits: &Limits) -> Result<(), Refusal> {
    let needed = limits.quotes_needed(facts.value);
    if facts.answers < needed && !facts.waivers.fewer_quotes && !facts.waivers.urgency {
        return Err(Refusal::NeedsQuotes { answers: facts.answers, needed });
    }
    if facts.value >= limits.tender_from && !facts.waivers.urgency {
        return Err(Refusal::NeedsTender(facts.value));
    }
    Ok(())
}

#[cfg(test)]
#[path = "quotes_test.rs"]
mod quotes_test;
