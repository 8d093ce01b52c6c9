//! What is written reads back to the same program.

use super::*;
use crate::program::arbitrary;
use proptest::prelude::*;

#[test]
fn a_program_is_written_as_a_person_would_write_it() {
    let mut names = NameTable::default();
    let file = parse(PROGRAM, &mut names).unwrap();
    insta::assert_snapshot!(write(&file.program, file.policy.as_ref(), &names));
}

proptest! {
    #[test]
    fn every_program_reads_back((program, policy) in arbitrary::program(), with_policy: bool) {
        let mut names = arbitrary::names();
        let text = write(&program, with_policy.then_some(&policy), &names);
        let file = match parse(&text, &mut names) {
            Ok(file) => file,
            Err(faults) => return Err(TestCaseError::fail(format!("{faults}\n{text}"))),
        };
        prop_assert_eq!(&file.program, &program, "{}", text);
        prop_assert_eq!(&file.policy, &with_policy.then_some(policy));
        prop_assert_eq!(write(&file.program, file.policy.as_ref(), &names), text);
    }
}
