//! Files that are read, files that are refused, and files that are written.

mod faults;
mod form;
mod limits;
mod ready;
mod round_trip;
mod together;
mod voucher;

use super::*;
use crate::name::{NameTable, Texts};
use crate::program::Experiment;

/// One of everything.
const PROGRAM: &str = include_str!("tests/whole.toml");

fn read(text: &str) -> std::result::Result<ProgramFile, ProgramFaults> {
    parse(text, &mut NameTable::default())
}

const LANGUAGES: [&str; 2] = [include_str!("../../../../../../ui/src/locales/en.ftl"), include_str!("../../../../../../ui/src/locales/ru.ftl")];

/// The sentence of a kind in a language, with its arguments still to be put in.
fn sentence(language: &'static str, kind: FaultKind) -> Option<&'static str> {
    let key = format!("fault-{} = ", kind.code().replace('_', "-"));
    language.lines().find_map(|line| line.strip_prefix(key.as_str()))
}

/// What is put into a sentence.
fn asked(sentence: &str) -> std::collections::BTreeSet<&str> {
    sentence.split("{ $").skip(1).filter_map(|rest| rest.split(' ').next()).collect()
}

/// A fault as people are told it: its line and its place in front.
fn told(fault: &ProgramFault) -> String {
    let english = sentence(LANGUAGES[0], fault.kind).unwrap_or_else(|| panic!("{fault} has no words"));
    let known = fault.args.iter().map(|(name, _)| *name).collect();
    assert!(asked(english).is_subset(&known), "{english} is told {known:?}");
    let what = fault.args.iter().fold(english.to_owned(), |said, (name, value)| said.replace(&format!("{{ ${name} }}"), value));
    let what = what.replace("{\"{\"}", "{").replace("{\"}\"}", "}");
    let line = fault.line.map_or(String::new(), |line| format!("{line} "));
    if fault.place.is_empty() { format!("{line}{what}") } else { format!("{line}{}: {what}", fault.place) }
}

#[test]
fn each_fault_has_one_sentence_in_both_languages_that_asks_for_the_same() {
    for kind in FaultKind::ALL {
        let said = LANGUAGES.map(|language| sentence(language, *kind).unwrap_or_else(|| panic!("{} has no words", kind.code())));
        assert_eq!(asked(said[0]), asked(said[1]), "{}", kind.code());
    }
    for language in LANGUAGES {
        assert_eq!(language.lines().filter(|line| line.starts_with("fault-")).count(), FaultKind::ALL.len() + 2);
    }
}

#[test]
fn a_whole_program_is_read() {
    let file = read(PROGRAM).unwrap();
    insta::assert_debug_snapshot!(file);
}

#[test]
fn what_is_left_out_has_its_default() {
    let least = "id = \"p\"\nname = \"P\"\n[[rule]]\nid = \"r\"\non = [\"order_confirmed\"]\n[[rule.grant]]\nto = \"friend\"\nreward = { rail = \"wallet\" }\nvalue = { fixed = { EUR = \"1\" } }\n";
    let said = "id = \"p\"\nname = \"P\"\nversion = 1\ntime_zone = \"UTC\"\nmode = \"manual\"\nunit = \"advocate\"\nactivation = [\"order_confirmed\"]\nwhen_ended = \"finish\"
when_paused = \"finish\"\nlevel = []\ngrandfather = false\n[fraud]\nsame_email = \"block\"\nsame_phone = \"review\"\nsame_address = \"review\"\nsame_device = \"review\"
same_card = \"review\"\nsame_card_digits = \"review\"\nsame_ip = \"review\"\nsignups_per_ip = { per_day = 10, action = \"review\" }
orders_per_ip = { per_day = 20, action = \"review\" }\ndisposable_email = \"review\"\nrelay_email = \"off\"\nexcluded_domain = \"block\"
excluded_customer = \"block\"\nexcluded_channel = \"block\"\nvelocity = { friends = 50, hours = 24, action = \"review\" }
refund_rate = { percent = 50, after = 5, action = \"review\" }\ncluster = { size = 6, action = \"review\" }
[[rule]]\nid = \"r\"\non = [\"order_confirmed\"]\nsettlement = \"none\"\noccurrence = \"first\"\nfirst_after_full_refund = \"used\"\nchannels = []\ncountries = []
categories = []\nnew_customers = false\nemail_verified = false\nphone_verified = false\naccount_age_days = 0\nlimits = { count_reversed = true }
hold_days = 0\nrefund_window_days = 0\non_partial_refund = \"proportional\"\nwait_days = 30
[[rule.grant]]\nto = \"friend\"\nreward = { rail = \"wallet\" }\nvalue = { fixed = { EUR = \"1\" } }\n";
    assert_eq!(read(least), read(said));
    let policy = |text: &str| read(&format!("{text}\n{}", least.replace("id = \"p\"\nname = \"P\"\n", ""))).unwrap().policy;
    let least = policy("id = \"p\"\nname = \"P\"\n[attribution]");
    assert_eq!(least, Some(Policy::default()));
    let said = "touch = \"first\"\nbind_at = \"interaction\"\nexisting_customers = \"refuse\"\nscope = \"tree\"\nroles = []";
    assert_eq!(policy(&format!("id = \"p\"\nname = \"P\"\n[attribution]\n{said}")), least);
}

#[test]
fn an_experiment_divides_people_alike_on_each_desk() {
    let salt = |names: &mut NameTable| parse(PROGRAM, names).unwrap().program.experiments[0].salt;
    let mut older = NameTable::default();
    older.key("something that this desk met before");
    assert_eq!((salt(&mut older), salt(&mut NameTable::default())), (Experiment::salt_of("welcome"), 0xa82c_f005_8e96_a413));
}

#[test]
fn a_role_that_no_policy_lists_is_found_when_both_are_known() {
    let mut names = NameTable::default();
    let with = parse(PROGRAM, &mut names).unwrap();
    assert_eq!(with.program.unlisted_role(&with.policy.unwrap()), None);
    assert_eq!(with.program.unlisted_role(&Policy::default()), Some(names.key("pro")));
}
