//! What a listing may say, when it may be published, and who sees its prices.

use super::levels::{check_levels, levels_of};
use crate::price::rules::validate;
use crate::provider::rules::authority_name;
use chrono::{Duration, NaiveDate};
use entity::listing::{self, Content, ListingKind, ListingState, PriceVisibility};
use entity::listing_version;
use entity::provider::{self, ProviderKind};
use std::fmt;

/// How long before its prices end a provider is told.
const ENDING_DAYS: i64 = 60;
/// More certificates than a reader looks at.
const MOST_CERTIFICATES: usize = 10;

/// Why a listing is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    Empty(&'static str),
    EndsBeforeItStarts,
    EndsBeforeToday,
    BuyBackEndsBeforeItStarts,
    NoFinancialYear,
    NotAnAuthority,
    UnknownArea(String),
    OnlyOfAnSla(&'static str),
    Prices(String),
    Levels(String),
    NothingToPublish,
    /// A last day that is over.
    LastDayIsOver,
    TooManyCertificates,
}

impl Refusal {
    /// The field that it is about.
    pub fn field(&self) -> &'static str {
        match self {
            Refusal::Empty(field) | Refusal::OnlyOfAnSla(field) => field,
            Refusal::EndsBeforeItStarts | Refusal::EndsBeforeToday => "valid_to-day",
            Refusal::BuyBackEndsBeforeItStarts => "buy_back_to-day",
            Refusal::NoFinancialYear => "financial_year",
            Refusal::UnknownArea(_) => "areas",
            Refusal::Prices(_) => "charge-0-label",
            Refusal::Levels(_) => "level-0-measure",
            Refusal::LastDayIsOver => "last_day-day",
            Refusal::TooManyCertificates => "evidence_ids",
            Refusal::NotAnAuthority | Refusal::NothingToPublish => "main",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Empty("title") => f.write_str("Enter a title"),
            Refusal::Empty("summary") => f.write_str("Enter a summary"),
            Refusal::Empty(_) => f.write_str("Say what is included"),
            Refusal::EndsBeforeItStarts => f.write_str("The prices must end on or after the day they start"),
            Refusal::EndsBeforeToday => f.write_str("The prices must not have ended before today"),
            Refusal::BuyBackEndsBeforeItStarts => f.write_str("The window must end on or after the day it opens"),
            Refusal::NoFinancialYear => f.write_str("Enter the year in which the financial year starts, like 2027"),
            Refusal::NotAnAuthority => f.write_str("Only a local authority publishes an SLA"),
            Refusal::UnknownArea(area) => write!(f, "We do not know the local authority “{area}”"),
            Refusal::OnlyOfAnSla(_) => f.write_str("Only an SLA has this: leave it empty"),
            Refusal::Prices(sentence) | Refusal::Levels(sentence) => f.write_str(sentence),
            Refusal::NothingToPublish => f.write_str("There is no draft to publish: change the listing first"),
            Refusal::LastDayIsOver => f.write_str("The last day must be today or later"),
            Refusal::TooManyCertificates => f.write_str("Choose 10 certificates or fewer"),
        }
    }
}

/// What a published version says, to write the next one from.
pub fn content_of(listing: &listing::Model, version: listing_version::Model) -> Result<Content, serde_json::Error> {
    Ok(Content {
        title: version.title,
        summary: version.summary,
        included: version.included,
        not_included: version.not_included,
        term: version.term,
        notice: version.notice,
        evidence: version.evidence,
        areas: serde_json::from_value(version.areas)?,
        phases: serde_json::from_value(version.phases)?,
        legal_types: serde_json::from_value(version.legal_types)?,
        price_visibility: listing.price_visibility,
        package: version.package,
        financial_year: version.financial_year,
        buy_back_from: version.buy_back_from,
        buy_back_to: version.buy_back_to,
        valid_from: version.valid_from,
        valid_to: version.valid_to,
        schedule: serde_json::from_value(version.schedule)?,
        pooled_cover: version.pooled_cover,
        minimum_provision: version.minimum_provision,
        withdraws_on: version.withdraws_on,
        service_levels: levels_of(&version.service_levels)?,
        evidence_ids: serde_json::from_value(version.evidence_ids)?,
    })
}

/// The days of a financial year: 1 April to 31 March.
pub fn financial_year_days(year: i32) -> Option<(NaiveDate, NaiveDate)> {
    Some((NaiveDate::from_ymd_opt(year, 4, 1)?, NaiveDate::from_ymd_opt(year + 1, 3, 31)?))
}

/// The content as it is kept: an SLA holds for its financial year, in its own area unless it names others.
pub fn settled(kind: ListingKind, provider: &provider::Model, mut content: Content) -> Content {
    if kind == ListingKind::Sla {
        if let Some((first, last)) = content.financial_year.and_then(financial_year_days) {
            content.valid_from = first;
            content.valid_to = Some(last);
        }
        if content.areas.is_empty() {
            content.areas.extend(provider.la_code.clone());
        }
    }
    content.areas.sort();
    content.areas.dedup();
    content.evidence_ids.sort();
    content.evidence_ids.dedup();
    content
}

/// Whether a listing of this kind may say this.
pub fn check_content(kind: ListingKind, provider: &provider::Model, content: &Content) -> Result<(), Refusal> {
    for (field, text) in [("title", &content.title), ("summary", &content.summary), ("included", &content.included)] {
        if text.trim().is_empty() {
            return Err(Refusal::Empty(field));
        }
    }
    if content.valid_to.is_some_and(|last| last < content.valid_from) {
        return Err(Refusal::EndsBeforeItStarts);
    }
    if let Some(unknown) = content.areas.iter().find(|code| authority_name(code).is_none()) {
        return Err(Refusal::UnknownArea(unknown.clone()));
    }
    check_levels(&content.service_levels).map_err(|refusal| Refusal::Levels(refusal.to_string()))?;
    if content.evidence_ids.len() > MOST_CERTIFICATES {
        return Err(Refusal::TooManyCertificates);
    }
    match kind {
        ListingKind::Sla => check_sla(provider, content)?,
        ListingKind::Offer => check_offer(content)?,
    }
    match validate(&content.schedule).into_iter().next() {
        Some(fault) => Err(Refusal::Prices(fault.sentence)),
        None => Ok(()),
    }
}

fn check_sla(provider: &provider::Model, content: &Content) -> Result<(), Refusal> {
    if provider.kind != ProviderKind::Authority {
        return Err(Refusal::NotAnAuthority);
    }
    if !content.financial_year.is_some_and(|year| (2000..2100).contains(&year)) {
        return Err(Refusal::NoFinancialYear);
    }
    match (content.buy_back_from, content.buy_back_to) {
        (Some(from), Some(to)) if to < from => Err(Refusal::BuyBackEndsBeforeItStarts),
        _ => Ok(()),
    }
}

fn check_offer(content: &Content) -> Result<(), Refusal> {
    let said = [
        ("package", content.package.is_some()),
        ("financial_year", content.financial_year.is_some()),
        ("buy_back_from-day", content.buy_back_from.is_some()),
        ("buy_back_to-day", content.buy_back_to.is_some()),
    ];
    said.into_iter().find(|(_, said)| *said).map_or(Ok(()), |(field, _)| Err(Refusal::OnlyOfAnSla(field)))
}

/// The draft that may become the next version today.
pub fn publishable(draft: Option<&Content>, today: NaiveDate) -> Result<&Content, Refusal> {
    let draft = draft.ok_or(Refusal::NothingToPublish)?;
    if draft.valid_to.is_some_and(|last| last < today) { Err(Refusal::EndsBeforeToday) } else { Ok(draft) }
}

/// A published listing whose prices end within 60 days or have ended, with their last day.
pub fn ending<'a>(
    listing: &listing::Model,
    version: Option<&'a listing_version::Model>,
    today: NaiveDate,
) -> Option<(&'a str, NaiveDate)> {
    let is_going_on = |version: &&listing_version::Model| version.withdraws_on.is_none();
    let version = version.filter(is_going_on).filter(|_| listing.state == ListingState::Published)?;
    let last = version.valid_to.filter(|last| *last <= today + Duration::days(ENDING_DAYS))?;
    Some((&version.title, last))
}

/// What a reader sees of a listing's prices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceSight {
    Full,
    /// Only "from …".
    Guide,
    /// Nothing, before somebody from a school signs in.
    SignIn,
}

/// Who sees the prices: the provider always its own; a school what is for schools; everybody what is public.
pub fn price_sight(visibility: PriceVisibility, is_of_a_school: bool, is_own: bool) -> PriceSight {
    match visibility {
        _ if is_own => PriceSight::Full,
        PriceVisibility::Public => PriceSight::Full,
        PriceVisibility::Schools if is_of_a_school => PriceSight::Full,
        PriceVisibility::Schools => PriceSight::SignIn,
        PriceVisibility::Guide => PriceSight::Guide,
    }
}

/// "2027 to 2028 financial year (April to March)".
pub fn financial_year_words(year: i32) -> String {
    format!("{year} to {} financial year (April to March)", year + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use entity::ids::ProviderId;

    fn provider(kind: ProviderKind) -> provider::Model {
        provider::Model {
            id: ProviderId::new(DateTime::UNIX_EPOCH),
            slug: "a".to_owned(),
            name: "A".to_owned(),
            kind,
            la_code: (kind == ProviderKind::Authority).then(|| "335".to_owned()),
            urn: None,
            company_number: None,
            address: None,
            contact_name: None,
            contact_email: None,
            description: String::new(),
            created_at: DateTime::UNIX_EPOCH,
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn content() -> Content {
        serde_json::from_value(serde_json::json!({
            "title": "Meals", "summary": "Cooked in school", "included": "Food", "not_included": "", "term": "", "notice": "",
            "evidence": "", "areas": [], "phases": [], "legal_types": [], "price_visibility": "public",
            "valid_from": "2027-04-01",
            "schedule": {"term_years": 1, "charges": [{"id": "a", "scope": "school", "kind": "fixed", "amount": "5"}]}
        }))
        .unwrap()
    }

    fn refused(kind: ListingKind, of: ProviderKind, change: impl Fn(&mut Content)) -> Option<Refusal> {
        let mut content = content();
        change(&mut content);
        check_content(kind, &provider(of), &content).err()
    }

    #[test]
    fn an_offer_says_what_it_is_and_prices_that_make_sense() {
        use ListingKind::Offer;
        let firm = ProviderKind::Firm;
        assert_eq!(refused(Offer, firm, |_| {}), None);
        assert_eq!(refused(Offer, firm, |it| it.title = " ".to_owned()), Some(Refusal::Empty("title")));
        let early = |it: &mut Content| it.valid_to = Some(day("2027-03-31"));
        assert_eq!(refused(Offer, firm, early), Some(Refusal::EndsBeforeItStarts));
        let nowhere = |it: &mut Content| it.areas.push("999".to_owned());
        assert_eq!(refused(Offer, firm, nowhere), Some(Refusal::UnknownArea("999".to_owned())));
        assert_eq!(
            refused(Offer, firm, |it| it.package = Some("Gold".to_owned())),
            Some(Refusal::OnlyOfAnSla("package"))
        );
        let free = |it: &mut Content| it.schedule.charges.clear();
        assert_eq!(refused(Offer, firm, free), Some(Refusal::Prices("Add at least one charge".to_owned())));
    }

    #[test]
    fn an_sla_is_an_authoritys_for_one_financial_year() {
        let year = |it: &mut Content| it.financial_year = Some(2027);
        assert_eq!(refused(ListingKind::Sla, ProviderKind::Authority, year), None);
        assert_eq!(refused(ListingKind::Sla, ProviderKind::Firm, year), Some(Refusal::NotAnAuthority));
        assert_eq!(refused(ListingKind::Sla, ProviderKind::Authority, |_| {}), Some(Refusal::NoFinancialYear));
        let window = |it: &mut Content| {
            year(it);
            (it.buy_back_from, it.buy_back_to) = (Some(day("2027-02-01")), Some(day("2027-01-31")));
        };
        let told = refused(ListingKind::Sla, ProviderKind::Authority, window);
        assert_eq!(told, Some(Refusal::BuyBackEndsBeforeItStarts));
    }

    #[test]
    fn an_sla_holds_from_april_to_march_in_its_own_area() {
        let sla = Content { financial_year: Some(2027), ..content() };
        let kept = settled(ListingKind::Sla, &provider(ProviderKind::Authority), sla);
        assert_eq!((kept.valid_from, kept.valid_to), (day("2027-04-01"), Some(day("2028-03-31"))));
        assert_eq!(kept.areas, ["335"]);
        let offer = settled(ListingKind::Offer, &provider(ProviderKind::Authority), content());
        assert!(offer.areas.is_empty() && offer.valid_to.is_none());
    }

    #[test]
    fn only_a_draft_whose_prices_have_not_ended_is_published() {
        let ended = Content { valid_to: Some(day("2027-04-30")), ..content() };
        assert_eq!(publishable(None, day("2027-04-30")), Err(Refusal::NothingToPublish));
        assert_eq!(publishable(Some(&ended), day("2027-05-01")), Err(Refusal::EndsBeforeToday));
        assert_eq!(publishable(Some(&ended), day("2027-04-30")), Ok(&ended));
    }

    #[test]
    fn prices_are_seen_as_the_provider_chose() {
        use PriceVisibility::{Guide, Public, Schools};
        let seen = |visibility, school, own| price_sight(visibility, school, own);
        assert_eq!(seen(Public, false, false), PriceSight::Full);
        assert_eq!((seen(Schools, false, false), seen(Schools, true, false)), (PriceSight::SignIn, PriceSight::Full));
        assert_eq!((seen(Guide, true, false), seen(Guide, false, true)), (PriceSight::Guide, PriceSight::Full));
    }
}
