//! Referral codes: four letters of the owner's name and six characters that nobody guesses, one code per owner.

use crate::rng::mix;

const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const BITS: u32 = 30;
const MASK: u32 = (1 << BITS) - 1;

/// The code of the customer with this index, such as `ANNA7K2M9Q`.
///
/// The six characters are a permutation of the index under the seed, so that two owners never share a code below 2^30 owners.
pub(crate) fn code_of(seed: u64, index: u32, slug: &str) -> String {
    let mut code = String::with_capacity(10);
    code.extend(slug.chars().cycle().take(4).map(|letter| letter.to_ascii_uppercase()));
    let mut rest = permute(seed, index & MASK);
    for _ in 0..6 {
        code.push(char::from(CROCKFORD[(rest & 31) as usize]));
        rest >>= 5;
    }
    code
}

/// A code that nobody owns: its last six characters stand for an index beyond all customers.
pub(crate) fn stray_code(seed: u64, draw: u32) -> String {
    const WORDS: [&str; 4] = ["SUMMER", "FRIEND", "PROMO", "HELLO"];
    match draw % 3 {
        0 => format!("{}{}", WORDS[(draw / 3 % 4) as usize], draw / 12 % 90 + 10),
        1 => "WELCOME".to_owned(),
        _ => code_of(seed, MASK - draw % 100_000, WORDS[(draw % 4) as usize]),
    }
}

/// Four Feistel rounds over two halves of fifteen bits: a bijection on thirty bits.
fn permute(seed: u64, index: u32) -> u32 {
    let half = BITS / 2;
    let low_mask = (1 << half) - 1;
    let (mut left, mut right) = (index >> half, index & low_mask);
    for round in 0..4u64 {
        let word = mix(seed ^ (round << 56) ^ u64::from(right)) >> 40;
        let turned = left ^ (u32::try_from(word).unwrap_or(0) & low_mask);
        left = right;
        right = turned;
    }
    (left << half) | right
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_owners_share_a_code() {
        let codes: BTreeSet<String> = (0..100_000).map(|index| code_of(1, index, "anna")).collect();
        assert_eq!(codes.len(), 100_000);
    }

    #[test]
    fn the_look() {
        insta::assert_snapshot!(format!("{} {} {}", code_of(1, 0, "anna"), code_of(1, 1, "li"), code_of(2, 0, "anna")), @"ANNA3XE94H LILIEBVN6X ANNAZKHZ4G");
    }
}
