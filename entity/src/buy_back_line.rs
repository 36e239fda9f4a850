//! One charge of an order in one financial year: the rows of a bill, which add up to the order.
use crate::money::Rate;
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "buy_back_line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub order_id: OrderId,
    /// The year in which the financial year starts.
    #[sea_orm(primary_key, auto_increment = false)]
    pub financial_year: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    pub charge: String,
    /// management, service …: the component of the price schedule.
    pub component: String,
    /// What is counted: "pupil", "year".
    pub unit: String,
    pub quantity: Quantity,
    /// Net, in whole pennies.
    pub amount: Money,
    pub vat_percent: Option<Rate>,
    pub vat: Money,
    /// The sum behind the amount: "£8 × 416 pupils".
    pub working: String,
}

plain_table!();
