//! One lot of a tender, as pages and commands are about it.

mod divide;
mod ending;

pub use divide::{LotPlan, LotWording, add_lot, change_lot, remove_lot, shift_lot};
pub(super) use divide::{keep_plan, with_price_rule};
pub use ending::keep_ending;

use super::rules::address::LotAddress;
use super::store;
use crate::platform::error::{Error, Result};
use crate::platform::sections::{Section, Sections};
use ::entity::{ids::LotId, lot, tender};
use sea_orm::ConnectionTrait;

/// A lot with its tender, and all the lots beside it by number.
#[derive(Clone, Debug)]
pub struct TenderLot {
    pub tender: tender::Model,
    pub lot: lot::Model,
    pub all: Vec<lot::Model>,
}

/// The lot with this number, else the first.
pub async fn lot_at(
    connection: &impl ConnectionTrait,
    tender: tender::Model,
    number: Option<i32>,
) -> Result<TenderLot> {
    let all = store::lots(connection, tender.id).await?;
    let wanted = all.iter().find(|lot| number.is_none_or(|number| lot.number == number));
    let lot = wanted.cloned().ok_or(Error::NotFound)?;
    Ok(TenderLot { tender, lot, all })
}

/// The lot with this id.
pub async fn lot_of(connection: &impl ConnectionTrait, tender: tender::Model, id: LotId) -> Result<TenderLot> {
    let all = store::lots(connection, tender.id).await?;
    let lot = all.iter().find(|lot| lot.id == id).cloned().ok_or(Error::NotFound)?;
    Ok(TenderLot { tender, lot, all })
}

impl TenderLot {
    /// Whether there are other lots. Where there are none no page says a word of lots.
    pub fn is_one_of_several(&self) -> bool {
        self.all.len() > 1
    }

    /// "Catering", or "Catering, lot 2: Juniors".
    pub fn title(&self) -> String {
        match self.is_one_of_several() {
            true => format!("{}, lot {}: {}", self.tender.title, self.lot.number, self.lot.title),
            false => self.tender.title.clone(),
        }
    }

    pub fn address(&self) -> LotAddress {
        self.address_of(&self.lot)
    }

    /// The address of a lot beside this one.
    pub fn address_of(&self, lot: &lot::Model) -> LotAddress {
        LotAddress { reference: self.tender.reference.clone(), lot: self.is_one_of_several().then_some(lot.number) }
    }

    /// The same page of every lot, with the state that each is in.
    pub fn sections(&self, page: &str) -> Sections {
        if !self.is_one_of_several() {
            return Sections::default();
        }
        let item = |lot: &lot::Model| Section {
            href: self.address_of(lot).page(page),
            text: format!(
                "Lot {}, {}: {}",
                lot.number,
                lot.title,
                super::rules::states::words(lot.state).to_lowercase()
            ),
            current: lot.id == self.lot.id,
        };
        Sections { label: "Lots".to_owned(), items: self.all.iter().map(item).collect(), keep: self.address().keep() }
    }
}
