//! How a line came about, kept as data so that a page can show the sum in plain English.

use entity::exact::Exact;
use entity::money::{plain_number, plain_price};

/// The sum behind one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Working {
    pub steps: Steps,
    pub unit: Option<String>,
    /// The minimum or maximum charged instead of what the steps give.
    pub held_to: Option<Exact>,
    /// The product of the yearly index so far; 1 when not indexed.
    pub index: Exact,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Steps {
    Fixed {
        amount: Exact,
    },
    Rate {
        rate: Exact,
        volume: Exact,
    },
    /// (part of the volume, rate), from the first band on.
    Bands(Vec<(Exact, Exact)>),
    /// A higher tier's least quantity is paid for, because that is cheaper.
    BoughtUp {
        rate: Exact,
        paid_for: Exact,
        volume: Exact,
    },
    Blocks {
        amount: Exact,
        blocks: Exact,
        block: Exact,
    },
    /// A part of a one-off charge, already in whole pennies.
    Instalment {
        whole: Exact,
        part: Exact,
        years: usize,
    },
}

impl Steps {
    pub(super) fn sum(&self) -> Exact {
        match self {
            Steps::Fixed { amount } => amount.clone(),
            Steps::Rate { rate, volume } => rate * volume,
            Steps::Bands(parts) => parts.iter().map(|(part, rate)| part * rate).sum(),
            Steps::BoughtUp { rate, paid_for, .. } => rate * paid_for,
            Steps::Blocks { amount, blocks, .. } => amount * blocks,
            Steps::Instalment { part, .. } => part.clone(),
        }
    }
}

impl Working {
    pub(super) fn plain(steps: Steps) -> Self {
        Working { steps, unit: None, held_to: None, index: Exact::one() }
    }

    /// The amount of the line: index × charge between minimum and maximum, rounded half-up to a penny.
    pub fn amount(&self) -> Exact {
        let charged = self.held_to.clone().unwrap_or_else(|| self.steps.sum());
        (charged * &self.index).half_up(2)
    }

    /// The sum as a person would write it: `3p × 120,000 meals`.
    pub fn sentence(&self) -> String {
        let mut text = self.steps_text();
        if let Some(held_to) = &self.held_to {
            let limit = if *held_to > self.steps.sum() { "the least charged is" } else { "the most charged is" };
            text = format!("{text}, but {limit} {}", plain_price(held_to));
        }
        if self.index != Exact::one() {
            text = format!("{text}, × {} for yearly price rises", plain_number(&self.index));
        }
        text
    }

    fn steps_text(&self) -> String {
        let unit = self.unit.as_deref().unwrap_or_default();
        let of = |volume: &Exact| format!("{} {}", plain_number(volume), unit_name(unit, volume));
        match &self.steps {
            Steps::Fixed { amount } => format!("{} a year", plain_price(amount)),
            Steps::Rate { rate, volume } => format!("{} × {}", plain_price(rate), of(volume)),
            Steps::Bands(parts) if parts.is_empty() => of(&Exact::zero()),
            Steps::Bands(parts) => {
                let part = |(part, rate): &(Exact, Exact)| format!("{} × {}", plain_price(rate), of(part));
                parts.iter().map(part).collect::<Vec<_>>().join(" + ")
            }
            Steps::BoughtUp { rate, paid_for, volume } => {
                format!("{} × {}, cheaper than paying for {}", plain_price(rate), of(paid_for), of(volume))
            }
            Steps::Blocks { amount, blocks, block } => {
                let name = unit_name("started block", blocks);
                format!("{} × {} {name} of {}", plain_price(amount), plain_number(blocks), of(block))
            }
            Steps::Instalment { whole, years: 1, .. } => format!("{} once", plain_price(whole)),
            Steps::Instalment { whole, years, .. } => format!("{} spread over {years} years", plain_price(whole)),
        }
    }
}

/// The unit as written after a number: `meal`, `meals`, `Mbps`.
pub fn unit_name(unit: &str, volume: &Exact) -> String {
    let name = unit.replace('_', " ");
    match name.as_str() {
        "mbps" => "Mbps".to_owned(),
        _ if name.is_empty() || *volume == Exact::one() => name,
        _ => format!("{name}s"),
    }
}
