//! Under which code a cost stands in a school's accounts: the Department for Education's consistent financial reporting
//! (CFR) of maintained schools and its academies accounts return (AAR), by the Department's own mapping between them
//! (DFE-Digital/education-benchmarking-and-insights, `docs/content/reference/data/cost-categories.md`). Agency supply is
//! CFR E26, as the CFR framework itself has it, not E03.

use entity::school::LegalType;

/// A line of spending with its codes: name, CFR codes, AAR codes.
type Spending = (&'static str, &'static [&'static str], &'static [&'static str]);

const SPENDING: [Spending; 33] = [
    ("Teaching staff", &["E01"], &["BAE010"]),
    ("Supply teaching staff", &["E02"], &["BAE020"]),
    ("Education support staff", &["E03"], &["BAE030"]),
    ("Premises staff", &["E04"], &["BAE050"]),
    ("Administrative and clerical staff", &["E05"], &["BAE040"]),
    ("Catering staff", &["E06"], &["BAE060"]),
    ("Other staff", &["E07"], &["BAE070"]),
    ("Indirect employee expenses", &["E08"], &["BAE080"]),
    ("Staff development and training", &["E09"], &["BAE090"]),
    ("Supply teacher insurance", &["E10"], &["BAE100"]),
    ("Staff-related insurance", &["E11"], &["BAE110"]),
    ("Maintenance of premises", &["E12"], &["BAE120"]),
    ("Grounds maintenance", &["E13"], &["BAE320"]),
    ("Cleaning and caretaking", &["E14"], &["BAE130"]),
    ("Water and sewerage", &["E15"], &["BAE140"]),
    ("Energy", &["E16"], &["BAE150"]),
    ("Rents and rates", &["E17"], &["BAE160"]),
    ("Other occupation costs", &["E18"], &["BAE180"]),
    ("Learning resources, not ICT equipment", &["E19"], &["BAE200"]),
    ("ICT learning resources", &["E20A", "E20B", "E20C", "E20E", "E20F", "E20G"], &["BAE210"]),
    ("Examination fees", &["E21"], &["BAE220"]),
    ("Administration supplies, not educational", &["E22", "E20D"], &["BAE280"]),
    ("Other insurance premiums", &["E23"], &["BAE270"]),
    ("Special facilities", &["E24"], &["BAE190"]),
    ("Catering supplies", &["E25"], &["BAE250"]),
    ("Agency supply teaching staff", &["E26"], &["BAE240"]),
    ("Educational consultancy", &["E27"], &["BAE230"]),
    ("Professional services, not curriculum", &["E28a"], &["BAE300"]),
    ("Private finance initiative charges", &["E28b"], &["BAE310"]),
    ("Interest charges for loan and bank", &["E29"], &[]),
    ("Community focused school staff", &["E31"], &[]),
    ("Community focused school costs", &["E32"], &[]),
    ("Auditor costs", &[], &["BAE260"]),
];

/// A code of a school's accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CostLine {
    pub code: &'static str,
    pub name: &'static str,
}

fn is_academy(legal_type: LegalType) -> bool {
    matches!(legal_type, LegalType::Academy | LegalType::FreeSchool)
}

/// The codes that a school of this type keeps its accounts by, in their order.
pub fn lines_of(legal_type: LegalType) -> Vec<CostLine> {
    let codes = |(_, cfr, aar): &Spending| if is_academy(legal_type) { *aar } else { *cfr };
    let lines = SPENDING.iter().flat_map(|line| codes(line).iter().map(|code| CostLine { code, name: line.0 }));
    let mut lines: Vec<CostLine> = lines.collect();
    lines.sort_by_key(|line| line.code);
    lines
}

/// The code as the frameworks write it, from a code alone or with words behind it: "e25  Catering supplies" is "E25".
pub fn cost_code(text: &str) -> Option<String> {
    let written = text.split_whitespace().next()?.trim_end_matches([':', '-', ',']);
    let all = SPENDING.iter().flat_map(|(_, cfr, aar)| cfr.iter().chain(*aar));
    all.into_iter().find(|code| code.eq_ignore_ascii_case(written)).map(|code| (*code).to_owned())
}

/// The first of a category's codes that a school of this type has.
pub fn of_category(codes: &[String], legal_type: LegalType) -> Option<&'static str> {
    let own = lines_of(legal_type);
    codes.iter().find_map(|code| own.iter().find(|line| line.code.eq_ignore_ascii_case(code))).map(|line| line.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maintained_schools_and_academies_have_their_own_codes_for_the_same_cost() {
        let codes = ["E06", "E25", "BAE060", "BAE250"].map(str::to_owned);
        assert_eq!(of_category(&codes, LegalType::Community), Some("E06"));
        assert_eq!(of_category(&codes, LegalType::Academy), Some("BAE060"));
        assert!(lines_of(LegalType::Academy).iter().all(|line| line.code.starts_with("BAE")));
        assert!(lines_of(LegalType::VoluntaryAided).iter().any(|line| line.code == "E26"));
    }

    #[test]
    fn a_code_is_known_whatever_stands_behind_it() {
        assert_eq!(cost_code("e25  Catering supplies").as_deref(), Some("E25"));
        assert_eq!(cost_code("E28A").as_deref(), Some("E28a"));
        assert_eq!(cost_code("BAE250").as_deref(), Some("BAE250"));
        assert_eq!(cost_code("E99"), None);
    }
}
