//! Ask, Answers, Choose, Record: one table, nothing beside it.

use chrono::{DateTime, Utc};
use entity::quote_request::{self, QuoteState, QuoteState::*};

/// Something that happens to a request for quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuoteEvent {
    Close,
    Choose,
    SendBack,
    Approve,
    Cancel,
}

/// One line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    pub from: &'static [QuoteState],
    pub to: QuoteState,
    /// Who makes it happen, and what has to be so.
    pub by: &'static str,
}

impl QuoteEvent {
    pub const ALL: &'static [QuoteEvent] =
        &[QuoteEvent::Close, QuoteEvent::Choose, QuoteEvent::SendBack, QuoteEvent::Approve, QuoteEvent::Cancel];

    /// The table.
    pub fn transition(self) -> Transition {
        let (from, to, by): (&'static [QuoteState], _, _) = match self {
            Self::Close => (&[Asked], Answers, "the clock: the time for answers is over"),
            Self::Choose => (&[Answers], Chosen, "business manager or headteacher: with a reason"),
            Self::SendBack => (&[Chosen], Answers, "an approver by the school's limits: with a reason"),
            Self::Approve => (
                &[Chosen],
                Recorded,
                "an approver by the school's limits, another person than who chose: quotes enough, or a waiver",
            ),
            Self::Cancel => (&[Asked, Answers, Chosen], Cancelled, "business manager or headteacher: with a reason"),
        };
        Transition { from, to, by }
    }

    /// The state it leads to from here; none where the table has no such line.
    pub fn from(self, state: QuoteState) -> Option<QuoteState> {
        let transition = self.transition();
        transition.from.contains(&state).then_some(transition.to)
    }
}

/// The state now: what is stored, but a request past its time for answers is closed by the clock.
pub fn phase(request: &quote_request::Model, now: DateTime<Utc>) -> QuoteState {
    if request.state == Asked && request.answers_by <= now { Answers } else { request.state }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_in_every_state_leads_where_the_table_says_and_nowhere_else() {
        let leads = |event: QuoteEvent| QuoteState::ALL.iter().map(move |state| event.from(*state)).collect::<Vec<_>>();
        // In the order Asked, Answers, Chosen, Recorded, Cancelled.
        assert_eq!(leads(QuoteEvent::Close), [Some(Answers), None, None, None, None]);
        assert_eq!(leads(QuoteEvent::Choose), [None, Some(Chosen), None, None, None]);
        assert_eq!(leads(QuoteEvent::SendBack), [None, None, Some(Answers), None, None]);
        assert_eq!(leads(QuoteEvent::Approve), [None, None, Some(Recorded), None, None]);
        assert_eq!(leads(QuoteEvent::Cancel), [Some(Cancelled), Some(Cancelled), Some(Cancelled), None, None]);
        assert_eq!(QuoteEvent::ALL.len(), 5);
        assert!(QuoteEvent::ALL.iter().all(|event| !event.transition().by.is_empty()));
    }
}
