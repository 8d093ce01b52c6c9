//! `wanted`: which records an event needs, so that the incremental path can load them and no others.

use super::marks::left_by;
use crate::event::{Event, EventId, Fact, OrderBody, StaffAction, StaffList};
use crate::name::{ClickKey, CodeKey, CustomerKey, Identity, Key, OrderKey};
use crate::party::{PartyId, PartyName};
use crate::program::{Program, Programs, Scope};
use crate::reward::{Occasion, RewardId, RewardKey};
use crate::state::{RecordKey, State};
use rustc_hash::FxHashSet;

/// The records that deciding and evolving this event can look at, as far as the state so far tells. A loaded record can name further ones,
/// so the caller loads what it has not asked for yet and asks again, until nothing new is named. However deep the tree is, an upline is one
/// such record.
#[must_use]
pub fn wanted(state: &State, programs: &Programs, event: &Event) -> FxHashSet<RecordKey> {
    let mut wants = Wants { state, programs, keys: FxHashSet::default(), followed: FxHashSet::default() };
    wants.fact(event);
    wants.keys.insert(RecordKey::Policy);
    wants.keys.extend(programs.versions().iter().map(|program| RecordKey::Program(program.id)));
    wants.keys
}

struct Wants<'a> {
    state: &'a State,
    programs: &'a Programs,
    keys: FxHashSet<RecordKey>,
    /// Records whose own references were followed.
    followed: FxHashSet<RecordKey>,
}

impl Wants<'_> {
    fn fact(&mut self, event: &Event) {
        self.keys.extend(left_by(&event.fact).into_iter().map(RecordKey::Mark));
        match &event.fact {
            Fact::CustomerRegistered(account) | Fact::CustomerUpdated(account) => {
                self.judged();
                self.customer(account.customer);
                self.registration(account.customer);
                self.email(account.email);
                self.identified(Some(account.customer), account.email);
                self.contact(Some(account.customer), account.email, account.ref_code, account.click);
                self.waiting(Some(account.customer), account.email);
            }
            Fact::CustomerDeleted { customer } | Fact::CustomerReturned { customer } => self.customer(*customer),
            Fact::CodeIssued { code, customer, .. } => {
                self.keys.insert(RecordKey::Code(*code));
                self.customer(*customer);
            }
            Fact::CodeDisabled { code, .. } => drop(self.keys.insert(RecordKey::Code(*code))),
            Fact::LinkClicked { click, .. } => drop(self.keys.insert(RecordKey::Click(*click))),
            Fact::Interaction { customer, ref_code, click } => {
                self.occasion(event.id, *customer);
                self.contact(Some(*customer), None, *ref_code, *click);
            }
            Fact::Order { order, body, .. } => {
                self.judged();
                self.order(*order);
                if let Some(body) = body {
                    self.body(body);
                }
                self.first_money(*order);
            }
            Fact::OrderMoney { order, .. } | Fact::PurchaseRefunded { purchase: order, .. } => {
                self.judged();
                self.order(*order);
                self.first_money(*order);
            }
            Fact::Purchase { purchase, customer, .. } => {
                self.judged();
                self.order(*purchase);
                self.customer(*customer);
                self.first_money(*purchase);
                self.keys
                    .extend(self.state.party_of(*customer).and_then(|party| self.state.parties.get(&party)?.first_paid_order).map(RecordKey::Order));
            }
            Fact::ProgramActivated { program, .. } | Fact::ProgramPaused { program, .. } | Fact::ProgramEnded { program, .. } => {
                self.keys.insert(RecordKey::Program(*program));
            }
            Fact::PayoutIntended { reward, .. }
            | Fact::PayoutKnown { reward, .. }
            | Fact::RewardUsed { reward, .. }
            | Fact::RewardChosen { reward, .. }
            | Fact::RewardExpired { reward, .. } => self.reward(reward),
            Fact::Staff(act) => {
                if matches!(act.action, StaffAction::Goodwill { .. }) {
                    self.rewards_of_event(event.id.key);
                }
                self.staff(&act.action);
            }
            Fact::TrialStarted { customer, .. } | Fact::Custom { customer, .. } => self.occasion(event.id, *customer),
            Fact::RoleUpgraded { customer, .. } => {
                self.occasion(event.id, *customer);
                self.waiting(Some(*customer), None);
            }
            Fact::PartnerOnboarded { partner, customer } => {
                self.occasion(event.id, *partner);
                self.advocate(*customer);
            }
            Fact::ListChanged { list, .. } => drop(self.keys.insert(RecordKey::List(*list))),
            Fact::SpendRecorded { .. } | Fact::PolicyChanged { .. } => {}
            Fact::TimePassed => self.deadlines(event),
            Fact::Rejudge { event, .. } => {
                self.fact(event);
                self.code_again(event);
            }
            Fact::OrderOwned { order, customer, email } => {
                self.order(*order);
                self.waiting(Some(*customer), *email);
                self.customer(*customer);
                self.email(*email);
                self.identified(Some(*customer), *email);
                if let Some(record) = self.state.orders.get(order) {
                    let holder = self.state.resolve(record.party);
                    self.merging(holder);
                    self.waits_of(holder);
                    for party in self.named(Some(*customer), *email).into_iter().flatten() {
                        self.merging(party);
                    }
                }
            }
            Fact::ReferralTakenOver { friend, advocate, .. } => {
                self.customer(*friend);
                self.advocate(*advocate);
            }
            Fact::RewardTakenOver { reward, beneficiary, program, .. } => {
                self.keys.insert(RecordKey::Program(*program));
                self.reward(reward);
                self.customer(*beneficiary);
            }
        }
    }

    fn staff(&mut self, action: &StaffAction) {
        match action {
            StaffAction::Approve { reward, .. }
            | StaffAction::Reject { reward, .. }
            | StaffAction::Hold { reward, .. }
            | StaffAction::Adjust { reward, .. }
            | StaffAction::Reverse { reward, .. }
            | StaffAction::Reissue { reward, .. }
            | StaffAction::AcceptRaise { reward, .. } => self.reward(reward),
            StaffAction::Goodwill { customer, program, .. } => {
                self.customer(*customer);
                self.keys.insert(RecordKey::Program(*program));
            }
            StaffAction::Approved { proposal } | StaffAction::Declined { proposal } => {
                self.keys.insert(RecordKey::Proposal(*proposal));
                self.rewards_of_event(*proposal);
                if let Some(proposal) = self.state.proposals.get(proposal) {
                    proposal.action.act().into_iter().for_each(|action| self.staff(action));
                }
            }
            StaffAction::Attribute { customer, code } => {
                self.customer(*customer);
                self.code(*code);
            }
            StaffAction::RejectReferral { friend } => {
                self.named_person(*friend);
                let owed = self.state.party_named(*friend).and_then(|party| self.state.tallies.get(&party)).map(|tally| tally.owed.clone());
                for id in owed.into_iter().flatten() {
                    self.reward_no(id);
                }
            }
            // Nothing is decided about them, but their history names the event.
            StaffAction::Erase { person: PartyName::Customer(customer) } => self.customer(*customer),
            StaffAction::Erase { person: PartyName::Guest(order) } => self.order(*order),
        }
    }

    /// Who came with a code may be known as somebody else since.
    fn code_again(&mut self, old: &Event) {
        let (code, click) = match &old.fact {
            Fact::CustomerRegistered(account) | Fact::CustomerUpdated(account) => (account.ref_code, account.click),
            Fact::Interaction { ref_code, click, .. } => (*ref_code, *click),
            Fact::Order { body: Some(body), .. } => (body.ref_code, body.click),
            _ => return,
        };
        if let Some(code) = code.or_else(|| click.and_then(|click| self.state.clicks.get(&click).copied())) {
            self.code(code);
        }
    }

    /// What is learned late can move a friend's first money from another order to this one.
    fn first_money(&mut self, order: OrderKey) {
        let Some(record) = self.state.orders.get(&order) else { return };
        let buyer = self.state.parties.get(&self.state.resolve(record.party));
        self.keys.extend(buyer.and_then(|buyer| buyer.first_paid_order).map(RecordKey::Order));
    }

    /// What every judgement looks at beside the people.
    fn judged(&mut self) {
        self.keys.extend(StaffList::ALL.map(RecordKey::List));
    }

    /// An event of a customer that is neither a registration nor an order.
    fn occasion(&mut self, id: EventId, customer: CustomerKey) {
        self.judged();
        self.customer(customer);
        self.rewards_of_event(id.key);
    }

    fn rewards_of_event(&mut self, event: Key) {
        self.keys.insert(RecordKey::Occasion(event));
        for id in self.state.occasions.get(&event).into_iter().flatten() {
            self.reward_no(*id);
        }
    }

    /// The rewards that wait for what somebody does.
    fn waiting(&mut self, customer: Option<CustomerKey>, email: Option<Identity>) {
        for party in self.named(customer, email).into_iter().flatten() {
            self.waits_of(party);
        }
    }

    fn waits_of(&mut self, party: PartyId) {
        for id in self.state.tallies.get(&party).map(|tally| tally.waiting.clone()).unwrap_or_default() {
            self.reward_no(id);
        }
    }

    fn customer(&mut self, customer: CustomerKey) {
        self.keys.insert(RecordKey::Customer(customer));
        if let Some(party) = self.state.customers.get(&customer) {
            self.party(*party);
        }
    }

    /// Who brings somebody, with everybody above.
    fn advocate(&mut self, customer: CustomerKey) {
        self.keys.insert(RecordKey::Customer(customer));
        if let Some(party) = self.state.customers.get(&customer) {
            self.above(*party);
            self.upline(*party);
        }
    }

    fn email(&mut self, email: Option<Identity>) {
        let Some(email) = email else { return };
        self.keys.insert(RecordKey::Email(email));
        if let Some(party) = self.state.emails.get(&email) {
            self.party(*party);
        }
    }

    /// Two parties that an event names as one can be merged, if that closes no loop.
    fn identified(&mut self, customer: Option<CustomerKey>, email: Option<Identity>) {
        let [account, address] = self.named(customer, email);
        if let (Some(account), Some(address)) = (account, address)
            && account != address
        {
            self.merging(account);
            self.merging(address);
        }
    }

    /// A party that can become one with another: nobody may stand above themselves, and a friend is new once.
    fn merging(&mut self, party: PartyId) {
        self.upline(party);
        self.keys.extend(self.state.parties.get(&party).and_then(|record| record.first_paid_order).map(RecordKey::Order));
    }

    fn named(&self, customer: Option<CustomerKey>, email: Option<Identity>) -> [Option<PartyId>; 2] {
        [customer.and_then(|customer| self.state.party_of(customer)), email.and_then(|email| self.state.party_of_email(email))]
    }

    /// A contact binds nobody who is bound already; of anybody else it must be known that they do not stand above the code's owner.
    fn contact(&mut self, customer: Option<CustomerKey>, email: Option<Identity>, code: Option<CodeKey>, click: Option<ClickKey>) {
        self.keys.extend(click.map(RecordKey::Click));
        let code = code.or_else(|| click.and_then(|click| self.state.clicks.get(&click).copied()));
        let [one, other] = self.named(customer, email);
        let is_bound = |party: PartyId| self.state.parties.get(&party).is_some_and(|record| record.bond.is_some());
        // An account that is met now may be somebody else's than the address.
        let one_is_bound = match (customer, one, other) {
            (Some(_), Some(one), other) => other.is_none_or(|other| other == one) && is_bound(one),
            (None, _, Some(other)) => is_bound(other),
            (Some(_), None, _) | (None, _, None) => false,
        };
        // Where codes credit orders, one counts whoever has an advocate.
        let credits = self.programs.scopes().any(|scope| scope == Scope::Order);
        if let Some(code) = code.filter(|_| !one_is_bound || credits) {
            self.code(code);
        }
    }

    /// A code that can bind, with everybody above its owner.
    fn code(&mut self, code: CodeKey) {
        self.keys.insert(RecordKey::Code(code));
        if let Some(record) = self.state.codes.get(&code) {
            self.advocate(record.owner);
        }
    }

    fn upline(&mut self, party: PartyId) {
        self.keys.insert(RecordKey::Upline(party));
    }

    /// A party with its tally, its profile and the marks that stand there, what it was merged into, who brought it, and the code that will bind it.
    fn party(&mut self, party: PartyId) {
        let mut next = Some(party);
        while let Some(id) = next.filter(|id| self.followed.insert(RecordKey::Party(*id))) {
            self.counted(id);
            let profile = self.state.profiles.get(&id);
            self.keys.extend(profile.into_iter().flat_map(|profile| &profile.marks).map(|mark| RecordKey::Mark(*mark)));
            let Some(record) = self.state.parties.get(&id) else { return };
            if let Some(bond) = record.bond {
                self.above(bond.advocate);
            }
            if let Some(contact) = record.contact {
                self.code(contact.code);
            }
            next = record.merged_into;
        }
    }

    /// Who can get something by a friend of theirs: so many bonds up as a program's grants reach, with what is counted and known of each.
    fn above(&mut self, party: PartyId) {
        let highest = |program: &Program| program.rules.iter().flat_map(|rule| &rule.grants).map(|grant| grant.to.height()).max();
        let bonds = self.programs.versions().iter().filter_map(highest).max().unwrap_or(1);
        let mut next = Some(party);
        for _ in 0..bonds.max(1) {
            let Some(id) = next.map(|id| self.person(id)) else { return };
            next = self.state.parties.get(&id).and_then(|record| record.bond).map(|bond| bond.advocate);
        }
    }

    /// A party with what is counted and known of it, and what it was merged into. Gives the last one.
    fn person(&mut self, mut party: PartyId) -> PartyId {
        loop {
            self.counted(party);
            match self.state.parties.get(&party).and_then(|record| record.merged_into) {
                Some(into) => party = into,
                None => return party,
            }
        }
    }

    fn counted(&mut self, party: PartyId) {
        self.keys.extend([RecordKey::Party(party), RecordKey::Tally(party), RecordKey::Profile(party)]);
        // Whether a step is free is to be seen from the reward that was given for it.
        let steps = self.state.tallies.get(&party).into_iter().flat_map(|tally| &tally.steps);
        self.keys.extend(steps.map(|given| RecordKey::Reward(given.reward)));
    }

    fn order(&mut self, order: OrderKey) {
        self.keys.insert(RecordKey::Order(order));
        if !self.followed.insert(RecordKey::Order(order)) {
            return;
        }
        if let Some(record) = self.state.orders.get(&order) {
            self.party(record.party);
            if let Some((advocate, _)) = record.credited {
                self.above(advocate);
            }
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
        self.identified(body.customer, body.email);
        self.contact(body.customer, body.email, body.ref_code, body.click);
        self.waiting(body.customer, body.email);
    }

    fn reward(&mut self, key: &RewardKey) {
        self.named_person(key.friend);
        match (key.occasion, key.friend) {
            (Occasion::Order(order), _) => self.order(order),
            (Occasion::Registration, PartyName::Customer(customer)) => self.registration(customer),
            (Occasion::Event(event), _) => self.rewards_of_event(event),
            (Occasion::Registration, PartyName::Guest(_)) => {}
        }
    }

    fn named_person(&mut self, name: PartyName) {
        match name {
            PartyName::Customer(customer) => self.customer(customer),
            PartyName::Guest(order) => self.order(order),
        }
    }

    /// A reward, with its order, whom it is about and who gets it: a step moves what is counted of both.
    fn reward_no(&mut self, id: RewardId) {
        self.keys.extend([RecordKey::Reward(id), RecordKey::Payout(id)]);
        if !self.followed.insert(RecordKey::Reward(id)) {
            return;
        }
        if let Some(reward) = self.state.rewards.get(&id) {
            let terms = reward.terms();
            self.keys.insert(RecordKey::Program(terms.program));
            self.person(terms.friend);
            self.person(terms.beneficiary);
            match terms.key.occasion {
                Occasion::Order(order) => self.order(order),
                Occasion::Event(event) => self.rewards_of_event(event),
                Occasion::Registration => {}
            }
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
        }
    }
}
