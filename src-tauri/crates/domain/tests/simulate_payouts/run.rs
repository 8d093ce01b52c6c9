//! One history: desks and a shop take turns, requests go astray, desks die; then the faults stop, and everything has to come right.

use crate::desk::{Desk, Doing, Run, Shared};
use crate::dice::Dice;
use crate::seen::{Protocol, Seen};
use crate::shop::{Shop, Turned};
use std::collections::BTreeMap;
use std::ops::Range;
use vouchsafe_domain::event::StaffAction;
use vouchsafe_domain::name::NameTable;
use vouchsafe_domain::payout::protocol::{Delivery, Heard, Held, Learned, MOST_ATTEMPTS, Next, Sent, Why};
use vouchsafe_domain::payout::{PayoutAct, PayoutRecord};
use vouchsafe_domain::program::{Programs, file};
use vouchsafe_domain::reward::{AnyReward, RewardId};

/// What a request came to.
enum Came<T> {
    Answer(T),
    /// It did not leave, or was turned away at the door.
    Nothing,
    Unknown,
    /// The shop refuses, and does nothing.
    Refused,
}

pub(crate) struct World {
    pub(crate) shop: Shop,
    pub(crate) desks: Vec<Desk>,
    pub(crate) shared: Shared,
    dice: Dice,
    protocol: Protocol,
    has_faults: bool,
    /// Deliveries that are still on their way to the shop, under these codes.
    late: Vec<(Delivery, String)>,
    /// How often each reward was sent, for a protocol that takes another code each time.
    sent: BTreeMap<(usize, RewardId), u32>,
    /// In these turns whoever delivers hears an error, and nothing is done.
    outage: Range<usize>,
    is_down: bool,
    /// Something was sent that was not written down.
    is_lawless: bool,
    pub(crate) seen: Seen,
}

const TURNS: usize = 160;
/// So many turns of everybody have to do once the faults have stopped.
const ENOUGH: usize = 60;

impl World {
    pub(crate) fn new(seed: u64, protocol: Protocol) -> Self {
        let mut names = NameTable::default();
        let program = file::parse(include_str!("program.toml"), &mut names).unwrap();
        let programs = Programs::new(program.policy.unwrap_or_default(), vec![program.program]);
        let (mut dice, shop) = (Dice::new(seed), Shop::new(&mut names));
        let mut desks: Vec<Desk> = (0..=dice.below(3)).map(|_| Desk::default()).collect();
        for desk in &mut desks {
            desk.skew = dice.between(-90, 90) * 60_000_000;
        }
        let shared = Shared { programs, names, told: 0 };
        Self {
            shop,
            desks,
            shared,
            dice,
            protocol,
            has_faults: true,
            late: Vec::new(),
            sent: BTreeMap::new(),
            outage: 0..0,
            is_down: false,
            is_lawless: false,
            seen: Seen::default(),
        }
    }

    /// The whole history. What is wrong in the end is told.
    pub(crate) fn run(&mut self) -> Result<(), String> {
        let restores = self.dice.percent(10);
        let has_staff = !restores && self.desks.len() == 1;
        // An outage lasts long enough for everything to be tried often.
        let turns = if self.dice.percent(15) { TURNS * 3 } else { TURNS };
        if turns > TURNS {
            self.outage = 20..turns - 20;
        }
        for turn in 0..turns {
            self.is_down = self.outage.contains(&turn);
            self.turn(restores, has_staff);
        }
        (self.has_faults, self.is_down) = (false, false);
        for (delivery, code) in std::mem::take(&mut self.late) {
            drop(self.shop.create(&delivery, &code));
        }
        self.settle()
    }

    fn turn(&mut self, restores: bool, has_staff: bool) {
        // Of two orders of one instant each desk would judge another one first, and may have a person look at the other.
        let hours = self.dice.between(1, 5);
        self.shop.pass(hours);
        if self.dice.percent(30) {
            self.shop.live(&mut self.dice, &mut self.shared.names);
        }
        if !self.late.is_empty() && self.dice.percent(20) {
            let (delivery, code) = self.late.remove(0);
            drop(self.shop.create(&delivery, &code));
        }
        let no = self.dice.below(self.desks.len());
        match self.dice.below(100) {
            0..=4 => {
                self.seen.crashes += u64::from(self.desks[no].run.is_some());
                self.desks[no].run = None;
            }
            5..=19 => self.desks[no].sync(&mut self.shared, &self.shop),
            20..=21 if restores => self.desks[no].backup = Some(self.desks[no].log.len()),
            22..=24 if restores && self.desks[no].backup.is_some() => {
                self.desks[no].restore();
                self.seen.restores += 1;
            }
            25..=28 if self.desks[no].rests => {
                self.desks[no].sync(&mut self.shared, &self.shop);
                self.desks[no].reconcile(&mut self.shared, &self.shop);
            }
            29..=31 if has_staff => self.staff(no),
            32..=33 if !restores => self.write_over_marks(),
            34..=36 if !self.desks[no].rests && self.desks[no].run.is_none() => self.asked(no),
            _ => self.step(no),
        }
    }

    /// Somebody or something at the shop writes over the marks of the cards that every desk knows.
    fn write_over_marks(&mut self) {
        let mark = self.dice.percent(50).then(|| "somebody else's".to_owned());
        let ids: Vec<String> = self.shop.cards.iter().filter(|card| card.is_active && card.left > 0).map(|card| card.id.clone()).collect();
        for id in ids {
            if self.desks.iter().all(|desk| desk.knows(&mut self.shared, &id)) {
                self.seen.unmarked += 1;
                self.shop.card(&id).mark.clone_from(&mark);
            }
        }
    }

    /// A person asks for what waits for one.
    fn asked(&mut self, no: usize) {
        let by_itself = self.desks[no].work(&self.shared, &self.shop, false);
        let waiting: Vec<RewardId> = self.desks[no].work(&self.shared, &self.shop, true).into_iter().filter(|id| !by_itself.contains(id)).collect();
        if let Some(reward) = waiting.get(self.dice.below(waiting.len())) {
            self.seen.asked += 1;
            self.desks[no].run = Some(Run { reward: *reward, heard: None, doing: Doing::Ask, is_asked: true });
        }
    }

    /// Somebody of staff corrects, takes back or delivers again.
    fn staff(&mut self, no: usize) {
        let desk = &mut self.desks[no];
        let mut ids: Vec<RewardId> = desk.state.rewards.keys().copied().collect();
        ids.sort_unstable();
        if ids.is_empty() {
            return;
        }
        let reward = desk.state.rewards[self.dice.one(&ids)];
        let (key, expects) = (reward.terms().key, reward.revision());
        let action = match (&reward, self.dice.below(3)) {
            (AnyReward::Settled(settled), 0) => {
                let to = settled.minor * self.dice.between(5, 15) / 10;
                StaffAction::Adjust { reward: key, expects, to: reward.amount().with_minor(to) }
            }
            (AnyReward::Settled(_), _) => StaffAction::Reverse { reward: key, expects },
            (AnyReward::Reversed(_), _) => StaffAction::Reissue { reward: key, expects },
            _ => return,
        };
        desk.act(&mut self.shared, &self.shop, action);
    }

    /// One effect of what a desk is busy with: it dies between any two of them.
    fn step(&mut self, no: usize) {
        if self.desks[no].rests {
            return;
        }
        let Some(mut run) = self.desks[no].run.take().or_else(|| self.begun(no)) else { return };
        let goes_on = match run.doing.clone() {
            Doing::Ask => self.ask(no, &mut run),
            Doing::Correct { id, to, is_stopped } => self.correct(&mut run, &id, to, is_stopped),
            Doing::SetAside { keep, rest } => self.set_aside(&mut run, keep, rest),
        };
        self.desks[no].run = goes_on.then_some(run);
    }

    fn begun(&mut self, no: usize) -> Option<Run> {
        let work = self.desks[no].work(&self.shared, &self.shop, false);
        let reward = if work.is_empty() { return None } else { *self.dice.one(&work) };
        Some(Run { reward, heard: None, doing: Doing::Ask, is_asked: false })
    }

    /// Asks the protocol, and does what it says. Says whether the run goes on.
    fn ask(&mut self, no: usize, run: &mut Run) -> bool {
        let (id, delivery) = (run.reward, self.desks[no].delivery(&self.shared, run.reward));
        let said = self.desks[no].next(&self.shared, &self.shop, id, run.is_asked, run.heard.as_ref());
        let heard = match self.broken(no, run, said) {
            Next::Nothing | Next::Person(_) => return false,
            Next::IntendIssue if self.protocol == Protocol::IntendsAfterSending && !matches!(run.heard, Some(Heard::Sent(_))) => {
                self.send(no, id, &delivery)
            }
            Next::IntendIssue => {
                let (terms, now) = (*self.desks[no].state.rewards[&id].terms(), self.desks[no].now(&self.shop));
                let afresh = delivery.afresh(&terms, now);
                let keeps = self.protocol == Protocol::KeepsTheFirstDay && delivery.expires_on.is_some();
                let act = if keeps { delivery } else { afresh }.act(&mut self.shared.names);
                self.seen.worn += u64::from(self.desks[no].state.payouts.get(&id).is_some_and(|record| record.attempts() == MOST_ATTEMPTS));
                let sent = run.heard.clone().filter(|_| self.protocol == Protocol::IntendsAfterSending);
                self.desks[no].intend(&mut self.shared, &self.shop, id, act).then(|| sent.unwrap_or(Heard::Committed))
            }
            Next::IntendCorrection { to } => {
                self.desks[no].intend(&mut self.shared, &self.shop, id, PayoutAct::Correct { to }).then_some(Heard::Committed)
            }
            Next::Send => self.send(no, id, &delivery),
            Next::LookUp => match self.request(|shop| shop.found(&delivery)) {
                Came::Answer(found) => Some(Heard::Found(found)),
                // Who only asked has changed nothing.
                Came::Nothing | Came::Unknown | Came::Refused => None,
            },
            Next::SetAside { keep, rest } => {
                run.doing = Doing::SetAside { keep, rest };
                return true;
            }
            Next::Finish { held } if held.left == 0 => Some(Heard::Finished(held)),
            Next::Finish { held } => self.finish(&delivery, &held),
            Next::Correct { held, to } => {
                run.doing = Doing::Correct { id: held.id, to, is_stopped: false };
                return true;
            }
            Next::Know(learned) => return self.know(no, run, &learned),
        };
        let goes_on = heard.is_some();
        run.heard = heard;
        goes_on
    }

    /// What a broken protocol makes of it.
    fn broken(&self, no: usize, run: &mut Run, said: Next) -> Next {
        let is_open = self.desks[no].state.payouts.get(&run.reward).is_some_and(PayoutRecord::is_open);
        match (self.protocol, said) {
            (Protocol::SendsAgainBlindly | Protocol::SendsAgainUnderAnotherCode, Next::LookUp) if is_open => {
                self.desks[no].next(&self.shared, &self.shop, run.reward, run.is_asked, Some(&Heard::Found(Vec::new())))
            }
            (Protocol::TakesUnmarkedForGone, Next::Correct { held, .. })
                if held.issuance != Some(self.desks[no].delivery(&self.shared, run.reward).issuance.to_string()) =>
            {
                Next::Know(Learned::Gone)
            }
            (Protocol::GivesUp, Next::IntendIssue) if is_open && self.desks[no].state.payouts[&run.reward].attempts() >= MOST_ATTEMPTS => {
                Next::Person(Why::TriedTooOften)
            }
            (Protocol::NeverCorrects, Next::IntendCorrection { .. }) => Next::Nothing,
            (_, said) => said,
        }
    }

    fn send(&mut self, no: usize, id: RewardId, delivery: &Delivery) -> Option<Heard> {
        let attempt = self.sent.entry((no, id)).or_default();
        *attempt += 1;
        let code = match self.protocol {
            Protocol::SendsAgainUnderAnotherCode => format!("{}-{no}-{attempt}", delivery.code),
            _ => delivery.code.as_str().to_owned(),
        };
        if self.has_faults && self.dice.percent(4) {
            self.seen.faults += 1;
            self.late.push((delivery.clone(), code));
            return Some(Heard::Sent(Sent::Unknown));
        }
        // Law 5: nothing leaves before it is written down.
        if !self.desks[no].state.payouts.get(&id).is_some_and(PayoutRecord::is_open) {
            self.is_lawless = true;
        }
        if self.is_down {
            return Some(Heard::Sent(Sent::Unknown));
        }
        let came = self.request(|shop| shop.create(delivery, &code));
        self.heard(came, |held| Heard::Sent(Sent::Issued(held)))
    }

    fn finish(&mut self, delivery: &Delivery, held: &Held) -> Option<Heard> {
        let came = self.request(|shop| shop.finish(delivery, &held.id));
        self.heard(came, Heard::Finished)
    }

    fn heard(&mut self, came: Came<Result<Held, Turned>>, done: impl FnOnce(Held) -> Heard) -> Option<Heard> {
        Some(match came {
            Came::Answer(Ok(held)) => done(held),
            Came::Answer(Err(Turned::Exists)) => Heard::Sent(Sent::Exists),
            Came::Answer(Err(Turned::Refused)) | Came::Refused => {
                self.seen.refused += 1;
                Heard::Sent(Sent::Refused { what: "no".to_owned() })
            }
            Came::Nothing => return None,
            Came::Unknown => Heard::Sent(Sent::Unknown),
        })
    }

    fn set_aside(&mut self, run: &mut Run, keep: Held, mut rest: Vec<Held>) -> bool {
        let Some(held) = rest.pop() else {
            (run.heard, run.doing) = (Some(Heard::Alone(keep)), Doing::Ask);
            return true;
        };
        run.doing = Doing::SetAside { keep, rest };
        matches!(
            self.request(|shop| {
                let card = shop.card(&held.id);
                (card.is_active, card.is_closed) = (false, true);
            }),
            Came::Answer(())
        )
    }

    /// Stops the card, reads what was used, sets what is left, lets it be used again: a request a turn.
    fn correct(&mut self, run: &mut Run, id: &str, to: i64, is_stopped: bool) -> bool {
        let (card, closes) = (self.shop.card(id).clone(), to == 0);
        let left = to - card.used();
        let came = if !is_stopped {
            self.request(|shop| {
                let card = shop.card(id);
                (card.is_active, card.is_closed) = (false, card.is_closed || closes);
                !closes
            })
        } else if left > 0 && card.left != left {
            self.request(|shop| {
                shop.card(id).left = left;
                true
            })
        } else if left > 0 && card.is_spent {
            self.request(|shop| {
                shop.card(id).is_spent = false;
                true
            })
        } else if left > 0 {
            self.request(|shop| {
                shop.card(id).is_active = true;
                false
            })
        } else {
            self.request(|shop| {
                shop.card(id).is_spent = true;
                false
            })
        };
        run.heard = match came {
            Came::Answer(true) => {
                run.doing = Doing::Correct { id: id.to_owned(), to, is_stopped: true };
                return true;
            }
            Came::Answer(false) => Some(Heard::Corrected { used: self.shop.card(id).used() }),
            Came::Nothing => return false,
            // Halfway it is not known what stands by now.
            Came::Refused if is_stopped => Some(Heard::Sent(Sent::Unknown)),
            Came::Refused => {
                self.seen.refused += 1;
                Some(Heard::NotCorrected { what: "no".to_owned() })
            }
            Came::Unknown => Some(Heard::Sent(Sent::Unknown)),
        };
        run.doing = Doing::Ask;
        true
    }

    fn know(&mut self, no: usize, run: &mut Run, learned: &Learned) -> bool {
        self.seen.adopted += u64::from(matches!((learned, &run.heard), (Learned::Issued { .. }, Some(Heard::Found(_)))));
        self.seen.corrected += u64::from(matches!(learned, Learned::Corrected { .. }));
        let result = learned.result(&mut self.shared.names);
        let generation = self.desks[no].state.payouts[&run.reward].generation();
        self.desks[no].know(&mut self.shared, &self.shop, run.reward, generation, result);
        run.heard = None;
        !learned.ends_the_run()
    }

    /// One request and what becomes of it on the way.
    fn request<T>(&mut self, mut act: impl FnMut(&mut Shop) -> T) -> Came<T> {
        self.seen.requests += 1;
        let fate = if self.has_faults { self.dice.below(100) } else { 99 };
        self.seen.faults += u64::from(fate < 26);
        match fate {
            0..=3 => Came::Nothing,
            // Lost on the way there.
            4..=9 => Came::Unknown,
            // Lost on the way back, or done and answered with an error.
            10..=18 => {
                act(&mut self.shop);
                Came::Unknown
            }
            // Delivered twice; either answer comes back.
            19..=21 => {
                act(&mut self.shop);
                Came::Answer(act(&mut self.shop))
            }
            22..=23 => {
                let first = act(&mut self.shop);
                act(&mut self.shop);
                Came::Answer(first)
            }
            24..=25 => Came::Refused,
            _ => Came::Answer(act(&mut self.shop)),
        }
    }

    /// Faults have stopped: everybody reads the shop and pays until nothing is left to do.
    fn settle(&mut self) -> Result<(), String> {
        self.shop.pass(24 * 40);
        for _ in 0..ENOUGH {
            let mut is_quiet = true;
            // What was tried often waits for the next day.
            self.shop.pass(25);
            for no in 0..self.desks.len() {
                self.desks[no].sync(&mut self.shared, &self.shop);
                // Another desk can have delivered what had ended by the time this one learned of it.
                self.desks[no].reconcile(&mut self.shared, &self.shop);
                for _ in 0..ENOUGH * 20 {
                    if self.desks[no].run.is_none() && self.desks[no].work(&self.shared, &self.shop, false).is_empty() {
                        // What waits for a person by now is asked for.
                        self.asked(no);
                    }
                    if self.desks[no].run.is_none() && self.desks[no].work(&self.shared, &self.shop, false).is_empty() {
                        break;
                    }
                    is_quiet = false;
                    self.step(no);
                }
            }
            if is_quiet && self.is_lawless {
                return Err("something left before it was written down".to_owned());
            }
            if is_quiet {
                return crate::check::check(self);
            }
        }
        Err("it never comes to rest".to_owned())
    }
}
