//! A seeded generator of plausible deeds.

use super::rows::{Account, Purchase};
use super::{Buyer, Deed, Living, Row, Trouble};
use crate::instant::DAY;
use crate::rng::{Rng, pair};

/// What may be drawn beside ordinary life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wild {
    /// Accounts are deleted, and expired orders vanish.
    pub deletions: bool,
    /// Rows go wrong and are set right again.
    pub troubles: bool,
}

/// How often a step draws again when what it drew cannot be done.
const TRIES: u64 = 12;

impl Living {
    /// Draws a deed and does it: the same seed, step and shop give the same. Returns what was done.
    pub fn live(&mut self, step: u64, wild: Wild) -> Option<Deed> {
        (0..TRIES).find_map(|attempt| {
            let deed = self.deed(step * TRIES + attempt, wild);
            self.act(&deed).then_some(deed)
        })
    }

    /// A plausible deed. It may turn out that it cannot be done.
    #[must_use]
    pub fn deed(&self, step: u64, wild: Wild) -> Deed {
        let mut draw = Draw { shop: self, rng: Rng::of(pair(self.seed, 0xDEED), step) };
        let deed = draw.any(wild);
        if draw.rng.chance(400) { Deed::Late { deed: Box::new(deed), seconds: draw.rng.between(1, 299) } } else { deed }
    }

    /// Sets right all that is wrong, so that the shop can be read whole.
    pub fn heal_all(&mut self) {
        let orders = self.orders.iter().filter(|order| order.trouble.is_some()).map(|order| Row::Order(order.number));
        let accounts = self.accounts.iter().filter(|account| account.trouble.is_some()).map(|account| Row::Customer(account.number));
        let rows: Vec<Row> = orders.chain(accounts).collect();
        for row in rows {
            self.act(&Deed::Heal { row, bump: false });
        }
    }
}

struct Draw<'a> {
    shop: &'a Living,
    rng: Rng,
}

impl Draw<'_> {
    fn any(&mut self, wild: Wild) -> Deed {
        let (order, customer) = (self.order(), self.customer());
        match self.rng.below(if wild.deletions { 1_080 } else { 1_000 }) {
            0..130 => self.register(),
            130..330 => self.place(),
            330..470 => Deed::Charge { order: self.unpaid(), percent: self.rng.pick(&[30, 50, 100, 100, 100, 100]) },
            470..530 => Deed::ConfirmOrder { order: self.unconfirmed() },
            530..590 => Deed::Refund { order, percent: self.rng.pick(&[10, 30, 50, 100]) },
            590..610 => Deed::ReverseRefund { order },
            610..625 => Deed::ChargeBack { order },
            625..660 => Deed::Cancel { order },
            660..690 => Deed::Expire { order: self.young() },
            690..730 => Deed::Edit { order, percent: self.rng.pick(&[50, 80, 90, 120, 200]) },
            730..745 => Deed::Note { order },
            745..775 => Deed::ConfirmAccount { customer },
            775..805 => Deed::AdoptOrders { customer: self.namesake() },
            805..850 => Deed::GiveCode { customer, code: self.late_code() },
            850..870 => Deed::ChangeEmail { customer, email: self.address() },
            870..885 => Deed::Replace { order },
            885..905 => self.metadata(order, customer),
            905..965 => self.wares(),
            965.. if wild.deletions && self.rng.chance(7_000) => self.deletion(),
            _ if wild.troubles => self.trouble(order, customer),
            _ => Deed::Note { order },
        }
    }

    fn one<T>(&mut self, items: &[T], number: impl Fn(&T) -> u64) -> u64 {
        let place = self.rng.below(u32::try_from(items.len()).unwrap_or(u32::MAX));
        items.get(place as usize).map_or(0, number)
    }

    fn one_order(&mut self, wanted: impl Fn(&Purchase) -> bool) -> u64 {
        let orders: Vec<u64> = self.shop.orders.iter().filter(|order| wanted(order)).map(|order| order.number).collect();
        self.one(&orders, |number| *number)
    }

    fn order(&mut self) -> u64 {
        self.one_order(|_| true)
    }

    /// An order that is not so old that a shop would have let it expire long ago.
    fn young(&mut self) -> u64 {
        let since = self.shop.now - 30 * DAY;
        self.one_order(|order| order.created > since)
    }

    fn unpaid(&mut self) -> u64 {
        self.one_order(|order| !order.is_over() && order.captured() < order.total())
    }

    fn unconfirmed(&mut self) -> u64 {
        self.one_order(|order| order.status == crate::order::Status::Unconfirmed)
    }

    fn customer(&mut self) -> u64 {
        let shop = self.shop;
        self.one(&shop.accounts, |account| account.number)
    }

    /// An account whose mail address stands on a guest's order.
    fn namesake(&mut self) -> u64 {
        let shop = self.shop;
        let guest = |account: &&Account| shop.orders.iter().any(|order| order.owner.is_none() && order.email == account.email);
        let accounts: Vec<u64> = shop.accounts.iter().filter(guest).map(|account| account.number).collect();
        self.one(&accounts, |number| *number)
    }

    /// An address: of a guest, somebody's in other letters, or a new one.
    fn address(&mut self) -> String {
        let guests: Vec<&str> = self.shop.orders.iter().filter(|order| order.owner.is_none()).map(|order| order.email.as_str()).collect();
        match self.rng.below(100) {
            0..30 if !guests.is_empty() => guests[self.rng.below(u32::try_from(guests.len()).unwrap_or(1)) as usize].to_owned(),
            0..40 => format!("guest{}@example.com", self.rng.below(12)),
            _ => format!("person{}@example.com", self.rng.below(400)),
        }
    }

    fn guest(&mut self) -> String {
        let accounts = &self.shop.accounts;
        match self.rng.below(100) {
            0..60 => format!("guest{}@example.com", self.rng.below(12)),
            60..70 => format!("Guest{}@Example.com", self.rng.below(12)),
            _ => match accounts.get(self.rng.below(u32::try_from(accounts.len()).unwrap_or(1)) as usize) {
                Some(account) if self.rng.chance(3_000) => account.email.to_uppercase(),
                Some(account) => account.email.clone(),
                None => "guest0@example.com".to_owned(),
            },
        }
    }

    /// A code that somebody used: an owned one, one that nobody owns yet, or none.
    fn used_code(&mut self) -> Option<String> {
        let owned: Vec<&str> = self.shop.accounts.iter().filter_map(Account::own_code).collect();
        match self.rng.below(100) {
            0..55 if !owned.is_empty() => {
                let code = owned[self.rng.below(u32::try_from(owned.len()).unwrap_or(1)) as usize];
                Some(if self.rng.chance(1_000) { code.to_lowercase() } else { code.to_owned() })
            }
            55..62 => self.unowned(),
            62..68 => Some(format!("EARLY-{}", self.rng.below(30))),
            _ => None,
        }
    }

    fn unowned(&mut self) -> Option<String> {
        let codes = &self.shop.unowned;
        codes.get(self.rng.below(u32::try_from(codes.len()).unwrap_or(1)) as usize).cloned()
    }

    fn late_code(&mut self) -> String {
        if self.rng.chance(6_500)
            && let Some(code) = self.unowned()
        {
            return code;
        }
        self.fresh_code()
    }

    fn fresh_code(&mut self) -> String {
        format!("SHARE-{:08X}", self.rng.word() & 0xFFFF_FFFF)
    }

    fn register(&mut self) -> Deed {
        let own_code = self.rng.chance(6_000).then(|| self.fresh_code());
        let ref_code = if self.rng.chance(5_000) { self.used_code() } else { None };
        Deed::Register { email: self.address(), ref_code, own_code, confirmed: self.rng.chance(6_000) }
    }

    fn place(&mut self) -> Deed {
        let buyer = match self.customer() {
            0 => Buyer::Guest(self.guest()),
            _ if self.rng.chance(2_500) => Buyer::Guest(self.guest()),
            number => Buyer::Account(number),
        };
        let channel = self.rng.pick(&[0, 0, 0, 0, 0, 1, 2, 3]);
        let lines = self.rng.between(1, 3);
        let items = (0..lines).map(|_| (u8::try_from(self.rng.below(24)).unwrap_or(0), self.rng.between(1, 2))).collect();
        let cards = &self.shop.wares.cards;
        let card = self.rng.chance(1_000).then(|| cards.iter().find(|card| card.is_active && card.current > 0).map(|card| card.number));
        let shop = self.shop;
        let voucher = (self.rng.chance(1_000) && !shop.wares.offers.is_empty()).then(|| self.one(&shop.wares.offers, |offer| offer.number));
        Deed::Place { buyer, ref_code: self.used_code(), channel, items, confirmed: self.rng.chance(7_000), card: card.flatten(), voucher }
    }

    fn metadata(&mut self, order: u64, customer: u64) -> Deed {
        let row = if self.rng.chance(5_000) { Row::Order(order) } else { Row::Customer(customer) };
        Deed::WriteMetadata { row, key: "seen".to_owned(), value: self.rng.below(3).to_string() }
    }

    fn wares(&mut self) -> Deed {
        let shop = self.shop;
        let (card, voucher) = (self.one(&shop.wares.cards, |card| card.number), self.one(&shop.wares.offers, |offer| offer.number));
        match self.rng.below(10) {
            0..3 => Deed::MakeCard { code: format!("CARD{:06}", self.rng.below(1_000_000)), channel: 0, minor: 5_000 },
            3 => Deed::DeactivateCard { card },
            4 => Deed::DeleteCard { card },
            5..8 => Deed::MakeVoucher { code: format!("OFFER{:05}", self.rng.below(100_000)) },
            8 => Deed::EndVoucher { voucher },
            _ => Deed::DeleteVoucher { voucher },
        }
    }

    fn deletion(&mut self) -> Deed {
        if self.rng.chance(6_000) {
            Deed::DeleteCustomer { customer: self.customer() }
        } else {
            Deed::Vanish { order: self.one_order(|order| order.status == crate::order::Status::Expired) }
        }
    }

    fn trouble(&mut self, order: u64, customer: u64) -> Deed {
        let row = if self.rng.chance(8_000) { Row::Order(order) } else { Row::Customer(customer) };
        let wrong = |field: &str, text: &str| Trouble::Wrong { field: field.to_owned(), text: text.to_owned() };
        let trouble = match row {
            Row::Customer(_) => wrong("dateJoined", "yesterday"),
            Row::Order(_) => match self.rng.below(3) {
                0 => Trouble::Poisoned,
                1 => wrong("currency", "ZZZ"),
                _ => wrong("created", "yesterday"),
            },
        };
        match self.rng.below(10) {
            0..5 => Deed::Spoil { row, trouble },
            5..8 => Deed::Heal { row: self.troubled().unwrap_or(row), bump: true },
            _ => Deed::Heal { row: self.troubled().unwrap_or(row), bump: false },
        }
    }

    fn troubled(&mut self) -> Option<Row> {
        let orders = self.shop.orders.iter().filter(|order| order.trouble.is_some()).map(|order| Row::Order(order.number));
        let accounts = self.shop.accounts.iter().filter(|account| account.trouble.is_some()).map(|account| Row::Customer(account.number));
        let rows: Vec<Row> = orders.chain(accounts).collect();
        rows.get(self.rng.below(u32::try_from(rows.len()).unwrap_or(1)) as usize).copied()
    }
}
