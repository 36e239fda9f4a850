//! A school's part of the redundancy and pension liability for a post; the parts of a post sum to 100%.
use crate::money::Rate;
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fund_post_share")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub post_id: FundPostId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub school_id: SchoolId,
    pub percent: Rate,
}

plain_table!();
