//! The bare handlers that the product is measured against: the same rows through the same database layer, priced by the same
//! rule, in the shortest page that shows them; no session, no frame, nothing else.

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use axum::routing::get;
use clusterbuy::catalogue::store::{self, Wanted};
use clusterbuy::price::rules::{Buyer, first_year_only, price_offer};
use entity::exact::Exact;
use entity::ids::ListingId;
use entity::price::PriceSchedule;
use entity::{
    award, category, cluster_member, contract_entry, demand, lot, membership, school, school_schedule, tender, volume,
};
use sea_orm::{ColumnTrait as _, DatabaseConnection, EntityTrait as _, QueryFilter as _, QuerySelect as _};
use std::collections::HashMap;
use std::sync::Arc;
use tera::{Context, Tera};

const PAGE: &str = "<!doctype html><title>Floor</title><table>{% for row in rows %}<tr><td>{{ row[0] }}<td>{{ row[1] }}<td>{{ row[2] }}</tr>{% endfor %}</table>";

pub(crate) struct Floor {
    connection: DatabaseConnection,
    categories: Vec<category::Model>,
    tera: Tera,
}

pub(crate) async fn router(connection: DatabaseConnection) -> Router {
    let categories = store::categories(&connection).await.expect("categories");
    let mut tera = Tera::default();
    tera.add_raw_template("floor.html", PAGE).expect("the page is sound");
    let floor = Arc::new(Floor { connection, categories, tera });
    Router::new()
        .route("/search", get(search))
        .route("/browse/{category}/{area}", get(browse))
        .route("/compare/{category}/{area}", get(compare))
        .route("/detail/{category}/{slug}", get(detail))
        .route("/home/{urn}", get(home))
        .with_state(floor)
}

type Rows = Vec<(String, String, String)>;

impl Floor {
    fn wanted(&self, category: &str, area: &str) -> Wanted {
        let found = self.categories.iter().find(|each| each.slug == category);
        let category = found.map(|category| (category.id, category.slug.clone()));
        Wanted { category, area: Some(area.to_owned()), ..Wanted::default() }
    }

    fn page(&self, rows: &Rows) -> Html<String> {
        let mut context = Context::new();
        context.insert("rows", rows);
        Html(self.tera.render("floor.html", &context).expect("the page is rendered"))
    }

    /// The cheapest of these for a school of 300 pupils.
    async fn priced(&self, ids: &[ListingId]) -> Vec<(Exact, ListingId)> {
        let volumes = ["meal", "employee", "day", "pupil", "mbps"].map(|unit| (unit.to_owned(), Exact::from(40)));
        let buyer = Buyer { volumes: volumes.into(), ..Buyer::default() };
        let rows = store::priceable(&self.connection, ids).await.expect("prices");
        let cost = |schedule: PriceSchedule| {
            let priced = price_offer(std::slice::from_ref(&buyer), &first_year_only(&schedule));
            priced.map(|priced| priced.year_one()).unwrap_or_default()
        };
        let priced = rows.into_iter().map(|row| (cost(serde_json::from_value(row.schedule).expect("prices")), row.id));
        let mut priced: Vec<(Exact, ListingId)> = priced.collect();
        priced.sort();
        priced
    }

    async fn rows(&self, priced: &[(Exact, ListingId)]) -> Rows {
        let ids: Vec<ListingId> = priced.iter().map(|(_, id)| *id).collect();
        let named = store::named_by_ids(&self.connection, &ids).await.expect("listings");
        let cost = |id| priced.iter().find(|(_, each)| *each == id).map(|(cost, _)| cost.pounds()).unwrap_or_default();
        named.into_iter().map(|each| (each.version.title, each.provider.name, cost(each.listing.id))).collect()
    }

    async fn offered(&self, category: &str, area: &str) -> Vec<ListingId> {
        let wanted = self.wanted(category, area);
        let mut found = Vec::new();
        for code in wanted.codes() {
            found.extend(store::places(&self.connection, &wanted, code, 100).await.expect("places"));
        }
        found.sort_unstable();
        found.into_iter().take(100).map(|(_, id)| id).collect()
    }
}

async fn search(State(floor): State<Arc<Floor>>, Query(asked): Query<HashMap<String, String>>) -> Html<String> {
    let groups = asked["q"].split(' ').map(|word| vec![word.to_owned()]).collect();
    let wanted = Wanted { area: Some(asked["area"].clone()), ..Wanted::default() };
    let found = store::with_words(&floor.connection, &wanted, groups).await.expect("a search");
    let ids: Vec<ListingId> = found.into_iter().take(100).map(|(_, id)| id).collect();
    let priced = floor.priced(&ids).await;
    floor.page(&floor.rows(&priced[..priced.len().min(20)]).await)
}

async fn browse(State(floor): State<Arc<Floor>>, Path((category, area)): Path<(String, String)>) -> Html<String> {
    let priced = floor.priced(&floor.offered(&category, &area).await).await;
    floor.page(&floor.rows(&priced[..priced.len().min(20)]).await)
}

async fn compare(State(floor): State<Arc<Floor>>, Path((category, area)): Path<(String, String)>) -> Html<String> {
    let priced = floor.priced(&floor.offered(&category, &area).await).await;
    floor.page(&floor.rows(&priced[..priced.len().min(6)]).await)
}

async fn detail(State(floor): State<Arc<Floor>>, Path((category, slug)): Path<(String, String)>) -> Html<String> {
    let id = floor.categories.iter().find(|each| each.slug == category).expect("a category").id;
    let listing = store::listing_by_slug(&floor.connection, id, &slug).await.expect("listings").expect("a listing");
    let versions = store::versions_of(&floor.connection, listing.id).await.expect("versions");
    floor.page(&versions.into_iter().map(|each| (each.title, each.summary, each.included)).collect())
}

/// The facts that a business manager's home rests on, each in one question: who asks for which school, its cluster and what
/// was decided there, what it pays, uses, has signed and is asked for, and the price lists offered to it.
async fn home(State(floor): State<Arc<Floor>>, Path(urn): Path<i32>) -> Html<String> {
    let connection = &floor.connection;
    let school = school::Entity::find().filter(school::Column::Urn.eq(urn)).one(connection).await;
    let school = school.expect("schools").expect("a school");
    let id = school.id;
    let hats = membership::Entity::find().filter(membership::Column::ScopeId.eq(id.0)).all(connection).await;
    let joined = cluster_member::Entity::find().filter(cluster_member::Column::SchoolId.eq(id)).all(connection).await;
    let clusters = joined.expect("clusters").into_iter().map(|joined| joined.cluster_id);
    let tenders = tender::Entity::find().filter(tender::Column::ClusterId.is_in(clusters)).limit(10).all(connection);
    let lots = tenders.await.expect("tenders").into_iter().map(|tender| tender.id);
    let lots = lot::Entity::find().filter(lot::Column::TenderId.is_in(lots)).all(connection).await.expect("lots");
    let lots = lots.into_iter().map(|lot| lot.id);
    let awards = award::Entity::find().filter(award::Column::LotId.is_in(lots)).all(connection).await;
    let entries = contract_entry::Entity::find().filter(contract_entry::Column::SchoolId.eq(id)).all(connection).await;
    let volumes = volume::Entity::find().filter(volume::Column::SchoolId.eq(id)).all(connection).await;
    let parts = school_schedule::Entity::find().filter(school_schedule::Column::SchoolId.eq(id)).all(connection).await;
    let sheets = demand::Entity::find().filter(demand::Column::SchoolId.eq(id)).all(connection).await;
    let area = school.la_code.unwrap_or_default();
    let lists: Vec<ListingId> = floor.offered("catering", &area).await.into_iter().take(5).collect();
    let named = store::named_by_ids(connection, &lists).await.expect("price lists");
    let counts = [
        hats.expect("roles").len(),
        awards.expect("awards").len(),
        volumes.expect("volumes").len(),
        parts.expect("contracts").len(),
        sheets.expect("demand").len(),
        named.len(),
    ];
    let row = |entry: contract_entry::Model| {
        let day = entry.notice_on.map(|day| day.to_string()).unwrap_or_default();
        (entry.title, entry.provider_name, format!("{day} {counts:?}"))
    };
    floor.page(&entries.expect("the register").into_iter().map(row).collect())
}
