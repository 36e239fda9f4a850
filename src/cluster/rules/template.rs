//! A first text of an agreement for each form, for the chair to make the schools' own. The words are ours; no advice.

use super::form::Form;

const PURPOSE: &str = "Purpose. We, the bodies named in this agreement, work together so that our schools get services that \
serve their pupils well, at a price that is fair to each of us.";
const OWN_DECISION: &str = "Each body decides for itself. Nothing in this agreement binds a school whose body has not agreed to \
it. A school joins a contract only when its own body has agreed to join it, up to a price.";
const VOTES: &str = "Votes. Each school has one vote, cast by the person its body names, or by the named substitute. Whoever has \
an interest in a decision says so and leaves it to the others.";
const MONEY: &str = "Money. The host school holds what we pay in together, keeps an account of it, and shows it to every body \
each term. Shared costs are divided by the rule recorded with this agreement. A grant is never counted as a saving.";
const PEOPLE: &str = "People. Work for the cluster is counted and shared. Where somebody is employed for all of us, the host \
school is the employer, and the costs, those of ending the employment too, are shared as we agreed before.";
const INFORMATION: &str = "Information. We show each other what we pay and what we think of a service. What a bidder gave in \
confidence stays in confidence. No personal data of pupils is shared under this agreement.";
const DISPUTES: &str = "Disagreement. Whoever disagrees says so first to the chair. If that does not settle it, two heads of \
schools that have no part in it look at it and say what they find, within twenty school days.";
const REFRESH: &str = "Every year. Each body says again, by the day recorded with this agreement, that its school stays, or it \
gives notice. We look at what came of the year and at this text.";
const LEAVING: &str = "Leaving. A school leaves at the end of the notice recorded with this agreement. Contracts that it has \
signed stay as they are, and it pays its part of what was decided while it was bound.";

/// The text that a chair starts from, one numbered paragraph a line.
pub fn draft(form: Form) -> String {
    let own = [PURPOSE, who_decides(form), OWN_DECISION, VOTES, MONEY, PEOPLE, INFORMATION, DISPUTES, REFRESH, LEAVING];
    let numbered: Vec<String> = (1..).zip(own).map(|(number, text)| format!("{number}. {text}")).collect();
    numbered.join("\n")
}

fn who_decides(form: Form) -> &'static str {
    match form {
        Form::Collaboration => {
            "Who decides. Our governing bodies carry out together the functions that each of them has named in its minutes. \
             They meet together at least once a term. What was not named stays with each body."
        }
        Form::JointCommittee => {
            "Who decides. Our governing bodies delegate to a joint committee the functions that each of them has named in its \
             minutes, and look at its membership and terms of reference every year. At least three governors are present when \
             it decides. Whoever is in none of our governing bodies does not vote on money. Its minutes go to every body."
        }
        Form::SteeringGroup => {
            "Who decides. A steering group of one representative a school plans, compares and recommends. It decides only what \
             this agreement or a body's own minute hands to it. Every other decision stays with each body."
        }
        Form::Federation => {
            "Who decides. The governing body of the federation decides for its schools, and reports to each of them in what way \
             a joint purchase serves it."
        }
        Form::SharedTrust => {
            "Who decides. Each governing body decides for its school. The trust that we share brings us together, and its \
             trustees see what we plan to buy."
        }
        Form::SchoolCompany => {
            "Who decides. The directors of our company decide what its articles hand to them. What a school buys from or \
             through the company its own body decides."
        }
        Form::MultiAcademyTrust => {
            "Who decides. The board of our trust decides for its academies by its scheme of delegation, and hears each academy \
             before it decides what that academy pays."
        }
        Form::Partnership => {
            "Who decides. Each body decides everything for itself. We meet, learn from each other and compare prices. This \
             understanding binds nobody, and nobody may sign for the others."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_has_a_text_of_its_own_that_says_how_a_school_leaves() {
        let texts: std::collections::BTreeSet<String> = Form::ALL.iter().map(|form| draft(*form)).collect();
        assert_eq!(texts.len(), Form::ALL.len());
        assert!(texts.iter().all(|text| text.lines().count() == 10 && text.contains("10. Leaving.")));
        assert!(draft(Form::JointCommittee).contains("does not vote on money"));
    }
}
