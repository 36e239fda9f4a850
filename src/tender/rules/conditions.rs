//! The pass or fail conditions that a tender starts with, by its category, and what a condition of one's own must say.

use ::entity::ids::TenderId;
use ::entity::tender_condition::{ConditionKind, Model};
use chrono::NaiveDate;
use std::fmt;

/// A condition that no bid fails without a hearing: a ground for exclusion (Procurement Act 2023, schedules 6 and 7).
pub const EXCLUSION_GROUNDS: &str = "no_exclusion_grounds";
/// More conditions than a bidder could keep apart.
pub const MOST: usize = 30;

/// A condition before it belongs to a tender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    pub code: &'static str,
    pub name: &'static str,
    pub statement: &'static str,
    pub kind: ConditionKind,
    pub evidence: Option<&'static str>,
}

const TEMPLATES: &[Template] = &[
    Template {
        code: EXCLUSION_GROUNDS,
        name: "No exclusion grounds",
        statement: "No ground for exclusion in schedules 6 and 7 of the Procurement Act 2023 applies to us or to those we \
                    rely on",
        kind: ConditionKind::Declaration,
        evidence: None,
    },
    Template {
        code: "insurance",
        name: "Insurance",
        statement: "We hold employer's and public liability insurance, or will hold it before the contract starts",
        kind: ConditionKind::Promise,
        evidence: None,
    },
    Template {
        code: "safeguarding",
        name: "Safeguarding",
        statement: "Everybody we send to a school has the checks that Keeping children safe in education asks for",
        kind: ConditionKind::Declaration,
        evidence: None,
    },
    Template {
        code: "food_hygiene",
        name: "Food hygiene",
        statement: "Our food business is registered, and no kitchen of ours is rated below 3 for food hygiene",
        kind: ConditionKind::Evidence,
        evidence: Some("The food hygiene rating of each kitchen of yours, and the day the next inspection is due"),
    },
    Template {
        code: "data_protection",
        name: "Personal data",
        statement: "We handle personal data of pupils and staff as UK data protection law asks",
        kind: ConditionKind::Declaration,
        evidence: None,
    },
    Template {
        code: "terms",
        name: "Contract terms",
        statement: "We accept the contract terms published with this tender",
        kind: ConditionKind::Declaration,
        evidence: None,
    },
];

/// What a tender in this category starts with.
pub fn template(category: &str) -> Vec<Template> {
    let asked = |each: &&Template| each.code != "food_hygiene" || category == "catering";
    TEMPLATES.iter().filter(asked).copied().collect()
}

/// The template's conditions as rows of a tender.
pub fn rows(tender: TenderId, category: &str) -> Vec<Model> {
    let row = |(position, each): (i32, Template)| Model {
        tender_id: tender,
        code: each.code.to_owned(),
        position,
        name: each.name.to_owned(),
        statement: each.statement.to_owned(),
        kind: each.kind,
        evidence: each.evidence.map(str::to_owned),
        valid_until: None,
    };
    (1..).zip(template(category)).map(row).collect()
}

/// The kind in the words of the pages.
pub fn kind_words(kind: ConditionKind) -> &'static str {
    match kind {
        ConditionKind::Declaration => "Declared",
        ConditionKind::Evidence => "Shown by a document",
        ConditionKind::Promise => "Promised; shown before the contract starts",
    }
}

/// The day until which evidence must be valid: the condition's own, else the start of the contract.
pub fn needed_until(condition: &Model, contract_start: Option<NaiveDate>) -> Option<NaiveDate> {
    condition.valid_until.or(contract_start)
}

/// Why a condition is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    EvidenceUnsaid,
    InsuranceBeforeAward,
    TooMany,
    Kept,
}

impl Refusal {
    pub fn field(self) -> Option<&'static str> {
        match self {
            Self::EvidenceUnsaid => Some("evidence"),
            Self::InsuranceBeforeAward => Some("kind"),
            Self::TooMany | Self::Kept => None,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EvidenceUnsaid => f.write_str("Say which document shows it"),
            Self::InsuranceBeforeAward => f.write_str(
                "Insurance can only be promised: nobody may be asked to hold it before the award \
                 (Procurement Act 2023, section 22)",
            ),
            Self::TooMany => write!(f, "A tender can have {MOST} conditions at most. Remove one first"),
            Self::Kept => f.write_str("Every tender asks about the grounds for exclusion, so this condition stays"),
        }
    }
}

/// Does the condition say what shows it, and does it ask for nothing that the law leaves to after the award?
pub fn check(code: &str, name: &str, kind: ConditionKind, evidence: Option<&str>) -> Result<(), Refusal> {
    let is_insurance = code == "insurance" || name.to_lowercase().contains("insurance");
    match kind {
        ConditionKind::Evidence if is_insurance => Err(Refusal::InsuranceBeforeAward),
        ConditionKind::Evidence if evidence.is_none() => Err(Refusal::EvidenceUnsaid),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    #[test]
    fn food_hygiene_is_asked_of_caterers_only_and_shown_by_a_document() {
        let of = |category: &str| template(category).into_iter().find(|each| each.code == "food_hygiene");
        assert_eq!(of("catering").map(|each| each.kind), Some(ConditionKind::Evidence));
        assert_eq!(of("hr"), None);
    }

    #[test]
    fn insurance_is_promised_and_never_required_before_the_award() {
        let refused = check("insurance-2", "Public liability insurance", ConditionKind::Evidence, Some("The policy"));
        assert_eq!(refused, Err(Refusal::InsuranceBeforeAward));
        assert_eq!(check("insurance", "Insurance", ConditionKind::Promise, None), Ok(()));
        assert_eq!(check("dbs", "Checks", ConditionKind::Evidence, None), Err(Refusal::EvidenceUnsaid));
    }

    #[test]
    fn evidence_is_needed_until_its_own_day_or_the_start_of_the_contract() {
        let start = NaiveDate::from_ymd_opt(2027, 9, 1);
        let mut row = rows(TenderId::new(DateTime::UNIX_EPOCH), "catering").remove(3);
        assert_eq!(needed_until(&row, start), start);
        row.valid_until = NaiveDate::from_ymd_opt(2028, 1, 1);
        assert_eq!(needed_until(&row, start), row.valid_until);
    }
}
