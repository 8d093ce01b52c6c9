//! The shop that is read: the demo generator's, as the pages that a first sync fetches.

use crate::Result;
use vouchsafe_app::saleor::{self, Cursor, RawPage, Settings, parse};
use vouchsafe_demo::{Options, Spec, serve};
use vouchsafe_domain::derive;
use vouchsafe_domain::event::Event;
use vouchsafe_domain::name::{NameTable, Names};
use vouchsafe_domain::program::file;
use vouchsafe_domain::program::{Program, Programs};
use vouchsafe_domain::shop::{Kind, Order};
use vouchsafe_domain::time::Timestamp;

/// The pages of a shop as the connector gets them, in memory, so that no network is measured.
pub(crate) struct Shop {
    /// How many orders it has.
    pub(crate) orders: u32,
    /// How many customers it has.
    pub(crate) customers: u64,
    customer_pages: Vec<RawPage>,
    order_pages: Vec<RawPage>,
}

impl Shop {
    /// The demo shop of so many orders, seed 1, read over loopback with the connector's own questions.
    pub(crate) async fn read(orders: u32) -> Result<Self> {
        let made = vouchsafe_demo::Shop::generate(&Spec::new(orders, 1));
        let customers = made.customers() as u64;
        let server = serve(made, Options { gzip: false, ..Options::default() }).await?;
        let shop = saleor::Shop::connect(&server.url(), server.token(), Settings::default()).await?;
        let (customer_pages, order_pages) = (pages(&shop, Kind::Customers).await?, pages(&shop, Kind::Orders).await?);
        server.shutdown().await;
        Ok(Self { orders, customers, customer_pages, order_pages })
    }

    /// The pages of a kind.
    pub(crate) fn pages(&self, kind: Kind) -> &[RawPage] {
        if kind == Kind::Customers { &self.customer_pages } else { &self.order_pages }
    }

    /// How many bytes the pages of orders have, in millions.
    pub(crate) fn megabytes(&self) -> usize {
        self.order_pages.iter().map(|page| page.text.len()).sum::<usize>() / 1_000_000
    }

    /// All orders as the connector reads them.
    pub(crate) fn read_orders(&self) -> Result<Vec<Order>> {
        let mut orders = Vec::with_capacity(self.orders as usize);
        for page in &self.order_pages {
            orders.extend(parse::orders(&page.text, &Settings::default())?.rows);
        }
        Ok(orders)
    }

    /// All events that customers and orders tell, in the order in which they are folded.
    pub(crate) fn events(&self, names: &mut NameTable) -> Result<Vec<Event>> {
        let (settings, mut events) = (Settings::default(), Vec::with_capacity(self.orders as usize * 5));
        for page in &self.customer_pages {
            for customer in parse::customers(&page.text, &settings)?.rows {
                events.extend(derive::customer_events(None, &customer, names));
            }
        }
        for page in &self.order_pages {
            for order in parse::orders(&page.text, &settings)?.rows {
                events.extend(derive::order_events(None, &order, names));
            }
        }
        events.sort_by_cached_key(|event| (event.at, event.fact.causal_rank(), event.id.text(names)));
        Ok(events)
    }
}

async fn pages(shop: &saleor::Shop, kind: Kind) -> Result<Vec<RawPage>> {
    let (mut pages, mut read) = (shop.pages(kind, Cursor::default()), Vec::new());
    while let Some(page) = pages.next().await? {
        read.push(page);
    }
    Ok(read)
}

/// The ready program *shop gift card*, in force from the beginning, so that the whole history is judged.
pub(crate) fn programs(names: &mut impl Names) -> Result<Programs> {
    let ready = vouchsafe_app::programs::ready().first().ok_or("there is no ready program")?;
    let read = file::parse(ready.source, names).map_err(|fault| fault.to_string())?;
    let program = Program { from: Timestamp::EPOCH, ..read.program };
    Ok(Programs::new(read.policy.unwrap_or_default(), vec![program]))
}
