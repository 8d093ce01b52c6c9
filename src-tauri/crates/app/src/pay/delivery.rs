//! What a rail is asked for: made of the reward, of what was recorded, and of names that are the same on every desk.

use crate::desk::Desk;
use crate::error::{AppError, Result};
use vouchsafe_db::NameTexts;
use vouchsafe_domain::name::{Key, Texts as _};
use vouchsafe_domain::party::PartyName;
use vouchsafe_domain::payout::protocol::{Delivery, VoucherTerms};
use vouchsafe_domain::payout::{ExternalCode, Generation, Issuance, PayoutRecord};
use vouchsafe_domain::reward::{AnyReward, Occasion, RewardKey};
use vouchsafe_domain::time::Timestamp;

/// The names that a reward's deliveries are made of.
pub(super) struct Texts {
    /// The shop's address.
    shop: String,
    names: NameTexts,
    /// The reward's key.
    pub(super) key: String,
    voucher: Option<VoucherTerms>,
}

impl Desk {
    /// Reads the names that a reward's deliveries are made of.
    pub(super) async fn payout_texts(&self, reward: &AnyReward, record: Option<&PayoutRecord>) -> Result<Texts> {
        let terms = reward.terms();
        let shop = self.db().shop().await?.ok_or(AppError::NoShop)?.url;
        let programs = self.programs_in_force();
        let rule = programs.version(terms.program, terms.version).and_then(|program| program.rule(terms.key.rule));
        let grant = rule.and_then(|rule| rule.grants.iter().find(|grant| grant.to == terms.key.role));
        let voucher = grant.and_then(|grant| grant.options.get(usize::from(terms.option))).and_then(|option| option.voucher.clone());
        let keys = keys_of(&terms.key).chain([Some(terms.program.0), record.and_then(PayoutRecord::code)]).flatten();
        let names = self.db().texts(keys.chain(voucher.iter().flat_map(named_by)).collect::<Vec<_>>()).await?;
        Ok(Texts { shop, key: terms.key.text(&names), names, voucher })
    }
}

impl Desk {
    /// The delivery of a reward as it stands.
    pub(crate) async fn delivery(&self, reward: &AnyReward, record: Option<&PayoutRecord>) -> Result<Delivery> {
        let texts = self.payout_texts(reward, record).await?;
        Ok(texts.delivery(reward, record, &self.payout_secret().await?, self.now()))
    }
}

impl Texts {
    /// The names that a rail may have to tell the shop.
    pub(super) fn of_voucher(&self) -> impl Iterator<Item = (Key, String)> {
        self.voucher.iter().flat_map(named_by).map(|key| (key, self.names.text(key)))
    }

    /// The delivery of a reward that is to be sent, looked for or corrected.
    pub(super) fn delivery(&self, reward: &AnyReward, record: Option<&PayoutRecord>, secret: &[u8; 32], now: Timestamp) -> Delivery {
        let terms = reward.terms();
        let is_due = matches!(reward, AnyReward::Due(_));
        // What was closed is over: a reward that is due again gets the next delivery.
        let begun = record.filter(|record| !(is_due && matches!(record, PayoutRecord::Closed(_))));
        let issuance = self.issuance(&terms.key, super::one::generation(reward, record));
        let expires_on = match begun {
            Some(record) => record.expires_on(),
            None => terms.valid_days.map(|days| now.utc_day().saturating_add(i32::try_from(days).unwrap_or(i32::MAX))),
        };
        let amount = match (reward, begun) {
            (AnyReward::Due(due), _) => due.to_deliver(),
            (_, Some(record)) => record.amount(),
            (_, None) => reward.amount(),
        };
        let rule = self.names.text(terms.key.rule.0);
        Delivery {
            code: ExternalCode::of(secret, &issuance),
            issuance,
            amount,
            expires_on,
            voucher: self.voucher.clone(),
            program: self.names.text(terms.program.0),
            note: rule,
        }
    }

    /// What a delivery of the reward is called everywhere.
    pub(super) fn issuance(&self, key: &RewardKey, generation: Generation) -> Issuance {
        Issuance::of(&self.shop, key, generation, &self.names)
    }
}

/// The names that a voucher's terms are made of.
fn named_by(voucher: &VoucherTerms) -> impl Iterator<Item = Key> {
    voucher.categories.iter().map(|category| category.0).chain(voucher.channels.iter().map(|channel| channel.0))
}

fn keys_of(key: &RewardKey) -> impl Iterator<Item = Option<Key>> {
    let friend = match key.friend {
        PartyName::Customer(customer) => customer.0,
        PartyName::Guest(order) => order.0,
    };
    let occasion = match key.occasion {
        Occasion::Registration => None,
        Occasion::Order(order) => Some(order.0),
        Occasion::Event(event) => Some(event),
    };
    [Some(key.rule.0), Some(friend), occasion].into_iter()
}
