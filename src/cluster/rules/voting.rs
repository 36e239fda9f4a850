//! A school may be in several clusters; it votes in one.

use ::entity::ids::ClusterId;

/// The cluster in which a school votes: the one that its body chose while the school is in it, else the one that it joined
/// first. `joined` are those that it is in now, the first joined first.
pub fn votes_in(joined: &[ClusterId], chosen: Option<ClusterId>) -> Option<ClusterId> {
    chosen.filter(|chosen| joined.contains(chosen)).or(joined.first().copied())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    #[test]
    fn a_school_votes_in_the_cluster_that_it_chose_and_else_in_the_first() {
        let [town, phase, left] = [(); 3].map(|()| ClusterId::new(DateTime::UNIX_EPOCH));
        assert_eq!(votes_in(&[town], None), Some(town));
        assert_eq!(votes_in(&[town, phase], None), Some(town));
        assert_eq!(votes_in(&[town, phase], Some(phase)), Some(phase));
        assert_eq!(votes_in(&[town, phase], Some(left)), Some(town), "it left the one that it chose");
        assert_eq!(votes_in(&[], Some(left)), None);
    }
}
