//! Speakable references: PREFIX-YEAR-NNN, counted from 001 each year.

/// What every reference of a prefix and year begins with: "DA-2027-".
pub fn beginning(prefix: &str, year: i32) -> String {
    format!("{prefix}-{year}-")
}

/// The reference after the last one given with this beginning.
pub fn next(beginning: &str, last: Option<&str>) -> String {
    let given = last.and_then(|last| last.strip_prefix(beginning)?.parse::<u32>().ok()).unwrap_or(0);
    format!("{beginning}{:03}", given + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_count_up_within_a_prefix_and_year() {
        let beginning = beginning("DA", 2027);
        assert_eq!(next(&beginning, None), "DA-2027-001");
        assert_eq!(next(&beginning, Some("DA-2027-009")), "DA-2027-010");
        assert_eq!(next(&beginning, Some("DA-2027-999")), "DA-2027-1000");
    }
}
