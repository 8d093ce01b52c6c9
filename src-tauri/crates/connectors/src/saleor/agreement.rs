//! What the desks of a shop have agreed on, kept at the shop: a gift card that is switched off, and a voucher that is listed nowhere, each with a
//! code that all desks know. The shop makes either once, with what it bears.

use super::envelope::data;
use super::gift_card_rail::{body, label};
use super::parse::agreed::{Bearer, SECRET_KEY};
use super::told::{Told, unknown};
use super::{Shop, ShopError, document};
use crate::rail::{Agreed, Agreement};
use serde::Deserialize;
use serde_json::{Value, json};
use vouchsafe_domain::money::{Currency, minor_text};
use vouchsafe_domain::reward::Rail;
use vouchsafe_domain::shop::Kind;

/// The longest name of a voucher that a shop takes.
const LONGEST_NAME: usize = 255;

/// What stands for one rail's agreement at a shop.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seal<'s> {
    shop: &'s Shop,
    by: Rail,
}

impl<'s> Seal<'s> {
    pub(super) const fn of(shop: &'s Shop, by: Rail) -> Self {
        Self { shop, by }
    }

    /// What stands at the shop.
    pub(super) async fn agreed(self) -> Result<Agreed, ShopError> {
        #[derive(Deserialize)]
        struct Data<'a> {
            #[serde(borrow)]
            found: Page<'a>,
        }
        #[derive(Deserialize)]
        struct Page<'a> {
            #[serde(borrow)]
            edges: Vec<Edge<'a>>,
        }
        #[derive(Deserialize)]
        struct Edge<'a> {
            #[serde(borrow)]
            node: Bearer<'a>,
        }
        let (text, frame) = self.shop.ask(self.kind(), &self.question(), &self.asked()).await?;
        if let Some(verdict) = frame.verdict {
            return Err(verdict.into_error(self.shop.url().as_str()));
        }
        let page: Data<'_> = data(&text)?;
        let own = page.found.edges.iter().find(|edge| edge.node.has(self.place()));
        Ok(own.map_or(Agreed::Nothing, |edge| edge.node.bears()))
    }

    /// Makes what bears an agreement.
    pub(super) async fn agree(self, proposal: &Agreement) -> Result<Agreed, ShopError> {
        let (mutation, field) = self.mutation();
        match self.shop.change(self.kind(), &mutation, &self.input(&proposal.text())).await?.remove(field) {
            Some(Told::Done(row)) => self.made(&row),
            Some(Told::Refused(complaint)) if complaint.says_exists() => Ok(Agreed::Strange),
            Some(Told::Refused(complaint)) => Err(complaint.into_error()),
            None => Err(unknown("an answer without what was asked for")),
        }
    }

    /// The bodies of the look-up and of the proposal, the secret apart.
    pub(super) fn requests(self, shop: &str) -> [String; 2] {
        [body(&self.question(), &self.asked()), body(&self.mutation().0, &self.input(&Agreement::hidden(shop)))]
    }

    /// What was made, as the answer has it: where that does not tell, it is looked up.
    fn made(self, row: &str) -> Result<Agreed, ShopError> {
        let unreadable = || unknown("an answer that cannot be read");
        let bearer: Bearer<'_> = serde_json::from_str(row).map_err(|_| unreadable())?;
        if !bearer.has(self.place()) {
            // Nobody would find it again.
            return Err(ShopError::Refused { what: "the shop gave another code than the one that it was asked for".to_owned() });
        }
        match bearer.bears() {
            Agreed::On(agreement) => Ok(Agreed::On(agreement)),
            Agreed::Nothing | Agreed::Strange => Err(unreadable()),
        }
    }

    const fn place(self) -> &'static str {
        Agreement::place(self.by)
    }

    const fn kind(self) -> Kind {
        if matches!(self.by, Rail::Voucher) { Kind::Vouchers } else { Kind::GiftCards }
    }

    fn asked(self) -> Value {
        json!({ "code": self.place() })
    }

    fn question(self) -> String {
        if self.kind() == Kind::Vouchers { document::find_voucher_by_code(self.shop.info().can) } else { document::FIND_CARD_BY_CODE.to_owned() }
    }

    fn mutation(self) -> (String, &'static str) {
        if self.kind() == Kind::Vouchers {
            (document::create_voucher(self.shop.info().can), "voucherCreate")
        } else {
            (document::create_card(), "giftCardCreate")
        }
    }

    fn input(self, text: &str) -> Value {
        let input = if self.kind() == Kind::Vouchers { self.voucher(text) } else { self.card(text) };
        json!({ "input": input })
    }

    /// The least that a card can hold, and nobody can use it. A shop writes the note a moment after the card; metadata come with it, where it takes them.
    fn card(self, text: &str) -> Value {
        let known = self.shop.info().channels.iter().find_map(|channel| Currency::parse(&channel.currency).ok());
        let least = known.map_or_else(
            || json!({ "amount": "0.01", "currency": "USD" }),
            |currency| json!({ "amount": minor_text(1, currency.exponent()), "currency": currency.code() }),
        );
        let note = Agreement::mark(text, usize::MAX);
        let mut input = json!({ "code": self.place(), "balance": least, "isActive": false, "note": note });
        if self.shop.info().can.card_metadata {
            input["privateMetadata"] = label(SECRET_KEY, &Agreement::mark(text, 0));
        }
        input
    }

    /// A voucher that is listed in no channel is worth nothing.
    fn voucher(self, text: &str) -> Value {
        let mut input =
            json!({ "name": Agreement::mark(text, LONGEST_NAME), "type": "ENTIRE_ORDER", "discountValueType": "PERCENTAGE", "usageLimit": 1 });
        if self.shop.info().can.voucher_codes {
            input["addCodes"] = json!([self.place()]);
            input["singleUse"] = true.into();
        } else {
            input["code"] = self.place().into();
        }
        input
    }
}
