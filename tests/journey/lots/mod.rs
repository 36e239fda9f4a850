//! Tenders in several lots: built, bid for, scored, decided and signed lot by lot; one lot never waits for another.

mod built;
mod decided;
mod together;
