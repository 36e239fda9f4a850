//! The documents that show a bid's conditions: taken from what the organisation keeps, or added to this bid.

use super::desk::Desk;
use super::draft::{add_document, change_documents};
use super::rules::Evidence;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::provider;
use ::entity::ids::*;
use ::entity::tender_condition::{ConditionKind, Model as Condition};
use chrono::NaiveDate;

/// A document as its bidder gives it.
#[derive(Clone, Debug)]
pub enum GivenEvidence {
    /// One of those that the organisation keeps; the bid gets its own copy.
    Kept(ProviderEvidenceId),
    New {
        name: String,
        bytes: Vec<u8>,
        expires_on: Option<NaiveDate>,
        /// Keep it for later bids too.
        keeps: bool,
    },
}

/// The condition of this bid's tender that a document is to show.
pub fn evidence_asked<'a>(desk: &'a Desk, code: &str) -> Result<&'a Condition> {
    let asked = |condition: &&Condition| condition.code == code && condition.kind == ConditionKind::Evidence;
    desk.asked.conditions.iter().find(asked).ok_or(Error::NotFound)
}

/// Attaches a document to a condition, in place of an earlier one, which stays among the documents.
pub async fn attach_evidence(context: &Context, desk: &Desk, code: &str, given: GivenEvidence) -> Result<()> {
    let condition = evidence_asked(desk, code)?;
    let (name, bytes, expires_on) = match given {
        GivenEvidence::Kept(id) => {
            let (held, bytes) = provider::read_evidence(context, desk.provider.id, id).await?;
            (held.file_name, bytes, held.expires_on)
        }
        GivenEvidence::New { name, bytes, expires_on, keeps } => {
            if keeps {
                let new = provider::NewEvidence { name: condition.name.clone(), file_name: name.clone(), expires_on };
                provider::keep_evidence(context, desk.provider.id, new, &bytes).await?;
            }
            (name, bytes, expires_on)
        }
    };
    let file = add_document(context, desk, &name, &bytes).await?;
    let code = condition.code.clone();
    change_documents(context, desk, |draft| {
        draft.evidence.insert(code, Evidence { file, expires_on });
    })
    .await
}
