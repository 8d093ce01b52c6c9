//! Files that are read, files that are refused, and files that are written.

mod faults;
mod form;
mod limits;
mod ready;
mod round_trip;

use super::*;
use crate::name::{NameTable, Texts};
use crate::program::Experiment;

/// One of everything.
const PROGRAM: &str = include_str!("tests/whole.toml");

fn read(text: &str) -> std::result::Result<ProgramFile, ProgramFault> {
    parse(text, &mut NameTable::default())
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
