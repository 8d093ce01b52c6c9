//! The atoms of a row: texts, ids, instants and amounts, borrowed from the page until they are taken over.

use crate::saleor::RowFault;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;
use vouchsafe_domain::identity::is_masked_email;
use vouchsafe_domain::money::{Currency, parse_minor};
use vouchsafe_domain::shop::{MAX_ITEMS, MAX_TEXT, ShopId};
use vouchsafe_domain::time::Timestamp;

/// The longest global id, in bytes, before and after decoding. Saleor's longest holds a UUID and a type name.
const MAX_ID: usize = 256;

/// A JSON string; it borrows from the page unless it holds escapes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::saleor) struct Text<'a>(Cow<'a, str>);

impl<'a> Text<'a> {
    pub(in crate::saleor) fn as_str(&self) -> &str {
        &self.0
    }

    /// The text as it is taken over: cut to [`MAX_TEXT`] bytes at a character, without U+0000, which PostgreSQL and SQLite's tools choke on.
    pub(super) fn keep(&self) -> String {
        let text: &str = &self.0;
        let cut = &text[..text.floor_char_boundary(MAX_TEXT)];
        if cut.contains('\0') { cut.replace('\0', "") } else { cut.to_owned() }
    }

    /// The same, with nothing for the empty text.
    pub(super) fn keep_some(&self) -> Option<String> {
        Some(self.keep()).filter(|text| !text.is_empty())
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }
            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(TextVisitor)
    }
}

/// A text that may be absent, as it is taken over; empty counts as absent.
pub(super) fn some(text: Option<&Text<'_>>) -> Option<String> {
    text.and_then(Text::keep_some)
}

/// A mail address as it is taken over, unless the shop disguised it (`a...@example.com`), as it does for a caller who may not know it: people
/// would then share what is nobody's address.
pub(super) fn shown(field: &'static str, email: Option<String>) -> Result<Option<String>, RowFault> {
    if email.as_deref().is_some_and(is_disguised) {
        Err(RowFault::Malformed { what: format!("{field} is disguised by the shop") })
    } else {
        Ok(email)
    }
}

/// Whether the shop disguised a mail address. Saleor always writes its own domain behind the dots; whoever builds on it may keep the person's.
pub(super) fn is_disguised(email: &str) -> bool {
    let first = email.split('@').next().and_then(|name| name.strip_suffix("..."));
    first.is_some_and(|first| first.chars().count() <= 1) || is_masked_email(email)
}

/// A text that may be absent, as it is taken over; absent counts as empty.
pub(super) fn or_empty(text: Option<&Text<'_>>) -> String {
    text.map(Text::keep).unwrap_or_default()
}

/// The id inside a global id: base64 of `Order:5e4fc3bc-…` gives what follows the colon (Relay's global object identification, as graphene
/// writes it).
pub(super) fn with_id<T>(text: &Text<'_>, read: impl FnOnce(&str) -> T) -> Result<T, RowFault> {
    let refused = || RowFault::BadId { text: text.as_str().chars().take(60).collect() };
    let mut buffer = [0u8; MAX_ID];
    if text.as_str().len() > MAX_ID {
        return Err(refused());
    }
    let length = STANDARD.decode_slice(text.as_str(), &mut buffer).map_err(|_| refused())?;
    let decoded = std::str::from_utf8(&buffer[..length]).map_err(|_| refused())?;
    let (_, id) = decoded.split_once(':').ok_or_else(refused)?;
    if id.is_empty() || id.contains('\0') {
        return Err(refused());
    }
    Ok(read(id))
}

/// The id inside a global id.
pub(super) fn id(text: &Text<'_>) -> Result<ShopId, RowFault> {
    with_id(text, ShopId::parse)
}

/// An instant.
pub(super) fn instant(field: &'static str, text: &Text<'_>) -> Result<Timestamp, RowFault> {
    Timestamp::parse(text.as_str()).map_err(|why| RowFault::BadInstant { field, why })
}

/// An instant that may be absent.
pub(super) fn instant_or_none(field: &'static str, text: Option<&Text<'_>>) -> Result<Option<Timestamp>, RowFault> {
    text.map(|text| instant(field, text)).transpose()
}

/// Money as Saleor prints it: a JSON number, read from its text so that no float comes between, and the currency where it was asked for.
#[derive(Debug, serde::Deserialize)]
pub(super) struct Amount<'a> {
    #[serde(borrow)]
    amount: &'a RawValue,
    #[serde(borrow, default)]
    currency: Option<Text<'a>>,
}

impl Amount<'_> {
    /// The currency that the amount names.
    pub(super) fn currency(&self, field: &'static str) -> Result<Currency, RowFault> {
        let Some(code) = &self.currency else { return Err(RowFault::Malformed { what: format!("{field} names no currency") }) };
        Ok(Currency::parse(code.as_str())?)
    }

    /// Minor units of `currency`; another named currency is a fault.
    pub(super) fn minor(&self, field: &'static str, currency: Currency) -> Result<i64, RowFault> {
        if let Some(code) = &self.currency
            && code.as_str() != currency.code()
        {
            let found = Currency::parse(code.as_str())?;
            return Err(RowFault::OtherCurrency { field, expected: currency.to_string(), found: found.to_string() });
        }
        parse_minor(self.amount.get(), currency.exponent()).map_err(|why| RowFault::BadAmount { field, why })
    }
}

/// Refuses a list that is too long.
pub(super) fn bounded<T>(field: &'static str, items: &[T]) -> Result<(), RowFault> {
    if items.len() > MAX_ITEMS { Err(RowFault::TooMany { field, count: items.len() }) } else { Ok(()) }
}

/// One pair of metadata.
#[derive(Debug, serde::Deserialize)]
pub(super) struct Pair<'a> {
    #[serde(borrow)]
    key: Text<'a>,
    #[serde(borrow)]
    value: Text<'a>,
}

/// All pairs, as they came.
pub(super) fn pairs(field: &'static str, pairs: &[Pair<'_>]) -> Result<Vec<(String, String)>, RowFault> {
    bounded(field, pairs)?;
    Ok(pairs.iter().map(|pair| (pair.key.keep(), pair.value.keep())).collect())
}

/// The value under a key, public metadata before private; empty counts as absent.
pub(super) fn value_of(key: &str, public: &[Pair<'_>], private: &[Pair<'_>]) -> Option<String> {
    public.iter().chain(private).filter(|pair| pair.key.as_str() == key).find_map(|pair| pair.value.keep_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Text<'_> {
        Text(Cow::Borrowed(text))
    }

    #[test]
    fn ids_are_what_follows_the_colon() {
        assert_eq!(id(&text("VXNlcjo0Ng==")).unwrap(), ShopId::Number(46));
        assert_eq!(
            id(&text("T3JkZXI6NWU0ZmMzYmMtYTJlOS00YjU1LWEzNzMtOWY0NDE4ZjhhYzIw")).unwrap().to_string(),
            "5e4fc3bc-a2e9-4b55-a373-9f4418f8ac20"
        );
        assert_eq!(id(&text("QTpiOmM=")).unwrap(), ShopId::Text("b:c".into()));
        for bad in ["", "46", "VXNlcg==", "VXNlcjo=", "%%%%", "gICA", &"QTpi".repeat(100)] {
            assert!(matches!(id(&text(bad)), Err(RowFault::BadId { .. })), "{bad}");
        }
    }

    #[test]
    fn texts_are_cut_at_a_character_and_lose_u0000() {
        assert_eq!(text("a\0b").keep(), "ab");
        assert_eq!(text("\0").keep_some(), None);
        let long = format!("a{}", "й".repeat(MAX_TEXT));
        assert_eq!(text(&long).keep().len(), MAX_TEXT - 1);
    }

    #[test]
    fn money_is_read_from_its_text() {
        let minor = |json: &str, code: &str| serde_json::from_str::<Amount<'_>>(json).unwrap().minor("total", Currency::parse(code).unwrap());
        let check =
            |amount: &str, code: &str, expected: i64| assert_eq!(minor(&format!(r#"{{"amount":{amount}}}"#), code), Ok(expected), "{amount} {code}");
        check("80", "USD", 8_000);
        check("80.0", "USD", 8_000);
        check("0.1", "USD", 10);
        check("-12.5", "USD", -1_250);
        check("1.005", "KWD", 1_005);
        check("1500.0", "JPY", 1_500);
        check("92233720368547758.07", "USD", i64::MAX);
        let refused = |amount: &str, code: &str| assert!(minor(&format!(r#"{{"amount":{amount}}}"#), code).is_err(), "{amount} {code}");
        refused("1.005", "USD");
        refused("1500.5", "JPY");
        refused("1e3", "USD");
        refused("1E-7", "USD");
        refused("92233720368547758.08", "USD");
        refused("null", "USD");
        refused(r#""80""#, "USD");
        assert!(matches!(minor(r#"{"amount":1,"currency":"EUR"}"#, "USD"), Err(RowFault::OtherCurrency { .. })));
        assert!(matches!(minor(r#"{"amount":1,"currency":"XXX"}"#, "USD"), Err(RowFault::UnknownCurrency(_))));
    }
}
