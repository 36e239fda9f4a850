//! Which arrangement fits which schools, with the rule that it rests on.
//!
//! This says what a rule is for; whether schools meet all of it is for them and their advisers to find.

mod defaults;
mod kind;
mod source;
#[cfg(test)]
mod form_test;

pub use ::entity::cluster_form::Form;
pub use defaults::{CommitteeDefaults, check_terms, committee_defaults};
pub use kind::Kind;
pub use source::{Source, about, sources};

use crate::platform::words;
use std::collections::BTreeSet;
use std::fmt;

/// Whether a form is for a kind of school.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    Yes,
    /// Once something is done, or under another rule beside.
    If(&'static str),
    No(&'static str),
}

const TRUST: &str = "an academy is run by its trust, and the rule is for governing bodies of maintained schools";
const UNIT: &str = "a pupil referral unit has a management committee, and the rule is for governing bodies of maintained \
                    schools";
const INDEPENDENT: &str = "its proprietor runs it, and the rule is for governing bodies of maintained schools";
const NO_FEDERATION_OF_COLLEGES: &str =
    "a college has a corporation of its own, and only maintained schools can federate";

/// Whether `form` is for schools of this kind.
pub fn fit(form: Form, kind: Kind) -> Fit {
    match form {
        Form::SteeringGroup | Form::Partnership => by_agreement(kind),
        Form::Collaboration | Form::JointCommittee => collaboration(kind),
        Form::Federation => federation(kind),
        Form::SharedTrust => shared_trust(kind),
        Form::SchoolCompany => school_company(kind),
        Form::MultiAcademyTrust => multi_academy_trust(kind),
    }
}

fn by_agreement(kind: Kind) -> Fit {
    match kind {
        Kind::Unit => Fit::If("its authority agrees to what its management committee may not decide by itself"),
        _ => Fit::Yes,
    }
}

fn collaboration(kind: Kind) -> Fit {
    match kind {
        Kind::Community | Kind::Nursery | Kind::Voluntary | Kind::Foundation => Fit::Yes,
        Kind::College => Fit::If("its instrument and articles allow it, under the regulations of 2007"),
        Kind::Academy => Fit::No(TRUST),
        Kind::Unit => Fit::No(UNIT),
        Kind::Independent => Fit::No(INDEPENDENT),
    }
}

fn federation(kind: Kind) -> Fit {
    match kind {
        Kind::Community | Kind::Nursery => Fit::If(
            "proposals were published for six weeks or more, and one governing body takes the place of each school's own",
        ),
        Kind::Voluntary | Kind::Foundation => Fit::If(
            "proposals were published for six weeks or more and sent to its trustees and, for a church school, its \
                     religious body; one governing body then takes the place of each school's own",
        ),
        Kind::Academy => Fit::No(TRUST),
        Kind::College => Fit::No(NO_FEDERATION_OF_COLLEGES),
        Kind::Unit => Fit::No(UNIT),
        Kind::Independent => Fit::No(INDEPENDENT),
    }
}

fn shared_trust(kind: Kind) -> Fit {
    match kind {
        Kind::Foundation => Fit::If("it published statutory proposals to acquire the trust"),
        Kind::Community => {
            Fit::If("it becomes a foundation school and acquires the trust, both by statutory proposals")
        }
        Kind::Voluntary => Fit::No("a voluntary school has a foundation or trustees of its own already"),
        Kind::Nursery => Fit::No("a maintained nursery school does not become a foundation school"),
        Kind::Academy => Fit::No("an academy has an academy trust; the rule is for foundation schools"),
        Kind::College => Fit::No("a college can be a partner in the trust, not a school that it supports"),
        Kind::Unit | Kind::Independent => Fit::No("the rule is for foundation schools"),
    }
}

fn school_company(kind: Kind) -> Fit {
    match kind {
        Kind::Community | Kind::Nursery | Kind::Voluntary | Kind::Foundation => {
            Fit::If("its authority is asked first, and an authority supervises the company")
        }
        Kind::Academy => Fit::No(TRUST),
        Kind::College => Fit::No("the power to form the company is that of governing bodies of maintained schools"),
        Kind::Unit => Fit::No(UNIT),
        Kind::Independent => Fit::No(INDEPENDENT),
    }
}

fn multi_academy_trust(kind: Kind) -> Fit {
    match kind {
        Kind::Academy => Fit::If("one trust runs all of the academies"),
        kind if kind.is_maintained() || kind == Kind::Unit => {
            Fit::No("it would become an academy first, and stop being maintained by the authority")
        }
        _ => Fit::No("the trust runs academies"),
    }
}

/// A school that takes part, by its name and kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taking {
    pub name: String,
    pub kind: Kind,
}

/// The schools that a form is not for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    pub form: Form,
    pub schools: Vec<(String, &'static str)>,
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.schools.iter().map(|(name, _)| name.as_str()).collect();
        let why: BTreeSet<&str> = self.schools.iter().map(|(_, why)| *why).collect();
        let why: Vec<&str> = why.into_iter().collect();
        let title = self.form.title().to_lowercase();
        write!(f, "The form “{title}” is not for {}: {}. ", words::listed(&names), why.join("; "))?;
        f.write_str("A steering group by agreement is for every kind of school")
    }
}

/// Refuses a form that is not for one of the schools.
pub fn check(form: Form, schools: &[Taking]) -> Result<(), Misfit> {
    let refused = |school: &Taking| match fit(form, school.kind) {
        Fit::No(why) => Some((school.name.clone(), why)),
        Fit::Yes | Fit::If(_) => None,
    };
    let schools: Vec<_> = schools.iter().filter_map(refused).collect();
    if schools.is_empty() { Ok(()) } else { Err(Misfit { form, schools }) }
}

/// What the rules say of one form for the schools that take part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub form: Form,
    /// For the kinds that it is for under a condition.
    pub conditions: Vec<(Kind, &'static str)>,
    /// For the kinds that it is not for.
    pub refusals: Vec<(Kind, &'static str)>,
}

impl Finding {
    pub fn fits(&self) -> bool {
        self.refusals.is_empty()
    }
}

/// Every form, those that fit first; the recommended one leads.
pub fn findings(kinds: &BTreeSet<Kind>) -> Vec<Finding> {
    let finding = |form: &Form| {
        let mut found = Finding { form: *form, conditions: Vec::new(), refusals: Vec::new() };
        for kind in kinds {
            match fit(*form, *kind) {
                Fit::Yes => {}
                Fit::If(what) => found.conditions.push((*kind, what)),
                Fit::No(why) => found.refusals.push((*kind, why)),
            }
        }
        found
    };
    let first = recommended(kinds);
    let mut all: Vec<Finding> = Form::ALL.iter().map(finding).collect();
    all.sort_by_key(|found| (!found.fits(), found.form != first));
    all
}

/// Where to start: maintained schools and colleges can have a statutory committee; as soon as another kind takes part, the
/// schools agree by contract.
pub fn recommended(kinds: &BTreeSet<Kind>) -> Form {
    let statutory = kinds.iter().any(|kind| kind.is_maintained())
        && kinds.iter().all(|kind| kind.is_maintained() || *kind == Kind::College);
    if statutory { Form::JointCommittee } else { Form::SteeringGroup }
}
