//! The one thing that is written to a shop: a key of a customer's metadata.

use super::envelope::{Verdict, data};
use super::parse::Text;
use super::{Shop, ShopError, by_ids, document};
use serde::Deserialize;
use vouchsafe_domain::shop::{Kind, ShopId};

impl Shop {
    /// Writes one key of a customer's public metadata; other keys stay. Asked once and never again: who does not know what came of it looks.
    ///
    /// # Errors
    /// [`ShopError::OutcomeUnknown`] when the shop may or may not have written it; any other [`ShopError`] when it surely has not.
    pub async fn write_customer_metadata(&self, id: &ShopId, key: &str, value: &str) -> Result<(), ShopError> {
        let variables = serde_json::json!({ "id": by_ids::global(Kind::Customers, id), "input": [{ "key": key, "value": value }] });
        let (text, frame) = self.tell(Kind::Customers, document::WRITE_METADATA, &variables).await?;
        match frame.verdict {
            Some(Verdict::Row { .. } | Verdict::Internal(_)) => return Err(unknown("the shop failed inside")),
            Some(verdict) => return Err(verdict.into_error(self.url().as_str())),
            None => {}
        }
        match written(&text) {
            Ok(None) => Ok(()),
            Ok(Some(what)) => Err(ShopError::Refused { what }),
            Err(_) => Err(unknown("an answer that cannot be read")),
        }
    }
}

fn unknown(why: &str) -> ShopError {
    ShopError::OutcomeUnknown { why: why.to_owned() }
}

/// What the shop says against it: nothing when it was written.
fn written(text: &str) -> Result<Option<String>, ShopError> {
    #[derive(Deserialize)]
    struct Data<'a> {
        #[serde(borrow, rename = "updateMetadata")]
        update: Update<'a>,
    }
    #[derive(Deserialize)]
    struct Update<'a> {
        #[serde(borrow)]
        errors: Vec<Refusal<'a>>,
    }
    #[derive(Deserialize)]
    struct Refusal<'a> {
        #[serde(borrow)]
        code: Text<'a>,
    }
    let data: Data<'_> = data(text)?;
    Ok(data.update.errors.first().map(|refusal| refusal.code.as_str().chars().filter(|c| c.is_ascii_uppercase() || *c == '_').collect()))
}
