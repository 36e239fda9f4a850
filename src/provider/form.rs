//! The fields in which areas are chosen, for listings and for what an organisation looks for: whole regions in one tick,
//! and local authorities one by one. A page puts `{{ <area_fields regions /> }}` into its form.

use super::rules::{Region, authority_name, region_of, regions};
use crate::platform::http::fields::Reader;
use serde::Serialize;
use std::collections::BTreeSet;

/// Codes of LAs: those of every region ticked, and those ticked one by one.
pub fn read_areas(reader: &Reader) -> Vec<String> {
    let (whole, single) = (reader.many("regions"), reader.many("areas"));
    let found = whole.iter().filter_map(|slug| regions().iter().find(|region| region.slug == *slug));
    let mut codes: Vec<String> = found.flat_map(|region| region.codes.iter().map(|code| (*code).to_owned())).collect();
    let is_known = whole.iter().all(|slug| regions().iter().any(|region| region.slug == *slug))
        && single.iter().all(|code| region_of(code).is_some());
    if !is_known {
        reader.error("regions", "Choose regions and local authorities from the list");
    }
    codes.extend(single);
    codes
}

/// The fields of the areas: whole regions, and what is left of the others.
pub fn areas_view(codes: &[String]) -> [(&'static str, String); 2] {
    let codes: BTreeSet<String> = codes.iter().cloned().collect();
    let whole: Vec<&Region> = regions().iter().filter(|region| region.is_within(&codes)).collect();
    let slugs: Vec<&str> = whole.iter().map(|region| region.slug.as_str()).collect();
    let is_apart = |code: &&String| !whole.iter().any(|region| region.codes.contains(&code.as_str()));
    let apart: Vec<&str> = codes.iter().filter(is_apart).map(String::as_str).collect();
    [("regions", slugs.join("\n")), ("areas", apart.join("\n"))]
}

/// A region with its authorities, to tick as a whole or one by one.
#[derive(Serialize)]
pub struct RegionChoice {
    slug: String,
    name: &'static str,
    areas: Vec<AreaChoice>,
}

#[derive(Serialize)]
struct AreaChoice {
    name: &'static str,
    value: &'static str,
    text: &'static str,
}

pub fn region_choices() -> Vec<RegionChoice> {
    let area =
        |code: &&'static str| AreaChoice { name: "areas", value: code, text: authority_name(code).unwrap_or(code) };
    let choice = |region: &Region| RegionChoice {
        slug: region.slug.clone(),
        name: region.name,
        areas: region.codes.iter().map(area).collect(),
    };
    regions().iter().map(choice).collect()
}
