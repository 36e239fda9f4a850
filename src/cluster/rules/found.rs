//! What a cluster may be called.

/// The name: 3 to 120 characters.
pub fn check_name(name: &str) -> Result<(), &'static str> {
    if (3..=120).contains(&name.chars().count()) { Ok(()) } else { Err("Use a name of 3 to 120 characters") }
}

/// The part of an address: lower-case letters, digits and single hyphens.
pub fn check_slug(slug: &str) -> Result<(), &'static str> {
    let part = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    if !(2..=60).contains(&slug.len()) || !slug.split('-').all(part) {
        Err("Use 2 to 60 lower-case letters, digits and hyphens, like northgate-schools")
    } else if ["new", "form"].contains(&slug) {
        Err("Choose another address: this one is used by the service")
    } else {
        Ok(())
    }
}

/// What tender references start with: two or three capital letters.
pub fn check_prefix(prefix: &str) -> Result<(), &'static str> {
    let capitals = prefix.chars().all(|c| c.is_ascii_uppercase());
    if capitals && (2..=3).contains(&prefix.len()) { Ok(()) } else { Err("Enter two or three letters, like NG") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_lower_case_words_with_hyphens() {
        for right in ["ng", "northgate-schools", "area-51"] {
            assert_eq!(check_slug(right), Ok(()), "{right}");
        }
        for wrong in ["", "n", "-north", "north--gate", "North", "north gate", "new", "form"] {
            assert!(check_slug(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_reference_starts_with_two_or_three_capitals() {
        assert!(check_prefix("NG").is_ok() && check_prefix("DAR").is_ok());
        assert!(check_prefix("N").is_err() && check_prefix("ng").is_err() && check_prefix("NORT").is_err());
    }
}
