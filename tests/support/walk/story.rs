//! Who takes part, and the figures (`tests/vectors/darlaston.json`).

use serde_json::Value;

/// The catering tender's reference: the first of the year in which it is started.
pub(super) const TENDER: &str = "DA-2027-001";
pub(super) const ADMINISTRATOR: &str = "Ada Admin";
pub(super) const SELLER: &str = "Sol Seller";
pub(super) const CLERK: &str = "Cleo Clerk";
/// The school whose head founds the cluster and chairs it.
pub(super) const CHAIR: &str = "rowley-view";
pub(super) const LEAD: &str = "kings-hill";
/// Declines the agreement, so nothing binds it: it has no vote, no sheet and no contract.
pub(super) const OUTSIDE: &str = "grace-academy";
pub(super) const REVIEWER: &str = "salisbury";
pub(super) const KEY_HOLDERS: [&str; 2] = ["moorcroft-wood", "st-josephs"];
pub(super) const EVALUATORS: [&str; 3] = ["pinfold-street", "rough-hay", "rowley-view"];

/// A firm: its id in the figures, its name, its bid writer, and how its answers begin, masked as they are.
pub(super) struct Firm {
    pub id: &'static str,
    pub name: &'static str,
    pub writer: &'static str,
    pub begins: &'static str,
}

/// Three that bid in time, and one that is a second late.
pub(super) const FIRMS: [Firm; 4] = [
    Firm { id: "alder", name: "Alder Catering", writer: "Abe Alder", begins: "We run the kitchens of groups" },
    Firm { id: "birch", name: "Birch Kitchens", writer: "Bo Birch", begins: "We keep the management small" },
    Firm { id: "cedar", name: "Cedar School Meals", writer: "Cy Cedar", begins: "Our dieticians cook on site" },
    Firm { id: "late", name: "Damson Dinners", writer: "Di Damson", begins: "We were busy" },
];

pub(super) struct School {
    pub id: String,
    pub urn: i32,
    pub name: String,
    pub phase: String,
    pub legal_type: String,
    pub pupils: i64,
    pub meals: i64,
    pub service_days: i64,
}

impl School {
    fn is_bound(&self) -> bool {
        self.id != OUTSIDE
    }
}

pub(super) struct Story {
    pub figures: Value,
    /// In the cluster's order, by which pennies go.
    pub schools: Vec<School>,
}

impl Story {
    pub fn read() -> Story {
        let figures: Value =
            serde_json::from_str(include_str!("../../vectors/darlaston.json")).expect("the vectors are JSON");
        let schools = figures["schools"].as_array().expect("schools").iter().map(school).collect();
        Story { figures, schools }
    }

    pub fn school(&self, id: &str) -> &School {
        self.schools.iter().find(|school| school.id == id).unwrap_or_else(|| panic!("no school {id}"))
    }

    /// Those whose body agreed; each buys together with the others.
    pub fn bound(&self) -> impl Iterator<Item = &School> {
        self.schools.iter().filter(|school| school.is_bound())
    }

    /// Pounds a year that the school pays now.
    pub fn pays_now(&self, school: &str) -> String {
        text(&self.figures["current_costs"]["catering"], school)
    }

    /// Pounds a year that the school pays in the contract.
    pub fn will_pay(&self, school: &str) -> String {
        let entries = self.figures["savings_report_input"]["entries"].as_array().expect("entries");
        let found = entries.iter().find(|entry| entry["school"] == school && entry["category"] == "catering");
        text(found.expect("the school's entry"), "new_cost")
    }

    pub fn score(&self, firm: &str, criterion: &str) -> i64 {
        let bids = self.figures["tender"]["bids"].as_array().expect("bids");
        let bid = bids.iter().find(|bid| bid["id"] == firm).expect("the firm's bid");
        bid["scores"][criterion].as_i64().unwrap_or_else(|| panic!("no score of {firm} for {criterion}"))
    }

    /// The charges of an offer.
    pub fn charges(&self, offer: &str) -> Vec<Value> {
        self.figures["offers"][offer]["charges"].as_array().unwrap_or_else(|| panic!("no offer {offer}")).clone()
    }
}

pub(super) fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_default().to_owned()
}

fn school(told: &Value) -> School {
    let number = |name: &str| told[name].as_i64().unwrap_or_else(|| panic!("no {name}"));
    School {
        id: text(told, "id"),
        urn: i32::try_from(number("urn")).expect("a URN"),
        name: text(told, "name"),
        phase: text(told, "phase"),
        legal_type: text(told, "type"),
        pupils: number("pupils"),
        meals: number("meals_per_day"),
        service_days: number("service_days"),
    }
}

/// A person's name: first name and school, "Hal rowley-view".
fn named(first: &str, school: &str) -> String {
    format!("{first} {school}")
}

pub(super) fn manager(school: &str) -> String {
    named("Bea", school)
}

pub(super) fn head(school: &str) -> String {
    named("Hal", school)
}

pub(super) fn governor(school: &str) -> String {
    named("Gia", school)
}

pub(super) fn email(name: &str) -> String {
    format!("{}@example.org", name.to_lowercase().replace(' ', "."))
}
