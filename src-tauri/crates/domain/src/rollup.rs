//! What one commit changed, gathered while its events are evolved: the records to store and the figures to add.

use crate::money::Currency;
use crate::name::ChannelKey;
use crate::party::PartyId;
use crate::state::RecordKey;
use crate::time::{Month, Timestamp};
use rustc_hash::{FxHashMap, FxHashSet};

/// The cell of the figures that an amount belongs to. Months are counted in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FigureCell {
    /// The month.
    pub month: Month,
    /// The sales channel; none for what belongs to no order.
    pub channel: Option<ChannelKey>,
    /// The currency.
    pub currency: Currency,
}

/// The figures of a cell, money in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// Friends whose first captured order lies in the cell.
    pub new_friends: i64,
    /// Orders of friends of which money was captured for the first time.
    pub referred_orders: i64,
    /// Captured money of referred orders, net of refunds and charge-backs.
    pub revenue: i64,
    /// What rewards of both sides cost, as promised, net of what was voided or taken back.
    pub accrued: i64,
    /// What was delivered, net of what was taken back.
    pub issued: i64,
    /// What was redeemed.
    pub redeemed: i64,
    /// Marketing cost.
    pub spend: i64,
}

impl Figures {
    /// Adds another cell's figures. Saturates: a figure at the end of its range is shown as such and no sum wraps.
    pub fn add(&mut self, other: &Self) {
        let pairs = [
            (&mut self.new_friends, other.new_friends),
            (&mut self.referred_orders, other.referred_orders),
            (&mut self.revenue, other.revenue),
            (&mut self.accrued, other.accrued),
            (&mut self.issued, other.issued),
            (&mut self.redeemed, other.redeemed),
            (&mut self.spend, other.spend),
        ];
        for (sum, by) in pairs {
            *sum = sum.saturating_add(by);
        }
    }
}

/// What a person brought and cost, in one currency, money in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PersonFigures {
    /// Referred orders of their own, as a friend, of which money was captured.
    pub orders: i64,
    /// Captured money of these orders, net.
    pub revenue: i64,
    /// What their own rewards cost, on either side, as promised.
    pub cost: i64,
}

/// What one event did to a person's figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MoneyFact {
    /// When the event happened.
    pub at: Timestamp,
    /// Whose figures.
    pub party: PartyId,
    /// The currency.
    pub currency: Currency,
    /// What has to be added.
    pub by: PersonFigures,
}

/// What a commit changed.
#[derive(Debug, Clone, Default)]
pub struct Rollup {
    /// The records that changed and have to be stored.
    pub touched: FxHashSet<RecordKey>,
    /// What has to be added to the figures.
    pub figures: FxHashMap<FigureCell, Figures>,
    /// What has to be added to people's figures.
    pub people: FxHashMap<(PartyId, Currency), PersonFigures>,
    /// What `people` is the sum of, in the order of the events.
    pub money: Vec<MoneyFact>,
}
