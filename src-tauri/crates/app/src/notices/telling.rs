//! What a letter would tell one person now, and whether that is true.

use super::letter::{amount, called, called_by_others, day, id, nameless, period};
use super::sending::Plan;
use super::template::{Values, Variable};
use crate::desk::Desk;
use crate::error::Result;
use crate::view::{NoticeKind, NoticeLanguage, NoticeWhy};
use vouchsafe_connectors::smtp::Sender;
use vouchsafe_db::{Letterhead, NoticeRow, Person};
use vouchsafe_domain::money::{Amount, Asset};
use vouchsafe_domain::name::Texts as _;
use vouchsafe_domain::payout::PayoutRecord;
use vouchsafe_domain::reward::{AnyReward, Rail, RewardId, Role};

impl Desk {
    /// What becomes of a letter that would not be true; nothing where it would be.
    pub(super) async fn plan_by_truth(&self, notice: &NoticeRow, head: &Letterhead) -> Result<Option<Plan>> {
        let untrue = Some(Plan::Skip(NoticeWhy::Untrue));
        let Some((_, reward)) = &head.reward else {
            let is_still = !notice.kind.is_of_reward() && head.friend.as_ref().is_some_and(|friend| !friend.record.rejected);
            return Ok(if is_still { None } else { untrue });
        };
        // A letter about a delivery that another one has taken the place of says nothing any more.
        let is_latest = head.payout.is_none_or(|payout| payout.generation().0 == notice.generation);
        if notice.kind != NoticeKind::Earned && !is_latest {
            return Ok(untrue);
        }
        // Of what was set off whole nothing is delivered, and there is nothing to tell of.
        let is_something = told_minor(notice.kind, reward) > 0;
        Ok(match (notice.kind, reward) {
            (NoticeKind::Earned | NoticeKind::PaidOut, AnyReward::Due(_) | AnyReward::Settled(_)) if !is_something => untrue,
            (NoticeKind::Earned, AnyReward::Waiting(_)) => Some(Plan::Later),
            (NoticeKind::Earned, AnyReward::Due(_) | AnyReward::Settled(_)) | (NoticeKind::PaidOut, AnyReward::Settled(_)) => None,
            (NoticeKind::Expiring, AnyReward::Settled(settled)) => match notice.expires_at {
                Some(expires_at) if expires_at <= self.now() => Some(Plan::Skip(NoticeWhy::Past)),
                Some(_) if settled.unused() > 0 => None,
                _ => untrue,
            },
            (NoticeKind::Reversed, AnyReward::Reversed(_)) => None,
            // Who was told that it is theirs is told that it is not.
            (NoticeKind::Reversed, AnyReward::Void(_)) if self.db().was_told_of(RewardId(notice.subject)).await? => None,
            _ => untrue,
        })
    }

    /// What the placeholders of a letter stand for.
    pub(super) async fn notice_values(&self, notice: &NoticeRow, head: &Letterhead, language: NoticeLanguage) -> Result<Values> {
        let own = head.to.as_ref().and_then(|to| to.full_name.as_deref()).map(called).filter(|name| !name.is_empty());
        let mut values = Values::from([
            (Variable::Name, own.unwrap_or_else(|| nameless(Variable::Name, language).to_owned())),
            (Variable::Shop, self.shop_name().await?),
            (Variable::Date, day(notice.at, language)),
        ]);
        let role = head.reward.as_ref().map_or(Role::Advocate, |(row, _)| row.role);
        let other = match role {
            Role::Friend => head.advocate.as_ref().map(|person| (Variable::Advocate, person)),
            Role::Advocate | Role::Upline(_) => head.friend.as_ref().map(|person| (Variable::Friend, person)),
        };
        values.extend(other.map(|(variable, person)| (variable, other_name(person, variable, language))));
        values.extend(notice.days.map(|days| (Variable::Period, period(days, language))));
        if let Some((row, reward)) = &head.reward {
            let tells = Amount { minor: told_minor(notice.kind, reward), ..row.amount };
            let unit = match tells.asset {
                Asset::Currency(_) => None,
                Asset::Units { name, .. } => Some(name),
            };
            let code = head.payout.filter(|payout| tells_code(notice.kind, payout)).and_then(|payout| payout.code());
            let cast = self.cast([], [Some(row.program.0), unit, code].into_iter().flatten().collect::<Vec<_>>()).await?;
            values.extend(code.map(|code| (Variable::Code, cast.text(code))));
            values.insert(Variable::Amount, amount(tells, &cast, language));
            let programs = self.programs_in_force();
            let name = programs.version(row.program, row.version).map_or_else(|| cast.text(row.program.0), |program| program.name.clone());
            values.insert(Variable::Program, called(&name));
            if matches!(notice.kind, NoticeKind::PaidOut | NoticeKind::Expiring) {
                let terms = reward.terms();
                values.extend(terms.valid_days.map(|days| (Variable::Period, period(days, language))));
            }
        }
        values.extend(notice.expires_at.map(|at| (Variable::ExpiresOn, day(at, language))));
        Ok(values)
    }

    /// A letter's id, the same on every desk of the shop.
    pub(super) async fn notice_id(&self, notice: &NoticeRow, head: &Letterhead, from: &Sender) -> Result<String> {
        let shop = self.db().shop().await?.map(|shop| shop.url).unwrap_or_default();
        let about = match (&head.reward, &head.friend) {
            (Some((row, _)), _) => row.key.clone(),
            (None, Some(friend)) => self.cast([friend.party], []).await?.person(friend.party).key,
            (None, None) => notice.subject.to_string(),
        };
        Ok(id(&[&shop, notice.kind.name(), &about, &notice.generation.to_string()], from))
    }
}

fn other_name(person: &Person, variable: Variable, language: NoticeLanguage) -> String {
    let name = person.full_name.as_deref().map(called_by_others).filter(|name| !name.is_empty());
    name.unwrap_or_else(|| nameless(variable, language).to_owned())
}

/// Whether a letter names the code of a payout: what is paid by hand has a reference, which is ours alone.
fn tells_code(kind: NoticeKind, payout: &PayoutRecord) -> bool {
    matches!(kind, NoticeKind::PaidOut | NoticeKind::Expiring) && matches!(payout.rail(), Rail::GiftCard | Rail::Voucher)
}

/// How much a letter tells of: what is left of what will expire, else what is delivered of what stands, or was of what stood last.
const fn told_minor(kind: NoticeKind, reward: &AnyReward) -> i64 {
    match (kind, reward) {
        (NoticeKind::Expiring, AnyReward::Settled(settled)) => settled.unused(),
        _ => reward.to_deliver().minor,
    }
}
