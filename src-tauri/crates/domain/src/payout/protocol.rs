//! What has to be done next about a reward's delivery: a function of what is recorded and of what was just heard, and of nothing else. After a
//! crash the same function says how to go on.
//!
//! A run asks [`next`], does what it says, and asks again with what was heard. It ends with [`Next::Nothing`], with [`Next::Person`], and with any
//! [`Next::Know`] whose [`Learned::ends_the_run`]. Where the shop was not reached, or said that we may not ask, nothing was heard: the run stops, and
//! the intent stands until the next one looks up.

#[cfg(test)]
mod tests;

use super::{ExternalCode, Issuance, Payout, PayoutAct, PayoutRecord, PayoutResult, should_stand};
use crate::money::{Amount, Asset, Currency};
use crate::name::{IdentityKind, Names};
pub use crate::program::VoucherTerms;
use crate::reward::{AnyReward, Terms};
use crate::time::{Span, Timestamp};

/// So often one delivery is intended as it comes; after that once a day, and whenever a person asks.
pub const MOST_ATTEMPTS: u16 = 8;

/// Who asks, and when: it holds for the whole run, whatever is heard in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asking {
    /// A person asks for this very payout: what was refused, or tried often, is tried once more.
    pub is_asked: bool,
    /// This batch has tried it already: what is not there is left to the next one.
    pub has_tried: bool,
    /// The instant.
    pub now: Timestamp,
}

/// Everything that a rail needs to deliver a reward. It names no person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// What it is called on every desk.
    pub issuance: Issuance,
    /// The code that stands for it outside.
    pub code: ExternalCode,
    /// What the other side called it when it was delivered, where that is recorded.
    pub id: Option<String>,
    /// How much is delivered: what stands of the reward, less what is set off.
    pub amount: Amount,
    /// The last day on which it can be used, counted from 1970-01-01.
    pub expires_on: Option<i32>,
    /// What a voucher is good for.
    pub voucher: Option<VoucherTerms>,
    /// The program's id.
    pub program: String,
    /// What stands beside it at the shop, for whoever works there.
    pub note: String,
}

impl Delivery {
    /// As a new intent says it: whoever gets it has their whole time from now on.
    #[must_use]
    pub fn afresh(&self, terms: &Terms, now: Timestamp) -> Self {
        let last = |days| now.utc_day().saturating_add(i32::try_from(days).unwrap_or(i32::MAX));
        Self { expires_on: terms.valid_days.map(last), ..self.clone() }
    }

    /// What is intended when it is issued.
    #[must_use]
    pub fn act(&self, names: &mut (impl Names + ?Sized)) -> PayoutAct {
        let (code, issuance) = (Some(names.key(self.code.as_str())), Some(self.issuance));
        PayoutAct::Issue { amount: Some(self.amount), code, expires_on: self.expires_on, issuance }
    }
}

/// What a rail can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Abilities {
    /// It finds what was delivered, by code or issuance.
    pub looks_up: bool,
    /// It delivers once for one key, however often it is asked.
    pub has_key: bool,
    /// It takes back what was delivered.
    pub takes_back: bool,
    /// It makes what was delivered stand for another amount.
    pub corrects: bool,
}

/// What a look-up finds at the other side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// What it is called there.
    pub id: String,
    /// Its code.
    pub code: String,
    /// The issuance that it bears; none where it bears none of ours.
    pub issuance: Option<String>,
    /// Its currency; none for what has no money value.
    pub currency: Option<Currency>,
    /// What it stood for when it was made, or was set to since, in minor units.
    pub initial: i64,
    /// What is left of it, in minor units.
    pub left: i64,
    /// It can be used.
    pub is_active: bool,
    /// It could be used once, and was taken back.
    pub was_taken_back: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// The last day on which it can be used, counted from 1970-01-01.
    pub expires_on: Option<i32>,
}

/// A rail's answer to a delivery, classed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// Delivered: this.
    Issued(Held),
    /// Refused, and nothing was done.
    Refused {
        /// The other side's words.
        what: String,
    },
    /// Something has the code already.
    Exists,
    /// No clear answer.
    Unknown,
}

/// What was just heard in this run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// The intent is on the disk, and the engine accepted it.
    Committed,
    /// The answer to a delivery; to a correction only where no clear one came.
    Sent(Sent),
    /// What was found.
    Found(Vec<Held>),
    /// What was found, once everything beside it was set aside.
    Alone(Held),
    /// What was found can be used now.
    Finished(Held),
    /// It was corrected.
    Corrected {
        /// How much of it was used when it could not be used any more, in minor units.
        used: i64,
    },
    /// The correction was refused, and nothing was done.
    NotCorrected {
        /// The other side's words.
        what: String,
    },
}

/// What was learned, to be written down as [`crate::event::Fact::PayoutKnown`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Learned {
    /// Delivered.
    Issued {
        /// What it is called at the other side.
        id: String,
        /// What it stands for there, in minor units.
        minor: i64,
    },
    /// Refused.
    Refused {
        /// The other side's words; none where nothing was sent.
        why: Option<String>,
    },
    /// The code belongs to somebody else.
    Conflict,
    /// No clear answer.
    Unknown,
    /// Corrected.
    Corrected {
        /// What it stands for in all, in minor units.
        to: i64,
        /// How much of it had been used, in minor units.
        used: i64,
    },
    /// The other side has it no more.
    Gone,
}

impl Learned {
    /// Whether nothing more is done in this run: what nobody knows is looked up by the next one.
    #[must_use]
    pub const fn ends_the_run(&self) -> bool {
        !matches!(self, Self::Issued { .. } | Self::Corrected { .. })
    }

    /// What the event says.
    #[must_use]
    pub fn result(&self, names: &mut (impl Names + ?Sized)) -> PayoutResult {
        match self {
            Self::Issued { id, minor } => PayoutResult::Issued { id: Some(names.key(id)), minor: Some(*minor) },
            Self::Refused { why } => {
                PayoutResult::Refused { why: why.as_deref().filter(|why| !why.is_empty()).map(|why| names.identity(IdentityKind::Words, why)) }
            }
            Self::Conflict => PayoutResult::Conflict,
            Self::Unknown => PayoutResult::Unknown,
            Self::Corrected { to, used } => PayoutResult::Corrected { to: *to, used: *used },
            Self::Gone => PayoutResult::Gone,
        }
    }
}

/// Why a person has to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// Nobody knows whether it was delivered, and the rail cannot be asked.
    NoLookUp,
    /// The other side refused it.
    Refused,
    /// The code belongs to somebody else.
    Conflict,
    /// What is there was taken back by somebody, and here it is not.
    TakenBackElsewhere,
    /// It was tried often: it is tried once more when a day has passed, or when a person asks.
    TriedTooOften,
    /// It was tried in this batch, and is not there: the next one tries it once more.
    TriedAlready,
    /// The rail cannot correct what it delivered.
    CannotCorrect,
    /// The other side refused to correct it.
    CorrectionRefused,
}

impl Why {
    /// Every reason.
    pub const ALL: [Self; 8] = [
        Self::NoLookUp,
        Self::Refused,
        Self::Conflict,
        Self::TakenBackElsewhere,
        Self::TriedTooOften,
        Self::TriedAlready,
        Self::CannotCorrect,
        Self::CorrectionRefused,
    ];

    /// The name on the wire, and of the sentence.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoLookUp => "no_look_up",
            Self::Refused => "refused",
            Self::Conflict => "conflict",
            Self::TakenBackElsewhere => "taken_back_elsewhere",
            Self::TriedTooOften => "tried_too_often",
            Self::TriedAlready => "tried_already",
            Self::CannotCorrect => "cannot_correct",
            Self::CorrectionRefused => "correction_refused",
        }
    }
}

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Write down that it is about to be issued, as it is meant by now ([`Delivery::afresh`], [`Delivery::act`]); heard: [`Heard::Committed`].
    IntendIssue,
    /// Write down that it is about to be corrected ([`PayoutAct::Correct`]); heard: [`Heard::Committed`].
    IntendCorrection {
        /// What it shall stand for in all, in minor units.
        to: i64,
    },
    /// Send it; heard: [`Heard::Sent`].
    Send,
    /// Look it up by code and issuance; heard: [`Heard::Found`].
    LookUp,
    /// More than one is ours: make these useless; heard: [`Heard::Alone`].
    SetAside {
        /// What stays.
        keep: Held,
        /// What cannot be used any more.
        rest: Vec<Held>,
    },
    /// It was made and cannot be used yet: make it usable until the delivery's last day; heard: [`Heard::Finished`].
    Finish {
        /// What was found.
        held: Held,
    },
    /// Make it stand for another amount; heard: [`Heard::Corrected`], [`Heard::NotCorrected`], or [`Sent::Unknown`].
    Correct {
        /// What was found.
        held: Held,
        /// What it shall stand for in all, in minor units.
        to: i64,
    },
    /// Write down what was learned; heard after that: nothing.
    Know(Learned),
    /// A person has to look.
    Person(Why),
    /// Nothing.
    Nothing,
}

/// What has to be done next.
#[must_use]
pub fn next(reward: &AnyReward, record: Option<&PayoutRecord>, delivery: &Delivery, can: Abilities, asking: Asking, heard: Option<&Heard>) -> Next {
    let is_due = matches!(reward, AnyReward::Due(_));
    match record {
        None | Some(PayoutRecord::Closed(_)) if is_due => Next::IntendIssue,
        None | Some(PayoutRecord::Closed(_)) => Next::Nothing,
        Some(record @ (PayoutRecord::Intended(_) | PayoutRecord::Unknown(_))) => Open { record, is_due, delivery, can, asking }.next(heard),
        Some(PayoutRecord::Refused(_)) if is_due && asking.is_asked && !asking.has_tried => Next::IntendIssue,
        Some(PayoutRecord::Refused(_)) if is_due => Next::Person(Why::Refused),
        Some(PayoutRecord::Conflict(_)) if is_due => Next::Person(Why::Conflict),
        Some(PayoutRecord::Refused(_) | PayoutRecord::Conflict(_)) => Next::Nothing,
        Some(PayoutRecord::Issued(payout)) => correction(payout, should_stand(reward), delivery, can, asking, heard),
    }
}

/// A payout of which it is not known what came of it.
struct Open<'a> {
    record: &'a PayoutRecord,
    is_due: bool,
    delivery: &'a Delivery,
    can: Abilities,
    asking: Asking,
}

impl Open<'_> {
    fn next(&self, heard: Option<&Heard>) -> Next {
        let is_intended = matches!(self.record, PayoutRecord::Intended(_));
        match heard {
            // Nothing was sent yet: what has ended meanwhile is not sent at all.
            Some(Heard::Committed) if is_intended && self.is_due => Next::Send,
            Some(Heard::Committed) if is_intended => Next::Know(Learned::Refused { why: None }),
            Some(Heard::Sent(Sent::Issued(held))) => self.found(std::slice::from_ref(held)),
            Some(Heard::Sent(Sent::Refused { what })) => Next::Know(Learned::Refused { why: Some(what.clone()) }),
            Some(Heard::Sent(Sent::Unknown)) => Next::Know(Learned::Unknown),
            Some(Heard::Found(list)) if list.is_empty() && !self.is_due => Next::Know(Learned::Refused { why: None }),
            Some(Heard::Found(list)) if list.is_empty() => self.try_again(),
            Some(Heard::Found(list)) => self.found(list),
            Some(Heard::Alone(held)) => self.adopted(held, false),
            Some(Heard::Finished(held)) => self.adopted(held, true),
            // What nobody of this run has sent may have been sent: it is looked for before anything else.
            _ if self.can.looks_up => Next::LookUp,
            _ if self.can.has_key && is_intended && self.is_due => Next::Send,
            _ if self.can.has_key && self.is_due => self.try_again(),
            _ => Next::Person(Why::NoLookUp),
        }
    }

    /// A batch tries once. What was tried often waits for a day to pass, or for a person: an outage neither strands it nor has the shop hammered.
    fn try_again(&self) -> Next {
        let since = self.record.known_at().unwrap_or(self.record.intended_at());
        let is_rested = since.plus(Span::days(1)) <= self.asking.now;
        match () {
            () if self.asking.has_tried => Next::Person(Why::TriedAlready),
            () if self.asking.is_asked || is_rested || self.record.attempts() < MOST_ATTEMPTS => Next::IntendIssue,
            () => Next::Person(Why::TriedTooOften),
        }
    }

    /// Of what is there: ours, which of ours, or somebody else's.
    fn found(&self, list: &[Held]) -> Next {
        match ours(list, self.delivery) {
            Ours::None => Next::Know(Learned::Conflict),
            Ours::One(held) => self.adopted(held, false),
            Ours::Several { keep, rest } => Next::SetAside { keep: keep.clone(), rest },
        }
    }

    /// Of the one that is ours.
    fn adopted(&self, held: &Held, is_finished: bool) -> Next {
        let is_other = |currency| self.delivery.amount.asset != Asset::Currency(currency);
        if held.currency.is_some_and(is_other) {
            return Next::Know(Learned::Conflict);
        }
        if self.is_due && held.was_taken_back {
            return Next::Person(Why::TakenBackElsewhere);
        }
        // Where the reward has ended it is not made usable: it is taken back as it is.
        if self.is_due && !held.is_active && !is_finished {
            let has_run_out = |day: Option<i32>| day.is_some_and(|day| day <= self.asking.now.utc_day());
            // Its time ran out before anybody could use it: it gets a new one, which is written down first.
            let is_late = has_run_out(held.expires_on) && has_run_out(self.delivery.expires_on);
            return if is_late { self.try_again() } else { Next::Finish { held: held.clone() } };
        }
        Next::Know(Learned::Issued { id: held.id.clone(), minor: held.initial })
    }
}

enum Ours<'h> {
    None,
    One(&'h Held),
    Several { keep: &'h Held, rest: Vec<Held> },
}

/// What of it bears our issuance, or is what we know by its id whatever it bears by now: the oldest stays, and what can be used beside it must not.
fn ours<'h>(list: &'h [Held], delivery: &Delivery) -> Ours<'h> {
    let issuance = delivery.issuance.to_string();
    let is_ours = |held: &&Held| held.issuance.as_deref() == Some(&*issuance) || delivery.id.as_ref() == Some(&held.id);
    let Some(keep) = list.iter().filter(is_ours).min_by_key(|held| (held.was_taken_back, held.created_at, &held.id)) else { return Ours::None };
    let rest: Vec<Held> = list.iter().filter(is_ours).filter(|held| held.id != keep.id && held.is_active).cloned().collect();
    if rest.is_empty() { Ours::One(keep) } else { Ours::Several { keep, rest } }
}

/// Of what was delivered, and should stand for something else.
fn correction(payout: &Payout<super::Issued>, to: i64, delivery: &Delivery, can: Abilities, asking: Asking, heard: Option<&Heard>) -> Next {
    if payout.is_right(to) {
        return Next::Nothing;
    }
    let is_able = can.looks_up && if to == 0 { can.takes_back } else { can.corrects };
    match heard {
        _ if !is_able => Next::Person(Why::CannotCorrect),
        Some(Heard::Corrected { used }) => Next::Know(Learned::Corrected { to: payout.state.correcting.unwrap_or(to), used: *used }),
        Some(Heard::NotCorrected { what }) => Next::Know(Learned::Refused { why: Some(what.clone()) }),
        Some(Heard::Sent(_)) => Next::Know(Learned::Unknown),
        _ if payout.state.refused_to == Some(to) && (!asking.is_asked || asking.has_tried) => Next::Person(Why::CorrectionRefused),
        // An amount in all is the same however often it is said, so an intent of before stands; what is meant by now has to be.
        _ if payout.state.correcting != Some(to) => Next::IntendCorrection { to },
        // It is gone only where nothing bears our code: what lost our mark can be spent all the same.
        Some(Heard::Found(list)) if list.is_empty() => Next::Know(Learned::Gone),
        Some(Heard::Found(list)) => match ours(list, delivery) {
            Ours::None => Next::Person(Why::Conflict),
            Ours::One(held) => corrected(held, to),
            Ours::Several { keep, rest } => Next::SetAside { keep: keep.clone(), rest },
        },
        Some(Heard::Alone(held)) => corrected(held, to),
        _ => Next::LookUp,
    }
}

fn corrected(held: &Held, to: i64) -> Next {
    if held.was_taken_back && to > 0 { Next::Person(Why::TakenBackElsewhere) } else { Next::Correct { held: held.clone(), to } }
}
