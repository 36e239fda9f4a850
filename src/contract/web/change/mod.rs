//! The pages of a contract's changes: the list, one change with what is to be done, and the forms that propose one.

mod forms;
mod joining;
mod list;
mod one;

use crate::contract::rules::change::ground_words;
use crate::contract::{self, Seen};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::page::PageSample;
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::Visit;
use ::entity::contract_change::ModificationGround;
use ::entity::ids::*;

use super::Choice;

const PARTIES: Who = Who::May(&[Action::SeeContract]);
const OFFICERS: Who = Who::May(&[Action::ChangeContract]);
const BODIES: Who = Who::May(&[Action::SignForBody]);
const SELLERS: Who = Who::May(&[Action::SignForProvider]);

pub(super) fn routes() -> Routes {
    Routes::new().merge(list::routes()).merge(one::routes()).merge(forms::routes()).merge(joining::routes())
}

pub(super) fn pages() -> Vec<PageSample> {
    [list::pages(), one::pages(), forms::pages(), joining::pages()].concat()
}

/// The contract for one of its parties; nobody else knows of its changes.
async fn party(visit: &Visit, id: ContractId) -> Result<Seen> {
    let seen = contract::seen(visit, id).await?;
    if seen.is_buyer || seen.is_seller { Ok(seen) } else { Err(Error::NotFound) }
}

fn path_of(id: ContractId) -> String {
    format!("/contracts/{id}/changes")
}

fn grounds() -> Vec<Choice> {
    let choice =
        |ground: &ModificationGround| Choice { value: ground.to_string(), text: ground_words(*ground).to_owned() };
    ModificationGround::ALL.iter().map(choice).collect()
}

const SEEN_BY: &str = "the schools of the contract and its cluster, and the provider";
