//! What the database holds of a cluster, read table by table without the product's own queries of savings, money and votes.

use super::beside::{contracts, meetings, money, ratings, votes};
use chrono::NaiveDate;
use clusterbuy::catalogue::rules::{buyer, volumes};
use clusterbuy::cluster::agreement_in_force;
use clusterbuy::price::rules::{Buyer, price_offer};
use clusterbuy::report::TermOf;
use clusterbuy::savings::sharing::yearly_costs;
use entity::contract::ContractState;
use entity::demand::DemandState;
use entity::exact::Exact;
use entity::ids::*;
use entity::listing::ListingKind;
use entity::price::PriceSchedule;
use entity::tender::TenderState;
use entity::{
    actual_spend, award, category, cluster, cluster_member, cluster_plan, contract, demand, demand_line, listing,
    listing_version, lot, opened_bid, school, school_naming, school_schedule, tender, volume,
};
use sea_orm::EntityTrait;
use std::collections::{BTreeSet, HashMap};
use support::World;

/// One school's change in one service.
#[derive(Clone)]
pub struct Change {
    pub code: &'static str,
    pub urn: i32,
    pub slug: String,
    pub source: String,
    pub before: Option<Exact>,
    pub after: Exact,
    pub is_open: bool,
    pub agrees: bool,
}

impl Change {
    pub fn change(&self) -> Option<Exact> {
        Some(&self.after - self.before.as_ref()?)
    }
}

/// A vote or a meeting, with the member schools and whether each took part.
pub struct Attended {
    pub source: String,
    pub on: NaiveDate,
    pub is_told: bool,
    pub schools: Vec<bool>,
}

/// A contract with the day on which it was signed, and its parts: source and yearly cost.
pub struct Signed {
    pub source: String,
    pub on: Option<NaiveDate>,
    pub parts: Vec<(String, Exact)>,
}

/// Everything that reports cite.
pub struct Stored {
    pub changes: Vec<Change>,
    /// Source and amount.
    pub running: Vec<(String, Exact)>,
    pub funding: Vec<(String, Exact)>,
    pub contracts: Vec<Signed>,
    pub votes: Vec<Attended>,
    pub meetings: Vec<Attended>,
    /// Term, service, source, score.
    pub ratings: Vec<(TermOf, String, String, Exact)>,
}

pub async fn all<E: EntityTrait>(world: &World) -> Vec<E::Model> {
    E::find().all(world.app.db.read()).await.unwrap()
}

/// Who buys, what they pay now, in the cluster's order.
pub struct Group {
    pub schools: Vec<school::Model>,
    pub buyers: Vec<Buyer>,
    pub now: Vec<Option<Exact>>,
}

/// What is read once and looked at often.
pub struct Tables {
    pub cluster: cluster::Model,
    pub members: Vec<school::Model>,
    categories: HashMap<CategoryId, category::Model>,
    listings: Vec<listing::Model>,
    versions: HashMap<ListingVersionId, listing_version::Model>,
    volumes: Vec<volume::Model>,
    pub today: NaiveDate,
}

impl Tables {
    pub async fn of(world: &World, cluster: &cluster::Model) -> Tables {
        let mut rows = all::<cluster_member::Entity>(world).await;
        rows.retain(|row| row.cluster_id == cluster.id && row.left_on.is_none());
        rows.sort_by_key(|row| row.position);
        let schools: HashMap<SchoolId, school::Model> =
            all::<school::Entity>(world).await.into_iter().map(|school| (school.id, school)).collect();
        Tables {
            cluster: cluster.clone(),
            members: rows.iter().map(|row| schools[&row.school_id].clone()).collect(),
            categories: all::<category::Entity>(world).await.into_iter().map(|row| (row.id, row)).collect(),
            listings: all::<listing::Entity>(world).await,
            versions: all::<listing_version::Entity>(world).await.into_iter().map(|row| (row.id, row)).collect(),
            volumes: all::<volume::Entity>(world).await,
            today: world.now().date_naive(),
        }
    }

    pub fn slug(&self, category: CategoryId) -> String {
        self.categories[&category].slug.clone()
    }

    /// What the authority's price list asks of a school by itself.
    fn price_list(&self, category: CategoryId, buyer: &Buyer) -> Option<Exact> {
        let lists = self.listings.iter().filter(|one| one.kind == ListingKind::Sla && one.category_id == category);
        let schedules: BTreeSet<String> =
            lists.filter_map(|one| Some(self.versions[&one.version_id?].schedule.to_string())).collect();
        assert!(schedules.len() < 2, "the price lists of all years ask the same");
        let schedule: PriceSchedule = serde_json::from_str(schedules.first()?).unwrap();
        Some(price_offer(std::slice::from_ref(buyer), &schedule).unwrap().year_one())
    }

    /// The members that use a service, by what they stated last.
    fn users(&self, category: CategoryId) -> Group {
        let mut group = Group { schools: Vec::new(), buyers: Vec::new(), now: Vec::new() };
        let shape = &self.categories[&category].shape;
        for school in &self.members {
            let own = self.volumes.iter().filter(|row| row.school_id == school.id && row.category_id == category);
            let newest = own.clone().map(|row| row.year).max();
            let items =
                own.filter(|row| Some(row.year) == newest).map(|row| (row.item.clone(), row.quantity)).collect();
            let buyer = buyer(school, volumes(shape, &items, school.pupils));
            if buyer.volumes.get(&shape.main_unit).is_some_and(Exact::is_positive) {
                group.now.push(self.price_list(category, &buyer));
                group.buyers.push(buyer);
                group.schools.push(school.clone());
            }
        }
        group
    }

    /// The schools that take part in a tender, by their sheets.
    pub async fn takers(&self, world: &World, tender: &tender::Model) -> Group {
        let mut group = Group { schools: Vec::new(), buyers: Vec::new(), now: Vec::new() };
        let (sheets, lines) = (all::<demand::Entity>(world).await, all::<demand_line::Entity>(world).await);
        for school in &self.members {
            let own = |sheet: &&demand::Model| sheet.tender_id == tender.id && sheet.school_id == school.id;
            let Some(sheet) = sheets.iter().find(own).filter(|sheet| sheet.state != DemandState::NotTakingPart) else {
                continue;
            };
            let lines = lines.iter().filter(|line| line.demand_id == sheet.id);
            let items = lines.filter_map(|line| Some((line.item.clone(), line.quantity?))).collect();
            let shape = &self.categories[&tender.category_id].shape;
            let buyer = buyer(school, volumes(shape, &items, school.pupils));
            group.now.push(self.price_list(tender.category_id, &buyer));
            group.buyers.push(buyer);
            group.schools.push(school.clone());
        }
        group
    }

    /// What each of a group pays of an offer, by the agreed rule.
    pub async fn shares(&self, world: &World, group: &Group, schedule: &PriceSchedule) -> Vec<Exact> {
        let agreement = agreement_in_force(world.app.db.read(), self.cluster.id).await.unwrap().unwrap();
        yearly_costs(agreement.sharing_rule, schedule, &group.buyers, &group.now).unwrap()
    }
}

impl Stored {
    pub async fn of(world: &World, cluster: &cluster::Model) -> Stored {
        let tables = Tables::of(world, cluster).await;
        let mut changes = in_contracts(world, &tables).await;
        changes.extend(in_tenders(world, &tables, &changes).await);
        changes.extend(in_plans(world, &tables, &changes).await);
        let agrees: BTreeSet<SchoolId> = all::<school_naming::Entity>(world)
            .await
            .into_iter()
            .filter(|row| row.agrees)
            .map(|row| row.school_id)
            .collect();
        let named: BTreeSet<i32> =
            tables.members.iter().filter(|school| agrees.contains(&school.id)).map(|school| school.urn).collect();
        for change in &mut changes {
            change.agrees = named.contains(&change.urn);
        }
        let (running, funding) = money(world, &tables).await;
        Stored {
            changes,
            running,
            funding,
            contracts: contracts(world, &tables).await,
            votes: votes(world, &tables).await,
            meetings: meetings(world, &tables).await,
            ratings: ratings(world, &tables).await,
        }
    }
}

fn change(
    code: &'static str,
    school: &school::Model,
    slug: String,
    source: String,
    before: Option<Exact>,
    after: Exact,
) -> Change {
    let source = format!("{source}/school:{}", school.urn);
    Change { code, urn: school.urn, slug, source, before, after, is_open: true, agrees: false }
}

pub async fn parts(world: &World, contract: ContractId) -> Vec<school_schedule::Model> {
    let mut parts = all::<school_schedule::Entity>(world).await;
    parts.retain(|part| part.contract_id == contract);
    parts.sort_by_key(|part| part.position);
    parts
}

/// Paid where the invoices of the first year are whole, else signed; both sides of the quantity that was invoiced.
async fn in_contracts(world: &World, tables: &Tables) -> Vec<Change> {
    let spends = all::<actual_spend::Entity>(world).await;
    let mut found = Vec::new();
    for contract in all::<contract::Entity>(world).await {
        let counts =
            matches!(contract.state, ContractState::Signing | ContractState::Live) && contract.ends_on >= tables.today;
        if contract.cluster_id != tables.cluster.id || !counts {
            continue;
        }
        for part in parts(world, contract.id).await {
            let school = tables.members.iter().find(|school| school.id == part.school_id).unwrap();
            let shape = &tables.categories[&contract.category_id].shape;
            let first: Vec<&actual_spend::Model> =
                spends.iter().filter(|spend| spend.schedule_id == part.id && spend.contract_year == 1).collect();
            let paid = (first.len() == 3).then(|| first.iter().map(|spend| spend.amount.exact()).sum::<Exact>());
            let code = match (&paid, contract.state) {
                (Some(_), _) => "realised",
                (None, ContractState::Signing) => "forecast",
                (None, _) => "contracted",
            };
            let agreed: Option<Exact> = part.volumes[&shape.main_unit].as_str().map(|volume| volume.parse().unwrap());
            let invoiced: Option<Exact> = first.iter().map(|spend| Some(spend.quantity?.exact())).sum();
            let before = part.baseline.map(|baseline| match (&paid, agreed, invoiced.filter(|_| shape.adds_up())) {
                (Some(_), Some(agreed), Some(invoiced)) => {
                    (baseline.exact() * invoiced).over(&agreed).unwrap().half_up(2)
                }
                _ => baseline.exact(),
            });
            let after = paid.unwrap_or_else(|| part.yearly_cost.exact());
            let slug = tables.slug(contract.category_id);
            found.push(change(code, school, slug, format!("contract:{}", contract.id), before, after));
        }
    }
    found
}

/// Recommended bids for services that no contract is for.
async fn in_tenders(world: &World, tables: &Tables, begun: &[Change]) -> Vec<Change> {
    const STATES: [TenderState; 4] =
        [TenderState::Recommended, TenderState::Ratified, TenderState::Standstill, TenderState::Challenged];
    let (awards, bids) = (all::<award::Entity>(world).await, all::<opened_bid::Entity>(world).await);
    let mut found = Vec::new();
    for lot in all::<lot::Entity>(world).await.into_iter().filter(|lot| STATES.contains(&lot.state)) {
        let tender = all::<tender::Entity>(world).await.into_iter().find(|tender| tender.id == lot.tender_id).unwrap();
        let slug = tables.slug(tender.category_id);
        if tender.cluster_id != tables.cluster.id || begun.iter().any(|change| change.slug == slug) {
            continue;
        }
        let award = awards.iter().find(|award| award.lot_id == lot.id).unwrap();
        let bid = bids.iter().find(|bid| bid.bid_id == award.bid_id).unwrap();
        let schedule: PriceSchedule = serde_json::from_str(bid.price.as_deref().unwrap()).unwrap();
        let group = tables.takers(world, &tender).await;
        let shares = tables.shares(world, &group, &schedule).await;
        for ((school, now), share) in group.schools.iter().zip(&group.now).zip(shares) {
            let source = format!("tender:{}", tender.reference);
            let own = change("forecast", school, slug.clone(), source, now.clone(), share);
            found.push(Change { is_open: lot.state == TenderState::Standstill, ..own });
        }
    }
    found
}

/// Offers that are planned on, for services that are neither bought nor tendered for.
async fn in_plans(world: &World, tables: &Tables, begun: &[Change]) -> Vec<Change> {
    let mut found = Vec::new();
    for plan in all::<cluster_plan::Entity>(world).await {
        let slug = tables.slug(plan.category_id);
        let is_over = plan.ended_at.is_some() || begun.iter().any(|change| change.slug == slug);
        if plan.cluster_id != tables.cluster.id || is_over {
            continue;
        }
        let schedule = tables.versions[&plan.listing_version_id].schedule.clone();
        let schedule: PriceSchedule = serde_json::from_value(schedule).unwrap();
        let group = tables.users(plan.category_id);
        let shares = tables.shares(world, &group, &schedule).await;
        let code = if plan.status == cluster_plan::PlanStatus::Forecast { "forecast" } else { "potential" };
        for ((school, now), share) in group.schools.iter().zip(&group.now).zip(shares) {
            found.push(change(code, school, slug.clone(), format!("plan:{slug}"), now.clone(), share));
        }
    }
    found
}
