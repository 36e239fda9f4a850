//! The bookmarks beside a document: its headings, those of level 3 under those of level 2.

use super::canvas::Bookmark;
use pdf_writer::{Name, Pdf, Ref, TextStr};

/// A bookmark with its neighbours in the outline.
struct Entry<'a> {
    of: &'a Bookmark,
    parent: Option<usize>,
    kids: Vec<usize>,
}

fn entries(bookmarks: &[Bookmark]) -> Vec<Entry<'_>> {
    let mut all: Vec<Entry> = Vec::new();
    let mut above = None;
    for (at, of) in bookmarks.iter().enumerate() {
        let parent = if of.level > 2 { above } else { None };
        if of.level <= 2 {
            above = Some(at);
        }
        if let Some(parent) = parent {
            all[parent].kids.push(at);
        }
        all.push(Entry { of, parent, kids: Vec::new() });
    }
    all
}

/// Writes the outline with `root` as its root and an object from `first` on for each bookmark.
pub(super) fn write(pdf: &mut Pdf, root: Ref, first: i32, bookmarks: &[Bookmark], pages: &[Ref]) {
    let all = entries(bookmarks);
    let reference = |at: usize| Ref::new(first + i32::try_from(at).unwrap_or_default());
    let top: Vec<usize> = (0..all.len()).filter(|at| all[*at].parent.is_none()).collect();
    let mut dict = pdf.indirect(root).dict();
    dict.pair(Name(b"Type"), Name(b"Outlines"));
    dict.pair(Name(b"Count"), i32::try_from(all.len()).unwrap_or_default());
    if let (Some(start), Some(end)) = (top.first(), top.last()) {
        dict.pair(Name(b"First"), reference(*start)).pair(Name(b"Last"), reference(*end));
    }
    drop(dict);
    for (at, entry) in all.iter().enumerate() {
        let siblings = entry.parent.map_or(&top, |parent| &all[parent].kids);
        let own = siblings.iter().position(|sibling| *sibling == at).unwrap_or_default();
        let mut dict = pdf.indirect(reference(at)).dict();
        dict.pair(Name(b"Title"), TextStr(&entry.of.text));
        dict.pair(Name(b"Parent"), entry.parent.map_or(root, reference));
        if let Some(before) = own.checked_sub(1).and_then(|before| siblings.get(before)) {
            dict.pair(Name(b"Prev"), reference(*before));
        }
        if let Some(after) = siblings.get(own + 1) {
            dict.pair(Name(b"Next"), reference(*after));
        }
        if let (Some(start), Some(end)) = (entry.kids.first(), entry.kids.last()) {
            dict.pair(Name(b"First"), reference(*start)).pair(Name(b"Last"), reference(*end));
            dict.pair(Name(b"Count"), i32::try_from(entry.kids.len()).unwrap_or_default());
        }
        let mut destination = dict.insert(Name(b"Dest")).array();
        destination.item(pages[entry.of.page]).item(Name(b"XYZ")).item(0);
        destination.item(i32::try_from(entry.of.top / 100).unwrap_or_default()).item(0);
    }
}
