//! How often somebody wants a kind of mail that is not urgent.
use crate::prelude::*;

text_enum! {
    /// The kinds of mail that can wait. Deadlines, outcomes and security cannot.
    pub enum MailKind { NewTenders = "new_tenders" }
}

text_enum! {
    pub enum MailPace { Immediate = "immediate", Daily = "daily", Weekly = "weekly", None = "none" }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mail_choice")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: MailKind,
    pub pace: MailPace,
    pub chosen_at: DateTimeUtc,
}

plain_table!();
