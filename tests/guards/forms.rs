//! What each command about a tender sends, filled as somebody would fill it, and what its address names.

use super::states::Held;
use clusterbuy::platform::http::routes::Route;

/// What a form sends, command by command; one that is not here sends nothing but its token.
pub const FORMS: &[(&str, &[(&str, &str)])] = &[
    (
        "amend",
        &[
            ("kind", "change"),
            ("text", "Two more kitchens"),
            ("document_title", "Specification, version 2"),
            ("material", "no"),
            ("need", "Meals for five kitchens"),
            ("term_years", "3"),
        ],
    ),
    (
        "ballot",
        &[("motion", "accept"), ("closes-day", "29"), ("closes-month", "1"), ("closes-year", "2027"), ("hour", "17")],
    ),
    ("cancel", &[("reason", "No longer needed")]),
    ("challenges/{id}", &[("decision", "dismissed"), ("reason", "The second page was read")]),
    ("compliance/window", &[("hours", "48"), ("reason", "A file is missing")]),
    (
        "compliance/{bid}/hearing",
        &[
            ("ground", "discretionary"),
            ("reason", "The report says otherwise"),
            ("answer_until-day", "29"),
            ("answer_until-month", "1"),
            ("answer_until-year", "2027"),
        ],
    ),
    ("compliance/{bid}/hearing/decision", &[("decision", "kept"), ("decision_reason", "It was an error")]),
    ("compliance/{bid}/hearing/confirm", &[("confirm", "yes")]),
    ("conflicts", &[("asked", "The panel"), ("found", "None"), ("mitigation", "Nothing")]),
    ("conflicts/wall", &[("person", "{id}"), ("may_open", "no"), ("wall_reason", "They sell for it")]),
    (
        "correction",
        &[("answer", "{bid_id} {criterion_id}"), ("score", "4"), ("reason", "Clear"), ("because", "The minutes say 4")],
    ),
    ("correction/{id}", &[("confirm", "yes")]),
    ("decision/joining/{urn}", &[("joins", "yes"), ("up_to", "9000"), ("minute_reference", "Minute 4")]),
    ("decision/record", &[("minute_reason", "As voted")]),
    ("decision/vote", &[("choice", "for")]),
    ("declarations", &[("interest", "none"), ("detail", "")]),
    (
        "edit/conditions/{code}",
        &[
            ("version", "{version}"),
            ("name", "Vans"),
            ("statement", "Our vans are insured"),
            ("kind", "declaration"),
            ("evidence", ""),
            ("valid_until-day", ""),
            ("valid_until-month", ""),
            ("valid_until-year", ""),
        ],
    ),
    ("edit/conditions/{code}/remove", &[("version", "{version}")]),
    (
        "edit/conflicts",
        &[
            ("version", "{version}"),
            ("asked", "The panel"),
            ("found", "None"),
            ("mitigation", "Nothing"),
            ("hat", "none"),
        ],
    ),
    ("edit/criteria", &[("version", "{version}"), ("price_weight", "40")]),
    (
        "edit/criteria/{code}",
        &[
            ("version", "{version}"),
            ("kind", "written"),
            ("name", "Menus"),
            ("question", "How will you plan menus?"),
            ("weight", "30"),
            ("scale_max", "5"),
            ("minimum", ""),
            ("word_limit", "500"),
        ],
    ),
    ("edit/criteria/{code}/move", &[("version", "{version}"), ("way", "down")]),
    ("edit/criteria/{code}/remove", &[("version", "{version}")]),
    (
        "edit/dates",
        &[
            ("version", "{version}"),
            ("deadline-day", "1"),
            ("deadline-month", "7"),
            ("deadline-year", "2027"),
            ("deadline_time", "midday"),
            ("questions-day", ""),
            ("questions-month", ""),
            ("questions-year", ""),
            ("questions_time", ""),
        ],
    ),
    ("edit/documents", &[("title", "Specification"), ("material", "no")]),
    (
        "edit/framework",
        &[("name", "A framework"), ("document", "{id}"), ("framework_reference", "RM1"), ("reason", "It fits")],
    ),
    ("edit/leaving", &[("version", "{version}"), ("minimum_schools", "3"), ("leave_rule", "tender_ends")]),
    (
        "edit/lot",
        &[
            ("version", "{version}"),
            ("contract_start-day", "1"),
            ("contract_start-month", "9"),
            ("contract_start-year", "2027"),
            ("term_years", "3"),
            ("bid_validity_days", "120"),
        ],
    ),
    ("edit/lot/{number}", &[("version", "{version}"), ("title", "Juniors"), ("weight", "1"), ("schools", "990104")]),
    ("edit/lot/{number}/move", &[("version", "{version}"), ("way", "down")]),
    ("edit/lot/{number}/remove", &[("version", "{version}")]),
    ("edit/meetings", &[("version", "{version}"), ("no_notice_reason", "The market is known")]),
    (
        "edit/meetings/new",
        &[
            ("firm", "Alder"),
            ("starts-day", "1"),
            ("starts-month", "3"),
            ("starts-year", "2027"),
            ("starts_time", "midday"),
            ("place", "The hall"),
        ],
    ),
    (
        "edit/notices/{kind}",
        &[
            ("number", "2026/S 000-1"),
            ("published-day", "1"),
            ("published-month", "3"),
            ("published-year", "2026"),
            ("published_time", "midday"),
        ],
    ),
    (
        "edit/price",
        &[
            ("version", "{version}"),
            ("weight", "40"),
            ("method", "benchmark"),
            ("ceiling", "200000"),
            ("target", "100000"),
            ("pounds_per_mark", ""),
            ("quality_minimum", ""),
            ("low_bid_percent", "10"),
        ],
    ),
    (
        "edit/route",
        &[
            ("version", "{version}"),
            ("value", "129600"),
            ("notice_number", ""),
            ("notice_published-day", ""),
            ("notice_published-month", ""),
            ("notice_published-year", ""),
        ],
    ),
    ("edit/rules", &[("question", "schools_together"), ("ground", "Each school decides for itself")]),
    (
        "edit/stages",
        &[
            ("version", "{version}"),
            ("stages", "1"),
            ("participation-day", ""),
            ("participation-month", ""),
            ("participation-year", ""),
            ("participation_time", ""),
            ("least", ""),
            ("procedure", "below_threshold"),
            ("most", ""),
            ("second_stage", ""),
        ],
    ),
    (
        "edit/stages/conditions",
        &[("version", "{version}"), ("name", "Safeguarding"), ("question", "How?"), ("scale_max", ""), ("minimum", "")],
    ),
    (
        "edit/team",
        &[("role", "evaluator"), ("name", "New Evaluator"), ("email", "new@example.org"), ("school", "990103")],
    ),
    ("edit/team/{membership}/remove", &[]),
    (
        "edit/variations",
        &[("version", "{version}"), ("school", "990104"), ("title", "Halal menus"), ("description", "40 a day")],
    ),
    ("edit/variations/{code}/remove", &[("version", "{version}")]),
    ("edit/what", &[("version", "{version}"), ("title", "Catering"), ("need", "Meals")]),
    ("evaluation/{bid}/{criterion}", &[("score", "3"), ("reason", "Meets what we asked")]),
    ("follow", &[("intends", "yes")]),
    ("keys/custody", &[("custody", "split")]),
    ("keys/recovery", &[]),
    ("keys/share", &[("recovery_key", "AGE-SECRET-KEY-1")]),
    ("keys/test", &[("recovery_key", "AGE-SECRET-KEY-1")]),
    (
        "meetings",
        &[
            ("kind", "site_visit"),
            ("provider", "{provider}"),
            ("starts-day", "1"),
            ("starts-month", "3"),
            ("starts-year", "2027"),
            ("starts_time", "midday"),
            ("place", "The hall"),
        ],
    ),
    ("meetings/{id}", &[("attendance", "Two"), ("asked", "None"), ("told", "None"), ("conflicts", "None")]),
    ("meetings/{id}/call-off", &[("reason", "Ill")]),
    (
        "moderation/{bid}/{criterion}",
        &[("score", "3"), ("reason", "Meets what we asked"), ("explanation", "The second page was read again")],
    ),
    ("opening", &[("password", ""), ("code", "")]),
    ("opening/one-bid", &[("decision", "go_on"), ("reason", "It is a good one")]),
    ("plan", &[("staff", "yes")]),
    ("prices/{bid}/enquiry/confirm", &[("confirm", "yes")]),
    ("prices/{bid}/enquiry/outcome", &[("outcome-a", "accepted"), ("reason-a", "Plausible")]),
    ("questions", &[("question", "Are there five kitchens?")]),
    ("questions/{id}/answer", &[("answer-{id}", "Yes, five")]),
    ("recommend", &[("reasons", "The best total")]),
    ("recommend/none", &[("no_award", "None is good enough")]),
    ("return", &[("reason", "The weights are wrong")]),
    ("shortlist/send", &[("fewer_reason", "")]),
    (
        "staff",
        &[
            ("transfers", "no"),
            ("pension", "pass_through"),
            ("contribution", ""),
            ("bond", ""),
            ("risk", "schools"),
            ("note", ""),
            ("present_provider", ""),
        ],
    ),
    ("staff/access", &[("accepted", "yes")]),
    ("staff/rows", &[("rows", "Role\tHours\tPay band\tLength of service\tPension\nCook\t20\tScale 2\t7\tLGPS")]),
    ("take-part", &[("contact_name", "Bo"), ("contact_email", "bo@example.org")]),
    ("validity", &[("until-day", "31"), ("until-month", "8"), ("until-year", "2028")]),
    ("withdraw", &[("reason", "No longer needed")]),
    ("withdrawal", &[("reason", "Its kitchen burnt down"), ("evidence", "A letter")]),
    ("withdrawal/confirm", &[("confirm", "yes")]),
    ("withdrawal/next", &[("reasons", "Second in the ranking")]),
    ("/bids/{id}/declarations", &[("interest", "no")]),
    ("/bids/{id}/hearing", &[("answer", "It was put right")]),
    ("/bids/{id}/organisation", &[("contact_name", "Bo"), ("contact_email", "bo@example.org")]),
    ("/bids/{id}/outcome/challenge", &[("grounds", "The second page was not read")]),
    ("/bids/{id}/outcome/withdraw", &[("reason", "We lost our kitchen")]),
    ("/bids/{id}/price-explanation", &[("answer", "We own the vans")]),
    ("/bids/{id}/quality", &[("answer-menus", "Well")]),
    ("/clusters/{slug}/demand/{reference}/due", &[("due-day", "1"), ("due-month", "3"), ("due-year", "2027")]),
    ("/contracts/{id}/end", &[("reason", "The provider closed")]),
    ("/contracts/{id}/sign/{urn}", &[("minute", "FGB 3")]),
    ("/contracts/{id}/sign-provider", &[("agreed", "yes")]),
    ("/schools/{urn}/demand/{reference}", &[("quantity-meal", "20000"), ("then", "save")]),
    ("/schools/{urn}/demand/{reference}/mandate", &[("limit", "9000"), ("minute", "FGB 3")]),
    ("/schools/{urn}/demand/{reference}/not-taking-part", &[("why_not", "We cook ourselves")]),
    ("/schools/{urn}/demand/{reference}/return", &[("reason", "The count is wrong")]),
];

/// Commands whose forms carry a file.
const WITH_A_FILE: &[&str] =
    &["amend", "cancel", "edit/documents", "take-part", "withdraw", "/bids/{id}/documents/upload"];

/// Is it about a tender, one of its bids, its demand or its contract?
pub fn is_about_a_tender(route: &Route) -> bool {
    let about = ["/tenders/{reference}/", "/bids/{id}/", "/contracts/{id}/"];
    let gives_back_a_file = route.path.ends_with("/rows/errors");
    route.method == "POST"
        && !gives_back_a_file
        && (about.iter().any(|start| route.path.starts_with(start)) || route.path.contains("/demand/{reference}"))
}

/// How the table calls a command.
pub fn name_of(route: &Route) -> &'static str {
    route.path.strip_prefix("/tenders/{reference}/").unwrap_or(route.path)
}

/// A page of a bid's draft, which is saved against what was seen of it.
pub fn is_a_step_of_a_bid(route: &Route) -> bool {
    let steps = ["declarations", "organisation", "prices", "quality", "documents"];
    steps.iter().any(|step| route.path.strip_prefix("/bids/{id}/") == Some(step))
}

pub fn has_a_file(route: &Route) -> bool {
    WITH_A_FILE.contains(&name_of(route))
}

/// The address of a command on this tender.
pub fn address(route: &Route, held: &Held) -> String {
    let text = route.path;
    let id = match () {
        () if text.starts_with("/bids") => &held.own_bid,
        () if text.starts_with("/contracts") => &held.contract,
        () if text.contains("challenges") => &held.challenge,
        () => &held.question,
    };
    filled(&text.replace("{id}", id), held).replace("{reference}", &held.tender.reference)
}

/// The fields of a command's form on this tender.
pub fn fields(route: &Route, held: &Held) -> Vec<(String, String)> {
    let form = FORMS.iter().find(|(command, _)| *command == name_of(route)).map_or(&[][..], |(_, fields)| fields);
    let own = match name_of(route) {
        "amend" => held.criteria.iter().map(|id| (format!("question-{id}"), "How?".to_owned())).collect(),
        "edit/criteria" => held.codes.iter().map(|code| (format!("weight-{code}"), "15".to_owned())).collect(),
        "compliance/{bid}" => {
            let codes = held.conditions.iter().map(String::as_str).chain(["interests"]);
            codes.map(|code| (format!("result-{code}"), "pass".to_owned())).collect()
        }
        _ => Vec::new(),
    };
    form.iter().map(|(name, value)| (filled(name, held), filled(value, held))).chain(own).collect()
}

fn filled(text: &str, held: &Held) -> String {
    let code = if text.contains("conditions") || text.contains("evidence") { "insurance" } else { "menus" };
    text.replace("{version}", &held.tender.version.to_string())
        .replace("{membership}", &held.membership)
        .replace("{urn}", "990104")
        .replace("{slug}", "every-state")
        .replace("{bid}", "a")
        .replace("{bid_id}", &held.winner)
        .replace("{criterion_id}", &held.criterion)
        .replace("{provider}", &held.provider)
        .replace("{criterion}", "menus")
        .replace("{condition}", "insurance")
        .replace("{code}", code)
        .replace("{kind}", "UK2")
        .replace("{number}", "1")
        .replace("{id}", &held.question)
}
