//! The shop that is read: the demo generator's, as the pages that a full sync fetches.

use crate::Result;
use vouchsafe_app::saleor::{RawPage, Settings, parse};
use vouchsafe_demo::Spec;
use vouchsafe_domain::derive;
use vouchsafe_domain::event::Event;
use vouchsafe_domain::name::{NameTable, Names};
use vouchsafe_domain::program::file;
use vouchsafe_domain::program::{Program, Programs};
use vouchsafe_domain::shop::{Kind, Order};
use vouchsafe_domain::time::Timestamp;

/// Rows a page: the most that Saleor gives.
const PAGE: usize = 100;

/// The pages of a shop, in memory, so that no network is measured.
pub(crate) struct Shop {
    /// How many orders it has.
    pub(crate) orders: u32,
    /// Pages of customers.
    pub(crate) customer_pages: Vec<String>,
    /// Pages of orders.
    pub(crate) order_pages: Vec<String>,
    /// How many customers it has.
    pub(crate) customers: u64,
}

impl Shop {
    /// The demo shop of so many orders, seed 1.
    pub(crate) fn made(orders: u32) -> Self {
        let shop = vouchsafe_demo::Shop::generate(&Spec::new(orders, 1));
        let customers = shop.customers() as u64;
        Self { orders, customers, customer_pages: shop.customer_pages(PAGE).collect(), order_pages: shop.order_pages(PAGE).collect() }
    }

    /// The pages of a kind that a round of sync reads first and second.
    pub(crate) fn pages(&self, kind: Kind) -> &[String] {
        if kind == Kind::Customers { &self.customer_pages } else { &self.order_pages }
    }

    /// How many bytes the pages of orders have, in millions.
    pub(crate) fn megabytes(&self) -> usize {
        self.order_pages.iter().map(String::len).sum::<usize>() / 1_000_000
    }

    /// All orders as the connector reads them.
    pub(crate) fn read_orders(&self) -> Result<Vec<Order>> {
        let mut orders = Vec::with_capacity(self.orders as usize);
        for page in &self.order_pages {
            orders.extend(parse::orders(page, &Settings::default())?.rows);
        }
        Ok(orders)
    }

    /// All events that customers and orders tell, in the order in which they are folded.
    pub(crate) fn events(&self, names: &mut NameTable) -> Result<Vec<Event>> {
        let (settings, mut events) = (Settings::default(), Vec::with_capacity(self.orders as usize * 5));
        for page in &self.customer_pages {
            for customer in parse::customers(page, &settings)?.rows {
                events.extend(derive::customer_events(None, &customer, names));
            }
        }
        for page in &self.order_pages {
            for order in parse::orders(page, &settings)?.rows {
                events.extend(derive::order_events(None, &order, names));
            }
        }
        events.sort_by_cached_key(|event| (event.at, event.fact.causal_rank(), event.id.text(names)));
        Ok(events)
    }
}

/// The page as it comes over the network.
pub(crate) fn raw(text: &str) -> RawPage {
    RawPage { text: text.to_owned(), refused: Vec::new(), next: None }
}

/// The ready program *shop gift card*, in force from the beginning, so that the whole history is judged.
pub(crate) fn programs(names: &mut impl Names) -> Result<Programs> {
    let ready = vouchsafe_app::programs::ready().first().ok_or("there is no ready program")?;
    let read = file::parse(ready.source, names).map_err(|fault| fault.to_string())?;
    let program = Program { from: Timestamp::EPOCH, ..read.program };
    Ok(Programs::new(read.policy.unwrap_or_default(), vec![program]))
}
