//! The word that somebody may have meant.

/// The one of some words that a text is closest to, where it is close: one change in four letters.
pub(super) fn nearest<'a>(text: &str, words: &[&'a str]) -> Option<&'a str> {
    let far = 1 + text.chars().count() / 4;
    // What is longer than any word is none of them, however long it is.
    let close = words.iter().filter(|word| word.len().abs_diff(text.len()) <= far).map(|word| (distance(text, word), *word));
    close.min().filter(|(distance, _)| *distance <= far).map(|(_, word)| word)
}

/// How many letters have to be added, taken away or replaced to make one text of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut before: Vec<usize> = (0..=other.len()).collect();
    for (i, letter) in one.chars().enumerate() {
        let mut row = Vec::with_capacity(before.len());
        row.push(i + 1);
        for (j, wanted) in other.iter().enumerate() {
            let replaced = before[j] + usize::from(letter != *wanted);
            row.push(replaced.min(before[j + 1] + 1).min(row[j] + 1));
        }
        before = row;
    }
    before.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_close_is_meant() {
        let check = |text: &str, want: Option<&str>| assert_eq!(nearest(text, &["hold_days", "wait_days", "id", "on", "limits"]), want, "{text}");
        check("hold_day", Some("hold_days"));
        check("holddays", Some("hold_days"));
        check("waitdays", Some("wait_days"));
        check("Limits", Some("limits"));
        check("ids", Some("id"));
        check("hold", None);
        check("name", None);
        check(&"hold_days".repeat(10_000), None);
        check("", None);
    }
}
