//! What of an event is news to somebody, whether or not letters about it are wished for.

use super::NoticeKind;
use vouchsafe_domain::event::{Event, Fact};
use vouchsafe_domain::name::CustomerKey;
use vouchsafe_domain::outcome::{Change, Outcome};
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::reward::{Rail, RewardId, RewardStep};
use vouchsafe_domain::time::Timestamp;

/// Something that a letter could tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct News {
    pub(crate) kind: NoticeKind,
    pub(crate) about: About,
    /// When it happened: of what is judged again, when it had happened.
    pub(crate) at: Timestamp,
    /// For how many days, where the event says that.
    pub(crate) days: Option<u32>,
    /// Of which payout, where the event says that.
    pub(crate) generation: Option<u16>,
}

/// What a letter is about, as the event names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    Friend(PartyId),
    Customer(CustomerKey),
    Reward(RewardId),
}

/// The news of an event.
pub(crate) fn news<'a>(event: &'a Event, outcome: &'a Outcome) -> impl Iterator<Item = News> + use<'a> {
    let mut told = event;
    while let Fact::Rejudge { event, .. } = &told.fact {
        told = event;
    }
    let at = told.at;
    // What another system knew it has told.
    let is_ours = !matches!(told.fact, Fact::ReferralTakenOver { .. } | Fact::RewardTakenOver { .. });
    let trial = match &told.fact {
        Fact::TrialStarted { customer, period_days } => {
            Some(News { kind: NoticeKind::Trial, about: About::Customer(*customer), at, days: *period_days, generation: None })
        }
        _ => None,
    };
    let generation = match &told.fact {
        Fact::PayoutKnown { generation, .. } => Some(generation.0),
        _ => None,
    };
    let of = move |change: &Change| {
        let news = |kind, about, at| News { kind, about, at, days: None, generation };
        match change {
            Change::Registered { party } => [Some(news(NoticeKind::Registered, About::Friend(*party), at)), None],
            Change::Bound { friend, replaces: None, .. } => [Some(news(NoticeKind::Registered, About::Friend(*friend), at)), None],
            Change::Reward { reward, step, at: earlier } => {
                kinds(step).map(|kind| kind.map(|kind| news(kind, About::Reward(*reward), earlier.unwrap_or(at))))
            }
            _ => [None, None],
        }
    };
    trial.into_iter().chain(outcome.changes.iter().filter(move |_| is_ours).flat_map(of).flatten())
}

/// What a step of a reward lets write.
const fn kinds(step: &RewardStep) -> [Option<NoticeKind>; 2] {
    match step {
        RewardStep::Due => [Some(NoticeKind::Earned), None],
        // What is put into our own wallet is there at once: that it is earned says all.
        RewardStep::Settled { rail: Rail::Wallet } => [None, Some(NoticeKind::Expiring)],
        RewardStep::Settled { .. } => [Some(NoticeKind::PaidOut), Some(NoticeKind::Expiring)],
        RewardStep::Reversed { .. } | RewardStep::Voided { .. } => [Some(NoticeKind::Reversed), None],
        _ => [None, None],
    }
}
