//! A tender's sealed bids with the shares of its key, for the public `age` program: what a rescuer needs if this product is
//! lost. Nothing is opened for it, and no key is needed to make it.

use super::store;
use crate::platform::error::Result;
use crate::tender;
use ::entity::{bid, bid_submission, sealed_envelopes};
use sea_orm::ConnectionTrait;

/// A file of the export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    pub path: String,
    pub bytes: Vec<u8>,
}

/// Everything sealed of a tender: the submissions that count and the wrapped key.
pub async fn export_sealed(connection: &impl ConnectionTrait, reference: &str) -> Result<Vec<Exported>> {
    let tender = tender::by_reference(connection, reference).await?;
    let mut files = vec![file("README.txt", readme(reference).into_bytes())];
    let wrapped = tender::wrapped_key(connection, tender.id).await?;
    files.extend(wrapped.into_iter().map(|(path, bytes)| file(path, bytes)));
    let bids: Vec<bid::Model> = store::submitted(connection, &tender).await?;
    let submissions = store::counted(connection, &bids).await?;
    let stored = store::envelopes(connection, submissions.iter().map(|submission| submission.id)).await?;
    for one in stored {
        let submission = submissions.iter().find(|submission| submission.id == one.submission_id);
        files.extend(submission.into_iter().flat_map(|submission| envelopes(submission, &one)));
    }
    Ok(files)
}

fn file(path: impl Into<String>, bytes: Vec<u8>) -> Exported {
    Exported { path: path.into(), bytes }
}

fn envelopes(submission: &bid_submission::Model, stored: &sealed_envelopes::Model) -> [Exported; 3] {
    let folder = format!("bids/{}", submission.receipt);
    let sum = format!("{}  quality.age followed by price.age\n", submission.sha256);
    [
        file(format!("{folder}/quality.age"), stored.quality.clone()),
        file(format!("{folder}/price.age"), stored.price.clone()),
        file(format!("{folder}/sha256.txt"), sum.into_bytes()),
    ]
}

fn readme(reference: &str) -> String {
    [
        &format!("The sealed bids of tender {reference}, for the program age (age-encryption.org)."),
        "",
        "Split custody: shares/ONE-TWO.age is the key of the tender for two key-holders, named by their recovery keys.",
        "  age -d -i one.key shares/ONE-TWO.age > half.age",
        "  age -d -i two.key half.age > tender.key",
        "Standard custody: sealing.key lies in the key folder of the server.",
        "  age -d -i sealing.key tender.key.age > tender.key",
        "Then, for every bid:",
        "  age -d -i tender.key bids/RECEIPT/quality.age",
        "  age -d -i tender.key bids/RECEIPT/price.age",
        "quality.age lists the documents, each with the key that opens its file in the files folder of a backup.",
        "",
    ]
    .join("\n")
}
