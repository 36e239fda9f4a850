//! The recording router: every route says who may, is gated by it, and can be listed.

use super::visit::Visit;
use crate::platform::access::{Action, who_can};
use crate::platform::app::App;
use crate::platform::error::Error;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::handler::Handler;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, get, post};
use serde::Serialize;

/// The largest form without files: 1 MB.
const LARGEST_FORM: usize = 1024 * 1024;

/// Who may use a route. The handler still asks whether they may *there*.
#[derive(Clone, Copy, Debug)]
pub enum Who {
    Public,
    SignedIn,
    /// Whoever holds a role that one of the actions is open to.
    May(&'static [Action]),
}

impl Who {
    /// Role ids, "public" or "signed_in".
    fn roles(self) -> Vec<&'static str> {
        match self {
            Self::Public => vec!["public"],
            Self::SignedIn => vec!["signed_in"],
            Self::May(actions) => {
                let mut roles: Vec<_> = actions.iter().flat_map(|action| action.roles()).collect();
                roles.sort();
                roles.dedup();
                roles.into_iter().map(|role| role.as_str()).collect()
            }
        }
    }

    fn check(self, visit: &Visit) -> Result<(), Error> {
        match self {
            Self::Public => Ok(()),
            _ if visit.actor.account.is_none() => Err(Error::SignIn),
            Self::SignedIn => Ok(()),
            Self::May(actions) if actions.iter().any(|action| visit.actor.may_somewhere(*action)) => Ok(()),
            Self::May(actions) => {
                let withheld = visit.actor.withheld_somewhere(actions);
                let forbidden = || Error::Forbidden(actions.first().map_or_else(String::new, |first| who_can(*first)));
                Err(withheld.unwrap_or_else(forbidden))
            }
        }
    }
}

/// One line of `routes --json`.
#[derive(Clone, Debug, Serialize)]
pub struct Route {
    pub method: &'static str,
    pub path: &'static str,
    pub roles: Vec<&'static str>,
}

/// Routes with their record.
#[derive(Default)]
pub struct Routes {
    router: Router<App>,
    list: Vec<Route>,
}

impl Routes {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn get<H, T>(self, path: &'static str, who: Who, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add("GET", path, who, get(handler))
    }

    pub fn post<H, T>(self, path: &'static str, who: Who, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add("POST", path, who, post(handler).layer(DefaultBodyLimit::max(LARGEST_FORM)))
    }

    /// A form with files of `limit` bytes together.
    pub fn post_files<H, T>(self, path: &'static str, who: Who, limit: usize, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add("POST", path, who, post(handler).layer(DefaultBodyLimit::max(limit)))
    }

    fn add(mut self, method: &'static str, path: &'static str, who: Who, handler: MethodRouter<App>) -> Self {
        let gate = from_fn(move |request: Request, next: Next| gate(who, request, next));
        self.router = self.router.route(path, handler.layer(gate));
        self.list.push(Route { method, path, roles: who.roles() });
        self
    }

    pub fn merge(mut self, other: Routes) -> Self {
        self.router = self.router.merge(other.router);
        self.list.extend(other.list);
        self
    }

    /// The record, by path and method.
    pub fn list(mut self) -> Vec<Route> {
        self.list.sort_by_key(|route| (route.path, route.method));
        self.list
    }

    pub fn into_router(self) -> Router<App> {
        self.router
    }
}

async fn gate(who: Who, request: Request, next: Next) -> Response {
    let checked = match request.extensions().get::<Visit>() {
        Some(visit) => who.check(visit),
        None => Err(Error::internal("the visit was not loaded")),
    };
    match checked {
        Ok(()) => next.run(request).await,
        Err(Error::SignIn) => super::sign_in::refused_post(request).await,
        Err(error) => error.into_response(),
    }
}
