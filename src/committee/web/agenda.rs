//! What is done to a meeting before it begins: its agenda, its papers, calling it.

use super::meeting::{PURPOSES, render};
use super::{CALL, MOST_BYTES, SEE, meetings, parsed};
use crate::committee::{self as verbs, NewItem, NewPaper};
use crate::platform::error::Result;
use crate::platform::http::download;
use crate::platform::http::fields::{Fields, Reader, Upload};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use ::entity::agreement::SharingRule;
use ::entity::committee_item::DecisionKind;
use axum::extract::Path;
use axum::response::Response;

pub(super) fn routes() -> Routes {
    Routes::new()
        .post("/clusters/{slug}/meetings/{number}/when", CALL, change)
        .post("/clusters/{slug}/meetings/{number}/items", CALL, add_item)
        .post("/clusters/{slug}/meetings/{number}/items/{position}/up", CALL, move_up)
        .post("/clusters/{slug}/meetings/{number}/items/{position}/remove", CALL, remove_item)
        .post_files("/clusters/{slug}/meetings/{number}/papers", CALL, MOST_BYTES, add_paper)
        .get("/clusters/{slug}/meetings/{number}/papers/{file}", SEE, read_paper)
        .post("/clusters/{slug}/meetings/{number}/papers/{file}/remove", CALL, remove_paper)
        .post("/clusters/{slug}/meetings/{number}/call", CALL, call)
        .post("/clusters/{slug}/meetings/{number}/call-off", CALL, call_off)
}

/// Shows the meeting with what was done, or the form with what is wrong.
pub(super) async fn done(
    visit: &Visit,
    (slug, number): (&str, i32),
    fields: &Fields,
    result: Result<()>,
    said: &str,
) -> Result<Response> {
    match result {
        Ok(()) => visit.go_saying(format!("/clusters/{slug}/meetings/{number}"), said),
        Err(error) => render(visit, slug, number, Some(fields.refused(error)?)).await,
    }
}

async fn change(visit: Visit, Path((slug, number)): Path<(String, i32)>, fields: Fields) -> Result<Response> {
    match fields.read(meetings::read) {
        Ok(new) => {
            let changed = verbs::change_meeting(&visit, &slug, number, new).await;
            done(&visit, (&slug, number), &fields, changed, "The meeting is moved").await
        }
        Err(form) => render(&visit, &slug, number, Some(form)).await,
    }
}

pub(super) fn read_item(form: &Reader) -> NewItem {
    let kind = form.optional_parsed::<DecisionKind>("kind", "Choose what kind of decision it is");
    NewItem {
        purpose: form.choice("purpose", &PURPOSES, "Choose what the item is for"),
        title: form.required("title", "Enter what the item is about"),
        words: form.text("words"),
        kind,
        sharing_rule: form.optional_parsed::<SharingRule>("sharing_rule", "Choose the rule to vote on"),
    }
}

async fn add_item(visit: Visit, Path((slug, number)): Path<(String, i32)>, fields: Fields) -> Result<Response> {
    match fields.read(read_item) {
        Ok(new) => {
            let added = verbs::add_item(&visit, &slug, number, new).await;
            done(&visit, (&slug, number), &fields, added, "The item is on the agenda").await
        }
        Err(form) => render(&visit, &slug, number, Some(form)).await,
    }
}

async fn move_up(visit: Visit, Path(at): Path<(String, i32, i32)>, fields: Fields) -> Result<Response> {
    let (slug, number, position) = at;
    let moved = verbs::move_up(&visit, &slug, number, position).await;
    done(&visit, (&slug, number), &fields, moved, "The agenda is changed").await
}

async fn remove_item(visit: Visit, Path(at): Path<(String, i32, i32)>, fields: Fields) -> Result<Response> {
    let (slug, number, position) = at;
    let removed = verbs::remove_item(&visit, &slug, number, position).await;
    done(&visit, (&slug, number), &fields, removed, "The item is taken off the agenda").await
}

async fn add_paper(visit: Visit, Path((slug, number)): Path<(String, i32)>, upload: Upload) -> Result<Response> {
    let read = upload.fields.read(|form| form.optional_parsed::<i32>("item", "Choose an item of the agenda"));
    let position = match read {
        Ok(position) => position,
        Err(form) => return render(&visit, &slug, number, Some(form)).await,
    };
    let Some(file) = upload.files.iter().find(|file| file.field == "file") else {
        let form = upload.fields.view().refusing("file", "Choose the paper to add");
        return render(&visit, &slug, number, Some(form)).await;
    };
    let new = NewPaper { name: file.name.clone(), bytes: file.bytes.clone(), position };
    let added = verbs::add_paper(&visit, &slug, number, new).await;
    done(&visit, (&slug, number), &upload.fields, added, "The paper is added").await
}

async fn read_paper(visit: Visit, Path(at): Path<(String, i32, String)>) -> Result<Response> {
    let (slug, number, file) = at;
    let (paper, bytes) = verbs::read_paper(&visit, &slug, number, parsed(&file)?).await?;
    Ok(download::attachment(&paper.name, &paper.media_type, bytes))
}

async fn remove_paper(visit: Visit, Path(at): Path<(String, i32, String)>, fields: Fields) -> Result<Response> {
    let (slug, number, file) = at;
    let removed = verbs::remove_paper(&visit, &slug, number, parsed(&file)?).await;
    done(&visit, (&slug, number), &fields, removed, "The paper is taken out").await
}

async fn call(visit: Visit, Path((slug, number)): Path<(String, i32)>, fields: Fields) -> Result<Response> {
    match fields.read(|form| form.optional("urgent_reason")) {
        Ok(reason) => {
            let called = verbs::call(&visit, &slug, number, reason).await;
            done(&visit, (&slug, number), &fields, called, "The meeting is called. Every member has the notice by mail")
                .await
        }
        Err(form) => render(&visit, &slug, number, Some(form)).await,
    }
}

async fn call_off(visit: Visit, Path((slug, number)): Path<(String, i32)>, fields: Fields) -> Result<Response> {
    match fields.read(|form| form.required("reason", "Enter why the meeting is called off")) {
        Ok(reason) => {
            let off = verbs::call_off(&visit, &slug, number, &reason).await;
            done(&visit, (&slug, number), &fields, off, "The meeting is called off").await
        }
        Err(form) => render(&visit, &slug, number, Some(form)).await,
    }
}
