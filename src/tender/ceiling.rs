//! A warning where the price that earns no marks is the public price list of somebody who may bid.

use super::dossier::Dossier;
use super::rules::ceiling::is_near;
use crate::catalogue::baseline;
use crate::platform::error::Result;
use ::entity::exact::Exact;
use ::entity::money::Money;
use ::entity::tender::AuthorityHat;
use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

/// What the ceiling is next to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct CeilingWarning {
    pub ceiling: Money,
    /// What the authority's price list comes to over the whole term, for every school.
    pub price_list: Money,
}

/// The warning, where the authority may bid and its price list is known for every school of the tender.
pub async fn ceiling_warning(
    connection: &impl ConnectionTrait,
    dossier: &Dossier,
    today: NaiveDate,
) -> Result<Option<CeilingWarning>> {
    let may_bid = matches!(dossier.tender.authority_hat, None | Some(AuthorityHat::Bidder));
    let Some(ceiling) = dossier.price.ceiling.filter(|_| may_bid) else { return Ok(None) };
    let buyers: Vec<_> = dossier.buyers().into_iter().cloned().collect();
    let lists = baseline::of_price_lists(connection, &dossier.category, &buyers, today).await?;
    if buyers.is_empty() || lists.len() < buyers.len() {
        return Ok(None);
    }
    let yearly: Exact = lists.values().map(|list| &list.amount).sum();
    let whole = yearly * Exact::from(dossier.tender.term_years);
    let near = is_near(&ceiling.exact(), &whole);
    Ok(Money::rounded(&whole).filter(|_| near).map(|price_list| CeilingWarning { ceiling, price_list }))
}
