//! Spellings of one thing that must come to one text, things that must not, and any text at all.

use super::*;
use crate::shop::Address;
use proptest::prelude::*;

#[test]
fn an_address_is_read_exactly_and_its_mailbox_by_the_providers_rules() {
    let check = |text: &str, exact: &str, mailbox: &str| {
        let email = Email::parse(text).unwrap();
        assert_eq!((email.exact.as_str(), email.mailbox.as_str()), (exact, mailbox), "{text}");
    };
    check("anna@shop.example", "anna@shop.example", "anna@shop.example");
    check("  Anna@Shop.Example\n", "anna@shop.example", "anna@shop.example");
    check("\u{feff}anna\u{200b}@shop.example", "anna@shop.example", "anna@shop.example");
    check("anna@shop.example.", "anna@shop.example", "anna@shop.example");
    check("ÄNNE@Bücher.example", "änne@xn--bcher-kva.example", "änne@xn--bcher-kva.example");
    check("a\u{308}nne@bu\u{308}cher.example", "änne@xn--bcher-kva.example", "änne@xn--bcher-kva.example");
    check("иван@почта.рф", "иван@xn--80a1acny.xn--p1ai", "иван@xn--80a1acny.xn--p1ai");
    check("anna@例え。jp", "anna@xn--r8jz45g.jp", "anna@xn--r8jz45g.jp");
    check("root@localhost", "root@localhost", "root@localhost");
    // Whose rules are not known is read to the letter.
    check("a.nna+shop@shop.example", "a.nna+shop@shop.example", "a.nna+shop@shop.example");
    check("A.n.n.a+Shop@GoogleMail.com", "a.n.n.a+shop@googlemail.com", "anna@gmail.com");
    check("anna@gmail.com", "anna@gmail.com", "anna@gmail.com");
    check("an-na_1+x+y@gmail.com", "an-na_1+x+y@gmail.com", "an-na_1@gmail.com");
    check("a.nna+1@outlook.com", "a.nna+1@outlook.com", "a.nna@outlook.com");
    check("anna+1@hotmail.com", "anna+1@hotmail.com", "anna@hotmail.com");
    check("anna+1@fastmail.com", "anna+1@fastmail.com", "anna@fastmail.com");
    check("a.nna+1@me.com", "a.nna+1@me.com", "a.nna@icloud.com");
    check("An_n-a.+x@pm.me", "an_n-a.+x@pm.me", "anna@proton.me");
    check("anna.k+x@ya.ru", "anna.k+x@ya.ru", "anna-k@yandex.ru");
    check("anna-k@yandex.com", "anna-k@yandex.com", "anna-k@yandex.ru");
    check("a.nna+1@mail.ru", "a.nna+1@mail.ru", "a.nna@mail.ru");
    check("anna+1@bk.ru", "anna+1@bk.ru", "anna@bk.ru");
    check("anna-books@yahoo.com", "anna-books@yahoo.com", "anna@yahoo.com");
    check("anna-books@gmail.com", "anna-books@gmail.com", "anna-books@gmail.com");
    // A name is never cut to nothing, which would make one mailbox of many.
    check("+tag@gmail.com", "+tag@gmail.com", "+tag@gmail.com");
    check("...@gmail.com", "...@gmail.com", "...@gmail.com");
    check("-x@yahoo.com", "-x@yahoo.com", "-x@yahoo.com");
    check("a...@example.org", "a...@example.org", "a...@example.org");
}

#[test]
fn an_address_is_read_with_the_domain_that_people_type() {
    let check = |exact: &str, want: Option<&str>| {
        assert_eq!(super::readable_email(exact).as_deref(), want, "{exact}");
        assert!(want.is_none_or(|text| Email::parse(text).unwrap().exact == exact), "{exact}");
    };
    check("müller@xn--bcher-kva.example", Some("müller@bücher.example"));
    check("anna@mail.xn--bcher-kva.example", Some("anna@mail.bücher.example"));
    check("anna@shop.example", None);
    check("xn--bcher-kva@shop.example", None);
    check("anna@xn--a.example", None);
    check("", None);
}

#[test]
fn what_is_no_address_or_masked_is_no_identity() {
    let check = |text: &str, want: NoEmail| assert_eq!(Email::parse(text), Err(want), "{text}");
    check("", NoEmail::Empty);
    check(" \u{200b}\t", NoEmail::Empty);
    // As Saleor masks for lack of a permission.
    check("a...@example.com", NoEmail::Masked);
    check("...@example.com", NoEmail::Masked);
    check("ж...@EXAMPLE.com", NoEmail::Masked);
    check("an***@shop.example", NoEmail::Masked);
    check("a•••@shop.example", NoEmail::Masked);
    let long = format!("{}@shop.example", "a".repeat(250));
    let label = format!("anna@{}.example", "a".repeat(64));
    for text in [
        "anna",
        "@",
        "anna@",
        "@shop.example",
        "an na@shop.example",
        "anna@shop example",
        "anna@@shop.example",
        "a@b@shop.example",
        "Anna <anna@shop.example>",
        "\"anna\"@shop.example",
        "anna@[10.0.0.1]",
        "anna@shop..example",
        "anna@sh_op.example",
        "anna@xn--a",
        "an\u{0}na@shop.example",
        "a......",
        &long,
        &label,
    ] {
        check(text, NoEmail::NoAddress);
    }
}

#[test]
fn a_number_is_one_however_it_is_dialled() {
    let check = |text: &str, country: &str, want: Option<&str>| {
        assert_eq!(phone(text, <[u8; 2]>::try_from(country.as_bytes()).ok()).as_deref(), want, "{text} {country}");
    };
    for text in [
        "+49 30 123456",
        "0049 30 123456",
        "+49 (0)30 / 12 34 56",
        "+49030123456",
        "tel: +49-30-123456",
        "+49 30 123456 ext. 7",
        "＋４９ ３０ １２３４５６",
    ] {
        for country in ["", "DE", "FR", "XX"] {
            check(text, country, Some("+4930123456"));
        }
    }
    check("030 123456", "DE", Some("+4930123456"));
    check("(030) 123456", "DE", Some("+4930123456"));
    check("491701234567", "DE", Some("+491701234567"));
    check("04921 12345", "DE", Some("+49492112345"));
    check("8 (916) 123-45-67", "RU", Some("+79161234567"));
    check("79161234567", "RU", Some("+79161234567"));
    check("9161234567", "RU", Some("+79161234567"));
    check("8 10 49 30 123456", "RU", Some("+4930123456"));
    check("8 800 555 35 35", "RU", Some("+78005553535"));
    check("8 029 123 45 67", "BY", Some("+375291234567"));
    check("(212) 555-0123", "US", Some("+12125550123"));
    check("1-212-555-0123", "US", Some("+12125550123"));
    check("011 49 30 123456", "US", Some("+4930123456"));
    check("06 1234 5678", "IT", Some("+390612345678"));
    check("+39 06 1234 5678", "", Some("+390612345678"));
    check("06 20 123 4567", "HU", Some("+36201234567"));
    check("612 34 56 78", "ES", Some("+34612345678"));
    check("07911 123456", "GB", Some("+447911123456"));
    check("48123456789", "PL", Some("+48123456789"));
    // Without a country the digits are all that is known.
    check("030 123456", "", Some("030123456"));
    check("4930123456", "", Some("4930123456"));
    check("030 123456", "XX", Some("030123456"));
    for text in ["", "-", "none", "112", "12 34", "+", "+0 30 123456", "00", "12345678901234567", "+48............", "call me", "+49"] {
        check(text, "DE", None);
    }
    check("112", "", None);
}

#[test]
fn a_range_of_ip_addresses_is_made_of_what_is_told_of_each() {
    let check = |text: &str, want: &str, parts: usize, ends: [&str; 2]| {
        let range = IpRange::parse(text).unwrap_or_else(|| panic!("{text}"));
        let all: Vec<String> = range.parts().collect();
        let got = (range.to_string(), all.len(), [all[0].as_str(), all[all.len() - 1].as_str()]);
        assert_eq!(got, (want.to_owned(), parts, ends), "{text}");
    };
    check("203.0.113.7", "203.0.113.7", 1, ["203.0.113.7", "203.0.113.7"]);
    check("203.0.113.7/32", "203.0.113.7", 1, ["203.0.113.7", "203.0.113.7"]);
    check("203.0.113.7/31", "203.0.113.6/31", 2, ["203.0.113.6", "203.0.113.7"]);
    check("203.0.113.128/25", "203.0.113.128/25", 128, ["203.0.113.128", "203.0.113.255"]);
    check("203.0.113.7/24", "203.0.113.0/24", 1, ["203.0.113.0/24", "203.0.113.0/24"]);
    check("198.51.100.0/22", "198.51.100.0/22", 4, ["198.51.100.0/24", "198.51.103.0/24"]);
    check("10.0.0.0/9", "10.0.0.0/9", 128, ["10.0.0.0/16", "10.127.0.0/16"]);
    check("255.0.0.0/8", "255.0.0.0/8", 1, ["255.0.0.0/8", "255.0.0.0/8"]);
    check("2001:db8::1", "2001:db8::/64", 1, ["2001:db8::/64", "2001:db8::/64"]);
    check("2001:DB8::/32", "2001:db8::/32", 1, ["2001:db8::/32", "2001:db8::/32"]);
    check("2001:db8::/33", "2001:db8::/33", 128, ["2001:db8::/40", "2001:db8:7f00::/40"]);
    check("2001:db8:1::/47", "2001:db8::/47", 2, ["2001:db8::/48", "2001:db8:1::/48"]);
    check("2001:db8:0:1::/64", "2001:db8:0:1::/64", 1, ["2001:db8:0:1::/64", "2001:db8:0:1::/64"]);
    for text in [
        "",
        "/24",
        "203.0.113.0/",
        "203.0.113.0/7",
        "203.0.113.0/33",
        "203.0.113.0/024",
        "203.0.113.0/+24",
        "203.0.113/24",
        "203.0.113.0/24/24",
        "2001:db8::/31",
        "2001:db8::/49",
        "2001:db8::/63",
        "2001:db8::/65",
        "2001:db8::/128",
        "::ffff:203.0.113.0/32",
        "office",
    ] {
        assert_eq!(IpRange::parse(text), None, "{text}");
    }
}

#[test]
fn an_ip_address_has_one_text_and_a_network() {
    let check = |text: &str, want: Option<(&str, &str, bool)>| {
        let got = Ip::parse(text).map(|ip| (ip.text(), ip.network(), ip.is_private()));
        assert_eq!(got, want.map(|(text, network, private)| (text.to_owned(), network.to_owned(), private)), "{text}");
    };
    check(" 203.0.113.7 ", Some(("203.0.113.7", "203.0.113.7", false)));
    check("203.0.113.7:443", Some(("203.0.113.7", "203.0.113.7", false)));
    check("203.0.113.7, 10.0.0.1", Some(("203.0.113.7", "203.0.113.7", false)));
    check("::ffff:203.0.113.7", Some(("203.0.113.7", "203.0.113.7", false)));
    check("[::ffff:203.0.113.7]:80", Some(("203.0.113.7", "203.0.113.7", false)));
    check("2001:0DB8:0:0:1:0:0:1", Some(("2001:db8::1:0:0:1", "2001:db8::/64", false)));
    check("[2001:db8::1]:443", Some(("2001:db8::1", "2001:db8::/64", false)));
    check("fe80::1%eth0", Some(("fe80::1", "fe80::/64", true)));
    check("fd00:1:2:3:4:5:6:7", Some(("fd00:1:2:3:4:5:6:7", "fd00:1:2:3::/64", true)));
    check("::1", Some(("::1", "::/64", true)));
    check("2001:db8::/64", Some(("2001:db8::", "2001:db8::/64", false)));
    check("2001:db8::1:0:0:1/64", Some(("2001:db8::", "2001:db8::/64", false)));
    check("2001:db8::/48", None);
    check("203.0.113.7/64", None);
    for text in ["10.1.2.3", "127.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.1.1", "100.64.0.1", "0.0.0.0", "255.255.255.255", "224.0.0.1"] {
        check(text, Some((text, text, true)));
    }
    for text in ["172.32.0.1", "100.128.0.1", "11.0.0.1"] {
        check(text, Some((text, text, false)));
    }
    for text in ["", "unknown", "203.0.113", "203.0.113.256", "01.02.03.04", "2001:db8:::1", "localhost", ","] {
        check(text, None);
    }
}

fn at(street_1: &str, street_2: &str, city: &str, postal_code: &str) -> Address {
    let text = str::to_owned;
    Address {
        street_1: text(street_1),
        street_2: text(street_2),
        city: text(city),
        postal_code: text(postal_code),
        country: text("DE"),
        ..Address::default()
    }
}

#[test]
fn an_address_is_one_however_it_is_written() {
    let check = |place: Address, want: Option<&str>| assert_eq!(address(&place).as_deref(), want, "{place:?}");
    for street in ["Hauptstraße 1", "HAUPTSTRASSE  1", "Hauptstr. 1", "hauptstr 1", "Ｈａｕｐｔｓｔｒ．　１"] {
        check(at(street, "", "Berlin", " 10117"), Some("hauptstr 1||berlin|10117|de"));
    }
    check(
        Address { first_name: "Anna".to_owned(), phone: "1".to_owned(), ..at("1 Main Street", "Apartment 5", "X", "1") },
        Some("1 main st|apt 5|x|1|de"),
    );
    check(at("улица Ленина, дом 5, квартира 7", "", "Москва", "101000"), Some("ул ленина д 5 кв 7||москва|101000|de"));
    check(at("Cafe\u{301}weg 2", "", "X", "1"), Some("caféweg 2||x|1|de"));
    // A word is shortened whole, and what tells two doors apart stays.
    check(at("Streetfield 12a", "", "X", "1"), Some("streetfield 12a||x|1|de"));
    check(at("", "", "Berlin", "10117"), None);
    check(at("Hauptstr. 1", "", "Berlin", ""), None);
    // As Saleor masks for lack of a permission.
    check(at("H............", "", "Berlin", "10117"), None);
    check(at(&"a".repeat(2_000), "", "Berlin", "10117"), None);
}

#[test]
fn the_parts_of_an_address_do_not_run_into_each_other() {
    let one = address(&at("Weg 1|2", "", "X", "1")).unwrap();
    let other = address(&at("Weg 1", "2", "X", "1")).unwrap();
    assert_ne!(one, other);
    assert_eq!(one.matches('|').count(), 4);
}

/// Texts as people and attackers write them: any, and such as nearly are something.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "\\PC{0,60}",
        "[ a-cA-Cİßſ\u{1e9e}σΣ.+_@\u{301}\u{308}\u{200b}-]{0,20}@(gmail|yandex|ya|yahoo|pm|mail|shop)\\.(com|ru|me|example)",
        "[+0-9 ()/.x-]{0,24}",
        "[0-9a-f:.%,\\[\\]]{0,24}",
        "(Haupt|Main |ул )?(stra(ß|ss)e|street|st\\.|улица|дом)?[ ,.|]{0,3}[0-9a-zß|. ]{0,12}",
    ]
}

fn country() -> impl Strategy<Value = Option<[u8; 2]>> {
    prop::option::of(prop::sample::select(vec![*b"DE", *b"US", *b"RU", *b"IT", *b"HU", *b"BY", *b"JP", *b"AU", *b"SG", *b"PL", *b"XX"]))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn an_email_is_its_own_canonical_form(text in text()) {
        let Ok(email) = Email::parse(&text) else { return Ok(()) };
        prop_assert_eq!(Email::parse(&email.exact), Ok(email.clone()));
        let mailbox = Email::parse(&email.mailbox);
        prop_assert_eq!(mailbox.as_ref().map(|email| (&*email.exact, &*email.mailbox)), Ok((&*email.mailbox, &*email.mailbox)));
        prop_assert!(email.exact.len() <= 254 && email.mailbox.len() <= 264);
        prop_assert!(!email.exact.contains(char::is_whitespace) && !email.exact.contains(char::is_control));
    }

    #[test]
    fn case_and_blanks_do_not_matter(local in "[a-zA-Z0-9.+_-]{1,20}", domain in "[a-z]{1,10}\\.(com|example)", blanks in "[ \t\u{a0}\u{200b}]{0,3}") {
        let plain = Email::parse(&format!("{local}@{domain}"));
        prop_assert!(plain.is_ok() || plain == Err(NoEmail::Masked));
        prop_assert_eq!(&Email::parse(&format!("{blanks}{}@{}{blanks}", local.to_uppercase(), domain.to_uppercase())), &plain);
        prop_assert_eq!(&Email::parse(&format!("{}@{domain}", local.to_lowercase())), &plain);
    }

    #[test]
    fn a_phone_number_is_its_own_canonical_form(text in text(), country in country(), other in country()) {
        let Some(number) = phone(&text, country) else { return Ok(()) };
        prop_assert_eq!(phone(&number, country), Some(number.clone()));
        let digits = number.strip_prefix('+').unwrap_or(&number);
        prop_assert!((7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()), "{}", number);
        if number.starts_with('+') {
            prop_assert_eq!(phone(&number, other), Some(number));
        }
    }

    #[test]
    fn an_ip_address_is_its_own_canonical_form(text in text(), bits in any::<u128>()) {
        for ip in [Ip::parse(&text), Ip::parse(&core::net::Ipv6Addr::from_bits(bits).to_string())].into_iter().flatten() {
            prop_assert_eq!(Ip::parse(&ip.text()), Some(ip));
            prop_assert!(ip.text().len() <= 39 && ip.network().len() <= 42);
        }
    }

    #[test]
    fn an_address_is_its_own_canonical_form(street in text(), city in text(), code in text()) {
        let Some(once) = address(&at(&street, "", &city, &code)) else { return Ok(()) };
        prop_assert!(once.len() <= 1_000);
        prop_assert_eq!(fold_address(&once).filter(|_| once.contains(char::is_alphanumeric)), Some(once.clone()).filter(|_| once.contains(char::is_alphanumeric)));
        let loud = address(&at(&format!("  {street} "), "", &city, &code));
        prop_assert_eq!(loud, Some(once));
    }
}

proptest! {
    #[test]
    fn an_address_is_in_a_range_by_what_is_told_of_it(ip in any::<u32>(), near in any::<u32>(), bits in 8u8..=32, six in any::<bool>()) {
        let (ip, near) = (ip, ip ^ (near >> (bits - 1)));
        // Of IPv6 what counts stands in the first half: the range lies 16 bits further on, from 32 on.
        let (text, of, same) = if six {
            let bits = 32 + bits % 17;
            let six = |no: u32| core::net::Ipv6Addr::from_bits(u128::from(no) << 80 | 0x2001 << 112);
            let mask = u128::MAX << (128 - bits);
            (format!("{}/{bits}", six(ip)), six(near).to_string(), six(ip).to_bits() & mask == six(near).to_bits() & mask)
        } else {
            let mask = u32::MAX << (32 - bits);
            (format!("{}/{bits}", core::net::Ipv4Addr::from_bits(ip)), core::net::Ipv4Addr::from_bits(near).to_string(), ip & mask == near & mask)
        };
        let of = Ip::parse(&of).unwrap();
        let told: Vec<String> = of.networks_above().chain([of.network()]).collect();
        let is_in = IpRange::parse(&text).unwrap().parts().any(|part| told.contains(&part));
        prop_assert_eq!(is_in, same, "{} in {}", of.text(), text);
    }
}
