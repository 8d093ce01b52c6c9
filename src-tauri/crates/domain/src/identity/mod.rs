//! Identities: from what somebody wrote to the one text by which two spellings of the same thing are known to be one.
//!
//! Every function is pure, total and bounded, and giving it its own answer changes nothing. What was written is kept elsewhere as it came
//! (the mirror's rows); here stands only the canonical form. What is no address, no number or masked by the shop is no identity, and never
//! costs the row in which it stands.

mod address;
mod calling;
mod email;
mod ip;
mod phone;
mod provider;

#[cfg(test)]
mod tests;

pub use address::{address, fold_address};
pub use email::{Email, NoEmail, is_masked_email, readable_email};
pub use ip::{Ip, IpRange};
pub use phone::phone;

/// The longest device fingerprint or card that is an identity, in characters; what is longer points to nobody in particular.
pub const MAX_OPAQUE: usize = 500;

/// What another system made up to tell devices or cards apart: only what stands around it is taken away.
#[must_use]
pub fn opaque(text: &str) -> Option<&str> {
    let text = text.trim();
    (!text.is_empty() && text.chars().count() <= MAX_OPAQUE).then_some(text)
}

/// Characters that nobody sees and nobody types: they come with what is pasted.
const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
