//! Codes: what an advocate shares. Made readable and unguessable, or wished for.

use unicode_normalization::UnicodeNormalization as _;

/// What codes are made of: digits and capitals without those that are taken for one another (0 and O, 1, I and L, U and V).
pub const ALPHABET: &[u8; 29] = b"23456789ABCDEFGHJKMNPQRSTWXYZ";
/// Signs of the random part.
pub const RANDOM_SIGNS: usize = 9;
/// Signs of the random part that are read in one go.
const GROUP: usize = 3;
/// How much randomness a code takes: so much more than it holds that the remainder favours no sign.
pub const ENTROPY: usize = 16;
/// The most letters of a name before the random part.
pub const MAX_PREFIX: usize = 8;
/// The lengths that a wished code can have.
pub const VANITY: std::ops::RangeInclusive<usize> = 4..=24;

/// The random part holds at least 40 bits: a million guesses at a shop with a million codes find one with a chance of less than one in ten.
const _: () = {
    let (mut space, mut sign) = (1u64, 0);
    while sign < RANDOM_SIGNS {
        space *= ALPHABET.len() as u64;
        sign += 1;
    }
    assert!(space >= 1 << 40);
};

/// Words that would be mistaken for something of the shop's own, or for nothing.
const RESERVED: &[&str] = &[
    "ACCOUNT",
    "ADMIN",
    "ADMINISTRATOR",
    "CHECKOUT",
    "CODE",
    "DELETE",
    "DISCOUNT",
    "FALSE",
    "FREE",
    "GIFT",
    "HELP",
    "LOGIN",
    "NONE",
    "NULL",
    "OFFICIAL",
    "ROOT",
    "SALE",
    "STAFF",
    "SUPPORT",
    "SYSTEM",
    "TEST",
    "TRUE",
    "UNDEFINED",
    "UNKNOWN",
    "VOUCHER",
];

/// Why a wished code cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum BadCode {
    /// Shorter or longer than [`VANITY`].
    #[error("a code has 4 to 24 characters")]
    Length,
    /// Something else than Latin letters, digits and single hyphens between them.
    #[error("a code holds Latin letters without accents, digits, and single hyphens between them")]
    Signs,
    /// A number can be mistaken for that of a customer or an order.
    #[error("a code holds at least one letter")]
    NoLetter,
    /// One of the words that stand for something else.
    #[error("this word stands for something else")]
    Reserved,
}

/// Makes a code such as `K7M-2QX-9RT`, or `ANNA-K7M-2QX-9RT` for somebody of that first name. Two draws can give one code: the caller looks
/// whether it is taken and draws again.
#[must_use]
pub fn random(entropy: [u8; ENTROPY], first_name: Option<&str>) -> String {
    let mut code = first_name.map(prefix).unwrap_or_default();
    let (mut rest, base) = (u128::from_le_bytes(entropy), ALPHABET.len() as u128);
    for sign in 0..RANDOM_SIGNS {
        if sign % GROUP == 0 && !code.is_empty() {
            code.push('-');
        }
        let index = usize::try_from(rest % base).unwrap_or(0);
        code.push(char::from(ALPHABET[index]));
        rest /= base;
    }
    code
}

/// The code that somebody wishes for, in the form in which codes are compared.
///
/// # Errors
/// The first [`BadCode`].
pub fn vanity(text: &str) -> Result<String, BadCode> {
    let code = text.trim().to_uppercase();
    let mut parts = code.split('-');
    if !parts.all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())) {
        return Err(if code.is_empty() { BadCode::Length } else { BadCode::Signs });
    }
    if !VANITY.contains(&code.len()) {
        return Err(BadCode::Length);
    }
    if !code.bytes().any(|b| b.is_ascii_uppercase()) {
        return Err(BadCode::NoLetter);
    }
    if RESERVED.contains(&code.as_str()) { Err(BadCode::Reserved) } else { Ok(code) }
}

/// The Latin letters of a name, at most eight, without accents; empty where there are none.
fn prefix(name: &str) -> String {
    let first = name.split(|c: char| c.is_whitespace() || c == '-').find(|word| !word.is_empty()).unwrap_or_default();
    // Bounded first: one sign can stand for many.
    let spelled: String = first.chars().take(4 * MAX_PREFIX).nfkd().flat_map(char::to_uppercase).map(spelled).collect();
    spelled.chars().filter(char::is_ascii_uppercase).take(MAX_PREFIX).collect()
}

/// A capital in Latin letters without accents, where it is one of another spelling.
fn spelled(capital: char) -> String {
    const OTHERS: &[(char, &str)] = &[
        ('Æ', "AE"),
        ('Œ', "OE"),
        ('Ø', "O"),
        ('Ł', "L"),
        ('Đ', "D"),
        ('Ð', "D"),
        ('Þ', "TH"),
        ('ẞ', "SS"),
        ('А', "A"),
        ('Б', "B"),
        ('В', "V"),
        ('Г', "G"),
        ('Ґ', "G"),
        ('Д', "D"),
        ('Е', "E"),
        ('Є', "YE"),
        ('Ж', "ZH"),
        ('З', "Z"),
        ('И', "I"),
        ('І', "I"),
        ('К', "K"),
        ('Л', "L"),
        ('М', "M"),
        ('Н', "N"),
        ('О', "O"),
        ('П', "P"),
        ('Р', "R"),
        ('С', "S"),
        ('Т', "T"),
        ('У', "U"),
        ('Ф', "F"),
        ('Х', "KH"),
        ('Ц', "TS"),
        ('Ч', "CH"),
        ('Ш', "SH"),
        ('Щ', "SHCH"),
        ('Ы', "Y"),
        ('Э', "E"),
        ('Ю', "YU"),
        ('Я', "YA"),
    ];
    OTHERS.iter().find(|(other, _)| *other == capital).map_or_else(|| capital.to_string(), |(_, latin)| (*latin).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_wished_code_is_taken_or_refused_for_one_reason() {
        let check = |text: &str, want: Result<&str, BadCode>| assert_eq!(vanity(text), want.map(str::to_owned), "{text}");
        check("anna", Ok("ANNA"));
        check("  Anna-2026 ", Ok("ANNA-2026"));
        check("TEAM-RED-7", Ok("TEAM-RED-7"));
        check("", Err(BadCode::Length));
        check("abc", Err(BadCode::Length));
        check("ABCDEFGHIJKLMNOPQRSTUVWXYZ", Err(BadCode::Length));
        for text in ["an na", "anna!", "anná", "анна", "-anna", "anna-", "an--na", "a/nna", "anna\0", "=ANNA", "аnna"] {
            check(text, Err(BadCode::Signs));
        }
        check("10429", Err(BadCode::NoLetter));
        check("2026-01", Err(BadCode::NoLetter));
        check("null", Err(BadCode::Reserved));
        check("Admin", Err(BadCode::Reserved));
        check("admin-7", Ok("ADMIN-7"));
    }

    #[test]
    fn a_name_becomes_its_latin_letters() {
        let check = |name: &str, want: &str| assert_eq!(prefix(name), want, "{name}");
        check("Anna", "ANNA");
        check("anna maria", "ANNA");
        check("Jean-Luc", "JEAN");
        check("Zoë", "ZOE");
        check("Øystein", "OYSTEIN");
        check("Łukasz", "LUKASZ");
        check("Strauß", "STRAUSS");
        check("Щука", "SHCHUKA");
        check("Юлия", "YULIYA");
        check("Йозеф", "IOZEF");
        check("Maximiliana", "MAXIMILI");
        check("李雷", "");
        check("  ", "");
        check("=cmd|' /C", "CMD");
        check("ﷺ", "");
    }

    #[test]
    fn the_look() {
        insta::assert_snapshot!(format!("{} {} {}", random([0; ENTROPY], None), random([255; ENTROPY], Some("Anna")), random([7; ENTROPY], Some("李雷"))), @"222-222-222 ANNA-TCY-63G-EYA 3FQ-JZD-54E");
    }

    proptest! {
        #[test]
        fn a_random_code_is_readable_and_never_ambiguous(entropy in any::<[u8; ENTROPY]>(), name in "\\PC{0,12}") {
            let code = random(entropy, Some(&name));
            let plain = random(entropy, None);
            prop_assert_eq!(plain.len(), RANDOM_SIGNS + RANDOM_SIGNS / GROUP - 1);
            prop_assert!(plain.bytes().all(|sign| sign == b'-' || ALPHABET.contains(&sign)), "{}", plain);
            prop_assert!(!plain.contains(['0', 'O', '1', 'I', 'L', 'U', 'V']));
            prop_assert!(code.ends_with(&plain) && code.len() <= MAX_PREFIX + 1 + plain.len(), "{}", code);
            // What is made can be wished for: it has the form of a code.
            let has_letter = code.bytes().any(|sign| sign.is_ascii_alphabetic());
            prop_assert_eq!(vanity(&code), if has_letter { Ok(code.clone()) } else { Err(BadCode::NoLetter) });
        }

        #[test]
        fn any_text_is_taken_or_refused(text in "\\PC{0,40}") {
            if let Ok(code) = vanity(&text) {
                prop_assert_eq!(vanity(&code.to_lowercase()), Ok(code.clone()));
                prop_assert!(VANITY.contains(&code.len()));
            }
        }

        #[test]
        fn other_randomness_is_another_code(a in any::<u64>(), b in any::<u64>()) {
            // Below the size of the space each number is a code of its own.
            let space = (ALPHABET.len() as u128).pow(9);
            let code = |seed: u64| random((u128::from(seed) % space).to_le_bytes(), None);
            prop_assert_eq!(code(a) == code(b), u128::from(a) % space == u128::from(b) % space);
        }
    }
}
