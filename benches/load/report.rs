//! The figures of one operation: both servers, and the ratio of their rounds.

use crate::client::Measured;

pub(crate) const HEAD: &str = "operation   conn | product req/s    p50    p95    p99 ms  CPU ms | floor req/s    p50    p95    p99 ms  CPU ms | product ÷ floor: median (quartiles)";

/// The rounds of both.
#[derive(Default)]
pub(crate) struct Figures {
    pub(crate) product: Vec<Measured>,
    pub(crate) floor: Vec<Measured>,
}

impl Figures {
    pub(crate) fn line(&self, operation: &str, connections: usize) -> String {
        let ratios = self.product.iter().zip(&self.floor).map(|(product, floor)| rate(product) / rate(floor));
        let mut ratios: Vec<f64> = ratios.collect();
        ratios.sort_by(f64::total_cmp);
        let part = |percent: usize| ratios[(ratios.len() - 1) * percent / 100];
        format!(
            "{operation:10} {connections:5} | {} | {} | {:.2} ({:.2} to {:.2})",
            side(&self.product),
            side(&self.floor),
            part(50),
            part(25),
            part(75)
        )
    }
}

fn rate(measured: &Measured) -> f64 {
    measured.times.len() as f64 / measured.seconds
}

/// Requests a second, percentiles in ms (the 99th only from 1,000 requests), CPU ms a request.
fn side(rounds: &[Measured]) -> String {
    let mut times: Vec<u64> = rounds.iter().flat_map(|round| round.times.iter().copied()).collect();
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100] as f64 / 1_000.0;
    let last = if times.len() >= 1_000 { format!("{:9.1}", at(99)) } else { format!("{:>9}", "-") };
    let seconds: f64 = rounds.iter().map(|round| round.seconds).sum();
    let ticks: u64 = rounds.iter().map(|round| round.cpu_ticks).sum();
    let cpu = ticks as f64 * 10.0 / times.len() as f64;
    format!("{:11.0} {:6.1} {:6.1} {last} {cpu:7.2}", times.len() as f64 / seconds, at(50), at(95))
}
