//! Writing a line.

use super::door::PURCHASE;
use super::dto::{
    AccountDto, ActivatedDto, AdjustDto, AmountDto, AttributeDto, ChosenDto, ClickDto, CodeDto, CodeIssuedDto, CustomDto, CustomerDto, DecimalText,
    EraseDto, ExpiredDto, GoodwillDto, HoldDto, IntendedDto, InteractionDto, KnownDto, LineDto, ListDto, MoneyDto, OnboardedDto, OrderDto,
    OrderLineDto, OrderMoneyDto, OwnedDto, PolicyDto, ProgramDto, ProposalDto, PurchaseDto, PurchaseRefundedDto, ReferralTakenOverDto,
    RejectReferralDto, ReviewDto, RewardTakenOverDto, RoleDto, SpendDto, TimeDto, TrialDto, UsedDto,
};
use crate::event::{Account, Event, Fact, Funds, OrderBody, PayoutAct, PayoutResult, StaffAct, StaffAction};
use crate::money::{Amount, Asset, Currency, Money, minor_text};
use crate::name::{Identity, Key, NameTable, OrderKey, Texts};
use crate::payout::Generation;
use crate::reward::{Rail, RewardKey};
use crate::time::Timestamp;
use serde::Serialize;

/// What an event refers to and does not hold itself.
pub trait Outside: Texts {
    /// The text behind an identity number; none when the person was erased.
    fn identity_text(&self, identity: Identity) -> Option<String>;
}

impl Outside for NameTable {
    fn identity_text(&self, identity: Identity) -> Option<String> {
        Self::identity_text(self, identity).map(str::to_owned)
    }
}

/// Writes an event as one line, without its end. `None` for what only the engine tells itself.
#[must_use]
pub fn to_line(event: &Event, outside: &impl Outside) -> Option<String> {
    let line = Writer { event, outside };
    match &event.fact {
        Fact::CustomerRegistered(account) | Fact::CustomerUpdated(account) => line.of(&line.account(account)),
        Fact::CustomerDeleted { customer } | Fact::CustomerReturned { customer } => {
            line.of(&CustomerDto { customer: line.text(customer.0), ..CustomerDto::default() })
        }
        Fact::CodeIssued { code, customer, inferred, by } => line.of(&CodeIssuedDto {
            code: line.text(code.0),
            customer: line.text(customer.0),
            inferred: inferred.then_some(true),
            actor: by.map(|by| line.text(by.actor.0)),
            reason: by.and_then(|by| line.identity(by.reason)),
            ..CodeIssuedDto::default()
        }),
        Fact::CodeDisabled { code, by } => line.of(&CodeDto {
            code: line.text(code.0),
            actor: by.map(|by| line.text(by.actor.0)),
            reason: by.and_then(|by| line.identity(by.reason)),
            ..CodeDto::default()
        }),
        Fact::LinkClicked { code, click } => line.of(&ClickDto { code: line.text(code.0), click: line.text(click.0), ..ClickDto::default() }),
        Fact::Interaction { customer, ref_code, click } => line.of(&InteractionDto {
            customer: line.text(customer.0),
            ref_code: ref_code.map(|code| line.text(code.0)),
            click: click.map(|click| line.text(click.0)),
            ..InteractionDto::default()
        }),
        Fact::Order { order, body, .. } => line.of(&line.order(*order, body.as_deref())),
        Fact::OrderMoney { order, funds, currency, as_of } => line.of(&line.order_money(*order, *funds, *currency, *as_of)),
        Fact::TrialStarted { customer, period_days } => {
            line.of(&TrialDto { customer: line.text(customer.0), period_days: *period_days, ..TrialDto::default() })
        }
        Fact::Purchase { purchase, customer, amount, period_days, .. } => line.of(&PurchaseDto {
            purchase: line.purchase(*purchase),
            customer: line.text(customer.0),
            amount: money(*amount),
            period_days: *period_days,
            ..PurchaseDto::default()
        }),
        Fact::PurchaseRefunded { purchase, refunded, as_of } => line.of(&PurchaseRefundedDto {
            purchase: line.purchase(*purchase),
            refunded: money(*refunded),
            as_of: (*as_of != event.at).then(|| as_of.to_string()),
            ..PurchaseRefundedDto::default()
        }),
        Fact::PartnerOnboarded { partner, customer } => {
            line.of(&OnboardedDto { partner: line.text(partner.0), customer: line.text(customer.0), ..OnboardedDto::default() })
        }
        Fact::RoleUpgraded { customer, role } => line.of(&RoleDto { customer: line.text(customer.0), role: line.text(*role), ..RoleDto::default() }),
        Fact::Custom { name, customer, amount_base } => line.of(&CustomDto {
            name: line.text(*name),
            customer: line.text(customer.0),
            amount_base: amount_base.map(money),
            ..CustomDto::default()
        }),
        Fact::RewardChosen { reward, option } => {
            line.of(&ChosenDto { reward: reward.text(outside), option: line.text(*option), ..ChosenDto::default() })
        }
        Fact::RewardExpired { reward, amount } => {
            line.of(&ExpiredDto { reward: reward.text(outside), amount: amount.map(|amount| line.amount(amount)), ..ExpiredDto::default() })
        }
        Fact::ListChanged { list, entry, is_in, by } => line.of(&ListDto {
            list: list.name().to_owned(),
            entry: line.text(*entry),
            is_in: *is_in,
            actor: by.map(|by| line.text(by.actor.0)),
            reason: by.and_then(|by| line.identity(by.reason)),
            ..ListDto::default()
        }),
        Fact::SpendRecorded { program, channel, from, to, amount } => line.of(&SpendDto {
            program: program.map(|program| line.text(program.0)),
            channel: channel.map(|channel| line.text(channel.0)),
            from: from.to_string(),
            to: to.to_string(),
            amount: money(*amount),
            ..SpendDto::default()
        }),
        Fact::ProgramActivated { program, version, from } => {
            line.of(&ActivatedDto { program: line.text(program.0), version: *version, from: from.to_string(), ..ActivatedDto::default() })
        }
        Fact::ProgramPaused { program, by } | Fact::ProgramEnded { program, by } => line.of(&ProgramDto {
            program: line.text(program.0),
            actor: by.map(|by| line.text(by.actor.0)),
            reason: by.and_then(|by| line.identity(by.reason)),
            ..ProgramDto::default()
        }),
        Fact::PayoutIntended { reward, rail, generation, act, request_hash } => line.intended(reward, *rail, *generation, act, request_hash),
        Fact::PayoutKnown { reward, rail, generation, result } => line.known(reward, *rail, *generation, result),
        Fact::PolicyChanged { policy, by } => line.of(&PolicyDto {
            clawback: policy.clawback.name().to_owned(),
            approve_above: (!policy.approve_above.is_empty()).then(|| policy.approve_above.iter().copied().map(money).collect()),
            actor: by.map(|by| line.text(by.actor.0)),
            reason: by.and_then(|by| line.identity(by.reason)),
            ..PolicyDto::default()
        }),
        Fact::RewardUsed { reward, amount } => line.of(&UsedDto { reward: reward.text(outside), amount: line.amount(*amount), ..UsedDto::default() }),
        Fact::TimePassed => line.of(&TimeDto::default()),
        Fact::Staff(act) => line.staff(act),
        // The engine tells it itself, whenever it learns something late.
        Fact::Rejudge { .. } => None,
        Fact::OrderOwned { order, customer, email } => {
            line.of(&OwnedDto { order: line.text(order.0), customer: line.text(customer.0), email: line.identity(*email), ..OwnedDto::default() })
        }
        Fact::ReferralTakenOver { friend, advocate, code, since } => line.of(&ReferralTakenOverDto {
            friend: line.text(friend.0),
            advocate: line.text(advocate.0),
            code: line.text(code.0),
            since: since.to_string(),
            ..ReferralTakenOverDto::default()
        }),
        Fact::RewardTakenOver { reward, program, beneficiary, amount, given_at } => line.of(&RewardTakenOverDto {
            reward: reward.text(outside),
            program: line.text(program.0),
            beneficiary: line.text(beneficiary.0),
            amount: line.amount(*amount),
            given_at: given_at.to_string(),
            ..RewardTakenOverDto::default()
        }),
    }
}

struct Writer<'a, O> {
    event: &'a Event,
    outside: &'a O,
}

impl<O: Outside> Writer<'_, O> {
    fn of(&self, body: &impl Serialize) -> Option<String> {
        let Event { id, at, seen_at, fact } = self.event;
        let line = LineDto { id: id.text(self.outside), kind: fact.type_name(), at: at.to_string(), seen_at: seen_at.map(|at| at.to_string()), body };
        serde_json::to_string(&line).ok()
    }

    fn text(&self, key: Key) -> String {
        self.outside.text(key)
    }

    fn purchase(&self, purchase: OrderKey) -> String {
        let key = self.text(purchase.0);
        key.strip_prefix(PURCHASE).unwrap_or(&key).to_owned()
    }

    fn identity(&self, identity: Option<Identity>) -> Option<String> {
        self.outside.identity_text(identity?)
    }

    fn account(&self, account: &Account) -> AccountDto {
        AccountDto {
            customer: self.text(account.customer.0),
            email: self.identity(account.email),
            phone: self.identity(account.phone),
            email_verified: account.email_verified,
            phone_verified: account.phone_verified,
            ref_code: account.ref_code.map(|code| self.text(code.0)),
            click: account.click.map(|click| self.text(click.0)),
            ip: self.identity(account.ip),
            device: self.identity(account.device),
            groups: (!account.groups.is_empty()).then(|| account.groups.iter().map(|group| self.text(*group)).collect()),
            role: account.role.map(|role| self.text(role)),
            ..AccountDto::default()
        }
    }

    fn order(&self, order: OrderKey, body: Option<&OrderBody>) -> OrderDto {
        let order = self.text(order.0);
        let Some(body) = body else { return OrderDto { order, ..OrderDto::default() } };
        let money = |minor| Some(money(Money::new(minor, body.currency)));
        let lines = body.lines.iter().map(|line| OrderLineDto {
            category: line.category.map(|slug| self.text(slug.0)),
            amount: self::money(Money::new(line.minor, body.currency)),
            quantity: line.quantity,
        });
        OrderDto {
            order,
            customer: body.customer.map(|customer| self.text(customer.0)),
            email: self.identity(body.email),
            items: money(body.items),
            items_with_tax: money(body.items_with_tax),
            order_total: money(body.order_total),
            payable: money(body.payable),
            channel: body.channel.map(|slug| self.text(slug.0)),
            country: body.country.map(|code| String::from_utf8_lossy(&code).into_owned()),
            ref_code: body.ref_code.map(|code| self.text(code.0)),
            click: body.click.map(|click| self.text(click.0)),
            ip: self.identity(body.ip),
            device: self.identity(body.device),
            card: self.identity(body.card),
            card_digits: self.identity(body.card_digits),
            address: self.identity(body.address),
            is_replacement: body.is_replacement.then_some(true),
            lines: (!body.lines.is_empty()).then(|| lines.collect()),
            ..OrderDto::default()
        }
    }

    fn order_money(&self, order: OrderKey, funds: Funds, currency: Currency, as_of: Timestamp) -> OrderMoneyDto {
        let told = |minor| (minor != 0).then(|| money(Money::new(minor, currency)));
        OrderMoneyDto {
            order: self.text(order.0),
            captured_gross: money(Money::new(funds.captured, currency)),
            refunded: told(funds.refunded),
            charged_back: told(funds.charged_back),
            as_of: (as_of != self.event.at).then(|| as_of.to_string()),
            ..OrderMoneyDto::default()
        }
    }

    fn amount(&self, amount: Amount) -> AmountDto {
        let (currency, unit, exponent) = match amount.asset {
            Asset::Currency(currency) => (Some(currency.to_string()), None, None),
            Asset::Units { name, exponent } => (None, Some(self.text(name)), Some(exponent)),
        };
        AmountDto { amount: DecimalText(minor_text(amount.minor, amount.asset.exponent())), currency, unit, exponent }
    }

    fn intended(&self, reward: &RewardKey, rail: Rail, generation: Generation, act: &PayoutAct, hash: &[u8; 32]) -> Option<String> {
        let plain = IntendedDto {
            reward: reward.text(self.outside),
            rail: rail.name().to_owned(),
            request_hash: hash.iter().map(|byte| format!("{byte:02x}")).collect(),
            generation: told(generation),
            ..IntendedDto::default()
        };
        self.of(&match *act {
            PayoutAct::Correct { to } => IntendedDto { correct_to: Some(to), ..plain },
            PayoutAct::Issue { amount, code, expires_on, issuance } => IntendedDto {
                amount: amount.map(|amount| self.amount(amount)),
                code: code.map(|code| self.text(code)),
                expires_on: expires_on.map(date),
                issuance: issuance.map(|name| name.to_string()),
                ..plain
            },
        })
    }

    fn known(&self, reward: &RewardKey, rail: Rail, generation: Generation, result: &PayoutResult) -> Option<String> {
        let (minor, used) = match result {
            PayoutResult::Issued { minor, .. } => (*minor, None),
            PayoutResult::Corrected { to, used } => (Some(*to), Some(*used).filter(|used| *used != 0)),
            PayoutResult::Refused { .. } | PayoutResult::Conflict | PayoutResult::Unknown | PayoutResult::Gone => (None, None),
        };
        self.of(&KnownDto {
            reward: reward.text(self.outside),
            rail: rail.name().to_owned(),
            result: result_word(result).to_owned(),
            generation: told(generation),
            at_shop: if let PayoutResult::Issued { id: Some(id), .. } = result { Some(self.text(*id)) } else { None },
            minor,
            why: if let PayoutResult::Refused { why } = result { self.identity(*why) } else { None },
            used,
            ..KnownDto::default()
        })
    }

    fn review(&self, actor: String, reason: String, reward: &RewardKey, expects: u32) -> Option<String> {
        self.of(&ReviewDto { actor, reason, reward: reward.text(self.outside), expects, ..ReviewDto::default() })
    }

    fn staff(&self, act: &StaffAct) -> Option<String> {
        let actor = self.text(act.actor.0);
        // The words of a person who was erased are gone; that there were some is not.
        let reason = self.outside.identity_text(act.reason).unwrap_or_else(|| "(erased)".to_owned());
        match &act.action {
            StaffAction::Approve { reward, expects }
            | StaffAction::Reject { reward, expects }
            | StaffAction::Reverse { reward, expects }
            | StaffAction::Reissue { reward, expects }
            | StaffAction::AcceptRaise { reward, expects } => self.review(actor, reason, reward, *expects),
            StaffAction::Adjust { reward, expects, to } => self.of(&AdjustDto {
                actor,
                reason,
                reward: reward.text(self.outside),
                expects: *expects,
                to: self.amount(*to),
                ..AdjustDto::default()
            }),
            StaffAction::Goodwill { customer, rail, amount, valid_days, .. } => self.of(&GoodwillDto {
                actor,
                reason,
                customer: self.text(customer.0),
                rail: rail.name().to_owned(),
                amount: self.amount(*amount),
                valid_days: *valid_days,
                ..GoodwillDto::default()
            }),
            StaffAction::Approved { proposal } | StaffAction::Declined { proposal } => {
                self.of(&ProposalDto { actor, reason, proposal: self.text(*proposal), ..ProposalDto::default() })
            }
            StaffAction::Hold { reward, expects, until } => self.of(&HoldDto {
                actor,
                reason,
                reward: reward.text(self.outside),
                expects: *expects,
                until: until.to_string(),
                ..HoldDto::default()
            }),
            StaffAction::Attribute { customer, code } => {
                self.of(&AttributeDto { actor, reason, customer: self.text(customer.0), code: self.text(code.0), ..AttributeDto::default() })
            }
            StaffAction::RejectReferral { friend } => {
                self.of(&RejectReferralDto { actor, reason, friend: friend.text(self.outside), ..RejectReferralDto::default() })
            }
            StaffAction::Erase { person } => self.of(&EraseDto { actor, reason, person: person.text(self.outside), ..EraseDto::default() }),
        }
    }
}

fn money(money: Money) -> MoneyDto {
    MoneyDto { amount: DecimalText(money.amount_text()), currency: money.currency.to_string() }
}

const fn result_word(result: &PayoutResult) -> &'static str {
    match result {
        PayoutResult::Issued { .. } => "issued",
        PayoutResult::Refused { .. } => "refused",
        PayoutResult::Conflict => "conflict",
        PayoutResult::Unknown => "unknown",
        PayoutResult::Corrected { .. } => "corrected",
        PayoutResult::Gone => "gone",
    }
}

/// Which delivery, unless it is the first.
fn told(generation: Generation) -> Option<u16> {
    (generation != Generation::FIRST).then_some(generation.0)
}

fn date(day: i32) -> String {
    let midnight = Timestamp::EPOCH.micros() + i64::from(day) * 86_400_000_000;
    Timestamp::from_micros(midnight).to_string().chars().take(10).collect()
}
