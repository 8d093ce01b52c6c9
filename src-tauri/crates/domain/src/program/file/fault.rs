//! What can be wrong with a program file: each kind has a sentence in English and Russian under `fault-<kind>`, with what is put into it.

use std::fmt;

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident $code:literal;)*) => {
        /// What is wrong.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum FaultKind { $($(#[$doc])* $name),* }

        impl FaultKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The code, by which its sentence is found.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }
        }
    };
}

faults! {
    /// More bytes than a file may have.
    TooLarge "too_large";
    /// No TOML.
    NoToml "no_toml";
    /// A key that there is not.
    UnknownKey "unknown_key";
    /// A key that there is not, but one much like it.
    UnknownKeyLike "unknown_key_like";
    /// A key that stands twice in its table.
    KeyTwice "key_twice";
    /// A key that must be there is not.
    MissingKey "missing_key";
    /// A word that is none of those that would do.
    UnknownWord "unknown_word";
    /// No text.
    NoText "no_text";
    /// No number.
    NoNumber "no_number";
    /// Neither true nor false.
    NoFlag "no_flag";
    /// No instant.
    NoInstant "no_instant";
    /// No list.
    NoList "no_list";
    /// No list of tables.
    NoTables "no_tables";
    /// No table.
    NoTable "no_table";
    /// A name of the shop that is empty, too long or has blanks around it.
    BadName "bad_name";
    /// A title that is empty or too long.
    BadTitle "bad_title";
    /// No id.
    BadId "bad_id";
    /// More entries than a list may have.
    ListTooLong "list_too_long";
    /// An entry that stands in its list already.
    EntryTwice "entry_twice";
    /// A name that another table of the list has.
    NameTwice "name_twice";
    /// A number beyond its bounds.
    BadNumber "bad_number";
    /// Days beyond their bounds.
    BadDays "bad_days";
    /// An instant without its offset.
    InstantOffset "instant_offset";
    /// An instant of a year that no event has.
    InstantYear "instant_year";
    /// The version 0.
    BadVersion "bad_version";
    /// No time zone.
    BadZone "bad_zone";
    /// A program that ends before it starts.
    ProgramEnds "program_ends";
    /// Amounts without a currency.
    NoCurrency "no_currency";
    /// No currency.
    BadCurrency "bad_currency";
    /// No decimal number.
    BadDecimal "bad_decimal";
    /// More digits after the point than the currency has.
    TooPrecise "too_precise";
    /// A number beyond all bounds.
    TooMuch "too_much";
    /// An amount that is not above zero.
    AmountZero "amount_zero";
    /// An amount beyond its bounds.
    AmountMost "amount_most";
    /// More digits after the point than the unit has.
    UnitsPrecise "units_precise";
    /// A quantity that is not above zero.
    UnitsZero "units_zero";
    /// A quantity beyond its bounds.
    UnitsMost "units_most";
    /// A budget without its time.
    BudgetPer "budget_per";
    /// No time of a budget.
    BudgetTime "budget_time";
    /// A budget in several currencies.
    BudgetCurrencies "budget_currencies";
    /// Levels that do not rise.
    LevelsRise "levels_rise";
    /// No arms, or too many.
    BadArms "bad_arms";
    /// A budget in a currency that nothing is given in.
    BudgetIdle "budget_idle";
    /// A boost that ends before it starts.
    BoostEnds "boost_ends";
    /// A boost that is over before the program starts.
    BoostBefore "boost_before";
    /// A boost that begins when the program has ended.
    BoostAfter "boost_after";
    /// A rule that the file does not have.
    UnknownRule "unknown_rule";
    /// No factor.
    BadFactor "bad_factor";
    /// Digits of a card that would block.
    DigitsBlock "digits_block";
    /// A threshold that is not above the other one.
    BlockBelowReview "block_below_review";
    /// Scores that count toward nothing.
    ScoreIdle "score_idle";
    /// A sales channel that is asked for and excluded.
    ChannelExcluded "channel_excluded";
    /// A domain that is denied and allowed.
    DomainAllowed "domain_allowed";
    /// No email domain.
    BadDomain "bad_domain";
    /// No IP address and no range of them.
    BadIp "bad_ip";
    /// Ranges of IP addresses that come to too many networks.
    RangesTooWide "ranges_too_wide";
    /// A role that the file's policy does not list.
    UnknownRole "unknown_role";
    /// No rules.
    NoRule "no_rule";
    /// A rule without grants.
    NoGrant "no_grant";
    /// Two grants to one side.
    SideTwice "side_twice";
    /// A window that is shorter than the hold.
    WindowBelowHold "window_below_hold";
    /// No triggers.
    NoTrigger "no_trigger";
    /// No trigger.
    BadTrigger "bad_trigger";
    /// What only orders and purchases have, for an event that is none.
    NoOrder "no_order";
    /// No country.
    BadCountry "bad_country";
    /// An experiment that the file does not have.
    UnknownExperiment "unknown_experiment";
    /// An arm that the experiment does not have.
    UnknownArm "unknown_arm";
    /// A minimum without a base.
    MinimumOf "minimum_of";
    /// No base.
    BadBase "bad_base";
    /// No upline.
    BadUpline "bad_upline";
    /// A reward or a value beside a choice.
    BesideChoice "beside_choice";
    /// A grant without a reward.
    NoReward "no_reward";
    /// A grant without a value.
    NoValue "no_value";
    /// Too few or too many ways to choose from.
    ChoiceCount "choice_count";
    /// No rail.
    BadRail "bad_rail";
    /// A unit that is called like a currency.
    UnitCurrency "unit_currency";
    /// A unit that has another exponent elsewhere in the file.
    UnitExponents "unit_exponents";
    /// A gift card of something that is no money.
    GiftCardUnit "gift_card_unit";
    /// A gift card that makes a member.
    GiftCardGroup "gift_card_group";
    /// An expected cost of money.
    MoneyCost "money_cost";
    /// An exponent without a unit.
    ExponentAlone "exponent_alone";
    /// Values beside steps.
    BesideSteps "beside_steps";
    /// What only a percentage has.
    PercentAlone "percent_alone";
    /// No value, or several.
    OneValue "one_value";
    /// No value of a step, or several.
    StepValue "step_value";
    /// Money in a reward that has a unit.
    MoneyInUnit "money_in_unit";
    /// Units of a reward that has none.
    UnitsAlone "units_alone";
    /// Steps by revenue that hold at a number.
    RevenueAt "revenue_at";
    /// No steps, or too many.
    StepCount "step_count";
    /// Steps that do not rise.
    StepsRise "steps_rise";
    /// A step by friends that begins elsewhere.
    StepFriends "step_friends";
    /// A step by revenue that begins elsewhere.
    StepRevenue "step_revenue";
    /// A step by level that begins elsewhere.
    StepLevel "step_level";
    /// A level that the file does not have.
    UnknownLevel "unknown_level";
    /// A share of an event that has no amount.
    ShareOfNothing "share_of_nothing";
    /// A share of a custom event's order.
    ShareOfBase "share_of_base";
    /// A share of nothing at all.
    PercentZero "percent_zero";
    /// A percentage without a base.
    PercentOf "percent_of";
    /// Terms of a voucher on another rail.
    VoucherRail "voucher_rail";
    /// A voucher in units that does not say what it takes off.
    VoucherOff "voucher_off";
    /// A voucher in units that takes off money.
    VoucherUnits "voucher_units";
    /// A voucher of money that takes off something else.
    VoucherMoney "voucher_money";
    /// A voucher in units that hangs on what was bought.
    VoucherShare "voucher_share";
    /// A voucher that makes a member.
    VoucherGroup "voucher_group";
    /// A voucher in percent beyond its bounds.
    VoucherPercent "voucher_percent";
}

impl FaultKind {
    /// Whether it holds something against what stands beside it.
    pub(super) const fn compares(self) -> bool {
        matches!(
            self,
            Self::ProgramEnds
                | Self::BoostEnds
                | Self::BoostBefore
                | Self::BoostAfter
                | Self::LevelsRise
                | Self::StepsRise
                | Self::BlockBelowReview
                | Self::ScoreIdle
                | Self::WindowBelowHold
                | Self::NoOrder
                | Self::GiftCardUnit
                | Self::GiftCardGroup
                | Self::MoneyCost
                | Self::ExponentAlone
                | Self::PercentAlone
                | Self::MoneyInUnit
                | Self::UnitsAlone
                | Self::RevenueAt
                | Self::StepFriends
                | Self::StepRevenue
                | Self::StepLevel
                | Self::ShareOfNothing
                | Self::ShareOfBase
                | Self::VoucherRail
                | Self::VoucherOff
                | Self::VoucherUnits
                | Self::VoucherMoney
                | Self::VoucherShare
                | Self::VoucherGroup
                | Self::VoucherPercent
        )
    }
}

/// The most faults of a file that are told.
pub const MOST_FAULTS: usize = 50;

/// One thing that is wrong with a program file: where, what, and what would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgramFault {
    /// What is wrong.
    pub kind: FaultKind,
    /// What is put into its sentence, by name. What a file says is cut to a readable length.
    pub args: Vec<(&'static str, String)>,
    /// The line, from 1, of the key or of the table that lacks it; nothing where the file was not read.
    pub line: Option<usize>,
    /// The key, such as `rule first-order, hold_days`; empty for the whole file.
    pub place: String,
    /// The place as a JSON pointer, such as `/rule/0/hold_days`, for forms; as near as is known.
    pub pointer: String,
}

impl ProgramFault {
    pub(super) fn of_file(kind: FaultKind, line: Option<usize>) -> Self {
        Self { kind, args: Vec::new(), line, place: String::new(), pointer: String::new() }
    }
}

/// For logs: people are told its sentence.
impl fmt::Display for ProgramFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}, ")?;
        }
        if !self.place.is_empty() {
            write!(f, "{}: ", self.place)?;
        }
        f.write_str(self.kind.code())?;
        self.args.iter().try_for_each(|(name, value)| write!(f, " {name}={value}"))
    }
}

/// Everything that is wrong with a program file, in the order of its lines, at most [`MOST_FAULTS`]; at least one fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{first}{}", rest.iter().map(|fault| format!("; {fault}")).collect::<String>())]
pub struct ProgramFaults {
    first: ProgramFault,
    rest: Vec<ProgramFault>,
}

impl ProgramFaults {
    pub(super) fn new(first: ProgramFault, mut rest: Vec<ProgramFault>) -> Self {
        rest.truncate(MOST_FAULTS - 1);
        Self { first, rest }
    }

    /// All of several, in the order of their lines; nothing of none.
    pub(super) fn of(mut faults: Vec<ProgramFault>) -> Option<Self> {
        faults.sort_by_key(|fault| fault.line);
        let mut faults = faults.into_iter();
        faults.next().map(|first| Self::new(first, faults.collect()))
    }

    /// What is wrong with a file of more than [`super::MAX_FILE`] bytes, which nobody has to read to the end.
    #[must_use]
    pub fn too_large() -> Self {
        ProgramFault::of_file(FaultKind::TooLarge, None).into()
    }

    /// The first one.
    #[must_use]
    pub const fn first(&self) -> &ProgramFault {
        &self.first
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.rest.len() + 1
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &ProgramFault> {
        std::iter::once(&self.first).chain(&self.rest)
    }
}

impl From<ProgramFault> for ProgramFaults {
    fn from(fault: ProgramFault) -> Self {
        Self::new(fault, Vec::new())
    }
}
