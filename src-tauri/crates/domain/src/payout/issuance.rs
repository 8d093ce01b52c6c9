//! What a delivery is called on every desk alike: the issuance, and the code that stands for it outside.

use crate::canon::{Canon, Garbled};
use crate::name::Texts;
use crate::reward::{Occasion, RewardKey};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::{Digest as _, Sha1};
use sha2::Sha256;
use std::fmt;

/// Which delivery of a reward it is: the first, or one after it was reissued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Generation(pub u16);

impl Generation {
    /// The first delivery.
    pub const FIRST: Self = Self(1);

    /// The delivery after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl Canon for Generation {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
    }
    fn read(bytes: &mut &[u8]) -> Result<Self, Garbled> {
        u16::read(bytes).map(Self)
    }
}

/// What one delivery of one reward of one shop is called: a UUID of version 5, the same on every desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Issuance(pub [u8; 16]);

/// The name space of addresses (RFC 9562, section 6.6): the name begins with the shop's.
const ADDRESSES: [u8; 16] = [0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8];

impl Issuance {
    /// Names a delivery. The friend counts only where no order and no event says who is meant: an order has one buyer, whatever a desk knew of
    /// them when it judged ([`RewardKey::is_for_the_same`]).
    #[must_use]
    pub fn of(shop: &str, key: &RewardKey, generation: Generation, texts: &(impl Texts + ?Sized)) -> Self {
        let [rule, friend, occasion, role] = key.parts(texts);
        let friend = if key.occasion == Occasion::Registration { friend } else { String::new() };
        // No part holds the sign that divides them: texts with control characters pass no door.
        let name = format!("{}\n{rule}\n{friend}\n{occasion}\n{role}\n{}", shop.trim_end_matches('/'), generation.0);
        let hash = Sha1::new().chain_update(ADDRESSES).chain_update(name).finalize();
        let mut id = [0; 16];
        id.copy_from_slice(&hash[..16]);
        id[6] = id[6] & 0x0f | 0x50;
        id[8] = id[8] & 0x3f | 0x80;
        Self(id)
    }

    /// Reads the text that [`fmt::Display`] writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let is_divided = bytes.len() == 36 && [8, 13, 18, 23].iter().all(|at| bytes[*at] == b'-');
        let digits: String = text.chars().filter(|letter| *letter != '-').collect();
        if !is_divided || digits.len() != 32 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let mut id = [0; 16];
        for (byte, pair) in id.iter_mut().zip(digits.as_bytes().chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(id))
    }
}

impl fmt::Display for Issuance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, byte) in self.0.iter().enumerate() {
            if matches!(index, 4 | 6 | 8 | 10) {
                f.write_str("-")?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

/// The code that a delivery has outside: 16 capital letters and digits that nobody guesses who does not know the shop's secret.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExternalCode(String);

/// Crockford's letters: none of them is taken for another one.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl ExternalCode {
    /// What every code begins with.
    pub const HEAD: &str = "RF";

    /// The code of a delivery.
    #[must_use]
    pub fn of(secret: &[u8; 32], issuance: &Issuance) -> Self {
        // A key of 32 bytes is one of any length that the function admits.
        let Ok(mac) = Hmac::<Sha256>::new_from_slice(secret) else { return Self(String::new()) };
        let hash = mac.chain_update(issuance.0).finalize().into_bytes();
        let bits = hash.iter().take(9).fold(0u128, |bits, byte| bits << 8 | u128::from(*byte)) >> 2;
        let letters = (0..14).rev().map(|place| char::from(LETTERS[usize::try_from(bits >> (place * 5) & 31).unwrap_or(0)]));
        Self(Self::HEAD.chars().chain(letters).collect())
    }

    /// The code's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ExternalCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
