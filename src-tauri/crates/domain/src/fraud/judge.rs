//! One signal after the other, each with its check.

use crate::event::StaffList;
use crate::name::{ChannelKey, CustomerKey, Identity, Key};
use crate::outcome::{Answer, Check, CheckKind, Seen};
use crate::party::PartyId;
use crate::program::{Action, Signal, Signals};
use crate::reason::Reason;
use crate::state::{EmailSort, Mark, MarkKind, Profile};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// One of the people whom a grant is about.
#[derive(Debug, Clone)]
pub struct Side<'a> {
    /// Who.
    pub party: PartyId,
    /// What is known of them.
    pub profile: &'a Profile,
    /// The customer ids that are theirs.
    pub customers: SmallVec<[CustomerKey; 2]>,
}

/// What the signals look at.
#[derive(Debug, Clone)]
pub struct Evidence<'a> {
    /// The friend.
    pub friend: Side<'a>,
    /// Who gains by the friend: the advocate, and who gets the reward if that is somebody else.
    pub gainers: SmallVec<[Side<'a>; 2]>,
    /// The sales channel of the order.
    pub channel: Option<ChannelKey>,
    /// The most signups, on the day of the friend's own, from an address of the friend's, with that address.
    pub signups: Option<(Identity, u32)>,
    /// The orders from the address of the order, on the day on which it came, itself included.
    pub orders: Option<(Identity, u32)>,
    /// How many people share each mark of the friend's, the friend included.
    pub sharing: SmallVec<[(Mark, u32); 4]>,
    /// Friends whom the advocate won within the hours that the program looks at.
    pub won: Option<u32>,
    /// Captured orders of the advocate's friends, and those of them that were wholly paid back.
    pub friends_orders: (u32, u32),
    /// Addresses of theirs, and of the order, that no signal looks at.
    pub trusted: SmallVec<[Identity; 2]>,
    /// The lists that staff keep beside the programs: sorted.
    pub lists: &'a FxHashMap<StaffList, Vec<Key>>,
}

/// What the signals come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// What was looked at, in order.
    pub checks: Vec<Check>,
    /// Whether a person has to look, or why nothing is given.
    pub verdict: Result<bool, Reason>,
}

/// What looking for one signal came to.
struct Look {
    is_found: bool,
    saw: Seen,
    limit: Seen,
}

/// Judges every signal that the program looks at, until one blocks.
#[must_use]
pub fn judge(signals: &Signals, evidence: &Evidence<'_>) -> Judgement {
    let (mut checks, mut waits, mut score) = (Vec::new(), false, 0u32);
    for signal in Signal::ALL {
        let action = match (signal, signals.action(signal)) {
            (_, Action::Off) => continue,
            // Far from proof.
            (Signal::SameCardDigits, Action::Block) => Action::Review,
            (_, action) => action,
        };
        let Some(Look { is_found, saw, limit }) = evidence.look(signal, signals) else { continue };
        let check = |answer, limit| Check { kind: CheckKind::Signal(signal), answer, saw, limit };
        match action {
            _ if !is_found => checks.push(check(Answer::Pass, limit)),
            Action::Off => {}
            Action::Review => {
                waits = true;
                checks.push(check(Answer::Wait, limit));
            }
            Action::Score(points) => {
                score += u32::from(points);
                checks.push(check(Answer::Pass, Seen::Points(u32::from(points))));
            }
            Action::Block => {
                let reason = reason(signal);
                checks.push(check(Answer::Refuse(reason), limit));
                return Judgement { checks, verdict: Err(reason) };
            }
        }
    }
    let verdict = if score > 0 { summed(signals, score, &mut checks).map(|review| review || waits) } else { Ok(waits) };
    Judgement { checks, verdict }
}

/// What the sum of the scores comes to.
fn summed(signals: &Signals, score: u32, checks: &mut Vec<Check>) -> Result<bool, Reason> {
    let reached = |at: Option<u16>| at.map(u32::from).filter(|at| *at <= score);
    let (answer, limit) = match (reached(signals.block_at), reached(signals.review_at)) {
        (Some(at), _) => (Answer::Refuse(Reason::FraudScore), Some(at)),
        (None, Some(at)) => (Answer::Wait, Some(at)),
        (None, None) => (Answer::Pass, signals.review_at.or(signals.block_at).map(u32::from)),
    };
    checks.push(Check { kind: CheckKind::Score, answer, saw: Seen::Count(score), limit: limit.map_or(Seen::Nothing, Seen::Count) });
    match answer {
        Answer::Refuse(reason) => Err(reason),
        Answer::Wait => Ok(true),
        Answer::Pass => Ok(false),
    }
}

/// Why nothing is given when a signal blocks.
const fn reason(signal: Signal) -> Reason {
    match signal {
        Signal::SameEmail => Reason::SameEmail,
        Signal::SamePhone => Reason::SamePhone,
        Signal::SameAddress => Reason::SameAddress,
        Signal::SameDevice => Reason::SameDevice,
        Signal::SameCard | Signal::SameCardDigits => Reason::SameCard,
        Signal::SameIp => Reason::SameIp,
        Signal::SignupsPerIp | Signal::OrdersPerIp => Reason::IpLimit,
        Signal::DisposableEmail => Reason::DisposableEmail,
        Signal::RelayEmail => Reason::RelayEmail,
        Signal::ExcludedDomain => Reason::ExcludedDomain,
        Signal::ExcludedCustomer => Reason::ExcludedCustomer,
        Signal::ExcludedChannel => Reason::ExcludedChannel,
        Signal::Velocity => Reason::Velocity,
        Signal::RefundRate => Reason::RefundRate,
        Signal::Cluster => Reason::Cluster,
    }
}

impl Evidence<'_> {
    /// Looks for a signal; nothing where there is nothing to look at.
    fn look(&self, signal: Signal, signals: &Signals) -> Option<Look> {
        let is_trusted = |id: &Identity| self.trusted.contains(id);
        match signal {
            Signal::SameEmail => self.shared(MarkKind::Mailbox),
            Signal::SamePhone => self.shared(MarkKind::Phone),
            Signal::SameAddress => self.shared(MarkKind::Address),
            Signal::SameDevice => self.shared(MarkKind::Device),
            Signal::SameCard => self.shared(MarkKind::Card),
            Signal::SameCardDigits => self.shared(MarkKind::CardDigits),
            Signal::SameIp => self.shared(MarkKind::Ip),
            Signal::SignupsPerIp => self.signups.filter(|(ip, _)| !is_trusted(ip)).map(|(_, saw)| above(saw, signals.signups_per_ip)),
            Signal::OrdersPerIp => self.orders.filter(|(ip, _)| !is_trusted(ip)).map(|(_, saw)| above(saw, signals.orders_per_ip)),
            Signal::DisposableEmail => self.sort_of_email(EmailSort::Disposable, signals),
            Signal::RelayEmail => self.sort_of_email(EmailSort::Relay, signals),
            Signal::ExcludedDomain => {
                let is_excluded = |profile: &&Profile| self.names(&signals.excluded_domains, StaffList::ExcludedDomains, profile);
                let mut told = self.people().map(|side| side.profile).filter(|profile| profile.email_domain.is_some()).peekable();
                told.peek()?;
                let found = told.find(is_excluded).and_then(|profile| profile.email_domain).map(Seen::Name);
                self.excluded(!signals.excluded_domains.is_empty(), StaffList::ExcludedDomains, found)
            }
            Signal::ExcludedCustomer => {
                let is_excluded =
                    |customer: &CustomerKey| signals.excluded_customers.contains(customer) || self.is_on(StaffList::ExcludedCustomers, customer.0);
                let found = self.people().find(|side| side.customers.iter().any(is_excluded)).map(|side| Seen::Party(side.party));
                self.excluded(!signals.excluded_customers.is_empty(), StaffList::ExcludedCustomers, found)
            }
            Signal::ExcludedChannel => {
                let channel = self.channel?;
                let is_excluded = signals.excluded_channels.contains(&channel) || self.is_on(StaffList::ExcludedChannels, channel.0);
                let found = is_excluded.then_some(Seen::Name(channel.0));
                self.excluded(!signals.excluded_channels.is_empty(), StaffList::ExcludedChannels, found)
            }
            Signal::Velocity => self.won.map(|won| above(won, signals.velocity_friends)),
            Signal::RefundRate => self.refund_rate(signals),
            Signal::Cluster => self.cluster(signals),
        }
    }

    fn people(&self) -> impl Iterator<Item = &Side<'_>> {
        std::iter::once(&self.friend).chain(&self.gainers)
    }

    /// A mark that the friend and who gains by them both left, if both left any of the kind.
    fn shared(&self, kind: MarkKind) -> Option<Look> {
        let of = |side: &Side<'_>| -> SmallVec<[Identity; 8]> {
            side.profile.of(kind).filter(|id| kind != MarkKind::Ip || !self.trusted.contains(id)).collect()
        };
        let friends = of(&self.friend);
        let theirs: SmallVec<[Identity; 8]> = self.gainers.iter().flat_map(of).collect();
        if friends.is_empty() || theirs.is_empty() {
            return None;
        }
        let found = friends.into_iter().find(|id| theirs.contains(id));
        Some(Look { is_found: found.is_some(), saw: found.map_or(Seen::Nothing, Seen::Identity), limit: Seen::Nothing })
    }

    fn is_on(&self, list: StaffList, entry: Key) -> bool {
        self.lists.get(&list).is_some_and(|entries| entries.binary_search(&entry).is_ok())
    }

    /// Whether a list, or the one that staff keep beside it, names somebody's domain or one above it.
    fn names(&self, own: &[Key], list: StaffList, profile: &Profile) -> bool {
        profile.domains().any(|domain| own.contains(&domain) || self.is_on(list, domain))
    }

    /// The friend's domain, which the program's own word and that of staff stand above the kept lists.
    fn sort_of_email(&self, sort: EmailSort, signals: &Signals) -> Option<Look> {
        let domain = self.friend.profile.email_domain?;
        let is_allowed = self.names(&signals.allowed_domains, StaffList::AllowedDomains, self.friend.profile);
        let is_denied = || self.names(&signals.denied_domains, StaffList::DeniedDomains, self.friend.profile);
        let is_of_sort = self.friend.profile.email_sort == sort || sort == EmailSort::Disposable && is_denied();
        let is_found = is_of_sort && !is_allowed;
        Some(Look { is_found, saw: Seen::Name(domain), limit: Seen::Nothing })
    }

    /// Where nothing at all is excluded, nothing was looked at.
    fn excluded(&self, is_listed: bool, list: StaffList, found: Option<Seen>) -> Option<Look> {
        let looks = is_listed || self.lists.get(&list).is_some_and(|entries| !entries.is_empty());
        looks.then(|| Look { is_found: found.is_some(), saw: found.unwrap_or(Seen::Nothing), limit: Seen::Nothing })
    }

    /// Of too few orders no share is taken.
    fn refund_rate(&self, signals: &Signals) -> Option<Look> {
        let (orders, refunds) = self.friends_orders;
        if orders == 0 || orders < signals.refund_after {
            return None;
        }
        let percent = u64::from(refunds) * 100 / u64::from(orders);
        let is_found = u64::from(refunds) * 100 >= u64::from(orders) * u64::from(signals.refund_percent);
        let saw = Seen::Count(u32::try_from(percent).unwrap_or(u32::MAX));
        Some(Look { is_found, saw, limit: Seen::Count(signals.refund_percent) })
    }

    /// The mark that most people share with the friend: the mark itself is the evidence, once they are too many.
    fn cluster(&self, signals: &Signals) -> Option<Look> {
        let is_looked_at = |mark: &Mark| match mark.kind {
            MarkKind::Ip => !self.trusted.contains(&mark.id),
            MarkKind::Card | MarkKind::Address | MarkKind::Device => true,
            MarkKind::Mailbox | MarkKind::Phone | MarkKind::CardDigits => false,
        };
        let shared = self.sharing.iter().filter(|(mark, _)| is_looked_at(mark));
        // Of marks that are shared by as many, the first.
        let (mark, people) = shared.reduce(|most, next| if next.1 > most.1 { next } else { most })?;
        let is_found = *people >= signals.cluster_size;
        let saw = if is_found { Seen::Identity(mark.id) } else { Seen::Count(*people) };
        Some(Look { is_found, saw, limit: Seen::Count(signals.cluster_size) })
    }
}

const fn above(saw: u32, most: u32) -> Look {
    Look { is_found: saw > most, saw: Seen::Count(saw), limit: Seen::Count(most) }
}
