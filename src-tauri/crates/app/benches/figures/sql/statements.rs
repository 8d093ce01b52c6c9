//! Every statement, prepared once.

use rusqlite::{Connection, Statement};

/// The statements.
pub(super) struct Statements<'c> {
    pub(super) next_deadline: Statement<'c>,
    pub(super) party: Statement<'c>,
    pub(super) party_of_customer: Statement<'c>,
    pub(super) party_of_email: Statement<'c>,
    pub(super) owner: Statement<'c>,
    pub(super) advocate: Statement<'c>,
    pub(super) meet: Statement<'c>,
    pub(super) link_customer: Statement<'c>,
    pub(super) link_email: Statement<'c>,
    pub(super) put_code: Statement<'c>,
    pub(super) bind: Statement<'c>,
    pub(super) register: Statement<'c>,
    pub(super) first_order: Statement<'c>,
    pub(super) activate: Statement<'c>,
    pub(super) first_paid: Statement<'c>,
    pub(super) count: Statement<'c>,
    pub(super) order: Statement<'c>,
    pub(super) open: Statement<'c>,
    pub(super) confirm: Statement<'c>,
    pub(super) cancel: Statement<'c>,
    pub(super) money: Statement<'c>,
    pub(super) rewards: Statement<'c>,
    pub(super) reward: Statement<'c>,
    pub(super) promise: Statement<'c>,
    pub(super) put_reward: Statement<'c>,
    pub(super) transfer: Statement<'c>,
    pub(super) decide: Statement<'c>,
    pub(super) check: Statement<'c>,
    pub(super) keep: Statement<'c>,
}

impl<'c> Statements<'c> {
    pub(super) fn new(conn: &'c Connection) -> rusqlite::Result<Self> {
        const PARTY: &str = "p.id, p.is_guest, p.advocate, p.registered_at, p.first_order_at, p.activated_at, p.first_paid_at, p.given";
        const REWARD: &str =
            "id, shop_order, beneficiary, currency, given, minor, state, awaits_money, hold_until, awaits_review, counts_from, capture_by";
        let prepare = |sql: &str| conn.prepare(sql);
        Ok(Self {
            next_deadline: prepare("SELECT id, deadline FROM reward WHERE deadline <= ?1 ORDER BY deadline, id LIMIT 1")?,
            party: prepare(&format!("SELECT {PARTY} FROM party AS p WHERE p.id = ?1"))?,
            party_of_customer: prepare(&format!("SELECT {PARTY} FROM customer AS a JOIN party AS p ON p.id = a.party WHERE a.key = ?1"))?,
            party_of_email: prepare(&format!("SELECT {PARTY} FROM email AS a JOIN party AS p ON p.id = a.party WHERE a.key = ?1"))?,
            owner: prepare("SELECT a.party FROM code AS c JOIN customer AS a ON a.key = c.owner WHERE c.key = ?1")?,
            advocate: prepare("SELECT advocate FROM party WHERE id = ?1")?,
            meet: prepare("INSERT INTO party (id, name, is_guest) VALUES (?1, ?2, ?3)")?,
            link_customer: prepare("INSERT OR REPLACE INTO customer (key, party) VALUES (?1, ?2)")?,
            link_email: prepare("INSERT OR REPLACE INTO email (key, party) VALUES (?1, ?2)")?,
            put_code: prepare("INSERT OR IGNORE INTO code (key, owner) VALUES (?1, ?2)")?,
            bind: prepare("UPDATE party SET advocate = ?2 WHERE id = ?1")?,
            register: prepare("UPDATE party SET registered_at = ?2 WHERE id = ?1 AND registered_at IS NULL")?,
            first_order: prepare("UPDATE party SET first_order_at = ?2 WHERE id = ?1")?,
            activate: prepare("UPDATE party SET activated_at = ?2 WHERE id = ?1")?,
            first_paid: prepare("UPDATE party SET first_paid_at = ?2 WHERE id = ?1")?,
            count: prepare("UPDATE party SET given = given + 1 WHERE id = ?1")?,
            order: prepare(
                "SELECT key, party, items, items_with_tax, order_total, payable, currency, is_replacement, is_referred, confirmed_at, cancelled_at, captured, refunded, \
                 charged_back, as_of FROM shop_order WHERE key = ?1",
            )?,
            open: prepare(
                "INSERT INTO shop_order (key, party, currency, items, items_with_tax, order_total, payable, is_replacement, is_referred) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?,
            confirm: prepare("UPDATE shop_order SET confirmed_at = ?2 WHERE key = ?1")?,
            cancel: prepare("UPDATE shop_order SET cancelled_at = ?2 WHERE key = ?1 AND cancelled_at IS NULL")?,
            money: prepare("UPDATE shop_order SET captured = ?2, refunded = ?3, charged_back = ?4, as_of = ?5 WHERE key = ?1")?,
            rewards: prepare(&format!("SELECT {REWARD} FROM reward WHERE shop_order = ?1 AND state < 3 ORDER BY id"))?,
            reward: prepare(&format!("SELECT {REWARD} FROM reward WHERE id = ?1"))?,
            promise: prepare(
                "INSERT INTO reward (id, shop_order, beneficiary, currency, given, minor, state, awaits_money, hold_until, awaits_review, counts_from, capture_by, \
                 deadline, role, friend) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            )?,
            put_reward: prepare(
                "UPDATE reward SET minor = ?2, state = ?3, awaits_money = ?4, hold_until = ?5, awaits_review = ?6, counts_from = ?7, deadline = ?8 WHERE id = ?1",
            )?,
            transfer: prepare(
                "INSERT INTO transfer (debit, debit_party, credit, credit_party, currency, minor, reward) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?,
            decide: prepare("INSERT INTO decision (shop_order, role, friend, reason, reward) VALUES (?1, ?2, ?3, ?4, ?5)")?,
            check: prepare("INSERT INTO made_check (decision, kind, passed, saw, bound) VALUES (?1, ?2, ?3, ?4, ?5)")?,
            keep: prepare("INSERT INTO event (class, key, part, at, bytes) VALUES (?1, ?2, ?3, ?4, ?5)")?,
        })
    }
}
