//! What a shop is, what it can, and what its token may do.

use super::ShopError;
use super::envelope::{Fault, garbled};
use serde::Deserialize;
use std::fmt;
use vouchsafe_domain::shop::Kind;

/// What reading takes, by Saleor's names: orders with their payments; people; gift cards; vouchers.
pub const REQUIRED_PERMISSIONS: [&str; 4] = ["MANAGE_ORDERS", "MANAGE_USERS", "MANAGE_GIFT_CARD", "MANAGE_DISCOUNTS"];

/// A version of Saleor's API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// `3` in 3.20.
    pub major: u32,
    /// `20` in 3.20.
    pub minor: u32,
}

impl Version {
    /// The oldest that is read.
    pub const OLDEST: Self = Self { major: 3, minor: 14 };

    /// Reads `3.20`, `3.23.28`, `3.24.0-a.0`.
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(['.', '-']);
        Some(Self { major: parts.next()?.parse().ok()?, minor: parts.next()?.parse().ok()? })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// A sales channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// Slug.
    pub slug: String,
    /// Currency, as the shop names it.
    pub currency: String,
    /// Whether anything can be bought there.
    pub is_active: bool,
}

/// Which of the fields that came or go with a version the shop has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// `orders(where: {updatedAt})`, 3.22; before, `filter` says the same.
    pub order_where: bool,
    /// `customers(where: {updatedAt})`, 3.22; before, `filter` says the same.
    pub customer_where: bool,
    /// The `transactions` list, 3.22.
    pub transactions: bool,
    /// `transactions(where: {modifiedAt}, sortBy: …)`, 3.23.
    pub transactions_modified: bool,
    /// `TransactionItem.paymentMethodDetails`, 3.22.
    pub method_details: bool,
    /// `User.isConfirmed`, 3.15; before, an account was active once it was confirmed.
    pub confirmed: bool,
    /// `Order.voucherCode`, 3.17; before, the code is asked of the voucher.
    pub voucher_code: bool,
    /// `Voucher.codes` and `Voucher.singleUse`, 3.17; before, a voucher has one code.
    pub voucher_codes: bool,
    /// `GiftCardCreateInput.metadata`, 3.21; before, a card is labelled once it is made.
    pub card_metadata: bool,
    /// `Order.payments`, the legacy API, which Saleor means to remove.
    pub payments: bool,
}

impl Capabilities {
    /// What a version has, for shops that do not answer `__type`.
    #[must_use]
    pub fn of(version: Version) -> Self {
        let since = |minor| version >= Version { major: 3, minor };
        Self {
            order_where: since(22),
            customer_where: since(22),
            transactions: since(22),
            transactions_modified: since(23),
            method_details: since(22),
            confirmed: since(15),
            voucher_code: since(17),
            voucher_codes: since(17),
            card_metadata: since(21),
            payments: version.major == 3,
        }
    }

    /// Whether the shop can list this kind at all. The payments of an order also come with the order, so nothing is lost without their list.
    #[must_use]
    pub const fn has(self, kind: Kind) -> bool {
        match kind {
            Kind::Transactions => self.transactions,
            Kind::Customers | Kind::Orders | Kind::GiftCards | Kind::Vouchers => true,
        }
    }

    /// Whether the shop can list what changed since an instant; otherwise every round reads the whole kind. Gift cards and vouchers know no
    /// time of change.
    #[must_use]
    pub const fn is_incremental(self, kind: Kind) -> bool {
        match kind {
            Kind::Customers | Kind::Orders => true,
            Kind::Transactions => self.transactions_modified,
            Kind::GiftCards | Kind::Vouchers => false,
        }
    }
}

/// What a shop told about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// The shop's name.
    pub name: String,
    /// The API's version.
    pub version: Version,
    /// The full version as the shop writes it, such as `3.23.28`.
    pub release: String,
    /// What the token may do, by Saleor's names.
    pub permissions: Vec<String>,
    /// Sales channels.
    pub channels: Vec<Channel>,
    /// Which fields the shop has.
    pub can: Capabilities,
}

impl Probe {
    /// What reading takes and the token lacks.
    #[must_use]
    pub fn missing_permissions(&self) -> Vec<String> {
        missing(&self.permissions)
    }
}

/// What reading takes and these permissions lack.
pub(super) fn missing(permissions: &[String]) -> Vec<String> {
    REQUIRED_PERMISSIONS.into_iter().filter(|needed| !permissions.iter().any(|had| had == needed)).map(str::to_owned).collect()
}

/// The answer to `document::WHO`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Who {
    pub(super) name: String,
    pub(super) version: Version,
    /// `None` when the shop does not know the token.
    pub(super) permissions: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Answer<'a, T> {
    #[serde(borrow, default)]
    errors: Option<Vec<Fault<'a>>>,
    #[serde(default = "Option::default")]
    data: Option<T>,
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

/// Reads the answer to `document::WHO`.
pub(super) fn who(text: &str, url: &str) -> Result<Who, ShopError> {
    #[derive(Deserialize)]
    struct Data {
        shop: ShopNode,
        #[serde(default)]
        app: Option<App>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct ShopNode {
        name: String,
        schema_version: String,
    }
    #[derive(Deserialize)]
    struct App {
        #[serde(default)]
        permissions: Option<Vec<Code>>,
    }
    #[derive(Deserialize)]
    struct Code {
        code: String,
    }
    let not_saleor = || ShopError::NotSaleor { url: url.to_owned() };
    let answer: Answer<'_, Data> = serde_json::from_str(text).map_err(|_| not_saleor())?;
    let Some(data) = answer.data else {
        // An expired token is refused before anything is looked up; other fields than these do not exist at a Saleor.
        let verdict = super::envelope::verdict(answer.errors.as_deref().unwrap_or_default());
        return Err(if verdict == Some(super::envelope::Verdict::Token) { ShopError::TokenRefused { url: url.to_owned() } } else { not_saleor() });
    };
    let version = Version::parse(&data.shop.schema_version).ok_or_else(not_saleor)?;
    if version < Version::OLDEST {
        return Err(ShopError::TooOld { version: version.to_string() });
    }
    let permissions = data.app.map(|app| app.permissions.unwrap_or_default().into_iter().map(|permission| permission.code).collect());
    Ok(Who { name: bounded(&data.shop.name), version, permissions })
}

/// Reads the answer to `document::WHAT`.
pub(super) fn what(text: &str, who: Who, permissions: Vec<String>, url: &str) -> Result<Probe, ShopError> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Data {
        shop: ShopNode,
        #[serde(default)]
        channels: Option<Vec<ChannelNode>>,
        user: Option<TypeNode>,
        order: Option<TypeNode>,
        item: Option<TypeNode>,
        voucher: Option<TypeNode>,
        order_where: Option<InputNode>,
        customer_where: Option<InputNode>,
        transaction_where: Option<InputNode>,
        card_input: Option<InputNode>,
    }
    #[derive(Deserialize)]
    struct ShopNode {
        version: String,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct ChannelNode {
        slug: String,
        currency_code: String,
        #[serde(default)]
        is_active: Option<bool>,
    }
    #[derive(Deserialize)]
    struct TypeNode {
        fields: Vec<Named>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct InputNode {
        input_fields: Vec<Named>,
    }
    let answer: Answer<'_, Data> = serde_json::from_str(text).map_err(garbled)?;
    let errors = answer.errors.unwrap_or_default();
    let Some(data) = answer.data else {
        let verdict = super::envelope::verdict(&errors);
        return Err(verdict.map_or(ShopError::NotSaleor { url: url.to_owned() }, |verdict| verdict.into_error(url)));
    };
    let field = |node: Option<&TypeNode>, name: &str| node.is_some_and(|node| node.fields.iter().any(|field| field.name == name));
    let input = |node: Option<&InputNode>, name: &str| node.is_some_and(|node| node.input_fields.iter().any(|field| field.name == name));
    let can = if data.order.is_none() {
        Capabilities::of(who.version)
    } else {
        Capabilities {
            order_where: input(data.order_where.as_ref(), "updatedAt"),
            customer_where: input(data.customer_where.as_ref(), "updatedAt"),
            transactions: data.transaction_where.is_some(),
            transactions_modified: input(data.transaction_where.as_ref(), "modifiedAt"),
            method_details: field(data.item.as_ref(), "paymentMethodDetails"),
            confirmed: field(data.user.as_ref(), "isConfirmed"),
            voucher_code: field(data.order.as_ref(), "voucherCode"),
            voucher_codes: field(data.voucher.as_ref(), "codes"),
            card_metadata: input(data.card_input.as_ref(), "metadata"),
            payments: field(data.order.as_ref(), "payments"),
        }
    };
    let channels = data.channels.unwrap_or_default();
    let told = |channel: ChannelNode| Channel {
        slug: bounded(&channel.slug),
        currency: bounded(&channel.currency_code),
        is_active: channel.is_active != Some(false),
    };
    let channels = channels.into_iter().map(told).collect();
    Ok(Probe { name: who.name, version: who.version, release: bounded(&data.shop.version), permissions, channels, can })
}

fn bounded(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}

impl fmt::Display for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (Saleor {})", self.name, self.release)
    }
}
