//! Domain values as data text: `80.00 EUR`, `2026-03-01T00:00:00Z`. Languages do not matter here; shells that know theirs format again.

use vouchsafe_domain::money::{Amount, Asset, minor_text};
use vouchsafe_domain::name::{Key, Texts};
use vouchsafe_domain::outcome::{Answer, Check, CheckKind, Seen};
use vouchsafe_domain::party::{PartyId, PartyNames};
use vouchsafe_domain::reason::Reason;

use crate::view::CheckView;

/// What a sentence is told in place of a value that there is not.
const NOTHING: &str = "none";

/// The name of what is counted: the currency's code or the unit's name.
#[must_use]
pub fn asset(asset: Asset, texts: &(impl Texts + ?Sized)) -> String {
    match asset {
        Asset::Currency(currency) => currency.to_string(),
        Asset::Units { name, .. } => texts.text(name),
    }
}

/// An amount with what it counts.
#[must_use]
pub fn amount(amount: Amount, texts: &(impl Texts + ?Sized)) -> String {
    format!("{} {}", minor_text(amount.minor, amount.asset.exponent()), asset(amount.asset, texts))
}

/// Everything that a decision's text needs: names of keys and of parties.
#[derive(Debug, Clone, Copy)]
pub struct Lexicon<'a, T, P> {
    /// The names of keys.
    pub texts: &'a T,
    /// The names of parties.
    pub parties: &'a P,
}

impl<T: Texts, P: PartyNames> Lexicon<'_, T, P> {
    /// A party's name.
    #[must_use]
    pub fn party(&self, party: PartyId) -> String {
        self.parties.party_name(party).text(self.texts)
    }

    fn seen(&self, seen: Seen) -> Option<String> {
        match seen {
            Seen::Nothing => None,
            Seen::Count(count) => Some(count.to_string()),
            Seen::Money(money) => Some(money.to_string()),
            Seen::Amount(value) => Some(amount(value, self.texts)),
            Seen::Percent(percent) => Some(percent.to_string()),
            Seen::At(at) => Some(at.to_string()),
            Seen::Party(party) => Some(self.party(party)),
            Seen::Code(code) => Some(self.texts.text(code.0)),
            Seen::Name(name) => Some(self.texts.text(name)),
        }
    }

    /// A check as text. Its arguments are named for what they are, so that a sentence can use them.
    #[must_use]
    pub fn check(&self, check: &Check) -> CheckView {
        let (verdict, reason) = match check.answer {
            Answer::Pass => ("pass", None),
            Answer::Wait => ("wait", None),
            Answer::Refuse(reason) => ("refuse", Some(reason)),
        };
        let (saw_name, limit_name) = argument_names(check.kind, reason);
        // A sentence can ask for a value that a check does not have: then it says so.
        let text = |seen| self.seen(seen).unwrap_or_else(|| NOTHING.to_owned());
        let args = [(saw_name, text(check.saw)), (limit_name, text(check.limit))];
        CheckView { step: check.kind.step(), check: check.kind.name(), verdict, reason, args: args.into() }
    }
}

/// What the two values of a check are called in its sentence.
const fn argument_names(kind: CheckKind, reason: Option<Reason>) -> (&'static str, &'static str) {
    match (kind, reason) {
        (CheckKind::Trigger, _) => ("saw", "rule"),
        (CheckKind::Referral, _) => ("advocate", "code"),
        (CheckKind::EarningWindow, _) => ("date", "until"),
        (CheckKind::Program, None) => ("program", "version"),
        (CheckKind::Program, Some(_)) => ("program", "date"),
        (CheckKind::Occurrence, _) => ("nth", "limit"),
        (CheckKind::Amount, _) => ("base", "percent"),
        (CheckKind::Hold, _) => ("saw", "until"),
        (CheckKind::Beneficiary, _) => ("saw", "friend"),
        _ => ("saw", "limit"),
    }
}

/// The keys whose names a check's text needs.
pub fn keys_of(check: &Check) -> impl Iterator<Item = Key> {
    [check.saw, check.limit].into_iter().filter_map(|seen| match seen {
        Seen::Code(code) => Some(code.0),
        Seen::Name(name) => Some(name),
        Seen::Amount(Amount { asset: Asset::Units { name, .. }, .. }) => Some(name),
        _ => None,
    })
}
