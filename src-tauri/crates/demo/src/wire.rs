//! The wire under the server: a TCP connection that can be made to reset, to end too early, or to drip.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Sleep;

/// How long the wire rests between two drips.
const REST: Duration = Duration::from_millis(100);

/// What becomes of the bytes of the next answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Flow {
    /// They are sent.
    #[default]
    Whole,
    /// None is sent: the connection is reset.
    Reset,
    /// The head and so many bytes of the body are sent, then the connection is reset, or just ends.
    Cut { body: usize, reset: bool },
    /// So many are sent at a time.
    Drip { bytes: usize },
}

/// The handle on a connection's flow.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tap(Arc<Mutex<(Flow, Option<usize>)>>);

impl Tap {
    pub(crate) fn set(&self, flow: Flow) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = (flow, None);
    }

    /// How many of these bytes may go now; none for ever is `Err` with whether to reset.
    fn allow(&self, bytes: &[u8]) -> Result<usize, bool> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (flow, left) = &mut *state;
        match *flow {
            Flow::Whole => Ok(bytes.len()),
            Flow::Reset => Err(true),
            Flow::Drip { bytes: most } => Ok(bytes.len().min(most)),
            Flow::Cut { body, reset } => {
                if left.is_none() {
                    // The head goes whole, in the first write.
                    let head = bytes.windows(4).position(|window| window == b"\r\n\r\n").map_or(bytes.len(), |at| at + 4);
                    *left = Some(head + body);
                }
                match *left {
                    Some(0) => Err(reset),
                    Some(left) => Ok(bytes.len().min(left)),
                    None => Ok(bytes.len()),
                }
            }
        }
    }

    fn sent(&self, count: usize) {
        if let Some(left) = &mut self.0.lock().unwrap_or_else(PoisonError::into_inner).1 {
            *left = left.saturating_sub(count);
        }
    }

    fn is_dripping(&self) -> bool {
        matches!(self.0.lock().unwrap_or_else(PoisonError::into_inner).0, Flow::Drip { .. })
    }
}

impl Connected<IncomingStream<'_, Door>> for Tap {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        stream.io().tap.clone()
    }
}

/// The listener.
#[derive(Debug)]
pub(crate) struct Door(pub(crate) TcpListener);

impl Listener for Door {
    type Io = Wire;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Wire, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        // Answers are small: waiting for more to send would only slow them down.
        let _ = stream.set_nodelay(true);
        (Wire { stream, tap: Tap::default(), rest: None }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

/// A connection.
#[derive(Debug)]
pub(crate) struct Wire {
    stream: TcpStream,
    tap: Tap,
    /// Until when a dripping wire rests.
    rest: Option<Pin<Box<Sleep>>>,
}

impl AsyncRead for Wire {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if let Some(rest) = &mut self.rest {
            ready!(rest.as_mut().poll(cx));
            self.rest = None;
        }
        let may = match self.tap.allow(bytes) {
            Ok(may) => may,
            Err(reset) => {
                if reset {
                    self.stream.set_zero_linger()?;
                }
                return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()));
            }
        };
        let sent = ready!(Pin::new(&mut self.stream).poll_write(cx, &bytes[..may]))?;
        self.tap.sent(sent);
        if self.tap.is_dripping() {
            self.rest = Some(Box::pin(tokio::time::sleep(REST)));
        }
        Poll::Ready(Ok(sent))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
