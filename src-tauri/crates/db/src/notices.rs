//! Notices: which letters there are to be, written in the commit that makes them true, and what became of each.

mod news;
mod outbox;

pub(crate) use news::{News, news};
pub use outbox::{Letterhead, NoticePage, NoticeRow, NoticeText};

use crate::error::Result;
use crate::fold::FoldCommit;
use crate::rewards::RewardState;
use crate::writer::Tx;
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::party::{Party, PartyId};
use vouchsafe_domain::payout::{Generation, PayoutRecord};
use vouchsafe_domain::reward::{AnyReward, RewardId};
use vouchsafe_domain::time::{Span, Timestamp};

/// What a letter is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeKind {
    /// A friend has made an account: to the advocate.
    Registered,
    /// A friend has begun a trial: to the advocate.
    Trial,
    /// A reward is due: to who gets it.
    Earned,
    /// A reward was delivered: to who got it.
    PaidOut,
    /// What was delivered will expire: to who got it.
    Expiring,
    /// A reward was taken back: to who had it.
    Reversed,
}

impl NoticeKind {
    /// Every kind, by its stored number.
    pub const ALL: [Self; 6] = [Self::Registered, Self::Trial, Self::Earned, Self::PaidOut, Self::Expiring, Self::Reversed];

    /// The name in files and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Trial => "trial",
            Self::Earned => "earned",
            Self::PaidOut => "paid_out",
            Self::Expiring => "expiring",
            Self::Reversed => "reversed",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it is about a reward; else it is about a friend.
    #[must_use]
    pub const fn is_of_reward(self) -> bool {
        !matches!(self, Self::Registered | Self::Trial)
    }

    pub(crate) const fn cell(self) -> i64 {
        self as i64
    }
}

/// What has become of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeState {
    /// To be sent.
    Waiting,
    /// It is being handed to the mail server.
    Sending,
    /// The mail server has it.
    Sent,
    /// The mail server may have it: a person decides.
    Unknown,
    /// The mail server does not take it.
    Failed,
    /// It is not to be sent.
    Skipped,
}

impl NoticeState {
    /// Every state, by its stored number.
    pub const ALL: [Self; 6] = [Self::Waiting, Self::Sending, Self::Sent, Self::Unknown, Self::Failed, Self::Skipped];

    /// The name in files and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Unknown => "unknown",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    pub(crate) const fn cell(self) -> i64 {
        self as i64
    }
}

/// Why a letter is where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeWhy {
    /// Nobody knows an address of theirs, or they were erased.
    NoAddress,
    /// Their account is gone.
    Deleted,
    /// Two people turned out to be one, who has this letter already.
    Merged,
    /// What it would say is not true any more.
    Untrue,
    /// The day that it would name has passed.
    Past,
    /// Such letters are not wished for any more.
    SwitchedOff,
    /// A person has decided that it stays unsent.
    Left,
    /// The mail server refuses it.
    Refused,
    /// The mail server has put it off too often.
    PutOff,
    /// The letter cannot be written, or its address cannot be used.
    Unwritable,
    /// The line broke after its text had begun to leave.
    Unanswered,
    /// The program ended while it was sent.
    Interrupted,
    /// The db came back from a backup that was made before it may have been sent.
    Restored,
}

impl NoticeWhy {
    /// Every reason, by its stored number.
    pub const ALL: [Self; 13] = [
        Self::NoAddress,
        Self::Deleted,
        Self::Merged,
        Self::Untrue,
        Self::Past,
        Self::SwitchedOff,
        Self::Left,
        Self::Refused,
        Self::PutOff,
        Self::Unwritable,
        Self::Unanswered,
        Self::Interrupted,
        Self::Restored,
    ];

    /// The code of its sentence.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoAddress => "no_address",
            Self::Deleted => "deleted",
            Self::Merged => "merged",
            Self::Untrue => "untrue",
            Self::Past => "past",
            Self::SwitchedOff => "switched_off",
            Self::Left => "left",
            Self::Refused => "refused",
            Self::PutOff => "put_off",
            Self::Unwritable => "unwritable",
            Self::Unanswered => "unanswered",
            Self::Interrupted => "interrupted",
            Self::Restored => "restored",
        }
    }

    pub(crate) const fn cell(self) -> i64 {
        self as i64
    }
}

const INSERT: &str = "INSERT INTO notice (kind, subject, generation, party, at, days, expires_at, state, tries, next_at, changed_at) \
                      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, 0, ?5, ?5) ON CONFLICT DO NOTHING";

/// Since when each kind of letter is wished for, by its stored number.
type Switches = [Option<Timestamp>; NoticeKind::ALL.len()];

impl Tx<'_> {
    /// Writes down which letters a commit of the fold gives. Whatever is wrong with a letter later holds nothing back.
    pub(crate) fn put_notices(&mut self, fold: &FoldCommit) -> Result<()> {
        if fold.news().is_empty() {
            return Ok(());
        }
        let switches = self.notice_switches()?;
        for news in fold.news() {
            if switches[news.kind as usize].is_some_and(|since| news.at >= since) {
                self.put_notice(news, &switches)?;
            }
        }
        Ok(())
    }

    fn notice_switches(&self) -> Result<Switches> {
        let mut switches = Switches::default();
        let mut statement = self.statement("SELECT kind, since FROM notice_switch")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let Some(switch) = row.get::<_, i64>(0).ok().and_then(|kind| usize::try_from(kind).ok()).and_then(|kind| switches.get_mut(kind)) {
                *switch = Some(Timestamp::from_micros(row.get(1)?));
            }
        }
        Ok(switches)
    }

    fn put_notice(&mut self, news: &News, switches: &Switches) -> Result<()> {
        match news.about {
            news::About::Friend(friend) => self.put_notice_of_friend(news, friend, switches),
            news::About::Customer(customer) => {
                let sql = "SELECT party FROM state_customer WHERE key = ?1";
                let friend: Option<u32> = self.first(sql, [customer.0.bits()], |row| row.get(0))?;
                friend.map_or(Ok(()), |friend| self.put_notice_of_friend(news, PartyId(friend), switches))
            }
            news::About::Reward(reward) => self.put_notice_of_reward(news, reward),
        }
    }

    /// A letter to the advocate of a friend who has one.
    fn put_notice_of_friend(&mut self, news: &News, friend: PartyId, switches: &Switches) -> Result<()> {
        let friend = self.merged_into(friend)?;
        let bytes: Option<Vec<u8>> = self.first("SELECT bytes FROM state_party WHERE key = ?1", [friend.0], |row| row.get(0))?;
        let Some(record) = bytes.map(|bytes| Party::from_bytes(&bytes)).transpose()? else { return Ok(()) };
        let Some(bond) = record.bond.filter(|_| !record.rejected) else { return Ok(()) };
        // Who had an account before such letters were wished for is no news when they are bound.
        let is_news = switches[news.kind as usize].is_some_and(|since| record.registered_at.is_some_and(|at| at >= since));
        if news.kind == NoticeKind::Registered && !is_news {
            return Ok(());
        }
        let advocate = self.merged_into(bond.advocate)?;
        self.run(INSERT, (news.kind.cell(), friend.0, 1, advocate.0, news.at.micros(), news.days, None::<i64>))?;
        Ok(())
    }

    /// A letter to who gets a reward.
    fn put_notice_of_reward(&mut self, news: &News, reward: RewardId) -> Result<()> {
        let sql = "SELECT beneficiary, state FROM reward WHERE no = ?1";
        let Some((party, state)) = self.first(sql, [reward.0], |row| Ok((row.get::<_, u32>(0)?, row.get::<_, i64>(1)?)))? else {
            return Ok(());
        };
        // What ended before it was due was never promised to anybody.
        let earned = "SELECT 1 FROM notice WHERE kind = ?1 AND subject = ?2";
        let is_void = news.kind == NoticeKind::Reversed && state == RewardState::Void.cell();
        if is_void && self.first(earned, (NoticeKind::Earned.cell(), reward.0), |_| Ok(()))?.is_none() {
            return Ok(());
        }
        let generation = match news.kind {
            // It is earned once, however often it is delivered anew.
            NoticeKind::Earned => 1,
            _ => news.generation.map_or_else(|| self.generation_of(reward), Ok)?,
        };
        let names_an_expiry = matches!(news.kind, NoticeKind::PaidOut | NoticeKind::Expiring);
        let expires_at = if names_an_expiry { self.expiry_of(reward)? } else { None };
        if news.kind == NoticeKind::Expiring && expires_at.is_none() {
            return Ok(());
        }
        let expires_at = expires_at.map(Timestamp::micros);
        self.run(INSERT, (news.kind.cell(), reward.0, generation, party, news.at.micros(), news.days, expires_at))?;
        Ok(())
    }

    /// The generation of a reward's payout.
    fn generation_of(&self, reward: RewardId) -> Result<u16> {
        Ok(self.payout_of(reward)?.map_or(Generation::FIRST, |payout| payout.generation()).0)
    }

    fn payout_of(&self, reward: RewardId) -> Result<Option<PayoutRecord>> {
        let bytes: Option<Vec<u8>> = self.first("SELECT bytes FROM state_payout WHERE key = ?1", [reward.0], |row| row.get(0))?;
        Ok(bytes.map(|bytes| PayoutRecord::from_bytes(&bytes)).transpose()?)
    }

    /// When what was delivered can be used no more.
    fn expiry_of(&self, reward: RewardId) -> Result<Option<Timestamp>> {
        if let Some(day) = self.payout_of(reward)?.and_then(|payout| payout.expires_on()) {
            // Until the end of that day.
            return Ok(u32::try_from(day).ok().map(|day| Timestamp::EPOCH.plus(Span::days(day)).plus(Span::minutes(24 * 60 - 1))));
        }
        let bytes: Option<Vec<u8>> = self.first("SELECT bytes FROM state_reward WHERE key = ?1", [reward.0], |row| row.get(0))?;
        let reward = bytes.map(|bytes| AnyReward::from_bytes(&bytes)).transpose()?;
        Ok(reward.and_then(|reward| match reward {
            AnyReward::Settled(settled) => settled.terms.valid_days.map(|days| settled.state.at.plus(Span::days(days))),
            _ => None,
        }))
    }

    /// Lets letters follow a party that turned out to be another one: of two about one friend, the one that is under way or was sent stands.
    pub(crate) fn notices_follow_merge(&mut self, from: PartyId, into: PartyId) -> Result<()> {
        const FOLLOW: [&str; 4] = [
            "UPDATE notice SET party = ?2 WHERE party = ?1",
            "UPDATE OR IGNORE notice SET subject = ?2 WHERE kind < 2 AND subject = ?1",
            "UPDATE notice SET state = ?3, why = ?4 WHERE kind < 2 AND state = 0 AND subject = ?2 \
             AND EXISTS (SELECT 1 FROM notice AS other WHERE other.kind = notice.kind AND other.subject = ?1 AND other.state NOT IN (0, ?3))",
            "UPDATE notice SET state = ?3, why = ?4 WHERE kind < 2 AND state = 0 AND subject = ?1",
        ];
        for sql in FOLLOW {
            let mut statement = self.statement(sql)?;
            match statement.parameter_count() {
                2 => statement.execute((from.0, into.0))?,
                _ => statement.execute((from.0, into.0, NoticeState::Skipped.cell(), NoticeWhy::Merged.cell()))?,
            };
        }
        Ok(())
    }
}
