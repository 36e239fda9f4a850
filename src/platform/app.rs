//! The running product: what is opened once and shared by every request.

use super::clock::Clock;
use super::db::Db;
use super::files::Files;
use super::http::page::Pages;
use super::keys::ServerKey;
use super::mail::Mailer;
use super::settings::Settings;
use migration::{Migrator, MigratorTrait as _};
use std::ops::Deref;
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;

/// Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// What the product is made of.
pub struct Parts {
    pub settings: Settings,
    pub db: Db,
    pub clock: Clock,
    pub key: ServerKey,
    pub files: Files,
    pub pages: Pages,
    pub mailer: Mailer,
    /// Wakes the sender of mail.
    pub mail_waiting: Notify,
    pub throttle: super::throttle::Throttle,
    pub metrics: super::metrics::Metrics,
    pub law: super::law::store::Held,
    pub categories: super::held::Held<Vec<::entity::category::Model>>,
    /// Is this the demonstration? Only then can its clock be moved and people be impersonated.
    pub is_demonstration: bool,
    /// The demonstration's place in its story, for the banner of every page.
    pub banner: Mutex<Option<Banner>>,
}

/// Where the demonstration's story stands, and what its next step does.
#[derive(Clone, Debug)]
pub struct Banner {
    pub step: String,
    pub next_step: Option<String>,
}

impl Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    /// Connects, migrates, opens files, keys and templates.
    pub async fn open(settings: Settings, clock: Clock) -> anyhow::Result<Self> {
        Self::open_as(settings, clock, false).await
    }

    /// As `open`, for the demonstration or not.
    pub async fn open_as(settings: Settings, clock: Clock, is_demonstration: bool) -> anyhow::Result<Self> {
        std::fs::create_dir_all(&settings.data_dir)?;
        let mailer = Mailer::open(settings.smtp_url.as_deref(), settings.data_dir.join("mail"))?;
        let key = ServerKey::open(&settings.key_dir)?;
        let db = Db::connect(&settings.database_url).await?;
        Migrator::up(db.for_maintenance(), None).await?;
        Self::assemble(settings, clock, db, key, mailer, is_demonstration)
    }

    /// Puts the parts together; a test brings its own database, key and mailer.
    pub fn assemble(
        settings: Settings,
        clock: Clock,
        db: Db,
        key: ServerKey,
        mailer: Mailer,
        is_demonstration: bool,
    ) -> anyhow::Result<Self> {
        let files = Files::open(&settings.data_dir)?;
        let pages = Pages::load()?;
        let mail_waiting = Notify::new();
        let throttle = super::throttle::Throttle::default();
        let banner = Mutex::new(None);
        Ok(Self(Arc::new(Parts {
            settings,
            db,
            clock,
            key,
            files,
            pages,
            mailer,
            mail_waiting,
            throttle,
            metrics: super::metrics::Metrics::default(),
            law: super::law::store::Held::default(),
            categories: super::held::Held::default(),
            is_demonstration,
            banner,
        })))
    }

    /// A link to a page of this site, for mail.
    pub fn link(&self, path: &str) -> String {
        format!("{}{}", self.settings.public_url.as_str().trim_end_matches('/'), path)
    }
}
