//! The coach for one tender: what its state asks for, and of whom by name.

use super::dossier::Dossier;
use super::rules::coach::{Coach, coach};
use super::rules::states;
use crate::cluster;
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::platform::words;
use ::entity::membership::{Role, Scope};

/// What a state asks for, and of whom: "tender lead (Bea Rowan)".
#[derive(Clone, Debug)]
pub struct Coached {
    pub coach: Coach,
    pub who: Vec<String>,
}

/// The coach's words for a tender now, with the names of its team and its cluster's officers. Two queries.
pub async fn coached(context: &Context, dossier: &Dossier) -> Result<Coached> {
    let coach = coach(states::phase(&dossier.tender, context.now));
    let officers = cluster::officers(context.read(), dossier.cluster.id).await?;
    let named = |role: Role| {
        let names: Vec<&str> = match role.scope() {
            Scope::Tender => of(dossier.team.iter().map(|member| (member.role, member.name.as_str())), role),
            Scope::Cluster if !matches!(role, Role::Representative | Role::Substitute) => {
                of(officers.iter().map(|officer| (officer.role, officer.name.as_str())), role)
            }
            _ => return of_each_school(role),
        };
        let title = words::capitalised(&role.title().to_lowercase());
        if names.is_empty() { format!("{title}: nobody yet") } else { format!("{title}: {}", words::listed(&names)) }
    };
    Ok(Coached { coach, who: coach.who.iter().map(|role| named(*role)).collect() })
}

fn of<'a>(held: impl Iterator<Item = (Role, &'a str)>, role: Role) -> Vec<&'a str> {
    held.filter(|(held, _)| *held == role).map(|(_, name)| name).collect()
}

/// Nobody is named where every school has somebody.
fn of_each_school(role: Role) -> String {
    match role {
        Role::ProviderStaff | Role::LaSeller => "The provider's own people".to_owned(),
        role => format!("{} of each school", words::capitalised(&role.title().to_lowercase())),
    }
}
