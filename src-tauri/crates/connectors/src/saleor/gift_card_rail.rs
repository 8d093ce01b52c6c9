//! The rail of gift cards.
//!
//! A card is made inactive and without a mail address, so that a half-done delivery is worth nothing and the shop writes to nobody; then it is
//! activated. It bears the issuance in its metadata, and in its note, which every release takes with the card.

use super::agreement::Seal;
use super::envelope::data;
use super::parse::held::{CLOSED_KEY, CardHeld, CardNode, ISSUANCE_KEY, SPENT, TAKEN_BACK, day_text, mark};
use super::told::{Told, unknown};
use super::{Shop, ShopError, by_ids, document};
use crate::rail::{Agreed, Agreement, CameOfIt, Corrected, PayoutRail, Step};
use serde::Deserialize;
use serde_json::{Value, json};
use vouchsafe_domain::money::{Asset, Currency, minor_text};
use vouchsafe_domain::payout::protocol::{Abilities, Delivery, Held, Sent};
use vouchsafe_domain::reward::Rail;
use vouchsafe_domain::shop::{Kind, ShopId};

/// How often a balance is set anew because the card was used meanwhile.
const TURNS: u32 = 5;

/// Stands in requests that are shown for an id that the shop has still to give.
const NO_ID: &str = "<id of the gift card>";

/// Gift cards of a Saleor shop.
#[derive(Debug, Clone)]
pub struct GiftCardRail {
    shop: Shop,
}

impl GiftCardRail {
    /// The rail of a connected shop.
    #[must_use]
    pub const fn new(shop: Shop) -> Self {
        Self { shop }
    }

    /// What a card is made of. What is no money is refused, and a currency in which nobody can buy anything there.
    fn input(&self, delivery: &Delivery) -> Result<Value, ShopError> {
        let currency = currency_of(delivery)?;
        let channels = &self.shop.info().channels;
        // A shop that does not tell its channels has the last word itself.
        if !channels.is_empty() && !channels.iter().any(|channel| channel.is_active && channel.currency == currency.code()) {
            return Err(ShopError::Refused { what: format!("the shop has no active sales channel of {currency} for the gift card") });
        }
        let issuance = delivery.issuance.to_string();
        let note = format!("{} {}", delivery.note.chars().take(200).collect::<String>(), mark(&issuance));
        let mut input = json!({
            "code": delivery.code.as_str(),
            "balance": { "amount": amount(delivery.amount.minor, currency), "currency": currency.code() },
            "isActive": false,
            "note": note.trim_start(),
        });
        if let Some(day) = delivery.expires_on {
            input["expiryDate"] = day_text(day).into();
        }
        if self.shop.info().can.card_metadata {
            input["metadata"] = label(ISSUANCE_KEY, &issuance);
        }
        Ok(json!({ "input": input }))
    }

    /// What a card is activated with.
    fn activation(&self, delivery: &Delivery, id: &str) -> Value {
        if self.shop.info().can.card_metadata {
            json!({ "id": id })
        } else {
            json!({ "id": id, "label": label(ISSUANCE_KEY, &delivery.issuance.to_string()) })
        }
    }

    async fn made(&self, delivery: &Delivery) -> Result<Sent, ShopError> {
        let input = match self.input(delivery) {
            Ok(input) => input,
            Err(ShopError::Refused { what }) => return Ok(Sent::Refused { what }),
            Err(error) => return Err(error),
        };
        let told = self.shop.change(Kind::GiftCards, &document::create_card(), &input).await;
        sent(told.map(|mut told| told.remove("giftCardCreate")), |row| read(row, delivery).ok().map(|card| card.held))
    }

    async fn found(&self, delivery: &Delivery) -> Result<Vec<Held>, ShopError> {
        Ok(each_once(self.cards(delivery).await?.into_iter().map(|card| card.held).collect()))
    }

    async fn cards(&self, delivery: &Delivery) -> Result<Vec<CardHeld>, ShopError> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Data<'a> {
            #[serde(borrow)]
            by_code: Page<'a>,
            #[serde(borrow)]
            by_issuance: Page<'a>,
        }
        #[derive(Deserialize)]
        struct Page<'a> {
            #[serde(borrow)]
            edges: Vec<Edge<'a>>,
        }
        #[derive(Deserialize)]
        struct Edge<'a> {
            #[serde(borrow)]
            node: CardNode<'a>,
        }
        let (text, frame) = self.shop.ask(Kind::GiftCards, &document::find_cards(), &asked(delivery)).await?;
        if let Some(verdict) = frame.verdict {
            return Err(verdict.into_error(self.shop.url().as_str()));
        }
        let pages: Data<'_> = data(&text)?;
        let cards = pages.by_code.edges.iter().chain(&pages.by_issuance.edges).map(|edge| edge.node.take(delivery));
        cards.collect::<Result<Vec<_>, _>>().map_err(|fault| ShopError::Garbled { what: fault.redacted().to_string() })
    }

    /// Changes a card, and reads it as it is then.
    async fn changed(&self, delivery: &Delivery, mutation: &str, field: &str, variables: &Value) -> Result<CardHeld, ShopError> {
        let row = self.shop.change_row(Kind::GiftCards, mutation, field, variables).await?;
        read(&row, delivery)
    }

    async fn labelled(&self, id: &str, value: &str) -> Result<(), ShopError> {
        let variables = json!({ "id": id, "input": label(CLOSED_KEY, value) });
        match self.shop.change(Kind::GiftCards, document::WRITE_METADATA, &variables).await?.remove("updateMetadata") {
            Some(Told::Done(_)) => Ok(()),
            Some(Told::Refused(complaint)) => Err(complaint.into_error()),
            None => Err(unknown("an answer without what was asked for")),
        }
    }

    /// Stops a card and labels it as taken back.
    async fn closed(&self, delivery: &Delivery, held: &Held) -> Result<CardHeld, ShopError> {
        let variables = json!({ "id": global(held), "label": label(CLOSED_KEY, TAKEN_BACK) });
        self.changed(delivery, &document::close_card(), "giftCardDeactivate", &variables).await
    }

    /// The requests of [`Self::found`] and [`Self::corrected`], of a card of which so much is used.
    fn correction(&self, delivery: &Delivery, used: i64, to: i64) -> Result<Vec<String>, ShopError> {
        let currency = currency_of(delivery)?;
        let look_up = body(&document::find_cards(), &asked(delivery));
        let left = to.saturating_sub(used);
        if to <= 0 {
            let closed = json!({ "id": NO_ID, "label": label(CLOSED_KEY, TAKEN_BACK) });
            return Ok(vec![look_up, body(&document::close_card(), &closed)]);
        }
        let stop = body(&document::stop_card(), &json!({ "id": NO_ID }));
        if left <= 0 {
            let spent = json!({ "id": NO_ID, "input": label(CLOSED_KEY, SPENT) });
            return Ok(vec![look_up, stop, body(document::WRITE_METADATA, &spent)]);
        }
        let set = body(&document::set_card(), &json!({ "id": NO_ID, "amount": amount(left, currency) }));
        let activate = body(&document::activate_card(self.shop.info().can), &self.activation(delivery, NO_ID));
        Ok(vec![look_up, stop, set, activate])
    }

    /// Stops the card, so that nobody uses it meanwhile; reads what was used; sets what may still be used; lets it be used again.
    ///
    /// An order that was on its way may use it even then: each answer says what was used until then, and the balance is set anew.
    async fn corrected(&self, delivery: &Delivery, held: &Held, to: i64) -> Result<Corrected, ShopError> {
        if to <= 0 {
            let card = self.closed(delivery, held).await?;
            return Ok(Corrected { left: 0, used: card.used });
        }
        let currency = currency_of(delivery)?;
        let id = global(held);
        let card = self.changed(delivery, &document::stop_card(), "giftCardDeactivate", &json!({ "id": id })).await?;
        if card.is_taken_back {
            // By another desk, since it was looked up: it stays off, and the next look-up says so.
            return Err(unknown("it was taken back meanwhile"));
        }
        let is_spent = card.is_spent;
        match self.set_anew(delivery, &id, card, currency, to).await {
            // What is labelled as spent was off before, and has to stay so.
            Err(error) if !is_spent && matches!(error.came_of_it(), CameOfIt::Refused { .. }) => self.let_go_on(delivery, held, to, error).await,
            done => done,
        }
    }

    /// Sets what may still be used of a card that was stopped, and lets it be used again.
    async fn set_anew(&self, delivery: &Delivery, id: &str, mut card: CardHeld, currency: Currency, to: i64) -> Result<Corrected, ShopError> {
        for _ in 0..TURNS {
            let left = to.saturating_sub(card.used);
            if left <= 0 {
                // The shop knows no balance of nothing: the card stays as it is, and is not used any more.
                self.labelled(id, SPENT).await?;
                return Ok(Corrected { left: 0, used: card.used });
            }
            if card.balance == left {
                if card.is_spent {
                    self.labelled(id, "").await?;
                }
                let card = self.activated(delivery, id).await?;
                return Ok(Corrected { left: card.balance, used: card.used });
            }
            let variables = json!({ "id": id, "amount": amount(left, currency) });
            card = self.changed(delivery, &document::set_card(), "giftCardUpdate", &variables).await?;
        }
        Err(unknown("the card is used again and again"))
    }

    /// Lets a card be used again that was stopped for a correction, which was refused then: only what stands as it stood before was left alone.
    async fn let_go_on(&self, delivery: &Delivery, held: &Held, to: i64, refused: ShopError) -> Result<Corrected, ShopError> {
        match self.activated(delivery, &global(held)).await {
            Ok(card) if card.held.initial == to => Ok(Corrected { left: card.balance, used: card.used }),
            Ok(card) if card.held.initial == held.initial => Err(refused),
            _ => Err(unknown("the card was stopped, and it was refused to correct it")),
        }
    }

    async fn activated(&self, delivery: &Delivery, id: &str) -> Result<CardHeld, ShopError> {
        self.changed(delivery, &document::activate_card(self.shop.info().can), "giftCardActivate", &self.activation(delivery, id)).await
    }

    /// Makes a card usable. One that we have labelled as taken back stays off, whoever has done that since it was looked up.
    async fn finished(&self, delivery: &Delivery, held: &Held) -> Result<Held, ShopError> {
        if held.is_active || held.left == 0 {
            return Ok(held.clone());
        }
        if held.was_taken_back && self.cards(delivery).await?.iter().any(|card| card.held.id == held.id && card.is_taken_back) {
            return Err(taken_back());
        }
        // It ran out before anybody could use it: the shop makes nothing usable that has.
        if let Some(day) = delivery.expires_on.filter(|day| held.expires_on.is_some_and(|last| last < *day)) {
            let variables = json!({ "id": global(held), "day": day_text(day) });
            self.changed(delivery, &document::renew_card(), "giftCardUpdate", &variables).await?;
        }
        let card = self.activated(delivery, &global(held)).await?;
        if card.is_taken_back {
            self.closed(delivery, held).await?;
            return Err(taken_back());
        }
        Ok(card.held)
    }
}

fn currency_of(delivery: &Delivery) -> Result<Currency, ShopError> {
    match delivery.amount.asset {
        Asset::Currency(currency) => Ok(currency),
        Asset::Units { .. } => Err(ShopError::Refused { what: "a gift card holds money only".to_owned() }),
    }
}

fn taken_back() -> ShopError {
    ShopError::Refused { what: "it was taken back".to_owned() }
}

impl PayoutRail for GiftCardRail {
    fn abilities(&self) -> Abilities {
        Abilities { looks_up: true, has_key: false, takes_back: true, corrects: true }
    }

    fn requests<'a>(&'a self, delivery: &'a Delivery) -> Step<'a, Vec<String>> {
        Box::pin(async move {
            let input = self.input(delivery)?;
            let activation = self.activation(delivery, NO_ID);
            Ok(vec![body(&document::create_card(), &input), body(&document::activate_card(self.shop.info().can), &activation)])
        })
    }

    fn requests_to_correct<'a>(&'a self, delivery: &'a Delivery, used: i64, to: i64) -> Step<'a, Vec<String>> {
        Box::pin(async move { self.correction(delivery, used, to) })
    }

    fn agreed(&self) -> Step<'_, Agreed> {
        Box::pin(Seal::of(&self.shop, Rail::GiftCard).agreed())
    }

    fn agree<'a>(&'a self, proposal: &'a Agreement) -> Step<'a, Agreed> {
        Box::pin(Seal::of(&self.shop, Rail::GiftCard).agree(proposal))
    }

    fn requests_to_agree(&self, shop: &str) -> [String; 2] {
        Seal::of(&self.shop, Rail::GiftCard).requests(shop)
    }

    fn send<'a>(&'a self, delivery: &'a Delivery) -> Step<'a, Sent> {
        Box::pin(self.made(delivery))
    }

    fn look_up<'a>(&'a self, delivery: &'a Delivery) -> Step<'a, Vec<Held>> {
        Box::pin(self.found(delivery))
    }

    fn finish<'a>(&'a self, delivery: &'a Delivery, held: &'a Held) -> Step<'a, Held> {
        Box::pin(self.finished(delivery, held))
    }

    fn rest<'a>(&'a self, delivery: &'a Delivery, held: &'a Held) -> Step<'a, ()> {
        Box::pin(async move { self.closed(delivery, held).await.map(|_| ()) })
    }

    fn correct<'a>(&'a self, delivery: &'a Delivery, held: &'a Held, to: i64) -> Step<'a, Corrected> {
        Box::pin(self.corrected(delivery, held, to))
    }
}

/// The classed answer to a mutation that makes something; `read` takes what was made.
pub(super) fn sent(told: Result<Option<Told>, ShopError>, read: impl FnOnce(&str) -> Option<Held>) -> Result<Sent, ShopError> {
    match told {
        Ok(Some(Told::Done(row))) => Ok(read(&row).map_or(Sent::Unknown, Sent::Issued)),
        Ok(Some(Told::Refused(complaint))) if complaint.says_exists() => Ok(Sent::Exists),
        Ok(Some(Told::Refused(complaint))) => Ok(Sent::Refused { what: format!("{}: {}", complaint.code, complaint.message) }),
        Ok(None) => Ok(Sent::Unknown),
        Err(error) => match error.came_of_it() {
            CameOfIt::Nothing => Err(error),
            CameOfIt::Refused { what } => Ok(Sent::Refused { what }),
            CameOfIt::Unknown => Ok(Sent::Unknown),
        },
    }
}

/// What is looked for.
pub(super) fn asked(delivery: &Delivery) -> Value {
    json!({ "code": delivery.code.as_str(), "key": ISSUANCE_KEY, "issuance": delivery.issuance.to_string() })
}

/// Each thing once, the oldest first.
pub(super) fn each_once(mut held: Vec<Held>) -> Vec<Held> {
    held.sort_by(|one, other| (one.created_at, one.id.len(), &one.id).cmp(&(other.created_at, other.id.len(), &other.id)));
    held.dedup_by(|one, other| one.id == other.id);
    held
}

/// A body as it is sent.
pub(super) fn body(query: &str, variables: &Value) -> String {
    json!({ "query": query, "variables": variables }).to_string()
}

/// One pair of metadata.
pub(super) fn label(key: &str, value: &str) -> Value {
    json!([{ "key": key, "value": value }])
}

/// Decimal text: the shop reads it exactly, which it would not do with a float.
fn amount(minor: i64, currency: Currency) -> String {
    minor_text(minor, currency.exponent())
}

fn global(held: &Held) -> String {
    by_ids::global(Kind::GiftCards, &ShopId::parse(&held.id))
}

fn read(row: &str, delivery: &Delivery) -> Result<CardHeld, ShopError> {
    let unreadable = || unknown("an answer that cannot be read");
    serde_json::from_str::<CardNode<'_>>(row).map_err(|_| unreadable())?.take(delivery).map_err(|_| unreadable())
}
