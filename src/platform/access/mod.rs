//! Who may do what: the whole policy is one `match`, asked in one place.
//!
//! A role counts where it is held: a headteacher's in their school, a chair's in their cluster. The hat worn brings every
//! role that the person holds for the same organisation, so that a head who represents the school and scores a tender
//! changes hats only to act for somebody else. An LA's seller and its officer stay apart.

use crate::platform::error::{Error, Result};
use ::entity::ids::*;
use ::entity::membership::{Role, Scope};
use sea_orm::entity::prelude::Uuid;

mod policy;

pub use policy::Action;

/// Where an action happens: the organisations whose roles count there.
#[derive(Clone, Debug, Default)]
pub struct Place {
    pub schools: Vec<SchoolId>,
    pub clusters: Vec<ClusterId>,
    pub tender: Option<TenderId>,
    pub providers: Vec<ProviderId>,
}

impl Place {
    pub fn school(id: SchoolId) -> Self {
        Self { schools: vec![id], ..Self::default() }
    }

    pub fn provider(id: ProviderId) -> Self {
        Self { providers: vec![id], ..Self::default() }
    }

    /// Nowhere in particular: only platform roles count.
    pub fn platform() -> Self {
        Self::default()
    }
}

/// One role that a person holds somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hat {
    pub membership: MembershipId,
    pub role: Role,
    pub scope: Scope,
    pub scope_id: Option<Uuid>,
    pub school: Option<SchoolId>,
}

impl Hat {
    /// The school that this hat is worn for: its own, or the one a cluster or tender role is held for.
    pub fn for_school(&self) -> Option<SchoolId> {
        if self.scope == Scope::School { self.scope_id.map(SchoolId) } else { self.school }
    }

    fn counts_in(&self, place: &Place) -> bool {
        match self.scope {
            Scope::Platform => true,
            Scope::School => self.scope_id.is_some_and(|id| place.schools.contains(&SchoolId(id))),
            Scope::Cluster => self.scope_id.is_some_and(|id| place.clusters.contains(&ClusterId(id))),
            Scope::Tender => self.scope_id.map(TenderId) == place.tender,
            Scope::Provider => self.scope_id.is_some_and(|id| place.providers.contains(&ProviderId(id))),
        }
    }

    /// Does wearing `worn` bring this hat too?
    fn goes_with(&self, worn: &Hat) -> bool {
        self == worn
            || match (worn.for_school(), self.for_school()) {
                (Some(worn_for), Some(own)) => worn_for == own,
                _ => {
                    self.scope == Scope::Provider
                        && self.scope_id == worn.scope_id
                        && (self.role == Role::LaOfficer) == (worn.role == Role::LaOfficer)
                        || self.scope == worn.scope && self.scope_id == worn.scope_id && self.scope == Scope::Cluster
                        || matches!(self.scope, Scope::Cluster | Scope::Tender)
                            && matches!(worn.scope, Scope::Cluster | Scope::Tender)
                            && self.school.is_none()
                            && worn.school.is_none()
                }
            }
    }
}

/// Who asks: nobody known, or a person with the hats that the one they wear brings.
#[derive(Clone, Debug, Default)]
pub struct Actor {
    pub account: Option<AccountId>,
    pub name: String,
    pub worn: Option<Hat>,
    hats: Vec<Hat>,
    /// Hats of roles that need a second factor, of somebody who has none yet.
    withheld: Vec<Hat>,
}

impl Actor {
    /// Nobody signed in.
    pub fn public() -> Self {
        Self::default()
    }

    /// A person who wears the hat `worn` of all that they have.
    pub fn new(account: AccountId, name: String, all: &[Hat], worn: Option<MembershipId>) -> Self {
        let worn = all.iter().find(|hat| Some(hat.membership) == worn).or(all.first()).cloned();
        let hats = all.iter().filter(|hat| worn.as_ref().is_some_and(|worn| hat.goes_with(worn))).cloned().collect();
        Self { account: Some(account), name, worn, hats, withheld: Vec::new() }
    }

    /// The same person without the roles that need a second factor, until they have set one up.
    #[must_use]
    pub fn without_second_factor(mut self) -> Self {
        (self.withheld, self.hats) = self.hats.into_iter().partition(|hat| hat.role.needs_second_factor());
        self
    }

    /// The role, if any, that does nothing until a second factor is set up.
    pub fn waits_for_second_factor(&self) -> Option<Role> {
        self.withheld.first().map(|hat| hat.role)
    }

    /// The hats in use.
    pub fn hats(&self) -> &[Hat] {
        &self.hats
    }

    pub fn has_role(&self, role: Role) -> bool {
        self.hats.iter().any(|hat| hat.role == role)
    }

    /// The hat that permits the action in this place, if one does.
    pub fn hat_for(&self, action: Action, place: &Place) -> Option<&Hat> {
        self.hats.iter().find(|hat| action.roles().contains(&hat.role) && hat.counts_in(place))
    }

    pub fn may(&self, action: Action, place: &Place) -> bool {
        self.hat_for(action, place).is_some()
    }

    /// Could this actor do it anywhere? A route asks before its handler looks at the place.
    pub fn may_somewhere(&self, action: Action) -> bool {
        self.hats.iter().any(|hat| action.roles().contains(&hat.role))
    }

    /// The refusal of somebody whose role would permit it with a second factor.
    fn withheld(&self, permits: impl Fn(&Hat) -> bool) -> Option<Error> {
        self.withheld.iter().find(|hat| permits(hat)).map(|hat| Error::SecondFactor(hat.role))
    }

    /// As `withheld`, for a route that is open to these actions.
    pub fn withheld_somewhere(&self, actions: &[Action]) -> Option<Error> {
        self.withheld(|hat| actions.iter().any(|action| action.roles().contains(&hat.role)))
    }

    /// 403 unless permitted; the sentence names the roles that are.
    pub fn require(&self, action: Action, place: &Place) -> Result<&Hat> {
        let withheld = || self.withheld(|hat| action.roles().contains(&hat.role) && hat.counts_in(place));
        match self.hat_for(action, place) {
            Some(hat) => Ok(hat),
            None if self.account.is_none() => Err(Error::SignIn),
            None => Err(withheld().unwrap_or_else(|| Error::Forbidden(who_can(action)))),
        }
    }

    /// 404 unless permitted: for what the actor may not know of.
    pub fn require_sight(&self, action: Action, place: &Place) -> Result<()> {
        match self.require(action, place) {
            Ok(_) => Ok(()),
            Err(Error::Forbidden(_)) => Err(Error::NotFound),
            Err(error) => Err(error),
        }
    }

    /// The account, for what only somebody signed in can do.
    pub fn require_account(&self) -> Result<AccountId> {
        self.account.ok_or(Error::SignIn)
    }
}

/// "You need the role of cluster chair or clerk for this."
pub fn who_can(action: Action) -> String {
    let titles: Vec<String> = action.roles().iter().map(|role| role.title().to_lowercase()).collect();
    match titles.split_last() {
        Some((last, [])) => format!("You need the role of {last} for this."),
        Some((last, rest)) => format!("You need the role of {} or {last} for this.", rest.join(", ")),
        None => "Nobody may do this.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    fn hat(role: Role, scope_id: Uuid, school: Option<SchoolId>) -> Hat {
        let membership = MembershipId::new(DateTime::UNIX_EPOCH);
        Hat { membership, role, scope: role.scope(), scope_id: Some(scope_id), school }
    }

    fn person(hats: &[Hat]) -> Actor {
        Actor::new(AccountId::new(DateTime::UNIX_EPOCH), "A".to_owned(), hats, None)
    }

    #[test]
    fn a_role_counts_only_where_it_is_held() {
        let (own, other) = (SchoolId::new(DateTime::UNIX_EPOCH), SchoolId::new(DateTime::UNIX_EPOCH));
        let head = person(&[hat(Role::Headteacher, own.0, None)]);
        assert!(head.may(Action::SignDemand, &Place::school(own)));
        assert!(!head.may(Action::SignDemand, &Place::school(other)));
    }

    #[test]
    fn a_head_who_represents_the_school_needs_no_other_hat() {
        let school = SchoolId::new(DateTime::UNIX_EPOCH);
        let cluster = ClusterId::new(DateTime::UNIX_EPOCH);
        let head =
            person(&[hat(Role::Headteacher, school.0, None), hat(Role::Representative, cluster.0, Some(school))]);
        let place = Place { clusters: vec![cluster], ..Place::default() };
        assert!(head.may(Action::Vote, &place));
    }

    #[test]
    fn a_chair_without_a_second_factor_is_told_to_set_one_up_and_keeps_every_other_role() {
        let school = SchoolId::new(DateTime::UNIX_EPOCH);
        let cluster = ClusterId::new(DateTime::UNIX_EPOCH);
        let hats = [hat(Role::Headteacher, school.0, None), hat(Role::Chair, cluster.0, Some(school))];
        let head = person(&hats).without_second_factor();
        let place = Place { clusters: vec![cluster], ..Place::default() };
        assert!(matches!(head.require(Action::RunTender, &place), Err(Error::SecondFactor(Role::Chair))));
        assert!(matches!(head.require(Action::RunTender, &Place::school(school)), Err(Error::Forbidden(_))));
        assert!(head.may(Action::SignDemand, &Place::school(school)));
    }

    #[test]
    fn an_authoritys_officer_is_not_its_seller() {
        let la = ProviderId::new(DateTime::UNIX_EPOCH);
        let officer = person(&[hat(Role::LaOfficer, la.0, None), hat(Role::LaSeller, la.0, None)]);
        assert!(!officer.may(Action::PublishSla, &Place::provider(la)));
    }

    #[test]
    fn an_administrator_sees_no_bid_and_no_vote() {
        for action in [Action::SeePrices, Action::Score, Action::Vote, Action::Moderate, Action::SeeReport] {
            assert!(!action.roles().contains(&Role::Administrator), "{action:?}");
        }
    }
}
