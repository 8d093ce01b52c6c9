//! Everything that was said so far, and what each event does: who brought whom, then what becomes of old rewards, then what is judged.

use crate::facts::{Log, Order};
use crate::life::Reward;
use std::collections::BTreeMap;
use vouchsafe_domain::event::{Event, Fact, OrderChange, PurchaseKind, StaffAction};
use vouchsafe_domain::money::{Asset, Money};
use vouchsafe_domain::name::{CodeKey, NameTable, OrderKey, ProgramKey, RuleKey, Texts};
use vouchsafe_domain::party::PartyName;
use vouchsafe_domain::program::{BindAt, Policy, Programs, Scope, Standing, Touch, Trigger};
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::time::Timestamp;

#[derive(Debug, Clone, Copy)]
pub(crate) struct Bond {
    pub(crate) friend: PartyName,
    pub(crate) advocate: PartyName,
    pub(crate) code: CodeKey,
    pub(crate) at: Timestamp,
    /// How many events had been told by then, this one included.
    pub(crate) told: usize,
}

/// What one grant came to for one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decision {
    pub(crate) event: String,
    pub(crate) program: String,
    pub(crate) version: u32,
    pub(crate) key: String,
    pub(crate) came_to: Result<String, &'static str>,
}

/// What is judged: a friend, who brought them, and what for.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) event: String,
    pub(crate) at: Timestamp,
    pub(crate) triggers: Vec<Trigger>,
    pub(crate) friend: PartyName,
    pub(crate) advocate: Option<PartyName>,
    /// Since when the bond stands; nothing where the order was credited by its code, or a partner was won.
    pub(crate) bound_at: Option<Timestamp>,
    pub(crate) occasion: String,
    pub(crate) order: Option<Order>,
    /// The amount that a custom event names.
    pub(crate) base: Option<Money>,
    pub(crate) was_cancelled: bool,
}

pub(crate) struct World<'a> {
    pub(crate) programs: &'a Programs,
    pub(crate) names: &'a NameTable,
    pub(crate) log: Log,
    /// Every bond that was ever made; of those of one friend the last one stands.
    pub(crate) bonds: Vec<Bond>,
    kept: Vec<(PartyName, CodeKey, Timestamp)>,
    pub(crate) rejected: Vec<PartyName>,
    pub(crate) credited: Vec<(OrderKey, PartyName)>,
    unowned: Vec<CodeKey>,
    pub(crate) activated: Vec<(PartyName, Timestamp)>,
    pub(crate) rewards: Vec<Reward>,
    pub(crate) decisions: Vec<Decision>,
    /// Rule, friend and occasion of what came as far as the count of occurrences.
    pub(crate) as_far: Vec<(RuleKey, PartyName, String)>,
    /// Rule, friend and occasion of what counts no longer because it was refunded.
    pub(crate) freed: Vec<(RuleKey, PartyName, String)>,
    /// The paid friends that a promise of a program counted of an advocate.
    pub(crate) seen_counts: Vec<(ProgramKey, PartyName, u32)>,
    /// What people owe back.
    pub(crate) owed: BTreeMap<(PartyName, Asset), i64>,
    known_until: Timestamp,
    /// Whether what is due is delivered at once.
    pub(crate) settles: bool,
    /// What programs.md settles and this does not do came up: nothing can be compared.
    pub(crate) left_out: bool,
}

pub(crate) fn world<'a>(programs: &'a Programs, names: &'a NameTable) -> World<'a> {
    World {
        programs,
        names,
        log: Log::default(),
        bonds: Vec::new(),
        kept: Vec::new(),
        rejected: Vec::new(),
        credited: Vec::new(),
        unowned: Vec::new(),
        activated: Vec::new(),
        rewards: Vec::new(),
        decisions: Vec::new(),
        as_far: Vec::new(),
        freed: Vec::new(),
        seen_counts: Vec::new(),
        owed: BTreeMap::new(),
        known_until: Timestamp::from_micros(i64::MIN),
        settles: false,
        left_out: false,
    }
}

/// Whether the figures of an event are the latest that are known, in the order's currency.
fn is_news(event: &Event, order: &Order) -> bool {
    match event.fact {
        Fact::OrderMoney { as_of, currency, .. } => order.as_of == as_of && order.body.currency == currency,
        Fact::PurchaseRefunded { as_of, refunded, .. } => order.as_of == as_of && order.funds.refunded == refunded.minor,
        _ => true,
    }
}

impl World<'_> {
    pub(crate) fn policy(&self, at: Timestamp) -> &Policy {
        self.programs.policy_at(at)
    }

    pub(crate) fn bond(&self, friend: PartyName) -> Option<Bond> {
        self.bonds.iter().rev().find(|bond| bond.friend == friend).copied()
    }

    pub(crate) fn is_rejected(&self, friend: PartyName) -> bool {
        self.rejected.contains(&friend)
    }

    /// Everybody whom somebody brought.
    pub(crate) fn friends_of(&self, advocate: PartyName) -> Vec<Bond> {
        let standing = self.bonds.iter().enumerate().filter(|(i, bond)| !self.bonds[i + 1..].iter().any(|later| later.friend == bond.friend));
        standing.map(|(_, bond)| *bond).filter(|bond| bond.advocate == advocate).collect()
    }

    /// One event, and before it every deadline that it lets pass.
    pub(crate) fn tell(&mut self, event: &Event) {
        let moves = event.fact.moves_watermark();
        let until = if moves { event.at } else { event.at.min(self.known_until) };
        self.pass_time(until);
        self.free();
        if moves {
            self.known_until = self.known_until.max(event.at);
        }
        let before = self.order_of(event);
        self.log.0.push(event.clone());
        self.contact(event, before.is_none());
        self.staff(event);
        let after = self.order_of(event);
        self.follow(event, after.as_ref().filter(|after| is_news(event, after)));
        self.free();
        for case in self.cases(event, before.as_ref(), after) {
            self.activate(&case);
            self.judge(&case);
        }
    }

    fn order_of(&self, event: &Event) -> Option<Order> {
        match event.fact {
            Fact::Order { order, .. } | Fact::OrderMoney { order, .. } => self.log.order(order),
            Fact::Purchase { purchase, .. } | Fact::PurchaseRefunded { purchase, .. } => self.log.order(purchase),
            _ => None,
        }
    }

    fn contact(&mut self, event: &Event, is_first_of_order: bool) {
        let policy = self.policy(event.at).clone();
        let (who, ref_code, click, order) = match &event.fact {
            Fact::Interaction { customer, ref_code, click } => (PartyName::Customer(*customer), *ref_code, *click, None),
            Fact::CustomerRegistered(account) => (PartyName::Customer(account.customer), account.ref_code, account.click, None),
            Fact::CustomerUpdated(account) => {
                let who = PartyName::Customer(account.customer);
                let bound_by = self.bond(who).map(|bond| bond.code);
                (who, account.ref_code.filter(|code| Some(*code) != bound_by), account.click, None)
            }
            Fact::Order { order, body: Some(body), .. } if is_first_of_order => {
                let (ref_code, click) = if body.is_replacement { (None, None) } else { (body.ref_code, body.click) };
                (self.log.buyer(*order, body), ref_code, click, Some(*order))
            }
            Fact::Purchase { customer, .. } => (PartyName::Customer(*customer), None, None, None),
            Fact::CodeIssued { code, .. } => {
                self.left_out |= self.unowned.contains(code);
                return;
            }
            _ => return,
        };
        let code = ref_code.or_else(|| click.and_then(|click| self.log.clicked(click)));
        if let (Some(code), Some(order), Scope::Order) = (code, order, policy.scope) {
            self.credit(who, code, order);
        } else if let Some(code) = code {
            match self.refuses(who, code, &policy) {
                Some(Reason::CodeUnknown) => self.unowned.push(code),
                Some(_) => {}
                None if policy.touch == Touch::First && self.kept.iter().any(|kept| kept.0 == who && self.is_good(who, kept.1)) => {}
                None => {
                    self.kept.retain(|kept| kept.0 != who);
                    self.kept.push((who, code, event.at));
                }
            }
        }
        self.bind(who, &policy, event.at);
    }

    /// Whether a contact that was kept can still bind.
    fn is_good(&self, who: PartyName, code: CodeKey) -> bool {
        let owner = self.log.owner(code).map(PartyName::Customer);
        owner.is_some_and(|owner| owner != who && !self.leads_to(owner, who)) && !self.log.is_disabled(code)
    }

    /// The contact that counts binds once what binds has happened.
    fn bind(&mut self, who: PartyName, policy: &Policy, at: Timestamp) {
        let Some(kept) = self.kept.iter().find(|kept| kept.0 == who).copied() else { return };
        let told = self.log.0.last().map(|event| &event.fact);
        let registers = matches!(told, Some(Fact::CustomerRegistered(_)));
        let orders = matches!(told, Some(Fact::Order { .. } | Fact::Purchase { .. }));
        let binds = match policy.bind_at {
            BindAt::Interaction => true,
            BindAt::Registration => registers || orders,
            BindAt::Order => orders,
        };
        if !binds || self.bond(who).is_some() {
            return;
        }
        let Some(owner) = self.log.owner(kept.1).map(PartyName::Customer) else { return };
        if self.is_good(who, kept.1) {
            self.kept.retain(|kept| kept.0 != who);
            self.bonds.push(Bond { friend: who, advocate: owner, code: kept.1, at, told: self.log.0.len() });
        }
    }

    /// What somebody ordered or bought since they were brought.
    pub(crate) fn orders_as_friend(&self, friend: PartyName) -> Vec<Order> {
        let since = self.bonds.iter().find(|bond| bond.friend == friend).map_or(usize::MAX, |bond| bond.told);
        self.log.orders_of(friend).into_iter().filter(|order| order.told >= since || self.is_credited(order.key)).collect()
    }

    fn is_credited(&self, order: OrderKey) -> bool {
        self.credited.iter().any(|(credited, _)| *credited == order)
    }

    /// The first reason against a contact. This very event has been told already.
    fn refuses(&self, who: PartyName, code: CodeKey, policy: &Policy) -> Option<Reason> {
        if self.bond(who).is_some() {
            return Some(Reason::AlreadyReferred);
        }
        let Some(owner) = self.log.owner(code).map(PartyName::Customer) else { return Some(Reason::CodeUnknown) };
        let now = self.log.0.last().map_or(Timestamp::EPOCH, |event| event.at);
        let before = Log(self.log.events().filter(|event| event.at < now).cloned().collect());
        let is_known = before.registered_at(who).is_some() || !before.orders_of(who).is_empty();
        let came_before = self.kept.iter().any(|kept| kept.0 == who);
        if self.log.is_disabled(code) {
            Some(Reason::CodeDisabled)
        } else if owner == who {
            Some(Reason::SelfReferral)
        } else if self.leads_to(owner, who) {
            Some(Reason::ReferralLoop)
        } else if is_known && !came_before && !policy.existing_customers {
            Some(Reason::ExistingCustomer)
        } else {
            None
        }
    }

    fn leads_to(&self, from: PartyName, to: PartyName) -> bool {
        let mut at = from;
        for _ in 0..=self.bonds.len() {
            match self.bond(at) {
                Some(bond) if bond.advocate == to => return true,
                Some(bond) => at = bond.advocate,
                None => return false,
            }
        }
        false
    }

    fn credit(&mut self, buyer: PartyName, code: CodeKey, order: OrderKey) {
        match self.log.owner(code).map(PartyName::Customer) {
            None => self.unowned.push(code),
            Some(owner) if !self.log.is_disabled(code) && owner != buyer => self.credited.push((order, owner)),
            Some(_) => {}
        }
    }

    fn staff(&mut self, event: &Event) {
        let Fact::Staff(act) = &event.fact else { return };
        match act.action {
            StaffAction::Attribute { customer, code } => {
                let who = PartyName::Customer(customer);
                self.left_out |= self.bond(who).is_none();
                if let Some(owner) = self.log.owner(code).map(PartyName::Customer)
                    && owner != who
                    && !self.log.is_disabled(code)
                    && !self.leads_to(owner, who)
                {
                    self.bonds.push(Bond { friend: who, advocate: owner, code, at: event.at, told: self.log.0.len() });
                }
            }
            StaffAction::RejectReferral { friend } => {
                // Who was refused once is refused: what a person gave them since stays.
                if self.is_rejected(friend) {
                    return;
                }
                if self.bond(friend).is_some() {
                    self.rejected.push(friend);
                }
                self.reject_all(friend);
            }
            StaffAction::Goodwill { customer, program, rule, rail, amount, valid_days } => {
                self.goodwill(event, customer, (program, rule), (rail, amount, valid_days));
            }
            StaffAction::Erase { .. } | StaffAction::AcceptRaise { .. } | StaffAction::Approved { .. } | StaffAction::Declined { .. } => {
                self.left_out = true;
            }
            StaffAction::Approve { .. }
            | StaffAction::Reject { .. }
            | StaffAction::Hold { .. }
            | StaffAction::Adjust { .. }
            | StaffAction::Reverse { .. }
            | StaffAction::Reissue { .. } => self.review(event, act.action.clone()),
        }
    }

    fn activate(&mut self, case: &Case) {
        let standings = self.programs.at(case.at);
        let lists: Vec<Vec<Trigger>> = standings
            .filter_map(|standing| if let Standing::InForce(program) = standing { Some(program.activation.clone()) } else { None })
            .collect();
        let in_force = if lists.is_empty() { vec![Trigger::OrderConfirmed] } else { lists.concat() };
        let is_bound = self.bond(case.friend).is_some();
        if is_bound
            && !case.was_cancelled
            && !self.activated.iter().any(|(who, _)| *who == case.friend)
            && case.triggers.iter().any(|trigger| in_force.contains(trigger))
        {
            self.activated.push((case.friend, case.at));
        }
    }

    /// What an event is judged as, one after the other.
    fn cases(&self, event: &Event, before: Option<&Order>, after: Option<Order>) -> Vec<Case> {
        let Some(case) = self.case(event, before, after) else { return Vec::new() };
        case.triggers.iter().map(|trigger| Case { triggers: vec![*trigger], ..case.clone() }).collect()
    }

    fn case(&self, event: &Event, before: Option<&Order>, after: Option<Order>) -> Option<Case> {
        let id = event.id.text(self.names);
        let of_event = format!("event-{}", id.replace('%', "%25").replace('/', "%2F"));
        let case = |friend: PartyName, triggers: Vec<Trigger>, occasion: String| {
            let bond = self.bond(friend);
            Case {
                event: id.clone(),
                at: event.at,
                triggers,
                friend,
                advocate: bond.map(|bond| bond.advocate),
                bound_at: bond.map(|bond| bond.at),
                occasion,
                order: None,
                base: None,
                was_cancelled: false,
            }
        };
        match &event.fact {
            Fact::CustomerRegistered(account) => {
                Some(case(PartyName::Customer(account.customer), vec![Trigger::Registered], "registration".to_owned()))
            }
            Fact::Interaction { customer, .. } => Some(case(PartyName::Customer(*customer), vec![Trigger::Interaction], of_event)),
            Fact::TrialStarted { customer, .. } => Some(case(PartyName::Customer(*customer), vec![Trigger::TrialStarted], of_event)),
            Fact::RoleUpgraded { customer, .. } => Some(case(PartyName::Customer(*customer), vec![Trigger::RoleUpgraded], of_event)),
            Fact::Custom { name, customer, amount_base } => {
                Some(Case { base: *amount_base, ..case(PartyName::Customer(*customer), vec![Trigger::Custom(*name)], of_event) })
            }
            Fact::PartnerOnboarded { partner, customer } => {
                let advocate = Some(PartyName::Customer(*customer));
                Some(Case { advocate, bound_at: None, ..case(PartyName::Customer(*partner), vec![Trigger::PartnerOnboarded], of_event) })
            }
            Fact::Purchase { purchase, kind, customer, .. } => {
                if before.is_some() {
                    return None;
                }
                let trigger = match kind {
                    PurchaseKind::Topup => Trigger::Topup,
                    PurchaseKind::Subscription => Trigger::SubscriptionPurchased,
                    PurchaseKind::Renewal => Trigger::SubscriptionRenewed,
                    PurchaseKind::Order => return None,
                };
                Some(Case { order: after, ..case(PartyName::Customer(*customer), vec![trigger], self.names.text(purchase.0)) })
            }
            Fact::Order { .. } | Fact::OrderMoney { .. } => {
                let order = after?;
                let confirms = matches!(event.fact, Fact::Order { change: OrderChange::Confirmed, .. });
                let captures = before.is_none_or(|before| before.captured_at.is_none()) && order.captured_at.is_some();
                let triggers = [(confirms, Trigger::OrderConfirmed), (captures, Trigger::OrderCaptured)];
                let triggers: Vec<Trigger> = triggers.into_iter().filter(|(is_so, _)| *is_so).map(|(_, trigger)| trigger).collect();
                if triggers.is_empty() {
                    return None;
                }
                let mut case = case(order.buyer, triggers, self.names.text(order.key.0));
                if let Some((_, advocate)) = self.credited.iter().find(|(credited, _)| *credited == order.key) {
                    (case.advocate, case.bound_at) = (Some(*advocate), None);
                }
                case.was_cancelled = before.is_some_and(|before| before.is_cancelled);
                Some(Case { order: Some(order), ..case })
            }
            _ => None,
        }
    }
}
