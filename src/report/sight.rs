//! Who reads which report: members all of them, an authority of a member school its own and the public one once they are
//! published, everybody the public one.

use super::rules::{Content, Since, since};
use super::{draft, store};
use crate::cluster;
use crate::platform::access::{Action, Place};
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words::london_day;
use crate::quality::rules::TermOf;
use ::entity::cluster_report::Audience;
use ::entity::{ids::*, provider, school};
use chrono::{DateTime, Utc};

/// How many terms back a report can be made for.
const TERMS_BACK: usize = 6;

/// A report as one reader gets it.
#[derive(Clone, Debug)]
pub struct Seen {
    pub cluster: ::entity::cluster::Model,
    pub content: Content,
    /// None: a draft, which nobody but the members sees.
    pub published: Option<(i32, DateTime<Utc>)>,
    /// How many editions there are.
    pub editions: i32,
    /// What has changed since; for members only.
    pub since: Vec<Since>,
    pub may_publish: bool,
}

/// One report on the shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnShelf {
    pub term: TermOf,
    pub audience: Audience,
    pub published: Option<(i32, DateTime<Utc>)>,
}

/// The reports of a cluster that one reader may open, the newest term first.
#[derive(Clone, Debug)]
pub struct Shelf {
    pub cluster: ::entity::cluster::Model,
    pub reports: Vec<OnShelf>,
    pub is_member: bool,
    /// The reader's own schools for whose bodies they speak, with whether each agrees to be named.
    pub naming: Vec<(school::Model, bool)>,
}

/// What a reader is to the cluster.
struct Reader {
    is_member: bool,
    /// The area code of the authority that they are an officer of.
    area: Option<String>,
}

async fn reader(context: &Context, place: &Place, members: &[cluster::Member]) -> Result<Reader> {
    let is_member = context.actor.may(Action::SeeCluster, place);
    let area = match context.actor.may_somewhere(Action::SeeScrutiny) {
        true => area_of(context, members).await?,
        false => None,
    };
    Ok(Reader { is_member, area })
}

async fn area_of(context: &Context, members: &[cluster::Member]) -> Result<Option<String>> {
    let codes = members.iter().filter_map(|member| member.school.la_code.clone());
    let authorities = store::authorities(context.read(), codes).await?;
    let own = |one: &provider::Model| context.actor.may(Action::SeeScrutiny, &Place::provider(one.id));
    Ok(authorities.into_iter().find(own).and_then(|one| one.la_code))
}

impl Reader {
    fn may_open(&self, audience: Audience, is_published: bool) -> bool {
        match audience {
            _ if self.is_member => true,
            Audience::Public => is_published,
            Audience::Authority => is_published && self.area.is_some(),
            Audience::Governors => false,
        }
    }
}

/// A term's report for an audience: the newest edition, the one with this number, or for members a draft.
pub async fn seen(
    context: &Context,
    slug: &str,
    term: TermOf,
    audience: Audience,
    edition: Option<i32>,
) -> Result<Seen> {
    let cluster = cluster::by_slug(context.read(), slug).await?.ok_or(Error::NotFound)?;
    let place = cluster::place_of(context.read(), cluster.id).await?;
    let members = cluster::members(context.read(), cluster.id).await?;
    let reader = reader(context, &place, &members).await?;
    let found = store::edition(context.read(), cluster.id, term, audience, edition).await?;
    if !reader.may_open(audience, found.is_some()) || edition.is_some() && found.is_none() {
        return Err(context.actor.account.map_or(Error::SignIn, |_| Error::NotFound));
    }
    if term.days().0 > london_day(context.now) {
        return Err(Error::NotFound);
    }
    let newest = match edition {
        Some(_) => store::edition(context.read(), cluster.id, term, audience, None).await?,
        None => found.clone(),
    };
    let now = if reader.is_member { Some(draft(context, &cluster, term, audience).await?) } else { None };
    let stored = found.as_ref().map(|row| serde_json::from_value::<Content>(row.content.clone())).transpose()?;
    let changed = match (&stored, &now) {
        (Some(then), Some(now)) => since(then, now),
        _ => Vec::new(),
    };
    let content = stored.or(now).ok_or(Error::NotFound)?;
    let content = match reader.area.as_deref().filter(|_| !reader.is_member) {
        Some(area) => content.for_area(area),
        None => content,
    };
    Ok(Seen {
        content,
        published: found.map(|row| (row.edition, row.published_at)),
        editions: newest.map_or(0, |row| row.edition),
        since: changed,
        may_publish: context.actor.may(Action::PublishReport, &place),
        cluster,
    })
}

/// The reports of a cluster. A bounded number of queries.
pub async fn shelf(context: &Context, slug: &str) -> Result<Shelf> {
    let cluster = cluster::by_slug(context.read(), slug).await?.ok_or(Error::NotFound)?;
    let place = cluster::place_of(context.read(), cluster.id).await?;
    let members = cluster::members(context.read(), cluster.id).await?;
    let reader = reader(context, &place, &members).await?;
    let published = store::published(context.read(), cluster.id).await?;
    let mut reports = Vec::new();
    for term in terms(context.now, cluster.created_at, &published) {
        for audience in Audience::ALL {
            let newest = newest(&published, term, *audience);
            if reader.may_open(*audience, newest.is_some()) {
                reports.push(OnShelf {
                    term,
                    audience: *audience,
                    published: newest.map(|one| (one.number, one.published_at)),
                });
            }
        }
    }
    Ok(Shelf { naming: naming(context, &members).await?, is_member: reader.is_member, cluster, reports })
}

fn newest(published: &[store::Edition], term: TermOf, audience: Audience) -> Option<&store::Edition> {
    let of = |one: &&store::Edition| one.term == term && one.audience == audience;
    published.iter().filter(of).max_by_key(|one| one.number)
}

/// The present term and those before it since the cluster was founded, and every term with a report.
fn terms(now: DateTime<Utc>, founded: DateTime<Utc>, published: &[store::Edition]) -> Vec<TermOf> {
    let present = TermOf::at(london_day(now));
    let first = TermOf::at(london_day(founded)).number();
    let back = std::iter::successors(Some(present), |term| Some(term.before())).take(TERMS_BACK);
    let mut terms: Vec<TermOf> = back.filter(|term| term.number() >= first).collect();
    for edition in published {
        if !terms.contains(&edition.term) {
            terms.push(edition.term);
        }
    }
    terms.sort_by_key(|term| std::cmp::Reverse(term.number()));
    terms
}

/// The member schools whose body the reader speaks for, with what it has said of being named.
async fn naming(context: &Context, members: &[cluster::Member]) -> Result<Vec<(school::Model, bool)>> {
    let speaks = |id: SchoolId| context.actor.may(Action::AgreeForBody, &Place::school(id));
    let own: Vec<school::Model> =
        members.iter().map(|member| &member.school).filter(|school| speaks(school.id)).cloned().collect();
    let named = store::named(context.read(), own.iter().map(|school| school.id)).await?;
    Ok(own.into_iter().map(|school| (named.contains(&school.id), school)).map(|(is, school)| (school, is)).collect())
}
