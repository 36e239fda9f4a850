//! What each form is, in our words, and the rule that it rests on.

use super::Form;

/// A rule by its name, and where it is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    pub name: &'static str,
    pub href: &'static str,
}

const COLLABORATION: Source = Source {
    name: "School Governance (Collaboration) (England) Regulations 2003, SI 2003/1962",
    href: "https://www.legislation.gov.uk/uksi/2003/1962",
};
const WITH_COLLEGES: Source = Source {
    name: "Collaboration Arrangements (Maintained Schools and Further Education Bodies) (England) Regulations 2007, SI 2007/1321",
    href: "https://www.legislation.gov.uk/uksi/2007/1321",
};
const FEDERATIONS: Source = Source {
    name: "School Governance (Federations) (England) Regulations 2012, SI 2012/1035",
    href: "https://www.legislation.gov.uk/uksi/2012/1035",
};
const INSPECTIONS_ACT: Source = Source {
    name: "Education and Inspections Act 2006, Part 2",
    href: "https://www.legislation.gov.uk/ukpga/2006/40/part/2",
};
const POWER_TO_FORM_COMPANIES: Source = Source {
    name: "Education Act 2002, sections 11 and 12",
    href: "https://www.legislation.gov.uk/ukpga/2002/32/part/1/chapter/3",
};
const COMPANIES: Source = Source {
    name: "School Companies Regulations 2002, SI 2002/2978",
    href: "https://www.legislation.gov.uk/uksi/2002/2978",
};
const ACADEMIES_ACT: Source =
    Source { name: "Academies Act 2010", href: "https://www.legislation.gov.uk/ukpga/2010/32" };
const POWERS_OF_BODIES: Source = Source {
    name: "Contract: Education Act 2002, Schedule 1, paragraph 3, for governing bodies; its articles for an academy trust",
    href: "https://www.legislation.gov.uk/ukpga/2002/32/schedule/1",
};

/// The rules that a form rests on; none for an understanding that binds nobody.
pub fn sources(form: Form) -> &'static [Source] {
    match form {
        Form::Collaboration | Form::JointCommittee => &[COLLABORATION, WITH_COLLEGES],
        Form::SteeringGroup => &[POWERS_OF_BODIES],
        Form::Federation => &[FEDERATIONS],
        Form::SharedTrust => &[INSPECTIONS_ACT],
        Form::SchoolCompany => &[POWER_TO_FORM_COMPANIES, COMPANIES],
        Form::MultiAcademyTrust => &[ACADEMIES_ACT],
        Form::Partnership => &[],
    }
}

/// What it means for who decides.
pub fn about(form: Form) -> &'static str {
    match form {
        Form::Collaboration => {
            "Governing bodies stay as they are and carry out some of their functions together, at meetings of all of them."
        }
        Form::JointCommittee => {
            "Governing bodies stay as they are and delegate some of their functions to a joint committee. They set its terms \
             of reference and look at them again each year."
        }
        Form::SteeringGroup => {
            "Each body keeps every decision that the law gives it. A group of one representative a school decides what the \
             agreement hands to it, and recommends the rest."
        }
        Form::Federation => {
            "One governing body runs several maintained schools. Each school keeps its own budget and name."
        }
        Form::SharedTrust => {
            "Foundation schools keep their governing bodies and share a charitable trust, which appoints some of the governors."
        }
        Form::SchoolCompany => {
            "Governing bodies form a company that buys or provides services for their schools. It has directors, accounts and \
             a supervising authority."
        }
        Form::MultiAcademyTrust => "One academy trust runs all of the schools and decides for them.",
        Form::Partnership => {
            "Schools meet, learn from each other and compare prices. Nothing is delegated and nobody is bound: each body \
             decides everything for itself."
        }
    }
}
