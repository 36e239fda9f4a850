//! Pages: a context type, a template named after its handler, and samples that a test renders strictly.
//!
//! ```text
//! #[derive(Serialize)]
//! pub struct VolumePage { school: String, form: FormView, offers: Vec<OfferRow> }
//!
//! impl Page for VolumePage {
//!     const TEMPLATE: &'static str = "school/volume.html";
//!     fn samples() -> Vec<Self> { vec![/* every branch of the template */] }
//! }
//! ```
//!
//! The template extends the layout and fills `main`. `shell.title` is the page's title (the layout prints `<title>`, the
//! back link, the error summary of `form`, the flash and "Who can see this"); the page writes its own `<h1>`.
//!
//! ```html
//! {% extends "layout.html" %}
//! {% block main %}
//! <h1>Meals at {{ school }}</h1>
//! {% <post_form action="/schools/100123/volumes"> %}
//!   {{ <text_input name="meals" label="Meals a day" width="4" inputmode="numeric" hint="Paid and free together" /> }}
//!   {{ <money_input name="price" label="Price of a meal" /> }}
//!   {{ <radios name="kitchen" legend="Kitchen on site" options={[{"value": "yes", "text": "Yes"}, {"value": "no", "text": "No"}]} /> }}
//!   {{ <button text="Save" /> }}
//! {% </post_form> %}
//!
//! {% <table id="offers" caption="What each offer would cost"> %}
//!   <thead><tr>{{ <th text="Provider" /> }}{{ <th text="Cost" unit="£ a year" numeric={true} /> }}</tr></thead>
//!   <tbody>
//!   {% for offer in offers %}
//!     <tr><th scope="row">{{ offer.provider }}</th><td class="numeric">{{ offer.cost | pounds }}</td></tr>
//!   {% endfor %}
//!   </tbody>
//! {% </table> %}
//! {% endblock main %}
//! ```
//!
//! - A component is called `{{ <name argument="text" other={expression} /> }}`, or with content between
//!   `{% <name ...> %}` and `{% </name> %}`. Form components find `form` (a [`FormView`]) in the page by themselves: it must
//!   be a field of the page. The components stand in `templates/components`, each with the meaning of its arguments.
//! - Figures go through filters (`pounds`, `per_unit`, `difference`, `number`, `percent`, `date`, `deadline`, `datetime`,
//!   `plural(one="school")`), which take decimal strings, whole numbers, dates and instants as serde writes them.
//! - An undefined variable fails the page; an `Option` that is `None` is defined, and false in `{% if %}`.
//! - No `style=`, no `<script>`, no `onclick`: the content security policy refuses them.

use super::{assets, filters};
pub use super::{form_view::*, shell::*};
use rust_embed::RustEmbed;
use serde::Serialize;
use serde_json::Value;
use tera::{Context, Tera};

/// A page's context; its serialised fields are the template's variables.
pub trait Page: Serialize {
    /// The template's path below `templates`.
    const TEMPLATE: &'static str;

    /// Contexts that between them reach every branch of the template.
    fn samples() -> Vec<Self>
    where
        Self: Sized;
}

/// One page in the registry: each concept's `web::pages()` returns one for each of its pages.
#[derive(Clone, Debug)]
pub struct PageSample {
    pub template: &'static str,
    pub contexts: Vec<Value>,
}

impl PageSample {
    /// The samples of a page. A sample that does not serialise becomes `null`, which [`Pages::check`] refuses.
    pub fn of<P: Page>() -> Self {
        let contexts = P::samples().iter().map(|page| serde_json::to_value(page).unwrap_or_default()).collect();
        Self { template: P::TEMPLATE, contexts }
    }
}

/// Why a page could not be made: a fault of the program, never of the person asking.
#[derive(thiserror::Error)]
pub enum PageError {
    #[error("{0}")]
    Template(#[from] tera::Error),
    #[error("{template} uses {missing:?}, which its context does not have")]
    Undefined { template: &'static str, missing: Vec<String> },
    #[error("{0} has no samples")]
    NoSamples(&'static str),
}

/// The report that a person reads: tera's own `Debug` prints whole templates.
impl std::fmt::Debug for PageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

#[derive(RustEmbed)]
#[folder = "templates/"]
struct Templates;

/// Every template, parsed and checked; one for the program, shared by all requests.
#[derive(Clone, Debug)]
pub struct Pages {
    tera: Tera,
}

impl Pages {
    /// Parses every template; an unknown filter, component or parent is refused here.
    pub fn load() -> Result<Self, PageError> {
        let mut tera = Tera::new();
        filters::register(&mut tera);
        tera.global_context().insert("stylesheet", &assets::stylesheet());
        tera.global_context().insert("script", &assets::script());
        tera.add_raw_templates(sources())?;
        Ok(Self { tera })
    }

    /// The page inside its frame, as HTML.
    pub fn render<P: Page>(&self, page: &P, shell: &Shell) -> Result<String, PageError> {
        self.render_context(P::TEMPLATE, Context::from_serialize(page)?, shell)
    }

    /// Renders every sample of a page, and refuses a variable that no sample defines even where a condition hides it.
    pub fn check(&self, sample: &PageSample, shell: &Shell) -> Result<Vec<String>, PageError> {
        if sample.contexts.is_empty() {
            return Err(PageError::NoSamples(sample.template));
        }
        sample.contexts.iter().map(|context| self.check_one(sample.template, context, shell)).collect()
    }

    fn check_one(&self, template: &'static str, context: &Value, shell: &Shell) -> Result<String, PageError> {
        const GIVEN_BY_THE_FRAME: [&str; 4] = ["shell", "form", "stylesheet", "script"];
        let used = self.tera.get_template_variables(template)?;
        let undefined = |name: &&str| !GIVEN_BY_THE_FRAME.contains(name) && context.get(*name).is_none();
        let mut missing: Vec<_> = used.into_iter().filter(undefined).map(str::to_owned).collect();
        missing.sort();
        if !missing.is_empty() {
            return Err(PageError::Undefined { template, missing });
        }
        self.render_context(template, Context::from_serialize(context)?, shell)
    }

    /// A text template, `site` among its variables.
    pub(super) fn render_letter(
        &self,
        template: &str,
        letter: &impl Serialize,
        site: &str,
    ) -> Result<String, PageError> {
        let mut context = Context::from_serialize(letter)?;
        context.insert("site", site);
        Ok(self.tera.render(template, &context)?)
    }

    fn render_context(&self, template: &str, mut context: Context, shell: &Shell) -> Result<String, PageError> {
        context.insert("shell", shell);
        Ok(self.tera.render(template, &context)?)
    }
}

/// The path and text of every template; the assets beside them are not templates.
fn sources() -> Vec<(String, String)> {
    let paths = Templates::iter().filter(|path| !path.starts_with("assets/"));
    let text = |path: &str| Some(String::from_utf8_lossy(&Templates::get(path)?.data).into_owned());
    paths.filter_map(|path| Some((path.to_string(), text(&path)?))).collect()
}

#[cfg(test)]
mod gallery;
