use super::*;
use ::entity::agreement::Majority;

fn kinds(all: &[Kind]) -> BTreeSet<Kind> {
    all.iter().copied().collect()
}

fn taking(name: &str, kind: Kind) -> Taking {
    Taking { name: name.to_owned(), kind }
}

#[test]
fn maintained_schools_of_every_category_and_a_college_can_have_a_joint_committee() {
    let all = [Kind::Community, Kind::Nursery, Kind::Voluntary, Kind::Foundation, Kind::College];
    assert_eq!(recommended(&kinds(&all)), Form::JointCommittee);
    let schools: Vec<Taking> = all.iter().map(|kind| taking(kind.word(), *kind)).collect();
    assert_eq!(check(Form::JointCommittee, &schools), Ok(()));
    assert_eq!(check(Form::Collaboration, &schools), Ok(()));
}

#[test]
fn a_cluster_with_an_academy_is_led_to_a_steering_group_and_the_academy_is_named() {
    assert_eq!(recommended(&kinds(&[Kind::Community, Kind::Academy])), Form::SteeringGroup);
    let schools = [taking("Old Church", Kind::Voluntary), taking("Grace Academy", Kind::Academy)];
    let told = check(Form::JointCommittee, &schools).unwrap_err().to_string();
    assert!(
        told.starts_with("The form “joint committee” is not for Grace Academy: an academy is run by its trust"),
        "{told}"
    );
    assert!(
        told.ends_with("A steering group by agreement is for every kind of school") && !told.contains("Old Church")
    );
    assert_eq!(check(Form::SteeringGroup, &schools), Ok(()));
}

#[test]
fn a_steering_group_and_a_partnership_are_for_every_kind() {
    for kind in Kind::ALL {
        for form in [Form::SteeringGroup, Form::Partnership] {
            assert!(!matches!(fit(form, kind), Fit::No(_)), "{form} {kind:?}");
        }
    }
}

#[test]
fn colleges_alone_and_academies_alone_agree_by_contract() {
    assert_eq!(recommended(&kinds(&[Kind::College])), Form::SteeringGroup);
    assert_eq!(recommended(&kinds(&[Kind::Academy])), Form::SteeringGroup);
    assert!(matches!(fit(Form::MultiAcademyTrust, Kind::Academy), Fit::If(_)));
    for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Academy) {
        assert!(matches!(fit(Form::MultiAcademyTrust, kind), Fit::No(_)), "{kind:?}");
    }
}

#[test]
fn only_maintained_schools_federate_and_form_school_companies() {
    for kind in Kind::ALL {
        for form in [Form::Federation, Form::SchoolCompany] {
            assert_eq!(!matches!(fit(form, kind), Fit::No(_)), kind.is_maintained(), "{form} {kind:?}");
        }
    }
}

#[test]
fn a_trust_is_shared_by_foundation_schools_and_those_that_become_one() {
    assert!(matches!(fit(Form::SharedTrust, Kind::Foundation), Fit::If(_)));
    assert!(matches!(fit(Form::SharedTrust, Kind::Community), Fit::If(_)));
    for kind in [Kind::Voluntary, Kind::Nursery, Kind::Academy, Kind::College, Kind::Unit, Kind::Independent] {
        assert!(matches!(fit(Form::SharedTrust, kind), Fit::No(_)), "{kind:?}");
    }
}

#[test]
fn what_fits_stands_first_and_the_recommended_form_leads() {
    let found = findings(&kinds(&[Kind::Community, Kind::Academy]));
    let fitting: Vec<Form> = found.iter().take_while(|each| each.fits()).map(|each| each.form).collect();
    assert_eq!(fitting, [Form::SteeringGroup, Form::Partnership]);
    assert_eq!(found.len(), Form::ALL.len());
    assert!(found[2..].iter().all(|each| !each.fits()));
}

#[test]
fn a_joint_committee_has_three_present_a_casting_vote_and_no_associates_on_money() {
    let defaults = committee_defaults(Form::JointCommittee);
    assert_eq!((defaults.least_quorum, defaults.casting_vote, defaults.associates_vote_on_money), (3, true, false));
    assert!(defaults.by_regulation && !committee_defaults(Form::SteeringGroup).by_regulation);
    assert_eq!(check_terms(Form::JointCommittee, Majority::Simple, true), Ok(()));
    assert_eq!(check_terms(Form::JointCommittee, Majority::Simple, false).unwrap_err().0, "casting_vote");
    assert_eq!(check_terms(Form::JointCommittee, Majority::TwoThirds, true).unwrap_err().0, "majority");
    assert_eq!(check_terms(Form::SteeringGroup, Majority::TwoThirds, false), Ok(()));
}

#[test]
fn every_form_says_what_it_is_and_all_but_an_understanding_name_their_rule() {
    for form in Form::ALL {
        assert!(about(*form).ends_with('.'), "{form}");
        assert_eq!(sources(*form).is_empty(), *form == Form::Partnership, "{form}");
    }
    for kind in Kind::ALL {
        assert_eq!(Kind::named(kind.word()), Some(kind));
    }
    assert_eq!(Kind::named("castle"), None);
}
