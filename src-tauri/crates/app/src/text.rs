//! Domain values as data text: `80.00 EUR`, `2026-03-01T00:00:00Z`. Languages do not matter here; shells that know theirs format again.

use vouchsafe_domain::event_file::Outside;
use vouchsafe_domain::money::{Amount, Asset, minor_text};
use vouchsafe_domain::name::{Key, Texts};
use vouchsafe_domain::outcome::{Answer, Check, CheckKind, Seen};
use vouchsafe_domain::party::{PartyId, PartyNames};
use vouchsafe_domain::payout::ExternalCode;
use vouchsafe_domain::program::Signal;
use vouchsafe_domain::reason::Reason;

use crate::view::{self, CheckView};

/// What a sentence is told in place of a value that there is not.
const NOTHING: &str = "none";
/// What a sentence is told in place of a value that was erased with the person whom it pointed to.
pub(crate) const ERASED: &str = "erased";

/// The last letters of a code that are shown: enough to recognize it by, too little to spend it.
pub(crate) const SHOWN_OF_CODE: usize = 4;

/// A request as people are shown it: our codes by their ends alone, as in lists.
#[must_use]
pub fn without_codes(request: &str) -> String {
    let is_sign = |letter: char| !letter.is_ascii_alphanumeric();
    let shown = |part: &str| {
        let word = part.trim_end_matches(is_sign);
        if is_code(word) { format!("{}{}", code_end(word), &part[word.len()..]) } else { part.to_owned() }
    };
    request.split_inclusive(is_sign).map(shown).collect()
}

/// Whether a word has the form of [`ExternalCode`].
fn is_code(word: &str) -> bool {
    let is_letter = |letter: char| (letter.is_ascii_uppercase() && !"ILOU".contains(letter)) || letter.is_ascii_digit();
    word.len() == 16 && word.starts_with(ExternalCode::HEAD) && word.chars().all(is_letter)
}

/// A code as lists show it.
#[must_use]
pub fn code_end(code: &str) -> String {
    let whole = code.chars().count();
    format!("…{}", code.chars().skip(whole.saturating_sub(SHOWN_OF_CODE)).collect::<String>())
}

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

/// An amount as it is shown: with the name of what it counts.
#[must_use]
pub fn named(amount: Amount, texts: &(impl Texts + ?Sized)) -> view::Amount {
    view::Amount { minor: amount.minor, asset: amount.asset, name: asset(amount.asset, texts) }
}

/// Everything that a decision's text needs: names of keys and of parties.
#[derive(Debug, Clone, Copy)]
pub struct Lexicon<'a, T, P> {
    /// The names of keys, and the texts that can point to a person.
    pub texts: &'a T,
    /// The names of parties.
    pub parties: &'a P,
}

impl<T: Outside, P: PartyNames> Lexicon<'_, T, P> {
    /// A party's name.
    #[must_use]
    pub fn party(&self, party: PartyId) -> String {
        self.parties.party_name(party).text(self.texts)
    }

    fn seen(&self, seen: Seen) -> Option<String> {
        match seen {
            Seen::Nothing => None,
            Seen::Count(count) | Seen::Points(count) => Some(count.to_string()),
            Seen::Money(money) => Some(money.to_string()),
            Seen::Amount(value) => Some(amount(value, self.texts)),
            Seen::Percent(percent) => Some(percent.to_string()),
            Seen::At(at) => Some(at.to_string()),
            Seen::Party(party) => Some(self.party(party)),
            Seen::Code(code) => Some(self.texts.text(code.0)),
            Seen::Name(name) => Some(self.texts.text(name)),
            Seen::Identity(identity) => Some(self.texts.identity_text(identity).unwrap_or_else(|| ERASED.to_owned())),
            Seen::Country(country) => Some(String::from_utf8_lossy(&country).into_owned()),
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
        let mut args = vec![(saw_name, text(check.saw)), (limit_name, text(check.limit))];
        match (check.kind, check.limit) {
            // What was found and scored is held against nothing but its points.
            (CheckKind::Signal(_), Seen::Points(points)) => {
                args.pop();
                args.extend([(limit_name, NOTHING.to_owned()), ("points", points.to_string())]);
            }
            (CheckKind::Signal(_), _) => args.push(("points", NOTHING.to_owned())),
            (CheckKind::Experiment, _) => args.push((if limit_name == "wanted" { "experiment" } else { "wanted" }, NOTHING.to_owned())),
            _ => {}
        }
        CheckView { step: check.kind.step(), check: check.kind.name(), verdict, reason, args }
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
        (CheckKind::NewCustomer, _) => ("since", "date"),
        (CheckKind::SignupWindow, _) => ("date", "until"),
        (CheckKind::Role | CheckKind::Unlocked, _) => ("role", "least"),
        (CheckKind::Experiment, Some(Reason::NotInArm)) => ("arm", "wanted"),
        (CheckKind::Experiment, _) => ("arm", "experiment"),
        (CheckKind::Upline, _) => ("upline", "level"),
        (CheckKind::Score, _) => ("score", "threshold"),
        (CheckKind::Cooldown, _) => ("last", "until"),
        (CheckKind::Step, _) => ("count", "step"),
        (CheckKind::Boost, _) => ("boost", "factor"),
        (CheckKind::Cap, _) => ("uncapped", "cap"),
        (CheckKind::Budget, _) => ("spent", "budget"),
        (CheckKind::AccountAge, _) => ("since", "until"),
        (CheckKind::Signal(Signal::SignupsPerIp | Signal::OrdersPerIp | Signal::Velocity | Signal::RefundRate), _) => ("count", "limit"),
        (CheckKind::Signal(_), _) => ("evidence", "limit"),
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

#[cfg(test)]
mod tests {
    #[test]
    fn of_codes_that_are_ours_the_end_alone_is_shown() {
        let check = |told: &str, shown: &str| assert_eq!(super::without_codes(told), shown);
        check(r#"{"code":"RF0123456789ABCD","id":1}"#, r#"{"code":"…ABCD","id":1}"#);
        check("RF0123456789ABCD", "…ABCD");
        check("RF0123456789ABCD,RFZZZZZZZZZZZZ01 ж", "…ABCD,…ZZ01 ж");
        for other in [r#"{"code":"RFSECRETGIFTCARD"}"#, "RF0123456789ABC", "RF0123456789ABCDE", "XX0123456789ABCD", "", "6ba7b811-9dad-51d1"] {
            check(other, other);
        }
    }

    use super::*;
    use crate::words::{Language, Words, key};
    use vouchsafe_domain::name::{Identity, IdentityKind, NameTable, Names as _};
    use vouchsafe_domain::reward::Role;
    use vouchsafe_domain::state::State;

    /// Every check with the answers that it can give.
    fn every_check() -> Vec<(CheckKind, Vec<Answer>)> {
        use CheckKind as K;
        let refuse = |reasons: &[Reason]| reasons.iter().map(|reason| Answer::Refuse(*reason)).collect::<Vec<_>>();
        let or = |reasons: &[Reason]| [vec![Answer::Pass], refuse(reasons)].concat();
        let waits = || vec![Answer::Pass, Answer::Wait];
        let signals = Signal::ALL.map(|signal| (K::Signal(signal), vec![Answer::Pass, Answer::Wait, Answer::Refuse(Reason::Cluster)]));
        let others = [
            (K::Trigger, or(&[Reason::Cancelled])),
            (K::Referral, or(&[Reason::NoReferral, Reason::SelfReferral, Reason::ReferralRejected])),
            (K::EarningWindow, or(&[Reason::OutsideWindow])),
            (K::Program, or(&[Reason::ProgramNotStarted, Reason::ProgramPaused, Reason::ProgramEnded])),
            (K::Occurrence, or(&[Reason::OccurrenceNotMet])),
            (K::Replacement, or(&[Reason::ReplacementOrder])),
            (K::Channel, or(&[Reason::ChannelNotEligible])),
            (K::Minimum, or(&[Reason::BelowMinimum, Reason::NoValueForCurrency])),
            (K::Beneficiary, [or(&[Reason::BeneficiaryDeleted]), vec![Answer::Wait]].concat()),
            (K::LimitPerFriend, or(&[Reason::LimitPerFriend])),
            (K::Amount, or(&[Reason::NoAmount, Reason::NoValueForCurrency])),
            (K::Captured, waits()),
            (K::Hold, waits()),
            (K::Review, waits()),
            (K::SettledBefore, or(&[Reason::AlreadyRewarded])),
            (K::Country, or(&[Reason::CountryNotEligible])),
            (K::Category, or(&[Reason::CategoryNotEligible])),
            (K::NewCustomer, or(&[Reason::NotNewCustomer])),
            (K::SignupWindow, or(&[Reason::OutsideWindow])),
            (K::Role, or(&[Reason::RoleTooLow])),
            (K::Experiment, or(&[Reason::Holdout, Reason::NotInArm])),
            (K::Upline, or(&[Reason::NoUpline, Reason::ReferralRejected])),
            (K::Score, [or(&[Reason::FraudScore]), vec![Answer::Wait]].concat()),
            (K::LimitPerAdvocate, or(&[Reason::LimitPerAdvocate])),
            (K::LimitPerDay, or(&[Reason::LimitPerDay])),
            (K::LimitPerMonth, or(&[Reason::LimitPerMonth])),
            (K::Cooldown, or(&[Reason::Cooldown])),
            (K::Step, or(&[Reason::BetweenSteps])),
            (K::Boost, vec![Answer::Pass]),
            (K::Cap, vec![Answer::Pass]),
            (K::Budget, or(&[Reason::BudgetExhausted])),
            (K::EmailVerified, waits()),
            (K::PhoneVerified, waits()),
            (K::AccountAge, waits()),
            (K::Unlocked, waits()),
        ];
        others.into_iter().chain(signals).collect()
    }

    #[test]
    fn every_check_is_a_whole_sentence_in_both_languages_with_and_without_its_values() {
        let (mut names, state) = (NameTable::default(), State::default());
        let identity = names.identity(IdentityKind::Ip, "203.0.113.7");
        let lexicon = Lexicon { texts: &names, parties: &state };
        let seen = [
            (Seen::Nothing, Seen::Nothing),
            (Seen::Count(3), Seen::Count(2)),
            (Seen::Identity(identity), Seen::Points(40)),
            (Seen::Identity(Identity(99)), Seen::Points(40)),
        ];
        for language in [Language::English, Language::Russian] {
            let words = Words::of(language);
            for (kind, answers) in every_check() {
                for (answer, (saw, limit)) in answers.iter().flat_map(|answer| seen.map(|pair| (*answer, pair))) {
                    let view = lexicon.check(&Check { kind, answer, saw, limit });
                    let sentence = key("check", &format!("{}_{}", view.check, view.verdict));
                    // What it came to is put in where the decision is known.
                    let args = view.args.into_iter().chain([("amount", "8.00 EUR".to_owned())]);
                    let told = words.say(&sentence, args);
                    assert!(told != sentence && told.ends_with('.') && !told.contains('{'), "{sentence}: {told}");
                }
            }
        }
    }

    #[test]
    fn whatever_has_a_code_has_its_sentence_in_both_languages() {
        for words in [Language::English, Language::Russian].map(Words::of) {
            let missing = |family: &str, codes: Vec<&str>| -> Vec<String> {
                codes.into_iter().map(|code| key(family, code)).filter(|key| !words.has(key)).collect()
            };
            assert_eq!(missing("reason", Reason::ALL.iter().map(|reason| reason.code()).collect()), Vec::<String>::new());
            assert_eq!(missing("wait", vouchsafe_db::Wait::ALL.iter().map(|wait| wait.name()).collect()), Vec::<String>::new());
            assert_eq!(
                missing("role", [Role::Friend, Role::Advocate, Role::Upline(2)].iter().map(|role| role.name()).collect()),
                Vec::<String>::new()
            );
            let kinds = every_check().into_iter().map(|(kind, _)| kind.step().name()).collect();
            assert_eq!(missing("step", kinds), Vec::<String>::new());
        }
    }

    #[test]
    fn evidence_that_was_erased_is_said_to_be() {
        let (mut names, state) = (NameTable::default(), State::default());
        let mailbox = names.identity(IdentityKind::Mailbox, "ada@example.com");
        let lexicon = Lexicon { texts: &names, parties: &state };
        let words = Words::of(Language::English);
        let told = |saw| {
            let check = Check { kind: CheckKind::Signal(Signal::SameEmail), answer: Answer::Wait, saw: Seen::Identity(saw), limit: Seen::Nothing };
            words.say("check-same-email-wait", lexicon.check(&check).args)
        };
        assert_eq!(told(mailbox), "Mail to friend and advocate ends up in one mailbox: ada@example.com. Somebody has to look.");
        assert_eq!(told(Identity(99)), "Mail to friend and advocate ends up in one mailbox, which was erased. Somebody has to look.");
    }
}
