//! The synthetic shop's rows as objects of the schema.

mod cards;
mod channels;
mod customer;
mod line;
mod order;
mod transaction;
mod vouchers;

pub(crate) use cards::{card_code, card_of, card_reference, created_at as card_created_at};
pub(crate) use channels::{address, channel_record, channels};
pub(crate) use customer::CustomerView;
pub(crate) use line::{LineView, variant};
pub(crate) use order::{OrderView, grade};
pub(crate) use transaction::{TransactionView, has_transaction, modified_at as transaction_modified_at};
pub(crate) use vouchers::{VOUCHER_CODES, started_at as voucher_started_at, voucher_of, voucher_reference};

use crate::graphql::answer::{Answer, Thing};

/// One entry of a metadata list.
pub(crate) fn meta<'a>(key: &'a str, value: String) -> Thing<'a> {
    Thing::Record("MetadataItem", vec![("key", Answer::text(key)), ("value", Answer::text(value))])
}

/// A reference by id alone.
pub(crate) fn reference<'a>(name: &'static str, id: Answer<'a>) -> Answer<'a> {
    Answer::record(name, vec![("id", id)])
}
