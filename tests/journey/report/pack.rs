//! The governors' pack of a decision, as a page and as a tagged PDF.

use clusterbuy::account::Grant;
use entity::ballot::Motion;
use entity::membership::Role;
use entity::vote::Choice;
use support::both;
use support::deciding::cast_of;
use support::pdf::Pdf;
use support::priced::ORDER;

/// A table of the page without the sums that its figures open and the mark of the reader's school.
fn plain(rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let cell = |text: String| {
        let text = text.replace(" (your school)", "").replace(" your school", "");
        text.split(": how ").next().unwrap_or_default().to_owned()
    };
    rows.into_iter().map(|row| row.into_iter().map(cell).collect()).collect()
}

both! {
    async fn governors_read_two_pages_and_appendices_with_the_decision_pages_own_figures(world: World) {
        let mut cast = cast_of(&world).await;
        let page = cast.priced.page("decision");
        cast.recommend(&world).await;
        let pinfold = cast.priced.school("pinfold-street");
        let mut governor = world.person("Gia Governor", &[Grant::school(Role::Governor, pinfold)]).await;
        governor.get(&page).await;
        let shown = governor.page().table("What each school would pay in year 1");
        let scores = governor.page().table("Scores");
        governor.follow("Governors' pack").await;
        governor.gets(200).is_at(&format!("{page}/pack"));
        assert_eq!(governor.page().heading(), "Governors' pack: Award catering to Alder Catering?");
        governor.sees("Alder Catering has the best total, 84.29 of 100; it is not the cheapest.");
        governor.sees("Pinfold Street would pay £1,697.64 in year 1 for catering, £3,395.26 less than it pays now.");
        let schools = plain(governor.page().table("What each school would pay in year 1"));
        for (own, decision) in schools.iter().zip(&shown).skip(1) {
            assert!(decision[0].starts_with(&own[0]), "{decision:?} is not {own:?}");
            assert!(decision[1].starts_with(&own[1]) && decision[2].starts_with(&own[2]), "{decision:?} is not {own:?}");
            assert_eq!(own[3], decision[3]);
        }
        assert_eq!(governor.page().table("Scores"), scores);
        governor.sees("The governing body of Pinfold Street considered the recommendation");
        governor.follow("Download as a tagged PDF").await;
        governor.gets(200);
        assert_eq!(governor.page().header("content-type"), Some("application/pdf"));
        let pdf = Pdf::read(&governor.page().body);
        let in_pdf = pdf.table("What each school would pay in year 1");
        assert!(in_pdf.iter().any(|row| row[0] == "Pinfold Street (your school)"), "{in_pdf:?}");
        assert_eq!(plain(in_pdf)[1..], schools[1..]);
        assert_eq!(pdf.table("Scores"), scores);
        assert!(pdf.text().contains("£3,395.26 less than it pays now"), "{}", pdf.text());
        let chart = pdf.tags.iter().find(|tag| tag.role == "Figure").unwrap();
        assert_eq!(
            chart.alternative.as_deref(),
            Some("Chart: Alder Catering has the best total: 84.29 of 100. The table “Scores” has the same figures.")
        );
        assert!(pdf.bookmarks.contains(&"What it means for Pinfold Street".to_owned()), "{:?}", pdf.bookmarks);
        cast.lead.get(&format!("{page}/pack.pdf")).await;
        let others = Pdf::read(&cast.lead.page().body);
        assert!(others.text().contains("Pinfold Street"), "the lead acts for Pinfold Street");
    }

    async fn a_pack_waits_for_governors_and_heads_until_their_school_has_voted(world: World) {
        let cast = cast_of(&world).await;
        let pinfold = cast.priced.school("pinfold-street");
        let mut governor = world.person("Gia Governor", &[Grant::school(Role::Governor, pinfold)]).await;
        let mut head = world.person("Hal Head", &[Grant::school(Role::Headteacher, cast.priced.school("salisbury"))]).await;
        let mut manager = world.person("Mo Manager", &[Grant::school(Role::BusinessManager, pinfold)]).await;
        governor.get("/home").await;
        governor.does_not_see("Read the governors' pack");
        cast.recommend(&world).await;
        for reader in [&mut governor, &mut head] {
            reader.get("/home").await;
            reader.sees("Read the governors' pack: Catering").sees("Your school votes on it");
        }
        manager.get("/home").await;
        manager.does_not_see("Read the governors' pack");
        cast.open(&world, Motion::Accept).await;
        governor.get("/home").await;
        governor.follow("Read the governors' pack: Catering").await;
        governor.gets(200).is_at(&cast.priced.page("decision/pack"));
        let place = ORDER.iter().position(|id| *id == "pinfold-street").unwrap();
        cast.votes(&world, place, Choice::For).await;
        governor.get("/home").await;
        governor.does_not_see("Read the governors' pack");
        head.get("/home").await;
        head.sees("Read the governors' pack: Catering");
    }

    async fn nobody_reads_the_pack_who_may_not_read_the_decision(world: World) {
        let cast = cast_of(&world).await;
        let page = cast.priced.page("decision/pack");
        let pinfold = cast.priced.school("pinfold-street");
        let mut governor = world.person("Gia Governor", &[Grant::school(Role::Governor, pinfold)]).await;
        governor.get(&page).await;
        governor.gets(404);
        cast.recommend(&world).await;
        let stranger = world.school(200_001, "Elsewhere").await;
        let elsewhere = Grant::school(Role::Governor, stranger.id);
        let mut other = world.person("Otto Other", &[elsewhere]).await;
        let mut bidder = world.person("Abe Alder", &[Grant::provider(Role::ProviderStaff, cast.priced.bids["alder"].provider_id.unwrap())]).await;
        let mut anybody = world.visitor();
        for path in [page.clone(), format!("{page}.pdf")] {
            other.get(&path).await;
            other.gets(404);
            bidder.get(&path).await;
            bidder.gets(403);
            anybody.get(&path).await;
            assert!(anybody.page().path.starts_with("/sign-in"));
        }
    }
}
