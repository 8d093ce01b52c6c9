-- People who were erased (law 10). The shop may go on telling of them: what it says then is emptied at the door.
CREATE TABLE erased_customer (key INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;
CREATE TABLE erased_order (key INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;
-- Keyed hashes of their addresses and codes, by which they are known again in what others wrote down. The key stands in "setting".
CREATE TABLE erased_mark (hash BLOB PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
