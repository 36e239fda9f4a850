use super::*;
use ::entity::category::Unit;
use ::entity::ids::DemandId;
use chrono::DateTime;

fn item(id: &str, label: &str) -> Item {
    Item { id: id.to_owned(), label: label.to_owned(), hint: None, default: None }
}

fn catering() -> CategoryShape {
    let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let factors = vec![words(&["free", "paid"]), words(&["days"])];
    let meal = Unit { id: "meal".to_owned(), one: "meal".to_owned(), many: "meals".to_owned(), factors, adds_up: true };
    CategoryShape {
        items: vec![item("free", "Meals a day, free"), item("paid", "Meals a day, paid"), item("days", "Days")],
        units: vec![meal],
        main_unit: "meal".to_owned(),
        components: Vec::new(),
        headline_component: None,
        cpv_codes: Vec::new(),
        cost_codes: Vec::new(),
        criteria: Vec::new(),
    }
}

fn number(text: &str) -> Quantity {
    text.parse().unwrap()
}

fn line(item: &str, last_year: Option<&str>, quantity: Option<&str>, note: Option<&str>) -> demand_line::Model {
    demand_line::Model {
        demand_id: DemandId::new(DateTime::UNIX_EPOCH),
        item: item.to_owned(),
        last_year: last_year.map(number),
        quantity: quantity.map(number),
        note: note.map(str::to_owned),
    }
}

#[test]
fn only_a_change_of_more_than_a_fifth_asks_for_a_note() {
    for (last_year, this_year, asks) in
        [("100", "120", false), ("100", "120.001", true), ("100", "80", false), ("100", "79", true), ("0", "1", true)]
    {
        assert_eq!(asks_for_a_note(Some(number(last_year)), number(this_year)), asks, "{last_year} to {this_year}");
    }
    assert!(!asks_for_a_note(None, number("500")));
}

#[test]
fn a_sheet_is_sent_when_every_item_has_a_number_and_every_large_change_a_note() {
    let lines = |all: [demand_line::Model; 3]| all.into_iter().map(|line| (line.item.clone(), line)).collect();
    let faulty = lines([
        line("free", Some("10"), Some("90"), None),
        line("paid", Some("10"), None, None),
        line("days", None, Some("190"), None),
    ]);
    let fields: Vec<String> = faults(&catering(), &faulty).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["note-free", "quantity-paid"]);
    let whole = lines([
        line("free", Some("10"), Some("90"), Some("More families are entitled")),
        line("paid", Some("10"), Some("0"), Some("All are free now")),
        line("days", None, Some("190"), None),
    ]);
    assert_eq!(faults(&catering(), &whole), Vec::new());
}

#[test]
fn every_step_from_every_state_is_allowed_or_says_why_not() {
    const STEPS: [Step; 8] = [
        Step::Save,
        Step::Send,
        Step::TakeBack,
        Step::Sign,
        Step::Return,
        Step::RecordMandate,
        Step::Decline,
        Step::TakePart,
    ];
    let allowed = |state: DemandState| -> Vec<String> {
        let to = |step: Step| after(step, state).ok().map(|to| format!("{step:?} {to}"));
        STEPS.into_iter().filter_map(to).collect()
    };
    let decline = "Decline not_taking_part";
    assert_eq!(allowed(DemandState::Draft), ["Save draft", "Send sent", "RecordMandate draft", decline]);
    assert_eq!(
        allowed(DemandState::Sent),
        ["TakeBack draft", "Sign signed", "Return draft", "RecordMandate sent", decline]
    );
    assert_eq!(allowed(DemandState::Signed), ["Return draft", "RecordMandate signed", decline]);
    assert_eq!(allowed(DemandState::NotTakingPart), ["TakePart draft"]);
}

#[test]
fn meals_of_schools_add_up_and_days_do_not() {
    assert!(adds_up(&catering(), "free") && adds_up(&catering(), "paid"));
    assert!(!adds_up(&catering(), "days"));
}

#[test]
fn rows_of_a_spreadsheet_are_matched_by_the_items_name() {
    let pasted = |text: &str| pasted(&catering(), text);
    let found = pasted("Item\tThis year\nMeals a day, paid\t1,090\nmeals a day, free\t 20\nDays\t190\n").unwrap();
    assert_eq!(
        found,
        [("paid", "1090"), ("free", "20"), ("days", "190")].map(|(id, n)| (id.to_owned(), number(n))).into()
    );
    assert_eq!(pasted("\"Meals a day, paid\",90\ndays,190").unwrap().len(), 2);
    let wrong = pasted("Meals a day, paid\ttwo hundred\nSandwiches\t5\nDays\t190\t3\nDays").unwrap_err();
    assert_eq!(
        wrong,
        [
            "Row 1, Meals a day, paid: enter a number. We found “two hundred”",
            "Row 2: “Sandwiches” is not an item of this sheet",
            "Row 3 has 3 columns. Paste two: the item and this year's number",
            "Row 4 has no number. Paste two columns: the item and this year's number",
        ]
    );
    assert_eq!(pasted(" \n").unwrap_err(), ["Paste at least one row: the item and this year's number"]);
}
