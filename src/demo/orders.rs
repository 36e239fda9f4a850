//! What schools of the demonstration have ordered of the authority before the story begins.

use super::people::LA_SELLER;
use super::stage::Stage;
use crate::order::{self, NewOrder};
use crate::platform::error::{Error, Result};

const ORDERED: &str = "2027-01-07T10:00:00Z";

/// Who buys payroll back for the year to come, at the price that it has now. The first order is confirmed.
const PAYROLL: [&str; 3] = ["pinfold-street", "salisbury", "moorcroft-wood"];

pub async fn bought_back(stage: &Stage) -> Result<()> {
    stage.go_to(ORDERED)?;
    let mut references = Vec::new();
    for school in PAYROLL {
        let (manager, row) = (stage.manager(school).await?, stage.school(school).await?);
        let (_, offered) = order::offered(&manager, row.urn).await?;
        let sla = offered.iter().find(|sla| sla.category.slug == "payroll" && sla.can_be_ordered());
        let sla = sla.ok_or_else(|| Error::internal("no payroll SLA can be ordered"))?;
        let new = NewOrder {
            slas: vec![(sla.id(), sla.published.version.id)],
            years: 1,
            ground: "Below our limit for quotes, as our governing body set it".to_owned(),
            replaces: Vec::new(),
        };
        references.extend(order::place(&manager, &row, new).await?);
    }
    order::confirm(&stage.person(LA_SELLER).await?, &references[..1]).await?;
    Ok(())
}
