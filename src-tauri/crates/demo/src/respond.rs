//! From a reply to an HTTP response, spoilt as planned.

use std::io::Write as _;

use axum::body::{Body, Bytes};
use axum::http::{HeaderName, HeaderValue, Response, header};
use chrono::{DateTime, Utc};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::faults::{Fault, RetryAfter};
use crate::graphql::execute::Reply;
use crate::wire::Flow;

/// Compression starts where it pays.
const WORTH_GZIP: usize = 500;

/// What is done to the answer of one request.
#[derive(Debug)]
pub(crate) struct Spoilt {
    pub(crate) response: Response<Body>,
    pub(crate) flow: Flow,
}

/// The answer, packed for those who accept it. `date` is the shop's clock, where it has one of its own.
pub(crate) fn respond(reply: Reply, gzip: bool, date: Option<DateTime<Utc>>, faults: &[Fault]) -> Spoilt {
    let mut spoilt = Spoilt { response: Response::default(), flow: Flow::Whole };
    let mut date = date;
    let mut reply = reply;
    let mut more: Vec<(HeaderName, String)> = Vec::new();
    let mut kind = "application/json";
    let mut bomb = None;
    let mut in_chunks = false;
    for fault in faults {
        match fault {
            Fault::ResetBefore | Fault::Lost => spoilt.flow = Flow::Reset,
            Fault::ResetWithin => spoilt.flow = Flow::Cut { body: 0, reset: true },
            Fault::Truncated { chunked } => {
                spoilt.flow = Flow::Cut { body: 0, reset: false };
                in_chunks = *chunked;
            }
            Fault::Slow { bytes } => spoilt.flow = Flow::Drip { bytes: (*bytes).max(1) },
            Fault::Garbled => reply.body = garbled(&reply.body),
            Fault::BadGateway | Fault::GatewayLost => {
                kind = "text/html";
                reply = Reply {
                    status: 502,
                    body: "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>".to_owned(),
                };
            }
            Fault::Unavailable => reply = Reply { status: 503, body: "upstream connect error or disconnect/reset before headers".to_owned() },
            Fault::TooMany { retry_after } => {
                more.extend(header_of(*retry_after).map(|text| (header::RETRY_AFTER, text)));
                reply = too_many();
            }
            Fault::Errors => {
                reply.body =
                    r#"{"errors":[{"message":"Something went wrong","extensions":{"exception":{"code":"GraphQLError"}}}],"data":null}"#.to_owned();
            }
            Fault::Redirect { to } => {
                more.push((header::LOCATION, to.clone()));
                reply = Reply { status: 302, body: String::new() };
            }
            Fault::Clock { says } => date = Some(*says),
            Fault::GzipBomb { mebibytes } => bomb = Some(*mebibytes),
            _ => {}
        }
    }
    let packed = match bomb {
        Some(mebibytes) => Some(blow_up(mebibytes)),
        None if gzip && reply.body.len() >= WORTH_GZIP => compress(&reply.body),
        None => None,
    };
    if packed.is_some() {
        more.push((header::CONTENT_ENCODING, "gzip".to_owned()));
    }
    // A shop without a clock says nothing of the time; if the header were left out, the machine's time would stand in it.
    more.push((header::DATE, date.map(imf).unwrap_or_default()));
    let body = packed.map_or_else(|| Bytes::from(reply.body), Bytes::from);
    if let Flow::Cut { body: middle, .. } = &mut spoilt.flow {
        *middle = body.len() / 2;
    }
    let mut response = Response::builder().status(reply.status).header(header::CONTENT_TYPE, kind);
    for (name, text) in more {
        response = response.header(name, HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("")));
    }
    let body = Body::from(body);
    // A stream has no length to announce.
    let body = if in_chunks { Body::from_stream(body.into_data_stream()) } else { body };
    spoilt.response = response.body(body).unwrap_or_default();
    spoilt
}

/// What is answered to one request too many.
pub(crate) fn too_many() -> Reply {
    Reply { status: 429, body: r#"{"errors":[{"message":"Too many requests"}]}"#.to_owned() }
}

fn header_of(retry_after: RetryAfter) -> Option<String> {
    match retry_after {
        RetryAfter::Unsaid => None,
        RetryAfter::Seconds(seconds) => Some(seconds.to_string()),
        RetryAfter::Date(date) => Some(imf(date)),
    }
}

/// The form of dates in HTTP.
fn imf(date: DateTime<Utc>) -> String {
    date.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// The first half of the body twice: no JSON, of about the same length.
fn garbled(body: &str) -> String {
    let half: String = body.chars().take(body.chars().count() / 2).collect();
    format!("{half}{half}")
}

fn compress(body: &str) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 6), Compression::fast());
    encoder.write_all(body.as_bytes()).ok()?;
    encoder.finish().ok()
}

/// So many mebibytes of blanks inside a JSON text.
fn blow_up(mebibytes: u32) -> Vec<u8> {
    let blanks = vec![b' '; 1 << 20];
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let written = (0..mebibytes).try_for_each(|_| encoder.write_all(&blanks)).and_then(|()| encoder.write_all(b"{}"));
    written.and_then(|()| encoder.finish()).unwrap_or_default()
}
