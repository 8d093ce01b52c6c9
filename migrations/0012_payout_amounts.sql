-- Payouts in the order of their amounts, within each currency or unit.
CREATE INDEX IF NOT EXISTS payout_amount ON payout (asset, minor, no);
