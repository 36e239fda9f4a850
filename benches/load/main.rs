//! The load program: an invented catalogue, the product and a bare handler on the same rows, measured in turn.
//!
//! `cargo bench --bench load` measures at a tenth of the national size, `cargo bench --bench load -- --national` at the
//! whole (`--short`: three rounds of three seconds, 8 connections); `cargo test --bench load` only proves that it runs. It uses a new SQLite file, or the empty PostgreSQL database of
//! `CLUSTERBUY_BENCH_DATABASE_URL`. Each operation alternates between product and floor, round by round, so that what else
//! the machine does weighs on both; CPU time is that of the serving process alone. A wrong status ends it.

mod client;
mod floor;
mod report;
mod world;

use client::Measured;
use report::Figures;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use world::{Plan, Prepared};

/// A server in a process of its own, so that its CPU time can be told.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(role: &str, prepared: &Prepared) -> Server {
        let program = std::env::current_exe().expect("this program");
        let mut child = Command::new(program)
            .args(["serve", role, &prepared.database, &prepared.folder()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a server starts");
        let mut line = String::new();
        let output = child.stdout.take().expect("its output");
        BufReader::new(output).read_line(&mut line).expect("it tells its address");
        Server { child, address: line.trim().to_owned() }
    }

    fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
    if let [_, serve, role, database, folder] = arguments.as_slice()
        && serve == "serve"
    {
        return runtime.block_on(world::serve(role, database, folder));
    }
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let plan = match (has("--bench"), has("--national")) {
        (false, _) => Plan::tiny(),
        (true, false) => Plan::tenth(),
        (true, true) => Plan::national(),
    };
    runtime.block_on(measure(if has("--short") { plan.short() } else { plan }));
}

async fn measure(plan: Plan) {
    let prepared = world::prepare(&plan).await;
    let (product, floor) = (Server::start("product", &prepared), Server::start("floor", &prepared));
    println!("{} schools, {} listings, on {}", plan.sizes.schools, plan.sizes.listings, prepared.kind());
    println!("{}", report::HEAD);
    for operation in world::OPERATIONS {
        check(&product, &prepared, operation).await;
        for connections in plan.connections.iter().copied() {
            let mut figures = Figures::default();
            for round in 0..plan.rounds {
                for (server, kept) in [(&product, &mut figures.product), (&floor, &mut figures.floor)] {
                    let is_product = std::ptr::eq(server, &product);
                    let keys = |n: usize| prepared.request(operation, is_product, round * 1_000_003 + n);
                    client::run(&server.address, &keys, connections, plan.warm_up).await;
                    kept.push(timed(server, &keys, connections, plan.measured).await);
                }
            }
            println!("{}", figures.line(operation, connections));
        }
    }
    println!("load average {}", std::fs::read_to_string("/proc/loadavg").unwrap_or_default().trim());
}

async fn timed(
    server: &Server,
    keys: &(dyn Fn(usize) -> client::Request + Sync),
    connections: usize,
    long: Duration,
) -> Measured {
    let before = client::cpu_ticks(server.pid());
    let mut measured = client::run(&server.address, keys, connections, long).await;
    measured.cpu_ticks = client::cpu_ticks(server.pid()) - before;
    measured
}

/// Looks once at what an operation answers.
async fn check(product: &Server, prepared: &Prepared, operation: &str) {
    let body = client::once(&product.address, &prepared.request(operation, true, 7)).await;
    let wanted = world::words_of(operation);
    assert!(body.contains(wanted), "{operation} does not say “{wanted}”: {body}");
}
