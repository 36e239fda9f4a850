//! What is saved: the demonstration's report to the penny, and the pages of a school, a cluster and the public.

use clusterbuy::account::Grant;
use clusterbuy::cluster;
use clusterbuy::demo;
use clusterbuy::savings::rules::{SavingsReport, StatusTotals, Totals};
use clusterbuy::savings::{self, Savings};
use entity::cluster_plan::PlanStatus;
use entity::membership::Role;
use entity::money::Quantity;
use entity::provider::ProviderKind;
use entity::school;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use support::sellers::content;
use support::{Person, World, both};

mod joining;
mod sharing;
mod terms;

const PAGE: &str = "/clusters/darlaston/savings";

/// The demonstration as it starts: finance, HR and broadband paid for a year, catering and payroll planned.
async fn darlaston(world: &World) -> (entity::cluster::Model, Value) {
    demo::open(&world.app).await.unwrap();
    let cluster = cluster::by_slug(world.app.db.read(), "darlaston").await.unwrap().unwrap();
    (cluster, serde_json::from_str(include_str!("../../vectors/darlaston.json")).unwrap())
}

async fn school_of(world: &World, urn: i32) -> school::Model {
    let found = school::Entity::find().filter(school::Column::Urn.eq(urn)).one(world.app.db.read()).await;
    found.unwrap().unwrap()
}

/// Somebody of the cluster with one office.
async fn officer(world: &World, cluster: &entity::cluster::Model, role: Role) -> Person {
    let host = cluster.host_school_id;
    world.person(&format!("Olly {}", role.title()), &[Grant::cluster(role, cluster.id, host)]).await
}

fn totals(totals: &Totals) -> Value {
    json!({
        "baseline": totals.baseline.pounds(), "new_cost": totals.new_cost.pounds(), "saving": totals.saving().pounds(),
        "percent": totals.percent().map(|percent| percent.decimals(1)),
    })
}

/// The report in the shape of the vectors, schools by their ids there.
fn as_published(report: &SavingsReport, ids: &BTreeMap<String, String>) -> Value {
    let status = |status: &StatusTotals| {
        let categories = status.by_category.iter().map(|(name, each)| (name.clone(), totals(each)));
        let schools = status.by_school.iter().map(|(urn, each)| (ids[urn].clone(), totals(each)));
        let known = status.by_confidence.iter().map(|(known, each)| (known.code().to_owned(), totals(each)));
        json!({
            "total": totals(&status.total), "by_category": categories.collect::<Map<_, _>>(),
            "by_school": schools.collect::<Map<_, _>>(), "by_confidence": known.collect::<Map<_, _>>(),
        })
    };
    let entries = report.entries.iter().map(|entry| {
        json!({
            "school": ids[&entry.school], "category": entry.category, "baseline": entry.baseline.pounds(),
            "confidence": entry.confidence.code(), "new_cost": entry.new_cost.pounds(), "saving": entry.saving.pounds(),
        })
    });
    let more = report.schools_paying_more.iter();
    let more = more
        .map(|each| json!({ "school": ids[&each.school], "category": each.category, "extra": each.extra.pounds() }));
    let by_status = report.by_status.iter().map(|(of, each)| (of.code().to_owned(), status(each)));
    json!({
        "entries": sorted(entries.collect()), "by_status": by_status.collect::<Map<_, _>>(),
        "schools_paying_more": more.collect::<Vec<_>>(), "unmeasured": report.unmeasured,
        "running_costs": report.running_costs.pounds(), "realised_gross": report.realised_gross.pounds(),
        "realised_net": report.realised_net.pounds(), "funding_not_counted": report.funding_not_counted.pounds(),
    })
}

fn sorted(mut entries: Vec<Value>) -> Vec<Value> {
    entries.sort_by_key(|entry| (entry["category"].to_string(), entry["school"].to_string()));
    entries
}

/// The cells of the row that begins with these words, the sums that figures open left out.
fn row<'a>(table: &'a [Vec<String>], name: &str) -> &'a [String] {
    table.iter().find(|row| row[0].starts_with(name)).unwrap_or_else(|| panic!("no {name} in {table:#?}"))
}

both! {
    async fn the_demonstrations_savings_are_the_published_ones_to_the_penny(world: World) {
        let (cluster, figures) = darlaston(&world).await;
        let Savings { report, .. } = savings::entries(&world.platform(), &cluster).await.unwrap();
        let schools = figures["schools"].as_array().unwrap().iter();
        let ids = schools.map(|each| (each["urn"].to_string(), each["id"].as_str().unwrap().to_owned())).collect();
        let mut expected = figures["expected"]["savings_report"].clone();
        expected["entries"] = Value::Array(sorted(expected["entries"].as_array().unwrap().clone()));
        assert_eq!(as_published(&report, &ids), expected);
    }

    async fn members_see_every_school_the_costliest_change_first_and_each_stage_by_itself(world: World) {
        let (cluster, _) = darlaston(&world).await;
        let pinfold = school_of(&world, 104_176).await;
        let mut manager = world.person("Mo Member", &[Grant::school(Role::BusinessManager, pinfold.id)]).await;
        manager.get(PAGE).await;
        manager.gets(200);
        let stages = manager.page().table("Savings by stage");
        let words = |stage: &str| row(&stages, stage)[1..4].join(" ");
        assert_eq!(words("Actual"), "£69,760 £54,760 £15,000 less");
        assert_eq!(words("Expected"), "£36,000 £12,000 £24,000 less");
        assert_eq!(words("Possible"), "£21,000 £12,000 £9,000 less");
        assert_eq!(row(&stages, "Actual")[4], "9 schools pay £15,000 less, no school pays more");
        manager.sees("Management per meal: 30p alone → 10p in the cluster (120,000 meals)");
        manager.sees("Rowley View Nursery: £420 more for finance");
        let finance = manager.page().table("Actual, Finance by school");
        assert!(finance[1][0].starts_with("Rowley View") && finance[1][3] == "£420 more", "{finance:#?}");
        assert!(finance[8][0].starts_with("Old Church") && finance[8][3] == "£1,796 less", "{finance:#?}");
        assert_eq!(row(&finance, "King's Hill")[5], "Invoices");
        assert!(row(&finance, "Pinfold Street")[0].ends_with("your school"));
        let catering = manager.page().table("Expected, Catering by school");
        assert_eq!(catering.len(), 10, "eight schools, the heading and the sum: {catering:#?}");
        let own = row(&catering, "Pinfold Street");
        assert!(own[2].starts_with("£1,697.64") && own[2].contains("£12,000 together × £5,092.90"), "{own:#?}");
        assert_eq!(own[3], "£3,395.26 less");
        let names = manager.page().table("Possible, Payroll by school");
        assert!(!names.iter().any(|row| row[0].starts_with("Grace Academy")), "it has its own payroll: {names:#?}");
        assert!(manager.page().value_of("Left after that cost").starts_with("£11,330"));
        assert!(manager.page().value_of("Running the cluster, 2026 to 2027").starts_with("£3,670"));
        assert!(manager.page().value_of("Funding received").starts_with("£15,000"));
        manager.get(&format!("{PAGE}.csv")).await;
        let file = manager.page().body_text();
        assert!(file.contains("Rowley View Nursery,104136,Finance,Actual,2026 to 2027,2700.00,3120.00,420.00"), "{file}");
        assert_eq!(file.lines().count(), 43, "a heading and each school and service once");
        assert!(cluster.host_school_id.is_some());
    }

    async fn a_school_sees_what_it_pays_before_and_after_with_the_source_of_each_figure(world: World) {
        darlaston(&world).await;
        let pinfold = school_of(&world, 104_176).await;
        let mut manager = world.person("Mo Manager", &[Grant::school(Role::BusinessManager, pinfold.id)]).await;
        manager.get("/schools/104176/savings").await;
        manager.gets(200).sees("Actual: £2,581.93 less a year").sees("Expected: £3,395.26 less a year");
        manager.sees("Management per meal: 27.08p alone → 9.03p in the cluster (18,810 meals)");
        let services = manager.page().table("What each service cost, and what it costs in the cluster");
        let hr = row(&services, "HR");
        assert!(hr[1].starts_with("£1,980") && hr[2].starts_with("£1,446.07"), "{hr:#?}");
        assert_eq!((hr[3].as_str(), hr[4].as_str()), ("£533.93 less", "SLA price list"));
        assert!(hr[5].starts_with("Actual"));
        assert_eq!(row(&services, "Payroll")[5], "Possible");
        manager.get("/schools/104176/savings.csv").await;
        assert_eq!(manager.page().body_text().lines().count(), 6);
        let grace = school_of(&world, 135_956).await;
        let mut stranger = world.person("Sam Stranger", &[Grant::school(Role::BusinessManager, grace.id)]).await;
        stranger.get("/schools/104176/savings").await;
        stranger.gets(404);
    }

    async fn the_public_sees_totals_and_both_counts_of_what_the_chair_published_and_no_name(world: World) {
        let (cluster, _) = darlaston(&world).await;
        let mut anybody = world.visitor();
        anybody.get(PAGE).await;
        anybody.gets(200).sees("Nothing published yet").does_not_see("£");
        anybody.get("/clusters/nowhere/savings").await;
        anybody.gets(404);
        let mut clerk = officer(&world, &cluster, Role::Clerk).await;
        clerk.get(PAGE).await;
        assert!(!clerk.offers("Publish"), "the chair publishes");
        let mut chair = officer(&world, &cluster, Role::Chair).await;
        chair.get(PAGE).await;
        chair.form("Publish").with("publish", "catering:contracted").submit().await;
        chair.is_told("Choose figures that can be made public");
        chair.get(PAGE).await;
        chair.form("Publish").tick("finance:realised").tick("catering:forecast").submit().await;
        chair.gets(200).sees("Everybody can see what you chose");
        assert_eq!(chair.form("Publish").value("publish"), "finance:realised");
        anybody.get(PAGE).await;
        let published = anybody.page().table("Savings that the cluster has published");
        let finance = row(&published, "Finance");
        assert_eq!(finance[2..], ["£30,960", "£24,960", "£6,000 less", "7 schools pay £6,420 less, 1 school pays £420 more"]);
        assert_eq!(row(&published, "Catering")[1], "Expected");
        anybody.does_not_see("Rowley View");
        anybody.get("/").await;
        anybody.sees("£6,000 less in total, excluding VAT. 7 schools pay less, 1 school pays more");
        chair.get(PAGE).await;
        chair.form("Publish").untick("finance:realised").untick("catering:forecast").submit().await;
        anybody.get(PAGE).await;
        anybody.sees("Nothing published yet");
    }

    async fn the_page_of_twelve_schools_asks_as_much_of_the_database_as_that_of_three(world: World) {
        let northgate = world.cluster_of(3).await;
        northgate.agrees(&world).await;
        let seller = world.seller("Paymaster", ProviderKind::Firm).await;
        let charge = json!({"id": "staff", "component": "service", "scope": "cluster", "kind": "unit", "unit": "employee", "rate": "40"});
        let offer = content("Payroll for a cluster", json!({"schedule": {"term_years": 3, "charges": [charge]}}));
        seller.publishes(&world, "payroll", offer).await;
        let chair = northgate.chair.context(&world).await;
        for school in &northgate.schools {
            employs(&world, school).await;
        }
        let (_, offers) = cluster::offers(&chair, "payroll").await.unwrap();
        let version = offers[0].version.id;
        cluster::plan(&chair, &northgate.cluster, version, PlanStatus::Potential, "An idea").await.unwrap();
        let mut reader = northgate.chair.clone();
        reader.get("/clusters/northgate/savings").await;
        let before = world.statements();
        reader.get("/clusters/northgate/savings").await;
        let for_three = world.statements() - before;
        assert_eq!(reader.page().table("Possible, Payroll by school").len(), 5);
        reader.sees("Not counted, because what they paid before is not known: School 1, School 2, School 3.");
        for number in 4..=12 {
            let school = world.school(100_000 + number, &format!("School {number}")).await;
            cluster::add_school(&chair, &northgate.cluster, school.urn).await.unwrap();
            employs(&world, &school).await;
        }
        let before = world.statements();
        reader.get("/clusters/northgate/savings").await;
        assert_eq!(world.statements() - before, for_three);
        assert_eq!(reader.page().table("Possible, Payroll by school").len(), 14);
    }
}

/// Ten people on the payroll.
async fn employs(world: &World, school: &school::Model) {
    let mut manager = Grant::school(Role::BusinessManager, school.id);
    manager.school = Some(school.id);
    let manager = world.person(&format!("Manager {}", school.urn), &[manager]).await.context(world).await;
    let sheet = clusterbuy::catalogue::volumes::sheet(&manager, school.urn, "payroll").await.unwrap();
    let figures = BTreeMap::from([("employee".to_owned(), Some(Quantity(10_000)))]);
    clusterbuy::catalogue::volumes::state(&manager, &sheet, figures).await.unwrap();
}
