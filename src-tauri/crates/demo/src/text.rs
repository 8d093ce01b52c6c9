//! Writing JSON text and Saleor's global ids straight into a string.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Appends a JSON string with its quotes. Non-ASCII characters stay themselves, as Saleor prints them.
pub(crate) fn push_string(out: &mut String, text: &str) {
    out.push('"');
    let mut clean = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte >= 0x20 && byte != b'"' && byte != b'\\' {
            continue;
        }
        out.push_str(&text[clean..at]);
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            _ => {
                out.push_str("\\u00");
                out.push(char::from(b"0123456789abcdef"[usize::from(byte >> 4)]));
                out.push(char::from(b"0123456789abcdef"[usize::from(byte & 15)]));
            }
        }
        clean = at + 1;
    }
    out.push_str(&text[clean..]);
    out.push('"');
}

/// Appends a whole number.
pub(crate) fn push_int(out: &mut String, number: i64) {
    if number < 0 {
        out.push('-');
    }
    push_padded(out, number, 1);
}

/// Appends the digits of a number (without sign), with zeros in front up to `width`.
pub(crate) fn push_padded(out: &mut String, number: i64, width: usize) {
    let mut digits = [b'0'; 20];
    let mut rest = number.unsigned_abs();
    let mut at = digits.len();
    while rest > 0 {
        at -= 1;
        digits[at] = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
    }
    let from = at.min(digits.len() - width);
    for digit in &digits[from..] {
        out.push(char::from(*digit));
    }
}

/// Saleor's global id of a thing with a number: base 64 of `User:294`.
pub(crate) fn global_id(kind: &str, number: u64) -> String {
    let mut plain = String::with_capacity(32);
    plain.push_str(kind);
    plain.push(':');
    push_padded(&mut plain, i64::try_from(number).unwrap_or(i64::MAX), 1);
    STANDARD.encode(plain)
}

/// Saleor's global id of a thing with a UUID: base 64 of `Order:560805b1-…`.
pub(crate) fn global_uuid(kind: &str, uuid: u128) -> String {
    let mut plain = String::with_capacity(64);
    plain.push_str(kind);
    plain.push(':');
    push_uuid(&mut plain, uuid);
    STANDARD.encode(plain)
}

/// The part behind the colon of a global id, if the id is one and of this kind.
pub(crate) fn read_global_id(kind: &str, id: &str) -> Option<String> {
    let plain = String::from_utf8(STANDARD.decode(id).ok()?).ok()?;
    let rest = plain.strip_prefix(kind)?.strip_prefix(':')?;
    Some(rest.to_owned())
}

/// The random-looking UUID (version 4) of two words; the upper half of the first and the lower half of the second come through whole.
pub(crate) fn uuid_of(high: u64, low: u64) -> u128 {
    let high = (high & !0xf000) | 0x4000;
    let low = (low & (u64::MAX >> 2)) | 1 << 63;
    u128::from(high) << 64 | u128::from(low)
}

/// Appends a UUID in its usual form.
pub(crate) fn push_uuid(out: &mut String, uuid: u128) {
    for (at, byte) in uuid.to_be_bytes().into_iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            out.push('-');
        }
        out.push(char::from(b"0123456789abcdef"[usize::from(byte >> 4)]));
        out.push(char::from(b"0123456789abcdef"[usize::from(byte & 15)]));
    }
}

/// Reads a UUID in its usual form.
pub(crate) fn parse_uuid(text: &str) -> Option<u128> {
    let hex: String = text.chars().filter(|c| *c != '-').collect();
    if hex.len() == 32 { u128::from_str_radix(&hex, 16).ok() } else { None }
}

/// Base 64 of any text, for cursors.
pub(crate) fn base64(text: &str) -> String {
    STANDARD.encode(text)
}

/// The text behind base 64, if it is that.
pub(crate) fn unbase64(text: &str) -> Option<String> {
    String::from_utf8(STANDARD.decode(text).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ids_as_recorded() {
        assert_eq!(global_id("User", 294), "VXNlcjoyOTQ=");
        let uuid = parse_uuid("560805b1-b72c-46c0-b9ad-5c2061beb068").unwrap();
        let id = global_uuid("Order", uuid);
        assert_eq!(id, "T3JkZXI6NTYwODA1YjEtYjcyYy00NmMwLWI5YWQtNWMyMDYxYmViMDY4");
        assert_eq!(read_global_id("Order", &id).as_deref().and_then(parse_uuid), Some(uuid));
        assert_eq!(read_global_id("User", &id), None);
    }

    #[test]
    fn numbers() {
        let written = |number: i64| {
            let mut out = String::new();
            push_int(&mut out, number);
            out
        };
        assert_eq!([0, 7, -15, i64::MAX].map(written), ["0", "7", "-15", "9223372036854775807"]);
    }

    proptest! {
        #[test]
        fn a_string_is_read_back(text in any::<String>()) {
            let mut out = String::new();
            push_string(&mut out, &text);
            prop_assert_eq!(serde_json::from_str::<String>(&out).unwrap(), text);
        }
    }
}
