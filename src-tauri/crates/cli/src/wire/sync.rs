//! How reading the shop stands, on the wire.

use serde::Serialize;
use vouchsafe_app::view::keeping::Kept;
use vouchsafe_app::view::{self, DeskStatus, KindProgress, KindState, QuarantineRow, Round, SyncStatus};
use vouchsafe_app::words::Words;

use super::doctor::{Completeness, completeness};
use crate::ending::sentence;
use crate::paper::Answer;
use crate::table::{Cell, Column, Table, col};

/// How one kind of record stands.
#[derive(Debug, Serialize)]
pub(crate) struct Kind {
    kind: &'static str,
    state: &'static str,
    in_mirror: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    known_until: Option<String>,
}

impl From<&KindProgress> for Kind {
    fn from(kind: &KindProgress) -> Self {
        Self {
            kind: kind.kind.name(),
            state: state_name(kind.state),
            in_mirror: kind.in_mirror,
            known_until: kind.watermark.map(|at| at.to_string()),
        }
    }
}

const fn state_name(state: KindState) -> &'static str {
    match state {
        KindState::Idle => "idle",
        KindState::Waiting => "waiting",
        KindState::Running => "running",
        KindState::Done => "done",
        KindState::Failed => "failed",
        KindState::Cancelled => "cancelled",
    }
}

const KINDS: &[Column] = &[col("kind"), col("state"), col("in_mirror"), col("known_until")];

fn kinds(status: &SyncStatus) -> Table {
    let row = |kind: &KindProgress| {
        vec![
            Cell::Word("kind", kind.kind.name()),
            Cell::Word("kindstate", state_name(kind.state)),
            Cell::figure(kind.in_mirror),
            Cell::maybe(kind.watermark, Cell::At),
        ]
    };
    Table { title: None, columns: KINDS, rows: status.kinds.iter().map(row).collect() }
}

/// The shop that the db belongs to.
#[derive(Debug, Serialize)]
pub(crate) struct Shop {
    url: String,
    name: String,
    version: String,
    connected_at: String,
}

fn shop(status: &DeskStatus) -> Option<Shop> {
    status.shop.as_ref().map(|shop| Shop {
        url: shop.url.clone(),
        name: shop.name.clone(),
        version: shop.version.clone(),
        connected_at: shop.connected_at.to_string(),
    })
}

/// A record that waits for repair.
#[derive(Debug, Serialize)]
pub(crate) struct Quarantined {
    kind: &'static str,
    id: String,
    at: String,
    code: String,
    args: std::collections::BTreeMap<String, String>,
}

impl From<&QuarantineRow> for Quarantined {
    fn from(row: &QuarantineRow) -> Self {
        let reason = &row.reason;
        Self {
            kind: row.kind.name(),
            id: row.source_id.clone(),
            at: row.at.to_string(),
            code: reason.code.clone(),
            args: reason.args.iter().cloned().collect(),
        }
    }
}

/// `status`.
#[derive(Debug, Serialize)]
pub(crate) struct StatusJson {
    db: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    shop: Option<Shop>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_synced_at: Option<String>,
    is_folded: bool,
    currencies: Vec<String>,
    margin_percent: String,
    epoch: u32,
    are_payouts_paused: bool,
    write_back: bool,
    kinds: Vec<Kind>,
    completeness: Completeness,
    quarantine: Vec<Quarantined>,
}

/// The answer to `status`.
pub(crate) struct StatusAnswer {
    pub desk: DeskStatus,
    pub kept: Kept,
    pub sync: SyncStatus,
    pub completeness: view::Completeness,
    pub quarantine: Vec<QuarantineRow>,
}

const FACTS: &[Column] = &[col("fact"), col("value")];
const QUARANTINE: &[Column] = &[col("kind"), col("source"), col("seen"), col("why")];

impl Answer for StatusAnswer {
    type Json = StatusJson;

    fn json(&self) -> StatusJson {
        StatusJson {
            db: self.desk.path.display().to_string(),
            shop: shop(&self.desk),
            last_synced_at: self.sync.last_synced_at.map(|at| at.to_string()),
            is_folded: self.desk.is_folded,
            currencies: self.desk.currencies.iter().map(ToString::to_string).collect(),
            margin_percent: self.desk.margin.to_string(),
            epoch: self.kept.epoch,
            are_payouts_paused: self.kept.are_payouts_paused,
            write_back: self.kept.writes_back,
            kinds: self.sync.kinds.iter().map(Kind::from).collect(),
            completeness: Completeness::from(&self.completeness),
            quarantine: self.quarantine.iter().map(Quarantined::from).collect(),
        }
    }

    fn tables(&self, words: &Words) -> Vec<Table> {
        let fact = |name, cell| vec![Cell::Word("cli", name), cell];
        let yes_or_no = |yes: bool| Cell::Word("cli", if yes { "yes" } else { "no" });
        let shop = self.desk.shop.as_ref();
        let facts = vec![
            fact("db", Cell::text(self.desk.path.display().to_string())),
            fact("shop", Cell::maybe(shop, |shop| Cell::text(format!("{} {}", shop.name, shop.url)))),
            fact("shop_version", Cell::maybe(shop, |shop| Cell::text(&shop.version))),
            fact("last_synced", Cell::maybe(self.sync.last_synced_at, Cell::At)),
            fact("epoch", Cell::figure(self.kept.epoch)),
            fact("payouts_paused", yes_or_no(self.kept.are_payouts_paused)),
            fact("write_back", yes_or_no(self.kept.writes_back)),
        ];
        let mut tables = vec![kinds(&self.sync), Table { title: None, columns: FACTS, rows: facts }, completeness(&self.completeness)];
        if !self.quarantine.is_empty() {
            let row = |row: &QuarantineRow| {
                vec![Cell::Word("kind", row.kind.name()), Cell::text(&row.source_id), Cell::At(row.at), Cell::text(sentence(&row.reason, words))]
            };
            tables.push(Table {
                title: Some(words.say("sync-quarantined", [])),
                columns: QUARANTINE,
                rows: self.quarantine.iter().map(row).collect(),
            });
        }
        tables
    }
}

/// `sync`.
#[derive(Debug, Serialize)]
pub(crate) struct RoundJson {
    rows: u64,
    changed: u64,
    refused: u64,
    reread: u64,
    repaired: u64,
    gone: u64,
    events: u64,
    quarantined: u64,
    kinds: Vec<Kind>,
}

/// The answer to `sync`.
pub(crate) struct RoundAnswer {
    pub round: Round,
    pub sync: SyncStatus,
}

const ROUND: &[Column] =
    &[col("rows"), col("changed"), col("refused"), col("reread"), col("repaired"), col("gone"), col("events"), col("quarantined")];

impl Answer for RoundAnswer {
    type Json = RoundJson;

    fn json(&self) -> RoundJson {
        let Round { rows, changed, refused, reread, repaired, gone, events } = self.round;
        let (quarantined, kinds) = (self.sync.quarantined, self.sync.kinds.iter().map(Kind::from).collect());
        RoundJson { rows, changed, refused, reread, repaired, gone, events, quarantined, kinds }
    }

    fn tables(&self, _words: &Words) -> Vec<Table> {
        let Round { rows, changed, refused, reread, repaired, gone, events } = self.round;
        let row = [rows, changed, refused, reread, repaired, gone, events, self.sync.quarantined].map(Cell::figure).to_vec();
        vec![Table { title: None, columns: ROUND, rows: vec![row] }, kinds(&self.sync)]
    }
}

/// `connect`.
#[derive(Debug, Serialize)]
pub(crate) struct ConnectJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    shop: Option<Shop>,
}

/// The answer to `connect`.
pub(crate) struct ConnectAnswer(pub DeskStatus);

const SHOP: &[Column] = &[col("shop"), col("url"), col("shop_version")];

impl Answer for ConnectAnswer {
    type Json = ConnectJson;

    fn json(&self) -> ConnectJson {
        ConnectJson { shop: shop(&self.0) }
    }

    fn tables(&self, _words: &Words) -> Vec<Table> {
        let row = |shop: &vouchsafe_app::view::ShopInfo| vec![Cell::text(&shop.name), Cell::text(&shop.url), Cell::text(&shop.version)];
        vec![Table { title: None, columns: SHOP, rows: self.0.shop.iter().map(row).collect() }]
    }
}
