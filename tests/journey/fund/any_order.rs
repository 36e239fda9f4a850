//! Commands in any order, through the database: the ledger balances, the statements sum to the fund.

use super::{YEAR, ask, book, manager, pounds, said, with_fund};
use clusterbuy::fund::{self, rules::statements};
use clusterbuy::platform::context::Context;
use entity::fund::FundKind;
use entity::fund_payment::PaymentState;
use entity::ids::FundId;
use entity::money::Money;
use support::{TestCluster, World, both};

/// The same numbers from the same seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

struct Stage<'a> {
    world: &'a World,
    northgate: &'a TestCluster,
    chair: Context,
    managers: Vec<Context>,
    id: FundId,
    dice: Dice,
}

impl Stage<'_> {
    async fn step(&mut self) -> bool {
        let amount = Money(i64::try_from(1 + self.dice.roll(20_000)).unwrap() * 100);
        let (cluster, id, chair) = (&self.northgate.cluster, self.id, self.chair.clone());
        let school = self.northgate.schools[self.dice.roll(3)].id;
        let said = || said(self.world);
        match self.dice.roll(8) {
            0 | 1 => fund::receive(&chair, cluster, id, (school, amount), said()).await.is_ok(),
            2 => fund::grant(&chair, cluster, id, amount, said()).await.is_ok(),
            3 => fund::charge_per_pupil(&chair, cluster, id, said()).await.is_ok(),
            4 => {
                let heading = fund::heading_of(chair.read(), id, "Clerking").await.unwrap();
                let by = self.managers[self.dice.roll(2)].clone();
                fund::ask(&by, cluster, id, super::spending(heading, Money(amount.0 / 4 / 100 * 100))).await.is_ok()
            }
            5 => self.decide().await,
            6 => self.pay().await,
            _ => {
                let count = fund::store::count_entries(chair.read(), id).await.unwrap();
                let number = i32::try_from(self.dice.roll(usize::try_from(count).unwrap() + 1)).unwrap();
                fund::reverse(&chair, cluster, id, number, "Wrong".to_owned()).await.is_ok()
            }
        }
    }

    async fn one_in(&mut self, state: PaymentState) -> Option<entity::fund_payment::Model> {
        let all = fund::store::payments(self.chair.read(), self.id, 0, 100).await.unwrap();
        let mut fitting: Vec<_> = all.into_iter().filter(|payment| payment.state == state).collect();
        (!fitting.is_empty()).then(|| fitting.swap_remove(self.dice.roll(fitting.len())))
    }

    async fn decide(&mut self) -> bool {
        let Some(payment) = self.one_in(PaymentState::Asked).await else { return false };
        let approver = self.managers[self.dice.roll(2)].clone();
        let approves = self.dice.roll(4) > 0;
        let decision = (approves, "Because".to_owned());
        fund::decide(&approver, &self.northgate.cluster, self.id, payment.id, decision).await.is_ok()
    }

    async fn pay(&mut self) -> bool {
        let Some(payment) = self.one_in(PaymentState::Approved).await else { return false };
        let paid = (self.world.now().date_naive(), "BACS".to_owned());
        fund::pay(&self.chair, &self.northgate.cluster, self.id, payment.id, paid).await.is_ok()
    }

    async fn check(&self) {
        let found = book(&self.chair, self.northgate, self.id).await;
        assert_eq!(found.balances().map(|(.., amount)| amount.0).sum::<i64>(), 0, "the ledger balances");
        assert!(!found.bank().is_negative() && !found.available().is_negative(), "the fund never overspends");
        let schools: Vec<_> = self.northgate.schools.iter().map(|school| school.id).collect();
        assert!(statements(found.balances(), &schools, YEAR).agree());
        let last = fund::store::last_entry(self.chair.read(), self.id).await.unwrap();
        assert_eq!(last.map_or(Money(0), |entry| entry.bank_after), found.bank(), "the running balance is the bank's");
    }
}

both! {
    async fn the_stored_ledger_balances_after_commands_in_any_order(world: World) {
        let (northgate, chair, id) = with_fund(&world, FundKind::Running).await;
        let mut managers = Vec::new();
        for school in [1, 2] {
            managers.push(manager(&world, &northgate, school).await.context(&world).await);
        }
        super::receive(&world, &chair, &northgate, id, 0, pounds(800)).await;
        ask(&managers[0], &northgate, id, pounds(10)).await;
        let mut stage = Stage { world: &world, northgate: &northgate, chair, managers, id, dice: Dice(20_261_122) };
        let mut done = 0;
        for _ in 0..120 {
            done += usize::from(stage.step().await);
            stage.check().await;
        }
        assert!((30..120).contains(&done), "{done} were done and the others refused");
        let totals = fund::year_totals(stage.chair.read(), northgate.cluster.id, YEAR).await.unwrap();
        let mut sum = Money(0);
        for school in &northgate.schools {
            let own = fund::statement_of(stage.chair.read(), northgate.cluster.id, school.id, YEAR).await.unwrap();
            sum = Money(sum.0 + own[0].statement.closing.0);
        }
        assert_eq!(totals[0].total.closing, sum, "the schools' statements sum to the fund");
    }
}
