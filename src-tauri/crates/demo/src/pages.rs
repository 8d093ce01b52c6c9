//! A shop's rows as the pages that a full sync would fetch, without a server.

use serde_json::{Value, json};

use crate::graphql::connection;
use crate::graphql::plan::{Caller, Plan};
use crate::graphql::schema::Schema;
use crate::graphql::write::Writer;
use crate::shop::Shop;
use crate::source::{Kind, Rows};
use crate::wares::NO_WARES;

/// The newest release that the demo shop speaks.
const MINOR: i64 = 23;

/// The answers to a full sync of one kind, page by page, the oldest change first.
#[derive(Debug)]
pub struct Pages<'a> {
    shop: &'a Shop,
    kind: Kind,
    root: &'static str,
    plan: Plan,
    size: usize,
    start: Option<usize>,
}

impl Shop {
    /// All orders as raw answers `{"data":{"orders":{"pageInfo":…,"edges":[…]}}}` of `page_size` rows each, with all fields that a
    /// sync reads.
    pub fn order_pages(&self, page_size: usize) -> Pages<'_> {
        Pages::new(self, Kind::Orders, "orders", include_str!("queries/orders.graphql"), page_size)
    }

    /// All customers in the same way, under `customers`.
    pub fn customer_pages(&self, page_size: usize) -> Pages<'_> {
        Pages::new(self, Kind::Customers, "customers", include_str!("queries/customers.graphql"), page_size)
    }
}

impl<'a> Pages<'a> {
    fn new(shop: &'a Shop, kind: Kind, root: &'static str, query: &str, size: usize) -> Self {
        let caller = Caller { known: true, permissions: ["MANAGE_ORDERS", "MANAGE_USERS"].map(str::to_owned).to_vec(), expired: false };
        // The document is ours, and a test answers it: a plan without fields would give no page at all.
        let plan = Plan::of(&Schema::of_minor(MINOR), &caller, query, None, &json!({ "first": 100 }));
        let plan = plan.unwrap_or(Plan { fields: Vec::new(), cost: 0, mutates: false });
        Self { shop, kind, root, plan, size: size.max(1), start: Some(0) }
    }

    /// The same with every `nth` page told twice, as a shop does when an answer was lost and asked for again.
    pub fn with_duplicates(self, nth: usize) -> impl Iterator<Item = String> + use<'a> {
        (1usize..).zip(self).flat_map(move |(number, page)| {
            let again = number.is_multiple_of(nth.max(1)).then(|| page.clone());
            std::iter::once(page).chain(again)
        })
    }
}

impl Iterator for Pages<'_> {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        let start = self.start?;
        let field = self.plan.fields.first()?;
        let mut writer = Writer::default();
        writer.out.reserve(self.size * 8 * 1024);
        writer.out.push_str("{\"data\":{");
        writer.out.push_str(&Value::from(self.root).to_string());
        writer.out.push(':');
        let more = connection::write_slice(&mut writer, Rows::Shop(self.shop, &NO_WARES), self.kind, start, self.size, field);
        writer.out.push_str("}}");
        self.start = more.then_some(start + self.size);
        Some(writer.out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Spec;

    #[test]
    fn every_nth_page_is_told_twice_and_none_is_lost() {
        let shop = Shop::generate(&Spec::new(300, 1));
        let once: Vec<_> = shop.order_pages(50).collect();
        let told: Vec<_> = shop.order_pages(50).with_duplicates(3).collect();
        let want: Vec<_> = [0, 1, 2, 2, 3, 4, 5, 5].map(|page: usize| once[page].clone()).to_vec();
        assert_eq!(once.len(), 6);
        assert_eq!(told, want);
    }
}
