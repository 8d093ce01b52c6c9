//! Engine and oracle side by side, and the smallest history on which they differ.

use crate::dice::Dice;
use crate::judge::shown;
use crate::life::Stands;
use crate::world::{World, world};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use vouchsafe_domain::event::{Event, Fact, StaffAct, StaffAction};
use vouchsafe_domain::event_file::{parse_line, to_line};
use vouchsafe_domain::money::Amount;
use vouchsafe_domain::name::{NameTable, Texts};
use vouchsafe_domain::party::PartyName;
use vouchsafe_domain::program::{Programs, file};
use vouchsafe_domain::replay::{MoneyText, Options, Report, RewardLine, replay, report};
use vouchsafe_domain::reward::RewardKey;
use vouchsafe_domain::time::{Span, Timestamp};

/// What the comparisons had to look at.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) compared: u64,
    pub(crate) left_out: u64,
    pub(crate) granted: u64,
    pub(crate) refused: u64,
    /// Rewards of which something that was used was given up, was owed back, and against which something was set off.
    pub(crate) lost: u64,
    pub(crate) carried: u64,
    pub(crate) set_off: u64,
    /// Rewards that were given once more, that came by goodwill, and of which another option was taken.
    pub(crate) again: u64,
    pub(crate) goodwill: u64,
    pub(crate) chosen: u64,
    /// Those of which a person said what they come to.
    pub(crate) adjusted: u64,
    pub(crate) states: BTreeMap<String, u64>,
    pub(crate) reasons: BTreeMap<String, u64>,
}

/// The programs and names of one history, and how it is replayed.
pub(crate) struct Both {
    programs: Programs,
    names: NameTable,
    settle: bool,
    goes_on: bool,
}

impl Both {
    pub(crate) fn new(programs: Programs, names: NameTable, settle: bool, goes_on: bool) -> Self {
        Self { programs, names, settle, goes_on }
    }

    fn engine(&mut self, events: &[Event], until: Option<Timestamp>) -> Report {
        let replayed = replay(&self.programs, events.to_vec(), Options { settle: self.settle, until }, &mut self.names);
        report(&replayed, &self.names)
    }

    /// The history with what people do to rewards that are there by then.
    pub(crate) fn with_people(&mut self, lines: &[String], dice: &mut Dice) -> Vec<Event> {
        let mut events: Vec<Event> =
            lines.iter().map(|line| parse_line(line, &mut self.names).unwrap_or_else(|fault| panic!("{line}: {fault}"))).collect();
        if dice.percent(40) {
            let any = events[dice.below(events.len())].at;
            let first = events.iter().map(|event| event.at).min().unwrap();
            let clawback = if dice.percent(90) { "carry" } else { "loss" };
            let line = format!("\"type\":\"policy_changed\",\"clawback\":\"{clawback}\"");
            self.push(&mut events, "policy", *dice.one(&[any, first]), &line);
        }
        for no in 0..dice.below(12) {
            let (mut at, days) = (events[dice.below(events.len())].at, dice.between(0, 12));
            at = at.plus(Span::days(u32::try_from(days).unwrap()));
            let before: Vec<Event> = events.iter().filter(|event| event.at < at).cloned().collect();
            let told = self.engine(&before, None);
            let stale = if dice.percent(10) { "stale-" } else { "" };
            if dice.percent(25) && !told.referrals.is_empty() {
                let line = referral_act(&told.referrals[dice.below(told.referrals.len())].friend, dice);
                self.push(&mut events, &format!("{stale}act-{no}"), at, &line);
            } else if !told.rewards.is_empty() {
                let with_choice = told.rewards.iter().filter(|reward| reward.state == "waiting" && self.has_choice(reward)).collect::<Vec<_>>();
                if dice.percent(40) && !with_choice.is_empty() {
                    let line = chosen(with_choice[dice.below(with_choice.len())], dice);
                    self.push(&mut events, &format!("act-{no}"), at, &line);
                    continue;
                }
                let reward = &told.rewards[dice.below(told.rewards.len())];
                let lines = match dice.below(20) {
                    0 if !reward.beneficiary.starts_with("guest-") => vec![goodwill(&reward.beneficiary, dice)],
                    1..=10 if matches!(reward.state, "due" | "settled") => used_up(reward).to_vec(),
                    11 | 12 if matches!(reward.state, "due" | "settled") => given_again(reward, dice).to_vec(),
                    _ => vec![reward_act(reward, dice)],
                };
                for (step, line) in (0..).zip(&lines) {
                    self.push(&mut events, &format!("{stale}act-{no}-{step}"), at.plus(Span::minutes(step)), line);
                }
            }
        }
        events
    }

    fn has_choice(&self, reward: &RewardLine) -> bool {
        let (rule, role) = (reward.key.split('/').next().unwrap(), reward.key.rsplit('/').next().unwrap());
        let rules = self.programs.versions().iter().flat_map(|program| &program.rules).filter(|known| self.names.text(known.id.0) == rule);
        rules.flat_map(|rule| &rule.grants).any(|grant| grant.to.name() == role && grant.options.len() > 1)
    }

    fn push(&mut self, events: &mut Vec<Event>, id: &str, at: Timestamp, line: &str) {
        let line = format!("{{\"id\":\"{id}\",\"at\":\"{at}\",{line}}}");
        events.push(parse_line(&line, &mut self.names).unwrap_or_else(|fault| panic!("{line}: {fault}")));
    }

    /// In the order in which they count, each with the revision on screen that was there by then.
    fn ready(&mut self, events: &[Event]) -> Vec<Event> {
        let mut events = events.to_vec();
        events.sort_by_cached_key(|event| (event.at, event.fact.causal_rank(), event.id.text(&self.names)));
        for i in 0..events.len() {
            let is_stale = events[i].id.text(&self.names).starts_with("stale");
            let Some((key, expects)) = on_screen(&mut events[i]) else { continue };
            *expects = 9_999;
            let key = key.text(&self.names);
            let known = self.engine(&events[..=i], None).rewards.into_iter().find(|known| known.key == key);
            if let (Some(known), Some((_, expects)), false) = (known, on_screen(&mut events[i]), is_stale) {
                *expects = known.revision;
            }
        }
        events
    }

    /// The programs and events as files.
    pub(crate) fn told(&mut self, events: &[Event]) -> String {
        let mut out = String::new();
        for version in self.programs.versions() {
            let _ = writeln!(out, "{}", file::write(version, Some(&self.programs.policy), &self.names));
        }
        for event in self.ready(events) {
            let _ = writeln!(out, "{}", to_line(&event, &self.names).unwrap_or_default());
        }
        let _ = write!(out, "\nsettle {}, goes on {}", self.settle, self.goes_on);
        out
    }
}

/// Which reward staff act on, and the revision that they saw.
fn on_screen(event: &mut Event) -> Option<(RewardKey, &mut u32)> {
    let Fact::Staff(StaffAct { action, .. }) = &mut event.fact else { return None };
    match action {
        StaffAction::Approve { reward, expects }
        | StaffAction::Reject { reward, expects }
        | StaffAction::Hold { reward, expects, .. }
        | StaffAction::Adjust { reward, expects, .. }
        | StaffAction::Reissue { reward, expects }
        | StaffAction::Reverse { reward, expects } => Some((*reward, expects)),
        _ => None,
    }
}

fn referral_act(friend: &str, dice: &mut Dice) -> String {
    if friend.starts_with("guest-") || dice.percent(60) {
        return format!("\"type\":\"staff_reject_referral\",\"actor\":\"mara\",\"reason\":\"x\",\"friend\":\"{friend}\"");
    }
    let code = *dice.one(&["C46", "CANNA", "CBOB"]);
    format!("\"type\":\"staff_attribute\",\"actor\":\"mara\",\"reason\":\"x\",\"customer\":\"{friend}\",\"code\":\"{code}\"")
}

fn staff(kind: &str, reward: &RewardLine) -> String {
    format!("\"type\":\"{kind}\",\"actor\":\"mara\",\"reason\":\"x\",\"reward\":\"{}\",\"expects\":0", reward.key)
}

fn payout(reward: &RewardLine, result: &str) -> String {
    format!("\"type\":\"payout_known\",\"reward\":\"{}\",\"rail\":\"{}\",\"result\":\"{result}\"", reward.key, reward.rail)
}

/// So much of a reward as it is told, or so many times less.
fn amount(reward: &RewardLine, part: &str) -> String {
    match (&reward.given.currency, &reward.given.unit) {
        (Some(currency), _) => format!("{{\"amount\":\"{part}\",\"currency\":\"{currency}\"}}"),
        (_, unit) => {
            let exponent = part.split_once('.').map_or(0, |(_, digits)| digits.len());
            let unit = unit.clone().unwrap_or_default().replace('"', "\\\"");
            format!("{{\"amount\":\"{part}\",\"unit\":\"{unit}\",\"exponent\":{exponent}}}")
        }
    }
}

fn used(reward: &RewardLine, part: &str) -> String {
    format!("\"type\":\"reward_used\",\"reward\":\"{}\",\"amount\":{}", reward.key, amount(reward, part))
}

/// It is delivered and used, and then it is taken back.
fn used_up(reward: &RewardLine) -> [String; 3] {
    [payout(reward, "issued"), used(reward, &part_of(&reward.given.amount, 1)), staff("staff_reverse", reward)]
}

/// It is delivered, taken back here and there, and given once more.
fn given_again(reward: &RewardLine, dice: &mut Dice) -> [String; 4] {
    let taken = if dice.percent(50) { payout(reward, "gone") } else { format!("{},\"minor\":0,\"used\":0", payout(reward, "corrected")) };
    [payout(reward, "issued"), staff("staff_reverse", reward), taken, staff("staff_reissue", reward)]
}

fn adjust(reward: &RewardLine, dice: &mut Dice) -> String {
    let (times, parts) = *dice.one(&[(1, 2), (1, 3), (2, 1), (3, 2)]);
    format!("{},\"to\":{}", staff("staff_adjust", reward), amount(reward, &times_of(&reward.amount.amount, times, parts)))
}

fn goodwill(who: &str, dice: &mut Dice) -> String {
    let rail = *dice.one(&["wallet", "wallet", "gift_card", "manual"]);
    let (minor, currency) = (dice.between(1, 900), *dice.one(&["EUR", "EUR", "USD"]));
    let valid = if dice.percent(30) { format!(",\"valid_days\":{}", dice.between(1, 30)) } else { String::new() };
    format!(
        "\"type\":\"staff_goodwill\",\"actor\":\"mara\",\"reason\":\"x\",\"customer\":\"{who}\",\"rail\":\"{rail}\",\
         \"amount\":{{\"amount\":\"{}.{:02}\",\"currency\":\"{currency}\"}}{valid}",
        minor / 100,
        minor % 100
    )
}

fn chosen(reward: &RewardLine, dice: &mut Dice) -> String {
    let option = *dice.one(&["coupon", "credit", "month"]);
    format!("\"type\":\"reward_chosen\",\"reward\":\"{}\",\"option\":\"{option}\"", reward.key)
}

fn reward_act(reward: &RewardLine, dice: &mut Dice) -> String {
    let key = &reward.key;
    let part = part_of(&reward.given.amount, *dice.one(&[1, 1, 2, 3]));
    let minor = dice.below(2) * part.replace('.', "").parse::<usize>().unwrap();
    let found = minor / (1 + dice.below(2));
    let intended = || format!("\"type\":\"payout_intended\",\"reward\":\"{key}\",\"rail\":\"{}\",\"request_hash\":\"{:064}\"", reward.rail, 0);
    match (reward.state, dice.below(22)) {
        ("waiting", 16..) => chosen(reward, dice),
        ("reversed", 16..) => staff("staff_reissue", reward),
        (_, 16..) => adjust(reward, dice),
        ("waiting", 0..=5) => staff("staff_approve", reward),
        ("waiting" | "due", 6) => staff("staff_reject", reward),
        ("waiting", 7 | 8) => format!("{},\"until\":\"2026-02-{:02}T10:00:00Z\"", staff("staff_hold", reward), dice.between(1, 28)),
        ("settled", 0..=5) | ("reversed", 0..=7) | ("void" | "due", 7 | 8) => used(reward, &part),
        ("settled", 6) => format!("\"type\":\"reward_expired\",\"reward\":\"{key}\""),
        ("settled", 7) => format!("\"type\":\"reward_expired\",\"reward\":\"{key}\",\"amount\":{}", amount(reward, &part)),
        ("settled", 8 | 9) => staff("staff_reverse", reward),
        ("settled" | "reversed", 10 | 11) => payout(reward, "gone"),
        ("settled" | "reversed", 12 | 13) => format!("{},\"minor\":{minor},\"used\":{found}", payout(reward, "corrected")),
        ("due", 0..=3) => intended(),
        (_, 4) => payout(reward, "refused"),
        (_, 5) => payout(reward, if dice.percent(50) { "unknown" } else { "conflict" }),
        _ => payout(reward, "issued"),
    }
}

/// So many times less, and at least the smallest unit.
fn part_of(amount: &str, parts: u64) -> String {
    times_of(amount, 1, parts)
}

fn times_of(amount: &str, times: u64, parts: u64) -> String {
    let digits = amount.split_once('.').map_or(0, |(_, digits)| digits.len());
    let minor: u64 = amount.replace('.', "").parse().unwrap();
    let part = format!("{:0>width$}", (minor * times / parts).max(1), width = digits + 1);
    let (whole, rest) = part.split_at(part.len() - digits);
    if digits == 0 { part } else { format!("{whole}.{rest}") }
}

fn text(amount: &MoneyText) -> String {
    format!("{} {}", amount.amount, amount.currency.clone().or(amount.unit.clone()).unwrap_or_default())
}

type Told = BTreeMap<String, String>;

/// The first thing that one says otherwise than the other.
fn first(what: &str, engine: &Told, oracle: &Told) -> Option<String> {
    let keys: BTreeSet<&String> = engine.keys().chain(oracle.keys()).collect();
    let differing = keys.into_iter().find(|key| engine.get(*key) != oracle.get(*key))?;
    let say = |told: &Told| told.get(differing).cloned().unwrap_or_else(|| "nothing".to_owned());
    Some(format!("{what} {differing}\n  engine: {}\n  oracle: {}", say(engine), say(oracle)))
}

/// What engine and oracle differ in, if they do.
pub(crate) fn difference(both: &mut Both, events: &[Event], seen: &mut Seen) -> Option<String> {
    let events = both.ready(events);
    let last = events.iter().map(|event| event.at).max().unwrap_or_default();
    let until = both.goes_on.then(|| last.plus(Span::days(60)));
    let engine = both.engine(&events, until);
    let mut oracle = world(&both.programs, &both.names);
    oracle.settles = both.settle;
    let mut known = BTreeSet::new();
    for event in events.iter().filter(|event| known.insert(event.id.text(&both.names))) {
        oracle.tell(event);
    }
    if let Some(until) = until {
        oracle.pass_time(until);
    }
    if oracle.left_out {
        seen.left_out += 1;
        return None;
    }
    seen.compared += 1;
    for decision in &engine.decisions {
        if decision.verdict == "granted" {
            seen.granted += 1
        } else {
            seen.refused += 1
        }
        if let Some(reason) = decision.reason {
            *seen.reasons.entry(reason.to_owned()).or_default() += 1;
        }
    }
    for reward in &oracle.rewards {
        let is_lost = |(account, _): &(String, Amount)| account == "expense:clawback-loss";
        seen.lost += u64::from(reward.posted.iter().any(is_lost));
        seen.carried += u64::from(reward.carried > 0);
        seen.set_off += u64::from(reward.set_off > 0);
        seen.again += u64::from(reward.was_given_again);
        seen.goodwill += u64::from(reward.key.starts_with("goodwill/"));
        seen.chosen += u64::from(reward.was_chosen);
        seen.adjusted += u64::from(reward.was_adjusted);
    }
    for reward in &engine.rewards {
        *seen.states.entry(format!("{} {}", reward.state, reward.reason.unwrap_or_default())).or_default() += 1;
    }
    let referrals = || first("referral", &engine_referrals(&engine), &oracle_referrals(&oracle, &both.names));
    let decisions = || first("decision", &engine_decisions(&engine), &oracle_decisions(&oracle));
    let rewards = || first("reward", &engine_rewards(&engine), &oracle_rewards(&oracle, &both.names));
    let balances = || first("balance", &engine_balances(&engine), &oracle_balances(&oracle, &both.names));
    referrals().or_else(decisions).or_else(rewards).or_else(balances)
}

fn engine_referrals(report: &Report) -> Told {
    let line = |line: &vouchsafe_domain::replay::ReferralLine| {
        let at = |at: &Option<String>| at.clone().unwrap_or_default();
        let (registered, activated, paid) = (at(&line.registered_at), at(&line.activated_at), at(&line.first_paid_at));
        format!("{} by {} at {} {} registered {registered} activated {activated} paid {paid}", line.advocate, line.code, line.bound_at, line.status)
    };
    report.referrals.iter().map(|referral| (referral.friend.clone(), line(referral))).collect()
}

fn oracle_referrals(world: &World<'_>, names: &NameTable) -> Told {
    let at = |at: Option<Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
    let friends: BTreeSet<PartyName> = world.bonds.iter().map(|bond| bond.friend).collect();
    let line = |friend: PartyName| {
        let bond = world.bond(friend).unwrap();
        let registered = world.log.registered_at(friend);
        let activated = world.activated.iter().find(|(who, _)| *who == friend).map(|(_, at)| *at);
        let paid = world.orders_as_friend(friend).iter().filter_map(|order| order.first_money_at).min();
        let status = match (world.is_rejected(friend), activated, registered) {
            (true, ..) => "rejected",
            (_, Some(_), _) => "activated",
            (_, None, Some(_)) => "registered",
            (_, None, None) => "clicked",
        };
        let (registered, activated, paid) = (at(registered), at(activated), at(paid));
        let (advocate, code) = (bond.advocate.text(names), names.text(bond.code.0));
        format!("{advocate} by {code} at {} {status} registered {registered} activated {activated} paid {paid}", bond.at)
    };
    friends.into_iter().map(|friend| (friend.text(names), line(friend))).collect()
}

/// By the place in the list, so that the earliest difference is told first.
fn engine_decisions(report: &Report) -> Told {
    let line = |decision: &vouchsafe_domain::replay::DecisionLine| {
        let came_to = decision.amount.as_ref().map_or_else(|| decision.reason.unwrap_or_default().to_owned(), text);
        let checks = if decision.verdict == "granted" { "granted" } else { "refused" };
        format!("{} {} {} {} {checks} {came_to}", decision.event, decision.program, decision.version, decision.key)
    };
    report.decisions.iter().enumerate().map(|(i, decision)| (format!("{i:04}"), line(decision))).collect()
}

fn oracle_decisions(world: &World<'_>) -> Told {
    let line = |decision: &crate::world::Decision| {
        let came_to = match &decision.came_to {
            Ok(amount) => format!("granted {amount}"),
            Err(reason) => format!("refused {reason}"),
        };
        format!("{} {} {} {} {came_to}", decision.event, decision.program, decision.version, decision.key)
    };
    world.decisions.iter().enumerate().map(|(i, decision)| (format!("{i:04}"), line(decision))).collect()
}

fn engine_rewards(report: &Report) -> Told {
    let line = |reward: &RewardLine| {
        let wait = |wait: &vouchsafe_domain::replay::WaitLine| {
            format!("{} {}{}", wait.what, wait.role.clone().unwrap_or_default(), wait.until.clone().unwrap_or_default())
        };
        let waits: Vec<String> = reward.waits.iter().map(wait).collect();
        let (given, stands) = (text(&reward.given), text(&reward.amount));
        let reason = reward.reason.unwrap_or_default();
        format!("{} {} given {given} stands {stands} {} {reason} waits {waits:?}", reward.beneficiary, reward.rail, reward.state)
    };
    report.rewards.iter().map(|reward| (reward.key.clone(), line(reward))).collect()
}

fn oracle_rewards(world: &World<'_>, names: &NameTable) -> Told {
    let line = |reward: &crate::life::Reward| {
        let deadline = reward.wait_until();
        let waits = [
            reward.waits_captured.then(|| format!("captured {deadline}")),
            reward.waits_email.then(|| format!("email_verified {deadline}")),
            reward.waits_phone.then(|| format!("phone_verified {deadline}")),
            reward.waits_account.then(|| format!("account {deadline}")),
            reward.aged_at.map(|at| format!("account_age {at}")),
            reward.waits_role.map(|role| format!("role {}", names.text(role))),
            reward.hold_until.map(|at| format!("hold {at}")),
            reward.waits_review.then(|| "review ".to_owned()),
        ];
        let (state, reason) = match reward.stands {
            Stands::Waiting => ("waiting", ""),
            Stands::Due => ("due", ""),
            Stands::Settled => ("settled", ""),
            Stands::Void(reason) => ("void", reason.code()),
            Stands::Reversed(reason) => ("reversed", reason.code()),
        };
        let waits: Vec<String> = if state == "waiting" { waits.into_iter().flatten().collect() } else { Vec::new() };
        let (given, stands) = (shown(reward.given, names), shown(reward.given.with_minor(reward.minor), names));
        let (who, rail) = (reward.beneficiary.text(names), reward.option.rail.name());
        format!("{who} {rail} given {given} stands {stands} {state} {reason} waits {waits:?}")
    };
    world.rewards.iter().map(|reward| (reward.key.clone(), line(reward))).collect()
}

fn engine_balances(report: &Report) -> Told {
    let lines = report.balances.iter().filter(|line| line.balance.amount.bytes().any(|b| (b'1'..=b'9').contains(&b)));
    lines
        .map(|line| {
            (
                format!(
                    "{} {}",
                    line.account,
                    line.balance.currency.clone().or(line.balance.unit.clone()).unwrap_or_default() + &exponent(&line.balance)
                ),
                text(&line.balance),
            )
        })
        .collect()
}

/// Two units of one name can differ in their exponents.
fn exponent(amount: &MoneyText) -> String {
    amount.amount.split_once('.').map_or(0, |(_, digits)| digits.len()).to_string()
}

fn oracle_balances(world: &World<'_>, names: &NameTable) -> Told {
    let mut sums: BTreeMap<(String, vouchsafe_domain::money::Asset), i64> = BTreeMap::new();
    for (account, amount) in world.rewards.iter().flat_map(|reward| &reward.posted) {
        *sums.entry((account.clone(), amount.asset)).or_default() += amount.minor;
    }
    let lines = sums.into_iter().filter(|(_, minor)| *minor != 0);
    lines
        .map(|((account, asset), minor)| {
            let told = shown(Amount { minor, asset }, names);
            let (amount, unit) = told.split_once(' ').unwrap();
            let digits = amount.split_once('.').map_or(0, |(_, digits)| digits.len());
            (format!("{account} {unit}{digits}"), told.clone())
        })
        .collect()
}

/// The history without all events that the difference does not need.
pub(crate) fn smallest(both: &mut Both, mut events: Vec<Event>) -> Vec<Event> {
    let mut seen = Seen::default();
    let mut size = events.len() / 2;
    while size > 0 {
        let mut i = 0;
        while i < events.len() {
            let fewer: Vec<Event> = events.iter().enumerate().filter(|(n, _)| !(i..i + size).contains(n)).map(|(_, event)| event.clone()).collect();
            if difference(both, &fewer, &mut seen).is_some() {
                events = fewer;
            } else {
                i += size;
            }
        }
        size /= 2;
    }
    events
}
