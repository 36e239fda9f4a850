use super::*;
use entity::school::Phase;

const KIND: Kind = Kind { phase: Phase::Primary, size: SizeBand::From200, meals: MealsBand::Average };

fn school(number: u128) -> SchoolId {
    SchoolId(sea_orm::entity::prelude::Uuid::from_u128(number))
}

/// A school of this number, with a body of its own, that pays so many pounds for one unit.
fn figure(number: u128, pounds: i64) -> Figure {
    Figure {
        school: school(number),
        body: format!("Governing body {number}"),
        kind: KIND,
        year: 2026,
        basis: CostBasis::Register,
        withheld: false,
        amount: Exact::from(pounds),
        volume: Exact::one(),
    }
}

fn figures(pounds: &[i64]) -> Vec<Figure> {
    (1..).zip(pounds).map(|(number, pounds)| figure(number, *pounds)).collect()
}

const OWN: Own<'_> = Own { school: SchoolId(sea_orm::entity::prelude::Uuid::from_u128(0)), body: "Ours", kind: KIND };

#[test]
fn a_median_is_exact_and_says_on_what_it_rests() {
    let mut all = figures(&[5, 1, 4, 2, 3]);
    all[0].volume = Exact::from(3);
    let group = similar(&OWN, &all).unwrap();
    assert_eq!(group.median, Exact::from(2), "1, 5/3, 2, 3, 4");
    assert_eq!(
        group.rests_on,
        "5 primary schools of 200 to 399 pupils with average free meals; prices 2026 to 2027; from contract registers"
    );
    let even = similar(&OWN, &figures(&[1, 2, 3, 4, 5, 6])).unwrap();
    assert_eq!(even.median, Exact::ratio(7, 2).unwrap());
}

#[test]
fn groups_widen_step_by_step_until_they_are_enough() {
    let mut all = figures(&[1, 2, 3, 4, 5, 6, 7]);
    for figure in &mut all[4..] {
        figure.kind.meals = MealsBand::Many;
    }
    let of = |all: &[Figure]| similar(&OWN, all).map(|group| group.rests_on.split(';').next().unwrap().to_owned());
    assert_eq!(of(&all).as_deref(), Some("7 primary schools of 200 to 399 pupils"));
    for figure in &mut all[4..] {
        figure.kind.size = SizeBand::From400;
    }
    assert_eq!(of(&all).as_deref(), Some("7 primary schools of any size"));
    for figure in &mut all[4..] {
        figure.kind.phase = Phase::Secondary;
    }
    assert_eq!(of(&all), None, "four primaries are too few, and no other phase is like them");
}

#[test]
fn four_others_are_not_enough_and_the_reader_is_not_one_of_five() {
    assert!(similar(&OWN, &figures(&[1, 2, 3, 4])).is_none());
    let mut with_own = figures(&[1, 2, 3, 4, 5]);
    with_own[4].school = OWN.school;
    assert!(similar(&OWN, &with_own).is_none());
}

#[test]
fn one_trusts_schools_are_not_a_group_and_the_readers_own_trust_is_left_out() {
    let mut two_bodies = figures(&[1, 2, 3, 4, 5, 6]);
    for (at, figure) in two_bodies.iter_mut().enumerate() {
        figure.body = format!("Trust {}", at % 2);
    }
    assert!(similar(&OWN, &two_bodies).is_none(), "either trust would find the other's middle");
    let mut of_ours = figures(&[1, 2, 3, 4, 5]);
    OWN.body.clone_into(&mut of_ours[0].body);
    assert!(similar(&OWN, &of_ours).is_none(), "our trust knows its own figures and would subtract them");
}

#[test]
fn a_withheld_figure_is_in_no_group() {
    let mut all = figures(&[1, 2, 3, 4, 5]);
    all[2].withheld = true;
    assert!(similar(&OWN, &all).is_none() && of_cluster(&OWN, &all).is_none());
    all.push(figure(6, 9));
    assert_eq!(similar(&OWN, &all).unwrap().median, Exact::from(4), "1, 2, 4, 5, 9");
}

#[test]
fn two_groups_that_differ_by_fewer_than_three_schools_are_not_both_shown() {
    let phase = figures(&[1, 2, 3, 4, 5, 6, 7]);
    for more in 0..=2 {
        let members = &phase[..7 - more];
        let stands = stands(&OWN, Some(members), &phase);
        assert!(stands.similar.is_ok());
        assert_eq!(stands.cluster, Err(Withheld::TooAlike), "{more} schools could be found by subtraction");
    }
    let wide = figures(&[1, 2, 3, 4, 5, 6, 7, 8]);
    assert!(stands(&OWN, Some(&wide[..5]), &wide).cluster.is_ok());
}

#[test]
fn groups_that_differ_on_both_sides_are_told_apart_by_all_their_differences() {
    let phase = figures(&[1, 2, 3, 4, 5, 6]);
    let mut members = phase[..5].to_vec();
    members.push(figure(100, 9));
    let near = stands(&OWN, Some(&members), &phase);
    assert_eq!(near.cluster, Err(Withheld::TooAlike), "one school more here, one there");
    members.push(figure(101, 9));
    assert!(stands(&OWN, Some(&members), &phase).cluster.is_ok());
}

#[test]
fn the_similar_group_does_not_depend_on_the_cluster() {
    let phase = figures(&[1, 2, 3, 4, 5, 6, 7, 8, 9]);
    let alone = stands(&OWN, None, &phase);
    let with = stands(&OWN, Some(&phase[..6]), &phase);
    assert_eq!(alone.similar, with.similar);
    assert_eq!(alone.cluster, Err(Withheld::NoCluster));
    assert_eq!(stands(&OWN, Some(&phase[..4]), &phase).cluster, Err(Withheld::TooFew));
}
