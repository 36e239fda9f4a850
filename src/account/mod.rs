//! Who signs in: accounts, invitations, passwords, roles and the hat worn.

pub mod factor;
mod mails;
pub mod password;
pub mod rules;
pub mod store;
pub mod web;

pub use mails::{choose_pace, pace_of};
pub use rules::Grant;
pub use store::{Held, anybody, find, names, people_of};

use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::event::{Chain, Event};
use crate::platform::http::session::{self, Worn};
use crate::platform::keys::{secret, sha256_hex};
use crate::platform::mail::{Notice, Receiver};
use ::entity::account_token::Purpose;
use ::entity::membership::{Role, Scope};
use ::entity::{account, account_token, ids::*, membership};
use chrono::Duration;
use sea_orm::entity::prelude::Uuid;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};
use serde::Serialize;
use serde_json::json;
use std::collections::HashMap;

const INVITATION_DAYS: i64 = 14;
const RESET_HOURS: i64 = 2;

impl Grant {
    fn chain(&self) -> Chain {
        match (self.role.scope(), self.scope_id) {
            (Scope::School, Some(id)) => Chain::School(SchoolId(id)),
            (Scope::Cluster, Some(id)) => Chain::Cluster(ClusterId(id)),
            (Scope::Provider, Some(id)) => Chain::Provider(ProviderId(id)),
            (Scope::Tender, Some(id)) => Chain::Tender(TenderId(id)),
            _ => Chain::Platform,
        }
    }

    /// Where permission to give it is asked, and which.
    fn permission(&self) -> (Action, Place) {
        match (self.role.scope(), self.scope_id) {
            (Scope::School, Some(id)) => (Action::InviteToSchool, Place::school(SchoolId(id))),
            (Scope::Provider, Some(id)) => (Action::EditOrganisation, Place::provider(ProviderId(id))),
            (Scope::Cluster, Some(id)) => {
                (Action::ManageCluster, Place { clusters: vec![ClusterId(id)], ..Place::default() })
            }
            _ => (Action::ManagePlatform, Place::platform()),
        }
    }
}

#[derive(Serialize)]
struct InvitationNotice {
    name: String,
    role: String,
    path: String,
}

impl Notice for InvitationNotice {
    const TEMPLATE: &'static str = "mail/invitation.txt";
}

#[derive(Serialize)]
struct ResetNotice {
    name: String,
    path: String,
}

impl Notice for ResetNotice {
    const TEMPLATE: &'static str = "mail/reset.txt";
}

/// Gives a role to whoever has this address; who has no account yet is invited by mail.
pub async fn invite(context: &Context, email: &str, name: &str, grant: Grant) -> Result<AccountId> {
    let (action, place) = grant.permission();
    if context.actor.hat_for(Action::ManagePlatform, &Place::platform()).is_none() {
        context.actor.require(action, &place)?;
    }
    let mut change = Change::begin(context).await?;
    let account = find_or_invite(&mut change, email, name, grant.role).await?;
    let event = give(&change, account, grant).await?;
    change.commit(event).await?;
    Ok(account)
}

/// The first administrator, from the command line, where nobody can sign in yet.
pub async fn invite_administrator(context: &Context, email: &str, name: &str) -> Result<AccountId> {
    let mut change = Change::begin(context).await?;
    let account = find_or_invite(&mut change, email, name, Role::Administrator).await?;
    let event = give(&change, account, Grant::platform(Role::Administrator)).await?;
    change.commit(event).await?;
    Ok(account)
}

/// The account with this address, made and invited if there is none, inside another concept's change.
pub async fn find_or_invite(change: &mut Change, email: &str, name: &str, role: Role) -> Result<AccountId> {
    let email = email.trim().to_lowercase();
    if let Some(found) = store::by_email(change.tx(), &email).await? {
        return Ok(found.id);
    }
    let id = AccountId::new(change.now());
    let row = account::Model {
        id,
        email,
        name: name.trim().to_owned(),
        password_hash: None,
        factor_secret: None,
        factor_since: None,
        factor_step: None,
        created_at: change.now(),
    };
    row.clone().into_active_model().insert(change.tx()).await?;
    let token = make_token(change, id, Purpose::Invitation, Duration::days(INVITATION_DAYS)).await?;
    let notice = InvitationNotice {
        name: row.name.clone(),
        role: role.title().to_lowercase(),
        path: format!("/invitation/{token}"),
    };
    change.tell(Receiver { name: row.name, email: row.email }, &notice).await?;
    change.note(Event::new(Chain::Platform, "account.created", format!("account:{id}")));
    Ok(id)
}

/// Gives a role inside another concept's change, once; the event tells of it.
pub async fn give(change: &Change, account: AccountId, grant: Grant) -> Result<Event> {
    let held = store::held(change.tx(), account, grant).await?;
    if held.is_none() {
        let row = membership::ActiveModel {
            id: Set(MembershipId::new(change.now())),
            account_id: Set(account),
            role: Set(grant.role),
            scope: Set(grant.role.scope()),
            scope_id: Set(grant.scope_id),
            school_id: Set(grant.school),
            since: Set(change.now()),
            ended_at: Set(None),
        };
        row.insert(change.tx()).await?;
    }
    let data = json!({ "role": grant.role, "school": grant.school });
    Ok(Event::new(grant.chain(), "role.given", format!("account:{account}")).with(data))
}

/// Ends a role; it is gone at the person's next request.
pub async fn end_role(context: &Context, id: MembershipId) -> Result<()> {
    let change = Change::begin(context).await?;
    let held = membership::Entity::find_by_id(id).lock_exclusive().one(change.tx()).await?.ok_or(Error::NotFound)?;
    let grant = Grant { role: held.role, scope_id: held.scope_id, school: held.school_id };
    let (action, place) = grant.permission();
    context.actor.require(action, &place)?;
    let event = take(&change, id).await?;
    change.commit(event).await?;
    Ok(())
}

/// Ends a role inside another concept's change; the event tells of it.
pub async fn take(change: &Change, id: MembershipId) -> Result<Event> {
    let held = membership::Entity::find_by_id(id).one(change.tx()).await?.ok_or(Error::NotFound)?;
    let grant = Grant { role: held.role, scope_id: held.scope_id, school: held.school_id };
    let account = held.account_id;
    let mut row = held.into_active_model();
    row.ended_at = Set(Some(change.now()));
    row.update(change.tx()).await?;
    let data = json!({ "role": grant.role });
    Ok(Event::new(grant.chain(), "role.ended", format!("account:{account}")).with(data))
}

/// Sends a reset link, if somebody has this address. Nobody is told whether somebody does.
pub async fn request_reset(context: &Context, email: &str) -> Result<()> {
    let Some(person) = store::by_email(context.read(), &email.trim().to_lowercase()).await? else { return Ok(()) };
    let mut change = Change::begin(context).await?;
    let token = make_token(&mut change, person.id, Purpose::Reset, Duration::hours(RESET_HOURS)).await?;
    let notice = ResetNotice { name: person.name.clone(), path: format!("/reset/{token}") };
    change.tell(Receiver { name: person.name, email: person.email }, &notice).await?;
    change.commit(Event::new(Chain::Platform, "account.reset_asked", format!("account:{}", person.id))).await?;
    Ok(())
}

async fn make_token(change: &mut Change, account: AccountId, purpose: Purpose, life: Duration) -> Result<String> {
    let token = secret();
    let row = account_token::ActiveModel {
        id: Set(AccountTokenId::new(change.now())),
        account_id: Set(account),
        purpose: Set(purpose),
        token_hash: Set(sha256_hex(token.as_bytes())),
        expires_at: Set(change.now() + life),
        used_at: Set(None),
    };
    row.insert(change.tx()).await?;
    Ok(token)
}

/// A session that began: the cookie's secret, and whether a code is asked for before anybody is signed in.
#[derive(Clone, Debug)]
pub struct Started {
    pub token: String,
    pub awaits_code: bool,
}

/// Sets the password that a mailed link allows, once; every session of the account ends, and a new one starts.
pub async fn set_password(context: &Context, token: &str, purpose: Purpose, new: &str) -> Result<Started> {
    rules::check_password(new).map_err(|sentence| Error::field("password", sentence))?;
    let hash = password::hash(new.to_owned()).await?;
    let change = Change::begin(context).await?;
    let held = store::token(change.tx(), token, purpose, change.now()).await?;
    let held = held.ok_or_else(|| Error::refused("This link was used already or is too old. Ask for a new one"))?;
    let account = held.account_id;
    let mut used = held.into_active_model();
    used.used_at = Set(Some(change.now()));
    used.update(change.tx()).await?;
    let row = account::ActiveModel { id: Set(account), password_hash: Set(Some(hash)), ..Default::default() };
    let person = row.update(change.tx()).await?;
    session::end_all(change.tx(), account).await?;
    let started = start(&change, &person).await?;
    change.commit(Event::new(Chain::Platform, "account.password_set", format!("account:{account}"))).await?;
    Ok(started)
}

/// Signs in, up to the code of who has a second factor. Known and unknown addresses look and last alike.
pub async fn sign_in(context: &Context, email: &str, given: &str, address: &str) -> Result<Started> {
    const WRONG: &str = "Check your email address and password";
    let (app, now) = (&context.app, context.app.clock.real_now());
    let keys = [(format!("account:{email}"), 8), (format!("address:{address}"), 40)];
    if keys.iter().any(|(key, limit)| app.throttle.is_blocked(key, *limit, now)) {
        return Err(Error::refused("Too many attempts. Wait 15 minutes, or reset your password"));
    }
    let person = store::by_email(context.read(), email).await?;
    let hash = person.as_ref().and_then(|person| person.password_hash.clone());
    let matches = password::verify(given.to_owned(), hash).await?;
    let Some(person) = person.filter(|_| matches) else {
        keys.iter().for_each(|(key, _)| app.throttle.failed(key, now));
        return Err(Error::field("email", WRONG));
    };
    app.throttle.succeeded(&keys[0].0);
    let change = Change::begin(context).await?;
    let started = start(&change, &person).await?;
    let action = if started.awaits_code { "account.code_asked" } else { "account.signed_in" };
    change.commit(Event::new(Chain::Platform, action, format!("account:{}", person.id))).await?;
    Ok(started)
}

async fn start(change: &Change, person: &account::Model) -> Result<Started> {
    let awaits_code = person.factor_since.is_some() && !change.app().is_demonstration;
    let token = if awaits_code {
        session::start_awaiting(change.app(), change.tx(), person.id).await?
    } else {
        let worn = store::first_hat(change.tx(), person.id).await?;
        session::start(change.app(), change.tx(), person.id, worn).await?
    };
    Ok(Started { token, awaits_code })
}

/// The second step of signing in: the code ends the session that waited for it and starts one that is signed in.
pub async fn enter_code(context: &Context, waiting: (SessionId, AccountId), code: &str) -> Result<String> {
    let (session, account) = waiting;
    factor::check(context, account, code).await?;
    let change = Change::begin(context).await?;
    session::end(change.tx(), session).await?;
    let worn = store::first_hat(change.tx(), account).await?;
    let token = session::start(&context.app, change.tx(), account, worn).await?;
    change.commit(Event::new(Chain::Platform, "account.signed_in", format!("account:{account}"))).await?;
    Ok(token)
}

/// The demonstration's one-click sign-in; elsewhere nobody has it.
pub async fn sign_in_as(context: &Context, account: AccountId) -> Result<String> {
    if !context.app.is_demonstration {
        return Err(Error::NotFound);
    }
    account::Entity::find_by_id(account).one(context.read()).await?.ok_or(Error::NotFound)?;
    let action = "account.signed_in_by_demonstration";
    let change = Change::begin(context).await?;
    let worn = store::first_hat(change.tx(), account).await?;
    let token = session::start(&context.app, change.tx(), account, worn).await?;
    change.commit(Event::new(Chain::Platform, action, format!("account:{account}"))).await?;
    Ok(token)
}

/// Ends the session on the server.
pub async fn sign_out(context: &Context, session: SessionId) -> Result<()> {
    let change = Change::begin(context).await?;
    session::end(change.tx(), session).await?;
    let account = context.actor.require_account()?;
    change.commit(Event::new(Chain::Platform, "account.signed_out", format!("account:{account}"))).await?;
    Ok(())
}

/// Puts on another of one's own hats.
pub async fn wear(context: &Context, session: SessionId, membership: MembershipId) -> Result<Worn> {
    let account = context.actor.require_account()?;
    let change = Change::begin(context).await?;
    let hats = store::hats(change.tx(), account).await?;
    let chosen = hats.into_iter().find(|hat| hat.membership == Some(membership)).ok_or(Error::NotFound)?;
    session::wear(change.tx(), session, chosen.clone()).await?;
    change.commit(Event::new(Chain::Platform, "account.hat_changed", format!("account:{account}"))).await?;
    Ok(chosen)
}

/// A new password for somebody signed in; the other sessions end.
pub async fn change_password(context: &Context, old: &str, new: &str) -> Result<String> {
    rules::check_password(new).map_err(|sentence| Error::field("password", sentence))?;
    let account = context.actor.require_account()?;
    let person = account::Entity::find_by_id(account).one(context.read()).await?.ok_or(Error::NotFound)?;
    if !password::verify(old.to_owned(), person.password_hash).await? {
        return Err(Error::field("old", "Enter the password that you use now"));
    }
    let hash = password::hash(new.to_owned()).await?;
    let change = Change::begin(context).await?;
    let row = account::ActiveModel { id: Set(account), password_hash: Set(Some(hash)), ..Default::default() };
    row.update(change.tx()).await?;
    session::end_all(change.tx(), account).await?;
    let token =
        session::start(&context.app, change.tx(), account, store::first_hat(change.tx(), account).await?).await?;
    change.commit(Event::new(Chain::Platform, "account.password_changed", format!("account:{account}"))).await?;
    Ok(token)
}

/// Is it really them? The password again, before something that cannot be undone.
pub async fn confirm_password(context: &Context, given: &str) -> Result<()> {
    let account = context.actor.require_account()?;
    let (key, now) = (format!("confirm:{account}"), context.app.clock.real_now());
    if context.app.throttle.is_blocked(&key, 8, now) {
        return Err(Error::field("password", "Too many attempts. Wait 15 minutes"));
    }
    let person = account::Entity::find_by_id(account).one(context.read()).await?.ok_or(Error::NotFound)?;
    if !password::verify(given.to_owned(), person.password_hash).await? {
        context.app.throttle.failed(&key, now);
        return Err(Error::field("password", "Enter the password that you sign in with"));
    }
    context.app.throttle.succeeded(&key);
    Ok(())
}

/// Is it really them? Password and code again, before something that cannot be undone and needs a second factor.
pub async fn confirm_identity(context: &Context, password: &str, code: &str) -> Result<()> {
    confirm_password(context, password).await?;
    factor::check(context, context.actor.require_account()?, code).await
}

/// The people who hold a role in one place, for mail.
pub async fn receivers(
    connection: &impl sea_orm::ConnectionTrait,
    role: Role,
    scope_id: Uuid,
) -> Result<Vec<(AccountId, Receiver)>> {
    let held = membership::Entity::find()
        .filter(membership::Column::Role.eq(role))
        .filter(membership::Column::ScopeId.eq(scope_id))
        .filter(membership::Column::EndedAt.is_null())
        .limit(500)
        .all(connection)
        .await?;
    let accounts = store::by_ids(connection, held.iter().map(|held| held.account_id)).await?;
    Ok(accounts.into_iter().map(|person| (person.id, Receiver { name: person.name, email: person.email })).collect())
}

/// These people by their accounts, for mail.
pub async fn receivers_of(
    connection: &impl sea_orm::ConnectionTrait,
    accounts: Vec<AccountId>,
) -> Result<HashMap<AccountId, Receiver>> {
    let found = store::by_ids(connection, accounts).await?;
    Ok(found.into_iter().map(|person| (person.id, Receiver { name: person.name, email: person.email })).collect())
}

/// Somebody without any role is told whom to ask; somebody whose role needs a second factor is led to it.
pub async fn to_do(context: &Context) -> Result<Vec<crate::platform::todo::ToDo>> {
    if let Some(role) = context.actor.waits_for_second_factor() {
        let why = format!("The role of {} does nothing until then", role.title().to_lowercase());
        let todo = crate::platform::todo::ToDo::new("Set up the second step of signing in", factor::PAGE, why);
        return Ok(vec![todo.due(crate::platform::words::london_day(context.now))]);
    }
    let nothing = context.actor.hats().is_empty();
    let todo = crate::platform::todo::ToDo::new(
        "Ask your school, provider or cluster for a role",
        "/account",
        "You have none yet",
    );
    Ok(if nothing { vec![todo] } else { Vec::new() })
}
