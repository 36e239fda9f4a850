//! What governors read before they decide: two pages of A4 and appendices, with the decision page's own figures.

mod appendix;
mod front;

use super::build::past;
use super::report;
use super::view::{PastVote, ReportView, SchoolRow};
use crate::award::store;
use crate::award::{self, LotAddress, Poll, Scene};
use crate::platform::error::{Error, Result};
use crate::platform::http::download;
use crate::platform::http::page::Page;
use crate::platform::http::visit::{Visit, frame};
use crate::platform::pdf::{self, Block, Document};
use crate::platform::words;
use ::entity::award::AwardState;
use ::entity::consultation;
use ::entity::ids::SchoolId;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;

/// Everything that the pack says, in the decision page's words.
struct Facts {
    heading: String,
    reference: String,
    cluster: String,
    /// "Catering", or "Catering for Juniors".
    subject: String,
    provider: String,
    reasons: String,
    report: ReportView,
    /// What governors are asked, while the schools vote.
    poll: Option<Poll>,
    past: Vec<PastVote>,
    consultations: Vec<consultation::Model>,
    today: NaiveDate,
}

impl Facts {
    /// The reader's own school, where it is in the tender.
    fn own(&self) -> Option<&SchoolRow> {
        self.report.schools.iter().find(|school| school.own)
    }
}

#[derive(Serialize)]
pub(in crate::award::web) struct PackPage {
    reference: String,
    pdf: String,
    document: Document,
}

impl Page for PackPage {
    const TEMPLATE: &'static str = "award/pack.html";
    fn samples() -> Vec<Self> {
        let facts = |poll| Facts {
            heading: "Award catering to Alder Catering?".to_owned(),
            reference: "DA-2027-001".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            subject: "Catering".to_owned(),
            provider: "Alder Catering".to_owned(),
            reasons: "Best total".to_owned(),
            report: super::view::sample_report(),
            poll,
            past: vec![super::view::sample_past()],
            consultations: Vec::new(),
            today: NaiveDate::default(),
        };
        let page = |facts: Facts| Self {
            reference: facts.reference.clone(),
            pdf: "/tenders/DA-2027-001/decision/pack.pdf".to_owned(),
            document: document(&facts),
        };
        vec![page(facts(None))]
    }
}

/// The pack of one reader. A bounded number of queries, those of the decision page.
async fn facts(visit: &Visit, at: &LotAddress) -> Result<(Scene, Facts)> {
    let scene = award::scene(visit, at).await?;
    let own: Vec<SchoolId> = visit.actor.hats().iter().filter_map(|hat| hat.for_school()).collect();
    let found = award::report(visit, &scene).await?.ok_or(Error::NotFound)?;
    let ballots = store::ballots(visit.read(), scene.award.id).await?;
    let poll = match scene.award.state {
        AwardState::Recommended => award::poll(visit, &scene, scene.award.id).await?,
        _ => None,
    };
    let facts = Facts {
        heading: super::build::heading(&scene, Some(&found)),
        reference: scene.tender.reference.clone(),
        cluster: found.cluster.name.clone(),
        subject: scene.said_of(&found.category.name),
        provider: found.bid()?.opened.provider_name.clone(),
        reasons: scene.award.reasons.clone(),
        report: report::view(&found, &own)?,
        poll: poll.filter(|poll| poll.ballot.recorded_at.is_none()),
        past: ballots.iter().filter_map(past).collect(),
        consultations: award::consultations_on_tender(visit.read(), scene.tender.id).await?,
        today: words::london_day(visit.now),
    };
    Ok((scene, facts))
}

fn document(facts: &Facts) -> Document {
    let mut blocks = front::blocks(facts);
    blocks.push(Block::PageBreak);
    blocks.extend(appendix::blocks(facts));
    Document { title: format!("Governors' pack: {}", facts.heading), blocks }
}

pub(in crate::award::web) async fn show(visit: Visit, at: LotAddress) -> Result<Response> {
    let (scene, facts) = facts(&visit, &at).await?;
    let document = document(&facts);
    let frame = frame(document.title.clone())
        .back(at.page("decision"), "Back to the decision")
        .beside(scene.of().sections("decision/pack"))
        .seen_by("the member schools of the cluster, the tender team and the auditor; not the bidders");
    let page = PackPage { reference: facts.reference, pdf: at.page("decision/pack.pdf"), document };
    visit.page(frame, &page)
}

pub(in crate::award::web) async fn download(visit: Visit, at: LotAddress) -> Result<Response> {
    let (_, facts) = facts(&visit, &at).await?;
    let bytes = pdf::render(&document(&facts))?;
    Ok(download::attachment(&format!("{}-governors-pack.pdf", facts.reference), pdf::MEDIA_TYPE, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::pdf::Table;

    fn facts_of(schools: usize) -> Facts {
        let mut report = super::super::view::sample_report();
        let one = report.schools[0].clone();
        let school = |at: usize| SchoolRow { name: format!("School {at}"), own: at == schools, ..one.clone() };
        report.schools = (1..=schools).map(school).collect();
        Facts {
            heading: "Award catering?".to_owned(),
            reference: "DA-2027-001".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            subject: "Catering".to_owned(),
            provider: "Alder Catering".to_owned(),
            reasons: "Best total".to_owned(),
            report,
            poll: None,
            past: Vec::new(),
            consultations: Vec::new(),
            today: NaiveDate::default(),
        }
    }

    /// The rows of a table, without that of the sum.
    fn schools_in(blocks: &[Block], id: &str) -> Option<usize> {
        let table = |block: &Block| match block {
            Block::Table(Table { id: found, rows, .. }) if found == id => Some(rows.len() - 1),
            _ => None,
        };
        blocks.iter().find_map(table)
    }

    #[test]
    fn ten_schools_stand_in_front_with_the_reader_s_own_and_the_appendix_has_them_all() {
        for (schools, in_front, behind) in [(9, 9, None), (10, 10, None), (11, 10, Some(11)), (60, 10, Some(60))] {
            let facts = facts_of(schools);
            let (front, appendix) = (front::blocks(&facts), appendix::blocks(&facts));
            assert_eq!(schools_in(&front, "pack-schools"), Some(in_front), "{schools} schools");
            assert_eq!(schools_in(&appendix, "pack-every-school"), behind, "{schools} schools");
            let own = serde_json::to_string(&front).unwrap();
            assert!(own.contains(&format!("School {schools}")), "the reader's own school is always there");
        }
    }
}
