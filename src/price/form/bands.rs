//! Bands and tiers as a person types them: "up to 200: 38; up to 400: 26; above: 20" and "from 0: 170; from 100: 110".

use ::entity::exact::Exact;
use ::entity::price::{Band, Tier};

/// The most decimals of a price; finer prices are not used anywhere.
const PRICE_DECIMALS: u32 = 6;

/// Pounds, "1,234.50" or "£38", or pence, "3p".
pub(super) fn price(text: &str) -> Option<Exact> {
    let plain = text.replace(['£', ',', ' '], "");
    let amount = match plain.strip_suffix('p') {
        Some(pence) => pence.parse::<Exact>().ok()? / Exact::from(100),
        None => plain.parse::<Exact>().ok()?,
    };
    within_reason(amount)
}

/// A quantity or a percentage: "120,000", "3.1%".
pub(super) fn number(text: &str) -> Option<Exact> {
    let plain = text.replace([',', ' '], "");
    within_reason(plain.trim_end_matches('%').parse().ok()?)
}

/// Below a million million, and with few enough decimals to be written out.
fn within_reason(amount: Exact) -> Option<Exact> {
    let small = amount.abs() < Exact::from(1_000_000_000_000_i64);
    (small && amount.half_up(PRICE_DECIMALS) == amount).then_some(amount)
}

/// The parts between semicolons or line ends, each split at its colon.
fn parts(text: &str) -> Option<Vec<(String, Exact)>> {
    let parts = text.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty());
    let part = |part: &str| {
        let (range, rate) = part.split_once(':')?;
        Some((range.trim().to_lowercase(), price(rate.trim())?))
    };
    parts.map(part).collect::<Option<Vec<_>>>().filter(|parts| !parts.is_empty())
}

pub(super) fn read_bands(text: &str) -> Option<Vec<Band>> {
    let band = |(range, rate): (String, Exact)| match range.strip_prefix("up to") {
        Some(up_to) => Some(Band { up_to: Some(number(up_to)?), rate }),
        None => (range.starts_with("above") || range.starts_with("over")).then_some(Band { up_to: None, rate }),
    };
    parts(text)?.into_iter().map(band).collect()
}

pub(super) fn write_bands(bands: &[Band]) -> String {
    let part = |band: &Band| match &band.up_to {
        Some(up_to) => format!("up to {up_to}: {}", band.rate),
        None => format!("above: {}", band.rate),
    };
    bands.iter().map(part).collect::<Vec<_>>().join("; ")
}

pub(super) fn read_tiers(text: &str) -> Option<Vec<Tier>> {
    let tier = |(range, rate): (String, Exact)| Some(Tier { from: number(range.strip_prefix("from")?)?, rate });
    parts(text)?.into_iter().map(tier).collect()
}

pub(super) fn write_tiers(tiers: &[Tier]) -> String {
    let part = |tier: &Tier| format!("from {}: {}", tier.from, tier.rate);
    tiers.iter().map(part).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_read_as_people_write_them() {
        for (text, pounds) in
            [("£1,234.50", "1234.5"), ("3p", "0.03"), ("12.5p", "0.125"), ("2.42", "2.42"), ("-1", "-1")]
        {
            assert_eq!(price(text).unwrap().to_string(), pounds);
        }
        for text in ["", "two", "1e5", "0.0000001", "1000000000000", "1/3", "p"] {
            assert_eq!(price(text), None, "{text}");
        }
    }

    #[test]
    fn bands_may_stand_on_lines_or_between_semicolons() {
        let bands = read_bands("up to 200: 38; Up to 1,400: £26\nabove 1,400: 20;").unwrap();
        assert_eq!(write_bands(&bands), "up to 200: 38; up to 1400: 26; above: 20");
        assert_eq!(read_bands("200: 38; above: 20"), None);
        assert_eq!(read_bands("up to 200 38"), None);
        assert_eq!(read_bands(" "), None);
    }

    #[test]
    fn tiers_say_where_they_start() {
        let tiers = read_tiers("from 0: 170; from 100: 110").unwrap();
        assert_eq!(write_tiers(&tiers), "from 0: 170; from 100: 110");
        assert_eq!(read_tiers("up to 100: 170"), None);
    }
}
