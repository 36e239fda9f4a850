//! The register, the sellers, what the schools use, the cluster and its agreement.

use super::story::{
    ADMINISTRATOR, CHAIR, CLERK, FIRMS, OUTSIDE, SELLER, School, Story, email, governor, head, manager, text as told,
};
use super::{Typed, Walker, day, pick, text, tick};
use clusterbuy::account::Grant;
use entity::membership::Role;
use serde_json::Value;

const BEGINNING: &str = "2026-10-05T10:00:00Z";
/// An import of nine rows ends within fewer looks than this.
const LOOKS: usize = 100_000;
const HEADER: &str = "URN,LA (code),LA (name),EstablishmentNumber,EstablishmentName,TypeOfEstablishment (name),\
EstablishmentStatus (name),OpenDate,CloseDate,PhaseOfEducation (name),StatutoryLowAge,StatutoryHighAge,Gender (name),\
ReligiousCharacter (name),SchoolCapacity,NumberOfPupils,PercentageFSM,Trusts (name),Federations (name),Street,Locality,\
Town,Postcode,SchoolWebsite,FSM\n";

/// The administrator imports the register, and every school gets its people.
pub(super) async fn schools(walker: &mut impl Walker, story: &Story) {
    walker.it_is(BEGINNING);
    let world = walker.world().clone();
    clusterbuy::catalogue::ensure_given(&world.platform()).await.expect("the categories are given");
    world.person(ADMINISTRATOR, &[Grant::platform(Role::Administrator)]).await;
    walker.becomes(ADMINISTRATOR).await;
    walker.opens("/admin/import").await;
    let file = HEADER.to_owned() + &story.schools.iter().map(row).collect::<String>();
    walker.uploads("Import schools", "File of schools", "register.csv", &file).await;
    let address = walker.path().await;
    for _ in 0..LOOKS {
        if !walker.reads().await.contains("Reading") {
            break;
        }
        walker.opens(&address).await;
    }
    walker.sees("Created 9").await;
    for school in &story.schools {
        walker.becomes(ADMINISTRATOR).await;
        walker.opens("/admin/people").await;
        let urn = text("urn", school.urn.to_string());
        let mut first = invited(&manager(&school.id), "business_manager");
        first.push(urn);
        walker.sends("Invite", &first).await;
        walker.becomes(&manager(&school.id)).await;
        for (name, role) in [(head(&school.id), "headteacher"), (governor(&school.id), "governor")] {
            walker.opens(&format!("/schools/{}/people", school.urn)).await;
            walker.sends("Invite", &invited(&name, role)).await;
        }
    }
}

fn invited(name: &str, role: &'static str) -> Vec<Typed> {
    vec![text("name", name), text("email", email(name)), pick("role", role)]
}

fn row(school: &School) -> String {
    let kind = match (school.phase.as_str(), school.legal_type.as_str()) {
        ("nursery", _) => "Local authority nursery school",
        (_, "academy") => "Academy sponsor led",
        (_, "voluntary_controlled") => "Voluntary controlled school",
        (_, "voluntary_aided") => "Voluntary aided school",
        _ => "Community school",
    };
    let phase = match school.phase.as_str() {
        "nursery" => "Nursery",
        "secondary" => "Secondary",
        _ => "Primary",
    };
    let (urn, name, pupils) = (school.urn, &school.name, school.pupils);
    format!("{urn},335,Walsall,,\"{name}\",{kind},Open,,,{phase},,,Mixed,,,{pupils},,,,,,Darlaston,,,\n")
}

/// The authority with its price list for two years, and the firms.
pub(super) async fn sellers(walker: &mut impl Walker, story: &Story) {
    walker.it_is("2027-01-11T10:00:00Z");
    walker.becomes(ADMINISTRATOR).await;
    register(walker, "Walsall Council", "authority", SELLER).await;
    for firm in &FIRMS {
        register(walker, firm.name, "firm", firm.writer).await;
    }
    walker.becomes(SELLER).await;
    for year in ["2026", "2027"] {
        publish_prices(walker, story, year).await;
    }
    for firm in &FIRMS {
        walker.becomes(firm.writer).await;
        walker.opens("/organisation/edit").await;
        let facts = [
            text("description", "Runs school kitchens"),
            text("address", "1 High Street, Darlaston"),
            text("contact_name", firm.writer),
            text("contact_email", email(firm.writer)),
        ];
        walker.sends("Save", &facts).await;
    }
}

async fn register(walker: &mut impl Walker, name: &str, kind: &str, first: &str) {
    walker.opens("/admin/providers/new").await;
    let mut facts =
        vec![text("name", name), pick("kind", kind), text("first_name", first), text("first_email", email(first))];
    if kind == "authority" {
        facts.push(text("la_code", "335"));
    }
    walker.sends("Register and invite", &facts).await;
}

async fn publish_prices(walker: &mut impl Walker, story: &Story, year: &str) {
    walker.opens("/organisation/listings/new/catering/sla").await;
    walker.presses("Add another charge", &[]).await;
    let mut facts = vec![
        text("title", format!("Catering management SLA {year}")),
        text("summary", "Management of the school kitchen."),
        text("included", "Visits, menus and training."),
        text("not_included", "Food and kitchen staff."),
        text("financial_year", year),
        text("term", "One financial year"),
        text("notice", "Six months"),
        pick("price_visibility", "public"),
        text("term_years", "1"),
    ];
    facts.extend(charges(story, "catering_la"));
    walker.sends("Save the draft", &facts).await;
    walker.sends("Publish", &[]).await;
}

/// The fields of an offer's charges.
pub(super) fn charges(story: &Story, offer: &str) -> Vec<Typed> {
    let each = |(at, charge): (usize, Value)| {
        let field = |part: &str| format!("charge-{at}-{part}");
        let amount = if charge["kind"] == "fixed" { "amount" } else { "rate" };
        let mut typed = vec![
            text(field("label"), format!("Charge {}", at + 1)),
            text(field("component"), told(&charge, "component")),
            text(field("scope"), told(&charge, "scope")),
            text(field("kind"), told(&charge, "kind")),
            text(field("unit"), told(&charge, "unit")),
            text(field("amount"), told(&charge, amount)),
        ];
        if let Some(phase) = charge["applies_to"]["phases"][0].as_str() {
            let schools = story.schools.iter().filter(|school| school.phase == phase);
            let urns: Vec<String> = schools.map(|school| school.urn.to_string()).collect();
            typed.push(text(field("schools"), urns.join(", ")));
        }
        typed
    };
    story.charges(offer).into_iter().enumerate().flat_map(each).collect()
}

/// Every business manager says what the school uses, and reads what it pays.
pub(super) async fn usage(walker: &mut impl Walker, story: &Story) {
    for school in story.bound() {
        walker.becomes(&manager(&school.id)).await;
        walker.opens(&format!("/schools/{}/volumes/catering", school.urn)).await;
        let (universal, free) = (school.meals * 4 / 10, school.meals * 3 / 10);
        let used = [
            text("meals_universal", universal.to_string()),
            text("meals_free", free.to_string()),
            text("meals_paid", (school.meals - universal - free).to_string()),
            text("service_days", school.service_days.to_string()),
        ];
        walker.sends("Save and compare", &used).await;
    }
    let pinfold = story.school("pinfold-street");
    walker.becomes(&manager(&pinfold.id)).await;
    walker.opens(&format!("/schools/{}/compare/catering", pinfold.urn)).await;
    walker.sees("£5,092.90").await;
}

/// A head founds the cluster; nine schools join, name their voters and answer the agreement.
pub(super) async fn cluster(walker: &mut impl Walker, story: &Story) {
    let chair = head(CHAIR);
    walker.becomes(&chair).await;
    walker.opens("/clusters/new").await;
    let facts = [text("name", "Darlaston Schools"), text("reference_prefix", "DA"), text("slug", "darlaston")];
    walker.sends("Start the cluster", &facts).await;
    appoint(walker, "/clusters/darlaston/officers", "chair", &chair, Some(&story.school(CHAIR).name)).await;
    walker.becomes(&chair).await;
    for school in story.schools.iter().filter(|school| school.id != CHAIR) {
        walker.opens(&format!("/clusters/darlaston/members?find={}", school.urn)).await;
        walker.sends(&format!("Add {}", school.name), &[]).await;
    }
    walker.sees("St. Joseph's is in the cluster").await;
    appoint(walker, "/clusters/darlaston/officers", "clerk", CLERK, None).await;
    for school in &story.schools {
        walker.becomes(&head(&school.id)).await;
        let page = format!("/clusters/darlaston/members/{}", school.urn);
        appoint(walker, &page, "representative", &governor(&school.id), None).await;
        appoint(walker, &page, "substitute", &head(&school.id), None).await;
    }
    agreement(walker, story, 1, "1 10 2026").await;
}

async fn appoint(walker: &mut impl Walker, page: &str, role: &str, name: &str, school: Option<&str>) {
    walker.opens(page).await;
    let mut typed = vec![pick("role", role), text("name", name), text("email", email(name))];
    typed.extend(school.map(|school| text("school", school)));
    walker.sends("Appoint", &typed).await;
}

/// Every body answers a version, the founder's last; one declines, and the version binds the eight others.
pub(super) async fn agreement(walker: &mut impl Walker, story: &Story, version: i32, on: &str) {
    walker.becomes(&head(CHAIR)).await;
    if version == 1 {
        propose(walker).await;
    }
    let (others, chair): (Vec<&School>, Vec<&School>) = story.schools.iter().partition(|school| school.id != CHAIR);
    for school in others.into_iter().chain(chair) {
        walker.becomes(&head(&school.id)).await;
        walker.opens("/clusters/darlaston/agreement").await;
        if school.id == OUTSIDE {
            declines(walker, on).await;
            continue;
        }
        let minute = [text("school", &school.name), text("minute_reference", "FGB 7/1"), day("agreed_on", on)];
        walker.sends("Record agreement", &minute).await;
    }
    walker.sees("8 of 9 bodies have agreed").await;
    walker.sees("1 declines: this version does not bind them").await;
    walker.sends(&format!("Bring version {version} into force"), &[]).await;
}

async fn propose(walker: &mut impl Walker) {
    walker.opens("/clusters/darlaston/agreement/new").await;
    let terms = [
        text("text", "We buy together where it serves us."),
        text("form_reason", "An academy is one of us."),
        pick("sharing_rule", "pay_as_now"),
        pick("majority", "simple"),
    ];
    walker.sends("Propose version 1", &terms).await;
}

async fn declines(walker: &mut impl Walker, on: &str) {
    let refusal = [
        text("declining_reason", "We have our own caterer"),
        text("declining_minute", "Trust 4"),
        day("declined_on", on),
    ];
    walker.sends("Record that it declines", &refusal).await;
}

/// Says that this person has no interest in any bidder.
pub(super) async fn declare(walker: &mut impl Walker, reference: &str) {
    walker.opens(&format!("/tenders/{reference}/declarations")).await;
    walker.sends("Declare", &[pick("interest", "none")]).await;
}

/// Signs for the provider.
pub(super) fn accepts() -> [Typed; 1] {
    [tick("agreed")]
}
