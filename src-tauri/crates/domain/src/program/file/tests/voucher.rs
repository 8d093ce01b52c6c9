//! What a voucher is good for: of money and of units, and what makes no sense.

use super::*;
use crate::program::{VoucherOff, VoucherTerms};

const HEAD: &str = "id = \"p\"\nname = \"P\"\n[[rule]]\nid = \"r\"\non = [\"order_confirmed\"]\n[[rule.grant]]\nto = \"friend\"\n";

fn given(reward: &str, value: &str) -> std::result::Result<ProgramFile, ProgramFaults> {
    read(&format!("{HEAD}reward = {reward}\nvalue = {value}\n"))
}

fn terms(reward: &str, value: &str) -> Option<VoucherTerms> {
    given(reward, value).unwrap_or_else(|faults| panic!("{reward}: {faults}")).program.rules[0].grants[0].default_option().voucher.clone()
}

#[test]
fn money_is_taken_off_as_it_is_and_units_say_what_they_take_off() {
    let off = |reward: &str, value: &str| terms(reward, value).map(|terms| terms.off);
    let money = "{ fixed = { EUR = \"5.00\" } }";
    assert_eq!(terms("{ rail = \"voucher\" }", money), Some(VoucherTerms::default()));
    assert_eq!(off("{ rail = \"voucher\", voucher = { off = \"fixed\" } }", money), Some(VoucherOff::Fixed));
    assert_eq!(off("{ rail = \"voucher\" }", "{ percent = \"5\", of = \"items\" }"), Some(VoucherOff::Fixed));
    let units = |off: &str| format!("{{ rail = \"voucher\", unit = \"u\", exponent = 1, voucher = {{ off = \"{off}\" }} }}");
    for percent in ["1.0", "12.5", "100"] {
        assert_eq!(off(&units("percent"), &format!("{{ units = \"{percent}\" }}")), Some(VoucherOff::Percent));
    }
    assert_eq!(off(&units("shipping"), "{ units = \"0.1\" }"), Some(VoucherOff::Shipping));
    assert_eq!(terms("{ rail = \"wallet\" }", money), None);
}

#[test]
fn terms_are_read_whole() {
    let reward = "{ rail = \"voucher\", voucher = { categories = [\"shoes\", \"hats\"], min_spend = { EUR = \"50.00\", JPY = \"6000\" }, channels = [\"web\"] } }";
    let terms = terms(reward, "{ fixed = { EUR = \"5.00\" } }").unwrap();
    let least: Vec<String> = terms.min_spend.iter().map(ToString::to_string).collect();
    assert_eq!((terms.off, terms.categories.len(), terms.channels.len()), (VoucherOff::Fixed, 2, 1));
    assert_eq!(least, ["50.00 EUR", "6000 JPY"]);
}

#[test]
fn what_makes_no_sense_is_refused_at_its_place() {
    let check = |reward: &str, value: &str, want: &str| {
        let faults = given(reward, value).expect_err(want);
        let with_pointer = |fault: &ProgramFault| told(fault).replacen(' ', &format!(" {} ", fault.pointer), 1);
        assert_eq!(faults.iter().map(with_pointer).collect::<Vec<_>>(), [want]);
    };
    let money = "{ fixed = { EUR = \"5.00\" } }";
    let at = "/rule/0/grant/0";
    check(
        "{ rail = \"wallet\", voucher = {} }",
        money,
        &format!("8 {at}/reward/voucher rule r, grant, reward, voucher: only a voucher has this; take it away, or write rail = \"voucher\""),
    );
    check(
        "{ rail = \"voucher\", unit = \"u\" }",
        "{ units = \"1\" }",
        &format!(
            "8 {at}/reward/voucher rule r, grant, reward, voucher: a voucher in units says what it takes off; write voucher = {{ off = \"percent\" }} or {{ off = \"shipping\" }}"
        ),
    );
    check(
        "{ rail = \"voucher\", unit = \"u\", voucher = { off = \"fixed\" } }",
        "{ units = \"1\" }",
        &format!(
            "8 {at}/reward/voucher/off rule r, grant, reward, voucher, off: units are no money; write \"percent\" or \"shipping\", or take the unit away"
        ),
    );
    check(
        "{ rail = \"voucher\", voucher = { off = \"percent\" } }",
        money,
        &format!(
            "8 {at}/reward/voucher/off rule r, grant, reward, voucher, off: money is taken off as it is; write \"fixed\", or name a unit such as unit = \"percent-off\""
        ),
    );
    let percent = "{ rail = \"voucher\", unit = \"u\", exponent = 1, voucher = { off = \"percent\" } }";
    for bad in ["0.9", "100.1"] {
        let want = format!("9 {at}/value/units rule r, grant, value, units: the units are the percent that it takes off; write 1 to 100");
        check(percent, &format!("{{ units = \"{bad}\" }}"), &want);
    }
    let steps = "{ tiers = { by = \"paid_friends\", apply = \"from\", steps = [{ n = 1, units = \"5\" }, { n = 2, units = \"101\" }] } }";
    check(
        percent,
        steps,
        &format!(
            "9 {at}/value/tiers/steps/1/units rule r, grant, value, tiers, steps, units: the units are the percent that it takes off; write 1 to 100"
        ),
    );
    check(
        percent,
        "{ percent = \"5\", of = \"items\" }",
        &format!("9 {at}/value/percent rule r, grant, value, percent: a voucher in units does not hang on what was bought; write units"),
    );
    for reward in ["{ rail = \"voucher\" }", percent] {
        let want =
            format!("9 {at}/value/group rule r, grant, value, group: a voucher makes nobody a member; give that by the rail entitlement or manual");
        check(reward, "{ group = \"VIP\" }", &want);
    }
    check(
        "{ rail = \"voucher\", voucher = { min_spend = { EUR = \"0.00\" } } }",
        money,
        &format!("8 {at}/reward/voucher/min_spend/EUR rule r, grant, reward, voucher, min_spend, EUR: write an amount above zero"),
    );
}
