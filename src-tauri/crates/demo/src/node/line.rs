//! An order's line as an object of the schema.

use super::reference;
use crate::bill::{Bill, Line};
use crate::goods::{Group, good_at};
use crate::graphql::answer::{Answer, Thing};
use crate::money::{Currency, Money, share_of};
use crate::rng::pair;
use crate::text::uuid_of;

/// A line with what its order says about tax and currency.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LineView {
    line: Line,
    currency: Currency,
    tax: i64,
    uuid: u128,
    fulfilled: i64,
    discounted: bool,
}

impl LineView {
    /// Line `at` of an order with this salt.
    pub(crate) fn new(bill: &Bill, salt: u64, at: usize, line: Line, fulfilled: bool) -> Self {
        Self {
            line,
            currency: bill.currency(),
            tax: bill.channel.tax,
            uuid: line_uuid(salt, at),
            fulfilled: if fulfilled { line.quantity } else { 0 },
            discounted: line.full != line.price,
        }
    }

    pub(crate) fn quantity(&self) -> i64 {
        self.line.quantity
    }

    /// The line by id alone.
    pub(crate) fn reference<'a>(&self) -> Answer<'a> {
        reference("OrderLine", Answer::Uuid("OrderLine", self.uuid))
    }

    pub(crate) fn field<'a>(&self, name: &str) -> Answer<'a> {
        let good = good_at(self.line.good);
        let number = u64::from(self.line.good) + 101;
        match name {
            "id" => Answer::Uuid("OrderLine", self.uuid),
            "productName" => Answer::text(good.name),
            "variantName" => Answer::text(good.variant),
            "productSku" => Answer::text(sku(self.line.good)),
            "productVariantId" => Answer::Id("ProductVariant", number + 200),
            "quantity" => Answer::Int(self.line.quantity),
            "quantityFulfilled" => Answer::Int(self.fulfilled),
            "isGift" => Answer::Bool(false),
            "voucherCode" | "unitDiscountReason" => Answer::Null,
            "taxRate" => Answer::Amount(self.tax, 2),
            "unitPrice" => self.taxed(self.line.price),
            "undiscountedUnitPrice" => self.taxed(self.line.full),
            "totalPrice" => self.taxed(self.line.price * self.line.quantity),
            "undiscountedTotalPrice" => self.taxed(self.line.full * self.line.quantity),
            "unitDiscount" => Answer::One(Thing::Money(self.money(self.line.full - self.line.price))),
            "unitDiscountType" if self.discounted => Answer::text("FIXED"),
            "unitDiscountType" => Answer::Null,
            "metadata" => Answer::Many(Vec::new()),
            "variant" => variant(self.line.good),
            _ => Answer::Missing,
        }
    }

    fn money(&self, minor: i64) -> Money {
        Money { minor, currency: self.currency }
    }

    fn taxed<'a>(&self, gross: i64) -> Answer<'a> {
        Answer::One(Thing::Taxed(self.money(gross), share_of(gross, 100, 100 + self.tax)))
    }
}

/// The UUID of line `at` of the order with this salt.
pub(crate) fn line_uuid(salt: u64, at: usize) -> u128 {
    let at = u64::try_from(at).unwrap_or(0);
    uuid_of(pair(salt, at * 2 + 1), pair(salt, at * 2 + 2))
}

fn sku(good: u8) -> String {
    format!("{}", 49_182_235 + i64::from(good) * 13)
}

/// What is sold in a line, by its place in the range.
pub(crate) fn variant<'a>(place: u8) -> Answer<'a> {
    let good = good_at(place);
    let number = u64::from(place) + 101;
    let mut collections = Vec::new();
    if good.featured {
        collections.push(Thing::Record("Collection", group(Group(4, "Featured products", "featured-products"), "Collection")));
    }
    let product = Answer::record(
        "Product",
        vec![
            ("id", Answer::Id("Product", number)),
            ("name", Answer::text(good.name)),
            ("slug", Answer::text(good.slug)),
            ("category", Answer::record("Category", group(good.category, "Category"))),
            ("productType", Answer::record("ProductType", group(good.product_type, "ProductType"))),
            ("collections", Answer::Many(collections)),
        ],
    );
    Answer::record(
        "ProductVariant",
        vec![
            ("id", Answer::Id("ProductVariant", number + 200)),
            ("name", Answer::text(good.variant)),
            ("sku", Answer::text(sku(place))),
            ("product", product),
        ],
    )
}

fn group<'a>(group: Group, kind: &'static str) -> Vec<(&'static str, Answer<'a>)> {
    vec![("id", Answer::Id(kind, group.0)), ("name", Answer::text(group.1)), ("slug", Answer::text(group.2))]
}
