#![allow(missing_docs)]
use std::time::Instant;
use vouchsafe_db::*;
use vouchsafe_domain::event::*;
use vouchsafe_domain::money::*;
use vouchsafe_domain::name::*;
use vouchsafe_domain::outcome::*;
use vouchsafe_domain::party::*;
use vouchsafe_domain::rollup::*;
use vouchsafe_domain::shop::*;
use vouchsafe_domain::state::*;
use vouchsafe_domain::time::*;

fn uuid(n: u64) -> ShopId {
    let mut h = n.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut b = [0u8; 16];
    for c in b.chunks_mut(8) {
        h ^= h >> 31;
        h = h.wrapping_mul(0xBF58_476D_1CE4_E5B9);
        c.copy_from_slice(&h.to_le_bytes());
    }
    ShopId::Uuid(b)
}
fn t(n: u64) -> Timestamp {
    Timestamp::from_micros(1_600_000_000_000_000 + n as i64 * 60_000_000 + (n % 997) as i64)
}
fn order(n: u64, customers: u64) -> Order {
    let c = (n.wrapping_mul(2654435761) >> 7) % customers;
    let eur = Currency::parse("EUR").unwrap();
    let addr = || Address {
        first_name: "Anna".into(),
        last_name: "Schmidt-Meyer".into(),
        street_1: format!("Long Street {c}"),
        city: "Berlin".into(),
        postal_code: "10115".into(),
        country: "DE".into(),
        phone: format!("+4930{c:07}"),
        ..Address::default()
    };
    Order {
        id: uuid(n),
        number: n.to_string(),
        created: t(n),
        updated: t(n + 5),
        status: OrderStatus::Fulfilled,
        is_replacement: false,
        channel: "channel-eu".into(),
        currency: eur,
        customer: Some(ShopId::Number(c)),
        customer_email: Some(format!("customer{c}@example.com")),
        email: Some(format!("customer{c}@example.com")),
        items_minor: 5000,
        items_with_tax_minor: 6000,
        shipping_minor: 500,
        total_minor: 6500,
        voucher_code: None,
        gift_cards: vec![],
        ref_code: (n % 10 == 0).then(|| format!("REF{c}")),
        device: Some(format!("device-{c}")),
        ip: Some("10.0.0.1".into()),
        metadata: vec![("utm_source".into(), "newsletter".into())],
        private_metadata: vec![],
        billing: Some(addr()),
        shipping: Some(addr()),
        cards: vec![],
        lines: (0..2)
            .map(|l| OrderLine {
                id: uuid(n * 7 + l),
                product: "Blue cotton shirt".into(),
                sku: Some("SKU-1234".into()),
                category: Some("shirts".into()),
                quantity: 1,
                net_minor: 2500,
                gross_minor: 3000,
            })
            .collect(),
        events: vec![
            OrderEvent { id: uuid(n * 3), at: t(n), step: OrderStep::Placed },
            OrderEvent { id: uuid(n * 3 + 1), at: t(n + 1), step: OrderStep::Confirmed },
        ],
        money: vec![MoneyEvent { id: uuid(n * 5), at: t(n + 1), step: MoneyStep::Charged, minor: 6500 }],
    }
}
fn events(o: &Order, tx: &mut Tx<'_>) -> Vec<Event> {
    let key = tx.key(&o.number);
    let order = OrderKey(key);
    let customer = o.customer.as_ref().map(|id| CustomerKey(tx.id_key(id)));
    let body = OrderBody {
        customer,
        email: o.customer_email.as_deref().map(|e| tx.email(e)),
        currency: o.currency,
        items: 5000,
        items_with_tax: 6000,
        order_total: 6500,
        payable: 6500,
        channel: Some(ChannelKey(tx.key(&o.channel))),
        country: Some(*b"DE"),
        ref_code: o.ref_code.as_deref().map(|c| tx.code(c)),
        click: None,
        ip: o.ip.as_deref().map(|v| tx.identity(IdentityKind::Ip, v)),
        device: o.device.as_deref().map(|v| tx.identity(IdentityKind::Device, v)),
        card: None,
        address: None,
        is_replacement: false,
        lines: o.lines.iter().map(|l| Line { category: Some(CategoryKey(tx.key("shirts"))), minor: l.net_minor, quantity: 1 }).collect(),
    };
    let ev = |class, at, fact| Event { id: EventId::new(class, key), at, seen_at: None, fact };
    vec![
        ev(EventClass::OrderPlaced, o.created, Fact::Order { order, change: OrderChange::Placed, body: Some(Box::new(body)) }),
        ev(EventClass::OrderConfirmed, o.events[1].at, Fact::Order { order, change: OrderChange::Confirmed, body: None }),
        Event {
            id: EventId { class: EventClass::OrderMoney, key, part: Key::from_bits(1) },
            at: o.money[0].at,
            seen_at: None,
            fact: Fact::OrderMoney { order, funds: Funds { captured: 6500, ..Funds::default() }, as_of: o.money[0].at },
        },
    ]
}
static mut A: u128 = 0;
static mut B: u128 = 0;
static mut C: u128 = 0;
fn main() {
    let n: u64 = std::env::args().nth(1).unwrap().parse().unwrap();
    let stage = std::env::args().nth(2).as_deref() != Some("mirror");
    let customers = n / 5 + 1;
    let rt = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let dir = std::env::temp_dir().join("vouchsafe-load");
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).unwrap();
    let db = rt.block_on(Db::open(&dir.join("x.db"), Access::ReadWrite)).unwrap();
    let s = Instant::now();
    for k in 0..n {
        std::hint::black_box(order(k, customers));
    }
    println!("generate only {:.2}s", s.elapsed().as_secs_f64());
    let s = Instant::now();
    let mut pend = vec![];
    let per = 10_000;
    let mut busy = 0.0;
    for c in 0..n.div_ceil(per) {
        let rows: Vec<Order> = (c * per..((c + 1) * per).min(n)).map(|k| order(k, customers)).collect();
        pend.push(
            db.submit(Durability::Normal, move |tx| {
                let s = Instant::now();
                let (mut a, mut b, mut c) = (0, 0, 0);
                for o in &rows {
                    let w = Instant::now();
                    assert_eq!(tx.put_order(o)?, Put::New);
                    a += w.elapsed().as_nanos();
                    if stage {
                        let w = Instant::now();
                        let evs = events(o, tx);
                        b += w.elapsed().as_nanos();
                        let w = Instant::now();
                        for e in evs {
                            assert!(tx.stage(&e)?);
                        }
                        c += w.elapsed().as_nanos();
                    }
                }
                unsafe {
                    A += a;
                    B += b;
                    C += c;
                }
                Ok(s.elapsed().as_secs_f64())
            })
            .unwrap(),
        );
        if pend.len() > 2 {
            busy += pend.remove(0).wait().unwrap();
        }
    }
    for p in pend {
        busy += p.wait().unwrap();
    }
    println!(
        "load {:.2}s (in closures {busy:.2}) put {} events {} stage {} ms",
        s.elapsed().as_secs_f64(),
        unsafe { A / 1000000 },
        unsafe { B / 1000000 },
        unsafe { C / 1000000 }
    );
    let s2 = Instant::now();
    let staged = rt.block_on(db.write(|tx| tx.raise_barrier())).unwrap();
    println!("barrier+index {:.2}s; staged {staged}; mirror total {:.2}", s2.elapsed().as_secs_f64(), s.elapsed().as_secs_f64());
    if !stage {
        return;
    }
    let s3 = Instant::now();
    let mut state = State::default();
    let mut pend = vec![];
    let mut busy = 0.0;
    let mut waiting = 0.0;
    let mut stream = 0.0;
    let mut enc = 0.0;
    let mut it = db.staged_in_order(50_000);
    loop {
        let w = Instant::now();
        let Some(chunk) = it.next() else { break };
        stream += w.elapsed().as_secs_f64();
        let chunk = chunk.unwrap();
        let w = Instant::now();
        let mut fold = Fold::new();
        let mut rollup = Rollup::default();
        for e in &chunk {
            let mut out = Outcome::default();
            match &e.fact {
                Fact::Order { order, body: Some(b), .. } => {
                    let c = b.customer.unwrap();
                    let party = *state.customers.entry(c).or_insert_with(|| {
                        let p = PartyId(state.totals.next_party);
                        state.totals.next_party += 1;
                        state.parties.insert(p, Party::new(PartyName::Customer(c)));
                        rollup.touched.insert(RecordKey::Party(p));
                        rollup.touched.insert(RecordKey::Customer(c));
                        out.changes.push(Change::PartyMet { party: p, name: PartyName::Customer(c) });
                        p
                    });
                    state.orders.insert(
                        *order,
                        OrderRecord {
                            party,
                            currency: b.currency,
                            placed_at: e.at,
                            items: b.items,
                            items_with_tax: b.items_with_tax,
                            order_total: b.order_total,
                            payable: b.payable,
                            channel: b.channel,
                            is_replacement: false,
                            is_referred: false,
                            confirmed_at: None,
                            cancelled_at: None,
                            funds: Funds::default(),
                            funds_as_of: None,
                            first_captured_at: None,
                            captured_at: None,
                            rewards: Default::default(),
                        },
                    );
                    rollup.touched.insert(RecordKey::Order(*order));
                    out.changes.push(Change::OrderOpened { party });
                }
                Fact::Order { order, .. } => {
                    let r = state.orders.get_mut(order).unwrap();
                    r.confirmed_at = Some(e.at);
                    rollup.touched.insert(RecordKey::Order(*order));
                    out.decisions.push(Decision {
                        program: ProgramKey(Key::symbol(1)),
                        version: 1,
                        rule: RuleKey(Key::symbol(2)),
                        role: vouchsafe_domain::reward::Role::Advocate,
                        friend: r.party,
                        occasion: vouchsafe_domain::reward::Occasion::Order(*order),
                        verdict: GrantVerdict::Refused(vouchsafe_domain::reason::Reason::NoReferral),
                        checks: vec![Check { kind: CheckKind::Trigger, answer: Answer::Pass, saw: Seen::Nothing, limit: Seen::Nothing }],
                    });
                }
                Fact::OrderMoney { order, funds, as_of } => {
                    let r = state.orders.get_mut(order).unwrap();
                    r.funds = *funds;
                    r.funds_as_of = Some(*as_of);
                    rollup.touched.insert(RecordKey::Order(*order));
                }
                _ => {}
            }
            fold.add(e, &out);
        }
        let commit = fold.seal(&state, &rollup);
        enc += w.elapsed().as_secs_f64();
        pend.push(
            db.submit(Durability::Normal, move |tx| {
                let s = Instant::now();
                tx.commit_fold(&commit, Timestamp::EPOCH)?;
                Ok(s.elapsed().as_secs_f64())
            })
            .unwrap(),
        );
        let w = Instant::now();
        if pend.len() > 2 {
            busy += pend.remove(0).wait().unwrap();
        }
        waiting += w.elapsed().as_secs_f64();
    }
    for p in pend {
        busy += p.wait().unwrap();
    }
    println!(
        "fold {:.2}s (closures {busy:.2}, waiting on writer {waiting:.2}, on stream {stream:.2}, decide+encode {enc:.2})",
        s3.elapsed().as_secs_f64()
    );
    let s4 = Instant::now();
    rt.block_on(db.write(|tx| tx.lower_barrier())).unwrap();
    println!("lower {:.2}s; ALL {:.2}s", s4.elapsed().as_secs_f64(), s.elapsed().as_secs_f64());
    let s5 = Instant::now();
    rt.block_on(db.close());
    println!("close {:.2}s, file {} MB", s5.elapsed().as_secs_f64(), std::fs::metadata(dir.join("x.db")).unwrap().len() >> 20);
}
