//! Delivery models compared by five weighted criteria, each scored 1 to 5 with a reason.

use ::entity::exact::Exact;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many models one appraisal compares.
pub const MOST_OPTIONS: usize = 5;

/// What a delivery model is judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Criterion {
    Fit,
    Deliverability,
    Value,
    Viability,
    Sustainability,
}

impl Criterion {
    pub const ALL: [Criterion; 5] =
        [Criterion::Fit, Criterion::Deliverability, Criterion::Value, Criterion::Viability, Criterion::Sustainability];

    /// As fields and addresses call it.
    pub fn code(self) -> &'static str {
        match self {
            Criterion::Fit => "fit",
            Criterion::Deliverability => "deliverability",
            Criterion::Value => "value",
            Criterion::Viability => "viability",
            Criterion::Sustainability => "sustainability",
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Criterion::Fit => "Fit with what schools need",
            Criterion::Deliverability => "Deliverability",
            Criterion::Value => "Value for money",
            Criterion::Viability => "Financial viability",
            Criterion::Sustainability => "Sustainability",
        }
    }
}

/// A score with its reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// 1 poor to 5 excellent.
    pub score: i32,
    pub reason: String,
}

/// One way to deliver the service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Model {
    pub name: String,
    pub what: String,
    pub scores: BTreeMap<Criterion, Given>,
}

/// A version of an appraisal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appraised {
    pub question: String,
    /// Whole percent; together 100.
    pub weights: BTreeMap<Criterion, i32>,
    pub models: Vec<Model>,
    /// The place of the recommended model.
    pub recommended: usize,
    pub reasons: String,
}

/// A model with its marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// Its place in the appraisal.
    pub at: usize,
    /// Weight × score ÷ 5, by criterion.
    pub marks: BTreeMap<Criterion, Exact>,
    /// Of 100.
    pub total: Exact,
}

/// The models, the best total first; a tie stays in the order in which they were written.
pub fn ranking(appraised: &Appraised) -> Vec<Ranked> {
    let five = Exact::from(5);
    let ranked = |(at, model): (usize, &Model)| {
        let mark = |criterion: &Criterion| {
            let weight = Exact::from(appraised.weights.get(criterion).copied().unwrap_or_default());
            let score = Exact::from(model.scores.get(criterion).map_or(0, |given| given.score));
            (*criterion, &(&weight * &score) / &five)
        };
        let marks: BTreeMap<Criterion, Exact> = Criterion::ALL.iter().map(mark).collect();
        Ranked { at, total: marks.values().sum(), marks }
    };
    let mut all: Vec<Ranked> = appraised.models.iter().enumerate().map(ranked).collect();
    all.sort_by(|one, other| other.total.cmp(&one.total));
    all
}

/// What is wrong with an appraisal: the field and what to do.
pub fn sound(appraised: &Appraised) -> Vec<(String, String)> {
    let mut wrong = Vec::new();
    let sum: i32 = appraised.weights.values().sum();
    if sum != 100 {
        wrong.push(("weight-fit".to_owned(), format!("Weights must add up to 100%. They add up to {sum}%")));
    }
    if appraised.models.len() < 2 {
        wrong.push(("name-2".to_owned(), "Enter two models or more, so that they can be compared".to_owned()));
    }
    for (at, model) in (1..).zip(&appraised.models) {
        for criterion in Criterion::ALL {
            let given = model.scores.get(&criterion);
            if !given.is_some_and(|given| (1..=5).contains(&given.score)) {
                wrong.push((
                    format!("score-{at}-{}", criterion.code()),
                    format!("Choose a score from 1 to 5 for {}", model.name),
                ));
            } else if given.is_some_and(|given| given.reason.is_empty()) {
                let score = given.map_or(0, |given| given.score);
                let sentence = format!("Enter a reason for the score of {score} for {}", criterion.words());
                wrong.push((format!("reason-{at}-{}", criterion.code()), sentence));
            }
        }
    }
    if appraised.recommended >= appraised.models.len() {
        wrong.push(("recommended".to_owned(), "Choose one of the models that you described".to_owned()));
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(name: &str, score: i32) -> Model {
        let given = |criterion: Criterion| (criterion, Given { score, reason: "Because".to_owned() });
        Model { name: name.to_owned(), what: String::new(), scores: Criterion::ALL.map(given).into_iter().collect() }
    }

    fn appraised(models: Vec<Model>) -> Appraised {
        let weights = [30, 20, 20, 20, 10];
        Appraised {
            question: "How?".to_owned(),
            weights: Criterion::ALL.into_iter().zip(weights).collect(),
            models,
            recommended: 0,
            reasons: "Best".to_owned(),
        }
    }

    #[test]
    fn marks_are_weight_times_score_over_five_and_add_up_to_the_total() {
        let found = ranking(&appraised(vec![model("A", 3), model("B", 5)]));
        assert_eq!((found[0].at, found[0].total.pounds()), (1, "100.00".to_owned()));
        assert_eq!((found[1].at, found[1].total.pounds()), (0, "60.00".to_owned()));
        assert_eq!(found[1].marks[&Criterion::Fit].pounds(), "18.00");
    }

    #[test]
    fn weights_scores_reasons_and_a_second_model_are_asked_for() {
        let mut one = appraised(vec![model("A", 3)]);
        one.weights.insert(Criterion::Fit, 25);
        one.models[0].scores.insert(Criterion::Value, Given { score: 4, reason: String::new() });
        one.models[0].scores.remove(&Criterion::Fit);
        let fields: Vec<String> = sound(&one).into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["weight-fit", "name-2", "score-1-fit", "reason-1-value"]);
        assert!(sound(&appraised(vec![model("A", 3), model("B", 5)])).is_empty());
    }
}
