//! The command line.

use anyhow::Context as _;
use clap::{Parser, Subcommand};
use clusterbuy::account::factor;
use clusterbuy::demo::national::{self, Sizes};
use clusterbuy::platform::app::App;
use clusterbuy::platform::clock::Clock;
use clusterbuy::platform::context::Context;
use clusterbuy::platform::error::Error;
use clusterbuy::platform::event::{self, Verdict};
use clusterbuy::platform::settings::Settings;
use clusterbuy::platform::{backup, db::Db, http::serve, mail};
use clusterbuy::{bid, school};
use migration::MigratorTrait as _;
use std::path::PathBuf;
use std::process::ExitCode;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// Clusters of schools buy services together, and every school sees what each offer would cost it.
#[derive(Parser)]
#[command(
    version,
    about,
    after_help = "Settings come from the environment: see README.md and .env.example.\n\
    Exit status: 0 done, 1 failed, 2 the input or the settings were refused, 3 the audit record is broken."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the site
    Serve,
    /// Serve the demonstration: a cluster of nine schools, with people to sign in as by one click
    Demo {
        /// Add an invented catalogue as large as England's: 24,442 schools, 5,000 providers, 60,000 listings, 20,000
        /// tenders, 100,000 bids, 244,420 contracts; always the same ones
        #[arg(long)]
        national: bool,
        /// A tenth of it
        #[arg(long, requires = "national")]
        tenth: bool,
    },
    /// Bring the database to this version's shape
    Migrate,
    /// Take a file of the Department for Education into the database
    Import {
        #[command(subcommand)]
        what: Import,
    },
    /// Answer calculations: one JSON object a line in, one out
    Calc,
    /// List the routes and who may use them
    Routes {
        /// As JSON: [{"method", "path", "roles"}]
        #[arg(long)]
        json: bool,
    },
    /// Write one archive of the database and the attachments (not of the server key)
    Backup { archive: PathBuf },
    /// Put an archive back into an empty place
    Restore { archive: PathBuf },
    /// Recompute the audit record; name the first entry that was changed
    VerifyAudit,
    /// Check a bidder's receipt: is it of this server, and unchanged?
    VerifyReceipt {
        receipt: PathBuf,
        /// The public key that is published at /receipts, where the key folder is not at hand
        #[arg(long)]
        key: Option<String>,
    },
    /// Write what is sealed of a tender and its wrapped key into an archive that opens with the program age
    ExportSealed { reference: String, archive: PathBuf },
    /// Check the settings and print them without passwords
    CheckConfig,
    /// Invite the first administrator by mail and print the address of the mail
    InviteAdministrator { email: String, name: String },
    /// Take away the second factor of somebody who lost it; they are told by mail
    ResetSecondFactor { email: String },
}

#[derive(Subcommand)]
enum Import {
    /// Schools, by URN: the school census (SPC) or the register of schools (GIAS), as published
    Schools {
        file: PathBuf,
        /// Say what would happen, and write nothing
        #[arg(long)]
        check: bool,
        /// Write the good rows of a file that has bad ones
        #[arg(long)]
        skip_bad: bool,
    },
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    start_logging();
    match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime.block_on(run(cli.command)).unwrap_or_else(|error| {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }),
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn start_logging() {
    let filter = std::env::var("CLUSTERBUY_LOG").unwrap_or_else(|_| "info,sqlx=warn,sea_orm=warn".to_owned());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}

async fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Calc => return Ok(clusterbuy::calc::main_stdin()),
        Command::Routes { json } => return print_routes(json),
        _ => {}
    }
    let settings = match Settings::read(&std::env::vars().collect()) {
        Ok(settings) => settings,
        Err(faults) => {
            faults.iter().for_each(|fault| eprintln!("{fault}"));
            return Ok(ExitCode::from(2));
        }
    };
    with_settings(command, settings).await
}

async fn with_settings(command: Command, settings: Settings) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve => listen(App::open(settings, Clock::system()).await?).await?,
        Command::Demo { national, tenth } => {
            let sizes = if tenth { Sizes::tenth() } else { Sizes::national() };
            return demonstrate(settings, national.then_some(sizes)).await;
        }
        Command::Migrate => {
            std::fs::create_dir_all(&settings.data_dir)?;
            let db = Db::connect(&settings.database_url).await?;
            migration::Migrator::up(db.for_maintenance(), None).await?;
        }
        Command::Import { what: Import::Schools { file, check, skip_bad } } => {
            let app = App::open(settings, Clock::system()).await?;
            let asked = school::import::Asked { skip_bad, check_only: check };
            return school::import::command::schools(&app, &file, asked).await;
        }
        Command::Backup { archive } => {
            backup::backup(&settings, &archive).await?;
            println!(
                "{} holds the database and the attachments. Keep {} apart from it.",
                archive.display(),
                settings.key_dir.display()
            );
        }
        Command::Restore { archive } => backup::restore(&settings, &archive).await?,
        Command::VerifyAudit => return verify_audit(&settings).await,
        Command::VerifyReceipt { receipt, key } => return bid::command::check_receipt(&settings, &receipt, key),
        Command::ExportSealed { reference, archive } => {
            return bid::command::export(&settings, &reference, &archive).await;
        }
        Command::CheckConfig => print_settings(&settings),
        Command::InviteAdministrator { email, name } => {
            let app = App::open(settings, Clock::system()).await?;
            clusterbuy::account::invite_administrator(&Context::platform(&app), &email, &name).await?;
            mail::deliver(&app).await?;
            println!("The invitation was sent to {email}.");
        }
        Command::ResetSecondFactor { email } => return reset_second_factor(settings, &email).await,
        Command::Calc | Command::Routes { .. } => {}
    }
    Ok(ExitCode::SUCCESS)
}

async fn reset_second_factor(settings: Settings, email: &str) -> anyhow::Result<ExitCode> {
    let app = App::open(settings, Clock::system()).await?;
    let context = Context::platform(&app);
    let reset = match factor::account_of(&context, email).await {
        Ok(account) => factor::reset_by_operator(&context, account, "Reset from the command line").await,
        Err(error) => Err(error),
    };
    match reset {
        Ok(()) => println!("{email} sets up a new second step at the next sign-in."),
        Err(Error::Refused { sentence, .. }) => {
            eprintln!("{sentence}");
            return Ok(ExitCode::from(2));
        }
        Err(error) => return Err(error.into()),
    }
    mail::deliver(&app).await?;
    Ok(ExitCode::SUCCESS)
}

/// Makes the demonstration's world, or finds it, and serves it.
async fn demonstrate(settings: Settings, national: Option<Sizes>) -> anyhow::Result<ExitCode> {
    let app = App::open_as(settings, Clock::system(), true).await?;
    match clusterbuy::demo::open(&app).await {
        Ok(()) => {}
        Err(Error::Refused { sentence, .. }) => {
            eprintln!("{sentence}");
            return Ok(ExitCode::from(2));
        }
        Err(error) => return Err(error.into()),
    }
    clusterbuy::demo::every_state::add(&app).await?;
    if let Some(sizes) = national
        && !national::is_there(&app).await?
    {
        println!("Inventing {} schools and {} listings: this takes a while.", sizes.schools, sizes.listings);
        national::add(&app, sizes, national::SEED).await?;
    }
    println!("The demonstration is ready. Everybody in it is invented, and so is every price.");
    println!("Sign in by one click at {}sign-in, for example as", app.settings.public_url);
    for (name, role) in clusterbuy::demo::PERSONAS {
        println!("  {name}: {role}");
    }
    listen(app).await?;
    Ok(ExitCode::SUCCESS)
}

fn print_routes(json: bool) -> anyhow::Result<ExitCode> {
    let list = clusterbuy::routes().list();
    if json {
        println!("{}", serde_json::to_string_pretty(&list)?);
    } else {
        list.iter().for_each(|route| println!("{:6} {}  {}", route.method, route.path, route.roles.join(" ")));
    }
    Ok(ExitCode::SUCCESS)
}

fn print_settings(settings: &Settings) {
    settings.summary().iter().for_each(|(name, value)| println!("{name}={value}"));
}

async fn verify_audit(settings: &Settings) -> anyhow::Result<ExitCode> {
    let db = Db::connect(&settings.database_url).await?;
    match event::verify(db.read()).await? {
        Verdict::Unbroken { chains, entries } => {
            println!("The record is unbroken: {entries} entries in {chains} chains.");
            Ok(ExitCode::SUCCESS)
        }
        Verdict::Broken { chain, n, why } => {
            println!("The record is broken at entry {n} of chain {chain}: {why}.");
            Ok(ExitCode::from(3))
        }
    }
}

/// Serves until asked to stop, then lets open requests finish.
async fn listen(app: App) -> anyhow::Result<()> {
    clusterbuy::catalogue::ensure_given(&Context::platform(&app)).await?;
    clusterbuy::platform::law::store::ensure_given(&Context::platform(&app)).await?;
    let address = app.settings.listen;
    school::import::give_up_interrupted(&app).await?;
    let listener = TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))?;
    for (name, value) in app.settings.summary() {
        tracing::info!("{name}={value}");
    }
    println!("clusterbuy listens on {}", app.settings.public_url);
    let (stop, stopped) = watch::channel(false);
    let mailer = tokio::spawn(mail::run(app.clone(), stopped.clone()));
    let reminder = tokio::spawn(school::remind::run(app.clone(), stopped.clone()));
    let due = tokio::spawn(clusterbuy::home::due::run(app.clone(), stopped.clone()));
    tokio::spawn(async move {
        wait_for_signal().await;
        tracing::info!("stopping: open requests may finish");
        stop.send_replace(true);
    });
    serve::serve(listener, clusterbuy::router(app), stopped).await?;
    reminder.await?;
    due.await?;
    Ok(mailer.await?)
}

#[cfg(unix)]
async fn wait_for_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! { _ = terminate.recv() => {}, _ = tokio::signal::ctrl_c() => {} }
        }
        Err(_) => drop(tokio::signal::ctrl_c().await),
    }
}

#[cfg(not(unix))]
async fn wait_for_signal() {
    drop(tokio::signal::ctrl_c().await);
}
