//! One charge of a price schedule: to whom, for what, and by which formula.

use serde::{Deserialize, Serialize};

use crate::exact::Exact;

/// One charge. A school charge gives a line for each school it applies to; a cluster charge one line on their summed volume.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "WrittenCharge", into = "WrittenCharge")]
pub struct Charge {
    pub id: String,
    /// What people read instead of the id.
    pub label: Option<String>,
    /// management, food, labour, service, set_up …
    pub component: String,
    pub scope: Scope,
    pub kind: ChargeKind,
    pub applies_to: Option<AppliesTo>,
    /// Due from every school the charge applies to, even at volume 0.
    pub minimum: Option<Exact>,
    pub maximum: Option<Exact>,
    /// Whether the yearly index applies; never for a one-off charge.
    pub indexed: bool,
    pub vat_percent: Option<Exact>,
}

impl Charge {
    /// The label, or the id with its dashes as spaces.
    pub fn name(&self) -> String {
        self.label.clone().unwrap_or_else(|| self.id.replace(['-', '_'], " "))
    }

    /// Whether it is charged for this school and no other, as what the school needs beyond the core is priced.
    pub fn is_for_alone(&self, urn: i32) -> bool {
        let schools = self.applies_to.as_ref().and_then(|filter| filter.schools.as_ref());
        schools.is_some_and(|schools| *schools == [urn.to_string()])
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    School,
    Cluster,
}

/// How a charge is computed from the volume.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChargeKind {
    Fixed {
        amount: Exact,
    },
    Unit {
        unit: String,
        rate: Exact,
    },
    /// Marginal bands: each part of the volume at the rate of its own band.
    Graduated {
        unit: String,
        bands: Vec<Band>,
    },
    /// All units at the rate of the highest tier reached; with buy-up never more than a higher tier's least quantity.
    AllUnits {
        unit: String,
        tiers: Vec<Tier>,
        buy_up: bool,
    },
    /// An amount for every block started.
    Step {
        unit: String,
        block: Exact,
        amount: Exact,
    },
    OneOff {
        amount: Exact,
        spread: Spread,
    },
}

impl ChargeKind {
    /// The unit whose volume it is charged on, if any.
    pub fn unit(&self) -> Option<&str> {
        match self {
            ChargeKind::Unit { unit, .. }
            | ChargeKind::Graduated { unit, .. }
            | ChargeKind::AllUnits { unit, .. }
            | ChargeKind::Step { unit, .. } => Some(unit),
            ChargeKind::Fixed { .. } | ChargeKind::OneOff { .. } => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// The last unit of the band (inclusive, counted from the first unit of all); none for the open last band.
    pub up_to: Option<Exact>,
    pub rate: Exact,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    pub from: Exact,
    pub rate: Exact,
}

/// When a one-off charge is paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spread {
    #[default]
    Upfront,
    /// In equal parts over the years of the term.
    StraightLine,
}

/// Which schools pay the charge: of these phases, these types, among these schools and of this size, each when given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppliesTo {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phases: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub types: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schools: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<SizeBand>,
}

/// Schools with so many of a unit: "51 to 150 pupils", both included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SizeBand {
    pub unit: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Exact>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Exact>,
}

impl SizeBand {
    pub fn holds(&self, volume: &Exact) -> bool {
        self.from.as_ref().is_none_or(|from| from <= volume) && self.to.as_ref().is_none_or(|to| volume <= to)
    }
}

/// The JSON shape: the fields of every kind side by side, checked when it is read.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCharge {
    id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    #[serde(default = "service")]
    component: String,
    scope: Scope,
    kind: KindName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rate: Option<Exact>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    amount: Option<Exact>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    bands: Option<Vec<Band>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tiers: Option<Vec<Tier>>,
    #[serde(default, skip_serializing_if = "is_false")]
    buy_up: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    block: Option<Exact>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    spread: Option<Spread>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    applies_to: Option<AppliesTo>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    minimum: Option<Exact>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    maximum: Option<Exact>,
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    indexed: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    vat_percent: Option<Exact>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum KindName {
    Fixed,
    Unit,
    Graduated,
    AllUnits,
    Step,
    OneOff,
}

fn service() -> String {
    "service".to_owned()
}

fn yes() -> bool {
    true
}

fn is_true(flag: &bool) -> bool {
    *flag
}

fn is_false(flag: &bool) -> bool {
    !*flag
}

impl TryFrom<WrittenCharge> for Charge {
    type Error = String;

    fn try_from(written: WrittenCharge) -> Result<Self, String> {
        let id = written.id.clone();
        let kind = written.read_kind().map_err(|field| format!("charge {id} has no {field}"))?;
        Ok(Charge {
            id: written.id,
            label: written.label,
            component: written.component,
            scope: written.scope,
            kind,
            applies_to: written.applies_to,
            minimum: written.minimum,
            maximum: written.maximum,
            indexed: written.indexed,
            vat_percent: written.vat_percent,
        })
    }
}

impl WrittenCharge {
    /// The kind from its own fields, or the name of the field that is missing.
    fn read_kind(&self) -> Result<ChargeKind, &'static str> {
        let unit = || self.unit.clone().ok_or("unit");
        let amount = || self.amount.clone().ok_or("amount");
        Ok(match self.kind {
            KindName::Fixed => ChargeKind::Fixed { amount: amount()? },
            KindName::Unit => ChargeKind::Unit { unit: unit()?, rate: self.rate.clone().ok_or("rate")? },
            KindName::Graduated => ChargeKind::Graduated { unit: unit()?, bands: self.bands.clone().ok_or("bands")? },
            KindName::AllUnits => {
                ChargeKind::AllUnits { unit: unit()?, tiers: self.tiers.clone().ok_or("tiers")?, buy_up: self.buy_up }
            }
            KindName::Step => {
                ChargeKind::Step { unit: unit()?, block: self.block.clone().ok_or("block")?, amount: amount()? }
            }
            KindName::OneOff => ChargeKind::OneOff { amount: amount()?, spread: self.spread.unwrap_or_default() },
        })
    }

    fn write_kind(&mut self, kind: ChargeKind) {
        match kind {
            ChargeKind::Fixed { amount } => (self.kind, self.amount) = (KindName::Fixed, Some(amount)),
            ChargeKind::Unit { unit, rate } => {
                (self.kind, self.unit, self.rate) = (KindName::Unit, Some(unit), Some(rate));
            }
            ChargeKind::Graduated { unit, bands } => {
                (self.kind, self.unit, self.bands) = (KindName::Graduated, Some(unit), Some(bands));
            }
            ChargeKind::AllUnits { unit, tiers, buy_up } => {
                (self.kind, self.unit, self.tiers) = (KindName::AllUnits, Some(unit), Some(tiers));
                self.buy_up = buy_up;
            }
            ChargeKind::Step { unit, block, amount } => {
                (self.kind, self.unit, self.block) = (KindName::Step, Some(unit), Some(block));
                self.amount = Some(amount);
            }
            ChargeKind::OneOff { amount, spread } => {
                (self.kind, self.amount, self.spread) = (KindName::OneOff, Some(amount), Some(spread));
            }
        }
    }
}

impl From<Charge> for WrittenCharge {
    fn from(charge: Charge) -> Self {
        let mut written = WrittenCharge {
            id: charge.id,
            label: charge.label,
            component: charge.component,
            scope: charge.scope,
            kind: KindName::Fixed,
            unit: None,
            rate: None,
            amount: None,
            bands: None,
            tiers: None,
            buy_up: false,
            block: None,
            spread: None,
            applies_to: charge.applies_to,
            minimum: charge.minimum,
            maximum: charge.maximum,
            indexed: charge.indexed,
            vat_percent: charge.vat_percent,
        };
        written.write_kind(charge.kind);
        written
    }
}
