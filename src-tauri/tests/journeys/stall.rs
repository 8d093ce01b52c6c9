//! A small shop that lives by the system's clock: Anna shares a code, and who comes by it orders there.

use crate::bed::Bed;
use crate::wait_for;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use vouchsafe_app::saleor::{Settings, Shop};
use vouchsafe_app::{Access, Clock, Desk};
use vouchsafe_demo::{Buyer, CardFacts, Deed, Living, Options, Server};

/// The key under which a card says which delivery it is.
pub const MARK: &str = "vouchsafe_issuance";
const SECOND: i64 = 1_000_000;
/// In seconds.
const HOUR: i64 = 3_600;

/// The shop.
#[derive(Debug)]
pub struct Stall {
    pub server: Server,
}

impl Stall {
    /// Opens it. It has a history to go through, so its clock stands an hour ago.
    pub fn open(bed: &Bed) -> Self {
        let stall = Self { server: bed.wait(vouchsafe_demo::serve(Living::new(11), Options::default())).unwrap() };
        stall.keep_time(HOUR);
        stall
    }

    /// The shop's clock goes with the system's, or stays so many seconds behind it, as far as whole seconds go.
    fn keep_time(&self, late: i64) {
        let behind = (clock()().micros() - self.now()) / SECOND - late;
        self.server.alter(|shop| shop.wait(u32::try_from(behind).unwrap_or(0))).unwrap();
    }

    fn now(&self) -> i64 {
        self.server.living().unwrap().now().timestamp_micros()
    }

    /// Something happens there, later than all that happened on any desk, and is past when this ends.
    #[track_caller]
    pub fn act(&self, deed: Deed) {
        self.keep_time(0);
        self.did([deed]);
        self.pass();
    }

    /// A second goes by at the shop, and on the system's clock until it shows as much: whatever reads the shop then began later than all that happened.
    pub fn pass(&self) {
        self.server.alter(|shop| shop.wait(1)).unwrap();
        let past = self.now();
        wait_for("the system's clock to be where the shop's is", || (clock()().micros() > past).then_some(())).unwrap();
    }

    /// Things happened there, one after the other.
    #[track_caller]
    pub fn did(&self, deeds: impl IntoIterator<Item = Deed>) {
        for deed in deeds {
            assert!(self.server.alter(|shop| shop.act(&deed)).unwrap(), "{deed:?}");
        }
    }

    /// Who made an account last.
    pub fn newest(&self) -> u64 {
        self.server.living().unwrap().account_facts().last().unwrap().number
    }

    /// So many orders of somebody, each confirmed at once and paid; the number of the last.
    pub fn orders(&self, customer: u64, channel: u8, count: usize) -> u64 {
        self.did(std::iter::repeat_n(placed(customer, channel), count));
        let all: Vec<u64> = self.server.living().unwrap().order_facts().map(|order| order.number).collect();
        self.did(all[all.len() - count..].iter().map(|order| Deed::Charge { order: *order, percent: 100 }));
        all[all.len() - 1]
    }

    /// The cards that were made for rewards, the oldest first.
    pub fn cards(&self) -> Vec<CardFacts> {
        self.server.cards().into_iter().filter(|card| card.metadata.iter().any(|(key, _)| key == MARK)).collect()
    }

    /// Somebody at the shop does something in its dashboard.
    pub fn by_hand(&self, mutation: &str) {
        let url = self.server.url();
        let (host, path) = url.trim_start_matches("http://").split_once('/').unwrap();
        let body = serde_json::json!({ "query": mutation, "variables": {} }).to_string();
        let token = self.server.token();
        let mut stream = TcpStream::connect(host).unwrap();
        let head = format!("POST /{path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\nauthorization: Bearer {token}\r\n");
        write!(stream, "{head}content-length: {}\r\nconnection: close\r\n\r\n{body}", body.len()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.contains("\"errors\":[]") && answer.starts_with("HTTP/1.1 200"), "{mutation}: {answer}");
    }

    /// A db of this shop under a program, open for writing.
    pub fn desk(&self, bed: &Bed, db: &Path, programs: &[&str]) -> (Desk, Shop) {
        let desk = bed.wait(Desk::open(db, Access::ReadWrite, clock())).unwrap();
        for program in programs {
            bed.wait(desk.activate("program.toml", program)).unwrap();
        }
        let shop = bed.wait(desk.connect(&self.server.url(), self.server.token(), Settings::default())).unwrap();
        (desk, shop)
    }
}

/// Somebody makes an account.
pub fn registered(email: &str, own_code: Option<&str>, ref_code: Option<&str>) -> Deed {
    let text = |code: Option<&str>| code.map(str::to_owned);
    Deed::Register { email: email.to_owned(), ref_code: text(ref_code), own_code: text(own_code), confirmed: true }
}

fn placed(customer: u64, channel: u8) -> Deed {
    let items = vec![(1, 3), (2, 2)];
    Deed::Place { buyer: Buyer::Account(customer), ref_code: None, channel, items, confirmed: true, card: None, voucher: None }
}

/// The clock that the window goes by.
pub fn clock() -> Clock {
    vouchsafe_desktop::clock::system()
}
