//! Reads what a voucher is good for.

use super::door::amounts;
use super::fault::FaultKind as Kind;
use super::place::{Place, Result, all, each};
use super::{Door, MAX_LIST, MAX_LONG_LIST};
use crate::money::{Amount, Asset};
use crate::name::{CategoryKey, ChannelKey, Names};
use crate::program::dto::{OffDto, RewardDto, VoucherDto};
use crate::program::{Value, VoucherOff, VoucherTerms};
use crate::reward::Rail;

impl<N: Names> Door<'_, N> {
    /// What a voucher is good for; nothing for other rails. `place` is that of the table which holds reward and value.
    pub(super) fn voucher(
        &mut self,
        place: &Place<'_>,
        rail: Rail,
        reward: &RewardDto,
        unit: Option<Asset>,
        value: &Value,
    ) -> Result<Option<VoucherTerms>> {
        let at = place.key("reward");
        let terms = at.key("voucher");
        let dto = match (rail, &reward.voucher) {
            (Rail::Voucher, dto) => dto.as_ref(),
            (_, None) => return Ok(None),
            (_, Some(_)) => return Err(terms.fault(Kind::VoucherRail)),
        };
        let off = off(&terms, dto.and_then(|dto| dto.off), unit.is_some());
        let off = off.and_then(|off| fits(&place.key("value"), value, unit, off).map(|()| off));
        let Some(VoucherDto { off: _, categories, min_spend, channels }) = dto else {
            return Ok(Some(VoucherTerms { off: off?, ..VoucherTerms::default() }));
        };
        all! {
            off = off;
            categories = self.names(&terms.key("categories"), categories, MAX_LONG_LIST);
            min_spend = min_spend.as_ref().map(|least| amounts(&terms.key("min_spend"), least)).transpose();
            channels = self.names(&terms.key("channels"), channels, MAX_LIST);
        }
        Ok(Some(VoucherTerms {
            off,
            categories: categories.into_iter().map(CategoryKey).collect(),
            min_spend: min_spend.map(|least| least.0).unwrap_or_default(),
            channels: channels.into_iter().map(ChannelKey).collect(),
        }))
    }
}

fn off(terms: &Place<'_>, said: Option<OffDto>, has_unit: bool) -> Result<VoucherOff> {
    match (said, has_unit) {
        (None | Some(OffDto::Fixed), false) => Ok(VoucherOff::Fixed),
        (Some(OffDto::Percent), true) => Ok(VoucherOff::Percent),
        (Some(OffDto::Shipping), true) => Ok(VoucherOff::Shipping),
        (None, true) => Err(terms.fault(Kind::VoucherOff)),
        (Some(OffDto::Fixed), true) => Err(terms.key("off").fault(Kind::VoucherUnits)),
        (Some(_), false) => Err(terms.key("off").fault(Kind::VoucherMoney)),
    }
}

/// Refuses what no voucher of that kind can give.
fn fits(place: &Place<'_>, value: &Value, unit: Option<Asset>, off: VoucherOff) -> Result<()> {
    match value {
        Value::Fixed(_) => Ok(()),
        Value::Percent { .. } if off == VoucherOff::Fixed => Ok(()),
        Value::Percent { .. } => Err(place.key("percent").fault(Kind::VoucherShare)),
        Value::Units(Amount { asset, .. }) if Some(*asset) != unit => Err(place.key("group").fault(Kind::VoucherGroup)),
        Value::Units(Amount { minor, asset }) if off == VoucherOff::Percent && !is_percentage(*minor, *asset) => {
            Err(place.key("units").fault(Kind::VoucherPercent))
        }
        Value::Units(_) => Ok(()),
        Value::Tiers(tiers) => {
            let tiers_at = place.key("tiers");
            let list = tiers_at.key("steps");
            all! {
                _ = each(tiers.steps.iter().enumerate(), |(i, (_, value))| fits(&list.entry(i, None), value, unit, off));
                _ = each(tiers.otherwise.iter(), |value| fits(&tiers_at.key("otherwise"), value, unit, off));
            }
            Ok(())
        }
    }
}

fn is_percentage(minor: i64, asset: Asset) -> bool {
    let whole = 10_i64.pow(asset.exponent().into());
    (whole..=whole * 100).contains(&minor)
}
