//! Reads grants and the ways in which they can be given.

use super::Door;
use super::door::{amounts, bounded, bounded_tables, days};
use super::place::{Place, Result};
use crate::money::Asset;
use crate::name::Names;
use crate::program::dto::{ChoiceDto, GrantDto, RewardDto, SideDto, ValueDto};
use crate::program::{Grant, GrantOption, Trigger, Value};
use crate::reward::{Rail, Role};

impl<N: Names> Door<'_, N> {
    pub(super) fn grant(&mut self, place: &Place<'_>, dto: &GrantDto, on: &[Trigger]) -> Result<Grant> {
        let to = match dto.to {
            SideDto::Friend => Role::Friend,
            SideDto::Advocate => Role::Advocate,
            SideDto::Upline(level @ 2..=Role::HIGHEST) => Role::Upline(level),
            SideDto::Upline(_) => {
                return Err(place.key("to").key("upline").fault(format!("write a number from 2 to {}; 1 would be the advocate", Role::HIGHEST)));
            }
        };
        let locked_until_role = dto.locked_until_role.as_ref().map(|role| self.role(&place.key("locked_until_role"), role)).transpose()?;
        let options = match (&dto.choice, &dto.reward, &dto.value) {
            (None, Some(reward), Some(value)) => vec![self.option(place, None, reward, value, on)?],
            (Some(choices), None, None) => self.choice(&place.key("choice"), choices, on)?,
            (Some(_), _, _) => return Err(place.key("choice").fault("each choice has its own reward and value; take those beside it away")),
            (None, None, _) => return Err(place.fault("a grant needs a reward, such as reward = { rail = \"gift_card\" }")),
            (None, _, None) => return Err(place.fault("a grant needs a value, such as value = { fixed = { EUR = \"10.00\" } }")),
        };
        Ok(Grant { to, options, locked_until_role })
    }

    fn choice(&mut self, place: &Place<'_>, choices: &[ChoiceDto], on: &[Trigger]) -> Result<Vec<GrantOption>> {
        if !(2..=8).contains(&choices.len()) {
            return Err(place.fault("write 2 to 8 ways to choose from, the default first"));
        }
        bounded_tables(place, "choices", choices.iter().map(|choice| choice.name.as_str()))?;
        let read = |(i, choice): (usize, &ChoiceDto)| {
            self.id(&place.entry(i, None).key("name"), &choice.name)?;
            self.option(&place.entry(i, Some(&choice.name)), Some(&choice.name), &choice.reward, &choice.value, on)
        };
        choices.iter().enumerate().map(read).collect()
    }

    fn option(&mut self, place: &Place<'_>, name: Option<&str>, reward: &RewardDto, value: &ValueDto, on: &[Trigger]) -> Result<GrantOption> {
        let at = place.key("reward");
        let rail = Rail::parse(&reward.rail).ok_or_else(|| {
            at.key("rail").fault(format!("“{}” is no rail; write one of {}", bounded(&reward.rail), Rail::ALL.map(Rail::name).join(", ")))
        })?;
        let unit = self.unit(&at, reward)?;
        let value = self.value(&place.key("value"), value, unit, on)?;
        let cost = reward.estimated_cost.as_ref().map(|cost| amounts(&at.key("estimated_cost"), cost)).transpose()?;
        if cost.is_some() && unit.is_none() && !gives_units(&value) {
            return Err(at.key("estimated_cost").fault("money costs what it is; take this away, or name the unit that is given"));
        }
        Ok(GrantOption {
            name: name.map(|name| self.names.key(name)),
            rail,
            unit,
            value,
            valid_days: reward.valid_days.map(|valid| days(&at.key("valid_days"), valid, 1)).transpose()?,
            estimated_cost: cost.unwrap_or_default(),
        })
    }

    fn unit(&mut self, place: &Place<'_>, reward: &RewardDto) -> Result<Option<Asset>> {
        let Some(unit) = &reward.unit else {
            return match reward.exponent {
                Some(_) => Err(place.key("exponent").fault("only a unit has an exponent; name it, such as unit = \"points\"")),
                None => Ok(None),
            };
        };
        let name = self.name(&place.key("unit"), unit)?;
        match reward.exponent.unwrap_or(0) {
            exponent @ 0..=8 => Ok(Some(Asset::Units { name, exponent })),
            _ => Err(place.key("exponent").fault("write a number from 0 to 8")),
        }
    }
}

/// Whether a value, or a step of it, is in units of its own.
fn gives_units(value: &Value) -> bool {
    match value {
        Value::Units(_) => true,
        Value::Fixed(_) | Value::Percent { .. } => false,
        Value::Tiers(tiers) => tiers.steps.iter().map(|(_, value)| value).chain(&tiers.otherwise).any(gives_units),
    }
}
