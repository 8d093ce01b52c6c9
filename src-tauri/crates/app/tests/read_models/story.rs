//! Made-up histories as lines of a file. The same seed gives the same history.

use vouchsafe_domain::time::Timestamp;

/// Numbers that look like chance.
fn chance(seed: u64) -> impl FnMut(u64) -> u64 {
    let mut random = seed;
    move |n: u64| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) % n
    }
}

/// Four hours for each event.
fn instant(no: u32) -> Timestamp {
    Timestamp::from_micros(1_767_225_600_000_000 + i64::from(no) * 14_400_000_000)
}

/// A history in which few people do much: guests who register, addresses that change hands, accounts that go and come again, codes that are
/// known late, orders that are paid, given back and cancelled.
pub fn story(seed: u64, events: u32) -> Vec<String> {
    let mut below = chance(seed);
    let mut orders = 0;
    let mut lines = Vec::new();
    for no in 0..events {
        let at = instant(no);
        let (who, mail, code) = (below(8) + 1, below(8) + 1, below(8) + 1);
        let email = if below(4) == 0 { String::new() } else { format!(r#","email":"p{mail}@example.com""#) };
        let ref_code = if below(2) == 0 { String::new() } else { format!(r#","ref_code":"C{code}""#) };
        let known = below(orders.max(1)) + 1;
        let body = match below(20) {
            0..3 => format!(r#""type":"customer_registered","customer":"{who}"{email}{ref_code}"#),
            3..5 => format!(r#""type":"customer_updated","customer":"{who}"{email}"#),
            5 => format!(r#""type":"customer_deleted","customer":"{who}""#),
            6..8 => format!(r#""type":"code_issued","code":"C{who}","customer":"{who}""#),
            8 => format!(r#""type":"interaction","customer":"{who}"{ref_code}"#),
            9..13 => {
                orders += 1;
                let buyer = if below(2) == 0 { format!(r#","email":"p{mail}@example.com""#) } else { format!(r#","customer":"{who}"{email}"#) };
                let amount = format!(r#"{{"amount":"{}.00","currency":"{}"}}"#, below(90) + 20, if below(3) == 0 { "USD" } else { "EUR" });
                format!(r#""type":"order_placed","order":"{orders}"{buyer}{ref_code},"items":{amount}"#)
            }
            13..16 => format!(r#""type":"order_confirmed","order":"{known}""#),
            16..19 => {
                let money = |amount: u64| format!(r#"{{"amount":"{amount}.00","currency":"EUR"}}"#);
                format!(r#""type":"order_money","order":"{known}","captured_gross":{},"refunded":{}"#, money(120), money(below(3) * 30))
            }
            _ => format!(r#""type":"order_cancelled","order":"{known}""#),
        };
        lines.push(format!(r#"{{"id":"e{no:04}","at":"{at}",{body}}}"#));
    }
    lines
}

/// A history for a program that asks for all of it: purchases that are no orders, events of the owner's own, marks that people share, roles, choices,
/// uplines, lists, and staff who refuse referrals.
pub fn rich(seed: u64, events: u32) -> Vec<String> {
    let mut below = chance(seed);
    // Who bought, and of purchases how much: so that what follows is about somebody's.
    let (mut orders, mut purchases, mut lines) = (vec![1], vec![(1, 20, "EUR")], Vec::new());
    // Somebody who ordered as a guest, is met as a customer, and turns out to be both.
    let twin = [
        r#""type":"order_placed","order":"g1","email":"twin@example.com","items":{"amount":"9.00","currency":"EUR"}"#,
        r#""type":"interaction","customer":"77""#,
        r#""type":"customer_registered","customer":"77","email":"twin@example.com""#,
        // Somebody nobody looks at, whose advocate is paid before the money goes back.
        r#""type":"code_issued","code":"C80","customer":"80""#,
        r#""type":"customer_registered","customer":"81","ref_code":"C80","groups":["vip"]"#,
        r#""type":"topup","purchase":"p900","customer":"81","amount":{"amount":"40.00","currency":"EUR"}"#,
    ];
    let back = r#""type":"purchase_refunded","purchase":"p900","refunded":{"amount":"40.00","currency":"EUR"}"#;
    lines.extend((0..).zip(twin).map(|(no, body)| format!(r#"{{"id":"t{no}","at":"{}",{body}}}"#, instant(no))));
    for no in 0..events {
        let at = instant(no);
        if no == 24 {
            lines.push(format!(r#"{{"id":"back","at":"{at}",{back}}}"#));
        }
        let (who, code) = (below(9) + 1, below(9) + 1);
        let mut marks = String::new();
        for (name, value) in [("ip", "192.0.2."), ("device", "device-")] {
            if below(2) == 0 {
                marks += &format!(r#","{name}":"{value}{}""#, below(4) + 1);
            }
        }
        let ref_code = if below(3) == 0 { String::new() } else { format!(r#","ref_code":"C{code}""#) };
        let account = format!(
            r#""customer":"{who}","email":"p{who}@{}"{marks},"phone":"+4915112345{:03}","email_verified":{}"#,
            ["example.com", "mailinator.com"][usize::from(below(6) == 0)],
            below(7),
            below(2) == 0
        );
        let mut one_of = |many: usize| usize::try_from(below(u64::try_from(many).unwrap_or(1))).unwrap_or(0);
        // What was bought lately: so that money goes back before a window has closed.
        let (known, bought) = (orders.len() - 1 - one_of(orders.len().min(6)), purchases.len() - 1 - one_of(purchases.len().min(4)));
        let (buyer, (payer, paid, paid_in)) = (orders[known], purchases[bought]);
        let of_whom = if below(2) == 0 { format!("{buyer}/{known}") } else { format!("{payer}/purchase-p{bought}") };
        let money = |amount: u64, currency: &str| format!(r#"{{"amount":"{amount}.00","currency":"{currency}"}}"#);
        let currency = if below(6) == 0 { "USD" } else { "EUR" };
        let side = ["advocate", "friend", "upline-2"][usize::try_from(below(3)).unwrap_or(0)];
        let body = match below(40) {
            0..5 => format!(r#""type":"customer_registered",{account}{ref_code},"groups":["{}"]"#, ["new", "vip"][usize::from(below(3) == 0)]),
            5..7 => format!(r#""type":"customer_updated",{account},"role":"{}""#, ["member", "pro"][usize::from(below(2) == 0)]),
            7 if below(3) == 0 => format!(r#""type":"customer_deleted","customer":"{who}""#),
            7..10 => format!(r#""type":"code_issued","code":"C{who}","customer":"{who}""#),
            10..12 => format!(r#""type":"interaction","customer":"{who}"{ref_code}"#),
            12..17 => {
                let order = orders.len();
                orders.push(who);
                let buyer = if below(3) == 0 { format!(r#","email":"p{who}@example.com""#) } else { format!(r#","customer":"{who}""#) };
                let card = format!(r#","card":"card-{}","card_digits":"visa-4242-{}""#, below(12), below(4));
                let lines =
                    format!(r#","lines":[{{"category":"shoes","amount":{}}},{{"amount":{}}}]"#, money(below(40), currency), money(9, currency));
                let country = ["DE", "FR"][usize::from(below(4) == 0)];
                format!(
                    r#""type":"order_placed","order":"{order}"{buyer}{ref_code}{marks}{card}{lines},"country":"{country}","items":{}"#,
                    money(below(90) + 20, currency)
                )
            }
            17..20 => format!(r#""type":"order_confirmed","order":"{known}""#),
            20..22 => {
                format!(r#""type":"order_money","order":"{known}","captured_gross":{},"refunded":{}"#, money(150, "EUR"), money(below(4) * 50, "EUR"))
            }
            22 => format!(r#""type":"order_cancelled","order":"{known}""#),
            23..26 => {
                let (purchase, amount) = (purchases.len(), below(80) + 10);
                purchases.push((who, amount, currency));
                let kind = ["topup", "subscription_purchased", "subscription_renewed"][usize::try_from(below(3)).unwrap_or(0)];
                format!(r#""type":"{kind}","purchase":"p{purchase}","customer":"{who}","amount":{}"#, money(amount, currency))
            }
            26..28 => format!(r#""type":"purchase_refunded","purchase":"p{bought}","refunded":{}"#, money(paid * (below(2) + 1) / 2, paid_in)),
            28..30 => format!(r#""type":"custom","name":"quest","customer":"{who}","amount_base":{}"#, money(below(50), currency)),
            30 => format!(r#""type":"trial_started","customer":"{who}","period_days":14"#),
            31 if who != code => format!(r#""type":"partner_onboarded","partner":"{who}","customer":"{code}""#),
            31..33 => {
                format!(r#""type":"role_upgraded","customer":"{who}","role":"{}""#, ["member", "pro", "vip"][usize::try_from(below(3)).unwrap_or(0)])
            }
            33..35 => format!(
                r#""type":"reward_chosen","reward":"paid/{of_whom}/advocate","option":"{}""#,
                ["credit", "points"][usize::from(below(2) == 0)]
            ),
            35 => format!(r#""type":"reward_used","reward":"paid/{of_whom}/{side}","amount":{}"#, money(1, "EUR")),
            36 => format!(r#""type":"reward_expired","reward":"paid/{of_whom}/{side}""#),
            37 => {
                let (entry, is_in) = (["mailinator.com", "example.com"][usize::from(below(4) == 0)], below(3) == 0);
                format!(r#""type":"list_changed","list":"excluded_domains","entry":"{entry}","is_in":{is_in},"actor":"mara""#)
            }
            38 if below(3) == 0 => format!(r#""type":"staff_reject_referral","actor":"mara","reason":"a ring","friend":"{who}""#),
            38 => {
                format!(r#""type":"staff_approve","actor":"mara","reason":"looked at","reward":"paid/{of_whom}/advocate","expects":{}"#, below(3))
            }
            _ => r#""type":"time_passed""#.to_owned(),
        };
        lines.push(format!(r#"{{"id":"e{no:04}","at":"{at}",{body}}}"#));
    }
    lines
}
