//! `decide`: what an event comes to.

use super::draft::Draft;
use super::judge::Case;
use crate::event::{Account, Event, Fact};
use crate::name::{CustomerKey, ProgramKey};
use crate::outcome::{Change, Outcome};
use crate::party::PartyName;
use crate::program::{BindAt, Programs, Trigger};
use crate::reason::Reason;
use crate::reward::Occasion;
use crate::state::State;

/// Says what an event comes to. Pure and total: the same arguments give the same outcome, and every event gives one.
///
/// The caller has let pass every deadline at or before the event's instant (see [`super::due_deadline`]).
#[must_use]
pub fn decide(state: &State, programs: &Programs, event: &Event) -> Outcome {
    let mut draft = Draft::new(state, programs, event);
    match &event.fact {
        Fact::CustomerRegistered(account) => draft.registered(account),
        Fact::CustomerUpdated(account) => draft.updated(account),
        Fact::CustomerDeleted { customer } => draft.deleted(*customer),
        Fact::CustomerReturned { customer } => draft.returned(*customer),
        Fact::CodeIssued { code, customer, .. } => {
            draft.person(Some(*customer), None, PartyName::Customer(*customer));
            if state.codes.get(code).is_some_and(|record| record.owner != *customer) {
                draft.refuse(Reason::CodeTaken);
            }
        }
        Fact::CodeDisabled { code, .. } if !state.codes.contains_key(code) => draft.refuse(Reason::CodeUnknown),
        Fact::CodeDisabled { .. } => {}
        Fact::Interaction { customer, ref_code, click } => draft.interaction(event.id, *customer, *ref_code, *click),
        Fact::Order { order, change, body } => draft.order(*order, *change, body.as_deref()),
        Fact::OrderMoney { order, funds, currency, as_of } => draft.order_money(*order, *funds, *currency, *as_of),
        Fact::PayoutIntended { reward, rail, generation, act, .. } => draft.payout_intended(reward, *rail, *generation, act),
        Fact::PayoutKnown { reward, rail, generation, result } => draft.payout_known(reward, *rail, *generation, result),
        Fact::RewardUsed { reward, amount } => draft.reward_used(reward, *amount),
        Fact::TimePassed => draft.deadlines(),
        Fact::Staff(act) => draft.staff(act),
        Fact::Rejudge { event, why } => draft.rejudge(event, *why),
        Fact::OrderOwned { order, customer, email } => draft.owned(*order, *customer, *email),
        Fact::ReferralTakenOver { friend, advocate, code, since } => draft.referral_taken_over(*friend, *advocate, *code, *since),
        Fact::RewardTakenOver { reward, program, beneficiary, amount, given_at } => {
            draft.reward_taken_over(*reward, *program, *beneficiary, *amount, *given_at);
        }
        Fact::PolicyChanged { policy, by } => draft.policy_changed(policy, *by),
        Fact::TrialStarted { customer, .. } => draft.did(event.id, Trigger::TrialStarted, *customer, None),
        Fact::RoleUpgraded { customer, .. } => draft.did(event.id, Trigger::RoleUpgraded, *customer, None),
        Fact::Custom { name, customer, amount_base } => draft.did(event.id, Trigger::Custom(*name), *customer, *amount_base),
        Fact::PartnerOnboarded { partner, customer } => draft.partner_onboarded(event.id, *partner, *customer),
        Fact::Purchase { purchase, kind, customer, amount, .. } => draft.purchase(*purchase, *kind, *customer, *amount),
        Fact::PurchaseRefunded { purchase, refunded, as_of } => draft.purchase_refunded(*purchase, *refunded, *as_of),
        Fact::RewardChosen { reward, option } => draft.reward_chosen(reward, *option),
        Fact::RewardExpired { reward, amount } => draft.reward_expired(reward, *amount),
        Fact::ProgramPaused { program, .. } | Fact::ProgramEnded { program, .. } => draft.known_program(*program),
        // These only tell; `evolve` takes them from the event itself. A program is activated before anybody can know it.
        Fact::LinkClicked { .. } | Fact::SpendRecorded { .. } | Fact::ProgramActivated { .. } | Fact::ListChanged { .. } => {}
    }
    draft.end_waits();
    draft.outcome
}

impl Draft<'_> {
    fn registered(&mut self, account: &Account) {
        let mut person = self.person(Some(account.customer), account.email, PartyName::Customer(account.customer));
        let binds = self.programs.policy_at(self.at).bind_at != BindAt::Order;
        if binds {
            self.forget_later(&mut person);
        }
        if let Some(code) = self.code_of(account.ref_code, account.click) {
            self.contact(&mut person, code);
        }
        if binds {
            self.bind_remembered(&mut person);
        }
        self.change(Change::Registered { party: person.id });
        // Who registers again has an account again.
        person.party.deleted &= !person.party.lives_by_registration(self.at);
        // Somebody who ordered as a guest before is known by that order; what the registration gives is found by the account.
        let name = PartyName::Customer(account.customer);
        self.activate(Trigger::Registered, &mut person);
        self.judge(Trigger::Registered, &Case::of(&person, name, Occasion::Registration));
    }

    /// A code that the account names only now is a contact, unless it is the one that bound already.
    fn updated(&mut self, account: &Account) {
        let mut person = self.person(Some(account.customer), account.email, PartyName::Customer(account.customer));
        let code = self.code_of(account.ref_code, account.click).filter(|code| person.party.bond.is_none_or(|bond| bond.code != *code));
        if let Some(code) = code {
            self.contact(&mut person, code);
        }
    }

    fn deleted(&mut self, customer: CustomerKey) {
        let person = self.person(Some(customer), None, PartyName::Customer(customer));
        self.change(Change::Deleted { party: person.id });
    }

    /// What is said of a program that there is not changes nothing.
    fn known_program(&mut self, program: ProgramKey) {
        if self.programs.versions().iter().all(|known| known.id != program) {
            self.change(Change::Refused { reason: Reason::ProgramUnknown });
        }
    }

    /// Who is there again was registered before, and what that gave was judged then.
    fn returned(&mut self, customer: CustomerKey) {
        let person = self.person(Some(customer), None, PartyName::Customer(customer));
        self.change(Change::Returned { party: person.id });
    }
}
