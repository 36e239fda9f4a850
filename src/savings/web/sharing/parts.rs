//! What the pages of sharing have in common: the agreed rule, the offer, a share in a cell, stability in words.

use crate::platform::words::listed;
use crate::savings::Bill;
use crate::savings::rules::fair::{Proposal, Shared, Way};
use crate::savings::rules::ledger::{Origin, Step};
use crate::savings::rules::share::Stability;
use crate::savings::sharing::{holds_harmless, is_by_school};
use crate::savings::web::view::{Figure, change_words};
use ::entity::agreement::{self, SharingRule};
use ::entity::exact::Exact;
use ::entity::money::{plain_number, plain_price};
use chrono::{DateTime, Utc};
use serde::Serialize;

/// The rule of the cluster's agreement.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Agreed {
    title: &'static str,
    sentence: &'static str,
    version: i32,
    since: Option<DateTime<Utc>>,
    href: String,
}

impl Agreed {
    pub(super) fn of(agreement: &agreement::Model, slug: &str) -> Self {
        Self {
            title: agreement.sharing_rule.title(),
            sentence: agreement.sharing_rule.sentence(),
            version: agreement.version,
            since: agreement.adopted_at,
            href: format!("/clusters/{slug}/agreement"),
        }
    }

    /// Nobody is held to what it pays now unless that is known of all.
    pub(super) fn unknowing(self, rule: SharingRule, now_is_known: bool) -> Self {
        match rule {
            SharingRule::TwoPart if !holds_harmless(rule, now_is_known) => Self {
                title: "Two-part",
                sentence: "We split the standing charge equally, and you pay for your own use on top. What every school pays \
                           now is not known, so nobody is held to it.",
                ..self
            },
            _ => self,
        }
    }

    pub(super) fn sample() -> Self {
        let rule = SharingRule::Proportional;
        let href = "/clusters/northgate/agreement".to_owned();
        Self { title: rule.title(), sentence: rule.sentence(), version: 2, since: Some(DateTime::UNIX_EPOCH), href }
    }
}

/// The way by which a rule of the agreement divides this bill.
pub(super) fn way_of(rule: SharingRule, bill: &Bill, shared: &Shared) -> Way {
    match rule {
        _ if is_by_school(&bill.schedule) => Way::AtCost,
        SharingRule::TwoPart if !holds_harmless(rule, shared.now_is_known) => Way::AtCost,
        SharingRule::PayAsNow => Way::PayAsNow,
        SharingRule::TwoPart => Way::NobodyMore,
        SharingRule::Proportional => Way::SamePercentage,
    }
}

/// The offer that is shared, and where it comes from.
#[derive(Clone, Debug, Serialize)]
pub(super) struct OfferView {
    title: String,
    provider: String,
    /// "Contract", "Recommended bid", "Planned offer".
    from: &'static str,
    href: Option<String>,
}

impl OfferView {
    pub(super) fn of(bill: &Bill, slug: &str) -> Self {
        let (from, href) = match &bill.origin {
            Origin::Contract(id) => ("Contract", Some(format!("/contracts/{id}"))),
            Origin::Tender(reference) => ("Recommended bid", Some(format!("/tenders/{reference}"))),
            Origin::Plan => ("Planned offer", Some(format!("/clusters/{slug}/plans"))),
        };
        Self { title: bill.title.clone(), provider: bill.provider.clone(), from, href }
    }

    pub(super) fn sample(has_link: bool) -> Self {
        Self {
            title: "School meals".to_owned(),
            provider: "Provider A".to_owned(),
            from: "Contract",
            href: has_link.then(|| "/contracts/1".to_owned()),
        }
    }
}

/// One school's share, with its sum and what it changes.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ShareCell {
    #[serde(flatten)]
    figure: Figure,
    of: String,
    /// "£420 less, 20%".
    note: String,
    direction: &'static str,
}

impl ShareCell {
    pub(super) fn of(share: &Exact, steps: &[Step], now: &Exact, of: String) -> Self {
        let mut figure = Figure::of(share, steps);
        if share.is_negative() {
            figure.figure = format!("is paid {}", plain_price(&share.abs()));
        }
        let change = share - now;
        let percent = (change.abs() * Exact::from(100)).over(now).map(|percent| percent.half_up(1));
        let percent = percent.filter(|_| !change.is_zero()).map(|percent| format!(", {}%", plain_number(&percent)));
        let direction = match &change {
            change if change.is_zero() => "same",
            change if change.is_negative() => "less",
            _ => "more",
        };
        let note = format!("{}{}", change_words(&change.half_up(2)), percent.unwrap_or_default());
        Self { figure, of, note, direction }
    }

    pub(super) fn sample() -> Self {
        Self {
            figure: Figure::sample(),
            of: "what Rose Hill pays".to_owned(),
            note: "£420 less, 20%".to_owned(),
            direction: "less",
        }
    }
}

/// Cells of one way, in the order of the schools.
pub(super) fn cells(bill: &Bill, shared: &Shared, proposal: &Proposal) -> Vec<ShareCell> {
    let steps = bill.steps(shared, proposal);
    let cell = |(place, steps): (usize, Vec<Step>)| {
        let of = format!("what {} pays, {}", bill.schools[place].name, proposal.way.title().to_lowercase());
        ShareCell::of(&proposal.shares[place], &steps, &shared.baselines[place], of)
    };
    steps.into_iter().enumerate().map(cell).collect()
}

/// "Together these 7 would pay £30 less without Rowley View."
pub(super) fn stability_words(stability: Option<&Stability>, names: &[String]) -> String {
    let Some(stability) = stability else {
        return "Not tested here: so many schools and such volumes take too long for a page.".to_owned();
    };
    if stability.stable() {
        return "Stable: no group of these schools would pay less by itself.".to_owned();
    }
    let pence = stability.could_save.half_up(2);
    let less = if pence.is_zero() { "less than 1p".to_owned() } else { plain_price(&pence) };
    let group: Vec<&str> = stability.worst_group.iter().map(|place| names[*place].as_str()).collect();
    let outside: Vec<&str> = (0..names.len())
        .filter(|place| !stability.worst_group.contains(place))
        .map(|place| names[place].as_str())
        .collect();
    match (group.len(), outside.len()) {
        (1, _) => format!("Not stable: {} would pay {less} less by itself.", group[0]),
        (count, out) if out < count => {
            format!("Not stable: together these {count} would pay {less} less without {}.", listed(&outside))
        }
        _ => format!("Not stable: {} would together pay {less} less by themselves.", listed(&group)),
    }
}

/// Who would pay more than these limits: "Grace Academy would pay £250 more".
pub(super) fn above_words(proposal: &Proposal, limits: &[Exact], names: &[String]) -> Option<String> {
    let one = |place: usize| {
        let more = &proposal.shares[place] - limits[place].half_up(2);
        format!("{} would pay {} more", names[place], plain_price(&more))
    };
    let found: Vec<String> = proposal.above(limits).map(one).collect();
    (!found.is_empty()).then(|| listed(&found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stability_test_names_the_fewer_schools() {
        let names: Vec<String> = ["A", "B", "C"].map(str::to_owned).into();
        let words = |group: &[usize], pence: i64| {
            let stability = Stability { worst_group: group.to_vec(), could_save: Exact::scaled(pence, 2) };
            stability_words(Some(&stability), &names)
        };
        assert_eq!(words(&[0, 2], 3_000), "Not stable: together these 2 would pay £30 less without B.");
        assert_eq!(words(&[1], 25_000), "Not stable: B would pay £250 less by itself.");
        assert_eq!(words(&[1], 0), "Stable: no group of these schools would pay less by itself.");
        assert!(stability_words(None, &names).starts_with("Not tested"));
    }
}
