//! What a tender in a category usually starts with, so that whoever prepares it changes words instead of finding them.

use ::entity::tender::LeaveRule;

/// The usual terms of a tender in one category; its criteria come with the category.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    pub need: &'static str,
    pub bid_validity_days: i32,
    pub low_bid_percent: i32,
    pub leave_rule: LeaveRule,
}

/// The preset of a category, by its slug.
pub fn preset(category: &str) -> Preset {
    let need = match category {
        "catering" => {
            "Management of our school kitchens: menus, purchasing, training, hygiene and the staff's timetable. Meals are \
             cooked on site where there is a kitchen. Each school may alter the core menu to its pupils' needs."
        }
        "finance" => {
            "Regular support by a named finance officer: budget, monthly reports, year end, and answers within a working \
             day between visits."
        }
        "hr" => {
            "HR advice by telephone and on site: casework, policies, training for heads, and legal advice where a case \
             needs it."
        }
        "broadband" => {
            "An internet line for each site with filtering, monitoring and support, at the speed in its demand sheet. \
             Faults are answered within four hours on school days."
        }
        "payroll" => {
            "Monthly payroll for all staff, pensions and returns, with a named contact and corrections in the same month."
        }
        _ => "What we need, for whom, where and how often. What we provide ourselves. What good looks like.",
    };
    Preset { need, bid_validity_days: 120, low_bid_percent: 10, leave_rule: LeaveRule::BidScheduleDecides }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_category_of_an_administrators_own_has_a_preset_too() {
        assert_ne!(preset("catering").need, preset("grounds").need);
        assert!(!preset("grounds").need.is_empty());
    }
}
