//! The bare handlers that the product is measured against: the rows that its page shows, each kind in one question through
//! the same database layer, priced by the same rule, in the shortest page; no session, no frame, nothing else.

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use axum::routing::get;
use clusterbuy::catalogue::store::{self, Wanted};
use clusterbuy::price::rules::{Buyer, first_year_only, price_offer};
use entity::exact::Exact;
use entity::ids::{ListingId, SchoolId};
use entity::price::PriceSchedule;
use entity::{
    agreement, award, category, cluster_member, contract_entry, contract_rating, demand, listing_score, lot,
    membership, school, school_schedule, tender, volume,
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
        .route("/browse/{category}/{urn}", get(browse))
        .route("/compare/{category}/{urn}", get(compare))
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

    async fn school(&self, urn: i32) -> school::Model {
        let school = school::Entity::find().filter(school::Column::Urn.eq(urn)).one(&self.connection).await;
        school.expect("schools").expect("a school")
    }

    /// The cheapest of these for the school, on its own volumes.
    async fn priced(&self, school: &school::Model, ids: &[ListingId]) -> Vec<(Exact, ListingId)> {
        let stated = volume::Entity::find().filter(volume::Column::SchoolId.eq(school.id)).all(&self.connection).await;
        let stated = stated.expect("volumes").len() as i64;
        let volumes =
            ["meal", "employee", "day", "pupil", "mbps"].map(|unit| (unit.to_owned(), Exact::from(stated * 4)));
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

    /// How many ratings these have.
    async fn rated(&self, ids: &[ListingId]) -> usize {
        let scores = listing_score::Entity::find().filter(listing_score::Column::ListingId.is_in(ids.iter().copied()));
        scores.all(&self.connection).await.expect("scores").len()
    }

    async fn rows(&self, priced: &[(Exact, ListingId)]) -> Rows {
        let ids: Vec<ListingId> = priced.iter().map(|(_, id)| *id).collect();
        let named = store::named_by_ids(&self.connection, &ids).await.expect("listings");
        let rated = self.rated(&ids).await;
        let cost = |id| priced.iter().find(|(_, each)| *each == id).map(|(cost, _)| cost.pounds()).unwrap_or_default();
        let row =
            |each: store::Named| (each.version.title, each.provider.name, format!("{} {rated}", cost(each.listing.id)));
        named.into_iter().map(row).collect()
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
    let school = floor.school(asked["urn"].parse().expect("a URN")).await;
    let groups = asked["q"].split(' ').map(|word| vec![word.to_owned()]).collect();
    let wanted = Wanted { area: school.la_code.clone(), ..Wanted::default() };
    let found = store::with_words(&floor.connection, &wanted, groups).await.expect("a search");
    let ids: Vec<ListingId> = found.into_iter().take(100).map(|(_, id)| id).collect();
    let priced = floor.priced(&school, &ids).await;
    floor.page(&floor.rows(&priced[..priced.len().min(20)]).await)
}

async fn browse(State(floor): State<Arc<Floor>>, Path((category, urn)): Path<(String, i32)>) -> Html<String> {
    let school = floor.school(urn).await;
    let area = school.la_code.clone().unwrap_or_default();
    let priced = floor.priced(&school, &floor.offered(&category, &area).await).await;
    floor.page(&floor.rows(&priced[..priced.len().min(20)]).await)
}

/// What the comparison rests on: the schools of the cluster, what they use, pay, have signed and are quoted; and the offers.
async fn compare(State(floor): State<Arc<Floor>>, Path((category, urn)): Path<(String, i32)>) -> Html<String> {
    let connection = &floor.connection;
    let school = floor.school(urn).await;
    let area = school.la_code.clone().unwrap_or_default();
    let joined = cluster_member::Entity::find().filter(cluster_member::Column::SchoolId.eq(school.id)).all(connection);
    let clusters: Vec<_> = joined.await.expect("clusters").into_iter().map(|joined| joined.cluster_id).collect();
    let terms = agreement::Entity::find().filter(agreement::Column::ClusterId.is_in(clusters.iter().copied()));
    let terms = terms.all(connection).await.expect("agreements").len();
    let members = cluster_member::Entity::find().filter(cluster_member::Column::ClusterId.is_in(clusters));
    let members = members.all(connection).await.expect("members").into_iter().map(|member| member.school_id);
    let members: Vec<SchoolId> = members.collect();
    let is_in = |column: school::Column| column.is_in(members.iter().copied());
    let schools = school::Entity::find().filter(is_in(school::Column::Id)).all(connection).await.expect("schools");
    let used = volume::Entity::find().filter(volume::Column::SchoolId.is_in(members.iter().copied())).all(connection);
    let used = used.await.expect("volumes").len();
    let paid = contract_entry::Column::SchoolId.is_in(members.iter().copied());
    let paid = contract_entry::Entity::find().filter(paid).all(connection).await.expect("the register").len();
    let parts = school_schedule::Column::SchoolId.is_in(members.iter().copied());
    let parts = school_schedule::Entity::find().filter(parts).all(connection).await.expect("contracts").len();
    let category_id = floor.wanted(&category, &area).category.expect("a category").0;
    let quoted =
        store::price_lists(connection, &[category_id], &[area.clone()].into()).await.expect("price lists").len();
    let priced = floor.priced(&school, &floor.offered(&category, &area).await).await;
    let mut rows = floor.rows(&priced[..priced.len().min(6)]).await;
    rows.push((school.name, format!("{} {terms} {used}", schools.len()), format!("{paid} {parts} {quoted}")));
    floor.page(&rows)
}

async fn detail(State(floor): State<Arc<Floor>>, Path((category, slug)): Path<(String, String)>) -> Html<String> {
    let connection = &floor.connection;
    let id = floor.categories.iter().find(|each| each.slug == category).expect("a category").id;
    let found = store::listing_with_versions(connection, id, &slug).await.expect("listings");
    let (listing, provider, versions) = found.expect("a listing");
    let rated = floor.rated(&[listing.id]).await;
    let ratings = contract_rating::Entity::find().filter(contract_rating::Column::ListingId.eq(listing.id)).limit(3);
    let ratings = ratings.all(connection).await.expect("ratings").len();
    let mut rows: Rows = versions.into_iter().map(|each| (each.title, each.summary, each.included)).collect();
    rows.push((provider.name, rated.to_string(), ratings.to_string()));
    floor.page(&rows)
}

/// The facts that a business manager's home rests on, each in one question: who asks for which school, its cluster and what
/// was decided there, what it pays, uses, has signed and is asked for, and the price lists offered to it.
async fn home(State(floor): State<Arc<Floor>>, Path(urn): Path<i32>) -> Html<String> {
    let connection = &floor.connection;
    let school = floor.school(urn).await;
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
