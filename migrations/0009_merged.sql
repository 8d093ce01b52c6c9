-- Who was merged into somebody: asked with every late bond and merge, also before the first fold is done.
CREATE INDEX IF NOT EXISTS merged_into ON merged (into_party);

-- The list of rewards that an older version made knows nothing of `proposed`: it is put once more from the records when the file is opened.
INSERT INTO setting (key, value) SELECT 'rewards_owed', '1' WHERE EXISTS (SELECT 1 FROM reward);
