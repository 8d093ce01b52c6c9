//! Reads rules.

use super::door::{amounts_beside, bounded, bounded_list, bounded_tables, count, days, identifier, number};
use super::fault::FaultKind as Kind;
use super::place::{Place, Result, all, each};
use super::{Door, MAX_DAYS, MAX_HOURS, MAX_LIST, MAX_LONG_LIST, MAX_MONTHS};
use crate::name::{CategoryKey, Names, RuleKey};
use crate::program::dto::{InArmDto, LimitsDto, MinimumDto, OccurrenceDto, PartialRefundDto, RuleDto, SettlementDto, UsedDto};
use crate::program::{Base, Conditions, Grant, InArm, Limits, Minimum, Occurrence, PartialRefund, Rule, Trigger};
use crate::time::Span;

impl<N: Names> Door<'_, N> {
    /// The rules of a file: at least one, each with its own id.
    pub(super) fn rules(&mut self, dtos: &[RuleDto]) -> Result<Vec<Rule>> {
        let place = Place::FILE;
        let place = place.key("rule");
        if dtos.is_empty() {
            return Err(place.fault(Kind::NoRule));
        }
        if dtos.len() > MAX_LIST {
            return bounded_tables(&place, dtos.iter().map(|dto| dto.id.as_str())).map(|()| Vec::new());
        }
        all! {
            () = bounded_tables(&place, dtos.iter().map(|dto| dto.id.as_str()));
            rules = each(dtos.iter().enumerate(), |(i, dto)| self.rule(&place, i, dto));
        }
        Ok(rules)
    }

    fn rule(&mut self, list: &Place<'_>, index: usize, dto: &RuleDto) -> Result<Rule> {
        let place = list.entry(index, Some(&dto.id));
        let on = self.triggers(&place.key("on"), &dto.on);
        // What does not fit an event that could not be read is not known.
        let known = on.as_ref().map_or_else(|_| Vec::new(), Clone::clone);
        all! {
            id = identifier(&list.entry(index, None).key("id"), &dto.id).map(|id| RuleKey(self.names.key(id)));
            on = on;
            () = about_purchases(&place, dto, &known);
            hold_days = days(&place.key("hold_days"), dto.hold_days, 0);
            refund_window_days = window(&place.key("refund_window_days"), dto);
            occurrence = occurrence(&place.key("occurrence"), &dto.occurrence);
            conditions = self.conditions(&place, dto);
            limits = limits(&place, dto.limits.as_ref(), dto.cooldown_hours);
            arm = dto.arm.as_ref().map(|arm| self.arm(&place.key("arm"), arm)).transpose();
            wait_days = days(&place.key("wait_days"), dto.wait_days, 1);
            grants = self.grants(&place.key("grant"), dto, &known);
        }
        Ok(Rule {
            id,
            waits_for_capture: matches!(dto.settlement, SettlementDto::Captured),
            occurrence,
            free_after_full_refund: matches!(dto.first_after_full_refund, UsedDto::Free),
            conditions,
            limits,
            arm,
            hold_days,
            refund_window_days,
            on_partial_refund: match dto.on_partial_refund {
                PartialRefundDto::Ignore => PartialRefund::Ignore,
                PartialRefundDto::Proportional => PartialRefund::Proportional,
                PartialRefundDto::Full => PartialRefund::Full,
            },
            wait_days,
            grants,
            on,
        })
    }

    /// Triggers, each once.
    pub(super) fn triggers(&mut self, place: &Place<'_>, on: &[String]) -> Result<Vec<Trigger>> {
        let known = || format!("{} and custom:<name>", Trigger::NAMED.map(Trigger::name).join(", "));
        if on.is_empty() {
            return Err(place.fault_with(Kind::NoTrigger, [("known", known())]));
        }
        bounded_list(place, on, MAX_LIST)?;
        each(on.iter().enumerate(), |(i, text)| match text.strip_prefix("custom:") {
            Some(name) => self.id(&place.entry(i, None), name).map(Trigger::Custom),
            None => {
                let named = Trigger::NAMED.into_iter().find(|trigger| trigger.name() == text);
                named.ok_or_else(|| place.entry(i, None).fault_with(Kind::BadTrigger, [("text", bounded(text)), ("known", known())]))
            }
        })
    }

    fn conditions(&mut self, place: &Place<'_>, dto: &RuleDto) -> Result<Conditions> {
        let within = |within| days(&place.key("within_days_of_signup"), within, 1);
        all! {
            minimum = dto.minimum.as_ref().map(|dto| minimum(&place.key("minimum"), dto)).transpose();
            channels = self.channels(&place.key("channels"), &dto.channels);
            countries = countries(&place.key("countries"), &dto.countries);
            categories = self.names(&place.key("categories"), &dto.categories, MAX_LONG_LIST);
            within_days_of_signup = dto.within_days_of_signup.map(within).transpose();
            role = dto.role.as_ref().map(|role| self.role(&place.key("role"), role)).transpose();
            account_age_days = days(&place.key("account_age_days"), dto.account_age_days, 0);
        }
        Ok(Conditions {
            minimum,
            channels,
            countries,
            categories: categories.into_iter().map(CategoryKey).collect(),
            new_customers: dto.new_customers,
            within_days_of_signup,
            role,
            email_verified: dto.email_verified,
            phone_verified: dto.phone_verified,
            account_age_days,
        })
    }

    fn arm(&mut self, place: &Place<'_>, dto: &InArmDto) -> Result<InArm> {
        all! {
            experiment = self.id(&place.key("experiment"), &dto.experiment);
            arm = self.id(&place.key("arm"), &dto.arm);
        }
        let Some(known) = self.dto.experiment.iter().find(|known| known.id == dto.experiment) else {
            return Err(place.key("experiment").fault_with(Kind::UnknownExperiment, [("text", bounded(&dto.experiment))]));
        };
        // Where no arms are said that is what is wrong.
        if known.arms.is_empty() || known.arms.contains_key(&dto.arm) {
            Ok(InArm { experiment, arm })
        } else {
            Err(place.key("arm").fault_with(Kind::UnknownArm, [("experiment", bounded(&dto.experiment)), ("text", bounded(&dto.arm))]))
        }
    }

    fn grants(&mut self, place: &Place<'_>, dto: &RuleDto, on: &[Trigger]) -> Result<Vec<Grant>> {
        if dto.grant.is_empty() {
            return Err(place.fault(Kind::NoGrant));
        }
        let mut sides = Vec::new();
        each(dto.grant.iter().enumerate(), |(i, dto)| {
            let place = place.entry(i, None);
            let grant = self.grant(&place, dto, on)?;
            if sides.contains(&grant.to) {
                return Err(place.fault_with(Kind::SideTwice, [("side", grant.to.name().to_owned())]));
            }
            sides.push(grant.to);
            Ok(grant)
        })
    }
}

/// The window in which a refund takes back: no shorter than the hold, and as long as it without one.
fn window(place: &Place<'_>, dto: &RuleDto) -> Result<u32> {
    let Some(window) = dto.refund_window_days else { return Ok(dto.hold_days) };
    let window = days(place, window, 0)?;
    // A hold beyond its bounds is told by itself.
    if (window..=MAX_DAYS).contains(&dto.hold_days) && window != dto.hold_days {
        Err(place.fault_with(Kind::WindowBelowHold, [("hold", dto.hold_days.to_string())]))
    } else {
        Ok(window)
    }
}

/// Countries of delivery, each once.
fn countries(place: &Place<'_>, texts: &[String]) -> Result<Vec<[u8; 2]>> {
    bounded_list(place, texts, 676)?;
    each(texts.iter().enumerate(), |(i, text)| {
        let code = <[u8; 2]>::try_from(text.as_bytes()).ok().filter(|code| code.iter().all(u8::is_ascii_uppercase));
        code.ok_or_else(|| place.entry(i, None).fault_with(Kind::BadCountry, [("text", bounded(text))]))
    })
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
    let (None, Some(trigger)) = (on.iter().find(|trigger| trigger.is_purchase()), on.first()) else { return Ok(()) };
    let refused = |(key, _)| Err(place.key(key).fault_with(Kind::NoOrder, [("event", trigger.name().to_owned())]));
    each(asked.into_iter().filter(|(_, is_set)| *is_set), refused).map(|_: Vec<()>| ())
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
    let base = || {
        let of = dto.0.get("of").ok_or_else(|| place.fault_with(Kind::MinimumOf, [("known", known())]))?;
        let base = Base::ALL.into_iter().find(|base| base.name() == of);
        base.ok_or_else(|| place.key("of").fault_with(Kind::BadBase, [("text", bounded(of)), ("known", known())]))
    };
    all! {
        of = base();
        amounts = amounts_beside(place, &dto.0, "of");
    }
    Ok(Minimum { of, amounts })
}

fn limits(rule: &Place<'_>, dto: Option<&LimitsDto>, cooldown_hours: Option<u32>) -> Result<Limits> {
    let place = rule.key("limits");
    let limit = |key, limit: fn(&LimitsDto) -> Option<u32>| dto.and_then(limit).map(|limit| count(&place.key(key), limit)).transpose();
    all! {
        cooldown = cooldown_hours.map(|hours| number(&rule.key("cooldown_hours"), hours, 1..=MAX_HOURS)).transpose();
        per_friend = limit("per_friend", |dto| dto.per_friend);
        per_advocate = limit("per_advocate", |dto| dto.per_advocate);
        per_day = limit("per_day", |dto| dto.per_day);
        per_month = limit("per_month", |dto| dto.per_month);
    }
    let count_reversed = dto.map_or(Limits::default().count_reversed, |dto| dto.count_reversed);
    Ok(Limits { per_friend, per_advocate, per_day, per_month, count_reversed, cooldown: cooldown.map(|hours| Span::minutes(hours * 60)) })
}
