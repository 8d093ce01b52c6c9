//! The rail of gift cards.
//!
//! A card is made inactive and without a mail address, so that a half-done delivery is worth nothing and the shop writes to nobody; then it is
//! activated. It bears the issuance in its metadata, and in its note, which every release takes with the card.

use super::envelope::data;
use super::parse::held::{CLOSED_KEY, CardHeld, CardNode, ISSUANCE_KEY, SPENT, TAKEN_BACK, day_text, mark};
use super::told::{Told, unknown};
use super::{Shop, ShopError, by_ids, document};
use crate::rail::{CameOfIt, Corrected, PayoutRail, Step};
use serde::Deserialize;
use serde_json::{Value, json};
use vouchsafe_domain::money::{Asset, Currency, minor_text};
use vouchsafe_domain::payout::protocol::{Abilities, Delivery, Held, Sent};
use vouchsafe_domain::shop::{Kind, ShopId};

/// How often a balance is set anew because the card was used meanwhile.
const TURNS: u32 = 5;

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

    /// What a card is made of; `None` for what is no money.
    fn input(&self, delivery: &Delivery) -> Option<Value> {
        let Asset::Currency(currency) = delivery.amount.asset else { return None };
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
        Some(json!({ "input": input }))
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
        let Some(input) = self.input(delivery) else { return Ok(Sent::Refused { what: "a gift card holds money only".to_owned() }) };
        let told = self.shop.change(Kind::GiftCards, &document::create_card(), &input).await;
        sent(told.map(|mut told| told.remove("giftCardCreate")), |row| read(row, delivery).ok().map(|card| card.held))
    }

    async fn found(&self, delivery: &Delivery) -> Result<Vec<Held>, ShopError> {
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
        let cards = pages.by_code.edges.iter().chain(&pages.by_issuance.edges).map(|edge| edge.node.take(delivery).map(|card| card.held));
        cards.collect::<Result<Vec<_>, _>>().map(each_once).map_err(|fault| ShopError::Garbled { what: fault.redacted().to_string() })
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

    /// Stops the card, so that nobody uses it meanwhile; reads what was used; sets what may still be used; lets it be used again.
    ///
    /// An order that was on its way may use it even then: each answer says what was used until then, and the balance is set anew.
    async fn corrected(&self, delivery: &Delivery, held: &Held, to: i64) -> Result<Corrected, ShopError> {
        if to <= 0 {
            let card = self.closed(delivery, held).await?;
            return Ok(Corrected { left: 0, used: card.used });
        }
        let Asset::Currency(currency) = delivery.amount.asset else {
            return Err(ShopError::Refused { what: "a gift card holds money only".to_owned() });
        };
        let id = global(held);
        let mut card = self.changed(delivery, &document::stop_card(), "giftCardDeactivate", &json!({ "id": id })).await?;
        for _ in 0..TURNS {
            let left = to.saturating_sub(card.used);
            if left <= 0 {
                // The shop knows no balance of nothing: the card stays as it is, and is not used any more.
                self.labelled(&id, SPENT).await?;
                return Ok(Corrected { left: 0, used: card.used });
            }
            if card.balance == left {
                if card.is_spent {
                    self.labelled(&id, "").await?;
                }
                let card = self
                    .changed(delivery, &document::activate_card(self.shop.info().can), "giftCardActivate", &self.activation(delivery, &id))
                    .await?;
                return Ok(Corrected { left: card.balance, used: card.used });
            }
            let variables = json!({ "id": id, "amount": amount(left, currency) });
            card = self.changed(delivery, &document::set_card(), "giftCardUpdate", &variables).await?;
        }
        Err(unknown("the card is used again and again"))
    }
}

impl PayoutRail for GiftCardRail {
    fn abilities(&self) -> Abilities {
        Abilities { looks_up: true, has_key: false, takes_back: true, corrects: true }
    }

    fn requests<'a>(&'a self, delivery: &'a Delivery) -> Step<'a, Vec<String>> {
        Box::pin(async move {
            let Some(input) = self.input(delivery) else { return Err(ShopError::Refused { what: "a gift card holds money only".to_owned() }) };
            let activation = self.activation(delivery, "<id of the gift card>");
            Ok(vec![body(&document::create_card(), &input), body(&document::activate_card(self.shop.info().can), &activation)])
        })
    }

    fn send<'a>(&'a self, delivery: &'a Delivery) -> Step<'a, Sent> {
        Box::pin(self.made(delivery))
    }

    fn look_up<'a>(&'a self, delivery: &'a Delivery) -> Step<'a, Vec<Held>> {
        Box::pin(self.found(delivery))
    }

    fn finish<'a>(&'a self, delivery: &'a Delivery, held: &'a Held) -> Step<'a, Held> {
        Box::pin(async move {
            if held.is_active || held.left == 0 {
                return Ok(held.clone());
            }
            let activation = self.activation(delivery, &global(held));
            let mutation = document::activate_card(self.shop.info().can);
            self.changed(delivery, &mutation, "giftCardActivate", &activation).await.map(|card| card.held)
        })
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
