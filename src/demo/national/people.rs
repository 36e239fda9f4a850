//! Invented schools: what they use, what they pay, in which cluster they are, and who manages some of them.

use super::store::keep_all;
use super::{FIRST_URN, Making, written};
use crate::catalogue::authority_name;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::standing;
use ::entity::agreement::{Majority, SharingRule};
use ::entity::cluster_form::Form;
use ::entity::contract_entry::CostSource;
use ::entity::membership::{Role, Scope};
use ::entity::money::{Money, Quantity};
use ::entity::school::{EstablishmentStatus, LegalType, Phase};
use ::entity::{account, agreement, agreement_signature, cluster, cluster_member, contract_entry};
use ::entity::{ids::*, membership, school, volume};
use chrono::{Datelike as _, Duration};
use sea_orm::IntoActiveModel as _;

pub(super) async fn schools(context: &Context, making: &mut Making) -> Result<Vec<school::Model>> {
    let rows: Vec<school::Model> = (0..making.sizes.schools).map(|place| school(making, place)).collect();
    let change = Change::begin(context).await?;
    keep_all(change.tx(), rows.iter().cloned().map(|row| row.into_active_model())).await?;
    written(change, "schools", rows.len()).await?;
    Ok(rows)
}

fn school(making: &mut Making, place: usize) -> school::Model {
    let area = making.areas[place % making.areas.len()];
    let (phase, pupils) = match making.dice.below(20) {
        0 => (Phase::Nursery, making.dice.between(40, 120)),
        1 => (Phase::Special, making.dice.between(60, 200)),
        2..=5 => (Phase::Secondary, making.dice.between(600, 1_600)),
        _ => (Phase::Primary, making.dice.between(60, 620)),
    };
    let legal_type = if making.dice.below(2) == 0 { LegalType::Community } else { LegalType::Academy };
    school::Model {
        id: SchoolId::new(making.now),
        urn: FIRST_URN + i32::try_from(place).unwrap_or_default(),
        name: format!("Invented {} {}", phase.as_str(), place + 1),
        la_code: Some(area.to_owned()),
        la_name: authority_name(area).map(str::to_owned),
        establishment_number: None,
        phase,
        legal_type,
        type_name: None,
        status: EstablishmentStatus::Open,
        opened_on: None,
        closed_on: None,
        street: None,
        locality: None,
        town: None,
        postcode: None,
        trust_name: None,
        federation_name: None,
        pupils: i32::try_from(pupils).ok(),
        fsm_pupils: None,
        website: None,
        religious_character: None,
        gender: None,
        low_age: None,
        high_age: None,
        capacity: None,
    }
}

/// Ten figures of each school, of this year: every item of every category that has no usual figure, and others to ten.
pub(super) async fn volumes(context: &Context, making: &mut Making, schools: &[school::Model]) -> Result<()> {
    let change = Change::begin(context).await?;
    let mut count = 0;
    for some in schools.chunks(1_000) {
        let rows: Vec<volume::Model> = some.iter().flat_map(|school| volumes_of(making, school)).collect();
        count += rows.len();
        keep_all(change.tx(), rows.into_iter().map(|row| row.into_active_model())).await?;
    }
    written(change, "volumes", count).await
}

fn volumes_of(making: &mut Making, school: &school::Model) -> Vec<volume::Model> {
    let year = crate::catalogue::rules::year_of(school, making.today);
    let pupils = i64::from(school.pupils.unwrap_or(200));
    let mut rows = Vec::new();
    for category in &making.categories {
        for item in &category.shape.items {
            let count = match item.id.as_str() {
                "service_days" => 190,
                "site" => 1,
                "pupil" => pupils,
                "day" => making.dice.between(6, 40),
                "mbps" => making.dice.between(5, 100),
                _ => pupils / making.dice.between(6, 12),
            };
            rows.push(volume::Model {
                school_id: school.id,
                category_id: category.id,
                item: item.id.clone(),
                year,
                quantity: Quantity(count * Quantity::ONE.0),
                recorded_at: making.now,
            });
        }
    }
    rows
}

/// Ten contracts of each school: one for each category, the others for what no category covers.
pub(super) async fn contracts(context: &Context, making: &mut Making, schools: &[school::Model]) -> Result<()> {
    let change = Change::begin(context).await?;
    for some in schools.chunks(1_000) {
        let rows: Vec<contract_entry::Model> = some
            .iter()
            .flat_map(|school| (0..10).map(|place| (school, place)).collect::<Vec<_>>())
            .map(|(school, place)| contract(making, school, place))
            .collect();
        keep_all(change.tx(), rows.into_iter().map(|row| row.into_active_model())).await?;
        let ids: Vec<SchoolId> = some.iter().map(|school| school.id).collect();
        let categories: Vec<CategoryId> = making.categories.iter().map(|category| category.id).collect();
        standing::refresh(change.tx(), &ids, &categories, making.today).await?;
    }
    written(change, "contracts", schools.len() * 10).await
}

fn contract(making: &mut Making, school: &school::Model, place: usize) -> contract_entry::Model {
    let category = making.categories.get(place);
    let starts_on = making.today - Duration::days(making.dice.between(30, 900));
    let ends_on = making.today + Duration::days(making.dice.between(60, 900));
    let title = category.map_or_else(|| making.words.draw(&mut making.dice, 2), |category| category.name.clone());
    contract_entry::Model {
        cost_code: None,
        id: ContractEntryId::new(making.now),
        school_id: school.id,
        category_id: category.map(|category| category.id),
        title,
        provider_id: None,
        listing_version_id: None,
        provider_name: format!("Invented provider {}", making.dice.below(making.sizes.providers) + 1),
        starts_on: Some(starts_on),
        ends_on: Some(ends_on),
        notice_on: Some(ends_on - Duration::days(90)),
        notice_terms: None,
        yearly_amount: Some(Money(making.dice.between(400, 20_000) * 10_000)),
        total_value: None,
        cost_source: CostSource::Invoices,
        how_bought: None,
        responsible: None,
        recorded_at: making.now,
        ended_at: None,
    }
}

/// Clusters of neighbours of eight, under an agreement each.
pub(super) async fn clusters(
    context: &Context,
    making: &mut Making,
    schools: &[school::Model],
) -> Result<Vec<cluster::Model>> {
    let areas = making.areas.len();
    let mut by_area: Vec<&school::Model> = schools.iter().collect();
    by_area.sort_by_key(|school| (school.urn - FIRST_URN) as usize % areas);
    let each = (schools.len() / making.sizes.clusters.max(1)).max(1);
    let (mut rows, mut members) = (Vec::new(), Vec::new());
    let (mut agreements, mut signatures) = (Vec::new(), Vec::new());
    for (place, some) in by_area.chunks(each).take(making.sizes.clusters).enumerate() {
        let row = cluster_of(making, place, some);
        let position = |position: usize| i32::try_from(position + 1).unwrap_or_default();
        members.extend(some.iter().enumerate().map(|(at, school)| cluster_member::Model {
            cluster_id: row.id,
            school_id: school.id,
            position: position(at),
            joined_on: making.today - Duration::days(400),
            left_on: None,
        }));
        let agreement = agreement_of(making, row.id);
        signatures.extend(some.iter().map(|school| signature_of(making, agreement.id, school)));
        agreements.push(agreement);
        rows.push(row);
    }
    let change = Change::begin(context).await?;
    keep_all(change.tx(), rows.iter().cloned().map(|row| row.into_active_model())).await?;
    keep_all(change.tx(), members.into_iter().map(|row| row.into_active_model())).await?;
    keep_all(change.tx(), agreements.into_iter().map(|row| row.into_active_model())).await?;
    keep_all(change.tx(), signatures.into_iter().map(|row: agreement_signature::Model| row.into_active_model()))
        .await?;
    written(change, "clusters", rows.len()).await?;
    Ok(rows)
}

fn cluster_of(making: &Making, place: usize, schools: &[&school::Model]) -> cluster::Model {
    let letter =
        |power: usize| char::from(b'A' + u8::try_from(place / 26_usize.pow(power as u32) % 26).unwrap_or_default());
    cluster::Model {
        id: ClusterId::new(making.now),
        slug: format!("invented-cluster-{}", place + 1),
        reference_prefix: [letter(2), letter(1), letter(0)].iter().collect(),
        name: format!("Invented cluster {}", place + 1),
        host_school_id: schools.first().map(|school| school.id),
        created_at: making.now,
    }
}

fn agreement_of(making: &Making, cluster_id: ClusterId) -> agreement::Model {
    agreement::Model {
        id: AgreementId::new(making.now),
        cluster_id,
        version: 1,
        text: "We buy together.".to_owned(),
        form: Form::SteeringGroup,
        form_reason: "It is for every kind of school".to_owned(),
        sharing_rule: SharingRule::Proportional,
        majority: Majority::Simple,
        casting_vote: false,
        notice_months: 6,
        refresh_month: i32::try_from(making.today.month()).unwrap_or(1),
        refresh_day: 1,
        authority_id: None,
        answer_by: making.today,
        recorded_at: making.now,
        adopted_at: Some(making.now),
        withdrawn_at: None,
    }
}

fn signature_of(making: &Making, agreement_id: AgreementId, school: &school::Model) -> agreement_signature::Model {
    agreement_signature::Model {
        agreement_id,
        school_id: school.id,
        body_name: school.body_name(),
        minute_reference: "Invented minute".to_owned(),
        agreed_on: making.today,
        recorded_by: None,
        recorded_at: making.now,
    }
}

/// A business manager for each of the first schools.
pub(super) async fn managers(context: &Context, making: &Making, schools: &[school::Model]) -> Result<()> {
    let some = &schools[..schools.len().min(making.sizes.managers)];
    let (mut accounts, mut memberships) = (Vec::new(), Vec::new());
    for school in some {
        let account = account::Model {
            id: AccountId::new(making.now),
            email: format!("manager-{}@example.org", school.urn),
            name: format!("Manager of {}", school.name),
            password_hash: None,
            factor_secret: None,
            factor_since: None,
            factor_step: None,
            created_at: making.now,
        };
        memberships.push(membership::Model {
            id: MembershipId::new(making.now),
            account_id: account.id,
            role: Role::BusinessManager,
            scope: Scope::School,
            scope_id: Some(school.id.0),
            school_id: Some(school.id),
            since: making.now,
            ended_at: None,
        });
        accounts.push(account);
    }
    let change = Change::begin(context).await?;
    keep_all(change.tx(), accounts.into_iter().map(|row| row.into_active_model())).await?;
    keep_all(change.tx(), memberships.into_iter().map(|row| row.into_active_model())).await?;
    written(change, "managers", some.len()).await
}
