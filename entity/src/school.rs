//! The buyer, keyed by URN: as the register and the census describe it.
use crate::prelude::*;

text_enum! {
    pub enum Phase {
        Nursery = "nursery",
        Primary = "primary",
        Middle = "middle",
        Secondary = "secondary",
        AllThrough = "all_through",
        SixteenPlus = "sixteen_plus",
        Special = "special",
        Alternative = "alternative",
        NotApplicable = "not_applicable",
    }
}

text_enum! {
    pub enum LegalType {
        Community = "community",
        VoluntaryAided = "voluntary_aided",
        VoluntaryControlled = "voluntary_controlled",
        Foundation = "foundation",
        Academy = "academy",
        FreeSchool = "free_school",
        Special = "special",
        Nursery = "nursery",
        PupilReferralUnit = "pupil_referral_unit",
        Independent = "independent",
        College = "college",
        Other = "other",
    }
}

text_enum! {
    pub enum EstablishmentStatus { Open = "open", Closed = "closed", Proposed = "proposed", Unknown = "unknown" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "school")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SchoolId,
    #[sea_orm(unique)]
    pub urn: i32,
    pub name: String,
    /// DfE's three digits, "335" for Walsall.
    pub la_code: Option<String>,
    pub la_name: Option<String>,
    pub establishment_number: Option<String>,
    pub phase: Phase,
    pub legal_type: LegalType,
    /// The register's own words for the type.
    pub type_name: Option<String>,
    pub status: EstablishmentStatus,
    pub opened_on: Option<Date>,
    pub closed_on: Option<Date>,
    pub street: Option<String>,
    pub locality: Option<String>,
    pub town: Option<String>,
    pub postcode: Option<String>,
    pub trust_name: Option<String>,
    pub federation_name: Option<String>,
    pub pupils: Option<i32>,
    pub fsm_pupils: Option<i32>,
    pub website: Option<String>,
    pub religious_character: Option<String>,
    pub gender: Option<String>,
    pub low_age: Option<i32>,
    pub high_age: Option<i32>,
    pub capacity: Option<i32>,
}

plain_table!();

impl Model {
    /// Who contracts for this school: its trust, or its governing body (`product.md`, "body").
    pub fn body_name(&self) -> String {
        match (&self.trust_name, self.legal_type) {
            (Some(trust), LegalType::Academy | LegalType::FreeSchool) => trust.clone(),
            (None, LegalType::Academy | LegalType::FreeSchool) => format!("Academy trust of {}", self.name),
            _ => format!("Governing body of {}", self.name),
        }
    }
}
