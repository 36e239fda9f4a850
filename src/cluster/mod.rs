//! Schools joined under one agreement: members, representatives, votes.

pub mod rules;
