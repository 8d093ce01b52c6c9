//! Paying out in the background: one run at a time, with its progress, how to stop it, and what the last one came to.

use crate::error::Answer;
use crate::running::{self, Running};
use std::future::Future;
use tokio::sync::watch;
use vouchsafe_app::saleor::Shop;
use vouchsafe_app::view::{Paid, PayOrder, PayRun, Which};
use vouchsafe_app::{Desk, Rails};

/// What a run is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// Carry out what a person asked for.
    Pay(PayOrder),
    /// Only find out what came of what has no end yet.
    LookUp(Which),
    /// Carry out what programs pay without a person.
    Automatic,
}

/// A run, and whether it only looks.
#[derive(Debug, Clone, Default)]
pub struct Step<Of> {
    /// Nothing is sent anew by it.
    pub is_look_up: bool,
    /// How it goes on, or what it came to.
    pub of: Of,
}

/// How paying out stands.
pub type Stand = running::Stand<Step<PayRun>, Step<(PayRun, Paid)>>;

/// What pays out on one desk.
pub type Paying = Running<Step<PayRun>, Step<(PayRun, Paid)>>;

impl Paying {
    /// Begins a run, unless one goes on. What goes wrong is told by how it stands.
    pub fn pay(&self, desk: Desk, shop: impl Future<Output = Answer<Shop>> + Send + 'static, actor: String, order: Order) -> bool {
        let is_look_up = matches!(order, Order::LookUp(_));
        self.start(Step { is_look_up, of: PayRun::default() }, |telling, cancel| async move {
            let (told, heard) = watch::channel(PayRun::default());
            telling.pass_on(heard, move |of| Step { is_look_up, of });
            let shop = tokio::select! {
                () = cancel.cancelled() => return Ok(None),
                shop = shop => shop?,
            };
            let rails = Rails::of(&shop);
            let paid = match &order {
                Order::Pay(order) => desk.pay(&actor, &rails, order, &told, &cancel).await?,
                Order::LookUp(which) => desk.look_up_payouts(&rails, which, &told, &cancel).await?,
                Order::Automatic => desk.pay_automatic(&rails, &told, &cancel).await?,
            };
            if order == Order::Automatic && paid == Paid::default() {
                return Ok(None);
            }
            let run = told.borrow().clone();
            Ok(Some(Step { is_look_up, of: (run, paid) }))
        })
    }
}
