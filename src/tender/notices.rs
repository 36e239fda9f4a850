//! What a tender writes to people.

use super::store;
use crate::platform::change::Change;
use crate::platform::error::Result;
use crate::platform::mail::{Notice, Receiver};
use crate::{account, bid, cluster};
use ::entity::membership::Role;
use ::entity::tender;
use sea_orm::entity::prelude::Uuid;
use serde::Serialize;
use std::collections::BTreeMap;

macro_rules! notices {
    ($($(#[$doc:meta])* $name:ident, $template:literal { $($field:ident),* })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize)]
        pub(super) struct $name { pub reference: String, pub title: String, $(pub $field: String),* }
        impl Notice for $name {
            const TEMPLATE: &'static str = $template;
        }
    )+};
}

notices! {
    /// To the reviewers: there is a tender to check.
    ReviewAsked, "mail/tender_review.txt" { }
    /// To the chair: it needs work.
    Returned, "mail/tender_returned.txt" { reason }
    /// To the chair, clerk and lead: a provider asked.
    QuestionAsked, "mail/question_asked.txt" { closes }
    /// To the providers that follow it.
    QuestionAnswered, "mail/question_answered.txt" { }
    /// To the providers that follow it: `news` is what the subject says of the deadline, `version` the one that a material
    /// change made.
    Changed, "mail/tender_changed.txt" { number, text, news, version }
    /// To the providers that follow it and to the member schools: withdrawn or cancelled.
    Ended, "mail/tender_ended.txt" { how, reason }
    /// To a provider that asked to take part.
    RequestReceived, "mail/request_received.txt" { provider, received, closes }
    /// To a provider that may bid in the second stage.
    Invited, "mail/invited_to_bid.txt" { provider, deadline, reasons }
    /// To one that may not, at the same minute.
    NotInvited, "mail/not_invited.txt" { provider, why, reasons }
    /// To a firm: when and where its meeting is.
    MeetingArranged, "mail/meeting_arranged.txt" { what, at, place }
    MeetingCalledOff, "mail/meeting_called_off.txt" { what, at, reason }
    /// To the officers: one of them wants to cancel it.
    CancellationProposed, "mail/cancellation_proposed.txt" { by, reason }
}

/// Tells everybody who holds one of the roles in the cluster or in the tender, each person once.
pub(super) async fn tell_roles(
    change: &Change,
    tender: &tender::Model,
    roles: &[Role],
    notice: &impl Notice,
) -> Result<()> {
    let mut people: BTreeMap<String, Receiver> = BTreeMap::new();
    for role in roles {
        let scope: Uuid = match role.scope() {
            ::entity::membership::Scope::Tender => tender.id.0,
            _ => tender.cluster_id.0,
        };
        let held = account::receivers(change.tx(), *role, scope).await?;
        people.extend(held.into_iter().map(|(_, receiver)| (receiver.email.clone(), receiver)));
    }
    for receiver in people.into_values() {
        change.tell(receiver, notice).await?;
    }
    Ok(())
}

/// Tells the staff of every provider that follows the tender or has begun a bid.
pub(super) async fn tell_followers(change: &Change, tender: &tender::Model, notice: &impl Notice) -> Result<()> {
    let mut providers = store::following(change.tx(), tender.id).await?;
    providers.extend(bid::providers_to_tell(change, tender.id).await?);
    for person in store::sellers_of(change.tx(), providers).await? {
        change.tell(Receiver { name: person.name, email: person.email }, notice).await?;
    }
    Ok(())
}

/// Tells the head and the business manager of every member school, and who represents it, each person once. Before the
/// schools were asked for their demand they know nothing of a tender.
pub(super) async fn tell_members(change: &Change, tender: &tender::Model, notice: &impl Notice) -> Result<()> {
    if tender.pooled_at.is_none() {
        return Ok(());
    }
    let members = cluster::members(change.tx(), tender.cluster_id).await?;
    let schools = members.into_iter().map(|member| member.school.id).collect();
    for person in store::told_of_schools(change.tx(), tender.cluster_id, schools).await? {
        change.tell(Receiver { name: person.name, email: person.email }, notice).await?;
    }
    Ok(())
}
