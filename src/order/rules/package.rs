//! Which SLAs make a package together, for the discount on a whole one.

use entity::ids::{CategoryId, ListingId};
use std::collections::BTreeSet;

/// One SLA of an authority's year, as it stands in a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub listing: ListingId,
    pub category: CategoryId,
    pub package: Option<String>,
}

/// The SLAs of a year with the same package belong together, whatever service each is of; those without one belong to the
/// others of their service.
pub fn is_of_package(one: &Member, other: &Member) -> bool {
    match (&one.package, &other.package) {
        (Some(package), Some(same)) => package == same,
        (None, None) => one.category == other.category,
        _ => false,
    }
}

/// Whether everything that is offered of an SLA's package is bought.
pub fn is_whole(of: &Member, offered: &[Member], bought: &BTreeSet<ListingId>) -> bool {
    offered.iter().filter(|each| is_of_package(of, each)).all(|each| bought.contains(&each.listing))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    #[test]
    fn a_package_is_whole_when_every_service_of_it_is_bought() {
        let now = DateTime::UNIX_EPOCH;
        let (hr, finance) = (CategoryId::new(now), CategoryId::new(now));
        let member = |category, package: &str| Member {
            listing: ListingId::new(now),
            category,
            package: Some(package.to_owned()).filter(|package| !package.is_empty()),
        };
        let offered = [member(hr, "Gold"), member(finance, "Gold"), member(hr, "Silver"), member(hr, "")];
        let whole = |of: usize, bought: &[usize]| {
            let bought = bought.iter().map(|at| offered[*at].listing).collect();
            is_whole(&offered[of], &offered, &bought)
        };
        assert!(whole(0, &[0, 1]) && whole(2, &[2]) && whole(3, &[3]));
        assert!(!whole(0, &[0]) && !whole(0, &[0, 2, 3]));
    }
}
