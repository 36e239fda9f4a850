//! The kinds of school as the rules of arrangements tell them apart.

use ::entity::school::{self, LegalType};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Community,
    Nursery,
    /// Voluntary aided or controlled: most are church schools.
    Voluntary,
    Foundation,
    Academy,
    College,
    Unit,
    Independent,
}

impl Kind {
    pub const ALL: [Kind; 8] = [
        Kind::Community,
        Kind::Nursery,
        Kind::Voluntary,
        Kind::Foundation,
        Kind::Academy,
        Kind::College,
        Kind::Unit,
        Kind::Independent,
    ];

    /// By what the register says of a school.
    pub fn of(school: &school::Model) -> Self {
        let named = school.type_name.as_deref().unwrap_or_default().to_lowercase();
        match school.legal_type {
            LegalType::Special if named.starts_with("foundation") => Kind::Foundation,
            LegalType::Special if named.starts_with("non-maintained") => Kind::Independent,
            LegalType::Community | LegalType::Special => Kind::Community,
            LegalType::Nursery => Kind::Nursery,
            LegalType::VoluntaryAided | LegalType::VoluntaryControlled => Kind::Voluntary,
            LegalType::Foundation => Kind::Foundation,
            LegalType::Academy | LegalType::FreeSchool => Kind::Academy,
            LegalType::College => Kind::College,
            LegalType::PupilReferralUnit => Kind::Unit,
            LegalType::Independent | LegalType::Other => Kind::Independent,
        }
    }

    /// The word in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Community => "community",
            Kind::Nursery => "nursery",
            Kind::Voluntary => "voluntary",
            Kind::Foundation => "foundation",
            Kind::Academy => "academy",
            Kind::College => "college",
            Kind::Unit => "unit",
            Kind::Independent => "independent",
        }
    }

    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// As people tick it.
    pub fn title(self) -> &'static str {
        match self {
            Kind::Community => "Community school or community special school",
            Kind::Nursery => "Maintained nursery school",
            Kind::Voluntary => "Church or other voluntary school, aided or controlled",
            Kind::Foundation => "Foundation or trust school, or foundation special school",
            Kind::Academy => "Academy or free school",
            Kind::College => "Further education or sixth-form college",
            Kind::Unit => "Pupil referral unit",
            Kind::Independent => "Independent or non-maintained special school",
        }
    }

    /// A maintained school within the meaning of the Education Act 2002: it has a governing body of its own, and the
    /// authority maintains it.
    pub fn is_maintained(self) -> bool {
        matches!(self, Kind::Community | Kind::Nursery | Kind::Voluntary | Kind::Foundation)
    }
}
