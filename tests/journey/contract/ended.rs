//! A contract ends by the clock, or early by two people with a reason.

use super::{cast, refusal, stored};
use clusterbuy::contract::rules::spend::Period;
use clusterbuy::contract::{self, NewSpend, enter_actuals};
use entity::contract::ContractState;
use entity::money::Money;
use support::both;

both! {
    async fn it_takes_two_people_and_a_reason_to_end_a_contract_early(world: World) {
        let cast = cast(&world).await;
        let id = cast.recorded(&world).await;
        let mut clerk = cast.clerk.clone();
        clerk.get(&format!("/contracts/{id}")).await;
        clerk.follow("End this contract early").await;
        clerk.form("Ask to end it").submit().await;
        clerk.is_told("Enter why the contract ends early");
        clerk.form("Ask to end it").fill("Why it ends early", "The provider closed").submit().await;
        clerk.gets(200).sees("A second person can confirm it now");
        let own = contract::confirm_end(&cast.clerk.context(&world).await, id).await;
        assert_eq!(refusal(own), "A second person must confirm this. You asked for it yourself");
        let mut chair = cast.northgate.chair.clone();
        chair.get("/home").await;
        chair.follow("Confirm the early end of Finance support").await;
        chair.sees("Asked for because: The provider closed");
        chair.form("Confirm that it ends").submit().await;
        chair.gets(200).sees("Ended early: The provider closed");
        assert_eq!(stored(&world, id).await.state, ContractState::Terminated);
        chair.get("/clusters/northgate/savings").await;
        chair.sees("No savings yet");
        let again = contract::ask_to_end(&cast.clerk.context(&world).await, id, "Again").await;
        assert_eq!(refusal(again), "Only a contract in force can be ended");
    }

    async fn a_request_to_end_is_taken_back_and_the_contract_goes_on(world: World) {
        let cast = cast(&world).await;
        let id = cast.recorded(&world).await;
        contract::ask_to_end(&cast.clerk.context(&world).await, id, "Too dear").await.unwrap();
        let mut chair = cast.northgate.chair.clone();
        chair.get(&format!("/contracts/{id}/end")).await;
        chair.form("Let it go on").submit().await;
        chair.gets(200).sees("The contract goes on").does_not_see("Too dear");
        let confirmed = contract::confirm_end(&chair.context(&world).await, id).await;
        assert_eq!(refusal(confirmed), "Nobody has asked to end this contract");
        let manager = cast.manager(&world, 0).await.context(&world).await;
        assert!(contract::ask_to_end(&manager, id, "Mine").await.is_err());
        assert_eq!(stored(&world, id).await.state, ContractState::Live);
    }

    async fn past_its_last_day_a_contract_has_ended_and_the_first_action_stores_it(world: World) {
        let cast = cast(&world).await;
        let id = cast.recorded(&world).await;
        world.clock.set("2029-04-02T09:00:00Z".parse().unwrap());
        let mut manager = cast.manager(&world, 0).await;
        manager.get(&format!("/contracts/{id}")).await;
        manager.sees("Ended");
        assert_eq!(stored(&world, id).await.state, ContractState::Live);
        let invoiced = NewSpend {
            year: 3,
            period: Period::WholeYear,
            amount: Money(31_200_000),
            quantity: None,
            invoice_reference: "INV-9".to_owned(),
        };
        let school = cast.northgate.schools[0].id;
        enter_actuals(&manager.context(&world).await, id, school, invoiced).await.unwrap();
        assert_eq!(stored(&world, id).await.state, ContractState::Ended);
    }
}
