//! Notices that between them reach every branch of the template.

use super::*;
use crate::platform::http::page::Page;
use crate::tender::web::shared::{CoachView, sample_tabs};
use ::entity::tender::{AuthorityHat, LeaveRule};

impl Page for NoticePage {
    const TEMPLATE: &'static str = "tender/notice.html";
    fn samples() -> Vec<Self> {
        let open = sample();
        let mut preview = sample();
        preview.is_preview = true;
        preview.is_open = false;
        preview.deadline = None;
        (preview.questions_close, preview.requests_close) = (None, None);
        preview.published = None;
        preview.notice_number = None;
        preview.quality_minimum = None;
        preview.provider = None;
        preview.coach = None;
        preview.may_ask = false;
        preview.contract_start = None;
        preview.authority_words = None;
        preview.sharing_words = None;
        (preview.totals, preview.documents, preview.amendments) = (Vec::new(), Vec::new(), Vec::new());
        (preview.answered, preview.sections) = (Vec::new(), Vec::new());
        preview.scoring = vec![Scoring { criteria: Vec::new(), ..sample_scoring(PriceMethodName::LowestRatio) }];
        preview.lots = Vec::new();
        (preview.questions, preview.version) = (0, 0);
        let mut by_pounds = sample();
        by_pounds.scoring = vec![sample_scoring(PriceMethodName::QualityAdjustedPrice)];
        (by_pounds.lots, by_pounds.most_lots, by_pounds.discounts) = (Vec::new(), None, false);
        by_pounds.provider = Some(Provider { asks_first: true, follows: true, intends_to_bid: true });
        let own = |submitted| OwnBid { href: "/bids/1".to_owned(), submitted };
        let mut begun = sample();
        (begun.lots, begun.own_bid) = (Vec::new(), Some(own(false)));
        let mut closed = sample();
        (closed.is_open, closed.own_bid) = (false, Some(own(true)));
        vec![open, preview, by_pounds, begun, closed]
    }
}

fn sample_rule() -> PriceRule {
    PriceRule {
        ceiling: Some(Money(1_080_000_000)),
        target: Some(Money(240_000_000)),
        ..PriceRule::starting(Quantity(40_000))
    }
}

fn sample_scoring(method: PriceMethodName) -> Scoring {
    Scoring {
        heading: None,
        id: "criteria-table".to_owned(),
        criteria: sample_criteria(),
        price: Price::of(&PriceRule { method, pounds_per_mark: Some(Money(5_000_000)), ..sample_rule() }),
    }
}

fn sample_scorings() -> Vec<Scoring> {
    vec![
        Scoring { heading: Some("Lot 1: Infants".to_owned()), ..sample_scoring(PriceMethodName::Benchmark) },
        Scoring {
            heading: Some("Lot 2: Juniors".to_owned()),
            id: "criteria-table-2".to_owned(),
            ..sample_scoring(PriceMethodName::LinearFromLowest)
        },
    ]
}

fn sample_lots() -> Vec<LotView> {
    let lot = |number, ended: Option<&str>| LotView {
        number,
        title: "Juniors".to_owned(),
        state: "Open for bids",
        ended: ended.map(str::to_owned),
        weight: Quantity::ONE,
        schools: vec!["Rose Hill".to_owned()],
        totals: vec![Total { unit: "meals".to_owned(), quantity: Quantity(60_000_000) }],
        start: format!("/tenders/NG-2027-004/bid?lot={number}"),
        own: (number == 2).then(|| "/bids/2".to_owned()),
    };
    vec![lot(1, None), lot(2, Some("No bid was received."))]
}

fn sample() -> NoticePage {
    let now = DateTime::UNIX_EPOCH;
    let (text, criterion) = ("Meals for nine schools".to_owned(), "How will you plan our menus?".to_owned());
    NoticePage {
        form: FormView::default(),
        tabs: sample_tabs(),
        stages: Vec::new(),
        reference: "NG-2027-004".to_owned(),
        title: "Catering 2027 to 2030".to_owned(),
        cluster: "Northgate cluster".to_owned(),
        slug: "northgate".to_owned(),
        category: "Catering".to_owned(),
        state: "Open for bids",
        is_preview: false,
        is_open: true,
        now,
        deadline: Some(now),
        questions_close: Some(now),
        requests_close: Some(now),
        may_ask: true,
        published: Some(now),
        version: 2,
        notice_number: Some("2027/S 000-000001".to_owned()),
        need: text.clone(),
        schools: vec!["Rose Hill".to_owned()],
        minimum_schools: 6,
        leave_words: notice_words::leaving(LeaveRule::BidScheduleDecides),
        authority_words: notice_words::authority(Some(AuthorityHat::Bidder)),
        sharing_words: Some("Everyone gets the same percentage off what they pay now."),
        totals: vec![Total { unit: "meals".to_owned(), quantity: Quantity(120_000_000) }],
        lots: sample_lots(),
        most_lots: Some(1),
        discounts: true,
        term_years: 3,
        contract_start: NaiveDate::from_ymd_opt(2027, 9, 1),
        bid_validity_days: 120,
        scoring: sample_scorings(),
        quality_minimum: Some(50),
        low_bid_percent: 10,
        documents: vec![DocumentRow { href: "/x".to_owned(), title: text.clone(), name: "spec.pdf".to_owned() }],
        amendments: [Some(now), None]
            .map(|deadline_at| AmendmentRow {
                number: 1,
                text: text.clone(),
                made_at: now,
                deadline_at,
                version: deadline_at.map(|_| 2),
            })
            .into(),
        answered: vec![Answered { question: criterion.clone(), answer: text.clone() }],
        questions: 12,
        sections: sample_sections(),
        provider: Some(Provider { asks_first: false, follows: false, intends_to_bid: false }),
        own_bid: None,
        coach: CoachView::samples().into_iter().next(),
    }
}

fn sample_criteria() -> Vec<CriterionRow> {
    let row = |minimum| CriterionRow {
        name: "Menus".to_owned(),
        question: "How will you plan our menus?".to_owned(),
        weight: Quantity(60_000),
        scale_max: 5,
        minimum,
        answered: "Answered in up to 500 words".to_owned(),
    };
    vec![row(Some(2)), row(None)]
}

fn sample_sections() -> Vec<NoticeSection> {
    let fact = tender::Fact { key: "Winner".to_owned(), value: "A".to_owned(), href: None, action: None };
    let award = NoticeSection {
        id: "award".to_owned(),
        title: "Award".to_owned(),
        text: Some("Awarded".to_owned()),
        rows: vec![fact],
        more: Some(tender::More { href: "/x".to_owned(), text: "The award".to_owned() }),
    };
    vec![award, NoticeSection { id: "ended".to_owned(), title: "Withdrawn".to_owned(), ..NoticeSection::default() }]
}
