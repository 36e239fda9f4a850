//! The database's shape, step by step, the same on SQLite and PostgreSQL.
//!
//! A step that has been released is never edited: what changes later is a new step.

pub use sea_orm_migration::prelude::*;

mod tables;
mod triggers;

mod m001_people;
mod m002_platform;
mod m003_schools;
mod m004_catalogue;
mod m005_clusters;
mod m006_tenders;
mod m007_bids;
mod m008_awards;
mod m009_contracts;
mod m010_sealing;
mod m011_law;
mod m013_versions;
mod m014_meetings;
mod m015_compliance;
mod m016_staff;
mod m017_lots;
mod m018_after_award;
mod m019_planner;
mod m020_find;
mod m021_own_spend;
mod m022_orders;
mod m023_quotes;
mod m024_providers;
mod m025_standing;
mod m026_agreement;
mod m027_committee;
mod m028_funds;
mod m030_reports;
mod m029_live;

pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m001_people::Migration),
            Box::new(m002_platform::Migration),
            Box::new(m003_schools::Migration),
            Box::new(m004_catalogue::Migration),
            Box::new(m005_clusters::Migration),
            Box::new(m006_tenders::Migration),
            Box::new(m007_bids::Migration),
            Box::new(m008_awards::Migration),
            Box::new(m009_contracts::Migration),
            Box::new(m010_sealing::Migration),
            Box::new(m011_law::Migration),
            Box::new(m013_versions::Migration),
            Box::new(m014_meetings::Migration),
            Box::new(m015_compliance::Migration),
            Box::new(m016_staff::Migration),
            Box::new(m017_lots::Migration),
            Box::new(m018_after_award::Migration),
            Box::new(m019_planner::Migration),
            Box::new(m020_find::Migration),
            Box::new(m021_own_spend::Migration),
            Box::new(m022_orders::Migration),
            Box::new(m023_quotes::Migration),
            Box::new(m024_providers::Migration),
            Box::new(m025_standing::Migration),
            Box::new(m026_agreement::Migration),
            Box::new(m027_committee::Migration),
            Box::new(m028_funds::Migration),
            Box::new(m030_reports::Migration),
            Box::new(m029_live::Migration),
        ]
    }
}
