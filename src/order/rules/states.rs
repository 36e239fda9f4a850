//! How an order goes on: placed, then confirmed or declined by the authority; cancelled by the school in the window.

use super::Window;
use crate::platform::words;
use entity::buy_back_order::OrderState;
use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Confirm,
    Decline,
    Cancel,
}

/// Why an order is not placed or does not go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The title, and where its window stands.
    Window(String, Window),
    NotOffered,
    /// The title, and the order that stands for it.
    Ordered(String, String),
    /// The title, and why there is no price.
    NoPrice(String, String),
    /// The title of an SLA whose price list is another now.
    Changed(String),
    Done(OrderState),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Window(title, Window::NotYet(first)) => {
                write!(f, "“{title}” can be ordered from {}", words::date(*first))
            }
            Refusal::Window(title, Window::Closed(last)) => {
                write!(f, "The window to buy back “{title}” closed on {}. Ask the authority", words::date(*last))
            }
            Refusal::Window(title, _) => {
                write!(f, "The authority has set no window to buy back “{title}”. Ask it to set one")
            }
            Refusal::NotOffered => f.write_str("This SLA is not offered to your school"),
            Refusal::Ordered(title, reference) => {
                write!(f, "“{title}” is ordered already: {reference}. Cancel that order first to change it")
            }
            Refusal::NoPrice(title, why) => write!(f, "“{title}” has no price for your school. {why}"),
            Refusal::Changed(title) => {
                write!(f, "The price list of “{title}” has changed since you looked. Check the order again")
            }
            Refusal::Done(OrderState::Placed) => f.write_str("This order is placed, and waits to be confirmed"),
            Refusal::Done(OrderState::Confirmed) => f.write_str("This order is confirmed already"),
            Refusal::Done(OrderState::Declined) => f.write_str("The authority declined this order"),
            Refusal::Done(OrderState::Cancelled) => f.write_str("The school cancelled this order"),
        }
    }
}

/// What an order becomes by a step; refused where it is past it.
pub fn next(state: OrderState, step: Step) -> Result<OrderState, Refusal> {
    match (state, step) {
        (OrderState::Placed, Step::Confirm) => Ok(OrderState::Confirmed),
        (OrderState::Placed, Step::Decline) => Ok(OrderState::Declined),
        (OrderState::Placed | OrderState::Confirmed, Step::Cancel) => Ok(OrderState::Cancelled),
        (OrderState::Confirmed, Step::Confirm | Step::Decline) | (OrderState::Declined | OrderState::Cancelled, _) => {
            Err(Refusal::Done(state))
        }
    }
}

/// Does an order in this state stand?
pub fn stands(state: OrderState) -> bool {
    matches!(state, OrderState::Placed | OrderState::Confirmed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_confirmed_or_declined_once_and_cancelled_while_it_stands() {
        let after = |step| OrderState::ALL.iter().map(|state| next(*state, step).ok()).collect::<Vec<_>>();
        assert_eq!(after(Step::Confirm), [Some(OrderState::Confirmed), None, None, None]);
        assert_eq!(after(Step::Decline), [Some(OrderState::Declined), None, None, None]);
        assert_eq!(after(Step::Cancel), [Some(OrderState::Cancelled), Some(OrderState::Cancelled), None, None]);
        assert_eq!(OrderState::ALL.iter().map(|state| stands(*state)).collect::<Vec<_>>(), [true, true, false, false]);
    }
}
