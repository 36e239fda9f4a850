//! How many pupils of a school have a need, in a financial year: a count and nothing about any pupil.
use crate::prelude::*;

text_enum! {
    /// Areas of need, as the school census names types of special educational need, and two that clusters work on.
    pub enum NeedArea {
        Speech = "speech",
        SocialEmotional = "social_emotional",
        Autism = "autism",
        SpecificLearning = "specific_learning",
        ModerateLearning = "moderate_learning",
        SevereLearning = "severe_learning",
        Hearing = "hearing",
        Vision = "vision",
        Physical = "physical",
        Attendance = "attendance",
        FamilySupport = "family_support",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fund_need")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub cluster_id: ClusterId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub school_id: SchoolId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub area: NeedArea,
    pub pupils: i32,
}

plain_table!();
