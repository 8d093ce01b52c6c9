-- What judging every program needs to know beside referrals and orders. The records are the engine's own, as canonical bytes.

-- What is known of a person: what they confirmed, their role and groups, the marks that they leave.
CREATE TABLE state_profile (key INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
-- Who left a mark, by its kind and identity.
CREATE TABLE state_mark (key INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
-- The rewards of what is neither an order nor a registration, by the key of the event.
CREATE TABLE state_occasion (key INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
-- Lists that staff keep beside the programs.
CREATE TABLE state_list (key INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
