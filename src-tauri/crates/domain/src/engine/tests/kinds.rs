//! Programs that between them say what [`super::history`]'s own do not: every condition, limit, step and division of people.

use crate::name::NameTable;
use crate::program::{Action, Programs, Signal, Signals, file};

/// How many sets there are.
pub(super) const COUNT: usize = 6;

const LIMITS: &str = r#"
[[rule]]
id = "k1"
on = ["order_confirmed", "topup"]
settlement = "captured"
occurrence = "every"
hold_days = 2
refund_window_days = 12
first_after_full_refund = "free"
channels = ["20"]
limits = { per_advocate = 5, per_month = 3, count_reversed = false }
cooldown_hours = 30
[[rule.grant]]
to = "advocate"
reward = { rail = "gift_card" }
value = { tiers = { by = "revenue", apply = "from", steps = [{ revenue = { EUR = "1.00" }, fixed = { EUR = "0.90" } }, { revenue = { EUR = "3.00" }, percent = "80", of = "order_total", cap = { EUR = "1.00" } }], otherwise = { fixed = { EUR = "0.10" } } } }
[[rule.grant]]
to = { upline = 3 }
reward = { rail = "voucher" }
value = { fixed = { EUR = "0.11" } }
[[rule.grant]]
to = "friend"
reward = { rail = "points", unit = "points", exponent = 3, valid_days = 4 }
value = { percent = "12.5", of = "items", cap = { EUR = "0.15" } }
[[rule]]
id = "k2"
on = ["order_captured"]
first_after_full_refund = "free"
refund_window_days = 40
new_customers = true
within_days_of_signup = 60
[[rule.grant]]
to = "advocate"
reward = { rail = "manual" }
value = { fixed = { EUR = "0.50" } }
"#;

const CONDITIONS: &str = r#"
[[rule]]
id = "k3"
on = ["order_confirmed"]
occurrence = "every"
categories = ["30", "31"]
countries = ["DE"]
minimum = { of = "eligible_lines", EUR = "0.20" }
limits = { per_day = 1, per_friend = 4 }
refund_window_days = 15
[[rule.grant]]
to = "advocate"
locked_until_role = "vip"
reward = { rail = "entitlement", valid_days = 20 }
value = { group = "vips" }
[[rule.grant]]
to = "friend"
choice = [
    { name = "points", reward = { rail = "points", unit = "points", exponent = 0 }, value = { percent = "40", of = "eligible_lines" } },
    { name = "credit", reward = { rail = "wallet", valid_days = 9 }, value = { percent = "10", of = "eligible_lines" } },
]
[[rule]]
id = "k4"
on = ["custom:quest", "role_upgraded", "customer_registered"]
occurrence = "every"
role = "pro"
arm = { experiment = "welcome", arm = "b" }
[[rule.grant]]
to = "friend"
reward = { rail = "token", unit = "tokens", exponent = 2 }
value = { units = "1.50" }
[[rule]]
id = "k5"
on = ["order_captured", "subscription_purchased"]
occurrence = { first_n = 3 }
hold_days = 1
email_verified = true
account_age_days = 9
wait_days = 6
[[rule.grant]]
to = "advocate"
reward = { rail = "wallet", valid_days = 3 }
value = { tiers = { by = "paid_friends", apply = "at", steps = [{ n = 1, fixed = { EUR = "0.20" } }, { n = 3, fixed = { EUR = "0.70" } }], otherwise = { fixed = { EUR = "0.05" } } } }
[[rule]]
id = "k6"
on = ["order_confirmed", "topup"]
occurrence = "every"
refund_window_days = 5
[[rule.grant]]
to = "advocate"
reward = { rail = "wallet" }
value = { tiers = { by = "paid_friends", apply = "at", steps = [{ n = 1, fixed = { EUR = "0.30" } }, { n = 2, fixed = { EUR = "0.40" } }] } }
"#;

/// Two programs under one policy. Some have a budget for their whole life, some credit order by order, some divide people by the friend.
pub(super) fn programs(which: usize) -> Programs {
    let policy =
        ["", "scope = \"order\"\nexisting_customers = \"allow\"", "bind_at = \"order\"\ntouch = \"last\"\nexisting_customers = \"allow\""][which % 3];
    let unit = ["advocate", "friend"][which % 2];
    let budget = ["budget = { EUR = \"3.00\", per = \"program\" }", "when_ended = \"void\""][which % 2];
    let limits = format!(
        "id = \"five\"\nname = \"Five\"\nmode = {{ limited = {{ percent = 40, groups = [\"210\"] }} }}\nunit = \"{unit}\"\ntime_zone = \"Europe/Berlin\"\n{budget}\n\
         [attribution]\n{policy}\nroles = [\"member\", \"pro\", \"vip\"]\n[[boost]]\nid = \"more\"\nfrom = 2026-01-05T00:00:00Z\nuntil = 2026-03-01T00:00:00Z\nfactor = \"1.5\"\nrules = [\"k1\"]\nchannels = [\"20\"]\n\
         {LIMITS}"
    );
    let conditions = format!(
        "id = \"six\"\nname = \"Six\"\nmode = \"auto\"\nunit = \"{unit}\"\nwhen_paused = \"review\"\ntime_zone = \"Asia/Tokyo\"\n\
         [[experiment]]\nid = \"welcome\"\narms = {{ a = 20, b = 50 }}\nholdout = 30\n{CONDITIONS}"
    );
    let mut names = NameTable::default();
    let quiet = Signals { actions: Signal::ALL.map(|_| Action::Off), ..Signals::default() };
    let [limits, conditions] = [limits, conditions].map(|text| file::parse(&text, &mut names).unwrap_or_else(|fault| panic!("{fault}\n{text}")));
    let policy = limits.policy.unwrap();
    Programs::new(policy, [limits.program, conditions.program].map(|program| crate::program::Program { signals: quiet.clone(), ..program }).to_vec())
}
