//! What the decision page shows.

use crate::platform::http::chart::{Heading, StackedChart};
use crate::platform::http::page::{FormView, Page};
use chrono::{DateTime, Utc};
use serde::Serialize;

#[derive(Clone, Serialize)]
pub(in crate::award::web) struct DecisionPage {
    pub(super) form: FormView,
    pub(super) reference: String,
    pub(super) title: String,
    pub(super) heading: String,
    pub(super) state: &'static str,
    pub(super) kind: &'static str,
    pub(super) reasons: String,
    pub(super) report: Option<ReportView>,
    pub(super) poll: Option<PollView>,
    pub(super) past: Vec<PastVote>,
    pub(super) joining: Option<JoiningView>,
    pub(super) steps: Vec<Step>,
    pub(super) actions: Actions,
    /// Where the standstill is, as a calendar, and whether the law asks for it.
    pub(super) standstill: Option<String>,
    pub(super) duty: &'static str,
    /// The outcomes are sent: the result can be worked out again from a file.
    pub(super) told: bool,
}

/// What this reader may do now.
#[derive(Clone, Default, Serialize)]
pub(super) struct Actions {
    pub(super) open_vote: bool,
    pub(super) send_outcomes: bool,
    pub(super) draw_up: bool,
    pub(super) see_challenges: bool,
    pub(super) correct: bool,
    pub(super) withdrawal: bool,
    /// Bidders can be asked to keep their bids open for longer.
    pub(super) validity: bool,
}

/// A step of `stages`.
#[derive(Clone, Serialize)]
pub(super) struct Step {
    pub(super) text: &'static str,
    pub(super) state: &'static str,
}

/// The report behind the decision.
#[derive(Clone, Serialize)]
pub(super) struct ReportView {
    pub(super) sentence: String,
    pub(super) providers: Vec<String>,
    pub(super) scores: Vec<ScoreRow>,
    pub(super) chart: Option<StackedChart>,
    /// How firm the ranking is, in sentences.
    pub(super) firm: Vec<String>,
    /// What the cases cost, from the least to the most.
    pub(super) range: Option<String>,
    pub(super) effect: String,
    pub(super) dearer: Vec<String>,
    pub(super) schools: Vec<SchoolRow>,
    pub(super) total: TotalRow,
    pub(super) variations: Vec<VariationRow>,
    pub(super) rule: &'static str,
    pub(super) unit: String,
    pub(super) cases: Vec<Case>,
    pub(super) own_column: bool,
    pub(super) risks: Vec<String>,
    pub(super) declared: usize,
    pub(super) interests: Vec<String>,
    pub(super) asked: u64,
    pub(super) answered: u64,
    pub(super) documents: Vec<Document>,
}

#[derive(Clone, Serialize)]
pub(super) struct Document {
    pub(super) title: String,
    pub(super) href: String,
}

#[derive(Clone, Serialize)]
pub(super) struct ScoreRow {
    pub(super) label: String,
    pub(super) total: bool,
    pub(super) cells: Vec<Cell>,
}

#[derive(Clone, Serialize)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) best: bool,
}

#[derive(Clone, Serialize)]
pub(super) struct SchoolRow {
    pub(super) name: String,
    pub(super) own: bool,
    pub(super) now: Option<String>,
    pub(super) source: Option<String>,
    pub(super) share: String,
    pub(super) change: Option<String>,
    pub(super) mandate: &'static str,
    pub(super) mandate_kind: &'static str,
    pub(super) mandate_limit: Option<String>,
}

/// What one school needs beyond the core, and what each bid charges that school alone for it in year 1.
#[derive(Clone, Serialize)]
pub(super) struct VariationRow {
    pub(super) school: String,
    pub(super) own: bool,
    pub(super) needs: String,
    pub(super) cells: Vec<Cell>,
}

/// The joint bill, with the lines it is the sum of.
#[derive(Clone, Serialize)]
pub(super) struct TotalRow {
    pub(super) now: Option<String>,
    pub(super) price: String,
    pub(super) change: Option<String>,
    pub(super) lines: Vec<SumLine>,
}

#[derive(Clone, Serialize)]
pub(super) struct SumLine {
    pub(super) text: String,
    pub(super) amount: String,
}

#[derive(Clone, Serialize)]
pub(super) struct Case {
    pub(super) title: String,
    pub(super) refusal: Option<String>,
    pub(super) year_one: String,
    pub(super) whole: String,
    pub(super) lines: Vec<SumLine>,
    pub(super) per_unit: Option<String>,
    pub(super) effect: Option<String>,
    pub(super) own: Option<String>,
}

/// The latest vote while it is open or waits to be recorded.
#[derive(Clone, Serialize)]
pub(super) struct PollView {
    pub(super) number: i32,
    pub(super) question: String,
    pub(super) grounds: Option<String>,
    pub(super) closes_at: DateTime<Utc>,
    pub(super) open: bool,
    pub(super) voted: usize,
    pub(super) members: usize,
    pub(super) quorum: usize,
    pub(super) seat: Option<SeatView>,
    pub(super) result: Option<String>,
    pub(super) outcome: Option<String>,
    pub(super) may_record: bool,
    pub(super) casting_vote: bool,
}

#[derive(Clone, Serialize)]
pub(super) struct SeatView {
    pub(super) school: String,
    /// Why this reader cannot vote; "declare" leads to the declaration.
    pub(super) hindrance: Option<String>,
    pub(super) declare: bool,
    pub(super) cast: Option<&'static str>,
}

#[derive(Clone, Serialize)]
pub(super) struct PastVote {
    pub(super) number: i32,
    pub(super) question: String,
    pub(super) closed_at: DateTime<Utc>,
    pub(super) result: String,
    pub(super) outcome: String,
    pub(super) schools: Vec<Extract>,
    pub(super) minute: String,
}

#[derive(Clone, Serialize)]
pub(super) struct Extract {
    pub(super) school: String,
    pub(super) vote: String,
    pub(super) reason: Option<String>,
}

#[derive(Clone, Serialize)]
pub(super) struct JoiningView {
    pub(super) sentence: String,
    pub(super) below: Option<String>,
    pub(super) rows: Vec<JoinRow>,
    pub(super) own: Option<OwnJoin>,
}

#[derive(Clone, Serialize)]
pub(super) struct JoinRow {
    pub(super) school: String,
    pub(super) own: bool,
    pub(super) share: Option<String>,
    pub(super) limit: Option<String>,
    pub(super) state: &'static str,
    pub(super) kind: &'static str,
    pub(super) minute: Option<String>,
}

/// The reader's school decides.
#[derive(Clone, Serialize)]
pub(super) struct OwnJoin {
    pub(super) school: String,
    pub(super) urn: i32,
    pub(super) share: Option<String>,
}

impl Page for DecisionPage {
    const TEMPLATE: &'static str = "award/decision.html";
    fn samples() -> Vec<Self> {
        let voting = sample();
        let undeclared = Self { poll: Some(sample_poll(Some(("Declare", true)))), ..sample() };
        let waiting = PollView {
            open: false,
            result: Some("For 4, Against 4, Abstain 1".to_owned()),
            outcome: Some("Tied, so not carried".to_owned()),
            may_record: true,
            casting_vote: true,
            seat: None,
            ..sample_poll(None)
        };
        let counted = Self { poll: Some(waiting.clone()), ..sample() };
        let unseen = Self { poll: Some(PollView { may_record: false, ..waiting }), ..sample() };
        let barred = Self { poll: Some(sample_poll(Some(("You declared an interest", false)))), ..sample() };
        let joining = Self {
            poll: None,
            past: vec![sample_past()],
            joining: Some(sample_joining()),
            standstill: Some("Day 3 of 8 working days.".to_owned()),
            told: true,
            actions: Actions {
                open_vote: true,
                send_outcomes: true,
                draw_up: true,
                see_challenges: true,
                correct: true,
                withdrawal: true,
                validity: true,
            },
            ..sample()
        };
        let ended = Self { report: None, poll: None, ..sample() };
        vec![voting, undeclared, counted, unseen, barred, joining, ended]
    }
}

fn sample() -> DecisionPage {
    DecisionPage {
        form: FormView::default(),
        reference: "DA-2027-001".to_owned(),
        title: "Catering".to_owned(),
        heading: "Award catering to Alder Catering?".to_owned(),
        state: "Schools deciding",
        kind: "waiting",
        reasons: "Best total".to_owned(),
        report: Some(sample_report()),
        poll: Some(sample_poll(None)),
        past: Vec::new(),
        joining: None,
        steps: vec![Step { text: "Vote", state: "current" }],
        actions: Actions::default(),
        standstill: None,
        duty: "The law asks for it.",
        told: false,
    }
}

fn sample_poll(hindrance: Option<(&'static str, bool)>) -> PollView {
    PollView {
        number: 1,
        question: "Award catering to Alder Catering?".to_owned(),
        grounds: hindrance.map(|_| "A score was entered for the wrong bid".to_owned()),
        closes_at: DateTime::UNIX_EPOCH,
        open: true,
        voted: 5,
        members: 9,
        quorum: 5,
        seat: Some(SeatView {
            school: "Pinfold Street".to_owned(),
            hindrance: hindrance.map(|(words, _)| words.to_owned()),
            declare: hindrance.is_some_and(|(_, declare)| declare),
            cast: hindrance.is_none().then_some("For"),
        }),
        result: None,
        outcome: None,
        may_record: false,
        casting_vote: false,
    }
}

pub(super) fn sample_past() -> PastVote {
    let extract = |reason: Option<&str>| Extract {
        school: "Pinfold Street".to_owned(),
        vote: "For, by its representative".to_owned(),
        reason: reason.map(str::to_owned),
    };
    PastVote {
        number: 1,
        question: "Award catering to Alder Catering?".to_owned(),
        closed_at: DateTime::UNIX_EPOCH,
        result: "For 7, Against 1, Abstain 1".to_owned(),
        outcome: "Carried".to_owned(),
        schools: vec![extract(None), extract(Some("Better menus"))],
        minute: "Vote 1".to_owned(),
    }
}

fn sample_joining() -> JoiningView {
    let row = |share: Option<&str>| JoinRow {
        school: "Pinfold Street".to_owned(),
        own: share.is_some(),
        share: share.map(str::to_owned),
        limit: share.map(str::to_owned),
        state: "In",
        kind: "done",
        minute: share.map(|_| "FGB 14".to_owned()),
    };
    JoiningView {
        sentence: "7 of 8 schools are in".to_owned(),
        below: Some("Fewer than 5".to_owned()),
        rows: vec![row(Some("1697.64")), row(None)],
        own: Some(OwnJoin { school: "Old Church".to_owned(), urn: 104_224, share: Some("1726.14".to_owned()) }),
    }
}

fn sample_variation(cell: Cell) -> VariationRow {
    VariationRow { school: "Rough Hay".to_owned(), own: true, needs: "Halal menus".to_owned(), cells: vec![cell] }
}

pub(super) fn sample_report() -> ReportView {
    let cell = |best: bool| Cell { text: "84.29".to_owned(), best };
    let school = |now: Option<&str>| SchoolRow {
        name: "Pinfold Street".to_owned(),
        own: now.is_some(),
        now: now.map(str::to_owned),
        source: now.map(|_| "Invoices".to_owned()),
        share: "1697.64".to_owned(),
        change: now.map(|_| "-3395.26".to_owned()),
        mandate: "Inside",
        mandate_kind: "done",
        mandate_limit: now.map(str::to_owned),
    };
    let case = |refusal: Option<&str>| Case {
        title: "All 8 schools join".to_owned(),
        refusal: refusal.map(str::to_owned),
        year_one: "12000.00".to_owned(),
        whole: "36000.00".to_owned(),
        lines: vec![SumLine { text: "Cluster fee".to_owned(), amount: "£4,800".to_owned() }],
        per_unit: refusal.is_none().then(|| "0.1000".to_owned()),
        effect: refusal.is_none().then(|| "8 less, 0 more".to_owned()),
        own: refusal.is_none().then(|| "1697.64".to_owned()),
    };
    let heading = Heading { id: "marks".to_owned(), finding: "Alder leads".to_owned(), table: "Scores".to_owned() };
    ReportView {
        sentence: "Alder Catering has the best total".to_owned(),
        providers: vec!["Alder Catering".to_owned()],
        scores: vec![
            ScoreRow { label: "Menus (20%)".to_owned(), total: false, cells: vec![cell(false)] },
            ScoreRow { label: "Total".to_owned(), total: true, cells: vec![cell(true)] },
        ],
        chart: StackedChart::new(heading, ["Quality", "Price"], &[("A".to_owned(), 50, 34, "84".to_owned())]),
        firm: vec!["Alder Catering wins for any price weight from 11.5% to 75.7%.".to_owned()],
        range: Some("In year 1 the schools would pay £12,000.".to_owned()),
        effect: "8 schools would pay £24,000 less".to_owned(),
        dearer: vec!["Rowley View £420 more".to_owned()],
        schools: vec![school(Some("5092.90")), school(None)],
        total: TotalRow {
            now: Some("36000.00".to_owned()),
            price: "12000.00".to_owned(),
            change: Some("-24000.00".to_owned()),
            lines: vec![SumLine { text: "Cluster fee".to_owned(), amount: "£4,800".to_owned() }],
        },
        variations: vec![sample_variation(cell(false))],
        rule: "in proportion to what each pays now",
        unit: "meal".to_owned(),
        cases: vec![case(None), case(Some("The provider can serve 5 schools, and you are 8"))],
        own_column: true,
        risks: vec!["Birch: the price is far below the other bids".to_owned()],
        declared: 12,
        interests: vec!["Jo Bell: director of a bidder".to_owned()],
        asked: 12,
        answered: 12,
        documents: vec![Document { title: "Specification".to_owned(), href: "/x".to_owned() }],
    }
}
