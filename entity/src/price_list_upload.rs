//! A year's SLAs that an LA published from one file, so that it can be undone.
use crate::prelude::*;
use sea_orm::FromJsonQueryResult;

/// One listing of the upload: the version that it made, and what was published before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    pub listing: ListingId,
    pub version: ListingVersionId,
    pub before: Option<ListingVersionId>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Published(pub Vec<Made>);

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "price_list_upload")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UploadId,
    pub provider_id: ProviderId,
    /// The year in which the financial year starts.
    pub financial_year: i32,
    #[sea_orm(column_type = "JsonBinary")]
    pub published: Published,
    pub uploaded_at: DateTimeUtc,
    pub uploaded_by: Option<AccountId>,
    pub undone_at: Option<DateTimeUtc>,
}

plain_table!();
