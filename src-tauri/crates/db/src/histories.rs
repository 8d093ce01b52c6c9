//! What a commit adds to people's histories: whom its events are about, what people told of themselves, and how the tree grew.
//!
//! It is gathered beside the db while events are decided, by the names that events use; when the commit is sealed the state says who is meant.

use crate::cell::signed;
use crate::error::Result;
use crate::ties::Tie;
use crate::writer::Tx;
use vouchsafe_domain::event::{Account, Event, Fact, OrderBody, StaffAction};
use vouchsafe_domain::name::{CodeKey, CustomerKey, Identity, OrderKey};
use vouchsafe_domain::outcome::{Change, Outcome};
use vouchsafe_domain::party::{PartyId, PartyName};
use vouchsafe_domain::reward::{RewardId, RewardKey, Role};
use vouchsafe_domain::rollup::{MoneyFact, Rollup};
use vouchsafe_domain::state::State;

/// Somebody as an event names them.
#[derive(Debug, Clone, Copy)]
enum Subject {
    Party(PartyId),
    Customer(CustomerKey),
    Order(OrderKey),
    Code(CodeKey),
    Reward(RewardId),
    RewardOf(RewardKey),
}

/// What is gathered event by event.
#[derive(Debug, Default)]
pub(crate) struct Histories {
    /// The index of an event and whom it is about.
    about: Vec<(u64, Subject)>,
    told: Vec<(Identity, Subject)>,
    codes: Vec<(CodeKey, CustomerKey)>,
    ties: Vec<Tie>,
}

/// The same with parties in place of names, ready to be written.
#[derive(Debug, Default)]
pub(crate) struct SealedHistories {
    events: Vec<(u64, PartyId)>,
    identities: Vec<(Identity, PartyId)>,
    codes: Vec<(CodeKey, CustomerKey)>,
    ties: Vec<Tie>,
    money: Vec<MoneyFact>,
}

impl Histories {
    /// Notes an event and what it came to; `index` is its place in the commit.
    pub(crate) fn add(&mut self, index: u64, event: &Event, outcome: &Outcome) {
        self.fact(index, &event.fact);
        for change in &outcome.changes {
            self.change(index, change);
        }
        for decision in &outcome.decisions {
            self.note(index, Subject::Party(decision.friend));
            if let Some(advocate) = decision.advocate().filter(|_| decision.role == Role::Advocate) {
                self.note(index, Subject::Party(advocate));
            }
        }
    }

    fn note(&mut self, index: u64, subject: Subject) {
        self.about.push((index, subject));
    }

    fn tell(&mut self, subject: Subject, identities: impl IntoIterator<Item = Option<Identity>>) {
        self.told.extend(identities.into_iter().flatten().map(|identity| (identity, subject)));
    }

    fn fact(&mut self, index: u64, fact: &Fact) {
        match fact {
            Fact::CustomerRegistered(account) | Fact::CustomerUpdated(account) => self.account(index, account),
            Fact::CustomerDeleted { customer }
            | Fact::CustomerReturned { customer }
            | Fact::Interaction { customer, .. }
            | Fact::TrialStarted { customer, .. }
            | Fact::RoleUpgraded { customer, .. }
            | Fact::Custom { customer, .. } => {
                self.note(index, Subject::Customer(*customer));
            }
            Fact::CodeIssued { code, customer, .. } => {
                self.note(index, Subject::Customer(*customer));
                self.codes.push((*code, *customer));
            }
            Fact::CodeDisabled { code, .. } => self.note(index, Subject::Code(*code)),
            Fact::Order { order, body, .. } => {
                self.note(index, Subject::Order(*order));
                if let Some(body) = body {
                    self.body(*order, body);
                }
            }
            Fact::OrderMoney { order, .. } | Fact::PurchaseRefunded { purchase: order, .. } => self.note(index, Subject::Order(*order)),
            Fact::Purchase { purchase, customer, .. } => {
                self.note(index, Subject::Order(*purchase));
                self.note(index, Subject::Customer(*customer));
            }
            Fact::PartnerOnboarded { partner, customer } => {
                self.note(index, Subject::Customer(*partner));
                self.note(index, Subject::Customer(*customer));
            }
            Fact::PayoutIntended { reward, .. }
            | Fact::PayoutKnown { reward, .. }
            | Fact::RewardUsed { reward, .. }
            | Fact::RewardChosen { reward, .. }
            | Fact::RewardExpired { reward, .. } => {
                self.note(index, Subject::RewardOf(*reward));
            }
            Fact::Staff(act) => self.staff(index, &act.action),
            Fact::Rejudge { event, .. } => self.fact(index, &event.fact),
            Fact::OrderOwned { order, customer, email } => {
                self.note(index, Subject::Order(*order));
                self.note(index, Subject::Customer(*customer));
                self.tell(Subject::Customer(*customer), [*email]);
            }
            Fact::ReferralTakenOver { friend, advocate, .. } => {
                self.note(index, Subject::Customer(*friend));
                self.note(index, Subject::Customer(*advocate));
            }
            Fact::RewardTakenOver { reward, beneficiary, .. } => {
                self.note(index, Subject::RewardOf(*reward));
                self.note(index, Subject::Customer(*beneficiary));
            }
            Fact::LinkClicked { .. }
            | Fact::SpendRecorded { .. }
            | Fact::ProgramActivated { .. }
            | Fact::ProgramPaused { .. }
            | Fact::ProgramEnded { .. }
            | Fact::ListChanged { .. }
            | Fact::PolicyChanged { .. }
            | Fact::TimePassed => {}
        }
    }

    fn staff(&mut self, index: u64, action: &StaffAction) {
        match action {
            StaffAction::Approve { reward, .. }
            | StaffAction::Reject { reward, .. }
            | StaffAction::Hold { reward, .. }
            | StaffAction::Adjust { reward, .. }
            | StaffAction::Reverse { reward, .. }
            | StaffAction::Reissue { reward, .. }
            | StaffAction::AcceptRaise { reward, .. } => self.note(index, Subject::RewardOf(*reward)),
            StaffAction::Attribute { customer, .. } | StaffAction::Goodwill { customer, .. } => self.note(index, Subject::Customer(*customer)),
            // Whom it is about the rewards say that it changes.
            StaffAction::Approved { .. } | StaffAction::Declined { .. } => {}
            StaffAction::RejectReferral { friend: PartyName::Customer(customer) } | StaffAction::Erase { person: PartyName::Customer(customer) } => {
                self.note(index, Subject::Customer(*customer))
            }
            StaffAction::RejectReferral { friend: PartyName::Guest(order) } | StaffAction::Erase { person: PartyName::Guest(order) } => {
                self.note(index, Subject::Order(*order))
            }
        }
    }

    fn account(&mut self, index: u64, account: &Account) {
        let subject = Subject::Customer(account.customer);
        self.note(index, subject);
        self.tell(subject, [account.email, account.mailbox, account.phone]);
    }

    fn body(&mut self, order: OrderKey, body: &OrderBody) {
        self.tell(Subject::Order(order), [body.email, body.mailbox, body.address]);
    }

    fn change(&mut self, index: u64, change: &Change) {
        match change {
            Change::PartyMet { party, .. } | Change::ContactRefused { party, .. } | Change::OrderOpened { party } => {
                self.note(index, Subject::Party(*party));
            }
            Change::PartiesMerged { from, into } => {
                self.ties.push(Tie::Merged { from: *from, into: *into });
                self.note(index, Subject::Party(*from));
                self.note(index, Subject::Party(*into));
            }
            Change::Bound { friend, bond, .. } => {
                self.ties.push(Tie::Bound { friend: *friend, bond: *bond });
                self.note(index, Subject::Party(*friend));
                self.note(index, Subject::Party(bond.advocate));
            }
            Change::OrderReferred { order } | Change::OrderAssigned { order, .. } => self.note(index, Subject::Order(*order)),
            Change::Rewarded { reward, .. } | Change::Reward { reward, .. } => self.note(index, Subject::Reward(*reward)),
            _ => {}
        }
    }

    /// Says who is meant.
    pub(crate) fn seal(self, state: &State, rollup: &Rollup) -> SealedHistories {
        let mut events: Vec<(u64, PartyId)> = Vec::with_capacity(self.about.len());
        for (index, subject) in &self.about {
            events.extend(parties(state, *subject).into_iter().flatten().map(|party| (*index, party)));
        }
        events.sort_unstable();
        events.dedup();
        let mut identities: Vec<(Identity, PartyId)> = Vec::with_capacity(self.told.len());
        for (identity, subject) in &self.told {
            identities.extend(parties(state, *subject).into_iter().flatten().map(|party| (*identity, party)));
        }
        identities.sort_unstable();
        identities.dedup();
        // Of two who claim a code, one owns it.
        let is_owner = |(code, customer): &(CodeKey, CustomerKey)| state.codes.get(code).is_some_and(|record| record.owner == *customer);
        let codes = self.codes.into_iter().filter(is_owner).collect();
        SealedHistories { events, identities, codes, ties: self.ties, money: rollup.money.clone() }
    }
}

/// The parties behind a name, after the merges so far. A reward has two sides.
fn parties(state: &State, subject: Subject) -> [Option<PartyId>; 2] {
    let sides = |reward: RewardId| match state.rewards.get(&reward).map(|reward| *reward.terms()) {
        Some(terms) => [Some(terms.friend), Some(terms.beneficiary)],
        None => [None; 2],
    };
    let found = match subject {
        Subject::Party(party) => [Some(party), None],
        Subject::Customer(customer) => [state.party_of(customer), None],
        Subject::Order(order) => [state.orders.get(&order).map(|record| record.party), None],
        Subject::Code(code) => [state.codes.get(&code).and_then(|record| state.party_of(record.owner)), None],
        Subject::Reward(reward) => sides(reward),
        Subject::RewardOf(key) => state.reward_of(&key).map_or([None; 2], sides),
    };
    found.map(|party| party.map(|party| state.resolve(party)))
}

impl Tx<'_> {
    /// Writes what a commit adds to people's histories. `first_seq` is the number of its first event, `entry` that of its journal entry.
    pub(crate) fn add_histories(&mut self, added: &SealedHistories, first_seq: u64, entry: u64) -> Result<()> {
        let mut insert = self.statement("INSERT INTO party_event (party, seq) VALUES (?1, ?2)")?;
        for (index, party) in &added.events {
            insert.execute((party.0, signed(first_seq + index)))?;
        }
        let mut insert = self.statement("INSERT INTO party_identity (identity, party) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?;
        for (identity, party) in &added.identities {
            insert.execute((identity.0, party.0))?;
        }
        // The first who got a code keeps it.
        let mut insert = self.statement("INSERT INTO code_owner (code, customer) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?;
        for (code, customer) in &added.codes {
            insert.execute((code.0.bits(), customer.0.bits()))?;
        }
        let entry = signed(entry);
        let mut insert = self.statement("INSERT INTO tie (entry, party, other, code, at) VALUES (?1, ?2, ?3, ?4, ?5)")?;
        for tie in &added.ties {
            match tie {
                Tie::Bound { friend, bond } => insert.execute((entry, friend.0, bond.advocate.0, bond.code.0.bits(), bond.at.micros()))?,
                Tie::Merged { from, into } => insert.execute((entry, from.0, into.0, None::<i64>, 0))?,
            };
        }
        let mut insert = self.statement("INSERT INTO money_fact (entry, at, party, currency, revenue, cost) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
        for fact in &added.money {
            insert.execute((entry, fact.at.micros(), fact.party.0, fact.currency.number(), fact.by.revenue, fact.by.cost))?;
        }
        Ok(())
    }
}
