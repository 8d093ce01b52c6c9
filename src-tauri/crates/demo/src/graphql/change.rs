//! The mutations that a desk sends: gift cards, vouchers, metadata. Made before the answer is written, as by a real shop.

use serde_json::Value;

use super::answer::{Answer, Thing};
use super::fault::Fault;
use super::plan::{Caller, Field, Plan};
use super::write::Writer;
use crate::instant::Micros;
use crate::living::{Deed, Living, Row};
use crate::shop::Shop;
use crate::source::{Kind, Rows, SortBy, Source};
use crate::text::{global_id, read_global_id};
use crate::wares::{Asking, Came, Complaint, Wares};

/// What one field of a mutation came to.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// The row was written.
    Done(Kind, u64),
    /// It was refused in the mutation's own `errors`.
    Refused(Complaint),
    /// The caller may not.
    Denied(String),
    /// The shop failed inside, with the name of the exception.
    Failed(&'static str),
    /// The shop cannot be changed.
    Fixed,
}

/// What is odd about how a mutation is carried out.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Oddly {
    /// Somebody else's insert comes between the look for a code and this one's.
    pub(crate) raced: bool,
    /// The shop's clock says so.
    pub(crate) at: Option<Micros>,
}

/// Makes the changes of a mutation, one for each field of its root; none for a query.
pub(crate) fn make(source: &mut Source, caller: &Caller, plan: &Plan, oddly: Oddly) -> Vec<Change> {
    if !plan.mutates {
        return Vec::new();
    }
    plan.fields.iter().map(|field| one(source, caller, field, oddly)).collect()
}

fn one(source: &mut Source, caller: &Caller, field: &Field, oddly: Oddly) -> Change {
    if caller.expired || field.denied.is_some() {
        // The answer says why.
        return Change::Fixed;
    }
    match (source, field.name.as_str()) {
        (Source::Recorded(_), _) => Change::Fixed,
        (Source::Living(living), "updateMetadata") => living_metadata(std::sync::Arc::make_mut(living), caller, field),
        (Source::Living(living), _) => {
            let living = std::sync::Arc::make_mut(living);
            living.wait(1);
            let at = oddly.at.unwrap_or_else(|| living.now().timestamp_micros());
            let asking = Asking { at, is_taken: &|_| false, raced: oddly.raced };
            let change = ware(&mut living.wares, field, asking);
            living.sort();
            change
        }
        (Source::Shop(shop, wares), name) => {
            let wares = std::sync::Arc::make_mut(wares);
            let tick = wares.tick();
            let asking = Asking { at: oddly.at.unwrap_or(tick), is_taken: &|code| has(shop, code), raced: oddly.raced };
            if name == "updateMetadata" { metadata(wares, caller, field) } else { ware(wares, field, asking) }
        }
    }
}

/// Whether one of a generated shop's own cards or vouchers has this code.
fn has(shop: &Shop, code: &str) -> bool {
    let own = (0u32..).zip(&shop.cards).any(|(row, _)| crate::node::card_code(shop, row) == code);
    own || crate::node::VOUCHER_CODES.iter().any(|(known, _)| *known == code)
}

/// A mutation of a gift card or voucher.
fn ware(wares: &mut Wares, field: &Field, asking: Asking<'_>) -> Change {
    let input = field.args.get("input").unwrap_or(&Value::Null);
    let kind = if field.name.starts_with("voucher") { Kind::Vouchers } else { Kind::GiftCards };
    let came = match field.name.as_str() {
        "giftCardCreate" => wares.create_card(input, asking),
        "voucherCreate" => wares.create_voucher(input, asking),
        name => {
            let id = field.args.get("id").and_then(Value::as_str).unwrap_or_default();
            let number = read_global_id(kind.type_name(), id).and_then(|rest| rest.parse().ok());
            match (number.filter(|number| wares.row(kind, *number).is_some()), name) {
                (None, _) => Came::no_such(id),
                (Some(number), "giftCardActivate") => wares.switch_card(number, true, asking.at),
                (Some(number), "giftCardDeactivate") => wares.switch_card(number, false, asking.at),
                (Some(number), "giftCardUpdate") => wares.update_card(number, input, asking.at),
                (Some(number), "voucherUpdate") => wares.update_voucher(number, input, asking),
                (Some(number), "voucherChannelListingUpdate") => wares.list_voucher(number, input),
                (Some(_), _) => return Change::Fixed,
            }
        }
    };
    match came {
        Came::Done(number) => Change::Done(kind, number),
        Came::Refused(complaint) => Change::Refused(complaint),
        Came::Failed(exception) => Change::Failed(exception),
    }
}

/// The pairs to write, unless the caller may not, or a key is empty.
fn pairs(caller: &Caller, needs: &str, field: &Field) -> Result<Vec<(String, String)>, Change> {
    let may = caller.known && needs.split(", ").any(|need| caller.permissions.iter().any(|had| had == need));
    if !may {
        return Err(Change::Denied(format!("To access this path, you need one of the following permissions: {needs}")));
    }
    let input = field.args.get("input").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let text = |item: &Value, name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    if input.iter().any(|item| text(item, "key").trim().is_empty()) {
        return Err(refused(Some("input"), "Metadata key cannot be empty.", "REQUIRED"));
    }
    Ok(input.iter().map(|item| (text(item, "key"), text(item, "value"))).collect())
}

fn refused(field: Option<&'static str>, message: impl Into<String>, code: &'static str) -> Change {
    Change::Refused(Complaint { field, message: message.into(), code, ..Complaint::default() })
}

/// The kind, the number and the permissions that an id asks for.
fn target(id: &str) -> Option<(Kind, String, &'static str)> {
    let kinds = [
        (Kind::Customers, "MANAGE_USERS"),
        (Kind::Orders, "MANAGE_ORDERS, HANDLE_TAXES"),
        (Kind::GiftCards, "MANAGE_GIFT_CARD"),
        (Kind::Vouchers, "MANAGE_DISCOUNTS"),
    ];
    kinds.into_iter().find_map(|(kind, needs)| Some((kind, read_global_id(kind.type_name(), id)?, needs)))
}

/// Metadata at a shop whose people and orders stay as they are.
fn metadata(wares: &mut Wares, caller: &Caller, field: &Field) -> Change {
    let id = field.args.get("id").and_then(Value::as_str).unwrap_or_default();
    let Some((kind @ (Kind::GiftCards | Kind::Vouchers), rest, needs)) = target(id) else { return Change::Fixed };
    write_ware(wares, caller, field, (kind, &rest, needs, id))
}

fn write_ware(wares: &mut Wares, caller: &Caller, field: &Field, (kind, rest, needs, id): (Kind, &str, &str, &str)) -> Change {
    let pairs = match pairs(caller, needs, field) {
        Ok(pairs) => pairs,
        Err(change) => return change,
    };
    let Some(number) = rest.parse().ok().filter(|number| wares.row(kind, *number).is_some()) else {
        return refused(Some("id"), format!("Couldn't resolve to a node: {id}"), "NOT_FOUND");
    };
    for (key, value) in pairs {
        wares.write_metadata(kind, number, &key, &value);
    }
    Change::Done(kind, number)
}

fn living_metadata(living: &mut Living, caller: &Caller, field: &Field) -> Change {
    let id = field.args.get("id").and_then(Value::as_str).unwrap_or_default();
    let Some((kind, rest, needs)) = target(id) else {
        return refused(None, format!("\u{201c}{id}\u{201d} is not a valid UUID."), "INVALID");
    };
    if matches!(kind, Kind::GiftCards | Kind::Vouchers) {
        living.wait(1);
        return write_ware(&mut living.wares, caller, field, (kind, &rest, needs, id));
    }
    let pairs = match pairs(caller, needs, field) {
        Ok(pairs) => pairs,
        Err(change) => return change,
    };
    let Some(number) = living.find(kind, &rest).map(|row| living.row_number(kind, row)) else {
        return refused(Some("id"), format!("Couldn't resolve to a node: {id}"), "NOT_FOUND");
    };
    let row = if kind == Kind::Orders { Row::Order(number) } else { Row::Customer(number) };
    for (key, value) in pairs {
        living.act(&Deed::WriteMetadata { row, key, value });
    }
    Change::Done(kind, number)
}

impl Change {
    pub(crate) fn write<'p>(&self, writer: &mut Writer<'p>, source: Rows<'_>, field: &'p Field) -> Result<(), Fault> {
        let (item, errors) = match self {
            Self::Fixed => return Err(Fault::new("This demo shop answers queries only.")),
            Self::Denied(words) => return Err(Fault::new(words.clone()).code("PermissionDenied")),
            Self::Failed(exception) => return Err(Fault::new("Internal Server Error").code(exception)),
            Self::Refused(complaint) => (Answer::Null, vec![error_node(field, complaint)]),
            Self::Done(kind, number) => (row(source, *kind, *number).map_or(Answer::Null, |row| Answer::One(source.node(*kind, row))), Vec::new()),
        };
        let name = match field.name.as_str() {
            "updateMetadata" => "item",
            name if name.starts_with("voucher") => "voucher",
            _ => "giftCard",
        };
        writer.object(&Thing::Record("Payload", vec![(name, item), ("errors", Answer::Many(errors))]), &field.sub);
        Ok(())
    }
}

fn row(source: Rows<'_>, kind: Kind, number: u64) -> Option<u32> {
    if matches!(kind, Kind::GiftCards | Kind::Vouchers) {
        return source.find(kind, &global_id(kind.type_name(), number));
    }
    source.sorted(kind, SortBy::Number).iter().copied().find(|row| source.number(kind, *row) == number)
}

fn error_node<'a>(field: &Field, complaint: &'a Complaint) -> Thing<'a> {
    let texts = |list: &'a [String]| if list.is_empty() { Answer::Null } else { Answer::Texts(list.iter().map(String::as_str).collect()) };
    let name = match field.name.as_str() {
        "updateMetadata" => "MetadataError",
        name if name.starts_with("voucher") => "DiscountError",
        _ => "GiftCardError",
    };
    Thing::Record(
        name,
        vec![
            ("field", complaint.field.map_or(Answer::Null, Answer::text)),
            ("message", Answer::text(complaint.message.as_str())),
            ("code", Answer::text(complaint.code)),
            ("voucherCodes", texts(&complaint.voucher_codes)),
            ("channels", texts(&complaint.channels)),
            ("products", Answer::Null),
            ("tags", Answer::Null),
        ],
    )
}
