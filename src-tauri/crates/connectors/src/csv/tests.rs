//! Each sheet read by its columns, and the first fault with its line.

use super::*;

#[test]
fn owners_are_read_by_their_columns() {
    let check = |text: &str, want: Result<Vec<(usize, &str, &str)>, &str>| {
        let got = code_owners(text).map(|owners| owners.into_iter().map(|owner| (owner.line, owner.code, owner.customer)).collect::<Vec<_>>());
        let want = want.map(|owners| owners.into_iter().map(|(line, code, customer)| (line, code.to_owned(), customer.to_owned())).collect());
        assert_eq!(got.map_err(|fault| fault.to_string()), want.map_err(str::to_owned));
    };
    check("code,customer_id,email\nREF000,VXNlcjo0Ng==,a@b.example\n", Ok(vec![(2, "REF000", "46")]));
    check("\u{feff}email, customer_id ,code\r\nx, bob , ANNA-1\r\n", Ok(vec![(2, "ANNA-1", "bob")]));
    check("code,customer_id\nA,1\n\nB,2\n", Ok(vec![(2, "A", "1"), (4, "B", "2")]));
    check("code,customer_id\n", Ok(vec![]));
    check("", Err("line 1: the header has no column “code”"));
    check("code,owner\nA,1\n", Err("line 1: the header has no column “customer_id”"));
    check("code,customer_id\nA,1\n,2\n", Err("line 3: “code” must hold 1 to 128 characters"));
    check("code,customer_id\nA,a/b\n", Err("line 2: “customer_id”: an id holds no slash, is not “registration” and does not begin with “guest-”"));
    check(
        "code,customer_id\nA,1,3\n",
        Err("line 2: CSV error: record 1 (line: 2, byte: 17): found record with 3 fields, but the previous record has 2 fields"),
    );
}

#[test]
fn legacy_referrals_are_read_by_their_columns() {
    let check = |text: &str, want: Result<Vec<&str>, &str>| {
        let told = |row: LegacyReferral| {
            let at = row.at.map(|at| at.to_string()).unwrap_or_default();
            format!("{}: {} by {} {} {at}", row.line, row.friend, row.advocate, row.code.unwrap_or_default()).trim_end().to_owned()
        };
        let got = legacy_referrals(text).map(|rows| rows.into_iter().map(told).collect::<Vec<_>>());
        assert_eq!(got.map_err(|fault| fault.to_string()), want.map(|rows| rows.into_iter().map(str::to_owned).collect()).map_err(str::to_owned));
    };
    check("customer_id,referred_by\nVXNlcjo0Ng==,7\n", Ok(vec!["2: 46 by 7"]));
    check(
        "at,code,referred_by,customer_id\n2025-01-01T00:00:00Z,ANNA,7,46\n,,8,47\n",
        Ok(vec!["2: 46 by 7 ANNA 2025-01-01T00:00:00Z", "3: 47 by 8"]),
    );
    check("customer_id,referred_by\n46,7\n46,\n", Err("line 3: “referred_by” must hold 1 to 128 characters"));
    check("customer_id,referred_by\n46,46\n", Err("line 2: nobody is brought by themselves"));
    check("customer_id,referred_by,at\n46,7,yesterday\n", Err("line 2: “yesterday” is not an instant like 2026-03-01T09:30:00Z"));
}

#[test]
fn earlier_rewards_are_read_by_their_columns() {
    let check = |rows: &str, want: Result<Vec<&str>, &str>| {
        let told = |row: EarlierReward| {
            let (order, advocate) = (row.order.unwrap_or_else(|| "-".to_owned()), row.advocate.unwrap_or_else(|| "-".to_owned()));
            format!("{}: {} {} {order} {advocate} {} {}", row.line, row.rule, row.friend, row.amount, row.at)
        };
        let got = earlier_rewards(&format!("rule,customer_id,order,advocate_id,amount,currency,at\n{rows}"));
        let got = got.map(|rows| rows.into_iter().map(told).collect::<Vec<_>>());
        assert_eq!(got.map_err(|fault| fault.to_string()), want.map(|rows| rows.into_iter().map(str::to_owned).collect()).map_err(str::to_owned));
    };
    check("first-order,46,1042,7,10.00,EUR,2025-01-01T00:00:00Z\n", Ok(vec!["2: first-order 46 1042 7 10.00 EUR 2025-01-01T00:00:00Z"]));
    check("welcome,46,,,500,JPY,2025-01-01T00:00:00Z\n", Ok(vec!["2: welcome 46 - - 500 JPY 2025-01-01T00:00:00Z"]));
    check("first-order,46,1042,7,10.005,EUR,2025-01-01T00:00:00Z\n", Err("line 2: “10.005” has more digits after the point than its currency"));
    check("first-order,46,1042,7,-1,EUR,2025-01-01T00:00:00Z\n", Err("line 2: “amount” is below zero"));
    check("first-order,46,1042,7,1,EURO,2025-01-01T00:00:00Z\n", Err("line 2: “EURO” is not a currency of ISO 4217"));
    check("first-order,46,1042,7,1,EUR,\n", Err("line 2: “at” must hold 1 to 128 characters"));
    check(
        "first-order,46,a/b,7,1,EUR,2025-01-01T00:00:00Z\n",
        Err("line 2: “order”: an id holds no slash, is not “registration” and does not begin with “guest-”"),
    );
}
