-- What somebody who reviews asks for: which fraud signals were found when a reward was promised.
CREATE TABLE reward_signal (signal INTEGER NOT NULL, reward INTEGER NOT NULL, PRIMARY KEY (signal, reward)) STRICT, WITHOUT ROWID;
