//! A gate before the shop. It knows which of two desks asks, lets both begin at the same instant, and holds the first wish for each code until both
//! desks wish for it: so each delivery is a race.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Barrier;

/// The token that the shop takes, and those of the two desks: of one length, so that one takes the other's place in a request.
pub(crate) const TOKEN: &str = "token-of-shop-0";
pub(crate) const TOKENS: [&str; 2] = ["token-of-desk-1", "token-of-desk-2"];
/// How the codes begin of what bears the agreement on what all other codes are made of.
const AGREEMENT: &str = "RFSECRET";
/// How long somebody is waited for.
const PATIENCE: Duration = Duration::from_secs(5);
/// The largest message, in bytes.
const LARGEST: usize = 4 << 20;

/// What the gate saw.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Seen {
    /// Wishes that met the other desk's for the same code.
    pub(crate) met: u64,
    /// Wishes that nobody else had within our patience.
    pub(crate) alone: u64,
    /// What was made, by desk.
    pub(crate) made: [u64; 2],
    /// Wishes that were refused, because the code was there or otherwise.
    pub(crate) refused: u64,
    /// Wishes at which the shop failed inside.
    pub(crate) failed: u64,
    /// Wishes whose answer never came.
    pub(crate) lost: u64,
    /// Proposals of what codes are made of, that met the other desk's or not.
    pub(crate) proposed: u64,
}

/// A gate on a port of its own.
pub(crate) struct Gate {
    port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Where the shop is.
    shop: Option<SocketAddr>,
    /// Who has come to which meeting.
    meetings: BTreeMap<String, (BTreeSet<usize>, Arc<Barrier>)>,
    holds: bool,
    seen: Seen,
}

impl Gate {
    pub(crate) async fn open() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared { state: Mutex::default() });
        let gate = Self { port, shared: Arc::clone(&shared) };
        tokio::spawn(async move {
            while let Ok((desk, _)) = listener.accept().await {
                // A line that breaks is what a desk has to cope with.
                tokio::spawn(Arc::clone(&shared).carry(desk));
            }
        });
        gate
    }

    /// The shop's address, as desks know it.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/graphql/", self.port)
    }

    /// Lets everybody through to this shop as they come, or makes the two desks meet. Whatever was seen is forgotten.
    pub(crate) fn lead_to(&self, url: &str, holds: bool) {
        let address = url.strip_prefix("http://").and_then(|rest| rest.split('/').next()).and_then(|host| host.parse().ok());
        *self.shared.state.lock().unwrap() = State { shop: Some(address.unwrap()), holds, ..State::default() };
    }

    /// What was seen since it leads to this shop.
    pub(crate) fn seen(&self) -> Seen {
        self.shared.state.lock().unwrap().seen
    }
}

impl Shared {
    /// One line of a desk, request by request.
    async fn carry(self: Arc<Self>, desk: TcpStream) -> io::Result<()> {
        let shop = self.state.lock().unwrap().shop.ok_or(io::ErrorKind::NotConnected)?;
        let (mut from_desk, mut to_desk) = split(desk);
        let (mut from_shop, mut to_shop) = split(TcpStream::connect(shop).await?);
        while let Some((mut head, body)) = message(&mut from_desk).await? {
            let who = TOKENS.iter().position(|token| head.contains(token)).ok_or(io::ErrorKind::InvalidData)?;
            head = head.replace(TOKENS[who], TOKEN);
            self.meet("the beginning", who).await;
            let mut wish = wish(&body);
            if let Some(code) = &wish {
                let has_met = self.meet(code, who).await;
                if code.starts_with(AGREEMENT) {
                    self.see(|seen| seen.proposed += 1);
                    wish = None;
                } else {
                    self.see(|seen| if has_met { seen.met += 1 } else { seen.alone += 1 });
                }
            }
            to_shop.write_all(&[head.as_bytes(), &body].concat()).await?;
            let answer = message(&mut from_shop).await;
            if wish.is_some() {
                self.see(|seen| note(seen, who, answer.as_ref().ok().and_then(Option::as_ref).map(|(_, body)| body.as_slice())));
            }
            let Some((head, body)) = answer? else { return Ok(()) };
            to_desk.write_all(&[head.as_bytes(), &body].concat()).await?;
        }
        Ok(())
    }

    /// Waits until the other desk has come to the same point. Who comes again is not held.
    async fn meet(&self, point: &str, who: usize) -> bool {
        let barrier = {
            let mut state = self.state.lock().unwrap();
            if !state.holds {
                return true;
            }
            let (desks, barrier) = state.meetings.entry(point.to_owned()).or_insert_with(|| (BTreeSet::new(), Arc::new(Barrier::new(2))));
            if !desks.insert(who) {
                return true;
            }
            Arc::clone(barrier)
        };
        tokio::time::timeout(PATIENCE, barrier.wait()).await.is_ok()
    }

    fn see(&self, what: impl FnOnce(&mut Seen)) {
        what(&mut self.state.lock().unwrap().seen);
    }
}

fn split(line: TcpStream) -> (BufReader<tokio::net::tcp::OwnedReadHalf>, tokio::net::tcp::OwnedWriteHalf) {
    line.set_nodelay(true).unwrap();
    let (read, write) = line.into_split();
    (BufReader::new(read), write)
}

/// The next message of HTTP/1.1: its head and its body.
async fn message(from: &mut (impl AsyncBufRead + Unpin)) -> io::Result<Option<(String, Vec<u8>)>> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if from.read_line(&mut head).await? == 0 {
            return if head.is_empty() { Ok(None) } else { Err(io::ErrorKind::UnexpectedEof.into()) };
        }
    }
    let length = head.lines().filter_map(|line| line.split_once(':')).find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let length = length.and_then(|(_, length)| length.trim().parse::<usize>().ok()).filter(|length| *length <= LARGEST);
    let mut body = vec![0; length.ok_or(io::ErrorKind::InvalidData)?];
    from.read_exact(&mut body).await?;
    Ok(Some((head, body)))
}

/// The code that a request wishes for; none for one that makes nothing.
fn wish(body: &[u8]) -> Option<String> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let query = body["query"].as_str()?;
    if !query.contains("giftCardCreate(") && !query.contains("voucherCreate(") {
        return None;
    }
    let input = &body["variables"]["input"];
    input["code"].as_str().or_else(|| input["addCodes"][0].as_str()).map(str::to_owned)
}

/// What a wish came to.
fn note(seen: &mut Seen, who: usize, answer: Option<&[u8]>) {
    let Some(answer) = answer else {
        seen.lost += 1;
        return;
    };
    let answer: Value = serde_json::from_slice(answer).unwrap_or_default();
    let (card, voucher) = (&answer["data"]["giftCardCreate"], &answer["data"]["voucherCreate"]);
    match () {
        () if card["giftCard"].is_object() || voucher["voucher"].is_object() => seen.made[who] += 1,
        () if card.is_object() || voucher.is_object() => seen.refused += 1,
        () => seen.failed += 1,
    }
}
