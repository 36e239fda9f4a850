//! The schools decide: recommendation, vote, joining, outcomes, standstill, challenge, contract.

mod after;
mod decide;
mod firmness;
mod later;
mod pages;
mod repeated;
mod validity;
