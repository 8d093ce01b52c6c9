# English. The families error-, reason-, check-, change- and event- are read by the command line too: simple variables, no functions.
# A check may ask for $saw $limit $amount $base $percent $until $date $nth $advocate $code $program $version; each reader gives "none" for what a check does not have.

title = { $screen } · Vouchsafe
skip = Skip to the content
demo = demo
no-value = —
search = Search
currency = Currency
filters = Filters
shop-none = No shop connected
divided-by = divided by
same-person = the same person

## Navigation
nav-label = Screens
nav-overview = Overview
nav-rewards = Rewards
nav-referrals = Referrals
nav-sync = Sync
nav-settings = Settings

## Actions
act-retry = Try again
act-close = Close
act-cancel = Cancel
act-save = Save
act-approve = Approve
act-reject = Reject

## First run
first-title = Welcome to Vouchsafe
first-text = See who brought whom, which rewards are owed and why, and what a new customer costs. Choose where the data comes from.
door-demo = Look at demo data
door-demo-text = A made-up shop on this computer. Nothing leaves it, and you can throw it away.
door-connect = Connect a shop
door-connect-text = Reads customers and orders of a Saleor shop. You need its address and a token.
door-file = Open a file
door-file-text = A file of events (.ndjson), or a Vouchsafe db from another desk.
door-working = One moment…
connect-url = Address of the shop’s API
connect-url-hint = Usually ends in /graphql/.
connect-url-bad = Enter a whole address that starts with https://. Plain http:// is only for a shop on this computer.
connect-token = Token
connect-token-hint = Kept in this computer’s keychain, never in a file.
connect-token-missing = Paste the token that the shop gave you.
connect-submit = Connect
connect-permissions = The token needs these permissions
permission-manage-orders = to read orders and payments
permission-manage-users = to read customers
permission-manage-gift-card = to issue gift cards as rewards
permission-manage-discounts = to read and issue vouchers
connect-how = How to make a token in Saleor
connect-how-app = Open Extensions in the dashboard (Configuration → Webhooks & Events in older versions) and create a local app.
connect-how-permissions = Give it the four permissions above and save.
connect-how-token = Create a token in the app, and copy it at once: Saleor shows it only this time.
connect-keys = Where the shop keeps referral codes
connect-keys-text = The names of metadata keys at the shop. Leave a field empty if the shop has nothing of the kind.
connect-key-customer-code = Customer: the code that they share
connect-key-order-code = Order: the code that it came with
connect-key-customer-ref-code = Customer: the code that brought them
connect-key-device = Order: device fingerprint
connect-key-ip = Order: IP address
file-path = Path of the file
file-path-hint = A .ndjson file of events, or a Vouchsafe db.
file-path-missing = Type a path, or choose a file with Browse.
file-browse = Browse…
file-open = Open

## Overview
overview-as-of = As of
overview-explain = Explain
overview-mirror = These are mirror figures: the first sync is not complete, so they will still change.
overview-empty = No figures yet
overview-empty-text = Figures appear as soon as the first orders have been read.
overview-figures = Key figures
overview-charts = Charts
tile-friends = New friends
tile-friends-what = Brought by an advocate, with a first captured order.
tile-cac = Customer acquisition cost
tile-cac-what = What one new friend costs: rewards to both sides plus marketing spend.
tile-cac-issued = CAC, rewards issued
tile-cac-issued-what = The same, counting only rewards that were delivered.
tile-cac-redeemed = CAC, rewards redeemed
tile-cac-redeemed-what = The same, counting only rewards that were used.
tile-roi = Return on investment
tile-roi-what = What is left of the margin on referred orders after their cost, for each unit spent.
tile-revenue = Referred revenue
tile-revenue-what = Captured money of friends’ orders, less refunds.
tile-cost = Cost
tile-cost-what = Net rewards to both sides plus marketing spend.
tile-waiting = Waiting rewards
tile-waiting-what = Promised, but still held back by a date, a payment or a person.
part-reward-cost-and-spend = Rewards and spend
part-issued-cost-and-spend = Issued rewards and spend
part-redeemed-cost-and-spend = Redeemed rewards and spend
part-new-friends = New friends
part-margin-minus-cost = Margin less cost
part-cost = Cost
part-referred-orders = Referred orders
part-rewards = Rewards

## Margin
margin = Margin
margin-hint = The share of revenue that you keep before rewards. It enters return on investment.
margin-bad = Enter a percentage from 0 to 100.
margin-saved = Margin is now { $percent }.

## Charts
chart-cac-by-month = Acquisition cost by month
chart-roi-by-month = Return on investment by month
chart-cac-by-channel = Acquisition cost by channel
chart-roi-by-channel = Return on investment by channel
chart-table = Table
chart-save-png = Save as PNG picture
chart-save-svg = Save as SVG drawing
chart-saved = Saved to { $path }
chart-empty = Nothing to draw yet
chart-role = chart
chart-keys = { $title }. Use the arrow keys to walk through the points.
chart-point = { $label }, { $series }: { $value }

## Rewards
rewards-count =
    { $count ->
        [one] { $count } reward
       *[other] { $count } rewards
    }
rewards-search = Name, email, order or key
rewards-empty = No rewards match
rewards-empty-text = Clear a filter or search for something else.
totals = Totals
totals-tip = One total for each currency. They are never added up across currencies.
total-count = in { $count }
filter-all = All
filter-state = State
filter-wait = Waits for
filter-wait-captured = Payment
filter-wait-hold = Hold
filter-wait-review = Decision
filter-any-wait = Any wait
filter-role = Role
filter-any-role = Any role
filter-any-currency = Any currency
filter-status = Status
state-waiting = Waiting
state-due = Due
state-settled = Settled
state-void = Void
state-reversed = Reversed
wait-captured = payment
wait-captured-what = Waits until the order’s money is captured.
wait-hold = hold
wait-hold-what = Waits until the hold ends.
wait-review = decision
wait-review-what = Waits for somebody to approve or reject it.
wait-person = decision
wait-person-what = Waits for somebody to approve or reject it.
role-advocate = Advocate
role-friend = Friend
role-tip = Who gets the reward: the advocate (also called referrer) or the friend (referee).
friend-tip = Also called referee: who was brought.
advocate-tip = Also called referrer: who brings others.
reward-detail = Reward in detail
reward-for =
    { $role ->
        [advocate] To the advocate
       *[friend] To the friend
    }
reward-tree = Show in the tree
reward-why = Why
reward-decided = { $event }, judged by { $program }, version { $version },
reward-no-decision = This reward was brought in from outside, so there is no decision to explain.
reward-transfers = Money movements
reward-no-transfers = No money has moved.
reward-history = History
reward-no-history = Nothing has happened yet.
transfer-to = to

## Review
review-title-approve = Approve this reward
review-title-reject = Reject this reward
review-text-approve = It becomes due as soon as nothing else holds it back. Your name and reason go into the journal.
review-text-reject = It becomes void and nothing is delivered. Your name and reason go into the journal.
review-reason = Reason
review-reason-hint = Required. Whoever audits this later reads it.
review-confirm-approve = Approve
review-confirm-reject = Reject
review-phase-queued = Queued: another review goes first.
review-phase-sending = Sending. Nothing is decided until it is confirmed.
review-short-queued = queued
review-short-sending = sending
review-done-approve = Confirmed: { $amount } approved.
review-done-reject = Confirmed: { $amount } rejected.
review-look-again = Look again

## Trace
trace-label = Checks in their order
trace-pass = { $check }: passed ({ $seen })
trace-refuse = { $check }: refused ({ $seen })
trace-wait = { $check }: waits ({ $seen })
verdict-pass = passed
verdict-refuse = refused
verdict-wait = waits
step-event = Event
step-referral = Referral
step-rule = Rule
step-eligibility = Eligibility
step-fraud = Fraud
step-limits = Limits
step-cooldown = Cooldown
step-amount = Amount
step-waits = Waits
step-record = Record

## Columns
col-advocate = Advocate
col-friend = Friend
col-friends = Friends
col-beneficiary = Beneficiary
col-role = Role
col-order = Order
col-state = State
col-created = Created
col-due = Due
col-amount = Amount
col-program = Program
col-key = Key
col-code = Code
col-status = Status
col-bound = Since
col-first-paid = First paid
col-orders = Orders
col-revenue = Revenue
col-cost = Cost
col-rewards = Rewards
col-person = Person
col-subtree = All below
col-month = Month
col-channel = Channel
col-kind = Kind
col-source = Record
col-seen = Seen
col-why = Why

## Referrals
tab-list = List
tab-tree = Tree
status-registered = Registered
status-activated = Activated
status-rejected = Rejected
referrals-count =
    { $count ->
        [one] { $count } referral
       *[other] { $count } referrals
    }
referrals-search = Name, email or code
referrals-empty = No referrals match
referrals-empty-text = Clear a filter or search for something else.
tree-label = Who brought whom
tree-empty = Nobody has brought anybody yet
tree-empty-text = The tree grows with the first friend who registers with a code.
tree-open = Show whom they brought
tree-close = Hide whom they brought
tree-more =
    { $count ->
        [one] Show one more
       *[other] Show more ({ $text } left)
    }
friends-tip = Brought directly.
subtree-tip = Everybody below, on all levels.
tree-revenue-tip = Captured money of everybody below, less refunds.
tree-cost-tip = Net rewards paid for everybody below.
path = Path to the root
path-all = Everybody
path-enter = Show only this branch
path-between =
    { $count ->
        [one] … one level …
       *[other] … { $count } levels …
    }

## Sync
sync-start = Sync now
sync-resume = Resume
sync-cancel = Cancel
sync-summary = State of the sync
sync-last = Last synced
sync-folded = Events judged
sync-quarantined = In quarantine
sync-folding = { $done } of { $total } events judged
sync-kinds = Progress by kind of record
sync-eta = about { $time } left
sync-rows = { $rows } read
sync-rows-of = { $rows } of { $total }
sync-mirror = { $rows } in the mirror
sync-watermark = complete up to
synced-ago = Synced { $ago }
synced-never = Never synced
phase-idle = Up to date
phase-reading = Reading the shop
phase-folding = Judging events
phase-cancelling = Stopping
phase-failed = The last sync failed
kind-customers = Customers
kind-orders = Orders
kind-transactions = Payments
kind-gift-cards = Gift cards
kind-vouchers = Vouchers
kindstate-idle = Not started
kindstate-waiting = Next
kindstate-running = Reading
kindstate-done = Done
kindstate-failed = Failed
kindstate-cancelled = Stopped
quarantine-title =
    { $count ->
        [one] { $count } record in quarantine
       *[other] { $count } records in quarantine
    }
quarantine-text = These could not be understood. Everything else was read; each is tried again when the shop changes it.

## Settings
settings-look = Language and look
settings-language = Language
settings-language-hint = System follows the language of this computer.
settings-theme = Theme
settings-theme-hint = System follows the colours of this computer.
settings-figures = Figures
settings-desk = This desk
settings-shop = Shop
settings-shop-version = Shop version
settings-connected = Connected
settings-db = Db file
settings-version = Vouchsafe
locale-system = System
locale-en = English
locale-ru = Русский
theme-system = System
theme-light = Light
theme-dark = Dark

## Keyboard
palette-title = Go to or do anything
palette-short = Find a command
palette-hint = Type a command, a name or an order
palette-go = Go to { $screen }
palette-review = Rewards that wait for a person
palette-due = Rewards that are due
palette-tree = Show the tree of referrals
palette-sync = Sync now
palette-light = Use the light theme
palette-dark = Use the dark theme
palette-english = Switch to English
palette-russian = Switch to Russian (Русский)
palette-rewards-of = Search rewards for “{ $text }”
palette-referrals-of = Search referrals for “{ $text }”
keys-title = Keyboard
keys-search = Search on this screen
keys-list = Move in a list
keys-open = Open the row
keys-tree = Close and open a branch; walk a chart
keys-close = Close

## Errors: what happened and what to do, in one sentence
error-shop-unreachable = The shop at { $url } does not answer; check the address and the network, then try again.
error-token-refused = The shop at { $url } refused the token; make a new one in the shop and connect again.
error-permission-missing = The token lacks { $permissions }; add that in the shop’s dashboard and try again.
error-shop-too-old = The shop runs Saleor { $version }, which is too old; 3.20 or newer is needed.
error-not-saleor = There is no Saleor API at { $url }; the address usually ends in /graphql/.
error-bad-url = “{ $url }” is not an address of a shop; enter one that starts with https://.
error-other-shop = This db belongs to the shop { $expected }; open another db to connect another shop.
error-shop-answer = The shop gave an answer that makes no sense ({ $what }); try again, and tell its operator if it stays so.
error-rate-limited = The shop asks to wait { $seconds } s; the sync goes on by itself after that.
error-cancelled = Stopped as you asked; Resume goes on from the same place.
error-db-newer = This db was made by a newer Vouchsafe (format { $found }, this one knows { $known }); update Vouchsafe to open it.
error-db-damaged = The db is damaged; restore it from a backup.
error-db-in-use = The db at { $path } is already open in another Vouchsafe; close that one first.
error-disk-full = The disk is full; make room and try again; nothing was lost.
error-file-unreadable = The file { $path } cannot be read; check that it exists and that you may open it.
error-file-not-events = { $path }, line { $line }, is not an event ({ $what }); mend that line and open the file again.
error-program-invalid = { $line ->
        [none] The program { $file } has a mistake: { $what }.
       *[other] The program { $file }, line { $line }, has a mistake: { $what }.
    }
error-unknown-currency = The currency { $currency } is not known ({ $what }); the record is set aside until it is.
error-bad-row = A record could not be understood ({ $what }); it is set aside and the rest goes on.
error-stale = This changed while you were looking; look at what is there now and decide again.
error-reason-missing = Give a reason; it goes into the journal.
error-not-found = There is no { $what } here any more; go back to the list.
error-read-only = This db is open for reading only; nothing can be changed here.
error-no-keychain = This computer has no keychain to keep the token in; unlock or install one, or set VOUCHSAFE_SHOP_TOKEN.
error-internal = Something went wrong inside Vouchsafe ({ $what }); try again, and report it if it happens once more.
error-no-shop = No shop is connected; connect one first.
error-version-taken = Version { $version } of { $program } exists already and says something else; give the changed program a new version number.
error-policy-differs = The program’s [attribution] differs from the one in force; all active programs must agree on it.
error-history-needs-manual = The program reaches back before the shop was connected; that needs mode = "manual".
error-port-taken = The demo shop of { $path } cannot open its port ({ $what }); close what uses it and try again.
error-no-token = There is no token; put it into VOUCHSAFE_SHOP_TOKEN.
error-quarantined = Done, but records in quarantine: { $count }; vouchsafe status lists them.
error-chart-kind = { $path } must end in .svg or .png.
error-file-kind = { $path } must end in .ndjson for events or in .csv for code owners.
error-file-unwritten = { $path } cannot be written ({ $what }); choose another place or make room.

## Reasons: why something was refused, voided or reversed
reason-self-referral = Somebody used their own code.
reason-same-email = Friend and advocate have the same email address.
reason-same-card = Friend and advocate paid with the same card.
reason-same-ip = Friend and advocate came from the same IP address.
reason-ip-limit = Too many people came from one IP address in a day.
reason-disposable-email = The email address is a throw-away one.
reason-excluded-domain = Email addresses of this domain are excluded.
reason-email-unverified = The email address was never confirmed.
reason-account-too-young = The account is too young.
reason-referral-loop = This bond would make somebody their own advocate in the end.
reason-already-referred = The friend already has an advocate.
reason-code-unknown = Nobody owns this code.
reason-code-disabled = The code is disabled.
reason-below-minimum = The order is below the minimum.
reason-channel-not-eligible = The sales channel is not part of the rule.
reason-category-not-eligible = Nothing in the order is of an eligible category.
reason-not-new-customer = The friend was a customer before.
reason-outside-window = The time in which this referral earns is over.
reason-limit-per-friend = The limit for each friend is reached.
reason-limit-per-day = The limit for a day is reached.
reason-limit-per-month = The limit for a month is reached.
reason-cooldown = The last reward was too short a time ago.
reason-budget-exhausted = The program’s budget has no room left.
reason-not-captured = The order’s money was not captured in time.
reason-refunded = The order was refunded.
reason-role-too-low = The person’s role is too low for this reward.
reason-no-value-for-currency = The program names no amount for the order’s currency.
reason-no-amount = The event has no amount to take a share of.
reason-holdout = The advocate is in the comparison group, which gets nothing.
reason-no-referral = Nobody brought this buyer.
reason-existing-customer = The friend was known to the shop before the first contact.
reason-excluded-customer = The customer is excluded from the program.
reason-same-phone = Friend and advocate have the same phone number.
reason-same-address = Friend and advocate have the same postal address.
reason-same-device = Friend and advocate use the same device.
reason-phone-unverified = The phone number was never confirmed.
reason-country-not-eligible = The country is not part of the rule.
reason-fraud-score = The fraud score is too high.
reason-occurrence-not-met = This is not the purchase that the rule rewards.
reason-between-steps = The count lies between two steps of the rule.
reason-cancelled = The order was cancelled.
reason-charged-back = The bank took the money back.
reason-replacement-order = The order only replaces an earlier one.
reason-beneficiary-deleted = The account that would get the reward was deleted.
reason-program-not-started = The program had not started yet.
reason-program-paused = The program was paused.
reason-program-ended = The program had ended.
reason-rejected-by-staff = Somebody on the team rejected it.
reason-stale = What was on screen had changed meanwhile.
reason-payout-refused = The payout was refused at the other end.
reason-payout-conflict = The payout’s code belongs to somebody else.
reason-order-unknown = The order has not been seen yet.
reason-already-rewarded = The same occasion was rewarded before.
reason-wrong-currency = The amount is in another currency than what it is about.

## Checks: what a decision looked at
check-trigger-pass = This is an event that the rule answers to.
check-trigger-refuse = Nothing may come of this event.
check-program-pass = The program { $program } was in force, version { $version }.
check-program-refuse = The program { $program } was not in force.
check-occurrence-pass = For this friend it is occasion number { $nth } of the rule.
check-occurrence-refuse = For this friend it would be occasion number { $nth }, which the rule does not reward.
check-referral-pass = Brought by { $advocate } with the code { $code }.
check-referral-refuse = The buyer has no advocate.
check-earning-window-pass = It happened on { $date }; the referral earns until { $until }.
check-earning-window-refuse = It happened on { $date }; the referral earned only until { $until }.
check-beneficiary-pass = The account that gets the reward exists.
check-beneficiary-refuse = The account that would get the reward was deleted.
check-beneficiary-wait = The person who gets the reward has no account yet.
check-existing-customer-pass = The friend was new to the shop.
check-existing-customer-refuse = The friend was known to the shop before the first contact.
check-replacement-pass = The order does not replace an earlier one.
check-replacement-refuse = The order replaces an earlier one, so it earns nothing.
check-minimum-pass = The order’s { $saw } reach the minimum of { $limit }.
check-minimum-refuse = { $limit ->
        [none] The rule names no minimum in the currency of the order’s { $saw }.
       *[other] The order’s { $saw } are below the minimum of { $limit }.
    }
check-channel-pass = The sales channel is part of the rule.
check-channel-refuse = { $saw ->
        [none] The order’s sales channel is not part of the rule.
       *[other] The sales channel { $saw } is not part of the rule.
    }
check-limit-per-friend-pass = This friend brought { $saw } such rewards before; the limit is { $limit }.
check-limit-per-friend-refuse = This friend brought { $saw } such rewards before, and the limit is { $limit }.
check-amount-pass = { $percent ->
        [none] The reward is { $amount }.
       *[other] { $percent }% of { $base }, but no more than the rule allows, comes to { $amount }.
    }
check-amount-refuse = No amount comes of it.
check-captured-pass = Paid: { $saw } of { $limit } is captured.
check-captured-wait = Waits for payment: { $saw } of { $limit } is captured so far.
check-captured-refuse = The order’s money was not captured.
check-hold-pass = There is no hold, or it is over.
check-hold-wait = { $until ->
        [none] Held back for a time after the payment (days: { $saw }).
       *[other] Held back until { $until } (days: { $saw }).
    }
check-review-pass = Nobody has to look at it.
check-review-wait = Waits until somebody approves or rejects it.
check-review-refuse = Somebody rejected it.
check-settled-before-pass = The same occasion was not rewarded before.
check-settled-before-refuse = The same occasion was rewarded before.

## Changes in a reward’s history
change-created = Promised: { $amount }
change-due = Became due
change-settled = Settled
change-void = Became void
change-reversed = Reversed
change-reduced = Reduced to { $amount }
change-approved = Approved
change-rejected = Rejected
change-held = Put on hold until { $until }
change-wait-ended = A wait ended
change-captured = The order was paid
change-hold-over = The hold ended
change-used = Used: { $amount }
change-sent-for-review = Waits for a person, because the account was deleted

## Events by name
event-customer-registered = Customer registered
event-customer-updated = Customer updated
event-customer-deleted = Customer deleted
event-code-issued = Code issued
event-code-disabled = Code disabled
event-link-clicked = Link clicked
event-interaction = First contact
event-trial-started = Trial started
event-order-placed = Order placed
event-order-confirmed = Order confirmed
event-order-changed = Order changed
event-order-payment-failed = Order payment failed
event-order-cancelled = Order cancelled
event-order-money = Order money changed
event-topup = Balance topped up
event-subscription-purchased = Subscription purchased
event-subscription-renewed = Subscription renewed
event-purchase-refunded = Purchase refunded
event-partner-onboarded = Partner onboarded
event-role-upgraded = Role upgraded
event-custom = Custom event
event-reward-used = Reward used
event-reward-expired = Reward expired
event-reward-chosen = Reward chosen
event-spend-recorded = Marketing spend recorded
event-program-activated = Program activated
event-program-paused = Program paused
event-program-ended = Program ended
event-list-changed = List changed
event-policy-changed = Policy changed
event-payout-intended = Payout intended
event-payout-known = Payout outcome known
event-rejudge = Judged again
event-time-passed = Time passed
event-staff-attribute = Attributed by staff
event-staff-approve = Approved by staff
event-staff-reject = Rejected by staff
event-staff-hold = Held by staff
event-staff-adjust = Adjusted by staff
event-staff-reverse = Reversed by staff
event-staff-reissue = Reissued by staff
event-staff-goodwill = Goodwill by staff
event-staff-rebind = Rebound by staff
event-staff-proposed = Proposed by staff
event-staff-approved = Proposal approved by staff

## What the shell draws and the command line prints
chart-cac = Acquisition cost
chart-roi = Return on investment
chart-by-month = { $figure } by month, { $currency }
chart-by-channel = { $figure } by channel, { $currency }
cli-account = Account
cli-args = Values
cli-at = At
cli-balances = Balances
cli-by = Split by
cli-cac = CAC
cli-changed = Changed
cli-channel = Channel
cli-charts-at = Charts:
cli-check = Check
cli-count = Count
cli-credit = Credit
cli-currency = Currency
cli-customers = Customers
cli-db = Db
cli-debit = Debit
cli-decisions = Decisions
cli-denominator = Denominator
cli-duplicate = { $event } came twice and counts once.
cli-event = Event
cli-events = Events
cli-fact = Fact
cli-figure = Figure
cli-files = Files
cli-from = From
cli-given = Given
cli-in-mirror = In the mirror
cli-journal-ends = The journal holds { $entries } entries and ends with { $head }.
cli-known-until = Known until
cli-label = Label
cli-last-synced = Last synced
cli-month = Month
cli-name = Name
cli-new = New
cli-no = no
cli-no-decisions = Nothing was decided about it yet.
cli-numerator = Numerator
cli-party = Party
cli-quarantined = Quarantined
cli-ready = Ready-made
cli-reason = Reason
cli-referrals = Referrals
cli-refused = Refused
cli-reward = Reward
cli-reward-cost = Reward cost
cli-rewards = Rewards
cli-roi = ROI
cli-rows = Rows
cli-rule = Rule
cli-shop = Shop
cli-shop-open = The demo shop answers at { $url } with the token { $token } until Ctrl+C.
cli-shop-version = Shop version
cli-spend = Spend
cli-step = Step
cli-steps = Steps of rewards
cli-totals = Totals
cli-transfers = Transfers
cli-triggers = Triggers
cli-url = Address
cli-value = Value
cli-verdict = Verdict
cli-version = Version
cli-waits = Waits for
cli-what = What
cli-yes = yes
