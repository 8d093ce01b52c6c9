//! A shop on loopback that answers as a test says.

use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use vouchsafe_connectors::saleor::Settings;

/// One question as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// The request's head, lower-cased.
    pub(crate) head: String,
    /// The document.
    pub(crate) query: String,
    /// The variables.
    pub(crate) variables: Value,
}

impl Asked {
    /// `first`.
    pub(crate) fn first(&self) -> usize {
        usize::try_from(self.variables["first"].as_u64().unwrap_or(0)).unwrap()
    }

    /// The place behind which to go on; cursors are plain numbers here.
    pub(crate) fn place(&self) -> usize {
        self.variables["after"].as_str().map_or(0, |after| after.parse().unwrap())
    }
}

/// An answer as it leaves.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    status: u16,
    headers: String,
    body: Vec<u8>,
    /// Claims this many bytes more than it sends.
    missing: usize,
}

impl Reply {
    /// A status and a body.
    pub(crate) fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: String::new(), body: body.into(), missing: 0 }
    }

    /// A JSON answer with status 200.
    pub(crate) fn json(body: &Value) -> Self {
        Self::new(200, body.to_string())
    }

    /// With a header.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push_str(&format!("{name}: {value}\r\n"));
        self
    }

    /// Breaks off before the end.
    pub(crate) fn broken_off(mut self) -> Self {
        self.missing = 10;
        self
    }
}

/// A running shop.
pub(crate) struct Loopback {
    /// Its address.
    pub(crate) url: String,
    asked: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl Loopback {
    /// Serves until dropped.
    pub(crate) async fn start(answer: impl Fn(Asked) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(AtomicUsize::new(0));
        let (count, answer) = (Arc::clone(&asked), Arc::new(answer));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (count, answer) = (Arc::clone(&count), Arc::clone(&answer));
                tokio::spawn(async move { serve(stream, &*answer, &count).await });
            }
        });
        Self { url, asked, task }
    }

    /// How many questions came so far.
    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

impl Drop for Loopback {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut stream: TcpStream, answer: &(impl Fn(Asked) -> Reply + Sync), count: &AtomicUsize) {
    let mut bytes = Vec::new();
    let (head, body_at) = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break (String::from_utf8_lossy(&bytes[..end]).to_lowercase(), end + 4);
        }
        if stream.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
            return;
        }
    };
    let length: usize = head.split("content-length:").nth(1).unwrap().split_whitespace().next().unwrap().parse().unwrap();
    while bytes.len() < body_at + length {
        if stream.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
            return;
        }
    }
    count.fetch_add(1, Ordering::SeqCst);
    let body: Value = serde_json::from_slice(&bytes[body_at..]).unwrap();
    let reply = answer(Asked { head, query: body["query"].as_str().unwrap().to_owned(), variables: body["variables"].clone() });
    let length = reply.body.len() + reply.missing;
    let head = format!("HTTP/1.1 {} X\r\ncontent-length: {length}\r\nconnection: close\r\n{}\r\n", reply.status, reply.headers);
    // A caller that has seen enough hangs up.
    let _ = stream.write_all(head.as_bytes()).await;
    let _ = stream.write_all(&reply.body).await;
    let _ = stream.shutdown().await;
}

/// What a Saleor 3.23 with all permissions says to the probe; `None` for other questions.
pub(crate) fn probed(asked: &Asked) -> Option<Reply> {
    let permissions = ["MANAGE_ORDERS", "MANAGE_USERS", "MANAGE_GIFT_CARD", "MANAGE_DISCOUNTS"].map(|code| json!({ "code": code }));
    if asked.query.starts_with("query Who") {
        return Some(Reply::json(
            &json!({"data": {"shop": {"name": "Loopback", "schemaVersion": "3.23"}, "app": {"id": "QXBwOjE=", "permissions": permissions}}}),
        ));
    }
    let names = |names: &[&str]| names.iter().map(|name| json!({ "name": name })).collect::<Vec<_>>();
    asked.query.starts_with("query What").then(|| {
        Reply::json(&json!({"data": {
            "shop": {"version": "3.23.28"},
            "channels": [{"slug": "default-channel", "currencyCode": "USD"}],
            "user": {"fields": names(&["id", "isConfirmed"])},
            "order": {"fields": names(&["id", "payments", "voucherCode"])},
            "voucher": {"fields": names(&["id", "codes"])},
            "item": {"fields": names(&["id", "paymentMethodDetails"])},
            "orderWhere": {"inputFields": names(&["ids", "updatedAt"])},
            "customerWhere": {"inputFields": names(&["ids", "updatedAt"])},
            "transactionWhere": {"inputFields": names(&["ids", "modifiedAt"])},
        }}))
    })
}

/// Settings that lose no time.
pub(crate) fn hasty() -> Settings {
    Settings { backoff: std::time::Duration::from_millis(1), ..Settings::default() }
}
