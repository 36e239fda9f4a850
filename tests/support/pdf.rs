//! Reads a tagged PDF back as a screen reader does: title, language, outline, and the tree of tags with its text.

use flate2::read::ZlibDecoder;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Read as _;

mod syntax;

use syntax::{Object, Stored};

/// An element of the tree, in the order of reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    pub role: String,
    pub depth: usize,
    /// What is marked as belonging to it: lines as they follow each other, without anything between them.
    pub text: String,
    pub alternative: Option<String>,
    /// Of a heading of a table: "Column" or "Row".
    pub scope: Option<String>,
    /// The pages on which its own content stands, from 0.
    pub pages: BTreeSet<usize>,
}

/// A document as it is read aloud.
#[derive(Clone, Debug)]
pub struct Pdf {
    pub title: String,
    pub language: String,
    pub is_marked: bool,
    pub pages: usize,
    pub bookmarks: Vec<String>,
    pub tags: Vec<Tag>,
    /// Text that is no part of the tree and no artifact: there must be none.
    pub untagged: Vec<String>,
}

impl Pdf {
    pub fn read(bytes: &[u8]) -> Pdf {
        let objects = syntax::objects(bytes);
        let of_type = |name: &str| {
            let found = objects.values().find(|one| one.value.get("Type").is_some_and(|it| it.is_name(name)));
            found.map(|one| one.value.clone()).unwrap_or_else(|| panic!("no {name}"))
        };
        let catalog = of_type("Catalog");
        let pages: Vec<i64> =
            of_type("Pages").get("Kids").expect("pages").array().iter().map(Object::reference).collect();
        let letters = letters(&objects);
        let mut untagged = Vec::new();
        let texts: HashMap<i64, BTreeMap<i64, String>> = pages
            .iter()
            .map(|page| {
                let content = objects[page].value.get("Contents").expect("content").reference();
                (*page, marked(&unpacked(&objects[&content]), &letters, &mut untagged))
            })
            .collect();
        let mut tags = Vec::new();
        let root = of_type("StructTreeRoot").get("K").expect("a tree").reference();
        walk(&objects, (&pages, &texts), root, 0, &mut tags);
        Pdf {
            title: objects
                .values()
                .find_map(|one| one.value.get("Producer").and(one.value.get("Title")))
                .expect("a title")
                .text(),
            language: catalog.get("Lang").expect("a language").text(),
            is_marked: catalog.get("MarkInfo").and_then(|it| it.get("Marked")).is_some_and(Object::is_true),
            bookmarks: bookmarks(&objects, &of_type("Outlines")),
            pages: pages.len(),
            tags,
            untagged,
        }
    }

    /// Every text of the tree, in the order of reading.
    pub fn text(&self) -> String {
        self.tags.iter().map(|tag| tag.text.as_str()).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
    }

    /// The rows of the table with this caption.
    #[track_caller]
    pub fn table(&self, caption: &str) -> Vec<Vec<String>> {
        let found = self.tags.iter().position(|tag| tag.role == "Caption" && tag.text.starts_with(caption));
        let at = found.unwrap_or_else(|| panic!("no table “{caption}” in {:#?}", self.text()));
        let depth = self.tags[at].depth;
        let mut rows: Vec<Vec<String>> = Vec::new();
        for tag in self.tags[at + 1..].iter().take_while(|tag| tag.depth >= depth) {
            match tag.role.as_str() {
                "TR" => rows.push(Vec::new()),
                "TH" | "TD" => rows.last_mut().expect("a row").push(tag.text.clone()),
                _ => {}
            }
        }
        rows
    }
}

fn unpacked(stored: &Stored) -> String {
    let mut text = String::new();
    ZlibDecoder::new(stored.stream.as_slice()).read_to_string(&mut text).expect("a compressed stream");
    text
}

/// For each font of the pages its letters by code.
fn letters(objects: &BTreeMap<i64, Stored>) -> HashMap<String, HashMap<u16, String>> {
    let page = objects.values().find(|one| one.value.get("Type").is_some_and(|it| it.is_name("Page"))).expect("a page");
    let fonts = page.value.get("Resources").and_then(|it| it.get("Font")).expect("fonts").dictionary().clone();
    let letters = |font: &Object| {
        let map = objects[&font.reference()].value.get("ToUnicode").expect("letters").reference();
        let text = String::from_utf8(objects[&map].stream.clone()).expect("a map");
        let pairs = text.lines().filter_map(|line| {
            let (code, letter) = line.strip_prefix('<')?.strip_suffix('>')?.split_once("> <")?;
            let units: Vec<u16> = letter.as_bytes().chunks(4).map(unit).collect();
            Some((u16::from_str_radix(code, 16).ok()?, String::from_utf16(&units).ok()?))
        });
        pairs.collect()
    };
    fonts.iter().map(|(name, font)| (name.clone(), letters(font))).collect()
}

fn unit(hex: &[u8]) -> u16 {
    u16::from_str_radix(std::str::from_utf8(hex).expect("hexadecimal"), 16).expect("hexadecimal")
}

/// The text of a page's marks by number.
fn marked(
    content: &str,
    letters: &HashMap<String, HashMap<u16, String>>,
    untagged: &mut Vec<String>,
) -> BTreeMap<i64, String> {
    let mut marks: BTreeMap<i64, String> = BTreeMap::new();
    let (mut mark, mut is_artifact) = (None, false);
    for line in content.lines() {
        if let Some((_, rest)) = line.split_once("<</MCID ") {
            mark = rest.split('>').next().and_then(|number| number.parse::<i64>().ok());
            marks.entry(mark.expect("a number")).or_default();
        } else if line.starts_with("/Artifact") {
            is_artifact = true;
        } else if line == "EMC" {
            (mark, is_artifact) = (None, false);
        } else if let Some((before, hex)) = line.split_once('<').filter(|_| line.ends_with("Tj ET")) {
            let font = before.split('/').nth(1).and_then(|rest| rest.split(' ').next()).expect("a font");
            let hex = hex.split('>').next().unwrap_or_default().as_bytes();
            let text: String = hex.chunks(4).map(|four| letters[font][&unit(four)].clone()).collect();
            match mark {
                Some(mark) => {
                    marks.entry(mark).or_default().push_str(&text);
                }
                None if !is_artifact => untagged.push(text),
                None => {}
            }
        }
    }
    marks
}

fn walk(
    objects: &BTreeMap<i64, Stored>,
    (pages, texts): (&[i64], &HashMap<i64, BTreeMap<i64, String>>),
    id: i64,
    depth: usize,
    tags: &mut Vec<Tag>,
) {
    let element = &objects[&id].value;
    let own = tags.len();
    let attribute = |name: &str| element.get("A").and_then(|it| it.get(name)).map(Object::name);
    tags.push(Tag {
        role: element.get("S").expect("a role").name(),
        depth,
        text: String::new(),
        alternative: element.get("Alt").map(Object::text),
        scope: attribute("Scope"),
        pages: BTreeSet::new(),
    });
    for kid in element.get("K").expect("content").array() {
        match kid {
            Object::Reference(kid) => walk(objects, (pages, texts), *kid, depth + 1, tags),
            content => {
                let page = content.get("Pg").expect("a page").reference();
                let mark = content.get("MCID").expect("a mark").number();
                let text = &texts[&page][&mark];
                let tag = &mut tags[own];
                tag.pages.extend(pages.iter().position(|one| *one == page));
                let is_apart = tag.text.is_empty() || tag.text.ends_with(' ') || text.is_empty();
                tag.text.push_str(if is_apart { "" } else { " " });
                tag.text.push_str(text);
            }
        }
    }
}

fn bookmarks(objects: &BTreeMap<i64, Stored>, parent: &Object) -> Vec<String> {
    let mut all = Vec::new();
    let mut next = parent.get("First").map(Object::reference);
    while let Some(id) = next {
        let entry = &objects[&id].value;
        all.push(entry.get("Title").expect("a title").text());
        all.extend(bookmarks(objects, entry));
        next = entry.get("Next").map(Object::reference);
    }
    all
}
