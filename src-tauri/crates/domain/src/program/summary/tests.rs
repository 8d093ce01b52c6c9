//! Every sentence stands in both languages and finds there what it is told.

use super::*;
use crate::name::NameTable;
use crate::program::{arbitrary, file};
use proptest::prelude::Strategy as _;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use std::collections::{BTreeMap, BTreeSet};

const LANGUAGES: [&str; 2] = [include_str!("../../../../../../ui/src/locales/en.ftl"), include_str!("../../../../../../ui/src/locales/ru.ftl")];

/// The sentences about programs, each with the names of what it asks for.
fn sentences(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = None;
    for line in source.lines() {
        if !line.starts_with([' ', '}']) {
            current = line.split_once(" =").map(|(key, _)| key.to_owned()).filter(|key| key.starts_with("program-summary-"));
        }
        if let Some(key) = &current {
            let asked = line.split('$').skip(1).map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
            found.entry(key.clone()).or_default().extend(asked);
        }
    }
    found
}

#[test]
fn each_sentence_has_its_words_in_both_languages_and_none_is_left_over() {
    let languages = LANGUAGES.map(sentences);
    assert_eq!(languages[0], languages[1]);
    let (mut runner, names) = (TestRunner::deterministic(), arbitrary::names());
    let mut said = BTreeSet::new();
    for _ in 0..400 {
        let (program, policy) = arbitrary::program().new_tree(&mut runner).unwrap().current();
        for sentence in summary(&program, &policy, &names) {
            let told: BTreeSet<String> = sentence.args.iter().map(|(name, _)| (*name).to_owned()).collect();
            let asked = languages[0].get(&sentence.key).unwrap_or_else(|| panic!("{} has no words", sentence.key));
            assert!(asked.is_subset(&told), "{} asks for {asked:?} and is told {told:?}", sentence.key);
            for word in sentence.args.iter().flat_map(|(_, words)| words) {
                if let Word::Key(key) = word {
                    assert!(languages[0].get(key).is_some_and(BTreeSet::is_empty), "{key} has no words");
                    said.insert(key.clone());
                }
            }
            said.insert(sentence.key);
        }
    }
    let unsaid: Vec<&String> = languages[0].keys().filter(|key| !said.contains(*key)).collect();
    assert_eq!(unsaid, Vec::<&String>::new());
}

#[test]
fn a_program_is_told_in_order() {
    let mut names = NameTable::default();
    let file = file::parse(include_str!("../../../../../programs/every-payment-cashback.toml"), &mut names).unwrap();
    let words = |words: &Vec<Word>| words.iter().map(|(Word::Text(text) | Word::Key(text))| text.as_str()).collect::<Vec<_>>().join(", ");
    let line = |sentence: &Sentence| {
        let args: Vec<String> = sentence.args.iter().map(|(name, said)| format!(" {name}: {}", words(said))).collect();
        format!("{}{}{}", "  ".repeat(sentence.depth.into()), sentence.key.trim_start_matches("program-summary-"), args.join(";"))
    };
    let told: Vec<String> = summary(&file.program, &file.policy.unwrap(), &names).iter().map(line).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn each_number_of_a_signal_and_each_list_is_told() {
    let told = |fraud: &str| {
        let rule = "[[rule]]\nid = \"r\"\non = [\"topup\"]\n[[rule.grant]]\nto = \"friend\"\nreward = { rail = \"wallet\" }\nvalue = { fixed = { EUR = \"1\" } }\n";
        let mut names = NameTable::default();
        let file = file::parse(&format!("id = \"p\"\nname = \"P\"\n[fraud]\n{fraud}\n{rule}"), &mut names).unwrap();
        let words = |words: &Vec<Word>| words.iter().map(|(Word::Text(text) | Word::Key(text))| text.clone()).collect::<Vec<_>>();
        let sentence = |sentence: Sentence| (sentence.key.clone(), sentence.args.iter().flat_map(|(_, said)| words(said)).collect::<Vec<_>>());
        summary(&file.program, &Policy::default(), &names).into_iter().map(sentence).collect::<Vec<_>>()
    };
    let check = |fraud: &str, key: &str, want: &[&str]| {
        let all = told(fraud);
        let found = all.iter().find(|(found, _)| *found == format!("program-summary-{key}"));
        assert_eq!(found.map(|(_, words)| words.iter().map(String::as_str).collect::<Vec<_>>()).as_deref().unwrap_or_default(), want, "{fraud}");
    };
    check("signups_per_ip = { per_day = 3 }", "signups-above", &["3"]);
    check("orders_per_ip = { per_day = 300 }", "orders-above", &["300"]);
    check("velocity = { friends = 3, hours = 2 }", "friends-above", &["3", "2"]);
    check("refund_rate = { percent = 34, after = 7 }", "refunds-from", &["34", "7"]);
    check("cluster = { size = 4 }", "cluster-from", &["4"]);
    check("cluster = \"off\"", "cluster-from", &[]);
    check("denied_domains = [\"a.example\", \"b.example\"]", "denied-domains", &["2", "a.example", "b.example"]);
    check("allowed_domains = [\"a.example\"]", "allowed-domains", &["1", "a.example"]);
    check("excluded_domains = [\"a.example\"]", "excluded-domains", &["1", "a.example"]);
    check("excluded_customers = [\"46\"]", "excluded-customers", &["1", "46"]);
    check("excluded_channels = [\"eu\"]", "excluded-channels", &["1", "eu"]);
    check("trusted_ips = [\"203.0.113.7\"]", "trusted-ips", &["1"]);
    let many: Vec<String> = (0..30).map(|i| format!("\"{i}\"")).collect();
    let all = told(&format!("excluded_customers = [{}]", many.join(", ")));
    let long = all.iter().find(|(key, _)| key.ends_with("excluded-customers")).unwrap();
    assert_eq!((long.1.len(), long.1[0].as_str(), long.1.last().unwrap().as_str()), (1 + MOST_NAMED + 1, "30", "…"));
}
