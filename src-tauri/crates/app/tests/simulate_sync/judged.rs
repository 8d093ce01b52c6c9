//! What a desk came to in names that hold on every desk: who brought whom, and who gets what for which occasion.

use std::collections::BTreeMap;
use vouchsafe_db::Db;
use vouchsafe_domain::money::Amount;
use vouchsafe_domain::name::{Key, Texts as _};
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::reward::{AnyReward, Occasion, Role};
use vouchsafe_domain::state::State;
use vouchsafe_domain::time::Timestamp;

/// A person by the least of their customer numbers, or as a guest by the least number of their orders.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    Customer(i64),
    Guest(i64),
    Nobody(u32),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referral {
    pub advocate: Who,
    pub code: String,
    pub bound_at: Timestamp,
    pub activated_at: Option<Timestamp>,
    pub first_paid_at: Option<Timestamp>,
}

/// Rule, occasion (the number of an order or of another event, or the one who registered), side.
pub type Occurrence = (String, Option<i64>, Option<Who>, Role);

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub state: &'static str,
    /// What stands of it, or what a person is asked to agree to.
    pub amount: Amount,
    pub beneficiary: Who,
    pub friend: Who,
    pub created_at: Timestamp,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judged {
    pub referrals: BTreeMap<Who, Referral>,
    pub rewards: BTreeMap<Occurrence, Given>,
    pub twice: Vec<Occurrence>,
}

impl Judged {
    pub async fn of(db: &Db) -> Self {
        let state = db.state().await.unwrap();
        let names = Names::of(&state);
        let symbols = state.parties.values().filter_map(|party| party.bond).map(|bond| bond.code.0);
        let rules = state.rewards.values().map(|reward| reward.terms().key.rule.0);
        let texts = db.texts(symbols.chain(rules)).await.unwrap();
        let mut judged = Self::default();
        for (id, party) in state.parties.iter().filter(|(_, party)| party.merged_into.is_none()) {
            let Some(bond) = party.bond else { continue };
            let referral = Referral {
                advocate: names.who(&state, bond.advocate),
                code: texts.text(bond.code.0),
                bound_at: bond.at,
                activated_at: party.activated_at,
                first_paid_at: party.first_paid_at,
            };
            judged.referrals.insert(names.who(&state, *id), referral);
        }
        for reward in state.rewards.values() {
            let terms = reward.terms();
            let friend = names.who(&state, terms.friend);
            let (order, registered) = match terms.key.occasion {
                Occasion::Order(order) => (Some(order.0.bits()), None),
                Occasion::Registration => (None, Some(friend.clone())),
                Occasion::Event(event) => (Some(event.bits()), None),
            };
            let occurrence = (texts.text(terms.key.rule.0), order, registered, terms.key.role);
            let amount = reward.amount();
            let given = Given {
                state: state_name(reward),
                amount: Amount { minor: reward.proposed().unwrap_or(amount.minor), ..amount },
                beneficiary: names.who(&state, terms.beneficiary),
                friend,
                created_at: terms.created_at,
            };
            if judged.rewards.insert(occurrence.clone(), given).is_some() {
                judged.twice.push(occurrence);
            }
        }
        judged
    }

    /// What stands: without what ended before anything came of it.
    pub fn standing(&self) -> BTreeMap<&Occurrence, &Given> {
        self.rewards.iter().filter(|(_, given)| !matches!(given.state, "void" | "reversed")).collect()
    }
}

fn state_name(reward: &AnyReward) -> &'static str {
    match reward {
        AnyReward::Waiting(_) => "waiting",
        AnyReward::Due(_) => "due",
        AnyReward::Settled(_) => "settled",
        AnyReward::Void(_) => "void",
        AnyReward::Reversed(_) => "reversed",
    }
}

/// The least number of each party, as an account and as a guest.
struct Names {
    customers: BTreeMap<PartyId, i64>,
    guests: BTreeMap<PartyId, i64>,
}

impl Names {
    fn of(state: &State) -> Self {
        let least = |pairs: &mut dyn Iterator<Item = (PartyId, Key)>| {
            let mut least: BTreeMap<PartyId, i64> = BTreeMap::new();
            for (party, key) in pairs {
                let number = least.entry(state.resolve(party)).or_insert(i64::MAX);
                *number = key.bits().min(*number);
            }
            least
        };
        Self {
            customers: least(&mut state.customers.iter().map(|(customer, party)| (*party, customer.0))),
            guests: least(&mut state.orders.iter().map(|(order, record)| (record.party, order.0))),
        }
    }

    fn who(&self, state: &State, party: PartyId) -> Who {
        let party = state.resolve(party);
        let customer = self.customers.get(&party).map(|number| Who::Customer(*number));
        customer.or_else(|| self.guests.get(&party).map(|number| Who::Guest(*number))).unwrap_or(Who::Nobody(party.0))
    }
}

/// Everything that a desk decided, line by line.
pub async fn log(db: &Db) -> String {
    let mut text = String::new();
    for events in db.log_after(0, 500) {
        for (seq, event, outcome) in events.unwrap() {
            text.push_str(&format!("{seq} at {} {:?}\n    {:?}\n", event.at.micros(), event.fact, outcome.changes));
            for decision in &outcome.decisions {
                text.push_str(&format!("    {decision:?}\n"));
            }
        }
    }
    text
}
