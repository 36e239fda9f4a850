//! A tender in every state, for whoever wants to see one without walking there: a second cluster whose tenders are made
//! by the same acts as the story's, each as far as its state, in the months before the story begins.

mod cast;

use super::people::ADMINISTRATOR;
use super::stage::{self, Stage, at, day, unless_done};
use super::tender_world::{self, Plan};
use super::{acts, offers, past};
use crate::platform::app::App;
use crate::platform::error::{Error, Result};
use crate::platform::law;
use crate::tender::{self, Evidence};
use crate::{award, bid, contract};
use ::entity::setting;
use ::entity::tender::{Model as Tender, TenderState};
use chrono::{Days, NaiveDate};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _};

use cast::{EVERY_STATE, FIRMS};

/// The states that the demonstration shows, in the order in which its page names them.
pub const SHOWN: &[TenderState] = &[
    TenderState::Open,
    TenderState::Sealed,
    TenderState::Moderation,
    TenderState::Standstill,
    TenderState::Challenged,
    TenderState::Live,
    TenderState::Cancelled,
];

/// The document that a cancellation rests on.
const MINUTE: &[u8] = b"Minute,Decided\n12 of autumn 2026,The tender is cancelled\n";

const MADE: &str = "demonstration.every_state";
const ACCEPTED_ON: (i32, u32, u32) = (2026, 3, 26);

/// How far the tenders with a contract are ahead of the others: 26 weeks, so that each day is the same day of the week.
const AHEAD: Days = Days::new(182);

/// What happens to a tender on its way, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Act {
    Prepare,
    Pool,
    GiveDemand,
    Publish,
    Ask,
    Bid,
    Open,
    Check,
    Score,
    Moderate,
    Recommend,
    Vote,
    Record,
    Tell,
    DrawUp,
    Sign,
}

impl Act {
    const ALL: [Act; 16] = [
        Act::Prepare,
        Act::Pool,
        Act::GiveDemand,
        Act::Publish,
        Act::Ask,
        Act::Bid,
        Act::Open,
        Act::Check,
        Act::Score,
        Act::Moderate,
        Act::Recommend,
        Act::Vote,
        Act::Record,
        Act::Tell,
        Act::DrawUp,
        Act::Sign,
    ];

    fn day(self) -> NaiveDate {
        match self {
            Act::Prepare => day(2026, 10, 12),
            Act::Pool => day(2026, 10, 14),
            Act::GiveDemand => day(2026, 10, 28),
            Act::Publish => day(2026, 11, 2),
            Act::Ask => day(2026, 11, 9),
            Act::Bid => day(2026, 11, 25),
            Act::Open => day(2026, 12, 1),
            Act::Check => day(2026, 12, 2),
            Act::Score => day(2026, 12, 4),
            Act::Moderate => day(2026, 12, 8),
            Act::Recommend => day(2026, 12, 10),
            Act::Vote => day(2026, 12, 11),
            Act::Record => day(2026, 12, 22),
            Act::Tell => day(2027, 1, 7),
            Act::DrawUp => day(2027, 1, 21),
            Act::Sign => day(2027, 1, 28),
        }
    }

    /// The last act on the way to a state; [`finish`] does what comes after it.
    fn last_before(state: TenderState) -> Act {
        match state {
            TenderState::Draft => Act::Prepare,
            TenderState::Pooling => Act::Pool,
            TenderState::Review => Act::GiveDemand,
            TenderState::Open | TenderState::Withdrawn | TenderState::Cancelled => Act::Ask,
            TenderState::Sealed => Act::Bid,
            TenderState::Compliance | TenderState::Unsuccessful => Act::Open,
            TenderState::Scoring => Act::Check,
            TenderState::Moderation => Act::Score,
            TenderState::Priced => Act::Moderate,
            TenderState::Recommended => Act::Recommend,
            TenderState::Ratified => Act::Record,
            TenderState::Standstill | TenderState::Challenged => Act::Tell,
            TenderState::Contracting => Act::DrawUp,
            TenderState::Live | TenderState::Ended | TenderState::Terminated => Act::Sign,
        }
    }

    async fn play(self, stage: &mut Stage, state: TenderState) -> Result<()> {
        match self {
            Act::Prepare => tender_world::prepare(stage, &plan(state)).await,
            Act::Pool => acts::pool(stage).await,
            Act::GiveDemand => acts::give_demand(stage).await,
            Act::Publish => acts::publish(stage).await,
            Act::Ask => {
                acts::ask(stage, "Do the kitchen staff stay employed by the schools?").await?;
                acts::answer(stage, "Yes. Only the management is bought.").await
            }
            Act::Bid if state == TenderState::Unsuccessful => Ok(()),
            Act::Bid => acts::submit_bids(stage).await,
            Act::Open => acts::open_bids(stage).await,
            Act::Check => acts::check_bids(stage).await,
            Act::Score => acts::score(stage).await,
            Act::Moderate => acts::moderate(stage).await,
            Act::Recommend => acts::recommend(stage).await,
            Act::Vote => acts::vote(stage).await,
            Act::Record => acts::record_vote(stage).await,
            Act::Tell => acts::tell_bidders(stage).await,
            Act::DrawUp => acts::draw_up(stage).await,
            Act::Sign => acts::sign(stage).await,
        }
    }
}

/// Adds the second cluster with the tenders that the demonstration shows, unless it is there. The clock goes back for
/// the time of making them, and stands afterwards where it stood.
pub async fn add(app: &App) -> Result<()> {
    if setting::Entity::find_by_id(MADE.to_owned()).one(app.db.read()).await?.is_some() {
        return Ok(());
    }
    let stood = app.clock.now();
    let made = make(app, SHOWN).await;
    app.clock.set_offset(stood - app.clock.real_now());
    made
}

/// The second cluster with a tender in each of these states; the clock stays where the last of them came to be.
pub async fn make(app: &App, states: &[TenderState]) -> Result<()> {
    let stage = Stage { scenario: cast::scenario()?, cast: &EVERY_STATE, ..Stage::new(app)? };
    found(&stage).await?;
    for early in [true, false] {
        let wave = states.iter().copied().filter(|state| is_early(*state) == early);
        play(&stage, wave.collect()).await?;
    }
    stage::keep(app, [(MADE, "yes".to_owned())]).await
}

async fn found(stage: &Stage) -> Result<()> {
    stage.begin_at(at(day(2026, 3, 2), 9));
    let platform = stage.platform();
    past::import_register(stage, &platform).await?;
    let administrator = stage.person(ADMINISTRATOR).await?;
    past::invite_staff(stage, &administrator, EVERY_STATE.staff).await?;
    past::found_cluster(stage).await?;
    offers::firms(stage, &administrator, &FIRMS).await?;
    past::what_schools_use(stage, &["catering"]).await?;
    past::propose_agreement(stage).await?;
    let (year, month, of_month) = ACCEPTED_ON;
    stage.go_to_instant(at(day(year, month, of_month), 18));
    past::accept_agreement(stage, "Minute 4 of spring 2026", day(year, month, of_month)).await
}

/// Tenders that have or had a contract were begun half a year earlier.
fn is_early(state: TenderState) -> bool {
    Act::last_before(state) >= Act::DrawUp
}

fn on(state: TenderState, day: NaiveDate) -> NaiveDate {
    if is_early(state) { day - AHEAD } else { day }
}

fn plan(state: TenderState) -> Plan {
    let is_closed = Act::last_before(state) >= Act::Bid;
    let closes = if is_closed { on(state, day(2026, 11, 27)) } else { day(2027, 6, 30) };
    Plan {
        title: format!("Catering management ({})", tender::rules::states::words(state).to_lowercase()),
        contract_start: if is_early(state) { day(2026, 9, 1) } else { day(2027, 9, 1) },
        deadline: at(closes, 12),
        minimum_schools: 4,
        has_variation: true,
    }
}

/// Act by act, so that the clock goes forward only.
async fn play(stage: &Stage, states: Vec<TenderState>) -> Result<()> {
    let mut tenders: Vec<(TenderState, Stage)> = states.into_iter().map(|state| (state, stage.clone())).collect();
    for act in Act::ALL {
        for (state, stage) in tenders.iter_mut().filter(|(state, _)| Act::last_before(*state) >= act) {
            go_to_morning(stage, on(*state, act.day()));
            act.play(stage, *state).await?;
        }
        for (state, stage) in tenders.iter().filter(|(state, _)| Act::last_before(*state) == act) {
            finish(stage, *state).await?;
        }
    }
    match tenders.iter().find(|(state, _)| *state == TenderState::Open) {
        Some((_, stage)) => keep_open(stage).await,
        None => Ok(()),
    }
}

/// An open tender has an unanswered question and one bid, which nobody but its bidder knows of.
async fn keep_open(stage: &Stage) -> Result<()> {
    go_to_morning(stage, day(2027, 1, 8));
    acts::ask(stage, "May our area manager visit the five kitchens before we bid?").await?;
    let first = FIRMS.first().ok_or_else(|| Error::internal("a cast without firms"))?;
    super::bids::submit(stage, first).await
}

/// 10am of the day, or of the first working day after it.
fn go_to_morning(stage: &Stage, mut day: NaiveDate) {
    while law::is_working_day(day) == Ok(false) {
        day = day + Days::new(1);
    }
    stage.go_to_instant(at(day, 10));
}

/// The last thing that happens, where it is no act of every tender.
async fn finish(stage: &Stage, state: TenderState) -> Result<()> {
    match state {
        TenderState::Withdrawn => {
            let reason = "Two schools need another service: we ask again when they have decided.";
            tender::withdraw(&stage.head(stage.cast.chair).await?, &stage.tender, reason, None).await
        }
        TenderState::Cancelled => {
            let reason = "The schools' kitchens are rebuilt next year, so that nothing is bought now.";
            let minute = Evidence { file_name: "minute.csv".to_owned(), bytes: MINUTE.to_vec() };
            let chair = stage.head(stage.cast.chair).await?;
            tender::propose_cancellation(&chair, &stage.tender, reason, minute).await?;
            tender::confirm_cancellation(&stage.clerk().await?, &stage.tender).await
        }
        TenderState::Challenged => {
            go_to_morning(stage, day(2027, 1, 8));
            challenge(stage).await
        }
        TenderState::Terminated => {
            let Some(held) = acts::drawn_up(stage).await? else { return Ok(()) };
            let chair = stage.head(stage.cast.chair).await?;
            contract::ask_to_end(&chair, held.contract.id, "The provider no longer runs kitchens.").await?;
            contract::confirm_end(&stage.clerk().await?, held.contract.id).await
        }
        _ => Ok(()),
    }
}

/// A bidder that did not win challenges.
async fn challenge(stage: &Stage) -> Result<()> {
    let loser = FIRMS.last().ok_or_else(|| Error::internal("a cast without firms"))?;
    let person = stage.person(loser.person).await?;
    let own = bid::own_bids(&person).await?;
    let of_tender = own.into_iter().find(|own| own.tender.reference == stage.tender);
    let id = of_tender.ok_or_else(|| Error::internal("the loser has no bid"))?.bid.id;
    let grounds = "Our answer on menus was marked as if it had no vegetarian day. It is on the second page.";
    unless_done(award::challenge(&person, id, grounds).await)
}

/// The second cluster's tenders, in the order in which they are shown.
pub async fn tenders(app: &App) -> Result<Vec<Tender>> {
    let found = ::entity::tender::Entity::find()
        .filter(::entity::tender::Column::Reference.starts_with(EVERY_STATE.prefix))
        .order_by_asc(::entity::tender::Column::Reference)
        .limit(50);
    Ok(found.all(app.db.read()).await?)
}

/// Where a person of the cast sees something of a tender.
pub struct View {
    pub person: &'static str,
    pub role: &'static str,
    /// The rest of the page's address after the tender's; a bidder's pages begin at their list of bids.
    pub path: &'static str,
    pub shows: &'static str,
}

/// What is worth looking at in a state, and as whom.
pub fn views(state: TenderState) -> Vec<View> {
    let view = |person, role, path, shows| View { person, role, path, shows };
    let (lead, chair, clerk) = ("Bea Rowan-Demo", "Hal Ash-Demo", EVERY_STATE.clerk);
    let (evaluator, reviewer, key_holder) = ("Bea Ash-Demo", "Hal Beech-Demo", "Bea Hazel-Demo");
    let (winner, loser) = ("Yve Yew-Demo", "May Maple-Demo");
    match state {
        TenderState::Open => vec![
            view(lead, "tender lead", "/questions", "a question to answer, and one that was answered"),
            view(loser, "bidder", "/questions", "the questions as bidders see them"),
            view(winner, "bidder", "/bids", "a sealed bid, its receipt, and how to replace it"),
        ],
        TenderState::Sealed => vec![
            view(key_holder, "key-holder", "/opening", "opening the bids"),
            view(chair, "chair", "/edit", "what the buyers see meanwhile: nothing of any bid"),
        ],
        TenderState::Moderation => vec![
            view(lead, "tender lead", "/moderation", "agreeing the scores"),
            view(evaluator, "evaluator", "/moderation", "the same as an evaluator"),
        ],
        TenderState::Standstill => vec![
            view(clerk, "clerk", "/decision", "the decision, and who joins"),
            view(winner, "bidder", "/bids", "the outcome as the winner reads it"),
            view(loser, "bidder", "/bids", "the outcome as another bidder reads it"),
        ],
        TenderState::Challenged => vec![
            view(reviewer, "reviewer", "/challenges", "deciding the challenge"),
            view(loser, "bidder", "/bids", "what its challenger sees"),
        ],
        TenderState::Live => vec![
            view(clerk, "clerk", "/record", "the record from beginning to end"),
            view(winner, "provider", "/contracts", "the contract as the provider sees it"),
        ],
        _ => vec![view(clerk, "clerk", "/record", "the record from beginning to end")],
    }
}
