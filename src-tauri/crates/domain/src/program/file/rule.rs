//! Reads rules.

use super::door::{amounts_beside, bounded, bounded_list, bounded_tables, count, days, identifier, number};
use super::place::{Place, Result};
use super::{Door, MAX_HOURS, MAX_LIST, MAX_LONG_LIST, MAX_MONTHS};
use crate::name::{CategoryKey, ChannelKey, Names, RuleKey};
use crate::program::dto::{InArmDto, LimitsDto, MinimumDto, OccurrenceDto, PartialRefundDto, RuleDto, SettlementDto, UsedDto};
use crate::program::{Base, Conditions, Grant, InArm, Limits, Minimum, Occurrence, PartialRefund, Rule, Trigger};
use crate::time::Span;

impl<N: Names> Door<'_, N> {
    /// The rules of a file: at least one, each with its own id.
    pub(super) fn rules(&mut self, dtos: &[RuleDto]) -> Result<Vec<Rule>> {
        let place = Place::FILE;
        let place = place.key("rule");
        bounded_tables(&place, "rules", dtos.iter().map(|dto| dto.id.as_str()))?;
        if dtos.is_empty() {
            return Err(place.fault("a program needs at least one [[rule]]"));
        }
        dtos.iter().enumerate().map(|(i, dto)| self.rule(&place, i, dto)).collect()
    }

    fn rule(&mut self, list: &Place<'_>, index: usize, dto: &RuleDto) -> Result<Rule> {
        identifier(&list.entry(index, None).key("id"), &dto.id)?;
        let place = list.entry(index, Some(&dto.id));
        let on = self.triggers(&place.key("on"), &dto.on)?;
        about_purchases(&place, dto, &on)?;
        let hold_days = days(&place.key("hold_days"), dto.hold_days, 0)?;
        let refund_window_days = days(&place.key("refund_window_days"), dto.refund_window_days.unwrap_or(hold_days), 0)?;
        if refund_window_days < hold_days {
            return Err(place.key("refund_window_days").fault(format!("must be at least hold_days, which is {hold_days}")));
        }
        Ok(Rule {
            id: RuleKey(self.names.key(&dto.id)),
            waits_for_capture: matches!(dto.settlement, SettlementDto::Captured),
            occurrence: occurrence(&place.key("occurrence"), &dto.occurrence)?,
            free_after_full_refund: matches!(dto.first_after_full_refund, UsedDto::Free),
            conditions: self.conditions(&place, dto)?,
            limits: limits(&place, dto.limits.as_ref(), dto.cooldown_hours)?,
            arm: dto.arm.as_ref().map(|arm| self.arm(&place.key("arm"), arm)).transpose()?,
            hold_days,
            refund_window_days,
            on_partial_refund: match dto.on_partial_refund {
                PartialRefundDto::Ignore => PartialRefund::Ignore,
                PartialRefundDto::Proportional => PartialRefund::Proportional,
                PartialRefundDto::Full => PartialRefund::Full,
            },
            wait_days: days(&place.key("wait_days"), dto.wait_days, 1)?,
            grants: self.grants(&place.key("grant"), dto, &on)?,
            on,
        })
    }

    /// Triggers, each once.
    pub(super) fn triggers(&mut self, place: &Place<'_>, on: &[String]) -> Result<Vec<Trigger>> {
        let known = || format!("{} and custom:<name>", Trigger::NAMED.map(Trigger::name).join(", "));
        if on.is_empty() {
            return Err(place.fault(format!("write at least one of {}", known())));
        }
        bounded_list(place, on, MAX_LIST)?;
        let read = |(i, text): (usize, &String)| match text.strip_prefix("custom:") {
            Some(name) => self.id(&place.entry(i, None), name).map(Trigger::Custom),
            None => Trigger::NAMED.into_iter().find(|trigger| trigger.name() == text).ok_or_else(|| {
                place.entry(i, None).fault(format!("“{}” is no event that a rule answers to; write one of {}", bounded(text), known()))
            }),
        };
        on.iter().enumerate().map(read).collect()
    }

    fn conditions(&mut self, place: &Place<'_>, dto: &RuleDto) -> Result<Conditions> {
        let countries = place.key("countries");
        bounded_list(&countries, &dto.countries, 676)?;
        let country = |(i, text): (usize, &String)| {
            let code = <[u8; 2]>::try_from(text.as_bytes()).ok().filter(|code| code.iter().all(u8::is_ascii_uppercase));
            code.ok_or_else(|| countries.entry(i, None).fault(format!("“{}” is no country; write two capital letters such as DE", bounded(text))))
        };
        let channels = self.names(&place.key("channels"), &dto.channels, MAX_LIST)?;
        let categories = self.names(&place.key("categories"), &dto.categories, MAX_LONG_LIST)?;
        Ok(Conditions {
            minimum: dto.minimum.as_ref().map(|dto| minimum(&place.key("minimum"), dto)).transpose()?,
            channels: channels.into_iter().map(ChannelKey).collect(),
            countries: dto.countries.iter().enumerate().map(country).collect::<Result<_>>()?,
            categories: categories.into_iter().map(CategoryKey).collect(),
            new_customers: dto.new_customers,
            within_days_of_signup: dto.within_days_of_signup.map(|within| days(&place.key("within_days_of_signup"), within, 1)).transpose()?,
            role: dto.role.as_ref().map(|role| self.role(&place.key("role"), role)).transpose()?,
            email_verified: dto.email_verified,
            phone_verified: dto.phone_verified,
            account_age_days: days(&place.key("account_age_days"), dto.account_age_days, 0)?,
        })
    }

    fn arm(&mut self, place: &Place<'_>, dto: &InArmDto) -> Result<InArm> {
        let (experiment, arm) = (self.id(&place.key("experiment"), &dto.experiment)?, self.id(&place.key("arm"), &dto.arm)?);
        let Some(known) = self.experiments.iter().find(|known| known.id == experiment) else {
            return Err(place.key("experiment").fault(format!("there is no [[experiment]] “{}”; add it, or name one that is there", dto.experiment)));
        };
        if known.arms.iter().any(|known| known.name == arm) {
            Ok(InArm { experiment, arm })
        } else {
            Err(place
                .key("arm")
                .fault(format!("the experiment “{}” has no arm “{}”; add it there, or name one that it has", dto.experiment, dto.arm)))
        }
    }

    fn grants(&mut self, place: &Place<'_>, dto: &RuleDto, on: &[Trigger]) -> Result<Vec<Grant>> {
        if dto.grant.is_empty() {
            return Err(place.fault("a rule needs at least one [[rule.grant]]"));
        }
        let mut grants: Vec<Grant> = Vec::new();
        for (i, dto) in dto.grant.iter().enumerate() {
            let place = place.entry(i, None);
            let grant = self.grant(&place, dto, on)?;
            if grants.iter().any(|other| other.to == grant.to) {
                return Err(place.fault(format!("two grants go to the {}", grant.to.name())));
            }
            grants.push(grant);
        }
        Ok(grants)
    }
}

/// Refuses what only orders and purchases have, where the rule answers to none.
fn about_purchases(place: &Place<'_>, dto: &RuleDto, on: &[Trigger]) -> Result<()> {
    let asked = [
        ("settlement", matches!(dto.settlement, SettlementDto::Captured)),
        ("minimum", dto.minimum.is_some()),
        ("channels", !dto.channels.is_empty()),
        ("countries", !dto.countries.is_empty()),
        ("categories", !dto.categories.is_empty()),
    ];
    let (None, Some(trigger), Some((key, _))) =
        (on.iter().find(|trigger| trigger.is_purchase()), on.first(), asked.into_iter().find(|(_, is_set)| *is_set))
    else {
        return Ok(());
    };
    Err(place.key(key).fault(format!("{} has no order, so this cannot be judged", in_words(*trigger))))
}

/// What people call an event that is no purchase.
pub(super) const fn in_words(trigger: Trigger) -> &'static str {
    match trigger {
        Trigger::Registered => "a registration",
        Trigger::Interaction => "a contact",
        Trigger::TrialStarted => "a trial",
        Trigger::PartnerOnboarded => "the onboarding of a partner",
        Trigger::RoleUpgraded => "a new role",
        Trigger::Custom(_) => "a custom event",
        Trigger::OrderConfirmed | Trigger::OrderCaptured => "an order",
        Trigger::Topup | Trigger::SubscriptionPurchased | Trigger::SubscriptionRenewed => "a purchase",
    }
}

fn occurrence(place: &Place<'_>, dto: &OccurrenceDto) -> Result<Occurrence> {
    Ok(match *dto {
        OccurrenceDto::First => Occurrence::First,
        OccurrenceDto::Every => Occurrence::Every,
        OccurrenceDto::FirstN(n) => Occurrence::FirstN(count(&place.key("first_n"), n)?),
        OccurrenceDto::Nth(n) => Occurrence::Nth(count(&place.key("nth"), n)?),
        OccurrenceDto::WithinMonths(n) => Occurrence::WithinMonths(number(&place.key("within_months"), n, 1..=MAX_MONTHS)?),
    })
}

fn minimum(place: &Place<'_>, dto: &MinimumDto) -> Result<Minimum> {
    let known = || Base::ALL.map(Base::name).join(", ");
    let of = dto.0.get("of").ok_or_else(|| place.fault(format!("a minimum needs `of`: one of {}", known())))?;
    let base = Base::ALL.into_iter().find(|base| base.name() == of);
    let of = base.ok_or_else(|| place.key("of").fault(format!("“{}” is no base; write one of {}", bounded(of), known())))?;
    Ok(Minimum { of, amounts: amounts_beside(place, &dto.0, "of")? })
}

fn limits(rule: &Place<'_>, dto: Option<&LimitsDto>, cooldown_hours: Option<u32>) -> Result<Limits> {
    let place = rule.key("limits");
    let limit = |key, limit: Option<u32>| limit.map(|limit| count(&place.key(key), limit)).transpose();
    let cooldown = cooldown_hours.map(|hours| number(&rule.key("cooldown_hours"), hours, 1..=MAX_HOURS)).transpose()?;
    let cooldown = cooldown.map(|hours| Span::minutes(hours * 60));
    let Some(dto) = dto else { return Ok(Limits { cooldown, ..Limits::default() }) };
    Ok(Limits {
        per_friend: limit("per_friend", dto.per_friend)?,
        per_advocate: limit("per_advocate", dto.per_advocate)?,
        per_day: limit("per_day", dto.per_day)?,
        per_month: limit("per_month", dto.per_month)?,
        count_reversed: dto.count_reversed,
        cooldown,
    })
}
