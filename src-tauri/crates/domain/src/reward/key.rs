//! What tells rewards apart: rule, friend, occasion and side; and the rails that deliver them.

use crate::name::{Key, OrderKey, RuleKey, Texts};
use crate::party::PartyName;

/// Which side of a referral a grant goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The one who was brought.
    Friend,
    /// The one who brought.
    Advocate,
    /// The one so many bonds above the friend: 2 is who brought the advocate. At least 2 and at most [`Role::HIGHEST`].
    Upline(u8),
}

impl Role {
    /// How far up a grant can reach.
    pub const HIGHEST: u8 = 10;

    /// The name in files and keys.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Friend => "friend",
            Self::Advocate => "advocate",
            Self::Upline(2) => "upline-2",
            Self::Upline(3) => "upline-3",
            Self::Upline(4) => "upline-4",
            Self::Upline(5) => "upline-5",
            Self::Upline(6) => "upline-6",
            Self::Upline(7) => "upline-7",
            Self::Upline(8) => "upline-8",
            Self::Upline(9) => "upline-9",
            Self::Upline(_) => "upline-10",
        }
    }

    /// How many bonds above the friend it stands.
    #[must_use]
    pub const fn height(self) -> u8 {
        match self {
            Self::Friend => 0,
            Self::Advocate => 1,
            Self::Upline(bonds) => bonds,
        }
    }

    /// The side of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::all().find(|role| role.name() == name)
    }

    /// Every side.
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::Friend, Self::Advocate].into_iter().chain((2..=Self::HIGHEST).map(Self::Upline))
    }
}

/// What a reward is given for: at most one reward exists for each (rule, friend, occasion, role).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Occasion {
    /// The friend's registration.
    Registration,
    /// An order, or a purchase of another sort.
    Order(OrderKey),
    /// An event that is neither, by its natural key.
    Event(Key),
}

impl Occasion {
    /// The order, if it is one.
    #[must_use]
    pub const fn order(self) -> Option<OrderKey> {
        match self {
            Self::Order(order) => Some(order),
            Self::Registration | Self::Event(_) => None,
        }
    }
}

/// A reward's key, the same on every desk. Its text is `rule/friend/occasion/role`.
///
/// An order has one buyer, whatever a desk knew of them when it judged: two keys that differ in the friend alone are one reward
/// ([`RewardKey::is_for_the_same`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RewardKey {
    /// The rule.
    pub rule: RuleKey,
    /// The friend.
    pub friend: PartyName,
    /// What for.
    pub occasion: Occasion,
    /// Which side.
    pub role: Role,
}

impl RewardKey {
    /// Whether two keys stand for one reward: the same rule, occasion and side, and where no order says who is meant, the same friend.
    #[must_use]
    pub fn is_for_the_same(&self, other: &Self) -> bool {
        let one_friend = self.friend == other.friend || !matches!(self.occasion, Occasion::Registration);
        one_friend && (self.rule, self.occasion, self.role) == (other.rule, other.occasion, other.role)
    }

    /// The key's text, such as `first-order/bob/o1/advocate`.
    #[must_use]
    pub fn text(&self, texts: &(impl Texts + ?Sized)) -> String {
        self.parts(texts).join("/")
    }

    /// The four parts of the key's text.
    pub(crate) fn parts(&self, texts: &(impl Texts + ?Sized)) -> [String; 4] {
        let occasion = match self.occasion {
            Occasion::Registration => "registration".to_owned(),
            Occasion::Order(order) => between_slashes(texts.text(order.0), |text| text == "registration" || text.starts_with("event-")),
            Occasion::Event(event) => format!("event-{}", between_slashes(texts.text(event), |_| false)),
        };
        let friend = match self.friend {
            PartyName::Customer(customer) => between_slashes(texts.text(customer.0), |text| text.starts_with("guest-")),
            PartyName::Guest(order) => format!("guest-{}", between_slashes(texts.text(order.0), |_| false)),
        };
        [texts.text(self.rule.0), friend, occasion, self.role.name().to_owned()]
    }

    /// Reads a key's text.
    pub fn parse(text: &str, names: &mut (impl crate::name::Names + ?Sized)) -> Option<Self> {
        let mut parts = text.split('/');
        let (rule, friend, occasion, role) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        Some(Self {
            rule: RuleKey(names.key(rule)),
            friend: match friend.strip_prefix("guest-") {
                Some(order) => PartyName::Guest(OrderKey(names.key(&as_written(order)))),
                None => PartyName::Customer(crate::name::CustomerKey(names.key(&as_written(friend)))),
            },
            occasion: match (occasion, occasion.strip_prefix("event-")) {
                ("registration", _) => Occasion::Registration,
                (_, Some(event)) => Occasion::Event(names.key(&as_written(event))),
                (order, None) => Occasion::Order(OrderKey(names.key(&as_written(order)))),
            },
            role: Role::parse(role)?,
        })
    }
}

/// A shop's id as one part of a key: what would divide the key, or make the id look like another sort of thing, becomes `%` and two hexadecimal
/// digits. So two keys never share a text, whatever the shop calls its orders.
fn between_slashes(id: String, is_taken: impl Fn(&str) -> bool) -> String {
    let is_taken = is_taken(&id);
    if !is_taken && !id.contains(['/', '%']) {
        return id;
    }
    let mut part = String::with_capacity(id.len() + 8);
    for (index, letter) in id.char_indices() {
        if letter == '/' || letter == '%' || (is_taken && index == 0) {
            part.push_str(&format!("%{:02X}", u32::from(letter)));
        } else {
            part.push(letter);
        }
    }
    part
}

/// The id that [`between_slashes`] gave. A percent sign that stands for nothing is one.
fn as_written(part: &str) -> String {
    let mut pieces = part.split('%');
    let mut id = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let letter = piece.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(u8::is_ascii).map(char::from);
        match letter {
            Some(letter) => id.extend([letter].into_iter().chain(piece[2..].chars())),
            None => id.extend(["%", piece]),
        }
    }
    id
}

/// A way to deliver a reward.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rail {
    /// A gift card of the shop.
    GiftCard,
    /// A voucher of the shop.
    Voucher,
    /// The wallet that our ledger keeps.
    Wallet,
    /// A points service.
    Points,
    /// A token service.
    Token,
    /// An entitlement service.
    Entitlement,
    /// A person pays by hand.
    Manual,
}

impl Rail {
    /// Every rail.
    pub const ALL: [Self; 7] = [Self::GiftCard, Self::Voucher, Self::Wallet, Self::Points, Self::Token, Self::Entitlement, Self::Manual];

    /// The name in files and accounts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::GiftCard => "gift_card",
            Self::Voucher => "voucher",
            Self::Wallet => "wallet",
            Self::Points => "points",
            Self::Token => "token",
            Self::Entitlement => "entitlement",
            Self::Manual => "manual",
        }
    }

    /// Whether we keep what is delivered by it, so that we know ourselves when it expires.
    #[must_use]
    pub const fn is_ours(self) -> bool {
        !matches!(self, Self::GiftCard | Self::Voucher)
    }

    /// The rail of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rail| rail.name() == name)
    }
}

crate::canon_enum!(Role { 0 => Friend, 1 => Advocate, 2 => Upline(n) });
crate::canon_enum!(Occasion { 0 => Registration, 1 => Order(order), 2 => Event(event) });
crate::canon_struct!(RewardKey { rule, friend, occasion, role });
crate::canon_enum!(Rail { 0 => GiftCard, 1 => Voucher, 2 => Wallet, 3 => Points, 4 => Token, 5 => Entitlement, 6 => Manual });

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::{CustomerKey, NameTable, Names as _};

    #[test]
    fn no_two_keys_share_a_text_and_each_text_is_read_back() {
        let mut names = NameTable::default();
        let ids = [
            "46",
            "x",
            "x/1",
            "1/x",
            "%2F",
            "x%2F1",
            "50%",
            "guest-1",
            "%67uest-1",
            "event-1",
            "%65vent-1",
            "registration",
            "%72egistration",
            "",
            "ü/ü",
        ];
        let ids = ids.map(|id| names.key(id));
        let rule = RuleKey(names.key("first-order"));
        let mut texts = std::collections::BTreeMap::new();
        for friend in ids.iter().flat_map(|id| [PartyName::Customer(CustomerKey(*id)), PartyName::Guest(OrderKey(*id))]) {
            for occasion in ids.iter().flat_map(|id| [Occasion::Order(OrderKey(*id)), Occasion::Event(*id)]).chain([Occasion::Registration]) {
                let key = RewardKey { rule, friend, occasion, role: Role::Friend };
                let text = key.text(&names);
                assert_eq!(RewardKey::parse(&text, &mut names), Some(key), "{text}");
                assert_eq!(texts.insert(text.clone(), key), None, "{text}");
            }
        }
    }
}
