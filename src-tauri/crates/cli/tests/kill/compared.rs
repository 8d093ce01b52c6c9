//! A db held against its shop, without a word of the program that paid.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use vouchsafe_app::view::{PayoutDetail, PayoutFilter, PayoutRow, PayoutSort, PayoutState};
use vouchsafe_app::{Access, Desk};
use vouchsafe_demo::{CardFacts, Server, VoucherFacts};
use vouchsafe_domain::money::Currency;
use vouchsafe_domain::time::Timestamp;

/// The key under which a card or voucher says which delivery it is.
const ISSUANCE: &str = "vouchsafe_issuance";
/// A voucher that ends before this was taken back: 2001-09-09, in seconds from 1970-01-01.
const LONG_AGO: i64 = 1_000_000_000;

/// What is on both sides, and where they differ.
#[derive(Debug)]
pub(crate) struct Compared {
    pub(crate) open: u64,
    pub(crate) refused: Vec<String>,
    pub(crate) delivered: u64,
    /// What bears the mark of a delivery beside the one that stands for it, and cannot be used.
    pub(crate) rested: u64,
    pub(crate) differences: Vec<String>,
}

/// A card or voucher that bears our mark.
#[derive(Debug, Clone)]
struct Made {
    issuance: String,
    can_be_used: bool,
    /// Digits, and how many of them stand behind the point; a voucher has them for each of its channels.
    worth: Vec<(i64, u32)>,
    /// A voucher's is that of its channels.
    currency: Option<String>,
}

impl Made {
    fn card(card: &CardFacts) -> Option<Self> {
        let places = u32::from(Currency::parse(&card.currency).ok()?.exponent());
        let worth = vec![(card.initial, places)];
        Some(Self { issuance: mark(&card.metadata)?, can_be_used: card.is_active, worth, currency: Some(card.currency.clone()) })
    }

    fn voucher(voucher: &VoucherFacts) -> Option<Self> {
        let is_over = voucher.end.is_some_and(|end| end.timestamp() < LONG_AGO);
        let worth: Vec<(i64, u32)> = voucher.listings.iter().map(|(_, digits, places)| (*digits, u32::from(*places))).collect();
        let can_be_used = voucher.is_active && !is_over && !worth.is_empty();
        Some(Self { issuance: mark(&voucher.metadata)?, can_be_used, worth, currency: None })
    }

    /// Whether it stands for just what a payout says.
    fn is_of(&self, row: &PayoutRow) -> bool {
        let Ok(currency) = Currency::parse(&row.amount.name) else { return false };
        let scale = |digits: i64, places: u32| i128::from(digits) * 10_i128.pow(places);
        let places = u32::from(currency.exponent());
        let is_right = |(digits, behind): &(i64, u32)| scale(*digits, places) == scale(row.amount.minor, *behind);
        !self.worth.is_empty() && self.worth.iter().all(is_right) && self.currency.as_ref().is_none_or(|name| *name == row.amount.name)
    }
}

fn mark(metadata: &[(String, String)]) -> Option<String> {
    metadata.iter().find(|(key, _)| key == ISSUANCE).map(|(_, issuance)| issuance.clone())
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

/// What the ledger says is outside of one payout, in minor units.
fn outside(detail: &PayoutDetail) -> i64 {
    let account = format!("liability:issued:{}", detail.row.rail.name());
    let into = detail.transfers.iter().filter(|moved| moved.credit == account).map(|moved| moved.amount.minor).sum::<i64>();
    into - detail.transfers.iter().filter(|moved| moved.debit == account).map(|moved| moved.amount.minor).sum::<i64>()
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
        let mut made: BTreeMap<String, Vec<Made>> = BTreeMap::new();
        let cards = server.cards().iter().filter_map(Made::card).collect::<Vec<_>>();
        for one in cards.into_iter().chain(server.vouchers().iter().filter_map(Made::voucher)) {
            made.entry(one.issuance.clone()).or_default().push(one);
        }
        let mut found = Self { open: 0, refused: Vec::new(), delivered: 0, rested: 0, differences: Vec::new() };
        for row in rows(&desk).await {
            let detail = desk.payout(&row.reward).await.unwrap();
            let of = made.remove(detail.issuance.as_deref().unwrap_or_default()).unwrap_or_default();
            found.open += u64::from(row.state <= PayoutState::Correcting);
            found.refused.extend((row.state == PayoutState::Refused).then(|| row.reward.clone()));
            found.add(&row, &detail, &of);
        }
        found.differences.extend(made.into_iter().map(|(issuance, of)| format!("nobody here knows {issuance}: {of:?}")));
        let diagnosis = desk.doctor(None).await.unwrap();
        // Whether the mirror was compared with the shop is no matter of payouts.
        let strange: Vec<_> = diagnosis.findings.iter().filter(|found| found.code != "never_checked").collect();
        if !strange.is_empty() {
            found.differences.push(format!("{strange:?}"));
        }
        desk.close().await;
        found
    }

    /// One payout beside what there is of it. Where each is what its payout and its ledger say, the sums are equal as well.
    fn add(&mut self, row: &PayoutRow, detail: &PayoutDetail, of: &[Made]) {
        let usable: Vec<&Made> = of.iter().filter(|made| made.can_be_used).collect();
        let is_right = match row.state {
            PayoutState::Done => {
                self.delivered += 1;
                self.rested += (of.len() - usable.len()) as u64;
                usable.len() == 1 && usable[0].is_of(row) && outside(detail) == row.amount.minor
            }
            state if state <= PayoutState::Correcting => true,
            _ => usable.is_empty() && outside(detail) == 0,
        };
        if !is_right {
            let ledger = outside(detail);
            self.differences.push(format!("{} is {} of {:?}, {ledger} by the ledger: {of:?}", row.reward, row.state.name(), row.amount));
        }
    }
}
