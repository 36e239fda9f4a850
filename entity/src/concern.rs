//! A service level that is not kept: raised with evidence by who holds the contract, answered by the provider, decided on.
use crate::prelude::*;

text_enum! {
    pub enum ConcernState {
        Recorded = "recorded",
        Warned = "warned",
        Planned = "planned",
        Improved = "improved",
        NotImproved = "not_improved",
        ExitAsked = "exit_asked",
        Exited = "exited",
        Withdrawn = "withdrawn",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "concern")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ConcernId,
    /// Of a line of this school's register; none: of the cluster's contract.
    pub school_id: Option<SchoolId>,
    pub cluster_id: Option<ClusterId>,
    pub entry_id: Option<ContractEntryId>,
    pub contract_id: Option<ContractId>,
    pub provider_id: ProviderId,
    /// The contract's title when it was raised.
    pub title: String,
    /// The service level in the listing's words, or the holder's own.
    pub measure: String,
    pub state: ConcernState,
    /// By when the provider is asked to answer, once it is warned.
    pub answer_by: Option<Date>,
    /// When it is looked at whether it has improved.
    pub review_on: Option<Date>,
    /// The first of the two people who give notice.
    pub exit_asked_by: Option<AccountId>,
    /// The last day of the service, once notice is given.
    pub exit_on: Option<Date>,
    pub raised_at: DateTimeUtc,
}

plain_table!();
