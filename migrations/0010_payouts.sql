-- What the engine keeps of payouts. The records are its own, as canonical bytes.

-- A reward's latest payout, by the reward's number.
CREATE TABLE IF NOT EXISTS state_payout (key INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
-- Acts on money that wait for a second person, by the key of the event that proposed each.
CREATE TABLE IF NOT EXISTS state_proposal (key INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
-- What holds for all payouts.
CREATE TABLE IF NOT EXISTS state_policy (one INTEGER PRIMARY KEY CHECK (one = 1), bytes BLOB NOT NULL) STRICT;

-- The list of payouts: a row for each reward that is, or was, to be delivered outside. States are numbered in the order of `PayoutState`; the
-- first four are what the desk can go on with by itself.
CREATE TABLE IF NOT EXISTS payout (
  no INTEGER PRIMARY KEY, state INTEGER NOT NULL, rail INTEGER NOT NULL, asset INTEGER NOT NULL, minor INTEGER NOT NULL, should INTEGER,
  used INTEGER NOT NULL, generation INTEGER NOT NULL, attempts INTEGER NOT NULL, code INTEGER, external INTEGER, since INTEGER NOT NULL,
  intended_at INTEGER, intended INTEGER
) STRICT;
CREATE INDEX IF NOT EXISTS payout_state ON payout (state, since, no);
CREATE INDEX IF NOT EXISTS payout_since ON payout (since, no);
CREATE INDEX IF NOT EXISTS payout_open ON payout (rail, no) WHERE state < 4;
CREATE INDEX IF NOT EXISTS payout_code ON payout (code) WHERE code IS NOT NULL;
CREATE INDEX IF NOT EXISTS payout_intended ON payout (intended_at) WHERE intended_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS payout_total (
  state INTEGER NOT NULL, rail INTEGER NOT NULL, asset INTEGER NOT NULL, count INTEGER NOT NULL, minor INTEGER NOT NULL,
  PRIMARY KEY (state, rail, asset)
) STRICT, WITHOUT ROWID;

-- What was due before there was such a list. What stands in a wallet of ours is delivered by itself.
INSERT OR IGNORE INTO payout (no, state, rail, asset, minor, used, generation, attempts, since)
  SELECT no, 0, rail, asset, minor, 0, 1, 0, coalesce(due_at, created_at) FROM reward WHERE state = 1 AND rail <> 2;
INSERT OR IGNORE INTO payout_total (state, rail, asset, count, minor) SELECT state, rail, asset, count(*), sum(minor) FROM payout GROUP BY state, rail, asset;

-- After a payout ------------------------------------------------------------------------------------------------------------------------------

-- What reconciliation found to differ between what was recorded here and what the shop has. "id" is what the shop calls it; "here" and "there"
-- are what each side says can be spent, or was used, in minor units. "state": 0 open, 1 mended, 2 left as it is. "run" is the last run that
-- found it.
CREATE TABLE IF NOT EXISTS finding (
  no INTEGER PRIMARY KEY, kind INTEGER NOT NULL, reward INTEGER, rail INTEGER NOT NULL, id BLOB, code TEXT NOT NULL,
  currency_here INTEGER, here INTEGER, currency_there INTEGER, there INTEGER,
  state INTEGER NOT NULL, found_at INTEGER NOT NULL, seen_at INTEGER NOT NULL, run INTEGER NOT NULL,
  ended_at INTEGER, actor INTEGER, reason INTEGER
) STRICT;
CREATE INDEX IF NOT EXISTS finding_open ON finding (kind, reward) WHERE state <> 1;
-- From when on a card or voucher that was delivered cannot be used any more: nothing about the shop's row changes then.
CREATE TABLE IF NOT EXISTS expiring (kind INTEGER NOT NULL, id BLOB NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS expiring_at ON expiring (at);
