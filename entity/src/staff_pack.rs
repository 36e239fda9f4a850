//! Whether staff transfer with a tender's contract (TUPE), and how their pensions go on.
use crate::prelude::*;

text_enum! {
    /// How members of a public pension scheme keep comparable rights.
    pub enum PensionRoute {
        /// The provider becomes an employer of the Local Government Pension Scheme.
        Admission = "admission",
        /// The schools keep the pension risk and the provider pays a fixed rate.
        PassThrough = "pass_through",
        /// The provider's own scheme, certified as broadly comparable.
        Comparable = "comparable",
        /// No member of a public scheme transfers.
        NotNeeded = "not_needed",
    }
}

text_enum! {
    /// Who pays when pensions cost more than expected.
    pub enum RiskBearer { Provider = "provider", Schools = "schools", Shared = "shared" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "staff_pack")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub tender_id: TenderId,
    /// Do staff transfer, as far as the buyers know?
    pub transfers: bool,
    pub pension: PensionRoute,
    /// The employer's contribution, percent of pay.
    pub contribution: Option<Quantity>,
    /// The bond that the pension fund asks for.
    pub bond: Option<Money>,
    pub risk: RiskBearer,
    /// Anything else that bidders must know; public.
    pub note: Option<String>,
    /// The present provider, where it gives the facts of its own staff.
    pub present_provider: Option<ProviderId>,
    pub updated_by: AccountId,
    pub updated_at: DateTimeUtc,
}

plain_table!();
