//! The page of who would join.

use super::lots::LotsView;
use super::rounds::{Asked, Rounds};
use super::{Question, WAYS, ways};
use crate::platform::error::Result;
use crate::platform::http::page::Page;
use crate::platform::words::listed;
use crate::savings::rules::fair::Way;
use crate::savings::{Choosable, Opted, Planning, opted, saves_most};
use ::entity::cluster;
use ::entity::ids::SchoolId;
use ::entity::money::plain_price;
use serde::Serialize;

/// One offer, or one way of sharing, and how joining ends with it.
#[derive(Serialize)]
struct Outcome {
    text: String,
    /// What it is made of: an offer's version, a way in plain English.
    hint: String,
    href: String,
    is_shown: bool,
    tag: Option<&'static str>,
    stay: String,
    leave: String,
    total: String,
    saving: String,
}

#[derive(Serialize)]
pub(super) struct JoiningPage {
    slug: String,
    cluster: String,
    category: String,
    service: String,
    under_way: Vec<String>,
    unknown: Vec<String>,
    left_out: Vec<String>,
    schools: usize,
    /// The agreed way, or the one asked for.
    way: &'static str,
    offers: Vec<Outcome>,
    ways: Vec<Outcome>,
    /// "A larger line, Netline".
    offer: Option<String>,
    refusal: Option<String>,
    rounds: Option<Rounds>,
    /// What the order in which schools leave has to do with it.
    order: String,
    best_group: Option<String>,
    lots: Option<LotsView>,
}

impl Page for JoiningPage {
    const TEMPLATE: &'static str = "savings/joining.html";
    fn samples() -> Vec<Self> {
        let outcome = |is_shown, tag| Outcome {
            text: "School meals, Provider A".to_owned(),
            hint: "Version 2".to_owned(),
            href: "?offer=meals".to_owned(),
            is_shown,
            tag,
            stay: "9 schools".to_owned(),
            leave: "nobody".to_owned(),
            total: "£16,800".to_owned(),
            saving: "£4,200".to_owned(),
        };
        let page = |offers: Vec<Outcome>, rounds: Option<Rounds>, refusal: Option<&str>, lots| Self {
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            category: "catering".to_owned(),
            service: "Catering".to_owned(),
            under_way: if refusal.is_some() { vec!["NG-2027-004".to_owned()] } else { Vec::new() },
            unknown: if refusal.is_some() { vec!["Rose Hill".to_owned()] } else { Vec::new() },
            left_out: if refusal.is_some() { vec!["Provider B: a guide price".to_owned()] } else { Vec::new() },
            schools: 9,
            way: Way::SamePercentage.title(),
            ways: vec![outcome(true, Some("Agreed")), outcome(false, None)],
            offer: (!offers.is_empty()).then(|| "School meals, Provider A".to_owned()),
            offers,
            refusal: refusal.map(str::to_owned),
            order: "The order does not matter.".to_owned(),
            best_group: rounds.is_some().then(|| "All nine.".to_owned()),
            rounds,
            lots,
        };
        vec![
            page(vec![outcome(true, Some("Saves most"))], Some(Rounds::sample()), None, Some(LotsView::sample(true))),
            page(
                vec![outcome(false, None)],
                None,
                Some("The provider can serve 5 schools"),
                Some(LotsView::sample(false)),
            ),
            page(Vec::new(), None, None, None),
        ]
    }
}

impl JoiningPage {
    pub(super) fn of(
        cluster: &cluster::Model,
        planning: &Planning,
        question: &Question,
        usual: Way,
        own: Option<SchoolId>,
    ) -> Result<Self> {
        let by_offer: Vec<Opted> = planning.offers.iter().map(|offer| opted(planning, offer, question.way)).collect();
        let chosen = saves_most(&by_offer);
        let asked = planning.offers.iter().position(|offer| Some(&offer.slug) == question.offer.as_ref());
        let shown = asked.or(chosen).or((!planning.offers.is_empty()).then_some(0));
        let path = format!("/clusters/{}/joining/{}", cluster.slug, planning.category.slug);
        let code = WAYS.iter().find(|(_, way)| *way == question.way).map_or("", |(code, _)| *code);
        let offer_row = |(place, (offer, ended)): (usize, (&Choosable, &Opted))| {
            let href = format!("{path}?offer={}&rule={code}#rounds", offer.slug);
            let tag = (chosen == Some(place)).then_some("Saves most");
            outcome(planning, title(offer), offer.source.clone(), ended).at(href, shown == Some(place), tag)
        };
        let offers = planning.offers.iter().zip(&by_offer).enumerate().map(offer_row).collect();
        let shown = shown.map(|place| (&planning.offers[place], &by_offer[place]));
        let way_row = |(code, way): &(&str, Way)| {
            let (offer, _) = shown?;
            let ended = opted(planning, offer, *way);
            let href = format!("{path}?offer={}&rule={code}#rounds", offer.slug);
            let tag = (usual == *way).then_some("Agreed");
            let row = outcome(planning, way.title().to_owned(), way.sentence().to_owned(), &ended);
            Some(row.at(href, question.way == *way, tag))
        };
        let unknown = planning.schools.iter().zip(&planning.before).filter(|(_, before)| before.is_none());
        Ok(Self {
            slug: cluster.slug.clone(),
            cluster: cluster.name.clone(),
            category: planning.category.slug.clone(),
            service: planning.category.name.clone(),
            under_way: planning.under_way.clone(),
            unknown: unknown.map(|(school, _)| school.name.clone()).collect(),
            left_out: planning.left_out.clone(),
            schools: planning.schools.len(),
            way: question.way.title(),
            offers,
            ways: ways(planning).filter_map(way_row).collect(),
            offer: shown.map(|(offer, _)| title(offer)),
            refusal: shown.and_then(|(_, ended)| ended.as_ref().err().cloned()),
            rounds: shown.and_then(|(offer, ended)| {
                let (joining, ended) = ended.as_ref().ok()?;
                Rounds::of(&Asked { planning, offer, way: question.way }, joining, ended, own).ok()
            }),
            order: shown.map(|(offer, _)| order(planning, offer, question.way)).unwrap_or_default(),
            best_group: shown.and_then(|(_, ended)| best_group(planning, ended)),
            lots: shown.filter(|_| planning.schools.len() > 1).and_then(|(offer, _)| LotsView::of(planning, offer)),
        })
    }
}

fn title(offer: &Choosable) -> String {
    format!("{}, {}", offer.title, offer.provider)
}

fn outcome(planning: &Planning, text: String, hint: String, ended: &Opted) -> Outcome {
    let blank = || "–".to_owned();
    let (stay, leave, total, saving) = match ended {
        Ok((_, ended)) => {
            let gone: Vec<&str> = ended.leave.iter().flatten().map(|at| planning.schools[*at].name.as_str()).collect();
            let gone = if gone.is_empty() { "nobody".to_owned() } else { listed(&gone) };
            let stay = match ended.members.len() {
                0 => "nobody".to_owned(),
                count => format!("{count} of {}", planning.schools.len()),
            };
            (stay, gone, plain_price(&ended.total), plain_price(&ended.saving))
        }
        Err(sentence) => (sentence.clone(), blank(), blank(), blank()),
    };
    Outcome { text, hint, href: String::new(), is_shown: false, tag: None, stay, leave, total, saving }
}

impl Outcome {
    fn at(mut self, href: String, is_shown: bool, tag: Option<&'static str>) -> Self {
        (self.href, self.is_shown, self.tag) = (href, is_shown, tag);
        self
    }
}

fn order(planning: &Planning, offer: &Choosable, way: Way) -> String {
    if planning.order_never_matters(offer, way) {
        return "By this rule and this offer nobody's share rises when others join. So whoever hesitates first, the same \
                schools stay: the largest group in which nobody pays more than now."
            .to_owned();
    }
    let searched = match planning.schools.len() {
        0..=10 => "All groups have been searched for the one in which nobody pays more than now that saves most.",
        _ => "There are too many schools to search all groups for a better one.",
    };
    format!(
        "By this rule the order in which schools decide can matter: here all who would pay more leave together. {searched}"
    )
}

/// The stable group that saves most, where all groups were searched.
fn best_group(planning: &Planning, ended: &Opted) -> Option<String> {
    let (joining, ended) = ended.as_ref().ok()?;
    let best = joining.best_stable_group().ok()??;
    if best.members.is_empty() {
        return Some("In no group does anything get saved without somebody paying more than now.".to_owned());
    }
    if best.members == ended.members {
        return Some("No group in which nobody pays more than now saves more than the one below.".to_owned());
    }
    let names: Vec<&str> = best.members.iter().map(|at| planning.schools[*at].name.as_str()).collect();
    let saving = plain_price(&best.saving);
    Some(format!("The best group in which nobody pays more than now saves {saving}: {}.", listed(&names)))
}
