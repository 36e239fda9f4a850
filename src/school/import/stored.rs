//! What a row changes of the school that is stored, and how a batch of rows is written.

use chrono::{DateTime, Utc};
use entity::ids::SchoolId;
use entity::school::{self, Column, EstablishmentStatus, Model};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter};
use std::collections::HashMap;

use super::SchoolRow;

/// A batch compared with what is stored.
#[derive(Default)]
pub(super) struct Weighed {
    pub(super) created: i64,
    pub(super) updated: i64,
    pub(super) unchanged: i64,
    changed: Vec<Model>,
    columns: Vec<Column>,
}

/// Compares each row with the school of its URN.
pub(super) async fn weigh(
    connection: &impl ConnectionTrait,
    rows: Vec<SchoolRow>,
    now: DateTime<Utc>,
) -> Result<Weighed, DbErr> {
    let urns = rows.iter().map(|row| row.urn);
    let found = school::Entity::find().filter(Column::Urn.is_in(urns)).all(connection).await?;
    let mut stored: HashMap<i32, Model> = found.into_iter().map(|school| (school.urn, school)).collect();
    let mut weighed = Weighed::default();
    for row in rows {
        let before = stored.remove(&row.urn);
        let mut after = before.clone().unwrap_or_else(|| unknown(&row, now));
        weighed.columns = set(row, &mut after);
        match before {
            None => weighed.created += 1,
            Some(before) if before == after => {
                weighed.unchanged += 1;
                continue;
            }
            Some(_) => weighed.updated += 1,
        }
        weighed.changed.push(after);
    }
    Ok(weighed)
}

/// Writes what differs. Of a school that is there, only the columns that the file has: another import may be setting
/// the others.
pub(super) async fn write(connection: &impl ConnectionTrait, weighed: Weighed) -> Result<(), DbErr> {
    if weighed.changed.is_empty() {
        return Ok(());
    }
    let there = OnConflict::column(Column::Urn).update_columns(weighed.columns).to_owned();
    let rows = weighed.changed.into_iter().map(IntoActiveModel::into_active_model);
    school::Entity::insert_many(rows).on_conflict(there).exec_without_returning(connection).await?;
    Ok(())
}

/// A school that nothing is known of but that it is.
fn unknown(row: &SchoolRow, now: DateTime<Utc>) -> Model {
    Model {
        id: SchoolId::new(now),
        urn: row.urn,
        name: row.name.clone(),
        la_code: None,
        la_name: None,
        establishment_number: None,
        phase: row.phase,
        legal_type: row.legal_type,
        type_name: None,
        status: EstablishmentStatus::Unknown,
        opened_on: None,
        closed_on: None,
        street: None,
        locality: None,
        town: None,
        postcode: None,
        trust_name: None,
        federation_name: None,
        pupils: None,
        fsm_pupils: None,
        website: None,
        religious_character: None,
        gender: None,
        low_age: None,
        high_age: None,
        capacity: None,
    }
}

/// Sets on the school what the row says, and answers which columns those are: the same for every row of a file.
fn set(row: SchoolRow, school: &mut Model) -> Vec<Column> {
    let mut columns = Vec::new();
    let mut put = Put(&mut columns);
    put.value(Column::Name, Some(row.name), &mut school.name);
    put.value(Column::LaCode, row.la_code, &mut school.la_code);
    put.value(Column::LaName, row.la_name, &mut school.la_name);
    put.value(Column::EstablishmentNumber, row.establishment_number, &mut school.establishment_number);
    put.value(Column::Phase, Some(row.phase), &mut school.phase);
    put.value(Column::LegalType, Some(row.legal_type), &mut school.legal_type);
    put.value(Column::TypeName, Some(Some(row.type_name)), &mut school.type_name);
    put.value(Column::Status, row.status, &mut school.status);
    put.value(Column::OpenedOn, row.opened_on, &mut school.opened_on);
    put.value(Column::ClosedOn, row.closed_on, &mut school.closed_on);
    put.value(Column::Street, row.street, &mut school.street);
    put.value(Column::Locality, row.locality, &mut school.locality);
    put.value(Column::Town, row.town, &mut school.town);
    put.value(Column::Postcode, row.postcode, &mut school.postcode);
    put.value(Column::TrustName, row.trust_name, &mut school.trust_name);
    put.value(Column::FederationName, row.federation_name, &mut school.federation_name);
    put.value(Column::Pupils, row.pupils, &mut school.pupils);
    put.value(Column::FsmPupils, row.fsm_pupils, &mut school.fsm_pupils);
    put.value(Column::Website, row.website, &mut school.website);
    put.value(Column::ReligiousCharacter, row.religious_character, &mut school.religious_character);
    put.value(Column::Gender, row.gender, &mut school.gender);
    put.value(Column::LowAge, row.low_age, &mut school.low_age);
    put.value(Column::HighAge, row.high_age, &mut school.high_age);
    put.value(Column::Capacity, row.capacity, &mut school.capacity);
    columns
}

struct Put<'a>(&'a mut Vec<Column>);

impl Put<'_> {
    fn value<T>(&mut self, column: Column, said: Option<T>, field: &mut T) {
        if let Some(value) = said {
            *field = value;
            self.0.push(column);
        }
    }
}
