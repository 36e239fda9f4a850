//! Confirming a submitted bid after a material change, in one click.

use super::OWN;
use super::wizard::id;
use crate::bid;
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use axum::extract::Path;
use axum::response::Response;

pub(super) fn routes() -> Routes {
    Routes::new().post("/bids/{id}/confirm", OWN, confirm)
}

async fn confirm(visit: Visit, Path(text): Path<String>, fields: Fields) -> Result<Response> {
    let version = fields.read(|form| form.parsed("version", "Open the page again and send it from there", 0));
    let version = version.unwrap_or_default();
    bid::reconfirm(&visit, id(&text)?, version).await?;
    visit.go_saying(format!("/bids/{text}"), &format!("Your bid stands for version {version}"))
}
