//! What schools agree on: the form, versions and who they bind, staying and leaving, the authority, how it goes.

mod answers;
mod authority;
mod evaluation;
mod form;
mod yearly;

use clusterbuy::cluster::{self, NewVersion};
use entity::cluster_form::Form;
use entity::school::LegalType;
use entity::{ids::SchoolId, school};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use support::{TestCluster, World};

/// A version that the chair proposes.
async fn proposed(world: &World, of: &TestCluster) -> i32 {
    let terms = NewVersion::usual(Form::SteeringGroup, "It is for all of us", "We buy together.\nWe share a clerk.");
    cluster::record_version(&of.chair.context(world).await, &of.cluster, terms).await.unwrap()
}

/// From now on the register says that the school is of this type.
async fn becomes(world: &World, school: SchoolId, legal_type: LegalType) {
    let change = world.app.db.begin_write().await.unwrap();
    let mut row = school::Entity::find_by_id(school).one(&change).await.unwrap().unwrap().into_active_model();
    row.legal_type = Set(legal_type);
    row.update(&change).await.unwrap();
    change.commit().await.unwrap();
}
