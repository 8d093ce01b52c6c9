//! Numbers for names: the core computes with small numbers, never with texts.
//!
//! A shop's ids (customer `46`, order `1042`, code `ANNA7K2`) become [`Key`]s: a decimal id is its own number, any other text gets a
//! symbol number from a [`Names`] table. What can point to a person becomes an [`Identity`] number, whose text lives in a table of its own
//! and can be erased while every event, outcome and journal entry stands (design law 10).

use crate::canon::{Canon, Garbled};
use crate::identity::{Email, Ip};
use crate::state::EmailSort;
use crate::time::Timestamp;
use rustc_hash::FxHashMap;

const SYMBOL: u64 = 1 << 63;

/// A shop's id as a number. Two keys are equal exactly when their texts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(u64);

impl Key {
    /// The key of a text that needs no table: a decimal number below 2^63 without leading zeros.
    #[must_use]
    pub fn of_number(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.is_empty() || bytes.len() > 18 || (bytes[0] == b'0' && bytes.len() > 1) || !bytes.iter().all(u8::is_ascii_digit) {
            return None;
        }
        text.parse().ok().map(Self)
    }

    /// The key with the given symbol number.
    #[must_use]
    pub const fn symbol(no: u32) -> Self {
        Self(SYMBOL | no as u64)
    }

    /// The key that an instant is in a natural key: its microseconds. Instants before 1970 would collide with symbols, and no shop has any.
    #[must_use]
    pub const fn of_instant(at: Timestamp) -> Self {
        Self::from_bits(if at.micros() < 0 { 0 } else { at.micros() })
    }

    /// The key as stored: its 64 bits.
    #[must_use]
    pub const fn bits(self) -> i64 {
        self.0.cast_signed()
    }

    /// The key that was stored as these bits.
    #[must_use]
    pub const fn from_bits(bits: i64) -> Self {
        Self(bits.cast_unsigned())
    }

    /// The symbol number, if the text stands in the table of names.
    #[must_use]
    pub fn as_symbol(self) -> Option<u32> {
        (self.0 & SYMBOL != 0).then(|| u32::try_from(self.0 & !SYMBOL).unwrap_or(u32::MAX))
    }

    /// The number, if the text is one.
    #[must_use]
    pub const fn as_number(self) -> Option<u64> {
        if self.0 & SYMBOL == 0 { Some(self.0) } else { None }
    }
}

impl Canon for Key {
    fn write(&self, out: &mut Vec<u8>) {
        // Rotated so that symbols, too, take few bytes.
        self.0.rotate_left(1).write(out);
    }
    fn read(bytes: &mut &[u8]) -> Result<Self, Garbled> {
        u64::read(bytes).map(|raw| Self(raw.rotate_right(1)))
    }
}

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Key);

        impl Canon for $name {
            fn write(&self, out: &mut Vec<u8>) {
                self.0.write(out);
            }
            fn read(bytes: &mut &[u8]) -> Result<Self, Garbled> {
                Key::read(bytes).map(Self)
            }
        }
    )*};
}

keys! {
    /// A customer, by the shop's id.
    CustomerKey,
    /// An order, by the number that people use for it.
    OrderKey,
    /// A code or link that an advocate shares. Codes are compared without regard to case; see [`Names::code`].
    CodeKey,
    /// A sales channel, by its slug.
    ChannelKey,
    /// A product category, by its slug.
    CategoryKey,
    /// A program, by its id.
    ProgramKey,
    /// A rule of a program, by its id.
    RuleKey,
    /// A member of staff, by the name under which they act.
    ActorKey,
    /// One visit through a link.
    ClickKey,
}

/// What an identity number stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IdentityKind {
    /// An email address in its exact form, see [`crate::identity::Email`]; in the mirror also what a shop wrote in place of one.
    Email,
    /// A phone number, see [`crate::identity::phone`].
    Phone,
    /// A postal address, see [`crate::identity::address()`].
    Address,
    /// The network that one connection gets, see [`crate::identity::Ip::network`].
    Ip,
    /// A device fingerprint.
    Device,
    /// A payment card, by a strong fingerprint: one card alone has it.
    Card,
    /// Free words of a person: a reason, a note.
    Words,
    /// Where the mail to an address ends up, as far as the provider's rules are known. A hint: nobody is matched by it.
    Mailbox,
    /// A payment card, by its brand, first and last digits and expiry: many cards have the same.
    CardDigits,
}

impl IdentityKind {
    /// Every kind, by its stored number.
    pub const ALL: [Self; 9] =
        [Self::Email, Self::Phone, Self::Address, Self::Ip, Self::Device, Self::Card, Self::Words, Self::Mailbox, Self::CardDigits];

    /// The number under which the kind is stored.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }
}

/// The number of something that can point to a person. Never zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity(pub u32);

impl Canon for Identity {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
    }
    fn read(bytes: &mut &[u8]) -> Result<Self, Garbled> {
        u32::read(bytes).map(Self)
    }
}

/// What an email address comes to. Nothing for what is no address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mail {
    /// The address, by which a party is found.
    pub email: Option<Identity>,
    /// Where its mail ends up: a hint.
    pub mailbox: Option<Identity>,
    /// Its domain, or that of a kept list above it.
    pub domain: Option<Key>,
    /// The domains above that one, the nearest first.
    pub above: Vec<Key>,
    /// What sort of address the domain gives out.
    pub sort: EmailSort,
}

/// Gives numbers for texts, at the door. The db keeps one; `replay` keeps one in memory.
pub trait Names {
    /// The key of an id.
    fn key(&mut self, text: &str) -> Key;
    /// The number of something that can point to a person. The caller has normalized `value`.
    fn identity(&mut self, kind: IdentityKind, value: &str) -> Identity;

    /// The key of a code: codes are compared without regard to case, so they are upper-cased.
    fn code(&mut self, text: &str) -> CodeKey {
        let text = text.trim();
        if text.bytes().any(|b| b.is_ascii_lowercase() || !b.is_ascii()) { CodeKey(self.key(&text.to_uppercase())) } else { CodeKey(self.key(text)) }
    }

    /// A member of staff: one and the same, however the name is written.
    fn actor(&mut self, text: &str) -> ActorKey {
        ActorKey(self.key(&text.trim().to_lowercase()))
    }

    /// What an email address comes to.
    fn email(&mut self, text: &str) -> Mail {
        let Ok(email) = Email::parse(text) else { return Mail::default() };
        let (domain, sort) = crate::fraud::domain(email.domain());
        Mail {
            email: Some(self.identity(IdentityKind::Email, &email.exact)),
            mailbox: Some(self.identity(IdentityKind::Mailbox, &email.mailbox)),
            domain: Some(self.key(domain)),
            above: crate::fraud::above(domain).map(|above| self.key(above)).collect(),
            sort,
        }
    }

    /// The number of the network that an IP address belongs to. None for what is no address, or one that a shop behind a proxy sees of everybody.
    fn network(&mut self, text: &str) -> Option<Identity> {
        let ip = Ip::parse(text).filter(|ip| !ip.is_private())?;
        Some(self.identity(IdentityKind::Ip, &ip.network()))
    }

    /// The numbers of the networks in which the one that [`Names::network`] tells lies: ranges of trusted addresses are made of such.
    fn networks_above(&mut self, text: &str) -> Vec<Identity> {
        let ip = Ip::parse(text).filter(|ip| !ip.is_private());
        ip.into_iter().flat_map(Ip::networks_above).map(|network| self.identity(IdentityKind::Ip, &network)).collect()
    }

    /// The number of what a shop wrote where an email address stands: for showing and searching, also where it is none.
    fn email_as_written(&mut self, text: &str) -> Identity {
        match Email::parse(text) {
            Ok(email) => self.identity(IdentityKind::Email, &email.exact),
            Err(_) => self.identity(IdentityKind::Email, &text.trim().to_lowercase()),
        }
    }
}

/// Gives texts for numbers, when something is shown.
pub trait Texts {
    /// The text of a key; `?` followed by its number when the table lacks it.
    fn text(&self, key: Key) -> String;
}

/// Names in memory.
#[derive(Debug, Default, Clone)]
pub struct NameTable {
    symbols: Vec<Box<str>>,
    by_symbol: FxHashMap<Box<str>, u32>,
    identities: Vec<(IdentityKind, Box<str>)>,
    by_identity: FxHashMap<(IdentityKind, Box<str>), u32>,
}

impl NameTable {
    /// The texts that got numbers, without those that point to a person.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.symbols.iter().map(|text| &**text)
    }

    /// What points to a person.
    pub fn identities(&self) -> impl Iterator<Item = (IdentityKind, &str)> {
        self.identities.iter().map(|(kind, text)| (*kind, &**text))
    }

    /// The text behind an identity number.
    #[must_use]
    pub fn identity_text(&self, identity: Identity) -> Option<&str> {
        let index = usize::try_from(identity.0).ok()?.checked_sub(1)?;
        self.identities.get(index).map(|(_, text)| &**text)
    }
}

impl Names for NameTable {
    fn key(&mut self, text: &str) -> Key {
        if let Some(key) = Key::of_number(text) {
            return key;
        }
        if let Some(no) = self.by_symbol.get(text) {
            return Key::symbol(*no);
        }
        let no = u32::try_from(self.symbols.len()).unwrap_or(u32::MAX);
        self.symbols.push(text.into());
        self.by_symbol.insert(text.into(), no);
        Key::symbol(no)
    }

    fn identity(&mut self, kind: IdentityKind, value: &str) -> Identity {
        if let Some(no) = self.by_identity.get(&(kind, value.into())) {
            return Identity(*no);
        }
        self.identities.push((kind, value.into()));
        let no = u32::try_from(self.identities.len()).unwrap_or(u32::MAX);
        self.by_identity.insert((kind, value.into()), no);
        Identity(no)
    }
}

impl Texts for NameTable {
    fn text(&self, key: Key) -> String {
        match (key.as_number(), key.as_symbol()) {
            (Some(number), _) => number.to_string(),
            (None, no) => {
                let no = no.unwrap_or(u32::MAX);
                self.symbols.get(no as usize).map_or_else(|| format!("?{no}"), |text| text.to_string())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_member_of_staff_is_one_however_the_name_is_written() {
        let mut names = NameTable::default();
        assert_eq!(names.actor(" Ann "), names.actor("ann"));
        assert_eq!(names.actor("ÄNNE"), names.actor("änne"));
        assert_ne!(names.actor("ann"), names.actor("anna"));
    }

    #[test]
    fn codes_are_compared_without_case() {
        let mut names = NameTable::default();
        assert_eq!(names.code(" anna7k2 "), names.code("ANNA7K2"));
        assert_ne!(names.key("anna7k2"), names.key("ANNA7K2"));
        assert_eq!(names.code("größe"), names.code("GRÖSSE"));
    }

    proptest! {
        #[test]
        fn equal_keys_are_equal_texts(a in "[0-9a-c]{0,20}", b in "[0-9a-c]{0,20}") {
            let mut names = NameTable::default();
            let (key_a, key_b) = (names.key(&a), names.key(&b));
            prop_assert_eq!(key_a == key_b, a == b);
            prop_assert_eq!(names.text(key_a), a);
            prop_assert_eq!(Key::from_bits(key_b.bits()), key_b);
            prop_assert_eq!(Key::from_bytes(&key_b.to_bytes()), Ok(key_b));
        }
    }
}
