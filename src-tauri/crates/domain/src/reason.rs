//! Reason codes: the closed list of why something was refused, voided or reversed. Each has one plain sentence in English and Russian.

macro_rules! reasons {
    ($($number:literal $name:ident $code:literal $doc:literal;)*) => {
        /// Why something was refused, voided or reversed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Reason { $(#[doc = $doc] $name),* }

        impl Reason {
            /// Every reason.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The code used in files, on the wire and as the key of the sentence.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            /// The reason with this code.
            #[must_use]
            pub fn parse(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|reason| reason.code() == code)
            }
        }

        crate::canon_enum!(Reason { $($number => $name),* });
    };
}

reasons! {
    0 SelfReferral "self_referral" "Somebody used their own code.";
    1 SameEmail "same_email" "Friend and advocate share an email address.";
    2 SameCard "same_card" "Friend and advocate share a payment card.";
    3 SameIp "same_ip" "Friend and advocate share an IP address.";
    4 IpLimit "ip_limit" "Too many from one IP address in a day.";
    5 DisposableEmail "disposable_email" "The email domain gives out throw-away addresses.";
    6 ExcludedDomain "excluded_domain" "The email domain is excluded.";
    7 EmailUnverified "email_unverified" "The email address was never confirmed.";
    8 AccountTooYoung "account_too_young" "The account is too young.";
    9 ReferralLoop "referral_loop" "The bond would close a loop.";
    10 AlreadyReferred "already_referred" "The friend already has an advocate.";
    11 CodeUnknown "code_unknown" "Nobody owns the code.";
    12 CodeDisabled "code_disabled" "The code is disabled.";
    13 BelowMinimum "below_minimum" "The order is below the minimum.";
    14 ChannelNotEligible "channel_not_eligible" "The sales channel is not part of the rule.";
    15 CategoryNotEligible "category_not_eligible" "No line is of an eligible category.";
    16 NotNewCustomer "not_new_customer" "The friend was a customer before.";
    17 OutsideWindow "outside_window" "The earning window had closed.";
    18 LimitPerFriend "limit_per_friend" "The limit for each friend was reached.";
    19 LimitPerDay "limit_per_day" "The limit for each day was reached.";
    20 LimitPerMonth "limit_per_month" "The limit for each month was reached.";
    21 Cooldown "cooldown" "The last reward was too short a time ago.";
    22 BudgetExhausted "budget_exhausted" "The budget has no room left.";
    23 NotCaptured "not_captured" "The money was not captured in time.";
    24 Refunded "refunded" "The order was refunded.";
    25 RoleTooLow "role_too_low" "The role is too low.";
    26 NoValueForCurrency "no_value_for_currency" "The program names no amount for the order's currency.";
    27 NoAmount "no_amount" "The event has no amount to take a share of.";
    28 Holdout "holdout" "The advocate is in the group that gets nothing.";
    29 NoReferral "no_referral" "Nobody brought the buyer.";
    30 ExistingCustomer "existing_customer" "The friend was known before the first contact.";
    31 ExcludedCustomer "excluded_customer" "The customer is excluded.";
    32 SamePhone "same_phone" "Friend and advocate share a phone number.";
    33 SameAddress "same_address" "Friend and advocate share a postal address.";
    34 SameDevice "same_device" "Friend and advocate share a device.";
    35 PhoneUnverified "phone_unverified" "The phone number was never confirmed.";
    36 CountryNotEligible "country_not_eligible" "The country is not part of the rule.";
    37 FraudScore "fraud_score" "The fraud score is too high.";
    38 OccurrenceNotMet "occurrence_not_met" "It was not the occurrence that the rule rewards.";
    39 BetweenSteps "between_steps" "The count lies between two steps.";
    40 Cancelled "cancelled" "The order was cancelled.";
    41 ChargedBack "charged_back" "The bank took the money back.";
    42 ReplacementOrder "replacement_order" "The order replaces another one.";
    43 BeneficiaryDeleted "beneficiary_deleted" "The account of who would get the reward is deleted.";
    44 ProgramNotStarted "program_not_started" "The program had not started.";
    45 ProgramPaused "program_paused" "The program was paused.";
    46 ProgramEnded "program_ended" "The program had ended.";
    47 RejectedByStaff "rejected_by_staff" "A person refused it.";
    48 Stale "stale" "What was on screen had changed meanwhile.";
    49 PayoutRefused "payout_refused" "The other side refused the payout.";
    50 PayoutConflict "payout_conflict" "The payout's code belongs to somebody else.";
    51 OrderUnknown "order_unknown" "The order has not been seen.";
    53 WrongCurrency "wrong_currency" "The amount is in another currency than what it is about.";
    52 AlreadyRewarded "already_rewarded" "The same occasion was rewarded before.";
    54 OrderEdited "order_edited" "The order was edited and comes to less.";
    55 CodeTaken "code_taken" "Somebody else has the code already.";
    60 NotInArm "not_in_arm" "The rule is for another arm of the experiment.";
    61 ExcludedChannel "excluded_channel" "The sales channel is excluded.";
    62 Velocity "velocity" "The advocate won too many friends in too short a time.";
    63 RefundRate "refund_rate" "Too many orders of the advocate's friends were refunded.";
    64 Cluster "cluster" "Too many people share a card, an address, a device or an IP address.";
    65 RelayEmail "relay_email" "The email address is a relay's.";
    66 LimitPerAdvocate "limit_per_advocate" "The limit for each advocate was reached.";
    67 OptionUnknown "option_unknown" "The reward has no such option, or it is too late to choose.";
    68 ReferralRejected "referral_rejected" "A person refused the referral.";
    87 ProgramUnknown "program_unknown" "There is no such program.";
    70 RefundAboveAmount "refund_above_amount" "More was paid back than was paid.";
    71 PayoutOpen "payout_open" "A payout of the reward is still open.";
    72 SameActor "same_actor" "Who proposed it cannot approve it.";
    73 NotReversed "not_reversed" "The reward was not taken back, or what was delivered is not closed yet.";
    74 NotDelivered "not_delivered" "The reward was not delivered.";
    75 NotDue "not_due" "The reward is not due.";
    76 NothingProposed "nothing_proposed" "Nothing more is proposed for the reward.";
    77 ProposalUnknown "proposal_unknown" "Nothing is proposed under this key.";
    78 AlreadyUsed "already_used" "More of it was used than would stand.";
    79 NothingToChange "nothing_to_change" "It stands for that amount already.";
    80 CustomerUnknown "customer_unknown" "The customer has not been seen.";
    81 ReversedByStaff "reversed_by_staff" "A person took it back.";
    82 AdjustedByStaff "adjusted_by_staff" "A person changed the amount.";
    83 PayoutGone "payout_gone" "The other side no longer has what was delivered.";
    84 StepGiven "step_given" "What the step gives was given before.";
    85 HeldLonger "held_longer" "It is held until then already, or longer.";
    86 MoreThanLeft "more_than_left" "Less than that is left of the reward: what was used, taken back or has expired is gone.";
    88 NobodyAsks "nobody_asks" "It takes a second person, and nobody is named who asks for it.";
    69 NoUpline "no_upline" "Nobody stands so far above the friend.";
}
