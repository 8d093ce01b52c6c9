//! The search of the whole file: what tells of an erased person is emptied wherever somebody wrote it.

use super::needles::Needles;
use super::subject::Codes;
use crate::error::Result;
use crate::writer::Tx;
use rusqlite::types::ValueRef;
use vouchsafe_domain::canon::Canon;
use vouchsafe_domain::shop::{Customer, GiftCard, Order, Personal, Transaction, Voucher};

/// Empties every place in which a needle is found, and every field of a code in which one of these stands. Returns how many there were.
pub(super) fn sweep(tx: &mut Tx<'_>, needles: &Needles, codes: &Codes) -> Result<u64> {
    let mut emptied = 0;
    let known = (needles, codes, &Needles::of(codes.texts().cloned())?);
    // What has neither sign nor blank is a name of the program or the shop, whatever somebody is called: a program, a channel, another's code.
    let free = "SELECT no, text FROM name WHERE text LIKE '%@%' OR text LIKE '%/%' OR text LIKE '% %'";
    emptied += texts(tx, needles, free, "UPDATE name SET text = 'erased-' || no WHERE no = ?1")?;
    emptied += texts(tx, needles, "SELECT no, value FROM identity WHERE value IS NOT NULL", "UPDATE identity SET value = NULL WHERE no = ?1")?;
    let empty = "UPDATE quarantine SET raw = x'', args = x'00' WHERE no = ?1";
    emptied += texts(tx, needles, "SELECT no, CAST(raw AS TEXT) FROM quarantine", empty)?;
    emptied += arguments(tx, needles, "SELECT no, args FROM quarantine", empty)?;
    let letters = "SELECT no, said FROM notice WHERE said IS NOT NULL";
    emptied += texts(tx, needles, letters, "UPDATE notice SET said = NULL WHERE no = ?1")?;
    emptied += arguments(tx, needles, "SELECT no, args FROM sync_log", "UPDATE sync_log SET args = x'00' WHERE no = ?1")?;
    let trouble = "SELECT no, trouble_args FROM sync_log WHERE trouble_args IS NOT NULL";
    emptied += arguments(tx, needles, trouble, "UPDATE sync_log SET trouble_args = x'00' WHERE no = ?1")?;
    emptied += rows::<Customer>(tx, known, "customer", "key")?;
    emptied += rows::<Order>(tx, known, "shop_order", "key")?;
    emptied += rows::<Transaction>(tx, known, "shop_transaction", "no")?;
    emptied += rows::<GiftCard>(tx, known, "gift_card", "no")?;
    emptied += rows::<Voucher>(tx, known, "voucher", "no")?;
    Ok(emptied)
}

/// A row's needles, and codes with the needles that are part of whatever holds one.
type Known<'k> = (&'k Needles, &'k Codes, &'k Needles);

/// The names and identities that are left.
pub(super) fn texts_left(tx: &Tx<'_>) -> Result<Vec<String>> {
    let mut statement = tx.statement("SELECT text FROM name UNION ALL SELECT value FROM identity WHERE value IS NOT NULL")?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn texts(tx: &Tx<'_>, needles: &Needles, select: &str, empty: &str) -> Result<u64> {
    let said = |cell: ValueRef<'_>| Ok(needles.are_said_in(&String::from_utf8_lossy(cell.as_bytes().unwrap_or_default())));
    let found = found(tx, select, said)?;
    empty_all(tx, &found, empty)
}

/// Arguments of a sentence are texts by name.
fn arguments(tx: &Tx<'_>, needles: &Needles, select: &str, empty: &str) -> Result<u64> {
    let said = |cell: ValueRef<'_>| {
        let args = Vec::<(String, String)>::from_bytes(cell.as_blob().unwrap_or_default())?;
        Ok(args.iter().any(|(_, text)| needles.are_said_in(text)))
    };
    let found = found(tx, select, said)?;
    empty_all(tx, &found, empty)
}

fn empty_all(tx: &Tx<'_>, found: &[i64], empty: &str) -> Result<u64> {
    for no in found {
        tx.run(empty, [no])?;
    }
    Ok(found.len() as u64)
}

/// The rows of whose second column something is true.
fn found(tx: &Tx<'_>, select: &str, is_found: impl Fn(ValueRef<'_>) -> Result<bool>) -> Result<Vec<i64>> {
    let mut statement = tx.statement(select)?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        if is_found(row.get_ref(1)?)? {
            found.push(row.get(0)?);
        }
    }
    Ok(found)
}

fn rows<T: Canon + Personal>(tx: &Tx<'_>, (needles, codes, signs): Known<'_>, table: &str, column: &str) -> Result<u64> {
    let holds = |cell: ValueRef<'_>| cell.as_blob().is_ok_and(|bytes| needles.is_in(bytes) || signs.is_in(bytes));
    let held = found(tx, &format!("SELECT {column}, cold FROM {table}"), |cell| Ok(holds(cell)))?;
    let mut emptied = 0;
    for key in &held {
        let Some(bytes) = tx.first(&format!("SELECT cold FROM {table} WHERE {column} = ?1"), [key], |row| row.get::<_, Vec<u8>>(0))? else {
            continue;
        };
        let mut row = T::from_bytes(&bytes)?;
        if row.empty_where(|text| needles.are_said_in(text)) | row.empty_codes_where(|code| codes.has(code)) {
            tx.run(&format!("UPDATE {table} SET cold = ?2 WHERE {column} = ?1"), (key, row.to_bytes()))?;
            emptied += 1;
        }
    }
    Ok(emptied)
}
