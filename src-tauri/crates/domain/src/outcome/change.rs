//! What an outcome changes.

use crate::name::{CodeKey, CustomerKey, Identity, Key, OrderKey, ProgramKey, RuleKey};
use crate::party::{Bond, PartyId, PartyName};
use crate::payout::PayoutStep;
use crate::reason::Reason;
use crate::reward::{Occasion, RewardId, RewardStep, Role, Terms, Waiting};
use crate::state::OnceAt;
use crate::time::Timestamp;

/// Something that changed. [`crate::engine::evolve`] applies changes in order and decides nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Somebody new.
    PartyMet {
        /// Their number.
        party: PartyId,
        /// Their name.
        name: PartyName,
    },
    /// A customer id is theirs.
    CustomerLinked {
        /// The id.
        customer: CustomerKey,
        /// Whose.
        party: PartyId,
    },
    /// An email address is theirs.
    EmailLinked {
        /// The address.
        email: Identity,
        /// Whose.
        party: PartyId,
    },
    /// Two parties turned out to be one.
    PartiesMerged {
        /// The one that goes.
        from: PartyId,
        /// The one that stays.
        into: PartyId,
    },
    /// The account was made.
    Registered {
        /// Whose.
        party: PartyId,
    },
    /// The account is gone.
    Deleted {
        /// Whose.
        party: PartyId,
    },
    /// A contact that will bind later.
    Contacted {
        /// Who.
        party: PartyId,
        /// With which code.
        code: CodeKey,
        /// When.
        at: Timestamp,
    },
    /// A contact that binds nobody.
    ContactRefused {
        /// Who.
        party: PartyId,
        /// With which code.
        code: CodeKey,
        /// Why.
        reason: Reason,
    },
    /// Bound.
    Bound {
        /// Who.
        friend: PartyId,
        /// To whom, by which code, since when.
        bond: Bond,
        /// The advocate of before, whom staff replaced.
        replaces: Option<PartyId>,
    },
    /// An order is theirs.
    OrderOpened {
        /// Whose.
        party: PartyId,
    },
    /// A friend became an active one: by their first confirmed order, or by what the programs in force say.
    Activated {
        /// Who.
        party: PartyId,
        /// When. What is learned late can lie before what was known.
        at: Timestamp,
    },
    /// Money of a friend's order was captured for the first time.
    FirstPaid {
        /// Who.
        party: PartyId,
        /// Of which order.
        order: OrderKey,
    },
    /// A rule gave something to a friend's event.
    Counted {
        /// The friend.
        party: PartyId,
        /// The rule.
        rule: RuleKey,
    },
    /// A reward was promised.
    Rewarded {
        /// Its number.
        reward: RewardId,
        /// What was promised.
        terms: Box<Terms>,
        /// What it waits for.
        waiting: Waiting,
    },
    /// A reward took a step.
    Reward {
        /// Which.
        reward: RewardId,
        /// What happened.
        step: RewardStep,
        /// When, if that lies before the event: what is judged late takes the steps that it would have taken by then.
        at: Option<Timestamp>,
    },
    /// The event itself was refused and changed nothing else.
    Refused {
        /// Why.
        reason: Reason,
    },
    /// An order turned out to be a friend's.
    OrderReferred {
        /// Which.
        order: OrderKey,
    },
    /// An order turned out to be somebody else's.
    OrderAssigned {
        /// Which.
        order: OrderKey,
        /// Whose it is.
        party: PartyId,
    },
    /// An order was credited to the owner of the code that it came with.
    OrderCredited {
        /// Which.
        order: OrderKey,
        /// To whom.
        advocate: PartyId,
        /// By which code.
        code: CodeKey,
    },
    /// A purchase of a friend was captured and stands, or does so no longer.
    PurchaseStands {
        /// Whose.
        friend: PartyId,
        /// Whether it stands now.
        stands: bool,
    },
    /// An event came as far as the count of a rule that rewards the nth.
    Met {
        /// The friend.
        party: PartyId,
        /// The rule.
        rule: RuleKey,
        /// Which.
        occasion: Occasion,
    },
    /// What a rule gave for an event is no occurrence any more.
    Uncounted {
        /// The friend.
        party: PartyId,
        /// The rule.
        rule: RuleKey,
        /// Of which.
        occasion: Occasion,
    },
    /// An advocate reached a level.
    LevelReached {
        /// Who.
        party: PartyId,
        /// Of which program.
        program: ProgramKey,
        /// Which.
        level: Key,
    },
    /// A person refused a referral.
    ReferralRejected {
        /// The friend.
        friend: PartyId,
    },
    /// Somebody without an advocate did what makes a friend active: should they turn out to have one, it is judged again.
    Acted {
        /// Who.
        party: PartyId,
    },
    /// The account is there again.
    Returned {
        /// Whose.
        party: PartyId,
    },
    /// A reward's payout took a step.
    Payout {
        /// Which reward's.
        reward: RewardId,
        /// What happened.
        step: PayoutStep,
    },
    /// The act needs a second person: it waits for one, under the key of the event.
    Proposed {
        /// The key.
        proposal: Key,
    },
    /// What was proposed waits no more.
    ProposalEnded {
        /// The key of the event that proposed it.
        proposal: Key,
        /// Whether it was done.
        is_done: bool,
    },
    /// By a merge, somebody has another advocate than they had, or another contact that will bind.
    Inherited {
        /// Who.
        party: PartyId,
    },
    /// A reward is for a step that an advocate gets once.
    StepGiven {
        /// Whose friends are counted.
        advocate: PartyId,
        /// Of which rule.
        rule: RuleKey,
        /// To which side.
        role: Role,
        /// Which step.
        step: OnceAt,
        /// The reward. It is for no other step from now on.
        reward: RewardId,
    },
}

crate::canon_box!(Terms);
crate::canon_enum!(Change {
    0 => PartyMet { party, name }, 1 => CustomerLinked { customer, party }, 2 => EmailLinked { email, party }, 3 => PartiesMerged { from, into },
    4 => Registered { party }, 5 => Deleted { party }, 6 => Contacted { party, code, at }, 7 => ContactRefused { party, code, reason },
    8 => Bound { friend, bond, replaces }, 9 => OrderOpened { party }, 10 => Activated { party, at }, 11 => FirstPaid { party, order }, 12 => Counted { party, rule },
    13 => Rewarded { reward, terms, waiting }, 14 => Reward { reward, step, at }, 15 => Refused { reason },
    16 => OrderReferred { order }, 17 => OrderAssigned { order, party }, 18 => Returned { party }, 19 => Inherited { party },
    20 => OrderCredited { order, advocate, code }, 21 => PurchaseStands { friend, stands }, 22 => Met { party, rule, occasion }, 23 => Uncounted { party, rule, occasion },
    24 => LevelReached { party, program, level }, 25 => ReferralRejected { friend },
    26 => Acted { party }, 27 => Payout { reward, step }, 28 => Proposed { proposal }, 29 => ProposalEnded { proposal, is_done },
    30 => StepGiven { advocate, rule, role, step, reward },
});
