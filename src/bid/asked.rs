//! What the buyers asked of one bidder after the opening, which its own page leads to.

use super::{compliance, store};
use crate::platform::context::Context;
use crate::platform::error::Result;
use ::entity::bid;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request {
    Correction,
    Hearing,
    PriceExplanation,
}

impl Request {
    pub fn text(self) -> &'static str {
        match self {
            Request::Correction => "Correct your bid",
            Request::Hearing => "Notice of a possible exclusion",
            Request::PriceExplanation => "Explain your price",
        }
    }

    /// The end of its page's address.
    pub fn page(self) -> &'static str {
        match self {
            Request::Correction => "correction",
            Request::Hearing => "hearing",
            Request::PriceExplanation => "price-explanation",
        }
    }
}

/// Nothing is asked of a bid that is not open yet.
pub async fn asked_of(context: &Context, bid: &bid::Model) -> Result<Vec<Request>> {
    if bid.opened_at.is_none() {
        return Ok(Vec::new());
    }
    let connection = context.read();
    let mut asked = compliance::asked_of(connection, bid.id).await?;
    if store::is_price_asked(connection, bid.id).await? {
        asked.push(Request::PriceExplanation);
    }
    Ok(asked)
}
