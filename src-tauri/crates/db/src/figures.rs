//! Figures, people's figures and balances: sums that each commit adds to.

use crate::cell::{NO_CHANNEL, account, account_cells, asset, asset_cell, currency, party};
use crate::error::Result;
use crate::fold::FoldCommit;
use crate::open::Db;
use crate::writer::Tx;
use rustc_hash::FxHashMap;
use sqlx::Row as _;
use vouchsafe_domain::ledger::Account;
use vouchsafe_domain::money::{Amount, Currency};
use vouchsafe_domain::name::{ChannelKey, Key};
use vouchsafe_domain::party::PartyId;
use vouchsafe_domain::rollup::{FigureCell, Figures, PersonFigures};
use vouchsafe_domain::time::Month;

// A sum that leaves 64 bits becomes a floating point number in SQLite; the cast brings it back to the end of its range, as in the domain.
const ADD_FIGURE: &str = "INSERT INTO figure (month, channel, currency, new_friends, referred_orders, revenue, accrued, issued, redeemed, spend) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO UPDATE SET \
    new_friends = CAST(new_friends + excluded.new_friends AS INTEGER), referred_orders = CAST(referred_orders + excluded.referred_orders AS INTEGER), \
    revenue = CAST(revenue + excluded.revenue AS INTEGER), accrued = CAST(accrued + excluded.accrued AS INTEGER), \
    issued = CAST(issued + excluded.issued AS INTEGER), redeemed = CAST(redeemed + excluded.redeemed AS INTEGER), \
    spend = CAST(spend + excluded.spend AS INTEGER)";
const ADD_PERSON: &str = "INSERT INTO person_figure (party, currency, orders, revenue, cost) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET \
    orders = CAST(orders + excluded.orders AS INTEGER), revenue = CAST(revenue + excluded.revenue AS INTEGER), \
    cost = CAST(cost + excluded.cost AS INTEGER)";
const ADD_BALANCE: &str = "INSERT INTO balance (kind, ref, asset, minor) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET \
    minor = CAST(minor + excluded.minor AS INTEGER)";

/// One cell of the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FigureRow {
    /// Which.
    pub cell: FigureCell,
    /// The figures, money in minor units.
    pub figures: Figures,
}

/// What a person brought and cost in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PersonFigureRow {
    /// Who.
    pub party: PartyId,
    /// The currency.
    pub currency: Currency,
    /// The figures, money in minor units.
    pub figures: PersonFigures,
}

/// What stands on an account: what it received minus what it gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BalanceRow {
    /// The account.
    pub account: Account,
    /// How much.
    pub amount: Amount,
}

impl Tx<'_> {
    pub(crate) fn add_figures(&mut self, fold: &FoldCommit) -> Result<()> {
        for (cell, by) in &fold.figures {
            let channel = cell.channel.map_or(NO_CHANNEL, |channel| channel.0.bits());
            let place = (cell.month.number(), channel, cell.currency.number());
            let params = (place.0, place.1, place.2, by.new_friends, by.referred_orders, by.revenue, by.accrued, by.issued, by.redeemed, by.spend);
            self.run(ADD_FIGURE, params)?;
        }
        let mut people = fold.people.clone();
        people.sort_unstable_by_key(|(person, _)| *person);
        let mut add = self.statement(ADD_PERSON)?;
        for ((party, currency), by) in &people {
            let party = self.merged_into(*party)?;
            add.execute((party.0, currency.number(), by.orders, by.revenue, by.cost))?;
        }
        self.add_balances(fold)
    }

    fn add_balances(&mut self, fold: &FoldCommit) -> Result<()> {
        let mut sums: FxHashMap<(i64, i64, i64), i64> = FxHashMap::default();
        for (_, transfer) in fold.transfers() {
            let (amount, asset) = (transfer.amount.minor, asset_cell(transfer.amount.asset));
            for (account, minor) in [(transfer.debit, amount), (transfer.credit, amount.saturating_neg())] {
                let (kind, of) = account_cells(account);
                let sum = sums.entry((kind, of, asset)).or_default();
                *sum = sum.saturating_add(minor);
            }
        }
        let mut sums: Vec<_> = sums.into_iter().filter(|(_, minor)| *minor != 0).collect();
        sums.sort_unstable();
        let mut add = self.statement(ADD_BALANCE)?;
        for ((kind, of, asset), minor) in sums {
            add.execute((kind, of, asset, minor))?;
        }
        Ok(())
    }
}

impl Db {
    /// All figures, by month, channel and currency. There are as many as months × channels × currencies.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn figures(&self) -> Result<Vec<FigureRow>> {
        let sql = "SELECT month, channel, currency, new_friends, referred_orders, revenue, accrued, issued, redeemed, spend FROM figure \
                   ORDER BY month, channel, currency";
        let rows = sqlx::query(sql).fetch_all(self.pool()).await?;
        rows.iter()
            .map(|row| {
                let (month, channel, number): (i32, i64, i64) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
                let channel = (channel != NO_CHANNEL).then(|| ChannelKey(Key::from_bits(channel)));
                let figures = Figures {
                    new_friends: row.try_get(3)?,
                    referred_orders: row.try_get(4)?,
                    revenue: row.try_get(5)?,
                    accrued: row.try_get(6)?,
                    issued: row.try_get(7)?,
                    redeemed: row.try_get(8)?,
                    spend: row.try_get(9)?,
                };
                Ok(FigureRow { cell: FigureCell { month: Month::from_number(month), channel, currency: currency(number)? }, figures })
            })
            .collect()
    }

    /// Everybody's figures, by party: for sums over the tree.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn people_figures(&self) -> Result<Vec<PersonFigureRow>> {
        self.scan(|conn| {
            let mut statement = conn.prepare("SELECT party, currency, orders, revenue, cost FROM person_figure ORDER BY party, currency")?;
            let mut rows = statement.query([])?;
            let mut people = Vec::new();
            while let Some(row) = rows.next()? {
                people.push(person_row(row.get(0)?, row.get(1)?, (row.get(2)?, row.get(3)?, row.get(4)?))?);
            }
            Ok(people)
        })
        .await
    }

    /// The figures of some people.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn figures_of(&self, parties: &[PartyId]) -> Result<Vec<PersonFigureRow>> {
        let mut people = Vec::new();
        for party in parties {
            let sql = "SELECT currency, orders, revenue, cost FROM person_figure WHERE party = ?1 ORDER BY currency";
            let rows: Vec<(i64, i64, i64, i64)> = sqlx::query_as(sql).bind(i64::from(party.0)).fetch_all(self.pool()).await?;
            for (currency, orders, revenue, cost) in rows {
                people.push(person_row(i64::from(party.0), currency, (orders, revenue, cost))?);
            }
        }
        Ok(people)
    }

    /// What stands on each account.
    ///
    /// # Errors
    /// What SQLite says; [`crate::DbError::Damaged`].
    pub async fn balances(&self) -> Result<Vec<BalanceRow>> {
        let rows: Vec<(i64, i64, i64, i64)> =
            sqlx::query_as("SELECT kind, ref, asset, minor FROM balance ORDER BY kind, ref, asset").fetch_all(self.pool()).await?;
        rows.into_iter()
            .map(|(kind, of, asset_no, minor)| Ok(BalanceRow { account: account(kind, of)?, amount: Amount { minor, asset: asset(asset_no)? } }))
            .collect()
    }
}

fn person_row(no: i64, currency_no: i64, (orders, revenue, cost): (i64, i64, i64)) -> Result<PersonFigureRow> {
    Ok(PersonFigureRow { party: party(no)?, currency: currency(currency_no)?, figures: PersonFigures { orders, revenue, cost } })
}
