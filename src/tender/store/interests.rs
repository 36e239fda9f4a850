//! Who bids, who has declared what of them, and who is tied to them.

use crate::platform::error::Result;
use crate::tender::rules::wall::Tie;
use ::entity::membership::{Role, Scope};
use ::entity::provider::ProviderKind;
use ::entity::tender::AuthorityHat;
use ::entity::{
    account, bid, bidder_interest, cluster_member, ids::*, membership, provider, school, tender, wall_assessment,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeSet, HashMap};

/// No tender has more bidders or people.
const MOST: u64 = 500;

/// The bidders of a tender whose bids were opened, by name: in no order that tells which bid is whose.
pub async fn opened_bidders(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<provider::Model>> {
    let ids: Vec<Option<ProviderId>> = bid::Entity::find()
        .select_only()
        .column(bid::Column::ProviderId)
        .filter(bid::Column::TenderId.eq(tender))
        .filter(bid::Column::OpenedAt.is_not_null())
        .limit(MOST)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(provider::Entity::find()
        .filter(provider::Column::Id.is_in(ids.into_iter().flatten()))
        .order_by_asc(provider::Column::Name)
        .order_by_asc(provider::Column::Id)
        .all(connection)
        .await?)
}

/// The interests in single bidders that these declarations say, with the bidder's name.
pub async fn bidder_interests(
    connection: &impl ConnectionTrait,
    declarations: impl IntoIterator<Item = DeclarationId>,
) -> Result<Vec<(bidder_interest::Model, String)>> {
    let rows = bidder_interest::Entity::find()
        .filter(bidder_interest::Column::DeclarationId.is_in(declarations))
        .limit(MOST)
        .all(connection)
        .await?;
    let found = provider::Entity::find().filter(provider::Column::Id.is_in(rows.iter().map(|row| row.provider_id)));
    let names: HashMap<ProviderId, String> =
        found.all(connection).await?.into_iter().map(|provider| (provider.id, provider.name)).collect();
    let named = |row: bidder_interest::Model| Some((names.get(&row.provider_id)?.clone(), row));
    Ok(rows.into_iter().filter_map(named).map(|(name, row)| (row, name)).collect())
}

/// The organisations that bid: those whose bids were opened, and the schools' authority where the notice says that it bids.
pub async fn bidding(connection: &impl ConnectionTrait, tender: &tender::Model) -> Result<Vec<provider::Model>> {
    let mut found = if tender.opened_at.is_some() { opened_bidders(connection, tender.id).await? } else { Vec::new() };
    if tender.authority_hat == Some(AuthorityHat::Bidder) {
        let codes: BTreeSet<String> =
            members(connection, tender.cluster_id).await?.into_iter().filter_map(|school| school.la_code).collect();
        let authorities = provider::Entity::find()
            .filter(provider::Column::Kind.eq(ProviderKind::Authority))
            .filter(provider::Column::LaCode.is_in(codes))
            .all(connection)
            .await?;
        let known: BTreeSet<ProviderId> = found.iter().map(|provider| provider.id).collect();
        found.extend(authorities.into_iter().filter(|provider| !known.contains(&provider.id)));
    }
    Ok(found)
}

async fn members(connection: &impl ConnectionTrait, cluster: ClusterId) -> Result<Vec<school::Model>> {
    let ids: Vec<SchoolId> = cluster_member::Entity::find()
        .select_only()
        .column(cluster_member::Column::SchoolId)
        .filter(cluster_member::Column::ClusterId.eq(cluster))
        .filter(cluster_member::Column::LeftOn.is_null())
        .limit(MOST)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(school::Entity::find().filter(school::Column::Id.is_in(ids)).all(connection).await?)
}

/// The member schools that bid themselves, or whose trust bids.
async fn selling_schools(
    connection: &impl ConnectionTrait,
    cluster: ClusterId,
    bidding: &[provider::Model],
) -> Result<Vec<(ProviderId, SchoolId)>> {
    let urns: Vec<i32> = bidding.iter().filter_map(|provider| provider.urn).collect();
    if urns.is_empty() {
        return Ok(Vec::new());
    }
    let homes = school::Entity::find().filter(school::Column::Urn.is_in(urns)).all(connection).await?;
    let members = members(connection, cluster).await?;
    let is_one = |provider: &provider::Model, school: &school::Model| match provider.kind {
        ProviderKind::School => provider.urn == Some(school.urn),
        ProviderKind::Trust => {
            let home = homes.iter().find(|home| provider.urn == Some(home.urn));
            home.is_some_and(|home| {
                home.urn == school.urn || home.trust_name.is_some() && home.trust_name == school.trust_name
            })
        }
        ProviderKind::Firm | ProviderKind::Authority => false,
    };
    let of = |provider: &provider::Model| {
        let own = members.iter().filter(|school| is_one(provider, school));
        own.map(|school| (provider.id, school.id)).collect::<Vec<_>>()
    };
    Ok(bidding.iter().flat_map(of).collect())
}

fn sells(role: Role) -> bool {
    matches!(role, Role::ProviderStaff | Role::LaSeller)
}

/// What ties somebody to organisations that bid in this tender, whatever hat they wear now.
pub async fn ties(
    connection: &impl ConnectionTrait,
    tender: &tender::Model,
    account: AccountId,
) -> Result<Vec<(ProviderId, Tie)>> {
    let held = membership::Entity::find()
        .filter(membership::Column::AccountId.eq(account))
        .filter(membership::Column::EndedAt.is_null())
        .limit(MOST)
        .all(connection)
        .await?;
    let bidding = bidding(connection, tender).await?;
    let schools = selling_schools(connection, tender.cluster_id, &bidding).await?;
    Ok(tied(&bidding, &schools, &held).into_iter().map(|(_, provider, tie)| (provider, tie)).collect())
}

/// The ties that these memberships are.
fn tied(
    bidding: &[provider::Model],
    schools: &[(ProviderId, SchoolId)],
    held: &[membership::Model],
) -> Vec<(AccountId, ProviderId, Tie)> {
    let is_of = |held: &membership::Model, provider: &provider::Model| match held.scope {
        Scope::Provider => held.scope_id == Some(provider.id.0),
        Scope::School => schools.iter().any(|(of, school)| *of == provider.id && held.scope_id == Some(school.0)),
        _ => false,
    };
    let tie = |provider: &provider::Model, held: &membership::Model| {
        let tie = Tie { organisation: provider.name.clone(), sells: sells(held.role) };
        (held.account_id, provider.id, tie)
    };
    let of = |provider: &provider::Model| {
        held.iter().filter(|held| is_of(held, provider)).map(|held| tie(provider, held)).collect::<Vec<_>>()
    };
    bidding.iter().flat_map(of).collect()
}

/// Everybody who is tied to an organisation that bids, by name, each once; who sells stands as that.
pub async fn tied_people(
    connection: &impl ConnectionTrait,
    tender: &tender::Model,
) -> Result<Vec<(account::Model, Tie)>> {
    let bidding = bidding(connection, tender).await?;
    let schools = selling_schools(connection, tender.cluster_id, &bidding).await?;
    let scopes = bidding.iter().map(|one| one.id.0).chain(schools.iter().map(|(_, school)| school.0));
    let held = membership::Entity::find()
        .filter(membership::Column::ScopeId.is_in(scopes.collect::<Vec<_>>()))
        .filter(membership::Column::EndedAt.is_null())
        .limit(MOST)
        .all(connection)
        .await?;
    let mut of: HashMap<AccountId, Tie> = HashMap::new();
    for (account, _, tie) in tied(&bidding, &schools, &held) {
        let sells = tie.sells || of.get(&account).is_some_and(|known| known.sells);
        of.insert(account, Tie { sells, ..tie });
    }
    let people = account::Entity::find()
        .filter(account::Column::Id.is_in(of.keys().copied()))
        .order_by_asc(account::Column::Name)
        .all(connection)
        .await?;
    Ok(people.into_iter().filter_map(|person| of.remove(&person.id).map(|tie| (person, tie))).collect())
}

/// What was recorded of people's part in organisations that bid.
pub async fn wall_assessments(
    connection: &impl ConnectionTrait,
    tenders: impl IntoIterator<Item = TenderId>,
) -> Result<Vec<wall_assessment::Model>> {
    Ok(wall_assessment::Entity::find()
        .filter(wall_assessment::Column::TenderId.is_in(tenders))
        .limit(MOST)
        .all(connection)
        .await?)
}

/// Those of these tenders in which a provider's bid was opened.
pub async fn bid_in(
    connection: &impl ConnectionTrait,
    provider: ProviderId,
    tenders: impl IntoIterator<Item = TenderId>,
) -> Result<BTreeSet<TenderId>> {
    let found: Vec<TenderId> = bid::Entity::find()
        .select_only()
        .column(bid::Column::TenderId)
        .filter(bid::Column::ProviderId.eq(provider))
        .filter(bid::Column::OpenedAt.is_not_null())
        .filter(bid::Column::TenderId.is_in(tenders))
        .limit(MOST)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(found.into_iter().collect())
}
