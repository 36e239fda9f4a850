//! Who may see funds and who may do what.

use super::{ask, pounds, receive, with_fund};
use entity::fund::FundKind;
use entity::membership::Role;
use support::both;

both! {
    async fn members_read_everything_and_keep_nothing_and_strangers_find_nothing(world: World) {
        let (northgate, chair, id) = with_fund(&world, FundKind::Pool).await;
        receive(&world, &chair, &northgate, id, 0, pounds(500)).await;
        let payment = ask(&chair, &northgate, id, pounds(100)).await;
        let path = format!("/clusters/northgate/funds/{id}");
        let pages = ["", "/payments", "/budget", "/statements", "/movements", "/movements/1", "/posts", "/premiums"];
        let mut pages: Vec<String> = pages.iter().map(|page| format!("{path}{page}")).collect();
        pages.extend([format!("{path}/payments/{payment}"), format!("{path}/statements.csv")]);
        pages.extend(["/clusters/northgate/funds".to_owned(), "/clusters/northgate/needs".to_owned()]);
        let stranger = world.school(200_001, "Elsewhere Primary").await;
        let mut stranger = world.at_school("Sam Stranger", Role::Headteacher, &stranger).await;
        let mut governor = world.at_school("Gus Governor", Role::Governor, &northgate.schools[2]).await;
        for page in &pages {
            stranger.get(page).await;
            stranger.gets(404);
            governor.get(page).await;
            governor.gets(200);
            for button in ["Set the budget", "Add the heading", "Close the fund", "Charge the premiums", "Take it back"] {
                assert!(!governor.offers(button), "{button} on {page}");
            }
        }
        governor.get(&path).await;
        let refused = governor.tamper(&format!("{path}/budget"), &[("year", "2026")]).await;
        assert_eq!(refused.status, 403);
        let mut manager = world.at_school("Mia Member", Role::BusinessManager, &northgate.schools[1]).await;
        manager.get(&format!("{path}/record/grant")).await;
        manager.gets(403);
        let mut host = world.at_school("Hope Host", Role::BusinessManager, &northgate.schools[0]).await;
        host.get(&format!("{path}/record/grant")).await;
        host.gets(200);
        host.get(&format!("{path}/record/year-end")).await;
        host.gets(403);
    }
}
