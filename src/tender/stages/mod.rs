//! A tender in two stages: requests to participate, the shortlist by published conditions, invitations.

mod plan;
mod request;
mod shortlist;
mod standing;

pub use plan::{NewCondition, NewPlan, add_condition, remove_condition, save as save_plan};
pub use request::{Content, NewRequest, Requested, ask_to_take_part, own_request};
pub use shortlist::{Desk as ShortlistDesk, Judged, Mark, desk as shortlist_desk, document as request_document};
pub use shortlist::{mark as mark_request, send as send_invitations};
pub use standing::{invited_providers, may_bid, standing_of};
