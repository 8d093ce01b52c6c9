//! Every answer that a real shop was seen to give to a mutation of a gift card or voucher, classed; and the same classes on answers of our own.

use super::*;
use crate::saleor::envelope::Frame;
use std::path::Path;

/// The class of an answer, as a rail takes it: done, exists, refused, unknown, or that nothing ran because the caller may not.
fn class(text: &str) -> String {
    let Ok(frame) = Frame::read(text) else { return "unknown".to_owned() };
    if frame.is_denial() {
        return "denied".to_owned();
    }
    match told(text, frame.verdict.as_ref()) {
        Ok(fields) => fields.values().map(one).collect::<Vec<_>>().join(", "),
        Err(ShopError::Refused { .. }) => "never ran".to_owned(),
        Err(ShopError::OutcomeUnknown { .. }) => "unknown".to_owned(),
        Err(other) => other.code().to_owned(),
    }
}

fn one(told: &Told) -> String {
    match told {
        Told::Done(_) => "done".to_owned(),
        Told::Refused(complaint) if complaint.says_exists() => "exists".to_owned(),
        Told::Refused(complaint) => format!("refused {} {}", complaint.code, complaint.field).trim_end().to_owned(),
    }
}

#[test]
fn answers_are_classed() {
    let table = [
        (r#"{"data":{"giftCardCreate":{"giftCard":{"id":"x"},"errors":[]}}}"#, "done"),
        (r#"{"data":{"voucherCreate":{"voucher":{"id":"x"},"errors":[]}},"extensions":{}}"#, "done"),
        (r#"{"data":{"updateMetadata":{"errors":[]},"giftCardActivate":{"giftCard":{},"errors":[]}}}"#, "done, done"),
        (r#"{"data":{"giftCardCreate":{"giftCard":null,"errors":[{"field":"code","message":"m","code":"ALREADY_EXISTS"}]}}}"#, "exists"),
        (r#"{"data":{"giftCardCreate":{"giftCard":null,"errors":[{"field":"code","message":"m","code":"UNIQUE"}]}}}"#, "exists"),
        (r#"{"data":{"voucherCreate":{"voucher":null,"errors":[{"field":"codes","message":"m","code":"ALREADY_EXISTS"}]}}}"#, "exists"),
        (r#"{"data":{"giftCardCreate":{"giftCard":null,"errors":[{"field":"slug","message":"m","code":"UNIQUE"}]}}}"#, "refused UNIQUE slug"),
        (r#"{"data":{"giftCardCreate":{"giftCard":null,"errors":[{"field":null,"message":null,"code":"INVALID"}]}}}"#, "refused INVALID"),
        (r#"{"errors":[{"message":"Variable \"$input\" got invalid value"}]}"#, "never ran"),
        (
            r#"{"errors":[{"message":"The query exceeds the maximum cost of 5. Actual cost is 7","extensions":{"exception":{"code":"QueryCostError"}}}]}"#,
            "never ran",
        ),
        (r#"{"errors":[{"message":"Internal Server Error","path":["giftCardCreate"]}],"data":{"giftCardCreate":null}}"#, "unknown"),
        (r#"{"errors":[{"message":"Something went wrong"}],"data":null}"#, "unknown"),
        (
            r#"{"errors":[{"message":"m","path":["giftCardCreate","giftCard","events"]}],"data":{"giftCardCreate":{"giftCard":null,"errors":[]}}}"#,
            "unknown",
        ),
        (r#"{"data":{"giftCardCreate":{"giftCard":{"id":"x"},"errors":[{"field":"a","message":"m","code":"INVALID"}]}}}"#, "unknown"),
        (r#"{"data":{"giftCardCreate":null}}"#, "unknown"),
        (r#"{"data":null}"#, "unknown"),
        (r#"{"data":{"giftCardCreate":{"giftCard":{"id":"x"}"#, "unknown"),
        ("<html>502</html>", "unknown"),
        ("", "unknown"),
        (r#"{"errors":[{"message":"m","extensions":{"exception":{"code":"PermissionDenied"}}}],"data":{"giftCardCreate":null}}"#, "denied"),
        (r#"{"errors":[{"message":"m","extensions":{"exception":{"code":"ExpiredSignatureError"}}}],"data":{"giftCardCreate":null}}"#, "denied"),
    ];
    for (text, expected) in table {
        assert_eq!(class(text), expected, "{text}");
    }
}

/// The recorded pairs of gift cards and vouchers: name and answers, several where many were sent at the same time.
fn recorded() -> Option<Vec<(String, Vec<String>)>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/saleor/pairs");
    let mut names: Vec<String> = std::fs::read_dir(&folder).ok()?.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| ["gc_", "vc_", "vcl_"].iter().any(|head| name.starts_with(head)));
    names.sort();
    let pair = |name: &String| {
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        let pair: serde_json::Value = serde_json::from_str(&text).unwrap();
        let name = name.trim_end_matches(".json").to_owned();
        match &pair {
            serde_json::Value::Array(answers) => Some((name, answers.iter().map(ToString::to_string).collect())),
            pair => {
                let changes = pair["request"]["body"]["query"].as_str().is_some_and(|query| query.trim_start().starts_with("mutation"));
                changes.then(|| (name, vec![pair["response"]["body"].to_string()]))
            }
        }
    };
    Some(names.iter().filter_map(pair).collect())
}

#[test]
fn every_recorded_answer_is_classed() {
    let Some(recorded) = recorded() else { return };
    let mut classes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, answers) in recorded {
        if let [answer] = &*answers {
            classes.entry(class(answer)).or_default().push(name);
            continue;
        }
        let mut counted: BTreeMap<String, usize> = BTreeMap::new();
        for answer in &answers {
            *counted.entry(class(answer)).or_default() += 1;
        }
        for (class, count) in counted {
            classes.entry(class).or_default().push(format!("{name} {count} times"));
        }
    }
    let lines: Vec<String> = classes.iter().map(|(class, names)| format!("{class}: {}", names.join(", "))).collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    denied: gc_create_noperm, vc_create_noperm_shape
    done: gc_activate, gc_add_note, gc_adjust_down, gc_adjust_up, gc_bulk, gc_bulk_over, gc_create_8, gc_create_assigned, gc_create_badchannel, gc_create_badcur, gc_create_case, gc_create_empty_code, gc_create_ok, gc_create_space, gc_create_str_amount, gc_create_unicode, gc_deactivate, gc_deactivate_again, gc_delete, gc_race_12_parallel 1 times, gc_recreate_after_delete, gc_resend, gc_update_balance, vc_create_case, vc_create_category, vc_create_fixed, vc_create_ok, vc_create_shipping, vc_create_specific_nocat, vc_delete, vc_end_now, vc_metadata, vc_race_12_parallel 1 times, vc_update_addcodes, vcl_again, vcl_cat, vcl_fixed_min, vcl_ok_pct, vcl_ship
    exists: gc_create_dup, gc_create_dup_other_amount, gc_lost_response_retry, gc_race_12_parallel 8 times, vc_create_dup, vc_create_dup_old_code, vc_create_giftcard_code, vc_race_12_parallel 11 times, vc_update_addcodes_dup
    never ran: gc_create_neg, vc_create_metadata
    refused DUPLICATED_INPUT_ITEM codes: vc_create_dup_in_input
    refused GRAPHQL_ERROR: vc_create_both, vc_create_nocode
    refused GRAPHQL_ERROR channelId: vcl_badchannel
    refused INVALID balance: gc_create_prec, gc_create_zero
    refused INVALID code: gc_create_long, gc_create_short, vc_create_long
    refused INVALID discountValue: vcl_pct_over
    refused INVALID email: gc_create_bademail
    refused INVALID endDate: vc_create_end_before_start
    refused INVALID expiryDate: gc_create_past, gc_create_today
    refused NOT_FOUND assignedTo: gc_create_assigned_bad
    refused NOT_FOUND id: vc_delete_again, vcl_badvoucher
    refused REQUIRED channel: gc_create_nochannel
    refused REQUIRED metadata: gc_create_emptymeta
    unknown: gc_create_longtag, gc_race_12_parallel 3 times, vcl_novalue
    ");
}
