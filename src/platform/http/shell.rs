//! What surrounds every page: its title, who is signed in, where they can go, and what they were just told.

use crate::platform::sections::Sections;
use serde::Serialize;

/// The frame of one page; templates read it as `shell`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Shell {
    /// What the page is, without the service's name; the layout adds "Error: " when the form has errors.
    pub title: String,
    /// The path of this page, used to come back to it after signing in or switching.
    pub path: String,
    /// The token every form of this page sends back.
    pub csrf: Option<String>,
    pub signed_in: Option<SignedIn>,
    /// The role's own navigation, from `experience.md` section 2.
    pub navigation: Vec<NavigationLink>,
    /// One message about what has just been done, shown once.
    pub flash: Option<Flash>,
    pub demonstration: Option<Demonstration>,
    /// Errors that are not in the page's `form`, counted into the title.
    pub error_count: usize,
    pub back: Option<Link>,
    /// The pages beside this one.
    pub sections: Sections,
    /// Who may read a restricted page, in words: "Canal Side staff and governors".
    pub who_can_see: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct SignedIn {
    pub name: String,
    /// The role and organisation this person acts for now: "school business manager, Canal Side Primary".
    pub acting_as: String,
    pub can_switch: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct NavigationLink {
    pub href: String,
    pub text: String,
    pub current: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct Link {
    pub href: String,
    pub text: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Flash {
    pub kind: FlashKind,
    pub text: String,
}

#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FlashKind {
    Success,
    Notice,
}

/// The demonstration's banner: fictional data, its own clock, and the next step of the story.
#[derive(Clone, Debug, Serialize)]
pub struct Demonstration {
    /// The demonstration's present in words: "10:42am on 16 March 2027".
    pub now_words: String,
    /// Where the story stands: "Catering tender: pooling demand".
    pub step: String,
    /// What the next step does, or nothing at the end of the story.
    pub next_step: Option<String>,
}
