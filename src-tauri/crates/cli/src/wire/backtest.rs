//! A draft beside what really happened, on the wire.

use serde::Serialize;
use std::collections::BTreeMap;
use vouchsafe_app::Backtest;
use vouchsafe_app::view::backtest::{ComparedCurrency, Difference, Differences, Given, Pair};
use vouchsafe_app::view::{Amount, FigureRow};
use vouchsafe_app::words::{Words, key};
use vouchsafe_domain::money::minor_text;

use super::figures::Row;
use super::{Money, Person, called};
use crate::paper::Answer;
use crate::table::{Cell, Column, Table, col};

/// Decimal digits of a ratio in basis points.
const RATIO_DIGITS: u8 = 4;

/// The same of both.
#[derive(Debug, Serialize)]
pub(crate) struct Both<T> {
    now: T,
    draft: T,
}

impl<T> From<Pair<T>> for Both<T> {
    fn from(pair: Pair<T>) -> Self {
        Self { now: pair.now, draft: pair.draft }
    }
}

fn rows(pair: &Pair<FigureRow>) -> Both<Row> {
    Both { now: Row::from(&pair.now), draft: Row::from(&pair.draft) }
}

#[derive(Debug, Serialize)]
struct Draft {
    program: String,
    version: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    replaces: usize,
}

#[derive(Debug, Serialize)]
struct Currency {
    currency: String,
    whole: Both<Row>,
    months: Vec<Both<Row>>,
    channels: Vec<Both<Row>>,
}

#[derive(Debug, Serialize)]
struct GivenJson {
    amounts: Vec<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    in_review: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    check: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct DifferenceJson {
    order: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    friend: Option<Person>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
    now: GivenJson,
    draft: GivenJson,
}

#[derive(Debug, Serialize)]
struct Group {
    kind: &'static str,
    count: u64,
    sums: Vec<Money>,
    rows: Vec<DifferenceJson>,
}

/// `backtest`.
#[derive(Debug, Serialize)]
pub(crate) struct BacktestJson {
    draft: Draft,
    events: u64,
    counts: BTreeMap<&'static str, Both<u64>>,
    refusals: BTreeMap<&'static str, Both<u64>>,
    currencies: Vec<Currency>,
    differences: Vec<Group>,
}

/// The answer to `backtest`.
pub(crate) struct BacktestAnswer(pub Backtest);

fn given(given: &Given) -> GivenJson {
    let Given { amounts, state, in_review, reason, check } = given;
    GivenJson {
        amounts: amounts.iter().cloned().map(Money::from).collect(),
        state: *state,
        in_review: *in_review,
        reason: reason.map(|reason| reason.code()),
        check: *check,
    }
}

fn difference(row: &Difference) -> DifferenceJson {
    DifferenceJson {
        order: row.order.clone(),
        friend: row.friend.as_ref().map(Person::from),
        role: row.role.map(|role| role.name()),
        now: given(&row.given.now),
        draft: given(&row.given.draft),
    }
}

const FIGURES: &[Column] = &[col("figure"), col("currency"), col("now"), col("draft"), col("difference")];
const KINDS: &[Column] = &[col("kind"), col("count"), col("sum")];
const ORDERS: &[Column] = &[col("kind"), col("order"), col("role"), col("friend"), col("now"), col("draft"), col("reason")];

/// A figure of both, and by how much the draft's is more.
fn figure(name: &'static str, currency: Option<&str>, pair: Pair<Option<i64>>, exponent: u8) -> Vec<Cell> {
    let text = |minor: i64| Cell::figure(minor_text(minor, exponent));
    let more = pair.now.zip(pair.draft).map(|(now, draft)| draft.saturating_sub(now));
    vec![
        Cell::Word("backtest", name),
        Cell::maybe(currency, Cell::text),
        Cell::maybe(pair.now, text),
        Cell::maybe(pair.draft, text),
        Cell::maybe(more, text),
    ]
}

fn figures(of: &ComparedCurrency) -> Vec<Vec<Cell>> {
    let code = of.currency.to_string();
    let both = |look: fn(&FigureRow) -> Option<i64>| Pair { now: look(&of.whole.now), draft: look(&of.whole.draft) };
    let line = |name, look, exponent| figure(name, Some(&code), both(look), exponent);
    let digits = of.currency.exponent();
    vec![
        line("friends", |row| Some(row.friends), 0),
        line("revenue", |row| Some(row.revenue.minor), digits),
        line("cost", |row| Some(row.reward_cost.minor), digits),
        line("spend", |row| Some(row.spend.minor), digits),
        line("cac", |row| row.cac.map(|cac| cac.minor), digits),
        line("roi", |row| row.roi, RATIO_DIGITS),
    ]
}

fn amounts(amounts: &[Amount]) -> Cell {
    let text = |amount: &Amount| format!("{} {}", amount.figure(), amount.name);
    Cell::text(amounts.iter().map(text).collect::<Vec<_>>().join(", "))
}

fn order(group: &Differences, row: &Difference, words: &Words) -> Vec<Cell> {
    let why = row.given.draft.reason.or(row.given.now.reason);
    vec![
        Cell::Word("backtest", group.kind.name()),
        Cell::text(&row.order),
        Cell::maybe(row.role, |role| Cell::Word("role", role.name())),
        Cell::maybe(row.friend.as_ref(), |friend| Cell::text(called(friend))),
        amounts(&row.given.now.amounts),
        amounts(&row.given.draft.amounts),
        Cell::maybe(why, |reason| Cell::text(words.say(&key("reason", reason.code()), []))),
    ]
}

impl Answer for BacktestAnswer {
    type Json = BacktestJson;

    fn json(&self) -> BacktestJson {
        let found = &self.0;
        let draft = &found.draft;
        let currency = |of: &ComparedCurrency| Currency {
            currency: of.currency.to_string(),
            whole: rows(&of.whole),
            months: of.months.iter().map(rows).collect(),
            channels: of.channels.iter().map(rows).collect(),
        };
        let group = |group: &Differences| Group {
            kind: group.kind.name(),
            count: group.count,
            sums: group.sums.iter().cloned().map(Money::from).collect(),
            rows: group.rows.iter().map(difference).collect(),
        };
        BacktestJson {
            draft: Draft {
                program: draft.program.clone(),
                version: draft.version,
                from: draft.from.map(|from| from.to_string()),
                replaces: draft.replaces,
            },
            events: found.compared.of,
            counts: found.compared.counts.iter().map(|(name, both)| (*name, Both::from(*both))).collect(),
            refusals: found.compared.refusals.iter().map(|(reason, both)| (reason.code(), Both::from(*both))).collect(),
            currencies: found.compared.currencies.iter().map(currency).collect(),
            differences: found.differences.iter().map(group).collect(),
        }
    }

    fn tables(&self, words: &Words) -> Vec<Table> {
        let found = &self.0;
        let count = |(name, both): &(&'static str, Pair<u64>)| figure(name, None, both.map(|count| i64::try_from(count).ok()), 0);
        let counts = found.compared.counts.iter().map(count);
        let figures = counts.chain(found.compared.currencies.iter().flat_map(figures)).collect();
        let differing = || found.differences.iter().filter(|group| group.count > 0);
        let kinds =
            differing().map(|group| vec![Cell::Word("backtest", group.kind.name()), Cell::figure(group.count), amounts(&group.sums)]).collect();
        let orders = differing().flat_map(|group| group.rows.iter().map(|row| order(group, row, words))).collect();
        let since = found.draft.from.map_or_else(|| words.say("backtest-from-beginning", []), |from| from.to_string());
        let args = [("program", found.draft.program.clone()), ("version", found.draft.version.to_string()), ("from", since)];
        let mut tables = vec![Table { title: Some(words.say("backtest-title", args)), columns: FIGURES, rows: figures }];
        if differing().next().is_some() {
            tables.push(Table { title: Some(words.say("backtest-differ", [])), columns: KINDS, rows: kinds });
            tables.push(Table { title: Some(words.say("backtest-largest", [])), columns: ORDERS, rows: orders });
        }
        tables
    }
}
