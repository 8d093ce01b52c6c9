//! Every question is valid where it is asked: against our own slice of the schema on every clone, and against the whole schemas of real releases
//! where they are present.

use super::*;
use crate::saleor::Version;
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Schema};
use std::collections::BTreeSet;
use std::path::Path;

/// Every minor release that is read, and its whole schema's file among the recordings.
const RELEASES: [(u32, &str); 11] = [
    (14, "s-3.14.91"),
    (15, "s-3.15.62"),
    (16, "s-3.16.66"),
    (17, "s-3.17.69"),
    (18, "s-3.18.74"),
    (19, "s-3.19.102"),
    (20, "s-3.20.119"),
    (21, "s-3.21.69"),
    (22, "s-3.22.67"),
    (23, "s-3.23.28"),
    (24, "s-3.24.0-a.0"),
];

const fn at(minor: u32) -> Version {
    Version { major: 3, minor }
}

/// Everything that a shop with these capabilities is ever asked or told.
fn questions(can: Capabilities) -> Vec<String> {
    let mut all = vec![WHO.to_owned(), WHAT.to_owned(), WRITE_METADATA.to_owned()];
    for kind in Kind::ALL.into_iter().filter(|kind| can.has(*kind)) {
        for since in [false, true] {
            all.extend([rows(kind, can, since, true), rows(kind, can, since, false), ids(kind, can, since)]);
        }
        all.extend([listing(kind, can), count(kind), by_ids(kind, can, 1), by_ids(kind, can, 100), named(kind, can, 2)]);
    }
    if can.voucher_codes {
        all.push(codes());
    }
    all.extend([find_cards(), create_card(), activate_card(can), stop_card(), close_card(), set_card(), renew_card()]);
    all.extend([FIND_CARD_BY_CODE.to_owned(), find_voucher_by_code(can)]);
    all.extend([find_vouchers(can), create_voucher(can), list_voucher(can), end_voucher(can), CHANNELS.to_owned(), categories(1), categories(3)]);
    all
}

fn schema(name: &str, sdl: &str) -> Valid<Schema> {
    let schema = Schema::parse(sdl, name).unwrap_or_else(|faults| panic!("{name}: {}", faults.errors));
    // Saleor's schema is theirs to validate.
    Valid::assume_valid(schema)
}

/// What a schema holds against a question.
fn faults(schema: &Valid<Schema>, question: &str) -> Option<String> {
    ExecutableDocument::parse_and_validate(schema, question, "question.graphql").err().map(|faults| faults.errors.to_string())
}

fn check(name: &str, schema: &Valid<Schema>, can: Capabilities) {
    for question in questions(can) {
        if let Some(faults) = faults(schema, &question) {
            panic!("{name} refuses {question}\n{faults}");
        }
    }
}

/// Our slice of a release's schema: the lines whose marks admit it, without their marks.
fn slice(minor: u32) -> String {
    let whole = include_str!("../../../tests/schema/saleor.graphql");
    let mark = |line: &str, word: &str| -> Option<u32> { line.split_once(word)?.1.split(')').next()?.parse().ok() };
    let admits = |line: &str| mark(line, "@since(").is_none_or(|since| minor >= since) && mark(line, "@until(").is_none_or(|until| minor <= until);
    whole
        .lines()
        .filter(|line| !line.starts_with('#') && admits(line))
        .map(|line| line.split(" @").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

fn real(file: &str) -> Option<Valid<Schema>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/saleor/schemas");
    Some(schema(file, &std::fs::read_to_string(folder.join(format!("{file}.graphql"))).ok()?))
}

#[test]
fn questions_are_valid_against_our_slice_of_every_release() {
    for (minor, name) in RELEASES {
        check(name, &schema(name, &slice(minor)), Capabilities::of(at(minor)));
    }
}

/// Real releases, when they are there; the slice must tell nothing that the whole does not.
#[test]
fn questions_are_valid_against_the_schemas_of_real_releases() {
    for (minor, name) in RELEASES {
        let Some(whole) = real(name) else { return };
        check(name, &whole, Capabilities::of(at(minor)));
        let (ours, theirs) = (told(&schema(name, &slice(minor))), told(&whole));
        assert_eq!(ours.difference(&theirs).collect::<Vec<_>>(), Vec::<&String>::new(), "our slice of {name}");
    }
}

/// Every field with its type and the types of its arguments, every input and every word of a list, as lines.
fn told(schema: &Schema) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    for (name, found) in schema.types.iter().filter(|(name, found)| !name.starts_with("__") && !found.is_built_in()) {
        let fields = match found {
            ExtendedType::Object(object) => &object.fields,
            ExtendedType::Interface(interface) => &interface.fields,
            ExtendedType::InputObject(input) => {
                lines.extend(input.fields.iter().map(|(field, input)| format!("{name}.{field}: {}", input.ty)));
                continue;
            }
            ExtendedType::Enum(list) => {
                lines.extend(list.values.keys().map(|word| format!("{name}.{word}")));
                continue;
            }
            _ => continue,
        };
        for (field, defined) in fields {
            lines.insert(format!("{name}.{field}: {}", defined.ty));
            lines.extend(defined.arguments.iter().map(|argument| format!("{name}.{field}({}: {})", argument.name, argument.ty)));
        }
    }
    lines
}

/// Where a capability begins, the release before refuses what it admits: a wrong probe would show.
#[test]
fn what_a_release_does_not_have_is_refused_by_its_schema() {
    let mut seen = Vec::new();
    for (minor, name) in RELEASES {
        let newer = Capabilities::of(at(minor + 1));
        if newer == Capabilities::of(at(minor)) {
            continue;
        }
        let slice = schema(name, &slice(minor));
        let refused = questions(newer).iter().filter(|question| faults(&slice, question).is_some()).count();
        let refused_by_whole = real(name).map(|whole| questions(newer).iter().filter(|question| faults(&whole, question).is_some()).count());
        assert!(refused_by_whole.is_none_or(|count| count == refused), "{name}: {refused} and {refused_by_whole:?}");
        seen.push(format!("3.{minor} refuses {refused} questions of 3.{}", minor + 1));
    }
    insta::assert_snapshot!(seen.join("\n"), @r"
    3.14 refuses 6 questions of 3.15
    3.16 refuses 18 questions of 3.17
    3.20 refuses 0 questions of 3.21
    3.21 refuses 25 questions of 3.22
    3.22 refuses 7 questions of 3.23
    ");
    let oldest = schema("3.14", &slice(14));
    let newest = Capabilities::of(at(23));
    for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::GiftCards) {
        assert!(faults(&oldest, &rows(kind, newest, true, true)).is_some(), "3.14 has no such {kind:?}");
    }
}

/// The validator sees every kind of fault that a question can have.
#[test]
fn a_fault_in_a_question_is_found() {
    let newest = schema("3.23", &slice(23));
    let check = |wrong: &str| assert!(faults(&newest, wrong).is_some(), "{wrong}");
    assert_eq!(faults(&newest, "query A($i:[ID!]){orders(first:1,where:{ids:$i}){totalCount}}"), None);
    check("query A{orders(first:1){edges{node{nothing}}}}");
    check("query A{orders(first:1,wher:{ids:[]}){totalCount}}");
    check("query A{orders(first:1,where:{id:[]}){totalCount}}");
    check("query A($i:[Int!]){orders(first:1,where:{ids:$i}){totalCount}}");
    check("query A($i:[ID!]){orders(first:1,where:{ids:$j}){totalCount}}");
    check("query A($i:[ID!]){orders(first:1){totalCount}}");
    check("query A{orders(first:\"1\"){totalCount}}");
    check("query A{orders(first:1,sortBy:{field:AGE,direction:ASC}){totalCount}}");
    check("query A{orders(first:1,sortBy:{field:NUMBER}){totalCount}}");
    check("query A{transactions(first:1){edges{node{paymentMethodDetails{brand}}}}}");
    check("query A{transactions(first:1){edges{node{paymentMethodDetails{... on Order{id}}}}}}");
    check("query A{transactions(first:1){edges{node{id ...B}}}} fragment B on Order{number}");
    check("query A{orders(first:1){edges{node{total}}}}");
    check("query A{giftCard{id}}");
    check("mutation A($id:ID!){updateMetadata(id:$id,input:[{key:\"a\"}]){errors{code}}}");
}

#[test]
fn what_poisons_pages_is_never_asked_for() {
    for (minor, _) in RELEASES {
        for question in questions(Capabilities::of(at(minor))) {
            assert!(!question.contains("origin ") && !question.contains("origin\n") && !question.contains("origin}"), "{question}");
        }
    }
}

#[test]
fn questions_grow_with_the_version() {
    let opening = |question: String| question.split(['\n', '}']).next().unwrap_or_default().to_owned();
    let seen: Vec<String> =
        [(14, Kind::Orders), (22, Kind::Orders), (22, Kind::Transactions), (23, Kind::Transactions), (23, Kind::GiftCards), (23, Kind::Vouchers)]
            .into_iter()
            .map(|(minor, kind)| opening(rows(kind, Capabilities::of(at(minor)), true, true)))
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
