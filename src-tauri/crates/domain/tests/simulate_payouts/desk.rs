//! A desk: its log, the state that the log comes to, and the one delivery that it is busy with.

use crate::shop::Shop;
use std::collections::BTreeSet;
use vouchsafe_domain::engine;
use vouchsafe_domain::event::{Event, EventClass, EventId, Fact, StaffAct, StaffAction};
use vouchsafe_domain::fold::fold;
use vouchsafe_domain::money::Amount;
use vouchsafe_domain::name::{ActorKey, IdentityKind, Key, NameTable, Names as _, Texts as _};
use vouchsafe_domain::outcome::{Change, Outcome};
use vouchsafe_domain::payout::protocol::{Abilities, Asking, Delivery, Heard, Held, Next, next};
use vouchsafe_domain::payout::{ExternalCode, Generation, Issuance, PayoutAct, PayoutRecord, PayoutResult};
use vouchsafe_domain::program::Programs;
use vouchsafe_domain::reward::{AnyReward, RewardId};
use vouchsafe_domain::rollup::Rollup;
use vouchsafe_domain::state::State;
use vouchsafe_domain::time::Timestamp;

/// What desks of one shop share: its address, its secret, the programs and, for the simulation's ease, the numbers of names.
pub(crate) struct Shared {
    pub(crate) programs: Programs,
    pub(crate) names: NameTable,
    /// Numbers the events that desks tell.
    pub(crate) told: u64,
}

const SHOP: &str = "https://shop.example/graphql/";
const SECRET: [u8; 32] = [7; 32];

/// What a gift card can do.
pub(crate) const CARD: Abilities = Abilities { looks_up: true, has_key: false, takes_back: true, corrects: true };

/// What a run is about to do.
#[derive(Debug, Clone)]
pub(crate) enum Doing {
    /// It asks the protocol.
    Ask,
    /// It corrects a card, step by step.
    Correct { id: String, to: i64, is_stopped: bool },
    /// It stops doubles, one after the other.
    SetAside { keep: Held, rest: Vec<Held> },
}

/// One delivery that a desk is busy with. A crash forgets it.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) reward: RewardId,
    pub(crate) heard: Option<Heard>,
    pub(crate) doing: Doing,
    /// A person asks for it.
    pub(crate) is_asked: bool,
}

#[derive(Default)]
pub(crate) struct Desk {
    pub(crate) log: Vec<(Event, Outcome)>,
    seen: BTreeSet<EventId>,
    pub(crate) state: State,
    pub(crate) run: Option<Run>,
    /// How long the log was when it was copied.
    pub(crate) backup: Option<usize>,
    /// It came back from a backup: nothing is paid until it was compared with the shop.
    pub(crate) rests: bool,
    /// By how many microseconds its clock is wrong.
    pub(crate) skew: i64,
}

impl Desk {
    pub(crate) fn now(&self, shop: &Shop) -> Timestamp {
        Timestamp::from_micros(shop.now.micros() + self.skew)
    }

    /// Writes an event down. Says whether the engine admits it.
    pub(crate) fn append(&mut self, shared: &Shared, event: &Event) -> bool {
        if !self.seen.insert(event.id) {
            return true;
        }
        let (log, mut rollup) = (&mut self.log, Rollup::default());
        fold(&mut self.state, &shared.programs, event, &mut rollup, |event, outcome, _| log.push((event.clone(), outcome.clone())));
        !self.log.last().unwrap().1.changes.iter().any(|change| matches!(change, Change::Refused { .. }))
    }

    fn tell(&mut self, shared: &mut Shared, at: Timestamp, fact: Fact) -> bool {
        shared.told += 1;
        let id = shared.names.key(&format!("desk-event-{}", shared.told));
        self.append(shared, &Event { id: EventId::new(EventClass::Named, id), at, seen_at: None, fact })
    }

    /// Reads the shop up to now: its facts, what was used of our cards, and that time has passed.
    pub(crate) fn sync(&mut self, shared: &mut Shared, shop: &Shop) {
        let mut facts: Vec<Event> = shop.facts.iter().filter(|fact| !self.seen.contains(&fact.id)).cloned().collect();
        facts.sort_by_key(|fact| (fact.at, fact.fact.causal_rank()));
        for fact in facts {
            self.append(shared, &fact);
        }
        self.append(
            shared,
            &Event { id: EventId::new(EventClass::TimePassed, Key::of_instant(shop.now)), at: shop.now, seen_at: None, fact: Fact::TimePassed },
        );
        self.learn_uses(shared, shop);
    }

    /// A use is told once the card that was used is known to be a payout's.
    fn learn_uses(&mut self, shared: &mut Shared, shop: &Shop) {
        for card in &shop.cards {
            let Some(id) = self.owner_of(shared, &card.id) else { continue };
            let (key, asset) = (self.state.rewards[&id].terms().key, self.state.rewards[&id].terms().given.asset);
            for (no, (at, minor)) in card.uses.iter().enumerate() {
                let natural = shared.names.key(&format!("card/{}/used/{no}", card.id));
                let fact = Fact::RewardUsed { reward: key, amount: Amount { minor: *minor, asset } };
                self.append(shared, &Event { id: EventId::new(EventClass::Named, natural), at: *at, seen_at: None, fact });
            }
        }
    }

    /// The reward that a card was delivered for, as far as this desk knows.
    fn owner_of(&self, shared: &mut Shared, card: &str) -> Option<RewardId> {
        let called = shared.names.key(card);
        self.log.iter().find_map(|(_, outcome)| {
            outcome.changes.iter().find_map(|change| match change {
                Change::Payout { reward, step: vouchsafe_domain::payout::PayoutStep::Issued { id, .. } } if *id == Some(called) => Some(*reward),
                _ => None,
            })
        })
    }

    /// What is to be delivered for a reward by now.
    pub(crate) fn delivery(&self, shared: &Shared, id: RewardId) -> Delivery {
        let (reward, record) = (&self.state.rewards[&id], self.state.payouts.get(&id));
        let generation = match record {
            Some(record @ PayoutRecord::Closed(_)) if !matches!(reward, AnyReward::Due(_)) => record.generation(),
            record => PayoutRecord::next_generation(record),
        };
        let at_hand = record.filter(|record| record.generation() == generation);
        let id = at_hand.and_then(PayoutRecord::id).map(|id| shared.names.text(id));
        Delivery { id, expires_on: at_hand.and_then(PayoutRecord::expires_on), ..delivery(shared, reward, generation) }
    }

    /// What the protocol says about a reward.
    pub(crate) fn next(&self, shared: &Shared, shop: &Shop, id: RewardId, is_asked: bool, heard: Option<&Heard>) -> Next {
        let asking = Asking { is_asked, has_tried: false, now: self.now(shop) };
        next(&self.state.rewards[&id], self.state.payouts.get(&id), &self.delivery(shared, id), CARD, asking, heard)
    }

    /// The rewards about which there is something to do: by itself, or only where a person asks.
    pub(crate) fn work(&self, shared: &Shared, shop: &Shop, is_asked: bool) -> Vec<RewardId> {
        let mut ids: Vec<RewardId> = self.state.rewards.keys().copied().collect();
        ids.sort_unstable();
        ids.retain(|id| !matches!(self.next(shared, shop, *id, is_asked, None), Next::Nothing | Next::Person(_)));
        ids
    }

    /// Whether this desk knows a card by its id.
    pub(crate) fn knows(&self, shared: &mut Shared, card: &str) -> bool {
        self.owner_of(shared, card).is_some()
    }

    pub(crate) fn intend(&mut self, shared: &mut Shared, shop: &Shop, id: RewardId, act: PayoutAct) -> bool {
        let terms = *self.state.rewards[&id].terms();
        let generation = match act {
            PayoutAct::Issue { .. } => PayoutRecord::next_generation(self.state.payouts.get(&id)),
            PayoutAct::Correct { .. } => self.state.payouts[&id].generation(),
        };
        let fact = Fact::PayoutIntended { reward: terms.key, rail: terms.rail, generation, act, request_hash: [0; 32] };
        self.tell(shared, self.now(shop), fact)
    }

    pub(crate) fn know(&mut self, shared: &mut Shared, shop: &Shop, id: RewardId, generation: Generation, result: PayoutResult) -> bool {
        let terms = *self.state.rewards[&id].terms();
        self.tell(shared, self.now(shop), Fact::PayoutKnown { reward: terms.key, rail: terms.rail, generation, result })
    }

    pub(crate) fn act(&mut self, shared: &mut Shared, shop: &Shop, action: StaffAction) -> bool {
        let actor = ActorKey(shared.names.key("mara"));
        let reason = shared.names.identity(IdentityKind::Words, "a reason");
        self.tell(shared, self.now(shop), Fact::Staff(StaffAct { actor, reason, action }))
    }

    /// Comes back from the copy that was made last: what was written since then is gone.
    pub(crate) fn restore(&mut self) {
        let Some(length) = self.backup else { return };
        self.log.truncate(length);
        self.state = rebuilt(&self.log);
        self.seen = self.log.iter().map(|(event, _)| event.id).collect();
        (self.run, self.rests) = (None, true);
    }

    /// Compares the shop's cards with what is written here: what bears the issuance of a reward that needs nothing, and is not known here, was delivered
    /// before the backup came back. It is written down, so that it is taken back.
    pub(crate) fn reconcile(&mut self, shared: &mut Shared, shop: &Shop) {
        let mut ids: Vec<RewardId> = self.state.rewards.keys().copied().collect();
        ids.sort_unstable();
        for id in ids {
            let (reward, record) = (self.state.rewards[&id], self.state.payouts.get(&id).copied());
            let generation = PayoutRecord::next_generation(record.as_ref());
            if !matches!(reward, AnyReward::Void(_)) || !matches!(record, None | Some(PayoutRecord::Closed(_) | PayoutRecord::Refused(_))) {
                continue;
            }
            let issuance = delivery(shared, &reward, generation).issuance.to_string();
            if let Some(card) = shop.cards.iter().find(|card| card.mark.as_ref() == Some(&issuance)) {
                let minor = Some(card.left + card.used());
                let result = PayoutResult::Issued { id: Some(shared.names.key(&card.id)), minor };
                assert!(
                    self.know(shared, shop, id, generation, result),
                    "what was delivered before the backup came back is not admitted: {reward:?}"
                );
            }
        }
        self.rests = false;
    }
}

fn delivery(shared: &Shared, reward: &AnyReward, generation: Generation) -> Delivery {
    let issuance = Issuance::of(SHOP, &reward.terms().key, generation, &shared.names);
    let code = ExternalCode::of(&SECRET, &issuance);
    Delivery { issuance, code, id: None, amount: reward.to_deliver(), expires_on: None, voucher: None, program: String::new(), note: String::new() }
}

/// The state that recorded outcomes come to.
pub(crate) fn rebuilt(log: &[(Event, Outcome)]) -> State {
    let mut state = State::default();
    for (event, outcome) in log {
        engine::evolve(&mut state, event, outcome, &mut Rollup::default());
    }
    state
}
