//! The journal: an append-only, hash-chained record of all that was decided and done.
//!
//! There is one entry for each commit. Its hash covers the hash of the entry before and the canonical bytes of everything that the commit
//! recorded, so no entry can be changed, dropped or moved without breaking the chain. A cut-off tail alone does not show: that takes a
//! checkpoint (number and hash of an entry) kept elsewhere.

use crate::canon::Canon;
use crate::event::Event;
use crate::outcome::{ENGINE_VERSION, Outcome};
use crate::time::Timestamp;

/// The hash of an entry: BLAKE3, 32 bytes.
pub type EntryHash = [u8; 32];

/// The hash that the first entry stands on.
pub const GENESIS: EntryHash = [0; 32];

/// How many bytes are hashed at once.
const AT_ONCE: usize = 64 << 10;

/// An entry while its commit is being put together.
#[derive(Debug, Clone)]
pub struct EntryHasher {
    hasher: blake3::Hasher,
    buffer: Vec<u8>,
    count: u64,
}

impl EntryHasher {
    /// Starts the entry with this number, on the hash of the one before, for a commit made at an instant of the desk's clock.
    #[must_use]
    pub fn new(number: u64, previous: &EntryHash, recorded_at: Timestamp) -> Self {
        Self::of_engine(ENGINE_VERSION, number, previous, recorded_at)
    }

    /// Starts an entry that this version of the engine has made, to check it.
    #[must_use]
    pub fn of_engine(engine: u32, number: u64, previous: &EntryHash, recorded_at: Timestamp) -> Self {
        let mut buffer = Vec::with_capacity(512);
        "vouchsafe-journal-1".to_owned().write(&mut buffer);
        number.write(&mut buffer);
        previous.write(&mut buffer);
        recorded_at.write(&mut buffer);
        engine.write(&mut buffer);
        Self { hasher: blake3::Hasher::new(), buffer, count: 0 }
    }

    /// Adds an event with its place in the log and what it came to, as the bytes that the db stores.
    pub fn add(&mut self, seq: u64, event: &[u8], outcome: &[u8]) {
        // BLAKE3 hashes many kilobytes at once several times as fast as one event after the other.
        if self.buffer.len() >= AT_ONCE {
            self.hasher.update(&self.buffer);
            self.buffer.clear();
        }
        seq.write(&mut self.buffer);
        for part in [event, outcome] {
            (part.len() as u64).write(&mut self.buffer);
            self.buffer.extend_from_slice(part);
        }
        self.count += 1;
    }

    /// The entry's hash.
    #[must_use]
    pub fn finish(mut self) -> EntryHash {
        self.count.write(&mut self.buffer);
        self.hasher.update(&self.buffer);
        self.hasher.finalize().into()
    }
}

/// The canonical bytes of an event and its outcome, as they are stored and hashed.
#[must_use]
pub fn bytes_of(event: &Event, outcome: &Outcome) -> (Vec<u8>, Vec<u8>) {
    (event.to_bytes(), outcome.to_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hash(number: u64, previous: &EntryHash, records: &[(u64, Vec<u8>, Vec<u8>)]) -> EntryHash {
        let mut entry = EntryHasher::new(number, previous, Timestamp::EPOCH);
        for (seq, event, outcome) in records {
            entry.add(*seq, event, outcome);
        }
        entry.finish()
    }

    #[test]
    fn moving_a_byte_between_event_and_outcome_changes_the_hash() {
        let one = hash(1, &GENESIS, &[(1, vec![1, 2], vec![3])]);
        let other = hash(1, &GENESIS, &[(1, vec![1], vec![2, 3])]);
        assert_ne!(one, other);
    }

    proptest! {
        #[test]
        fn any_change_to_an_entry_changes_its_hash(
            records in prop::collection::vec((any::<u64>(), prop::collection::vec(any::<u8>(), 0..20), prop::collection::vec(any::<u8>(), 0..20)), 1..5),
            index: prop::sample::Index,
            bit in 0u8..8,
        ) {
            let whole = hash(7, &GENESIS, &records);
            prop_assert_ne!(hash(8, &GENESIS, &records), whole);
            prop_assert_ne!(hash(7, &[1; 32], &records), whole);
            prop_assert_ne!(hash(7, &GENESIS, &records[1..]), whole);
            let mut flipped = records.clone();
            let (seq, event, _) = index.get_mut(&mut flipped);
            match event.first_mut() {
                Some(byte) => *byte ^= 1 << bit,
                None => *seq ^= 1 << bit,
            }
            prop_assert_ne!(hash(7, &GENESIS, &flipped), whole);
        }
    }
}
