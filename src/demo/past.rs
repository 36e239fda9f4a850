//! What happened before the story begins: schools, people, the agreement, contracts, what was paid.

use super::people::{ADMINISTRATOR, AUDITOR, STAFF, Staff, email};
use super::scenario::register_file;
use super::stage::{Stage, day};
use crate::account::{self, Grant};
use crate::catalogue;
use crate::cluster::{self, Appointment, NewCluster};
use crate::contract::{self, Joining, NewContract, Term};
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::school::rules::Terms;
use crate::school::{self, import};
use ::entity::contract_entry::CostSource;
use ::entity::membership::Role;
use ::entity::money::Quantity;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

const FOUNDING: &str = "2025-09-08T09:00:00Z";
const AGREED: &str = "2025-10-06T09:00:00Z";
const CONTRACTED: &str = "2026-04-02T09:00:00Z";
const MONEY: &str = "2026-12-14T09:00:00Z";

pub async fn people_and_schools(stage: &mut Stage) -> Result<()> {
    stage.go_to(FOUNDING)?;
    let platform = stage.platform();
    catalogue::ensure_given(&platform).await?;
    import_register(stage, &platform).await?;
    account::invite_administrator(&platform, &email(ADMINISTRATOR), ADMINISTRATOR).await?;
    let administrator = stage.person(ADMINISTRATOR).await?;
    account::invite(&administrator, &email(AUDITOR), AUDITOR, Grant::platform(Role::Auditor)).await?;
    let first = STAFF.iter().filter(|staff| staff.school == "pinfold-street");
    invite_staff(stage, &administrator, first.chain(&STAFF)).await?;
    found_cluster(stage).await
}

pub async fn invite_staff(
    stage: &Stage,
    administrator: &Context,
    staff: impl IntoIterator<Item = &Staff>,
) -> Result<()> {
    for staff in staff {
        let school = stage.school(staff.school).await?.id;
        for (name, role) in
            [(staff.manager, Role::BusinessManager), (staff.head, Role::Headteacher), (staff.governor, Role::Governor)]
        {
            account::invite(administrator, &email(name), name, Grant::school(role, school)).await?;
        }
    }
    Ok(())
}

pub async fn import_register(stage: &Stage, platform: &Context) -> Result<()> {
    let file = Arc::new(register_file(&stage.scenario));
    let source: import::Source = Arc::new(move || Ok(Box::new(Cursor::new(file.as_bytes().to_vec()))));
    let id = import::ask(platform, "darlaston.csv", import::Asked::default()).await?;
    let done = import::run(platform, id, &source, &mut |_| ()).await?;
    if done.refused > 0 {
        return Err(Error::internal(format!("the demonstration's schools were refused: {}", done.faults)));
    }
    Ok(())
}

/// The founder gathers the schools in the cluster's order, then hands over to the chair who is to be.
pub async fn found_cluster(stage: &Stage) -> Result<()> {
    let cast = stage.cast;
    let founder = stage.head(cast.founder).await?;
    let new = NewCluster {
        name: cast.cluster_name.to_owned(),
        slug: cast.cluster.to_owned(),
        reference_prefix: cast.prefix.to_owned(),
    };
    let cluster = cluster::found(&founder, new).await?;
    appoint(stage, &founder, Role::Chair, Some(cast.founder), stage.staff(cast.founder)?.head).await?;
    let founder = stage.head(cast.founder).await?;
    for school in stage.scenario.schools.iter().filter(|school| school.id != cast.founder) {
        cluster::add_school(&founder, &cluster, school.urn).await?;
    }
    for staff in cast.staff {
        appoint(stage, &founder, Role::Representative, Some(staff.school), staff.governor).await?;
        appoint(stage, &founder, Role::Substitute, Some(staff.school), staff.head).await?;
    }
    cluster::change_host(&founder, &cluster, stage.school(cast.chair).await?.id).await?;
    appoint(stage, &founder, Role::Clerk, None, cast.clerk).await?;
    appoint(stage, &founder, Role::ViceChair, Some(cast.vice_chair), stage.staff(cast.vice_chair)?.head).await?;
    appoint(stage, &founder, Role::Chair, Some(cast.chair), stage.staff(cast.chair)?.head).await
}

async fn appoint(stage: &Stage, by: &Context, role: Role, school: Option<&str>, name: &str) -> Result<()> {
    let cluster = stage.cluster().await?;
    let school = match school {
        Some(school) => Some(stage.school(school).await?.id),
        None => None,
    };
    let new = Appointment { role, school, name: name.to_owned(), email: email(name) };
    cluster::appoint(by, &cluster, new).await?;
    Ok(())
}

/// One agreement, which every school's body accepts.
pub async fn agreement(stage: &Stage) -> Result<()> {
    propose_agreement(stage).await?;
    stage.go_to(AGREED)?;
    accept_agreement(stage, "Minute 7 of autumn 2025", day(2025, 10, 2)).await
}

pub async fn propose_agreement(stage: &Stage) -> Result<()> {
    let (chair, cluster) = (stage.head(stage.cast.chair).await?, stage.cluster().await?);
    cluster::record_version(&chair, &cluster, super::agreed::first()).await?;
    Ok(())
}

/// Every school's body accepts the first version, and it comes into force.
pub async fn accept_agreement(stage: &Stage, minute: &str, on: NaiveDate) -> Result<()> {
    let cluster = stage.cluster().await?;
    for staff in stage.cast.staff {
        let head = stage.head(staff.school).await?;
        let school = stage.school(staff.school).await?.id;
        cluster::agree(&head, &cluster, 1, school, minute, on).await?;
    }
    cluster::adopt(&stage.head(stage.cast.chair).await?, &cluster, 1).await
}

/// Volumes of every school and, where a school does not buy from the authority, what it pays by its invoices.
pub async fn what_schools_use_and_pay(stage: &Stage) -> Result<()> {
    what_schools_use(stage, &["catering", "finance", "hr", "broadband", "payroll"]).await?;
    invoiced(stage, "kings-hill", "finance", "Dayrate Finance (demonstration)").await?;
    invoiced(stage, "grace-academy", "hr", "Own HR adviser").await?;
    invoiced(stage, "grace-academy", "broadband", "Own internet line").await
}

pub async fn what_schools_use(stage: &Stage, categories: &[&str]) -> Result<()> {
    for school in &stage.scenario.schools {
        let manager = stage.manager(&school.id).await?;
        for category in categories {
            if !school.takes_part(category) {
                continue;
            }
            let figure = |(item, count): (&str, i64)| (item.to_owned(), Some(Quantity(count * 1_000)));
            let figures: BTreeMap<String, Option<Quantity>> = school.items(category).into_iter().map(figure).collect();
            let sheet = catalogue::volumes::sheet(&manager, school.urn, category).await?;
            catalogue::volumes::state(&manager, &sheet, figures).await?;
        }
    }
    Ok(())
}

async fn invoiced(stage: &Stage, school: &str, category: &str, provider: &str) -> Result<()> {
    let (manager, row) = (stage.manager(school).await?, stage.school(school).await?);
    let found = catalogue::category_by_slug(manager.read(), category).await?;
    let amount = stage.scenario.current_costs.get(category).and_then(|costs| costs.get(school)).copied();
    let terms = Terms {
        title: format!("{provider}, yearly"),
        category: found.map(|category| category.id),
        provider_name: provider.to_owned(),
        starts_on: Some(day(2025, 4, 1)),
        ends_on: Some(day(2026, 3, 31)),
        notice_terms: Some("Three months".to_owned()),
        notice_on: Some(day(2025, 12, 31)),
        yearly_amount: amount,
        how_bought: Some("Three quotes".to_owned()),
        cost_source: CostSource::Invoices,
        responsible: None,
        cost_code: None,
    };
    school::add_contract(&manager, &row, terms).await?;
    Ok(())
}

/// Funds, among them running the cluster and funding that is shown beside savings; and planned offers.
pub async fn money_and_plans(stage: &Stage) -> Result<()> {
    stage.go_to(MONEY)?;
    super::funds::all(stage).await?;
    super::offers::plans(stage, &stage.clerk().await?, &stage.cluster().await?).await
}

/// Category, listing and title of what the cluster bought before: each bought after three quotes.
const BOUGHT: [(&str, &str, &str); 3] = [
    ("finance", "A finance officer by the day", "Finance support 2026 to 2029"),
    ("hr", "HR and legal advice for a cluster", "HR and legal advice 2026 to 2029"),
    ("broadband", "One internet contract for a cluster", "Broadband 2026 to 2029"),
];

/// The contracts in force when the story begins.
pub async fn contracts(stage: &Stage) -> Result<()> {
    stage.go_to(CONTRACTED)?;
    let (clerk, cluster) = (stage.clerk().await?, stage.cluster().await?);
    for (category, listing, title) in BOUGHT {
        let new = NewContract {
            version: super::offers::version_of(stage, category, listing).await?,
            how_bought: "Three quotes".to_owned(),
            title: title.to_owned(),
            term: Term { starts_on: day(2026, 4, 1), ends_on: day(2029, 3, 31), notice_on: Some(day(2028, 9, 30)) },
            minute_reference: "Minutes of March 2026".to_owned(),
            schools: joining(stage, category).await?,
        };
        contract::record_existing(&clerk, &cluster, new).await?;
    }
    Ok(())
}

async fn joining(stage: &Stage, category: &str) -> Result<Vec<Joining>> {
    let mut all = Vec::new();
    for school in stage.scenario.schools.iter().filter(|school| school.takes_part(category)) {
        let volumes = school.items(category).into_iter();
        let volumes = volumes.map(|(unit, count)| (unit.to_owned(), Quantity(count * 1_000))).collect();
        all.push(Joining { school: stage.school(&school.id).await?.id, volumes });
    }
    Ok(all)
}
