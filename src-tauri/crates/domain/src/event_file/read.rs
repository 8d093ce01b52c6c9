//! Reading a line.

use super::door::{Door, at_most, clawback, country, date, days, generation, hash, instant, list, minor, minor_in, money, rail, text};
use super::dto::{
    AccountDto, ActivatedDto, AdjustDto, AttributeDto, ChosenDto, ClickDto, CodeDto, CodeIssuedDto, CustomDto, CustomerDto, EraseDto, ExpiredDto,
    GoodwillDto, HeadDto, HoldDto, IntendedDto, InteractionDto, KnownDto, ListDto, OnboardedDto, OrderDto, OrderMoneyDto, OwnedDto, PolicyDto,
    ProgramDto, ProposalDto, PurchaseDto, PurchaseRefundedDto, ReferralTakenOverDto, RejectReferralDto, ReviewDto, RewardTakenOverDto, RoleDto,
    SpendDto, TimeDto, TrialDto, UsedDto,
};
use super::fault::EventFault;
use super::{MAX_LINE, MAX_NAME, MAX_TEXT};
use crate::event::{
    Account, By, Event, EventId, Fact, Funds, GOODWILL, Line, OrderBody, OrderChange, PayoutAct, PayoutResult, PurchaseKind, StaffAct, StaffAction,
};
use crate::name::{CategoryKey, IdentityKind, Names, RuleKey};
use crate::payout::{Issuance, PayoutPolicy};
use crate::time::Timestamp;
use serde::Deserialize;

type Result<T> = std::result::Result<T, EventFault>;

/// Reads one line of an event file.
///
/// # Errors
/// The first [`EventFault`] that is found; nothing of a faulty line is used.
pub fn parse_line(line: &str, names: &mut impl Names) -> Result<Event> {
    if line.len() > MAX_LINE {
        return Err(EventFault::TooLong);
    }
    // The JSON reader would take the fields of a struct from a list, too.
    if !line.trim_start().starts_with('{') {
        return Err(EventFault::NoObject);
    }
    let head: HeadDto<'_> = shape(line)?;
    let id = head.id.as_deref().ok_or(EventFault::MissingField("id"))?;
    let at = instant("at", head.at.as_deref().ok_or(EventFault::MissingField("at"))?)?;
    let seen_at = head.seen_at.as_deref().map(|seen| instant("seen_at", seen)).transpose()?;
    if seen_at.is_some_and(|seen_at| seen_at < at) {
        return Err(EventFault::BeforeItHappened);
    }
    let id = EventId::parse(text("id", id, 4 * MAX_NAME)?, names);
    let fact = fact(&head.kind, line, at, &mut Door { names })?;
    if !id.suits(&fact) {
        return Err(EventFault::OtherKey);
    }
    Ok(Event { id, at, seen_at, fact })
}

fn shape<'a, T: Deserialize<'a>>(line: &'a str) -> Result<T> {
    serde_json::from_str(line).map_err(|error| EventFault::shape(&error))
}

fn fact<N: Names>(kind: &str, line: &str, at: Timestamp, door: &mut Door<'_, N>) -> Result<Fact> {
    match kind {
        "customer_registered" => account(shape(line)?, door).map(Fact::CustomerRegistered),
        "customer_updated" => account(shape(line)?, door).map(Fact::CustomerUpdated),
        "customer_deleted" => Ok(Fact::CustomerDeleted { customer: door.customer(&shape::<CustomerDto>(line)?.customer)? }),
        "customer_returned" => Ok(Fact::CustomerReturned { customer: door.customer(&shape::<CustomerDto>(line)?.customer)? }),
        "code_issued" => {
            let dto: CodeIssuedDto = shape(line)?;
            let (code, customer) = (door.code("code", &dto.code)?, door.customer(&dto.customer)?);
            Ok(Fact::CodeIssued { code, customer, inferred: dto.inferred.unwrap_or(false), by: by(dto.actor, dto.reason, door)? })
        }
        "code_disabled" => {
            let dto: CodeDto = shape(line)?;
            Ok(Fact::CodeDisabled { code: door.code("code", &dto.code)?, by: by(dto.actor, dto.reason, door)? })
        }
        "link_clicked" => {
            let dto: ClickDto = shape(line)?;
            Ok(Fact::LinkClicked { code: door.code("code", &dto.code)?, click: door.click(&dto.click)? })
        }
        "interaction" => {
            let dto: InteractionDto = shape(line)?;
            Ok(Fact::Interaction {
                customer: door.customer(&dto.customer)?,
                ref_code: dto.ref_code.map(|code| door.code("ref_code", &code)).transpose()?,
                click: dto.click.map(|click| door.click(&click)).transpose()?,
            })
        }
        "order_placed" => order(OrderChange::Placed, shape(line)?, door),
        "order_confirmed" => order(OrderChange::Confirmed, shape(line)?, door),
        "order_changed" => order(OrderChange::Changed, shape(line)?, door),
        "order_payment_failed" => order(OrderChange::PaymentFailed, shape(line)?, door),
        "order_cancelled" => order(OrderChange::Cancelled, shape(line)?, door),
        "order_money" => order_money(&shape(line)?, at, door),
        "spend_recorded" => spend(shape(line)?, door),
        "program_activated" => {
            let dto: ActivatedDto = shape(line)?;
            Ok(Fact::ProgramActivated { program: door.program(&dto.program)?, version: dto.version, from: instant("from", &dto.from)? })
        }
        "program_paused" => {
            let dto: ProgramDto = shape(line)?;
            Ok(Fact::ProgramPaused { program: door.program(&dto.program)?, by: by(dto.actor, dto.reason, door)? })
        }
        "program_ended" => {
            let dto: ProgramDto = shape(line)?;
            Ok(Fact::ProgramEnded { program: door.program(&dto.program)?, by: by(dto.actor, dto.reason, door)? })
        }
        "payout_intended" => {
            let dto: IntendedDto = shape(line)?;
            payout_intended(dto, door)
        }
        "payout_known" => {
            let dto: KnownDto = shape(line)?;
            payout_known(dto, door)
        }
        "reward_used" => {
            let dto: UsedDto = shape(line)?;
            Ok(Fact::RewardUsed { reward: door.reward(&dto.reward)?, amount: door.amount("amount", dto.amount)? })
        }
        "time_passed" => shape::<TimeDto>(line).map(|_| Fact::TimePassed),
        "staff_approve" => review(shape(line)?, door, |reward, expects| StaffAction::Approve { reward, expects }),
        "staff_reject" => review(shape(line)?, door, |reward, expects| StaffAction::Reject { reward, expects }),
        "staff_hold" => {
            let HoldDto { actor, reason, reward, expects, until, .. } = shape(line)?;
            let action = StaffAction::Hold { reward: door.reward(&reward)?, expects, until: instant("until", &until)? };
            staff(&actor, &reason, action, door)
        }
        "staff_attribute" => {
            let AttributeDto { actor, reason, customer, code, .. } = shape(line)?;
            let action = StaffAction::Attribute { customer: door.customer(&customer)?, code: door.code("code", &code)? };
            staff(&actor, &reason, action, door)
        }
        "staff_reverse" => review(shape(line)?, door, |reward, expects| StaffAction::Reverse { reward, expects }),
        "staff_reissue" => review(shape(line)?, door, |reward, expects| StaffAction::Reissue { reward, expects }),
        "staff_accept_raise" => review(shape(line)?, door, |reward, expects| StaffAction::AcceptRaise { reward, expects }),
        "staff_adjust" => {
            let AdjustDto { actor, reason, reward, expects, to, .. } = shape(line)?;
            let action = StaffAction::Adjust { reward: door.reward(&reward)?, expects, to: door.amount("to", to)? };
            staff(&actor, &reason, action, door)
        }
        "staff_goodwill" => goodwill(shape(line)?, door),
        "staff_approved" => proposal(shape(line)?, door, |proposal| StaffAction::Approved { proposal }),
        "staff_declined" => proposal(shape(line)?, door, |proposal| StaffAction::Declined { proposal }),
        "policy_changed" => {
            let dto: PolicyDto = shape(line)?;
            let approve_above = at_most("approve_above", dto.approve_above.unwrap_or_default())?;
            let approve_above = approve_above.iter().map(|most| money("approve_above", most)).collect::<Result<_>>()?;
            let policy = PayoutPolicy { approve_above, clawback: clawback(&dto.clawback)? };
            Ok(Fact::PolicyChanged { policy, by: by(dto.actor, dto.reason, door)? })
        }
        "order_owned" => {
            let dto: OwnedDto = shape(line)?;
            let email = door.email(dto.email.as_deref())?.email;
            Ok(Fact::OrderOwned { order: door.order(&dto.order)?, customer: door.customer(&dto.customer)?, email })
        }
        "referral_taken_over" => {
            let dto: ReferralTakenOverDto = shape(line)?;
            Ok(Fact::ReferralTakenOver {
                friend: door.customer(&dto.friend)?,
                advocate: door.customer(&dto.advocate)?,
                code: door.code("code", &dto.code)?,
                since: instant("since", &dto.since)?,
            })
        }
        "reward_taken_over" => {
            let dto: RewardTakenOverDto = shape(line)?;
            Ok(Fact::RewardTakenOver {
                reward: door.reward(&dto.reward)?,
                program: door.program(&dto.program)?,
                beneficiary: door.customer(&dto.beneficiary)?,
                amount: door.amount("amount", dto.amount)?,
                given_at: instant("given_at", &dto.given_at)?,
            })
        }
        "staff_erase" => {
            let EraseDto { actor, reason, person, .. } = shape(line)?;
            let person = door.person("person", &person)?;
            staff(&actor, &reason, StaffAction::Erase { person }, door)
        }
        "staff_reject_referral" => {
            let RejectReferralDto { actor, reason, friend, .. } = shape(line)?;
            let friend = door.person("friend", &friend)?;
            staff(&actor, &reason, StaffAction::RejectReferral { friend }, door)
        }
        "trial_started" => {
            let dto: TrialDto = shape(line)?;
            Ok(Fact::TrialStarted { customer: door.customer(&dto.customer)?, period_days: days("period_days", dto.period_days)? })
        }
        "topup" => purchase(PurchaseKind::Topup, &shape(line)?, door),
        "subscription_purchased" => purchase(PurchaseKind::Subscription, &shape(line)?, door),
        "subscription_renewed" => purchase(PurchaseKind::Renewal, &shape(line)?, door),
        "purchase_refunded" => purchase_refunded(&shape(line)?, at, door),
        "partner_onboarded" => {
            let dto: OnboardedDto = shape(line)?;
            let (partner, customer) = (door.customer(&dto.partner)?, door.customer(&dto.customer)?);
            if partner == customer { Err(EventFault::SamePerson) } else { Ok(Fact::PartnerOnboarded { partner, customer }) }
        }
        "role_upgraded" => {
            let dto: RoleDto = shape(line)?;
            Ok(Fact::RoleUpgraded { customer: door.customer(&dto.customer)?, role: door.name("role", &dto.role)? })
        }
        "custom" => {
            let dto: CustomDto = shape(line)?;
            let amount_base = dto.amount_base.as_ref().map(|base| money("amount_base", base)).transpose()?;
            Ok(Fact::Custom { name: door.name("name", &dto.name)?, customer: door.customer(&dto.customer)?, amount_base })
        }
        "reward_chosen" => {
            let dto: ChosenDto = shape(line)?;
            Ok(Fact::RewardChosen { reward: door.reward(&dto.reward)?, option: door.name("option", &dto.option)? })
        }
        "reward_expired" => {
            let dto: ExpiredDto = shape(line)?;
            let amount = dto.amount.map(|amount| door.amount("amount", amount)).transpose()?;
            Ok(Fact::RewardExpired { reward: door.reward(&dto.reward)?, amount })
        }
        "list_changed" => {
            let dto: ListDto = shape(line)?;
            let list = list(&dto.list)?;
            Ok(Fact::ListChanged { list, entry: door.entry(list, &dto.entry)?, is_in: dto.is_in, by: by(dto.actor, dto.reason, door)? })
        }
        other => Err(EventFault::UnknownType(other.chars().take(40).collect())),
    }
}

fn account<N: Names>(dto: AccountDto, door: &mut Door<'_, N>) -> Result<Account> {
    let groups = at_most("groups", dto.groups.unwrap_or_default())?;
    let mail = door.email(dto.email.as_deref())?;
    let (ip, ip_within) = door.ip(dto.ip.as_deref())?;
    Ok(Account {
        customer: door.customer(&dto.customer)?,
        email: mail.email,
        mailbox: mail.mailbox,
        phone: dto.phone.map(|phone| door.phone(&phone)).transpose()?.flatten(),
        email_verified: dto.email_verified,
        phone_verified: dto.phone_verified,
        ref_code: dto.ref_code.map(|code| door.code("ref_code", &code)).transpose()?,
        click: dto.click.map(|click| door.click(&click)).transpose()?,
        ip,
        ip_within,
        device: dto.device.map(|device| door.identity("device", IdentityKind::Device, &device)).transpose()?,
        email_domain: mail.domain,
        domains_above: mail.above,
        email_sort: mail.sort,
        groups: groups.iter().map(|group| door.name("groups", group)).collect::<Result<_>>()?,
        role: dto.role.map(|role| door.name("role", &role)).transpose()?,
    })
}

/// The first event of an order says everything; a later one may say nothing but its step.
fn order<N: Names>(change: OrderChange, dto: OrderDto, door: &mut Door<'_, N>) -> Result<Fact> {
    let order = door.order(&dto.order)?;
    let says_nothing = dto == OrderDto { order: dto.order.clone(), ..OrderDto::default() };
    let body = if says_nothing && change != OrderChange::Placed { None } else { Some(Box::new(order_body(dto, door)?)) };
    Ok(Fact::Order { order, change, body })
}

fn order_body<N: Names>(dto: OrderDto, door: &mut Door<'_, N>) -> Result<OrderBody> {
    if dto.customer.is_none() && dto.email.is_none() {
        return Err(EventFault::MissingField("customer"));
    }
    let items = money("items", dto.items.as_ref().ok_or(EventFault::MissingField("items"))?)?;
    let currency = items.currency;
    let told = |field, dto: &Option<super::dto::MoneyDto>| dto.as_ref().map(|dto| minor_in(currency, field, dto)).transpose();
    let (tax, shipping) = (told("tax", &dto.tax)?.unwrap_or(0), told("shipping", &dto.shipping)?.unwrap_or(0));
    // Items stand after discounts already, so this one is only checked.
    told("discount", &dto.discount)?;
    let items_with_tax = told("items_with_tax", &dto.items_with_tax)?.unwrap_or(items.minor + tax);
    let order_total = told("order_total", &dto.order_total)?.unwrap_or(items_with_tax + shipping);
    let gift_cards_used = told("gift_cards_used", &dto.gift_cards_used)?.unwrap_or(0);
    let payable = told("payable", &dto.payable)?.unwrap_or((order_total - gift_cards_used).max(0));
    let mail = door.email(dto.email.as_deref())?;
    let (ip, ip_within) = door.ip(dto.ip.as_deref())?;
    let lines = at_most("lines", dto.lines.unwrap_or_default())?;
    let line = |dto: &super::dto::OrderLineDto, door: &mut Door<'_, N>| -> Result<Line> {
        let category = dto.category.as_deref().map(|slug| door.name("lines, category", slug)).transpose()?;
        Ok(Line { category: category.map(CategoryKey), minor: minor_in(currency, "lines, amount", &dto.amount)?, quantity: dto.quantity })
    };
    Ok(OrderBody {
        customer: dto.customer.map(|customer| door.customer(&customer)).transpose()?,
        email: mail.email,
        mailbox: mail.mailbox,
        email_domain: mail.domain,
        domains_above: mail.above,
        email_sort: mail.sort,
        currency,
        items: items.minor,
        items_with_tax,
        order_total,
        payable,
        channel: dto.channel.map(|slug| door.channel(&slug)).transpose()?,
        country: dto.country.as_deref().map(country).transpose()?,
        ref_code: dto.ref_code.map(|code| door.code("ref_code", &code)).transpose()?,
        click: dto.click.map(|click| door.click(&click)).transpose()?,
        ip,
        ip_within,
        device: dto.device.map(|device| door.identity("device", IdentityKind::Device, &device)).transpose()?,
        card: dto.card.map(|card| door.identity("card", IdentityKind::Card, &card)).transpose()?,
        card_digits: dto.card_digits.map(|card| door.identity("card_digits", IdentityKind::CardDigits, &card)).transpose()?,
        address: dto.address.map(|address| door.address(&address)).transpose()?.flatten(),
        is_replacement: dto.is_replacement.unwrap_or(false),
        lines: lines.iter().map(|dto| line(dto, door)).collect::<Result<_>>()?,
    })
}

fn order_money<N: Names>(dto: &OrderMoneyDto, at: Timestamp, door: &mut Door<'_, N>) -> Result<Fact> {
    let captured = money("captured_gross", &dto.captured_gross)?;
    let told = |field, dto: &Option<super::dto::MoneyDto>| dto.as_ref().map_or(Ok(0), |dto| minor_in(captured.currency, field, dto));
    let funds =
        Funds { captured: captured.minor, refunded: told("refunded", &dto.refunded)?, charged_back: told("charged_back", &dto.charged_back)? };
    let as_of = dto.as_of.as_deref().map_or(Ok(at), |as_of| instant("as_of", as_of))?;
    Ok(Fact::OrderMoney { order: door.order(&dto.order)?, funds, currency: captured.currency, as_of })
}

fn purchase<N: Names>(kind: PurchaseKind, dto: &PurchaseDto, door: &mut Door<'_, N>) -> Result<Fact> {
    Ok(Fact::Purchase {
        purchase: door.purchase(&dto.purchase)?,
        kind,
        customer: door.customer(&dto.customer)?,
        amount: money("amount", &dto.amount)?,
        period_days: days("period_days", dto.period_days)?,
    })
}

fn purchase_refunded<N: Names>(dto: &PurchaseRefundedDto, at: Timestamp, door: &mut Door<'_, N>) -> Result<Fact> {
    let as_of = dto.as_of.as_deref().map_or(Ok(at), |as_of| instant("as_of", as_of))?;
    if as_of > at {
        return Err(EventFault::NewsToCome);
    }
    Ok(Fact::PurchaseRefunded { purchase: door.purchase(&dto.purchase)?, refunded: money("refunded", &dto.refunded)?, as_of })
}

fn spend<N: Names>(dto: SpendDto, door: &mut Door<'_, N>) -> Result<Fact> {
    let (from, to) = (instant("from", &dto.from)?, instant("to", &dto.to)?);
    if to < from {
        return Err(EventFault::EmptyPeriod);
    }
    let program = dto.program.map(|program| door.program(&program)).transpose()?;
    let channel = dto.channel.map(|slug| door.channel(&slug)).transpose()?;
    Ok(Fact::SpendRecorded { program, channel, from, to, amount: money("amount", &dto.amount)? })
}

fn payout_intended<N: Names>(dto: IntendedDto, door: &mut Door<'_, N>) -> Result<Fact> {
    let act = match dto.correct_to {
        Some(to) => PayoutAct::Correct { to: minor("correct_to", to)? },
        None => PayoutAct::Issue {
            amount: dto.amount.map(|amount| door.amount("amount", amount)).transpose()?,
            code: dto.code.map(|code| door.name("code", &code)).transpose()?,
            expires_on: dto.expires_on.map(|day| date("expires_on", &day)).transpose()?,
            issuance: dto.issuance.map(|name| Issuance::parse(&name).ok_or(EventFault::BadIssuance)).transpose()?,
        },
    };
    let (reward, request_hash) = (door.reward(&dto.reward)?, hash(&dto.request_hash)?);
    Ok(Fact::PayoutIntended { reward, rail: rail(&dto.rail)?, generation: generation(dto.generation)?, act, request_hash })
}

fn payout_known<N: Names>(dto: KnownDto, door: &mut Door<'_, N>) -> Result<Fact> {
    let told = dto.minor.map(|told| minor("minor", told)).transpose()?;
    let result = match &*dto.result {
        "issued" => PayoutResult::Issued { id: dto.at_shop.map(|id| door.name("at_shop", &id)).transpose()?, minor: told },
        "refused" => PayoutResult::Refused { why: dto.why.map(|why| door.identity("why", IdentityKind::Words, &why)).transpose()? },
        "conflict" => PayoutResult::Conflict,
        "unknown" => PayoutResult::Unknown,
        "corrected" => {
            let to = told.ok_or(EventFault::MissingField("minor"))?;
            PayoutResult::Corrected { to, used: minor("used", dto.used.unwrap_or(0))? }
        }
        "gone" => PayoutResult::Gone,
        _ => return Err(EventFault::UnknownWord("result", "issued, refused, conflict, unknown, corrected, gone")),
    };
    Ok(Fact::PayoutKnown { reward: door.reward(&dto.reward)?, rail: rail(&dto.rail)?, generation: generation(dto.generation)?, result })
}

fn goodwill<N: Names>(dto: GoodwillDto, door: &mut Door<'_, N>) -> Result<Fact> {
    let action = StaffAction::Goodwill {
        customer: door.customer(&dto.customer)?,
        program: door.program(GOODWILL)?,
        rule: RuleKey(door.name("rule", GOODWILL)?),
        rail: rail(&dto.rail)?,
        amount: door.amount("amount", dto.amount)?,
        valid_days: days("valid_days", dto.valid_days)?,
    };
    staff(&dto.actor, &dto.reason, action, door)
}

fn proposal<N: Names>(dto: ProposalDto, door: &mut Door<'_, N>, action: impl FnOnce(crate::name::Key) -> StaffAction) -> Result<Fact> {
    let proposal = door.names.key(text("proposal", &dto.proposal, 4 * MAX_NAME)?);
    staff(&dto.actor, &dto.reason, action(proposal), door)
}

fn review<N: Names>(dto: ReviewDto, door: &mut Door<'_, N>, action: impl FnOnce(crate::reward::RewardKey, u32) -> StaffAction) -> Result<Fact> {
    let reward = door.reward(&dto.reward)?;
    staff(&dto.actor, &dto.reason, action(reward, dto.expects), door)
}

/// Who of staff said something. A reason without somebody whose it is says nothing.
fn by<N: Names>(actor: Option<String>, reason: Option<String>, door: &mut Door<'_, N>) -> Result<Option<By>> {
    let Some(actor) = actor else { return reason.map_or(Ok(None), |_| Err(EventFault::MissingField("actor"))) };
    let reason = reason.map(|reason| door.identity("reason", IdentityKind::Words, &reason)).transpose()?;
    Ok(Some(By { actor: door.actor(&actor)?, reason }))
}

fn staff<N: Names>(actor: &str, reason: &str, action: StaffAction, door: &mut Door<'_, N>) -> Result<Fact> {
    let actor = door.actor(actor)?;
    let reason = text("reason", reason, MAX_TEXT)?;
    Ok(Fact::Staff(StaffAct { actor, reason: door.identity("reason", IdentityKind::Words, reason)?, action }))
}
