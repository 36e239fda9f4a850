//! A service category: what is counted, what a price is made of, and the codes that name it elsewhere.
use crate::prelude::*;
use sea_orm::FromJsonQueryResult;

/// Something a school counts and types once: "Meals a day, paid".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub id: String,
    pub label: String,
    pub hint: Option<String>,
    /// Taken when a school has stated nothing: "190" service days, or the register's count for `pupil`.
    pub default: Option<String>,
}

/// A unit of volume that prices use. Its volume is the product of its factors, each factor the sum of its items:
/// meals a year = (universal + free + paid a day) × days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// As in a price schedule: `meal`.
    pub id: String,
    pub one: String,
    pub many: String,
    pub factors: Vec<Vec<String>>,
    /// Used through the year, so that the quantities of three terms add up to the year's: meals, days. Not what is there all
    /// year: employees, pupils, Mbps.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub adds_up: bool,
}

impl CategoryShape {
    /// Whether the quantities of the main unit in three terms add up to the year's.
    pub fn adds_up(&self) -> bool {
        self.units.iter().any(|unit| unit.id == self.main_unit && unit.adds_up)
    }
}

/// A part of a price with its name: `management`, "Management".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Component {
    pub id: String,
    pub label: String,
}

/// A criterion that a new tender in this category starts from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CriterionTemplate {
    pub code: String,
    pub name: String,
    pub question: String,
    pub weight: String,
    pub minimum: Option<i32>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct CategoryShape {
    pub items: Vec<Item>,
    pub units: Vec<Unit>,
    /// The unit that unit costs are shown in: `meal`.
    pub main_unit: String,
    pub components: Vec<Component>,
    /// The component whose unit cost the comparison leads with, where one stands out: `management`.
    pub headline_component: Option<String>,
    pub cpv_codes: Vec<String>,
    /// CFR codes of maintained schools and AAR codes of academies.
    pub cost_codes: Vec<String>,
    pub criteria: Vec<CriterionTemplate>,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "category")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CategoryId,
    #[sea_orm(unique)]
    pub slug: String,
    pub name: String,
    pub position: i32,
    #[sea_orm(column_type = "JsonBinary")]
    pub shape: CategoryShape,
}

plain_table!();
