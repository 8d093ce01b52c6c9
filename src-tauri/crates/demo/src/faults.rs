//! What goes wrong on purpose, so that a sync can be shown to survive it.

/// The faults of a served shop; none by default.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    /// The number of an order with a value outside of its enum: it nulls every page that holds it, if `origin`, `chargeStatus` or
    /// `status` is selected.
    pub poison_order: Option<String>,
    /// Orders with a wrong text where a right one should stand.
    pub garbled_orders: Vec<Garbled>,
}

/// One wrong text: an unknown currency, say, or a date that is none.
#[derive(Clone, Debug)]
pub struct Garbled {
    /// The number of the order.
    pub order: String,
    /// The field, wherever it stands inside the order: `currency`, `created`, …
    pub field: String,
    /// What it answers.
    pub text: String,
}

/// A shop where nothing goes wrong.
pub(crate) static NO_FAULTS: Faults = Faults { poison_order: None, garbled_orders: Vec::new() };

impl Faults {
    /// Whether the order with this number breaks its page.
    pub(crate) fn poisons(&self, order: u64) -> bool {
        self.poison_order.as_ref().is_some_and(|number| *number == order.to_string())
    }

    /// Field and text of the order with this number, if it is garbled.
    pub(crate) fn garbles(&self, order: u64) -> Option<(&str, &str)> {
        if self.garbled_orders.is_empty() {
            return None;
        }
        let number = order.to_string();
        let garbled = self.garbled_orders.iter().find(|garbled| garbled.order == number)?;
        Some((&garbled.field, &garbled.text))
    }
}
