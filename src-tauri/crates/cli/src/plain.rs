//! Text from outside, made harmless for a terminal and for a spreadsheet.

/// What stands for a character that is not shown.
const HIDDEN: char = '\u{FFFD}';

/// Whether a character would act on a terminal, or change the order or look of the text around it, instead of being shown: control characters
/// (ESC and the C1 set drive terminals), line separators, and the marks and overrides of writing direction.
pub(crate) const fn is_unseen(c: char) -> bool {
    matches!(c, '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
        | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// The text on one line, with `�` for each character that would act instead of being shown.
pub(crate) fn plain(text: &str) -> String {
    text.chars().map(|c| if is_unseen(c) { HIDDEN } else { c }).collect()
}

/// The plain text, cut to so many characters.
pub(crate) fn short(text: &str, most: usize) -> String {
    let mut short: String = plain(text).chars().take(most + 1).collect();
    if let Some((cut, _)) = short.char_indices().nth(most) {
        short.truncate(cut);
        short.pop();
        short.push('…');
    }
    short
}

/// The plain text as a cell that no spreadsheet takes for a formula: one that begins with `=`, `+`, `-` or `@` gets an apostrophe before it.
pub(crate) fn cell(text: &str) -> String {
    let text = plain(text);
    if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_hidden_and_what_is_written_stays() {
        let check = |text: &str, shown: &str| assert_eq!(plain(text), shown);
        check("Anna \u{1b}[2J\u{9b}31m", "Anna �[2J�31m");
        check("a\u{202e}b\u{2066}c\nd\te", "a�b�c�d�e");
        check("Иванова 佐藤 O’Neil é", "Иванова 佐藤 O’Neil é");
        check("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>");
    }

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(cell("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(cell("+1"), "'+1");
        assert_eq!(cell("-1"), "'-1");
        assert_eq!(cell("@a"), "'@a");
        assert_eq!(cell("\t=1"), "�=1");
        assert_eq!(cell("a=1"), "a=1");
    }

    #[test]
    fn long_text_is_cut_by_characters() {
        assert_eq!(short("Иванова", 7), "Иванова");
        assert_eq!(short("Иванова", 4), "Ива…");
        assert_eq!(short("", 4), "");
    }
}
