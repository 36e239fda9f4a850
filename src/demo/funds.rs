//! The money of the Darlaston cluster: £1 a pupil for running it, national funding that matches what schools put in, a
//! pool for absence, and the needs that they work on. Amounts are illustrative, but for the two of the presentation.

use super::stage::{Stage, day};
use crate::fund::rules::Slot;
use crate::fund::{self, Exposed, NewBudget, NewFund, NewMovement, NewPayment, NewPremiums, NewPriority, Stated};
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use ::entity::fund::{FundKind, FundSharing, YearEnd};
use ::entity::fund_need::NeedArea;
use ::entity::fund_payment::PaymentKind;
use ::entity::ids::{FundId, FundPaymentId};
use ::entity::money::{Money, Quantity, Rate};

const YEAR: i32 = 2026;

/// What the meeting of November decided, by the item of its agenda.
fn item(number: i32) -> String {
    format!("Meeting 3 of 26 November 2026, item {number}")
}

fn pounds(pounds: i64) -> Money {
    Money(pounds * 10_000)
}

fn said(reason: &str, evidence: &str) -> NewMovement {
    let (reason, evidence) = (reason.to_owned(), evidence.to_owned());
    NewMovement { day: day(2026, 12, 7), reason, evidence, file: None }
}

async fn open(
    stage: &Stage,
    clerk: &Context,
    kind: FundKind,
    name: &str,
    (purpose, decision): (&str, String),
    headings: &[&str],
) -> Result<FundId> {
    let is = |wanted: FundKind| kind == wanted;
    let new = NewFund {
        kind,
        name: name.to_owned(),
        purpose: purpose.to_owned(),
        outcome: "Schools buy and learn together, and can show what it was worth".to_owned(),
        host: stage.school(stage.cast.chair).await?.id,
        sharing: if is(FundKind::Running) { FundSharing::Pupils } else { FundSharing::Contributions },
        approvals: if is(FundKind::Match) { 2 } else { 1 },
        year_end: if is(FundKind::Pool) { YearEnd::Back } else { YearEnd::Reserve },
        per_pupil: is(FundKind::Running).then(|| pounds(1)),
        match_total: is(FundKind::Match).then_some(stage.scenario.savings_report_input.funding),
        penalty: None,
        penalty_terms: None,
        claim_cap: is(FundKind::Pool).then(|| pounds(1_500)),
        pool_k: is(FundKind::Pool).then_some(Quantity(100_000)),
        pool_loading: is(FundKind::Pool).then_some(Rate(5_000_000)),
        headings: headings.iter().map(|heading| (*heading).to_owned()).collect(),
        decision: Some(decision),
        evidence: None,
    };
    fund::open(clerk, &stage.cluster().await?, new).await
}

/// All of it, in the autumn of 2026.
pub async fn all(stage: &Stage) -> Result<()> {
    running(stage).await?;
    matched(stage).await?;
    pool(stage).await?;
    needs(stage).await
}

/// Every school is charged £1 a pupil; the last has not paid yet.
async fn running(stage: &Stage) -> Result<()> {
    let (clerk, cluster) = (stage.clerk().await?, stage.cluster().await?);
    let headings = ["Clerking", "Commissioning", "Meetings"];
    let name = "Running the cluster";
    let purpose = ("Clerking, meetings and commissioning", item(1));
    let id = open(stage, &clerk, FundKind::Running, name, purpose, &headings).await?;
    fund::charge_per_pupil(&clerk, &cluster, id, said("£1 a pupil", &item(1))).await?;
    let fund = fund::seen(&clerk, &cluster.slug, id).await?.fund;
    let charged = fund::book_of(clerk.read(), &fund, YEAR).await?.total(Slot::Owed);
    if charged != stage.scenario.savings_report_input.running_costs {
        return Err(Error::internal(format!("£1 a pupil is {charged}, which is not what running the cluster costs")));
    }
    let paying = stage.scenario.schools.iter().take(stage.scenario.schools.len() - 1);
    for school in paying {
        receive_what_is_owed(stage, &clerk, id, &school.id).await?;
    }
    for (heading, amount) in headings.into_iter().zip([1_800, 1_200, 500]) {
        set_budget(stage, &clerk, id, heading, pounds(amount)).await?;
    }
    let paid = ask(stage, &clerk, id, ("Clerking", "Cluster clerk", "Clerking in the autumn term", 600)).await?;
    let approver = stage.governor("salisbury").await?;
    fund::decide(&approver, &cluster, id, paid, (true, "As in the clerk's contract".to_owned())).await?;
    let host = stage.manager(stage.cast.chair).await?;
    fund::pay(&host, &cluster, id, paid, (day(2026, 12, 10), "BACS 4471".to_owned())).await?;
    let asker = stage.manager("pinfold-street").await?;
    ask(stage, &asker, id, ("Commissioning", "Pinfold Street", "Two days of comparing catering offers", 420)).await?;
    Ok(())
}

async fn receive_what_is_owed(stage: &Stage, by: &Context, id: FundId, school: &str) -> Result<()> {
    let (cluster, school) = (stage.cluster().await?, stage.school(school).await?.id);
    let fund = fund::seen(by, &cluster.slug, id).await?.fund;
    let owed = fund::book_of(by.read(), &fund, YEAR).await?.of_school(Slot::Owed, school);
    if owed.0 <= 0 {
        return Ok(());
    }
    fund::receive(by, &cluster, id, (school, owed), said("What was charged", "Remittance")).await
}

async fn set_budget(stage: &Stage, by: &Context, id: FundId, heading: &str, amount: Money) -> Result<()> {
    let heading = fund::heading_of(by.read(), id, heading).await?.ok_or_else(|| Error::internal("no heading"))?;
    let decision = item(1);
    fund::set_budget(by, &stage.cluster().await?, id, NewBudget { heading, year: YEAR, amount, decision }).await
}

async fn ask(
    stage: &Stage,
    by: &Context,
    id: FundId,
    (heading, payee, purpose, amount): (&str, &str, &str, i64),
) -> Result<FundPaymentId> {
    let new = NewPayment {
        kind: PaymentKind::Spending,
        heading: fund::heading_of(by.read(), id, heading).await?,
        school: None,
        to_fund: None,
        payee: payee.to_owned(),
        purpose: purpose.to_owned(),
        amount: pounds(amount),
        evidence: "Invoice 7".to_owned(),
        file: None,
    };
    fund::ask(by, &stage.cluster().await?, id, new).await
}

/// National funding stands beside savings: it matches what three schools put in so far.
async fn matched(stage: &Stage) -> Result<()> {
    let (clerk, cluster) = (stage.clerk().await?, stage.cluster().await?);
    let purpose = "National funding for working together, matched with what schools put in";
    let id = open(stage, &clerk, FundKind::Match, "Working together", (purpose, item(2)), &["Training"]).await?;
    let funding = stage.scenario.savings_report_input.funding;
    fund::grant(&clerk, &cluster, id, funding, said("National funding for working together", "Grant letter")).await?;
    for (school, amount) in [("rowley-view", 500), ("moorcroft-wood", 1_200), ("pinfold-street", 2_000)] {
        let school = stage.school(school).await?.id;
        fund::receive(&clerk, &cluster, id, (school, pounds(amount)), said("For joint training", "Remittance")).await?;
    }
    fund::match_now(&clerk, &cluster, id, said("By the voted formula", &item(2))).await
}

/// A pool for the cover of absence, with a claim that one school has approved.
async fn pool(stage: &Stage) -> Result<()> {
    let (clerk, cluster) = (stage.clerk().await?, stage.cluster().await?);
    let purpose = "Cover for long absence, spread over all schools";
    let id = open(stage, &clerk, FundKind::Pool, "Absence pool", (purpose, item(3)), &[]).await?;
    let mut schools = Vec::new();
    for school in &stage.scenario.schools {
        let staff = school.employees;
        schools.push(Exposed {
            school: stage.school(&school.id).await?.id,
            exposure: Quantity(staff * 1_000),
            past_exposure: Quantity(staff * 3_000),
            past_cost: pounds(staff * 25),
        });
    }
    let minute = said("Premiums for the year", &item(3));
    fund::charge_premiums(&clerk, &cluster, id, NewPremiums { year: YEAR, schools }, minute).await?;
    for school in &stage.scenario.schools {
        receive_what_is_owed(stage, &clerk, id, &school.id).await?;
    }
    let claim = NewPayment {
        kind: PaymentKind::Claim,
        heading: None,
        school: None,
        to_fund: None,
        payee: "Moorcroft Wood".to_owned(),
        purpose: "Six weeks of cover".to_owned(),
        amount: pounds(900),
        evidence: "Agency invoice 118".to_owned(),
        file: None,
    };
    let asked = fund::ask(&stage.manager("moorcroft-wood").await?, &cluster, id, claim).await?;
    let first = stage.governor("rowley-view").await?;
    fund::decide(&first, &cluster, id, asked, (true, "Within the rules of the pool".to_owned())).await
}

/// Three schools have said what they need; one need is commissioned for.
async fn needs(stage: &Stage) -> Result<()> {
    let cluster = stage.cluster().await?;
    let counts = [("rowley-view", 14, 3, 900), ("moorcroft-wood", 9, 6, 1_500), ("pinfold-street", 21, 4, 2_400)];
    for (school, speech, attendance, pooled) in counts {
        let pupils = vec![(NeedArea::Speech, speech), (NeedArea::Attendance, attendance)];
        let stated = Stated { year: YEAR, pupils, allocated: pounds(pooled * 9), pooled: pounds(pooled) };
        fund::state_needs(&stage.manager(school).await?, &cluster, stated).await?;
    }
    let priority = NewPriority {
        year: YEAR,
        area: NeedArea::Speech,
        rank: 1,
        commission: "A speech therapist for one day a week, shared by need".to_owned(),
        amount: pounds(4_800),
        fund: None,
        decision: item(4),
    };
    fund::set_priority(&stage.clerk().await?, &cluster, priority).await
}
