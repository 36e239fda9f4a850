//! That a record is as it was written, and how anybody can check it.

use crate::platform::error::Result;
use crate::platform::event::{self, Chain, Verdict};
use crate::platform::http::visit::Visit;
use crate::tender::record::Scene;
use serde::Serialize;

/// Whether the record is as it was written.
#[derive(Clone, Serialize)]
pub(super) struct Proof {
    unbroken: bool,
    pub(super) words: String,
    /// How many entries, and the hash of the last. None while bids are sealed: either would tell that one came in.
    head: Option<Head>,
}

#[derive(Clone, Serialize)]
pub(super) struct Head {
    pub(super) entries: i64,
    pub(super) hash: String,
}

impl Proof {
    pub(super) fn sample(unbroken: bool) -> Self {
        let head = unbroken.then(|| Head { entries: 42, hash: "0".repeat(64) });
        Self { unbroken, words: "Every entry is as it was written.".to_owned(), head }
    }
}

pub(super) async fn proof(visit: &Visit, scene: &Scene) -> Result<Proof> {
    let chain = Chain::Tender(scene.tender.id);
    let (unbroken, words) = match event::verify_chain(visit.read(), chain).await? {
        Verdict::Unbroken { .. } => (true, "Every entry is as it was written, and none is missing.".to_owned()),
        Verdict::Broken { n, why, .. } => (false, format!("Entry {n}: {why}.")),
    };
    Ok(Proof { unbroken, words, head: head(visit, scene).await? })
}

pub(super) async fn head(visit: &Visit, scene: &Scene) -> Result<Option<Head>> {
    let sealed = scene.tender.published_at.is_some() && !scene.is_opened();
    if sealed {
        return Ok(None);
    }
    let (entries, hash) = event::head(visit.read(), Chain::Tender(scene.tender.id)).await?;
    Ok(Some(Head { entries, hash }))
}
