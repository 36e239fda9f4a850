//! One row of the form: a charge as it is typed, and what it becomes.

use super::bands::{number, price, read_bands, read_tiers};
use super::field;
use crate::catalogue::rules::{free_slug, slug_of};
use crate::platform::http::fields::Reader;
use ::entity::category::{CategoryShape, Unit};
use ::entity::exact::Exact;
use ::entity::price::{AppliesTo, Charge, ChargeKind, Scope, SizeBand, Spread};

const BANDS: &str = "Enter the bands like: up to 200: 38; up to 400: 26; above: 20";
const TIERS: &str = "Enter the tiers like: from 0: 170; from 100: 110";

/// The unit of the bands of sizes that schools are put in.
pub(super) const PUPIL: &str = "pupil";

/// The words of the kinds, as the form sends them, with what a person reads.
pub(super) const KINDS: [(&str, &str); 8] = [
    ("fixed", "Fixed amount a year"),
    ("unit", "Price for each unit"),
    ("graduated", "Bands: each part of the volume at its own price"),
    ("all_units", "Tiers: every unit at the price of the tier reached"),
    ("all_units_buy_up", "Tiers, never more than a higher tier's least quantity"),
    ("step", "Amount for each block started"),
    ("one_off", "Once, paid at the start"),
    ("one_off_spread", "Once, spread over the term"),
];

/// A row as sent. Every field of it is asked for, so that none is refused as unknown.
pub(super) struct Row<'a> {
    at: usize,
    form: &'a Reader<'a>,
    shape: &'a CategoryShape,
    id: String,
    label: String,
    component: String,
    scope: String,
    kind: String,
    unit: String,
    amount: String,
    bands: String,
    block: String,
    limits: [String; 2],
    vat: String,
    is_flat: bool,
    applies_to: AppliesTo,
}

impl<'a> Row<'a> {
    pub(super) fn of(form: &'a Reader<'a>, at: usize, shape: &'a CategoryShape) -> Self {
        let text = |part: &str| form.text_up_to(&field(at, part), 200);
        Row {
            at,
            form,
            shape,
            id: text("id"),
            label: text("label"),
            component: text("component"),
            scope: text("scope"),
            kind: text("kind"),
            unit: text("unit"),
            amount: text("amount"),
            bands: form.text_up_to(&field(at, "bands"), 2_000),
            block: text("block"),
            limits: [text("minimum"), text("maximum")],
            vat: text("vat"),
            is_flat: form.ticked(&field(at, "flat")),
            applies_to: applies_to(form, at),
        }
    }

    /// Nothing was typed that a charge needs: the row is not a charge.
    pub(super) fn is_empty(&self) -> bool {
        let typed = [&self.label, &self.amount, &self.bands, &self.block, &self.limits[0], &self.limits[1]];
        typed.iter().all(|text| text.is_empty())
    }

    /// The id that the charge had before, empty for a new one.
    pub(super) fn kept_id(&self) -> String {
        self.id.clone()
    }

    /// The charge; none where something has to be put right, which was told beside its field.
    pub(super) fn read(&self, taken: &[String]) -> Option<Charge> {
        let (id, label) = self.name(taken);
        let component = self.component();
        let scope = self.scope();
        let kind = self.kind();
        let minimum = self.optional("minimum", &self.limits[0], price, "Enter the least charged a year, like 306.00");
        let maximum = self.optional("maximum", &self.limits[1], price, "Enter the most charged a year, like 5000.00");
        let vat_percent = self.optional("vat", &self.vat, number, "Enter the VAT rate, like 20");
        let filter = &self.applies_to;
        let applies_to = (*filter != AppliesTo::default()).then(|| filter.clone());
        Some(Charge {
            id: id?,
            label,
            component: component?,
            scope: scope?,
            kind: kind?,
            applies_to,
            minimum: minimum?,
            maximum: maximum?,
            indexed: !self.is_flat,
            vat_percent: vat_percent?,
        })
    }

    fn fail<T>(&self, part: &str, sentence: impl Into<String>) -> Option<T> {
        self.form.error(&field(self.at, part), sentence);
        None
    }

    /// The id that the charge had, or one made of its name; and the name, unless it only repeats the id.
    fn name(&self, taken: &[String]) -> (Option<String>, Option<String>) {
        let label = Some(self.label.clone()).filter(|label| !label.is_empty());
        if !self.id.is_empty() {
            let repeats = label.as_ref().is_some_and(|label| *label == self.id.replace(['-', '_'], " "));
            return (Some(self.id.clone()), label.filter(|_| !repeats));
        }
        if slug_of(&self.label).is_empty() {
            return (self.fail("label", "Enter a name for the charge"), None);
        }
        (Some(free_slug(&self.label, "charge", taken)), label)
    }

    fn component(&self) -> Option<String> {
        let known = self.shape.components.iter().any(|component| component.id == self.component);
        if known { Some(self.component.clone()) } else { self.fail("component", "Choose what the charge pays for") }
    }

    fn scope(&self) -> Option<Scope> {
        match self.scope.as_str() {
            "school" => Some(Scope::School),
            "cluster" => Some(Scope::Cluster),
            _ => self.fail("scope", "Choose who is charged"),
        }
    }

    fn unit(&self) -> Option<&Unit> {
        let found = self.shape.units.iter().find(|unit| unit.id == self.unit);
        found.or_else(|| self.fail("unit", "Choose the unit of the price"))
    }

    fn amount(&self, sentence: impl Into<String>) -> Option<Exact> {
        price(&self.amount).or_else(|| self.fail("amount", sentence))
    }

    fn optional(
        &self,
        part: &str,
        text: &str,
        read: fn(&str) -> Option<Exact>,
        sentence: &str,
    ) -> Option<Option<Exact>> {
        if text.is_empty() {
            return Some(None);
        }
        read(text).map(Some).or_else(|| self.fail(part, sentence))
    }

    fn kind(&self) -> Option<ChargeKind> {
        let kind = self.priced_kind();
        let has = |part: &str| match (&kind, part) {
            (None, _) => true,
            (Some(ChargeKind::Graduated { .. } | ChargeKind::AllUnits { .. }), part) => part == "bands",
            (Some(ChargeKind::Step { .. }), part) => part != "bands",
            (Some(_), part) => part == "amount",
        };
        for (part, text) in [("amount", &self.amount), ("bands", &self.bands), ("block", &self.block)] {
            if !text.is_empty() && !has(part) {
                return self.fail(part, "Leave this empty, or choose another kind of price");
            }
        }
        kind
    }

    fn priced_kind(&self) -> Option<ChargeKind> {
        match self.kind.as_str() {
            "fixed" => self
                .amount("Enter the amount a year in pounds and pence, like 450.00")
                .map(|amount| ChargeKind::Fixed { amount }),
            "unit" => self.per_unit(),
            "graduated" => {
                let bands = read_bands(&self.bands).or_else(|| self.fail("bands", BANDS));
                Some(ChargeKind::Graduated { unit: self.unit()?.id.clone(), bands: bands? })
            }
            "all_units" | "all_units_buy_up" => {
                let tiers = read_tiers(&self.bands).or_else(|| self.fail("bands", TIERS));
                let buy_up = self.kind == "all_units_buy_up";
                Some(ChargeKind::AllUnits { unit: self.unit()?.id.clone(), tiers: tiers?, buy_up })
            }
            "step" => self.step(),
            "one_off" => self.one_off(Spread::Upfront),
            "one_off_spread" => self.one_off(Spread::StraightLine),
            _ => self.fail("kind", "Choose how the price is worked out"),
        }
    }

    fn per_unit(&self) -> Option<ChargeKind> {
        let unit = self.unit();
        let one = unit.map_or("unit", |unit| unit.one.as_str());
        let rate = self.amount(format!("Enter the price per {one} in pounds and pence, like 2.42"));
        Some(ChargeKind::Unit { unit: unit?.id.clone(), rate: rate? })
    }

    fn step(&self) -> Option<ChargeKind> {
        let unit = self.unit();
        let many = unit.map_or("units", |unit| unit.many.as_str());
        let block = number(&self.block)
            .or_else(|| self.fail("block", format!("Enter how many {many} are in a block, like 100")));
        let amount = self.amount("Enter the amount for each block in pounds and pence, like 279.00");
        Some(ChargeKind::Step { unit: unit?.id.clone(), block: block?, amount: amount? })
    }

    fn one_off(&self, spread: Spread) -> Option<ChargeKind> {
        let amount = self.amount("Enter the amount in pounds and pence, like 500.00")?;
        Some(ChargeKind::OneOff { amount, spread })
    }
}

fn applies_to(form: &Reader, at: usize) -> AppliesTo {
    let some = |list: Vec<String>| Some(list).filter(|list| !list.is_empty());
    let schools = form.text_up_to(&field(at, "schools"), 2_000);
    let schools = schools.split([',', ' ', '\n']).filter(|school| !school.is_empty()).map(str::to_owned).collect();
    AppliesTo {
        phases: some(form.many(&field(at, "phases"))),
        types: some(form.many(&field(at, "types"))),
        schools: some(schools),
        size: size(form, at),
    }
}

/// How many pupils the schools have that pay the charge.
fn size(form: &Reader, at: usize) -> Option<SizeBand> {
    let pupils = |part: &str| {
        let name = field(at, part);
        let typed = form.optional(&name)?;
        let pupils = number(&typed).filter(|pupils| !pupils.is_negative());
        if pupils.is_none() {
            form.error(&name, "Enter how many pupils as a number, like 150");
        }
        pupils
    };
    let (from, to) = (pupils("pupils-from"), pupils("pupils-to"));
    (from.is_some() || to.is_some()).then(|| SizeBand { unit: PUPIL.to_owned(), from, to })
}
