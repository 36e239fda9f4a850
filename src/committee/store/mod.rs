//! Queries about committees.

mod elections;
mod gate;
mod groups;
mod meetings;
mod people;
mod terms;

pub use elections::{
    ballots_of, election, elections, item_of_election, latest_elected, locked_election, nominations, open_for_office,
    own_ballot,
};
pub use gate::{acts_of, decided_at};
pub use groups::{decisions_of, group_decision, groups, locked_group, members_of, unreported};
pub use meetings::{
    attendance, by_number, came_to, coming, count_of, interests, item, items, locked, meeting_by_id, minuted,
    newest_number, page_of, paper, papers, planned_or_coming, recent, unreminded, votes,
};
pub use people::{Held, also_in, held_by, in_schools, voting_choices};
pub use terms::{associate, associates, decided_item, in_force, next_number, versions};

/// No list of a committee is longer.
pub const MOST: u64 = 500;
