//! Every page that a link of the demonstration leads to, for every kind of person and at every step of its story: it is
//! there, axe finds nothing wrong with it, the Tab key reaches everything on it, and it fits a phone.

use clusterbuy::demo;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use support::browser::page::Browser;
use support::client::page::selector;
use support::world::Listening;
use support::{Client, World, in_browser};

/// One of each kind of person; the first is nobody signed in.
const PEOPLE: [&str; 14] = [
    "",
    "Bea Pinfold-Demo",
    "Hal Oldchurch-Demo",
    "Gia Rowley-Demo",
    "Hal Moorcroft-Demo",
    "Bea Kingshill-Demo",
    "Bea Grace-Demo",
    "Cleo Clerk-Demo",
    "Abe Alder-Demo",
    "Bo Birch-Demo",
    "Sol Seller-Demo",
    "Ola Officer-Demo",
    "Otto Auditor-Demo",
    "Ada Admin-Demo",
];
/// Of the cluster with a tender in each state: chair, manager and evaluator, reviewer, key-holder, tender lead, clerk,
/// the winner and a loser.
const PEOPLE_OF_EVERY_STATE: [&str; 8] = [
    "Hal Ash-Demo",
    "Bea Ash-Demo",
    "Hal Beech-Demo",
    "Bea Hazel-Demo",
    "Bea Rowan-Demo",
    "Cam Clerk-Demo",
    "Yve Yew-Demo",
    "May Maple-Demo",
];
/// Pages of one route that one person opens at one step: enough to meet a filter, an order and another row.
const OF_ONE_ROUTE: usize = 2;
/// Where the story is looked at: demand is pooled, the tender is open, scores are given, moderated, the vote is open,
/// the standstill runs, the first year is paid.
const STEPS: [usize; 7] = [0, 2, 5, 6, 8, 10, 15];

struct Crawl {
    browser: Browser,
    world: World,
    site: Listening,
    routes: Vec<&'static str>,
    /// The kinds of element that a route's pages have shown so far.
    shown: BTreeMap<&'static str, BTreeSet<String>>,
    faults: Vec<String>,
}

/// Where somebody starts, which links they follow, and how many pages of one route they open.
struct Way {
    from: Vec<String>,
    follows: &'static [&'static str],
    of_one_route: usize,
}

impl Way {
    fn anywhere() -> Way {
        Way { from: vec!["/".to_owned(), "/home".to_owned()], follows: &["/"], of_one_route: OF_ONE_ROUTE }
    }
}

impl Crawl {
    async fn of(browser: Browser, world: World) -> Crawl {
        let listed = clusterbuy::routes().list().into_iter();
        let routes = listed.filter(|route| route.method == "GET").map(|route| route.path).collect();
        let site = world.listen().await;
        Crawl { browser, world, site, routes, shown: BTreeMap::new(), faults: Vec::new() }
    }

    async fn as_everybody(&mut self, step: usize) {
        self.as_each(&PEOPLE, &step.to_string(), &Way::anywhere()).await;
    }

    async fn as_each(&mut self, people: &[&str], when: &str, way: &Way) {
        for name in people {
            let mut person = self.world.visitor();
            if !name.is_empty() {
                person.get("/sign-in").await;
                person.form(name).submit().await;
                let session = person.cookie("session").expect("the demonstration signs in with one click");
                self.browser.carry_on(&self.site, session).await;
            }
            self.wander(person, &format!("{when}-{}", name.to_lowercase().replace(' ', "-")), way).await;
        }
    }

    /// Follows the links of a way.
    async fn wander(&mut self, mut person: Client, who: &str, way: &Way) {
        let mut waiting = VecDeque::from(way.from.clone());
        let mut met: BTreeSet<String> = way.from.iter().cloned().collect();
        let mut opened = BTreeMap::<&str, usize>::new();
        while let Some(path) = waiting.pop_front() {
            let Some(route) = self.route_of(&path) else {
                self.faults.push(format!("{who}: {path} is no route"));
                continue;
            };
            let count = opened.entry(route).or_default();
            *count += 1;
            if *count > way.of_one_route || route.starts_with("/assets") {
                continue;
            }
            let page = person.get(&path).await;
            if !page.header("content-type").unwrap_or_default().starts_with("text/html") {
                continue;
            }
            let links = page.links().into_iter().map(|(_, href)| href.split('#').next().unwrap_or_default().to_owned());
            let followed = |href: &String| way.follows.iter().any(|each| href.starts_with(each));
            waiting.extend(links.filter(followed).filter(|href| met.insert(href.clone())));
            if person.page().status != 200 {
                self.faults.push(format!("{who}: {path} answers {}", person.page().status));
            } else if self.is_new(route, person.page()) {
                self.inspect(&path, route, who).await;
            }
        }
    }

    fn route_of(&self, path: &str) -> Option<&'static str> {
        let path = path.split('?').next().unwrap_or_default();
        let fits = |route: &&&str| {
            let (wanted, given): (Vec<_>, Vec<_>) = (route.split('/').collect(), path.split('/').collect());
            let part = |(wanted, given): (&&str, &&str)| wanted.starts_with('{') || wanted == given;
            wanted.len() == given.len() && wanted.iter().zip(&given).all(part)
        };
        let holes = |route: &&&str| route.matches('{').count();
        self.routes.iter().filter(fits).min_by_key(holes).copied()
    }

    /// Whether the page shows a kind of element that no page of its route has shown.
    fn is_new(&mut self, route: &'static str, page: &support::Page) -> bool {
        let html = page.html();
        let kind =
            |it: scraper::ElementRef<'_>| format!("{}.{}", it.value().name(), it.attr("class").unwrap_or_default());
        let kinds: BTreeSet<String> = html.select(&selector("main *")).map(kind).collect();
        let shown = self.shown.entry(route).or_default();
        let before = shown.len();
        shown.extend(kinds);
        shown.len() > before
    }

    async fn inspect(&mut self, path: &str, route: &str, who: &str) {
        self.browser.open(&self.site.url(path)).await;
        let name = route.trim_matches('/').replace(['/', '{', '}'], "_");
        self.browser.screenshot(&format!("every/{name}-{who}")).await;
        let found = self.browser.violations().await;
        self.faults.extend(found.into_iter().map(|fault| format!("{who}: {path}: {fault}")));
        let missed = self.browser.out_of_reach().await;
        self.faults.extend(missed.into_iter().map(|fault| format!("{who}: {path}: {fault}")));
        if let Some(wide) = self.browser.too_wide().await {
            self.faults.push(format!("{who}: {path}: {wide}"));
        }
    }
}

in_browser! {
    async fn every_page_of_the_demonstration_is_there_is_accessible_and_fits_a_phone(browser: Browser) {
        let world = World::on_sqlite().await.as_demonstration();
        demo::open(&world.app).await.unwrap();
        let mut crawl = Crawl::of(browser, world.clone()).await;
        for (step, next) in STEPS.into_iter().zip(STEPS.into_iter().skip(1).chain([13])) {
            crawl.as_everybody(step).await;
            for _ in step..next {
                demo::step(&world.app).await.unwrap();
            }
        }
        assert!(crawl.faults.is_empty(), "{} faults:\n{}", crawl.faults.len(), crawl.faults.join("\n"));
        assert!(crawl.shown.len() > 90, "only {} routes were met", crawl.shown.len());
    }
    async fn the_pages_of_a_tender_in_each_state_are_there_are_accessible_and_fit_a_phone(browser: Browser) {
        let world = World::on_sqlite().await.as_demonstration();
        demo::open(&world.app).await.unwrap();
        demo::every_state::add(&world.app).await.unwrap();
        let tenders = demo::every_state::tenders(&world.app).await.unwrap();
        let from = tenders.iter().map(|tender| format!("/tenders/{}", tender.reference));
        let from = ["/demo/states", "/home"].map(str::to_owned).into_iter().chain(from).collect();
        let way = Way { from, follows: &["/tenders/ES-", "/bids"], of_one_route: tenders.len() };
        let mut crawl = Crawl::of(browser, world.clone()).await;
        crawl.as_each(&PEOPLE_OF_EVERY_STATE, "states", &way).await;
        assert!(crawl.faults.is_empty(), "{} faults:\n{}", crawl.faults.len(), crawl.faults.join("\n"));
        assert!(crawl.shown.len() > 30, "only {} routes were met", crawl.shown.len());
    }

    async fn a_page_that_holds_the_tab_key_or_hides_the_focus_is_found(browser: Browser) {
        let held = "<button style='outline:none' onkeydown='event.preventDefault()'>Two</button>";
        browser.open(&format!("data:text/html,<button>One</button>{held}<button>Three</button>")).await;
        let missed = browser.out_of_reach().await;
        assert_eq!(missed.len(), 2, "{missed:?}");
        assert_eq!(missed[0], "Tab does not reach <button>Three</button>");
        assert!(missed[1].starts_with("the focus does not show on <button") && missed[1].contains("Two"), "{missed:?}");
    }
}
