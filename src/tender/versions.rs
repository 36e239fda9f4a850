//! What a notice says, as text: kept whole for every version, compared with another one, never changed.

use super::dossier::Dossier;
use super::meeting_sections;
use super::notice::NoticeSection;
use super::rules::lots::LotRules;
use super::rules::versions::Part;
use super::rules::{notice_words, price_rule::PriceRule};
use super::store;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::keys::sha256_hex;
use crate::platform::words;
use ::entity::{criterion, lot, stored_file, tender_document, tender_version};
use sea_orm::{ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _};
use sea_orm::{QueryFilter as _, QuerySelect as _};

/// The whole public content as it stands.
pub async fn content(connection: &impl ConnectionTrait, dossier: &Dossier) -> Result<Vec<Part>> {
    let tender = &dossier.tender;
    let mut parts = vec![
        Part::new("Title", &tender.title),
        Part::new("What is needed", &tender.need),
        Part::new("Schools", lines(dossier.buyers().iter().map(|school| school.name.clone()))),
        Part::new(
            "What all schools need in a year",
            lines(dossier.totals().iter().map(|(unit, all)| format!("{unit}: {all}"))),
        ),
        Part::new("Contract", contract(dossier)),
    ];
    parts.extend(criteria(connection, dossier).await?);
    parts.extend(dossier.lots.iter().flat_map(|each| of_lot(dossier, each)));
    parts.push(Part::new("Rules", rules(dossier)));
    parts.extend(meeting_sections::of(tender, &dossier.meeting_firms, false).into_iter().map(section_part));
    parts.push(Part::new("Dates", dates(dossier)));
    parts.push(Part::new("Documents", documents(connection, dossier).await?));
    Ok(parts)
}

fn section_part(section: NoticeSection) -> Part {
    let rows = section.rows.into_iter().map(|row| format!("{}: {}", row.key, row.value));
    Part::new(section.title, lines(section.text.into_iter().chain(rows)))
}

/// What is a lot's own: how its prices are scored and, where there are several, its schools.
fn of_lot(dossier: &Dossier, each: &LotRules) -> Vec<Part> {
    let scoring = price(&each.price);
    if dossier.lots.len() < 2 {
        return vec![Part::new("How prices are scored", scoring)];
    }
    let of = format!("Lot {}, {}", each.lot.number, each.lot.title);
    let buyers = dossier.buyers().into_iter().filter(|school| each.is_for(school.id));
    let schools = lines(buyers.map(|school| school.name.clone()));
    let weight = format!("{schools}\nWeight {}", each.lot.weight);
    vec![Part::new(format!("{of}: Schools"), weight), Part::new(format!("{of}: How prices are scored"), scoring)]
}

fn lines(each: impl Iterator<Item = String>) -> String {
    each.collect::<Vec<_>>().join("\n")
}

fn contract(dossier: &Dossier) -> String {
    let tender = &dossier.tender;
    let years = words::plural(i64::from(tender.term_years), "year", "years");
    let start = tender.contract_start.map(|start| format!(" from {}", words::date(start))).unwrap_or_default();
    let valid = words::plural(i64::from(tender.bid_validity_days), "day", "days");
    format!("{years}{start}\nA bid stays valid for {valid} after the deadline")
}

async fn criteria(connection: &impl ConnectionTrait, dossier: &Dossier) -> Result<Vec<Part>> {
    let lots = store::lots(connection, dossier.tender.id).await?;
    let several = lots.len() > 1;
    let mut parts = Vec::new();
    for lot in &lots {
        let criteria = store::criteria(connection, lot.id).await?;
        parts.extend(criteria.iter().map(|criterion| criterion_part(lot, criterion, several)));
    }
    Ok(parts)
}

fn criterion_part(lot: &lot::Model, criterion: &criterion::Model, several: bool) -> Part {
    let of = if several { format!("Lot {}, {}: ", lot.number, lot.title) } else { String::new() };
    let least = criterion.minimum.map(|least| format!(", at least {least}")).unwrap_or_default();
    let text = format!(
        "{}\n{}\nScale 0 to {}{least}\nWeight {}%",
        criterion.question,
        notice_words::answered(criterion),
        criterion.scale_max,
        criterion.weight,
    );
    Part::new(format!("{of}Criterion {}", criterion.name), text)
}

fn price(rule: &PriceRule) -> String {
    let mut said = vec![rule.method.title().to_owned(), rule.method.formula().to_owned()];
    said.push(format!("Weight {}%", rule.weight));
    let amount = |name: &str, amount: Option<::entity::money::Money>| amount.map(|amount| format!("{name} £{amount}"));
    said.extend(amount("No marks from", rule.ceiling));
    said.extend(amount("All marks at", rule.target));
    said.extend(amount("One quality mark is worth", rule.pounds_per_mark));
    said.join("\n")
}

fn rules(dossier: &Dossier) -> String {
    let tender = &dossier.tender;
    let mut said = vec![
        format!(
            "The prices bind for {} or more",
            words::plural(i64::from(tender.minimum_schools), "school", "schools")
        ),
        notice_words::leaving(tender.leave_rule).to_owned(),
        format!("A price {}% or more below the average is to be explained", tender.low_bid_percent),
    ];
    said.extend(tender.quality_minimum.map(|least| format!("A bid must reach {least}% of the quality marks")));
    said.extend(notice_words::authority(tender.authority_hat).map(str::to_owned));
    said.extend(dossier.agreement.as_ref().map(|agreement| agreement.sharing_rule.sentence().to_owned()));
    said.join("\n")
}

fn dates(dossier: &Dossier) -> String {
    let tender = &dossier.tender;
    let said = [("Questions close", tender.questions_close_at), ("Bids close", tender.deadline_at)];
    let one = |(name, at): (&str, Option<chrono::DateTime<chrono::Utc>>)| {
        at.map(|at| format!("{name}: {}", words::deadline(at)))
    };
    lines(said.into_iter().filter_map(one))
}

async fn documents(connection: &impl ConnectionTrait, dossier: &Dossier) -> Result<String> {
    let documents = store::documents(connection, dossier.tender.id).await?;
    let ids = documents.iter().map(|document| document.file_id);
    let files =
        stored_file::Entity::find().filter(stored_file::Column::Id.is_in(ids)).limit(200).all(connection).await?;
    let one = |document: &tender_document::Model| {
        let file = files.iter().find(|file| file.id == document.file_id);
        let sum = file.map(|file| format!(", SHA-256 {}", file.sha256)).unwrap_or_default();
        format!("{} ({}{sum})", document.title, document.name)
    };
    Ok(lines(documents.iter().map(one)))
}

/// Keeps the notice as it stands as a version, inside a change; answers the hash of its content.
pub(super) async fn keep(change: &Change, dossier: &Dossier, number: i32, amendment: Option<i32>) -> Result<String> {
    let content = serde_json::to_string(&content(change.tx(), dossier).await?)?;
    let sha256 = sha256_hex(content.as_bytes());
    let row = tender_version::Model {
        tender_id: dossier.tender.id,
        number,
        amendment,
        content,
        sha256: sha256.clone(),
        made_at: change.now(),
    };
    row.into_active_model().insert(change.tx()).await.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
    Ok(sha256)
}

/// What a version said.
pub fn parts_of(version: &tender_version::Model) -> Result<Vec<Part>> {
    Ok(serde_json::from_str(&version.content)?)
}

/// The notice as it stands, in the words of a version: corrections since the newest one are in it.
pub async fn as_it_stands(context: &Context, dossier: &Dossier) -> Result<Vec<Part>> {
    content(context.read(), dossier).await
}
