//! What a school pays for a service and how much it uses, prepared for medians: its newest year, kept with every change of
//! its register, its volumes and its clusters' contracts.
use crate::prelude::*;
use crate::school::Phase;

text_enum! {
    /// Where the figure is from.
    pub enum CostBasis { Register = "register", Order = "order", Cluster = "cluster" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unit_cost")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub school_id: SchoolId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub category_id: CategoryId,
    /// The year in which it was paid, by the year that it starts in.
    pub year: i32,
    /// A year, net of VAT.
    pub amount: Money,
    /// In the category's main unit, above 0.
    pub volume: Quantity,
    pub basis: CostBasis,
    pub phase: Phase,
    /// `standing::rules::SizeBand` as a word.
    pub size_band: String,
    /// `standing::rules::MealsBand` as a word.
    pub meals_band: String,
    /// Who contracts for the school: its trust or its governing body.
    pub body: String,
    /// The school keeps its figures to itself.
    pub withheld: bool,
    /// Drawn by lot, the same for a school each time: a sample of many schools is in this order.
    pub lot: i32,
}

plain_table!();
