//! Who may sign what: for each body, who signs up to which amount, and who therefore signs for its part of a contract.

use crate::contract::store::{self, Held, Part};
use crate::contract::{Limits, Term};
use crate::platform::error::{Error, Result};
use crate::platform::http::visit::Visit;
use crate::platform::words;
use ::entity::exact::Exact;
use ::entity::money::Money;
use serde::Serialize;

/// One school's part and its body's limits.
#[derive(Clone, Serialize)]
pub(super) struct SignerRow {
    school: String,
    /// Its part of all years, at the prices of the first.
    total: Money,
    manager_up_to: Money,
    head_up_to: Money,
    /// Where the body recorded no limits of its own.
    is_assumed: bool,
    signs: &'static str,
}

impl SignerRow {
    pub(super) fn sample(is_assumed: bool) -> SignerRow {
        SignerRow {
            school: "Canal Side Primary".to_owned(),
            total: Money(93_600_000),
            manager_up_to: Money(0),
            head_up_to: Money(400_000_000),
            is_assumed,
            signs: "Headteacher",
        }
    }
}

/// One query.
pub(super) async fn signers(visit: &Visit, held: &Held) -> Result<Vec<SignerRow>> {
    let own = store::limits_of(visit.read(), held.parts.iter().map(|part| part.school.id)).await?;
    let assumed = Limits::by_default(words::london_day(visit.now)).map_err(Error::refused)?;
    let years = Exact::from(Term::of(&held.contract).years());
    let row = |part: &Part| {
        let limits = own.get(&part.school.id).map(Limits::of);
        let by = limits.unwrap_or(assumed);
        let total = Money::rounded(&(part.row.yearly_cost.exact() * &years)).unwrap_or(part.row.yearly_cost);
        SignerRow {
            school: part.school.name.clone(),
            total,
            manager_up_to: by.manager_up_to,
            head_up_to: by.head_up_to,
            is_assumed: limits.is_none(),
            signs: match total {
                total if total <= by.manager_up_to => "Business manager",
                total if total <= by.head_up_to => "Headteacher",
                _ => "Governors or trustees",
            },
        }
    };
    Ok(held.parts.iter().map(row).collect())
}
