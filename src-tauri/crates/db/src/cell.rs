//! How domain values stand in columns.

use crate::error::{DbError, Result};
use vouchsafe_domain::canon::Canon;
use vouchsafe_domain::ledger::Account;
use vouchsafe_domain::money::{Asset, Currency};
use vouchsafe_domain::name::{Key, ProgramKey};
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::reason::Reason;
use vouchsafe_domain::reward::{Rail, Role};
use vouchsafe_domain::time::Timestamp;

/// The channel column of what belongs to no order. No key has these bits: symbol numbers have 32.
pub(crate) const NO_CHANNEL: i64 = -1;

pub(crate) fn damaged(what: impl std::fmt::Display) -> DbError {
    DbError::Damaged(what.to_string())
}

pub(crate) fn micros(at: Option<Timestamp>) -> Option<i64> {
    at.map(Timestamp::micros)
}

pub(crate) fn instant(micros: Option<i64>) -> Option<Timestamp> {
    micros.map(Timestamp::from_micros)
}

/// A small number as it stands in a column. Party, reward and identity numbers have 32 bits.
pub(crate) fn number(value: i64) -> Result<u32> {
    u32::try_from(value).map_err(|_| damaged(format_args!("{value} is no number of 32 bits")))
}

pub(crate) fn party(value: i64) -> Result<PartyId> {
    number(value).map(PartyId)
}

pub(crate) fn count(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

/// A row count or sequence number as SQLite keeps it.
pub(crate) fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

pub(crate) fn currency(value: i64) -> Result<Currency> {
    Currency::from_number(number(value)?).map_err(damaged)
}

/// An asset as one integer: a currency's number, or a negative number made of a unit's name and exponent.
pub(crate) fn asset_cell(asset: Asset) -> i64 {
    match asset {
        Asset::Currency(currency) => i64::from(currency.number()),
        Asset::Units { name, exponent } => {
            // Rotated so that a symbol's mark is the lowest bit; four bits are for the exponent.
            let name = name.bits().rotate_left(1) & 0x07ff_ffff_ffff_ffff;
            -1 - ((name << 4) | i64::from(exponent & 0xf))
        }
    }
}

pub(crate) fn asset(cell: i64) -> Result<Asset> {
    if cell >= 0 {
        return currency(cell).map(Asset::Currency);
    }
    let packed = -1 - cell;
    let exponent = u8::try_from(packed & 0xf).map_err(damaged)?;
    Ok(Asset::Units { name: Key::from_bits((packed >> 4).rotate_right(1)), exponent })
}

pub(crate) fn role_cell(role: Role) -> i64 {
    match role {
        Role::Friend => 0,
        Role::Advocate => 1,
        Role::Upline(height) => i64::from(height),
    }
}

fn tagged<T: Canon>(cell: i64) -> Result<T> {
    let tag = u8::try_from(cell).map_err(damaged)?;
    Ok(T::from_bytes(&[tag])?)
}

pub(crate) fn role(cell: i64) -> Result<Role> {
    Role::all().find(|role| role_cell(*role) == cell).ok_or_else(|| DbError::Damaged(format!("no side has the number {cell}")))
}

pub(crate) fn rail_cell(rail: Rail) -> i64 {
    i64::from(rail.to_bytes()[0])
}

pub(crate) fn rail(cell: i64) -> Result<Rail> {
    tagged(cell)
}

pub(crate) fn reason_cell(reason: Reason) -> i64 {
    i64::from(reason.to_bytes()[0])
}

pub(crate) fn reason(cell: i64) -> Result<Reason> {
    tagged(cell)
}

/// An account as two integers: its kind and what it belongs to.
pub(crate) fn account_cells(account: Account) -> (i64, i64) {
    match account {
        Account::ExpenseRewards(program) => (0, program.0.bits()),
        Account::LiabilityPending(party) => (1, i64::from(party.0)),
        Account::LiabilityIssued(by) => (2, rail_cell(by)),
        Account::LiabilityWallet(party) => (3, i64::from(party.0)),
        Account::Settled(by) => (4, rail_cell(by)),
        Account::AssetClawback(party) => (5, i64::from(party.0)),
        Account::ExpenseClawbackLoss => (6, 0),
        Account::IncomeBreakage => (7, 0),
    }
}

pub(crate) fn account(kind: i64, of: i64) -> Result<Account> {
    Ok(match kind {
        0 => Account::ExpenseRewards(ProgramKey(Key::from_bits(of))),
        1 => Account::LiabilityPending(party(of)?),
        2 => Account::LiabilityIssued(rail(of)?),
        3 => Account::LiabilityWallet(party(of)?),
        4 => Account::Settled(rail(of)?),
        5 => Account::AssetClawback(party(of)?),
        6 => Account::ExpenseClawbackLoss,
        7 => Account::IncomeBreakage,
        _ => return Err(damaged(format_args!("{kind} is no kind of account"))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_into_a_column_comes_out_of_it() {
        let units = |name, exponent| Asset::Units { name, exponent };
        for asset_in in [
            Asset::Currency(Currency::parse("JPY").unwrap()),
            units(Key::symbol(0), 0),
            units(Key::symbol(u32::MAX), 8),
            units(Key::from_bits(12), 2),
        ] {
            assert_eq!(asset(asset_cell(asset_in)).unwrap(), asset_in);
        }
        for by in Rail::ALL {
            assert_eq!(rail(rail_cell(by)).unwrap(), by);
            let (kind, of) = account_cells(Account::Settled(by));
            assert_eq!(account(kind, of).unwrap(), Account::Settled(by));
        }
        for why in Reason::ALL {
            assert_eq!(reason(reason_cell(*why)).unwrap(), *why);
        }
        assert!(reason(255).is_err() && account(8, 0).is_err() && number(-1).is_err());
    }
}
