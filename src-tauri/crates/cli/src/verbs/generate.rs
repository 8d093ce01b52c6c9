//! `generate`: a made-up shop as files.

use serde::Serialize;
use std::path::Path;
use vouchsafe_app::words::Words;
use vouchsafe_demo::{Shop, Spec};

use crate::args::GenerateArgs;
use crate::ending::{Ending, Failure};
use crate::paper::{Answer, Paper};
use crate::table::{Cell, Column, Table, col};

/// Rows of a page, as a sync asks for them.
const PAGE: usize = 100;

/// What was written.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Generated {
    orders: usize,
    customers: usize,
    files: usize,
}

const COLUMNS: &[Column] = &[col("orders"), col("customers"), col("files")];

impl Answer for Generated {
    type Json = Self;

    fn json(&self) -> Self {
        *self
    }

    fn tables(&self, _words: &Words) -> Vec<Table> {
        let row = [self.orders, self.customers, self.files].map(Cell::figure).to_vec();
        vec![Table { title: None, columns: COLUMNS, rows: vec![row] }]
    }
}

/// Writes the shop's pages as the API would answer them, `customers-000001.json` and `orders-000001.json` on.
pub(super) fn generate(asked: &GenerateArgs, paper: &Paper<'_>) -> Result<Ending, Failure> {
    let mut spec = Spec::new(asked.orders, asked.seed).preset(asked.preset.into());
    spec.customers = asked.customers.unwrap_or(spec.customers);
    let shop = Shop::generate(&spec);
    std::fs::create_dir_all(&asked.out).map_err(|error| Failure::unwritten(&asked.out, &error))?;
    let files = write(&asked.out, "customers", shop.customer_pages(PAGE))? + write(&asked.out, "orders", shop.order_pages(PAGE))?;
    paper.put(&Generated { orders: shop.orders(), customers: shop.customers(), files })?;
    Ok(Ending::Done)
}

fn write(folder: &Path, name: &str, pages: impl Iterator<Item = String>) -> Result<usize, Failure> {
    let mut files = 0;
    for page in pages {
        files += 1;
        let path = folder.join(format!("{name}-{files:06}.json"));
        std::fs::write(&path, page).map_err(|error| Failure::unwritten(&path, &error))?;
    }
    Ok(files)
}
