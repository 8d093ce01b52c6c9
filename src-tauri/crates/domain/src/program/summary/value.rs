//! Who gets what.

use super::*;
use crate::money::{Amount, Asset, minor_text};
use crate::program::{Grant, GrantOption, StepAt, StepsApply, Tiers, Value, VoucherOff, VoucherTerms};

impl<T: Texts> Speech<'_, T> {
    pub(super) fn grant(&mut self, grant: &Grant) {
        for option in &grant.options {
            match option.name {
                None => self.option(grant, option),
                Some(name) => {
                    let what = if option.name == grant.default_option().name { "choice-default" } else { "choice" };
                    self.say(what, [&side(grant.to)[..], &[("name", self.name(name))]].concat());
                    self.below(|speech| speech.option(grant, option));
                }
            }
        }
        if let Some(role) = grant.locked_until_role {
            self.say("locked", [&side(grant.to)[..], &[("role", self.name(role))]].concat());
        }
    }

    fn option(&mut self, grant: &Grant, option: &GrantOption) {
        self.value(grant, option, &option.value);
        if let Some(days) = option.valid_days {
            self.say("valid", vec![("days", text(days))]);
        }
        let cost = amounts(&option.estimated_cost.0);
        self.say_if(!cost.is_empty(), "cost", vec![("amounts", cost)]);
        if let Some(terms) = &option.voucher {
            self.voucher(terms);
        }
    }

    fn voucher(&mut self, terms: &VoucherTerms) {
        self.say_if(terms.off == VoucherOff::Percent, "voucher-percent", Vec::new());
        self.say_if(terms.off == VoucherOff::Shipping, "voucher-shipping", Vec::new());
        let categories = self.names(terms.categories.iter().map(|category| category.0));
        self.say_if(!categories.is_empty(), "voucher-categories", vec![("categories", categories)]);
        self.say_if(!terms.min_spend.is_empty(), "voucher-min-spend", vec![("amounts", amounts(&terms.min_spend))]);
        let channels = self.names(terms.channels.iter().map(|channel| channel.0));
        self.say_if(!channels.is_empty(), "voucher-channels", vec![("channels", channels)]);
    }

    fn value(&mut self, grant: &Grant, option: &GrantOption, value: &Value) {
        let with = |more: &[(&'static str, Vec<Word>)]| [&side(grant.to)[..], &[("rail", rail(option.rail))], more].concat();
        match value {
            Value::Fixed(fixed) => self.say("gives-fixed", with(&[("amounts", amounts(&fixed.0))])),
            Value::Percent { percent, of, cap } => {
                let share = [("percent", text(percent)), ("base", base(*of))];
                match option.unit {
                    Some(Asset::Units { name, .. }) => self.say("gives-percent-units", with(&[&share[..], &[("unit", self.name(name))]].concat())),
                    Some(Asset::Currency(_)) | None => self.say("gives-percent", with(&share)),
                }
                self.say_if(!cap.0.is_empty(), "cap", vec![("amounts", amounts(&cap.0))]);
            }
            Value::Units(Amount { asset: Asset::Units { name, .. }, .. }) if value_asset(value) != option.unit => {
                self.say("gives-group", with(&[("group", self.name(*name))]));
            }
            Value::Units(Amount { minor, asset }) => {
                let unit = match asset {
                    Asset::Units { name, .. } => self.name(*name),
                    Asset::Currency(currency) => text(currency),
                };
                self.say("gives-units", with(&[("amount", text(minor_text(*minor, asset.exponent()))), ("unit", unit)]));
            }
            Value::Tiers(tiers) => self.tiers(grant, option, tiers),
        }
    }

    fn tiers(&mut self, grant: &Grant, option: &GrantOption, tiers: &Tiers) {
        let apply = if tiers.apply == StepsApply::At { "at" } else { "from" };
        self.say("steps", vec![("by", vec![word("by", tiers.by.name())]), ("apply", text(apply))]);
        self.below(|speech| {
            for (at, value) in &tiers.steps {
                match at {
                    StepAt::Friends(n) => speech.say("step-friends", vec![("n", text(n))]),
                    StepAt::Revenue(revenue) => speech.say("step-revenue", vec![("amounts", amounts(&revenue.0))]),
                    StepAt::Level(level) => speech.say("step-level", vec![("name", speech.name(*level))]),
                }
                speech.below(|speech| speech.value(grant, option, value));
            }
            match &tiers.otherwise {
                None => speech.say("step-otherwise-nothing", Vec::new()),
                Some(value) => {
                    speech.say("step-otherwise", Vec::new());
                    speech.below(|speech| speech.value(grant, option, value));
                }
            }
        });
    }
}

/// The asset of units.
const fn value_asset(value: &Value) -> Option<Asset> {
    match value {
        Value::Units(Amount { asset, .. }) => Some(*asset),
        Value::Fixed(_) | Value::Percent { .. } | Value::Tiers(_) => None,
    }
}
