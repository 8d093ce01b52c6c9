//! Ids with their instants.

use super::text::{Text, id, some};
use crate::saleor::{IdPage, Listed, ShopError};
use serde::Deserialize;
use vouchsafe_domain::time::Timestamp;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ListedDto<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow, default)]
    number: Option<Text<'a>>,
    #[serde(borrow, default)]
    user: Option<OwnerDto<'a>>,
    #[serde(borrow, default, alias = "dateJoined", alias = "createdAt")]
    created: Option<Text<'a>>,
    #[serde(borrow, default, alias = "modifiedAt")]
    updated_at: Option<Text<'a>>,
}

#[derive(Debug, Deserialize)]
struct OwnerDto<'a> {
    #[serde(borrow)]
    id: Text<'a>,
}

impl ListedDto<'_> {
    /// An instant that cannot be read is none: the row then differs from what we have, and is refused with its reason when it is read whole.
    fn take(&self) -> Option<Listed> {
        let instant = |text: Option<&Text<'_>>| text.and_then(|text| Timestamp::parse(text.as_str()).ok());
        Some(Listed {
            id: id(&self.id).ok()?,
            number: some(self.number.as_ref()),
            owner: self.user.as_ref().and_then(|user| id(&user.id).ok()),
            created: instant(self.created.as_ref()),
            updated: instant(self.updated_at.as_ref()),
        })
    }
}

/// Reads the answer to `document::listing`.
pub(in crate::saleor) fn listed(text: &str) -> Result<IdPage, ShopError> {
    let connection = super::connection::<ListedDto<'_>>(text)?;
    let next = connection.page_info.filter(|end| end.has_next_page).and_then(|end| end.end_cursor);
    Ok(IdPage { rows: connection.edges.iter().filter_map(|edge| edge.node.take()).collect(), next, total: connection.total_count })
}
