//! `clusterbuy calc`: every rule of the house as a function from JSON to JSON, so that anyone can repeat a figure.
//!
//! One object a line, `{"id", "operation", "input"}`, answered by one line `{"id", "output"}`. A refused input is answered
//! by `{"error": code}`; a line that is no JSON object ends the run after the lines before it have been answered.
//!
//! A line that carries a `published` answer is told whether it `matches`: whether everything in it is the same in the
//! output. A line `{"about": …}` says what a file is and is passed over.

use std::io::{self, BufRead, Write};
use std::process::ExitCode;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

mod aggregation;
mod evaluation;
mod funds;
mod games;
mod line;
mod lots;
mod moderation;
mod pricing;
mod requests;
mod savings;
mod sharing;
mod votes;

#[cfg(test)]
mod darlaston_test;
#[cfg(test)]
mod refusals_test;
#[cfg(test)]
mod vectors_test;

pub use requests::{Request, agrees};

use line::{Line, next_line};

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    AllAnswered,
    /// All were answered; so many answers are not as they were published.
    Differs {
        lines: usize,
    },
    /// That line (counted from 1) could not be read as a JSON object.
    Unreadable {
        line: usize,
        reason: String,
    },
}

/// An input that a rule refuses, by the code that is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused(pub &'static str);

/// The input does not have the shape of its operation.
pub const MALFORMED: Refused = Refused("malformed_input");

/// The input is within its shape, but would take too long or too many digits to work out.
pub const TOO_LARGE: Refused = Refused("too_large");

/// Answers line by line until the input ends or a line is no JSON object.
pub fn run(mut input: impl BufRead, mut output: impl Write) -> io::Result<Outcome> {
    let (mut number, mut differing) = (0, 0);
    loop {
        number += 1;
        match next_line(&mut input)? {
            Line::End => break,
            Line::Blank => {}
            Line::Unreadable(reason) => {
                output.flush()?;
                return Ok(Outcome::Unreadable { line: number, reason });
            }
            Line::Request { id, operation, input, published } => {
                let output_of = answer(&operation, input).unwrap_or_else(|refused| json!({ "error": refused.0 }));
                let matches = published.map(|published| agrees(&published, &output_of));
                differing += usize::from(matches == Some(false));
                let mut answered = json!({ "id": id, "output": output_of });
                if let Some(matches) = matches {
                    answered["matches"] = matches.into();
                }
                serde_json::to_writer(&mut output, &answered)?;
                output.write_all(b"\n")?;
            }
        }
    }
    output.flush()?;
    Ok(if differing == 0 { Outcome::AllAnswered } else { Outcome::Differs { lines: differing } })
}

/// The command: standard input to standard output; exit code 1 when an answer is not as published, 2 when a line is no JSON
/// object.
pub fn main_stdin() -> ExitCode {
    match run(io::stdin().lock(), io::BufWriter::new(io::stdout().lock())) {
        Ok(Outcome::AllAnswered) => ExitCode::SUCCESS,
        Ok(Outcome::Differs { lines }) => {
            complain(&format!("{lines} of the answers are not as published"));
            ExitCode::FAILURE
        }
        Ok(Outcome::Unreadable { line, reason }) => {
            complain(&format!("line {line} is not a JSON object: {reason}"));
            ExitCode::from(2)
        }
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

/// A message on standard error; nobody is left to tell when even that fails.
fn complain(message: &str) {
    let _ = writeln!(io::stderr(), "clusterbuy calc: {message}");
}

/// The output of one operation.
pub fn answer(operation: &str, input: Value) -> Result<Value, Refused> {
    match operation {
        "price_offer" => pricing::price_offer(read(input)?),
        "split" => pricing::split(read(input)?),
        "buy_up" => pricing::buy_up(read(input)?),
        "evaluate" => evaluation::evaluate(read(input)?),
        "price_weight_breakpoints" => evaluation::price_weight_breakpoints(read(input)?),
        "score_swing" => evaluation::score_swing(read(input)?),
        "robustness" => evaluation::robustness(read(input)?),
        "exclusion_test" => evaluation::exclusion_test(read(input)?),
        "moderation_signals" => moderation::moderation_signals(read(input)?),
        "award_lots" => lots::award_lots(read(input)?),
        "savings_report" => savings::savings_report(read(input)?),
        "like_for_like" => funds::like_for_like(read(input)?),
        "benchmark" => funds::benchmark(read(input)?),
        "realised_vs_forecast" => funds::realised_vs_forecast(read(input)?),
        "term_savings" => funds::term_savings(read(input)?),
        "hold_harmless" => funds::hold_harmless(read(input)?),
        "match_funding" => funds::match_funding(read(input)?),
        "pool_premium" => funds::pool_premium(read(input)?),
        "share_costs" => sharing::share_costs(read(input)?),
        "opt_in" => aggregation::opt_in(read(input)?),
        "choose_offer" => aggregation::choose_offer(read(input)?),
        "best_partition" => aggregation::best_partition(read(input)?),
        "award_loop" => aggregation::award_loop(read(input)?),
        "least_core" => sharing::least_core(read(input)?),
        "orders_needed" => sharing::orders_needed(read(input)?),
        "ladder_classes" => sharing::ladder_classes(read(input)?),
        "stability" => sharing::stability(read(input)?),
        "shapley_structured" => sharing::shapley_structured(read(input)?),
        "shapley_orders" => sharing::shapley_orders(read(input)?),
        "decide" => votes::decide(read(input)?),
        _ => Err(Refused("unknown_operation")),
    }
}

fn read<T: DeserializeOwned>(input: Value) -> Result<T, Refused> {
    serde_json::from_value(input).map_err(|_| MALFORMED)
}
