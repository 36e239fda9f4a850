//! The tree of tags: what each part of the document is, for a reader that cannot see where it stands.

/// What a part is, in the names of ISO 32000-1, section 14.8.4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Document,
    H1,
    H2,
    H3,
    P,
    L,
    LI,
    Lbl,
    LBody,
    Table,
    Caption,
    THead,
    TBody,
    TR,
    /// A heading of a column or of a row.
    TH(Scope),
    TD,
    Figure,
}

/// Which cells a heading is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    Column,
    Row,
}

impl Scope {
    pub(super) fn name(self) -> &'static str {
        match self {
            Scope::Column => "Column",
            Scope::Row => "Row",
        }
    }
}

impl Role {
    pub(super) fn name(self) -> &'static str {
        match self {
            Role::Document => "Document",
            Role::H1 => "H1",
            Role::H2 => "H2",
            Role::H3 => "H3",
            Role::P => "P",
            Role::L => "L",
            Role::LI => "LI",
            Role::Lbl => "Lbl",
            Role::LBody => "LBody",
            Role::Table => "Table",
            Role::Caption => "Caption",
            Role::THead => "THead",
            Role::TBody => "TBody",
            Role::TR => "TR",
            Role::TH(_) => "TH",
            Role::TD => "TD",
            Role::Figure => "Figure",
        }
    }
}

/// A part's place in the tree.
pub(super) type Place = usize;

/// What a part holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kid {
    Part(Place),
    /// Marked content: the page and its number there.
    Content(usize, usize),
}

#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) role: Role,
    pub(super) parent: Option<Place>,
    /// What is read instead of a drawing, with its box on the page.
    pub(super) alternative: Option<(String, [i64; 4])>,
    pub(super) kids: Vec<Kid>,
}

/// All parts; the first is the document.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    pub(super) parts: Vec<Part>,
}

impl Tree {
    pub(super) fn new() -> Self {
        Self { parts: vec![Part { role: Role::Document, parent: None, alternative: None, kids: Vec::new() }] }
    }

    pub(super) fn root(&self) -> Place {
        0
    }

    pub(super) fn add(&mut self, parent: Place, role: Role) -> Place {
        let place = self.parts.len();
        self.parts.push(Part { role, parent: Some(parent), alternative: None, kids: Vec::new() });
        self.parts[parent].kids.push(Kid::Part(place));
        place
    }
}
