//! One page of rows: filtered, sorted, cut by keyset cursors, written with what is selected of it.

use serde_json::Value;

use super::execute::Odd;
use super::fault::Fault;
use super::plan::Field;
use super::write::{Here, Writer, metadata};
use crate::faults::{Faults, NO_FAULTS};
use crate::instant;
use crate::living::Trouble;
use crate::source::{Key, Kind, Rows, SortBy};
use crate::text::{base64, push_int, push_string, unbase64};

/// The most rows of one page.
const MAX_PAGE: u64 = 100;

/// A page as it was asked for.
struct Request<'a> {
    source: Rows<'a>,
    kind: Kind,
    sort: SortBy,
    ascending: bool,
    after: Option<Key>,
    first: usize,
    filter: Filter,
    /// The rows of the page come in reverse, though the page is the right one.
    reversed: bool,
}

/// Which rows are asked for; all that is given must hold.
#[derive(Default)]
struct Filter {
    /// On the instant of change: from, to.
    modified: (Option<i64>, Option<i64>),
    created: (Option<i64>, Option<i64>),
    /// The rows with one of these ids; the other conditions are then asked of them alone.
    rows: Option<Vec<u32>>,
    /// Keys, with their values where those matter.
    metadata: Vec<(String, Vec<String>)>,
    /// Fields with the texts that they may have.
    texts: Vec<(&'static str, Vec<String>)>,
    /// Part of a voucher's name or code, of an order's number or mail address.
    search: Option<String>,
}

/// The fields whose text can be asked for, by `{eq}` or `{oneOf}` or, for a gift card's code, directly.
const TEXTS: [&str; 6] = ["code", "userEmail", "authorizeStatus", "chargeStatus", "status", "voucherCode"];

/// Writes the connection behind a root field, or says why there is none.
pub(crate) fn write<'p>(writer: &mut Writer<'p>, source: Rows<'_>, kind: Kind, field: &'p Field, faults: &'p Faults, odd: Odd) -> Result<(), Fault> {
    let mut request = Request::of(source, kind, field)?;
    if odd.forgot_cursor && request.after.is_some() {
        return Err(Fault::new("Received cursor is invalid."));
    }
    request.reversed = odd.reversed;
    let mut rows = request.page();
    let more = rows.len() > request.first;
    rows.truncate(request.first);
    body(writer, &request, &rows, more, field, faults);
    Ok(())
}

/// Writes the page that begins at place `start` of a kind by its instant of change, of any size; says whether more come.
pub(crate) fn write_slice<'p>(writer: &mut Writer<'p>, source: Rows<'_>, kind: Kind, start: usize, size: usize, field: &'p Field) -> bool {
    let all = source.sorted(kind, SortBy::Modified);
    let end = all.len().min(start.saturating_add(size));
    let request =
        Request { source, kind, sort: SortBy::Modified, ascending: true, after: None, first: size, filter: Filter::default(), reversed: false };
    let more = end < all.len();
    body(writer, &request, &all[start..end], more, field, &NO_FAULTS);
    more
}

fn body<'p>(writer: &mut Writer<'p>, request: &Request<'_>, rows: &[u32], more: bool, field: &'p Field, faults: &'p Faults) {
    writer.out.push('{');
    for (at, part) in field.sub.iter().enumerate() {
        if at > 0 {
            writer.out.push(',');
        }
        writer.out.push_str(&part.key);
        match part.name.as_str() {
            "edges" => edges(writer, request, rows, part, faults),
            "pageInfo" => page_info(writer, request, rows, more, part),
            "totalCount" => push_int(&mut writer.out, i64::try_from(request.count()).unwrap_or(i64::MAX)),
            _ => push_string(&mut writer.out, &part.parent),
        }
    }
    writer.out.push('}');
}

fn edges<'p>(writer: &mut Writer<'p>, request: &Request<'_>, rows: &[u32], field: &'p Field, faults: &'p Faults) {
    writer.enter(Here::Key(&field.alias));
    writer.out.push('[');
    for at in 0..rows.len() {
        if at > 0 {
            writer.out.push(',');
        }
        let row = &rows[if request.reversed { rows.len() - 1 - at } else { at }];
        writer.enter(Here::Index(at));
        edge(writer, request, *row, field, faults);
        writer.leave();
        if writer.fatal {
            break;
        }
    }
    writer.out.push(']');
    writer.leave();
}

fn edge<'p>(writer: &mut Writer<'p>, request: &Request<'_>, row: u32, field: &'p Field, faults: &'p Faults) {
    writer.out.push('{');
    for (at, part) in field.sub.iter().enumerate() {
        if at > 0 {
            writer.out.push(',');
        }
        writer.out.push_str(&part.key);
        match part.name.as_str() {
            "node" => {
                writer.enter(Here::Key(&part.alias));
                node(writer, request.source, request.kind, row, part, faults);
                writer.leave();
            }
            "cursor" => push_string(&mut writer.out, &request.cursor(row)),
            _ => push_string(&mut writer.out, &part.parent),
        }
    }
    writer.out.push('}');
}

/// Writes one row, with what is planned to be wrong with it.
pub(crate) fn node<'p>(writer: &mut Writer<'p>, source: Rows<'_>, kind: Kind, row: u32, field: &'p Field, faults: &'p Faults) {
    let order = (kind == Kind::Orders).then(|| source.number(kind, row));
    let trouble = source.trouble(kind, row);
    let wrong = match trouble {
        Some(Trouble::Wrong { field, text }) => Some((field.clone(), text.clone())),
        _ => None,
    };
    writer.garble = wrong.or_else(|| order.and_then(|number| faults.garbles(number)).map(|(field, text)| (field.to_owned(), text.to_owned())));
    writer.object(&source.node(kind, row), &field.sub);
    writer.garble = None;
    if trouble == Some(&Trouble::Poisoned) || order.is_some_and(|number| faults.poisons(number)) {
        spoil(writer, field);
    }
}

/// A value outside of an enum that may not be null: Saleor then gives up the whole page.
fn spoil<'p>(writer: &mut Writer<'p>, node: &'p Field) {
    let enums =
        [("origin", "OrderOriginEnum"), ("chargeStatus", "OrderChargeStatusEnum"), ("status", "OrderStatus"), ("languageCode", "LanguageCodeEnum")];
    let broken = enums.into_iter().find_map(|(name, ty)| Some((node.child(name)?, ty)));
    if let Some((field, ty)) = broken {
        let message = format!("Expected a value of type \"{ty}\" but received: ");
        writer.faults.push(Fault::new(message).path(writer.path_to(&field.alias)));
        writer.fatal = true;
    }
}

fn page_info(writer: &mut Writer<'_>, request: &Request<'_>, rows: &[u32], more: bool, field: &Field) {
    let cursor = |row: Option<&u32>| row.map(|row| request.cursor(*row));
    writer.out.push('{');
    for (at, part) in field.sub.iter().enumerate() {
        if at > 0 {
            writer.out.push(',');
        }
        writer.out.push_str(&part.key);
        let text = match part.name.as_str() {
            "hasNextPage" => more.to_string(),
            "hasPreviousPage" => request.after.is_some().to_string(),
            "startCursor" => cursor(rows.first()).map_or("null".to_owned(), |cursor| format!("\"{cursor}\"")),
            "endCursor" => cursor(rows.last()).map_or("null".to_owned(), |cursor| format!("\"{cursor}\"")),
            _ => "\"PageInfo\"".to_owned(),
        };
        writer.out.push_str(&text);
    }
    writer.out.push('}');
}

impl<'a> Request<'a> {
    fn of(source: Rows<'a>, kind: Kind, field: &Field) -> Result<Self, Fault> {
        let name = &field.name;
        let given = |key: &str| field.args.get(key).filter(|value| !value.is_null());
        if given("where").is_some() && given("filter").is_some() {
            return Err(Fault::new("Only one filtering argument (filter or where) can be specified."));
        }
        let first = match given("first").and_then(Value::as_u64) {
            None => {
                return Err(Fault::new(format!("You must provide a `first` or `last` value to properly paginate the `{name}` connection.")));
            }
            Some(first) if first > MAX_PAGE => {
                let message = format!("Requesting {first} records on the `{name}` connection exceeds the `first` limit of {MAX_PAGE} records.");
                return Err(Fault::new(message));
            }
            Some(first) => usize::try_from(first).unwrap_or(0),
        };
        let (sort, ascending) = sorting(kind, given("sortBy"));
        let filter = Filter::of(source, kind, given("where").or(given("filter")));
        let mut request = Self { source, kind, sort, ascending, after: None, first, filter, reversed: false };
        if let Some(cursor) = given("after").and_then(Value::as_str) {
            request.after = Some(request.read_cursor(cursor).ok_or_else(|| Fault::new("Received cursor is invalid."))?);
        }
        Ok(request)
    }

    fn cursor(&self, row: u32) -> String {
        base64(&Value::from(self.source.cursor(self.kind, self.sort, row)).to_string())
    }

    fn read_cursor(&self, cursor: &str) -> Option<Key> {
        let parts: Vec<String> = serde_json::from_str(&unbase64(cursor)?).ok()?;
        let length = match (self.kind, self.sort) {
            (Kind::Vouchers, SortBy::Number) => 2,
            (_, SortBy::Number) => 1,
            (Kind::Orders, _) => 3,
            _ => 2,
        };
        let number: u64 = parts.last()?.parse().ok()?;
        let at = if self.sort == SortBy::Number { i64::try_from(number).ok()? } else { instant::parse(parts.first()?)? };
        (parts.len() == length).then_some((at, number))
    }

    /// The rows of the page and one more, if there is one.
    fn page(&self) -> Vec<u32> {
        match &self.filter.rows {
            Some(rows) => self.named(rows).into_iter().filter(|row| self.is_behind_cursor(*row)).take(self.first + 1).collect(),
            None => self.matching(self.start()).take(self.first + 1).collect(),
        }
    }

    /// How many rows match, on all pages.
    fn count(&self) -> usize {
        match &self.filter.rows {
            Some(rows) => self.named(rows).len(),
            None if self.filter.is_empty() => self.rows().len(),
            None => self.matching(0).count(),
        }
    }

    /// Those of the rows asked for by id that match the rest as well, sorted.
    fn named(&self, rows: &[u32]) -> Vec<u32> {
        let holds = |row: &u32| self.filter.holds(self.source, self.kind, *row);
        let mut rows: Vec<u32> = rows.iter().copied().filter(holds).collect();
        rows.sort_by_key(|row| self.source.key(self.kind, self.sort, *row));
        if !self.ascending {
            rows.reverse();
        }
        rows
    }

    fn is_behind_cursor(&self, row: u32) -> bool {
        let key = self.source.key(self.kind, self.sort, row);
        self.after.is_none_or(|after| if self.ascending { key > after } else { key < after })
    }

    fn rows(&self) -> &'a [u32] {
        self.source.sorted(self.kind, self.sort)
    }

    fn at(&self, place: usize) -> u32 {
        let rows = self.rows();
        if self.ascending { rows[place] } else { rows[rows.len() - 1 - place] }
    }

    fn matching(&self, from: usize) -> impl Iterator<Item = u32> {
        (from..self.rows().len()).map(|place| self.at(place)).filter(|row| self.filter.holds(self.source, self.kind, *row))
    }

    /// Where the page may begin: behind the cursor, and not before the first row that the filter on the sorted instant lets in.
    fn start(&self) -> usize {
        if self.kind == Kind::Vouchers && self.sort == SortBy::Number {
            let Some((_, number)) = self.after else { return 0 };
            let numbers = || (0..self.rows().len()).map(|place| self.source.number(self.kind, self.at(place)));
            // A living shop may have lost the row since; its rows are sorted by number.
            return numbers().position(|known| known == number).map_or_else(|| numbers().filter(|known| *known < number).count(), |place| place + 1);
        }
        let behind_cursor = self.after.map_or(0, |after| self.partition(|key| if self.ascending { key <= after } else { key >= after }));
        let from = match self.sort {
            SortBy::Modified => self.filter.modified.0,
            SortBy::Created => self.filter.created.0,
            SortBy::Number => None,
        };
        let let_in = from.filter(|_| self.ascending).map_or(0, |from| self.partition(|key| key.0 < from));
        behind_cursor.max(let_in)
    }

    /// The first place whose key does not hold, where all that hold come first.
    fn partition(&self, holds: impl Fn(Key) -> bool) -> usize {
        let (mut low, mut high) = (0, self.rows().len());
        while low < high {
            let middle = low.midpoint(high);
            if holds(self.source.key(self.kind, self.sort, self.at(middle))) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

/// What a `sortBy` asks for; without one Saleor sorts orders by number, the newest first, and customers by mail address, for which the
/// demo takes their number.
fn sorting(kind: Kind, sort: Option<&Value>) -> (SortBy, bool) {
    let Some(sort) = sort else { return (SortBy::Number, kind != Kind::Orders) };
    let ascending = sort.get("direction").and_then(Value::as_str) != Some("DESC");
    let by = match sort.get("field").and_then(Value::as_str) {
        Some("LAST_MODIFIED_AT" | "MODIFIED_AT") => SortBy::Modified,
        Some("CREATED_AT" | "CREATION_DATE" | "START_DATE") => SortBy::Created,
        _ => SortBy::Number,
    };
    (by, ascending)
}

impl Filter {
    fn of(source: Rows<'_>, kind: Kind, given: Option<&Value>) -> Self {
        let Some(given) = given else { return Self::default() };
        let range = |name: &str| {
            let end = |side: &str| given.get(name)?.get(side)?.as_str().and_then(instant_of);
            (end("gte"), end("lte"))
        };
        let changed = if kind == Kind::Transactions { "modifiedAt" } else { "updatedAt" };
        let made = if kind == Kind::Orders { "created" } else { "createdAt" };
        let rows = given.get("ids").and_then(Value::as_array).map(|ids| {
            let mut rows: Vec<u32> = ids.iter().filter_map(|id| source.find(kind, id.as_str()?)).collect();
            rows.sort_unstable();
            rows.dedup();
            rows
        });
        let code = given.get("code").and_then(Value::as_str).filter(|_| kind == Kind::GiftCards);
        let rows = rows.or_else(|| code.map(|code| source.cards_coded(code)));
        Self {
            modified: range(changed),
            created: range(made),
            rows,
            metadata: given.get("metadata").map(metadata_filter).unwrap_or_default(),
            texts: TEXTS.into_iter().filter_map(|field| Some((field, choices(given.get(field)?)))).collect(),
            search: given.get("search").and_then(Value::as_str).map(str::to_lowercase),
        }
    }

    fn is_empty(&self) -> bool {
        let timeless = self.modified == (None, None) && self.created == (None, None);
        timeless && self.metadata.is_empty() && self.texts.is_empty() && self.search.is_none()
    }

    fn holds(&self, source: Rows<'_>, kind: Kind, row: u32) -> bool {
        let within = |range: (Option<i64>, Option<i64>), sort: SortBy| {
            if range == (None, None) {
                return true;
            }
            let at = source.key(kind, sort, row).0;
            range.0.is_none_or(|from| at >= from) && range.1.is_none_or(|to| at <= to)
        };
        within(self.modified, SortBy::Modified)
            && within(self.created, SortBy::Created)
            && (self.metadata.is_empty() || self.holds_metadata(source, kind, row))
            && self.texts.iter().all(|(field, wanted)| wanted.contains(&text_of(source, kind, row, field)))
            && self.search.as_ref().is_none_or(|search| {
                let is_found = |text: &str| text.to_lowercase().contains(search);
                let named = ["name", "number", "userEmail"].iter().any(|field| is_found(&text_of(source, kind, row, field)));
                named || kind == Kind::Vouchers && source.codes_of(row).iter().any(|code| is_found(code))
            })
    }

    fn holds_metadata(&self, source: Rows<'_>, kind: Kind, row: u32) -> bool {
        let known = metadata(&source.node(kind, row), "metadata");
        let has = |(key, values): &(String, Vec<String>)| known.iter().any(|(k, v)| k == key && (values.is_empty() || values.contains(v)));
        self.metadata.iter().all(has)
    }
}

/// Both ways to ask for metadata: `{key, value: {eq|oneOf}}`, and the older `[{key, value}]`.
fn metadata_filter(given: &Value) -> Vec<(String, Vec<String>)> {
    let one = |item: &Value| {
        let key = item.get("key")?.as_str()?.to_owned();
        let values = item.get("value").map(choices).unwrap_or_default();
        Some((key, values))
    };
    match given {
        Value::Array(items) => items.iter().filter_map(one).collect(),
        item => one(item).into_iter().collect(),
    }
}

/// The texts that a condition allows: itself, its `eq`, or any of its `oneOf`.
fn choices(condition: &Value) -> Vec<String> {
    let single = condition.as_str().into_iter().chain(condition.get("eq").and_then(Value::as_str));
    let many = condition.get("oneOf").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    single.chain(many).map(str::to_owned).collect()
}

fn text_of(source: Rows<'_>, kind: Kind, row: u32, field: &str) -> String {
    match source.node(kind, row).field(field) {
        super::answer::Answer::Text(text) => text.into_owned(),
        super::answer::Answer::Json(value) => value.as_str().unwrap_or_default().to_owned(),
        _ => String::new(),
    }
}

/// An instant, or the beginning of a day.
fn instant_of(text: &str) -> Option<i64> {
    instant::parse(text).or_else(|| instant::parse(&format!("{text}T00:00:00Z")))
}
