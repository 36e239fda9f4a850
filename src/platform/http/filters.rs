//! The words of `platform::words` as template filters: `{{ offer.cost | pounds }}`.
//!
//! Amounts reach a template as decimal strings ("1234.50") and counts as whole numbers; a filter that is given anything
//! else fails, so that a page with a wrong figure never renders.

use crate::platform::words;
use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use tera::{Error, Kwargs, Map, State, Tera, TeraResult, Value, value::Key};

/// Adds every filter; templates are checked against these names when they are loaded.
pub(super) fn register(tera: &mut Tera) {
    register_figures(tera);
    register_dates(tera);
    tera.register_filter("in_sentence", |name: &str, _: Kwargs, _: &State| words::in_sentence(name));
    tera.register_filter("typed", |form: &Map, kwargs: Kwargs, _: &State| typed(form, &kwargs));
    tera.register_filter("fault", |form: &Map, kwargs: Kwargs, _: &State| fault(form, &kwargs));
}

fn register_figures(tera: &mut Tera) {
    type Words = fn(Decimal) -> String;
    let figures: [(&str, Words); 7] = [
        ("money", words::money),
        ("pounds", words::pounds),
        ("per_unit", words::per_unit),
        ("difference", words::difference),
        ("difference_per_unit", words::difference_per_unit),
        ("number", words::number),
        ("percent", words::percent),
    ];
    for (name, words) in figures {
        tera.register_filter(name, move |value: &Value, _: Kwargs, _: &State| decimal(value).map(words));
    }
    tera.register_filter("direction", |value: &Value, _: Kwargs, _: &State| {
        decimal(value).map(|change| words::direction(change).to_owned())
    });
    tera.register_filter("plural", |count: i64, kwargs: Kwargs, _: &State| plural(count, &kwargs));
}

fn register_dates(tera: &mut Tera) {
    tera.register_filter("date", |text: &str, _: Kwargs, _: &State| day(text).map(words::date));
    tera.register_filter("short_date", |text: &str, _: Kwargs, _: &State| day(text).map(words::short_date));
    tera.register_filter("time", |text: &str, _: Kwargs, _: &State| instant(text).map(words::time));
    tera.register_filter("deadline", |text: &str, _: Kwargs, _: &State| instant(text).map(words::deadline));
    tera.register_filter("datetime", |text: &str, _: Kwargs, _: &State| instant(text).map(words::moment));
}

fn decimal(value: &Value) -> TeraResult<Decimal> {
    let parsed = match (value.as_str(), value.as_i128()) {
        (Some(text), _) => text.parse().ok(),
        (None, Some(whole)) if !value.is_f64() => Decimal::try_from_i128_with_scale(whole, 0).ok(),
        _ => None,
    };
    parsed.ok_or_else(|| Error::message(format!("expected a decimal such as \"1234.50\", found {}", value.name())))
}

fn plural(count: i64, kwargs: &Kwargs) -> TeraResult<String> {
    let one = kwargs.must_get::<&str>("one")?;
    let many = kwargs.get::<&str>("many")?.map_or_else(|| format!("{one}s"), str::to_owned);
    Ok(words::plural(count, one, &many))
}

fn instant(text: &str) -> TeraResult<DateTime<Utc>> {
    text.parse().map_err(|_| Error::message(format!("expected an instant such as 2027-03-16T12:00:00Z, found {text}")))
}

/// A date, or the London day of an instant.
fn day(text: &str) -> TeraResult<NaiveDate> {
    text.parse().or_else(|_| instant(text).map(words::london_day))
}

/// What the person typed (or the stored value) in one field of a `FormView`.
fn typed(form: &Map, kwargs: &Kwargs) -> TeraResult<String> {
    let field = kwargs.must_get::<&str>("field")?;
    let values = form.get(&Key::Str("values")).and_then(Value::as_map);
    let value = values.and_then(|values| values.get(&Key::Str(field))).and_then(Value::as_str);
    Ok(value.unwrap_or_default().to_owned())
}

/// The first error of one field of a `FormView`, or nothing.
fn fault(form: &Map, kwargs: &Kwargs) -> TeraResult<String> {
    let field = kwargs.must_get::<&str>("field")?;
    let errors = form.get(&Key::Str("errors")).and_then(Value::as_array).unwrap_or_default();
    let part = |error: &Value, name: &str| error.get_from_path(name).and_then(Value::as_str).map(str::to_owned);
    let first = errors.iter().find(|error| part(error, "field").as_deref() == Some(field));
    Ok(first.and_then(|error| part(error, "text")).unwrap_or_default())
}
