//! Reads grants and the ways in which they can be given.

use super::Door;
use super::door::{amounts, bounded, bounded_tables, days};
use super::fault::FaultKind as Kind;
use super::place::{Place, Result, all, each};
use crate::money::Asset;
use crate::name::Names;
use crate::program::dto::{ChoiceDto, GrantDto, RewardDto, SideDto, ValueDto};
use crate::program::{Grant, GrantOption, Trigger, Value};
use crate::reward::{Rail, Role};

impl<N: Names> Door<'_, N> {
    pub(super) fn grant(&mut self, place: &Place<'_>, dto: &GrantDto, on: &[Trigger]) -> Result<Grant> {
        all! {
            to = side(place, &dto.to);
            locked_until_role = dto.locked_until_role.as_ref().map(|role| self.role(&place.key("locked_until_role"), role)).transpose();
            options = self.options(place, dto, on);
        }
        Ok(Grant { to, options, locked_until_role })
    }

    fn options(&mut self, place: &Place<'_>, dto: &GrantDto, on: &[Trigger]) -> Result<Vec<GrantOption>> {
        match (&dto.choice, &dto.reward, &dto.value) {
            (None, Some(reward), Some(value)) => Ok(vec![self.option(place, None, reward, value, on)?]),
            (Some(choices), None, None) => self.choice(&place.key("choice"), choices, on),
            (Some(_), _, _) => Err(place.key("choice").fault(Kind::BesideChoice)),
            (None, None, _) => Err(place.fault(Kind::NoReward)),
            (None, _, None) => Err(place.fault(Kind::NoValue)),
        }
    }

    fn choice(&mut self, place: &Place<'_>, choices: &[ChoiceDto], on: &[Trigger]) -> Result<Vec<GrantOption>> {
        if !(2..=8).contains(&choices.len()) {
            return Err(place.fault(Kind::ChoiceCount));
        }
        let read = |(i, choice): (usize, &ChoiceDto)| {
            all! {
                _ = self.id(&place.entry(i, None).key("name"), &choice.name);
                option = self.option(&place.entry(i, Some(&choice.name)), Some(&choice.name), &choice.reward, &choice.value, on);
            }
            Ok(option)
        };
        all! {
            () = bounded_tables(place, choices.iter().map(|choice| choice.name.as_str()));
            options = each(choices.iter().enumerate(), read);
        }
        Ok(options)
    }

    fn option(&mut self, place: &Place<'_>, name: Option<&str>, reward: &RewardDto, value: &ValueDto, on: &[Trigger]) -> Result<GrantOption> {
        let at = place.key("reward");
        let unit = self.unit(&at, reward);
        // What a faulty unit would make of the value is not known.
        let known = unit.as_ref().ok().copied();
        let rail = rail(&at, reward);
        let rail_known = rail.as_ref().ok().copied();
        let fitting = |value: Value, door: &mut Self| {
            all! {
                () = costs(&at, reward, known, &value);
                () = if rail_known == Some(Rail::GiftCard) { gift_card(place, known, &value) } else { Ok(()) };
                voucher = rail_known.zip(known).map_or(Ok(None), |(rail, unit)| door.voucher(place, rail, reward, unit, &value));
            }
            Ok((value, voucher))
        };
        let value = match known {
            Some(unit) => self.value(&place.key("value"), value, unit, on).and_then(|value| fitting(value, self)).map(Some),
            None => Ok(None),
        };
        all! {
            rail = rail;
            unit = unit;
            value = value;
            valid_days = reward.valid_days.map(|valid| days(&at.key("valid_days"), valid, 1)).transpose();
            cost = reward.estimated_cost.as_ref().map(|cost| amounts(&at.key("estimated_cost"), cost)).transpose();
        }
        // Where the unit could be read the value was, too.
        let Some((value, voucher)) = value else { return Err(Vec::new()) };
        let name = name.map(|name| self.names.key(name));
        Ok(GrantOption { name, rail, unit, value, valid_days, estimated_cost: cost.unwrap_or_default(), voucher })
    }

    fn unit(&mut self, place: &Place<'_>, reward: &RewardDto) -> Result<Option<Asset>> {
        let Some(unit) = &reward.unit else {
            return match reward.exponent {
                Some(_) => Err(place.key("exponent").fault(Kind::ExponentAlone)),
                None => Ok(None),
            };
        };
        let exponent = exponent(place, reward.exponent.unwrap_or(0))?;
        self.asset(&place.key("unit"), unit, exponent).map(Some)
    }
}

fn side(place: &Place<'_>, to: &SideDto) -> Result<Role> {
    match to {
        SideDto::Friend => Ok(Role::Friend),
        SideDto::Advocate => Ok(Role::Advocate),
        SideDto::Upline(level @ 2..=Role::HIGHEST) => Ok(Role::Upline(*level)),
        SideDto::Upline(_) => Err(place.key("to").key("upline").fault_with(Kind::BadUpline, [("most", Role::HIGHEST.to_string())])),
    }
}

fn rail(place: &Place<'_>, reward: &RewardDto) -> Result<Rail> {
    let known = || Rail::ALL.map(Rail::name).join(", ");
    Rail::parse(&reward.rail).ok_or_else(|| place.key("rail").fault_with(Kind::BadRail, [("text", bounded(&reward.rail)), ("known", known())]))
}

fn exponent(place: &Place<'_>, exponent: u8) -> Result<u8> {
    super::door::number(&place.key("exponent"), exponent.into(), 0..=8).map(|_| exponent)
}

/// Refuses what no gift card can hold: it holds money.
fn gift_card(place: &Place<'_>, unit: Option<Option<Asset>>, value: &Value) -> Result<()> {
    if unit.flatten().is_some() { Err(place.key("reward").key("unit").fault(Kind::GiftCardUnit)) } else { no_group(&place.key("value"), value) }
}

fn no_group(place: &Place<'_>, value: &Value) -> Result<()> {
    match value {
        Value::Fixed(_) | Value::Percent { .. } => Ok(()),
        Value::Units(_) => Err(place.key("group").fault(Kind::GiftCardGroup)),
        Value::Tiers(tiers) => {
            let tiers_at = place.key("tiers");
            let list = tiers_at.key("steps");
            all! {
                _ = each(tiers.steps.iter().enumerate(), |(i, (_, value))| no_group(&list.entry(i, None), value));
                _ = each(tiers.otherwise.iter(), |value| no_group(&tiers_at.key("otherwise"), value));
            }
            Ok(())
        }
    }
}

/// Refuses an expected cost of money.
fn costs(place: &Place<'_>, reward: &RewardDto, unit: Option<Option<Asset>>, value: &Value) -> Result<()> {
    let is_money = unit == Some(None) && !gives_units(value);
    if reward.estimated_cost.is_some() && is_money { Err(place.key("estimated_cost").fault(Kind::MoneyCost)) } else { Ok(()) }
}

/// Whether a value, or a step of it, is in units of its own.
fn gives_units(value: &Value) -> bool {
    match value {
        Value::Units(_) => true,
        Value::Fixed(_) | Value::Percent { .. } => false,
        Value::Tiers(tiers) => tiers.steps.iter().map(|(_, value)| value).chain(&tiers.otherwise).any(gives_units),
    }
}
