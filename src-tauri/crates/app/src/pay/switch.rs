//! What holds payouts back: a rest after a restore, somebody's stop, and the ceiling of a day.

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::rewards::given_reason;
use crate::view::{PayoutSwitch, Rest, Tag};
use std::collections::BTreeMap;
use vouchsafe_db::{DbError, Tx};
use vouchsafe_domain::money::{Amount, Asset, Currency, Money};
use vouchsafe_domain::payout::PayoutRecord;
use vouchsafe_domain::time::{Span, Timestamp};

/// Who stopped payouts, when and why, a line each; empty while nobody has.
const STOPPED: &str = "payouts_stopped";
/// The most that may go out in a day, a line for each currency, such as `EUR 500.00`.
const CEILING: &str = "payout_ceiling";
/// What raises of what was delivered before have come to: the day, UTC, and a line for each currency, such as `EUR 5.00`.
const RAISED: &str = "payout_raised";

impl Desk {
    /// What holds payouts back.
    ///
    /// # Errors
    /// What the db says.
    pub async fn payout_switch(&self) -> Result<PayoutSwitch> {
        let ceiling = self.payout_ceiling().await?;
        let gone_out = self.gone_out_today().await?;
        let today = |limit: &Money| Money::new(gone_out.get(&Asset::Currency(limit.currency)).copied().unwrap_or(0), limit.currency);
        Ok(PayoutSwitch { rests: self.rest().await?, today: ceiling.iter().map(today).collect(), ceiling })
    }

    /// Stops all payouts; a batch that is under way ends before its next sending. What is there already stays stopped by whom it was.
    ///
    /// # Errors
    /// [`AppError::ReasonMissing`]; what the db says.
    pub async fn stop_payouts(&self, actor: &str, reason: &str) -> Result<()> {
        let reason = one_line(&given_reason(reason)?);
        if !matches!(self.stopped_by().await?, Some(Rest::Stopped { .. })) {
            let actor = one_line(actor);
            let said = format!("{}\n{actor}\n{reason}", self.now());
            self.db().write(move |tx| tx.set(STOPPED, &said)).await?;
            self.log(None, "payouts_stopped", [("reason", format!("{reason} ({actor})"))], None).await?;
        }
        self.changed([Tag::Payouts]);
        Ok(())
    }

    /// Lets payouts go on that somebody had stopped. A rest after a restore stays until the db was compared with the shop.
    ///
    /// # Errors
    /// [`AppError::ReasonMissing`]; what the db says.
    pub async fn let_payouts_go(&self, actor: &str, reason: &str) -> Result<()> {
        let reason = one_line(&given_reason(reason)?);
        if self.stopped_by().await?.is_some() {
            self.db().write(|tx| tx.set(STOPPED, "")).await?;
            self.log(None, "payouts_go", [("reason", format!("{} ({})", reason, one_line(actor)))], None).await?;
        }
        self.changed([Tag::Payouts]);
        Ok(())
    }

    /// The most that may go out in a day, UTC, for each currency that has a ceiling.
    ///
    /// # Errors
    /// What the db says.
    pub async fn payout_ceiling(&self) -> Result<Vec<Money>> {
        let text = self.db().setting(CEILING).await?.unwrap_or_default();
        Ok(text.lines().filter_map(money).collect())
    }

    /// Sets the most that may go out in a day. A currency that is not named has no ceiling.
    ///
    /// # Errors
    /// What the db says.
    pub async fn set_payout_ceiling(&self, actor: &str, ceiling: &[Money]) -> Result<()> {
        // One for each currency: the last word holds.
        let by_currency: BTreeMap<&str, String> = ceiling.iter().map(|limit| (limit.currency.code(), limit.amount_text())).collect();
        let text = by_currency.iter().map(|(currency, amount)| format!("{currency} {amount}")).collect::<Vec<_>>().join("\n");
        let said = text.replace('\n', ", ");
        self.db().write(move |tx| tx.set(CEILING, &text)).await?;
        let amounts = if said.is_empty() { "–".to_owned() } else { said };
        self.log(None, "payout_ceiling", [("amounts", amounts), ("actor", one_line(actor))], None).await?;
        self.changed([Tag::Payouts]);
        Ok(())
    }

    /// Fails while payouts rest.
    pub(crate) async fn may_pay(&self) -> Result<()> {
        match self.rest().await? {
            None => Ok(()),
            Some(Rest::Restored) => Err(AppError::PayoutsRest),
            Some(Rest::Stopped { reason, .. }) => Err(AppError::PayoutsStopped { reason }),
        }
    }

    async fn rest(&self) -> Result<Option<Rest>> {
        if self.rests_since_restore().await? {
            return Ok(Some(Rest::Restored));
        }
        self.stopped_by().await
    }

    async fn stopped_by(&self) -> Result<Option<Rest>> {
        let Some(text) = self.db().setting(STOPPED).await?.filter(|text| !text.is_empty()) else { return Ok(None) };
        let mut lines = text.splitn(3, '\n').map(str::to_owned);
        let at = lines.next().and_then(|at| Timestamp::parse(&at).ok()).unwrap_or(Timestamp::EPOCH);
        Ok(Some(Rest::Stopped { at, actor: lines.next().unwrap_or_default(), reason: lines.next().unwrap_or_default() }))
    }

    /// What was begun to be paid out since midnight UTC, raises with it, by asset, in minor units.
    async fn gone_out_today(&self) -> Result<BTreeMap<Asset, i64>> {
        let midnight = Timestamp::from_micros(self.now().micros().div_euclid(Span::days(1).micros()) * Span::days(1).micros());
        let sums = self.db().intended_between(midnight, midnight.plus(Span::days(1))).await?;
        let mut sums: BTreeMap<Asset, i64> = sums.into_iter().map(|sum| (sum.asset, sum.minor)).collect();
        for raised in raised_on(self.now(), &self.db().setting(RAISED).await?.unwrap_or_default()) {
            let sum = sums.entry(Asset::Currency(raised.currency)).or_default();
            *sum = sum.saturating_add(raised.minor);
        }
        Ok(sums)
    }

    /// What may still go out today.
    pub(crate) async fn allowance(&self) -> Result<Allowance> {
        let (ceiling, gone_out) = (self.payout_ceiling().await?, self.gone_out_today().await?);
        let left = |limit: Money| {
            let asset = Asset::Currency(limit.currency);
            (asset, limit.minor.saturating_sub(gone_out.get(&asset).copied().unwrap_or(0)))
        };
        Ok(Allowance { left: ceiling.into_iter().map(left).collect() })
    }
}

/// What may still go out today of each asset that has a ceiling.
#[derive(Debug, Clone, Default)]
pub(crate) struct Allowance {
    left: BTreeMap<Asset, i64>,
}

impl Allowance {
    /// No ceiling at all.
    pub(crate) fn boundless() -> Self {
        Self::default()
    }

    /// Takes an amount out of what is left, or leaves everything as it is where that is too much.
    pub(crate) fn take(&mut self, amount: Amount) -> bool {
        let Some(left) = self.left.get_mut(&amount.asset) else { return true };
        let fits = amount.minor <= *left;
        if fits {
            *left = left.saturating_sub(amount.minor);
        }
        fits
    }

    /// The same for what a raise takes, where it is one.
    pub(crate) fn take_raise(&mut self, raise: Option<Amount>) -> bool {
        raise.is_none_or(|raise| self.take(raise))
    }

    /// Gives back what was taken and did not go out.
    pub(crate) fn give_back(&mut self, amount: Amount) {
        if let Some(left) = self.left.get_mut(&amount.asset) {
            *left = left.saturating_add(amount.minor);
        }
    }
}

/// How much more goes out when what was delivered is made to stand for `to`; nothing where it is lowered, or where an intent of before counts already.
pub(super) fn raise(record: Option<&PayoutRecord>, to: i64) -> Option<Amount> {
    let record = record?;
    let counted = record.told().max(record.correcting().unwrap_or(0));
    Some(record.amount().with_minor(to.saturating_sub(counted))).filter(|more| more.minor > 0)
}

/// Counts a raise that is about to go out, in the commit of its intent.
pub(super) fn count_raise(tx: &mut Tx<'_>, raise: Amount, now: Timestamp) -> std::result::Result<(), DbError> {
    let Asset::Currency(currency) = raise.asset else { return Ok(()) };
    let mut sums: BTreeMap<String, Money> = BTreeMap::new();
    let before = tx.setting(RAISED)?.unwrap_or_default();
    for more in raised_on(now, &before).chain([Money::new(raise.minor, currency)]) {
        let sum = sums.entry(more.currency.to_string()).or_insert(Money::new(0, more.currency));
        sum.minor = sum.minor.saturating_add(more.minor);
    }
    let lines = sums.values().map(|sum| format!("\n{} {}", sum.currency, sum.amount_text()));
    tx.set(RAISED, &lines.fold(day(now), |text, line| text + &line))
}

/// What raises came to on the day of an instant, as it was written down.
fn raised_on(now: Timestamp, text: &str) -> impl Iterator<Item = Money> {
    let lines = text.split_once('\n').filter(|(of, _)| *of == day(now)).map_or("", |(_, lines)| lines);
    lines.lines().filter_map(money)
}

/// The day of an instant, UTC.
fn day(at: Timestamp) -> String {
    at.to_string().chars().take(10).collect()
}

/// Money as a line of a setting.
fn money(line: &str) -> Option<Money> {
    let (currency, amount) = line.split_once(' ')?;
    Money::parse(amount, Currency::parse(currency).ok()?).ok()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_goes_out_more_than_was_counted_is_a_raise() {
        let euros = |minor| Amount::from(Money::new(minor, Currency::parse("EUR").unwrap()));
        assert_eq!(raise(None, 500), None);
        let mut allowance = Allowance { left: [(euros(0).asset, 100)].into() };
        assert!(allowance.take_raise(None) && !allowance.take_raise(Some(euros(101))) && allowance.take_raise(Some(euros(100))));
        assert!(!allowance.take_raise(Some(euros(1))));
    }

    #[test]
    fn raises_are_told_of_their_own_day_alone() {
        let at = |text: &str| Timestamp::parse(text).unwrap();
        let told = |now: &str, text: &str| raised_on(at(now), text).map(|sum| sum.to_string()).collect::<Vec<_>>().join(", ");
        let text = "2026-03-01\nEUR 5.00\nUSD 7.50";
        assert_eq!(told("2026-03-01T23:59:59Z", text), "5.00 EUR, 7.50 USD");
        assert_eq!(told("2026-03-02T00:00:00Z", text), "");
        for garbled in ["", "2026-03-01", "2026-03-01\nEUR", "2026-03-01\nmuch"] {
            assert_eq!(told("2026-03-01T00:00:00Z", garbled), "", "{garbled}");
        }
    }

    #[test]
    fn what_passes_the_ceiling_is_left_and_what_fits_behind_it_goes() {
        let euros = |minor| Amount::from(Money::new(minor, Currency::parse("EUR").unwrap()));
        let dollars = Amount::from(Money::new(1_000_000, Currency::parse("USD").unwrap()));
        let mut allowance = Allowance { left: [(euros(0).asset, 1_000)].into() };
        assert!(allowance.take(euros(600)) && !allowance.take(euros(500)) && allowance.take(euros(400)));
        assert!(!allowance.take(euros(1)) && allowance.take(dollars));
        allowance.give_back(euros(400));
        assert!(allowance.take(euros(400)));
    }
}
