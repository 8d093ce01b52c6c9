//! The ledger: every movement of what we owe is one debit, one credit, one amount.

use crate::money::Amount;
use crate::name::{ProgramKey, Texts};
use crate::party::{PartyId, PartyNames};
use crate::reward::Rail;

/// An account of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// `expense:rewards:<program>`: what a program's rewards cost.
    ExpenseRewards(ProgramKey),
    /// `liability:pending:<party>`: promised, not delivered.
    LiabilityPending(PartyId),
    /// `liability:issued:<rail>`: delivered, not redeemed.
    LiabilityIssued(Rail),
    /// `liability:wallet:<party>`: standing in a wallet that we keep.
    LiabilityWallet(PartyId),
    /// `settled:<rail>`: redeemed.
    Settled(Rail),
    /// `asset:clawback:<party>`: owed back to us.
    AssetClawback(PartyId),
    /// `expense:clawback-loss`: owed back, given up.
    ExpenseClawbackLoss,
    /// `income:breakage`: expired without use.
    IncomeBreakage,
}

impl Account {
    /// The account's name.
    #[must_use]
    pub fn text(self, texts: &(impl Texts + ?Sized), parties: &(impl PartyNames + ?Sized)) -> String {
        let party = |id| parties.party_name(id).text(texts);
        match self {
            Self::ExpenseRewards(program) => format!("expense:rewards:{}", texts.text(program.0)),
            Self::LiabilityPending(id) => format!("liability:pending:{}", party(id)),
            Self::LiabilityIssued(rail) => format!("liability:issued:{}", rail.name()),
            Self::LiabilityWallet(id) => format!("liability:wallet:{}", party(id)),
            Self::Settled(rail) => format!("settled:{}", rail.name()),
            Self::AssetClawback(id) => format!("asset:clawback:{}", party(id)),
            Self::ExpenseClawbackLoss => "expense:clawback-loss".to_owned(),
            Self::IncomeBreakage => "income:breakage".to_owned(),
        }
    }
}

/// One movement. The amount is positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transfer {
    /// The account that receives.
    pub debit: Account,
    /// The account that gives.
    pub credit: Account,
    /// How much.
    pub amount: Amount,
    /// The reward that it is about.
    pub reward: crate::reward::RewardId,
}

crate::canon_enum!(Account {
    0 => ExpenseRewards(program), 1 => LiabilityPending(party), 2 => LiabilityIssued(rail), 3 => LiabilityWallet(party), 4 => Settled(rail),
    5 => AssetClawback(party), 6 => ExpenseClawbackLoss, 7 => IncomeBreakage,
});
crate::canon_struct!(Transfer { debit, credit, amount, reward });
