//! What a list says of the words that were searched for.

use super::asked::Asked;
use crate::catalogue::find::List;
use crate::catalogue::rules::words::{Read, Reading};
use serde::Serialize;

/// A sentence, and searches that would find something.
#[derive(Clone, Serialize)]
pub(super) struct Said {
    text: String,
    links: Vec<Link>,
}

#[derive(Clone, Serialize)]
struct Link {
    href: String,
    text: String,
}

impl Said {
    pub(super) fn sample() -> Self {
        let link = Link { href: "/services?q=meal".to_owned(), text: "meal".to_owned() };
        Said { text: "No listing uses the word “maels”.".to_owned(), links: vec![link] }
    }
}

/// Of each word that was read otherwise than it was typed; and where nothing has all the words.
pub(super) fn said(list: &List, asked: &Asked, path: &str) -> Vec<Said> {
    let search = |words: &str| Link {
        href: asked.address(path, &[("q", words), ("page", "")]),
        text: if words.is_empty() { "without searching".to_owned() } else { format!("“{words}”") },
    };
    let mut all: Vec<Said> = list.read.iter().filter_map(|word| of_word(word, &list.read, &search)).collect();
    let is_known = !list.read.is_empty() && list.read.iter().all(|word| word.reading != Reading::Unknown);
    if is_known && list.total == 0 {
        let links =
            if list.read.len() > 1 { list.read.iter().map(|word| search(&word.typed)).collect() } else { vec![] };
        let text = "No listing here has all that you look for.".to_owned();
        all.push(Said { text, links });
    }
    all
}

fn of_word(word: &Read, all: &[Read], search: &impl Fn(&str) -> Link) -> Option<Said> {
    let typed = &word.typed;
    let with = |term: &str| {
        let words: Vec<&str> = all.iter().map(|each| if each == word { term } else { &each.typed }).collect();
        search(words.join(" ").trim())
    };
    match word.reading {
        Reading::Exact | Reading::Beginning => None,
        Reading::Corrected => {
            let terms: Vec<String> = word.terms.iter().map(|term| format!("“{term}”")).collect();
            let text = format!("No listing uses the word “{typed}”. These use {}.", terms.join(" or "));
            Some(Said { text, links: Vec::new() })
        }
        Reading::Unknown => {
            let text = format!("No listing uses the word “{typed}”.");
            let near = word.terms.iter().map(|term| with(term));
            Some(Said { text, links: near.chain([with("")]).collect() })
        }
    }
}
