//! The directory of everybody, read when a list of customers is first asked for and kept up from then on.

use crate::desk::Desk;
use crate::error::Result;
use std::sync::Arc;
use tokio::sync::Mutex;
use vouchsafe_db::Directory;

/// The directory as it was when it was asked for last. Who asks meanwhile waits for it, so that it is read once.
#[derive(Debug, Default)]
pub(crate) struct People(Mutex<Option<Arc<Directory>>>);

impl Desk {
    /// Everybody, as of now. While a large fold goes on, as of before it: what changes by the thousand is read once, when it is done.
    pub(crate) async fn directory(&self) -> Result<Arc<Directory>> {
        let mut people = self.people().0.lock().await;
        if let Some(known) = people.as_ref()
            && self.db().is_folding().await?
        {
            return Ok(Arc::clone(known));
        }
        let directory = self.db().directory(people.take()).await?;
        *people = Some(Arc::clone(&directory));
        Ok(directory)
    }

    /// Lets go of everything that memory holds of names and addresses: after somebody was erased.
    pub(crate) async fn forget_people(&self) {
        *self.people().0.lock().await = None;
    }
}
