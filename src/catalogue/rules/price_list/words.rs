//! The words in which price lists say for whom a price is.

use entity::price::AppliesTo;
use entity::school::{LegalType, Phase};

/// Says which words are known.
pub(super) const FOR_WHOM: &str =
    "enter phases or types such as Primary, Nursery and special, Maintained or Academy; leave it empty for all";

/// The phases and types that are named, between commas, slashes or "and": none where every school is meant.
pub(super) fn for_whom(text: &str) -> Option<AppliesTo> {
    let (mut phases, mut types): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let text = text.to_lowercase().replace(" and ", ",");
    for word in text.split(['/', ',', '&', ';', '\n']).map(str::trim).filter(|word| !word.is_empty()) {
        let word = word.trim_end_matches(" only").trim_end_matches(" schools").trim_end_matches(" school").trim();
        match word {
            "all" => {}
            "maintained" => types.extend(maintained()),
            "academy" | "academies" => types.extend(academies()),
            _ => match (phase(word), legal_type(word)) {
                (Some(phase), _) => phases.push(phase.to_string()),
                (None, Some(legal_type)) => types.push(legal_type.to_string()),
                (None, None) => return None,
            },
        }
    }
    let some = |words: Vec<String>| Some(words).filter(|words| !words.is_empty());
    Some(AppliesTo { phases: some(phases), types: some(types), ..AppliesTo::default() })
}

fn phase(word: &str) -> Option<Phase> {
    match word {
        "infant" | "junior" => Some(Phase::Primary),
        "all-through" | "all through" => Some(Phase::AllThrough),
        "alternative provision" | "pru" => Some(Phase::Alternative),
        word => word.replace([' ', '-'], "_").parse().ok(),
    }
}

fn legal_type(word: &str) -> Option<LegalType> {
    word.replace([' ', '-'], "_").parse().ok()
}

/// Those that a local authority maintains.
fn maintained() -> impl Iterator<Item = String> {
    use LegalType::{Community, Foundation, Nursery, PupilReferralUnit, Special, VoluntaryAided, VoluntaryControlled};
    let all = [Community, VoluntaryAided, VoluntaryControlled, Foundation, Special, Nursery, PupilReferralUnit];
    all.into_iter().map(|each| each.to_string())
}

fn academies() -> impl Iterator<Item = String> {
    [LegalType::Academy, LegalType::FreeSchool].into_iter().map(|each| each.to_string())
}
