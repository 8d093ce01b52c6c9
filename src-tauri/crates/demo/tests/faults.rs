//! Each fault as it is seen on the wire by a client that knows nothing but bytes.
#![allow(clippy::unwrap_used)]

use std::io::{ErrorKind, Read as _};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::Instant;
use vouchsafe_demo::{Asked, Fault, Faults, Options, RetryAfter, Server, Shop, Spec, When, serve};

const COUNT: &str = "{orders(first:1){totalCount}}";
const EMAILS: &str = "{orders(first:8,sortBy:{field:NUMBER,direction:ASC}){pageInfo{endCursor} edges{node{number userEmail}}}}";

/// What came over the wire until the connection ended.
struct Seen {
    head: String,
    body: Vec<u8>,
    end: Option<ErrorKind>,
}

impl Seen {
    fn status(&self) -> &str {
        self.head.get(9..12).unwrap_or("none")
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.split_once(": ").filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim()))
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    fn announced(&self) -> usize {
        self.header("content-length").map_or(0, |length| length.parse().unwrap())
    }
}

async fn ask(server: &Server, query: &str, packed: bool) -> Seen {
    let body = json!({ "query": query }).to_string();
    let address = server.url().trim_start_matches("http://").trim_end_matches("/graphql/").to_owned();
    let mut stream = TcpStream::connect(&address).await.unwrap();
    let accept = if packed { "Accept-Encoding: gzip\r\n" } else { "" };
    let token = server.token();
    let head = format!(
        "POST /graphql/ HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n{accept}Connection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
    let (mut bytes, mut end) = (Vec::new(), None);
    let mut buffer = [0; 65_536];
    loop {
        match stream.read(&mut buffer).await {
            Ok(0) => break,
            Ok(count) => bytes.extend_from_slice(&buffer[..count]),
            Err(error) => {
                end = Some(error.kind());
                break;
            }
        }
    }
    let split = bytes.windows(4).position(|window| window == b"\r\n\r\n").map_or(bytes.len(), |at| at + 4);
    Seen { head: String::from_utf8_lossy(&bytes[..split]).into_owned(), body: bytes[split..].to_vec(), end }
}

async fn shop(fault: Fault) -> Server {
    let faults = Faults::default().with(Asked::Anything, When::Nth(1), fault);
    serve(Shop::generate(&Spec::new(40, 1)), Options { faults, ..Options::default() }).await.unwrap()
}

/// Asks with the fault and then without: the shop is whole again.
async fn struck(fault: Fault, query: &str) -> Seen {
    let (server, name) = (shop(fault.clone()).await, fault.name());
    let seen = ask(&server, query, false).await;
    assert_eq!(server.struck().get(name), Some(&1), "{name}");
    assert_eq!(ask(&server, COUNT, false).await.json()["data"]["orders"]["totalCount"], json!(40), "{name}");
    seen
}

#[tokio::test]
async fn answers_that_break_off() {
    let seen = struck(Fault::ResetBefore, EMAILS).await;
    assert_eq!((seen.head.as_str(), seen.end), ("", Some(ErrorKind::ConnectionReset)));
    let seen = struck(Fault::ResetWithin, EMAILS).await;
    assert_eq!((seen.status(), seen.end), ("200", Some(ErrorKind::ConnectionReset)));
    assert!(seen.body.len() <= seen.announced() / 2);
    let seen = struck(Fault::Truncated { chunked: false }, EMAILS).await;
    assert_eq!((seen.status(), seen.end, seen.body.len()), ("200", None, seen.announced() / 2));
    let seen = struck(Fault::Truncated { chunked: true }, EMAILS).await;
    assert_eq!((seen.header("transfer-encoding"), seen.end), (Some("chunked"), None));
    assert!(!seen.body.is_empty() && !seen.body.ends_with(b"0\r\n\r\n"));
}

#[tokio::test]
async fn no_answer_until_the_server_stops() {
    let server = shop(Fault::Timeout).await;
    let waited = tokio::time::timeout(Duration::from_millis(200), ask(&server, COUNT, false)).await;
    assert!(waited.is_err());
    // One that still waits does not keep the server from stopping.
    server.set_faults(Faults::default().with(Asked::Anything, When::From(1), Fault::Timeout));
    let url = server.url();
    let waiting = tokio::spawn(async move { reqwest::Client::new().post(url).body("{}").send().await });
    while server.struck()["no answer"] < 2 {
        tokio::task::yield_now().await;
    }
    server.shutdown().await;
    let _ = waiting.await.unwrap();
}

#[tokio::test]
async fn slow_bytes_come_all() {
    let began = Instant::now();
    let seen = struck(Fault::Slow { bytes: 200 }, EMAILS).await;
    assert_eq!(seen.body.len(), seen.announced());
    assert!(began.elapsed() >= Duration::from_millis(300), "{:?}", began.elapsed());
}

#[tokio::test]
async fn words_that_are_none_of_a_shop() {
    let at = "2026-11-20T10:00:00Z".parse().unwrap();
    let table = [
        (Fault::Garbled, "200", "application/json", None, "{\"data\""),
        (Fault::BadGateway, "502", "text/html", None, "<html>"),
        (Fault::Unavailable, "503", "application/json", None, "upstream"),
        (Fault::TooMany { retry_after: RetryAfter::Unsaid }, "429", "application/json", None, "{\"errors\""),
        (Fault::TooMany { retry_after: RetryAfter::Seconds(7) }, "429", "application/json", Some("7"), "{\"errors\""),
        (Fault::TooMany { retry_after: RetryAfter::Date(at) }, "429", "application/json", Some("Fri, 20 Nov 2026 10:00:00 GMT"), "{\"errors\""),
    ];
    for (fault, status, kind, retry_after, begin) in table {
        let name = fault.name();
        let seen = struck(fault, EMAILS).await;
        let told = (seen.status(), seen.header("content-type"), seen.header("retry-after"));
        assert_eq!(told, (status, Some(kind), retry_after), "{name}");
        assert!(seen.body.starts_with(begin.as_bytes()) && seen.json()["data"]["orders"].is_null(), "{name}");
    }
    let seen = struck(Fault::Redirect { to: "https://evil.example/graphql/".to_owned() }, COUNT).await;
    assert_eq!((seen.status(), seen.header("location")), ("302", Some("https://evil.example/graphql/")));
    let seen = struck(Fault::Clock { says: at }, COUNT).await;
    assert_eq!((seen.status(), seen.header("date")), ("200", Some("Fri, 20 Nov 2026 10:00:00 GMT")));
}

#[tokio::test]
async fn errors_in_an_answer_that_says_ok() {
    let orders = |message: &str, code: &str| (json!({ "orders": null }), message.to_owned(), code.to_owned());
    let needs = "To access this path, you need one of the following permissions: MANAGE_ORDERS";
    let table = [
        (Fault::Errors, (Value::Null, "Something went wrong".to_owned(), "GraphQLError".to_owned())),
        (Fault::Internal, orders("Internal Server Error", "OperationalError")),
        (Fault::TokenRevoked, orders(needs, "PermissionDenied")),
        (Fault::TokenExpired, orders("Signature has expired", "ExpiredSignatureError")),
        (Fault::WithoutPermission { permission: "MANAGE_ORDERS" }, orders(needs, "PermissionDenied")),
    ];
    for (fault, (data, message, code)) in table {
        let name = fault.name();
        let seen = struck(fault, EMAILS).await;
        let (body, error) = (seen.json(), &seen.json()["errors"][0]);
        assert_eq!((seen.status(), &body["data"]), ("200", &data), "{name}");
        assert_eq!((&error["message"], &error["extensions"]["exception"]["code"]), (&json!(message), &json!(code)), "{name}");
    }
    let seen = struck(Fault::CostLimit { points: 3 }, EMAILS).await;
    assert_eq!(
        (seen.status(), seen.json()["errors"][0]["message"].clone()),
        ("400", json!("The query exceeds the maximum cost of 3. Actual cost is 8"))
    );
    assert_eq!(seen.json()["extensions"]["cost"], json!({ "requestedQueryCost": 8, "maximumAvailable": 3 }));
}

#[tokio::test]
async fn a_bomb_is_small_until_it_is_unpacked() {
    let server = shop(Fault::GzipBomb { mebibytes: 8 }).await;
    let seen = ask(&server, COUNT, true).await;
    assert_eq!(seen.header("content-encoding"), Some("gzip"));
    assert!(seen.body.len() < 64 << 10, "{}", seen.body.len());
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(seen.body.as_slice()).read_to_end(&mut text).unwrap();
    assert_eq!(text.len(), (8 << 20) + 2);
}

#[tokio::test]
async fn pages_that_are_odd() {
    let numbers = |seen: &Seen| -> Vec<String> {
        let body = seen.json();
        let rows = body["data"]["orders"]["edges"].as_array().unwrap().clone();
        rows.iter().map(|row| row["node"]["number"].as_str().unwrap().to_owned()).collect()
    };
    let server = shop(Fault::PageReversed).await;
    let reversed = ask(&server, EMAILS, false).await;
    let plain = ask(&server, EMAILS, false).await;
    let mut turned = numbers(&reversed);
    turned.reverse();
    assert_eq!(turned, numbers(&plain));
    let end = |seen: &Seen| seen.json()["data"]["orders"]["pageInfo"]["endCursor"].as_str().unwrap().to_owned();
    assert_eq!(end(&reversed), end(&plain));

    let next = EMAILS.replace("first:8", &format!("first:8,after:{}", json!(end(&plain))));
    server.set_faults(Faults::default().with(Asked::Field("orders"), When::From(1), Fault::CursorUnknown));
    assert_eq!(numbers(&ask(&server, EMAILS, false).await), numbers(&plain));
    assert_eq!(ask(&server, &next, false).await.json()["errors"][0]["message"], json!("Received cursor is invalid."));

    server.set_faults(Faults::default().with(Asked::Anything, When::From(1), Fault::ObfuscatedEmails));
    let body = ask(&server, EMAILS, false).await.json();
    let email = body["data"]["orders"]["edges"][0]["node"]["userEmail"].as_str().unwrap().to_owned();
    assert!(email[1..].starts_with("...@"), "{email}");
}

#[tokio::test]
async fn a_page_comes_again_whatever_is_asked() {
    let query = |after: Value| json!({ "query": "query P($a:String){orders(first:5,after:$a){pageInfo{endCursor} edges{node{number}}}}", "variables": { "a": after } });
    let faults = Faults::default().with(Asked::Field("orders"), When::Nth(2), Fault::PageAgain);
    let server = serve(Shop::generate(&Spec::new(40, 1)), Options { faults, ..Options::default() }).await.unwrap();
    let client = reqwest::Client::new();
    let post = async |body: Value| -> Value {
        let sent = client.post(server.url()).bearer_auth(server.token()).body(body.to_string()).send().await.unwrap();
        serde_json::from_str(&sent.text().await.unwrap()).unwrap()
    };
    let one = post(query(Value::Null)).await;
    let end = one["data"]["orders"]["pageInfo"]["endCursor"].clone();
    assert_eq!(post(query(end.clone())).await["data"], one["data"]);
    assert_ne!(post(query(end)).await["data"], one["data"]);
}

#[tokio::test]
async fn chance_is_drawn_from_the_seed() {
    let strikes = async |seed: u64| -> Vec<bool> {
        let faults = Faults { seed, ..Faults::default() }.with(Asked::Field("orders"), When::Chance(3_000), Fault::Unavailable);
        let server = serve(Shop::generate(&Spec::new(10, 1)), Options { faults, ..Options::default() }).await.unwrap();
        let mut struck = Vec::new();
        for _ in 0..40 {
            // Another question is not counted.
            ask(&server, "{shop{name}}", false).await;
            struck.push(ask(&server, COUNT, false).await.status() == "503");
        }
        struck
    };
    let (one, again, other) = (strikes(1).await, strikes(1).await, strikes(2).await);
    assert_eq!(one, again);
    assert_ne!(one, other);
    assert!((4..=20).contains(&one.iter().filter(|struck| **struck).count()), "{one:?}");
}
