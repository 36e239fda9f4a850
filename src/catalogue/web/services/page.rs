//! The pages of what is offered.

use super::asked::{Asked, NO_SCHOOL};
use super::row::Row;
use super::words::Said;
use crate::catalogue::store::MOST_FOUND;
use crate::catalogue::web::{Choice, choice, school_words};
use crate::catalogue::{Reader, authorities, kind_words};
use crate::platform::export::Form;
use crate::platform::http::page::{FormView, Page};
use crate::platform::http::paging::Paging;
use crate::platform::words::plural;
use ::entity::category;
use ::entity::provider::ProviderKind;
use ::entity::school::{self, Phase};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct CategoryRow {
    pub(super) href: String,
    pub(super) name: String,
    /// "7 listings", "more than 1,000 listings".
    pub(super) listings: String,
}

#[derive(Serialize)]
pub(super) struct CategoriesPage {
    form: FormView,
    rows: Vec<CategoryRow>,
    areas: Vec<Choice>,
    phases: Vec<Choice>,
    providers: Vec<Choice>,
}

impl CategoriesPage {
    pub(super) fn of(rows: Vec<CategoryRow>, form: FormView) -> Self {
        Self { form, rows, areas: area_choices(), phases: phase_choices(), providers: provider_choices() }
    }
}

impl Page for CategoriesPage {
    const TEMPLATE: &'static str = "catalogue/categories.html";
    fn samples() -> Vec<Self> {
        let row = |listings| CategoryRow {
            href: "/services/hr".to_owned(),
            name: "HR".to_owned(),
            listings: count_words(listings),
        };
        vec![Self::of(vec![row(0), row(1), row(MOST_FOUND + 1)], FormView::default().with("area", "335"))]
    }
}

/// Nothing is counted further than the longest list.
pub(super) fn count_words(listings: u64) -> String {
    match i64::try_from(listings.min(MOST_FOUND)) {
        Ok(most) if listings > MOST_FOUND => format!("more than {}", plural(most, "listing", "listings")),
        Ok(count) => plural(count, "listing", "listings"),
        Err(_) => String::new(),
    }
}

/// The list in another form.
#[derive(Serialize)]
struct FileLink {
    href: String,
    text: &'static str,
}

#[derive(Serialize)]
pub(super) struct ListPage {
    pub(super) form: FormView,
    name: String,
    path: String,
    has_category: bool,
    rows: Vec<Row>,
    found: u64,
    is_capped: bool,
    /// "Cheapest first for Canal Side Primary …".
    order: String,
    is_filtered: bool,
    said: Vec<Said>,
    pages: Paging,
    categories: Vec<Choice>,
    schools: Vec<Choice>,
    areas: Vec<Choice>,
    phases: Vec<Choice>,
    providers: Vec<Choice>,
    ratings: Vec<Choice>,
    /// Whom the costs are for.
    school: Option<String>,
    /// Where the school says what it uses.
    volumes_path: Option<String>,
    files: Vec<FileLink>,
    /// Where the reader's own school compares.
    compare: Option<String>,
}

/// What a list page is about.
pub(super) struct Facts<'a> {
    pub(super) asked: &'a Asked,
    pub(super) reader: &'a Reader,
    pub(super) school: Option<&'a school::Model>,
    /// The reader may say what the school uses.
    pub(super) edits: bool,
    pub(super) path: String,
    pub(super) category: Option<&'a category::Model>,
    pub(super) categories: Vec<category::Model>,
}

impl ListPage {
    pub(super) fn of(
        facts: Facts<'_>,
        rows: Vec<Row>,
        (found, is_capped): (u64, bool),
        pages: Paging,
        said: Vec<Said>,
    ) -> Self {
        let Facts { asked, reader, school, edits, path, category, categories } = facts;
        let slug = category.map(|category| category.slug.as_str());
        let unknown = rows.iter().any(|row| row.cost.is_none() && !row.is_expired && row.from.is_none());
        let own = |page: &str| Some(format!("/schools/{}/{page}/{}", school?.urn, slug?));
        ListPage {
            form: asked.form(),
            name: category.map_or_else(|| "Services found".to_owned(), |category| category.name.clone()),
            has_category: category.is_some(),
            order: order(school, found),
            is_filtered: asked.is_narrowed(),
            is_capped,
            found,
            said,
            pages,
            categories: categories.iter().map(|each| choice(&each.slug, &each.name)).collect(),
            schools: school_choices(&reader.schools),
            areas: area_choices(),
            phases: phase_choices(),
            providers: provider_choices(),
            ratings: rating_choices(),
            school: school.map(|school| school.name.clone()),
            volumes_path: own("volumes").filter(|_| unknown && edits),
            compare: own("compare"),
            files: files(asked, &path),
            rows,
            path,
        }
    }
}

fn order(school: Option<&school::Model>, found: u64) -> String {
    let hundreds = if found > 100 {
        ", a hundred at a time: each hundred is chosen by what it would cost a typical school of that size"
    } else {
        ""
    };
    match school {
        Some(school) => format!("Cheapest first for {}{hundreds}.", school.name),
        None => "In the order of what they would cost a typical school, the least first.".to_owned(),
    }
}

fn files(asked: &Asked, path: &str) -> Vec<FileLink> {
    let link = |form: Form| FileLink {
        href: asked.address(&format!("{path}{}", form.ending()), &[("page", "")]),
        text: match form {
            Form::Csv => "CSV",
            Form::Xlsx => "Excel",
            Form::Json => "JSON",
        },
    };
    Form::ALL.into_iter().map(link).collect()
}

fn school_choices(own: &[school::Model]) -> Vec<Choice> {
    if own.is_empty() {
        return Vec::new();
    }
    let schools = own.iter().map(|school| choice(school.urn.to_string(), &school.name));
    schools.chain([choice(NO_SCHOOL, "No school in particular")]).collect()
}

fn area_choices() -> Vec<Choice> {
    authorities().iter().map(|(code, name)| choice(*code, *name)).collect()
}

fn phase_choices() -> Vec<Choice> {
    let real = Phase::ALL.iter().filter(|phase| **phase != Phase::NotApplicable);
    real.map(|phase| choice(phase.as_str(), school_words(phase.as_str()))).collect()
}

fn rating_choices() -> Vec<Choice> {
    [4, 3].into_iter().map(|least| choice(least.to_string(), format!("{least} or more"))).collect()
}

fn provider_choices() -> Vec<Choice> {
    ProviderKind::ALL.iter().map(|kind| choice(kind.as_str(), kind_words(*kind))).collect()
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "catalogue/category.html";
    fn samples() -> Vec<Self> {
        let page = |rows: Vec<Row>, is_full: bool| Self {
            form: FormView::default().with("area", "335"),
            name: "Catering".to_owned(),
            path: "/services/catering".to_owned(),
            has_category: is_full,
            found: if is_full { rows.len() as u64 } else { MOST_FOUND },
            is_capped: !is_full,
            order: order(None, 7),
            is_filtered: is_full,
            said: vec![Said::sample()],
            pages: Paging::of(21, super::ROWS_OF_A_PAGE, None, &[]),
            categories: vec![choice("hr", "HR")],
            schools: if is_full { vec![choice("100123", "Canal Side Primary")] } else { Vec::new() },
            areas: area_choices(),
            phases: phase_choices(),
            providers: provider_choices(),
            ratings: rating_choices(),
            school: is_full.then(|| "Canal Side Primary".to_owned()),
            volumes_path: is_full.then(|| "/schools/100123/volumes/catering".to_owned()),
            files: files(&Asked::default(), "/services/catering"),
            compare: is_full.then(|| "/schools/100123/compare/catering".to_owned()),
            rows,
        };
        let rows = || vec![Row::sample(true), Row::sample(false)];
        vec![page(rows(), true), page(rows(), false), page(Vec::new(), true), page(Vec::new(), false)]
    }
}
