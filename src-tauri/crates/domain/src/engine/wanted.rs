//! `wanted`: which records an event needs, so that the incremental path can load them and no others.

use crate::event::{Event, Fact, OrderBody, StaffAction};
use crate::name::{ClickKey, CodeKey, CustomerKey, Identity, OrderKey};
use crate::party::{PartyId, PartyName};
use crate::program::Programs;
use crate::reward::{Occasion, RewardId, RewardKey};
use crate::state::{RecordKey, State};
use rustc_hash::FxHashSet;

/// The records that deciding and evolving this event can look at, as far as the state so far tells. A loaded record can name further ones,
/// so the caller loads what it has not asked for yet and asks again, until nothing new is named.
#[must_use]
pub fn wanted(state: &State, programs: &Programs, event: &Event) -> FxHashSet<RecordKey> {
    let mut wants = Wants { state, keys: FxHashSet::default() };
    match &event.fact {
        Fact::CustomerRegistered(account) | Fact::CustomerUpdated(account) => {
            wants.customer(account.customer);
            wants.registration(account.customer);
            wants.email(account.email);
            wants.code(account.ref_code);
            wants.click(account.click);
        }
        Fact::CustomerDeleted { customer } => wants.customer(*customer),
        Fact::CodeIssued { code, customer, .. } => {
            wants.code(Some(*code));
            wants.customer(*customer);
        }
        Fact::CodeDisabled { code } => wants.code(Some(*code)),
        Fact::LinkClicked { code, click } => {
            wants.code(Some(*code));
            wants.click(Some(*click));
        }
        Fact::Interaction { customer, ref_code, click } => {
            wants.customer(*customer);
            wants.code(*ref_code);
            wants.click(*click);
        }
        Fact::Order { order, body, .. } => {
            wants.order(*order);
            if let Some(body) = body {
                wants.body(body);
            }
        }
        Fact::OrderMoney { order, .. } => wants.order(*order),
        Fact::ProgramActivated { program, .. } | Fact::ProgramPaused { program } | Fact::ProgramEnded { program } => {
            wants.keys.insert(RecordKey::Program(*program));
        }
        Fact::PayoutIntended { reward, .. } | Fact::PayoutKnown { reward, .. } | Fact::RewardUsed { reward, .. } => wants.reward(reward),
        Fact::Staff(act) => match &act.action {
            StaffAction::Approve { reward, .. } | StaffAction::Reject { reward, .. } | StaffAction::Hold { reward, .. } => wants.reward(reward),
            StaffAction::Attribute { customer, code } => {
                wants.customer(*customer);
                wants.code(Some(*code));
            }
        },
        Fact::SpendRecorded { .. } => {}
        Fact::TimePassed => wants.deadlines(event),
    }
    wants.keys.extend(programs.versions().iter().map(|program| RecordKey::Program(program.id)));
    wants.keys
}

struct Wants<'a> {
    state: &'a State,
    keys: FxHashSet<RecordKey>,
}

impl Wants<'_> {
    fn customer(&mut self, customer: CustomerKey) {
        self.keys.insert(RecordKey::Customer(customer));
        if let Some(party) = self.state.customers.get(&customer) {
            self.party(*party);
        }
    }

    fn email(&mut self, email: Option<Identity>) {
        let Some(email) = email else { return };
        self.keys.insert(RecordKey::Email(email));
        if let Some(party) = self.state.emails.get(&email) {
            self.party(*party);
        }
    }

    fn code(&mut self, code: Option<CodeKey>) {
        let Some(code) = code else { return };
        self.keys.insert(RecordKey::Code(code));
        if let Some(record) = self.state.codes.get(&code) {
            self.customer(record.owner);
        }
    }

    fn click(&mut self, click: Option<ClickKey>) {
        let Some(click) = click else { return };
        self.keys.insert(RecordKey::Click(click));
        self.code(self.state.clicks.get(&click).copied());
    }

    /// A party with its tally, what it was merged into, and its whole upline, which the search for loops walks.
    fn party(&mut self, party: PartyId) {
        let mut next = vec![party];
        while let Some(id) = next.pop() {
            if !self.keys.insert(RecordKey::Party(id)) {
                continue;
            }
            self.keys.insert(RecordKey::Tally(id));
            if let Some(record) = self.state.parties.get(&id) {
                next.extend(record.merged_into);
                next.extend(record.bond.map(|bond| bond.advocate));
                if let Some(contact) = record.contact {
                    self.code(Some(contact.code));
                }
            }
        }
    }

    fn order(&mut self, order: OrderKey) {
        self.keys.insert(RecordKey::Order(order));
        if let Some(record) = self.state.orders.get(&order) {
            self.party(record.party);
            for id in &record.rewards {
                self.reward_no(*id);
            }
        }
    }

    fn body(&mut self, body: &OrderBody) {
        if let Some(customer) = body.customer {
            self.customer(customer);
        }
        self.email(body.email);
        self.code(body.ref_code);
        self.click(body.click);
    }

    fn reward(&mut self, key: &RewardKey) {
        match (key.occasion, key.friend) {
            (Occasion::Order(order), _) => self.order(order),
            (Occasion::Registration, PartyName::Customer(customer)) => {
                self.customer(customer);
                self.registration(customer);
            }
            (Occasion::Registration, PartyName::Guest(_)) => {}
        }
    }

    /// A reward, with who gets it: what is owed to a deleted account waits for a person.
    fn reward_no(&mut self, id: RewardId) {
        self.keys.insert(RecordKey::Reward(id));
        if let Some(reward) = self.state.rewards.get(&id) {
            self.party(reward.terms().beneficiary);
        }
    }

    /// What a registration gave.
    fn registration(&mut self, customer: CustomerKey) {
        if let Some(tally) = self.state.party_of(customer).and_then(|party| self.state.tallies.get(&party)) {
            for id in &tally.rewards {
                self.reward_no(*id);
            }
        }
    }

    fn deadlines(&mut self, event: &Event) {
        let due: Vec<_> = self.state.deadlines.iter().take_while(|(at, _)| *at <= event.at).map(|(_, id)| *id).collect();
        for id in due {
            self.reward_no(id);
            if let Some(order) = self.state.rewards.get(&id).and_then(|reward| reward.terms().order) {
                self.order(order);
            }
        }
    }
}
