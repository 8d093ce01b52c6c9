//! What all desks of a shop agree on for a rail, so that each of them makes the same code for the same delivery.
//!
//! It is kept at the other side, by something worthless whose code is known to all desks: a code is somebody's once, so one proposal stands, and
//! whoever comes later finds it. What bears it carries it from its first moment on: there is no time at which it is there and says nothing.

use std::fmt;
use vouchsafe_domain::reward::Rail;

/// What stands before it in the text that bears it.
const HEAD: &str = "[vouchsafe-secret ";
/// What a person at the shop reads there.
const NOTICE: &str = "Vouchsafe needs this: leave it as it is.";
/// Stands for the secret in what is shown.
const HIDDEN: &str = "<the secret, which every desk of this shop knows and none shows>";
/// The longest address that is read, in bytes.
const LONGEST: usize = 2_048;

/// What the names and the codes of a rail's deliveries are made of.
#[derive(Clone, PartialEq, Eq)]
pub struct Agreement {
    /// What the shop is called in the names of deliveries: the address by which the first desk knew it.
    pub shop: String,
    /// What codes are made of, besides the names.
    pub secret: [u8; 32],
}

/// What the other side has of an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Agreed {
    /// Nothing.
    Nothing,
    /// This.
    On(Agreement),
    /// What has its place bears none that can be read.
    Strange,
}

impl Agreement {
    /// The codes of what bears agreements. No delivery has one of them: their letters are not those of such codes.
    pub const PLACES: [&'static str; 2] = ["RFSECRETGIFTCARD", "RFSECRETVOUCHERS"];

    /// The code of what bears the agreement on a rail.
    #[must_use]
    pub const fn place(by: Rail) -> &'static str {
        Self::PLACES[matches!(by, Rail::Voucher) as usize]
    }

    /// The text that [`Self::parse`] reads.
    #[must_use]
    pub fn text(&self) -> String {
        let digits: String = self.secret.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{digits} {}", self.shop)
    }

    /// Reads 64 hexadecimal digits, and behind a space an address.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (digits, shop) = text.split_once(' ')?;
        let is_address = !shop.is_empty() && shop.len() <= LONGEST && !shop.contains(|sign: char| sign.is_whitespace() || sign.is_control());
        if digits.len() != 64 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) || !is_address {
            return None;
        }
        let mut secret = [0; 32];
        for (byte, pair) in secret.iter_mut().zip(digits.as_bytes().chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self { shop: shop.to_owned(), secret })
    }

    /// A text like that of [`Self::text`] that may be shown: something as long stands in angle brackets for the secret.
    #[must_use]
    pub fn hidden(shop: &str) -> String {
        format!("{HIDDEN} {shop}")
    }

    /// A mark around the text of [`Self::text`], by which [`Self::in_texts`] finds it. Before it stand words for people, unless there is no room for them
    /// among so many letters.
    #[must_use]
    pub fn mark(text: &str, room: usize) -> String {
        let mark = format!("{HEAD}{text}]");
        let whole = format!("{NOTICE} {mark}");
        if whole.chars().count() > room { mark } else { whole }
    }

    /// What texts bear of an agreement: one that several of them bear is one, and of several none holds.
    pub fn in_texts<'t>(texts: impl IntoIterator<Item = &'t str>) -> Agreed {
        let mut found = Agreed::Strange;
        for agreement in texts.into_iter().filter_map(Self::in_text) {
            match &found {
                Agreed::On(known) if *known != agreement => return Agreed::Strange,
                _ => found = Agreed::On(agreement),
            }
        }
        found
    }

    fn in_text(text: &str) -> Option<Self> {
        let (_, behind) = text.split_once(HEAD)?;
        let mut words = behind.split_whitespace();
        // An address can hold a bracket itself.
        let (digits, shop) = (words.next()?, words.next()?.strip_suffix(']')?);
        Self::parse(&format!("{digits} {shop}"))
    }
}

impl fmt::Debug for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Agreement").field("shop", &self.shop).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn agreement(number: u8) -> Agreement {
        Agreement { shop: "https://shop.example/graphql/".to_owned(), secret: [number; 32] }
    }

    fn marked(number: u8) -> String {
        Agreement::mark(&agreement(number).text(), 255)
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(secret: [u8; 32], shop in "https?://[a-z0-9.\\[\\]:-]{1,60}/graphql/") {
            let agreement = Agreement { shop, secret };
            prop_assert_eq!(Agreement::parse(&agreement.text()), Some(agreement.clone()));
            prop_assert_eq!(Agreement::in_texts(["a word before", &Agreement::mark(&agreement.text(), 80), ""]), Agreed::On(agreement));
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,200}", digits in "[0-9a-fg]{60,66}") {
            let parsed = Agreement::parse(&text);
            prop_assert!(parsed.is_none_or(|agreement| Agreement::parse(&agreement.text()) == Some(agreement)));
            let marked = format!("{HEAD}{digits} {text}]");
            prop_assert!(!matches!(Agreement::in_texts([text.as_str(), &marked]), Agreed::Nothing));
        }
    }

    #[test]
    fn one_agreement_holds_and_of_two_none() {
        let (one, other) = (marked(1), marked(2));
        let check = |texts: &[&str], holds: Agreed| assert_eq!(Agreement::in_texts(texts.iter().copied()), holds, "{texts:?}");
        check(&[], Agreed::Strange);
        check(&["a card of ours"], Agreed::Strange);
        check(&[&one], Agreed::On(agreement(1)));
        check(&["seen by Ada", &one, &one], Agreed::On(agreement(1)));
        check(&[&one, &other], Agreed::Strange);
        check(&[&one, &other, &one], Agreed::Strange);
        check(&[&one[..one.len() - 1]], Agreed::Strange);
        check(&[&one.replace("01", "0x")], Agreed::Strange);
        check(&[&Agreement::mark(&Agreement::hidden("https://shop.example/graphql/"), 255)], Agreed::Strange);
    }

    #[test]
    fn a_long_address_leaves_no_room_for_words() {
        let long = Agreement { shop: format!("https://{}.example/graphql/", "x".repeat(120)), ..agreement(1) };
        let of_long = |room| Agreement::mark(&long.text(), room);
        assert!(marked(1).starts_with(NOTICE) && of_long(usize::MAX).starts_with(NOTICE));
        assert!(of_long(255).starts_with(HEAD) && of_long(255).len() <= 255);
        assert_eq!(Agreement::in_texts([of_long(255).as_str()]), Agreed::On(long));
    }

    #[test]
    fn no_secret_is_shown_and_no_delivery_has_the_code() {
        let text = format!("{:?} {}", agreement(0xab), Agreement::hidden("https://shop.example/graphql/"));
        assert!(!text.contains("abab") && text.contains("shop.example"), "{text}");
        for place in Agreement::PLACES {
            assert!((8..=16).contains(&place.len()) && place.contains(['I', 'L', 'O', 'U']), "{place}");
        }
    }
}
