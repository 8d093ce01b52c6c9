//! A buffer of people: what can be searched in one run of bytes, and beside it what lists are filtered and sorted by.

use super::order::{Place, by_name};
use super::{CustomerHas, CustomerSort, CustomerStatus, Entry};
use memchr::memmem::Finder;
use std::num::NonZero;
use std::sync::OnceLock;
use vouchsafe_domain::party::PartyId;

/// Stands behind every text; no pattern holds it, so nothing is found across two texts.
pub(super) const END: u8 = b'\n';
/// The longest text that is searched, in bytes.
const LONGEST: usize = 200;
/// Buffers of fewer bytes are searched by one thread.
const SMALL: usize = 1 << 20;
/// From this share of rows on it is faster to walk the whole list than to sort what was found.
const FEW: usize = 256;

const STATUS: u8 = 0b11;
pub(super) const HAS_CODE: u8 = 1 << 2;
pub(super) const HAS_ADVOCATE: u8 = 1 << 3;
const HAS_FRIENDS: u8 = 1 << 4;

/// A set of rows.
#[derive(Debug, Clone, Default)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    pub(super) fn grow(&mut self, rows: usize) {
        self.0.resize(self.0.len().max(rows.div_ceil(64)), 0);
    }

    pub(super) fn set(&mut self, row: usize) {
        self.0[row / 64] |= 1 << (row % 64);
    }

    pub(super) fn has(&self, row: usize) -> bool {
        self.0.get(row / 64).is_some_and(|word| word & (1 << (row % 64)) != 0)
    }

    pub(super) fn without(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= !other);
    }

    pub(super) fn only(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= other);
    }

    pub(super) fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    pub(super) const fn bytes(&self) -> usize {
        self.0.capacity() * 8
    }

    fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().flat_map(|(index, word)| {
            let left = |word: u64| Some(word).filter(|word| *word != 0);
            std::iter::successors(left(*word), move |word| left(word & (word - 1))).map(move |word| index * 64 + word.trailing_zeros() as usize)
        })
    }
}

/// What is known of somebody beside the texts.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct About {
    pub(super) party: u32,
    /// Seconds since 1970; 0 where nobody knows.
    pub(super) joined: u32,
    pub(super) status: u8,
    pub(super) has: u8,
    pub(super) friends: u32,
}

/// People in the order in which they were put in.
#[derive(Debug, Default)]
pub(super) struct Segment {
    /// The texts of all, person behind person, the name first, each with [`END`] behind it.
    text: Vec<u8>,
    /// By row: where its texts begin; one more at the end.
    starts: Vec<u32>,
    parties: Vec<u32>,
    joined: Vec<u32>,
    flags: Vec<u8>,
    friends: Vec<u32>,
    /// Rows, who came last first.
    newest: Vec<u32>,
    /// Rows by name: made when it is first asked for.
    by_name: OnceLock<Vec<u32>>,
}

/// Lower-cased, with letters that people type for one another made one, and nothing that could end a text.
pub(super) fn folded(text: &str) -> String {
    let lower = text.to_lowercase();
    let fold = |c: char| match c {
        'ё' => 'е',
        'ς' => 'σ',
        c if c.is_control() => ' ',
        c => c,
    };
    lower.chars().map(fold).collect()
}

/// A text cut to what is searched, between characters.
fn cut(text: &str) -> &str {
    let end = (0..=LONGEST.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    &text[..end]
}

impl Segment {
    pub(super) const fn len(&self) -> usize {
        self.parties.len()
    }

    pub(super) fn bytes(&self) -> usize {
        let words = self.starts.capacity() + self.parties.capacity() + self.joined.capacity() + self.friends.capacity() + self.newest.capacity();
        self.text.capacity() + self.flags.capacity() + (words + self.by_name.get().map_or(0, Vec::capacity)) * 4
    }

    pub(super) fn party(&self, row: usize) -> u32 {
        self.parties[row]
    }

    pub(super) fn entry(&self, row: usize) -> Entry {
        let status = CustomerStatus::ALL[usize::from(self.flags[row] & STATUS)];
        Entry { party: PartyId(self.parties[row]), status, friends: self.friends[row] }
    }

    /// Adds somebody; the first text is the name.
    pub(super) fn push<'a>(&mut self, about: About, texts: impl IntoIterator<Item = &'a str>) {
        let before = self.text.len();
        for text in texts {
            self.text.extend_from_slice(cut(text).as_bytes());
            self.text.push(END);
        }
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        // Beyond four gigabytes nothing more is searched; the rows stand in lists all the same.
        if u32::try_from(self.text.len()).is_err() {
            self.text.truncate(before);
        }
        self.starts.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        self.row(about);
    }

    fn row(&mut self, about: About) {
        self.parties.push(about.party);
        self.joined.push(about.joined);
        let friends = if about.friends > 0 { HAS_FRIENDS } else { 0 };
        self.flags.push((about.status & STATUS) | about.has | friends);
        self.friends.push(about.friends);
    }

    /// Puts the rows in order, once all are there.
    pub(super) fn sorted(mut self) -> Self {
        let mut rows: Vec<u32> = (0..u32::try_from(self.len()).unwrap_or(u32::MAX)).collect();
        rows.sort_unstable_by_key(|row| std::cmp::Reverse((self.joined[*row as usize], self.parties[*row as usize])));
        self.newest = rows;
        self.text.shrink_to_fit();
        for column in [&mut self.starts, &mut self.parties, &mut self.joined, &mut self.friends] {
            column.shrink_to_fit();
        }
        self
    }

    /// A new segment with the rows that are not left out, and behind them those of another.
    pub(super) fn with(&self, other: &Self, left_out: impl Fn(usize) -> bool) -> Self {
        let mut both = Self::default();
        both.text.reserve_exact(self.text.len() + other.text.len());
        both.starts.push(0);
        let kept = (0..self.len()).filter(|row| !left_out(*row)).map(|row| (self, row));
        for (from, row) in kept.chain((0..other.len()).map(|row| (other, row))) {
            both.text.extend_from_slice(from.texts(row));
            both.starts.push(u32::try_from(both.text.len()).unwrap_or(u32::MAX));
            both.parties.push(from.parties[row]);
            both.joined.push(from.joined[row]);
            both.flags.push(from.flags[row]);
            both.friends.push(from.friends[row]);
        }
        both.sorted()
    }

    fn texts(&self, row: usize) -> &[u8] {
        &self.text[self.starts[row] as usize..self.starts[row + 1] as usize]
    }

    fn name(&self, row: usize) -> &[u8] {
        let texts = self.texts(row);
        &texts[..memchr::memchr(END, texts).unwrap_or(texts.len())]
    }

    /// The rows that have something and stand somehow.
    pub(super) fn admitted(&self, has: Option<CustomerHas>, status: Option<CustomerStatus>) -> Bits {
        let has = match has {
            None => 0,
            Some(CustomerHas::Code) => HAS_CODE,
            Some(CustomerHas::Advocate) => HAS_ADVOCATE,
            Some(CustomerHas::Friends) => HAS_FRIENDS,
        };
        let (mask, wanted) = match status {
            None => (has, has),
            Some(status) => (has | STATUS, has | status as u8),
        };
        let word = |flags: &[u8]| flags.iter().enumerate().fold(0, |word, (bit, flags)| word | (u64::from(flags & mask == wanted) << bit));
        Bits(self.flags.chunks(64).map(word).collect())
    }

    /// The rows in whose texts a pattern stands.
    pub(super) fn holding(&self, pattern: &[u8]) -> Bits {
        let finder = Finder::new(pattern);
        let threads = if self.text.len() < SMALL { 1 } else { std::thread::available_parallelism().map_or(1, NonZero::get).min(4) };
        // Each thread takes whole words of the answer.
        let share = self.len().div_ceil(threads).next_multiple_of(64).max(64);
        let shares = (0..self.len()).step_by(share).map(|start| start..(start + share).min(self.len()));
        if threads == 1 {
            return Bits(shares.flat_map(|rows| self.holding_in(rows, &finder)).collect());
        }
        let finder = &finder;
        let words = std::thread::scope(|scope| {
            let searches: Vec<_> = shares.map(|rows| scope.spawn(move || self.holding_in(rows, finder))).collect();
            searches.into_iter().flat_map(|search| search.join().unwrap_or_default()).collect()
        });
        Bits(words)
    }

    fn holding_in(&self, rows: std::ops::Range<usize>, finder: &Finder<'_>) -> Vec<u64> {
        let mut words = vec![0_u64; rows.len().div_ceil(64)];
        let starts = &self.starts[rows.start..=rows.end];
        let text = &self.text[..starts[rows.len()] as usize];
        let (mut at, mut row) = (starts[0] as usize, 0);
        while let Some(found) = finder.find(&text[at..]) {
            row += row_of(&starts[row..], at + found);
            words[row / 64] |= 1 << (row % 64);
            row += 1;
            at = starts[row] as usize;
        }
        words
    }

    /// Of the rows of a set, which has so many, the first ones of a list after some place.
    pub(super) fn first_after(&self, of: &Bits, count: usize, sort: CustomerSort, after: Option<&Place>, most: usize) -> Vec<usize> {
        let is_after = |row: usize| after.is_none_or(|after| self.place(row, sort) > *after);
        if count < FEW.max(self.len() / FEW) {
            let mut found: Vec<usize> = of.rows().filter(|row| is_after(*row)).collect();
            found.sort_by_cached_key(|row| self.place(*row, sort));
            found.truncate(most);
            return found;
        }
        let list = match sort {
            CustomerSort::Newest | CustomerSort::Oldest => &self.newest,
            CustomerSort::Name => self.by_name(),
        };
        let row = |index: usize| list[index] as usize;
        if sort == CustomerSort::Oldest {
            let end = list.partition_point(|row| is_after(*row as usize));
            return (0..end).rev().map(row).filter(|row| of.has(*row)).take(most).collect();
        }
        let start = list.partition_point(|row| !is_after(*row as usize));
        (start..list.len()).map(row).filter(|row| of.has(*row)).take(most).collect()
    }

    fn by_name(&self) -> &Vec<u32> {
        self.by_name.get_or_init(|| {
            let mut rows = self.newest.clone();
            let key = |row: &u32| (self.name(*row as usize), self.parties[*row as usize]);
            rows.sort_unstable_by(|a, b| by_name(key(a), key(b)));
            rows
        })
    }

    pub(super) fn place(&self, row: usize, sort: CustomerSort) -> Place {
        let name = if sort == CustomerSort::Name { self.name(row) } else { &[] };
        Place::of(sort, self.joined[row], name, self.parties[row])
    }
}

/// The row in which a byte stands, counted from the first of `starts`: near ones are found in a few steps.
fn row_of(starts: &[u32], byte: usize) -> usize {
    let mut reach = 1;
    while reach < starts.len() && starts[reach] as usize <= byte {
        reach *= 2;
    }
    let (low, high) = (reach / 2, reach.min(starts.len()));
    low + starts[low..high].partition_point(|start| *start as usize <= byte) - 1
}
