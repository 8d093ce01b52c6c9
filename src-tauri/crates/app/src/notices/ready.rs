//! The ready words of each letter in each language: files, so that they can be read and translated as such.

use crate::view::{NoticeKind, NoticeLanguage};
use vouchsafe_db::NoticeText;

macro_rules! ready {
    ($name:literal) => {
        (include_str!(concat!("../../templates/", $name, ".mjml")), include_str!(concat!("../../templates/", $name, ".txt")))
    };
}

/// Our words for a kind of letter: the first line of its text file is the subject.
pub(super) fn words(kind: NoticeKind, language: NoticeLanguage) -> NoticeText {
    use NoticeLanguage::{English, Russian};
    let (mjml, text) = match (kind, language) {
        (NoticeKind::Registered, English) => ready!("registered.en"),
        (NoticeKind::Registered, Russian) => ready!("registered.ru"),
        (NoticeKind::Trial, English) => ready!("trial.en"),
        (NoticeKind::Trial, Russian) => ready!("trial.ru"),
        (NoticeKind::Earned, English) => ready!("earned.en"),
        (NoticeKind::Earned, Russian) => ready!("earned.ru"),
        (NoticeKind::PaidOut, English) => ready!("paid_out.en"),
        (NoticeKind::PaidOut, Russian) => ready!("paid_out.ru"),
        (NoticeKind::Expiring, English) => ready!("expiring.en"),
        (NoticeKind::Expiring, Russian) => ready!("expiring.ru"),
        (NoticeKind::Reversed, English) => ready!("reversed.en"),
        (NoticeKind::Reversed, Russian) => ready!("reversed.ru"),
    };
    let (subject, text) = text.split_once('\n').unwrap_or((text, ""));
    NoticeText { subject: subject.to_owned(), mjml: mjml.to_owned(), text: text.trim_start().to_owned() }
}
