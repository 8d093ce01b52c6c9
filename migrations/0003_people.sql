-- People: what happened to each, what they told of themselves, and what the tree was at any place of the log.

-- Whom the events are about, in the order of the log, so that what changed since some place is the end of the table. Its index is made when
-- the first fold is done.
CREATE TABLE party_event (no INTEGER PRIMARY KEY, party INTEGER NOT NULL, seq INTEGER NOT NULL) STRICT;

-- Which addresses, telephones and so on a party ever told: what people share.
CREATE TABLE party_identity (identity INTEGER NOT NULL, party INTEGER NOT NULL, PRIMARY KEY (identity, party)) STRICT, WITHOUT ROWID;

-- Whose a code is.
CREATE TABLE code_owner (code INTEGER PRIMARY KEY, customer INTEGER NOT NULL) STRICT;
CREATE INDEX code_owner_customer ON code_owner (customer);

-- Bonds and merges in their order, each with the journal's entry that knows of it. Of a merge "other" is the party that stays, and no code is
-- told.
CREATE TABLE tie (
  no INTEGER PRIMARY KEY, entry INTEGER NOT NULL, party INTEGER NOT NULL, other INTEGER NOT NULL, code INTEGER, at INTEGER NOT NULL
) STRICT;
-- What money did to people's figures, at the instant of the event that told it.
CREATE TABLE money_fact (
  no INTEGER PRIMARY KEY, entry INTEGER NOT NULL, at INTEGER NOT NULL, party INTEGER NOT NULL, currency INTEGER NOT NULL,
  revenue INTEGER NOT NULL, cost INTEGER NOT NULL
) STRICT;
CREATE INDEX journal_recorded ON journal (recorded_at);

-- How many friends an advocate brought, and by which code.
CREATE INDEX referral_code ON referral (advocate, code, status) WHERE advocate IS NOT NULL;
DROP INDEX referral_advocate;
CREATE INDEX journal_first ON journal (first_seq);
