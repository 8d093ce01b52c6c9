//! The requests that an act would come to.

use super::preview::{Errand, Rehearsed, errand};
use crate::desk::Desk;
use crate::error::Result;
use crate::pay::{Rails, rail_of};

impl Desk {
    /// The requests that would bring the other side to where the rehearsal left the reward, in order, as they would leave. There are none for what no
    /// rail of ours delivers.
    pub(super) async fn calls_after(&self, rails: &Rails, rehearsed: &Rehearsed) -> Result<Vec<String>> {
        let Some((reward, record)) = &rehearsed.after else { return Ok(Vec::new()) };
        let errand = errand(reward, record.as_ref());
        if matches!(errand, Errand::None) {
            return Ok(Vec::new());
        }
        let (Some(rail), delivery) = self.delivery_by(rails, reward, record.as_ref()).await? else { return Ok(Vec::new()) };
        let calls = match (errand, record) {
            (Errand::Correct { to, .. }, Some(record)) => rail.requests_to_correct(&delivery, record.used(), to).await?,
            _ => {
                let (_, mut calls) = self.would_agree(rail_of(reward, record.as_ref()), rail).await?;
                calls.extend(rail.requests(&delivery).await?);
                calls
            }
        };
        if rehearsed.before.is_some() {
            return Ok(calls);
        }
        // What only the act makes has its names from it, so nobody knows them before.
        let (issuance, code) = (delivery.issuance.to_string(), delivery.code.to_string());
        Ok(calls.into_iter().map(|call| call.replace(&issuance, "<issuance>").replace(&code, "<code>")).collect())
    }
}
