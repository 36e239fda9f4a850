//! The people of the demonstration. None of them exists.

/// A school's people: business manager, headteacher, and the governor who votes for it.
#[derive(Clone, Copy, Debug)]
pub struct Staff {
    pub school: &'static str,
    pub manager: &'static str,
    pub head: &'static str,
    pub governor: &'static str,
}

/// In the cluster's order.
pub const STAFF: [Staff; 9] = [
    Staff { school: "rowley-view", manager: "Bea Rowley-Demo", head: "Hal Rowley-Demo", governor: "Gia Rowley-Demo" },
    Staff {
        school: "moorcroft-wood",
        manager: "Bea Moorcroft-Demo",
        head: "Hal Moorcroft-Demo",
        governor: "Gia Moorcroft-Demo",
    },
    Staff {
        school: "pinfold-street",
        manager: "Bea Pinfold-Demo",
        head: "Hal Pinfold-Demo",
        governor: "Gia Pinfold-Demo",
    },
    Staff {
        school: "salisbury",
        manager: "Bea Salisbury-Demo",
        head: "Hal Salisbury-Demo",
        governor: "Gia Salisbury-Demo",
    },
    Staff { school: "grace-academy", manager: "Bea Grace-Demo", head: "Hal Grace-Demo", governor: "Gia Grace-Demo" },
    Staff {
        school: "kings-hill",
        manager: "Bea Kingshill-Demo",
        head: "Hal Kingshill-Demo",
        governor: "Gia Kingshill-Demo",
    },
    Staff {
        school: "old-church",
        manager: "Bea Oldchurch-Demo",
        head: "Hal Oldchurch-Demo",
        governor: "Gia Oldchurch-Demo",
    },
    Staff {
        school: "rough-hay",
        manager: "Bea Roughhay-Demo",
        head: "Hal Roughhay-Demo",
        governor: "Gia Roughhay-Demo",
    },
    Staff {
        school: "st-josephs",
        manager: "Bea Stjoseph-Demo",
        head: "Hal Stjoseph-Demo",
        governor: "Gia Stjoseph-Demo",
    },
];

/// Who plays which part: schools by their id, people by their name.
#[derive(Clone, Copy, Debug)]
pub struct Cast {
    /// The cluster's slug, its name and the letters of its tenders.
    pub cluster: &'static str,
    pub cluster_name: &'static str,
    pub prefix: &'static str,
    pub staff: &'static [Staff],
    /// The school whose head founds the cluster: first in the cluster's order.
    pub founder: &'static str,
    /// The school whose head chairs the cluster and which hosts it.
    pub chair: &'static str,
    pub vice_chair: &'static str,
    /// The reviewer comes from another school than the chair.
    pub reviewer: &'static str,
    /// Key-holders of two schools; neither of them scores.
    pub key_holders: [&'static str; 2],
    pub tender_lead: &'static str,
    pub evaluators: &'static [&'static str],
    pub clerk: &'static str,
    /// The firms that bid, by the scenario's bids.
    pub firms: &'static [Firm],
}

/// The cast of the story.
pub const DARLASTON: Cast = Cast {
    cluster: "darlaston",
    cluster_name: "Darlaston Schools' Cluster",
    prefix: "DA",
    staff: &STAFF,
    founder: "rowley-view",
    chair: "old-church",
    vice_chair: "salisbury",
    reviewer: "grace-academy",
    key_holders: ["moorcroft-wood", "st-josephs"],
    tender_lead: "kings-hill",
    evaluators: &["pinfold-street", "rough-hay", "rowley-view"],
    clerk: "Cleo Clerk-Demo",
    firms: BIDDERS,
};

pub const ADMINISTRATOR: &str = "Ada Admin-Demo";
pub const AUDITOR: &str = "Otto Auditor-Demo";
pub const LA_SELLER: &str = "Sol Seller-Demo";
pub const LA_OFFICER: &str = "Ola Officer-Demo";

/// A firm that sells, with the one who writes its bids.
#[derive(Clone, Copy, Debug)]
pub struct Firm {
    pub id: &'static str,
    pub name: &'static str,
    pub person: &'static str,
    pub about: &'static str,
}

pub const FIRMS: [Firm; 6] = [
    Firm {
        id: "alder",
        name: "Alder Catering (demonstration)",
        person: "Abe Alder-Demo",
        about: "Runs school kitchens for groups of schools.",
    },
    Firm {
        id: "birch",
        name: "Birch Kitchens (demonstration)",
        person: "Bo Birch-Demo",
        about: "Low-cost kitchen management.",
    },
    Firm {
        id: "cedar",
        name: "Cedar School Meals (demonstration)",
        person: "Cy Cedar-Demo",
        about: "Meals cooked on site, with dieticians.",
    },
    Firm {
        id: "day-finance",
        name: "Dayrate Finance (demonstration)",
        person: "Di Dayrate-Demo",
        about: "Finance officers by the day.",
    },
    Firm {
        id: "people-desk",
        name: "People Desk (demonstration)",
        person: "Pip Peopledesk-Demo",
        about: "HR advice and payroll for schools.",
    },
    Firm {
        id: "net-line",
        name: "Netline (demonstration)",
        person: "Ned Netline-Demo",
        about: "Internet lines for schools.",
    },
];

/// The firms that bid for the catering tender.
const BIDDERS: &[Firm] = {
    let (bidders, _) = FIRMS.split_at(3);
    bidders
};

/// An address that no mail leaves for.
pub fn email(name: &str) -> String {
    format!("{}@demonstration.example", name.to_lowercase().replace(' ', "."))
}
