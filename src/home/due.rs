//! What the calendar brings about without anybody asking: once an hour, on the hour, for every concept.
//!
//! Each job finds what is due by itself, does it once however often it runs, and catches up after a time without it.

use crate::platform::app::App;
use crate::platform::context::Context;
use crate::platform::error::Result;
use std::time::Duration;
use tokio::sync::watch;

const HOUR: i64 = 3_600;

/// Does everything that is due now; what fails is told in the log and tried again in an hour.
pub async fn do_all(context: &Context) {
    told("versions and withdrawals of listings", crate::catalogue::listing::settle(context).await);
    told("letters about evidence", crate::provider::remind(context).await);
    told("letters about staying in a cluster", crate::cluster::remind(context).await);
    told("schools whose notice has run out", crate::cluster::end_notices(context).await);
    told("letters about meetings of committees", crate::committee::remind(context).await);
    told("letters about actual spend", crate::contract::remind(context).await);
    told("letters about new tenders", crate::tender::opportunity::digest(context).await);
}

fn told(what: &str, done: Result<usize>) {
    match done {
        Ok(0) => {}
        Ok(count) => tracing::info!("{what}: {count} done"),
        Err(error) => tracing::error!("{what} could not be done: {error}"),
    }
}

/// At once, and then at every full hour until `stop`: London's midnight and 7am are full hours.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    loop {
        do_all(&Context::platform(&app)).await;
        let past = app.clock.now().timestamp().rem_euclid(HOUR);
        let rest = Duration::from_secs(u64::try_from(HOUR - past).unwrap_or(1));
        tokio::select! {
            () = tokio::time::sleep(rest) => {}
            _ = stop.changed() => return,
        }
    }
}
