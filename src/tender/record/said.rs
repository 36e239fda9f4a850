//! What an entry says beside its sentence: which bid, which criterion, how the vote went.

use super::Scene;
use crate::platform::said::said;
use crate::platform::words;
use crate::tender::store::Entry;
use ::entity::ids::BidId;
use serde_json::Value;

/// "Tender published". What an earlier version of this program wrote under a name that it no longer has reads as that name's
/// words.
pub fn title(action: &str) -> String {
    said(action).map_or_else(|| in_its_own_words(action), str::to_owned)
}

fn in_its_own_words(action: &str) -> String {
    let words = action.replace(['.', '_'], " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The details of an entry in words, for a reader of the whole record; nothing for the public, and nothing that is none.
pub fn details(scene: &Scene, entry: &Entry) -> Option<String> {
    if !scene.is_whole() {
        return None;
    }
    let data: Value = serde_json::from_str(&entry.event.data).unwrap_or_default();
    let bid = entry.event.subject.strip_prefix("bid:").and_then(|id| id.parse::<BidId>().ok());
    let bidder = bid.filter(|bid| scene.bidders.contains_key(bid)).map(|bid| scene.bidder(bid));
    let text = |key: &str, said: &str| Some(format!("{said} {}", plain(data.get(key)?)?));
    let told = [
        bidder,
        text("label", "opened as"),
        text("number", "number"),
        text("criterion", "criterion"),
        text("score", "score"),
        text("schools", "schools:"),
        text("bids", "bids:"),
        text("for", "for"),
        text("against", "against"),
        text("abstained", "abstained"),
        data.get("carried")
            .and_then(Value::as_bool)
            .map(|carried| if carried { "carried" } else { "not carried" }.to_owned()),
        text("state", "now"),
        text("outcome", "decision:"),
        text("minute", "recorded in"),
        text("last_day", "last day"),
        text("deadline", "deadline"),
    ];
    let told: Vec<String> = told.into_iter().flatten().collect();
    (!told.is_empty()).then(|| words::capitalised(&told.join(", ")))
}

/// A value as people read it: codes with blanks, dates and instants in words.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => {
            Some(match (text.parse::<chrono::DateTime<chrono::Utc>>(), text.parse::<chrono::NaiveDate>()) {
                (Ok(instant), _) => words::deadline(instant),
                (_, Ok(day)) => words::date(day),
                _ => text.replace('_', " "),
            })
        }
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Who did it: by name and role to a reader of the whole record, by role to the public, the platform where nobody did.
pub fn by(scene: &Scene, entry: &Entry) -> String {
    let role = entry.role.map(str::to_owned);
    match (entry.event.actor, &entry.by, role) {
        (None, ..) => "The platform".to_owned(),
        (Some(_), _, Some(role)) if !scene.is_whole() => role,
        (Some(_), _, None) if !scene.is_whole() => "A person".to_owned(),
        (Some(_), Some(name), Some(role)) => format!("{name}, {}", words::in_sentence(&role)),
        (Some(_), Some(name), None) => name.clone(),
        (Some(_), None, _) => "A person".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_of_an_earlier_program_reads_as_words() {
        assert_eq!(title("tender.published"), "Tender published");
        let kept = ["award", "minute_kept"].join(".");
        assert_eq!(title(&kept), "Award minute kept");
        assert_eq!(title(""), "");
    }
}
