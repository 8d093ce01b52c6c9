//! What goes wrong on purpose, so that a sync can be shown to survive it.

use chrono::{DateTime, Utc};

use crate::rng::{Rng, pair};

/// The faults of a served shop; none by default.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    /// The number of an order with a value outside of its enum: it nulls every page that holds it, if `origin`, `chargeStatus` or
    /// `status` is selected.
    pub poison_order: Option<String>,
    /// Orders with a wrong text where a right one should stand.
    pub garbled_orders: Vec<Garbled>,
    /// What happens to which request.
    pub plan: Vec<Planned>,
    /// Decides where a fault strikes by chance.
    pub seed: u64,
}

/// One wrong text: an unknown currency, say, or a date that is none.
#[derive(Clone, Debug)]
pub struct Garbled {
    /// The number of the order.
    pub order: String,
    /// The field, wherever it stands inside the order: `currency`, `created`, …
    pub field: String,
    /// What it answers.
    pub text: String,
}

/// A fault with the requests that it strikes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Which requests are looked at.
    pub asked: Asked,
    /// Which of those are struck.
    pub when: When,
    /// What goes wrong.
    pub fault: Fault,
}

/// Requests, by what they ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// All of them.
    Anything,
    /// Those that ask for this field of the query root: `orders`, `customers`, `app`, …
    Field(&'static str),
    /// Those that change something at the shop.
    Mutations,
}

/// Which of the requests are struck. They are counted from 1, since the faults were set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// This one.
    Nth(u64),
    /// This one and all behind it.
    From(u64),
    /// Each with a chance of so many in 10,000, drawn from the seed.
    Chance(u32),
}

/// What goes wrong with a request or its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No answer ever.
    Timeout,
    /// The connection is reset instead of an answer.
    ResetBefore,
    /// The connection is reset in the middle of the body.
    ResetWithin,
    /// So many bytes in a tenth of a second.
    Slow {
        /// How many.
        bytes: usize,
    },
    /// The connection ends in the middle of the body, in an orderly way.
    Truncated {
        /// Whether the body comes in chunks; otherwise its length was announced.
        chunked: bool,
    },
    /// The body is no JSON.
    Garbled,
    /// HTTP 502 with a page of HTML.
    BadGateway,
    /// HTTP 503.
    Unavailable,
    /// HTTP 429.
    TooMany {
        /// What it says about when to come again.
        retry_after: RetryAfter,
    },
    /// HTTP 200 with errors and `null` for data.
    Errors,
    /// HTTP 200 and `Internal Server Error` for each field of the root. What was asked for was done all the same.
    Internal,
    /// HTTP 200 and `Internal Server Error` for each field of the root. Nothing was done.
    Failed,
    /// The request is carried out, and then the connection is reset without an answer.
    Lost,
    /// HTTP 502 with a page of HTML, though the request reached the shop and was carried out.
    GatewayLost,
    /// The request is delivered twice and carried out twice; what answers is the second time.
    Twice,
    /// A create whose code is taken loses its race at the last moment: it is refused by the model or by the db, not by the check before.
    Raced,
    /// An order that was on its way is paid with the gift card that the request names, or uses the voucher, before the request is carried out.
    Redeemed {
        /// How much of the card, in minor units; at most what is left.
        minor: i64,
    },
    /// A query that costs more than this is refused.
    CostLimit {
        /// The most that is allowed.
        points: u64,
    },
    /// The `Date` of the answer, and the instants of what the request changes.
    Clock {
        /// What the shop's clock says.
        says: DateTime<Utc>,
    },
    /// A small compressed body that becomes large.
    GzipBomb {
        /// How large.
        mebibytes: u32,
    },
    /// HTTP 302.
    Redirect {
        /// To where.
        to: String,
    },
    /// The token is not known any more.
    TokenRevoked,
    /// The token is of yesterday.
    TokenExpired,
    /// The token's app lacks a permission.
    WithoutPermission {
        /// Which.
        permission: &'static str,
    },
    /// Mail addresses show their first letter and their domain only.
    ObfuscatedEmails,
    /// The answer that the same query got before, whatever page is asked for.
    PageAgain,
    /// The rows of the page in reverse.
    PageReversed,
    /// A cursor is not known; a request without one is answered.
    CursorUnknown,
}

/// What HTTP 429 says about when to come again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAfter {
    /// Nothing.
    Unsaid,
    /// In so many seconds.
    Seconds(u32),
    /// At this instant.
    Date(DateTime<Utc>),
}

/// The fields of the root of mutations.
const MUTATIONS: [&str; 8] = [
    "updateMetadata",
    "giftCardCreate",
    "giftCardActivate",
    "giftCardDeactivate",
    "giftCardUpdate",
    "voucherCreate",
    "voucherUpdate",
    "voucherChannelListingUpdate",
];

impl Fault {
    /// Everything that can go wrong with a payout, but for a shop that never answers.
    #[must_use]
    pub fn of_payouts() -> Vec<Self> {
        vec![
            Self::Lost,
            Self::Internal,
            Self::Failed,
            Self::Twice,
            Self::Raced,
            Self::ResetBefore,
            Self::ResetWithin,
            Self::Truncated { chunked: false },
            Self::Garbled,
            Self::BadGateway,
            Self::GatewayLost,
            Self::Unavailable,
            Self::TooMany { retry_after: RetryAfter::Seconds(0) },
            Self::Redeemed { minor: 100 },
        ]
    }

    /// A name for tables.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Timeout => "no answer",
            Self::ResetBefore => "reset before the answer",
            Self::ResetWithin => "reset within the body",
            Self::Slow { .. } => "slow bytes",
            Self::Truncated { chunked: false } => "truncated body",
            Self::Truncated { chunked: true } => "truncated chunks",
            Self::Garbled => "garbled JSON",
            Self::BadGateway => "HTML 502",
            Self::Unavailable => "503",
            Self::TooMany { retry_after: RetryAfter::Unsaid } => "429",
            Self::TooMany { retry_after: RetryAfter::Seconds(_) } => "429 with seconds",
            Self::TooMany { retry_after: RetryAfter::Date(_) } => "429 with a date",
            Self::Errors => "200 with errors",
            Self::Internal => "internal server error",
            Self::Failed => "failed and not done",
            Self::Lost => "answer lost",
            Self::GatewayLost => "HTML 502 behind the shop",
            Self::Twice => "delivered twice",
            Self::Raced => "race lost",
            Self::Redeemed { .. } => "redeemed meanwhile",
            Self::CostLimit { .. } => "cost refusal",
            Self::Clock { .. } => "clock skew",
            Self::GzipBomb { .. } => "gzip bomb",
            Self::Redirect { .. } => "redirect",
            Self::TokenRevoked => "token revoked",
            Self::TokenExpired => "token expired",
            Self::WithoutPermission { .. } => "permission missing",
            Self::ObfuscatedEmails => "obfuscated emails",
            Self::PageAgain => "page again",
            Self::PageReversed => "page reversed",
            Self::CursorUnknown => "cursor unknown",
        }
    }

    /// Whether the request never reaches the shop: a change that it asks for is not made.
    pub(crate) const fn is_before_the_shop(&self) -> bool {
        matches!(self, Self::ResetBefore | Self::BadGateway | Self::Unavailable | Self::TooMany { .. } | Self::Redirect { .. })
    }
}

/// A shop where nothing goes wrong.
pub(crate) static NO_FAULTS: Faults = Faults { poison_order: None, garbled_orders: Vec::new(), plan: Vec::new(), seed: 0 };

impl Faults {
    /// The same with one more fault.
    #[must_use]
    pub fn with(mut self, asked: Asked, when: When, fault: Fault) -> Self {
        self.plan.push(Planned { asked, when, fault });
        self
    }

    /// Everything that can go wrong with a payout, each with a chance of so many in 10,000 at every mutation.
    #[must_use]
    pub fn stormy(seed: u64, share: u32) -> Self {
        let calm = Self { seed, ..Self::default() };
        Fault::of_payouts().into_iter().fold(calm, |faults, fault| faults.with(Asked::Mutations, When::Chance(share), fault))
    }

    /// Whether the order with this number breaks its page.
    pub(crate) fn poisons(&self, order: u64) -> bool {
        self.poison_order.as_ref().is_some_and(|number| *number == order.to_string())
    }

    /// Field and text of the order with this number, if it is garbled.
    pub(crate) fn garbles(&self, order: u64) -> Option<(&str, &str)> {
        if self.garbled_orders.is_empty() {
            return None;
        }
        let number = order.to_string();
        let garbled = self.garbled_orders.iter().find(|garbled| garbled.order == number)?;
        Some((&garbled.field, &garbled.text))
    }

    /// The faults that strike a request for these fields of the root. `counts` holds how many requests each entry of the plan has seen.
    pub(crate) fn strike(&self, fields: &[String], counts: &mut Vec<u64>) -> Vec<Fault> {
        counts.resize(self.plan.len(), 0);
        let mut struck = Vec::new();
        for (entry, (planned, count)) in (0u64..).zip(self.plan.iter().zip(counts)) {
            let is_meant = match planned.asked {
                Asked::Anything => true,
                Asked::Field(name) => fields.iter().any(|field| field == name),
                Asked::Mutations => fields.iter().any(|field| MUTATIONS.contains(&field.as_str())),
            };
            if !is_meant {
                continue;
            }
            *count += 1;
            let strikes = match planned.when {
                When::Nth(nth) => *count == nth,
                When::From(first) => *count >= first,
                When::Chance(share) => Rng::of(pair(self.seed, entry), *count).chance(share),
            };
            if strikes {
                struck.push(planned.fault.clone());
            }
        }
        struck
    }
}
