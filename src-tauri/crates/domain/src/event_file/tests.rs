//! Lines read and written: every type there and back, every fault with its sentence.

use super::*;
use crate::event::{Account, By, Event, EventId, Fact, Funds, Line, OrderBody, OrderChange, PayoutResult, StaffAct, StaffAction};
use crate::money::{Amount, Asset, Currency, Money};
use crate::name::{
    ActorKey, CategoryKey, ChannelKey, ClickKey, CodeKey, CustomerKey, Identity, IdentityKind, Key, NameTable, Names, OrderKey, ProgramKey, RuleKey,
    Texts,
};
use crate::party::PartyName;
use crate::reward::{Occasion, Rail, RewardKey, Role};
use crate::time::Timestamp;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

const WORDS: [&str; 6] = ["46", "bob", "first-order", "VIP ünïted", "\"quoted\\", "ANNA7K2"];
const IDENTITIES: [(IdentityKind, &str); 6] = [
    (IdentityKind::Email, "bob@example.com"),
    (IdentityKind::Phone, "4930123456"),
    (IdentityKind::Ip, "2001:db8::1"),
    (IdentityKind::Device, "device 7"),
    (IdentityKind::Card, "visa|4111"),
    (IdentityKind::Address, "unter den linden 1 10117 berlin"),
];

/// A table that holds every text of the tests, so that a number means the same in each copy.
#[derive(Clone)]
struct Known(NameTable);

impl Known {
    fn new() -> Self {
        let mut names = NameTable::default();
        for word in WORDS {
            names.key(word);
        }
        for (kind, text) in IDENTITIES {
            names.identity(kind, text);
        }
        names.identity(IdentityKind::Words, "she called");
        names.identity(IdentityKind::Mailbox, "bob@example.com");
        Self(names)
    }
}

impl Texts for Known {
    fn text(&self, key: Key) -> String {
        self.0.text(key)
    }
}

impl Outside for Known {
    fn identity_text(&self, identity: Identity) -> Option<String> {
        self.0.identity_text(identity).map(str::to_owned)
    }
}

fn key() -> impl Strategy<Value = Key> {
    select(&WORDS[..]).prop_map(|word| Known::new().0.key(word))
}

fn code() -> impl Strategy<Value = CodeKey> {
    select(vec!["46", "ANNA7K2"]).prop_map(|word| Known::new().0.code(word))
}

fn identity(kind: IdentityKind) -> impl Strategy<Value = Identity> {
    let text = IDENTITIES.iter().find(|(of, _)| *of == kind).map_or("she called", |(_, text)| text);
    Just(Known::new().0.identity(kind, text))
}

/// That of the one address of the tests.
fn mailbox() -> Option<Identity> {
    Known::new().0.email("bob@example.com").1
}

fn instant() -> impl Strategy<Value = Timestamp> {
    (0i64..7_258_118_400_000_000).prop_map(Timestamp::from_micros)
}

fn minor() -> impl Strategy<Value = i64> {
    0..=MAX_MINOR
}

fn currency() -> impl Strategy<Value = Currency> {
    select(vec!["EUR", "JPY", "KWD"]).prop_map(|code| Currency::parse(code).unwrap())
}

fn reward() -> impl Strategy<Value = RewardKey> {
    let friend = prop_oneof![key().prop_map(|key| PartyName::Customer(CustomerKey(key))), key().prop_map(|key| PartyName::Guest(OrderKey(key)))];
    let occasion = prop_oneof![Just(Occasion::Registration), key().prop_map(|key| Occasion::Order(OrderKey(key)))];
    (key(), friend, occasion, select(vec![Role::Friend, Role::Advocate])).prop_map(|(rule, friend, occasion, role)| RewardKey {
        rule: RuleKey(rule),
        friend,
        occasion,
        role,
    })
}

fn account() -> impl Strategy<Value = Account> {
    let people =
        (of(identity(IdentityKind::Email)), of(identity(IdentityKind::Phone)), of(identity(IdentityKind::Ip)), of(identity(IdentityKind::Device)));
    let rest = (of(any::<bool>()), of(any::<bool>()), of(code()), of(key()), prop::collection::vec(key(), 0..3), of(key()));
    (key(), people, rest).prop_map(|(customer, (email, phone, ip, device), (email_verified, phone_verified, ref_code, click, groups, role))| {
        Account {
            customer: CustomerKey(customer),
            email,
            mailbox: email.and_then(|_| mailbox()),
            phone,
            email_verified,
            phone_verified,
            ref_code,
            click: click.map(ClickKey),
            ip,
            device,
            groups,
            role,
        }
    })
}

fn body() -> impl Strategy<Value = OrderBody> {
    let who = (key(), of(identity(IdentityKind::Email)), of(identity(IdentityKind::Ip)), of(identity(IdentityKind::Device)));
    let how = (of(identity(IdentityKind::Card)), of(identity(IdentityKind::Address)), of(code()), of(key()), of(key()), any::<bool>());
    let line = (of(key()), minor(), 0u32..99).prop_map(|(category, minor, quantity)| Line { category: category.map(CategoryKey), minor, quantity });
    let amounts = (currency(), minor(), minor(), minor(), minor(), prop::collection::vec(line, 0..3), of(Just(*b"DE")));
    (who, how, amounts).prop_map(|((customer, email, ip, device), (card, address, ref_code, click, channel, is_replacement), amounts)| {
        let (currency, items, items_with_tax, order_total, payable, lines, country) = amounts;
        OrderBody {
            customer: Some(CustomerKey(customer)),
            email,
            mailbox: email.and_then(|_| mailbox()),
            currency,
            items,
            items_with_tax,
            order_total,
            payable,
            channel: channel.map(ChannelKey),
            country,
            ref_code,
            click: click.map(ClickKey),
            ip,
            device,
            card,
            address,
            is_replacement,
            lines,
        }
    })
}

fn order() -> impl Strategy<Value = Fact> {
    let later = select(vec![OrderChange::Confirmed, OrderChange::Changed, OrderChange::PaymentFailed, OrderChange::Cancelled]);
    prop_oneof![
        (key(), body()).prop_map(|(order, body)| Fact::Order { order: OrderKey(order), change: OrderChange::Placed, body: Some(Box::new(body)) }),
        (key(), later, of(body())).prop_map(|(order, change, body)| Fact::Order { order: OrderKey(order), change, body: body.map(Box::new) }),
    ]
}

fn staff() -> impl Strategy<Value = Fact> {
    let action = prop_oneof![
        (reward(), any::<u32>()).prop_map(|(reward, expects)| StaffAction::Approve { reward, expects }),
        (reward(), any::<u32>()).prop_map(|(reward, expects)| StaffAction::Reject { reward, expects }),
        (reward(), any::<u32>(), instant()).prop_map(|(reward, expects, until)| StaffAction::Hold { reward, expects, until }),
        (key(), code()).prop_map(|(customer, code)| StaffAction::Attribute { customer: CustomerKey(customer), code }),
        key().prop_map(|customer| StaffAction::Erase { person: crate::party::PartyName::Customer(CustomerKey(customer)) }),
    ];
    (key(), identity(IdentityKind::Words), action)
        .prop_map(|(actor, reason, action)| Fact::Staff(StaffAct { actor: ActorKey(actor), reason, action }))
}

fn by() -> impl Strategy<Value = By> {
    (key(), of(identity(IdentityKind::Words))).prop_map(|(actor, reason)| By { actor: ActorKey(actor), reason })
}

fn taken_over() -> impl Strategy<Value = Fact> {
    prop_oneof![
        (key(), key(), code(), instant()).prop_map(|(friend, advocate, code, since)| Fact::ReferralTakenOver {
            friend: CustomerKey(friend),
            advocate: CustomerKey(advocate),
            code,
            since
        }),
        (reward(), key(), key(), minor(), currency(), instant()).prop_map(|(reward, program, beneficiary, minor, currency, given_at)| {
            let amount = Amount { minor, asset: Asset::Currency(currency) };
            Fact::RewardTakenOver { reward, program: ProgramKey(program), beneficiary: CustomerKey(beneficiary), amount, given_at }
        }),
    ]
}

fn money_and_programs() -> impl Strategy<Value = Fact> {
    let result = select(vec![PayoutResult::Issued, PayoutResult::Refused, PayoutResult::Conflict, PayoutResult::Unknown]);
    let asset = prop_oneof![currency().prop_map(Asset::Currency), (key(), 0u8..=8).prop_map(|(name, exponent)| Asset::Units { name, exponent })];
    prop_oneof![
        (key(), minor(), minor(), minor(), instant()).prop_map(|(order, captured, refunded, charged_back, as_of)| Fact::OrderMoney {
            currency: Currency::parse("KWD").unwrap(),
            order: OrderKey(order),
            funds: Funds { captured, refunded, charged_back },
            as_of
        }),
        (of(key()), of(key()), instant(), instant(), minor(), currency()).prop_map(|(program, channel, a, b, minor, currency)| Fact::SpendRecorded {
            program: program.map(ProgramKey),
            channel: channel.map(ChannelKey),
            from: a.min(b),
            to: a.max(b),
            amount: Money::new(minor, currency)
        }),
        (key(), any::<u32>(), instant()).prop_map(|(program, version, from)| Fact::ProgramActivated { program: ProgramKey(program), version, from }),
        key().prop_map(|program| Fact::ProgramPaused { program: ProgramKey(program) }),
        key().prop_map(|program| Fact::ProgramEnded { program: ProgramKey(program) }),
        (reward(), any::<[u8; 32]>()).prop_map(|(reward, request_hash)| Fact::PayoutIntended { reward, rail: Rail::GiftCard, request_hash }),
        (reward(), select(&Rail::ALL[..]), result).prop_map(|(reward, rail, result)| Fact::PayoutKnown { reward, rail, result }),
        (reward(), minor(), asset).prop_map(|(reward, minor, asset)| Fact::RewardUsed { reward, amount: Amount { minor, asset } }),
    ]
}

fn fact() -> impl Strategy<Value = Fact> {
    let people = prop_oneof![
        account().prop_map(Fact::CustomerRegistered),
        account().prop_map(Fact::CustomerUpdated),
        key().prop_map(|customer| Fact::CustomerDeleted { customer: CustomerKey(customer) }),
        (code(), key(), any::<bool>(), of(by())).prop_map(|(code, customer, inferred, by)| Fact::CodeIssued {
            code,
            customer: CustomerKey(customer),
            inferred,
            by
        }),
        (code(), of(by())).prop_map(|(code, by)| Fact::CodeDisabled { code, by }),
        (key(), key(), of(identity(IdentityKind::Email))).prop_map(|(order, customer, email)| Fact::OrderOwned {
            order: OrderKey(order),
            customer: CustomerKey(customer),
            email
        }),
        (code(), key()).prop_map(|(code, click)| Fact::LinkClicked { code, click: ClickKey(click) }),
        (key(), of(code()), of(key())).prop_map(|(customer, ref_code, click)| Fact::Interaction {
            customer: CustomerKey(customer),
            ref_code,
            click: click.map(ClickKey)
        }),
        Just(Fact::TimePassed),
    ];
    prop_oneof![people, order(), staff(), money_and_programs(), taken_over()]
}

proptest! {
    #[test]
    fn what_is_written_is_read((id, at, seen_at, fact) in ("[a-z0-9/]{1,30}", instant(), of(instant()), fact())) {
        let mut known = Known::new();
        let event = Event { id: EventId::parse(&id, &mut known.0), at, seen_at, fact };
        let line = to_line(&event, &known).unwrap();
        prop_assert!(!line.contains('\n'));
        prop_assert_eq!(parse_line(&line, &mut known.0), Ok(event), "{}", line);
    }

    #[test]
    fn any_text_is_read_or_refused(text in ".{0,200}") {
        prop_assert!(parse_line(&text, &mut NameTable::default()).is_err());
    }

    #[test]
    fn a_key_reads_back(id in "(order|customer|time|code|reward|x)?(/(1|a|placed|money|updated|deadline|)){0,5}") {
        let mut names = NameTable::default();
        let key = EventId::parse(&id, &mut names);
        prop_assert_eq!(key.text(&names), id);
    }
}

#[test]
fn each_fault_gets_one_sentence_that_names_the_field() {
    let check = |line: &str, want: &str| {
        let fault = parse_line(line, &mut NameTable::default()).unwrap_err();
        let sentence = fault.to_string();
        assert_eq!(sentence.split(" (column ").next(), Some(want), "{line}");
    };
    let order = |rest: &str| format!(r#"{{"id":"e1","type":"order_placed","at":"2026-03-01T00:00:00Z","order":"o1","customer":"bob"{rest}}}"#);
    let money = |amount: &str| order(&format!(r#","items":{{"amount":{amount},"currency":"EUR"}}"#));
    check("", "the line is no JSON object");
    check("[\"time_passed\"]", "the line is no JSON object");
    check(r#"{"id":"e1""#, "EOF while parsing an object");
    check(r#"{"id":"e1","at":"2026-03-01T00:00:00Z"}"#, "missing field `type`");
    check(r#"{"type":"time_passed","at":"2026-03-01T00:00:00Z"}"#, "`id` is missing");
    check(
        r#"{"id":"","type":"time_passed","at":"2026-03-01T00:00:00Z"}"#,
        "`id` must be a text that is neither empty nor longer than 800 characters, without control characters",
    );
    check(r#"{"id":"e1","type":"time_passed"}"#, "`at` is missing");
    check(r#"{"id":"e1","type":"time_passed","at":"yesterday"}"#, "`at`: “yesterday” is not an instant like 2026-03-01T09:30:00Z");
    check(r#"{"id":"e1","type":"time_passed","at":"2526-03-01T00:00:00Z"}"#, "`at` lies before 1970 or after 2199");
    check(r#"{"id":"e1","type":"topup","at":"2026-03-01T00:00:00Z"}"#, "“topup” is no type of event that this version knows");
    check(
        r#"{"id":"e1","type":"time_passed","at":"2026-03-01T00:00:00Z","until":1}"#,
        "unknown field `until`, expected one of `id`, `type`, `at`, `seen_at`",
    );
    check(r#"{"id":"e1","type":"code_disabled","at":"2026-03-01T00:00:00Z"}"#, "missing field `code`");
    check(r#"{"id":"e1","id":"e2","type":"time_passed","at":"2026-03-01T00:00:00Z"}"#, "duplicate field `id`");
    check(&order(""), "`items` is missing");
    check(&money("\"1.005\""), "`items`: “1.005” has more digits after the point than its currency");
    check(&money("1e2"), "`items`: “1e2” is not a decimal number");
    check(&money("-1"), "`items` is below zero");
    check(&money("10000000000000.01"), "`items` is beyond a thousand trillion of the currency's smallest unit");
    check(&money("null"), "`items`: “null” is not a decimal number");
    check(&order(r#","items":{"amount":"1","currency":"XQQ"}"#), "`items`: “XQQ” is not a currency of ISO 4217");
    check(
        &order(r#","items":{"amount":"1","currency":"EUR"},"payable":{"amount":"1","currency":"USD"}"#),
        "`payable` has another currency than the rest of the event",
    );
    check(&order(r#","items":{"amount":"1","currency":"EUR"},"country":"de""#), "`country` must be two capital letters such as DE");
    check(&order(r#","items":{"amount":"1","currency":"EUR","tax":1}"#), "unknown field `tax`, expected `amount` or `currency`");
    let about = |field: &str| format!(r#"{{"id":"e1","type":"customer_deleted","at":"2026-03-01T00:00:00Z","customer":{field}}}"#);
    check(&about("7"), "invalid type: integer `7`, expected a string");
    for id in ["\"a/b\"", "\"guest-7\"", "\"registration\""] {
        check(&about(id), "`customer`: an id holds no slash, is not “registration” and does not begin with “guest-”");
    }
    check(&about("\"a\\u0000b\""), "`customer` must be a text that is neither empty nor longer than 200 characters, without control characters");
    check(&format!("{}{}", " ".repeat(MAX_LINE), "{}"), "the line is longer than 1 MB");
}

#[test]
fn what_an_order_does_not_say_has_its_default() {
    let read = |rest: &str| {
        let line = format!(r#"{{"id":"e1","type":"order_placed","at":"2026-03-01T00:00:00Z","order":"o1","email":"Bob@Example.com ",{rest}}}"#);
        match parse_line(&line, &mut NameTable::default()).unwrap().fact {
            Fact::Order { body: Some(body), .. } => (body.items, body.items_with_tax, body.order_total, body.payable),
            other => panic!("{other:?}"),
        }
    };
    let eur = |name: &str, amount: &str| format!(r#""{name}":{{"amount":{amount},"currency":"EUR"}}"#);
    assert_eq!(read(&eur("items", "80")), (8_000, 8_000, 8_000, 8_000));
    let all = [eur("items", "80.00"), eur("tax", "15.20"), eur("shipping", "5"), eur("gift_cards_used", "\"20\"")].join(",");
    assert_eq!(read(&all), (8_000, 9_520, 10_020, 8_020));
    let paid_by_cards = [eur("items", "80.00"), eur("gift_cards_used", "90")].join(",");
    assert_eq!(read(&paid_by_cards), (8_000, 8_000, 8_000, 0));
}

#[test]
fn an_erased_person_leaves_a_line_without_them() {
    struct Erased(NameTable);
    impl Texts for Erased {
        fn text(&self, key: Key) -> String {
            self.0.text(key)
        }
    }
    impl Outside for Erased {
        fn identity_text(&self, _: Identity) -> Option<String> {
            None
        }
    }
    let mut names = NameTable::default();
    let line =
        r#"{"id":"customer/bob/registered","type":"customer_registered","at":"2026-03-01T00:00:00Z","customer":"bob","email":"bob@example.com"}"#;
    let event = parse_line(line, &mut names).unwrap();
    let written = to_line(&event, &Erased(names)).unwrap();
    assert_eq!(written, r#"{"id":"customer/bob/registered","type":"customer_registered","at":"2026-03-01T00:00:00Z","customer":"bob"}"#);
}
