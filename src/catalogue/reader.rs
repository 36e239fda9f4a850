//! Who looks at the catalogue.

use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::school as schools;
use ::entity::ids::ProviderId;
use ::entity::membership::Scope;
use ::entity::school;

/// For whom prices are shown, and where their school compares.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    pub is_of_a_school: bool,
    /// The schools that the hat in use is worn for, by name.
    pub schools: Vec<school::Model>,
    providers: Vec<ProviderId>,
}

impl Reader {
    /// Does the reader act for this organisation?
    pub fn is_of(&self, provider: ProviderId) -> bool {
        self.providers.contains(&provider)
    }

    /// The page on which the reader's own school compares a category.
    pub fn compare(&self, category: &str) -> Option<String> {
        Some(format!("/schools/{}/compare/{category}", self.schools.first()?.urn))
    }
}

/// The reader of a page, by the hat in use. One query at most.
pub async fn reader(context: &Context) -> Result<Reader> {
    let hats = context.actor.hats();
    let providers =
        hats.iter().filter(|hat| hat.scope == Scope::Provider).filter_map(|hat| hat.scope_id).map(ProviderId);
    Ok(Reader {
        is_of_a_school: hats.iter().any(|hat| matches!(hat.scope, Scope::School | Scope::Cluster | Scope::Tender)),
        schools: schools::own(context).await?,
        providers: providers.collect(),
    })
}
