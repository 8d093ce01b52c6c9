//! The door: from texts of a line to the domain's types, each bounded and named in its refusal.

use super::dto::{AmountDto, MoneyDto};
use super::fault::EventFault;
use super::{MAX_ITEMS, MAX_MINOR, MAX_NAME, MAX_TEXT};
use crate::event::StaffList;
use crate::identity::{self, Email};
use crate::money::{Amount, Asset, Currency, Money, parse_minor};
use crate::name::{ActorKey, ChannelKey, ClickKey, CodeKey, CustomerKey, Identity, IdentityKind, Key, Mail, Names, OrderKey, ProgramKey};
use crate::party::PartyName;
use crate::payout::{Clawback, Generation};
use crate::reward::{Rail, RewardKey};
use crate::time::Timestamp;

type Result<T> = std::result::Result<T, EventFault>;

/// 2101-01-01T00:00:00Z.
const TOO_FAR: Timestamp = Timestamp::from_micros(4_133_980_800_000_000);
/// The most days of a period: a hundred years.
const MAX_DAYS: u32 = 36_525;

/// What a purchase's id stands behind, so that no order is called like it.
pub(super) const PURCHASE: &str = "purchase-";

pub(super) struct Door<'a, N> {
    pub(super) names: &'a mut N,
}

/// A text within its bounds.
pub(super) fn text<'t>(field: &'static str, text: &'t str, most: usize) -> Result<&'t str> {
    let trimmed = text.trim();
    let admitted = !trimmed.is_empty() && trimmed.chars().count() <= most && !trimmed.chars().any(char::is_control);
    if admitted { Ok(trimmed) } else { Err(EventFault::BadText(field, most)) }
}

pub(super) fn instant(field: &'static str, text: &str) -> Result<Timestamp> {
    let at = Timestamp::parse(text).map_err(|fault| EventFault::BadInstant(field, fault))?;
    if (Timestamp::EPOCH..TOO_FAR).contains(&at) { Ok(at) } else { Err(EventFault::FarInstant(field)) }
}

pub(super) fn money(field: &'static str, dto: &MoneyDto) -> Result<Money> {
    let currency = Currency::parse(&dto.currency).map_err(|fault| EventFault::UnknownCurrency(field, fault))?;
    let money = Money::parse(&dto.amount.0, currency).map_err(|fault| EventFault::BadAmount(field, fault))?;
    bounded(field, money.minor)?;
    Ok(money)
}

/// The minor units of money that must have a currency.
pub(super) fn minor_in(currency: Currency, field: &'static str, dto: &MoneyDto) -> Result<i64> {
    let money = money(field, dto)?;
    if money.currency == currency { Ok(money.minor) } else { Err(EventFault::MixedCurrencies(field)) }
}

/// An amount in minor units of an asset that the event does not name.
pub(super) fn minor(field: &'static str, minor: i64) -> Result<i64> {
    bounded(field, minor)
}

/// Which delivery; the first where it is not said.
pub(super) fn generation(number: Option<u16>) -> Result<Generation> {
    match number {
        None => Ok(Generation::FIRST),
        Some(0) => Err(EventFault::BadGeneration),
        Some(number) => Ok(Generation(number)),
    }
}

/// A day, counted from 1970-01-01.
pub(super) fn date(field: &'static str, text: &str) -> Result<i32> {
    let at = Timestamp::parse(&format!("{text}T00:00:00Z")).map_err(|_| EventFault::BadDate(field))?;
    let is_date = text.len() == 10 && (Timestamp::EPOCH..TOO_FAR).contains(&at);
    if is_date { Ok(at.utc_day()) } else { Err(EventFault::BadDate(field)) }
}

pub(super) fn clawback(name: &str) -> Result<Clawback> {
    Clawback::parse(name).ok_or(EventFault::UnknownWord("clawback", "loss, carry"))
}

fn bounded(field: &'static str, minor: i64) -> Result<i64> {
    match minor {
        ..0 => Err(EventFault::NegativeAmount(field)),
        0..=MAX_MINOR => Ok(minor),
        _ => Err(EventFault::HugeAmount(field)),
    }
}

/// How long a trial or a subscription lasts.
pub(super) fn days(field: &'static str, days: Option<u32>) -> Result<Option<u32>> {
    if days.is_none_or(|days| (1..=MAX_DAYS).contains(&days)) { Ok(days) } else { Err(EventFault::BadDays(field)) }
}

pub(super) fn list(name: &str) -> Result<StaffList> {
    StaffList::parse(name)
        .ok_or(EventFault::UnknownWord("list", "denied_domains, allowed_domains, excluded_domains, excluded_customers, excluded_channels"))
}

pub(super) fn at_most<T>(field: &'static str, list: Vec<T>) -> Result<Vec<T>> {
    if list.len() <= MAX_ITEMS { Ok(list) } else { Err(EventFault::TooMany(field)) }
}

pub(super) fn rail(name: &str) -> Result<Rail> {
    Rail::parse(name).ok_or(EventFault::UnknownWord("rail", "gift_card, voucher, wallet, points, token, entitlement, manual"))
}

pub(super) fn country(text: &str) -> Result<[u8; 2]> {
    <[u8; 2]>::try_from(text.as_bytes()).ok().filter(|code| code.iter().all(u8::is_ascii_uppercase)).ok_or(EventFault::BadCountry)
}

pub(super) fn hash(text: &str) -> Result<[u8; 32]> {
    let digits = text.as_bytes();
    if digits.len() != 64 || !digits.iter().all(u8::is_ascii_hexdigit) {
        return Err(EventFault::BadHash);
    }
    let mut out = [0; 32];
    for (byte, pair) in out.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok()).ok_or(EventFault::BadHash)?;
    }
    Ok(out)
}

impl<N: Names> Door<'_, N> {
    pub(super) fn name(&mut self, field: &'static str, name: &str) -> Result<Key> {
        text(field, name, MAX_NAME).map(|name| self.names.key(name))
    }

    /// An id that can stand between the slashes of a reward's key.
    fn id(&mut self, field: &'static str, id: &str) -> Result<Key> {
        let id = text(field, id, MAX_NAME)?;
        if id.contains('/') || id.starts_with("guest-") || id == "registration" { Err(EventFault::BadId(field)) } else { Ok(self.names.key(id)) }
    }

    pub(super) fn customer(&mut self, id: &str) -> Result<CustomerKey> {
        self.id("customer", id).map(CustomerKey)
    }

    pub(super) fn order(&mut self, id: &str) -> Result<OrderKey> {
        if id.trim_start().starts_with(PURCHASE) { Err(EventFault::CalledPurchase("order")) } else { self.id("order", id).map(OrderKey) }
    }

    /// A purchase stands among the orders, under a key that no order has.
    pub(super) fn purchase(&mut self, id: &str) -> Result<OrderKey> {
        self.id("purchase", id)?;
        Ok(OrderKey(self.names.key(&format!("{PURCHASE}{}", id.trim()))))
    }

    /// A person by the name that stands in keys.
    pub(super) fn person(&mut self, field: &'static str, person: &str) -> Result<PartyName> {
        match person.strip_prefix("guest-") {
            Some(order) => Ok(PartyName::Guest(OrderKey(self.name(field, order)?))),
            None => self.customer(person).map(PartyName::Customer),
        }
    }

    pub(super) fn entry(&mut self, list: StaffList, entry: &str) -> Result<Key> {
        if list == StaffList::ExcludedCustomers {
            return self.id("entry", entry);
        }
        if !list.is_of_domains() {
            return self.name("entry", entry);
        }
        // A domain has one spelling: that under which the addresses in it count.
        let address = Email::parse(&format!("x@{}", text("entry", entry, MAX_NAME)?)).map_err(|_| EventFault::BadDomain("entry"))?;
        Ok(self.names.key(crate::fraud::domain(address.domain()).0))
    }

    pub(super) fn program(&mut self, id: &str) -> Result<ProgramKey> {
        self.id("program", id).map(ProgramKey)
    }

    pub(super) fn channel(&mut self, slug: &str) -> Result<ChannelKey> {
        self.name("channel", slug).map(ChannelKey)
    }

    pub(super) fn code(&mut self, field: &'static str, code: &str) -> Result<CodeKey> {
        text(field, code, MAX_NAME).map(|code| self.names.code(code))
    }

    pub(super) fn actor(&mut self, actor: &str) -> Result<ActorKey> {
        text("actor", actor, MAX_NAME).map(|actor| self.names.actor(actor))
    }

    pub(super) fn click(&mut self, click: &str) -> Result<ClickKey> {
        self.name("click", click).map(ClickKey)
    }

    pub(super) fn reward(&mut self, key: &str) -> Result<RewardKey> {
        let key = text("reward", key, 4 * MAX_NAME)?;
        let whole = key.split('/').all(|part| !part.is_empty());
        RewardKey::parse(key, self.names).filter(|_| whole).ok_or(EventFault::BadReward)
    }

    /// What an email address comes to. What is none points to nobody, and the rest of the line counts.
    pub(super) fn email(&mut self, email: Option<&str>) -> Result<Mail> {
        let Some(email) = email else { return Ok(Mail::default()) };
        text("email", email, MAX_NAME).map(|email| self.names.email(email))
    }

    /// A file says of no number in which country it is dialled.
    pub(super) fn phone(&mut self, phone: &str) -> Result<Option<Identity>> {
        let number = identity::phone(text("phone", phone, MAX_NAME)?, None);
        Ok(number.map(|number| self.names.identity(IdentityKind::Phone, &number)))
    }

    /// An IP address, and the networks that it lies in.
    pub(super) fn ip(&mut self, ip: Option<&str>) -> Result<(Option<Identity>, Vec<Identity>)> {
        let Some(ip) = ip else { return Ok((None, Vec::new())) };
        text("ip", ip, MAX_TEXT).map(|ip| (self.names.network(ip), self.names.networks_above(ip)))
    }

    pub(super) fn address(&mut self, address: &str) -> Result<Option<Identity>> {
        let folded = identity::fold_address(text("address", address, MAX_TEXT)?);
        Ok(folded.map(|folded| self.names.identity(IdentityKind::Address, &folded)))
    }

    pub(super) fn identity(&mut self, field: &'static str, kind: IdentityKind, value: &str) -> Result<Identity> {
        text(field, value, MAX_TEXT).map(|value| self.names.identity(kind, value))
    }

    /// Money, or units with a name.
    pub(super) fn amount(&mut self, field: &'static str, dto: AmountDto) -> Result<Amount> {
        match (dto.currency, dto.unit) {
            (Some(currency), None) => money(field, &MoneyDto { amount: dto.amount, currency }).map(Amount::from),
            (None, Some(unit)) => {
                let exponent = dto.exponent.unwrap_or(0).min(8);
                let minor = parse_minor(&dto.amount.0, exponent).map_err(|fault| EventFault::BadAmount(field, fault))?;
                Ok(Amount { minor: bounded(field, minor)?, asset: Asset::Units { name: self.name("unit", &unit)?, exponent } })
            }
            _ => Err(EventFault::MissingField("currency")),
        }
    }
}
