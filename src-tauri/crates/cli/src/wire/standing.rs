//! How advocates stand, on the wire.

use serde::Serialize;
use vouchsafe_app::view::{AdvocateStanding, Ahead, AheadOf, CustomerDetail, LeaderboardRow, Progress, Score};
use vouchsafe_app::words::Words;

use super::{Money, Person, called};
use crate::paper::Answer;
use crate::table::{Cell, Column, Table, col, extra};

/// An advocate's place.
#[derive(Debug, Serialize)]
pub(crate) struct Place {
    place: u64,
    advocate: Person,
    #[serde(skip_serializing_if = "Option::is_none")]
    friends: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<Money>,
}

impl From<&LeaderboardRow> for Place {
    fn from(row: &LeaderboardRow) -> Self {
        let (friends, amount) = match &row.score {
            Score::Friends(friends) => (Some(*friends), None),
            Score::Amount(amount) => (None, Some(amount.clone().into())),
        };
        Self { place: row.place, advocate: (&row.advocate).into(), friends, amount }
    }
}

/// The columns of [`cells`].
pub(crate) const COLUMNS: &[Column] = &[col("place"), col("advocate"), extra("advocate_key"), extra("advocate_email"), col("score"), extra("asset")];

/// An advocate's place as a row.
pub(crate) fn cells(row: &LeaderboardRow) -> Vec<Cell> {
    let (score, asset) = match &row.score {
        Score::Friends(friends) => (Cell::figure(friends), Cell::Empty),
        Score::Amount(amount) => (Cell::figure(amount.figure()), Cell::text(&amount.name)),
    };
    vec![
        Cell::figure(row.place),
        Cell::text(called(&row.advocate)),
        Cell::text(&row.advocate.key),
        Cell::maybe(row.advocate.email.as_deref(), Cell::text),
        score,
        asset,
    ]
}

/// The answer to `report advocate`.
pub(crate) struct AdvocateAnswer(pub CustomerDetail);

/// What an advocate has come to.
#[derive(Debug, Serialize)]
pub(crate) struct AdvocateJson {
    advocate: Person,
    invited: u64,
    active: u64,
    paid: u32,
    revenue: Vec<Money>,
    earned: Vec<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_activity: Option<String>,
    programs: Vec<ProgressJson>,
}

#[derive(Debug, Serialize)]
struct ProgressJson {
    program: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<String>,
    ahead: Vec<AheadJson>,
}

#[derive(Debug, Serialize)]
struct AheadJson {
    what: &'static str,
    name: String,
    at: u32,
    friends: u32,
}

impl From<&Ahead> for AheadJson {
    fn from(ahead: &Ahead) -> Self {
        let (what, name) = named(&ahead.what);
        Self { what, name: name.to_owned(), at: ahead.at, friends: ahead.friends }
    }
}

fn named(what: &AheadOf) -> (&'static str, &str) {
    match what {
        AheadOf::Level(name) => ("level", name),
        AheadOf::Step(rule) => ("step", rule),
    }
}

const FIGURES: &[Column] = &[col("figure"), col("value")];
const AHEAD: &[Column] = &[col("program"), col("level"), col("ahead"), col("name"), col("friends_at"), col("friends_left")];

impl Answer for AdvocateAnswer {
    type Json = AdvocateJson;

    fn json(&self) -> AdvocateJson {
        let standing = &self.0.standing;
        let progress = |progress: &Progress| ProgressJson {
            program: progress.program.clone(),
            level: progress.level.clone(),
            ahead: progress.ahead.iter().map(AheadJson::from).collect(),
        };
        AdvocateJson {
            advocate: (&self.0.row.person).into(),
            invited: standing.invited,
            active: standing.active,
            paid: standing.paid,
            revenue: standing.revenue.iter().copied().map(Money::from).collect(),
            earned: self.0.earned.iter().map(|total| total.amount.clone().into()).collect(),
            last_activity: standing.last_activity.map(|at| at.to_string()),
            programs: standing.programs.iter().map(progress).collect(),
        }
    }

    fn tables(&self, _words: &Words) -> Vec<Table> {
        let AdvocateStanding { invited, active, paid, revenue, last_activity, programs } = &self.0.standing;
        let row = |figure: &'static str, value: Cell| vec![Cell::Word("cli", figure), value];
        let list = |amounts: Vec<String>| Cell::figure(amounts.join(", "));
        let earned = self.0.earned.iter().map(|total| format!("{} {}", total.amount.figure(), crate::plain::plain(&total.amount.name)));
        let rows = vec![
            vec![Cell::Word("cli", "advocate"), Cell::text(called(&self.0.row.person))],
            row("invited", Cell::figure(invited)),
            row("active", Cell::figure(active)),
            row("paid_friends", Cell::figure(paid)),
            row("friends_revenue", list(revenue.iter().map(ToString::to_string).collect())),
            row("earned", list(earned.collect())),
            row("last_activity", Cell::maybe(*last_activity, Cell::At)),
        ];
        let mut tables = vec![Table { title: None, columns: FIGURES, rows }];
        let ahead = |progress: &Progress| {
            let level = || Cell::maybe(progress.level.as_deref(), Cell::text);
            let row = |ahead: &Ahead| {
                let (what, name) = named(&ahead.what);
                let (at, friends) = (Cell::figure(ahead.at), Cell::figure(ahead.friends));
                vec![Cell::text(&progress.program), level(), Cell::Word("cli-ahead", what), Cell::text(name), at, friends]
            };
            let last = || vec![Cell::text(&progress.program), level(), Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty];
            if progress.ahead.is_empty() { vec![last()] } else { progress.ahead.iter().map(row).collect() }
        };
        let rows: Vec<Vec<Cell>> = programs.iter().flat_map(ahead).collect();
        if !rows.is_empty() {
            tables.push(Table { title: None, columns: AHEAD, rows });
        }
        tables
    }
}
