//! The second cluster of the demonstration, as invented as the first: its schools, its people and who bids to it.

use crate::demo::people::{Cast, Firm, Staff};
use crate::demo::scenario::{Scenario, School};
use crate::platform::error::{Error, Result};
use ::entity::money::Money;

pub const EVERY_STATE: Cast = Cast {
    cluster: "every-state",
    cluster_name: "Every State Cluster (demonstration)",
    prefix: "ES",
    staff: &STAFF,
    founder: "ash",
    chair: "ash",
    vice_chair: "beech",
    reviewer: "beech",
    key_holders: ["hazel", "oak"],
    tender_lead: "rowan",
    evaluators: &["ash", "beech"],
    clerk: "Cam Clerk-Demo",
    firms: &FIRMS,
};

const STAFF: [Staff; 5] = [
    Staff { school: "ash", manager: "Bea Ash-Demo", head: "Hal Ash-Demo", governor: "Gia Ash-Demo" },
    Staff { school: "beech", manager: "Bea Beech-Demo", head: "Hal Beech-Demo", governor: "Gia Beech-Demo" },
    Staff { school: "hazel", manager: "Bea Hazel-Demo", head: "Hal Hazel-Demo", governor: "Gia Hazel-Demo" },
    Staff { school: "oak", manager: "Bea Oak-Demo", head: "Hal Oak-Demo", governor: "Gia Oak-Demo" },
    Staff { school: "rowan", manager: "Bea Rowan-Demo", head: "Hal Rowan-Demo", governor: "Gia Rowan-Demo" },
];

/// Each bids what the scenario's bid of the same id offers.
pub const FIRMS: [Firm; 3] = [
    Firm {
        id: "alder",
        name: "Yew Catering (demonstration)",
        person: "Yve Yew-Demo",
        about: "Runs school kitchens for groups of schools.",
    },
    Firm {
        id: "birch",
        name: "Willow Kitchens (demonstration)",
        person: "Will Willow-Demo",
        about: "Low-cost kitchen management.",
    },
    Firm {
        id: "cedar",
        name: "Maple School Meals (demonstration)",
        person: "May Maple-Demo",
        about: "Meals cooked on site, with dieticians.",
    },
];

/// A school of this cluster, its number in no register, and the scenario's school whose figures it has.
const SCHOOLS: [(&str, i32, &str, &str); 5] = [
    ("ash", 990_101, "Ash Tree Primary (demonstration)", "moorcroft-wood"),
    ("beech", 990_102, "Beech Hill Primary (demonstration)", "pinfold-street"),
    ("hazel", 990_103, "Hazel Road Primary (demonstration)", "salisbury"),
    ("oak", 990_104, "Oak Lane Primary (demonstration)", "kings-hill"),
    ("rowan", 990_105, "Rowan Park Primary (demonstration)", "old-church"),
];

/// In proportion to the meals of these schools: 86,260 of the scenario's 120,000 a year.
const CEILING: Money = Money(78_000 * 10_000);
const TARGET: Money = Money(18_000 * 10_000);

/// The scenario with these schools instead of its own.
pub fn scenario() -> Result<Scenario> {
    let mut scenario = Scenario::read()?;
    let mut schools = Vec::new();
    for (id, urn, name, like) in SCHOOLS {
        let found = scenario.schools.iter().find(|school| school.id == like);
        let like = found.ok_or_else(|| Error::internal(format!("no school {like}")))?.clone();
        for costs in scenario.current_costs.values_mut() {
            if let Some(cost) = costs.get(&like.id).copied() {
                costs.insert(id.to_owned(), cost);
            }
        }
        schools.push(School { id: id.to_owned(), urn, name: name.to_owned(), ..like });
    }
    scenario.schools = schools;
    (scenario.tender.price.ceiling, scenario.tender.price.target) = (CEILING, TARGET);
    Ok(scenario)
}
