//! Settings come from the environment, are checked at start, and all faults are reported together.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;

/// The checked settings.
#[derive(Clone, Debug)]
pub struct Settings {
    pub listen: SocketAddr,
    /// `sqlite://…` or `postgres://…`; none: a SQLite file in the data folder.
    pub database_url: String,
    /// Holds the database file, attachments and, without SMTP, the mail.
    pub data_dir: PathBuf,
    /// Holds the server key, outside the data folder's backups.
    pub key_dir: PathBuf,
    /// How people reach the site; links in mail start with it.
    pub public_url: url::Url,
    pub smtp_url: Option<String>,
    /// Who sends it reads `/metrics`; without one this machine alone does.
    pub metrics_token: Option<String>,
}

impl Settings {
    /// Reads `CLUSTERBUY_*` from `environment`. The error lists every fault, each a sentence.
    pub fn read(environment: &BTreeMap<String, String>) -> Result<Self, Vec<String>> {
        let mut faults = Vec::new();
        let mut variables = Variables { environment, faults: &mut faults };
        let listen =
            variables.parsed("CLUSTERBUY_LISTEN", "127.0.0.1:8080", "an address and port, like 127.0.0.1:8080");
        let data_dir = PathBuf::from(variables.text("CLUSTERBUY_DATA_DIR").unwrap_or_else(|| "./data".to_owned()));
        let key_dir = variables.text("CLUSTERBUY_KEY_DIR").map_or_else(|| data_dir.join("keys"), PathBuf::from);
        let database_url = variables.database_url(&data_dir);
        let public_url = variables.public_url(listen);
        let smtp_url = variables.smtp_url();
        let metrics_token = variables.metrics_token();
        variables.refuse_unknown();
        match (listen, public_url) {
            (Some(listen), Some(public_url)) if faults.is_empty() => {
                Ok(Self { listen, database_url, data_dir, key_dir, public_url, smtp_url, metrics_token })
            }
            _ => Err(faults),
        }
    }

    /// What `check-config` and the start print: no password.
    pub fn summary(&self) -> Vec<(&'static str, String)> {
        vec![
            ("CLUSTERBUY_LISTEN", self.listen.to_string()),
            ("CLUSTERBUY_DATABASE_URL", without_password(&self.database_url)),
            ("CLUSTERBUY_DATA_DIR", self.data_dir.display().to_string()),
            ("CLUSTERBUY_KEY_DIR", self.key_dir.display().to_string()),
            ("CLUSTERBUY_PUBLIC_URL", self.public_url.to_string()),
            (
                "CLUSTERBUY_SMTP_URL",
                self.smtp_url.as_deref().map_or("unset: mail to files".to_owned(), without_password),
            ),
            (
                "CLUSTERBUY_METRICS_TOKEN",
                if self.metrics_token.is_some() { "set" } else { "unset: /metrics for this machine alone" }.to_owned(),
            ),
        ]
    }

    /// Is the site served over https? Then cookies are `Secure`.
    pub fn is_secure(&self) -> bool {
        self.public_url.scheme() == "https"
    }
}

const KNOWN: &[&str] = &[
    "CLUSTERBUY_LISTEN",
    "CLUSTERBUY_DATABASE_URL",
    "CLUSTERBUY_DATA_DIR",
    "CLUSTERBUY_KEY_DIR",
    "CLUSTERBUY_PUBLIC_URL",
    "CLUSTERBUY_SMTP_URL",
    "CLUSTERBUY_METRICS_TOKEN",
    "CLUSTERBUY_LOG",
    "CLUSTERBUY_AXE",
];

struct Variables<'a> {
    environment: &'a BTreeMap<String, String>,
    faults: &'a mut Vec<String>,
}

impl Variables<'_> {
    fn text(&self, name: &str) -> Option<String> {
        self.environment.get(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    fn parsed<T: std::str::FromStr>(&mut self, name: &str, default: &str, wanted: &str) -> Option<T> {
        let text = self.text(name).unwrap_or_else(|| default.to_owned());
        let parsed = text.parse().ok();
        if parsed.is_none() {
            self.faults.push(format!("{name} must be {wanted}. It is \"{text}\"."));
        }
        parsed
    }

    fn database_url(&mut self, data_dir: &std::path::Path) -> String {
        let default = format!("sqlite://{}?mode=rwc", data_dir.join("clusterbuy.db").display());
        let url = self.text("CLUSTERBUY_DATABASE_URL").unwrap_or(default);
        if !["sqlite:", "postgres:", "postgresql:"].iter().any(|scheme| url.starts_with(scheme)) {
            self.faults.push("CLUSTERBUY_DATABASE_URL must start with sqlite:// or postgres://.".to_owned());
        }
        url
    }

    fn public_url(&mut self, listen: Option<SocketAddr>) -> Option<url::Url> {
        let default = format!("http://{}/", listen.map_or("127.0.0.1:8080".to_owned(), |address| address.to_string()));
        let url: Option<url::Url> =
            self.parsed("CLUSTERBUY_PUBLIC_URL", &default, "a web address, like https://buy.example.org");
        if url.as_ref().is_some_and(|url| !["http", "https"].contains(&url.scheme())) {
            self.faults.push("CLUSTERBUY_PUBLIC_URL must start with http:// or https://.".to_owned());
        }
        url
    }

    fn smtp_url(&mut self) -> Option<String> {
        let url = self.text("CLUSTERBUY_SMTP_URL");
        if url.as_ref().is_some_and(|url| !url.starts_with("smtp://") && !url.starts_with("smtps://")) {
            self.faults.push("CLUSTERBUY_SMTP_URL must start with smtp:// or smtps://.".to_owned());
        }
        url
    }

    fn metrics_token(&mut self) -> Option<String> {
        let token = self.text("CLUSTERBUY_METRICS_TOKEN");
        if token.as_ref().is_some_and(|token| token.len() < 16) {
            self.faults.push("CLUSTERBUY_METRICS_TOKEN must have 16 characters or more.".to_owned());
        }
        token
    }

    fn refuse_unknown(&mut self) {
        let unknown = self.environment.keys().filter(|name| {
            name.starts_with("CLUSTERBUY_") && !name.starts_with("CLUSTERBUY_TEST_") && !KNOWN.contains(&name.as_str())
        });
        self.faults.extend(unknown.map(|name| format!("{name} is not a setting of clusterbuy.")));
    }
}

fn without_password(url: &str) -> String {
    match url::Url::parse(url) {
        Ok(mut parsed) if parsed.password().is_some() => {
            let hidden = parsed.set_password(Some("****"));
            if hidden.is_ok() { parsed.to_string() } else { "hidden".to_owned() }
        }
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Settings, Vec<String>> {
        Settings::read(&pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect())
    }

    #[test]
    fn nothing_set_gives_a_sqlite_file_in_the_data_folder() {
        let settings = read(&[]).unwrap();
        assert_eq!(settings.database_url, "sqlite://./data/clusterbuy.db?mode=rwc");
        assert_eq!(settings.public_url.as_str(), "http://127.0.0.1:8080/");
    }

    #[test]
    fn all_faults_are_reported_together() {
        let faults = read(&[
            ("CLUSTERBUY_LISTEN", "nowhere"),
            ("CLUSTERBUY_DATABASE_URL", "mysql://x"),
            ("CLUSTERBUY_SMTP_URL", "http://x"),
            ("CLUSTERBUY_LISTN", "1"),
            ("CLUSTERBUY_METRICS_TOKEN", "short"),
        ])
        .unwrap_err();
        assert_eq!(faults.len(), 5, "{faults:?}");
    }

    #[test]
    fn the_summary_hides_passwords() {
        let settings = read(&[("CLUSTERBUY_DATABASE_URL", "postgres://me:secret@localhost/x")]).unwrap();
        assert!(!format!("{:?}", settings.summary()).contains("secret"));
    }
}
