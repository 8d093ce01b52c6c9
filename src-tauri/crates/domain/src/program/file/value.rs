//! Reads values: fixed, a share, units, a group, and steps of these.

use super::door::{amounts, bad_amount, bounded, count, quantity};
use super::fault::FaultKind as Kind;
use super::place::{Place, Result, all, each};
use super::{Door, MAX_LIST};
use crate::money::{Amount, Asset, Percent};
use crate::name::Names;
use crate::program::dto::{ApplyDto, BaseDto, ByDto, PlainDto, StepDto, TiersDto, ValueDto};
use crate::program::{Base, PerCurrency, StepAt, StepsApply, StepsBy, Tiers, Trigger, Value};

impl<N: Names> Door<'_, N> {
    /// What a grant gives, in its unit if it has one.
    pub(super) fn value(&mut self, place: &Place<'_>, dto: &ValueDto, unit: Option<Asset>, on: &[Trigger]) -> Result<Value> {
        let plain = dto.plain();
        match &dto.tiers {
            None => self.plain(place, &plain, unit, on, Kind::OneValue),
            Some(tiers) if plain.is_empty() => self.tiers(&place.key("tiers"), tiers, unit, on),
            Some(_) => Err(place.fault(Kind::BesideSteps)),
        }
    }

    /// One value; `none` is what is told where there is none, or several.
    fn plain(&mut self, place: &Place<'_>, dto: &PlainDto, unit: Option<Asset>, on: &[Trigger], none: Kind) -> Result<Value> {
        if dto.percent.is_none()
            && let Some(key) = [("of", dto.of.is_some()), ("cap", dto.cap.is_some())].into_iter().find_map(|(key, is_set)| is_set.then_some(key))
        {
            return Err(place.key(key).fault(Kind::PercentAlone));
        }
        match (&dto.fixed, &dto.percent, &dto.units, &dto.group) {
            (Some(fixed), None, None, None) => match unit {
                None => Ok(Value::Fixed(amounts(&place.key("fixed"), fixed)?)),
                Some(_) => Err(place.key("fixed").fault(Kind::MoneyInUnit)),
            },
            (None, Some(percent), None, None) => share(place, percent, dto, on),
            (None, None, Some(units), None) => match unit {
                Some(asset) => Ok(Value::Units(Amount { minor: quantity(&place.key("units"), units, asset.exponent())?, asset })),
                None => Err(place.key("units").fault(Kind::UnitsAlone)),
            },
            (None, None, None, Some(group)) => {
                let asset = self.asset(&place.key("group"), group, 0)?;
                Ok(Value::Units(Amount { minor: 1, asset }))
            }
            _ => Err(place.fault(none)),
        }
    }

    fn tiers(&mut self, place: &Place<'_>, dto: &TiersDto, unit: Option<Asset>, on: &[Trigger]) -> Result<Value> {
        let (by, apply) = (by(dto.by), apply(dto.apply));
        let is_exact = by == StepsBy::Revenue && apply == StepsApply::At;
        all! {
            () = if is_exact { Err(place.key("apply").fault(Kind::RevenueAt)) } else { Ok(()) };
            steps = self.steps(&place.key("steps"), &dto.steps, by, unit, on);
            otherwise = dto.otherwise.as_ref().map(|value| self.plain(&place.key("otherwise"), value, unit, on, Kind::StepValue)).transpose();
        }
        Ok(Value::Tiers(Box::new(Tiers { by, apply, steps, otherwise })))
    }

    fn steps(&mut self, list: &Place<'_>, dtos: &[StepDto], by: StepsBy, unit: Option<Asset>, on: &[Trigger]) -> Result<Vec<(StepAt, Value)>> {
        if dtos.is_empty() || dtos.len() > MAX_LIST {
            return Err(list.fault_with(Kind::StepCount, [("most", MAX_LIST.to_string())]));
        }
        let mut before: Option<StepAt> = None;
        each(dtos.iter().enumerate(), |(i, step)| {
            let place = list.entry(i, None);
            let at = self.step_at(&place, step, by).and_then(|at| {
                let rises = before.as_ref().is_none_or(|before| self.rises(before, &at));
                before = Some(at.clone());
                if rises { Ok(at) } else { Err(place.fault(Kind::StepsRise)) }
            });
            all! {
                at = at;
                value = self.plain(&place, &step.plain(), unit, on, Kind::StepValue);
            }
            Ok((at, value))
        })
    }

    fn step_at(&mut self, place: &Place<'_>, step: &StepDto, by: StepsBy) -> Result<StepAt> {
        match (by, step.n, &step.revenue, &step.level) {
            (StepsBy::PaidFriends, Some(n), None, None) => Ok(StepAt::Friends(count(&place.key("n"), n)?)),
            (StepsBy::Revenue, None, Some(revenue), None) => Ok(StepAt::Revenue(amounts(&place.key("revenue"), revenue)?)),
            (StepsBy::Level, None, None, Some(level)) => {
                let name = self.id(&place.key("level"), level)?;
                if self.dto.level.iter().any(|known| known.name == *level) {
                    Ok(StepAt::Level(name))
                } else {
                    Err(place.key("level").fault_with(Kind::UnknownLevel, [("text", bounded(level))]))
                }
            }
            (StepsBy::PaidFriends, ..) => Err(place.fault(Kind::StepFriends)),
            (StepsBy::Revenue, ..) => Err(place.fault(Kind::StepRevenue)),
            (StepsBy::Level, ..) => Err(place.fault(Kind::StepLevel)),
        }
    }

    /// Whether a step lies above the one before it. Revenue does if it names the same currencies, with more of each.
    fn rises(&mut self, before: &StepAt, after: &StepAt) -> bool {
        match (before, after) {
            (StepAt::Friends(before), StepAt::Friends(after)) => before < after,
            (StepAt::Level(before), StepAt::Level(after)) => {
                let mut rank = |wanted| self.dto.level.iter().position(|level| self.names.key(&level.name) == wanted);
                rank(*before) < rank(*after)
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
        let kind = if named(trigger) { Kind::ShareOfBase } else { Kind::ShareOfNothing };
        return Err(place.fault_with(kind, [("event", trigger.name().to_owned())]));
    }
    all! {
        percent = percentage(&place.key("percent"), percent);
        of = of.ok_or_else(|| place.fault(Kind::PercentOf));
        cap = dto.cap.as_ref().map_or_else(|| Ok(PerCurrency::default()), |cap| amounts(&place.key("cap"), cap));
    }
    Ok(Value::Percent { percent, of, cap })
}

fn percentage(place: &Place<'_>, text: &str) -> Result<Percent> {
    let percent = Percent::parse(text).map_err(|fault| bad_amount(place, &fault))?;
    if percent.parts() == 0 { Err(place.fault(Kind::PercentZero)) } else { Ok(percent) }
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
