//! Acts on money, on the wire.

pub(crate) mod proposal;

use serde::Serialize;
use vouchsafe_app::view::{ActPreview, ActSide, Acted, OutsideAct};
use vouchsafe_app::words::Words;

use super::{Money, Person, called};
use crate::paper::Answer;
use crate::table::{Cell, Column, Table, col};

/// The answer to an act.
pub(crate) struct ActedAnswer(pub Acted);

/// The same, as JSON.
#[derive(Debug, Serialize)]
pub(crate) struct ActedJson {
    reward: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    proposal: Option<u64>,
}

const ACTED: &[Column] = &[col("reward"), col("proposal")];

impl Answer for ActedAnswer {
    type Json = ActedJson;

    fn json(&self) -> ActedJson {
        ActedJson { reward: self.0.reward.clone(), proposal: self.0.proposal }
    }

    fn tables(&self, _words: &Words) -> Vec<Table> {
        let row = vec![Cell::text(&self.0.reward), Cell::maybe(self.0.proposal, Cell::figure)];
        vec![Table { title: None, columns: ACTED, rows: vec![row] }]
    }
}

/// The answer to a rehearsal.
pub(crate) struct PreviewAnswer(pub ActPreview);

/// The same, as JSON.
#[derive(Debug, Serialize)]
pub(crate) struct PreviewJson {
    act: &'static str,
    reward: String,
    beneficiary: Person,
    rail: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<SideJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<SideJson>,
    transfers: Vec<TransferJson>,
    accounts: Vec<AccountJson>,
    outside: OutsideJson,
    needs_second: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<&'static str>,
    expects: String,
}

#[derive(Debug, Serialize)]
struct SideJson {
    state: &'static str,
    stands: Money,
    used: Money,
    set_off: Money,
}

#[derive(Debug, Serialize)]
struct TransferJson {
    debit: String,
    credit: String,
    amount: Money,
}

#[derive(Debug, Serialize)]
struct AccountJson {
    account: String,
    before: Money,
    after: Money,
}

#[derive(Debug, Serialize)]
struct OutsideJson {
    does: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<Money>,
}

impl From<&ActSide> for SideJson {
    fn from(side: &ActSide) -> Self {
        let money = |amount: &vouchsafe_app::view::Amount| Money::from(amount.clone());
        Self { state: side.state.name(), stands: money(&side.stands), used: money(&side.used), set_off: money(&side.set_off) }
    }
}

impl From<&OutsideAct> for OutsideJson {
    fn from(outside: &OutsideAct) -> Self {
        let (from, to) = match outside {
            OutsideAct::Nothing => (None, None),
            OutsideAct::Issue { amount } => (None, Some(amount)),
            OutsideAct::Correct { from, to } => (Some(from), Some(to)),
            OutsideAct::TakeBack { from } => (Some(from), None),
        };
        Self { does: outside.name(), from: from.cloned().map(Money::from), to: to.cloned().map(Money::from) }
    }
}

const SIDES: &[Column] =
    &[col("act"), col("beneficiary"), col("state"), col("stands"), col("used"), col("currency"), col("outside"), col("to"), col("needs_second")];
const TRANSFERS: &[Column] = &[col("debit"), col("credit"), col("amount"), col("currency")];
const ACCOUNTS: &[Column] = &[col("account"), col("before"), col("after"), col("currency")];

impl Answer for PreviewAnswer {
    type Json = PreviewJson;

    fn json(&self) -> PreviewJson {
        let preview = &self.0;
        let transfers = preview.lines.iter().map(|line| TransferJson {
            debit: line.debit.clone(),
            credit: line.credit.clone(),
            amount: Money::from(line.amount.clone()),
        });
        let accounts = preview.accounts.iter().map(|line| AccountJson {
            account: line.account.clone(),
            before: Money::from(line.before.clone()),
            after: Money::from(line.after.clone()),
        });
        PreviewJson {
            act: preview.act,
            reward: preview.reward.clone(),
            beneficiary: Person::from(&preview.beneficiary),
            rail: preview.rail.name(),
            before: preview.before.as_ref().map(SideJson::from),
            after: preview.after.as_ref().map(SideJson::from),
            transfers: transfers.collect(),
            accounts: accounts.collect(),
            outside: OutsideJson::from(&preview.outside),
            needs_second: preview.needs_second,
            refused: preview.refused.map(|reason| reason.code()),
            expects: preview.expects.clone(),
        }
    }

    fn tables(&self, _words: &Words) -> Vec<Table> {
        let preview = &self.0;
        let outside = OutsideJson::from(&preview.outside);
        let side = |side: &ActSide| {
            vec![
                Cell::Word("payouts-act", preview.act),
                Cell::text(called(&preview.beneficiary)),
                Cell::Word("state", side.state.name()),
                Cell::figure(side.stands.figure()),
                Cell::figure(side.used.figure()),
                Cell::text(&side.stands.name),
                Cell::Word("cli-outside", outside.does),
                Cell::maybe(outside.to.as_ref(), |to| Cell::figure(&to.amount)),
                Cell::Word("cli-needs-second", if preview.needs_second { "yes" } else { "no" }),
            ]
        };
        let transfers = preview
            .lines
            .iter()
            .map(|line| vec![Cell::text(&line.debit), Cell::text(&line.credit), Cell::figure(line.amount.figure()), Cell::text(&line.amount.name)]);
        let accounts = preview.accounts.iter().map(|line| {
            vec![Cell::text(&line.account), Cell::figure(line.before.figure()), Cell::figure(line.after.figure()), Cell::text(&line.after.name)]
        });
        vec![
            Table { title: None, columns: SIDES, rows: preview.before.iter().chain(&preview.after).map(side).collect() },
            Table { title: None, columns: TRANSFERS, rows: transfers.collect() },
            Table { title: None, columns: ACCOUNTS, rows: accounts.collect() },
        ]
    }
}
