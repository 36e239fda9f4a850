//! England's nine regions and the local authorities in each, by the Department for Education's three digits.
//!
//! Regions as the Office for National Statistics has them, as in mySociety's list of local authorities.

use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// A region with its place on a map of nine tiles.
#[derive(Clone, Debug)]
pub struct Region {
    /// "west-midlands".
    pub slug: String,
    pub name: &'static str,
    /// Column from the west and row from the north, from 0.
    pub place: (u32, u32),
    pub codes: Vec<&'static str>,
}

impl Region {
    /// Every authority of the region is among these.
    pub fn is_within(&self, codes: &BTreeSet<String>) -> bool {
        self.codes.iter().all(|code| codes.contains(*code))
    }
}

/// In the order of the table, from the north.
const PLACES: [(u32, u32); 9] = [(1, 0), (0, 1), (1, 1), (1, 2), (0, 2), (2, 2), (2, 3), (1, 3), (0, 3)];

static REGIONS: LazyLock<Vec<Region>> = LazyLock::new(|| {
    let lines = include_str!("regions.txt").lines().filter_map(|line| line.split_once(": "));
    let region = |((name, codes), place): ((&'static str, &'static str), (u32, u32))| Region {
        slug: name.to_lowercase().replace(' ', "-"),
        name,
        place,
        codes: codes.split(' ').collect(),
    };
    lines.zip(PLACES).map(region).collect()
});

pub fn regions() -> &'static [Region] {
    &REGIONS
}

/// The region of an authority.
pub fn region_of(code: &str) -> Option<&'static Region> {
    REGIONS.iter().find(|region| region.codes.contains(&code))
}

/// What codes of authorities come to in words: whole regions by their name, others by their own.
pub fn areas_in_words(codes: &BTreeSet<String>) -> Vec<String> {
    let whole: Vec<&Region> = regions().iter().filter(|region| region.is_within(codes)).collect();
    let is_apart = |code: &&String| !whole.iter().any(|region| region.codes.contains(&code.as_str()));
    let apart = codes.iter().filter(is_apart);
    let named = apart.map(|code| super::authority_name(code).unwrap_or(code).to_owned());
    whole.iter().map(|region| format!("all of {}", region.name)).chain(named).collect()
}

/// How much of one region is covered.
#[derive(Clone, Debug, Serialize)]
pub struct Spread {
    pub name: &'static str,
    /// The name in lines short enough for a tile.
    pub lines: Vec<String>,
    /// The tile's corner on the map.
    pub x: u32,
    pub y: u32,
    pub covered: usize,
    pub total: usize,
    /// "all", "some" or "none".
    pub how: &'static str,
    pub names: Vec<String>,
}

/// The width and height of a tile with its gap.
const TILE: (u32, u32) = (150, 74);

/// What these codes cover, region by region; no code is everything.
pub fn spread(codes: &BTreeSet<String>) -> Vec<Spread> {
    let row = |region: &Region| {
        let is_covered = |code: &&&str| codes.is_empty() || codes.contains(**code);
        let covered: Vec<&&str> = region.codes.iter().filter(is_covered).collect();
        let lines = match region.name.split_once(" and ") {
            Some((first, second)) => vec![format!("{first} and"), second.to_owned()],
            None => vec![region.name.to_owned()],
        };
        Spread {
            name: region.name,
            lines,
            x: region.place.0 * TILE.0,
            y: region.place.1 * TILE.1,
            covered: covered.len(),
            total: region.codes.len(),
            how: match covered.len() {
                0 => "none",
                all if all == region.codes.len() => "all",
                _ => "some",
            },
            names: covered.into_iter().filter_map(|code| super::authority_name(code)).map(str::to_owned).collect(),
        }
    };
    regions().iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::rules::authorities;

    #[test]
    fn every_authority_is_in_one_region_and_every_region_on_its_own_tile() {
        for (code, name) in authorities() {
            let regions = regions().iter().filter(|region| region.codes.contains(code)).count();
            assert_eq!(regions, 1, "{name}");
        }
        let tiles: BTreeSet<_> = regions().iter().map(|region| region.place).collect();
        assert_eq!((regions().len(), tiles.len()), (9, 9));
        assert_eq!(region_of("335").map(|region| region.slug.as_str()), Some("west-midlands"));
    }

    #[test]
    fn what_is_covered_is_counted_region_by_region_and_no_code_is_all_of_england() {
        let walsall = spread(&["335".to_owned()].into());
        let counted: Vec<_> = walsall.iter().filter(|row| row.covered > 0).map(|row| (row.name, row.covered)).collect();
        assert_eq!(counted, [("West Midlands", 1)]);
        assert_eq!(walsall[4].how, "some");
        assert_eq!(spread(&BTreeSet::new()).iter().map(|row| row.covered).sum::<usize>(), authorities().len());
    }

    #[test]
    fn a_region_of_which_every_authority_is_named_is_said_by_its_name() {
        let mut codes: BTreeSet<String> = ["335".to_owned()].into();
        assert_eq!(areas_in_words(&codes), ["Walsall"]);
        codes.extend(regions()[0].codes.iter().map(|code| (*code).to_owned()));
        assert_eq!(areas_in_words(&codes), ["all of North East", "Walsall"]);
    }
}
