//! The figures that a report must have, each with the rows it must cite, from what is stored; and what is wrong with one.

use super::stored::{Attended, Change, Signed, Stored};
use chrono::NaiveDate;
use clusterbuy::report::TermOf;
use clusterbuy::report::rules::{Content, Figure, Spot};
use entity::cluster_report::Audience;
use entity::contract_rating::Term;
use entity::exact::Exact;
use std::collections::{BTreeMap, BTreeSet};

/// A mean of fewer ratings than these would tell what one school said.
const FEWEST_RATINGS: usize = 3;

type Rows = Vec<(String, Exact)>;

/// For each figure the rows of all that have its name; figures in a row of a table are told apart by a number in their
/// names, which does not count here.
#[derive(Default)]
pub struct Expected {
    figures: BTreeMap<String, Vec<Rows>>,
}

/// "running-3" is one of "running-#", "attendance-3-took" of "attendance-#-took".
pub fn name(id: &str) -> String {
    let is_counted =
        ["bought-", "running-", "funding-", "attendance-", "meetings-"].iter().any(|start| id.starts_with(start));
    let is_number = |part: &&str| is_counted && part.chars().all(|letter| letter.is_ascii_digit());
    id.split('-').map(|part| if is_number(&part) { "#" } else { part }).collect::<Vec<_>>().join("-")
}

/// Rows in one order, as text.
fn told(mut rows: Vec<String>, value: String) -> String {
    rows.sort();
    format!("{value} of {}", rows.join(" + "))
}

fn one() -> Exact {
    Exact::from(1)
}

impl Expected {
    /// A term's report.
    pub fn report(stored: &Stored, audience: Audience, term: TermOf) -> Expected {
        let mut all = Expected::default();
        all.decided(stored, audience, term);
        all.common(stored, audience, &[term]);
        all
    }

    /// The review of a school year.
    pub fn review(stored: &Stored, year: i32) -> Expected {
        let terms = Term::ALL.iter().map(|term| TermOf { year, term: *term }).collect::<Vec<_>>();
        let (first, last) = (terms[0].days().0, terms[2].days().1);
        let mut all = Expected::default();
        let within = |attended: &&Attended| attended.on >= first && attended.on <= last;
        let votes: Vec<&Attended> = stored.votes.iter().filter(within).collect();
        all.attended("attendance", "took", &votes);
        let meetings: Vec<&Attended> = stored.meetings.iter().filter(within).collect();
        all.attended("meetings", "came", &meetings);
        all.add("meetings-held", meetings.iter().map(|meeting| (meeting.source.clone(), one())).collect());
        all.common(stored, Audience::Governors, &terms);
        all
    }

    /// What is wrong with the figures of one name.
    pub fn fault(&self, content: &Content, of: &str) -> Option<String> {
        let wanted = self.figures.get(of).into_iter().flatten();
        let mut wanted: Vec<String> = wanted.map(|rows| worked_out(of, rows)).collect();
        let found = content.figures.iter().filter(|(id, _)| name(id) == of);
        let mut found: Vec<String> = found.map(|(_, figure)| as_found(figure)).collect();
        wanted.sort();
        found.sort();
        (wanted != found).then(|| format!("{of}: {found:#?} is not {wanted:#?}"))
    }

    fn add(&mut self, id: impl Into<String>, rows: Rows) {
        self.figures.entry(id.into()).or_default().push(rows);
    }

    fn attended(&mut self, id: &str, took_part: &str, all: &[&Attended]) {
        let schools = all.first().map_or(0, |first| first.schools.len());
        for school in 0..schools {
            let rows = |of: fn(bool) -> i32| -> Rows {
                all.iter().map(|one| (one.source.clone(), Exact::from(of(one.schools[school])))).collect()
            };
            self.add(format!("{id}-#-{took_part}"), rows(i32::from));
            self.add(format!("{id}-#-had"), rows(|_| 1));
        }
    }

    fn common(&mut self, stored: &Stored, audience: Audience, terms: &[TermOf]) {
        let seen: Vec<&Change> =
            stored.changes.iter().filter(|change| change.is_open || audience == Audience::Governors).collect();
        for code in ["realised", "contracted", "forecast", "potential"] {
            let own: Vec<&Change> = seen.iter().filter(|change| change.code == code).copied().collect();
            if !own.is_empty() {
                self.stage(code, &own, audience == Audience::Public);
            }
        }
        for change in seen.iter().filter(|change| change.change().is_some_and(|amount| amount.is_positive())) {
            if change.agrees || audience != Audience::Public {
                let rows = vec![(change.source.clone(), change.change().unwrap())];
                self.add(format!("more-{}-{}", change.urn, change.slug), rows);
            }
        }
        self.money(stored, &seen, audience == Audience::Public);
        self.ratings(stored, terms);
    }

    fn stage(&mut self, code: &str, own: &[&Change], is_public: bool) {
        self.sides(code, own, is_public);
        let services = own.iter().map(|change| change.slug.clone());
        let schools = own.iter().filter(|change| change.before.is_some()).map(|change| change.urn.to_string());
        let mut groups: Vec<(String, Vec<&Change>)> = vec![(code.to_owned(), own.to_vec())];
        for key in services.chain(schools.filter(|_| !is_public)).collect::<BTreeSet<_>>() {
            let of = own.iter().filter(|change| change.slug == key || change.urn.to_string() == key).copied();
            groups.push((format!("{code}-{key}"), of.collect()));
        }
        for (id, of) in groups {
            let measured: Vec<&Change> = of.into_iter().filter(|change| change.before.is_some()).collect();
            self.add(format!("{id}-before"), rows(&measured, is_public, |change| change.before.clone()));
            self.add(format!("{id}-after"), rows(&measured, is_public, |change| Some(change.after.clone())));
            self.add(format!("{id}-change"), rows(&measured, is_public, Change::change));
        }
    }

    /// Schools that pay less and more, over all services of a stage.
    fn sides(&mut self, code: &str, own: &[&Change], is_public: bool) {
        let mut schools: BTreeMap<i32, Exact> = BTreeMap::new();
        for (urn, amount) in own.iter().filter_map(|change| Some((change.urn, change.change()?))) {
            *schools.entry(urn).or_default() += &amount;
        }
        for (side, is_more) in [("less", false), ("more", true)] {
            let on = schools.iter().filter(|(_, sum)| !sum.is_zero() && sum.is_positive() == is_more);
            let on: Rows = on.map(|(urn, sum)| (format!("school:{urn}"), sum.abs())).collect();
            let counts: Rows = on.iter().map(|(source, _)| (source.clone(), one())).collect();
            self.add(format!("{code}-{side}-schools"), if is_public { together(code, &counts) } else { counts });
            self.add(format!("{code}-{side}-by"), if is_public { together(code, &on) } else { on });
        }
        if is_public {
            let dearer = own.iter().filter_map(|change| change.change().filter(|amount| amount.is_positive()));
            let dearer: Rows = dearer.map(|amount| (String::new(), amount)).collect();
            let counts: Rows = dearer.iter().map(|_| (String::new(), one())).collect();
            self.add(format!("{code}-dearer-count"), together(code, &counts));
            self.add(format!("{code}-dearer-by"), together(code, &dearer));
        }
    }

    fn money(&mut self, stored: &Stored, seen: &[&Change], is_public: bool) {
        let realised: Vec<&Change> = seen.iter().filter(|change| change.code == "realised").copied().collect();
        let saved = rows(&realised, is_public, |change| Some(-&change.change()?));
        let taken = stored.running.iter().map(|(source, amount)| (source.clone(), -amount));
        let net: Rows = saved.iter().cloned().chain(taken).collect();
        let turned: Rows = net.iter().map(|(source, amount)| (source.clone(), -amount)).collect();
        let is_short = net.iter().map(|(_, amount)| amount).sum::<Exact>().is_negative();
        self.add("running-saved", saved);
        self.add("running-cost", stored.running.clone());
        self.add(if is_short { "running-short" } else { "running-net" }, if is_short { turned } else { net });
        self.add("funding-total", stored.funding.clone());
        for (name, lines) in [("running-#", &stored.running), ("funding-#", &stored.funding)] {
            lines.iter().for_each(|line| self.add(name, vec![line.clone()]));
        }
    }

    fn ratings(&mut self, stored: &Stored, terms: &[TermOf]) {
        let mut services: BTreeMap<&str, Rows> = BTreeMap::new();
        for (_, slug, source, score) in stored.ratings.iter().filter(|(term, ..)| terms.contains(term)) {
            services.entry(slug).or_default().push((source.clone(), score.clone()));
        }
        for (slug, own) in services.into_iter().filter(|(_, own)| own.len() >= FEWEST_RATINGS) {
            self.add(format!("quality-{slug}-count"), own.iter().map(|(source, _)| (source.clone(), one())).collect());
            self.add(format!("quality-{slug}-mean"), own);
        }
    }

    fn decided(&mut self, stored: &Stored, audience: Audience, term: TermOf) {
        let (first, last) = term.days();
        let within = |on: NaiveDate| on >= first && on <= last;
        let mut signed = Rows::new();
        for Signed { source, on, parts } in &stored.contracts {
            if !on.is_some_and(within) {
                continue;
            }
            signed.push((source.clone(), one()));
            let counts: Rows = parts.iter().map(|(source, _)| (source.clone(), one())).collect();
            let both = match audience {
                Audience::Public => [summed(source, &counts), summed(source, parts)],
                _ => [counts, parts.clone()],
            };
            let [counts, costs] = both;
            self.add("bought-#-schools", counts);
            self.add("bought-#-cost", costs);
        }
        self.add("bought-contracts", signed);
        let votes = stored.votes.iter().filter(|vote| within(vote.on));
        let votes = votes.filter(|vote| vote.is_told || audience == Audience::Governors);
        self.add("decided-votes", votes.map(|vote| (vote.source.clone(), one())).collect());
    }

    /// What is wrong with a report: figures that are too many or missing, that cite other rows, or that say another value
    /// than their rows give; cells and sentences without a figure.
    pub fn faults(&self, content: &Content) -> Vec<String> {
        let names = self.figures.keys().cloned().chain(content.figures.keys().map(|id| name(id)));
        let names: BTreeSet<String> = names.collect();
        let mut faults: Vec<String> = names.iter().filter_map(|name| self.fault(content, name)).collect();
        let cells = content.sections.iter().flat_map(|section| &section.tables).flat_map(|table| &table.rows);
        let lost = cells.flat_map(|row| &row.cells).filter_map(|spot| match spot {
            Spot::Figure(id) if !content.figures.contains_key(id) => Some(format!("a cell without a figure: {id}")),
            _ => None,
        });
        faults.extend(lost);
        let words = content.sections.iter().flat_map(|section| &section.words).map(|sentence| content.said(sentence));
        faults.extend(words.filter(|sentence| sentence.contains('{')));
        faults
    }
}

/// Of each school and service, or of each service where no school may be told apart.
fn rows(changes: &[&Change], is_public: bool, amount: impl Fn(&Change) -> Option<Exact>) -> Rows {
    let known = changes.iter().filter_map(|change| Some((*change, amount(change)?)));
    if !is_public {
        return known.map(|(change, amount)| (change.source.clone(), amount)).collect();
    }
    let mut services: BTreeMap<String, Exact> = BTreeMap::new();
    for (change, amount) in known {
        *services.entry(format!("savings:{}/{}", change.code, change.slug)).or_default() += &amount;
    }
    services.into_iter().collect()
}

fn summed(source: &str, rows: &Rows) -> Rows {
    vec![(source.to_owned(), rows.iter().map(|(_, amount)| amount).sum())]
}

fn together(code: &str, rows: &Rows) -> Rows {
    summed(&format!("savings:{code}"), rows)
}

fn worked_out(id: &str, rows: &Rows) -> String {
    let sum: Exact = rows.iter().map(|(_, amount)| amount).sum();
    let value = match id.ends_with("-mean") {
        true => sum.over(&Exact::from(rows.len())).unwrap().half_up(1),
        false => sum,
    };
    told(rows.iter().map(|(source, amount)| format!("{source} {}", amount.fraction())).collect(), value.fraction())
}

fn as_found(figure: &Figure) -> String {
    let fraction = |amount: &str| amount.parse::<Exact>().map_or_else(|_| amount.to_owned(), |exact| exact.fraction());
    let rows = figure.rows.iter().map(|row| format!("{} {}", row.source, fraction(&row.amount))).collect();
    told(rows, fraction(&figure.value))
}
