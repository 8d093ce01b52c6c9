//! What a letter says to one person: names made harmless, days and amounts in their language.

use super::template::{Values, Variable};
use crate::text;
use crate::view::{NoticeKind, NoticeLanguage};
use vouchsafe_connectors::smtp::Sender;
use vouchsafe_domain::money::{Amount, Asset, Currency, minor_text};
use vouchsafe_domain::name::Texts;
use vouchsafe_domain::time::{Span, Timestamp};

/// The longest name that stands in a letter, in characters.
const LONGEST_NAME: usize = 60;

/// A name as it stands in a letter: on one line, bounded, and nothing that a reader's program would make a link of. Whoever may choose a name
/// chooses what the shop writes to others.
pub(super) fn called(name: &str) -> String {
    let harmless = |c: char| !c.is_control() && !is_unseen(c) && !matches!(c, '/' | '\\' | '@' | ':' | '<' | '>' | '{' | '}');
    let plain: String = name.chars().take(10 * LONGEST_NAME).map(|c| if harmless(c) { c } else { ' ' }).collect();
    let mut apart = String::with_capacity(plain.len());
    let mut rest = plain.chars().peekable();
    while let Some(c) = rest.next() {
        apart.push(c);
        // What has a dot within is an address to many programs.
        if c == '.' && rest.peek().is_some_and(|next| next.is_alphanumeric()) {
            apart.push(' ');
        }
    }
    let words = apart.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(LONGEST_NAME) {
        None => words,
        Some((end, _)) => format!("{}…", words[..end].trim_end()),
    }
}

/// Signs that are not seen and change how others are: directions, joiners, tags.
const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// Somebody else's name: the first word and the first letter of the last one.
pub(super) fn called_by_others(name: &str) -> String {
    let name = called(name);
    let mut words = name.split(' ');
    match (words.next(), words.next_back().and_then(|last| last.chars().next())) {
        (Some(first), Some(initial)) => format!("{first} {initial}."),
        _ => name,
    }
}

/// What somebody without a name is called.
pub(super) const fn nameless(variable: Variable, language: NoticeLanguage) -> &'static str {
    match (variable, language) {
        (Variable::Friend, NoticeLanguage::English) => "your friend",
        (Variable::Friend | Variable::Advocate, NoticeLanguage::Russian) => "ваш друг",
        (Variable::Advocate, NoticeLanguage::English) => "a friend",
        (_, NoticeLanguage::English) => "there",
        (_, NoticeLanguage::Russian) => "друг",
    }
}

/// A day in UTC: `1 March 2026`.
pub(super) fn day(at: Timestamp, language: NoticeLanguage) -> String {
    const ENGLISH: [&str; 12] =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    const RUSSIAN: [&str; 12] =
        ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"];
    let written = at.to_string();
    let mut parts = written.split(['-', 'T']);
    let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else { return written };
    let (day, month) = (day.trim_start_matches('0'), month.parse::<usize>().unwrap_or(1).clamp(1, 12) - 1);
    match language {
        NoticeLanguage::English => format!("{day} {} {year}", ENGLISH[month]),
        NoticeLanguage::Russian => format!("{day} {} {year} г.", RUSSIAN[month]),
    }
}

/// A number of days: `14 days`.
pub(super) fn period(days: u32, language: NoticeLanguage) -> String {
    let word = match (language, days % 100, days % 10) {
        (NoticeLanguage::English, ..) => return if days == 1 { "1 day".to_owned() } else { format!("{days} days") },
        (NoticeLanguage::Russian, 11..=14, _) => "дней",
        (NoticeLanguage::Russian, _, 1) => "день",
        (NoticeLanguage::Russian, _, 2..=4) => "дня",
        (NoticeLanguage::Russian, ..) => "дней",
    };
    format!("{days} {word}")
}

/// An amount, exact: `1,234.50 EUR`, `1 234,50 EUR`.
pub(super) fn amount(amount: Amount, texts: &(impl Texts + ?Sized), language: NoticeLanguage) -> String {
    let (thousands, point) = match language {
        NoticeLanguage::English => (',', '.'),
        NoticeLanguage::Russian => ('\u{a0}', ','),
    };
    let figure = minor_text(amount.minor, amount.asset.exponent());
    let (whole, fraction) = figure.split_once('.').map_or((figure.as_str(), None), |(whole, fraction)| (whole, Some(fraction)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut grouped = String::from(sign);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(thousands);
        }
        grouped.push(digit);
    }
    if let Some(fraction) = fraction {
        grouped.push(point);
        grouped.push_str(fraction);
    }
    format!("{grouped}\u{a0}{}", called(&text::asset(amount.asset, texts)))
}

/// A letter's id: of what tells it from all others, the same on every desk of the shop.
pub(super) fn id(parts: &[&str], from: &Sender) -> String {
    let mut hasher = blake3::Hasher::new_derive_key("vouchsafe notice");
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
    }
    format!("{}@{}", &hasher.finalize().to_hex()[..32], from.address.domain())
}

/// What a made-up person would be told.
pub(super) fn example(kind: NoticeKind, language: NoticeLanguage, shop: &str) -> Values {
    let at = Timestamp::from_micros(1_772_323_200_000_000);
    let (name, other) = match language {
        NoticeLanguage::English => ("Ada Lovelace", "Charles B."),
        NoticeLanguage::Russian => ("Анна Каренина", "Константин Л."),
    };
    let sum = Currency::parse("EUR").map(|currency| Amount { minor: 1_250, asset: Asset::Currency(currency) });
    let sum = sum.map_or_else(|_| String::new(), |sum| amount(sum, &NoNames, language));
    let mut values = Values::from([(Variable::Name, name.to_owned()), (Variable::Shop, shop.to_owned()), (Variable::Date, day(at, language))]);
    let of_reward = [(Variable::Amount, sum), (Variable::Program, "Bring a friend".to_owned()), (Variable::Friend, other.to_owned())];
    let of_payout = [(Variable::Code, "RF0EXAMPLE0CODE0".to_owned()), (Variable::ExpiresOn, day(at.plus(Span::days(30)), language))];
    match kind {
        NoticeKind::Registered => values.extend([(Variable::Friend, other.to_owned())]),
        NoticeKind::Trial => values.extend([(Variable::Friend, other.to_owned()), (Variable::Period, period(14, language))]),
        NoticeKind::Earned | NoticeKind::Reversed => values.extend(of_reward),
        NoticeKind::PaidOut | NoticeKind::Expiring => {
            values.extend(of_reward.into_iter().chain(of_payout).chain([(Variable::Period, period(30, language))]));
        }
    }
    values
}

/// A made-up letter names nothing of the db.
struct NoNames;

impl Texts for NoNames {
    fn text(&self, _: vouchsafe_domain::name::Key) -> String {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vouchsafe_domain::name::{NameTable, Names as _};

    #[test]
    fn whatever_somebody_is_called_stays_a_short_name() {
        #[track_caller]
        fn check(name: &str, own: &str, to_others: &str) {
            assert_eq!((called(name).as_str(), called_by_others(name).as_str()), (own, to_others), "{name:?}");
        }
        check("Ada Lovelace", "Ada Lovelace", "Ada L.");
        check("  Анна   Мария Каренина ", "Анна Мария Каренина", "Анна К.");
        check("Cher", "Cher", "Cher");
        check("", "", "");
        check("Ada\r\nBcc: eve@evil.example", "Ada Bcc eve evil. example", "Ada e.");
        check("https://evil.example/win", "https evil. example win", "https w.");
        check("<script>alert(1)</script>", "script alert(1) script", "script s.");
        check("{code} {name}", "code name", "code n.");
        check("J. R. R. Tolkien", "J. R. R. Tolkien", "J. T.");
        check("a\u{202e}b\u{200b}c\0d", "a b c d", "a d.");
        assert_eq!(called(&"я".repeat(10_000)).chars().count(), LONGEST_NAME + 1);
        assert!(called_by_others(&"я ".repeat(5_000)).chars().count() < 10);
    }

    #[test]
    fn amounts_are_exact_in_both_languages() {
        let mut names = NameTable::default();
        let points = Asset::Units { name: names.key("points"), exponent: 0 };
        let of = |code: &str| Asset::Currency(Currency::parse(code).unwrap());
        for (minor, asset, english, russian) in [
            (1_250, of("EUR"), "12.50 EUR", "12,50 EUR"),
            (5, of("USD"), "0.05 USD", "0,05 USD"),
            (123_456_789, of("EUR"), "1,234,567.89 EUR", "1 234 567,89 EUR"),
            (1_000, of("JPY"), "1,000 JPY", "1 000 JPY"),
            (i64::MAX, of("USD"), "92,233,720,368,547,758.07 USD", "92 233 720 368 547 758,07 USD"),
            (-120_000, of("EUR"), "-1,200.00 EUR", "-1 200,00 EUR"),
            (250, points, "250 points", "250 points"),
        ] {
            let told = |language| amount(Amount { minor, asset }, &names, language).replace('\u{a0}', " ");
            assert_eq!((told(NoticeLanguage::English).as_str(), told(NoticeLanguage::Russian).as_str()), (english, russian));
        }
    }

    #[test]
    fn days_are_told_in_both_languages() {
        let at = |text: &str| Timestamp::parse(text).unwrap();
        assert_eq!(day(at("2026-03-01T23:59:59Z"), NoticeLanguage::English), "1 March 2026");
        assert_eq!(day(at("2026-12-10T00:00:00Z"), NoticeLanguage::Russian), "10 декабря 2026 г.");
        let told = [1, 2, 5, 11, 21, 22, 112].map(|days| period(days, NoticeLanguage::Russian));
        assert_eq!(told, ["1 день", "2 дня", "5 дней", "11 дней", "21 день", "22 дня", "112 дней"]);
        assert_eq!([1, 14].map(|days| period(days, NoticeLanguage::English)), ["1 day", "14 days"]);
    }
}
