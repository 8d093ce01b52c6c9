//! Postal addresses, folded so that the usual ways to write one do not matter.

use crate::shop::Address;
use unicode_normalization::UnicodeNormalization as _;

/// The longest address that is an identity, in bytes after folding.
const MAX_ADDRESS: usize = 1_000;
/// The longest text that is looked at.
const MAX_WRITTEN: usize = 8_192;

/// Words that are written in full or short. Modest on purpose: two addresses that are taken for one accuse somebody.
const SHORT: &[(&str, &str)] = &[
    ("street", "st"),
    ("avenue", "ave"),
    ("road", "rd"),
    ("boulevard", "blvd"),
    ("apartment", "apt"),
    ("strasse", "str"),
    ("platz", "pl"),
    ("улица", "ул"),
    ("проспект", "пр"),
    ("дом", "д"),
    ("квартира", "кв"),
];

/// An address without its names; `None` when it holds too little to tell anything, or is masked by the shop.
#[must_use]
pub fn address(address: &Address) -> Option<String> {
    if address.street_1.trim().is_empty() || address.postal_code.trim().is_empty() || is_masked(&address.street_1) {
        return None;
    }
    let parts = [&address.street_1, &address.street_2, &address.city, &address.postal_code, &address.country];
    let folded: Vec<String> = parts.iter().map(|part| fold(part)).collect::<Option<_>>()?;
    Some(folded.join("|")).filter(|text| text.len() <= MAX_ADDRESS)
}

/// An address that is one text already.
#[must_use]
pub fn fold_address(text: &str) -> Option<String> {
    let parts: Vec<String> = text.split('|').map(fold).collect::<Option<_>>()?;
    let folded = parts.join("|");
    (folded.len() <= MAX_ADDRESS && folded.contains(char::is_alphanumeric)).then_some(folded)
}

/// Saleor gives the first character and a dot for each other one to whoever may not see an address.
fn is_masked(street: &str) -> bool {
    let rest = street.trim().trim_start_matches(|c| c != '.');
    rest.len() >= 3 && rest.chars().all(|c| c == '.')
}

/// Without regard to case, blanks, points and commas, and with the usual words short. `None` for what is too long to be an address.
fn fold(text: &str) -> Option<String> {
    if text.len() > MAX_WRITTEN {
        return None;
    }
    let plain: String = text.nfkc().collect::<String>().to_lowercase().replace('ß', "ss").nfkc().collect();
    let words = plain.split(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '.' | ',' | ';' | '|')).filter(|word| !word.is_empty());
    Some(words.map(short).collect::<Vec<_>>().join(" "))
}

fn short(word: &str) -> String {
    if let Some((_, short)) = SHORT.iter().find(|(long, _)| *long == word) {
        return (*short).to_owned();
    }
    // German joins the word for street to its name.
    match word.strip_suffix("strasse") {
        Some(name) => format!("{name}str"),
        None => word.to_owned(),
    }
}
