//! What the demonstration's cluster tells of itself, and what its authority looks at: a term's report for each audience, the
//! review of the year, options appraised with the survey behind them.

use super::people::LA_OFFICER;
use super::scenario::LA_CODE;
use super::stage::{Stage, day};
use crate::partner::rules::{Answer, Appraised, Criterion, Given, Model, Question, QuestionKind};
use crate::partner::{self, NewSurvey};
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::quality::rules::TermOf;
use crate::report;
use crate::report::review::{self, Outcome};
use ::entity::cluster_report::Audience;
use ::entity::contract_rating::Term;
use ::entity::ids::*;
use ::entity::review_objective::Came;

/// What the cluster set itself for the school year, and by what it is told.
const OBJECTIVES: [(&str, &str); 3] = [
    (
        "Pay less for finance support, for a service that is as good",
        "£6,000 less a year by invoices; ratings of 4 or more",
    ),
    ("Look at school meals together", "A tender for catering management by the summer"),
    ("Every school takes part in votes", "No vote without a quorum"),
];

/// School and what it answers: how good the authority's meals are, how likely it buys them again, and why.
const ANSWERS: [(&str, i32, i32, &str); 4] = [
    ("pinfold-street", 3, 2, "The food is fine. Managing it costs too much."),
    ("salisbury", 4, 2, "We want a say in the menus."),
    ("kings-hill", 3, 3, ""),
    ("rough-hay", 2, 1, "Nobody answers when the oven fails."),
];

pub async fn told(stage: &Stage) -> Result<()> {
    let chair = stage.head(stage.cast.chair).await?;
    let autumn = TermOf { year: 2026, term: Term::Autumn };
    for audience in Audience::ALL {
        report::publish(&chair, stage.cast.cluster, autumn, *audience).await?;
    }
    year(stage).await?;
    let officer = stage.person(LA_OFFICER).await?;
    let appraisal = appraised(&officer).await?;
    surveyed(stage, &officer, appraisal).await
}

async fn year(stage: &Stage) -> Result<()> {
    let clerk = stage.clerk().await?;
    let slug = stage.cast.cluster;
    review::open(&clerk, slug, 2026).await?;
    for (objective, measure) in OBJECTIVES {
        review::add_objective(&clerk, slug, 2026, objective, measure).await?;
    }
    let kept = review::of_year(&clerk, slug, 2026).await?;
    let Some(first) = kept.objectives.first() else { return Ok(()) };
    let outcome = Outcome {
        came: Came::Met,
        outcome: "£6,000 less a year".to_owned(),
        evidence: "Invoices of the first year, on the page of savings".to_owned(),
    };
    review::record_outcome(&clerk, slug, 2026, first.id, outcome).await
}

/// Each model with its scores in the order of the criteria.
fn model(name: &str, what: &str, scores: [(i32, &str); 5]) -> Model {
    let given = |(criterion, (score, reason)): (Criterion, (i32, &str))| {
        (criterion, Given { score, reason: reason.to_owned() })
    };
    let scores = Criterion::ALL.into_iter().zip(scores).map(given).collect();
    Model { name: name.to_owned(), what: what.to_owned(), scores }
}

fn content(weights: [i32; 5]) -> Appraised {
    let models = vec![
        model(
            "Go on as now",
            "The authority sells school meals to each school by a service level agreement.",
            [
                (3, "Schools know it, and ask for more say"),
                (5, "Nothing changes"),
                (2, "It loses £24,000 a year at today's price"),
                (2, "Fewer schools buy each year"),
                (2, "The loss falls on other services"),
            ],
        ),
        model(
            "Schools buy together, the authority advises",
            "The cluster tenders for catering management; the authority helps with hygiene and special diets.",
            [
                (5, "Schools choose and see what it costs each of them"),
                (3, "Needs a tender and a year's preparation"),
                (5, "10p a meal instead of 30p"),
                (4, "Advice pays for itself"),
                (4, "Goes on while schools stay together"),
            ],
        ),
        model(
            "A company owned by the authority",
            "A trading company sells meals to schools here and elsewhere.",
            [
                (3, "More choice than now, less say than together"),
                (2, "Two years to set up"),
                (3, "Savings only with schools from elsewhere"),
                (3, "Depends on winning other schools"),
                (3, "Risk stays with the authority"),
            ],
        ),
    ];
    Appraised {
        question: "How should school meals be managed once today's agreement ends?".to_owned(),
        weights: Criterion::ALL.into_iter().zip(weights).collect(),
        models,
        recommended: 1,
        reasons: "It fits best with what schools said, and ends the loss.".to_owned(),
    }
}

/// Two versions: the weights were changed after schools were asked.
async fn appraised(officer: &Context) -> Result<AppraisalId> {
    const TITLE: &str = "How school meals are managed";
    let id = partner::save(officer, LA_CODE, None, TITLE, &content([20, 20, 20, 20, 20])).await?;
    partner::save(officer, LA_CODE, Some(id), TITLE, &content([30, 15, 25, 15, 15])).await
}

async fn surveyed(stage: &Stage, officer: &Context, appraisal: AppraisalId) -> Result<()> {
    let question = |text: &str, kind| Question { text: text.to_owned(), kind };
    let survey = NewSurvey {
        title: "School meals: what you think of them".to_owned(),
        questions: vec![
            question("How good are the meals that the authority manages?", QuestionKind::Score),
            question("How likely is it that you buy them again?", QuestionKind::Score),
            question("Why?", QuestionKind::Words),
        ],
        closes_on: day(2027, 3, 31),
        appraisal: Some(appraisal),
    };
    let id = partner::create_survey(officer, LA_CODE, survey).await?;
    for (school, good, again, why) in ANSWERS {
        let manager = stage.manager(school).await?;
        let urn = stage.school(school).await?.urn;
        let answers = [Answer::Score(good), Answer::Score(again), Answer::Words(why.to_owned())];
        partner::answer(&manager, urn, id, &answers).await?;
    }
    Ok(())
}
