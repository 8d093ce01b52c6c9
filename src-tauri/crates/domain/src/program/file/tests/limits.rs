//! Hostile files: too large, too deep, too long, too many.

use super::*;

fn fault(text: &str) -> String {
    let faults = read(text).unwrap_err();
    told(faults.first()).split_once(' ').unwrap().1.to_owned()
}

fn with(old: &str, new: &str) -> String {
    assert!(PROGRAM.contains(old), "{old}");
    fault(&PROGRAM.replacen(old, new, 1))
}

#[test]
fn a_file_over_one_megabyte_is_refused_unread() {
    let padded = |bytes: usize| format!("{PROGRAM}#{}", " ".repeat(bytes - PROGRAM.len() - 1));
    assert!(read(&padded(MAX_FILE)).is_ok());
    assert_eq!(read(&padded(MAX_FILE + 1)), Err(ProgramFaults::too_large()));
}

#[test]
fn deep_nesting_is_a_fault_and_no_crash() {
    let brackets = format!("{PROGRAM}\ndeep = {}", "[".repeat(100_000));
    let tables = format!("{PROGRAM}\ndeep = {}", "{a=".repeat(100_000));
    let keys = format!("{PROGRAM}\n{}a = 1", "a.".repeat(100_000));
    for text in [brackets, tables, keys] {
        assert_eq!(read(&text).unwrap_err().first().kind, FaultKind::NoToml);
    }
}

#[test]
fn every_list_has_an_end() {
    let many = |count: usize| (0..count).map(|i| format!("\"x{i}.example\"")).collect::<Vec<_>>().join(", ");
    let table = |count: usize, entry: &dyn Fn(usize) -> String| (0..count).map(entry).collect::<Vec<_>>().join(", ");
    let ips = |count: usize| table(count, &|i| format!("\"10.0.{}.{}\"", i / 256, i % 256));
    let check = |old: &str, new: String, want: &str| assert_eq!(with(old, &new), want, "{old}");
    check("groups = [\"VIP customers\"]", format!("groups = [{}]", many(101)), "mode, limited, groups: write at most 100 entries");
    check("roles = [\"member\", ", format!("roles = [{}, ", many(100)), "attribution, roles: write at most 100 entries");
    check("[\"order_confirmed\", \"t", format!("[{}, \"t", table(100, &|i| format!("\"custom:c{i}\""))), "activation: write at most 100 entries");
    check("[\"order_confirmed\"]", format!("[{}]", table(101, &|i| format!("\"custom:c{i}\""))), "rule first-order, on: write at most 100 entries");
    check(
        "channels = [\"eu\"]\ncountries",
        format!("channels = [{}]\ncountries", many(101)),
        "rule first-order, channels: write at most 100 entries",
    );
    check("categories = [\"shoes\"]", format!("categories = [{}]", many(10_001)), "rule first-order, categories: write at most 10000 entries");
    check("excluded_domains = [", format!("excluded_domains = [{}, ", many(10_000)), "fraud, excluded_domains: write at most 10000 entries");
    check("excluded_customers = [", format!("excluded_customers = [{}, ", many(10_000)), "fraud, excluded_customers: write at most 10000 entries");
    check(
        "excluded_domains",
        format!("excluded_channels = [{}]\nexcluded_domains", many(10_001)),
        "fraud, excluded_channels: write at most 10000 entries",
    );
    check("excluded_domains", format!("denied_domains = [{}]\nexcluded_domains", many(10_001)), "fraud, denied_domains: write at most 10000 entries");
    check(
        "excluded_domains",
        format!("allowed_domains = [{}]\nexcluded_domains", many(10_001)),
        "fraud, allowed_domains: write at most 10000 entries",
    );
    check("trusted_ips = [", format!("trusted_ips = [{}, ", ips(10_000)), "fraud, trusted_ips: write at most 10000 entries");
    check("rules = [\"first-order\"]", format!("rules = [{}]", many(101)), "boost double-week, rules: write at most 100 entries");
    check("channels = [\"eu\"]", format!("channels = [{}]", many(101)), "boost double-week, channels: write at most 100 entries");
    let levels = table(101, &|i| format!("{{ name = \"l{i}\", paid_friends = {} }}", i + 1));
    check(
        "level = [{ name = \"silver\", paid_friends = 3 }, { name = \"gold\", paid_friends = 10 }]",
        format!("level = [{levels}]"),
        "level: write at most 100 entries",
    );
    let steps = table(101, &|i| format!("{{ n = {}, units = \"1\" }}", i + 1));
    check("steps = [{ n = 1, ", format!("steps = [{steps}, {{ n = 200, "), "rule first-order, grant, value, tiers, steps: write 1 to 100 steps");
    let arms = table(101, &|i| format!("a{i} = 1"));
    check("arms = { b = 40, ", format!("arms = {{ {arms}, "), "experiment welcome, arms: write 1 to 100 arms, such as arms = { a = 45, b = 45 }");
    let choice = table(7, &|i| format!("{{ name = \"c{i}\", reward = {{ rail = \"wallet\" }}, value = {{ fixed = {{ EUR = \"1\" }} }} }}"));
    check("choice = [\n", format!("choice = [\n{choice},"), "rule first-order, grant, choice: write 2 to 8 ways to choose from, the default first");
    let tables = |header: &str, body: &str, count: usize| (0..count).map(|i| format!("\n[[{header}]]\nid = \"x{i}\"\n{body}\n")).collect::<String>();
    let grant = "on = [\"topup\"]\n[[rule.grant]]\nto = \"friend\"\nreward = { rail = \"wallet\" }\nvalue = { fixed = { EUR = \"1\" } }";
    assert_eq!(fault(&(PROGRAM.to_owned() + &tables("rule", grant, 99))), "rule: write at most 100 entries");
    let boost = "from = 2026-01-01T00:00:00Z\nuntil = 2026-01-02T00:00:00Z\nfactor = \"2\"";
    assert_eq!(fault(&(PROGRAM.to_owned() + &tables("boost", boost, 100))), "boost: write at most 100 entries");
    assert_eq!(fault(&(PROGRAM.to_owned() + &tables("experiment", "arms = { a = 1 }", 100))), "experiment: write at most 100 entries");
}

#[test]
fn giant_numbers_are_faults_of_their_line() {
    let giant = "1".repeat(400);
    for number in ["4294967296", "9223372036854775808", "-1", "1e9", giant.as_str()] {
        let text = PROGRAM.replacen("hold_days = 14", &format!("hold_days = {number}"), 1);
        let line = text.lines().position(|line| line.starts_with("hold_days")).unwrap() + 1;
        let found = read(&text).unwrap_err();
        assert!(matches!(found.first().kind, FaultKind::BadNumber | FaultKind::NoNumber | FaultKind::NoToml), "{number}: {found}");
        assert_eq!((found.first().line, found.count()), (Some(line), 1), "{number}: {found}");
    }
    assert_eq!(with("\"10.00\"", &format!("\"{giant}\"")).len(), "rule first-order, grant, value, fixed, EUR: “” is too large".len() + 40);
}

mod random {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever a file holds, reading it ends with a program or with some sentences of a bounded length.
        #[test]
        fn what_is_broken_is_refused(at in 0..PROGRAM.len(), gone in 0usize..30, put in "[\\[\\]{}=\",.a-z0-9_ \n-]{0,12}") {
            let (Some(before), Some(after)) = (PROGRAM.get(..at), PROGRAM.get((at + gone).min(PROGRAM.len())..)) else { return Ok(()) };
            let text = format!("{before}{put}{after}");
            let Err(faults) = read(&text) else { return Ok(()) };
            prop_assert!((1..=MOST_FAULTS).contains(&faults.count()));
            let is_toml = toml::from_str::<toml::Table>(&text).is_ok();
            for fault in faults.iter() {
                prop_assert!(told(fault).chars().count() < 1_500, "{}", fault);
                prop_assert!(fault.line.is_some_and(|line| line >= 1 && line <= PROGRAM.lines().count() + 13));
                prop_assert_eq!(matches!(fault.kind, FaultKind::NoToml | FaultKind::KeyTwice), !is_toml, "what fits the schema is read: {}", fault);
            }
        }
    }
}
