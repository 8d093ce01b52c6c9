-- Rounds that cost what changed: nothing is counted or asked for again that a row of its own can tell.

-- How many rows of each kind the mirror has, and how many of them are gone: kept by the transaction that puts them, so that nobody counts them.
CREATE TABLE mirror_count (kind INTEGER PRIMARY KEY, rows INTEGER NOT NULL, gone INTEGER NOT NULL) STRICT;
INSERT INTO mirror_count (kind, rows, gone) VALUES
  (0, (SELECT count(*) FROM customer), (SELECT count(*) FROM customer WHERE gone_at IS NOT NULL)),
  (1, (SELECT count(*) FROM shop_order), (SELECT count(*) FROM shop_order WHERE gone_at IS NOT NULL)),
  (2, (SELECT count(*) FROM shop_transaction), (SELECT count(*) FROM shop_transaction WHERE gone_at IS NOT NULL)),
  (3, (SELECT count(*) FROM gift_card), (SELECT count(*) FROM gift_card WHERE gone_at IS NOT NULL)),
  (4, (SELECT count(*) FROM voucher), (SELECT count(*) FROM voucher WHERE gone_at IS NOT NULL));

-- Until when something can come of an order in the list; without it, until it was looked at.
ALTER TABLE reread ADD COLUMN until INTEGER;
CREATE INDEX reread_until ON reread (until) WHERE until IS NOT NULL;

-- Before when a row in quarantine is not asked for again; 0 lets it be asked for at once.
ALTER TABLE quarantine ADD COLUMN retry_at INTEGER NOT NULL DEFAULT 0;
DROP INDEX quarantine_waits;
CREATE INDEX quarantine_due ON quarantine (retry_at, no) WHERE resolved_at IS NULL;

-- Full checks that failed or were stopped, since the last one that came to its end: the next one waits a while.
CREATE TABLE full_check_try (kind INTEGER PRIMARY KEY, tried_at INTEGER NOT NULL, tries INTEGER NOT NULL) STRICT;
