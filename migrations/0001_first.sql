-- The first shape of the db. Words are those of design section 1; instants are microseconds since 1970 in UTC; money is in minor units.
-- A key is a shop's id as 64 bits: a decimal id is its own number, any other text is a negative number that names its row in "name".
PRAGMA application_id = 0x56434846; -- "VCHF"

-- Names ------------------------------------------------------------------------------------------------------------------------------------

CREATE TABLE name (no INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;

-- What can point to a person. Erasing empties "value" and leaves the number, so events, outcomes and journal stand (law 10).
CREATE TABLE identity (no INTEGER PRIMARY KEY, kind INTEGER NOT NULL, value TEXT, UNIQUE (kind, value)) STRICT;

-- Shop, settings, programs, sync -----------------------------------------------------------------------------------------------------------

CREATE TABLE shop (
  one INTEGER PRIMARY KEY CHECK (one = 1), url TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL, connected_at INTEGER NOT NULL
) STRICT;
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE program (
  id TEXT NOT NULL, version INTEGER NOT NULL, source TEXT NOT NULL, added_at INTEGER NOT NULL, PRIMARY KEY (id, version)
) STRICT;
CREATE TABLE cursor (
  kind INTEGER PRIMARY KEY, round INTEGER NOT NULL, since INTEGER, after TEXT, seen INTEGER NOT NULL, total INTEGER, watermark INTEGER,
  started_at INTEGER NOT NULL, finished_at INTEGER
) STRICT;
CREATE TABLE quarantine (
  no INTEGER PRIMARY KEY, kind INTEGER NOT NULL, source_id TEXT NOT NULL, code TEXT NOT NULL, args BLOB NOT NULL, raw BLOB NOT NULL,
  at INTEGER NOT NULL, resolved_at INTEGER, UNIQUE (kind, source_id)
) STRICT;

-- Mirror: what the shop says. "cold" holds the canonical bytes of the whole row; the other columns are what is searched, sorted or summed. --
-- Its secondary indexes are made when the first round is complete (crate db, indexes.rs): that is faster than keeping them up.

CREATE TABLE customer (
  key INTEGER PRIMARY KEY, updated INTEGER NOT NULL, joined INTEGER NOT NULL, email INTEGER NOT NULL, name TEXT NOT NULL, cold BLOB NOT NULL
) STRICT;
CREATE TABLE shop_order (
  key INTEGER PRIMARY KEY, updated INTEGER NOT NULL, created INTEGER NOT NULL, status INTEGER NOT NULL, customer INTEGER, email INTEGER,
  channel INTEGER NOT NULL, currency INTEGER NOT NULL, total INTEGER NOT NULL, cold BLOB NOT NULL
) STRICT;
CREATE TABLE shop_transaction (
  no INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, updated INTEGER NOT NULL, shop_order INTEGER, currency INTEGER NOT NULL,
  charged INTEGER NOT NULL, cold BLOB NOT NULL
) STRICT;
CREATE TABLE gift_card (
  no INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, created INTEGER NOT NULL, currency INTEGER NOT NULL, current INTEGER NOT NULL,
  is_active INTEGER NOT NULL, cold BLOB NOT NULL
) STRICT;
CREATE TABLE voucher (no INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, start INTEGER NOT NULL, used INTEGER NOT NULL, cold BLOB NOT NULL) STRICT;

-- Events on their way to the log: staged page by page, put in order and folded when a round is complete. ------------------------------------

CREATE TABLE staged (
  no INTEGER PRIMARY KEY, class INTEGER NOT NULL, key INTEGER NOT NULL, part INTEGER NOT NULL, at INTEGER NOT NULL, rank INTEGER NOT NULL,
  bytes BLOB NOT NULL, UNIQUE (class, key, part)
) STRICT;
-- Up to which number staged events are being folded, and the log's last number when that began.
CREATE TABLE barrier (one INTEGER PRIMARY KEY CHECK (one = 1), no INTEGER NOT NULL, seq INTEGER NOT NULL) STRICT;

-- The log: only ever added to (law 1). -----------------------------------------------------------------------------------------------------

-- An event and what it came to, as the journal hashes them.
CREATE TABLE event (
  seq INTEGER PRIMARY KEY, class INTEGER NOT NULL, key INTEGER NOT NULL, part INTEGER NOT NULL, at INTEGER NOT NULL, bytes BLOB NOT NULL,
  outcome BLOB NOT NULL, UNIQUE (class, key, part)
) STRICT;
CREATE TABLE transfer (
  no INTEGER PRIMARY KEY, seq INTEGER NOT NULL, debit_kind INTEGER NOT NULL, debit_ref INTEGER NOT NULL, credit_kind INTEGER NOT NULL,
  credit_ref INTEGER NOT NULL, asset INTEGER NOT NULL, minor INTEGER NOT NULL CHECK (minor > 0), reward INTEGER NOT NULL
) STRICT;
CREATE TABLE journal (
  no INTEGER PRIMARY KEY, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL, recorded_at INTEGER NOT NULL, engine INTEGER NOT NULL,
  previous BLOB NOT NULL, hash BLOB NOT NULL
) STRICT;

CREATE TRIGGER event_never_changes BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are only ever added'); END;
CREATE TRIGGER event_never_goes BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are only ever added'); END;
CREATE TRIGGER transfer_never_changes BEFORE UPDATE ON transfer BEGIN SELECT RAISE(ABORT, 'transfers are only ever added'); END;
CREATE TRIGGER transfer_never_goes BEFORE DELETE ON transfer BEGIN SELECT RAISE(ABORT, 'transfers are only ever added'); END;
CREATE TRIGGER journal_never_changes BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'journal entries are only ever added'); END;
CREATE TRIGGER journal_never_goes BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'journal entries are only ever added'); END;
CREATE TRIGGER program_never_changes BEFORE UPDATE ON program BEGIN SELECT RAISE(ABORT, 'a version of a program never changes'); END;
CREATE TRIGGER program_never_goes BEFORE DELETE ON program BEGIN SELECT RAISE(ABORT, 'a version of a program never changes'); END;

-- Which events a friend's decisions and a reward's history are found in.
CREATE TABLE decided (friend INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (friend, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE reward_event (reward INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (reward, seq)) STRICT, WITHOUT ROWID;

-- The engine's state: keyed records in canonical bytes. --------------------------------------------------------------------------------------

CREATE TABLE state_totals (one INTEGER PRIMARY KEY CHECK (one = 1), bytes BLOB NOT NULL) STRICT;
CREATE TABLE state_party (key INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
CREATE TABLE state_tally (key INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
CREATE TABLE state_customer (key INTEGER PRIMARY KEY, party INTEGER NOT NULL) STRICT;
CREATE TABLE state_email (key INTEGER PRIMARY KEY, party INTEGER NOT NULL) STRICT;
CREATE TABLE state_code (key INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
CREATE TABLE state_click (key INTEGER PRIMARY KEY, code INTEGER NOT NULL) STRICT;
CREATE TABLE state_order (key INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
CREATE TABLE state_reward (key INTEGER PRIMARY KEY, deadline INTEGER, bytes BLOB NOT NULL) STRICT;
CREATE TABLE state_program (key INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
CREATE INDEX state_reward_deadline ON state_reward (deadline) WHERE deadline IS NOT NULL;

-- Parties that turned out to be another one: rows of the read models follow.
CREATE TABLE merged (party INTEGER PRIMARY KEY, into_party INTEGER NOT NULL) STRICT;

-- Read models: what screens ask for, kept in the same commit as the log. ----------------------------------------------------------------------

CREATE TABLE reward (
  no INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, program INTEGER NOT NULL, version INTEGER NOT NULL, rule INTEGER NOT NULL, role INTEGER NOT NULL,
  friend INTEGER NOT NULL, beneficiary INTEGER NOT NULL, shop_order INTEGER, rail INTEGER NOT NULL, state INTEGER NOT NULL, waits INTEGER NOT NULL,
  reason INTEGER, asset INTEGER NOT NULL, minor INTEGER NOT NULL, created_at INTEGER NOT NULL, due_at INTEGER, ended_at INTEGER,
  revision INTEGER NOT NULL
) STRICT;
CREATE INDEX reward_friend ON reward (friend);
CREATE INDEX reward_beneficiary ON reward (beneficiary);
CREATE TABLE reward_total (
  state INTEGER NOT NULL, waits INTEGER NOT NULL, role INTEGER NOT NULL, asset INTEGER NOT NULL, count INTEGER NOT NULL, minor INTEGER NOT NULL,
  PRIMARY KEY (state, waits, role, asset)
) STRICT, WITHOUT ROWID;
CREATE TABLE referral (
  friend INTEGER PRIMARY KEY, advocate INTEGER, code INTEGER NOT NULL, status INTEGER NOT NULL, reason INTEGER, bound_at INTEGER NOT NULL,
  registered_at INTEGER, activated_at INTEGER, first_paid_at INTEGER
) STRICT;
CREATE INDEX referral_advocate ON referral (advocate) WHERE advocate IS NOT NULL;
CREATE TABLE person_figure (
  party INTEGER NOT NULL, currency INTEGER NOT NULL, orders INTEGER NOT NULL, revenue INTEGER NOT NULL, cost INTEGER NOT NULL,
  PRIMARY KEY (party, currency)
) STRICT, WITHOUT ROWID;
-- The channel of what belongs to no order is -1.
CREATE TABLE figure (
  month INTEGER NOT NULL, channel INTEGER NOT NULL, currency INTEGER NOT NULL, new_friends INTEGER NOT NULL, referred_orders INTEGER NOT NULL,
  revenue INTEGER NOT NULL, accrued INTEGER NOT NULL, issued INTEGER NOT NULL, redeemed INTEGER NOT NULL, spend INTEGER NOT NULL,
  PRIMARY KEY (month, channel, currency)
) STRICT, WITHOUT ROWID;
-- What an account received minus what it gave: an expense is positive, what we owe negative.
CREATE TABLE balance (
  kind INTEGER NOT NULL, ref INTEGER NOT NULL, asset INTEGER NOT NULL, minor INTEGER NOT NULL, PRIMARY KEY (kind, ref, asset)
) STRICT, WITHOUT ROWID;
