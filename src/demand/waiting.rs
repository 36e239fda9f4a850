//! What waits for somebody: sheets to fill in, sign off or authorise, and schools to chase.

use super::{committed, path_of, store};
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::platform::todo::ToDo;
use crate::platform::words;
use crate::{catalogue, cluster};
use ::entity::demand::DemandState;
use ::entity::ids::{ClusterId, SchoolId};
use ::entity::membership::{Role, Scope};
use ::entity::{category, demand, school, tender};

/// What this person's sheets and clusters wait for.
pub async fn to_do(context: &Context) -> Result<Vec<ToDo>> {
    let mut all = of_schools(context).await?;
    all.extend(of_clusters(context).await?);
    Ok(all)
}

fn holds(context: &Context, role: Role, school: SchoolId) -> bool {
    context.actor.hats().iter().any(|hat| hat.role == role && hat.for_school() == Some(school))
}

async fn of_schools(context: &Context) -> Result<Vec<ToDo>> {
    let hats = context.actor.hats().iter().filter(|hat| hat.scope == Scope::School);
    let schools: Vec<SchoolId> = hats.filter_map(|hat| hat.for_school()).collect();
    if schools.is_empty() {
        return Ok(Vec::new());
    }
    let sheets = store::open_sheets(context.read(), &schools).await?;
    if sheets.is_empty() {
        return Ok(Vec::new());
    }
    let schools = store::schools(context.read(), sheets.iter().map(|(sheet, _)| sheet.school_id)).await?;
    let categories = catalogue::categories_by_id(context.read()).await?;
    let todo = |(sheet, tender): &(demand::Model, tender::Model)| {
        of_sheet(context, sheet, tender, schools.get(&sheet.school_id)?, categories.get(&tender.category_id)?)
    };
    Ok(sheets.iter().filter_map(todo).collect())
}

fn of_sheet(
    context: &Context,
    sheet: &demand::Model,
    tender: &tender::Model,
    school: &school::Model,
    category: &category::Model,
) -> Option<ToDo> {
    let holds = |role| holds(context, role, school.id);
    let (name, service) = (&school.name, words::in_sentence(&category.name));
    let text = match sheet.state {
        DemandState::Draft if holds(Role::BusinessManager) => format!("Fill in {name}'s {service} demand"),
        DemandState::Sent if holds(Role::Headteacher) => format!("Sign off {name}'s {service} demand"),
        DemandState::Signed if sheet.mandate_limit.is_none() && (holds(Role::Headteacher) || holds(Role::Governor)) => {
            format!("Record {name}'s mandate to join the {service} tender")
        }
        _ => return None,
    };
    let why = format!("{} asks what its schools need", tender.reference);
    let due = words::london_day(sheet.due_at);
    Some(ToDo::new(text, path_of(school.urn, &tender.reference), why).due(due))
}

async fn of_clusters(context: &Context) -> Result<Vec<ToDo>> {
    let officers = [Role::Chair, Role::ViceChair, Role::Clerk];
    let hats = context.actor.hats().iter().filter(|hat| officers.contains(&hat.role));
    let mut clusters: Vec<ClusterId> = hats.filter_map(|hat| hat.scope_id.map(ClusterId)).collect();
    clusters.dedup();
    if clusters.is_empty() {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    for tender in store::pooling(context.read(), &clusters).await? {
        let commitment = committed(context.read(), tender.id).await?;
        let Some(cluster) = cluster::by_id(context.read(), tender.cluster_id).await? else { continue };
        if !commitment.missing.is_empty() {
            let (done, asked) = (commitment.committed.len(), commitment.all.len());
            all.push(ToDo::new(
                format!("{}: {done} of {asked} schools have committed their demand", tender.title),
                format!("/clusters/{}/demand/{}", cluster.slug, tender.reference),
                format!("Missing: {}", commitment.missing.join(", ")),
            ));
        }
    }
    Ok(all)
}
