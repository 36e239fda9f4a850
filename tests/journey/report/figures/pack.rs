//! The figures of the governors' pack, worked out again from the bids' prices, the schools' sheets and the panel's scores.

use super::stored::{Group, Tables, all};
use clusterbuy::account::Grant;
use clusterbuy::platform::words;
use clusterbuy::price::rules::{Buyer, Priced, price_offer};
use entity::exact::Exact;
use entity::ids::BidId;
use entity::membership::Role;
use entity::money::{Quantity, plain_price};
use entity::price::PriceSchedule;
use entity::{award, consensus, criterion, demand, demand_line, opened_bid, school};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use support::deciding::{Cast, cast_of};
use support::pdf::Pdf;
use support::{World, both};

type Grid = Vec<Vec<String>>;

/// Every table with figures, without its head, and the sentence for the reader's own school.
#[derive(Debug, PartialEq)]
struct Figures {
    schools: Grid,
    scores: Grid,
    cases: Grid,
    bill: Grid,
    own: String,
}

fn pounds(amount: &Exact) -> String {
    words::pounds(amount.decimals(2).parse().unwrap())
}

fn difference(amount: &Exact) -> String {
    words::difference(amount.decimals(2).parse().unwrap())
}

fn read(pdf: &Pdf) -> Figures {
    let body = |caption: &str| pdf.table(caption)[1..].to_vec();
    let own = pdf.tags.iter().find(|tag| tag.text.contains("would pay") && tag.text.contains("than it pays now"));
    Figures {
        schools: body("What each school would pay in year 1"),
        scores: body("Scores"),
        cases: body("The same bid, if things turn out differently"),
        bill: body("The joint bill of year 1 by charge"),
        own: own.unwrap().text.clone(),
    }
}

/// A bid as it is stored, with its price for all and its marks.
struct Bid {
    id: BidId,
    schedule: PriceSchedule,
    priced: Priced,
    marks: Vec<Exact>,
    price_mark: Exact,
}

impl Bid {
    fn quality(&self) -> Exact {
        self.marks.iter().sum()
    }

    fn total(&self) -> Exact {
        self.quality() + &self.price_mark
    }
}

async fn criteria(world: &World) -> Vec<criterion::Model> {
    let mut criteria = all::<criterion::Entity>(world).await;
    criteria.sort_by_key(|criterion| criterion.position);
    criteria
}

/// The bids, the best total first: weight × score ÷ scale, and for the price where it lies between ceiling and target.
async fn bids(world: &World, cast: &Cast, buyers: &[Buyer]) -> Vec<Bid> {
    let (scores, opened) = (all::<consensus::Entity>(world).await, all::<opened_bid::Entity>(world).await);
    let number = |name: &str| -> Exact { cast.priced.tender.price_rule[name].as_str().unwrap().parse().unwrap() };
    let (weight, ceiling, target) = (number("weight"), number("ceiling"), number("target"));
    let mut bids = Vec::new();
    for bid in cast.priced.bids.values() {
        let content = opened.iter().find(|one| one.bid_id == bid.id).unwrap();
        let schedule: PriceSchedule = serde_json::from_str(content.price.as_deref().unwrap()).unwrap();
        let priced = price_offer(buyers, &schedule).unwrap();
        let mut marks = Vec::new();
        for criterion in criteria(world).await {
            let given = scores.iter().find(|one| one.bid_id == bid.id && one.criterion_id == criterion.id).unwrap();
            let of_scale = Exact::from(given.score).over(&Exact::from(criterion.scale_max)).unwrap();
            marks.push((criterion.weight.exact() * of_scale).half_up(2));
        }
        let share = (&ceiling - &priced.whole_life).over(&(&ceiling - &target)).unwrap();
        let share = share.max(Exact::zero()).min(Exact::from(1));
        bids.push(Bid { id: bid.id, schedule, priced, marks, price_mark: (&weight * &share).half_up(2) });
    }
    bids.sort_by_key(|bid| std::cmp::Reverse(bid.total()));
    bids
}

fn score_rows(criteria: &[criterion::Model], bids: &[Bid]) -> Grid {
    let row = |label: String, cell: &dyn Fn(&Bid) -> String| [vec![label], bids.iter().map(cell).collect()].concat();
    let mut rows: Grid = (0..criteria.len())
        .map(|at| {
            let label = format!("{} (of {})", criteria[at].name, criteria[at].weight);
            row(label, &|bid| bid.marks[at].decimals(2))
        })
        .collect();
    rows.push(row("Quality (of 60)".to_owned(), &|bid| bid.quality().decimals(2)));
    rows.push(row("Price (of 40)".to_owned(), &|bid| bid.price_mark.decimals(2)));
    rows.push(row("Total (of 100)".to_owned(), &|bid| bid.total().decimals(2)));
    rows.push(row("Whole contract".to_owned(), &|bid| plain_price(&bid.priced.whole_life)));
    rows.push(row("Year 1".to_owned(), &|bid| plain_price(&bid.priced.year_one())));
    rows
}

/// The joint bill of the first year by the names of its charges.
fn bill_rows(priced: &Priced) -> Grid {
    let mut lines: Vec<(String, Exact)> = Vec::new();
    for line in &priced.years[0].lines {
        match lines.iter_mut().find(|(name, _)| *name == line.name) {
            Some((_, amount)) => *amount += &line.amount,
            None => lines.push((line.name.clone(), line.amount.clone())),
        }
    }
    let all: Exact = lines.iter().map(|(_, amount)| amount).sum();
    let row = |(name, amount): &(String, Exact)| vec![words::capitalised(name), plain_price(amount)];
    lines.iter().map(row).chain([vec!["All schools".to_owned(), pounds(&all)]]).collect()
}

/// What stands behind the pack of one school's reader.
struct Facts {
    tables: Tables,
    group: Group,
    bids: Vec<Bid>,
    /// The recommended one's place in `bids`.
    recommended: usize,
    shares: Vec<Exact>,
    /// What each school's body has authorised, in the order of the group.
    limits: Vec<Exact>,
    /// The reader's school in the group.
    reader: usize,
}

impl Facts {
    async fn of(world: &World, cast: &Cast, reader: &school::Model) -> Facts {
        let tables = Tables::of(world, &cast.priced.cluster).await;
        let group = tables.takers(world, &cast.priced.tender).await;
        let bids = bids(world, cast, &group.buyers).await;
        let award = all::<award::Entity>(world).await.remove(0);
        let recommended = bids.iter().position(|bid| bid.id == award.bid_id).unwrap();
        let shares = tables.shares(world, &group, &bids[recommended].schedule).await;
        let sheets = all::<demand::Entity>(world).await;
        let limit = |school: &school::Model| {
            sheets.iter().find(|sheet| sheet.school_id == school.id).unwrap().mandate_limit.unwrap().exact()
        };
        let limits = group.schools.iter().map(limit).collect();
        let reader = group.schools.iter().position(|school| school.id == reader.id).unwrap();
        Facts { tables, group, bids, recommended, shares, limits, reader }
    }

    fn now(&self, at: usize) -> &Exact {
        self.group.now[at].as_ref().unwrap()
    }

    fn change(&self, at: usize) -> Exact {
        &self.shares[at] - self.now(at)
    }

    /// Places in the group, the greatest of something first.
    fn greatest_first(&self, of: impl Fn(usize) -> Exact) -> Vec<usize> {
        let mut places: Vec<usize> = (0..self.shares.len()).collect();
        places.sort_by_key(|at| std::cmp::Reverse(of(*at)));
        places
    }

    fn schools(&self) -> Grid {
        let row = |at: usize| {
            let inside = if self.shares[at] <= self.limits[at] { "inside" } else { "above" };
            let own = if at == self.reader { " (your school)" } else { "" };
            vec![
                format!("{}{own}", self.group.schools[at].name),
                pounds(self.now(at)),
                pounds(&self.shares[at]),
                difference(&self.change(at)),
                format!("{}: {inside}", pounds(&self.limits[at])),
            ]
        };
        let paid: Exact = (0..self.shares.len()).map(|at| self.now(at)).sum();
        let asked: Exact = self.shares.iter().sum();
        let change = difference(&(&asked - &paid));
        let total = vec!["All schools".to_owned(), pounds(&paid), pounds(&asked), change, String::new()];
        self.greatest_first(|at| self.change(at)).into_iter().map(row).chain([total]).collect()
    }

    fn some(&self, places: &[usize]) -> Group {
        Group {
            schools: places.iter().map(|at| self.group.schools[*at].clone()).collect(),
            buyers: places.iter().map(|at| self.group.buyers[*at].clone()).collect(),
            now: places.iter().map(|at| self.group.now[*at].clone()).collect(),
        }
    }

    /// All join; the two that would pay most leave; all need a tenth less.
    async fn cases(&self, world: &World) -> Grid {
        let everybody: Vec<usize> = (0..self.shares.len()).collect();
        let by_share = self.greatest_first(|at| self.shares[at].clone());
        let name = |at: usize| &self.group.schools[by_share[at]].name;
        let mut staying = by_share[2..].to_vec();
        staying.sort_unstable();
        let mut fewer = self.some(&everybody);
        for (unit, volume) in fewer.buyers.iter_mut().flat_map(|buyer| &mut buyer.volumes) {
            if unit != "site" {
                *volume = (&*volume * Exact::from(9)).over(&Exact::from(10)).unwrap();
            }
        }
        let all = format!("All {} schools join", everybody.len());
        vec![
            self.case(world, all, &self.some(&everybody), true).await,
            self.case(world, format!("{} and {} leave", name(0), name(1)), &self.some(&staying), true).await,
            self.case(world, "All join, volumes 10% lower".to_owned(), &fewer, false).await,
        ]
    }

    async fn case(&self, world: &World, title: String, of: &Group, is_comparable: bool) -> Vec<String> {
        let schedule = &self.bids[self.recommended].schedule;
        let priced = price_offer(&of.buyers, schedule).unwrap();
        let shares = self.tables.shares(world, of, schedule).await;
        let own = of.schools.iter().position(|school| school.id == self.group.schools[self.reader].id);
        let changes = || shares.iter().zip(&of.now).map(|(share, now)| share - now.as_ref().unwrap());
        let less = changes().filter(Exact::is_negative).count();
        let effect = format!("{less} less, {} more", changes().filter(Exact::is_positive).count());
        let dash = || "–".to_owned();
        vec![
            title,
            pounds(&priced.year_one()),
            pounds(&priced.whole_life),
            own.map_or_else(dash, |at| pounds(&shares[at])),
            if is_comparable { effect } else { dash() },
        ]
    }

    fn own(&self) -> String {
        format!(
            "{} would pay {} in year 1 for catering, {} than it pays now. The governing body authorised up to {} a year. \
             Source of what it pays now: SLA price list.",
            self.group.schools[self.reader].name,
            pounds(&self.shares[self.reader]),
            difference(&self.change(self.reader)),
            pounds(&self.limits[self.reader]),
        )
    }
}

async fn worked_out(world: &World, cast: &Cast, reader: &school::Model) -> Figures {
    let facts = Facts::of(world, cast, reader).await;
    Figures {
        schools: facts.schools(),
        scores: score_rows(&criteria(world).await, &facts.bids),
        cases: facts.cases(world).await,
        bill: bill_rows(&facts.bids[facts.recommended].priced),
        own: facts.own(),
    }
}

/// Changes one stored row of each kind that the pack rests on.
async fn one_meal_more(world: &World) {
    let tx = world.app.db.begin_write().await.unwrap();
    let changed = demand_line::Entity::update_many()
        .col_expr(demand_line::Column::Quantity, Expr::value(Quantity(100_000)))
        .filter(demand_line::Column::Item.eq("meals_paid"))
        .filter(demand_line::Column::Quantity.eq(Quantity(99_000)))
        .exec(&tx)
        .await
        .unwrap();
    assert_eq!(changed.rows_affected, 1, "Pinfold Street's meals");
    tx.commit().await.unwrap();
}

async fn another_score(world: &World, cast: &Cast) {
    let tx = world.app.db.begin_write().await.unwrap();
    let changed = consensus::Entity::update_many()
        .col_expr(consensus::Column::Score, Expr::value(2))
        .filter(consensus::Column::BidId.eq(cast.priced.bids["birch"].id))
        .exec(&tx)
        .await
        .unwrap();
    assert_eq!(changed.rows_affected, 4);
    tx.commit().await.unwrap();
}

both! {
    async fn every_figure_of_the_governors_pack_is_worked_out_again_from_the_stored_rows(world: World) {
        let cast = cast_of(&world).await;
        cast.recommend(&world).await;
        let pinfold = cast.priced.darlaston.school("pinfold-street").clone();
        let mut governor = world.person("Gia Governor", &[Grant::school(Role::Governor, pinfold.id)]).await;
        governor.get(&cast.priced.page("decision/pack.pdf")).await;
        governor.gets(200);
        let found = read(&Pdf::read(&governor.page().body));
        assert_eq!(found, worked_out(&world, &cast, &pinfold).await);
        let asked: Vec<&str> = found.bill.iter().map(|row| row[1].as_str()).collect();
        assert_eq!(found.schools.last().unwrap()[2], *asked.last().unwrap(), "the shares are the joint bill");

        another_score(&world, &cast).await;
        let rescored = worked_out(&world, &cast, &pinfold).await;
        assert_ne!(found.scores, rescored.scores, "another score gives other marks");
        one_meal_more(&world).await;
        let repriced = worked_out(&world, &cast, &pinfold).await;
        for (was, is) in [(&found.schools, &repriced.schools), (&found.cases, &repriced.cases), (&found.bill, &repriced.bill)] {
            assert_ne!(was, is, "another quantity gives other prices");
        }
        assert_ne!(found.own, repriced.own);
    }
}
