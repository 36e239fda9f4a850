//! The whole journey, from an empty cluster to a contract that was paid for, as one script of what people do on pages. It is walked
//! over HTTP on both databases and in a browser.

mod assessing;
mod bidding;
mod deciding;
mod founding;
mod governing;
mod in_browser;
mod over_http;
mod preparing;
mod story;

use crate::World;
pub use in_browser::InBrowser;
pub use over_http::OverHttp;
use story::Story;

/// What is typed into one field before a button is pressed.
#[derive(Clone, Debug)]
pub enum Typed {
    /// Into the text field, or from the list, with this name or label.
    Text(String, String),
    /// The radio button with this value among those with this name.
    Pick(String, String),
    /// The box with this name or value.
    Tick(String),
    /// "16 3 2027" into the three fields of this name.
    Day(String, String),
}

pub(crate) fn text(field: impl Into<String>, value: impl Into<String>) -> Typed {
    Typed::Text(field.into(), value.into())
}

pub(crate) fn pick(group: &str, value: &str) -> Typed {
    Typed::Pick(group.to_owned(), value.to_owned())
}

pub(crate) fn tick(name: &str) -> Typed {
    Typed::Tick(name.to_owned())
}

pub(crate) fn day(name: &str, date: &str) -> Typed {
    Typed::Day(name.to_owned(), date.to_owned())
}

/// Somebody at the pages, now as this person, now as that one.
#[expect(async_fn_in_trait, reason = "each walk stays on the thread of its test")]
pub trait Walker {
    fn world(&self) -> &World;

    /// Goes on as this person, signed in.
    async fn becomes(&mut self, name: &str);

    async fn opens(&mut self, path: &str);

    /// Fills the form with this button and presses it, whatever comes of it.
    async fn presses(&mut self, button: &str, typed: &[Typed]);

    /// Chooses a file for the field and presses the button.
    async fn uploads(&mut self, button: &str, field: &str, file: &str, content: &str);

    /// What the open page says, white space collapsed.
    async fn reads(&mut self) -> String;

    /// The address of the open page.
    async fn path(&mut self) -> String;

    /// The addresses of the page's links that start so, each once.
    async fn links(&mut self, start: &str) -> Vec<String>;

    /// The file at this address, as this person is given it.
    async fn downloads(&mut self, path: &str) -> Vec<u8>;

    /// The sentences of the summary of errors.
    async fn errors(&mut self) -> Vec<String>;

    /// Fills the form with this button, presses it, and is not refused.
    async fn sends(&mut self, button: &str, typed: &[Typed]) {
        self.presses(button, typed).await;
        let errors = self.errors().await;
        assert!(
            errors.is_empty(),
            "“{button}” was refused: {errors:?} on {}: {}",
            self.path().await,
            self.reads().await
        );
    }

    async fn sees(&mut self, text: &str) {
        let read = self.reads().await;
        assert!(read.contains(text), "“{text}” is not on {}: {read}", self.path().await);
    }

    /// It is this moment, "2027-03-16T12:00:00Z".
    fn it_is(&self, moment: &str) {
        self.world().clock.set(moment.parse().expect("a moment"));
    }
}

/// Nine schools of four legal types and three firms, from an empty cluster to the first year's spend.
pub async fn whole_journey(walker: &mut impl Walker) {
    let story = Story::read();
    founding::schools(walker, &story).await;
    founding::cluster(walker, &story).await;
    governing::committee(walker, &story).await;
    governing::fund(walker, &story).await;
    founding::sellers(walker, &story).await;
    founding::usage(walker, &story).await;
    preparing::tender(walker, &story).await;
    preparing::demand(walker, &story).await;
    preparing::publication(walker).await;
    bidding::question(walker).await;
    bidding::bids(walker, &story).await;
    let masked = assessing::opening_to_scores(walker, &story).await;
    assessing::moderation(walker, &story, &masked).await;
    assessing::prices(walker).await;
    deciding::award(walker).await;
    deciding::contract(walker, &story).await;
}
