//! What funds want of somebody now: a payment or a claim to decide about, an approved one to pay.

use super::{bank_place, may_decide, store};
use crate::cluster;
use crate::platform::access::Action;
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::platform::todo::ToDo;
use ::entity::fund_payment::{self, PaymentKind, PaymentState};
use ::entity::ids::*;
use ::entity::{cluster as cluster_table, fund};
use std::collections::HashMap;

/// A fixed number of queries for each cluster that the hat is worn in.
pub async fn to_do(context: &Context) -> Result<Vec<ToDo>> {
    let clusters = cluster::own(context).await?;
    if clusters.is_empty() {
        return Ok(Vec::new());
    }
    let connection = context.read();
    let waiting = store::asked_in_cluster(connection, clusters.iter().map(|cluster| cluster.id).collect()).await?;
    if waiting.is_empty() {
        return Ok(Vec::new());
    }
    let decisions = store::decisions(connection, waiting.iter().map(|payment| payment.id)).await?;
    let interests = store::interests(connection, waiting.iter().map(|payment| payment.id)).await?;
    let mut all = Vec::new();
    for cluster in clusters {
        let place = cluster::place_of(connection, cluster.id).await?;
        let may = context.actor.may(Action::DecideFundPayment, &place);
        let funds: HashMap<FundId, fund::Model> =
            store::funds(connection, cluster.id).await?.into_iter().map(|fund| (fund.id, fund)).collect();
        for payment in waiting.iter().filter(|payment| payment.cluster_id == cluster.id) {
            let Some(fund) = funds.get(&payment.fund_id) else { continue };
            let decides = payment.state == PaymentState::Asked
                && may
                && may_decide(context, payment, &decisions, &interests).is_ok();
            let pays =
                payment.state == PaymentState::Approved && context.actor.may(Action::BankFund, &bank_place(fund));
            if decides || pays {
                all.push(item(cluster, fund, payment));
            }
        }
    }
    Ok(all)
}

fn item(cluster: &cluster_table::Model, fund: &fund::Model, payment: &fund_payment::Model) -> ToDo {
    let what = if payment.kind == PaymentKind::Claim { "the claim of" } else { "a payment to" };
    let verb = if payment.state == PaymentState::Asked { "Decide about" } else { "Pay and record" };
    let why = match payment.state {
        PaymentState::Asked => format!("{} asks for another school's approval", fund.name),
        _ => format!("It is approved, and the money is in {}", fund.name),
    };
    let href = format!("/clusters/{}/funds/{}/payments/{}", cluster.slug, fund.id, payment.id);
    ToDo::new(format!("{verb} {what} {}", payment.payee), href, why)
}
