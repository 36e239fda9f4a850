//! An answer that an organisation keeps for later bids. What it says is in its versions.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "library_answer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AnswerId,
    pub provider_id: ProviderId,
    /// The question or topic that it answers.
    pub topic: String,
    pub category_id: Option<CategoryId>,
    /// Apart by commas.
    pub tags: String,
    /// Its newest version.
    pub number: i32,
    pub words: i32,
    /// Topic, tags and text in small letters, for looking it up.
    pub sought: String,
    pub changed_at: DateTimeUtc,
    /// The day on which it last went into a bid; not the hour, which would tell which bid.
    pub last_used_on: Option<Date>,
    pub removed_at: Option<DateTimeUtc>,
}

plain_table!();
