//! One page of a long list: where it is, and the addresses of those beside it.

use serde::Serialize;

/// Given to the component `pagination` as `pages`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Paging {
    pub page: u64,
    pub pages: u64,
    pub previous: Option<String>,
    pub next: Option<String>,
    #[serde(skip)]
    per_page: u64,
}

impl Paging {
    /// The page asked for, or the nearest there is. `kept` are the filters of the address, kept in its neighbours'.
    pub fn of(rows: u64, per_page: u64, asked: Option<u64>, kept: &[(&str, &str)]) -> Self {
        let pages = rows.div_ceil(per_page).max(1);
        let page = asked.unwrap_or(1).clamp(1, pages);
        let address = |page: u64| {
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            query.extend_pairs(kept.iter().filter(|(_, value)| !value.is_empty()));
            format!("?{}", query.append_pair("page", &page.to_string()).finish())
        };
        let previous = (page > 1).then(|| address(page - 1));
        let next = (page < pages).then(|| address(page + 1));
        Self { page, pages, previous, next, per_page }
    }

    /// The rows before this page.
    pub fn skipped(&self) -> u64 {
        (self.page - 1) * self.per_page
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_keep_the_filters_and_no_page_is_outside_the_list() {
        let middle = Paging::of(41, 20, Some(2), &[("area", "335"), ("phase", "")]);
        assert_eq!((middle.page, middle.pages, middle.skipped()), (2, 3, 20));
        assert_eq!(middle.previous.as_deref(), Some("?area=335&page=1"));
        assert_eq!(middle.next.as_deref(), Some("?area=335&page=3"));
        let last = Paging::of(41, 20, Some(9), &[]);
        assert_eq!((last.page, last.next), (3, None));
        let only = Paging::of(0, 20, None, &[]);
        assert_eq!((only.page, only.pages, only.previous), (1, 1, None));
    }
}
