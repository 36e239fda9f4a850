//! Staff who may transfer, and what single schools need beyond the core.

use entity::membership::Role;
use entity::{school_variation, staff_reading, staff_row};
use support::both;
use support::drafts::at;

const TRANSFERS: &str = "Do staff transfer, as far as the schools know?";
const ROWS: &str = "Role,Name,Hours,Pay band,Length of service,Pension\n\
    Kitchen assistant,J Doe,15,Scale 2,7,LGPS\nCook,K Roe,30,Scale 4,12,LGPS";
const ACCEPTED: &str = "We use these facts only to prepare a bid, show them to nobody else, try to identify nobody, and \
                        delete them if we do not win";

both! {
    async fn staff_are_given_without_names_and_every_reading_by_a_bidder_is_logged(world: World) {
        let mut draft = world.published_draft().await;
        let mut manager = world.at_school("Mia Manager", Role::BusinessManager, &draft.cluster.schools[0]).await;
        manager.get(&at("/staff")).await;
        manager.form("Keep the rows").fill("Rows", "Role,Hours\nCook,30").submit().await;
        manager.gets(422);
        manager.form("Keep the rows").fill("Rows", &ROWS.replace("Scale 4", "QQ 12 34 56 C")).submit().await;
        manager.gets(422).sees("National Insurance number");
        assert!(manager.form("Keep the rows").value("Rows").contains("J Doe"), "what was typed is kept");
        assert_eq!(world.count_of::<staff_row::Entity>().await, 0, "all rows or none");
        manager.form("Keep the rows").fill("Rows", ROWS).submit().await;
        manager.gets(200).sees("2 rows are kept. Left out: Name").sees("2 rows given so far");
        let kept = manager.form("Keep the rows").value("Rows");
        assert!(kept.contains("Cook\t30\tScale 4\t12\tlgps") && !kept.contains("Roe"), "{kept}");
        manager.form("Keep the rows").fill("Rows", &kept.replace("30", "32.5")).submit().await;
        manager.gets(200).sees("2 rows are kept");

        let alder = world.provider("Alder").await;
        let mut bidder = alder.staff;
        bidder.get(&at("/staff")).await;
        bidder.gets(403);
        draft.lead.get(&at("/staff")).await;
        draft.lead.form("Save").submit().await;
        draft.lead.gets(422).is_told("Choose whether staff transfer");
        draft.lead.form("Save").choose(TRANSFERS, "Yes").fill("Employer's contribution", "22.4").submit().await;
        draft.lead.gets(200).sees("Nobody has read it yet");
        bidder.get(&at("/staff")).await;
        bidder.does_not_see("Scale 4");
        bidder.form("Accept and read the pack").submit().await;
        bidder.gets(422).is_told("Accept confidentiality to read the pack");
        bidder.form("Accept and read the pack").tick(ACCEPTED).submit().await;
        bidder.gets(200).sees("Kitchen assistant").sees("32.5").does_not_see("School 1");
        let csv = bidder.get(&at("/staff/rows.csv")).await.body_text();
        assert!(csv.contains("Scale 4") && !csv.contains("Doe"), "{csv}");
        draft.lead.get(&at("/staff")).await;
        draft.lead.sees("Staff of Alder").sees("Downloaded");
        assert!(world.count_of::<staff_reading::Entity>().await >= 2);
        let mut head = world.at_school("Hal Head", Role::Headteacher, &draft.cluster.schools[1]).await;
        head.get(&at("/staff")).await;
        head.gets(200).does_not_see("Scale 4");
    }

    async fn what_one_school_needs_beyond_the_core_is_described_and_stands_in_the_notice(world: World) {
        let mut draft = world.draft().await;
        let page = at("/edit/variations");
        draft.lead.get(&page).await;
        draft.lead.form("Add").submit().await;
        draft.lead.gets(422).is_told("Enter what the school needs, like Halal menus");
        let form = draft.lead.form("Add").fill("School", "School 2").fill("What it needs", "Halal menus");
        form.fill("Describe it so that it can be priced", "40 meals a day").submit().await;
        draft.lead.gets(200).sees("Halal menus");
        let form = draft.lead.form("Add").fill("School", "School 3").fill("What it needs", "Late lunch");
        form.fill("Describe it so that it can be priced", "At 1pm").submit().await;
        draft.lead.form("Remove Late lunch, School 3").submit().await;
        draft.lead.gets(200).does_not_see("Late lunch");
        assert_eq!(world.count_of::<school_variation::Entity>().await, 1);
        let chair = draft.cluster.chair.context(&world).await;
        clusterbuy::tender::pool(&chair, &draft.reference).await.unwrap();
        draft.commit_demand(&world).await;
        clusterbuy::tender::send_to_review(&chair, &draft.reference).await.unwrap();
        clusterbuy::tender::publish(&draft.reviewer.context(&world).await, &draft.reference).await.unwrap();
        let mut anybody = world.visitor();
        anybody.get(&at("")).await;
        anybody.sees("Halal menus").sees("40 meals a day").sees("School 2");
        world.letters().await;
    }
}
