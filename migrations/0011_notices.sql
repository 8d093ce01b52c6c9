-- Notices: letters to advocates and friends. A row is written in the commit that makes it true; its words are put together when it is sent.
-- At most one letter of a kind for each subject (a reward, or a friend) and generation of its payout.
CREATE TABLE IF NOT EXISTS notice (
  no INTEGER PRIMARY KEY, kind INTEGER NOT NULL, subject INTEGER NOT NULL, generation INTEGER NOT NULL, party INTEGER NOT NULL,
  at INTEGER NOT NULL, days INTEGER, expires_at INTEGER, state INTEGER NOT NULL, tries INTEGER NOT NULL, next_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL, why INTEGER, said TEXT, UNIQUE (kind, subject, generation)
) STRICT;
CREATE INDEX IF NOT EXISTS notice_open ON notice (state, next_at) WHERE state < 2;
CREATE INDEX IF NOT EXISTS notice_party ON notice (party);
-- Which kinds are wished for, and since when: what happened before is told to nobody.
CREATE TABLE IF NOT EXISTS notice_switch (kind INTEGER PRIMARY KEY, since INTEGER NOT NULL) STRICT;
-- Words that somebody chose in place of ours.
CREATE TABLE IF NOT EXISTS notice_text (
  kind INTEGER NOT NULL, language TEXT NOT NULL, subject TEXT NOT NULL, mjml TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (kind, language)
) STRICT, WITHOUT ROWID;
