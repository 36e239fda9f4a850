//! What has changed since a report was published.

use super::content::Content;

/// A figure then and now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Since {
    pub label: String,
    pub then: String,
    /// None: there is no such figure any more.
    pub now: Option<String>,
}

/// The figures of a published report whose value is another today, in the order of their ids.
pub fn since(then: &Content, now: &Content) -> Vec<Since> {
    let changed = then.figures.iter().filter_map(|(id, figure)| {
        let today = now.figures.get(id);
        (today.map(|today| &today.value) != Some(&figure.value)).then(|| Since {
            label: figure.label.clone(),
            then: figure.words(),
            now: today.map(super::Figure::words),
        })
    });
    changed.collect()
}
