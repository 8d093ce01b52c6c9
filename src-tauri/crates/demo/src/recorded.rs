//! Recorded pages of a real shop, served again row by row.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::instant::parse;
use crate::source::{Kind, SortBy};
use crate::text::unbase64;

/// The rows of recorded pages, as they were.
#[derive(Clone, Debug)]
pub struct Recorded {
    tables: [Table; 5],
    channels: Vec<Value>,
}

/// Why recordings could not be read.
#[derive(Debug, thiserror::Error)]
pub enum RecordingError {
    /// The folder or a file in it cannot be read.
    #[error("cannot read {path}: {source}")]
    Unreadable {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file is not a recorded page.
    #[error("{path} is not a recorded page")]
    NotAPage {
        /// Which one.
        path: PathBuf,
    },
    /// There is no recorded page of orders.
    #[error("no recorded pages of orders in {path}")]
    Empty {
        /// Where they were looked for.
        path: PathBuf,
    },
}

/// The rows of one kind.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    nodes: Vec<Value>,
    /// The last part of each row's recorded cursor.
    numbers: Vec<u64>,
    modified: Vec<i64>,
    created: Vec<i64>,
    by_modified: Vec<u32>,
    by_created: Vec<u32>,
    by_number: Vec<u32>,
    ids: BTreeMap<String, u32>,
}

/// Kind, its name in the files, its root field, its instants of change and creation.
const FILES: [(Kind, &str, &str, &str, &str); 5] = [
    (Kind::Orders, "orders", "orders", "updatedAt", "created"),
    (Kind::Customers, "customers", "customers", "updatedAt", "dateJoined"),
    (Kind::Transactions, "transactions", "transactions", "modifiedAt", "createdAt"),
    (Kind::GiftCards, "giftcards", "giftCards", "created", "created"),
    (Kind::Vouchers, "vouchers", "vouchers", "startDate", "startDate"),
];

impl Recorded {
    /// Reads `final_{orders,customers,transactions,giftcards,vouchers}_p*.json` of a folder of recorded pairs, or of its `pairs` folder.
    ///
    /// # Errors
    /// [`RecordingError`] when a page cannot be read, is none, or no page of orders is there.
    pub fn load(dir: &Path) -> Result<Self, RecordingError> {
        let pairs = dir.join("pairs");
        let dir = if pairs.is_dir() { pairs.as_path() } else { dir };
        let mut tables: [Table; 5] = Default::default();
        for (place, (_, file, root, modified, created)) in FILES.into_iter().enumerate() {
            for page in 1.. {
                let path = dir.join(format!("final_{file}_p{page}.json"));
                if !path.is_file() {
                    break;
                }
                let edges = read_edges(&path, root)?;
                for edge in edges {
                    tables[place].push(edge, modified, created).ok_or_else(|| RecordingError::NotAPage { path: path.clone() })?;
                }
            }
            tables[place].sort(place);
        }
        if tables[0].nodes.is_empty() {
            return Err(RecordingError::Empty { path: dir.to_owned() });
        }
        let channels = channels(&tables[0].nodes);
        Ok(Self { tables, channels })
    }

    /// How many orders were recorded.
    pub fn orders(&self) -> usize {
        self.tables[0].nodes.len()
    }

    /// How many customers were recorded.
    pub fn customers(&self) -> usize {
        self.tables[1].nodes.len()
    }

    pub(crate) fn table(&self, kind: Kind) -> &Table {
        let place = FILES.iter().position(|(known, ..)| *known == kind).unwrap_or(0);
        &self.tables[place]
    }

    pub(crate) fn channels(&self) -> &[Value] {
        &self.channels
    }
}

impl Table {
    fn push(&mut self, mut edge: Value, modified: &str, created: &str) -> Option<()> {
        let row = u32::try_from(self.nodes.len()).ok()?;
        let cursor: Vec<String> = serde_json::from_str(&unbase64(edge.get("cursor")?.as_str()?)?).ok()?;
        let node = edge.get_mut("node")?.take();
        let instant = |name: &str| node.get(name).and_then(Value::as_str).and_then(parse);
        self.modified.push(instant(modified)?);
        self.created.push(instant(created)?);
        self.numbers.push(cursor.last()?.parse().ok()?);
        self.ids.insert(node.get("id")?.as_str()?.to_owned(), row);
        self.nodes.push(node);
        Some(())
    }

    fn sort(&mut self, place: usize) {
        let rows: Vec<u32> = (0..).zip(&self.nodes).map(|(row, _)| row).collect();
        let sorted = |key: &dyn Fn(usize) -> (i64, u64)| {
            let mut rows = rows.clone();
            rows.sort_by_key(|row| key(*row as usize));
            rows
        };
        self.by_modified = sorted(&|row| (self.modified[row], self.numbers[row]));
        self.by_created = sorted(&|row| (self.created[row], self.numbers[row]));
        // Vouchers come by name, and were recorded so.
        self.by_number = if FILES[place].0 == Kind::Vouchers { rows.clone() } else { sorted(&|row| (0, self.numbers[row])) };
    }

    pub(crate) fn rows(&self, sort: SortBy) -> &[u32] {
        match sort {
            SortBy::Modified => &self.by_modified,
            SortBy::Created => &self.by_created,
            SortBy::Number => &self.by_number,
        }
    }

    pub(crate) fn instant(&self, sort: SortBy, row: u32) -> i64 {
        if sort == SortBy::Modified { self.modified[row as usize] } else { self.created[row as usize] }
    }

    pub(crate) fn number(&self, row: u32) -> u64 {
        self.numbers[row as usize]
    }

    pub(crate) fn node(&self, row: u32) -> &Value {
        &self.nodes[row as usize]
    }

    pub(crate) fn find(&self, id: &str) -> Option<u32> {
        self.ids.get(id).copied()
    }

    pub(crate) fn text(&self, row: u32, field: &str) -> String {
        self.node(row).get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
    }
}

fn read_edges(path: &Path, root: &str) -> Result<Vec<Value>, RecordingError> {
    let text = std::fs::read_to_string(path).map_err(|source| RecordingError::Unreadable { path: path.to_owned(), source })?;
    let mut pair: Value = serde_json::from_str(&text).map_err(|_| RecordingError::NotAPage { path: path.to_owned() })?;
    match pair.pointer_mut(&format!("/response/body/data/{root}/edges")).map(Value::take) {
        Some(Value::Array(edges)) => Ok(edges),
        _ => Err(RecordingError::NotAPage { path: path.to_owned() }),
    }
}

/// The channels that the orders name, by slug.
fn channels(orders: &[Value]) -> Vec<Value> {
    let mut found: BTreeMap<String, Value> = BTreeMap::new();
    for channel in orders.iter().filter_map(|order| order.get("channel")) {
        let Some(slug) = channel.get("slug").and_then(Value::as_str) else { continue };
        let known = found.entry(slug.to_owned()).or_insert_with(|| channel.clone());
        known["name"] = Value::from(slug);
        known["isActive"] = Value::from(true);
    }
    found.into_values().collect()
}
