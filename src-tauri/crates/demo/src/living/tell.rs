//! What a living shop holds, in plain figures: for a test that compares it with what a desk came to know.

use chrono::{DateTime, Utc};

use crate::instant::Micros;
use crate::living::Living;
use crate::text::push_uuid;
use crate::wares::CardFacts;

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountFacts {
    /// Its number, which is its id without the type.
    pub number: u64,
    /// Its mail address.
    pub email: String,
    /// When it last changed.
    pub updated: DateTime<Utc>,
    /// Whether it is confirmed.
    pub is_confirmed: bool,
    /// The code that it shares.
    pub own_code: Option<String>,
    /// Whether something is wrong with its row.
    pub is_troubled: bool,
}

/// An order. Amounts are in minor units of its currency, with tax.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderFacts {
    /// Its number.
    pub number: u64,
    /// Its id without the type.
    pub uuid: String,
    /// When it last changed.
    pub updated: DateTime<Utc>,
    /// When it was placed.
    pub created: DateTime<Utc>,
    /// Its status in Saleor's words.
    pub status: &'static str,
    /// The mail address that it was placed with.
    pub email: String,
    /// The number of its account.
    pub owner: Option<u64>,
    /// The code in its metadata.
    pub ref_code: Option<String>,
    /// Currency.
    pub currency: &'static str,
    /// The lines after discounts.
    pub subtotal: i64,
    /// What is to be paid beside gift cards.
    pub total: i64,
    /// Taken in all.
    pub captured: i64,
    /// Given back, without what came back.
    pub refunded: i64,
    /// Taken back by banks.
    pub charged_back: i64,
    /// Whether it replaces another.
    pub is_replacement: bool,
    /// Whether something is wrong with its row.
    pub is_troubled: bool,
}

impl Living {
    /// The accounts that there are.
    pub fn account_facts(&self) -> impl Iterator<Item = AccountFacts> {
        self.accounts.iter().map(|account| AccountFacts {
            number: account.number,
            email: account.email.clone(),
            updated: utc(account.updated),
            is_confirmed: account.is_confirmed,
            own_code: account.own_code().map(str::to_owned),
            is_troubled: account.trouble.is_some(),
        })
    }

    /// The orders that there are.
    pub fn order_facts(&self) -> impl Iterator<Item = OrderFacts> {
        self.orders.iter().map(|order| {
            let mut uuid = String::new();
            push_uuid(&mut uuid, order.uuid);
            OrderFacts {
                number: order.number,
                uuid,
                updated: utc(order.updated),
                created: utc(order.created),
                status: order.status.text(),
                email: order.email.clone(),
                owner: order.owner,
                ref_code: order.metadata.iter().find(|(key, _)| key == "ref_code").map(|(_, code)| code.clone()),
                currency: order.channel().currency.code,
                subtotal: order.subtotal(),
                total: order.total(),
                captured: order.captured(),
                refunded: order.refunded(),
                charged_back: order.charged_back(),
                is_replacement: order.original.is_some(),
                is_troubled: order.trouble.is_some(),
            }
        })
    }

    /// The gift cards that there are.
    pub fn card_facts(&self) -> impl Iterator<Item = CardFacts> {
        self.wares.cards.iter().map(CardFacts::of)
    }

    /// The numbers of the vouchers that there are, with how often each was used.
    pub fn voucher_facts(&self) -> impl Iterator<Item = (u64, i64)> {
        self.wares.offers.iter().map(|offer| (offer.number, offer.used()))
    }
}

fn utc(at: Micros) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(at).unwrap_or_default()
}
