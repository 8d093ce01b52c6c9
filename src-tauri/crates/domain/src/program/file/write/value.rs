//! Writes grants and values.

use super::{Page, amounts, lines};
use crate::event_file::Outside;
use crate::money::{Amount, Asset, minor_text};
use crate::program::{Grant, GrantOption, StepAt, StepsApply, Tiers, Value, VoucherOff, VoucherTerms};
use crate::reward::Role;

impl<T: Outside> Page<'_, T> {
    pub(super) fn grant(&mut self, grant: &Grant) {
        self.header("[[rule.grant]]");
        match grant.to {
            Role::Upline(level) => self.line("to", format_args!("{{ upline = {level} }}")),
            side => self.line("to", format_args!("\"{}\"", side.name())),
        }
        if let Some(role) = grant.locked_until_role {
            self.text("locked_until_role", role);
        }
        if let [GrantOption { name: None, .. }] = &grant.options[..] {
            let (reward, value) = self.option(&grant.options[0]);
            self.line("reward", reward);
            self.line("value", value);
        } else {
            let choice = |option: &GrantOption| {
                let (name, (reward, value)) = (option.name.map_or_else(String::new, |name| self.quote(name)), self.option(option));
                format!("{{ name = {name}, reward = {reward}, value = {value} }}")
            };
            let choices = lines(grant.options.iter().map(choice));
            self.line("choice", choices);
        }
    }

    fn option(&self, option: &GrantOption) -> (String, String) {
        let mut reward = vec![format!("rail = \"{}\"", option.rail.name())];
        if let Some(Asset::Units { name, exponent }) = option.unit {
            reward.push(format!("unit = {}", self.quote(name)));
            reward.push(format!("exponent = {exponent}"));
        }
        if let Some(days) = option.valid_days {
            reward.push(format!("valid_days = {days}"));
        }
        if !option.estimated_cost.0.is_empty() {
            reward.push(format!("estimated_cost = {}", amounts(&option.estimated_cost.0)));
        }
        if let Some(terms) = option.voucher.as_ref().filter(|terms| **terms != VoucherTerms::default()) {
            reward.push(format!("voucher = {{ {} }}", self.voucher(terms)));
        }
        (format!("{{ {} }}", reward.join(", ")), format!("{{ {} }}", self.value(&option.value, option.unit)))
    }

    /// What stands between the braces of a voucher's terms.
    fn voucher(&self, terms: &VoucherTerms) -> String {
        let VoucherTerms { off, categories, min_spend, channels } = terms;
        let mut told = Vec::new();
        if *off != VoucherOff::Fixed {
            told.push(format!("off = \"{}\"", off.name()));
        }
        if !categories.is_empty() {
            told.push(format!("categories = {}", self.keys(categories.iter().map(|category| category.0))));
        }
        if !min_spend.is_empty() {
            told.push(format!("min_spend = {}", amounts(min_spend)));
        }
        if !channels.is_empty() {
            told.push(format!("channels = {}", self.keys(channels.iter().map(|channel| channel.0))));
        }
        told.join(", ")
    }

    /// What stands between the braces of a value.
    fn value(&self, value: &Value, unit: Option<Asset>) -> String {
        match value {
            Value::Fixed(fixed) => format!("fixed = {}", amounts(&fixed.0)),
            Value::Percent { percent, of, cap } => {
                let cap = if cap.0.is_empty() { String::new() } else { format!(", cap = {}", amounts(&cap.0)) };
                format!("percent = \"{percent}\", of = \"{}\"{cap}", of.name())
            }
            Value::Units(Amount { minor, asset }) if Some(*asset) == unit => format!("units = \"{}\"", minor_text(*minor, asset.exponent())),
            // A unit that is not the reward's own is a group's membership.
            Value::Units(Amount { asset: Asset::Units { name, .. }, .. }) => format!("group = {}", self.quote(*name)),
            Value::Units(Amount { asset: Asset::Currency(currency), minor }) => {
                format!("fixed = {{ {currency} = \"{}\" }}", minor_text(*minor, currency.exponent()))
            }
            Value::Tiers(tiers) => self.tiers(tiers, unit),
        }
    }

    fn tiers(&self, tiers: &Tiers, unit: Option<Asset>) -> String {
        let step = |(at, value): &(StepAt, Value)| {
            let at = match at {
                StepAt::Friends(n) => format!("n = {n}"),
                StepAt::Revenue(revenue) => format!("revenue = {}", amounts(&revenue.0)),
                StepAt::Level(level) => format!("level = {}", self.quote(*level)),
            };
            format!("{{ {at}, {} }}", self.value(value, unit))
        };
        let apply = if tiers.apply == StepsApply::At { "at" } else { "from" };
        let otherwise = tiers.otherwise.as_ref().map_or_else(String::new, |value| format!(", otherwise = {{ {} }}", self.value(value, unit)));
        let steps = lines(tiers.steps.iter().map(step));
        format!("tiers = {{ by = \"{}\", apply = \"{apply}\", steps = {steps}{otherwise} }}", tiers.by.name())
    }
}
