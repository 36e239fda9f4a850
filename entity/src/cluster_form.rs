//! The legal form of an arrangement between schools. Which one fits which schools: `cluster::rules::form`.

text_enum! {
    pub enum Form {
        /// Governing bodies decide together at joint meetings (SI 2003/1962).
        Collaboration = "collaboration",
        /// Governing bodies delegate to a committee of theirs (SI 2003/1962; with further education bodies SI 2007/1321).
        JointCommittee = "joint_committee",
        /// A group of representatives under a contract between the bodies.
        SteeringGroup = "steering_group",
        /// One governing body for several maintained schools (SI 2012/1035).
        Federation = "federation",
        /// Foundation schools with the same charitable foundation (Education and Inspections Act 2006).
        SharedTrust = "shared_trust",
        /// A company of governing bodies (SI 2002/2978).
        SchoolCompany = "school_company",
        /// Academies run by one trust (Academies Act 2010).
        MultiAcademyTrust = "multi_academy_trust",
        /// An understanding that binds nobody.
        Partnership = "partnership",
    }
}

impl Form {
    /// As a heading says it.
    pub fn title(self) -> &'static str {
        match self {
            Form::Collaboration => "Collaboration",
            Form::JointCommittee => "Joint committee",
            Form::SteeringGroup => "Steering group by agreement",
            Form::Federation => "Federation",
            Form::SharedTrust => "Shared trust",
            Form::SchoolCompany => "School company",
            Form::MultiAcademyTrust => "Multi-academy trust",
            Form::Partnership => "Partnership",
        }
    }
}
