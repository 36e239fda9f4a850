//! What is mailed about payments: who may approve is asked, who asked hears what came of it, a school hears that it is paid.
//! Letters carry no amounts.

use super::rules::{Approver, Asked, may_approve};
use crate::account;
use crate::cluster;
use crate::platform::change::Change;
use crate::platform::error::Result;
use crate::platform::mail::Notice;
use crate::school;
use ::entity::fund_payment::{self, PaymentKind};
use ::entity::membership::Role;
use ::entity::{cluster::Model as Cluster, fund::Model as Fund, fund_decision, ids::*};
use serde::Serialize;
use std::collections::BTreeSet;

/// To who may approve.
#[derive(Serialize)]
struct ToDecide {
    name: String,
    cluster: String,
    fund: String,
    /// "the claim of Old Church".
    what: String,
    purpose: String,
    /// Another school approved already.
    is_second: bool,
    path: String,
}

impl Notice for ToDecide {
    const TEMPLATE: &'static str = "mail/fund_payment_to_decide.txt";
}

/// To who asked.
#[derive(Serialize)]
struct Decided {
    name: String,
    fund: String,
    what: String,
    is_approved: bool,
    reason: String,
    path: String,
}

impl Notice for Decided {
    const TEMPLATE: &'static str = "mail/fund_payment_decided.txt";
}

/// To the school that is paid.
#[derive(Serialize)]
struct Paid {
    name: String,
    school: String,
    fund: String,
    is_claim: bool,
    reference: String,
    path: String,
}

impl Notice for Paid {
    const TEMPLATE: &'static str = "mail/fund_paid.txt";
}

/// "a payment to A. Clerk", "the claim of Old Church".
pub(super) fn what(payment: &fund_payment::Model) -> String {
    match payment.kind {
        PaymentKind::Claim => format!("the claim of {}", payment.payee),
        PaymentKind::Spending | PaymentKind::Return | PaymentKind::Transfer => {
            format!("a payment to {}", payment.payee)
        }
    }
}

fn path(cluster: &Cluster, payment: &fund_payment::Model) -> String {
    format!("/clusters/{}/funds/{}/payments/{}", cluster.slug, payment.fund_id, payment.id)
}

/// Asks the chair and the vice-chair; where they are too few who may, the representatives too.
pub(super) async fn ask_for_approval(
    change: &Change,
    (cluster, fund): (&Cluster, &Fund),
    payment: &fund_payment::Model,
    decisions: &[fund_decision::Model],
) -> Result<()> {
    let approved = decisions.iter().filter(|one| one.approved).map(|one| (one.account_id, one.school_id)).collect();
    let asked = Asked { by: payment.asked_by, school: payment.asked_for, receiver: payment.school_id, approved };
    let officers = cluster::officers(change.tx(), cluster.id).await?;
    let may = |roles: &[Role]| -> BTreeSet<AccountId> {
        let able = officers.iter().filter(|officer| roles.contains(&officer.role));
        let able = able.filter(|officer| {
            let approver = Approver { account: officer.account, school: officer.school, has_interest: false };
            may_approve(&asked, &approver).is_ok()
        });
        able.map(|officer| officer.account).collect()
    };
    let mut told = may(&[Role::Chair, Role::ViceChair]);
    let missing = usize::try_from(payment.needed).unwrap_or_default().saturating_sub(asked.approved.len());
    if told.len() < missing {
        told.extend(may(&[Role::Representative]));
    }
    for receiver in account::receivers_of(change.tx(), told.into_iter().collect()).await?.into_values() {
        let notice = ToDecide {
            name: receiver.name.clone(),
            cluster: cluster.name.clone(),
            fund: fund.name.clone(),
            what: what(payment),
            purpose: payment.purpose.clone(),
            is_second: !asked.approved.is_empty(),
            path: path(cluster, payment),
        };
        change.tell(receiver, &notice).await?;
    }
    Ok(())
}

/// Tells who asked that it was approved or refused, and why.
pub(super) async fn tell_asker(
    change: &Change,
    (cluster, fund): (&Cluster, &Fund),
    payment: &fund_payment::Model,
    (is_approved, reason): (bool, &str),
) -> Result<()> {
    for receiver in account::receivers_of(change.tx(), vec![payment.asked_by]).await?.into_values() {
        let notice = Decided {
            name: receiver.name.clone(),
            fund: fund.name.clone(),
            what: what(payment),
            is_approved,
            reason: reason.to_owned(),
            path: path(cluster, payment),
        };
        change.tell(receiver, &notice).await?;
    }
    Ok(())
}

/// Tells a school that its claim, or what a fund gives back to it, is paid.
pub(super) async fn tell_paid(
    change: &Change,
    (cluster, fund): (&Cluster, &Fund),
    payment: &fund_payment::Model,
    reference: &str,
) -> Result<()> {
    let Some(id) = payment.school_id else { return Ok(()) };
    let all = cluster::all_members(change.tx(), cluster.id).await?;
    let Some(school) = all.into_iter().map(|member| member.school).find(|school| school.id == id) else {
        return Ok(());
    };
    for receiver in school::keepers(change.tx(), id).await? {
        let notice = Paid {
            name: receiver.name.clone(),
            school: school.name.clone(),
            fund: fund.name.clone(),
            is_claim: payment.kind == PaymentKind::Claim,
            reference: reference.to_owned(),
            path: path(cluster, payment),
        };
        change.tell(receiver, &notice).await?;
    }
    Ok(())
}
