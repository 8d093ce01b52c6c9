//! A person of the shop: the few facts that are kept, and the many that are derived from their key.

use crate::code::code_of;
use crate::instant::Micros;
use crate::names::Name;
use crate::place::Home;
use crate::rng::{Rng, mix, pair};

/// No customer: nobody brought them, no code was used.
pub(crate) const NOBODY: u32 = u32::MAX;

/// A registered customer, 40 bytes.
#[derive(Clone, Debug)]
pub(crate) struct Customer {
    pub(crate) joined: Micros,
    pub(crate) updated: Micros,
    /// Index of who brought them, or [`NOBODY`].
    pub(crate) advocate: u32,
    /// Index of the last friend with a code whom they brought, or [`NOBODY`]; loops are attempted with it.
    pub(crate) friend: u32,
    /// Number of the fraud ring they belong to; 0: none.
    pub(crate) ring: u32,
    pub(crate) channel: u8,
    pub(crate) owns_code: bool,
    /// Their code is marked disabled in their metadata.
    pub(crate) code_disabled: bool,
    /// Their account's metadata names who brought them.
    pub(crate) names_advocate: bool,
    pub(crate) has_ordered: bool,
}

/// Who a person is to the outside: derived again from seed and number whenever it is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Person {
    key: u64,
    number: u32,
    registered: bool,
    ring: Option<u64>,
    channel: u8,
}

impl Person {
    /// The registered customer with this index.
    pub(crate) fn customer(seed: u64, index: u32, customer: &Customer) -> Self {
        let ring = (customer.ring > 0).then(|| pair(seed ^ 0x51A6, u64::from(customer.ring)));
        Self { key: pair(seed ^ 0xC057, u64::from(index)), number: index, registered: true, ring, channel: customer.channel }
    }

    /// The guest with this number, who never registers.
    pub(crate) fn guest(seed: u64, number: u32, channel: u8) -> Self {
        Self { key: pair(seed ^ 0x6E57, u64::from(number)), number, registered: false, ring: None, channel }
    }

    pub(crate) fn name(&self) -> Name {
        Name::of(self.key, self.channel == 3)
    }

    /// The mail address. Rings like plus addresses of one mailbox.
    pub(crate) fn email(&self, name: &Name) -> String {
        const DOMAINS: [&str; 5] = ["shop-example.com", "shop-example.com", "mail.example", "post.example.org", "throwaway.example"];
        let mut rng = Rng::of(self.key, 0x3A11);
        let number = self.number + 1;
        match self.ring {
            Some(ring) if ring & 16 != 0 => format!("ring{}+{number}@mail.example", mix(ring) % 1_000_000),
            _ if self.registered => format!("{}.{}.{number}@{}", name.first_slug, name.last_slug, rng.pick(&DOMAINS)),
            _ => format!("{}.{}.g{number}@{}", name.first_slug, name.last_slug, rng.pick(&DOMAINS)),
        }
    }

    /// The code that they share, were they to own one.
    pub(crate) fn code(&self, seed: u64, name: &Name) -> String {
        code_of(seed, self.number, name.first_slug)
    }

    /// Their household's address.
    pub(crate) fn home(&self) -> Home {
        Home::of(self.shared(1), self.channel)
    }

    /// The fingerprint of their device.
    pub(crate) fn device(&self) -> String {
        format!("dev_{:012x}", mix(self.shared(2) ^ 0xDE) >> 16)
    }

    /// Their address on the network, from the ranges kept for documentation and tests.
    pub(crate) fn ip(&self) -> String {
        let word = mix(self.shared(4) ^ 0x1F);
        match word % 4 {
            0 => format!("198.51.100.{}", word >> 8 & 0xff),
            1 => format!("203.0.113.{}", word >> 8 & 0xff),
            2 => format!("2001:db8:{:x}::{:x}", word >> 8 & 0xffff, word >> 24 & 0xffff),
            _ => format!("198.18.{}.{}", word >> 8 & 0xff, word >> 16 & 0xff),
        }
    }

    /// The key of their payment card.
    pub(crate) fn card(&self) -> Card {
        Card { key: mix(self.shared(8) ^ 0xCA4D) }
    }

    /// The key of one thing that people of a ring may share. The ring's own bits say which; address and device always go together
    /// with one more.
    fn shared(&self, bit: u64) -> u64 {
        match self.ring {
            Some(ring) if (ring | 3) & bit != 0 || (ring & 12 == 0 && bit == 8) => ring,
            _ => self.key,
        }
    }
}

/// A payment card, known by its key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Card {
    key: u64,
}

impl Card {
    pub(crate) fn fingerprint(self) -> String {
        format!("fp_{:010x}", self.key >> 24)
    }

    pub(crate) fn brand(self) -> (&'static str, &'static str) {
        [("visa", "4242"), ("mastercard", "5555"), ("amex", "3782"), ("visa", "4111")][(self.key % 4) as usize]
    }

    pub(crate) fn last_digits(self) -> String {
        format!("{:04}", self.key >> 8 & 0xffff_ffff)[..4].to_owned()
    }

    /// Month and year at the end of which it expires.
    pub(crate) fn expiry(self) -> (i64, i64) {
        let word = Rng::of(self.key, 1).below(60);
        (i64::from(word % 12) + 1, 2026 + i64::from(word / 12))
    }
}
