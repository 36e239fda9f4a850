//! What the Department's words for phase, type and status mean to us.

use entity::school::{EstablishmentStatus, LegalType, Phase};

/// The census groups schools by phase and funding together.
pub(super) fn census_phase(words: &str) -> Option<Phase> {
    Some(match words.to_lowercase().as_str() {
        "state-funded nursery" => Phase::Nursery,
        "state-funded primary" => Phase::Primary,
        "state-funded secondary" => Phase::Secondary,
        "state-funded special school" | "non-maintained special school" => Phase::Special,
        "state-funded ap school" => Phase::Alternative,
        "independent school" => Phase::NotApplicable,
        _ => return None,
    })
}

pub(super) const CENSUS_PHASES: &str = "a phase of the census, like State-funded primary";

/// The register's phase of education.
pub(super) fn register_phase(words: &str) -> Option<Phase> {
    Some(match words.to_lowercase().as_str() {
        "nursery" => Phase::Nursery,
        "primary" => Phase::Primary,
        "middle deemed primary" | "middle deemed secondary" => Phase::Middle,
        "secondary" => Phase::Secondary,
        "all-through" | "all through" => Phase::AllThrough,
        "16 plus" => Phase::SixteenPlus,
        "not applicable" => Phase::NotApplicable,
        _ => return None,
    })
}

pub(super) const REGISTER_PHASES: &str = "a phase of the register, like Primary or Middle deemed secondary";

/// The register gives special schools, alternative provision and colleges no phase: their type tells it.
pub(super) fn phase_by_type(phase: Phase, type_name: &str) -> Phase {
    let type_name = type_name.to_lowercase();
    let says = |words: &str| type_name.contains(words);
    match legal_type(&type_name) {
        _ if phase != Phase::NotApplicable => phase,
        LegalType::Independent | LegalType::Other => phase,
        LegalType::Special => Phase::Special,
        LegalType::PupilReferralUnit => Phase::Alternative,
        LegalType::Nursery => Phase::Nursery,
        LegalType::College => Phase::SixteenPlus,
        _ if says("special") => Phase::Special,
        _ if says("alternative provision") => Phase::Alternative,
        _ if says("16-19") || says("16 to 19") => Phase::SixteenPlus,
        _ => phase,
    }
}

/// What a type of establishment is in law. New types appear every few years: those are `Other`, with their name kept.
pub(super) fn legal_type(type_name: &str) -> LegalType {
    match type_name.to_lowercase().as_str() {
        "community school" => LegalType::Community,
        "voluntary aided school" => LegalType::VoluntaryAided,
        "voluntary controlled school" => LegalType::VoluntaryControlled,
        "foundation school" => LegalType::Foundation,
        "community special school" | "foundation special school" | "non-maintained special school" => {
            LegalType::Special
        }
        "local authority nursery school" => LegalType::Nursery,
        "pupil referral unit" => LegalType::PupilReferralUnit,
        "other independent school" | "other independent special school" => LegalType::Independent,
        "further education" | "sixth form centres" | "special post 16 institution" => LegalType::College,
        "university technical college" | "studio schools" | "city technology college" => LegalType::FreeSchool,
        free if free.starts_with("free schools") => LegalType::FreeSchool,
        academy if academy.starts_with("academy") => LegalType::Academy,
        _ => LegalType::Other,
    }
}

pub(super) fn status(words: &str) -> Option<EstablishmentStatus> {
    Some(match words.to_lowercase().as_str() {
        "open" | "open, but proposed to close" => EstablishmentStatus::Open,
        "closed" => EstablishmentStatus::Closed,
        "proposed to open" => EstablishmentStatus::Proposed,
        _ => return None,
    })
}

pub(super) const STATUSES: &str = "Open, Open, but proposed to close, Closed or Proposed to open";

pub(super) fn gender(words: &str) -> Option<Option<String>> {
    match words.to_lowercase().as_str() {
        "mixed" | "boys" | "girls" => Some(Some(words.to_owned())),
        "not applicable" => Some(None),
        _ => None,
    }
}

pub(super) const GENDERS: &str = "Mixed, Boys, Girls or Not applicable";

/// The many ways to say that a school has no religious character; the DfE's own anonymised extracts write "0".
pub(super) fn religious_character(words: String) -> Option<String> {
    let none = ["does not apply", "none", "no religious character", "not applicable", "0"];
    (!none.contains(&words.to_lowercase().as_str())).then_some(words)
}
