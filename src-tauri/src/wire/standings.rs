//! How advocates stand: one with what is ahead of them, and all of them ranked.

use super::tree::instant;
use super::{Money, PersonRef, all, count, currency, cut, typed};
use crate::error::{Answer, AppError};
use serde::{Deserialize, Serialize};
use specta::Type;
use vouchsafe_app::view;

/// What an advocate has come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct AdvocateStanding {
    /// Friends who were bound to them and whose referral nobody refused.
    pub invited: u32,
    /// Those of them who became active.
    pub active: u32,
    /// Those of them who are paid friends now: what steps and levels count.
    pub paid: u32,
    /// What their friends paid as friends, net, for each currency.
    pub revenue: Vec<Money>,
    /// When something last happened to them or by them.
    pub last_activity: Option<String>,
    /// How far they are in each program in force that has levels, or steps by paid friends.
    pub programs: Vec<Progress>,
}

impl From<view::AdvocateStanding> for AdvocateStanding {
    fn from(standing: view::AdvocateStanding) -> Self {
        Self {
            invited: count(standing.invited),
            active: count(standing.active),
            paid: standing.paid,
            revenue: all(standing.revenue),
            last_activity: standing.last_activity.map(|at| at.to_string()),
            programs: all(standing.programs),
        }
    }
}

/// How far an advocate is in a program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Progress {
    /// The program's id.
    pub program: String,
    /// The program's name.
    pub name: String,
    /// The level that they have.
    pub level: Option<String>,
    /// What comes next: the next level first, then the next step of each rule.
    pub ahead: Vec<Ahead>,
}

impl From<view::Progress> for Progress {
    fn from(progress: view::Progress) -> Self {
        Self { program: progress.program, name: cut(progress.name), level: progress.level.map(cut), ahead: all(progress.ahead) }
    }
}

/// What is ahead of an advocate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum AheadOf {
    /// A level.
    Level,
    /// The next step of a rule.
    Step,
}

/// What is reached by more paid friends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct Ahead {
    /// What it is.
    pub what: AheadOf,
    /// The level's name, or the rule's id.
    pub name: String,
    /// With which paid friend it is reached.
    pub at: u32,
    /// How many more friends have to pay until then.
    pub friends: u32,
}

impl From<view::Ahead> for Ahead {
    fn from(ahead: view::Ahead) -> Self {
        let (what, name) = match ahead.what {
            view::AheadOf::Level(name) => (AheadOf::Level, name),
            view::AheadOf::Step(rule) => (AheadOf::Step, rule),
        };
        Self { what, name: cut(name), at: ahead.at, friends: ahead.friends }
    }
}

/// By what advocates are ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RankedBy {
    /// By friends whose first payment as a friend lies in the time.
    Friends,
    /// By what friends paid in the time.
    Revenue,
    /// By what stands of the rewards that were promised to them in the time.
    Earned,
}

/// By what, and over which time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct LeaderboardQuery {
    /// By what they are ranked.
    pub by: RankedBy,
    /// In which currency, or in which unit by its name; nothing by friends.
    pub asset: Option<String>,
    /// By which program they earned; by all without it.
    pub program: Option<String>,
    /// The first instant; the beginning without it.
    pub from: Option<String>,
    /// The first instant after the time; no end without it.
    pub until: Option<String>,
}

impl LeaderboardQuery {
    /// The question in the words of the verbs.
    ///
    /// # Errors
    /// `unknown_currency` without what is counted, `bad_moment`.
    pub fn parse(self) -> Answer<view::LeaderboardQuery> {
        let asset = typed(self.asset);
        let named = || asset.clone().ok_or_else(|| AppError::new("unknown_currency", [("currency", String::new()), ("what", "none".to_owned())]));
        let by = match self.by {
            RankedBy::Friends => view::RankedBy::Friends,
            RankedBy::Revenue => view::RankedBy::Revenue(currency(&named()?)?),
            RankedBy::Earned => view::RankedBy::Earned { asset: named()?, program: typed(self.program) },
        };
        Ok(view::LeaderboardQuery { by, from: instant(self.from.as_ref())?, until: instant(self.until.as_ref())? })
    }
}

/// An advocate's place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct LeaderboardRow {
    /// The place, from 1: who has the same score has the same place.
    pub place: u32,
    /// Who.
    pub advocate: PersonRef,
    /// So many friends, where friends are counted.
    pub friends: Option<u32>,
    /// So much, where money or units are.
    pub amount: Option<Money>,
}

impl From<view::LeaderboardRow> for LeaderboardRow {
    fn from(row: view::LeaderboardRow) -> Self {
        let (friends, amount) = match row.score {
            view::Score::Friends(friends) => (Some(count(friends)), None),
            view::Score::Amount(amount) => (None, Some(amount.into())),
        };
        Self { place: count(row.place), advocate: row.advocate.into(), friends, amount }
    }
}

/// Part of a leaderboard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
pub struct LeaderboardPage {
    /// The rows.
    pub rows: Vec<LeaderboardRow>,
    /// Ask with this for what follows.
    pub next: Option<String>,
    /// How many there are in all.
    pub count: u32,
}

impl From<view::Page<view::LeaderboardRow>> for LeaderboardPage {
    fn from(page: view::Page<view::LeaderboardRow>) -> Self {
        Self { rows: all(page.rows), next: page.next, count: count(page.count) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_parsed_at_the_door() {
        let asked = |by: RankedBy, asset: Option<&str>, from: Option<&str>| {
            let query =
                LeaderboardQuery { by, asset: asset.map(str::to_owned), program: Some(" ".to_owned()), from: from.map(str::to_owned), until: None };
            query.parse().map(|query| query.by).map_err(|error| error.code)
        };
        assert_eq!(asked(RankedBy::Friends, None, None), Ok(view::RankedBy::Friends));
        assert_eq!(asked(RankedBy::Earned, Some("messages"), None), Ok(view::RankedBy::Earned { asset: "messages".to_owned(), program: None }));
        assert_eq!(asked(RankedBy::Earned, None, None), Err("unknown_currency".to_owned()));
        assert_eq!(asked(RankedBy::Revenue, Some("EURO"), None), Err("unknown_currency".to_owned()));
        assert_eq!(asked(RankedBy::Friends, None, Some("soon")), Err("bad_moment".to_owned()));
    }
}
