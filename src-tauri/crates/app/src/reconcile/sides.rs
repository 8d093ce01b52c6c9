//! Both sides: every delivery as it is recorded here, and every card and voucher of the mirror that is one of them or bears our mark.

use crate::desk::Desk;
use crate::error::{AppError, Result};
use crate::pay::Rails;
use crate::timeline::reward_keys;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;
use vouchsafe_db::{NameTexts, RowName};
use vouchsafe_domain::money::{Amount, Asset, Currency, Money};
use vouchsafe_domain::name::{Key, Texts as _};
use vouchsafe_domain::payout::protocol::Held;
use vouchsafe_domain::payout::{ExternalCode, Generation, Issuance, PayoutRecord, PayoutStatus, should_stand};
use vouchsafe_domain::reconcile::{ISSUANCE, Ours, Theirs};
use vouchsafe_domain::reward::{AnyReward, Rail, RewardId};
use vouchsafe_domain::shop::{CardStep, GiftCard, Kind, ShopId, Voucher};
use vouchsafe_domain::time::Timestamp;

/// A reward with its payout.
type Delivery = (RewardId, AnyReward, Option<PayoutRecord>);

/// What names a delivery outside.
struct Naming {
    shop: String,
    secret: [u8; 32],
    texts: NameTexts,
}

impl Desk {
    /// Our records and the shop's rows.
    pub(super) async fn both_sides(&self) -> Result<(Vec<Ours>, Vec<Theirs>)> {
        let deliveries = self.db().deliveries().await?;
        let mut ours = self.our_side(&deliveries).await?;
        let theirs = self.their_side(&mut ours).await?;
        self.note_what_was_seen(&mut ours, &theirs).await?;
        Ok((ours, theirs))
    }

    async fn our_side(&self, deliveries: &[Delivery]) -> Result<Vec<Ours>> {
        let keys = deliveries.iter().flat_map(|(_, reward, record)| {
            let own = record.iter().flat_map(|record| [record.code(), record.id()]).flatten();
            reward_keys(&reward.terms().key).into_iter().chain(own).collect::<Vec<Key>>()
        });
        let texts = self.db().texts(keys.collect::<Vec<_>>()).await?;
        let shop = self.db().shop().await?.ok_or(AppError::NoShop)?.url;
        let naming = Naming { shop, secret: self.payout_secret().await?, texts };
        let mut ours = Vec::with_capacity(deliveries.len());
        for delivery in deliveries {
            naming.add(delivery, &mut ours);
        }
        Ok(ours)
    }

    async fn their_side(&self, ours: &mut [Ours]) -> Result<Vec<Theirs>> {
        let known: Arc<Known> = Arc::new(Known::of(ours));
        let (cards, vouchers) = (Arc::clone(&known), Arc::clone(&known));
        let cards = self.db().gift_cards_where(move |card| cards.has(&card.metadata, &card.id, std::iter::once(card.code.as_str()))).await?;
        let codes = |voucher: &Voucher| voucher.codes.iter().map(|code| code.code.clone()).collect::<Vec<_>>();
        let wanted = move |voucher: &Voucher| vouchers.has(&voucher.metadata, &voucher.id, codes(voucher).iter().map(String::as_str));
        let vouchers = self.db().vouchers_where(wanted).await?;
        let (now, known_until) = (self.now(), self.known_until().await?);
        let on_their_way: FxHashMap<&str, i64> = cards.iter().map(|card| (card.code.as_str(), used_since(card, known_until))).collect();
        for own in ours.iter_mut() {
            // What was used after the round began is told by the next one.
            let late = on_their_way.get(own.code.as_str()).copied().unwrap_or(0);
            own.used = own.used.saturating_add(late);
        }
        let mut theirs: Vec<Theirs> = cards.iter().map(|card| Theirs::card(card, now)).collect();
        for voucher in &vouchers {
            let code = voucher.codes.iter().find(|code| known.codes.contains_key(&code.code)).or_else(|| voucher.codes.first());
            let Some(code) = code else { continue };
            let currency = known.codes.get(&code.code).copied().flatten().or_else(|| voucher.listings.first().map(|listing| listing.currency));
            theirs.push(Theirs::voucher(voucher, code, currency, now));
        }
        Ok(theirs)
    }

    /// Of what the shop has no more: whether it ever was seen to have it.
    async fn note_what_was_seen(&self, ours: &mut [Ours], theirs: &[Theirs]) -> Result<()> {
        let there: FxHashSet<(Rail, &ShopId)> = theirs.iter().map(|row| (row.rail, &row.id)).collect();
        for (rail, kind) in [(Rail::GiftCard, Kind::GiftCards), (Rail::Voucher, Kind::Vouchers)] {
            let absent = |own: &Ours| own.rail == rail && own.id.as_ref().is_some_and(|id| !there.contains(&(rail, id)));
            let (places, names): (Vec<usize>, Vec<RowName>) = ours
                .iter()
                .enumerate()
                .filter(|(_, own)| absent(own))
                .filter_map(|(place, own)| Some((place, RowName { id: own.id.clone()?, number: None, owner: None })))
                .unzip();
            for (place, held) in places.into_iter().zip(self.db().held(kind, names).await?) {
                ours[place].was_seen = held.is_some();
            }
        }
        Ok(())
    }

    /// What the shop says when it is asked for a delivery by its code and its mark.
    pub(super) async fn held_there(&self, rails: &Rails, reward: RewardId) -> Result<Vec<Held>> {
        let Some((reward, record)) = self.db().payout_records(reward).await? else { return Ok(Vec::new()) };
        let by = record.as_ref().map_or(reward.terms().rail, PayoutRecord::rail);
        let delivery = self.delivery(&reward, record.as_ref()).await?;
        Ok(rails.look_up(by, &delivery).await?)
    }
}

impl Naming {
    /// Adds every delivery of a reward: the one at hand, those before it that were taken back, and the one that would come next.
    fn add(&self, (id, reward, record): &Delivery, ours: &mut Vec<Ours>) {
        let Some(record) = record else {
            if matches!(reward, AnyReward::Due(_)) {
                ours.push(self.to_come(*id, reward, Generation::FIRST));
            }
            return;
        };
        let mut earlier = Generation::FIRST;
        while earlier < record.generation() {
            ours.push(Ours { status: Some(PayoutStatus::Closed), used: i64::MAX, should: None, ..self.to_come(*id, reward, earlier) });
            earlier = earlier.next();
        }
        ours.push(self.at_hand(*id, reward, record));
        if matches!((reward, record), (AnyReward::Due(_), PayoutRecord::Closed(_))) {
            ours.push(self.to_come(*id, reward, record.generation().next()));
        }
    }

    fn at_hand(&self, id: RewardId, reward: &AnyReward, record: &PayoutRecord) -> Ours {
        let asset = record.amount().asset;
        let (told, should) = (record.told(), should_stand(reward));
        let is_issued = record.status() == PayoutStatus::Issued;
        let has_time = matches!(reward, AnyReward::Settled(settled) if settled.state.expired == 0);
        let code = record.code().map(|code| self.texts.text(code));
        let named = self.to_come(id, reward, record.generation());
        Ours {
            rail: record.rail(),
            code: code.unwrap_or(named.code),
            id: record.id().map(|id| ShopId::parse(&self.texts.text(id))),
            status: Some(record.status()),
            should: if is_issued { money(Amount { minor: should, asset }) } else { named.should },
            is_owed: is_issued && should > 0 && has_time,
            told,
            used: record.used(),
            is_under_way: record.correcting().is_some() || (is_issued && told != should),
            ..named
        }
    }

    fn to_come(&self, id: RewardId, reward: &AnyReward, generation: Generation) -> Ours {
        let issuance = Issuance::of(&self.shop, &reward.terms().key, generation, &self.texts);
        Ours {
            reward: id,
            rail: reward.terms().rail,
            code: ExternalCode::of(&self.secret, &issuance).to_string(),
            issuance,
            id: None,
            status: None,
            should: money(to_deliver(reward)),
            is_owed: false,
            told: 0,
            used: 0,
            was_seen: false,
            is_under_way: false,
        }
    }
}

fn money(amount: Amount) -> Option<Money> {
    match amount.asset {
        Asset::Currency(currency) => Some(Money::new(amount.minor, currency)),
        Asset::Units { .. } => None,
    }
}

/// How much of a card was used after an instant, in minor units.
fn used_since(card: &GiftCard, instant: Timestamp) -> i64 {
    let late = card.events.iter().filter(|event| event.step == CardStep::Used && event.at > instant);
    late.filter_map(|event| event.before.zip(event.after)).fold(0i64, |sum, (before, after)| sum.saturating_add(before.saturating_sub(after)))
}

/// What our deliveries are found by.
struct Known {
    /// Codes, with the currency in which each was delivered.
    codes: FxHashMap<String, Option<Currency>>,
    ids: FxHashSet<ShopId>,
}

impl Known {
    fn of(ours: &[Ours]) -> Self {
        let codes = ours.iter().map(|own| (own.code.clone(), own.should.map(|should| should.currency))).collect();
        Self { codes, ids: ours.iter().filter_map(|own| own.id.clone()).collect() }
    }

    fn has<'c>(&self, metadata: &[(String, String)], id: &ShopId, mut codes: impl Iterator<Item = &'c str>) -> bool {
        metadata.iter().any(|(key, _)| key == ISSUANCE) || self.ids.contains(id) || codes.any(|code| self.codes.contains_key(code))
    }
}

/// What is to be delivered of a reward, or was.
fn to_deliver(reward: &AnyReward) -> Amount {
    let amount = reward.amount();
    amount.with_minor(amount.minor.saturating_sub(reward.set_off()))
}
