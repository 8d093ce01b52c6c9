//! One page of a shop's records, before and after parsing.

use super::RowFault;
use vouchsafe_domain::shop::ShopId;
use vouchsafe_domain::time::{Span, Timestamp};

/// How far an incremental read reaches back behind its watermark. Saleor sets `updatedAt` before the transaction that writes it commits, so a
/// row may appear with an instant that a reader has already passed.
pub const OVERLAP: Span = Span::minutes(5);
/// The most bytes of a refused row's text that are kept.
pub const MAX_RAW: usize = 256 * 1_024;

/// Where reading stands within one kind of record. The default reads everything from the start.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cursor {
    /// Read what changed since then: the watermark of an earlier round, as it is. [`OVERLAP`] is taken off here, not by the caller. Kinds that
    /// know no time of change ([`Capabilities::is_incremental`](super::Capabilities::is_incremental)) are read in full.
    pub since: Option<Timestamp>,
    /// Go on behind this row: the [`next`](Page::next) of the page before. It holds for one `since` only.
    pub after: Option<String>,
}

/// A page as it came over the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawPage {
    /// The answer's text, for the parse function of its kind.
    pub text: String,
    /// Rows that the shop itself could not give; they lie before the rows of `text` and belong to this page.
    pub refused: Vec<RefusedRow>,
    /// Where the next page starts, if there is one; the same as the parsed page's [`next`](Page::next).
    pub next: Option<String>,
}

/// A row that could not be taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRow {
    /// The shop's id without its type; `?` when even that cannot be read.
    pub source_id: String,
    /// Why, without what the row says of a person.
    pub reason: RowFault,
    /// The row as it is kept, cut to [`MAX_RAW`]: texts that may be somebody's are masked. Empty when the shop did not give it.
    pub raw: String,
}

/// A parsed page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// What was read.
    pub rows: Vec<T>,
    /// What was not, with its reason.
    pub refused: Vec<RefusedRow>,
    /// Where the next page starts, if there is one.
    pub next: Option<String>,
    /// The latest time of change among the rows; none for gift cards and vouchers, which know no such time.
    pub watermark: Option<Timestamp>,
    /// How many rows the shop has in all; told on the first page only.
    pub total_count: Option<u64>,
}

/// A page of nothing but ids, with the instants that tell whether a row changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdPage {
    /// What there is. A row whose id cannot be read is left out: a page of whole rows refuses it by name.
    pub rows: Vec<Listed>,
    /// Where the next page starts, if there is one.
    pub next: Option<String>,
    /// How many rows the shop has in all, where it says so.
    pub total: Option<u64>,
}

/// One row of an [`IdPage`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The row.
    pub id: ShopId,
    /// The order's number; none for other kinds.
    pub number: Option<String>,
    /// Whose the order is, which can change without its time of change; none for other kinds.
    pub owner: Option<ShopId>,
    /// When it came to be, as the row itself says it; none for vouchers, which do not know.
    pub created: Option<Timestamp>,
    /// When it last changed; none for gift cards and vouchers, which do not know.
    pub updated: Option<Timestamp>,
}
