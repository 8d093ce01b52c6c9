//! A db held against its shop, without a word of the program that was killed.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use vouchsafe_app::view::{PayoutFilter, PayoutRow, PayoutSort, PayoutState};
use vouchsafe_app::{Access, Desk};
use vouchsafe_demo::{CardFacts, Server};
use vouchsafe_domain::time::Timestamp;

/// The key under which a card says which delivery it is.
const ISSUANCE: &str = "vouchsafe_issuance";

/// What is on both sides, and where they differ.
#[derive(Debug)]
pub(crate) struct Compared {
    pub(crate) open: u64,
    pub(crate) refused: Vec<String>,
    pub(crate) delivered: u64,
    pub(crate) differences: Vec<String>,
}

async fn desk(db: &Path) -> Desk {
    Desk::open(db, Access::ReadOnly, Arc::new(|| Timestamp::EPOCH)).await.unwrap()
}

async fn rows(desk: &Desk) -> Vec<PayoutRow> {
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let page = desk.payouts(&PayoutFilter::default(), PayoutSort::Oldest, after.as_deref(), 500).await.unwrap().page;
        rows.extend(page.rows);
        after = page.next;
        if after.is_none() {
            return rows;
        }
    }
}

impl Compared {
    /// How many payouts the desk can go on with.
    pub(crate) async fn open_of(db: &Path) -> u64 {
        let desk = desk(db).await;
        let totals = desk.payout_totals().await.unwrap();
        desk.close().await;
        totals.iter().filter(|total| total.state <= PayoutState::Correcting).map(|total| total.count).sum()
    }

    pub(crate) async fn of(db: &Path, server: &Server) -> Self {
        let desk = desk(db).await;
        let mut cards: BTreeMap<String, Vec<CardFacts>> = BTreeMap::new();
        for card in server.cards() {
            if let Some((_, issuance)) = card.metadata.iter().find(|(key, _)| key == ISSUANCE) {
                cards.entry(issuance.clone()).or_default().push(card.clone());
            }
        }
        let mut found = Self { open: 0, refused: Vec::new(), delivered: 0, differences: Vec::new() };
        let (mut here, mut there): (BTreeMap<String, i64>, BTreeMap<String, i64>) = <_>::default();
        for row in rows(&desk).await {
            let detail = desk.payout(&row.reward).await.unwrap();
            let of = cards.remove(&detail.issuance.unwrap_or_default()).unwrap_or_default();
            let active: Vec<&CardFacts> = of.iter().filter(|card| card.is_active).collect();
            found.open += u64::from(row.state <= PayoutState::Correcting);
            found.refused.extend((row.state == PayoutState::Refused).then(|| row.reward.clone()));
            let is_right = match row.state {
                PayoutState::Done => {
                    found.delivered += 1;
                    *here.entry(row.amount.name.clone()).or_default() += row.amount.minor;
                    active.len() == 1 && active[0].initial == row.amount.minor && active[0].currency == row.amount.name
                }
                state if state <= PayoutState::Correcting => true,
                _ => active.is_empty(),
            };
            if !is_right {
                found.differences.push(format!("{} is {}: {of:?}", row.reward, row.state.name()));
            }
            for card in active {
                *there.entry(card.currency.clone()).or_default() += card.initial;
            }
        }
        found.differences.extend(cards.into_iter().map(|(issuance, of)| format!("nobody here knows {issuance}: {of:?}")));
        if found.open == 0 && here != there {
            found.differences.push(format!("the sums: {here:?} here, {there:?} there"));
        }
        let diagnosis = desk.doctor(None).await.unwrap();
        // Whether the mirror was compared with the shop is no matter of payouts.
        let strange: Vec<_> = diagnosis.findings.iter().filter(|found| found.code != "never_checked").collect();
        if !strange.is_empty() {
            found.differences.push(format!("{strange:?}"));
        }
        desk.close().await;
        found
    }
}
