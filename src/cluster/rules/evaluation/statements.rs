//! The statements that are rated.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    Purpose,
    Decisions,
    People,
    Money,
}

impl Theme {
    pub const ALL: [Theme; 4] = [Theme::Purpose, Theme::Decisions, Theme::People, Theme::Money];

    pub fn title(self) -> &'static str {
        match self {
            Theme::Purpose => "Purpose and trust",
            Theme::Decisions => "Decisions and governance",
            Theme::People => "People and capacity",
            Theme::Money => "Money and results",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The name of its field.
    pub code: &'static str,
    pub theme: Theme,
    pub words: &'static str,
}

const fn statement(code: &'static str, theme: Theme, words: &'static str) -> Statement {
    Statement { code, theme, words }
}

/// In the order in which answers are kept.
pub const STATEMENTS: [Statement; 12] = [
    statement(
        "aim",
        Theme::Purpose,
        "We can say in a sentence what the cluster is for, and our staff would say the same.",
    ),
    statement("candour", Theme::Purpose, "We tell each other early when something goes wrong."),
    statement("fairness", Theme::Purpose, "What the smallest school needs counts as much as what the largest needs."),
    statement(
        "limits",
        Theme::Decisions,
        "Everybody knows what each body decides for itself and what the cluster decides.",
    ),
    statement("time", Theme::Decisions, "Governors get what they have to decide on in time to read it."),
    statement("trace", Theme::Decisions, "A year later we can still see how a decision was made, and why."),
    statement("shared", Theme::People, "The cluster's work is shared, and nobody carries it alone."),
    statement("room", Theme::People, "Whoever leads a piece of work is given time for it."),
    statement("succession", Theme::People, "If somebody central left, another person could take over within a month."),
    statement("worth", Theme::Money, "We know what the cluster costs our school and what it brings."),
    statement("account", Theme::Money, "Shared money is spent as agreed, and any of us may look at the account."),
    statement("proof", Theme::Money, "We check what was promised against what came of it."),
];
