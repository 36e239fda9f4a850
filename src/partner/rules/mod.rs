//! What an authority's pages decide: which services are at risk, how delivery models compare, what a survey may show.

mod appraisal;
mod risk;
mod survey;

pub use appraisal::{Appraised, Criterion, Given, MOST_OPTIONS, Model, Ranked, ranking, sound};
pub use risk::{Kind, Risk, risks};
pub use survey::{Answer, Asked, FEWEST_ANSWERS, Heard, MOST_QUESTIONS, Question, QuestionKind, heard};
