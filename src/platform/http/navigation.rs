//! What each role finds in the navigation (`experience.md`, section 2).

use super::session::Signed;
use super::shell::NavigationLink;
use ::entity::membership::{Role, Scope};

/// The links for the hat worn; nobody signed in has none.
pub fn links(signed: Option<&Signed>, path: &str) -> Vec<NavigationLink> {
    let Some(signed) = signed else { return Vec::new() };
    let own = &signed.acting_path;
    let mut links = vec![("Home", "/home".to_owned())];
    let Some(worn) = &signed.actor.worn else { return finish(links, path) };
    match worn.scope {
        Scope::School => links.extend(school(worn.role, own)),
        Scope::Tender => links.extend([
            ("Notice", own.clone()),
            ("Tasks", format!("{own}/edit")),
            ("Declarations", format!("{own}/declarations")),
        ]),
        Scope::Cluster => links.extend([
            ("Tenders", format!("{own}/tenders")),
            ("Demand", format!("{own}/demand")),
            ("Decisions", format!("{own}/decisions")),
            ("Members", format!("{own}/members")),
            ("Agreement", format!("{own}/agreement")),
            ("Contracts", format!("{own}/contracts")),
            ("Savings", format!("{own}/savings")),
        ]),
        Scope::Provider if worn.role == Role::LaOfficer => links.push(("Oversight", format!("{own}/oversight"))),
        Scope::Provider => links.extend(provider(worn.role)),
        Scope::Platform if worn.role == Role::Auditor => {
            links.extend([("Records", "/audit".to_owned()), ("Events", "/audit/events".to_owned())]);
        }
        Scope::Platform => links.extend([
            ("Schools", "/admin/import".to_owned()),
            ("People", "/admin/people".to_owned()),
            ("Providers", "/admin/providers".to_owned()),
            ("Categories", "/admin/categories".to_owned()),
            ("Law", "/admin/law".to_owned()),
        ]),
    }
    finish(links, path)
}

fn school(role: Role, own: &str) -> Vec<(&'static str, String)> {
    match role {
        Role::BusinessManager => vec![
            ("Compare", format!("{own}/compare")),
            ("Buy", format!("{own}/buy")),
            ("Demand", format!("{own}/demand")),
            ("Contracts", format!("{own}/spend")),
            ("Savings", format!("{own}/savings")),
        ],
        _ => vec![
            ("Compare", format!("{own}/compare")),
            ("Buy", format!("{own}/buy")),
            ("Demand", format!("{own}/demand")),
            ("Decisions", "/decisions".to_owned()),
            ("Savings", format!("{own}/savings")),
        ],
    }
}

fn provider(role: Role) -> Vec<(&'static str, String)> {
    let sells_slas = role == Role::LaSeller;
    let mut links = vec![
        ("Opportunities", "/opportunities"),
        ("Bids", "/bids"),
        ("Quotes", "/quotes"),
        (if sells_slas { "SLAs and listings" } else { "Listings" }, "/organisation/listings"),
    ];
    links.extend(sells_slas.then_some(("Orders", "/organisation/orders")));
    links.extend([("Contracts", "/organisation/contracts"), ("Organisation", "/organisation")]);
    links.into_iter().map(|(text, href)| (text, href.to_owned())).collect()
}

fn finish(links: Vec<(&'static str, String)>, path: &str) -> Vec<NavigationLink> {
    let longest = links
        .iter()
        .filter(|(_, href)| path == href || path.starts_with(&format!("{href}/")))
        .map(|(_, href)| href.len())
        .max();
    let link = |(text, href): (&str, String)| NavigationLink {
        current: longest == Some(href.len()) && path.starts_with(&href),
        text: text.to_owned(),
        href,
    };
    links.into_iter().map(link).collect()
}
