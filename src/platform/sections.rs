//! Pages of one kind side by side, such as the page of each lot of a tender.

use serde::Serialize;

/// The pages to go between, and what tells this one from the others. Empty where there is only one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sections {
    /// What they are: "Lots".
    pub label: String,
    pub items: Vec<Section>,
    /// What the links and forms of this page add to an address to stay here: "?lot=2".
    pub keep: String,
}

/// One of the pages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Section {
    pub href: String,
    pub text: String,
    pub current: bool,
}
