//! Savings term by term: the baseline as it was frozen, what was agreed, what the invoices say, and why they differ.

use entity::exact::{Exact, split};

use super::{Effects, Outturn, realised_vs_forecast};

/// One school's part of a contract in one term, in pounds, net of VAT.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermFacts {
    /// The term's part of the yearly baseline. None: not measurable.
    pub before: Option<Exact>,
    /// The term's part of what was agreed for the year.
    pub agreed: Exact,
    /// The quantity agreed for the term.
    pub planned: Option<Exact>,
    /// From invoices. None: not entered.
    pub paid: Option<Exact>,
    /// From invoices, where they say it.
    pub quantity: Option<Exact>,
}

/// The same with what follows from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Termly {
    pub facts: TermFacts,
    /// What the invoiced quantity would have cost without the cluster; the baseline itself where no quantity is known.
    pub compared: Option<Exact>,
    /// (agreed unit − paid unit) × invoiced quantity; the whole difference where no quantity is known. Positive: saved.
    pub price_effect: Option<Exact>,
    /// The rest. None where no quantity is known.
    pub volume_effect: Option<Exact>,
}

impl Termly {
    /// By `best-value.md` section 3: forecast and realised saving, and the price and volume effect between them.
    pub fn of(facts: TermFacts) -> Termly {
        let effects = effects(&facts);
        let compared = match (&effects, &facts.paid) {
            (Some(effects), Some(paid)) => Some(&effects.realised + paid),
            _ => facts.before.clone(),
        };
        let whole = facts.paid.as_ref().map(|paid| &facts.agreed - paid);
        Termly {
            compared,
            price_effect: effects.as_ref().map(|effects| effects.price_effect.clone()).or(whole),
            volume_effect: effects.map(|effects| effects.volume_effect),
            facts,
        }
    }

    /// What was to be saved.
    pub fn expected(&self) -> Option<Exact> {
        Some(self.facts.before.as_ref()? - &self.facts.agreed)
    }

    /// What was saved, by invoices. None until they are entered, or without a baseline.
    pub fn realised(&self) -> Option<Exact> {
        Some(self.compared.as_ref()? - self.facts.paid.as_ref()?)
    }
}

/// None where the quantity or the baseline is not known, or nothing was used.
fn effects(facts: &TermFacts) -> Option<Effects> {
    let (planned, quantity) = (facts.planned.as_ref()?, facts.quantity.as_ref()?);
    Some(realised_vs_forecast(&Outturn {
        baseline_unit: facts.before.as_ref()?.over(planned)?,
        forecast_unit: facts.agreed.over(planned)?,
        forecast_volume: planned.clone(),
        actual_unit: facts.paid.as_ref()?.over(quantity)?,
        actual_volume: quantity.clone(),
    }))
}

/// A yearly amount by the terms of the year, each the same but for the last penny, so that they add up to it.
pub fn by_term(yearly: &Exact, terms: usize) -> Vec<Exact> {
    let equal = vec![Exact::one(); terms];
    split(yearly, &equal).unwrap_or_default()
}

/// Sums of some terms; a term that is not entered counts in what was agreed alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summed {
    /// Baselines of the entered terms whose baseline is known, for the quantity that was invoiced.
    pub compared: Exact,
    /// What was paid against those baselines.
    pub paid_measured: Exact,
    /// Agreed, of every term.
    pub agreed: Exact,
    /// Agreed, of the entered terms.
    pub agreed_entered: Exact,
    pub paid: Exact,
    pub price_effect: Exact,
    pub volume_effect: Exact,
    pub entered: usize,
    pub of: usize,
    /// Entered without a known baseline: not counted as a saving.
    pub unmeasured: usize,
}

impl Summed {
    pub fn realised(&self) -> Exact {
        &self.compared - &self.paid_measured
    }
}

/// Adds up.
pub fn sum<'a>(terms: impl IntoIterator<Item = &'a Termly>) -> Summed {
    let mut sum = Summed::default();
    for term in terms {
        sum.of += 1;
        sum.agreed += &term.facts.agreed;
        let Some(paid) = &term.facts.paid else { continue };
        sum.entered += 1;
        sum.paid += paid;
        sum.agreed_entered += &term.facts.agreed;
        match &term.compared {
            Some(compared) => {
                sum.compared += compared;
                sum.paid_measured += paid;
                sum.price_effect += &term.price_effect.clone().unwrap_or_default();
                sum.volume_effect += &term.volume_effect.clone().unwrap_or_default();
            }
            None => sum.unmeasured += 1,
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        text.parse().unwrap()
    }

    fn facts(paid: Option<&str>, quantity: Option<&str>) -> TermFacts {
        TermFacts {
            before: Some(exact("900")),
            agreed: exact("600"),
            planned: Some(exact("100")),
            paid: paid.map(exact),
            quantity: quantity.map(exact),
        }
    }

    #[test]
    fn price_and_quantity_add_up_to_the_difference_between_expected_and_realised() {
        let term = Termly::of(facts(Some("550"), Some("110")));
        assert_eq!(term.expected(), Some(exact("300")));
        assert_eq!(term.realised().unwrap(), exact("440"), "110 at £9 without the cluster, less £550");
        assert_eq!(
            (term.price_effect.clone().unwrap(), term.volume_effect.clone().unwrap()),
            (exact("110"), exact("30"))
        );
        let sum = sum([&term]);
        assert_eq!(sum.realised(), exact("300") + sum.price_effect.clone() + sum.volume_effect.clone());
    }

    #[test]
    fn without_a_quantity_the_whole_difference_is_the_price() {
        let term = Termly::of(facts(Some("550"), None));
        assert_eq!(
            (term.realised(), term.price_effect, term.volume_effect),
            (Some(exact("350")), Some(exact("50")), None)
        );
        let waits = Termly::of(facts(None, None));
        assert_eq!((waits.realised(), waits.price_effect), (None, None));
    }

    #[test]
    fn a_term_in_which_nothing_was_used_is_not_divided_by_nothing() {
        let term = Termly::of(facts(Some("0"), Some("0")));
        assert_eq!((term.realised(), term.volume_effect), (Some(exact("900")), None));
    }

    #[test]
    fn the_terms_of_a_year_add_up_to_it_and_what_is_not_entered_is_not_counted() {
        let parts = by_term(&exact("646.67"), 3);
        assert_eq!(parts.iter().sum::<Exact>(), exact("646.67"));
        assert_eq!(parts.iter().map(Exact::pounds).collect::<Vec<_>>(), ["215.56", "215.56", "215.55"]);
        let unknown = Termly::of(TermFacts { before: None, ..facts(Some("550"), None) });
        let (entered, waits) = (Termly::of(facts(Some("550"), None)), Termly::of(facts(None, None)));
        let sum = sum([&entered, &waits, &unknown]);
        assert_eq!((sum.entered, sum.of, sum.unmeasured), (2, 3, 1));
        assert_eq!((sum.agreed.pounds(), sum.paid.pounds()), ("1800.00".to_owned(), "1100.00".to_owned()));
        assert_eq!(sum.realised(), exact("350"));
    }
}
