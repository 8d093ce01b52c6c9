-- What a reward would come to if a person agreed to give more than stands, in minor units; nothing where nobody is asked.
ALTER TABLE reward ADD COLUMN proposed INTEGER CHECK (proposed > 0);
