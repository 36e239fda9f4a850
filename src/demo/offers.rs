//! Who sells in the demonstration, their listings, the authority's price lists, and what the cluster plans on.

use super::people::{ADMINISTRATOR, FIRMS, LA_OFFICER, LA_SELLER, email};
use super::scenario::{LA_CODE, LA_NAME};
use super::stage::{Stage, day};
use crate::catalogue::{self, NewListing};
use crate::cluster;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::provider::{self, Invited, NewProvider};
use ::entity::cluster_plan::PlanStatus;
use ::entity::listing::{ListingKind, PriceVisibility};
use ::entity::membership::Role;
use ::entity::provider::ProviderKind;
use ::entity::{cluster as cluster_table, ids::*};

/// Category, the authority's offer, and the firm with its offer to the cluster.
const OFFERS: [(&str, &str, &str, &str, &str); 7] = [
    ("catering", "catering_la", "alder", "catering_cluster", "Catering management for a cluster"),
    ("catering", "", "birch", "catering_birch", "Kitchen management at low cost"),
    ("catering", "", "cedar", "catering_cedar", "School meals with dieticians"),
    ("finance", "finance_la", "day-finance", "finance_cluster", "A finance officer by the day"),
    ("hr", "hr_la", "people-desk", "hr_cluster", "HR and legal advice for a cluster"),
    ("payroll", "payroll_la", "people-desk", "payroll_cluster", "Payroll for a cluster"),
    ("broadband", "broadband_la", "net-line", "broadband_cluster", "One internet contract for a cluster"),
];
