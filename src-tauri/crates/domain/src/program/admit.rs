//! Files that are put in force together, without a db: what they must agree on.

use super::file::ProgramFile;
use super::{Policy, Programs};
use crate::name::{Key, ProgramKey};

/// Why programs cannot be in force together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfit {
    /// Two files say something else as the same version of a program.
    VersionTwice {
        /// The program.
        program: ProgramKey,
        /// Its version.
        version: u32,
    },
    /// Two programs say different things about who brought whom.
    PolicyDiffers {
        /// One of them.
        program: ProgramKey,
        /// The other one.
        other: ProgramKey,
        /// The first key of `[attribution]` on which they differ.
        key: &'static str,
    },
    /// A program asks for a role that the policy does not list.
    RoleUnlisted {
        /// The role.
        role: Key,
    },
}

impl Programs {
    /// Programs as files say them. A file that is named twice counts once.
    ///
    /// # Errors
    /// The first [`Unfit`] that is found: what no db would put in force, either.
    pub fn admit(mut files: Vec<ProgramFile>) -> Result<Self, Unfit> {
        agreed(&files)?;
        files.sort_by_key(|file| (file.program.id, file.program.version));
        files.dedup();
        let version = |file: &ProgramFile| (file.program.id, file.program.version);
        if let Some((file, _)) = files.iter().zip(files.iter().skip(1)).find(|(one, other)| version(one) == version(other)) {
            return Err(Unfit::VersionTwice { program: file.program.id, version: file.program.version });
        }
        let programs = Self::assemble(files);
        match programs.versions.iter().find_map(|program| program.unlisted_role(programs.policy_at(program.from))) {
            Some(role) => Err(Unfit::RoleUnlisted { role }),
            None => Ok(programs),
        }
    }
}

/// What different programs say about who brought whom is the same.
fn agreed(files: &[ProgramFile]) -> Result<(), Unfit> {
    let said: Vec<(ProgramKey, &Policy)> = files.iter().filter_map(|file| Some((file.program.id, file.policy.as_ref()?))).collect();
    let pairs = said.iter().enumerate().flat_map(|(i, one)| said.iter().skip(i + 1).map(move |other| (one, other)));
    for ((program, policy), (other, others)) in pairs {
        if let (true, Some(key)) = (program != other, policy.differs(others)) {
            return Err(Unfit::PolicyDiffers { program: *program, other: *other, key });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::{NameTable, Names as _};
    use crate::program::file::parse;

    /// What comes of files whose heads and rules say this.
    fn admitted(files: &[(&str, &str)]) -> (Result<Vec<u32>, Unfit>, NameTable) {
        let mut names = NameTable::default();
        let mut file = |(head, rule): &(&str, &str)| {
            let grant = "[[rule.grant]]\nto = \"friend\"\nreward = { rail = \"wallet\" }\nvalue = { fixed = { EUR = \"1\" } }";
            let text = format!("name = \"P\"\n{head}\n[[rule]]\nid = \"r\"\non = [\"order_confirmed\"]\n{rule}\n{grant}\n");
            parse(&text, &mut names).unwrap_or_else(|faults| panic!("{faults}"))
        };
        let files = files.iter().map(&mut file).collect();
        let versions = Programs::admit(files).map(|programs| programs.versions().iter().map(|program| program.version).collect());
        (versions, names)
    }

    #[test]
    fn one_version_says_one_thing() {
        let one = ("id = \"a\"", "hold_days = 1");
        assert_eq!(admitted(&[one, one]).0, Ok(vec![1]));
        let (twice, mut names) = admitted(&[one, ("id = \"b\"", ""), ("id = \"a\"", "hold_days = 2")]);
        assert_eq!(twice, Err(Unfit::VersionTwice { program: ProgramKey(names.key("a")), version: 1 }));
        let policy = ("id = \"a\"\n[attribution]\ntouch = \"last\"", "hold_days = 1");
        assert_eq!(admitted(&[one, policy]).0, Err(Unfit::VersionTwice { program: ProgramKey(names.key("a")), version: 1 }));
        assert_eq!(admitted(&[one, ("id = \"a\"\nversion = 2", "hold_days = 2")]).0, Ok(vec![1, 2]));
    }

    #[test]
    fn a_role_is_listed_by_the_policy_in_force() {
        let asks = ("id = \"a\"", "role = \"vip\"");
        let lists = ("id = \"b\"\n[attribution]\nroles = [\"member\", \"vip\"]", "");
        let (alone, mut names) = admitted(&[asks]);
        assert_eq!(alone, Err(Unfit::RoleUnlisted { role: names.key("vip") }));
        assert_eq!(admitted(&[asks, lists]).0, Ok(vec![1, 1]));
        assert_eq!(admitted(&[lists, asks]).0, Ok(vec![1, 1]));
        let locked = ("id = \"a\"\n[attribution]\nroles = [\"member\"]", "");
        assert_eq!(admitted(&[locked]).0, Ok(vec![1]));
    }

    #[test]
    fn who_brought_whom_is_said_alike_and_the_key_is_named() {
        let says = |id: &str, key: &str| format!("id = \"{id}\"\n[attribution]\n{key}");
        for (key, named) in [
            ("touch = \"last\"", "touch"),
            ("bind_at = \"order\"", "bind_at"),
            ("existing_customers = \"allow\"", "existing_customers"),
            ("earning_window_days = 5", "earning_window_days"),
            ("scope = \"order\"", "scope"),
            ("roles = [\"member\"]", "roles"),
        ] {
            let (refused, mut names) = admitted(&[(&says("a", ""), ""), (&says("b", key), "")]);
            let (program, other) = (ProgramKey(names.key("a")), ProgramKey(names.key("b")));
            assert_eq!(refused, Err(Unfit::PolicyDiffers { program, other, key: named }));
            assert_eq!(admitted(&[(&says("a", key), ""), (&says("b", key), "")]).0, Ok(vec![1, 1]));
            let later = format!("version = 2\nfrom = 2026-02-01T00:00:00Z\n{}", says("a", key));
            assert_eq!(admitted(&[(&says("a", ""), ""), (&later, "")]).0, Ok(vec![1, 2]));
        }
    }
}
