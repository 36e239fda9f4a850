//! What the demonstration's schools think of what they hold: ratings with a reply, and a concern that is being mended.

use super::people::FIRMS;
use super::stage::{Stage, day};
use crate::contract;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::provider;
use crate::quality::concern::{self, NewConcern, Subject, Words};
use crate::quality::rules::TermOf;
use crate::quality::{self, Given, Which};
use ::entity::contract_rating::{LevelRating, Met, Sharing};
use ::entity::ids::*;

/// School, overall score, what it says, and who sees it: of finance support by the day.
const FINANCE: [(&str, i32, &str, Sharing); 4] = [
    ("pinfold-street", 5, "She knows our budget better than we do.", Sharing::Public),
    ("salisbury", 4, "Two visits were moved, both with good notice.", Sharing::Schools),
    ("kings-hill", 4, "", Sharing::Counted),
    ("old-church", 3, "Reports come late in the month.", Sharing::Public),
];

pub async fn opinions(stage: &Stage) -> Result<()> {
    let (contract, firm) = held(stage, "finance").await?;
    for (school, score, words, sharing) in FINANCE {
        rate(stage, contract, school, (score, words, sharing)).await?;
    }
    reply(&stage.person(firm).await?).await?;
    broadband(stage).await
}

/// The cluster's contract in a category, and who writes for its provider.
pub(super) async fn held(stage: &Stage, category: &str) -> Result<(ContractId, &'static str)> {
    let all = contract::of_cluster(stage.app.db.read(), stage.cluster().await?.id).await?;
    let held = all.into_iter().find(|held| held.category.slug == category);
    let held = held.ok_or_else(|| Error::internal(format!("no contract for {category}")))?;
    let firm = FIRMS.iter().find(|firm| firm.name == held.provider.name);
    Ok((held.contract.id, firm.map_or("", |firm| firm.person)))
}

async fn rate(stage: &Stage, contract: ContractId, school: &str, said: (i32, &str, Sharing)) -> Result<()> {
    let (manager, row) = (stage.manager(school).await?, stage.school(school).await?);
    let (score, words, sharing) = said;
    let which = Which::Contract(contract);
    let held = quality::held(manager.read(), &row, which).await?;
    let met = if score > 3 { Met::Yes } else { Met::Partly };
    let levels = held.measures()?.into_iter().map(|measure| LevelRating { measure, met, score }).collect();
    let term = TermOf::at(crate::platform::words::london_day(manager.now));
    quality::rate(&manager, &row, which, Given { term, score, levels, words: words.to_owned(), sharing }).await
}

/// The provider replies to what it is told first.
async fn reply(person: &Context) -> Result<()> {
    let own = provider::own(person).await?;
    let (said, _) = quality::of_provider(person, &own, (0, 1)).await?;
    let Some(first) = said.first() else { return Ok(()) };
    let words = "Thank you. From January the reports come by the fifth of each month.";
    quality::reply(person, &own, first.rating.id, words.to_owned()).await
}

/// The line was slow in the mornings: the clerk warned, the provider has a plan, and it is looked at in June.
async fn broadband(stage: &Stage) -> Result<()> {
    let (contract, firm) = held(stage, "broadband").await?;
    let (clerk, cluster) = (stage.clerk().await?, stage.cluster().await?);
    let said = |words: &str| Words { words: words.to_owned(), file: None };
    let evidence = said("On 6 of 20 mornings in November the line carried less than half of what is agreed.");
    let new = NewConcern { measure: "Being there".to_owned(), evidence };
    let id = concern::raise(&clerk, Subject::Contract(cluster.id, contract), new).await?;
    let warning = said("Please say by Christmas what you do about the mornings.");
    concern::warn(&clerk, id, warning, day(2026, 12, 21), day(2027, 6, 14)).await?;
    let plan = said("A second line to the exchange, in place by Easter; measured each morning until June.");
    concern::plan(&stage.person(firm).await?, id, plan, day(2027, 6, 14)).await
}
