//! What schools answered, shown from three answers on: fewer would tell what one of them said.

use ::entity::exact::Exact;
use serde::{Deserialize, Serialize};

/// How many schools have to answer before anybody else sees an answer.
pub const FEWEST_ANSWERS: usize = 3;
/// How many questions one survey asks.
pub const MOST_QUESTIONS: usize = 20;

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// 1 not at all to 5 very much.
    Score,
    Words,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub text: String,
    pub kind: QuestionKind,
}

/// What one school answered to one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Score(i32),
    Words(String),
}

/// A survey's questions, as they are asked.
pub type Asked = Vec<Question>;

/// What was answered to a question, by all schools together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    pub question: Question,
    /// How many schools answered the question.
    pub answers: usize,
    /// To one decimal; none where too few answered it, or where it is answered in words.
    pub mean: Option<String>,
    /// How many gave 1, 2, 3, 4 and 5.
    pub spread: [usize; 5],
    /// Without the schools' names, in alphabetical order.
    pub words: Vec<String>,
}

/// The results, question by question; nothing of a question that fewer than three schools answered.
pub fn heard(asked: &Asked, answers: &[Vec<Answer>]) -> Vec<Heard> {
    let of = |(at, question): (usize, &Question)| {
        let own: Vec<&Answer> = answers.iter().filter_map(|one| one.get(at)).filter(|one| is_given(one)).collect();
        let mut heard =
            Heard { question: question.clone(), answers: own.len(), mean: None, spread: [0; 5], words: Vec::new() };
        if own.len() < FEWEST_ANSWERS {
            return heard;
        }
        let scores: Vec<i32> = own.iter().filter_map(|one| score(one)).collect();
        for score in &scores {
            if let Some(count) = usize::try_from(score - 1).ok().and_then(|at| heard.spread.get_mut(at)) {
                *count += 1;
            }
        }
        let sum: Exact = scores.iter().map(|score| Exact::from(*score)).sum();
        heard.mean = sum.over(&Exact::from(scores.len())).map(|mean| mean.decimals(1));
        heard.words = own.iter().filter_map(|one| said(one)).collect();
        heard.words.sort();
        heard
    };
    asked.iter().enumerate().map(of).collect()
}

fn is_given(answer: &Answer) -> bool {
    match answer {
        Answer::Score(score) => (1..=5).contains(score),
        Answer::Words(words) => !words.is_empty(),
    }
}

fn score(answer: &Answer) -> Option<i32> {
    match answer {
        Answer::Score(score) => Some(*score),
        Answer::Words(_) => None,
    }
}

fn said(answer: &Answer) -> Option<String> {
    match answer {
        Answer::Words(words) => Some(words.clone()),
        Answer::Score(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> Asked {
        [("Is it good?", QuestionKind::Score), ("Why?", QuestionKind::Words)]
            .map(|(text, kind)| Question { text: text.to_owned(), kind })
            .to_vec()
    }

    fn answers(scores: &[i32]) -> Vec<Vec<Answer>> {
        let one = |score: &i32| vec![Answer::Score(*score), Answer::Words(format!("Because of {score}"))];
        scores.iter().map(one).collect()
    }

    #[test]
    fn two_answers_tell_nothing_but_that_there_are_two() {
        let found = heard(&asked(), &answers(&[5, 1]));
        assert_eq!((found[0].answers, found[0].mean.clone(), found[0].spread), (2, None, [0; 5]));
        assert!(found[1].words.is_empty());
    }

    #[test]
    fn three_answers_give_a_mean_a_spread_and_words_without_names() {
        let found = heard(&asked(), &answers(&[5, 1, 4]));
        assert_eq!((found[0].mean.as_deref(), found[0].spread), (Some("3.3"), [1, 0, 0, 1, 1]));
        assert_eq!(found[1].words, ["Because of 1", "Because of 4", "Because of 5"]);
    }

    #[test]
    fn a_question_that_a_school_left_open_does_not_count_for_it() {
        let mut all = answers(&[5, 1, 4]);
        all[0][1] = Answer::Words(String::new());
        let found = heard(&asked(), &all);
        assert_eq!((found[0].answers, found[1].answers, found[1].words.len()), (3, 2, 0));
    }
}
