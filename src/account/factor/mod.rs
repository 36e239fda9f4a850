//! The second factor: a code from an authenticator app after the password, and what helps who has lost it.

mod code;

use crate::account::store;
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::http::session;
use crate::platform::mail::{Notice, Receiver};
use ::entity::{account, ids::*, recovery_code};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter,
};
use serde::Serialize;

/// Where it is set up.
pub const PAGE: &str = "/account/second-step";
const WRONG: &str = "Enter the six digits that your app shows now, or a recovery code. Each works once";
const ATTEMPTS: usize = 8;

#[derive(Serialize)]
struct FactorNotice {
    name: String,
    /// What happened: "was set up".
    what: &'static str,
}

impl Notice for FactorNotice {
    const TEMPLATE: &'static str = "mail/second_step.txt";
}

/// How far somebody is with their second factor.
#[derive(Clone, Debug)]
pub enum Standing {
    None,
    /// The secret in groups of four and as a link; the first code is waited for.
    Begun {
        secret: String,
        link: String,
    },
    SetUp {
        recovery_codes_left: u64,
    },
}

/// How far the person who asks is.
pub async fn standing(context: &Context) -> Result<Standing> {
    let person = own(context).await?;
    if person.factor_since.is_some() {
        let unused = recovery_code::Entity::find()
            .filter(recovery_code::Column::AccountId.eq(person.id))
            .filter(recovery_code::Column::UsedAt.is_null());
        return Ok(Standing::SetUp { recovery_codes_left: unused.count(context.read()).await? });
    }
    let Some(sealed) = &person.factor_secret else { return Ok(Standing::None) };
    let (secret, link) = code::shown(&context.app.key.unseal(sealed)?, &person.email)?;
    Ok(Standing::Begun { secret, link })
}

async fn own(context: &Context) -> Result<account::Model> {
    let account = context.actor.require_account()?;
    account::Entity::find_by_id(account).one(context.read()).await?.ok_or(Error::NotFound)
}

/// Makes a secret, which counts once its first code is entered.
pub async fn begin(context: &Context) -> Result<()> {
    let person = own(context).await?;
    let change = Change::begin(context).await?;
    let sealed = context.app.key.seal(&code::new_secret())?;
    let begun = account::Entity::update_many()
        .col_expr(account::Column::FactorSecret, Expr::value(sealed))
        .filter(account::Column::Id.eq(person.id))
        .filter(account::Column::FactorSince.is_null())
        .exec(change.tx())
        .await?;
    if begun.rows_affected == 0 {
        return Err(Error::refused("Your second step is set up already"));
    }
    commit(change, person.id, "account.second_factor_begun", None).await
}

/// The first code is right: from now on one is asked for. Answers the recovery codes, which are never shown again.
pub async fn confirm(context: &Context, given: &str) -> Result<Vec<String>> {
    let person = own(context).await?;
    let sealed = person.factor_secret.as_ref().filter(|_| person.factor_since.is_none());
    let sealed = sealed.ok_or_else(|| Error::refused("Start again: there is no set-up under way"))?;
    let secret = context.app.key.unseal(sealed)?;
    let now = context.app.clock.real_now();
    let (key, step) = (throttle_key(person.id), step(&secret, given, now)?);
    let Some(step) = allowed(context, &key).map(|()| step)? else { return Err(wrong(context, &key)) };
    let change = Change::begin(context).await?;
    let row = account::ActiveModel {
        id: Set(person.id),
        factor_since: Set(Some(now)),
        factor_step: Set(Some(step)),
        ..Default::default()
    };
    row.update(change.tx()).await?;
    let codes = new_codes(&change, person.id).await?;
    commit(change, person.id, "account.second_factor_set_up", Some((&person, "was set up"))).await?;
    Ok(codes)
}

/// New recovery codes instead of the old ones.
pub async fn replace_codes(context: &Context, given: &str) -> Result<Vec<String>> {
    let person = own(context).await?;
    check(context, person.id, given).await?;
    let change = Change::begin(context).await?;
    let codes = new_codes(&change, person.id).await?;
    commit(change, person.id, "account.recovery_codes_replaced", Some((&person, "got new recovery codes"))).await?;
    Ok(codes)
}

/// Takes one's own second factor away, by password and code: to use another telephone, or none.
pub async fn remove(context: &Context, password: &str, given: &str) -> Result<()> {
    super::confirm_identity(context, password, given).await?;
    let person = own(context).await?;
    let change = Change::begin(context).await?;
    clear(&change, person.id).await?;
    commit(change, person.id, "account.second_factor_removed", Some((&person, "was removed"))).await
}

/// An administrator takes away the second factor of somebody who lost it; their sessions end.
pub async fn reset(context: &Context, account: AccountId, reason: &str) -> Result<()> {
    context.actor.require(Action::ManagePlatform, &Place::platform())?;
    if context.actor.account == Some(account) {
        return Err(Error::refused("Another administrator resets yours"));
    }
    reset_by_operator(context, account, reason).await
}

/// As `reset`, from the command line: for the only administrator.
pub async fn reset_by_operator(context: &Context, account: AccountId, reason: &str) -> Result<()> {
    let person = account::Entity::find_by_id(account).one(context.read()).await?.ok_or(Error::NotFound)?;
    if person.factor_secret.is_none() {
        return Err(Error::refused(format!("{} has no second step", person.name)));
    }
    let change = Change::begin(context).await?;
    clear(&change, account).await?;
    session::end_all(change.tx(), account).await?;
    let event = Event::new(Chain::Platform, "account.second_factor_reset", format!("account:{account}"));
    tell(&change, &person, "was reset by an administrator").await?;
    change.commit(event.because(reason)).await?;
    Ok(())
}

/// A code of the account, right and not used before; a recovery code is used up.
pub(super) async fn check(context: &Context, account: AccountId, given: &str) -> Result<()> {
    let key = throttle_key(account);
    allowed(context, &key)?;
    let change = Change::begin(context).await?;
    if !take(&change, account, given).await? {
        drop(change);
        return Err(wrong(context, &key));
    }
    context.app.throttle.succeeded(&key);
    commit(change, account, "account.code_taken", None).await
}

/// Uses the code up, inside a change: the last word is the database's, whoever sends the same code twice at once.
async fn take(change: &Change, account: AccountId, given: &str) -> Result<bool> {
    let person = account::Entity::find_by_id(account).one(change.tx()).await?.ok_or(Error::NotFound)?;
    let Some(sealed) = person.factor_secret.filter(|_| person.factor_since.is_some()) else { return Ok(false) };
    let now = change.app().clock.real_now();
    if code::digits(given).is_none() {
        let used = recovery_code::Entity::update_many()
            .col_expr(recovery_code::Column::UsedAt, Expr::value(now))
            .filter(recovery_code::Column::AccountId.eq(account))
            .filter(recovery_code::Column::CodeHash.eq(code::recovery_hash(&change.app().key, account, given)))
            .filter(recovery_code::Column::UsedAt.is_null())
            .exec(change.tx())
            .await?;
        return Ok(used.rows_affected == 1);
    }
    let Some(step) = step(&change.app().key.unseal(&sealed)?, given, now)? else { return Ok(false) };
    let is_new = Condition::any().add(account::Column::FactorStep.is_null()).add(account::Column::FactorStep.lt(step));
    let taken = account::Entity::update_many()
        .col_expr(account::Column::FactorStep, Expr::value(step))
        .filter(account::Column::Id.eq(account))
        .filter(is_new)
        .exec(change.tx())
        .await?;
    Ok(taken.rows_affected == 1)
}

fn step(secret: &[u8], given: &str, now: chrono::DateTime<chrono::Utc>) -> Result<Option<i64>> {
    match code::digits(given) {
        Some(digits) => code::step_of(secret, &digits, now),
        None => Ok(None),
    }
}

async fn new_codes(change: &Change, account: AccountId) -> Result<Vec<String>> {
    forget_codes(change, account).await?;
    let codes: Vec<String> = (0..code::RECOVERY_CODES).map(|_| code::new_recovery_code()).collect();
    for each in &codes {
        let code_hash = code::recovery_hash(&change.app().key, account, each);
        let row = recovery_code::Model { account_id: account, code_hash, used_at: None };
        row.into_active_model().insert(change.tx()).await?;
    }
    Ok(codes)
}

async fn forget_codes(change: &Change, account: AccountId) -> Result<()> {
    let of_account = recovery_code::Column::AccountId.eq(account);
    recovery_code::Entity::delete_many().filter(of_account).exec(change.tx()).await?;
    Ok(())
}

async fn clear(change: &Change, account: AccountId) -> Result<()> {
    forget_codes(change, account).await?;
    let row = account::ActiveModel {
        id: Set(account),
        factor_secret: Set(None),
        factor_since: Set(None),
        factor_step: Set(None),
        ..Default::default()
    };
    row.update(change.tx()).await?;
    Ok(())
}

async fn commit(
    change: Change,
    account: AccountId,
    action: &'static str,
    told: Option<(&account::Model, &'static str)>,
) -> Result<()> {
    if let Some((person, what)) = told {
        tell(&change, person, what).await?;
    }
    change.commit(Event::new(Chain::Platform, action, format!("account:{account}"))).await?;
    Ok(())
}

async fn tell(change: &Change, person: &account::Model, what: &'static str) -> Result<()> {
    let receiver = Receiver { name: person.name.clone(), email: person.email.clone() };
    change.tell(receiver, &FactorNotice { name: person.name.clone(), what }).await
}

fn throttle_key(account: AccountId) -> String {
    format!("code:{account}")
}

fn allowed(context: &Context, key: &str) -> Result<()> {
    if context.app.throttle.is_blocked(key, ATTEMPTS, context.app.clock.real_now()) {
        return Err(Error::field("code", "Too many attempts. Wait 15 minutes"));
    }
    Ok(())
}

fn wrong(context: &Context, key: &str) -> Error {
    context.app.throttle.failed(key, context.app.clock.real_now());
    Error::field("code", WRONG)
}

/// The account behind an address, for the operator's command.
pub async fn account_of(context: &Context, email: &str) -> Result<AccountId> {
    let found = store::find(context.read(), &email.trim().to_lowercase()).await?;
    found.ok_or_else(|| Error::refused(format!("Nobody has the address {email}")))
}
