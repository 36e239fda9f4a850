//! The form in a page: which one has a name, and what its controls hold.

use super::{Field, Found, Kind};
use crate::client::page::{Page, nearest, read, selector};
use scraper::{ElementRef, Html};

pub(in crate::client) fn is_there(page: &Page, name: &str) -> bool {
    !alike(&page.html(), name).is_empty()
}

/// The form of a page that has this name: the one beside `near` where several have.
#[track_caller]
pub(in crate::client) fn find(page: &Page, name: &str, near: Option<&str>) -> Found {
    let html = page.html();
    let forms = alike(&html, name);
    let found = match near {
        Some(near) => nearest(&forms, near),
        None => forms.first().filter(|_| forms.len() == 1).copied(),
    };
    let form = found.unwrap_or_else(|| {
        panic!("{} forms “{name}” (near {near:?}) on {}", forms.len(), page.described());
    });
    let attr = |name: &str| form.attr(name).unwrap_or_default();
    let action = if attr("action").is_empty() { page.path.clone() } else { page.resolved(attr("action")) };
    Found {
        action,
        posts: attr("method").eq_ignore_ascii_case("post"),
        multipart: attr("enctype") == "multipart/form-data",
        fields: form.select(&selector("input, select, textarea")).flat_map(|it| fields(&form, it)).collect(),
        button: pressed(&form, name),
    }
}

/// The forms with a button of this name; where there is none, with this action, heading, legend or label.
fn alike<'a>(html: &'a Html, name: &str) -> Vec<ElementRef<'a>> {
    let forms: Vec<ElementRef> = html.select(&selector("form")).collect();
    let with_button: Vec<ElementRef> = forms.iter().copied().filter(|form| button(form, name).is_some()).collect();
    if !with_button.is_empty() {
        return with_button;
    }
    let headed = |form: &ElementRef| {
        let named = [form.attr("action"), form.attr("aria-label")].contains(&Some(name));
        named || form.select(&selector("h1, h2, h3, legend")).any(|it| read(it) == name)
    };
    forms.into_iter().filter(headed).collect()
}

const BUTTONS: &str = "button:not([type=button]), input[type=submit]";

fn button<'a>(form: &ElementRef<'a>, name: &str) -> Option<ElementRef<'a>> {
    form.select(&selector(BUTTONS))
        .find(|it| read(*it) == name || it.attr("value") == Some(name) && it.value().name() == "input")
}

/// Name and value that the pressed button adds: the named one, else the form's first.
fn pressed(form: &ElementRef, name: &str) -> Option<(String, String)> {
    let button = button(form, name).or_else(|| form.select(&selector(BUTTONS)).next())?;
    Some((button.attr("name")?.to_owned(), button.attr("value").unwrap_or_default().to_owned()))
}

/// The fields of one control: a list is one field for each option.
fn fields(form: &ElementRef, control: ElementRef) -> Vec<Field> {
    let attr = |name: &str| control.attr(name).unwrap_or_default().to_owned();
    if attr("name").is_empty() || control.attr("disabled").is_some() {
        return Vec::new();
    }
    let plain = Field {
        label: label(form, control),
        group: legend(control),
        id: attr("id"),
        ..Field::plain(&attr("name"), "")
    };
    if control.value().name() == "select" {
        return options(control, &plain);
    }
    let checkable = |kind| {
        let value = control.attr("value").unwrap_or("on").to_owned();
        Field { kind, value, on: control.attr("checked").is_some(), ..plain.clone() }
    };
    vec![match (control.value().name(), attr("type").as_str()) {
        ("textarea", _) => Field { value: control.text().collect(), ..plain },
        (_, "checkbox") => checkable(Kind::Check),
        (_, "radio") => checkable(Kind::Radio),
        (_, "file") => Field { kind: Kind::File, ..plain },
        (_, "submit" | "button" | "reset" | "image") => return Vec::new(),
        _ => Field { value: attr("value"), ..plain },
    }]
}

/// The options of a list; without a selected one a browser selects the first, unless several may be.
fn options(list: ElementRef, plain: &Field) -> Vec<Field> {
    let every: Vec<ElementRef> = list.select(&selector("option")).collect();
    let any_selected = every.iter().any(|option| option.attr("selected").is_some());
    let first = !any_selected && list.attr("multiple").is_none();
    let field = |(at, option): (usize, &ElementRef)| Field {
        kind: Kind::Choice,
        value: option.attr("value").map_or_else(|| read(*option), str::to_owned),
        on: option.attr("selected").is_some() || first && at == 0,
        label: read(*option),
        group: plain.label.clone(),
        ..plain.clone()
    };
    every.iter().enumerate().map(field).collect()
}

/// The text of the label that names a control, or its `aria-label`.
fn label(form: &ElementRef, control: ElementRef) -> String {
    let id = control.attr("id").unwrap_or_default();
    let labels = selector("label");
    let named = form.select(&labels).find(|label| !id.is_empty() && label.attr("for") == Some(id));
    let around = control.ancestors().filter_map(ElementRef::wrap).find(|it| it.value().name() == "label");
    let aria = || control.attr("aria-label").unwrap_or_default().to_owned();
    named.or(around).map_or_else(aria, read)
}

/// The legend of the nearest group around a control.
fn legend(control: ElementRef) -> String {
    let group = control.ancestors().filter_map(ElementRef::wrap).find(|it| it.value().name() == "fieldset");
    let legend = group.and_then(|group| group.select(&selector("legend")).next());
    legend.map(read).unwrap_or_default()
}
