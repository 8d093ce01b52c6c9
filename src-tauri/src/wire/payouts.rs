//! Payouts: the list, one with all that is known of it, and what holds them back.

use super::rewards::{HistoryRow, Total, TransferRow};
use super::{Money, PersonRef, Role, all, count, currency, cut, typed};
use crate::error::{Answer, AppError};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::BTreeMap;
use vouchsafe_app::view;
use vouchsafe_domain::money;
use vouchsafe_domain::reward::Rail;

/// The longest reason, in characters.
const MAX_REASON: usize = 1_000;

macro_rules! mirrored {
    ($(#[$doc:meta])* $name:ident = $view:ty { $($(#[$each:meta])* $variant:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$each])* $variant),* }

        impl From<$view> for $name {
            fn from(it: $view) -> Self {
                match it { $(<$view>::$variant => Self::$variant),* }
            }
        }

        impl From<$name> for $view {
            fn from(it: $name) -> Self {
                match it { $($name::$variant => Self::$variant),* }
            }
        }
    };
}
pub(crate) use mirrored;

mirrored! {
    /// How a payout stands.
    PayoutState = view::PayoutState {
        /// To be delivered; nothing was begun.
        Due,
        /// Written down; what came of it is not.
        Sending,
        /// Sent, and no clear answer came.
        Unknown,
        /// Delivered, and something else shall stand there by now.
        Correcting,
        /// Refused by the other side.
        Refused,
        /// What was found at the other side is not ours.
        Conflict,
        /// Delivered.
        Done,
        /// Nothing stands there any more, and nothing shall.
        Closed,
    }
}

mirrored! {
    /// In which order payouts come.
    PayoutSort = view::PayoutSort {
        /// What stands as it does for the shortest time first.
        Newest,
        /// What stands as it does for the longest time first.
        Oldest,
        /// The highest amount first, currency after currency.
        AmountHigh,
        /// The lowest amount first, currency after currency.
        AmountLow,
    }
}

/// Which payouts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct PayoutFilter {
    /// That stand so.
    pub state: Option<PayoutState>,
    /// By the rail of this name.
    pub rail: Option<String>,
    /// Of what the program with this id promised.
    pub program: Option<String>,
    /// In this currency.
    pub currency: Option<String>,
    /// About this reward, code, order, customer or email address.
    pub search: Option<String>,
}

impl PayoutFilter {
    /// The filter in the words of the verbs.
    ///
    /// # Errors
    /// `not_found` for a rail that there is not, `unknown_currency`.
    pub fn parse(self) -> Answer<view::PayoutFilter> {
        Ok(view::PayoutFilter {
            state: self.state.map(Into::into),
            rail: self.rail.as_deref().map(rail).transpose()?,
            program: typed(self.program),
            currency: self.currency.as_deref().map(currency).transpose()?,
            search: typed(self.search),
        })
    }
}

/// The rail of a name.
///
/// # Errors
/// `not_found` for one that there is not.
pub fn rail(name: &str) -> Answer<Rail> {
    Rail::parse(name).ok_or_else(|| AppError::new("not_found", [("what", name.to_owned())]))
}

/// A payout in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PayoutRow {
    /// The key of the reward that it delivers.
    pub key: String,
    /// The program's id.
    pub program: String,
    /// Which side gets it.
    pub role: Role,
    /// Who gets it.
    pub beneficiary: PersonRef,
    /// The friend.
    pub friend: PersonRef,
    /// The order that it is for.
    pub order: Option<String>,
    /// The name of its rail.
    pub rail: String,
    /// How it stands.
    pub state: PayoutState,
    /// What stands at the other side as far as it was told; before that, what is to be delivered.
    pub amount: Money,
    /// What shall stand there, where that is something else.
    pub to: Option<Money>,
    /// What of it is known to be used.
    pub used: Money,
    /// Since when it stands so.
    pub since: String,
    /// How often it was begun.
    pub attempts: u32,
    /// Which delivery of the reward it is.
    pub generation: u16,
    /// The end of its code.
    pub code_end: Option<String>,
    /// Why the reward ended: a reason code.
    pub reason: Option<String>,
    /// What is on screen, stamped: an act sends it back.
    pub expects: String,
}

impl From<view::PayoutRow> for PayoutRow {
    fn from(row: view::PayoutRow) -> Self {
        Self {
            key: row.reward,
            program: cut(row.program),
            role: row.role.into(),
            beneficiary: row.beneficiary.into(),
            friend: row.friend.into(),
            order: row.order.map(cut),
            rail: row.rail.name().to_owned(),
            state: row.state.into(),
            amount: row.amount.into(),
            to: row.to.map(Into::into),
            used: row.used.into(),
            since: row.since.to_string(),
            attempts: row.attempts,
            generation: row.generation,
            code_end: row.code_end,
            reason: row.reason.map(|reason| reason.code().to_owned()),
            expects: row.revision.to_string(),
        }
    }
}

/// Part of the list of payouts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PayoutPage {
    /// The rows.
    pub rows: Vec<PayoutRow>,
    /// Ask with this for what follows.
    pub next: Option<String>,
    /// How many there are in all.
    pub count: u32,
    /// What all of them come to, for each currency or unit.
    pub totals: Vec<Total>,
}

impl From<view::Payouts> for PayoutPage {
    fn from(payouts: view::Payouts) -> Self {
        let totals = sums(payouts.totals.into_iter().map(|total| (total.amount, total.count)));
        Self { rows: all(payouts.page.rows), next: payouts.page.next, count: count(payouts.page.count), totals }
    }
}

/// Sums, one for each asset: nothing is added up across them.
pub(crate) fn sums(parts: impl Iterator<Item = (view::Amount, u64)>) -> Vec<Total> {
    let mut sums: BTreeMap<String, (view::Amount, u64)> = BTreeMap::new();
    for (amount, several) in parts {
        match sums.get_mut(&amount.name) {
            Some((sum, count)) => {
                sum.minor = sum.minor.saturating_add(amount.minor);
                *count += several;
            }
            None => drop(sums.insert(amount.name.clone(), (amount, several))),
        }
    }
    sums.into_values().map(|(amount, several)| view::Total { amount, count: several }.into()).collect()
}

/// How many payouts stand so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PayoutCount {
    /// How.
    pub state: PayoutState,
    /// How many.
    pub count: u32,
}

/// The counts of all states.
pub fn counts(totals: &[view::PayoutTotal]) -> Vec<PayoutCount> {
    let of = |state| totals.iter().filter(|total| total.state == state).fold(0u64, |sum, total| sum.saturating_add(total.count));
    view::PayoutState::ALL.into_iter().map(|state| PayoutCount { state: state.into(), count: count(of(state)) }).collect()
}

/// Who stopped all payouts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PayoutStop {
    /// Who.
    pub by: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at: String,
}

impl PayoutStop {
    /// The stop, if somebody stopped payouts.
    #[must_use]
    pub fn of(rests: Option<view::Rest>) -> Option<Self> {
        match rests {
            Some(view::Rest::Stopped { actor, at, reason }) => Some(Self { by: cut(actor), reason: bounded(&reason), at: at.to_string() }),
            Some(view::Rest::Restored) | None => None,
        }
    }
}

/// The ceiling of a day in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Ceiling {
    /// The currency.
    pub currency: String,
    /// The most that may go out in a day; nothing where there is no ceiling.
    pub most: Option<String>,
    /// What has gone out today, where there is a ceiling.
    pub paid: String,
}

/// The ceilings, one for each currency that is in use here or has one.
pub fn ceilings(switch: &view::PayoutSwitch, currencies: &[money::Currency]) -> Vec<Ceiling> {
    let mut all: Vec<money::Currency> = currencies.to_vec();
    all.extend(switch.ceiling.iter().map(|most| most.currency));
    all.sort_unstable_by(|a, b| a.code().cmp(b.code()));
    all.dedup();
    let of = |sums: &[money::Money], currency: money::Currency| sums.iter().find(|sum| sum.currency == currency).copied();
    let ceiling = |currency: money::Currency| Ceiling {
        currency: currency.to_string(),
        most: of(&switch.ceiling, currency).map(|most| most.amount_text()),
        paid: of(&switch.today, currency).unwrap_or(money::Money::new(0, currency)).amount_text(),
    };
    all.into_iter().map(ceiling).collect()
}

/// A payout with all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct PayoutDetail {
    /// The payout.
    pub row: PayoutRow,
    /// The key that all desks give it at the other side.
    pub issuance: Option<String>,
    /// Its whole code.
    pub code: Option<String>,
    /// Its id at the other side, or the reference under which it was paid by hand.
    pub external: Option<String>,
    /// Until when it can be used: a day.
    pub expires_on: Option<String>,
    /// What the reward moved in the ledger.
    pub transfers: Vec<TransferRow>,
    /// What happened to it, with what was written down before and after each sending.
    pub history: Vec<HistoryRow>,
    /// Whether it can be sent, looked up or corrected now.
    pub can_pay: bool,
    /// Whether a person can say that they paid it.
    pub can_mark_paid: bool,
}

impl From<view::PayoutDetail> for PayoutDetail {
    fn from(detail: view::PayoutDetail) -> Self {
        Self {
            issuance: detail.issuance,
            code: detail.code,
            external: detail.external_id.map(cut),
            expires_on: detail.expires_on,
            transfers: all(detail.transfers),
            history: all(detail.history),
            can_pay: detail.can_pay,
            can_mark_paid: detail.can_mark_paid,
            row: detail.row.into(),
        }
    }
}

/// What a person paid by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MarkPaid {
    /// The key of the reward.
    pub key: String,
    /// The payment's reference.
    pub reference: String,
    /// What was on screen.
    pub expects: String,
}

/// The revision that was on screen.
///
/// # Errors
/// `stale` for a stamp that nothing had.
pub fn revision(expects: &str) -> Answer<u32> {
    expects.parse().map_err(|_| AppError::new("stale", []))
}

/// A reason, bounded.
#[must_use]
pub fn bounded(reason: &str) -> String {
    reason.trim().chars().take(MAX_REASON).collect()
}

/// An amount in a currency that somebody typed.
///
/// # Errors
/// `unknown_currency`, `bad_amount`.
pub fn amount(text: &str, code: &str) -> Answer<money::Money> {
    let currency = currency(code)?;
    money::Money::parse(text.trim(), currency)
        .ok()
        .filter(|money| money.minor >= 0)
        .ok_or_else(|| AppError::new("bad_amount", [("text", cut(text.to_owned())), ("currency", currency.to_string())]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use vouchsafe_domain::money::{Currency, Money as Exact};
    use vouchsafe_domain::time::Timestamp;

    fn eur(minor: i64) -> Exact {
        Exact::new(minor, Currency::parse("EUR").unwrap())
    }

    #[test]
    fn currencies_are_never_added_up() {
        let usd = Exact::new(700, Currency::parse("USD").unwrap());
        let totals = sums([(eur(100).into(), 1), (usd.into(), 2), (eur(50).into(), 3)].into_iter());
        let told: Vec<_> = totals.iter().map(|total| (total.currency.as_str(), total.amount.as_str(), total.count)).collect();
        assert_eq!(told, [("EUR", "1.50", 4), ("USD", "7.00", 2)]);
    }

    #[test]
    fn ceilings_stand_beside_the_currencies_without_one() {
        let switch = view::PayoutSwitch { rests: None, ceiling: vec![eur(50_000)], today: vec![eur(1)] };
        let found = ceilings(&switch, &[Currency::parse("USD").unwrap(), Currency::parse("EUR").unwrap()]);
        let told: Vec<_> = found.iter().map(|one| (one.currency.as_str(), one.most.as_deref(), one.paid.as_str())).collect();
        assert_eq!(told, [("EUR", Some("500.00"), "0.01"), ("USD", None, "0.00")]);
    }

    #[test]
    fn what_is_typed_is_parsed_at_the_door() {
        assert_eq!(rail("carrier pigeon").unwrap_err().code, "not_found");
        assert_eq!(revision("seven").unwrap_err().code, "stale");
        assert_eq!(amount("12.50", "EUR").unwrap(), eur(1_250));
        for bad in ["-1", "12.505", "much", ""] {
            assert_eq!(amount(bad, "EUR").unwrap_err().code, "bad_amount", "{bad}");
        }
    }

    #[test]
    fn who_stopped_payouts_is_told_and_a_restore_is_nobody() {
        let at = Timestamp::EPOCH;
        let stop = PayoutStop::of(Some(view::Rest::Stopped { actor: "anna".to_owned(), at, reason: "r".repeat(2_000) })).unwrap();
        assert_eq!((stop.by.as_str(), stop.reason.len()), ("anna", MAX_REASON));
        assert_eq!(PayoutStop::of(Some(view::Rest::Restored)), None);
    }
}
