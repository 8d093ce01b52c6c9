//! The mirror against the shop, field by field.

use vouchsafe_app::saleor::{self, Cursor, parse};
use vouchsafe_db::Db;
use vouchsafe_demo::Living;
use vouchsafe_domain::shop::{Kind, MoneyEvent, MoneyStep, ShopId};

/// What differs between the rows that the shop gives and those that the mirror holds; nothing when they are the same.
pub async fn differs(db: &Db, shop: &saleor::Shop, living: &Living) -> Vec<String> {
    let mut found = Vec::new();
    let counts = db.mirror_counts().await.unwrap();
    for kind in Kind::ALL {
        let mut cursor = Cursor::default();
        let mut there = 0;
        loop {
            let page = shop.fetch_page(kind, &cursor, 100).await.unwrap();
            let next = page.next.clone();
            there += page_differs(db, kind, &page.text, shop.settings(), &mut found).await;
            if next.is_none() {
                break;
            }
            cursor.after = next;
        }
        if counts.of(kind) != there {
            found.push(format!("{} {} here, {there} at the shop", counts.of(kind), kind.name()));
        }
    }
    told_otherwise(db, living, &mut found).await;
    let waiting = db.count_quarantined().await.unwrap();
    if waiting > 0 {
        found.push(format!("{waiting} rows in quarantine"));
    }
    found
}

/// Compares the rows of a page; says how many there are.
async fn page_differs(db: &Db, kind: Kind, text: &str, settings: &saleor::Settings, found: &mut Vec<String>) -> u64 {
    macro_rules! compare {
        ($parse:ident, $row:ident => $held:expr) => {{
            let page = parse::$parse(text, settings).unwrap();
            assert!(page.refused.is_empty(), "{:?}", page.refused);
            for $row in &page.rows {
                let held = $held.await.unwrap();
                if held.as_ref() != Some($row) {
                    found.push(format!("{} {}: {}", kind.name(), $row.id, between(&format!("{held:?}"), &format!("Some({:?})", $row))));
                }
            }
            page.rows.len() as u64
        }};
    }
    match kind {
        Kind::Customers => compare!(customers, row => db.customer(&row.id.to_string())),
        Kind::Orders => compare!(orders, row => db.order(&row.number)),
        Kind::Transactions => compare!(transactions, row => db.transaction(&row.id)),
        Kind::GiftCards => compare!(gift_cards, row => db.gift_card(&row.id)),
        Kind::Vouchers => compare!(vouchers, row => db.voucher(&row.id)),
    }
}

/// The parts in which two rows differ.
fn between(here: &str, there: &str) -> String {
    let parts = |text: &str| -> Vec<String> { text.split(", ").map(str::to_owned).collect() };
    let (here, there) = (parts(here), parts(there));
    let only = |these: &[String], those: &[String]| these.iter().filter(|part| !those.contains(part)).cloned().collect::<Vec<_>>().join(", ");
    format!("here {}, at the shop {}", only(&here, &there), only(&there, &here))
}

/// The same without the connector's eyes: the shop's own figures against the mirror's.
async fn told_otherwise(db: &Db, living: &Living, found: &mut Vec<String>) {
    for fact in living.order_facts() {
        let Some(order) = db.order(&fact.number.to_string()).await.unwrap() else {
            found.push(format!("order {} is not here", fact.number));
            continue;
        };
        let moved = |step: MoneyStep| -> i64 { order.money.iter().filter(|event: &&MoneyEvent| event.step == step).map(|event| event.minor).sum() };
        let refunded = moved(MoneyStep::Refunded) - moved(MoneyStep::RefundReversed);
        let here = (order.items_with_tax_minor, order.total_minor, moved(MoneyStep::Charged), refunded, moved(MoneyStep::ChargedBack));
        let there = (fact.subtotal, fact.total, fact.captured, fact.refunded, fact.charged_back);
        let who = (order.customer.clone(), order.email.clone(), order.updated.micros());
        let whose = (fact.owner.map(ShopId::Number), Some(fact.email.clone()), fact.updated.timestamp_micros());
        if here != there || who != whose {
            found.push(format!("order {}: here {here:?} {who:?}, at the shop {there:?} {whose:?}", fact.number));
        }
    }
    for fact in living.account_facts() {
        let held = db.customer(&fact.number.to_string()).await.unwrap();
        if held.as_ref().map(|customer| (&customer.email, customer.updated.micros())) != Some((&fact.email, fact.updated.timestamp_micros())) {
            found.push(format!("customer {}: here {held:?}, at the shop {fact:?}", fact.number));
        }
    }
}
