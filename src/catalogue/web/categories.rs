//! The administrator's categories: what is counted, what prices are made of, the codes.

use crate::catalogue::rules::{Written, formula, read_shape};
use crate::catalogue::{self, store};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use ::entity::category::{CategoryShape, Model as Category};
use axum::response::Response;
use serde::Serialize;

const ADMINISTRATOR: Who = Who::May(&[Action::ManagePlatform]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/admin/categories", ADMINISTRATOR, list)
        .get("/admin/categories/new", ADMINISTRATOR, show_new)
        .post("/admin/categories/new", ADMINISTRATOR, add)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ListPage>(), PageSample::of::<NewPage>()]
}

#[derive(Serialize)]
struct Row {
    href: String,
    name: String,
    items: Vec<String>,
    /// "meals: (meals_free + meals_paid) × service_days".
    units: Vec<String>,
    components: String,
    cpv_codes: String,
    cost_codes: String,
}

impl From<Category> for Row {
    fn from(category: Category) -> Self {
        let shape = category.shape;
        let unit = |unit: &::entity::category::Unit| match formula(unit).as_str() {
            "" => unit.many.clone(),
            formula => format!("{}: {formula}", unit.many),
        };
        let components: Vec<&str> = shape.components.iter().map(|component| component.label.as_str()).collect();
        Row {
            href: format!("/services/{}", category.slug),
            name: category.name,
            items: shape.items.iter().map(|item| item.label.clone()).collect(),
            units: shape.units.iter().map(unit).collect(),
            components: components.join(", "),
            cpv_codes: shape.cpv_codes.join(", "),
            cost_codes: shape.cost_codes.join(", "),
        }
    }
}

#[derive(Serialize)]
struct ListPage {
    rows: Vec<Row>,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "catalogue/admin_list.html";
    fn samples() -> Vec<Self> {
        let row = Row {
            href: "/services/hr".to_owned(),
            name: "HR".to_owned(),
            items: vec!["People employed".to_owned()],
            units: vec!["employees: employee".to_owned()],
            components: "Service".to_owned(),
            cpv_codes: "79414000-9".to_owned(),
            cost_codes: "E28a".to_owned(),
        };
        vec![Self { rows: vec![row] }]
    }
}

#[derive(Serialize)]
struct NewPage {
    form: FormView,
}

impl Page for NewPage {
    const TEMPLATE: &'static str = "catalogue/admin_new.html";
    fn samples() -> Vec<Self> {
        vec![Self { form: FormView::default().refusing("name", "Enter a name") }]
    }
}

async fn list(visit: Visit) -> Result<Response> {
    let rows = store::categories(visit.read()).await?.into_iter().map(Row::from).collect();
    visit.page(frame("Categories"), &ListPage { rows })
}

fn render_new(visit: &Visit, form: FormView) -> Result<Response> {
    let frame = frame("Add a category").back("/admin/categories", "Categories");
    visit.form_page(frame, &form.clone(), &NewPage { form })
}

async fn show_new(visit: Visit) -> Result<Response> {
    render_new(&visit, FormView::default())
}

/// The name and the shape; what is wrong with a line is told beside its field.
fn read(form: &Reader) -> (String, Option<CategoryShape>) {
    let written = Written {
        items: form.text("items"),
        units: form.text("units"),
        main_unit: form.text("main_unit"),
        components: form.text("components"),
        headline: form.optional("headline"),
        cpv_codes: form.text("cpv_codes"),
        cost_codes: form.text("cost_codes"),
        criteria: form.text_up_to("criteria", 20_000),
    };
    let shape =
        read_shape(&written).map_err(|faults| faults.into_iter().for_each(|(field, text)| form.error(field, text)));
    (form.required("name", "Enter a name"), shape.ok())
}

async fn add(visit: Visit, fields: Fields) -> Result<Response> {
    let (name, shape) = match fields.read(read) {
        Ok((name, Some(shape))) => (name, shape),
        Ok((_, None)) => return render_new(&visit, fields.view()),
        Err(form) => return render_new(&visit, form),
    };
    match catalogue::add_category(&visit, &name, shape).await {
        Ok(_) => visit.go_saying("/admin/categories", &format!("{name} is added")),
        Err(error) => render_new(&visit, fields.refused(error)?),
    }
}
