//! Payouts on the wire.

pub(crate) mod manual;
pub(crate) mod payout;

use serde::Serialize;
use std::io::{self, Write};
use std::path::PathBuf;
use vouchsafe_app::text::without_codes;
use vouchsafe_app::view::{DryCall, Paid, PayoutSwitch, Rest};
use vouchsafe_app::words::Words;
use vouchsafe_domain::money::Money as Exact;

use super::Money;
use crate::ending::sentence;
use crate::paper::Answer;
use crate::plain::plain;
use crate::table::{Cell, Column, Table, col, extra};

/// The answer to `pay`.
pub(crate) struct PaidAnswer(pub Paid);

/// The same, as JSON.
#[derive(Debug, Serialize)]
pub(crate) struct PaidJson {
    delivered: u64,
    corrected: u64,
    unknown: u64,
    refused: u64,
    conflict: u64,
    over_ceiling: u64,
    by_hand: u64,
    without_rail: u64,
    left: u64,
    calls: u64,
    amounts: Vec<Money>,
    troubles: Vec<Trouble>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stopped: Option<String>,
}

#[derive(Debug, Serialize)]
struct Trouble {
    reward: String,
    state: &'static str,
    code: String,
}

const PAID: &[Column] = &[
    col("delivered"),
    col("corrected"),
    col("unknown"),
    col("refused"),
    col("paid_conflict"),
    col("over_ceiling"),
    col("by_hand"),
    extra("without_rail"),
    col("left"),
    col("calls"),
];
const TROUBLES: &[Column] = &[col("reward"), col("state"), col("sentence")];
const AMOUNTS: &[Column] = &[col("delivered"), col("currency")];

impl Answer for PaidAnswer {
    type Json = PaidJson;

    fn json(&self) -> PaidJson {
        let paid = &self.0;
        PaidJson {
            delivered: paid.done,
            corrected: paid.corrected,
            unknown: paid.unknown,
            refused: paid.refused,
            conflict: paid.conflict,
            over_ceiling: paid.over_ceiling,
            by_hand: paid.by_hand,
            without_rail: paid.without_rail,
            left: paid.left,
            calls: paid.calls,
            amounts: paid.amounts.iter().cloned().map(Money::from).collect(),
            troubles: paid
                .troubles
                .iter()
                .map(|trouble| Trouble { reward: trouble.reward.clone(), state: trouble.state.name(), code: trouble.said.code.clone() })
                .collect(),
            stopped: paid.stopped.as_ref().map(|said| said.code.clone()),
        }
    }

    fn tables(&self, words: &Words) -> Vec<Table> {
        let paid = &self.0;
        let counts = [
            paid.done,
            paid.corrected,
            paid.unknown,
            paid.refused,
            paid.conflict,
            paid.over_ceiling,
            paid.by_hand,
            paid.without_rail,
            paid.left,
            paid.calls,
        ];
        let mut tables = vec![Table { title: None, columns: PAID, rows: vec![counts.map(Cell::figure).to_vec()] }];
        if !paid.amounts.is_empty() {
            let rows = paid.amounts.iter().map(|amount| vec![Cell::figure(amount.figure()), Cell::text(&amount.name)]).collect();
            tables.push(Table { title: None, columns: AMOUNTS, rows });
        }
        if !paid.troubles.is_empty() {
            let row = |trouble: &vouchsafe_app::view::PayTrouble| {
                vec![Cell::text(&trouble.reward), Cell::Word("payout-state", trouble.state.name()), Cell::text(sentence(&trouble.said, words))]
            };
            tables.push(Table { title: None, columns: TROUBLES, rows: paid.troubles.iter().map(row).collect() });
        }
        tables
    }
}

/// The answer to `pay --dry-run`.
pub(crate) struct DryAnswer(pub Vec<DryCall>);

/// The same, as JSON.
#[derive(Debug, Serialize)]
pub(crate) struct DryJson {
    payouts: Vec<Dry>,
    calls: usize,
}

#[derive(Debug, Serialize)]
struct Dry {
    reward: String,
    rail: &'static str,
    act: &'static str,
    amount: Money,
    is_over_ceiling: bool,
    calls: Vec<String>,
}

const DRY: &[Column] = &[col("reward"), col("rail"), col("what"), col("amount"), col("currency"), extra("over_ceiling"), extra("call")];

impl DryAnswer {
    /// How many requests would leave: what the ceiling keeps back does not.
    fn leaving(&self) -> usize {
        self.0.iter().filter(|call| !call.is_over_ceiling).map(|call| call.calls.len()).sum()
    }
}

impl Answer for DryAnswer {
    type Json = DryJson;

    fn json(&self) -> DryJson {
        let dry = |call: &DryCall| Dry {
            reward: call.reward.clone(),
            rail: call.rail.name(),
            act: call.act.name(),
            amount: call.amount.clone().into(),
            is_over_ceiling: call.is_over_ceiling,
            calls: call.calls.clone(),
        };
        DryJson { payouts: self.0.iter().map(dry).collect(), calls: self.leaving() }
    }

    fn tables(&self, _words: &Words) -> Vec<Table> {
        // A request is a row, so that a spreadsheet holds every one.
        let row = |call: &DryCall, request: &str| {
            vec![
                Cell::text(&call.reward),
                Cell::text(call.rail.name()),
                Cell::Word("payout-act", call.act.name()),
                Cell::figure(call.amount.figure()),
                Cell::text(&call.amount.name),
                Cell::Word("cli", if call.is_over_ceiling { "yes" } else { "no" }),
                Cell::text(without_codes(request)),
            ]
        };
        let rows = self.0.iter().flat_map(|call| call.calls.iter().map(move |request| row(call, request))).collect();
        vec![Table { title: None, columns: DRY, rows }]
    }

    fn print(&self, words: &Words, out: &mut dyn Write) -> io::Result<()> {
        for call in &self.0 {
            let act = words.say(&vouchsafe_app::words::key("payout-act", call.act.name()), []);
            let held = if call.is_over_ceiling { format!("  ({})", words.say("cli-over-ceiling", [])) } else { String::new() };
            writeln!(out, "{}  {}  {act}  {} {}{held}", plain(&call.reward), call.rail.name(), call.amount.figure(), plain(&call.amount.name))?;
            for request in &call.calls {
                for line in without_codes(request).lines() {
                    writeln!(out, "    {}", plain(line))?;
                }
            }
        }
        writeln!(out, "{}: {}", words.say("cli-calls", []), self.leaving())
    }
}

/// The answer to `payouts stop|go|ceiling`.
pub(crate) struct SwitchAnswer(pub PayoutSwitch);

/// The same, as JSON.
#[derive(Debug, Serialize)]
pub(crate) struct SwitchJson {
    may_go: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    rests: Option<RestJson>,
    ceiling: Vec<Money>,
    today: Vec<Money>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "why", rename_all = "snake_case")]
enum RestJson {
    Restored,
    Stopped { actor: String, at: String, reason: String },
}

const CEILING: &[Column] = &[col("ceiling"), col("today"), col("currency")];

impl Answer for SwitchAnswer {
    type Json = SwitchJson;

    fn json(&self) -> SwitchJson {
        let rests = self.0.rests.as_ref().map(|rest| match rest {
            Rest::Restored => RestJson::Restored,
            Rest::Stopped { actor, at, reason } => RestJson::Stopped { actor: actor.clone(), at: at.to_string(), reason: reason.clone() },
        });
        let money = |amounts: &[Exact]| amounts.iter().copied().map(Money::from).collect();
        SwitchJson { may_go: rests.is_none(), rests, ceiling: money(&self.0.ceiling), today: money(&self.0.today) }
    }

    fn tables(&self, _words: &Words) -> Vec<Table> {
        let row = |(most, today): (&Exact, &Exact)| {
            vec![Cell::figure(most.amount_text()), Cell::figure(today.amount_text()), Cell::text(most.currency.to_string())]
        };
        vec![Table { title: None, columns: CEILING, rows: self.0.ceiling.iter().zip(&self.0.today).map(row).collect() }]
    }

    fn print(&self, words: &Words, out: &mut dyn Write) -> io::Result<()> {
        let sentence = match &self.0.rests {
            None => words.say("cli-payouts-go", []),
            Some(Rest::Restored) => words.say("cli-payouts-rest", []),
            Some(Rest::Stopped { actor, at, reason }) => {
                words.say("cli-payouts-stopped", [("at", at.to_string()), ("actor", actor.clone()), ("reason", reason.clone())])
            }
        };
        writeln!(out, "{}", plain(&sentence))?;
        for table in self.tables(words) {
            if !table.rows.is_empty() {
                writeln!(out)?;
                table.print(words, out)?;
            }
        }
        Ok(())
    }
}

/// The answer to `payouts export FILE`.
pub(crate) struct ManualAnswer {
    pub file: PathBuf,
    pub rows: u64,
}

/// The same, as JSON.
#[derive(Debug, Serialize)]
pub(crate) struct ManualJson {
    file: String,
    rows: u64,
}

const EXPORTED: &[Column] = &[col("file"), col("rows")];

impl Answer for ManualAnswer {
    type Json = ManualJson;

    fn json(&self) -> ManualJson {
        ManualJson { file: self.file.display().to_string(), rows: self.rows }
    }

    fn tables(&self, _words: &Words) -> Vec<Table> {
        vec![Table { title: None, columns: EXPORTED, rows: vec![vec![Cell::text(self.file.display().to_string()), Cell::figure(self.rows)]] }]
    }
}
