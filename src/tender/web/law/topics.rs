//! The words and the fields of each kind of figure.

use crate::platform::http::fields::Reader;
use crate::platform::law::{Figure, Law};
use crate::platform::words;
use crate::tender::NewFigures;
use ::entity::law_figure::Topic;
use chrono::NaiveDate;
use serde::Serialize;

pub(super) const SOURCE: &str = "Enter where the figure stands: the statute, the regulation or the page";

#[derive(Serialize)]
pub(super) struct Choice {
    value: String,
    text: String,
}

pub(super) fn title(topic: Topic) -> &'static str {
    match topic {
        Topic::Threshold => "Thresholds",
        Topic::Band => "Purchase bands",
        Topic::Period => "Minimum periods and standstill",
        Topic::Cap => "Longest agreements with an authority",
        Topic::Retention => "How long records are kept",
        Topic::LightTouch => "Light touch codes",
        Topic::Holiday => "Bank holidays",
        Topic::Notice => "Notices",
    }
}

pub(super) fn meaning(topic: Topic) -> &'static str {
    match topic {
        Topic::Threshold => "The whole-life value, VAT included, from which a contract is covered.",
        Topic::Band => {
            "The value from which a school's purchase needs more to show for itself. A school's own limits win."
        }
        Topic::Period => "The fewest days: calendar days for bids, working days for the standstill.",
        Topic::Cap => "The most years for which a school may buy services from its authority by one agreement.",
        Topic::Retention => "The years for which the records of a purchase are kept.",
        Topic::LightTouch => "CPV codes of light touch services. A code can be put on the list, or taken off.",
        Topic::Holiday => {
            "A working day leaves out a bank holiday in any part of the United Kingdom. A year that is not here is never guessed."
        }
        Topic::Notice => "The official notices, and when each is due.",
    }
}

pub(super) fn unit(topic: Topic) -> &'static str {
    match topic {
        Topic::Threshold | Topic::Band => "Whole pounds",
        Topic::Period => "Days",
        _ => "Years",
    }
}

pub(super) fn name_of(figure: &Figure) -> String {
    match figure.topic {
        Topic::Notice => figure.name.clone(),
        Topic::LightTouch => format!("CPV {}", figure.name),
        _ => plain(figure.topic, &figure.name),
    }
}

/// A figure's name as people say it.
fn plain(topic: Topic, name: &str) -> String {
    let said = match (topic, name) {
        (Topic::Threshold, "services") => "Services",
        (Topic::Band, "low") => "Low value, from",
        (Topic::Band, "medium") => "Medium value, from",
        (Topic::Band, "high") => "High value, from",
        (Topic::Period, "standstill") => "Standstill, working days",
        (Topic::Period, "participation") => "Asking to take part",
        (Topic::Period, "tender_light_touch") => "Tendering, light touch",
        (Topic::Period, "tender_electronic_documents_with_notice") => {
            "Tendering, by electronic means and all documents with the notice"
        }
        (Topic::Period, "tender_electronic_or_documents_with_notice") => {
            "Tendering, by electronic means or all documents with the notice"
        }
        (Topic::Period, "tender_neither") => "Tendering, neither of these",
        (Topic::Period, "tender_after_change") => "Tendering, after a material change",
        (Topic::Period, "tender_invited") => "Tendering, of firms that were invited",
        (Topic::Cap, "first") => "First agreement",
        (Topic::Cap, "later") => "Later agreements",
        (Topic::Cap, "catering_first") => "First agreement for catering",
        (Topic::Cap, "catering_later") => "Later agreements for catering",
        (Topic::Retention, "from_contract") => "At least, from the contract",
        (Topic::Retention, "after_end") => "Usually, after the contract ends",
        _ => return words::capitalised(&name.replace(['_', '-'], " ")),
    };
    said.to_owned()
}

pub(super) fn value(figure: &Figure) -> String {
    let number = figure.number.unwrap_or_default();
    match figure.topic {
        Topic::Threshold | Topic::Band => words::pounds(number.into()),
        Topic::Period => words::plural(number, "day", "days"),
        Topic::Cap | Topic::Retention => words::plural(number, "year", "years"),
        Topic::LightTouch if number == 0 => "Taken off the list".to_owned(),
        Topic::LightTouch => figure.title.clone().unwrap_or_default(),
        Topic::Holiday => "Bank holiday".to_owned(),
        Topic::Notice => {
            let said = [&figure.title, &figure.detail].into_iter().flatten().cloned();
            said.collect::<Vec<_>>().join(". ")
        }
    }
}

/// What is in force, in short.
pub(super) fn summary(law: &Law, topic: Topic, today: NaiveDate) -> String {
    match topic {
        Topic::LightTouch => {
            let listed = law.in_force(topic, today).filter(|row| row.number == Some(1)).count();
            words::plural(i64::try_from(listed).unwrap_or(i64::MAX), "code", "codes")
        }
        Topic::Holiday => format!("Known up to the end of {}", law.last_year()),
        Topic::Notice => "UK1 to UK17".to_owned(),
        _ => {
            let mut rows: Vec<&Figure> = law.in_force(topic, today).collect();
            rows.sort_by_key(|row| row.number);
            let row = |row: &&Figure| format!("{}: {}", plain(topic, &row.name), value(row));
            rows.iter().map(row).collect::<Vec<_>>().join("; ")
        }
    }
}

/// What can be given a new figure: whatever has one.
pub(super) fn choices(law: &Law, topic: Topic) -> Vec<Choice> {
    if matches!(topic, Topic::LightTouch | Topic::Holiday) {
        return Vec::new();
    }
    let mut names: Vec<&str> = law.rows(topic).map(|row| row.name.as_str()).collect();
    names.dedup();
    names.sort_by_key(|name| (name.trim_start_matches("UK").parse::<u32>().unwrap_or(0), *name));
    let text = |name: &str| if topic == Topic::Notice { name.to_owned() } else { plain(topic, name) };
    names.into_iter().map(|name| Choice { value: name.to_owned(), text: text(name) }).collect()
}

/// The fields of a topic.
pub(super) fn read(form: &Reader, topic: Topic) -> NewFigures {
    let source = form.required("source", SOURCE);
    if topic == Topic::Holiday {
        return NewFigures::Holidays { lines: form.text_up_to("days", 20_000), source };
    }
    let name = if topic == Topic::LightTouch { code(form) } else { known(form, topic) };
    let is_counted = matches!(topic, Topic::Threshold | Topic::Band | Topic::Period | Topic::Cap | Topic::Retention);
    let number = match topic {
        Topic::LightTouch => Some(i64::from(form.required("listed", "Say whether it is on the list") == "yes")),
        _ if is_counted => Some(form.whole("number", 0..=1_000_000_000, "Enter a whole number, like 207720").into()),
        _ => None,
    };
    let has_title = matches!(topic, Topic::LightTouch | Topic::Notice);
    NewFigures::One(Figure {
        topic,
        name,
        valid_from: form.date("valid", "Enter the day from which it applies"),
        number,
        title: has_title.then(|| form.required("title", "Enter its name")),
        detail: (topic == Topic::Notice).then(|| form.required("detail", "Say when it is due")),
        exception: if topic == Topic::Notice { form.optional("exception") } else { None },
        source,
    })
}

fn known(form: &Reader, topic: Topic) -> String {
    let name = form.required("name", "Choose which");
    let law = crate::platform::law::current();
    if !name.is_empty() && law.newest(topic, &name).is_none() {
        form.error("name", "Choose which");
    }
    name
}

fn code(form: &Reader) -> String {
    let given = form.text("code");
    let plain = given.trim().split('-').next().unwrap_or_default().to_owned();
    if plain.len() != 8 || !plain.bytes().all(|each| each.is_ascii_digit()) {
        form.error("code", "Enter a CPV code of eight digits, like 55524000");
    }
    plain
}
