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
