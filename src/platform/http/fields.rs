//! A posted form: checked for CSRF before a handler sees it, read field by field, kept as typed.
//!
//! ```text
//! let read = fields.read(|form| NewCluster {
//!     name: form.required("name", "Enter the cluster's name"),
//!     start: form.date("start", "Enter the date it starts"),
//! });
//! ```
//!
//! `read` answers the value, or the form to show again with a sentence beside each field that is wrong. A field that
//! nobody asked for is refused.

use super::page::FormView;
use super::visit::Visit;
use crate::platform::error::{Error, Result};
use ::entity::money::{Money, Quantity};
use axum::extract::{FromRequest, Multipart, Request};
use chrono::NaiveDate;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;
use subtle::ConstantTimeEq as _;
use validator::ValidateEmail as _;

/// The longest text taken where a field sets no other limit.
const LONGEST: usize = 5_000;

/// Names and values as sent, the CSRF token taken out.
#[derive(Clone, Debug, Default)]
pub struct Fields(BTreeMap<String, Vec<String>>);

/// A file that came with a form.
#[derive(Clone, Debug)]
pub struct UploadedFile {
    pub field: String,
    pub name: String,
    pub bytes: Vec<u8>,
}

/// A form with files.
#[derive(Clone, Debug, Default)]
pub struct Upload {
    pub fields: Fields,
    pub files: Vec<UploadedFile>,
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Error;
    async fn from_request(request: Request, state: &S) -> std::result::Result<Self, Error> {
        let (visit, cross_site) = sender(&request)?;
        let body = axum::body::Bytes::from_request(request, state).await.map_err(|_| too_large())?;
        let mut fields = Fields::default();
        for (name, value) in url::form_urlencoded::parse(&body) {
            fields.push(name.into_owned(), value.into_owned());
        }
        fields.check_token(&visit, cross_site)?;
        Ok(fields)
    }
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Error;
    async fn from_request(request: Request, state: &S) -> std::result::Result<Self, Error> {
        let (visit, cross_site) = sender(&request)?;
        let mut parts = Multipart::from_request(request, state).await.map_err(|_| malformed())?;
        let mut upload = Upload::default();
        while let Some(part) = parts.next_field().await.map_err(|_| malformed())? {
            let field = part.name().unwrap_or_default().to_owned();
            let file_name = part.file_name().map(str::to_owned);
            let bytes = part.bytes().await.map_err(|_| too_large())?;
            match file_name {
                Some(name) if !name.is_empty() || !bytes.is_empty() => {
                    let name = name.chars().filter(|each| !each.is_control()).collect();
                    upload.files.push(UploadedFile { field, name, bytes: bytes.to_vec() });
                }
                Some(_) => {}
                None => upload.fields.push(field, String::from_utf8_lossy(&bytes).into_owned()),
            }
        }
        upload.fields.check_token(&visit, cross_site)?;
        Ok(upload)
    }
}

pub(super) fn sender(request: &Request) -> Result<(Visit, bool)> {
    let visit =
        request.extensions().get::<Visit>().cloned().ok_or_else(|| Error::internal("the visit was not loaded"))?;
    let site = request.headers().get("sec-fetch-site").and_then(|value| value.to_str().ok());
    Ok((visit, site.is_some_and(|site| site == "cross-site" || site == "same-site")))
}

pub(super) fn too_large() -> Error {
    Error::refused("What you sent is too large")
}

pub(super) fn malformed() -> Error {
    Error::refused("The form did not arrive whole. Send it again")
}

impl Fields {
    /// Control characters but line ends and tabs are dropped: nobody types them, and no database keeps a NUL.
    pub fn push(&mut self, name: String, mut value: String) {
        value.retain(|each| !each.is_control() || matches!(each, '\n' | '\r' | '\t'));
        self.0.entry(name).or_default().push(value);
    }

    /// The first value, as sent.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(|values| values.first()).map(String::as_str)
    }

    /// Puts a value in the place of what was sent.
    pub fn set(&mut self, name: &str, value: String) {
        self.0.remove(name);
        self.push(name.to_owned(), value);
    }

    /// All names and values, as sent.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().flat_map(|(name, values)| values.iter().map(move |value| (name.as_str(), value.as_str())))
    }

    pub(super) fn check_token(&mut self, visit: &Visit, cross_site: bool) -> Result<()> {
        let sent = self.0.remove("csrf").and_then(|values| values.into_iter().next()).unwrap_or_default();
        let expected = match &visit.signed {
            Some(signed) => Some(signed.csrf.clone()),
            None => visit.cookies.form.clone(),
        };
        let matches = expected.is_some_and(|expected| bool::from(expected.as_bytes().ct_eq(sent.as_bytes())));
        if matches && !cross_site {
            Ok(())
        } else {
            Err(Error::Forbidden("This form is out of date. Go back, reload the page and send it again.".to_owned()))
        }
    }

    /// The form as typed, to show again.
    pub fn view(&self) -> FormView {
        let values = self.0.iter().map(|(name, values)| (name.clone(), values.join("\n"))).collect();
        FormView { values, errors: Vec::new() }
    }

    /// The form as typed with one sentence: what a command refused. Other errors stay errors.
    pub fn refused(&self, error: Error) -> Result<FormView> {
        match error {
            Error::Refused { field, sentence } => {
                Ok(self.view().refusing(field.unwrap_or_else(|| "main".to_owned()), sentence))
            }
            Error::Stale(sentence) => Ok(self.view().refusing("main", sentence)),
            other => Err(other),
        }
    }

    /// Reads the form; every field that `build` asks for is known, the rest is refused.
    pub fn read<T>(&self, build: impl FnOnce(&Reader) -> T) -> std::result::Result<T, FormView> {
        let reader = Reader { fields: self, asked: RefCell::default(), errors: RefCell::default() };
        let value = build(&reader);
        reader.refuse_unknown();
        let errors = reader.errors.into_inner();
        if errors.is_empty() {
            Ok(value)
        } else {
            Err(errors.into_iter().fold(self.view(), |view, (field, text)| view.refusing(field, text)))
        }
    }
}

/// Reads fields and collects what is wrong. After an error the value returned is not used by anybody.
pub struct Reader<'a> {
    fields: &'a Fields,
    asked: RefCell<BTreeSet<String>>,
    errors: RefCell<Vec<(String, String)>>,
}

impl Reader<'_> {
    /// Records an error beside a field.
    pub fn error(&self, field: &str, sentence: impl Into<String>) {
        self.errors.borrow_mut().push((field.to_owned(), sentence.into()));
    }

    /// Trimmed, line ends made one kind; empty where it was not sent.
    pub fn text(&self, name: &str) -> String {
        self.text_up_to(name, LONGEST)
    }

    pub fn text_up_to(&self, name: &str, longest: usize) -> String {
        self.asked.borrow_mut().insert(name.to_owned());
        let text = self.fields.get(name).unwrap_or_default().trim().replace("\r\n", "\n");
        if text.chars().count() > longest {
            self.error(name, format!("Use {longest} characters or fewer"));
        }
        text
    }

    pub fn required(&self, name: &str, sentence: &str) -> String {
        let text = self.text(name);
        if text.is_empty() {
            self.error(name, sentence);
        }
        text
    }

    pub fn optional(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    pub fn email(&self, name: &str) -> String {
        let text = self.text(name).to_lowercase();
        if !text.validate_email() || text.len() > 254 {
            self.error(name, "Enter an email address, like name@example.org");
        }
        text
    }

    /// Parsed by its type; `sentence` says what to enter. Empty is an error.
    pub fn parsed<T: FromStr>(&self, name: &str, sentence: &str, fallback: T) -> T {
        let text = self.text(name);
        text.parse().unwrap_or_else(|_| {
            self.error(name, sentence);
            fallback
        })
    }

    /// As `parsed`, none where it is empty.
    pub fn optional_parsed<T: FromStr>(&self, name: &str, sentence: &str) -> Option<T> {
        let text = self.text(name);
        if text.is_empty() {
            return None;
        }
        let parsed = text.parse().ok();
        if parsed.is_none() {
            self.error(name, sentence);
        }
        parsed
    }

    /// One of those offered, by its word. The list is not empty; its first stands in after an error.
    pub fn choice<T: FromStr + Copy + PartialEq>(&self, name: &str, offered: &[T], sentence: &str) -> T {
        let chosen = self.text(name).parse().ok().filter(|choice| offered.contains(choice));
        chosen.unwrap_or_else(|| {
            self.error(name, sentence);
            offered[0]
        })
    }

    pub fn whole(&self, name: &str, range: std::ops::RangeInclusive<i32>, sentence: &str) -> i32 {
        let value = self.parsed(name, sentence, *range.start());
        if !range.contains(&value) {
            self.error(name, sentence);
        }
        value
    }

    pub fn money(&self, name: &str, sentence: &str) -> Money {
        self.optional_money(name, sentence).unwrap_or_else(|| {
            if self.fields.get(name).unwrap_or_default().trim().is_empty() {
                self.error(name, sentence);
            }
            Money(0)
        })
    }

    /// Pounds and pence; a pound sign and thousands commas are taken as typed. Never negative.
    pub fn optional_money(&self, name: &str, sentence: &str) -> Option<Money> {
        let text = self.text(name).replace(['£', ',', ' '], "");
        if text.is_empty() {
            return None;
        }
        let amount = text.parse::<Money>().ok().filter(|amount| amount.0 >= 0);
        if amount.is_none() {
            self.error(name, sentence);
        }
        amount
    }

    pub fn optional_quantity(&self, name: &str, sentence: &str) -> Option<Quantity> {
        let text = self.text(name).replace([',', ' '], "");
        if text.is_empty() {
            return None;
        }
        let quantity = text.parse::<Quantity>().ok().filter(|quantity| quantity.0 >= 0);
        if quantity.is_none() {
            self.error(name, sentence);
        }
        quantity
    }

    /// Day, month and year in three fields: `name-day`, `name-month`, `name-year`.
    pub fn date(&self, name: &str, sentence: &str) -> NaiveDate {
        self.optional_date(name, sentence).unwrap_or_else(|| {
            if self.date_is_empty(name) {
                self.error(&format!("{name}-day"), sentence);
            }
            NaiveDate::default()
        })
    }

    pub fn optional_date(&self, name: &str, sentence: &str) -> Option<NaiveDate> {
        let part = |part: &str| self.text(&format!("{name}-{part}"));
        let (day, month, year) = (part("day"), part("month"), part("year"));
        if self.date_is_empty(name) {
            return None;
        }
        let date = (|| NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))();
        let date = date.filter(|date| (1900..2200).contains(&chrono::Datelike::year(date)));
        if date.is_none() {
            self.error(&format!("{name}-day"), format!("{sentence}, like 31 8 2027"));
        }
        date
    }

    fn date_is_empty(&self, name: &str) -> bool {
        ["day", "month", "year"]
            .iter()
            .all(|part| self.fields.get(&format!("{name}-{part}")).unwrap_or_default().trim().is_empty())
    }

    /// A ticked box.
    pub fn ticked(&self, name: &str) -> bool {
        !self.text(name).is_empty()
    }

    /// Every value of a field that may come several times.
    pub fn many(&self, name: &str) -> Vec<String> {
        self.asked.borrow_mut().insert(name.to_owned());
        self.fields.0.get(name).cloned().unwrap_or_default()
    }

    fn refuse_unknown(&self) {
        let asked = self.asked.borrow();
        if let Some(name) = self.fields.0.keys().find(|name| !asked.contains(*name)) {
            self.errors
                .borrow_mut()
                .push(("main".to_owned(), format!("The form has a field that is not known here: {name}")));
        }
    }
}
