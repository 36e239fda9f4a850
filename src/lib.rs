//! clusterbuy: clusters of schools buy services together, and every school sees what each offer would cost it.
//!
//! The modules stand in the order of the journey: who signs in, who buys, who sells, what it costs, what is needed,
//! the tender, the bids, their evaluation, the award, the contract and what it saved.

pub mod home;
pub mod account;
pub mod school;
pub mod provider;
pub mod price;
pub mod catalogue;
pub mod order;
pub mod purchase;
pub mod contract;
pub mod quality;
pub mod standing;
pub mod savings;
pub mod report;
pub mod partner;
pub mod publication;
pub mod bid;
pub mod evaluation;
pub mod award;
pub mod cluster;
pub mod committee;
pub mod fund;
pub mod demand;
pub mod tender;
pub mod demo;
pub mod calc;
pub mod platform;

use axum::Router;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use platform::app::App;
use platform::http::page::PageSample;
use platform::http::respond;
use platform::http::routes::Routes;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

/// The longest that a request may take, its body included.
const REQUEST_WITHIN: Duration = Duration::from_secs(60);

/// Every route with who may use it.
pub fn routes() -> Routes {
    Routes::new()
        .merge(platform::http::health::routes())
        .merge(platform::http::metrics::routes())
        .merge(platform::http::assets::routes())
        .merge(publication::web::routes())
        .merge(demo::web::routes())
        .merge(home::web::routes())
        .merge(account::web::routes())
        .merge(school::web::routes())
        .merge(provider::web::routes())
        .merge(catalogue::web::routes())
        .merge(order::web::routes())
        .merge(purchase::web::routes())
        .merge(cluster::web::routes())
        .merge(committee::web::routes())
        .merge(fund::web::routes())
        .merge(demand::web::routes())
        .merge(bid::web::routes())
        .merge(evaluation::web::routes())
        .merge(tender::web::routes())
        .merge(award::web::routes())
        .merge(contract::web::routes())
        .merge(quality::web::routes())
        .merge(standing::web::routes())
        .merge(savings::web::routes())
        .merge(report::web::routes())
        .merge(partner::web::routes())
}

/// Every page with samples of its context.
pub fn pages() -> Vec<PageSample> {
    [
        platform::http::error_pages::pages(),
        publication::web::pages(),
        home::web::pages(),
        account::web::pages(),
        school::web::pages(),
        provider::web::pages(),
        catalogue::web::pages(),
        order::web::pages(),
        purchase::web::pages(),
        cluster::web::pages(),
        committee::web::pages(),
        fund::web::pages(),
        demand::web::pages(),
        bid::web::pages(),
        evaluation::web::pages(),
        tender::web::pages(),
        award::web::pages(),
        contract::web::pages(),
        quality::web::pages(),
        standing::web::pages(),
        savings::web::pages(),
        report::web::pages(),
        partner::web::pages(),
        demo::web::pages(),
    ]
    .concat()
}

/// The whole product as one service.
pub fn router(app: App) -> Router {
    service(routes(), app, REQUEST_WITHIN)
}

/// Routes with everything that stands before and behind every one of them; a request ends within a time.
pub fn service(routes: Routes, app: App, within: Duration) -> Router {
    routes
        .into_router()
        .layer(from_fn_with_state(app.clone(), respond::with_visit))
        .layer(from_fn_with_state(app.clone(), demo::web::keep_banner))
        .layer(from_fn(respond::with_headers))
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, within))
        .layer(CatchPanicLayer::custom(respond::after_panic))
        .layer(from_fn_with_state(app.clone(), platform::http::metrics::measured))
        .with_state(app)
}
