//! A price score with its numbers, so that anybody can work it out again.

use entity::exact::Exact;
use entity::money::plain_price;

use super::PriceMethod;

impl PriceMethod {
    /// The sum behind the score of `price` (or the value that bids are ranked by), with `prices` those of every bid still in
    /// and `quality` the bid's quality marks: "(£108,000 − £36,000) ÷ (£108,000 − £24,000)".
    pub fn working(&self, price: &Exact, prices: &[&Exact], quality: &Exact) -> String {
        let (lowest, highest) = (prices.iter().min().copied(), prices.iter().max().copied());
        let (lowest, highest) = (plain_price(lowest.unwrap_or(price)), plain_price(highest.unwrap_or(price)));
        let own = plain_price(price);
        match self {
            PriceMethod::Benchmark { ceiling, target } => {
                let sum = format!(
                    "({ceiling} − {own}) ÷ ({ceiling} − {target})",
                    ceiling = plain_price(ceiling),
                    target = plain_price(target)
                );
                match (price > ceiling, price < target) {
                    (true, _) => format!("{sum}, not below 0"),
                    (_, true) => format!("{sum}, not above 1"),
                    _ => sum,
                }
            }
            PriceMethod::LowestRatio => format!("{lowest} ÷ {own}"),
            PriceMethod::LinearFromLowest => format!("2 − {own} ÷ {lowest}, not below 0"),
            PriceMethod::MinMax if lowest == highest => "every price is the same, so 1".to_owned(),
            PriceMethod::MinMax => format!("({highest} − {own}) ÷ ({highest} − {lowest})"),
            PriceMethod::MeanDeviation => {
                let mean = prices.iter().copied().sum::<Exact>() / Exact::from(prices.len().max(1));
                let mean = plain_price(&mean.half_up(2));
                format!("½ − ({own} − {mean}) ÷ {mean}, between 0 and 1")
            }
            PriceMethod::PricePerQualityPoint => format!("{own} ÷ {}", quality.decimals(2)),
            PriceMethod::QualityAdjustedPrice { pounds_per_mark } => {
                format!("{own} − {} × {}", plain_price(pounds_per_mark), quality.decimals(2))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_names_every_number_that_the_score_comes_from() {
        let pounds = |amount: i64| Exact::from(amount);
        let (low, own, high) = (pounds(29_700), pounds(36_000), pounds(46_800));
        let words = |method: PriceMethod| method.working(&own, &[&low, &own, &high], &pounds(50));
        let benchmark = |target: i64| PriceMethod::Benchmark { ceiling: pounds(108_000), target: pounds(target) };
        assert_eq!(words(benchmark(24_000)), "(£108,000 − £36,000) ÷ (£108,000 − £24,000)");
        assert_eq!(words(benchmark(40_000)), "(£108,000 − £36,000) ÷ (£108,000 − £40,000), not above 1");
        assert_eq!(words(PriceMethod::LowestRatio), "£29,700 ÷ £36,000");
        assert_eq!(words(PriceMethod::MinMax), "(£46,800 − £36,000) ÷ (£46,800 − £29,700)");
        assert_eq!(words(PriceMethod::MeanDeviation), "½ − (£36,000 − £37,500) ÷ £37,500, between 0 and 1");
        assert_eq!(words(PriceMethod::PricePerQualityPoint), "£36,000 ÷ 50.00");
    }
}
