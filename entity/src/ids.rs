//! Typed ids: one for each table, so that a bid's id cannot be passed where a tender's is meant.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::Uuid;
use sea_orm::{DbErr, DeriveValueType, TryFromU64};
use serde::{Deserialize, Serialize};
use std::sync::Mutex;
use uuid::{ContextV7, Timestamp};

/// A word that is none of an enum's values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownWord(pub String);

impl std::fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "unknown word \"{}\"", self.0)
    }
}

impl std::error::Error for UnknownWord {}

static SEQUENCE: Mutex<Option<ContextV7>> = Mutex::new(None);

/// A UUIDv7 whose instant is the one handed in; later ids of the same instant sort after earlier ones.
fn uuid_at(now: DateTime<Utc>) -> Uuid {
    let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
    let mut guard = SEQUENCE.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let context = guard.get_or_insert_with(ContextV7::new);
    Uuid::new_v7(Timestamp::from_unix(&*context, seconds, now.timestamp_subsec_nanos()))
}

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id, made at `now`.
            pub fn new(now: DateTime<Utc>) -> Self {
                Self(uuid_at(now))
            }
        }

        impl TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> {
                Err(DbErr::ConvertFromU64(stringify!($name)))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = UnknownWord;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self).map_err(|_| UnknownWord(text.to_owned()))
            }
        }
    )+};
}

ids! {
    AccountId, AccountTokenId, MembershipId, SessionId,
    SchoolId, ContractEntryId, ImportRunId, RatingId, UploadId,
    ProviderId, CategoryId, ListingId, ListingVersionId,
    OrderId,
    QuoteId, AskedId, WaiverId, PurchaseId,
    ClusterId, AgreementId, ClusterMoneyId, ClusterPlanId, ClosureId,
    LeavingNoticeId, PromiseId,
    AssociateId, CommitteeMeetingId, CommitteeItemId, ElectionId, CommitteeGroupId, GroupDecisionId,
    FundId, FundAccountId, FundEntryId, FundPaymentId, FundPostId,
    TenderId, MeetingId, ShortlistConditionId, RequestId, LotId, CriterionId, QuestionId, TenderDocumentId, DeclarationId, DemandId,
    BidId, SubmissionId,
    AwardId, BallotId, ChallengeId, CorrectionId, PriceEnquiryId, WithdrawalId,
    ContractId, ConcernId, ScheduleId, SpendId,
    ActualsImportId, ContractChangeId, ReviewId, ReviewActionId, SavingsPromiseId, PromisePaymentId,
    ProviderEvidenceId, ExclusionId, AssessmentId, VariationId, StaffRowId, StaffReadingId,
    FileId, SavedComparisonId, AnswerId,
    ReportId, ClusterReviewId, ObjectiveId, AppraisalId, SurveyId, ConsultationId,
}
