//! The whole story in the window: an advocate is given a code, a friend comes by it and orders, the reward is approved and paid out, the letter
//! arrives, the card is used, the order is refunded, the rest is taken back, and both sides agree.

use crate::bed::{Bed, say};
use crate::stall::{Stall, registered};
use crate::wait_for;
use crate::window::{Window, id};
use serde_json::json;
use vouchsafe_app::Desk;
use vouchsafe_app::view::{FoundState, PayoutState, RewardState};
use vouchsafe_demo::{Deed, Options, Post};

const ANNA: &str = "anna@example.com";
const BOB: &str = "bob@example.com";

/// A person looks at each reward, and presses Pay out.
const PROGRAM: &str = r#"
id = "bring"
name = "Bring a friend"
version = 1
from = 2024-01-01T00:00:00Z
mode = "manual"
[[rule]]
id = "order"
on = ["order_confirmed"]
settlement = "captured"
refund_window_days = 60
on_partial_refund = "proportional"
[[rule.grant]]
to = "advocate"
reward = { rail = "gift_card", valid_days = 90 }
value = { fixed = { USD = "10.00" } }
"#;

/// Who takes part.
struct Story<'a> {
    bed: &'a Bed,
    window: &'a Window,
    stall: &'a Stall,
    post: &'a Post,
    /// The db beside the window.
    desk: Desk,
}

#[test]
fn an_invitation_is_followed_to_the_reward_its_card_the_refund_and_the_reconciled_books() {
    let bed = Bed::new("story").with_token(&Options::default().token);
    let (stall, db) = (Stall::open(&bed), bed.file("story.db"));
    stall.did([registered(ANNA, None, None)]);
    let (desk, _) = stall.desk(&bed, &db, &[PROGRAM]);
    bed.wait(desk.close());
    let post = bed.wait(Post::open()).unwrap();
    let window = Window::open(&bed, &["--db", db.to_str().unwrap()]);
    window.synced();
    let story = Story { bed: &bed, window: &window, stall: &stall, post: &post, desk: bed.look(&db) };

    story.wishes_for_letters();
    let code = story.gives_anna_a_code();
    let order = story.brings_bob_who_orders(&code);
    let key = story.approves_the_reward();
    let card = story.pays_it_out(&key);
    story.reads_the_letter(1, &say_it("paid_out"), &[&card, "10.00"]);
    story.sees_the_card_used(&key, &card);
    story.sees_the_order_refunded(&key, order);
    story.takes_back_the_rest(&key, &card);
    story.reads_the_letter(2, &say_it("reversed"), &["taken back"]);
    story.finds_both_sides_equal(&key);
}

impl Story<'_> {
    /// A mail server is named, and letters about payouts are switched on.
    fn wishes_for_letters(&self) {
        let window = self.window;
        window.go("settings");
        window.click(&id("mail-server"));
        window.fill(&id("mail-host"), "127.0.0.1");
        window.choose(&id("mail-tls"), "off");
        window.fill(&id("mail-port"), &self.post.port().to_string());
        window.fill(&id("mail-from"), "post@shop.example");
        window.click(&id("mail-save"));
        window.see_no("dialog");
        for kind in ["paid_out", "reversed"] {
            window.click(&id(&format!("notice-switch-{kind}")));
            window.see(&format!("{}[data-on=true]", id(&format!("notice-{kind}"))));
        }
    }

    fn gives_anna_a_code(&self) -> String {
        let window = self.window;
        window.go("customers");
        window.read(&id("customer-row"), ANNA);
        window.click(&id("customer-row"));
        window.click(&id("code-issue"));
        window.click(&id("issue-confirm"));
        window.see_no("dialog");
        window.attribute(&id("code-row"), "data-code")
    }

    fn brings_bob_who_orders(&self, code: &str) -> u64 {
        self.stall.act(registered(BOB, None, Some(code)));
        let order = self.stall.orders(self.stall.newest(), 0, 1);
        self.stall.pass();
        self.reads_the_shop();
        self.window.go("referrals");
        let row = self.window.read(&id("referral-row"), BOB);
        assert!(row.contains(code), "{row}");
        assert_eq!(self.window.count(&id("referral-row")), 1);
        order
    }

    /// Presses the button, and waits until a round has ended that began after that.
    fn reads_the_shop(&self) {
        let last = || self.bed.wait(self.desk.sync_status()).unwrap().last_synced_at;
        let before = last();
        self.window.go("sync");
        self.window.click(&id("sync-start"));
        wait_for("the shop to be read", || (last() > before).then_some(())).unwrap();
        self.window.read_to_the_end();
    }

    fn approves_the_reward(&self) -> String {
        let window = self.window;
        window.go("rewards");
        window.click(&id("reward-row"));
        window.see(&format!("{}[data-state=waiting]", id("reward-detail")));
        let key = window.attribute(&id("reward-detail"), "data-key");
        window.click(&id("approve"));
        window.fill(&id("reason"), "Bob lives elsewhere");
        window.click(&id("review-confirm"));
        window.see_no("dialog");
        window.see(&format!("{}[data-state=due]", id("reward-detail")));
        assert_eq!(self.stall.cards(), [], "nobody has pressed Pay out");
        key
    }

    fn pays_it_out(&self, key: &str) -> String {
        let window = self.window;
        window.go("payouts");
        window.see(&format!("{}[data-state=due]", id("payout-row")));
        window.click(&id("pay-all"));
        // The dialog shows what will be sent, word for word.
        let told = window.read(&id("dry-row"), "giftCardCreate");
        assert!(told.contains("giftCardActivate") && told.contains("10.00"), "{told}");
        assert_eq!(self.stall.cards(), [], "looking sends nothing");
        window.click(&id("payout-confirm"));
        window.see_no("dialog");
        window.see(&format!("{}[data-phase=done]", id("pay-run")));
        window.see(&format!("{}[data-state=done]", id("payout-row")));
        window.click(&id("payout-row"));
        window.see(&format!("{}[data-key=\"{key}\"]", id("payout-detail")));
        let cards = self.stall.cards();
        let made: Vec<_> = cards.iter().map(|card| (card.is_active, card.currency.as_str(), card.initial, card.current)).collect();
        assert_eq!(made, [(true, "USD", 1_000, 1_000)]);
        let (_, end) = cards[0].code.split_at(12);
        assert!(told.contains(&format!("\"…{end}\"")), "the card is the one that was shown, but for what only its owner may know: {told}");
        window.read(&id("payout-code"), &cards[0].code);
        cards[0].code.clone()
    }

    /// So many letters have arrived; the last one is of this kind, goes to Anna, and says so much.
    fn reads_the_letter(&self, count: usize, kind: &str, words: &[&str]) {
        let window = self.window;
        window.go("settings");
        // Letters are sent by themselves once a minute as well: the button is there as long as one waits.
        let sent = "document.querySelector('[data-testid=notices-send]:not(:disabled)')?.click();
             return document.querySelectorAll('[data-testid=notice-row][data-state=sent]').length === arguments[0]";
        window.until("the letter to be sent", sent, json!([count]));
        window.read(&format!("{}[data-state=sent]", id("notice-row")), kind);
        let letters = self.post.letters();
        assert_eq!(letters.len(), count, "one letter for each");
        let letter = letters.last().unwrap();
        assert_eq!(letter.to, ANNA);
        assert!(words.iter().all(|word| letter.text.contains(word)), "{words:?} in {}", letter.text);
    }

    /// A later order is paid with a part of the card.
    fn sees_the_card_used(&self, key: &str, card: &str) {
        self.stall.act(Deed::SpendCard { code: card.to_owned(), minor: 400 });
        self.reads_the_shop();
        self.window.at(&format!("#/payouts?payout={}", self.escaped(key)));
        self.window.see(&format!("{}[data-state=done]", id("payout-detail")));
        self.window.read(&id("payout-detail"), "$4.00");
        let payout = self.bed.wait(self.desk.payout(key)).unwrap();
        assert_eq!((payout.row.used.minor, payout.row.amount.minor), (400, 1_000));
    }

    fn sees_the_order_refunded(&self, key: &str, order: u64) {
        self.stall.act(Deed::Refund { order, percent: 100 });
        self.reads_the_shop();
        self.window.at(&format!("#/rewards?reward={}", self.escaped(key)));
        self.window.see(&format!("{}[data-state=reversed]", id("reward-detail")));
        let card = self.stall.cards().remove(0);
        assert!(card.is_active && card.current == 600, "nothing is taken back before it is written down: {card:?}");
    }

    fn takes_back_the_rest(&self, key: &str, code: &str) {
        let window = self.window;
        window.go("payouts");
        window.click(&format!("{}[data-state=correcting]", id("payout-row")));
        window.click(&id("pay"));
        let told = window.read(&id("dry-row"), "giftCardDeactivate");
        assert!(told.contains("FindCards"), "it is looked up before it is touched: {told}");
        window.click(&id("payout-confirm"));
        window.see_no("dialog");
        window.see(&format!("{}[data-state=closed]", id("payout-detail")));
        let card = self.stall.cards().remove(0);
        assert_eq!((card.code.as_str(), card.is_active, card.current, card.used), (code, false, 600, 400));
        // What was used stays our loss, as the policy says.
        window.read(&id("payout-detail"), "expense:clawback-loss");
        let reward = self.bed.wait(self.desk.reward(key)).unwrap();
        assert_eq!(reward.row.state, RewardState::Reversed);
        let lost: Vec<i64> = reward.transfers.iter().filter(|one| one.debit == "expense:clawback-loss").map(|one| one.amount.minor).collect();
        assert_eq!(lost, [400]);
    }

    fn finds_both_sides_equal(&self, key: &str) {
        let window = self.window;
        window.go("reconciliation");
        window.read(&id("reconcile-last"), &say("reconcile-never", []));
        window.click(&id("reconcile-start"));
        window.read("main", &say("reconcile-clean", []));
        assert_eq!(window.count(&id("finding")), 0);
        let open = self.bed.wait(self.desk.findings(Some(FoundState::Open), None, 10)).unwrap();
        assert_eq!(open.count, 0);
        assert_eq!(self.bed.wait(self.desk.payout(key)).unwrap().row.state, PayoutState::Closed);
        assert_eq!(self.stall.cards().len(), 1, "one card for one reward, from its beginning to its end");
    }

    /// A key as an address holds it.
    fn escaped(&self, key: &str) -> String {
        self.window.run("return encodeURIComponent(arguments[0])", json!([key])).as_str().unwrap().to_owned()
    }
}

/// What a kind of letter is called in the window.
fn say_it(kind: &str) -> String {
    say(&format!("notice-kind-{}", kind.replace('_', "-")), [])
}
