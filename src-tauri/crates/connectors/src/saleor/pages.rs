//! Reading ahead.

use super::{Cursor, RawPage, Shop, ShopError};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use vouchsafe_domain::shop::Kind;

/// The pages of one kind, one read ahead: while the caller parses and stores a page, the next is on its way. Dropping it ends the reading.
#[derive(Debug)]
pub struct Pages {
    pages: mpsc::Receiver<Result<RawPage, ShopError>>,
    reader: JoinHandle<()>,
    more: bool,
}

impl Pages {
    pub(super) fn start(shop: Shop, kind: Kind, cursor: Cursor) -> Self {
        let (out, pages) = mpsc::channel(1);
        let reader = tokio::spawn(read(shop, kind, cursor, out));
        Self { pages, reader, more: true }
    }

    /// The next page; `None` behind the last one, and behind an error.
    ///
    /// # Errors
    /// As [`Shop::fetch_page`]. What was handed out before stands: go on from its [`next`](RawPage::next).
    pub async fn next(&mut self) -> Result<Option<RawPage>, ShopError> {
        if !self.more {
            return Ok(None);
        }
        let page = self.pages.recv().await.unwrap_or_else(|| Err(ShopError::Internal { what: "reading stopped".to_owned() }));
        self.more = page.as_ref().is_ok_and(|page| page.next.is_some());
        page.map(Some)
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        self.reader.abort();
    }
}

/// Fetches as long as somebody takes. A page is fetched only when there is room for it, which is one page ahead of the caller.
async fn read(shop: Shop, kind: Kind, mut cursor: Cursor, out: mpsc::Sender<Result<RawPage, ShopError>>) {
    while let Ok(room) = out.reserve().await {
        let page = shop.fetch_page(kind, &cursor, shop.settings().page_size).await;
        let next = page.as_ref().ok().and_then(|page| page.next.clone());
        room.send(page);
        match next {
            Some(next) => cursor.after = Some(next),
            None => return,
        }
    }
}
