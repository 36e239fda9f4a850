//! What a fund and a payment go through: one table each.

use entity::fund::FundState;
use entity::fund_payment::PaymentState;

/// One line of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition<S: 'static> {
    pub from: &'static [S],
    pub to: S,
    /// Who makes it happen, and what has to be so.
    pub by: &'static str,
}

/// Something that happens to a fund.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FundEvent {
    Open,
    Drop,
    Close,
}

impl FundEvent {
    pub const ALL: &'static [FundEvent] = &[FundEvent::Open, FundEvent::Drop, FundEvent::Close];

    pub fn transition(self) -> Transition<FundState> {
        use FundState::*;
        let (from, to, by): (&'static [FundState], _, _) = match self {
            Self::Open => (&[Proposed], Open, "chair or clerk: with the minute of the decision"),
            Self::Drop => (&[Proposed], Closed, "chair or clerk: with a reason"),
            Self::Close => (&[Open], Closed, "chair or clerk: nothing left in it, nobody owes, no payment waits"),
        };
        Transition { from, to, by }
    }

    /// The state it leads to from here; none where the table has no such line.
    pub fn from(self, state: FundState) -> Option<FundState> {
        let transition = self.transition();
        transition.from.contains(&state).then_some(transition.to)
    }
}

/// Something that happens to a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PaymentEvent {
    Approve,
    Refuse,
    Withdraw,
    Pay,
    Reverse,
}

impl PaymentEvent {
    pub const ALL: &'static [PaymentEvent] = &[
        PaymentEvent::Approve,
        PaymentEvent::Refuse,
        PaymentEvent::Withdraw,
        PaymentEvent::Pay,
        PaymentEvent::Reverse,
    ];

    pub fn transition(self) -> Transition<PaymentState> {
        use PaymentState::*;
        let (from, to, by): (&'static [PaymentState], _, _) = match self {
            Self::Approve => {
                (&[Asked], Approved, "others of other schools than the asker's, without an interest: as many as needed")
            }
            Self::Refuse => (&[Asked], Refused, "somebody who could approve it: with a reason"),
            Self::Withdraw => (&[Asked, Approved], Withdrawn, "who asked, chair or clerk: with a reason"),
            Self::Pay => (&[Approved], Paid, "chair, clerk or the host school's business manager"),
            Self::Reverse => (&[Paid], Reversed, "chair or clerk: by a movement that takes it back"),
        };
        Transition { from, to, by }
    }

    /// The state it leads to from here; none where the table has no such line.
    pub fn from(self, state: PaymentState) -> Option<PaymentState> {
        let transition = self.transition();
        transition.from.contains(&state).then_some(transition.to)
    }
}
