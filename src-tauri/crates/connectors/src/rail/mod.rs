//! Rails: ways to deliver a reward in the outside world, each of which says what it can.
//!
//! What has to be done next is decided in [`vouchsafe_domain::payout::protocol`]; a rail carries it out, one step at a time, and tells what it
//! heard. No step is ever sent twice by a rail itself, but for a request that the other side turned away at the door (HTTP 429).
//!
//! An `Err` of a step means one of three things, and [`ShopError::came_of_it`] says which: nothing was sent, so the run stops and the intent stands;
//! a clear refusal; or an outcome that nobody knows, which is looked up before anything else.

mod agreement;

pub use agreement::{Agreed, Agreement};

use std::future::Future;
use std::pin::Pin;

use crate::saleor::ShopError;
use vouchsafe_domain::payout::protocol::{Abilities, Delivery, Held, Sent};

/// What a step of a rail comes to.
pub type Step<'a, T> = Pin<Box<dyn Future<Output = Result<T, ShopError>> + Send + 'a>>;

/// What stands at the other side after a correction, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Corrected {
    /// What can still be used.
    pub left: i64,
    /// What was used in all.
    pub used: i64,
}

/// What an error of a step says about what was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CameOfIt {
    /// Nothing was sent, or it was turned away at the door: the batch stops.
    Nothing,
    /// It was refused, and nothing was done.
    Refused {
        /// The other side's words.
        what: String,
    },
    /// Nobody knows.
    Unknown,
}

/// A way to deliver rewards. Dropping a step's future gives it up: what came of it is unknown then.
pub trait PayoutRail: Send + Sync {
    /// What it can do.
    fn abilities(&self) -> Abilities;

    /// The remote calls that deliver, as they will be sent, in order: to be hashed into the intent, and to be shown before. Ids that the other side
    /// has still to give stand in angle brackets. It may have to ask the other side for names, and changes nothing there.
    fn requests<'a>(&'a self, delivery: &'a Delivery) -> Step<'a, Vec<String>>;

    /// The remote calls that [`Self::look_up`] and [`Self::correct`] will come to, in order, where so much was used: to be shown before. What they say
    /// hangs on what is found, so ids stand in angle brackets, and what is used by then counts instead. As [`Self::requests`], it changes nothing there.
    fn requests_to_correct<'a>(&'a self, delivery: &'a Delivery, used: i64, to: i64) -> Step<'a, Vec<String>>;

    /// What the desks of this shop have agreed on: what is delivered is named and coded by it.
    fn agreed(&self) -> Step<'_, Agreed>;

    /// Proposes an agreement, once. The first that is proposed stands, whole; [`Agreed::Strange`] where something has its place already, which
    /// [`Self::agreed`] tells then.
    fn agree<'a>(&'a self, proposal: &'a Agreement) -> Step<'a, Agreed>;

    /// The remote calls of [`Self::agreed`] and of [`Self::agree`], to be shown before: without the secret.
    fn requests_to_agree(&self, shop: &str) -> [String; 2];

    /// Makes what is delivered, once. It need not be usable yet: then the protocol has it finished.
    fn send<'a>(&'a self, delivery: &'a Delivery) -> Step<'a, Sent>;

    /// What is there under the delivery's code or issuance, the oldest first. Only what bears both is told to bear the issuance.
    fn look_up<'a>(&'a self, delivery: &'a Delivery) -> Step<'a, Vec<Held>>;

    /// Makes usable what was made and never taken back.
    fn finish<'a>(&'a self, delivery: &'a Delivery, held: &'a Held) -> Step<'a, Held>;

    /// Makes a double useless, for good.
    fn rest<'a>(&'a self, delivery: &'a Delivery, held: &'a Held) -> Step<'a, ()>;

    /// Makes what is there stand for `to` in all, what was used included; zero takes it back. However often it is said, it comes to the same.
    fn correct<'a>(&'a self, delivery: &'a Delivery, held: &'a Held, to: i64) -> Step<'a, Corrected>;
}

impl ShopError {
    /// What an error of a rail's step says about what was done.
    #[must_use]
    pub fn came_of_it(&self) -> CameOfIt {
        match self {
            Self::Refused { what } => CameOfIt::Refused { what: what.clone() },
            Self::OutcomeUnknown { .. }
            | Self::Internal { .. }
            | Self::TimedOut { .. }
            | Self::Truncated
            | Self::Garbled { .. }
            | Self::TooLarge { .. }
            | Self::Server { .. } => CameOfIt::Unknown,
            Self::BadUrl { .. }
            | Self::Unreachable { .. }
            | Self::NotSaleor { .. }
            | Self::Redirected { .. }
            | Self::TooOld { .. }
            | Self::TokenRefused { .. }
            | Self::PermissionMissing { .. }
            | Self::RateLimited { .. }
            | Self::Resting { .. }
            | Self::CursorInvalid
            | Self::TooCostly { .. } => CameOfIt::Nothing,
        }
    }
}
