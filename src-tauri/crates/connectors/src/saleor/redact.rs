//! What is kept of a refused row: its shape, keys, ids, instants, amounts and words of closed lists. Every other text may be somebody's, and gives
//! way to a mark that tells its kind and its length. A text is kept only where it stands where such a text belongs and has the form of one, so a
//! field that nobody thought of is masked.

use super::{MAX_RAW, RowFault};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use vouchsafe_domain::money::{BadAmount, UnknownCurrency};
use vouchsafe_domain::time::NotAnInstant;

/// The mark of a text: `<email 17>`.
fn mark(text: &str) -> String {
    let kind = if text.contains('@') {
        "email"
    } else if text.contains(|c: char| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || " +-().:/".contains(c)) {
        "number"
    } else {
        "text"
    };
    format!("<{kind} {}>", text.chars().count())
}

/// The text if it has the form, else its mark.
fn keep_if(form: impl Fn(&str) -> bool, text: &str) -> String {
    if text.is_empty() || form(text) { text.to_owned() } else { mark(text) }
}

/// `CHARGE_SUCCESS`: a word of one of Saleor's closed lists.
fn is_word(text: &str) -> bool {
    text.len() <= 60
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

/// Upper-case letters, so many.
fn is_letters(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|b| b.is_ascii_uppercase())
}

/// `2026-03-01` or `2026-03-01T09:30:00+00:00`, which need not exist.
fn is_instant(text: &str) -> bool {
    let (date, time) = text.split_once('T').unwrap_or((text, ""));
    let date_fits = date.len() == 10 && date.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() });
    date_fits && time.len() <= 30 && time.bytes().all(|b| b.is_ascii_digit() || b":.+-Z".contains(&b))
}

/// A global id: base64 of a type and a number or UUID.
fn is_global_id(text: &str) -> bool {
    let decoded = STANDARD.decode(text).ok().filter(|_| text.len() <= 200).and_then(|bytes| String::from_utf8(bytes).ok());
    let parts = decoded.as_deref().and_then(|decoded| decoded.split_once(':'));
    parts.is_some_and(|(kind, id)| {
        !kind.is_empty() && kind.bytes().all(|b| b.is_ascii_alphabetic()) && id.len() <= 40 && id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
    })
}

/// A plain decimal number.
fn is_number(text: &str) -> bool {
    text.len() <= 24 && text.bytes().all(|b| b.is_ascii_digit() || b"-.eE".contains(&b))
}

/// The name of a field, of a channel or of a metadata key: no text that could be a number to call.
fn is_name(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    text.len() <= 60
        && digits <= 4
        && text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b))
}

/// Whether a text under these keys, the inner one last, is kept.
fn stays(parent: &str, key: &str, text: &str) -> bool {
    match key {
        "id" | "original" => is_global_id(text),
        "created" | "createdAt" | "updatedAt" | "modifiedAt" | "dateJoined" | "date" | "startDate" | "endDate" | "expiryDate" | "lastUsedOn" => {
            is_instant(text)
        }
        "status" | "type" | "kind" | "discountValueType" | "languageCode" => is_word(text),
        "currency" => is_letters(text, 3),
        "code" if parent == "country" => is_letters(text, 2),
        "slug" => is_name(text),
        "key" if parent == "metadata" || parent == "privateMetadata" => is_name(text),
        "number" => text.len() <= 12 && text.bytes().all(|b| b.is_ascii_digit()),
        _ => false,
    }
}

/// Whether a number under this key is kept.
fn counts(key: &str) -> bool {
    matches!(key, "amount" | "quantity" | "used" | "usageLimit" | "discountValue")
}

/// A refused row as it is kept, cut to [`MAX_RAW`] bytes. `json` must be sound JSON.
pub(super) fn row(json: &str) -> String {
    let mut out = String::with_capacity(json.len().min(MAX_RAW));
    // The key under which each open object or list stands.
    let mut open: Vec<String> = Vec::new();
    let mut key = String::new();
    let mut rest = json;
    while let Some(c) = rest.chars().next() {
        if out.len() >= MAX_RAW {
            break;
        }
        let length = match c {
            '"' => text_end(rest),
            '-' | '0'..='9' => rest.find(|c: char| !(c.is_ascii_digit() || "+-.eE".contains(c))).unwrap_or(rest.len()),
            _ => c.len_utf8(),
        };
        let (token, behind) = rest.split_at(length);
        rest = behind;
        match c {
            '{' | '[' => {
                open.push(key.clone());
                out.push(c);
            }
            '}' | ']' => {
                key = open.pop().unwrap_or_default();
                out.push(c);
            }
            '"' => {
                let text: String = serde_json::from_str(token).unwrap_or_default();
                let shown = if behind.trim_start().starts_with(':') {
                    key = keep_if(is_name, &text);
                    key.clone()
                } else {
                    keep_if(|text| stays(open.last().map_or("", String::as_str), &key, text), &text)
                };
                out.push_str(&serde_json::Value::from(shown).to_string());
            }
            '-' | '0'..='9' if !counts(&key) => out.push_str(&format!("\"{}\"", mark(token))),
            c if c.is_ascii_whitespace() => {}
            _ => out.push_str(token),
        }
    }
    out.truncate(out.floor_char_boundary(MAX_RAW));
    out
}

/// The length of the JSON string at the start, with its quotes.
fn text_end(rest: &str) -> usize {
    let mut escaped = false;
    for (at, b) in rest.bytes().enumerate().skip(1) {
        match b {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// A shop's or a parser's words without what they repeat of somebody's data: what was received, addresses, long numbers.
pub(super) fn words(text: &str) -> String {
    let text = ["received:", "invalid type: string ", "invalid value: string "].iter().fold(text, |text, end| match text.find(end) {
        Some(at) => &text[..at + end.trim_end_matches(' ').len()],
        None => text,
    });
    let shown = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if bare.contains('@') { word.replace(bare, &mark(bare)) } else { word.to_owned() }
    };
    without_numbers(&text.split(' ').map(shown).collect::<Vec<_>>().join(" "))
}

/// A text whose runs of digits are masked, where they are as long as a number to call or have the form of an address.
fn without_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, behind) = rest.split_at(start);
        out.push_str(before);
        let end = behind.find(|c: char| !c.is_ascii_digit() && !" +-().".contains(c)).unwrap_or(behind.len());
        let run = behind[..end].trim_end_matches(|c: char| !c.is_ascii_digit());
        let is_long = run.bytes().filter(u8::is_ascii_digit).count() >= 7 || run.matches('.').count() == 3;
        out.push_str(&if is_long { mark(run) } else { run.to_owned() });
        rest = &behind[run.len()..];
    }
    out.push_str(rest);
    out
}

/// What a parser said of a value, without the value.
pub(super) fn parser_words(text: &str) -> String {
    let text = text.split_once(" at line ").map_or(text, |(what, _)| what);
    for start in ["invalid type: ", "invalid value: "] {
        if let Some((before, said)) = text.split_once(start) {
            let found = said.split([' ', ',']).next().unwrap_or_default();
            let expected = said.rsplit_once(", expected ").map_or("something else", |(_, expected)| expected);
            return bounded(&format!("{before}{start}{found}, expected {expected}"));
        }
    }
    bounded(&words(text))
}

fn bounded(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}

impl RowFault {
    /// The fault without what it repeats of the row.
    pub(super) fn redacted(self) -> Self {
        let id = |text: String| keep_if(|text| is_global_id(text) || (is_name(text) || is_number(text)) && text.len() <= 12, &text);
        match self {
            Self::Malformed { what } => Self::Malformed { what: parser_words(&what) },
            Self::BadId { text } => Self::BadId { text: id(text) },
            Self::BadInstant { field, why: NotAnInstant(text) } => Self::BadInstant { field, why: NotAnInstant(keep_if(is_instant, &text)) },
            Self::UnknownCurrency(UnknownCurrency(code)) => Self::UnknownCurrency(UnknownCurrency(keep_if(|code| is_letters(code, 3), &code))),
            Self::BadAmount { field, why } => {
                let shown = |text: String| keep_if(|text| is_number(text) || text == "null", &text);
                let why = match why {
                    BadAmount::NotANumber(text) => BadAmount::NotANumber(shown(text)),
                    BadAmount::TooPrecise(text) => BadAmount::TooPrecise(shown(text)),
                    BadAmount::TooLarge(text) => BadAmount::TooLarge(shown(text)),
                };
                Self::BadAmount { field, why }
            }
            Self::OtherCurrency { field, expected, found } => {
                Self::OtherCurrency { field, expected, found: keep_if(|code| is_letters(code, 3), &found) }
            }
            Self::UnknownWord { field, text } => Self::UnknownWord { field, text: keep_if(is_word, &text) },
            Self::Shop { path, what } => Self::Shop { path, what: words(&what) },
            Self::Negative { .. } | Self::TooMany { .. } => self,
        }
    }
}
