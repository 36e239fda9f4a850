//! Which route an amount takes: at the edges of the bands and of the threshold, by the school's own limits, with what was
//! bought already.

use super::{OWN, scene};
use clusterbuy::school;
use clusterbuy::school::rules::Terms;
use entity::contract_entry::CostSource;
use entity::membership::Role;
use support::{Person, both};

async fn route(person: &mut Person, yearly: &str, years: &str) -> String {
    person.get(&format!("{OWN}/buy?category=hr&what=HR+advice&yearly={yearly}&years={years}")).await;
    person.gets(200);
    person.page().texts(".to-do h2").concat()
}

both! {
    async fn the_amount_tells_the_route_exactly_at_each_edge_and_names_its_source(world: World) {
        let mut scene = scene(&world).await;
        let manager = &mut scene.manager;
        for (yearly, years, told) in [
            ("9999.99", "1", "You may buy directly"),
            ("10000", "1", "Ask for three quotes or more"),
            ("3333.34", "3", "Ask for three quotes or more"),
            ("39999.99", "1", "Ask for three quotes or more"),
            ("40000", "1", "A tender is needed"),
            ("173099.99", "1", "A tender is needed"),
            ("173100", "1", "Too large for quotes: an official notice is needed"),
        ] {
            assert_eq!(route(manager, yearly, years).await, told, "£{yearly} for {years}");
        }
        manager.sees("£207,720 with VAT at 20%").sees("DfE Buying for schools").sees("Since 24 February 2025");
        manager.sees("Procurement Act 2023 Sch 1 as amended from 1 January 2026").sees("It is no legal advice");
        manager.sees("HR, payroll and employee screening services");
        manager.get(&format!("{OWN}/buy?category=hr&what=Advice&yearly=lots&years=0")).await;
        manager.is_told("Enter the amount a year in pounds, like 4500");
        manager.is_told("Enter for how many years, from 1 to 10");
    }

    async fn what_is_too_large_leads_to_the_clusters_tenders(world: World) {
        let cluster = world.cluster_of(2).await;
        clusterbuy::catalogue::ensure_given(&world.platform()).await.unwrap();
        let mut manager = world.at_school("Mo Manager", Role::BusinessManager, &cluster.schools[0]).await;
        assert_eq!(route(&mut manager, "90000", "3").await, "Too large for quotes: an official notice is needed");
        manager.follow("Tenders of Northgate Schools").await;
        manager.gets(200).is_at("/clusters/northgate/tenders");
    }

    async fn the_schools_own_limits_win_and_only_its_head_or_a_governor_changes_them(world: World) {
        let mut scene = scene(&world).await;
        scene.head.get(&format!("{OWN}/limits")).await;
        scene.head.gets(200).sees("has recorded no limits of its own");
        let form = scene.head.form("Record the limits").fill("One quote from", "1000").fill("Three quotes from", "500");
        form.date("adopted", "2 11 2026").fill("Minute", "FGB 7").submit().await;
        scene.head.is_told("Three quotes must start at the amount for one quote, or above it");
        let form = scene.head.form("Record the limits").fill("Three quotes from", "5000").fill("A tender from", "25000");
        let form = form.fill("The business manager approves up to", "2000");
        form.fill("The headteacher approves up to", "10000").submit().await;
        scene.head.gets(200).sees("Your limits are recorded");
        for (yearly, told) in [
            ("999.99", "You may buy directly"),
            ("1000", "Ask for one quote"),
            ("4999.99", "Ask for one quote"),
            ("5000", "Ask for three quotes or more"),
            ("25000", "A tender is needed"),
        ] {
            assert_eq!(route(&mut scene.manager, yearly, "1").await, told, "£{yearly}");
        }
        scene.manager.sees("Your school's own limits, version 1, FGB 7").sees("Since 2 November 2026");
        scene.manager.get(&format!("{OWN}/limits")).await;
        assert!(!scene.manager.offers("Record the limits"));
        scene.manager.tamper(&format!("{OWN}/limits"), &[("minute", "mine")]).await;
        scene.manager.gets(403).sees("headteacher or governor");
        scene.governor.get(&format!("{OWN}/limits")).await;
        scene.governor.form("Record the limits").date("adopted", "3 11 2026").fill("Minute", "FGB 8").submit().await;
        let versions = scene.governor.page().table("Versions");
        assert_eq!((versions[1][0].as_str(), versions[2][0].as_str()), ("2", "1"), "both are kept, the newest first");
    }

    async fn what_was_bought_of_the_same_is_shown_and_a_split_is_warned_of(world: World) {
        let mut scene = scene(&world).await;
        let hr = super::hr(&world).await;
        let terms = Terms {
            title: "Occupational health".to_owned(),
            category: Some(hr.id),
            provider_name: "Well Co".to_owned(),
            starts_on: "2026-09-01".parse().ok(),
            ends_on: None,
            notice_terms: None,
            notice_on: None,
            yearly_amount: "6000".parse().ok(),
            how_bought: None,
            cost_source: CostSource::Contract,
            responsible: None,
            cost_code: None,
        };
        let context = scene.manager.context(&world).await;
        school::add_contract(&context, &scene.school, Terms { starts_on: "2025-09-01".parse().ok(), title: "Old".to_owned(), ..terms.clone() }).await.unwrap();
        school::add_contract(&context, &scene.school, terms).await.unwrap();
        assert_eq!(route(&mut scene.manager, "3999.99", "1").await, "You may buy directly");
        scene.manager.sees("Occupational health").does_not_see("Old").does_not_see("Do not split a purchase");
        assert_eq!(route(&mut scene.manager, "4000", "1").await, "You may buy directly");
        scene.manager.sees("it comes to £10,000, and that takes another route: ask for three quotes or more");
        scene.manager.sees("Do not split a purchase");
    }

    async fn another_school_a_provider_and_the_public_learn_nothing(world: World) {
        let mut scene = scene(&world).await;
        let other = world.school(100_002, "Other").await;
        let mut stranger = world.at_school("Sam Stranger", Role::BusinessManager, &other).await;
        let auditor = clusterbuy::account::Grant::platform(Role::Auditor);
        let mut auditor = world.person("Otto Auditor", &[auditor]).await;
        let mut seller = scene.alder.person.clone();
        for page in ["buy", "limits", "quotes", "purchases", "waivers"] {
            let path = format!("{OWN}/{page}");
            stranger.get(&path).await;
            stranger.gets(404);
            seller.get(&path).await;
            seller.gets(403);
            for reader in [&mut scene.governor, &mut auditor] {
                reader.get(&path).await;
                reader.gets(200);
            }
            let mut visitor = world.visitor();
            visitor.get(&path).await;
            visitor.sees("Sign in");
        }
        scene.governor.get(&format!("{OWN}/quotes/new")).await;
        scene.governor.gets(403);
        auditor.get(&format!("{OWN}/purchases/new")).await;
        auditor.gets(403);
    }
}
