//! Reads values: fixed, a share, units, a group, and steps of these.

use super::door::{amounts, bounded, count, quantity};
use super::place::{Place, Result};
use super::rule::in_words;
use super::{Door, MAX_LIST};
use crate::money::{Amount, Asset, Percent};
use crate::name::Names;
use crate::program::dto::{ApplyDto, BaseDto, ByDto, PlainDto, StepDto, TiersDto, ValueDto};
use crate::program::{Base, PerCurrency, StepAt, StepsApply, StepsBy, Tiers, Trigger, Value};

const ONE_OF: &str = "write one of fixed, percent (with of), units and group";

impl<N: Names> Door<'_, N> {
    /// What a grant gives, in its unit if it has one.
    pub(super) fn value(&mut self, place: &Place<'_>, dto: &ValueDto, unit: Option<Asset>, on: &[Trigger]) -> Result<Value> {
        let plain = dto.plain();
        match &dto.tiers {
            None => self.plain(place, &plain, unit, on),
            Some(tiers) if plain.is_empty() => self.tiers(&place.key("tiers"), tiers, unit, on),
            Some(_) => Err(place.fault("steps have their own values; take what stands beside tiers away")),
        }
    }

    fn plain(&mut self, place: &Place<'_>, dto: &PlainDto, unit: Option<Asset>, on: &[Trigger]) -> Result<Value> {
        if dto.percent.is_none()
            && let Some(key) = [("of", dto.of.is_some()), ("cap", dto.cap.is_some())].into_iter().find_map(|(key, is_set)| is_set.then_some(key))
        {
            return Err(place.key(key).fault("only a percentage has this; take it away, or write percent"));
        }
        match (&dto.fixed, &dto.percent, &dto.units, &dto.group) {
            (Some(fixed), None, None, None) => match unit {
                None => Ok(Value::Fixed(amounts(place, fixed)?)),
                Some(_) => Err(place.key("fixed").fault("the reward has a unit, so money cannot be given; write units, or take the unit away")),
            },
            (None, Some(percent), None, None) => share(place, percent, dto, on),
            (None, None, Some(units), None) => match unit {
                Some(asset) => Ok(Value::Units(Amount { minor: quantity(&place.key("units"), units, asset.exponent())?, asset })),
                None => {
                    Err(place.key("units").fault("nothing says what is counted; name it, such as reward = { rail = \"points\", unit = \"points\" }"))
                }
            },
            (None, None, None, Some(group)) => {
                let asset = Asset::Units { name: self.name(&place.key("group"), group)?, exponent: 0 };
                Ok(Value::Units(Amount { minor: 1, asset }))
            }
            _ => Err(place.fault(ONE_OF)),
        }
    }

    fn tiers(&mut self, place: &Place<'_>, dto: &TiersDto, unit: Option<Asset>, on: &[Trigger]) -> Result<Value> {
        let (by, apply) = (by(dto.by), apply(dto.apply));
        if by == StepsBy::Revenue && apply == StepsApply::At {
            return Err(place.key("apply").fault("revenue hardly ever meets a number exactly; write \"from\""));
        }
        let list = place.key("steps");
        if dto.steps.is_empty() || dto.steps.len() > MAX_LIST {
            return Err(list.fault(format!("write 1 to {MAX_LIST} steps")));
        }
        let mut steps: Vec<(StepAt, Value)> = Vec::with_capacity(dto.steps.len());
        for (i, step) in dto.steps.iter().enumerate() {
            let place = list.entry(i, None);
            let at = self.step_at(&place, step, by)?;
            if let Some((before, _)) = steps.last()
                && !self.rises(before, &at)
            {
                return Err(place.fault("steps stand in rising order; this one is not above the one before"));
            }
            steps.push((at, self.plain(&place, &step.plain(), unit, on)?));
        }
        let otherwise = dto.otherwise.as_ref().map(|value| self.plain(&place.key("otherwise"), value, unit, on)).transpose()?;
        Ok(Value::Tiers(Box::new(Tiers { by, apply, steps, otherwise })))
    }

    fn step_at(&mut self, place: &Place<'_>, step: &StepDto, by: StepsBy) -> Result<StepAt> {
        match (by, step.n, &step.revenue, &step.level) {
            (StepsBy::PaidFriends, Some(n), None, None) => Ok(StepAt::Friends(count(&place.key("n"), n)?)),
            (StepsBy::Revenue, None, Some(revenue), None) => Ok(StepAt::Revenue(amounts(&place.key("revenue"), revenue)?)),
            (StepsBy::Level, None, None, Some(level)) => {
                let name = self.id(&place.key("level"), level)?;
                if self.levels.contains(&name) {
                    Ok(StepAt::Level(name))
                } else {
                    Err(place.key("level").fault(format!("there is no level “{}”; add it to level = [ … ]", bounded(level))))
                }
            }
            (StepsBy::PaidFriends, ..) => Err(place.fault("steps by paid_friends begin at a number of friends; write n = 1 and the like")),
            (StepsBy::Revenue, ..) => Err(place.fault("steps by revenue begin at an amount; write revenue = { EUR = \"100.00\" } and the like")),
            (StepsBy::Level, ..) => Err(place.fault("steps by level begin at a level; write level = \"gold\" and the like")),
        }
    }

    /// Whether a step lies above the one before it. Revenue does if it names the same currencies, with more of each.
    fn rises(&self, before: &StepAt, after: &StepAt) -> bool {
        match (before, after) {
            (StepAt::Friends(before), StepAt::Friends(after)) => before < after,
            (StepAt::Level(before), StepAt::Level(after)) => {
                let rank = |name| self.levels.iter().position(|known| known == name);
                rank(before) < rank(after)
            }
            (StepAt::Revenue(before), StepAt::Revenue(after)) => {
                let more =
                    |(before, after): (&crate::money::Money, &crate::money::Money)| before.currency == after.currency && before.minor < after.minor;
                before.0.len() == after.0.len() && before.0.iter().zip(&after.0).all(more)
            }
            _ => false,
        }
    }
}

impl PlainDto {
    const fn is_empty(&self) -> bool {
        let Self { fixed, percent, of, cap, units, group } = self;
        fixed.is_none() && percent.is_none() && of.is_none() && cap.is_none() && units.is_none() && group.is_none()
    }
}

fn share(place: &Place<'_>, percent: &str, dto: &PlainDto, on: &[Trigger]) -> Result<Value> {
    let of = dto.of.map(base);
    let named = |trigger: &Trigger| matches!(trigger, Trigger::Custom(_));
    // Without a base the first thing to say is what has no amount at all.
    if let Some(trigger) = on.iter().find(|trigger| !trigger.is_purchase() && (!named(trigger) || of.is_some_and(|of| of != Base::AmountBase))) {
        let advice = if named(trigger) { "; write of = \"amount_base\"" } else { "" };
        return Err(place.fault(format!("{} has no amount to take a share of{advice}", in_words(*trigger))));
    }
    let percent = Percent::parse(percent).map_err(|fault| place.fault(fault))?;
    let of = of.ok_or_else(|| place.fault("a percentage needs `of`: items, items_with_tax, order_total, eligible_lines or amount_base"))?;
    let cap = dto.cap.as_ref().map_or_else(|| Ok(PerCurrency::default()), |cap| amounts(place, cap))?;
    Ok(Value::Percent { percent, of, cap })
}

const fn base(dto: BaseDto) -> Base {
    match dto {
        BaseDto::Items => Base::Items,
        BaseDto::ItemsWithTax => Base::ItemsWithTax,
        BaseDto::OrderTotal => Base::OrderTotal,
        BaseDto::EligibleLines => Base::EligibleLines,
        BaseDto::AmountBase => Base::AmountBase,
    }
}

const fn by(dto: ByDto) -> StepsBy {
    match dto {
        ByDto::PaidFriends => StepsBy::PaidFriends,
        ByDto::Revenue => StepsBy::Revenue,
        ByDto::Level => StepsBy::Level,
    }
}

const fn apply(dto: ApplyDto) -> StepsApply {
    match dto {
        ApplyDto::At => StepsApply::At,
        ApplyDto::From => StepsApply::From,
    }
}
