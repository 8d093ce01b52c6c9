//! The rail of vouchers.
//!
//! A voucher is made, and then labelled and listed in its channels: until then it is worth nothing, so a half-done delivery is harmless. It bears
//! the issuance in its name, because the shop takes no metadata with it, and in its metadata. It is taken back by ending it long ago.

use super::agreement::Seal;
use super::envelope::data;
use super::gift_card_rail::{asked, body, each_once, label, sent};
use super::parse::held::{ISSUANCE_KEY, VoucherHeld, VoucherNode, day_text, mark};
use super::told::unknown;
use super::{Shop, ShopError, by_ids, document};
use crate::rail::{Agreed, Agreement, Corrected, PayoutRail, Step};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use tokio::sync::OnceCell;
use vouchsafe_domain::money::{Asset, minor_text};
use vouchsafe_domain::name::{Key, Texts};
use vouchsafe_domain::payout::protocol::{Abilities, Delivery, Held, Sent, VoucherTerms};
use vouchsafe_domain::program::VoucherOff;
use vouchsafe_domain::reward::Rail;
use vouchsafe_domain::shop::{Kind, ShopId};

/// When a voucher ends that is taken back: so long ago that nobody else means it.
const LONG_AGO: [&str; 2] = ["2000-01-01T00:00:00Z", "2000-01-02T00:00:00Z"];

/// Stands in requests that are shown for an id that the shop has still to give.
const NO_ID: &str = "<id of the voucher>";

/// Vouchers of a Saleor shop.
#[derive(Clone)]
pub struct VoucherRail {
    shop: Shop,
    /// The slugs of channels and categories.
    texts: Arc<dyn Texts + Send + Sync>,
    channels: Arc<OnceCell<Vec<SalesChannel>>>,
}

impl fmt::Debug for VoucherRail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VoucherRail").field("shop", &self.shop).finish_non_exhaustive()
    }
}

/// A sales channel of the shop.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SalesChannel {
    id: String,
    slug: String,
    currency_code: String,
    is_active: bool,
}

impl VoucherRail {
    /// The rail of a connected shop; `texts` knows the slugs of the channels and categories that programs name.
    #[must_use]
    pub fn new(shop: Shop, texts: Arc<dyn Texts + Send + Sync>) -> Self {
        Self { shop, texts, channels: Arc::default() }
    }

    fn slug(&self, key: Key) -> String {
        self.texts.text(key)
    }

    async fn ask<T: for<'a> Deserialize<'a>>(&self, question: &str, variables: &Value) -> Result<T, ShopError> {
        let (text, frame) = self.shop.ask(Kind::Vouchers, question, variables).await?;
        match frame.verdict {
            Some(verdict) => Err(verdict.into_error(self.shop.url().as_str())),
            None => data(&text),
        }
    }

    /// The shop's channels, asked for once.
    async fn channels(&self) -> Result<&[SalesChannel], ShopError> {
        #[derive(Deserialize)]
        struct Data {
            channels: Vec<SalesChannel>,
        }
        let read = || async { self.ask::<Data>(document::CHANNELS, &json!({})).await.map(|data| data.channels) };
        self.channels.get_or_try_init(read).await.map(Vec::as_slice)
    }

    /// What a voucher is made of.
    async fn input(&self, delivery: &Delivery) -> Result<Value, ShopError> {
        let terms = terms(delivery);
        let (scope, value_type) = match terms.off {
            VoucherOff::Shipping => ("SHIPPING", "PERCENTAGE"),
            VoucherOff::Percent if terms.categories.is_empty() => ("ENTIRE_ORDER", "PERCENTAGE"),
            VoucherOff::Percent => ("SPECIFIC_PRODUCT", "PERCENTAGE"),
            VoucherOff::Fixed if terms.categories.is_empty() => ("ENTIRE_ORDER", "FIXED"),
            VoucherOff::Fixed => ("SPECIFIC_PRODUCT", "FIXED"),
        };
        let name = format!("{} {}", delivery.note.chars().take(150).collect::<String>(), mark(&delivery.issuance.to_string()));
        let mut input = json!({ "name": name.trim_start(), "type": scope, "discountValueType": value_type, "usageLimit": 1 });
        if self.shop.info().can.voucher_codes {
            input["addCodes"] = json!([delivery.code.as_str()]);
            input["singleUse"] = true.into();
        } else {
            input["code"] = delivery.code.as_str().into();
        }
        if let Some(day) = delivery.expires_on {
            input["endDate"] = format!("{}T23:59:59Z", day_text(day)).into();
        }
        if scope == "SPECIFIC_PRODUCT" {
            input["categories"] = self.categories(&terms).await?.into();
        }
        Ok(json!({ "input": input }))
    }

    /// The ids of the categories that a voucher is for.
    async fn categories(&self, terms: &VoucherTerms) -> Result<Vec<String>, ShopError> {
        #[derive(Deserialize)]
        struct Id {
            id: String,
        }
        let slugs: Vec<String> = terms.categories.iter().map(|category| self.slug(category.0)).collect();
        let variables: Map<String, Value> = slugs.iter().enumerate().map(|(at, slug)| (format!("s{at}"), slug.as_str().into())).collect();
        let found: BTreeMap<String, Option<Id>> = self.ask(&document::categories(slugs.len()), &variables.into()).await?;
        let id = |(at, slug): (usize, &String)| match found.get(&format!("a{at}")) {
            Some(Some(found)) => Ok(found.id.clone()),
            _ => Err(ShopError::Refused { what: format!("the shop has no category {slug}") }),
        };
        slugs.iter().enumerate().map(id).collect()
    }

    /// What a voucher that stands for so much is worth, channel by channel: all that are active and meant, a fixed one in those of its currency.
    async fn listing(&self, delivery: &Delivery, minor: i64) -> Result<Value, ShopError> {
        let terms = terms(delivery);
        let wanted: Vec<String> = terms.channels.iter().map(|channel| self.slug(channel.0)).collect();
        let (value, currency) = match (terms.off, delivery.amount.asset) {
            (VoucherOff::Shipping, _) => ("100".to_owned(), None),
            (_, Asset::Currency(currency)) => (minor_text(minor, currency.exponent()), Some(currency)),
            (_, Asset::Units { exponent, .. }) => (minor_text(minor, exponent), None),
        };
        let is_meant = |channel: &&SalesChannel| {
            channel.is_active
                && (wanted.is_empty() || wanted.contains(&channel.slug))
                && currency.is_none_or(|currency| currency.code() == channel.currency_code)
        };
        let listed: Vec<Value> = self.channels().await?.iter().filter(is_meant).map(|channel| one_channel(channel, &value, &terms)).collect();
        if listed.is_empty() {
            let of = currency.map(|currency| format!(" of {currency}")).unwrap_or_default();
            return Err(ShopError::Refused { what: format!("the shop has no active sales channel{of} for the voucher") });
        }
        Ok(json!({ "addChannels": listed }))
    }

    async fn listed(&self, delivery: &Delivery, id: &str, minor: i64) -> Result<VoucherHeld, ShopError> {
        let variables = self.to_list(delivery, id, minor).await?;
        self.changed(delivery, &document::list_voucher(self.shop.info().can), "voucherChannelListingUpdate", &variables).await
    }

    /// What a voucher is labelled and listed with.
    async fn to_list(&self, delivery: &Delivery, id: &str, minor: i64) -> Result<Value, ShopError> {
        let label = label(ISSUANCE_KEY, &delivery.issuance.to_string());
        Ok(json!({ "id": id, "label": label, "input": self.listing(delivery, minor).await? }))
    }

    /// The requests of [`Self::found`] and [`Self::corrected`], of a voucher that was used where anything of it was.
    async fn correction(&self, delivery: &Delivery, used: i64, to: i64) -> Result<Vec<String>, ShopError> {
        let can = self.shop.info().can;
        let look_up = body(&document::find_vouchers(can), &asked(delivery));
        if to <= 0 {
            return Ok(vec![look_up, body(&document::end_voucher(can), &ending(NO_ID))]);
        }
        if terms(delivery).off == VoucherOff::Shipping || used > 0 {
            return Ok(vec![look_up]);
        }
        let listing = self.to_list(delivery, NO_ID, to).await?;
        Ok(vec![look_up, body(&document::list_voucher(can), &listing)])
    }

    /// Changes a voucher, and reads it as it is then.
    async fn changed(&self, delivery: &Delivery, mutation: &str, field: &str, variables: &Value) -> Result<VoucherHeld, ShopError> {
        let row = self.shop.change_row(Kind::Vouchers, mutation, field, variables).await?;
        read(&row, delivery).ok_or_else(|| unknown("an answer that cannot be read"))
    }

    async fn made(&self, delivery: &Delivery) -> Result<Sent, ShopError> {
        // A voucher that cannot be listed is not made.
        let input = match self.listing(delivery, delivery.amount.minor).await {
            Ok(_) => self.input(delivery).await,
            Err(error) => Err(error),
        };
        let input = match input {
            Ok(input) => input,
            Err(ShopError::Refused { what }) => return Ok(Sent::Refused { what }),
            Err(error) => return Err(error),
        };
        let told = self.shop.change(Kind::Vouchers, &document::create_voucher(self.shop.info().can), &input).await;
        sent(told.map(|mut told| told.remove("voucherCreate")), |row| read(row, delivery).map(|voucher| voucher.held))
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
            node: VoucherNode<'a>,
        }
        let question = document::find_vouchers(self.shop.info().can);
        let (text, frame) = self.shop.ask(Kind::Vouchers, &question, &asked(delivery)).await?;
        if let Some(verdict) = frame.verdict {
            return Err(verdict.into_error(self.shop.url().as_str()));
        }
        let pages: Data<'_> = data(&text)?;
        let found = pages.by_code.edges.iter().chain(&pages.by_issuance.edges).filter_map(|edge| edge.node.take(delivery).transpose());
        let held = found.map(|found| found.map(|voucher| voucher.held)).collect::<Result<Vec<_>, _>>();
        held.map(each_once).map_err(|fault| ShopError::Garbled { what: fault.redacted().to_string() })
    }

    /// Ends a voucher long ago.
    async fn ended(&self, delivery: &Delivery, held: &Held) -> Result<VoucherHeld, ShopError> {
        let variables = ending(&global(held));
        self.changed(delivery, &document::end_voucher(self.shop.info().can), "voucherUpdate", &variables).await
    }

    /// A voucher is used whole or not at all: one that was used stands for what it was worth, and nothing is left to correct.
    async fn corrected(&self, delivery: &Delivery, held: &Held, to: i64) -> Result<Corrected, ShopError> {
        let used = |voucher: &VoucherHeld| if voucher.is_used { held.initial } else { 0 };
        if to <= 0 {
            let voucher = self.ended(delivery, held).await?;
            return Ok(Corrected { left: 0, used: used(&voucher) });
        }
        if terms(delivery).off == VoucherOff::Shipping {
            return Err(ShopError::Refused { what: "free shipping is free, or it is not given".to_owned() });
        }
        if held.left == 0 {
            return Ok(Corrected { left: 0, used: held.initial });
        }
        let voucher = self.listed(delivery, &global(held), to).await?;
        Ok(Corrected { left: if voucher.is_used { 0 } else { to }, used: used(&voucher) })
    }
}

impl PayoutRail for VoucherRail {
    fn abilities(&self) -> Abilities {
        Abilities { looks_up: true, has_key: false, takes_back: true, corrects: true }
    }

    fn requests<'a>(&'a self, delivery: &'a Delivery) -> Step<'a, Vec<String>> {
        Box::pin(async move {
            let can = self.shop.info().can;
            let listing = self.to_list(delivery, NO_ID, delivery.amount.minor).await?;
            Ok(vec![body(&document::create_voucher(can), &self.input(delivery).await?), body(&document::list_voucher(can), &listing)])
        })
    }

    fn requests_to_correct<'a>(&'a self, delivery: &'a Delivery, used: i64, to: i64) -> Step<'a, Vec<String>> {
        Box::pin(self.correction(delivery, used, to))
    }

    fn agreed(&self) -> Step<'_, Agreed> {
        Box::pin(Seal::of(&self.shop, Rail::Voucher).agreed())
    }

    fn agree<'a>(&'a self, proposal: &'a Agreement) -> Step<'a, Agreed> {
        Box::pin(Seal::of(&self.shop, Rail::Voucher).agree(proposal))
    }

    fn requests_to_agree(&self, shop: &str) -> [String; 2] {
        Seal::of(&self.shop, Rail::Voucher).requests(shop)
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
            self.listed(delivery, &global(held), delivery.amount.minor).await.map(|voucher| voucher.held)
        })
    }

    fn rest<'a>(&'a self, delivery: &'a Delivery, held: &'a Held) -> Step<'a, ()> {
        Box::pin(async move { self.ended(delivery, held).await.map(|_| ()) })
    }

    fn correct<'a>(&'a self, delivery: &'a Delivery, held: &'a Held, to: i64) -> Step<'a, Corrected> {
        Box::pin(self.corrected(delivery, held, to))
    }
}

/// What a voucher is worth in one channel.
fn one_channel(channel: &SalesChannel, value: &str, terms: &VoucherTerms) -> Value {
    let mut listed = json!({ "channelId": channel.id, "discountValue": value });
    if let Some(least) = terms.min_spend.iter().find(|least| least.currency.code() == channel.currency_code) {
        listed["minAmountSpent"] = minor_text(least.minor, least.currency.exponent()).into();
    }
    listed
}

/// What a voucher is ended with.
fn ending(id: &str) -> Value {
    json!({ "id": id, "input": { "startDate": LONG_AGO[0], "endDate": LONG_AGO[1] } })
}

fn terms(delivery: &Delivery) -> VoucherTerms {
    delivery.voucher.clone().unwrap_or_default()
}

fn global(held: &Held) -> String {
    by_ids::global(Kind::Vouchers, &ShopId::parse(&held.id))
}

fn read(row: &str, delivery: &Delivery) -> Option<VoucherHeld> {
    serde_json::from_str::<VoucherNode<'_>>(row).ok()?.take(delivery).ok().flatten()
}
