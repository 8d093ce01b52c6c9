//! Lines read and written: every type there and back, every fault with its sentence.

mod faults;
mod payouts;

use super::*;
use crate::event::{
    Account, By, Event, EventId, Fact, Funds, GOODWILL, Line, OrderBody, OrderChange, PurchaseKind, StaffAct, StaffAction, StaffList,
};
use crate::money::{Amount, Asset, Currency, Money};
use crate::name::{
    ActorKey, CategoryKey, ChannelKey, ClickKey, CodeKey, CustomerKey, Identity, IdentityKind, Key, Mail, NameTable, Names, OrderKey, ProgramKey,
    RuleKey, Texts,
};
use crate::party::PartyName;
use crate::reward::{Occasion, RewardKey, Role};
use crate::time::Timestamp;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::BTreeSet;

const WORDS: [&str; 6] = ["46", "bob", "first-order", "VIP ünïted", "\"quoted\\", "ANNA7K2"];
const DOMAIN: &str = "shop.example";
const IP: &str = "2001:db8::/64";
const IDENTITIES: [(IdentityKind, &str); 7] = [
    (IdentityKind::Email, "bob@example.com"),
    (IdentityKind::Phone, "4930123456"),
    (IdentityKind::Ip, IP),
    (IdentityKind::Device, "device 7"),
    (IdentityKind::Card, "visa|4111"),
    (IdentityKind::CardDigits, "visa|4111|1|2030"),
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
            names.actor(word);
            names.key(&format!("purchase-{word}"));
        }
        names.key(DOMAIN);
        names.key(GOODWILL);
        for (kind, text) in IDENTITIES {
            names.identity(kind, text);
        }
        names.identity(IdentityKind::Words, "she called");
        names.email("bob@example.com");
        names.networks_above(IP);
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

fn actor() -> impl Strategy<Value = ActorKey> {
    select(&WORDS[..]).prop_map(|word| Known::new().0.actor(word))
}

fn code() -> impl Strategy<Value = CodeKey> {
    select(vec!["46", "ANNA7K2"]).prop_map(|word| Known::new().0.code(word))
}

fn identity(kind: IdentityKind) -> impl Strategy<Value = Identity> {
    let text = IDENTITIES.iter().find(|(of, _)| *of == kind).map_or("she called", |(_, text)| text);
    Just(Known::new().0.identity(kind, text))
}

/// What the one address of the tests comes to, if it is told.
fn mail(email: Option<Identity>) -> Mail {
    email.map(|_| Known::new().0.email("bob@example.com")).unwrap_or_default()
}

fn instant() -> impl Strategy<Value = Timestamp> {
    (0i64..4_133_980_800_000_000).prop_map(Timestamp::from_micros)
}

fn minor() -> impl Strategy<Value = i64> {
    0..=MAX_MINOR
}

fn currency() -> impl Strategy<Value = Currency> {
    select(vec!["EUR", "JPY", "KWD"]).prop_map(|code| Currency::parse(code).unwrap())
}

fn person() -> impl Strategy<Value = PartyName> {
    prop_oneof![key().prop_map(|key| PartyName::Customer(CustomerKey(key))), key().prop_map(|key| PartyName::Guest(OrderKey(key)))]
}

fn purchase() -> impl Strategy<Value = OrderKey> {
    select(&WORDS[..]).prop_map(|word| OrderKey(Known::new().0.key(&format!("purchase-{word}"))))
}

fn reward() -> impl Strategy<Value = RewardKey> {
    let order = prop_oneof![key().prop_map(OrderKey), purchase()].prop_map(Occasion::Order);
    let occasion = prop_oneof![Just(Occasion::Registration), order, key().prop_map(Occasion::Event)];
    (key(), person(), occasion, select(vec![Role::Friend, Role::Advocate, Role::Upline(3)])).prop_map(|(rule, friend, occasion, role)| RewardKey {
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
            mailbox: mail(email).mailbox,
            phone,
            email_verified,
            phone_verified,
            ref_code,
            click: click.map(ClickKey),
            ip,
            ip_within: ip.map(|_| Known::new().0.networks_above(IP)).unwrap_or_default(),
            device,
            email_domain: mail(email).domain,
            domains_above: mail(email).above,
            email_sort: mail(email).sort,
            groups,
            role,
        }
    })
}

fn body() -> impl Strategy<Value = OrderBody> {
    let who = (key(), of(identity(IdentityKind::Email)), of(identity(IdentityKind::Ip)), of(identity(IdentityKind::Device)));
    let cards = (of(identity(IdentityKind::Card)), of(identity(IdentityKind::CardDigits)));
    let how = (cards, of(identity(IdentityKind::Address)), of(code()), of(key()), of(key()), any::<bool>());
    let line = (of(key()), minor(), 0u32..99).prop_map(|(category, minor, quantity)| Line { category: category.map(CategoryKey), minor, quantity });
    let amounts = (currency(), minor(), minor(), minor(), minor(), prop::collection::vec(line, 0..3), of(Just(*b"DE")));
    (who, how, amounts).prop_map(
        |((customer, email, ip, device), ((card, card_digits), address, ref_code, click, channel, is_replacement), amounts)| {
            let (currency, items, items_with_tax, order_total, payable, lines, country) = amounts;
            OrderBody {
                customer: Some(CustomerKey(customer)),
                email,
                mailbox: mail(email).mailbox,
                email_domain: mail(email).domain,
                domains_above: mail(email).above,
                email_sort: mail(email).sort,
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
                ip_within: ip.map(|_| Known::new().0.networks_above(IP)).unwrap_or_default(),
                device,
                card,
                card_digits,
                address,
                is_replacement,
                lines,
            }
        },
    )
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
        person().prop_map(|friend| StaffAction::RejectReferral { friend }),
    ];
    (actor(), identity(IdentityKind::Words), action).prop_map(|(actor, reason, action)| Fact::Staff(StaffAct { actor, reason, action }))
}

fn by() -> impl Strategy<Value = By> {
    (actor(), of(identity(IdentityKind::Words))).prop_map(|(actor, reason)| By { actor, reason })
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
        (key(), of(by())).prop_map(|(program, by)| Fact::ProgramPaused { program: ProgramKey(program), by }),
        (key(), of(by())).prop_map(|(program, by)| Fact::ProgramEnded { program: ProgramKey(program), by }),
        (reward(), amount()).prop_map(|(reward, amount)| Fact::RewardUsed { reward, amount }),
        (reward(), key()).prop_map(|(reward, option)| Fact::RewardChosen { reward, option }),
        (reward(), of(amount())).prop_map(|(reward, amount)| Fact::RewardExpired { reward, amount }),
        listed(),
    ]
}

fn amount() -> impl Strategy<Value = Amount> {
    let asset = prop_oneof![currency().prop_map(Asset::Currency), (key(), 0u8..=8).prop_map(|(name, exponent)| Asset::Units { name, exponent })];
    (minor(), asset).prop_map(|(minor, asset)| Amount { minor, asset })
}

fn listed() -> impl Strategy<Value = Fact> {
    let change = |list: StaffList| {
        let entry = if list.is_of_domains() { Just(Known::new().0.key(DOMAIN)).boxed() } else { key().boxed() };
        (entry, any::<bool>(), of(by())).prop_map(move |(entry, is_in, by)| Fact::ListChanged { list, entry, is_in, by })
    };
    select(&StaffList::ALL[..]).prop_flat_map(change)
}

/// What is no shop's order.
fn elsewhere() -> impl Strategy<Value = Fact> {
    let money = (minor(), currency()).prop_map(|(minor, currency)| Money::new(minor, currency)).boxed();
    let kind = select(vec![PurchaseKind::Topup, PurchaseKind::Subscription, PurchaseKind::Renewal]);
    prop_oneof![
        (key(), of(1u32..36_525)).prop_map(|(customer, period_days)| Fact::TrialStarted { customer: CustomerKey(customer), period_days }),
        (purchase(), kind, key(), money.clone(), of(1u32..36_525)).prop_map(|(purchase, kind, customer, amount, period_days)| Fact::Purchase {
            purchase,
            kind,
            customer: CustomerKey(customer),
            amount,
            period_days
        }),
        (purchase(), money.clone(), instant()).prop_map(|(purchase, refunded, as_of)| Fact::PurchaseRefunded { purchase, refunded, as_of }),
        (key(), key())
            .prop_filter("nobody wins themselves", |(partner, customer)| partner != customer)
            .prop_map(|(partner, customer)| { Fact::PartnerOnboarded { partner: CustomerKey(partner), customer: CustomerKey(customer) } }),
        (key(), key()).prop_map(|(customer, role)| Fact::RoleUpgraded { customer: CustomerKey(customer), role }),
        (key(), key(), of(money)).prop_map(|(name, customer, amount_base)| Fact::Custom { name, customer: CustomerKey(customer), amount_base }),
    ]
}

fn fact() -> impl Strategy<Value = Fact> {
    let people = prop_oneof![
        account().prop_map(Fact::CustomerRegistered),
        account().prop_map(Fact::CustomerUpdated),
        key().prop_map(|customer| Fact::CustomerDeleted { customer: CustomerKey(customer) }),
        key().prop_map(|customer| Fact::CustomerReturned { customer: CustomerKey(customer) }),
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
    prop_oneof![people, order(), staff(), money_and_programs(), taken_over(), elsewhere(), payouts::payouts()]
}

proptest! {
    #[test]
    fn what_is_written_is_read((id, at, seen_at, fact) in ("[a-z0-9/]{1,30}", instant(), of(instant()), fact())) {
        let mut known = Known::new();
        let seen_at = seen_at.map(|seen_at| seen_at.max(at));
        // No news is of an instant to come.
        let fact = match fact {
            Fact::PurchaseRefunded { purchase, refunded, as_of } => Fact::PurchaseRefunded { purchase, refunded, as_of: as_of.min(at) },
            fact => fact,
        };
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

/// The page shows each type once, with its fields, and one line of it that is read and written again.
#[test]
fn the_page_of_formats_shows_every_type() {
    use proptest::strategy::ValueTree;
    let page = include_str!("../../../../docs/formats.md");
    let table = page.split("| type | fields |").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap();
    let of_row = |row: &'static str| row.split('|').nth(1).unwrap_or_default().split('`').skip(1).step_by(2);
    let listed: BTreeSet<&str> = table.lines().flat_map(of_row).collect();
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let known: BTreeSet<&str> = (0..4_000).map(|_| fact().new_tree(&mut runner).unwrap().current().type_name()).collect();
    assert_eq!(listed, known);

    let examples = page.split("One of each:").nth(1).and_then(|rest| rest.split("```").nth(1)).unwrap();
    let mut shown = BTreeSet::new();
    for line in examples.lines().filter(|line| line.starts_with('{')) {
        let mut names = Known::new();
        let event = parse_line(line, &mut names.0).unwrap_or_else(|fault| panic!("{fault}: {line}"));
        assert!(shown.insert(event.fact.type_name()), "{line}");
        let again = to_line(&event, &names).unwrap();
        assert_eq!(parse_line(&again, &mut names.0), Ok(event), "{again}");
    }
    assert_eq!(shown, known);
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
