//! Which lot somebody means: "DA-2027-001", its first, or lot 2 of it.

/// A tender by its speakable reference, and a lot of it by its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LotAddress {
    pub reference: String,
    /// None: the first lot.
    pub lot: Option<i32>,
}

impl LotAddress {
    pub fn new(reference: impl Into<String>, lot: i32) -> Self {
        Self { reference: reference.into(), lot: Some(lot) }
    }

    /// The address of a page of the lot: `/tenders/DA-2027-001/decision?lot=2`.
    pub fn page(&self, page: &str) -> String {
        format!("/tenders/{}/{page}{}", self.reference, self.keep())
    }

    /// What an address adds to mean this lot: "?lot=2", or nothing.
    pub fn keep(&self) -> String {
        self.lot.map(|lot| format!("?lot={lot}")).unwrap_or_default()
    }
}

impl From<&LotAddress> for LotAddress {
    fn from(address: &LotAddress) -> Self {
        address.clone()
    }
}

impl From<&str> for LotAddress {
    fn from(reference: &str) -> Self {
        Self { reference: reference.to_owned(), lot: None }
    }
}

impl From<&String> for LotAddress {
    fn from(reference: &String) -> Self {
        Self::from(reference.as_str())
    }
}
