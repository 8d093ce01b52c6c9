//! Both sides: every delivery as it is recorded here, and every card and voucher of the mirror that is one of them or bears our mark.

use crate::desk::Desk;
use crate::error::Result;
use crate::pay::agreement::Agreements;
use crate::timeline::reward_keys;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;
use vouchsafe_connectors::rail::Agreement;
use vouchsafe_db::{NameTexts, RowName};
use vouchsafe_domain::money::{Amount, Asset, Currency, Money};
use vouchsafe_domain::name::{Key, Texts as _};
use vouchsafe_domain::payout::{ExternalCode, Generation, Issuance, PayoutRecord, PayoutStatus, should_stand};
use vouchsafe_domain::reconcile::{ISSUANCE, Ours, Theirs};
use vouchsafe_domain::reward::{AnyReward, Rail, RewardId};
use vouchsafe_domain::shop::{CardStep, GiftCard, Kind, ShopId, Voucher};
use vouchsafe_domain::time::Timestamp;

/// A reward with its payout.
type Delivery = (RewardId, AnyReward, Option<PayoutRecord>);

/// How many deliveries of a reward are looked for behind the one that is known here: another desk may have taken that back and delivered anew.
pub(super) const AHEAD: u16 = 8;

/// Our records and the shop's rows.
pub(super) struct Sides {
    pub(super) ours: Vec<Ours>,
    pub(super) theirs: Vec<Theirs>,
    /// How many deliveries are known here.
    pub(super) known: usize,
}

/// What names a delivery outside.
struct Naming {
    agreements: Agreements,
    texts: NameTexts,
}

impl Desk {
    /// Our records and the shop's rows.
    pub(super) async fn both_sides(&self) -> Result<Sides> {
        let deliveries = self.db().deliveries().await?;
        let naming = self.naming(&deliveries).await?;
        let mut ours = Vec::with_capacity(deliveries.len());
        for delivery in &deliveries {
            naming.add(delivery, &mut ours);
        }
        let known = ours.len();
        let theirs = self.their_side(&mut ours).await?;
        naming.add_ahead(&deliveries, &theirs, &mut ours);
        self.note_what_was_seen(&mut ours, &theirs).await?;
        Ok(Sides { ours, theirs, known })
    }

    async fn naming(&self, deliveries: &[Delivery]) -> Result<Naming> {
        let keys = deliveries.iter().flat_map(|(_, reward, record)| {
            let own = record.iter().flat_map(|record| [record.code(), record.id()]).flatten();
            reward_keys(&reward.terms().key).into_iter().chain(own).collect::<Vec<Key>>()
        });
        let texts = self.db().texts(keys.collect::<Vec<_>>()).await?;
        Ok(Naming { agreements: self.agreements().await?, texts })
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
}

impl Naming {
    /// Adds every delivery of a reward: the one at hand, those before it that were taken back, and the one that would come next.
    fn add(&self, (id, reward, record): &Delivery, ours: &mut Vec<Ours>) {
        let Some(record) = record else {
            if matches!(reward, AnyReward::Due(_)) {
                ours.push(self.to_come(*id, reward, reward.terms().rail, Generation::FIRST));
            }
            return;
        };
        let mut earlier = Generation::FIRST;
        while earlier < record.generation() {
            ours.push(Ours { status: Some(PayoutStatus::Closed), used: i64::MAX, should: None, ..self.to_come(*id, reward, record.rail(), earlier) });
            earlier = earlier.next();
        }
        ours.push(self.at_hand(*id, reward, record));
        if matches!((reward, record), (AnyReward::Due(_), PayoutRecord::Closed(_))) {
            ours.push(self.to_come(*id, reward, reward.terms().rail, record.generation().next()));
        }
    }

    /// Adds what bears the mark of a delivery that comes behind those that are known here. Only what is there is named: there are few of these.
    fn add_ahead(&self, deliveries: &[Delivery], theirs: &[Theirs], ours: &mut Vec<Ours>) {
        let known: FxHashSet<Issuance> = ours.iter().map(|own| own.issuance).collect();
        let strange: FxHashSet<Issuance> = theirs.iter().filter_map(|row| row.issuance).filter(|issuance| !known.contains(issuance)).collect();
        if strange.is_empty() {
            return;
        }
        for (id, reward, record) in deliveries {
            let (key, rail) = (&reward.terms().key, reward.terms().rail);
            let mut generation = record.as_ref().map_or(Generation::FIRST, |record| record.generation().next());
            for _ in 0..AHEAD {
                if strange.contains(&Issuance::of(&self.agreements.of(rail).shop, key, generation, &self.texts)) {
                    ours.push(Ours { is_later: true, ..self.to_come(*id, reward, rail, generation) });
                }
                generation = generation.next();
            }
        }
    }

    fn at_hand(&self, id: RewardId, reward: &AnyReward, record: &PayoutRecord) -> Ours {
        let asset = record.amount().asset;
        let (told, should) = (record.told(), should_stand(reward));
        let is_issued = record.status() == PayoutStatus::Issued;
        let has_time = matches!(reward, AnyReward::Settled(settled) if settled.state.expired == 0);
        let code = record.code().map(|code| self.texts.text(code));
        let named = self.to_come(id, reward, record.rail(), record.generation());
        Ours {
            issuance: record.issuance().unwrap_or(named.issuance),
            code: code.unwrap_or(named.code),
            id: record.id().map(|id| ShopId::parse(&self.texts.text(id))),
            status: Some(record.status()),
            should: if is_issued { money(Amount { minor: should, asset }) } else { named.should },
            is_owed: is_issued && should > 0 && has_time,
            told,
            used: record.used(),
            is_under_way: record.is_being_corrected(should),
            ..named
        }
    }

    fn to_come(&self, id: RewardId, reward: &AnyReward, rail: Rail, generation: Generation) -> Ours {
        let agreed = self.agreements.of(rail);
        let issuance = Issuance::of(&agreed.shop, &reward.terms().key, generation, &self.texts);
        Ours {
            reward: id,
            rail,
            code: ExternalCode::of(&agreed.secret, &issuance).to_string(),
            issuance,
            id: None,
            status: None,
            should: money(to_deliver(reward)),
            is_owed: false,
            told: 0,
            used: 0,
            was_seen: false,
            is_under_way: false,
            is_later: false,
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

    /// Whether it is one of ours. What bears the agreement of all desks is none, whatever is written on it.
    fn has<'c>(&self, metadata: &[(String, String)], id: &ShopId, mut codes: impl Iterator<Item = &'c str> + Clone) -> bool {
        if codes.clone().any(|code| Agreement::PLACES.contains(&code)) {
            return false;
        }
        metadata.iter().any(|(key, _)| key == ISSUANCE) || self.ids.contains(id) || codes.any(|code| self.codes.contains_key(code))
    }
}

/// What is to be delivered of a reward, or was.
fn to_deliver(reward: &AnyReward) -> Amount {
    let amount = reward.amount();
    amount.with_minor(amount.minor.saturating_sub(reward.set_off()))
}
