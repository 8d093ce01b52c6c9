//! Who acts: the account that this program runs under, by the word of the operating system and not of the environment, which anybody can set.

/// The longest name, in characters.
const LONGEST: usize = 60;
/// Whoever has an account without a name is called so, and all of them are one.
const NAMELESS: &str = "desk";

/// The name of the account that is logged in to this computer.
#[must_use]
pub fn actor() -> String {
    let name = whoami::username().unwrap_or_default();
    let name: String = name.trim().chars().filter(|letter| !letter.is_control()).take(LONGEST).collect();
    if name.is_empty() { NAMELESS.to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_has_a_name_that_can_be_written_down() {
        let name = actor();
        assert!(!name.is_empty() && name.chars().count() <= LONGEST && name.trim() == name, "{name:?}");
        assert_eq!(actor(), name);
    }
}
