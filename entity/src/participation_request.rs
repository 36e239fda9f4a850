//! A provider's request to take part in a tender of two stages. Until requests are closed nothing here names it.
use crate::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "participation_request")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RequestId,
    pub tender_id: TenderId,
    /// HMAC(server key, "participation", tender ‖ organisation), hex. One request a provider.
    pub requester: String,
    /// `tender::rules::request::Content`, encrypted with the server key.
    pub content: Vec<u8>,
    /// The document that came with it, encrypted with the server key; its name is in the content.
    pub document: Option<Vec<u8>>,
    pub received_at: DateTimeUtc,
    /// Set when requests are closed.
    pub provider_id: Option<ProviderId>,
    /// Set when invitations and refusals are sent.
    pub invited: Option<bool>,
}

plain_table!();
