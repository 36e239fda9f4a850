use super::*;

fn exact(text: &str) -> Exact {
    text.parse().unwrap()
}

#[test]
fn halves_are_rounded_away_from_zero() {
    for (text, rounded) in [("0.125", "0.13"), ("-0.125", "-0.13"), ("0.124", "0.12"), ("-0.004", "0.00")] {
        assert_eq!(exact(text).pounds(), rounded);
    }
    assert_eq!(exact("2.5").decimals(0), "3");
}

#[test]
fn only_plain_decimals_are_read() {
    for text in ["", "-", ".5", "5.", "1e400", "1,000", "+1", "0x10", " 1", "1.2.3", "NaN", "--1", "1/2", "٣"] {
        assert!(text.parse::<Exact>().is_err(), "{text:?} was read");
    }
    assert!("9".repeat(LONGEST_DECIMAL + 1).parse::<Exact>().is_err());
}

#[test]
fn numbers_print_as_decimals_or_as_fractions_in_lowest_terms() {
    assert_eq!(exact("0.0950").to_string(), "0.095");
    assert_eq!(exact("-12.50").fraction(), "-25/2");
    assert_eq!(Exact::ratio(10, 30).unwrap().to_string(), "1/3");
    assert_eq!(Exact::ratio(1, 0), None);
}

#[test]
fn json_takes_decimals_in_quotes_and_whole_numbers_but_no_floats() {
    assert_eq!(serde_json::from_str::<Exact>("\"0.095\"").unwrap(), exact("0.095"));
    assert_eq!(serde_json::from_str::<Exact>("-7").unwrap(), Exact::from(-7));
    assert!(serde_json::from_str::<Exact>("0.5").is_err());
    assert_eq!(serde_json::to_string(&exact("1.50")).unwrap(), "\"1.5\"");
}

#[test]
fn a_median_of_an_even_number_is_the_mean_of_the_middle_two() {
    assert_eq!(median(&[exact("4"), exact("1"), exact("2")]), Some(exact("2")));
    assert_eq!(median(&[exact("4"), exact("1"), exact("2"), exact("9")]), Some(exact("3")));
    assert_eq!(median(&[]), None);
}

#[test]
fn negative_amounts_are_shared_too() {
    let shares = split(&exact("-1"), &[Exact::one(), Exact::one(), Exact::one()]).unwrap();
    assert_eq!(shares.iter().map(Exact::pounds).collect::<Vec<_>>(), ["-0.33", "-0.33", "-0.34"]);
    assert_eq!(split(&exact("1"), &[]), Err(CannotSplit::NoWeights));
    assert_eq!(split(&exact("1"), &[exact("-1")]), Err(CannotSplit::NegativeWeight));
}

#[test]
fn numbers_beyond_a_machine_word_are_as_exact_as_small_ones() {
    let large = Exact::from(i64::MAX) * Exact::from(i64::MAX);
    assert_eq!(large.fraction(), "85070591730234615847396907784232501249");
    assert_eq!(&large / &Exact::from(i64::MAX), Exact::from(i64::MAX));
    assert_eq!(-Exact::from(i64::MIN) + Exact::from(i64::MIN), Exact::zero());
    assert_eq!((Exact::from(i64::MIN) / Exact::from(-1)).fraction(), "9223372036854775808");
    let third = Exact::ratio(1, 3).unwrap();
    let tiny = (0..80).fold(Exact::one(), |product, _| product * &third);
    assert!(tiny.is_positive() && tiny < third && (&tiny - &tiny).is_zero());
    assert_eq!((0..80).fold(tiny, |product, _| product / &third), Exact::one());
    assert_eq!((&large + &third).half_up(2).decimals(2), "85070591730234615847396907784232501249.33");
    assert_eq!((-(&large + &third)).floor(), -(large + Exact::one()));
}
