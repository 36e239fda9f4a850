//! A quality criterion with its question, absolute weight and scale.
use crate::prelude::*;

text_enum! {
    /// How a bidder answers: in writing, scored masked, or in a presentation, scored with the firm before the panel.
    pub enum CriterionKind { Written = "written", Presentation = "presentation" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "criterion")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CriterionId,
    pub lot_id: LotId,
    pub position: i32,
    /// Unique in its lot: `food-safety`.
    pub code: String,
    pub name: String,
    pub question: String,
    /// Percent of all marks; with price they sum to 100.
    pub weight: Quantity,
    pub scale_max: i32,
    pub minimum: Option<i32>,
    pub word_limit: i32,
    pub kind: CriterionKind,
}

plain_table!();
