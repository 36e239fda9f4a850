//! How counts of pupils are shown: to other schools never so small that a pupil could be known by them.

/// Fewer than this are not told apart outside the school.
pub const FEWEST_SHOWN: i32 = 5;

fn is_hidden(pupils: i32, is_own: bool) -> bool {
    !is_own && (1..FEWEST_SHOWN).contains(&pupils)
}

/// The count as this reader sees it.
pub fn shown_count(pupils: i32, is_own: bool) -> String {
    if is_hidden(pupils, is_own) { "fewer than 5".to_owned() } else { pupils.to_string() }
}

/// The sum of schools' counts, each with whether it is the reader's own: to the nearest 5 where one of them is hidden, so
/// that it cannot be worked out.
pub fn shown_total(counts: &[(i32, bool)]) -> String {
    let total: i32 = counts.iter().map(|(pupils, _)| pupils).sum();
    match counts.iter().any(|(pupils, is_own)| is_hidden(*pupils, *is_own)) {
        false => total.to_string(),
        true if total < FEWEST_SHOWN => "fewer than 5".to_owned(),
        true => format!("about {}", (total + 2) / 5 * 5),
    }
}
