//! The schools and the catering of the demonstration's figures (`tests/vectors/darlaston.json`), as rows.

use crate::World;
use clusterbuy::catalogue;
use entity::agreement::{Majority, SharingRule};
use entity::cluster_form::Form;
use entity::ids::*;
use entity::listing::{ListingKind, ListingState, PriceVisibility};
use entity::listing_phase::EVERY_PHASE;
use entity::money::Quantity;
use entity::provider::ProviderKind;
use entity::{agreement, agreement_signature, category, cluster, cluster_member, listing, listing_area, listing_phase};
use entity::{listing_version, provider, school, volume};
use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait, IntoActiveModel};
use serde_json::Value;
use std::collections::BTreeMap;

/// The schools by their ids in the vectors, and the category they buy in.
pub struct Darlaston {
    pub schools: BTreeMap<String, school::Model>,
    pub catering: category::Model,
    pub figures: Value,
}

impl Darlaston {
    pub fn school(&self, id: &str) -> &school::Model {
        &self.schools[id]
    }

    /// All nine in the cluster's order, by which ties and pennies go.
    pub fn in_order(&self) -> Vec<&school::Model> {
        let told = self.figures["schools"].as_array().expect("schools");
        told.iter().map(|school| self.school(school["id"].as_str().expect("an id"))).collect()
    }

    /// A figure of the vectors: `expected/management_pence_per_meal_alone_by_school/pinfold-street`.
    pub fn figure(&self, path: &str) -> String {
        let found = self.figures.pointer(&format!("/{path}")).and_then(Value::as_str);
        found.unwrap_or_else(|| panic!("no figure {path}")).to_owned()
    }
}

/// Something to offer in catering.
pub struct TestOffer<'a> {
    pub provider: &'a str,
    pub kind: ListingKind,
    pub visibility: PriceVisibility,
    pub schedule: Value,
}

impl World {
    /// The nine schools with their meals, the LA's price list, and the three providers' offers.
    pub async fn darlaston(&self) -> Darlaston {
        let figures: Value =
            serde_json::from_str(include_str!("../vectors/darlaston.json")).expect("the vectors are JSON");
        catalogue::ensure_given(&self.platform()).await.expect("the categories are kept");
        let found = catalogue::category_by_slug(self.app.db.read(), "catering").await.expect("categories are read");
        let catering = found.expect("catering is given");
        let mut schools = BTreeMap::new();
        for told in figures["schools"].as_array().expect("schools") {
            let id = told["id"].as_str().expect("an id").to_owned();
            let school = self.told_school(told, &catering).await;
            schools.insert(id, school);
        }
        let offers = [
            ("Walsall Council", ListingKind::Sla, "catering_la"),
            ("Alder Catering", ListingKind::Offer, "catering_cluster"),
            ("Birch Meals", ListingKind::Offer, "catering_birch"),
            ("Cedar Kitchens", ListingKind::Offer, "catering_cedar"),
        ];
        for (provider, kind, offer) in offers {
            let schedule = figures["offers"][offer].clone();
            let visibility = PriceVisibility::Public;
            self.offer(&catering, TestOffer { provider, kind, visibility, schedule }).await;
        }
        Darlaston { schools, catering, figures }
    }

    async fn told_school(&self, told: &Value, catering: &category::Model) -> school::Model {
        let text = |name: &str| told[name].as_str().unwrap_or_default().to_owned();
        let number = |name: &str| i32::try_from(told[name].as_i64().expect("a number")).expect("a small number");
        let mut row = self.school(number("urn"), &text("name")).await;
        row.phase = text("phase").parse().expect("a phase");
        row.legal_type = text("type").parse().expect("a type");
        row.pupils = Some(number("pupils"));
        self.keep(|change| async move {
            row.clone().into_active_model().reset_all().update(&change).await.expect("the school is kept");
            for (item, quantity) in [("meals_paid", number("meals_per_day")), ("service_days", number("service_days"))]
            {
                let stated = volume::Model {
                    school_id: row.id,
                    category_id: catering.id,
                    item: item.to_owned(),
                    year: 2026,
                    quantity: Quantity(i64::from(quantity) * 1000),
                    recorded_at: self.now(),
                };
                stated.into_active_model().insert(&change).await.expect("the volume is kept");
            }
            (change, row)
        })
        .await
    }

    /// A published listing, version 1, for schools of Walsall (335).
    pub async fn offer(&self, category: &category::Model, offer: TestOffer<'_>) -> ListingVersionId {
        let (now, slug) = (self.now(), offer.provider.to_lowercase().replace(' ', "-"));
        let is_sla = offer.kind == ListingKind::Sla;
        let provider = provider::Model {
            id: ProviderId::new(now),
            slug: slug.clone(),
            name: offer.provider.to_owned(),
            kind: if is_sla { ProviderKind::Authority } else { ProviderKind::Firm },
            la_code: is_sla.then(|| "335".to_owned()),
            urn: None,
            company_number: None,
            address: None,
            contact_name: None,
            contact_email: None,
            description: String::new(),
            created_at: now,
        };
        let listing = listing::Model {
            id: ListingId::new(now),
            provider_id: provider.id,
            category_id: category.id,
            slug,
            kind: offer.kind,
            state: ListingState::Published,
            price_visibility: offer.visibility,
            version_id: None,
            draft: None,
            sent_by: None,
            sent_at: None,
            sent_back: None,
            next_version_id: None,
            withdrawal_reason: None,
            is_rated: false,
            created_at: now,
        };
        let version = version_of(&listing, offer.schedule, now);
        let area = listing_area::Model { listing_id: listing.id, la_code: "335".to_owned() };
        let phase = listing_phase::Model { listing_id: listing.id, phase: EVERY_PHASE.to_owned() };
        self.keep(|change| async move {
            provider.into_active_model().insert(&change).await.expect("the provider is kept");
            listing.clone().into_active_model().insert(&change).await.expect("the listing is kept");
            version.clone().into_active_model().insert(&change).await.expect("the version is kept");
            area.into_active_model().insert(&change).await.expect("the area is kept");
            phase.into_active_model().insert(&change).await.expect("the phase is kept");
            let areas = ["335".to_owned()];
            let indexed = clusterbuy::catalogue::find::index(&change, &listing, &version, &areas).await;
            indexed.expect("the listing is found");
            let published = listing::Model { version_id: Some(version.id), ..listing };
            published.into_active_model().reset_all().update(&change).await.expect("the listing is kept");
            (change, version.id)
        })
        .await
    }

    /// The schools, in this order, in one cluster under an agreement with the proportional rule.
    pub async fn join(&self, schools: &[&school::Model]) -> cluster::Model {
        let (now, day) = (self.now(), self.now().date_naive());
        let cluster = cluster::Model {
            id: ClusterId::new(now),
            slug: "darlaston".to_owned(),
            reference_prefix: "DA".to_owned(),
            name: "Darlaston Schools' Cluster".to_owned(),
            host_school_id: None,
            created_at: now,
        };
        let members = (1..).zip(schools).map(|(position, school)| cluster_member::Model {
            cluster_id: cluster.id,
            school_id: school.id,
            position,
            joined_on: day,
            left_on: None,
        });
        let members: Vec<_> = members.map(IntoActiveModel::into_active_model).collect();
        let agreement = agreement::Model {
            withdrawn_at: None,
            id: AgreementId::new(now),
            cluster_id: cluster.id,
            version: 1,
            text: "We buy together.".to_owned(),
            form: Form::SteeringGroup,
            form_reason: "It is for every kind of school".to_owned(),
            sharing_rule: SharingRule::Proportional,
            majority: Majority::Simple,
            casting_vote: false,
            notice_months: 6,
            refresh_month: 3,
            refresh_day: 31,
            authority_id: None,
            answer_by: now.date_naive(),
            recorded_at: now,
            adopted_at: Some(now),
        };
        let signatures = schools.iter().map(|school| agreement_signature::Model {
            agreement_id: agreement.id,
            school_id: school.id,
            body_name: school.body_name(),
            minute_reference: "FGB 1".to_owned(),
            agreed_on: day,
            recorded_by: None,
            recorded_at: now,
        });
        let signatures: Vec<_> = signatures.map(IntoActiveModel::into_active_model).collect();
        self.keep(|change| async move {
            cluster.clone().into_active_model().insert(&change).await.expect("the cluster is kept");
            let kept = cluster_member::Entity::insert_many(members).exec_without_returning(&change).await;
            kept.expect("the members are kept");
            agreement.into_active_model().insert(&change).await.expect("the agreement is kept");
            let kept = agreement_signature::Entity::insert_many(signatures).exec_without_returning(&change).await;
            kept.expect("the signatures are kept");
            (change, cluster)
        })
        .await
    }

    /// Every agreement has this rule from now on.
    pub async fn agree_on(&self, rule: SharingRule) {
        self.keep(|change| async move {
            let rows = agreement::Entity::find().all(&change).await.expect("agreements are read");
            for row in rows {
                let mut row = row.into_active_model();
                row.sharing_rule = sea_orm::ActiveValue::Set(rule);
                row.update(&change).await.expect("the agreement is kept");
            }
            (change, ())
        })
        .await;
    }

    /// Writes rows in one transaction.
    async fn keep<T, F: Future<Output = (DatabaseTransaction, T)>>(
        &self,
        write: impl FnOnce(DatabaseTransaction) -> F,
    ) -> T {
        let change = self.app.db.begin_write().await.expect("a transaction begins");
        let (change, kept) = write(change).await;
        change.commit().await.expect("the rows are kept");
        kept
    }
}

fn version_of(listing: &listing::Model, schedule: Value, now: chrono::DateTime<chrono::Utc>) -> listing_version::Model {
    listing_version::Model {
        id: ListingVersionId::new(now),
        listing_id: listing.id,
        number: 1,
        title: "Catering management".to_owned(),
        summary: String::new(),
        included: "Menus and inspections".to_owned(),
        not_included: "Food".to_owned(),
        term: String::new(),
        notice: "Three months".to_owned(),
        evidence: String::new(),
        phases: Value::Array(Vec::new()),
        legal_types: Value::Array(Vec::new()),
        package: None,
        financial_year: (listing.kind == ListingKind::Sla).then_some(2026),
        buy_back_from: None,
        buy_back_to: None,
        valid_from: chrono::NaiveDate::from_ymd_opt(2026, 4, 1).expect("a day"),
        valid_to: None,
        areas: Value::Array(vec!["335".into()]),
        evidence_ids: Value::Array(Vec::new()),
        schedule,
        pooled_cover: None,
        minimum_provision: None,
        withdraws_on: None,
        service_levels: Value::Array(Vec::new()),
        published_at: now,
        written_by: None,
        published_by: None,
    }
}
