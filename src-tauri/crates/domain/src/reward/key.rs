//! What tells rewards apart: rule, friend, occasion and side; and the rails that deliver them.

use crate::name::{OrderKey, RuleKey, Texts};
use crate::party::PartyName;

/// Which side of a referral a grant goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The one who was brought.
    Friend,
    /// The one who brought.
    Advocate,
}

impl Role {
    /// The name in files and keys.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Friend => "friend",
            Self::Advocate => "advocate",
        }
    }
}

/// What a reward is given for: at most one reward exists for each (rule, friend, occasion, role).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Occasion {
    /// The friend's registration.
    Registration,
    /// An order.
    Order(OrderKey),
}

/// A reward's key, the same on every desk. Its text is `rule/friend/occasion/role`.
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
    /// The key's text, such as `first-order/bob/o1/advocate`.
    #[must_use]
    pub fn text(&self, texts: &(impl Texts + ?Sized)) -> String {
        let occasion = match self.occasion {
            Occasion::Registration => "registration".to_owned(),
            Occasion::Order(order) => texts.text(order.0),
        };
        format!("{}/{}/{occasion}/{}", texts.text(self.rule.0), self.friend.text(texts), self.role.name())
    }

    /// Reads a key's text. The friend's id must hold no slash.
    pub fn parse(text: &str, names: &mut (impl crate::name::Names + ?Sized)) -> Option<Self> {
        let mut parts = text.split('/');
        let (rule, friend, occasion, role) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        Some(Self {
            rule: RuleKey(names.key(rule)),
            friend: match friend.strip_prefix("guest-") {
                Some(order) => PartyName::Guest(OrderKey(names.key(order))),
                None => PartyName::Customer(crate::name::CustomerKey(names.key(friend))),
            },
            occasion: if occasion == "registration" { Occasion::Registration } else { Occasion::Order(OrderKey(names.key(occasion))) },
            role: match role {
                "friend" => Role::Friend,
                "advocate" => Role::Advocate,
                _ => return None,
            },
        })
    }
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

    /// The rail of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rail| rail.name() == name)
    }
}

crate::canon_enum!(Role { 0 => Friend, 1 => Advocate });
crate::canon_enum!(Occasion { 0 => Registration, 1 => Order(order) });
crate::canon_struct!(RewardKey { rule, friend, occasion, role });
crate::canon_enum!(Rail { 0 => GiftCard, 1 => Voucher, 2 => Wallet, 3 => Points, 4 => Token, 5 => Entitlement, 6 => Manual });
