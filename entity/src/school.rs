//! Schools as the register and the census describe them: phase, legal type, and whether they are open.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// The ages a school teaches, as comparisons and price schedules use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    Nursery,
    Primary,
    /// Deemed primary or deemed secondary: teaches across the usual change at 11.
    Middle,
    Secondary,
    AllThrough,
    SixteenPlus,
    Special,
    /// Alternative provision, pupil referral units among it.
    Alternative,
    NotApplicable,
}

/// What a school is in law, which decides who contracts for it and which service level agreement applies to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum LegalType {
    Community,
    VoluntaryAided,
    VoluntaryControlled,
    Foundation,
    /// Any academy, special and alternative-provision academies among them: its body is an academy trust.
    Academy,
    /// Free schools, studio schools, university technical colleges and city technology colleges.
    FreeSchool,
    /// A special school that is no academy and no free school.
    Special,
    /// A local authority nursery school.
    Nursery,
    PupilReferralUnit,
    Independent,
    College,
    Other,
}

/// Whether a school is open on the day of the register extract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum EstablishmentStatus {
    /// Open, or open with a proposal to close.
    Open,
    Closed,
    /// Proposed to open.
    Proposed,
    Unknown,
}
