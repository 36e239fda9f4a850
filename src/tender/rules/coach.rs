//! The coach: in every state what happens now, who does it, how long it takes, an example, and what comes next.

use ::entity::membership::Role;
use ::entity::tender::TenderState::{self, *};

/// What somebody has to know of a tender in one state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coach {
    /// What happens now.
    pub now: &'static str,
    /// Who does it; nobody where only the clock moves it or nothing is left to do.
    pub who: &'static [Role],
    /// Minutes of work for one of them.
    pub minutes: u32,
    pub example: &'static str,
    pub next: &'static str,
}

/// The coach's words for a state.
pub fn coach(state: TenderState) -> Coach {
    match state {
        Draft | Pooling | Review | Open | Sealed => until_bids_open(state),
        Compliance | Scoring | Moderation | Priced => assessing(state),
        Recommended | Ratified | Standstill | Challenged | Contracting | Live => from_the_vote_on(state),
        Ended => over("The contract has ended.", "Copy this tender to buy the service again."),
        Terminated => {
            over("The contract was ended early, by two people and with a reason.", "Copy this tender to buy again.")
        }
        Cancelled => over("This tender was cancelled, by two people and with a reason.", "Copy it to start again."),
        Withdrawn => over("This tender was withdrawn, with a reason that everybody reads.", "Copy it to start again."),
        Unsuccessful => over("This tender ended without an award.", "Ask providers why they did not bid, and copy it."),
    }
}

fn told(now: &'static str, who: &'static [Role], minutes: u32, example: &'static str, next: &'static str) -> Coach {
    Coach { now, who, minutes, example, next }
}

fn until_bids_open(state: TenderState) -> Coach {
    match state {
        Draft => told(
            "Whoever prepares the tender goes through its tasks, in any order. The chair then asks the schools.",
            &[Role::Clerk, Role::TenderLead, Role::Chair],
            30,
            "The clerk starts from the usual start for catering, changes the title and the need, and sets the weights in \
             half an hour.",
            "Every member school is asked what it needs.",
        ),
        Pooling => told(
            "Each school fills in its demand; its head signs it; its governing body says up to what price it joins.",
            &[Role::BusinessManager, Role::Headteacher, Role::Governor],
            5,
            "Last year's meals are filled in already. The manager corrects two numbers and sends the sheet to the head.",
            "The chair sends the tender to review when every school has committed.",
        ),
        Review => told(
            "Somebody from another school than the chair's reads everything, and publishes it or hands it back.",
            &[Role::Reviewer],
            30,
            "The reviewer tries the scoring with made-up bids, finds that price counts too little, and hands it back with \
             one sentence.",
            "Providers read the notice and bid.",
        ),
        Open => told(
            "Providers write their bids and ask questions. Everybody gets the same answers.",
            &[Role::TenderLead, Role::Clerk],
            10,
            "A provider asks whether kitchens can be visited. The tender lead names one day for all, in three lines.",
            "Bids are sealed at the deadline. Nobody sees one, or how many there are.",
        ),
        _ => told(
            "Two key-holders of different schools open the bids, each from their own desk.",
            &[Role::KeyHolder],
            5,
            "One confirms at 9am, the other at 4pm. The bids open with the second.",
            "The tender lead checks what is no price and no opinion.",
        ),
    }
}

fn assessing(state: TenderState) -> Coach {
    match state {
        Compliance => told(
            "The tender lead checks each bid against the published conditions. Prices stay closed.",
            &[Role::TenderLead],
            15,
            "A hygiene rating is missing. The bidder gets the same days to send it as everybody else.",
            "Evaluators score the answers without knowing whose they are.",
        ),
        Scoring => told(
            "Each evaluator scores each answer alone, with a reason that the bidder will read.",
            &[Role::Evaluator],
            45,
            "“4: a clear plan with named people. Evidence from a school like ours would have scored 5.”",
            "With the last evaluator's scores moderation begins.",
        ),
        Moderation => told(
            "The panel agrees one score and one reason for each answer, and opens the prices.",
            &[Role::TenderLead, Role::Evaluator],
            60,
            "Two scored 4 and one scored 2. She points to a missing allergen list; they agree on 3.",
            "Quality is locked, and prices are compared.",
        ),
        _ => told(
            "The tender lead looks at unusually low prices, and recommends the bid ranked first.",
            &[Role::TenderLead],
            30,
            "One price is a third below the others. Its bidder is asked, and explains it by a shared manager.",
            "The schools read the recommendation and vote.",
        ),
    }
}

fn from_the_vote_on(state: TenderState) -> Coach {
    match state {
        Recommended => told(
            "Every school reads what it would pay, and its representative votes. The clerk records the vote after closing.",
            &[Role::Representative, Role::Substitute, Role::Clerk],
            10,
            "A governor reads two pages on her phone, sees that her school pays less, and votes For.",
            "Every bidder hears at the same minute.",
        ),
        Ratified => told(
            "The chair sends every bidder its scores and reasons, at one minute, and gives the award notice.",
            &[Role::Chair],
            10,
            "The reasons written at moderation are the letters. The chair reads them once and presses one button.",
            "The standstill begins: 8 working days in which a bidder can challenge.",
        ),
        Standstill => told(
            "Nothing may be signed until the standstill is over. Bidders read why they won or lost.",
            &[Role::Chair, Role::Clerk],
            5,
            "The notice is given on a Thursday. The contract is drawn up on the Tuesday after next.",
            "The contract is drawn up, unless a bidder challenges.",
        ),
        Challenged => told(
            "A bidder has challenged. The reviewer decides, with reasons; until then nothing is signed.",
            &[Role::Reviewer],
            60,
            "The bidder says that a page was not read. The reviewer finds its score and reason, and dismisses the challenge.",
            "The standstill goes on, the bids are scored again, or the tender is cancelled.",
        ),
        Contracting => told(
            "The provider and the body of each school sign.",
            &[Role::Headteacher, Role::Governor, Role::ProviderStaff],
            5,
            "The head records the minute of the governors' meeting and signs for the body.",
            "The contract is live with the last signature.",
        ),
        _ => told(
            "The service runs. Schools enter what they were invoiced, each term or year.",
            &[Role::BusinessManager],
            10,
            "The manager enters one amount and the number of meals. The page says what was saved.",
            "The notice date comes before the contract ends: decide then whether to tender again.",
        ),
    }
}

fn over(now: &'static str, next: &'static str) -> Coach {
    let example = "The record keeps every version, score and reason, and can be downloaded.";
    Coach { now, who: &[], minutes: 0, example, next }
}

/// Whose turn it is, for whoever tried something that is not to be done now.
pub fn turn(state: TenderState) -> String {
    let Coach { now, who, next, .. } = coach(state);
    if who.is_empty() {
        return format!("{now} {next}");
    }
    let who: Vec<String> = who.iter().map(|role| role.title().to_lowercase()).collect();
    format!("{now} It is the turn of the {}.", crate::platform::words::listed(&who))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tender::rules::states::{By, TenderEvent};

    /// Whether the table of states lets this role move a tender on.
    fn moves_on(state: TenderState, role: Role) -> bool {
        TenderEvent::ALL.iter().filter(|event| event.from(state).is_some()).any(|event| match event.transition().by {
            By::One(roles) => roles.contains(&role),
            By::Two(first, second) => first.contains(&role) || second.contains(&role),
            By::Bidder => role == Role::ProviderStaff || role == Role::LaSeller,
            By::Clock | By::Itself => false,
        })
    }

    #[test]
    fn every_state_that_is_not_over_names_who_acts_how_long_it_takes_and_what_comes_next() {
        for state in TenderState::ALL {
            let coach = coach(*state);
            let is_over = crate::tender::rules::states::is_final(*state);
            assert_eq!(coach.who.is_empty(), is_over, "{state}");
            assert_eq!(coach.minutes == 0, is_over, "{state}");
            for words in [coach.now, coach.example, coach.next] {
                assert!(words.len() > 20 && !words.contains("  "), "{state}: {words}");
            }
            assert!(coach.minutes <= 60, "an evening is enough: {state}");
        }
    }

    #[test]
    fn where_one_role_alone_moves_a_tender_on_the_coach_names_it() {
        for (state, role) in [
            (Review, Role::Reviewer),
            (Sealed, Role::KeyHolder),
            (Compliance, Role::TenderLead),
            (Priced, Role::TenderLead),
            (Recommended, Role::Clerk),
            (Ratified, Role::Chair),
            (Challenged, Role::Reviewer),
        ] {
            assert!(moves_on(state, role) && coach(state).who.contains(&role), "{state} {role}");
        }
    }

    #[test]
    fn whose_turn_it_is_is_said_in_a_sentence() {
        assert_eq!(
            turn(Sealed),
            "Two key-holders of different schools open the bids, each from their own desk. It is the turn of the key-holder."
        );
        assert!(turn(Cancelled).starts_with("This tender was cancelled"));
    }
}
