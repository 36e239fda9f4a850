//! The facts of the demonstration: the scenario file of the test vectors, read as it stands.
//!
//! School names and headlines come from the cluster's own presentation of 2012, pupils from the census of January 2023;
//! staff, meals, bandwidth and every price are illustrative and say nothing about the real schools.

use crate::platform::error::Result;
use ::entity::money::{Money, Quantity};
use ::entity::price::PriceSchedule;
use serde::Deserialize;
use std::collections::BTreeMap;

/// One file for the demonstration and for the tests that check it.
const DARLASTON: &str = include_str!("../../tests/vectors/darlaston.json");

/// The local authority's code in the register: Walsall.
pub const LA_CODE: &str = "335";
pub const LA_NAME: &str = "Walsall";

#[derive(Clone, Debug, Deserialize)]
pub struct Scenario {
    pub schools: Vec<School>,
    pub offers: BTreeMap<String, PriceSchedule>,
    /// Category → school → pounds a year.
    pub current_costs: BTreeMap<String, BTreeMap<String, Money>>,
    pub tender: Tender,
    /// Bidder → offer.
    pub tender_offers: BTreeMap<String, String>,
    pub savings_report_input: SavingsInput,
}

#[derive(Clone, Debug, Deserialize)]
pub struct School {
    pub id: String,
    pub urn: i32,
    pub name: String,
    pub phase: String,
    #[serde(rename = "type")]
    pub legal_type: String,
    pub pupils: i32,
    pub employees: i64,
    pub meals_per_day: i64,
    pub service_days: i64,
    pub mbps: i64,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Tender {
    pub price: Price,
    pub bids: Vec<Bid>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Price {
    pub weight: Quantity,
    pub ceiling: Money,
    pub target: Money,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Bid {
    pub id: String,
    pub scores: BTreeMap<String, i32>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct SavingsInput {
    pub entries: Vec<SavingsEntry>,
    pub running_costs: Money,
    pub funding: Money,
}

#[derive(Clone, Debug, Deserialize)]
pub struct SavingsEntry {
    pub school: String,
    pub category: String,
    pub new_cost: Money,
}

impl Scenario {
    pub fn read() -> Result<Self> {
        Ok(serde_json::from_str(DARLASTON)?)
    }

    pub fn offer(&self, name: &str) -> Result<&PriceSchedule> {
        self.offers.get(name).ok_or_else(|| crate::platform::error::Error::internal(format!("no offer {name}")))
    }
}

impl School {
    /// The register's words for its type.
    fn type_name(&self) -> &'static str {
        match (self.phase.as_str(), self.legal_type.as_str()) {
            ("nursery", _) => "Local authority nursery school",
            (_, "academy") => "Academy sponsor led",
            (_, "voluntary_controlled") => "Voluntary controlled school",
            (_, "voluntary_aided") => "Voluntary aided school",
            _ => "Community school",
        }
    }

    fn phase_name(&self) -> &'static str {
        match self.phase.as_str() {
            "nursery" => "Nursery",
            "secondary" => "Secondary",
            _ => "Primary",
        }
    }

    /// What the school counts in a category, item by item. Meals are split over the kinds by the product's invention.
    pub fn items(&self, category: &str) -> Vec<(&'static str, i64)> {
        match category {
            "catering" => {
                let universal = self.meals_per_day * 4 / 10;
                let free = self.meals_per_day * 3 / 10;
                let paid = self.meals_per_day - universal - free;
                vec![
                    ("meals_universal", universal),
                    ("meals_free", free),
                    ("meals_paid", paid),
                    ("service_days", self.service_days),
                ]
            }
            "hr" | "payroll" => vec![("employee", self.employees)],
            "broadband" => vec![("mbps", self.mbps)],
            "finance" => vec![("day", 12)],
            _ => Vec::new(),
        }
    }

    /// Does the school take part in what the cluster buys in this category?
    pub fn takes_part(&self, category: &str) -> bool {
        match category {
            "catering" => self.meals_per_day > 0,
            "finance" | "payroll" => self.legal_type != "academy",
            _ => true,
        }
    }
}

/// The nine schools as a file in the register's layout, for the product's own import.
pub fn register_file(scenario: &Scenario) -> String {
    const HEADER: &str = "URN,LA (code),LA (name),EstablishmentNumber,EstablishmentName,TypeOfEstablishment (name),\
EstablishmentStatus (name),OpenDate,CloseDate,PhaseOfEducation (name),StatutoryLowAge,StatutoryHighAge,Gender (name),\
ReligiousCharacter (name),SchoolCapacity,NumberOfPupils,PercentageFSM,Trusts (name),Federations (name),Street,Locality,\
Town,Postcode,SchoolWebsite,FSM\n";
    let row = |(index, school): (usize, &School)| {
        let trust = if school.legal_type == "academy" { "Tove Learning Trust" } else { "" };
        format!(
            "{},{LA_CODE},{LA_NAME},{},\"{}\",{},Open,,,{},,,Mixed,,,{},,{trust},,,,Darlaston,,,\n",
            school.urn,
            9000 + index,
            school.name,
            school.type_name(),
            school.phase_name(),
            school.pupils,
        )
    };
    HEADER.to_owned() + &scenario.schools.iter().enumerate().map(row).collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scenario_reads_and_its_meals_add_up() {
        let scenario = Scenario::read().unwrap();
        assert_eq!(scenario.schools.len(), 9);
        for school in &scenario.schools {
            let meals: i64 = school.items("catering").iter().take(3).map(|(_, quantity)| quantity).sum();
            assert_eq!(meals, school.meals_per_day, "{}", school.name);
        }
        assert_eq!(scenario.schools.iter().filter(|school| school.takes_part("catering")).count(), 8);
    }
}
