//! A warning where the price that earns no marks is the public price list of somebody who may bid.

use super::dossier::Dossier;
use super::rules::ceiling::is_near;
use super::rules::lots::LotRules;
use crate::catalogue::baseline;
use crate::platform::error::Result;
use ::entity::exact::Exact;
use ::entity::money::Money;
use ::entity::tender::AuthorityHat;
use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

/// What the ceiling of a lot is next to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct CeilingWarning {
    /// The lot's number, where there are several.
    pub lot: Option<i32>,
    pub ceiling: Money,
    /// What the authority's price list comes to over the whole term, for every school of the lot.
    pub price_list: Money,
}

/// The warnings by lot, where the authority may bid and its price list is known for every school of the lot.
pub async fn ceiling_warnings(
    connection: &impl ConnectionTrait,
    dossier: &Dossier,
    today: NaiveDate,
) -> Result<Vec<CeilingWarning>> {
    let may_bid = matches!(dossier.tender.authority_hat, None | Some(AuthorityHat::Bidder));
    if !may_bid || dossier.lots.iter().all(|lot| lot.price.ceiling.is_none()) {
        return Ok(Vec::new());
    }
    let buyers: Vec<_> = dossier.buyers().into_iter().cloned().collect();
    let lists = baseline::of_price_lists(connection, &dossier.category, &buyers, today).await?;
    let is_one_of_several = dossier.lots.len() > 1;
    let warning = |rules: &LotRules| {
        let ceiling = rules.price.ceiling?;
        let own = buyers.iter().filter(|school| rules.is_for(school.id));
        let yearly: Vec<&Exact> = own.map(|school| Some(&lists.get(&school.id)?.amount)).collect::<Option<_>>()?;
        let whole = yearly.into_iter().sum::<Exact>() * Exact::from(dossier.tender.term_years);
        let price_list = Money::rounded(&whole).filter(|_| is_near(&ceiling.exact(), &whole))?;
        Some(CeilingWarning { lot: is_one_of_several.then_some(rules.lot.number), ceiling, price_list })
    };
    Ok(dossier.lots.iter().filter_map(warning).collect())
}
