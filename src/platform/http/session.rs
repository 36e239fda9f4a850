//! Sessions and cookies. A session is a row: it survives a restart and ends on the server.
//!
//! The cookie holds 32 random bytes, the row their hash. Nobody who is not signed in causes a row; their forms carry a
//! token that must equal a cookie. Sessions live in real time, also in the demonstration.

use crate::platform::access::{Actor, Hat};
use crate::platform::app::App;
use crate::platform::context::hat_of;
use crate::platform::error::Result;
use crate::platform::keys::{secret, sha256_hex};
use ::entity::membership::Role;
use ::entity::{account, ids::*, membership, session};
use axum::http::{HeaderMap, HeaderValue, header};
use chrono::Duration;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

const LIFE_DAYS: i64 = 14;
const IDLE_HOURS: i64 = 12;
/// How long the code is waited for after the password.
const CODE_WITHIN_MINUTES: i64 = 10;

/// Somebody signed in, with what every page shows of them.
#[derive(Clone, Debug)]
pub struct Signed {
    pub session: SessionId,
    pub actor: Actor,
    pub email: String,
    pub csrf: String,
    pub acting_label: String,
    pub acting_path: String,
    pub can_switch: bool,
}

impl Signed {
    pub fn role(&self) -> Option<Role> {
        self.actor.worn.as_ref().map(|hat| hat.role)
    }
}

/// The hat that a session wears, in words and with its place.
#[derive(Clone, Debug, Default)]
pub struct Worn {
    pub membership: Option<MembershipId>,
    pub label: String,
    pub path: String,
}

/// Makes a session; answers the cookie's secret. Old and idle ones of the account go with it.
pub async fn start(app: &App, transaction: &impl ConnectionTrait, account: AccountId, worn: Worn) -> Result<String> {
    insert(app, transaction, account, worn, false).await
}

/// Makes a session in which nobody is signed in before the code was entered; answers the cookie's secret.
pub async fn start_awaiting(app: &App, transaction: &impl ConnectionTrait, account: AccountId) -> Result<String> {
    insert(app, transaction, account, Worn::default(), true).await
}

async fn insert(
    app: &App,
    transaction: &impl ConnectionTrait,
    account: AccountId,
    worn: Worn,
    awaits_code: bool,
) -> Result<String> {
    let life = if awaits_code { Duration::minutes(CODE_WITHIN_MINUTES) } else { Duration::days(LIFE_DAYS) };
    let (now, token) = (app.clock.real_now(), secret());
    session::Entity::delete_many()
        .filter(session::Column::AccountId.eq(account))
        .filter(session::Column::ExpiresAt.lt(now))
        .exec(transaction)
        .await?;
    let row = session::ActiveModel {
        id: Set(SessionId::new(now)),
        token_hash: Set(sha256_hex(token.as_bytes())),
        account_id: Set(account),
        acting_as: Set(worn.membership),
        acting_label: Set(worn.label),
        acting_path: Set(worn.path),
        csrf: Set(secret()),
        awaits_code: Set(awaits_code),
        created_at: Set(now),
        last_seen_at: Set(now),
        expires_at: Set(now + life),
    };
    row.insert(transaction).await?;
    Ok(token)
}

/// Changes the hat that a session wears.
pub async fn wear(transaction: &impl ConnectionTrait, session: SessionId, worn: Worn) -> Result<()> {
    let row = session::ActiveModel {
        id: Set(session),
        acting_as: Set(worn.membership),
        acting_label: Set(worn.label),
        acting_path: Set(worn.path),
        ..Default::default()
    };
    row.update(transaction).await?;
    Ok(())
}

/// Ends one session.
pub async fn end(transaction: &impl ConnectionTrait, session: SessionId) -> Result<()> {
    session::Entity::delete_by_id(session).exec(transaction).await?;
    Ok(())
}

/// Ends every session of an account: after a new password.
pub async fn end_all(transaction: &impl ConnectionTrait, account: AccountId) -> Result<()> {
    session::Entity::delete_many().filter(session::Column::AccountId.eq(account)).exec(transaction).await?;
    Ok(())
}

type Living = (session::Model, account::Model, Vec<Hat>);

/// The session behind the cookie, if it still lives.
pub async fn find(app: &App, cookies: &Cookies) -> Result<Option<Signed>> {
    let now = app.clock.real_now();
    let Some((row, person, hats)) = living(app, cookies, false).await? else { return Ok(None) };
    if now - row.last_seen_at > Duration::minutes(5) {
        touch(app, row.id).await?;
    }
    Ok(Some(signed(app, row, person, &hats)))
}

/// The session behind the cookie that waits for its code, and whose it is.
pub async fn find_awaiting(app: &App, cookies: &Cookies) -> Result<Option<(SessionId, AccountId)>> {
    Ok(living(app, cookies, true).await?.map(|(row, ..)| (row.id, row.account_id)))
}

/// A session that is not over, whose it is, and the roles that they hold now, the oldest first. One query.
async fn living(app: &App, cookies: &Cookies, awaits_code: bool) -> Result<Option<Living>> {
    let Some(token) = &cookies.session else { return Ok(None) };
    let found = session::Entity::find()
        .find_also_related(account::Entity)
        .find_also_related(membership::Entity)
        .filter(session::Column::TokenHash.eq(sha256_hex(token.as_bytes())))
        .filter(session::Column::AwaitsCode.eq(awaits_code))
        .order_by_asc(membership::Column::Id)
        .all(app.db.read())
        .await?;
    let now = app.clock.real_now();
    let lives = |row: &session::Model| now < row.expires_at && now - row.last_seen_at <= Duration::hours(IDLE_HOURS);
    let hats = found.iter().filter_map(|(.., held)| held.clone().map(hat_of)).collect();
    let first = found.into_iter().next().and_then(|(row, person, _)| Some((row, person?, hats)));
    Ok(first.filter(|(row, ..)| lives(row)))
}

fn signed(app: &App, row: session::Model, person: account::Model, hats: &[Hat]) -> Signed {
    let still_held = hats.iter().any(|hat| Some(hat.membership) == row.acting_as);
    Signed {
        session: row.id,
        actor: actor_of(app, &person, hats, row.acting_as),
        email: person.email,
        csrf: row.csrf,
        acting_label: if still_held { row.acting_label } else { "yourself".to_owned() },
        acting_path: if still_held { row.acting_path } else { String::new() },
        can_switch: hats.len() > 1,
    }
}

/// Somebody signed in. Roles that need a second factor do nothing without one; the demonstration asks for none.
fn actor_of(app: &App, person: &account::Model, hats: &[Hat], worn: Option<MembershipId>) -> Actor {
    let actor = Actor::new(person.id, person.name.clone(), hats, worn);
    if app.is_demonstration || person.factor_since.is_some() { actor } else { actor.without_second_factor() }
}

async fn touch(app: &App, id: SessionId) -> Result<()> {
    let transaction = app.db.begin_write().await?;
    session::Entity::update_many()
        .col_expr(session::Column::LastSeenAt, Expr::value(app.clock.real_now()))
        .filter(session::Column::Id.eq(id))
        .exec(&transaction)
        .await?;
    Ok(transaction.commit().await?)
}

/// The cookies of a request.
#[derive(Clone, Debug, Default)]
pub struct Cookies {
    pub session: Option<String>,
    pub form: Option<String>,
    pub flash: Option<String>,
}

impl Cookies {
    pub fn of(headers: &HeaderMap) -> Self {
        let mut cookies = Self::default();
        let pairs = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        for (name, value) in pairs.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('=')) {
            match name.trim_start_matches("__Host-") {
                "session" => cookies.session = Some(value.to_owned()),
                "form" => cookies.form = Some(value.to_owned()),
                "flash" => cookies.flash = decode(value),
                _ => {}
            }
        }
        cookies
    }

    /// The token that forms of somebody not signed in carry.
    pub fn form_token(&self) -> String {
        self.form.clone().filter(|token| token.len() == 64).unwrap_or_else(secret)
    }

    pub fn keep_form_token(&self, app: &App, token: &str, headers: &mut HeaderMap) {
        if self.form.as_deref() != Some(token) {
            set(app, "form", token, None, headers);
        }
    }
}

/// Puts the session's secret into the browser.
pub fn set_session(app: &App, token: &str, headers: &mut HeaderMap) {
    set(app, "session", token, Some(LIFE_DAYS * 24 * 3600), headers);
}

pub fn drop_session(app: &App, headers: &mut HeaderMap) {
    set(app, "session", "", Some(0), headers);
}

/// A sentence for the next page.
pub fn set_flash(app: &App, sentence: &str, headers: &mut HeaderMap) {
    let encoded: String = url::form_urlencoded::byte_serialize(sentence.as_bytes()).collect();
    set(app, "flash", &encoded, Some(60), headers);
}

pub fn drop_flash(app: &App, headers: &mut HeaderMap) {
    set(app, "flash", "", Some(0), headers);
}

fn set(app: &App, name: &str, value: &str, max_age: Option<i64>, headers: &mut HeaderMap) {
    let (prefix, secure) = if app.settings.is_secure() { ("__Host-", "; Secure") } else { ("", "") };
    let age = max_age.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    let cookie = format!("{prefix}{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        headers.append(header::SET_COOKIE, cookie);
    }
}

fn decode(value: &str) -> Option<String> {
    let text = format!("v={value}");
    url::form_urlencoded::parse(text.as_bytes())
        .next()
        .map(|(_, text)| text.into_owned())
        .filter(|text| !text.is_empty())
}
