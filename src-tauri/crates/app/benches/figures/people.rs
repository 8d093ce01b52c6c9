//! P8: any part of a name, an address, an id or a code among all customers, with the exact count, beside `LIKE` in SQLite.

use crate::Result;
use crate::figure::{Figure, Reach};
use crate::rounds::{Rounds, interleaved, timed};
use rusqlite::Connection;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use vouchsafe_db::{Access, CustomerSort, Db, Directory, DirectoryFilter};
use vouchsafe_domain::canon::Canon as _;
use vouchsafe_domain::name::{CustomerKey, Key};
use vouchsafe_domain::party::{Party, PartyName};
use vouchsafe_domain::time::Timestamp;

const FIRST: [&str; 12] = ["anna", "pavel", "maria", "jürgen", "илья", "ольга", "sofia", "li wei", "fatima", "john", "élodie", "kateryna"];
const LAST: [&str; 12] =
    ["berg", "ivanov", "petrovich", "o'neill", "müller", "ильина", "кузнецова", "garcia", "nguyen", "smith", "lefèvre", "shevchenko"];
const DOMAINS: [&str; 4] = ["example.com", "posta.example.org", "mail.example.net", "пример.example"];
/// What people type: rare and common, in the middle of words, in two alphabets.
const PATTERNS: [&str; 8] = ["petrovich", "nna be", "731942", "@posta", "ильина", "RF00ABC", "zzzz", "o'ne"];
/// A person takes at most this long to see what they have typed.
const AT_ONCE: Duration = Duration::from_millis(10);

struct Person {
    name: String,
    email: String,
    id: u32,
    code: Option<String>,
}

fn person(no: u32) -> Person {
    let of = |list: &[&str], salt: u32| list[(no.wrapping_mul(2_654_435_761).rotate_left(salt) as usize >> 3) % list.len()].to_owned();
    let (first, last) = (of(&FIRST, 3), of(&LAST, 11));
    let email = format!("{}.{}{no}@{}", first.replace(' ', ""), last.replace('\'', ""), of(&DOMAINS, 19));
    Person {
        name: format!("{first} {last}"),
        email,
        id: no + 1,
        code: no.is_multiple_of(4).then(|| format!("RF{no:05X}{}", first.len()).to_uppercase()),
    }
}

pub(crate) fn figures(people: u32, runtime: &tokio::runtime::Runtime, rounds: usize) -> Result<Vec<Figure>> {
    let dir = tempfile::TempDir::new()?;
    let path = dir.path().join("desk.db");
    runtime.block_on(async {
        let made = Db::open(&path, Access::ReadWrite).await?;
        made.close().await;
        Ok::<_, vouchsafe_db::DbError>(())
    })?;
    fill(&path, people)?;
    let db = runtime.block_on(Db::open(&path, Access::ReadOnly))?;
    let (directory, read) = timed(|| runtime.block_on(db.directory(None)));
    let directory = directory?;
    println!("P8: {} bytes for each of {people} people, read in {:.1} s", directory.bytes() / people as usize, read.as_secs_f64());
    let peer = table(people)?;
    let mut like = peer.prepare("SELECT count(*) FROM person WHERE name LIKE ?1 OR email LIKE ?1 OR id LIKE ?1 OR code LIKE ?1")?;
    let mut ask =
        |pattern: &str| -> Result<u64> { Ok(like.query_row([format!("%{}%", pattern.to_lowercase())], |row| row.get::<_, i64>(0))?.unsigned_abs()) };
    for pattern in PATTERNS.iter().chain(&["a"]) {
        let (ours, theirs) = (found(&directory, pattern), ask(pattern)?);
        if ours != theirs {
            return Err(format!("{pattern}: {ours} found, and {theirs} by LIKE").into());
        }
    }
    let size = format!("{people} people");
    let (mut slowest, mut all) = (Vec::new(), Vec::new());
    let mut ours = || {
        let times: Vec<Duration> = PATTERNS.iter().map(|pattern| timed(|| black_box(found(&directory, pattern))).1).collect();
        slowest.extend(times.iter().max().copied());
        all.push(timed(|| black_box(found(&directory, "a"))).1);
        Ok(times.iter().sum())
    };
    let mut theirs = || {
        let (answers, taken) = timed(|| PATTERNS.iter().map(|pattern| ask(pattern)).collect::<Result<Vec<_>>>());
        answers?;
        Ok(taken)
    };
    let [taken]: [Rounds; 1] = interleaved(rounds, &mut ours, [&mut theirs])?;
    Ok(vec![
        Figure::beside("P8", "8 searches for any part, count and first page", "LIKE '%…%'", size.clone(), &taken, Reach::Times(20.0)),
        Figure::alone("P8", "the slowest of the 8", size.clone(), &slowest, Reach::AtMost(AT_ONCE)),
        Figure::alone("P8", "a search that finds nearly everybody", size, &all, Reach::Shown),
    ])
}

fn found(directory: &Arc<Directory>, pattern: &str) -> u64 {
    let filter = DirectoryFilter { search: Some(pattern.to_owned()), ..DirectoryFilter::default() };
    directory.page(&filter, CustomerSort::Newest, None, 100).map_or(0, |page| page.count)
}

/// A desk's file with these people and nothing else.
fn fill(path: &Path, people: u32) -> Result<()> {
    let mut conn = Connection::open(path)?;
    // If this is killed, the file goes with its folder.
    conn.pragma_update(None, "journal_mode", "OFF")?;
    let tx = conn.transaction()?;
    {
        let mut party = tx.prepare("INSERT INTO state_party (key, bytes) VALUES (?1, ?2)")?;
        let mut link = tx.prepare("INSERT INTO state_customer (key, party) VALUES (?1, ?2)")?;
        let mut row = tx.prepare("INSERT INTO customer (key, updated, joined, email, name, cold) VALUES (?1, 0, 0, ?2, ?3, x'')")?;
        let mut identity = tx.prepare("INSERT INTO identity (no, kind, value) VALUES (?1, 0, ?2)")?;
        let mut name = tx.prepare("INSERT INTO name (no, text) VALUES (?1, ?2)")?;
        let mut owner = tx.prepare("INSERT INTO code_owner (code, customer) VALUES (?1, ?2)")?;
        for no in 0..people {
            let Person { name: called, email, id, code } = person(no);
            let customer = Key::of_number(&id.to_string()).map_or(0, Key::bits);
            let record = Party {
                registered_at: Some(Timestamp::from_micros(i64::from(no) * 1_000_000)),
                ..Party::new(PartyName::Customer(CustomerKey(Key::from_bits(customer))))
            };
            party.execute((no, record.to_bytes()))?;
            link.execute((customer, no))?;
            identity.execute((no + 1, &email))?;
            row.execute((customer, no + 1, &called))?;
            if let Some(code) = code {
                name.execute((no + 1, &code))?;
                owner.execute((Key::symbol(no + 1).bits(), customer))?;
            }
        }
    }
    tx.commit()?;
    Ok(())
}

/// The same people in a table of SQLite, in memory, lower-cased: what `LIKE` cannot do beyond ASCII is done for it.
fn table(people: u32) -> Result<Connection> {
    let mut conn = Connection::open_in_memory()?;
    conn.execute_batch("CREATE TABLE person (no INTEGER PRIMARY KEY, name TEXT, email TEXT, id TEXT, code TEXT)")?;
    let tx = conn.transaction()?;
    {
        let mut put = tx.prepare("INSERT INTO person (name, email, id, code) VALUES (?1, ?2, ?3, ?4)")?;
        for no in 0..people {
            let Person { name, email, id, code } = person(no);
            put.execute((name, email, id.to_string(), code.map(|code| code.to_lowercase())))?;
        }
    }
    tx.commit()?;
    Ok(conn)
}
