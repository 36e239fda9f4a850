//! The demonstration's agreement: last year's version, this year's with the authority as a party, and how the schools rate
//! their cluster.

use super::people::{LA_OFFICER, LA_SELLER};
use super::stage::{Stage, day};
use crate::cluster::rules::refresh::SetDay;
use crate::cluster::{self, NewPromise, NewVersion, Signed};
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::provider;
use ::entity::agreement_promise::Promiser;
use ::entity::cluster_form::Form;
use ::entity::ids::ProviderId;
use ::entity::self_evaluation::Raters;

const PROPOSED: &str = "2026-09-21T09:00:00Z";
const ADOPTED: &str = "2026-10-12T15:00:00Z";
const RATED: &str = "2026-11-16T16:00:00Z";
const WHY: &str =
    "A joint committee is for maintained schools only, and one of us is an academy: so we agree by contract.";

const FIRST: &str = "1. The schools buy services together where it serves them. Each school has one vote.
2. To start, each school pays what it would pay to the authority, and what is left over comes back in proportion.
3. A school joins a contract only when its own governing body has agreed, up to a price.
4. A school leaves at the end of a school year.";

const SECOND: &str = "1. The schools buy services together where it serves them. Each school has one vote.
2. What we save is shared in proportion to what each school paid before.
3. A school joins a contract only when its own governing body has agreed, up to a price.
4. A school leaves six months after its body has given notice. Contracts that it has signed stay.
5. The authority is a party to this agreement for the services named in its promises.
6. Every autumn the leaders and the governors of each school rate the cluster.";

/// Last year's version.
pub(super) fn first() -> NewVersion {
    NewVersion { notice_months: 12, ..NewVersion::usual(Form::SteeringGroup, WHY, FIRST) }
}

const SET_DAY: SetDay = SetDay { month: 10, day: 31 };

/// This year's version names the authority, which signs it; every body agrees. Then the schools rate their cluster.
pub(super) async fn this_year(stage: &Stage) -> Result<()> {
    stage.go_to(PROPOSED)?;
    let authority = provider::own(&stage.person(LA_SELLER).await?).await?.id;
    propose(stage, authority).await?;
    stage.go_to(ADOPTED)?;
    let cluster = stage.cluster().await?;
    for (at, staff) in (0..).zip(stage.cast.staff) {
        let (head, school) = (stage.head(staff.school).await?, stage.school(staff.school).await?.id);
        let on = day(2026, 9, 28 + at / 5);
        cluster::agree(&head, &cluster, 2, school, "Minute 5 of autumn 2026", on).await?;
    }
    sign(&stage.person(LA_OFFICER).await?, cluster.slug.as_str()).await?;
    cluster::adopt(&stage.head(stage.cast.chair).await?, &cluster, 2).await?;
    stage.go_to(RATED)?;
    rate(stage).await
}

async fn propose(stage: &Stage, authority: ProviderId) -> Result<()> {
    let (chair, cluster) = (stage.head(stage.cast.chair).await?, stage.cluster().await?);
    let usual = NewVersion::usual(Form::SteeringGroup, WHY, SECOND);
    let new = NewVersion { authority: Some(authority), set_day: SET_DAY, ..usual };
    cluster::record_version(&chair, &cluster, new).await?;
    let schools = [
        ("We tell the authority by Christmas which of its services we stop buying", "A term's notice of every change"),
        ("We give the hours, meals and lines that we need by the day the authority asks for", ""),
    ];
    for (words, minimum) in schools {
        promise(&chair, &cluster.slug, (Promiser::Schools, words, minimum)).await?;
    }
    let officer = stage.person(LA_OFFICER).await?;
    let authority = [
        (
            "Finance and HR support stay open to every school of the cluster",
            "One visit a month to each school that buys",
        ),
        ("A named person answers the cluster's questions", "An answer within five working days"),
    ];
    for (words, minimum) in authority {
        promise(&officer, &cluster.slug, (Promiser::Authority, words, minimum)).await?;
    }
    Ok(())
}

async fn promise(person: &Context, slug: &str, (promiser, words, minimum): (Promiser, &str, &str)) -> Result<()> {
    let parties = cluster::parties_to(person, slug, 2).await?;
    let new = NewPromise { promiser, words: words.to_owned(), minimum: minimum.to_owned(), until: day(2028, 3, 31) };
    cluster::promise(person, &parties, new).await
}

async fn sign(officer: &Context, slug: &str) -> Result<()> {
    let parties = cluster::parties_to(officer, slug, 2).await?;
    let office = "Head of school services (illustrative)".to_owned();
    let new = Signed { signatory: LA_OFFICER.to_owned(), office, signed_on: day(2026, 10, 9) };
    cluster::sign_for_authority(officer, &parties, new).await
}

/// Illustrative: what the leaders think, and what the governors think, who learn late what they are to decide.
const LEADERS: [i32; 12] = [3, 3, 4, 3, 3, 3, 2, 2, 1, 3, 4, 3];
const GOVERNORS: [i32; 12] = [3, 3, 3, 2, 1, 2, 3, 3, 2, 2, 3, 2];

async fn rate(stage: &Stage) -> Result<()> {
    let cluster = stage.cluster().await?;
    for (at, staff) in stage.cast.staff.iter().enumerate() {
        let school = stage.school(staff.school).await?.id;
        let head = stage.head(staff.school).await?;
        cluster::rate(&head, &cluster, school, Raters::Leaders, &varied(&LEADERS, at)).await?;
        if at % 3 != 2 {
            let governor = stage.governor(staff.school).await?;
            cluster::rate(&governor, &cluster, school, Raters::Governors, &varied(&GOVERNORS, at)).await?;
        }
    }
    Ok(())
}

/// One school in four is a level more, or less, content with some things.
fn varied(levels: &[i32; 12], school: usize) -> Vec<i32> {
    let vary = |(at, level): (usize, &i32)| match (at + school) % 4 {
        0 if school.is_multiple_of(2) => (level + 1).min(4),
        1 if school % 2 == 1 => (level - 1).max(1),
        _ => *level,
    };
    levels.iter().enumerate().map(vary).collect()
}
