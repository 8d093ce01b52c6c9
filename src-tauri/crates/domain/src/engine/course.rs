//! The course of an order: how it came to be as it is, so that what is learned late is judged as it would have been then.

use crate::event::{Funds, OrderBody, PurchaseKind};
use crate::name::CategoryKey;
use crate::party::PartyId;
use crate::state::{OrderRecord, Turn};
use crate::time::Timestamp;
use smallvec::SmallVec;

/// The most turns that are kept of an order; of one that turned more often, the second is forgotten first.
const MAX_TURNS: usize = 200;

/// What an order's lines of each category come to; lines without one belong to none.
fn by_category(body: &OrderBody) -> SmallVec<[(CategoryKey, i64); 1]> {
    let mut sums: SmallVec<[(CategoryKey, i64); 1]> = SmallVec::new();
    for (category, minor) in body.lines.iter().filter_map(|line| line.category.map(|category| (category, line.minor))) {
        match sums.iter_mut().find(|(known, _)| *known == category) {
            Some((_, sum)) => *sum = sum.saturating_add(minor),
            None => sums.push((category, minor)),
        }
    }
    sums
}

impl OrderRecord {
    /// The record of a new order.
    pub(super) fn opened(party: PartyId, is_referred: bool, body: &OrderBody, at: Timestamp) -> Self {
        Self {
            party,
            currency: body.currency,
            placed_at: at,
            items: body.items,
            items_with_tax: body.items_with_tax,
            order_total: body.order_total,
            payable: body.payable,
            channel: body.channel,
            kind: PurchaseKind::Order,
            country: body.country,
            ip: body.ip,
            categories: by_category(body),
            credited: None,
            is_replacement: body.is_replacement,
            is_owned: body.customer.is_some(),
            is_referred,
            confirmed_at: None,
            cancelled_at: None,
            funds: Funds::default(),
            funds_as_of: None,
            first_captured_at: None,
            captured_at: None,
            rewards: SmallVec::new(),
            course: None,
        }
    }

    /// The record after news of its money; `None` when the news is older than what is known.
    pub(super) fn with_funds(&self, funds: Funds, as_of: Timestamp, at: Timestamp) -> Option<Self> {
        if self.funds_as_of.is_some_and(|known| as_of < known) {
            return None;
        }
        let mut after = Self { funds, funds_as_of: Some(as_of), ..self.clone() };
        if funds.captured > 0 {
            after.first_captured_at = after.first_captured_at.or(Some(at));
        }
        after.note_capture(at);
        after.note_turn(self, at);
        Some(after)
    }

    /// The record after the order was edited. What was paid already can now be everything.
    pub(super) fn edited(&self, body: &OrderBody, at: Timestamp) -> Self {
        let categories = by_category(body);
        let mut after = Self {
            categories,
            items: body.items,
            items_with_tax: body.items_with_tax,
            order_total: body.order_total,
            payable: body.payable,
            ..self.clone()
        };
        after.note_capture(at);
        after.note_turn(self, at);
        after
    }

    /// The record after the order was cancelled.
    pub(super) fn cancelled(&self, at: Timestamp) -> Self {
        let mut after = Self { cancelled_at: self.cancelled_at.or(Some(at)), ..self.clone() };
        after.note_turn(self, at);
        after
    }

    /// Notes when everything was captured. An order with nothing to pay is captured by its confirmation, not before.
    fn note_capture(&mut self, at: Timestamp) {
        if self.is_captured() && (self.payable > 0 || self.confirmed_at.is_some()) {
            self.captured_at = self.captured_at.or(Some(at));
        }
    }

    /// The amounts that rewards are computed of.
    pub(super) const fn amounts(&self) -> (i64, i64, i64, i64) {
        (self.items, self.items_with_tax, self.order_total, self.payable)
    }

    /// Whether rewards can come to something else by another state of the order's lines.
    pub(super) fn differs(&self, other: &Self) -> bool {
        self.amounts() != other.amounts() || self.categories != other.categories
    }

    /// Whether a purchase of a friend was captured in full and stands.
    pub(super) fn stands(&self) -> bool {
        let is_good = self.is_referred && !self.is_replacement && self.cancelled_at.is_none();
        is_good && self.is_captured() && self.funds.net() > 0
    }

    /// Whether everything that came of the order's money was given back, by whomever.
    pub(super) fn is_wholly_paid_back(&self) -> bool {
        self.funds.captured > 0 && self.funds.net() == 0
    }

    /// Whether everything was refunded; what the bank took back is none.
    pub(super) fn is_wholly_refunded(&self) -> bool {
        self.is_wholly_paid_back() && self.funds.charged_back == 0
    }

    /// Whether the amounts were ever other than they are.
    pub(super) fn was_edited(&self) -> bool {
        let differs =
            |turn: &Turn| (turn.items, turn.items_with_tax, turn.order_total, turn.payable) != self.amounts() || turn.categories != self.categories;
        self.course.as_ref().is_some_and(|course| course.iter().any(differs))
    }

    /// Since when the order counts as paid, in part at least.
    pub(super) fn paid_since(&self) -> Option<Timestamp> {
        [self.first_captured_at, self.captured_at].into_iter().flatten().min()
    }

    /// Whether less is left than was to be paid: something was given back. What was charged twice and given back once is not.
    pub(super) fn is_short(&self, payable: i64) -> bool {
        let given_back = self.funds.refunded.saturating_add(self.funds.charged_back);
        given_back > 0 && self.funds.captured > 0 && (self.funds.net() < payable || self.funds.net() == 0)
    }

    /// Adds a turn to the course, where the fields alone would no longer tell it.
    fn note_turn(&mut self, before: &Self, at: Timestamp) {
        let (now, then) = (self.as_turn(at), before.as_turn(at));
        if now.is_like(&then) {
            return;
        }
        let first_money = self.course.is_none()
            && !self.differs(before)
            && before.funds == Funds::default()
            && self.first_captured_at == Some(at)
            && self.cancelled_at.is_none();
        if first_money {
            return;
        }
        let mut course = before.turns();
        if course.len() >= MAX_TURNS {
            course.remove(1);
        }
        course.push(now);
        self.course = Some(Box::new(course));
    }

    fn as_turn(&self, at: Timestamp) -> Turn {
        Turn {
            at,
            is_confirmed: self.confirmed_at.is_some(),
            is_cancelled: self.cancelled_at.is_some(),
            items: self.items,
            items_with_tax: self.items_with_tax,
            order_total: self.order_total,
            payable: self.payable,
            categories: self.categories.clone(),
            funds: self.funds,
        }
    }

    /// The order after each event that turned it, oldest first; never empty.
    pub(super) fn turns(&self) -> Vec<Turn> {
        if let Some(course) = &self.course {
            return (**course).clone();
        }
        let opened = Turn { is_confirmed: false, is_cancelled: false, funds: Funds::default(), ..self.as_turn(self.placed_at) };
        let paid = self.first_captured_at.filter(|_| self.funds != Funds::default()).map(|at| {
            let is_confirmed = self.confirmed_at.is_some_and(|confirmed| confirmed <= at);
            Turn { is_confirmed, ..self.as_turn(at) }
        });
        std::iter::once(opened).chain(paid).collect()
    }

    /// The order as its confirmation found it, and what became of it.
    pub(super) fn when_confirmed(&self) -> (Self, Vec<(Timestamp, Self)>) {
        let turns = self.turns();
        let place = turns.iter().rposition(|turn| !turn.is_confirmed).unwrap_or(0);
        self.split(&turns, place)
    }

    /// The order as it was once everything was captured, and what became of it.
    pub(super) fn when_captured(&self) -> (Self, Vec<(Timestamp, Self)>) {
        let turns = self.turns();
        let place = turns.iter().position(Turn::is_captured).unwrap_or(turns.len() - 1);
        self.split(&turns, place)
    }

    fn split(&self, turns: &[Turn], place: usize) -> (Self, Vec<(Timestamp, Self)>) {
        let later = turns[place + 1..].iter().map(|turn| (turn.at, self.as_of(turn))).collect();
        (self.as_of(&turns[place]), later)
    }

    /// The order as a turn left it.
    fn as_of(&self, turn: &Turn) -> Self {
        Self {
            items: turn.items,
            items_with_tax: turn.items_with_tax,
            order_total: turn.order_total,
            payable: turn.payable,
            categories: turn.categories.clone(),
            funds: turn.funds,
            cancelled_at: self.cancelled_at.filter(|_| turn.is_cancelled),
            ..self.clone()
        }
    }

    /// The order as news of an instant left it, which were told late, and what became of it since: `before` is the order without them.
    pub(super) fn since(&self, before: &Self, at: Timestamp) -> (Self, Vec<(Timestamp, Self)>) {
        let turns = before.turns();
        let (then, later): (Vec<Turn>, Vec<Turn>) = turns.into_iter().partition(|turn| turn.at <= at);
        // What is told of money is the truth so far: later turns of the order had it, too, though nobody knew.
        let with_news = |turn: &Turn| Self { funds: self.funds, ..self.as_of(turn) };
        let then = then.last().map_or_else(|| self.clone(), with_news);
        (then, later.iter().map(|turn| (turn.at, with_news(turn))).collect())
    }

    /// The captured money, net, by which each turn changed it.
    pub(super) fn revenue(&self) -> Vec<(Timestamp, i64)> {
        let turns = self.turns();
        let change = |pair: &[Turn]| (pair[1].at, pair[1].funds.net() - pair[0].funds.net());
        turns.windows(2).map(change).filter(|(_, minor)| *minor != 0).collect()
    }
}

impl Turn {
    const fn is_captured(&self) -> bool {
        self.funds.captured >= self.payable && (self.payable > 0 || self.is_confirmed)
    }

    /// Whether two turns left the order alike, whenever that was; the confirmation alone is no turn.
    fn is_like(&self, other: &Self) -> bool {
        Self { at: other.at, is_confirmed: other.is_confirmed, ..self.clone() } == *other
    }
}
