//! What a school thought of a contract that it holds, in one term: of its own register, or its part of a cluster's contract.
use crate::prelude::*;

text_enum! {
    /// A term of the school year.
    pub enum Term { Autumn = "autumn", Spring = "spring", Summer = "summer" }
}

text_enum! {
    /// Who sees a rating. A counted one is in the listing's score without the school's name and without its words.
    pub enum Sharing { Counted = "counted", Schools = "schools", Public = "public", Kept = "kept" }
}

text_enum! {
    /// Whether a service level was kept.
    pub enum Met { Yes = "met", Partly = "partly", No = "not_met" }
}

/// What was thought of one service level of the version that is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelRating {
    pub measure: String,
    pub met: Met,
    /// 1 poor to 5 excellent.
    pub score: i32,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contract_rating")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RatingId,
    pub school_id: SchoolId,
    /// A line of the school's own register, or else `schedule_id`.
    pub entry_id: Option<ContractEntryId>,
    /// The school's part of a cluster's contract.
    pub schedule_id: Option<ScheduleId>,
    /// With whom the contract is, where that is known.
    pub provider_id: Option<ProviderId>,
    pub listing_id: Option<ListingId>,
    /// The version whose service levels were rated.
    pub listing_version_id: Option<ListingVersionId>,
    /// The year in which the school year starts.
    pub year: i32,
    pub term: Term,
    /// 1 poor to 5 excellent.
    pub score: i32,
    /// JSON list of [`LevelRating`].
    pub levels: Json,
    pub words: String,
    pub sharing: Sharing,
    pub rated_at: DateTimeUtc,
    pub rated_by: Option<AccountId>,
}

plain_table!();
