//! A role that an account holds, in an organisation or for one tender.
use crate::prelude::*;

text_enum! {
    /// What a person may be (`product.md`, "Who may do what"). The public is nobody signed in, so it has no membership.
    pub enum Role {
        BusinessManager = "business_manager",
        Headteacher = "headteacher",
        Governor = "governor",
        Chair = "chair",
        ViceChair = "vice_chair",
        Clerk = "clerk",
        Representative = "representative",
        Substitute = "substitute",
        TenderLead = "tender_lead",
        Reviewer = "reviewer",
        KeyHolder = "key_holder",
        Evaluator = "evaluator",
        ProviderStaff = "provider_staff",
        LaSeller = "la_seller",
        LaOfficer = "la_officer",
        Auditor = "auditor",
        Administrator = "administrator",
    }
}

text_enum! {
    /// What a role is held in. An LA is a provider of kind `authority`; its seller and its officer hold roles in it.
    pub enum Scope {
        School = "school",
        Cluster = "cluster",
        Provider = "provider",
        Tender = "tender",
        Platform = "platform",
    }
}

impl Role {
    /// The kind of thing that this role is held in.
    pub fn scope(self) -> Scope {
        match self {
            Role::BusinessManager | Role::Headteacher | Role::Governor => Scope::School,
            Role::Chair | Role::ViceChair | Role::Clerk | Role::Representative | Role::Substitute => Scope::Cluster,
            Role::TenderLead | Role::Reviewer | Role::KeyHolder | Role::Evaluator => Scope::Tender,
            Role::ProviderStaff | Role::LaSeller | Role::LaOfficer => Scope::Provider,
            Role::Auditor | Role::Administrator => Scope::Platform,
        }
    }

    /// Whoever may open bids, award or run the platform signs in with a second factor.
    pub fn needs_second_factor(self) -> bool {
        matches!(self, Role::Chair | Role::KeyHolder | Role::Administrator)
    }

    /// As people say it: "School business manager".
    pub fn title(self) -> &'static str {
        match self {
            Role::BusinessManager => "School business manager",
            Role::Headteacher => "Headteacher",
            Role::Governor => "Governor",
            Role::Chair => "Cluster chair",
            Role::ViceChair => "Cluster vice-chair",
            Role::Clerk => "Clerk",
            Role::Representative => "Representative",
            Role::Substitute => "Substitute",
            Role::TenderLead => "Tender lead",
            Role::Reviewer => "Reviewer",
            Role::KeyHolder => "Key-holder",
            Role::Evaluator => "Evaluator",
            Role::ProviderStaff => "Provider staff",
            Role::LaSeller => "Authority service seller",
            Role::LaOfficer => "Authority officer",
            Role::Auditor => "Auditor",
            Role::Administrator => "Administrator",
        }
    }

    /// As a sentence goes on after "You are": "the clerk", "an evaluator".
    pub fn with_article(self) -> String {
        let title = self.title().to_lowercase();
        match self {
            Role::Chair | Role::ViceChair | Role::Clerk | Role::TenderLead => format!("the {title}"),
            _ if title.starts_with(['a', 'e']) => format!("an {title}"),
            _ => format!("a {title}"),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "membership")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MembershipId,
    pub account_id: AccountId,
    pub role: Role,
    pub scope: Scope,
    /// Id of the school, cluster, provider or tender; none for the platform.
    pub scope_id: Option<Uuid>,
    /// The school that a cluster or tender role is held for (a representative's, an evaluator's own school).
    pub school_id: Option<SchoolId>,
    pub since: DateTimeUtc,
    pub ended_at: Option<DateTimeUtc>,
}

plain_table!();
