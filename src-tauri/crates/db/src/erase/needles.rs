//! What must not be found any more.

use crate::cell::damaged;
use crate::error::{DbError, Result};
use aho_corasick::AhoCorasick;
use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::Path;

/// Shorter texts are found everywhere and tell of nobody.
pub(super) const SHORTEST: usize = 5;
/// How much of a file is read at a time.
const CHUNK: usize = 1 << 20;

/// Texts that must not be found any more: a person's addresses, numbers, codes and whole names.
#[derive(Debug, Clone)]
pub struct Needles {
    found: AhoCorasick,
    longest: usize,
    texts: Vec<String>,
}

impl Needles {
    /// Needles of these texts, found in any case of their letters.
    ///
    /// # Errors
    /// [`DbError::Damaged`] when they are too many to be searched for at once.
    pub fn new(texts: impl IntoIterator<Item = String>) -> Result<Self> {
        Self::of(texts.into_iter().filter(|text| text.trim().len() >= SHORTEST))
    }

    /// Needles of any length, for where they are looked at more closely.
    pub(super) fn of(texts: impl IntoIterator<Item = String>) -> Result<Self> {
        let spellings = texts.into_iter().flat_map(|text| [text.to_lowercase(), text]);
        let texts: Vec<String> = spellings.filter(|text| !text.trim().is_empty()).collect::<BTreeSet<_>>().into_iter().collect();
        let found = AhoCorasick::builder().ascii_case_insensitive(true).build(&texts).map_err(damaged)?;
        Ok(Self { found, longest: texts.iter().map(String::len).max().unwrap_or(0), texts })
    }

    /// What is searched for.
    #[must_use]
    pub fn texts(&self) -> &[String] {
        &self.texts
    }

    /// Whether any of them stands in some bytes, if only as part of something longer.
    pub(crate) fn is_in(&self, bytes: &[u8]) -> bool {
        self.longest > 0 && self.found.is_match(bytes)
    }

    /// Whether any of them stands in a text as itself: the code `ANNA-7` does not stand in `ANNA-70`, nor `anna@x.example` in `joanna@x.example`.
    pub(crate) fn are_said_in(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        self.longest > 0
            && self.found.find_overlapping_iter(text).any(|found| {
                let before = (0..found.start()).rev().map(|index| bytes[index]);
                let after = (found.end()..bytes.len()).map(|index| bytes[index]);
                !goes_on(before) && !goes_on(after)
            })
    }

    /// Without those that are part of one of these texts: where they are found in bytes says nothing of the person.
    pub(crate) fn without_parts_of<'t>(self, texts: impl IntoIterator<Item = &'t str>) -> Result<Self> {
        let mut parts = BTreeSet::new();
        for text in texts {
            parts.extend(self.found.find_overlapping_iter(text).map(|found| found.pattern().as_usize()));
        }
        if parts.is_empty() {
            return Ok(self);
        }
        let left = self.texts.into_iter().enumerate().filter(|(index, _)| !parts.contains(index)).map(|(_, text)| text);
        Self::new(left)
    }

    /// How often they stand in a file.
    ///
    /// # Errors
    /// [`DbError::Unreadable`].
    pub fn count_in(&self, path: &Path) -> Result<u64> {
        let unreadable = |error: std::io::Error| DbError::Unreadable { path: path.to_owned(), what: error.to_string() };
        let mut file = std::fs::File::open(path).map_err(unreadable)?;
        let (mut buffer, mut found) = (Vec::with_capacity(CHUNK + self.longest), 0);
        loop {
            let read = (&mut file).take(CHUNK as u64).read_to_end(&mut buffer).map_err(unreadable)?;
            if self.longest > 0 {
                found += self.found.find_iter(&buffer).count() as u64;
            }
            if read == 0 {
                return Ok(found);
            }
            // What lies across two chunks is found in the second: less than the longest needle is kept, so nothing is counted twice that
            // did not stand at the very end.
            let keep = buffer.len().saturating_sub(self.longest.saturating_sub(1));
            buffer.drain(..keep);
        }
    }
}

/// Whether a word goes on where a needle ends: with a letter or a digit, or with one behind a sign that words and addresses hold.
fn goes_on(mut next: impl Iterator<Item = u8>) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte >= 0x80;
    match next.next() {
        Some(b'-' | b'.' | b'_' | b'+' | b'@') => next.next().is_some_and(is_letter),
        Some(byte) => is_letter(byte),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_needle_is_found_as_itself_alone() {
        let needles = Needles::new(["anna@x.example", "ANNA-7", "Anna Schmidt", "abc"].map(str::to_owned)).unwrap();
        #[track_caller]
        fn check(needles: &Needles, text: &str, said: bool) {
            assert_eq!(needles.are_said_in(text), said, "{text}");
        }
        for text in ["anna@x.example", "write to Anna@X.example.", "<ANNA@x.example>", "code anna-7, please", "(Anna Schmidt)", "anna@x.example\nbob"]
        {
            check(&needles, text, true);
        }
        for text in
            ["joanna@x.example", "jo.anna@x.example", "anna@x.example.org", "ANNA-70", "BANNA-7", "ANNA-7-B", "Hanna Schmidt", "abc", "", "äanna-7"]
        {
            check(&needles, text, false);
        }
        assert!(needles.is_in(b"ANNA-70"));
        assert!(!needles.clone().without_parts_of(["x ANNA-70"]).unwrap().is_in(b"ANNA-7"));
        assert!(needles.without_parts_of(["ANNA-70"]).unwrap().is_in(b"anna@x.example"));
    }

    #[test]
    fn a_needle_that_lies_across_two_reads_is_counted_once() {
        let needle = "needle-of-some-length";
        let needles = Needles::new([needle.to_owned()]).unwrap();
        for start in [CHUNK - 30, CHUNK - 10, CHUNK - 1, CHUNK, CHUNK + 5] {
            let mut bytes = vec![b'.'; 2 * CHUNK + 100];
            bytes[start..start + needle.len()].copy_from_slice(needle.as_bytes());
            let file = tempfile::NamedTempFile::new().unwrap();
            std::fs::write(file.path(), &bytes).unwrap();
            assert_eq!(needles.count_in(file.path()).unwrap(), 1, "at {start}");
        }
    }
}
