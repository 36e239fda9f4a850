//! Which schools are like one another: by phase, by how many pupils they have, by how many of those have free meals.

use std::fmt;
use std::str::FromStr;

use entity::exact::Exact;
use entity::school::{self, Phase};

/// How large a school is. Each band is named by the words that a median rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SizeBand {
    Unknown,
    Under100,
    From100,
    From200,
    From400,
    From600,
    From1000,
}

/// How many of its pupils have free school meals; about a quarter do in England (census of January 2025: 25.7%).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MealsBand {
    Unknown,
    /// Under 15%.
    Few,
    /// 15% to under 35%.
    Average,
    /// 35% or more.
    Many,
}

impl SizeBand {
    pub const ALL: [SizeBand; 7] = [
        SizeBand::Unknown,
        SizeBand::Under100,
        SizeBand::From100,
        SizeBand::From200,
        SizeBand::From400,
        SizeBand::From600,
        SizeBand::From1000,
    ];

    pub fn of(pupils: Option<i32>) -> Self {
        match pupils {
            None => SizeBand::Unknown,
            Some(..=99) => SizeBand::Under100,
            Some(100..=199) => SizeBand::From100,
            Some(200..=399) => SizeBand::From200,
            Some(400..=599) => SizeBand::From400,
            Some(600..=999) => SizeBand::From600,
            Some(1_000..) => SizeBand::From1000,
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            SizeBand::Unknown => "unknown",
            SizeBand::Under100 => "under_100",
            SizeBand::From100 => "100_to_199",
            SizeBand::From200 => "200_to_399",
            SizeBand::From400 => "400_to_599",
            SizeBand::From600 => "600_to_999",
            SizeBand::From1000 => "1000_or_more",
        }
    }

    /// After "schools": "of 200 to 399 pupils".
    pub fn words(self) -> &'static str {
        match self {
            SizeBand::Unknown => "whose pupils are not known",
            SizeBand::Under100 => "of fewer than 100 pupils",
            SizeBand::From100 => "of 100 to 199 pupils",
            SizeBand::From200 => "of 200 to 399 pupils",
            SizeBand::From400 => "of 400 to 599 pupils",
            SizeBand::From600 => "of 600 to 999 pupils",
            SizeBand::From1000 => "of 1,000 pupils or more",
        }
    }
}

impl MealsBand {
    pub const ALL: [MealsBand; 4] = [MealsBand::Unknown, MealsBand::Few, MealsBand::Average, MealsBand::Many];

    pub fn of(pupils: Option<i32>, with_free_meals: Option<i32>) -> Self {
        let share = pupils.zip(with_free_meals).and_then(|(all, some)| Exact::from(some * 100).over(&Exact::from(all)));
        match share {
            None => MealsBand::Unknown,
            Some(share) if share < Exact::from(15) => MealsBand::Few,
            Some(share) if share < Exact::from(35) => MealsBand::Average,
            Some(_) => MealsBand::Many,
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            MealsBand::Unknown => "unknown",
            MealsBand::Few => "few",
            MealsBand::Average => "average",
            MealsBand::Many => "many",
        }
    }

    /// After the size: "with average free meals".
    pub fn words(self) -> &'static str {
        match self {
            MealsBand::Unknown => "whose free meals are not known",
            MealsBand::Few => "with few free meals",
            MealsBand::Average => "with average free meals",
            MealsBand::Many => "with many free meals",
        }
    }
}

macro_rules! written {
    ($band:ident) => {
        impl fmt::Display for $band {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $band {
            type Err = entity::ids::UnknownWord;
            fn from_str(word: &str) -> Result<Self, Self::Err> {
                let found = $band::ALL.into_iter().find(|band| band.as_str() == word);
                found.ok_or_else(|| entity::ids::UnknownWord(word.to_owned()))
            }
        }
    };
}

written!(SizeBand);
written!(MealsBand);

/// What makes two schools alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    pub phase: Phase,
    pub size: SizeBand,
    pub meals: MealsBand,
}

impl Kind {
    pub fn of(school: &school::Model) -> Self {
        Kind {
            phase: school.phase,
            size: SizeBand::of(school.pupils),
            meals: MealsBand::of(school.pupils, school.fsm_pupils),
        }
    }
}

/// "primary", "all-through".
pub fn phase_words(phase: Phase) -> String {
    phase.as_str().replace('_', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_school_is_in_one_band_of_size_and_one_of_free_meals() {
        let sizes = [(None, "unknown"), (Some(99), "under_100"), (Some(100), "100_to_199"), (Some(399), "200_to_399")];
        for (pupils, band) in sizes {
            assert_eq!(SizeBand::of(pupils).as_str(), band);
        }
        assert_eq!((SizeBand::of(Some(599)), SizeBand::of(Some(1_000))), (SizeBand::From400, SizeBand::From1000));
        let meals = |free: i32| MealsBand::of(Some(200), Some(free));
        assert_eq!((meals(29), meals(30), meals(69)), (MealsBand::Few, MealsBand::Average, MealsBand::Average));
        assert_eq!((meals(70), MealsBand::of(Some(0), Some(0))), (MealsBand::Many, MealsBand::Unknown));
    }

    #[test]
    fn a_band_is_read_back_from_its_word() {
        assert!(SizeBand::ALL.into_iter().all(|band| band.as_str().parse() == Ok(band)));
        assert!(MealsBand::ALL.into_iter().all(|band| band.as_str().parse() == Ok(band)));
        assert!("large".parse::<SizeBand>().is_err());
    }
}
