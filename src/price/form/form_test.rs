//! What is typed is what is kept: every kind of price goes into the form and comes back unchanged.

use super::*;
use crate::catalogue::given::given;
use ::entity::category::CategoryShape;
use ::entity::exact::Exact;
use ::entity::price::{
    AppliesTo, Band, Charge, ChargeKind, Condition, Discount, PriceSchedule, Scope, SizeBand, Spread, Tier, VolumeLimit,
};
use proptest::prelude::*;

fn broadband() -> CategoryShape {
    given().into_iter().find(|category| category.slug == "broadband").unwrap().shape
}

fn sent(values: &[(String, String)]) -> Fields {
    let mut fields = Fields::default();
    for (name, value) in values {
        // A tick list is sent as one value for each tick.
        for part in value.split('\n') {
            fields.push(name.clone(), part.to_owned());
        }
    }
    fields
}

fn typed(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn read_back(values: &[(String, String)]) -> Result<PriceSchedule, FormView> {
    sent(values).read(|form| read(form, &broadband()))
}

fn faults(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let refused = read_back(&typed(pairs)).unwrap_err();
    assert_eq!(refused.values.get("charge-0-label").map(String::as_str), Some("Line rental"), "what was typed is kept");
    refused.errors.into_iter().map(|error| (error.field, error.text)).collect()
}

/// A decimal with at most six places.
fn decimal() -> impl Strategy<Value = Exact> {
    (0_i64..5_000_000_000, 0_u32..7).prop_map(|(mantissa, places)| Exact::scaled(mantissa, places))
}

fn positive() -> impl Strategy<Value = Exact> {
    decimal().prop_map(|number| number + Exact::one())
}

/// Rising numbers from a first one.
fn rising(first: Exact, steps: Vec<Exact>) -> Vec<Exact> {
    steps
        .into_iter()
        .scan(first, |at, step| {
            *at += step;
            Some(at.clone())
        })
        .collect()
}

fn banded() -> impl Strategy<Value = Vec<Band>> {
    prop::collection::vec((positive(), decimal()), 0..4).prop_flat_map(|parts| (Just(parts), decimal())).prop_map(
        |(parts, last)| {
            let (steps, rates): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
            let ends = rising(Exact::zero(), steps).into_iter().map(Some).chain([None]);
            ends.zip(rates.into_iter().chain([last])).map(|(up_to, rate)| Band { up_to, rate }).collect()
        },
    )
}

fn tiered() -> impl Strategy<Value = Vec<Tier>> {
    prop::collection::vec((positive(), decimal()), 0..4).prop_flat_map(|parts| (Just(parts), decimal())).prop_map(
        |(parts, first)| {
            let (steps, rates): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
            let starts = std::iter::once(Exact::zero()).chain(rising(Exact::zero(), steps));
            starts.zip(std::iter::once(first).chain(rates)).map(|(from, rate)| Tier { from, rate }).collect()
        },
    )
}

fn kind() -> impl Strategy<Value = ChargeKind> {
    let unit = || prop::sample::select(vec!["mbps".to_owned(), "site".to_owned()]);
    prop_oneof![
        decimal().prop_map(|amount| ChargeKind::Fixed { amount }),
        (unit(), decimal()).prop_map(|(unit, rate)| ChargeKind::Unit { unit, rate }),
        (unit(), banded()).prop_map(|(unit, bands)| ChargeKind::Graduated { unit, bands }),
        (unit(), tiered(), any::<bool>()).prop_map(|(unit, tiers, buy_up)| ChargeKind::AllUnits {
            unit,
            tiers,
            buy_up
        }),
        (unit(), positive(), decimal()).prop_map(|(unit, block, amount)| ChargeKind::Step { unit, block, amount }),
        (decimal(), any::<bool>()).prop_map(|(amount, spreads)| ChargeKind::OneOff {
            amount,
            spread: if spreads { Spread::StraightLine } else { Spread::Upfront },
        }),
    ]
}

fn discounts() -> Vec<Discount> {
    let conditions = [
        Condition::Years { from: 3 },
        Condition::WholePackage,
        Condition::Volume { unit: "site".to_owned(), above: Exact::from(4) },
    ];
    conditions.map(|condition| Discount { percent: Exact::from(5), condition }).into()
}

fn filter() -> impl Strategy<Value = Option<AppliesTo>> {
    let some = |words: Vec<&'static str>| {
        let list = prop::sample::subsequence(words, 0..=2);
        list.prop_map(|list| {
            Some(list).filter(|list| !list.is_empty()).map(|list| list.into_iter().map(str::to_owned).collect())
        })
    };
    let lists = (
        some(vec!["nursery", "primary", "all_through"]),
        some(vec!["community", "academy"]),
        some(vec!["104176", "135956"]),
        prop::option::of((positive(), positive())),
    );
    lists.prop_map(|(phases, types, schools, size)| {
        let band = |(from, more): (Exact, Exact)| (Some(from.clone()), Some(from + more));
        let size = size.map(band).map(|(from, to)| SizeBand { unit: "pupil".to_owned(), from, to });
        let filter = AppliesTo { phases, types, schools, size };
        (filter != AppliesTo::default()).then_some(filter)
    })
}

fn charge() -> impl Strategy<Value = Charge> {
    let limits = (prop::option::of(decimal()), prop::option::of(decimal()));
    let names =
        (prop::option::of("[A-Z][a-z]{1,8} & [a-z]{1,8}"), prop::sample::select(vec!["service", "line", "set_up"]));
    let vat = prop::option::of((0_i64..=200).prop_map(|halves| Exact::scaled(halves * 5, 1)));
    (names, any::<bool>(), kind(), filter(), limits, any::<bool>(), vat).prop_map(
        |((label, component), is_joint, kind, applies_to, (one, other), indexed, vat_percent)| {
            let (minimum, maximum) = match (one, other) {
                (Some(one), Some(other)) => (Some(one.clone().min(other.clone())), Some(one.max(other))),
                limits => limits,
            };
            let scope = if is_joint { Scope::Cluster } else { Scope::School };
            let component = component.to_owned();
            Charge {
                id: String::new(),
                label,
                component,
                scope,
                kind,
                applies_to,
                minimum,
                maximum,
                indexed,
                vat_percent,
            }
        },
    )
}

fn schedule() -> impl Strategy<Value = PriceSchedule> {
    let percent = || (-500_i64..=1000).prop_map(|tenths| Exact::scaled(tenths, 1));
    let limits = (prop::option::of(1_u32..99), prop::option::of(positive()), prop::option::of(positive()));
    let terms =
        (1_u32..=10).prop_flat_map(move |term| (Just(term), prop::collection::vec(percent(), 0..=term as usize)));
    let discount = prop::option::of((0_i64..=1000).prop_map(|tenths| Exact::scaled(tenths, 1)));
    (terms, discount, limits, prop::collection::vec(charge(), 1..6)).prop_map(
        |((term_years, index_percent), discount, limits, charges)| {
            let (max_members, mbps, site) = limits;
            let limit = |unit: &str, limit: Option<Exact>| Some(VolumeLimit { unit: unit.to_owned(), limit: limit? });
            let charges = charges
                .into_iter()
                .enumerate()
                .map(|(n, charge)| Charge { id: format!("charge-{n}"), ..charge })
                .collect();
            PriceSchedule {
                term_years,
                index_percent,
                discount_percent: discount,
                max_members,
                max_volume: limit("mbps", mbps).into_iter().chain(limit("site", site)).collect(),
                lot_discount: None,
                discounts: discounts(),
                charges,
            }
        },
    )
}

proptest! {
    #[test]
    fn every_schedule_comes_back_from_its_form_unchanged(schedule in schedule()) {
        prop_assert_eq!(read_back(&view(&schedule)).unwrap(), schedule);
    }
}

const SOUND: [(&str, &str); 8] = [
    ("term_years", "3"),
    ("charge-rows", "3"),
    ("charge-0-label", "Line rental"),
    ("charge-0-component", "line"),
    ("charge-0-scope", "school"),
    ("charge-0-kind", "unit"),
    ("charge-0-unit", "mbps"),
    ("charge-0-amount", "£1,170.50"),
];

/// The sound form with other values for some fields.
fn but(changes: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let kept = SOUND.iter().filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name)).copied();
    kept.chain(changes.iter().copied()).collect()
}

#[test]
fn a_new_charge_takes_its_id_from_its_name_and_never_one_that_is_taken() {
    let twice = but(&[
        ("charge-2-label", "Line rental!"),
        ("charge-2-component", "line"),
        ("charge-2-scope", "cluster"),
        ("charge-2-kind", "fixed"),
        ("charge-2-amount", "5p"),
    ]);
    let schedule = read_back(&typed(&twice)).unwrap();
    let ids: Vec<&str> = schedule.charges.iter().map(|charge| charge.id.as_str()).collect();
    assert_eq!(ids, ["line-rental", "line-rental-2"]);
    assert_eq!(schedule.charges[0].label.as_deref(), Some("Line rental"));
    assert_eq!(schedule.charges[1].kind, ChargeKind::Fixed { amount: Exact::scaled(5, 2) });
}

#[test]
fn a_wrong_price_is_told_beside_its_field_in_the_words_of_the_unit() {
    for (changes, field, sentence) in [
        (
            &[("charge-0-amount", "cheap")][..],
            "charge-0-amount",
            "Enter the price per Mbps in pounds and pence, like 2.42",
        ),
        (&[("charge-0-amount", "")], "charge-0-amount", "Enter the price per Mbps in pounds and pence, like 2.42"),
        (&[("charge-0-amount", "-1")], "charge-0-amount", "Enter 0 or more"),
        (&[("charge-0-unit", "meal")], "charge-0-unit", "Choose the unit of the price"),
        (&[("charge-0-component", "food")], "charge-0-component", "Choose what the charge pays for"),
        (&[("charge-0-scope", "")], "charge-0-scope", "Choose who is charged"),
        (&[("charge-0-kind", "")], "charge-0-kind", "Choose how the price is worked out"),
        (&[("charge-0-block", "10")], "charge-0-block", "Leave this empty, or choose another kind of price"),
        (&[("charge-0-vat", "lots")], "charge-0-vat", "Enter the VAT rate, like 20"),
        (
            &[("charge-0-minimum", "9"), ("charge-0-maximum", "5")],
            "charge-0-maximum",
            "The most charged must not be below the least charged",
        ),
        (&[("term_years", "11")], "term_years", "Enter a term of 1 to 10 years"),
        (&[("term_years", "")], "term_years", "Enter a term of 1 to 10 years"),
        (&[("index", "0, 3, 3, 3")], "index", "Enter at most one price rise for each contract year"),
        (&[("index", "a lot")], "index", "Enter a percentage for each contract year, like 0, 3, 3"),
        (&[("limit-mbps", "0")], "limit-mbps", "Enter more than 0"),
        (&[("max_schools", "0")], "max_schools", "Enter at least 1 school, or leave it empty"),
        (
            &[("charge-0-kind", "graduated"), ("charge-0-amount", ""), ("charge-0-bands", "200: 3")],
            "charge-0-bands",
            "Enter the bands like: up to 200: 38; up to 400: 26; above: 20",
        ),
        (
            &[("charge-0-kind", "graduated"), ("charge-0-amount", ""), ("charge-0-bands", "up to 200: 3")],
            "charge-0-bands",
            "Leave the end of the last band open",
        ),
        (
            &[("charge-0-kind", "all_units"), ("charge-0-amount", ""), ("charge-0-bands", "from 5: 3")],
            "charge-0-bands",
            "Start the first tier at 0",
        ),
        (&[("charge-0-kind", "step"), ("charge-0-block", "0")], "charge-0-block", "Enter more than 0"),
        (&[("charge-0-kind", "step")], "charge-0-block", "Enter how many Mbps are in a block, like 100"),
    ] {
        assert_eq!(faults(&but(changes)), [(field.to_owned(), sentence.to_owned())], "{changes:?}");
    }
}

#[test]
fn a_form_without_a_charge_asks_for_one_at_the_first_row() {
    let refused =
        read_back(&typed(&[("term_years", "1"), ("charge-rows", "2"), ("charge-1-kind", "fixed")])).unwrap_err();
    assert_eq!(refused.errors.len(), 1);
    assert_eq!(
        (refused.errors[0].field.as_str(), refused.errors[0].text.as_str()),
        ("charge-0-label", "Add at least one charge")
    );
}

#[test]
fn another_charge_adds_rows_and_keeps_what_was_typed() {
    let mut fields = sent(&typed(&SOUND));
    assert_eq!(more(&fields), None);
    fields.push(ADD.to_owned(), "yes".to_owned());
    let form = more(&fields).unwrap();
    assert_eq!(form.values.get("charge-rows").map(String::as_str), Some("5"));
    assert_eq!(form.values.get("charge-0-amount").map(String::as_str), Some("£1,170.50"));
    fields.push("charge-rows".to_owned(), "60".to_owned());
    assert!(form.is_sound());
}

/// The price fields' further parts that stand open, for a form with these values.
fn open_parts(pairs: &[(&str, &str)], fault: Option<&str>) -> Vec<String> {
    let form = typed(pairs).into_iter().fold(FormView::default(), |form, (name, value)| form.with(name, value));
    let form = fault.into_iter().fold(form, |form, field| form.refusing(field, "Enter the VAT rate, like 20"));
    let fields = serde_json::to_value(PriceFields::of(&broadband(), &form)).unwrap();
    let rows = fields["rows"].as_array().unwrap().iter().filter(|row| row["is_open"] == true);
    let rows = rows.map(|row| row["field"].as_str().unwrap().to_owned());
    rows.chain((fields["limits_open"] == true).then(|| "limits".to_owned())).collect()
}

#[test]
fn what_is_filled_or_faulty_stands_open_and_the_rest_is_folded() {
    assert_eq!(open_parts(&SOUND, None), Vec::<String>::new());
    assert_eq!(
        open_parts(&but(&[("charge-1-phases", "primary"), ("limit-mbps", "200")]), None),
        ["charge-1-", "limits"]
    );
    assert_eq!(open_parts(&SOUND, Some("charge-2-vat")), ["charge-2-"]);
}
