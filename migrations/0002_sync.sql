-- A sync to be trusted: what came late, what is gone, what must be read again, and how far the mirror is known to be whole.

-- The mirror keeps what the shop no longer has -----------------------------------------------------------------------------------------------

-- When the shop was found to have a row no more. The row stays as history; it comes back to life when the shop shows it again.
ALTER TABLE customer ADD COLUMN gone_at INTEGER;
ALTER TABLE shop_order ADD COLUMN gone_at INTEGER;
ALTER TABLE shop_transaction ADD COLUMN gone_at INTEGER;
ALTER TABLE gift_card ADD COLUMN gone_at INTEGER;
ALTER TABLE voucher ADD COLUMN gone_at INTEGER;
CREATE INDEX customer_gone ON customer (gone_at) WHERE gone_at IS NOT NULL;
CREATE INDEX shop_order_gone ON shop_order (gone_at) WHERE gone_at IS NOT NULL;
CREATE INDEX shop_transaction_gone ON shop_transaction (gone_at) WHERE gone_at IS NOT NULL;
CREATE INDEX gift_card_gone ON gift_card (gone_at) WHERE gone_at IS NOT NULL;
CREATE INDEX voucher_gone ON voucher (gone_at) WHERE gone_at IS NOT NULL;
-- When a payment was made: completeness counts rows by the month of their creation.
ALTER TABLE shop_transaction ADD COLUMN created INTEGER NOT NULL DEFAULT 0;

-- Orders to be read again by id: those that can change without their time of change telling, and those of which another row tells more. What
-- was never checked, or has to be at once, has the instant 0. "id" is the shop's, where the mirror does not hold the order yet.
CREATE TABLE reread (key INTEGER PRIMARY KEY, id BLOB, checked_at INTEGER NOT NULL) STRICT;
CREATE INDEX reread_checked ON reread (checked_at, key);

-- Quarantine: when the row was last asked for again, and how often.
ALTER TABLE quarantine ADD COLUMN checked_at INTEGER;
ALTER TABLE quarantine ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
CREATE INDEX quarantine_waits ON quarantine (checked_at, no) WHERE resolved_at IS NULL;

-- The fold -----------------------------------------------------------------------------------------------------------------------------------

-- Nothing that happened later than this goes below the barrier: of that time not all kinds of rows have been read.
ALTER TABLE barrier ADD COLUMN until INTEGER;
-- How many events a commit of this fold holds: a fold that is gone on with cuts where it would have been cut.
ALTER TABLE barrier ADD COLUMN chunk INTEGER;
-- How many events were staged then and are to wait.
ALTER TABLE barrier ADD COLUMN left_out INTEGER NOT NULL DEFAULT 0;

-- Contacts that bound nobody because nobody owned their code, by the event that told them: one who comes to own it lets them be judged again.
CREATE TABLE refused_contact (code INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (code, seq)) STRICT, WITHOUT ROWID;
-- Events that are to be judged again, each once, because of what a later event told. Emptied right after the fold, and after a kill at the
-- next start.
CREATE TABLE rejudge (seq INTEGER PRIMARY KEY, why INTEGER NOT NULL, cause INTEGER NOT NULL) STRICT;

-- Completeness -------------------------------------------------------------------------------------------------------------------------------

-- What the last full check counted, by kind and month of creation; the month -1 stands for kinds that know no time. "is_equal" compares the
-- ids and times of change, not only their number.
CREATE TABLE completeness (
  kind INTEGER NOT NULL, month INTEGER NOT NULL, here INTEGER NOT NULL, there INTEGER NOT NULL, is_equal INTEGER NOT NULL,
  PRIMARY KEY (kind, month)
) STRICT, WITHOUT ROWID;
-- When each kind was last checked in full, and how many rows that check had to mend.
CREATE TABLE full_check (kind INTEGER PRIMARY KEY, checked_at INTEGER NOT NULL, mended INTEGER NOT NULL) STRICT;

-- What reading the shop went through, for a support person: codes and figures, no word about a person. Only the last rows are kept.
-- "trouble" is the code of what went wrong, if anything did.
CREATE TABLE sync_log (
  no INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind INTEGER, code TEXT NOT NULL, args BLOB NOT NULL, trouble TEXT, trouble_args BLOB
) STRICT;
