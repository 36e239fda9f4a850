//! National funding matches what each school puts in, up to its cap; a school that does not take part is charged only
//! where the terms say so.

use super::{YEAR, book, new_fund, pounds, receive, said, with_fund};
use clusterbuy::fund::{self, NewFund};
use clusterbuy::platform::error::Error;
use entity::fund::FundKind;
use entity::money::Money;
use support::both;

both! {
    async fn a_grant_is_matched_by_the_voted_formula_and_the_statements_show_each_schools_share(world: World) {
        let (mut northgate, chair, id) = with_fund(&world, FundKind::Match).await;
        fund::grant(&chair, &northgate.cluster, id, pounds(900), said(&world)).await.unwrap();
        receive(&world, &chair, &northgate, id, 0, pounds(100)).await;
        receive(&world, &chair, &northgate, id, 1, pounds(400)).await;
        northgate.chair.get(&format!("/clusters/northgate/funds/{id}")).await;
        northgate.chair.sees("Grants not matched yet").sees("£900 × its pupils ÷ all pupils");
        northgate.chair.follow("The match of what schools put in").await;
        northgate.chair.sees("£400, cap £300").sees("£100, cap £300");
        let form = northgate.chair.form("Record").fill("What it is for", "The match");
        form.fill("What shows it", "Minute 4").submit().await;
        northgate.chair.gets(200);
        let found = fund::statement_of(chair.read(), northgate.cluster.id, northgate.schools[1].id, YEAR).await.unwrap();
        assert_eq!((found[0].statement.contributed, found[0].statement.grants), (pounds(400), pounds(300)));
        assert_eq!(book(&chair, &northgate, id).await.unmatched(), pounds(500));
        let again = fund::match_now(&chair, &northgate.cluster, id, said(&world)).await.unwrap_err();
        assert_eq!(again.to_string(), "There is nothing to share out");
        let totals = fund::year_totals(chair.read(), northgate.cluster.id, YEAR).await.unwrap();
        assert_eq!((totals[0].total.grants, totals[0].bank), (pounds(900), pounds(1_400)), "the grant is counted once");
    }

    async fn a_grant_of_another_fund_is_shared_by_its_rule_at_once(world: World) {
        let (northgate, chair, id) = with_fund(&world, FundKind::Delegated).await;
        fund::grant(&chair, &northgate.cluster, id, pounds(100), said(&world)).await.unwrap();
        let own = |school: usize| {
            let (connection, cluster, school) = (chair.read(), northgate.cluster.id, northgate.schools[school].id);
            async move { fund::statement_of(connection, cluster, school, YEAR).await.unwrap()[0].statement.grants }
        };
        assert_eq!([own(0).await, own(1).await, own(2).await], [Money(333_400), Money(333_300), Money(333_300)]);
    }

    async fn a_school_is_charged_for_not_taking_part_only_where_the_terms_say_so(world: World) {
        let (northgate, chair, id) = with_fund(&world, FundKind::Delegated).await;
        let school = northgate.schools[2].id;
        let none = fund::give_penalty(&chair, &northgate.cluster, id, school, said(&world)).await.unwrap_err();
        assert_eq!(none.to_string(), "The fund's terms have no charge for schools that do not take part");
        let unexplained = NewFund { penalty: Some(pounds(200)), ..new_fund(&northgate, FundKind::Delegated, "Other") };
        let refused = fund::open(&chair, &northgate.cluster, unexplained.clone()).await;
        assert!(matches!(refused, Err(Error::Refused { field: Some(field), .. }) if field == "penalty_terms"));
        let terms = NewFund { penalty_terms: Some("Agreement, clause 9".to_owned()), ..unexplained };
        let agreed = fund::open(&chair, &northgate.cluster, terms).await.unwrap();
        fund::give_penalty(&chair, &northgate.cluster, agreed, school, said(&world)).await.unwrap();
        assert_eq!(book(&chair, &northgate, agreed).await.of_school(fund::rules::Slot::Owed, school), pounds(200));
    }
}
