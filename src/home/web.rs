//! The home page and the one that says who clusterbuy is for.

mod events;

use crate::platform::error::Result;
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::todo::{OF_AN_EVENING, ToDo};
use crate::platform::words;
use axum::response::Response;
use chrono::{Duration, NaiveDate};
use serde::Serialize;

pub fn routes() -> Routes {
    Routes::new().get("/home", Who::SignedIn, show).merge(events::routes())
}

pub fn pages() -> Vec<PageSample> {
    [vec![PageSample::of::<HomePage>()], events::pages()].concat()
}

#[derive(Serialize)]
struct Item {
    text: String,
    href: String,
    due: Option<String>,
    why: String,
    minutes: u32,
}

impl Item {
    fn of(todo: ToDo) -> Self {
        let due = todo.due.map(words::date);
        Self { text: todo.text, href: todo.href, due, why: todo.why, minutes: todo.minutes }
    }
}

#[derive(Serialize)]
struct Group {
    heading: &'static str,
    items: Vec<Item>,
}

#[derive(Serialize)]
struct HomePage {
    name: String,
    /// At most three things, and the minutes that they take together.
    evening: Vec<Item>,
    minutes: u32,
    groups: Vec<Group>,
}

impl Page for HomePage {
    const TEMPLATE: &'static str = "home/home.html";
    fn samples() -> Vec<Self> {
        let item = |due: Option<&str>| Item {
            text: "Sign off your catering demand".to_owned(),
            href: "/home".to_owned(),
            due: due.map(str::to_owned),
            why: "You are headteacher".to_owned(),
            minutes: 5,
        };
        let groups = vec![Group { heading: "Today", items: vec![item(None), item(Some("Tuesday 16 March 2027"))] }];
        let page = |evening: Vec<Item>, groups| Self { name: "A".to_owned(), evening, minutes: 25, groups };
        vec![
            page(vec![item(None), item(Some("Today"))], groups),
            page(vec![item(None)], Vec::new()),
            page(Vec::new(), Vec::new()),
        ]
    }
}

async fn show(visit: Visit) -> Result<Response> {
    let today = words::london_day(visit.now);
    let mut all = super::to_do(&visit).await?;
    let others = all.split_off(all.len().min(OF_AN_EVENING));
    let page = HomePage {
        name: visit.actor.name.clone(),
        minutes: all.iter().map(|todo| todo.minutes).sum(),
        evening: all.into_iter().map(Item::of).collect(),
        groups: grouped(others, today),
    };
    visit.page(frame("Home"), &page)
}

fn grouped(all: Vec<ToDo>, today: NaiveDate) -> Vec<Group> {
    let heading = |todo: &ToDo| match todo.due {
        Some(due) if due < today => "Overdue",
        Some(due) if due == today => "Today",
        Some(due) if due < today + Duration::days(7) => "This week",
        _ => "Later",
    };
    let mut groups: Vec<Group> =
        ["Overdue", "Today", "This week", "Later"].map(|heading| Group { heading, items: Vec::new() }).into();
    for todo in all {
        let name = heading(&todo);
        let item = Item::of(todo);
        if let Some(group) = groups.iter_mut().find(|group| group.heading == name) {
            group.items.push(item);
        }
    }
    groups.retain(|group| !group.items.is_empty());
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_due_stands_under_its_week() {
        let today = NaiveDate::from_ymd_opt(2027, 3, 16).unwrap();
        let due = |days: i64| ToDo::new("x", "/", "y").due(today + Duration::days(days));
        let groups = grouped(vec![due(-1), due(0), due(6), due(7), ToDo::new("x", "/", "y")], today);
        let shape: Vec<_> = groups.iter().map(|group| (group.heading, group.items.len())).collect();
        assert_eq!(shape, [("Overdue", 1), ("Today", 1), ("This week", 1), ("Later", 2)]);
    }
}
