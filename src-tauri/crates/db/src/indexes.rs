//! Indexes that are made after the first bulk load, because making them at once is faster than keeping them up row by row.

use crate::error::Result;
use crate::writer::Tx;

/// Of the mirror: made when its first round is complete.
const MIRROR: [&str; 6] = [
    "CREATE INDEX IF NOT EXISTS customer_updated ON customer (updated)",
    "CREATE INDEX IF NOT EXISTS customer_email ON customer (email)",
    "CREATE INDEX IF NOT EXISTS customer_name ON customer (name)",
    "CREATE INDEX IF NOT EXISTS shop_order_customer ON shop_order (customer) WHERE customer IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS shop_order_guest ON shop_order (email) WHERE customer IS NULL",
    "CREATE INDEX IF NOT EXISTS shop_transaction_order ON shop_transaction (shop_order) WHERE shop_order IS NOT NULL",
];

/// Of the read models: made when the first fold is done.
const READ_MODELS: [&str; 14] = [
    "CREATE INDEX IF NOT EXISTS reward_created ON reward (created_at)",
    "CREATE INDEX IF NOT EXISTS reward_state_created ON reward (state, created_at)",
    "CREATE INDEX IF NOT EXISTS reward_amount ON reward (asset, minor)",
    "CREATE INDEX IF NOT EXISTS reward_order ON reward (shop_order) WHERE shop_order IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS reward_for_person ON reward (created_at) WHERE waits & 12 <> 0",
    "CREATE INDEX IF NOT EXISTS referral_bound ON referral (bound_at)",
    "CREATE INDEX IF NOT EXISTS referral_status_bound ON referral (status, bound_at)",
    "CREATE INDEX IF NOT EXISTS referral_paid ON referral (first_paid_at) WHERE first_paid_at IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS referral_refused ON referral (advocate, status) WHERE reason IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS money_fact_at ON money_fact (at)",
    "CREATE INDEX IF NOT EXISTS party_event_seq ON party_event (party, seq)",
    "CREATE INDEX IF NOT EXISTS party_identity_party ON party_identity (party)",
    "CREATE INDEX IF NOT EXISTS state_customer_party ON state_customer (party)",
    "CREATE INDEX IF NOT EXISTS state_email_party ON state_email (party)",
];

impl Tx<'_> {
    pub(crate) fn index_mirror(&self) -> Result<()> {
        self.make(&MIRROR)
    }

    pub(crate) fn index_read_models(&self) -> Result<()> {
        self.make(&READ_MODELS)
    }

    fn make(&self, indexes: &[&str]) -> Result<()> {
        for sql in indexes {
            self.conn.execute_batch(sql)?;
        }
        Ok(())
    }
}
