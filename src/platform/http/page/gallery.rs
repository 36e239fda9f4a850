//! Every component on one page, rendered strictly, and what must hold for every template.

use super::*;
use crate::platform::http::chart::{BarChart, Heading, LineChart, Measure, Period, StackedChart};
use crate::platform::sections::{Section, Sections};
use serde_json::json;

const GALLERY: &str = "gallery.html";

fn shell() -> Shell {
    Shell {
        title: "Compare catering".to_owned(),
        path: "/schools/100123/compare/catering".to_owned(),
        csrf: Some("token".to_owned()),
        signed_in: Some(SignedIn {
            name: "Ada Example".to_owned(),
            acting_as: "school business manager, Canal Side Primary".to_owned(),
            can_switch: true,
        }),
        navigation: ["Home", "Compare", "Demand", "Contracts", "Savings"]
            .map(|text| NavigationLink { href: "/home".to_owned(), text: text.to_owned(), current: text == "Compare" })
            .to_vec(),
        flash: Some(Flash { kind: FlashKind::Success, text: "Demand saved".to_owned() }),
        demonstration: Some(Demonstration {
            now_words: "10:42am on 16 March 2027".to_owned(),
            step: "Catering tender: pooling demand".to_owned(),
            next_step: Some("Publish the tender".to_owned()),
        }),
        error_count: 0,
        back: Some(Link { href: "/home".to_owned(), text: "Home".to_owned() }),
        who_can_see: Some("Canal Side staff and governors".to_owned()),
        sections: lots(),
    }
}

fn lots() -> Sections {
    let lot = |text: &str, current| Section { href: "/home?lot=1".to_owned(), text: text.to_owned(), current };
    Sections {
        label: "Lots".to_owned(),
        items: vec![lot("Lot 1, Infants: scoring", true), lot("Lot 2, Juniors: scoring", false)],
        keep: "?lot=1".to_owned(),
    }
}

fn heading(id: &str, finding: &str) -> Heading {
    Heading { id: id.to_owned(), finding: finding.to_owned(), table: "What each offer would cost".to_owned() }
}

fn measure(label: &str, amount: i64, words: &str) -> Measure {
    Measure { label: label.to_owned(), amount, words: words.to_owned() }
}

fn charts() -> Value {
    let offers = [measure("Provider B", 99_750, "£99,750"), measure("Provider A", 101_148, "£101,148")];
    let changes = [measure("Rose Hill Primary", 2_280, "£2,280 more"), measure("Canal Side", -4_587, "£4,587 less")];
    let scores = [
        ("Provider A".to_owned(), 460, 394, "85.4 (46.0 + 39.4)".to_owned()),
        ("Provider B".to_owned(), 360, 400, "76.0 (36.0 + 40.0)".to_owned()),
    ];
    let period = |name: &str, expected, actual| Period { name: name.to_owned(), expected, actual };
    let years = [period("2027", 900, Some(950)), period("2028", 850, Some(800)), period("2029", 840, None)];
    json!({
        "bars": BarChart::against(heading("bars", "Provider B costs least"), &offers, Some(&measure("You pay now", 105_735, "£105,735"))),
        "diverging": BarChart::diverging(heading("diverging", "One school pays less, one pays more"), &changes),
        "stacked": StackedChart::new(heading("stacked", "Provider A scores most"), ["Quality", "Price"], &scores),
        "line": LineChart::new(heading("line", "Less than expected in 2028"), &years, ["Expected £840", "Actual £800"]),
    })
}

fn context(form: FormView) -> Value {
    let lines =
        json!([{"text": "39,900 meals at £2.42", "amount": "£96,558"}, {"text": "Management", "amount": "£4,590"}]);
    let mut context = json!({
        "form": form, "empty_form": FormView::default(), "now": "105735",
        "paging": {"page": 2, "pages": 1200, "previous": "?page=1", "next": "?page=3"},
        "offers": [
            {"provider": "Provider B", "cost": "99750", "change": "-5985", "management": "0.12", "lines": lines},
            {"provider": "Provider A", "cost": "101148", "change": "-4587", "management": "0.10", "lines": lines},
            {"provider": "Provider C", "cost": "106932", "change": "1197", "management": "0.08", "lines": lines},
        ],
        "tasks": [{"title": "Prepare", "tasks": [
            {"text": "What you are buying", "href": "/t", "status": "Completed", "kind": "done"},
            {"text": "Demand", "href": "/t", "status": "6 of 9 schools replied", "kind": "progress", "hint": "Due midday Friday 5 February 2027"},
            {"text": "Check and publish", "href": null, "status": "Cannot start yet", "kind": "waiting"},
        ]}],
        "rows": [
            {"key": "Organisation", "value": "Provider A", "href": "/o", "action": null},
            {"key": "Price in year 1", "value": "£101,148", "href": null, "action": null},
        ],
    });
    if let (Value::Object(context), Value::Object(charts)) = (&mut context, charts()) {
        context.extend(charts);
    }
    context
}

fn faulty() -> FormView {
    FormView::default()
        .with("name", "Canal <Side>")
        .with("price", "two pounds")
        .with("answer", "We train \"everyone\" twice")
        .with("start-day", "31")
        .with("category", "hr")
        .with("vote", "against")
        .with("needs", "breakfast\nlunch")
        .with("milk", "yes")
        .with("meals", "two hundred")
        .refusing("price", "Enter the price per meal in pounds and pence, like 2.42")
        .refusing("answer", "Your answer must be 500 words or fewer. It is 538")
        .refusing("start-day", "Enter a date, like 31 8 2027")
        .refusing("vote", "Choose how your school votes")
        .refusing("needs", "Choose what you need")
        .refusing("agree", "Confirm that you have read the declarations")
        .refusing("menu", "The selected file must be a PDF, DOCX, XLSX or CSV")
        .refusing("meals", "Meals a day: enter a whole number. We found \"two hundred\"")
}

fn pages() -> Pages {
    let mut pages = Pages::load().unwrap();
    pages.tera.add_raw_template(GALLERY, include_str!("gallery.html")).unwrap();
    pages
}

fn gallery(form: FormView) -> String {
    let sample = PageSample { template: GALLERY, contexts: vec![context(form)] };
    pages().check(&sample, &shell()).unwrap_or_else(|error| panic!("{error}")).remove(0)
}

/// Where `CLUSTERBUY_GALLERY` names a folder, the gallery is written there to be looked at.
fn keep(name: &str, html: &str) {
    if let Some(folder) = std::env::var_os("CLUSTERBUY_GALLERY") {
        std::fs::write(std::path::Path::new(&folder).join(name), html).unwrap();
    }
}

#[test]
fn every_component_renders_without_an_undefined_variable() {
    let html = gallery(FormView::default());
    keep("gallery.html", &html);
    assert!(html.contains("<title>Compare catering – clusterbuy</title>"));
    assert!(!html.contains("There is a problem"));
}

#[test]
fn every_component_is_in_the_gallery_or_in_one_that_is() {
    let pages = pages();
    let sources: String =
        sources().into_iter().map(|(_, text)| text).chain([include_str!("gallery.html").to_owned()]).collect();
    let unused = pages
        .tera
        .get_component_names()
        .filter(|name| [' ', '>', '/'].iter().all(|end| !sources.contains(&format!("<{name}{end}"))));
    assert_eq!(unused.collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn every_page_of_a_request_not_done_renders() {
    let pages = pages();
    for sample in super::super::error_pages::pages() {
        for shell in [Shell::default(), shell()] {
            pages.check(&sample, &shell).unwrap();
        }
    }
}

#[test]
fn errors_stand_in_the_title_in_the_summary_and_beside_their_fields_with_what_was_typed() {
    let html = gallery(faulty());
    keep("gallery-errors.html", &html);
    let page = scraper::Html::parse_document(&html);
    let find =
        |css: &str| page.select(&scraper::Selector::parse(css).unwrap()).next().unwrap_or_else(|| panic!("{css}"));
    assert_eq!(find("title").text().collect::<String>(), "Error: Compare catering – clusterbuy");
    assert_eq!(find("#name").attr("value"), Some("Canal <Side>"));
    assert_eq!(find("#price").attr("aria-describedby"), Some("price-hint price-error"));
    assert_eq!(find("#price").attr("aria-invalid"), Some("true"));
    let ticked = page.select(&scraper::Selector::parse("[type=checkbox][checked]").unwrap()).count();
    assert_eq!(ticked, 3, "two answers of one name, and one of its own");
    assert!(find("textarea").text().collect::<String>().contains("\"everyone\""));
    for error in faulty().errors {
        assert_eq!(find(&format!(".error-summary a[href='#{}']", error.field)).text().collect::<String>(), error.text);
        find(&format!("#{}", error.field));
        let field = error.field.trim_end_matches("-day");
        assert!(find(&format!("#{field}-error")).text().collect::<String>().contains(&error.text));
    }
}

#[test]
fn ids_are_unique_on_the_page() {
    let html = gallery(faulty());
    let page = scraper::Html::parse_document(&html);
    let every_id = scraper::Selector::parse("[id]").unwrap();
    let mut ids: Vec<_> = page.select(&every_id).filter_map(|element| element.attr("id")).collect();
    ids.sort_unstable();
    let repeated: Vec<_> = ids.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    assert_eq!(repeated, Vec::<&str>::new());
}

#[test]
fn no_template_styles_inline_runs_a_script_or_borrows_an_identity() {
    for (path, text) in sources() {
        for refused in [" style=", "<style", " onclick=", "javascript:", "GDS Transport", "crest", "crown"] {
            assert!(!text.contains(refused), "{path} contains {refused}");
        }
        assert!(!text.contains("<script") || path == "layout.html", "{path} has a script");
    }
}

#[test]
fn an_undefined_variable_fails_even_where_a_condition_hides_it() {
    let mut pages = pages();
    let source =
        r#"{% extends "layout.html" %}{% block main %}{% if shown %}{{ hidden }}{% endif %}{% endblock main %}"#;
    pages.tera.add_raw_template("strict.html", source).unwrap();
    let sample = PageSample { template: "strict.html", contexts: vec![json!({"shown": false})] };
    let error = pages.check(&sample, &Shell::default()).unwrap_err();
    assert!(matches!(error, PageError::Undefined { missing, .. } if missing == ["hidden"]));
    let wrong = PageSample { template: "strict.html", contexts: Vec::new() };
    assert!(matches!(pages.check(&wrong, &Shell::default()), Err(PageError::NoSamples("strict.html"))));
}
