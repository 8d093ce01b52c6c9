//! The rails that are built, over a connected shop.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};
use vouchsafe_connectors::rail::{CameOfIt, PayoutRail};
use vouchsafe_connectors::saleor::{GiftCardRail, Shop, ShopError, VoucherRail};
use vouchsafe_domain::name::{Key, Texts};
use vouchsafe_domain::payout::PayoutRecord;
use vouchsafe_domain::payout::protocol::{Delivery, Heard, Held, Sent};
use vouchsafe_domain::reward::{AnyReward, Rail};

/// The rails over which the desk delivers by itself.
pub(super) const BUILT: [Rail; 2] = [Rail::GiftCard, Rail::Voucher];

/// Whether the desk delivers by a rail itself.
pub(crate) fn is_built(by: Rail) -> bool {
    BUILT.contains(&by)
}

/// The rail of a reward's payout: what was begun goes on as it was begun.
pub(crate) fn rail_of(reward: &AnyReward, record: Option<&PayoutRecord>) -> Rail {
    match record {
        None | Some(PayoutRecord::Closed(_)) => reward.terms().rail,
        Some(record) => record.rail(),
    }
}

/// The rails of a shop. Clones share the connection.
#[derive(Clone)]
pub struct Rails {
    by: Arc<BTreeMap<Rail, Box<dyn PayoutRail>>>,
    shop: Shop,
    known: Arc<Known>,
}

/// The names that a delivery's terms are made of: a rail tells the shop its categories and channels by them.
#[derive(Default)]
struct Known(RwLock<BTreeMap<Key, String>>);

impl Texts for Known {
    fn text(&self, key: Key) -> String {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        known.or_else(|| key.as_number().map(|number| number.to_string())).unwrap_or_default()
    }
}

impl std::fmt::Debug for Rails {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.by.keys()).finish()
    }
}

impl Rails {
    /// The rails of a connected shop.
    #[must_use]
    pub fn of(shop: &Shop) -> Self {
        let known: Arc<Known> = Arc::default();
        let vouchers = VoucherRail::new(shop.clone(), Arc::<Known>::clone(&known));
        let built: [(Rail, Box<dyn PayoutRail>); BUILT.len()] =
            [(Rail::GiftCard, Box::new(GiftCardRail::new(shop.clone()))), (Rail::Voucher, Box::new(vouchers))];
        Self { by: Arc::new(built.into_iter().collect()), shop: shop.clone(), known }
    }

    /// Takes the names that deliveries can be made of.
    pub(super) fn learn(&self, names: impl IntoIterator<Item = (Key, String)>) {
        self.known.0.write().unwrap_or_else(PoisonError::into_inner).extend(names);
    }

    /// How many requests left so far.
    pub(super) fn calls(&self) -> u64 {
        self.shop.requests()
    }

    /// The rail, where there is one.
    pub(crate) fn get(&self, by: Rail) -> Option<&dyn PayoutRail> {
        self.by.get(&by).map(AsRef::as_ref)
    }

    /// What is there under a delivery's code or issuance.
    pub(crate) async fn look_up(&self, by: Rail, delivery: &Delivery) -> Result<Vec<Held>, ShopError> {
        self.built(by)?.look_up(delivery).await
    }

    fn built(&self, by: Rail) -> Result<&dyn PayoutRail, ShopError> {
        self.get(by).ok_or_else(|| ShopError::Refused { what: by.name().to_owned() })
    }
}

/// What was heard of a delivery that was sent or finished. An error that says nothing was sent is no answer.
pub(super) fn of_sending(answer: Result<Heard, ShopError>) -> Result<Heard, ShopError> {
    answer.or_else(|error| match error.came_of_it() {
        CameOfIt::Nothing => Err(error),
        CameOfIt::Refused { what } => Ok(Heard::Sent(Sent::Refused { what })),
        CameOfIt::Unknown => Ok(Heard::Sent(Sent::Unknown)),
    })
}

/// What was heard of a correction.
pub(super) fn of_correcting(answer: Result<i64, ShopError>) -> Result<Heard, ShopError> {
    answer.map(|used| Heard::Corrected { used }).or_else(|error| match error.came_of_it() {
        CameOfIt::Nothing => Err(error),
        CameOfIt::Refused { what } => Ok(Heard::NotCorrected { what }),
        CameOfIt::Unknown => Ok(Heard::Sent(Sent::Unknown)),
    })
}
