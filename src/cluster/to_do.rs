//! What waits for somebody in a cluster: answers, yearly words, versions, promises that end, schools that do not fit.

use super::rules::form;
use super::rules::refresh::Standing as Yearly;
use super::stay::stays;
use super::{Member, by_id, clusters_of, own_schools, standing, store, taking};
use crate::platform::access::{Action, Place};
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::platform::todo::ToDo;
use crate::platform::words;
use ::entity::agreement_promise::Promiser;
use ::entity::membership::Role;
use ::entity::{agreement, cluster, ids::*};
use chrono::{Days, NaiveDate};

/// How long before a promise ends it is said.
const PROMISE_DAYS: u64 = 60;

/// What waits for this person, for their schools, their cluster or their authority.
pub async fn to_do(context: &Context) -> Result<Vec<ToDo>> {
    let mut all = Vec::new();
    for school in own_schools(context, Action::AgreeForBody.roles()) {
        for cluster in clusters_of(context.read(), school).await? {
            all.extend(to_agree(context, &cluster, school).await?);
            all.extend(to_refresh(context, &cluster, school).await?);
        }
    }
    for hat in context.actor.hats().iter().filter(|hat| hat.role == Role::Chair) {
        let Some(id) = hat.scope_id else { continue };
        if let Some(cluster) = by_id(context.read(), ClusterId(id)).await? {
            all.extend(to_adopt(context, &cluster).await?);
            all.extend(to_mend(context, &cluster).await?);
        }
    }
    let mut signing = context.actor.hats().iter().filter(|hat| Action::SignForAuthority.roles().contains(&hat.role));
    if let Some(id) = signing.find_map(|hat| hat.scope_id) {
        all.extend(of_authority(context, ProviderId(id)).await?);
    }
    Ok(all)
}

fn today(context: &Context) -> NaiveDate {
    words::london_day(context.now)
}

async fn to_agree(context: &Context, cluster: &cluster::Model, school: SchoolId) -> Result<Vec<ToDo>> {
    let Some(standing) = standing(context.read(), cluster.id).await? else { return Ok(Vec::new()) };
    let waiting = standing.waiting.iter().find(|member| member.school.id == school);
    let is_proposed = standing.version.adopted_at.is_none();
    let todo = |member: &Member| {
        let todo = ToDo::new(
            format!("Record your governing body's agreement to {}", cluster.name),
            format!("/clusters/{}/agreement", cluster.slug),
            format!("{} has not answered version {} yet", member.school.name, standing.version.version),
        );
        if is_proposed { todo.due(standing.version.answer_by) } else { todo }
    };
    Ok(waiting.map(todo).into_iter().collect())
}

async fn to_refresh(context: &Context, cluster: &cluster::Model, school: SchoolId) -> Result<Option<ToDo>> {
    let Some((_, stays)) = stays(context.read(), cluster.id, today(context)).await? else { return Ok(None) };
    let open = stays.into_iter().find(|stay| stay.member.school.id == school && stay.notice.is_none());
    let open = open.filter(|stay| stay.standing != Yearly::Settled);
    Ok(open.map(|stay| {
        let text = format!("Record whether your school stays in {}", cluster.name);
        let why = format!("{}'s body says it every year", stay.member.school.name);
        ToDo::new(text, format!("/clusters/{}/agreement/yearly", cluster.slug), why).due(stay.due_on)
    }))
}

async fn to_adopt(context: &Context, cluster: &cluster::Model) -> Result<Vec<ToDo>> {
    let href = format!("/clusters/{}/agreement", cluster.slug);
    let Some(standing) = standing(context.read(), cluster.id).await? else {
        let text = format!("Record the agreement of {}", cluster.name);
        return Ok(vec![ToDo::new(text, href, "No tender can pool demand before it is in force")]);
    };
    let may = standing.may_come_into_force(cluster.host_school_id, today(context));
    if standing.version.adopted_at.is_some() || !may {
        return Ok(Vec::new());
    }
    let why = match standing.waiting.is_empty() {
        true => format!("The body of every school in {} has answered", cluster.name),
        false => "The day to answer by is over: it will bind the schools whose bodies agreed".to_owned(),
    };
    Ok(vec![ToDo::new(format!("Bring version {} of the agreement into force", standing.version.version), href, why)])
}

/// What the agreement in force needs: a form that is for every school, promises that do not run out, a host that stays.
async fn to_mend(context: &Context, cluster: &cluster::Model) -> Result<Vec<ToDo>> {
    let Some(in_force) = store::agreement_in_force(context.read(), cluster.id).await? else { return Ok(Vec::new()) };
    let members = store::members(context.read(), cluster.id).await?;
    let mut all = Vec::new();
    if let Err(misfit) = form::check(in_force.form, &taking(&members)) {
        let names: Vec<String> = misfit.schools.iter().map(|(name, _)| name.clone()).collect();
        let text = format!("Choose a form of arrangement that is for {}", words::listed(&names));
        let why = format!("A {} is not", in_force.form.title().to_lowercase());
        all.push(ToDo::new(text, format!("/clusters/{}/form", cluster.slug), why));
    }
    all.extend(ending(context, &cluster.slug, &in_force, Promiser::ALL).await?);
    let notices = store::running_notices(context.read(), cluster.id).await?;
    let host = notices.iter().find(|notice| Some(notice.school_id) == cluster.host_school_id);
    all.extend(host.map(|notice| {
        let href = format!("/clusters/{}/officers", cluster.slug);
        ToDo::new("Choose another host school", href, "The host school has given notice").due(notice.ends_on)
    }));
    Ok(all)
}

/// Promises of a version that end soon, or have ended.
async fn ending(context: &Context, slug: &str, version: &agreement::Model, of: &[Promiser]) -> Result<Vec<ToDo>> {
    let by = today(context) + Days::new(PROMISE_DAYS);
    let found = store::promises_ending(context.read(), vec![version.id], by).await?;
    let found = found.into_iter().filter(|promise| of.contains(&promise.promiser));
    let href = format!("/clusters/{slug}/agreement/{}/promises", version.version);
    let whose = |promiser: Promiser| match promiser {
        Promiser::Schools => "The schools promised it",
        Promiser::Authority => "The authority promised it",
    };
    Ok(found
        .map(|promise| {
            let text = format!("Agree what follows the promise “{}”", promise.words);
            ToDo::new(text, href.clone(), whose(promise.promiser)).due(promise.until)
        })
        .collect())
}

/// What the authority has to sign, and what it promised that ends.
async fn of_authority(context: &Context, authority: ProviderId) -> Result<Vec<ToDo>> {
    if !context.actor.may(Action::SignForAuthority, &Place::provider(authority)) {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    let versions = store::naming(context.read(), authority).await?;
    let signed = store::authority_signatures(context.read(), versions.iter().map(|version| version.id)).await?;
    for version in versions {
        let is_newest = seen.insert(version.cluster_id);
        if !is_newest && version.adopted_at.is_none() {
            continue;
        }
        let Some(cluster) = by_id(context.read(), version.cluster_id).await? else { continue };
        if is_newest && signed.iter().all(|signature| signature.agreement_id != version.id) {
            let href = format!("/clusters/{}/agreement/{}/promises", cluster.slug, version.version);
            let text = format!("Sign the agreement with {}", cluster.name);
            all.push(ToDo::new(text, href, "It names your authority as a party"));
        }
        let in_force = store::agreement_in_force(context.read(), cluster.id).await?;
        if in_force.is_some_and(|in_force| in_force.id == version.id) {
            all.extend(ending(context, &cluster.slug, &version, &[Promiser::Authority]).await?);
        }
    }
    Ok(all)
}
