//! The categories that every installation has: catering, HR, finance, broadband and payroll.
//!
//! CPV codes are those of the Common Procurement Vocabulary 2008; cost codes are the Department for Education's CFR codes
//! (maintained schools) and AAR codes (academies).

use ::entity::category::{CategoryShape, Component, CriterionTemplate, Item, Unit};

/// A category before it has an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    pub slug: &'static str,
    pub name: &'static str,
    pub shape: CategoryShape,
}

/// In the order in which they are listed.
pub fn given() -> Vec<Given> {
    vec![catering(), hr(), finance(), broadband(), payroll()]
}

fn item(id: &str, label: &str, hint: Option<&str>, default: Option<&str>) -> Item {
    Item {
        id: id.to_owned(),
        label: label.to_owned(),
        hint: hint.map(str::to_owned),
        default: default.map(str::to_owned),
    }
}

fn unit(id: &str, one: &str, many: &str, factors: &[&[&str]]) -> Unit {
    let factors = factors.iter().map(|items| items.iter().map(|item| (*item).to_owned()).collect()).collect();
    let adds_up = matches!(id, "meal" | "day");
    Unit { id: id.to_owned(), one: one.to_owned(), many: many.to_owned(), factors, adds_up }
}

fn component(id: &str, label: &str) -> Component {
    Component { id: id.to_owned(), label: label.to_owned() }
}

fn criterion(code: &str, name: &str, weight: &str, minimum: Option<i32>, question: &str) -> CriterionTemplate {
    CriterionTemplate {
        code: code.to_owned(),
        name: name.to_owned(),
        question: question.to_owned(),
        weight: weight.to_owned(),
        minimum,
    }
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|word| (*word).to_owned()).collect()
}

/// What a school has one of, unless it says otherwise.
fn sites() -> Item {
    item("site", "Sites", Some("Count each address that the service is delivered to"), Some("1"))
}

fn pupils() -> Item {
    item("pupil", "Pupils", Some("The register's count unless you enter another"), Some("register"))
}

fn employees() -> Item {
    item("employee", "Employees", Some("Everybody on your payroll, full-time and part-time"), None)
}

fn catering() -> Given {
    let items = vec![
        item("meals_universal", "Meals a day, universal infant free", Some("Reception, year 1 and year 2"), None),
        item(
            "meals_free",
            "Meals a day, free for other reasons",
            Some("Free by benefit, nursery, adult. Since September 2026 more families are entitled"),
            None,
        ),
        item("meals_paid", "Meals a day, paid", None, None),
        item("service_days", "Days served a year", Some("190 in most schools"), Some("190")),
    ];
    let meals: &[&str] = &["meals_universal", "meals_free", "meals_paid"];
    let units = vec![unit("meal", "meal", "meals", &[meals, &["service_days"]]), unit("site", "site", "sites", &[])];
    let components = vec![
        component("management", "Management"),
        component("food", "Food"),
        component("labour", "Labour"),
        component("service", "Service"),
        component("set_up", "Setting up"),
    ];
    let criteria = vec![
        criterion("menus", "Menus and food quality", "20", Some(2), "How will you plan, cook and improve our menus?"),
        criterion("food-safety", "Food safety", "15", Some(3), "How will you keep food safe and allergens known?"),
        criterion("account-management", "Account management", "15", None, "How will you look after each school?"),
        criterion("social-value", "Social value", "10", None, "What will you do for the pupils and the area?"),
    ];
    let shape = CategoryShape {
        items,
        units,
        main_unit: "meal".to_owned(),
        components,
        headline_component: Some("management".to_owned()),
        cpv_codes: words(&["55524000-9", "55523100-3", "55512000-2"]),
        cost_codes: words(&["E06", "E25", "BAE060", "BAE250"]),
        criteria,
    };
    Given { slug: "catering", name: "Catering", shape }
}

fn hr() -> Given {
    let criteria = vec![
        criterion("advice", "Advice", "25", Some(3), "How soon, and by whom, is a casework question answered?"),
        criterion("policies", "Policies and training", "15", None, "Which policies and training are included?"),
        criterion("staffing", "Your staff", "10", None, "Who will advise us, and how are they kept trained?"),
        criterion("social-value", "Social value", "10", None, "What will you do for the schools and the area?"),
    ];
    let shape = CategoryShape {
        items: vec![employees()],
        units: vec![unit("employee", "employee", "employees", &[&["employee"]])],
        main_unit: "employee".to_owned(),
        components: vec![
            component("service", "Service"),
            component("casework", "Casework"),
            component("set_up", "Setting up"),
        ],
        headline_component: None,
        cpv_codes: words(&["79414000-9", "79111000-5"]),
        cost_codes: words(&["E28a", "BAE300"]),
        criteria,
    };
    Given { slug: "hr", name: "HR", shape }
}

fn finance() -> Given {
    let criteria = vec![
        criterion(
            "support",
            "Support in school",
            "25",
            Some(3),
            "What is done in a day of support, and what after it?",
        ),
        criterion("returns", "Budgets and returns", "15", Some(2), "How will you get budgets and returns in on time?"),
        criterion("staffing", "Your staff", "10", None, "Who will come to us, and who when they cannot?"),
        criterion("social-value", "Social value", "10", None, "What will you do for the schools and the area?"),
    ];
    let days = item("day", "Days of support a year", Some("12 is one day a month"), None);
    let shape = CategoryShape {
        items: vec![days, pupils()],
        units: vec![unit("day", "day", "days", &[&["day"]]), unit("pupil", "pupil", "pupils", &[&["pupil"]])],
        main_unit: "day".to_owned(),
        components: vec![
            component("service", "Service"),
            component("software", "Software"),
            component("set_up", "Setting up"),
        ],
        headline_component: None,
        cpv_codes: words(&["79412000-5", "79211000-6"]),
        cost_codes: words(&["E28a", "BAE300"]),
        criteria,
    };
    Given { slug: "finance", name: "Finance", shape }
}

fn broadband() -> Given {
    let criteria = vec![
        criterion("service", "Speed and repair", "25", Some(3), "What speed is kept, and how soon is a fault mended?"),
        criterion("safeguarding", "Filtering", "20", Some(3), "How are filtering and monitoring kept effective?"),
        criterion("installation", "Installation", "5", None, "How will each site move over without a break?"),
        criterion("social-value", "Social value", "10", None, "What will you do for the schools and the area?"),
    ];
    let speed = item("mbps", "Bandwidth, Mbps", Some("What your line must carry, in megabits a second"), None);
    let shape = CategoryShape {
        items: vec![speed, sites()],
        units: vec![unit("mbps", "Mbps", "Mbps", &[&["mbps"]]), unit("site", "site", "sites", &[&["site"]])],
        main_unit: "mbps".to_owned(),
        components: vec![component("service", "Service"), component("line", "Line"), component("set_up", "Setting up")],
        headline_component: None,
        cpv_codes: words(&["72411000-4", "72400000-4"]),
        cost_codes: words(&["E20A", "BAE210"]),
        criteria,
    };
    Given { slug: "broadband", name: "Broadband", shape }
}

fn payroll() -> Given {
    let criteria = vec![
        criterion("accuracy", "Accuracy", "30", Some(3), "How do you find and put right a wrong payment?"),
        criterion("pensions", "Pensions and returns", "20", Some(2), "How are pension and tax returns made?"),
        criterion("social-value", "Social value", "10", None, "What will you do for the schools and the area?"),
    ];
    let shape = CategoryShape {
        items: vec![employees()],
        units: vec![unit("employee", "employee", "employees", &[&["employee"]])],
        main_unit: "employee".to_owned(),
        components: vec![component("service", "Service"), component("set_up", "Setting up")],
        headline_component: None,
        cpv_codes: words(&["79211110-0", "79631000-6"]),
        cost_codes: words(&["E28a", "BAE300"]),
        criteria,
    };
    Given { slug: "payroll", name: "Payroll", shape }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::rules::shape_faults;

    #[test]
    fn every_given_category_is_one_that_the_administrator_could_have_added() {
        for category in given() {
            assert_eq!(shape_faults(&category.shape), Vec::<String>::new(), "{}", category.slug);
        }
    }

    #[test]
    fn the_quality_weights_of_every_given_category_leave_40_to_the_price() {
        for category in given() {
            let weights: i32 = category.shape.criteria.iter().map(|each| each.weight.parse::<i32>().unwrap()).sum();
            assert_eq!(weights, 60, "{}", category.slug);
        }
    }
}
