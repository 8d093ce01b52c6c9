//! The ready letters, as people get them.

use super::letter::example;
use super::ready::words;
use super::template::{Template, Values, Variable};
use crate::view::{NoticeKind, NoticeLanguage};

/// Every kind of letter in a language, as a made-up person gets it.
fn letters(language: NoticeLanguage) -> String {
    let letter = |kind: NoticeKind| {
        let letter = Template::parse(words(kind, language)).unwrap().fill(&example(kind, language, "Linden & Co")).unwrap();
        assert!(letter.html.contains(&format!("lang=\"{}\"", language.tag())), "{kind:?}");
        // A form says what its plain text says.
        for line in letter.text.lines().filter(|line| !line.is_empty()) {
            let line = line.replace('&', "&amp;");
            assert!(letter.html.contains(&line), "{kind:?} {language:?}: {line}");
        }
        format!("{}: {}\n\n{}", kind.name(), letter.subject, letter.text)
    };
    NoticeKind::ALL.map(letter).join("\n---\n").replace('\u{a0}', " ")
}

#[test]
fn the_ready_letters_in_english() {
    insta::assert_snapshot!(letters(NoticeLanguage::English));
}

#[test]
fn the_ready_letters_in_russian() {
    insta::assert_snapshot!(letters(NoticeLanguage::Russian));
}

#[test]
fn a_ready_letter_is_whole_with_the_fewest_values_and_with_hostile_ones() {
    for (kind, language) in NoticeKind::ALL.into_iter().flat_map(|kind| NoticeLanguage::ALL.map(|language| (kind, language))) {
        let template = Template::parse(words(kind, language)).unwrap();
        let fewest: Values = [Variable::Name, Variable::Shop, Variable::Date].map(|variable| (variable, "x".to_owned())).into();
        let letter = template.fill(&fewest).unwrap();
        assert!(!letter.text.contains('{') && !letter.text.contains("\n\n\n") && letter.text.ends_with("x\n"), "{kind:?} {}", letter.text);
        let hostile: Values = Variable::ALL.map(|variable| (variable, "<img src=x onerror=alert(1)>{code}".to_owned())).into();
        let letter = template.fill(&hostile).unwrap();
        assert!(!letter.html.contains("<img") && !letter.html.contains("{code}"), "{kind:?}");
    }
}

#[test]
fn the_language_of_an_account_is_known_by_the_shops_code() {
    for (code, expected) in [
        ("RU", Some(NoticeLanguage::Russian)),
        ("RU_RU", Some(NoticeLanguage::Russian)),
        ("en-GB", Some(NoticeLanguage::English)),
        ("DE", None),
        ("", None),
        ("RUS", None),
    ] {
        assert_eq!(NoticeLanguage::of_account(code), expected, "{code}");
    }
}
