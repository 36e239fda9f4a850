//! Schools of the register, and a cluster of them made by the people's own commands.

use crate::{Person, World};
use clusterbuy::account::Grant;
use clusterbuy::cluster::{self, Appointment, NewCluster, NewVersion};
use entity::cluster_form::Form;
use entity::ids::SchoolId;
use entity::membership::Role;
use entity::school::{self, EstablishmentStatus, LegalType, Phase};
use sea_orm::{ActiveModelTrait, IntoActiveModel};

/// Some schools under one agreement.
pub struct TestCluster {
    pub cluster: entity::cluster::Model,
    /// In the cluster's order; the first hosts it.
    pub schools: Vec<school::Model>,
    /// Headteacher of the first school and chair.
    pub chair: Person,
}

impl World {
    /// An open community primary school of 200 pupils.
    pub async fn school(&self, urn: i32, name: &str) -> school::Model {
        let row = school::Model {
            id: SchoolId::new(self.now()),
            urn,
            name: name.to_owned(),
            la_code: Some("335".to_owned()),
            la_name: Some("Walsall".to_owned()),
            establishment_number: None,
            phase: Phase::Primary,
            legal_type: LegalType::Community,
            type_name: None,
            status: EstablishmentStatus::Open,
            opened_on: None,
            closed_on: None,
            street: None,
            locality: None,
            town: Some("Northgate".to_owned()),
            postcode: None,
            trust_name: None,
            federation_name: None,
            pupils: Some(200),
            fsm_pupils: None,
            website: None,
            religious_character: None,
            gender: None,
            low_age: None,
            high_age: None,
            capacity: None,
        };
        let change = self.app.db.begin_write().await.expect("a transaction begins");
        row.clone().into_active_model().insert(&change).await.expect("the school is kept");
        change.commit().await.expect("the school is kept");
        row
    }

    /// "School 1", "School 2" and so on, from URN 100001.
    pub async fn schools(&self, count: i32) -> Vec<school::Model> {
        let mut schools = Vec::new();
        for number in 1..=count {
            schools.push(self.school(100_000 + number, &format!("School {number}")).await);
        }
        schools
    }

    /// Somebody with one role in a school, signed in.
    pub async fn at_school(&self, name: &str, role: Role, school: &school::Model) -> Person {
        self.person(name, &[Grant::school(role, school.id)]).await
    }

    /// The cluster "Northgate Schools" (NG) of new schools, without an agreement.
    pub async fn cluster_of(&self, count: i32) -> TestCluster {
        let schools = self.schools(count).await;
        let chair = self.at_school("Chris Chair", Role::Headteacher, &schools[0]).await;
        let new = NewCluster {
            name: "Northgate Schools".to_owned(),
            slug: "northgate".to_owned(),
            reference_prefix: "NG".to_owned(),
        };
        let founder = chair.context(self).await;
        let cluster = cluster::found(&founder, new).await.expect("a cluster is founded");
        let appointment = Appointment {
            role: Role::Chair,
            school: Some(schools[0].id),
            name: "Chris Chair".to_owned(),
            email: chair.email.clone(),
        };
        cluster::appoint(&founder, &cluster, appointment).await.expect("the chair is appointed");
        let chairing = chair.context(self).await;
        for school in &schools[1..] {
            cluster::add_school(&chairing, &cluster, school.urn).await.expect("a school is added");
        }
        TestCluster { cluster, schools, chair }
    }
}

impl TestCluster {
    /// Every body agrees to the same terms, and the chair brings them into force.
    pub async fn agrees(&self, world: &World) {
        self.agrees_as(world, Form::SteeringGroup).await;
    }

    /// A version of this form is recorded, every body agrees to it, and it comes into force.
    pub async fn agrees_as(&self, world: &World, form: Form) {
        let chair = self.chair.context(world).await;
        let terms = NewVersion::usual(form, "It is for every kind of school", "We buy together.");
        let version = cluster::record_version(&chair, &self.cluster, terms).await.expect("a version is recorded");
        let day = world.now().date_naive();
        for school in &self.schools {
            cluster::agree(&chair, &self.cluster, version, school.id, "FGB 1", day).await.expect("a body agrees");
        }
        cluster::adopt(&chair, &self.cluster, version).await.expect("the version comes into force");
    }
}
