//! Every question is valid where it is asked: against our own slices of the schema on every clone, and against the whole schemas of real
//! releases where they are present.

use super::*;
use crate::saleor::Version;
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Schema};
use std::path::Path;

/// Release, and its whole schema's file among the recordings.
const RELEASES: [(u32, &str); 5] = [(20, "s-3.20.119"), (21, "s-3.21.69"), (22, "s-3.22.67"), (23, "s-3.23.28"), (24, "s-3.24.0-a.0")];

fn questions(can: Capabilities) -> Vec<String> {
    let mut all = vec![WHO.to_owned(), WHAT.to_owned()];
    for kind in Kind::ALL.into_iter().filter(|kind| can.has(*kind)) {
        for since in [false, true] {
            all.extend([rows(kind, can, since, true), rows(kind, can, since, false), ids(kind, can, since)]);
        }
    }
    all
}

fn check(name: &str, sdl: String, can: Capabilities) {
    let schema = Schema::parse(sdl, name).unwrap_or_else(|faults| panic!("{name}: {}", faults.errors));
    // Saleor's schema is theirs to validate.
    let schema = Valid::assume_valid(schema);
    for question in questions(can) {
        if let Err(faults) = ExecutableDocument::parse_and_validate(&schema, question.as_str(), "question.graphql") {
            panic!("{name} refuses {question}\n{}", faults.errors);
        }
    }
}

#[test]
fn questions_are_valid_against_our_slices_of_the_schema() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schema");
    let common = std::fs::read_to_string(folder.join("common.graphql")).unwrap();
    for minor in [20, 22, 23] {
        let own = std::fs::read_to_string(folder.join(format!("3.{minor}.graphql"))).unwrap();
        check(&format!("3.{minor}"), format!("{common}\n{own}"), Capabilities::of(Version { major: 3, minor }));
    }
}

#[test]
fn questions_are_valid_against_the_schemas_of_real_releases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/saleor/schemas");
    for (minor, file) in RELEASES {
        let Ok(sdl) = std::fs::read_to_string(folder.join(format!("{file}.graphql"))) else { return };
        check(file, sdl, Capabilities::of(Version { major: 3, minor }));
    }
}

#[test]
fn what_poisons_pages_is_never_asked_for() {
    for can in [20, 22, 23].map(|minor| Capabilities::of(Version { major: 3, minor })) {
        for question in questions(can) {
            assert!(!question.contains("origin ") && !question.contains("origin\n") && !question.contains("origin}"), "{question}");
        }
    }
}

#[test]
fn questions_grow_with_the_version() {
    let at = |minor| Capabilities::of(Version { major: 3, minor });
    let opening = |question: String| question.split(['\n', '}']).next().unwrap_or_default().to_owned();
    let seen: Vec<String> =
        [(20, Kind::Orders), (22, Kind::Orders), (22, Kind::Transactions), (23, Kind::Transactions), (23, Kind::GiftCards), (23, Kind::Vouchers)]
            .into_iter()
            .map(|(minor, kind)| opening(rows(kind, at(minor), true, true)))
            .collect();
    insta::assert_snapshot!(seen.join("\n"), @r"
    query Page($first:Int!,$after:String,$since:DateTime){orders(first:$first,after:$after,filter:{updatedAt:{gte:$since
    query Page($first:Int!,$after:String,$since:DateTime){orders(first:$first,after:$after,where:{updatedAt:{gte:$since
    query Page($first:Int!,$after:String){transactions(first:$first,after:$after){totalCount pageInfo{hasNextPage endCursor
    query Page($first:Int!,$after:String,$since:DateTime){transactions(first:$first,after:$after,where:{modifiedAt:{gte:$since
    query Page($first:Int!,$after:String){giftCards(first:$first,after:$after,sortBy:{field:CREATED_AT,direction:ASC
    query Page($first:Int!,$after:String){vouchers(first:$first,after:$after){totalCount pageInfo{hasNextPage endCursor
    ");
}
