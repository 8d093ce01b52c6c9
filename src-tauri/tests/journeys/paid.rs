//! A db in which payouts stand in each state, and the shop at which they do.

use crate::bed::Bed;
use crate::stall::{MARK, Stall, registered};
use std::path::Path;
use tokio_util::sync::CancellationToken;
use vouchsafe_app::view::{Act, PayOrder, PayoutFilter, PayoutRow, PayoutRules, PayoutSort, PayoutState, Which};
use vouchsafe_app::{Desk, Rails};
use vouchsafe_demo::{Asked, Deed, Fault, Faults, Planned, When};
use vouchsafe_domain::money::{Currency, Money};
use vouchsafe_domain::reward::Rail;

const ADA: &str = "ada";
const WHY: &str = "The order was split by the warehouse";

const PROGRAM: &str = r#"
id = "bring"
name = "Bring a friend"
version = 1
from = 2024-01-01T00:00:00Z
mode = "auto"
[[rule]]
id = "order"
on = ["order_confirmed"]
settlement = "captured"
occurrence = "every"
refund_window_days = 60
on_partial_refund = "proportional"
[[rule.grant]]
to = "advocate"
reward = { rail = "gift_card", valid_days = 90 }
value = { fixed = { USD = "10.00", EUR = "1250.00" } }
[[rule.grant]]
to = "friend"
reward = { rail = "manual" }
value = { fixed = { USD = "5.00" } }
[[rule]]
id = "welcome"
on = ["order_confirmed"]
settlement = "captured"
[[rule.grant]]
to = "friend"
reward = { rail = "voucher", voucher = { categories = ["gone"] } }
value = { fixed = { USD = "3.00" } }
"#;

/// The rewards whose payouts stand so.
#[derive(Debug)]
pub struct Keys {
    /// Delivered, and used in part; a proposal of who sits at the window is open.
    pub used: String,
    pub correcting: String,
    pub closed: String,
    /// Delivered for the second time.
    pub again: String,
    /// Delivered; a proposal of somebody else is open.
    pub done: String,
    pub unknown: String,
    pub sending: String,
    pub conflict: String,
    pub refused: String,
    pub due: String,
    /// For a person to pay.
    pub by_hand: String,
}

/// Makes the db.
pub fn make(bed: &Bed, stall: &Stall, db: &Path) -> Keys {
    stall.did([registered("anna@example.com", Some("ANNA1"), None), registered("bob@example.com", None, Some("ANNA1"))]);
    let bob = stall.newest();
    stall.orders(bob, 0, 9);
    stall.orders(bob, 1, 3);
    let (desk, shop) = stall.desk(bed, db, &[PROGRAM]);
    bed.wait(desk.sync(&shop, &tokio::sync::watch::Sender::default(), &CancellationToken::new())).unwrap();
    let made = Making { bed, stall, rails: Rails::of(&shop), desk };
    let keys = made.all();
    bed.wait(made.desk.close());
    keys
}

struct Making<'a> {
    bed: &'a Bed,
    stall: &'a Stall,
    rails: Rails,
    desk: Desk,
}

impl Making<'_> {
    fn all(&self) -> Keys {
        let usd = Currency::parse("USD").unwrap();
        let mut cards = self.due(Rail::GiftCard, Some(usd)).into_iter();
        let mut next = || cards.next().unwrap();
        let keys = Keys {
            used: next(),
            correcting: next(),
            closed: next(),
            again: next(),
            done: next(),
            unknown: next(),
            sending: next(),
            conflict: next(),
            due: next(),
            refused: self.due(Rail::Voucher, None).remove(0),
            by_hand: self.due(Rail::Manual, None).remove(0),
        };
        for key in [&keys.used, &keys.correcting, &keys.closed, &keys.again, &keys.done] {
            self.pay(key, PayoutState::Done);
        }
        let code = self.bed.wait(self.desk.payout(&keys.used)).unwrap().code.unwrap();
        self.stall.act(Deed::SpendCard { code, minor: 400 });
        for key in [&keys.closed, &keys.again] {
            self.act(ADA, key, &Act::Reverse);
            self.pay(key, PayoutState::Closed);
        }
        self.act(ADA, &keys.again, &Act::Reissue);
        self.pay(&keys.again, PayoutState::Done);
        self.act(ADA, &keys.correcting, &Act::Adjust { to: "12.50".to_owned() });
        self.pay(&keys.refused, PayoutState::Refused);
        self.go_wrong(&keys);
        let rules = PayoutRules { approve_above: vec![Money::new(500, usd)], ..PayoutRules::default() };
        self.bed.wait(self.desk.set_payout_rules(ADA, &rules, "as finance asked")).unwrap();
        self.bed.wait(self.desk.set_payout_ceiling(ADA, &[Money::new(6_000, usd)])).unwrap();
        // A comparison is begun by hand, so that there is one that was never made.
        self.bed.wait(self.desk.set_reconciles_at_start(false)).unwrap();
        self.act(ADA, &keys.done, &Act::Adjust { to: "30.00".to_owned() });
        self.act(&vouchsafe_app::actor(), &keys.used, &Act::Reverse);
        keys
    }

    /// The shop has bad moments.
    fn go_wrong(&self, keys: &Keys) {
        let plan = |asked, fault| Planned { asked, when: When::From(1), fault };
        // It fails inside, which does not say that nothing was done, and whatever is tried once more fails as well.
        self.faulty(vec![plan(Asked::Mutations, Fault::Failed)]);
        self.pay(&keys.unknown, PayoutState::Unknown);
        // We may not ask any more, right after it was written down.
        self.faulty(vec![plan(Asked::Mutations, Fault::TokenRevoked)]);
        self.pay(&keys.sending, PayoutState::Sending);
        self.faulty(Vec::new());
        // Somebody else has the code.
        let asked = Which::Keys(vec![keys.conflict.clone()]);
        let told = self.bed.wait(self.desk.pay_dry_run(&self.rails, &asked)).unwrap();
        let call = told[0].calls.iter().find(|call| call.contains(MARK)).unwrap();
        let code = call.split("\"code\":\"").nth(1).and_then(|rest| rest.get(..16)).unwrap();
        assert!(self.stall.server.make_card(code, 500));
        self.pay(&keys.conflict, PayoutState::Conflict);
    }

    fn faulty(&self, plan: Vec<Planned>) {
        self.stall.server.set_faults(Faults { plan, ..Faults::default() });
    }

    fn due(&self, rail: Rail, currency: Option<Currency>) -> Vec<String> {
        let filter = PayoutFilter { state: Some(PayoutState::Due), rail: Some(rail), currency, ..PayoutFilter::default() };
        let page = self.bed.wait(self.desk.payouts(&filter, PayoutSort::Oldest, None, 100)).unwrap().page;
        page.rows.into_iter().map(|row| row.reward).collect()
    }

    #[track_caller]
    fn pay(&self, key: &str, comes_to: PayoutState) {
        let order = PayOrder { which: Which::Keys(vec![key.to_owned()]), confirm_over_ceiling: true };
        let paid = self.bed.wait(self.desk.pay(ADA, &self.rails, &order, &tokio::sync::watch::Sender::default(), &CancellationToken::new())).unwrap();
        assert_eq!(self.row(key).state, comes_to, "{paid:?}");
    }

    fn act(&self, actor: &str, key: &str, act: &Act) {
        let expects = self.row(key).revision;
        self.bed.wait(self.desk.act(actor, key, act, WHY, expects)).unwrap();
    }

    fn row(&self, key: &str) -> PayoutRow {
        self.bed.wait(self.desk.payout(key)).unwrap().row
    }
}
