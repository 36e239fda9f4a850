//! Behind the two pages: the cases, how firm the result is, how the bill and the marks come about.

use super::Facts;
use super::front::{all_schools, pounds};
use crate::award::web::decision::view::{Case, ReportView};
use crate::platform::pdf::{Block, Cell, Column, Line, Row, Table};
use crate::platform::words;
use ::entity::consultation;

pub(super) fn blocks(facts: &Facts) -> Vec<Block> {
    let report = &facts.report;
    let mut parts = vec![
        ("cases", "best and worst case", in_cases(report)),
        ("firm", "how firm the result is", firmness(report)),
        ("bill", "how the joint bill comes about", vec![Block::Table(bill(report))]),
    ];
    parts.extend(
        all_schools(report).map(|table| ("every-school", "what every school would pay", vec![Block::Table(table)])),
    );
    parts.push(("method", "method", vec![Block::list(method(facts))]));
    if !facts.consultations.is_empty() {
        let table = Block::Table(consultations(&facts.consultations));
        parts.push(("consulted", "consultation and equality", vec![table]));
    }
    let lettered = |(letter, (id, title, blocks)): (char, (&str, &str, Vec<Block>))| {
        [vec![Block::heading(2, id, format!("Appendix {letter}: {title}"))], blocks].concat()
    };
    ('A'..).zip(parts).flat_map(lettered).collect()
}

fn in_cases(report: &ReportView) -> Vec<Block> {
    report.range.clone().map(Block::paragraph).into_iter().chain([Block::Table(cases(report))]).collect()
}

fn firmness(report: &ReportView) -> Vec<Block> {
    let mut blocks: Vec<Block> = report.chart.clone().map(|chart| Block::Stacked { chart }).into_iter().collect();
    blocks.push(Block::list(report.firm.iter().cloned()));
    if !report.variations.is_empty() {
        blocks.push(Block::Table(variations(report)));
    }
    blocks
}

fn consultations(consultations: &[consultation::Model]) -> Table {
    let row = |one: &consultation::Model| {
        let when = format!("{} to {}", words::short_date(one.from_on), words::short_date(one.to_on));
        Row::plain([format!("{}, {when}", one.who), one.said.clone(), one.effect.clone(), one.mitigation.clone()])
    };
    Table {
        id: "pack-consultations".to_owned(),
        caption: "Who was consulted, and what it means for groups of people".to_owned(),
        note: String::new(),
        columns: ["Who and when", "What they said", "Effect on groups", "What is done about it"]
            .map(Column::text)
            .to_vec(),
        rows: consultations.iter().map(row).collect(),
    }
}

fn cases(report: &ReportView) -> Table {
    let row = |case: &Case| {
        let of = |figure: &str| Cell::sum(pounds(figure), lines(&case.lines));
        match &case.refusal {
            Some(refusal) => {
                Row::plain([case.title.clone(), "–".to_owned(), "–".to_owned(), "–".to_owned(), refusal.clone()])
            }
            None => Row::plain([
                Cell::from(case.title.clone()),
                of(&case.year_one),
                Cell::from(pounds(&case.whole)),
                Cell::from(case.own.as_deref().map_or_else(|| "–".to_owned(), pounds)),
                Cell::from(case.effect.clone().unwrap_or_else(|| "–".to_owned())),
            ]),
        }
    };
    Table {
        id: "pack-cases".to_owned(),
        caption: "The same bid, if things turn out differently".to_owned(),
        note: "Worked out from the bid's own prices. Less and more: against what is paid now, same quantities."
            .to_owned(),
        columns: vec![
            Column::text("Case"),
            Column::number("Year 1", "£"),
            Column::number("Whole contract", "£"),
            Column::number("Your school", "£ a year"),
            Column::text("Schools that pay"),
        ],
        rows: report.cases.iter().map(row).collect(),
    }
}

fn lines(lines: &[crate::award::web::decision::view::SumLine]) -> Vec<Line> {
    lines.iter().map(|line| Line { text: line.text.clone(), amount: line.amount.clone() }).collect()
}

fn variations(report: &ReportView) -> Table {
    let columns = report.providers.iter().map(|provider| Column::number(provider.clone(), "£"));
    let rows = report.variations.iter().map(|row| {
        let cells = row.cells.iter().map(|cell| cell.text.clone());
        Row::of_school(row.own, [row.school.clone(), row.needs.clone()].into_iter().chain(cells))
    });
    Table {
        id: "pack-variations".to_owned(),
        caption: "What single schools need beyond the core".to_owned(),
        note: "What each bid charges that school alone for it in year 1. It is part of the joint bill.".to_owned(),
        columns: [Column::text("School"), Column::text("What it needs")].into_iter().chain(columns).collect(),
        rows: rows.collect(),
    }
}

fn bill(report: &ReportView) -> Table {
    let rows = report.total.lines.iter().map(|line| Row::plain([words::capitalised(&line.text), line.amount.clone()]));
    Table {
        id: "pack-bill".to_owned(),
        caption: "The joint bill of year 1 by charge".to_owned(),
        note: format!("It is shared {}.", report.rule),
        columns: vec![Column::text("Charge"), Column::number("Amount", "£")],
        rows: rows.chain([Row::total(["All schools".to_owned(), pounds(&report.total.price)])]).collect(),
    }
}

fn method(facts: &Facts) -> Vec<String> {
    let report = &facts.report;
    let questions = words::plural(i64::try_from(report.asked).unwrap_or(i64::MAX), "question", "questions");
    let titles: Vec<&str> = report.documents.iter().map(|document| document.title.as_str()).collect();
    let documents = match titles.as_slice() {
        [] => "No documents were published with this tender.".to_owned(),
        some => format!("Documents published with this tender: {}.", some.join(", ")),
    };
    let mut told = vec![
        "Evaluators scored every answer by themselves without seeing prices or the bidders' names, then agreed one score \
         and a reason for each question. Prices were opened only after that."
            .to_owned(),
        "What a school pays now is the first that is known of its invoices, its authority's price list and an estimate \
         from similar schools. Both sides are for the same quantities."
            .to_owned(),
        format!("A school's share is its part of the joint bill, shared {}.", report.rule),
        format!("Bidders asked {questions}; {} were answered.", report.answered),
        documents,
        "Standstill: 8 working days between telling the bidders and signing, in which a bidder may challenge.".to_owned(),
    ];
    if facts.consultations.is_empty() {
        told.push("Consultation and equality: no consultation is recorded for this tender.".to_owned());
    }
    told
}
