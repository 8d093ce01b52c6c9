//! What people do at a desk now and then: bind somebody by hand, let a reward go or refuse it, give a code and write it to the shop.

use crate::desk::Bench;
use crate::rng::Rng;
use vouchsafe_app::view::{Attribution, CustomerFilter, CustomerRow, CustomerSort, ReviewVerdict, RewardFilter, RewardSort, Wait};
use vouchsafe_app::{AppError, CodeWish, Result};

const WHO: &str = "ann";
const WHY: &str = "seen on paper";

/// Does one thing. What cannot be done just now is no fault; `false` says so.
pub async fn act(bench: &Bench, rng: &mut Rng) -> bool {
    let done = match rng.below(3) {
        0 => attribute(bench, rng).await,
        1 => review(bench, rng).await,
        _ => give_code(bench, rng).await,
    };
    match done {
        Ok(done) => done,
        Err(AppError::NotFound { .. } | AppError::Stale | AppError::BadCode { .. } | AppError::CodeTaken { .. }) => false,
        Err(other) => panic!("staff: {other:?}"),
    }
}

async fn somebody(bench: &Bench, rng: &mut Rng) -> Result<Option<CustomerRow>> {
    let rows = bench.desk().customers(&CustomerFilter::default(), CustomerSort::default(), None, 20).await?.rows;
    Ok(if rows.is_empty() { None } else { Some(rng.pick(&rows).clone()) })
}

async fn attribute(bench: &Bench, rng: &mut Rng) -> Result<bool> {
    let (Some(friend), Some(owner)) = (somebody(bench, rng).await?, somebody(bench, rng).await?) else { return Ok(false) };
    let Some(code) = owner.code else { return Ok(false) };
    let expects = bench.desk().customer(friend.person.party).await?.expects;
    let attribution = Attribution { customer: friend.person.key, code, reason: WHY.to_owned(), expects };
    bench.desk().attribute(WHO, &attribution).await.map(|_| true)
}

async fn review(bench: &Bench, rng: &mut Rng) -> Result<bool> {
    let filter = RewardFilter { wait: Some(Wait::Review), ..RewardFilter::default() };
    let rows = bench.desk().rewards(&filter, RewardSort::default(), None, 5).await?.page.rows;
    let Some(row) = rows.first() else { return Ok(false) };
    let detail = bench.desk().reward(&row.key).await?;
    let verdict = if rng.percent(50) { ReviewVerdict::Approve } else { ReviewVerdict::Reject };
    let may = if verdict == ReviewVerdict::Approve { detail.can_approve } else { detail.can_reject };
    if may {
        bench.desk().review(WHO, &row.key, verdict, WHY, detail.revision).await?;
    }
    Ok(may)
}

async fn give_code(bench: &Bench, rng: &mut Rng) -> Result<bool> {
    let Some(row) = somebody(bench, rng).await? else { return Ok(false) };
    let wish = CodeWish::Vanity(format!("OWN-{:06}", rng.below(1_000_000)));
    bench.desk().issue_code(&row.person.key, wish, WHO, WHY).await?;
    bench.desk().set_write_back_codes(true).await?;
    bench.desk().write_back_codes(bench.shop()).await.map(|_| true)
}
