# English. The families error-, reason-, check-, change- and event- are read by the command line too: simple variables, no functions.
# A check may ask for any value that the app names for its kind; where there is none it is told "none", and "erased" of what was erased.

title = { $screen } · Vouchsafe
skip = Skip to the content
demo = demo
no-value = —
search = Search
loading = Loading…
reason = Reason
show-older = Show older
copy = Copy
copy-done = Copied
copy-failed = Could not copy; select the text and copy it by hand.
erased = erased
erased-person = Erased person
currency = Currency
filters = Filters
shop-none = No shop connected
divided-by = divided by
same-person = the same person

## Navigation
nav-label = Screens
nav-overview = Overview
nav-rewards = Rewards
nav-review = Review
nav-payouts = Payouts
nav-reconciliation = Reconciliation
nav-referrals = Referrals
nav-customers = Customers
nav-tree = Tree
nav-leaderboard = Leaderboard
nav-sync = Sync
nav-settings = Settings

## Actions
act-retry = Try again
act-close = Close
act-cancel = Cancel
act-save = Save
act-approve = Approve
act-reject = Reject
act-hold = Hold longer
act-exclude-domain = Exclude the domain
act-reject-referral = Reject the referral

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
filter-wait-raise = Raise
filter-wait-email = Email
filter-wait-phone = Phone
filter-wait-account = Account
filter-wait-role = Role
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
wait-raise = raise
wait-raise-what = A person can agree to more than stands; what stands goes its own way meanwhile.
wait-email = email
wait-email-what = Waits until the friend confirms the email address.
wait-phone = phone
wait-phone-what = Waits until the friend confirms the phone number.
wait-account = account
wait-account-what = Waits until the friend has an account that is old enough.
wait-role = role
wait-role-what = Locked until whoever gets it has the role for it.
wait-person = decision
wait-person-what = Waits for somebody to approve or reject it.
role-advocate = Advocate
role-friend = Friend
role-upline = Upline
role-upline-2 = Upline, level 2
role-upline-3 = Upline, level 3
role-upline-4 = Upline, level 4
role-upline-5 = Upline, level 5
role-upline-6 = Upline, level 6
role-upline-7 = Upline, level 7
role-upline-8 = Upline, level 8
role-upline-9 = Upline, level 9
role-upline-10 = Upline, level 10
role-tip = Who gets the reward: the advocate (also called referrer) or the friend (referee).
friend-tip = Also called referee: who was brought.
advocate-tip = Also called referrer: who brings others.
reward-detail = Reward in detail
reward-for =
    { $role ->
        [advocate] To the advocate
        [upline] To the upline
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
review-count =
    { $count ->
        [one] { $count } reward waits for a decision
       *[other] { $count } rewards wait for a decision
    }
review-empty = Nothing waits for you here
review-empty-text = Either everything is decided, or a filter hides the rest.
review-signal = Signal
review-any-signal = Any signal
review-any-program = Any program
review-age = Age
review-any-age = Any age
review-age-1 = A day or older
review-age-3 = 3 days or older
review-age-7 = A week or older
review-age-30 = 30 days or older
review-pick = Choose this reward
review-picked =
    { $count ->
        [one] { $count } chosen
       *[other] { $count } chosen
    }
review-pick-hint = Choose rewards with Space, or decide on one at once; ? shows all keys.
review-pick-all = Choose all, up to { $most }
review-pick-none = Choose none
review-most = { $most } of { $count } are chosen; no more can be decided at once.
review-evidence = The evidence
review-why = Why it waits
review-email = Email address:
review-phone = phone:
review-verified = confirmed
review-unverified = not confirmed
review-unsaid = the shop does not say
review-shared = both have it
review-no-marks = Nothing is known that could be compared.
review-placed = Placed
review-total = In all
review-paid = Paid
review-refunded = Paid back
review-country = Country
review-cancelled = Cancelled
review-open-reward = Show the reward with its money and history
review-many-approve =
    { $count ->
        [one] Approve one reward
       *[other] Approve { $count } rewards
    }
review-many-reject =
    { $count ->
        [one] Reject one reward
       *[other] Reject { $count } rewards
    }
review-many-hold =
    { $count ->
        [one] Hold one reward longer
       *[other] Hold { $count } rewards longer
    }
review-told-approve =
    { $count ->
        [one] Confirmed: one reward approved.
       *[other] Confirmed: { $count } rewards approved.
    }
review-told-reject =
    { $count ->
        [one] Confirmed: one reward rejected.
       *[other] Confirmed: { $count } rewards rejected.
    }
review-told-hold =
    { $count ->
        [one] Confirmed: one reward is held longer.
       *[other] Confirmed: { $count } rewards are held longer.
    }
review-text-hold = It goes on waiting until the end of that day, and for a decision. Your name and reason go into the journal.
review-confirm-hold = Hold
review-until = Until the end of
review-sent = { $done } of { $all } answered. Nothing is decided until it is confirmed.
review-outcome = Confirmed: { $done }. Left as they are: { $refused }.

## Why a reward waits for a person
cause-manual = The program has a person look at each reward.
cause-manual-short = each is looked at
cause-outside-group = It is outside the limited group for which rewards go out without a person.
cause-outside-group-short = outside the limited group
cause-signal = A sign of fraud was found.
cause-signal-short = signals
cause-score = The signs of fraud that were found come to enough points.
cause-score-short = points of signals
cause-attributed = Staff said by hand who brought the friend.
cause-attributed-short = attributed by hand
cause-account-deleted = The account that would get it was deleted.
cause-account-deleted-short = account deleted
cause-program-paused = It would have become due while the program was paused.
cause-program-paused-short = program paused
cause-raise = The order comes to more than stands: somebody has to agree to give more.
cause-raise-short = more to give
cause-taken-over = Another system had said who brought the friend, and may have paid for this.
cause-taken-over-short = taken over

## What people leave behind
mark-mailbox = Mailbox
mark-phone = Phone
mark-address = Address
mark-device = Device
mark-card = Card
mark-card-digits = Digits of a card
mark-ip = IP address

## A domain, a referral
domain-title = Exclude an email domain
domain-text = From now on nobody with an address of this domain gets or gives a reward where the program looks at it. What waits goes on waiting.
domain-which = Domain
domain-already = This domain is excluded already.
domain-none = No email domain of these people is known.
domain-waiting =
    { $count ->
        [one] It concerns { $count } reward that waits for a decision.
       *[other] It concerns { $count } rewards that wait for a decision.
    }
domain-done = Confirmed: { $domain } is excluded.
referral-title = Reject the whole referral
referral-text = Everything that is promised for this friend becomes void, to both sides, and nothing more comes of the referral. What was delivered stays.
referral-done =
    { $count ->
        [one] Confirmed: the referral is rejected, { $count } reward is void.
       *[other] Confirmed: the referral is rejected, { $count } rewards are void.
    }

## Payouts
payouts-view = What to look at
payouts-view-list = Payouts
payouts-view-proposals = Proposals
payouts-view-proposals-count = Proposals { $count }
payouts-search = Name, email, order, key or code
payouts-any-rail = Any rail
payouts-pick = Choose this payout
payouts-picked =
    { $count ->
        [one] { $count } payout chosen
       *[other] { $count } payouts chosen
    }
payouts-bulk-pay = Pay out { $count }
payouts-bulk-look-up = Look up { $count }
payouts-pay-all = Pay out all that is due
payouts-look-up-all = Look up all that is unknown
payouts-export = Export the list
payouts-exported = Saved as { $path }.
payouts-rail-gift-card = Gift card
payouts-rail-voucher = Voucher
payouts-rail-wallet = Wallet
payouts-rail-points = Points
payouts-rail-token = Token
payouts-rail-entitlement = Entitlement
payouts-rail-manual = By hand
payouts-what-due = Nothing has been sent yet.
payouts-what-sending = It was written down and is being sent; what came of it is not known yet.
payouts-what-unknown = No clear answer came. Look it up: it is never sent again before somebody has looked.
payouts-what-conflict = The code at the shop is not ours or holds another currency. Look at it there, then reissue the reward under another code.
payouts-what-refused = The shop refused it and nothing was delivered. Mend what it names, then pay out again.
payouts-what-correcting = What the shop was told differs from what stands; the next run corrects it.
payouts-what-done = The shop confirmed it.
payouts-queued = Queued
payouts-queued-what = Others are sent first. Nothing has been sent yet.
payouts-empty = No payout matches
payouts-empty-text = Clear a filter, or wait until a reward is due.
payouts-empty-state = Nothing here: { $state }
payouts-empty-text-due = Everything that was due has been paid out. Rewards that wait for a person are on the Review screen.
payouts-empty-text-sending = Nothing is on its way.
payouts-empty-text-unknown = Every answer is known.
payouts-empty-text-conflict = No code belongs to somebody else.
payouts-empty-text-refused = The shop has refused nothing.
payouts-empty-text-correcting = The shop was told what stands.
payouts-empty-text-done = Nothing has been paid out yet. Start with what is due.
payouts-detail = Payout in detail
payouts-code = Code
payouts-code-copy = Copy the code
payouts-expires = Expires
payouts-external = At the shop
payouts-to-reward = Show the reward with its decision
reward-to-payout = Show the payout
payouts-what-closed = It was taken back, used up or has expired; nothing more comes of it.
payouts-empty-text-closed = Nothing has been taken back, used up or has expired.
payouts-stands-there = Stands at the shop
payouts-there = { $amount } there
payouts-shall-stand = Shall stand there
payouts-used-of-it = Used of it
payouts-tried = Times begun
payouts-issue-no = Issue no.
payouts-history = What happened
payouts-act-correct = Correct now
payouts-run-done = confirmed
payouts-run-corrected = corrected
payouts-run-unknown = not known
payouts-run-refused = refused
payouts-run-conflict = not ours
payouts-run-by-hand = to be paid by hand
payouts-run-without-rail = by a rail that is not there yet
payouts-run-left = left as they were
payouts-troubles =
    { $count ->
        [one] One payout to look at
       *[other] { $count } payouts to look at
    }
payouts-over-left =
    { $count ->
        [one] One payout was left: it would pass today’s ceiling.
       *[other] { $count } payouts were left: they would pass today’s ceiling.
    }
payouts-act-pay = Pay out
payouts-act-pay-again = Pay out again
payouts-act-look-up = Look up again
payouts-act-mark-paid = Mark as paid
payouts-act-adjust = Adjust
payouts-act-reverse = Reverse
payouts-act-reissue = Reissue
payouts-act-accept-raise = Accept the raise
payouts-act-policy = Looser rules for payouts
payouts-act-goodwill = Goodwill
payouts-title-pay =
    { $count ->
        [one] Pay out one reward
       *[other] Pay out { $count } rewards
    }
payouts-title-pay-all = Pay out all that is due
payouts-title-look-up =
    { $count ->
        [one] Look up one payout
       *[other] Look up { $count } payouts
    }
payouts-title-look-up-all = Look up all that is unknown
payouts-title-adjust = Adjust the reward
payouts-title-reverse = Reverse the reward
payouts-title-reissue = Reissue the reward
payouts-title-accept-raise = Accept the raise
payouts-title-mark-paid = Mark as paid by hand
payouts-title-goodwill = Give goodwill
payouts-title-mend = Mend this difference
payouts-title-approve = Approve the proposal
payouts-title-decline = Decline the proposal
payouts-text-pay = This is exactly what will be sent. Each payout is written down before it leaves, and counts as paid only when the shop has confirmed it.
payouts-text-look-up = The shop is asked by code what it knows. Nothing is issued; what is found is taken over.
payouts-text-adjust = State the new total. The difference goes through the ledger, and the shop is told the new total.
payouts-text-reverse = The reward is taken back. What has been used already stays a loss or is set off later, as your policy says.
payouts-text-reissue = The reward becomes due again with the amount that stood last, under a new code.
payouts-text-accept-raise = The reward rises to what the edited order comes to, and the shop is told the new total.
payouts-text-mark-paid = Say that you paid it outside. Nothing is sent to the shop.
payouts-text-goodwill = A reward without an order. It is due at once and enters cost under goodwill.
payouts-text-mend = This makes both sides equal again.
payouts-text-approve = It takes effect at once under both names.
payouts-text-decline = Nothing changes, and the proposal is closed.
payouts-confirm-pay = Pay out
payouts-confirm-look-up = Look up
payouts-confirm-adjust = Adjust
payouts-confirm-reverse = Reverse
payouts-confirm-reissue = Reissue
payouts-confirm-accept-raise = Accept
payouts-confirm-mark-paid = Mark as paid
payouts-confirm-goodwill = Give
payouts-confirm-mend = Mend
payouts-confirm-approve = Approve
payouts-confirm-decline = Decline
payouts-propose = Propose
payouts-proposed = Proposed: it waits for a second person on the Proposals view.
payouts-told-adjust = Confirmed: the reward is adjusted.
payouts-told-reverse = Confirmed: the reward is reversed.
payouts-told-reissue = Confirmed: the reward is due again.
payouts-told-accept-raise = Confirmed: the raise is accepted.
payouts-told-mark-paid = Confirmed: marked as paid.
payouts-told-goodwill = Confirmed: the goodwill is due.
payouts-told-mend = Confirmed: the difference is being mended.
payouts-told-approve = Confirmed: approved and done.
payouts-told-decline = Confirmed: declined.
payouts-phase-sending = Sending. Nothing is changed until it is confirmed.
payouts-phase-looking = Working out what this will do…
payouts-new-total = New total in { $currency }
payouts-new-total-hint = { $amount } stands now.
payouts-amount-bad = Enter an amount such as 12.50.
payouts-reference = Reference
payouts-reference-hint = The number of the transfer or receipt, so that finance finds it.
payouts-would-refuse = This would be refused:
payouts-of-it-used = Used:
payouts-set-off = Set off:
payouts-accounts = Accounts before and after
payouts-requests = Calls to the shop
payouts-requests-note = In this order. Ids that the shop has still to give stand in angle brackets; what is used by then counts.
payouts-outside-nothing = Nothing is sent to the shop.
payouts-outside-issue = When payouts are next carried out, the shop is asked to deliver: { $rail }, { $to }.
payouts-outside-correct = What stands at the shop is switched off, read, set from { $from } to { $to } and switched on again when payouts are next carried out.
payouts-outside-take-back = What stands at the shop with { $from } is switched off when payouts are next carried out; what was used by then is read first.
payouts-mend-later = Noted, and not done yet: payouts rest or the shop is out of reach. Reconcile again later.
payouts-told-leave = Confirmed: the difference is left as it is.
payouts-title-leave = Leave this difference
payouts-text-leave = It is not shown as open any more; your name and reason stay with it.
payouts-confirm-leave = Leave
payouts-before = Before
payouts-after = After
payouts-becomes = becomes
payouts-ledger = Ledger
payouts-no-ledger = No money moves in the ledger.
payouts-call = What is sent to the shop
payouts-approval = Another person has to approve this, so it becomes a proposal.
payouts-run = Run of payouts
payouts-run-paying = Paying out { $done } of { $of }
payouts-run-looking = Looking up { $done } of { $of }
payouts-run-paid = Paid out
payouts-run-looked = Looked up
payouts-run-cancelled = Stopped. What was sent is confirmed or unknown; the rest is untouched.
payouts-run-put-away = Put away
payouts-cancel = Stop after this one
payouts-calls =
    { $count ->
        [one] { $count } call to the shop
       *[other] { $count } calls to the shop
    }
payouts-over =
    { $count ->
        [one] One payout of { $left } would pass today’s ceiling of { $most }; { $paid } are paid out today.
       *[other] { $count } payouts of { $left } in all would pass today’s ceiling of { $most }; { $paid } are paid out today.
    }
payouts-over-go = Pay these too…
payouts-over-agree = Pay out above today’s ceiling this once
payouts-dry-nothing = There is nothing to send.
payouts-dry-more = The first { $shown } of { $count } are shown.
payouts-limits-open = Limits
payouts-limits-title = Limits of payouts
payouts-limits-ceiling = Daily ceiling
payouts-limits-ceiling-text = What would pass it is not sent; you are asked first. A day begins at midnight UTC.
payouts-limits-ceiling-none = No ceiling
payouts-limits-paid = { $paid } are paid out today.
payouts-limits-approve = A second person approves above
payouts-limits-approve-text = Adjusting, reversing, reissuing or giving more than this becomes a proposal.
payouts-limits-approve-none = Never
payouts-limits-clawback = What was used before it is taken back
payouts-limits-loss = is our loss
payouts-limits-carry = is set off against their next reward
payouts-limits-done = Confirmed: the limits hold from now on.
payouts-stop-open = Stop all payouts
payouts-stop-title = Stop all payouts
payouts-stop-text = Nothing leaves any more, by hand or by itself, until somebody lets payouts go on. What is being sent now ends as it ends.
payouts-go-text = Payouts are sent again, by hand and by programs that pay by themselves.
payouts-stop-reason-hint = Required. Everybody at this desk sees it.
payouts-stop-confirm = Stop all payouts
payouts-stop-done = Confirmed: all payouts are stopped.
payouts-stopped-title = All payouts are stopped
payouts-stopped-by = { $by } stopped them, { $at }.
payouts-restored-text = This db came back from a backup, which may not know what was paid out since. Compare before anything is paid twice.
payouts-restored-check = Sync and run a full check.
payouts-restored-reconcile = Reconcile, and mend what differs.
payouts-restored-reconcile-go = Go to Reconciliation
payouts-restored-look = Look at what is due, then let payouts go on.

## Goodwill and proposals
goodwill-person = To whom
goodwill-person-hint = Type a name, an email address or a key.
goodwill-person-missing = Choose who gets it.
goodwill-found = People found
goodwill-nobody = Nobody is called that.
goodwill-other = Somebody else
goodwill-days = Valid for days
goodwill-days-hint = Empty: as long as the shop lets it be.
goodwill-days-bad = Enter whole days, up to 9999.
proposals = Proposals
proposals-lead = What is above the approval amount waits here for a second person. Whoever proposed it cannot approve it.
proposals-empty = No proposal waits
proposals-empty-text = An action above the approval amount appears here until another person decides.
proposal-by = Proposed by { $by },
proposal-said = { $by } says:
proposal-mine = You proposed this; another person has to approve it.
proposal-decline = Decline
proposal-withdraw = Withdraw
proposal-to-payout = Show the payout

## Reconciliation
reconcile-start = Reconcile now
reconcile-cancel = Stop
reconcile-export = Export for finance
reconcile-last = Last compared
reconcile-never = Never compared
reconcile-running = Comparing { $done } of { $of }
reconcile-progress = Comparison with the shop
reconcile-count =
    { $count ->
        [one] { $count } difference between our records and the shop.
       *[other] { $count } differences between our records and the shop.
    }
reconcile-clean = Everything agrees
reconcile-clean-text = Each payout stands at the shop with the amount that stands here.
reconcile-empty = Not compared yet
reconcile-empty-text = Reconcile to compare each payout with what the shop has, and mend what differs.
reconcile-nothing = nothing
reconcile-nobody = Nobody known
reconcile-to-payout = Show the payout
reconcile-mend = Mend
reconcile-reading = Read { $done } so far
reconcile-due = Both sides are compared again at the next start.
reconcile-at-start = Compare payouts with the shop at the start
reconcile-at-start-what = When the last comparison is older than a day. After a restore both sides are compared in any case.
reconcile-which = Which differences
reconcile-which-open = Open
reconcile-which-left = Left as they are
reconcile-which-mended = Mended
reconcile-none = None
reconcile-none-text = What somebody mends or leaves as it is is listed here with their name and reason.
reconcile-found = found
reconcile-leave = Leave
reconcile-not-found-again = Not found again
reconcile-kind-missing = Never seen at the shop
reconcile-kind-deleted = Deleted at the shop
reconcile-kind-orphaned = At the shop, not here
reconcile-kind-unrecorded = Delivered, not recorded
reconcile-kind-amount-drift = Another amount
reconcile-kind-currency-drift = Another currency
reconcile-kind-still-active = Active after it was taken back
reconcile-kind-switched-off = Switched off, and owed
reconcile-kind-duplicated = There more than once
reconcile-kind-used-more = More used than known
reconcile-kind-by-hand = Perhaps paid by hand already
reconcile-kind-elsewhere = Gone on elsewhere
reconcile-what-missing = We know it as delivered, and the shop never showed it.
reconcile-what-deleted = Somebody deleted it at the shop.
reconcile-what-orphaned = It carries our mark and belongs to no reward that is known here.
reconcile-what-unrecorded = The shop has what a reward was to be delivered as, and here nobody knows that it was.
reconcile-what-amount-drift = What can be spent there is not what should be.
reconcile-what-currency-drift = It is in another currency there.
reconcile-what-still-active = It was taken back here and can still be spent there.
reconcile-what-switched-off = It should be there to be spent, and is switched off.
reconcile-what-duplicated = The same delivery is there more than once.
reconcile-what-used-more = More of it was used than is known here.
reconcile-what-by-hand = This db came back from a backup and does not know what was paid by hand since; look at your payments.
reconcile-what-elsewhere = Another desk took it back or delivered it once more, and what is known here is old; look at that desk, and leave this finding then.
reconcile-mend-adopt = Take over
reconcile-mend-correct = Correct
reconcile-mend-reissue = Reissue
reconcile-mend-deactivate = Switch off
reconcile-mend-record-gone = Note that it is gone
reconcile-mend-record-use = Note the use
reconcile-mend-by-hand = It was paid
reconcile-mend-look = Look at it
reconcile-will-adopt = What is there is taken for ours.
reconcile-will-correct = What is there is made to stand for what it should.
reconcile-will-reissue = It is taken back there and delivered anew under another code.
reconcile-will-deactivate = What is there is switched off.
reconcile-will-record-gone = It is noted here that the shop has it no more.
reconcile-will-record-use = It is noted here what was used.
reconcile-will-by-hand = It is noted as paid, with your reason as the reference of the payment. If it was not paid, leave it: then it stays due.
reconcile-will-look = Nothing is changed by itself; a person decides which side is right.

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
col-place = Place
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
col-brought-by = Brought by
col-joined = Joined
col-here = Here
col-there = At the shop
col-why = Why
col-rail = Rail
col-since = Since

## Referrals
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

## Tree
tree-label = Who brought whom
tree-empty = Nobody has brought anybody yet
tree-empty-text = The tree grows with the first friend who registers with a code.
tree-empty-then = Nobody had brought anybody then
tree-empty-then-text = Choose a later moment, or go back to now.
tree-open = Show whom they brought
tree-close = Hide whom they brought
tree-more =
    { $rest ->
        [0] { $count ->
            [one] Show one more
           *[other] Show { $text } more
        }
       *[other] Show { $text } more ({ $left } left)
    }
tree-gap =
    { $count ->
        [one] … show the level between …
       *[other] … show more of the { $text } levels between …
    }
tree-people =
    { $count ->
        [one] one person
       *[other] { $text } people
    }
tree-roots =
    { $count ->
        [one] one root
       *[other] { $text } roots
    }
tree-deepest = deepest level { $text }
tree-largest = largest tree { $text }
tree-sort = Order of friends
tree-sort-subtree = Most below
tree-sort-newest = Newest
tree-sort-revenue = Revenue
tree-all = Show the whole tree
tree-enter = Show only this branch
tree-profile = Open the profile
tree-find = Find a person
tree-found-none = Nobody is found; try a part of the name, the email address or the code.
tree-found-friends =
    { $count ->
        [0] brought nobody
        [one] brought one
       *[other] brought { $text }
    }
tree-level = Level
tree-row =
    { $count ->
        [0] level { $level }
        [one] level { $level } · one friend
       *[other] level { $level } · { $text } friends
    }
tree-sums-more = and { $count } more
friends-tip = Brought directly.
subtree-tip = Everybody below, on all levels.
tree-revenue-tip = Captured money of everybody below, less refunds.
tree-cost-tip = Net rewards paid for everybody below.
path = Path to the root
path-all = Everybody
path-between =
    { $count ->
        [one] … one level …
       *[other] … { $text } levels …
    }
tree-moment-title = Moment for which the tree is shown
tree-moment-now = Now
tree-moment-of = As of { $date }
tree-moment-known = Known on { $date }
tree-moment-of-label = As of
tree-moment-of-what = What was true at the end of that day, by what we know now.
tree-moment-known-label = As known on
tree-moment-known-what = What this desk knew at the end of that day. What it learned later is left out.
tree-moment-day = Day
tree-moment-slide = Slide through the days
tree-moment-bad = Enter a day such as 2026-01-31.
tree-moment-back = Back to now
tree-then-soon = Working out the tree of that moment; what stands below is still the one before.
tree-then-of = This is not now: the tree as it was on { $date }, by what is known today.
tree-then-known = This is not now: the tree as this desk knew it on { $date }.
tree-then-both = This is not now: the tree as it was on { $date }, as far as this desk knew on { $known }.
tree-drawn-label =
    { $count ->
        [one] Drawing of { $drawn } of { $people } person. The table beside it shows the same and can be read aloud. Arrow keys choose, plus and minus zoom, 0 shows all, Enter shows only the chosen branch.
       *[other] Drawing of { $drawn } of { $people } people. The table beside it shows the same and can be read aloud. Arrow keys choose, plus and minus zoom, 0 shows all, Enter shows only the chosen branch.
    }
tree-drawn-chosen =
    { $count ->
        [0] { $name }, level { $level }, nobody below
        [one] { $name }, level { $level }, one person below
       *[other] { $name }, level { $level }, { $text } people below
    }
tree-drawn-leaf = brought nobody
tree-drawn-below = { $text } below
tree-drawn-people =
    { $count ->
        [one] one person
       *[other] { $text } people
    }
tree-drawn-levels =
    { $count ->
        [one] one level
       *[other] { $text } levels
    }
tree-tip-bud =
    { $count ->
        [one] One friend is not drawn; { $people } with all below. Click to see more.
       *[other] { $text } friends are not drawn; { $people } with all below. Click to see more.
    }
tree-tip-fold =
    { $count ->
        [one] One level of this path is folded, with people: { $people }. Click to unfold some of it.
       *[other] { $text } levels of this path are folded, with people: { $people }. Click to unfold some of it.
    }
tree-zoom-in = Zoom in
tree-zoom-out = Zoom out
tree-zoom-fit = Show the whole drawing
tree-standing-root = root
tree-standing-advocate = advocate
tree-standing-friend = friend
tree-standing-guest = guest

## Customers
customers-count =
    { $count ->
        [one] { $count } person
       *[other] { $count } people
    }
customers-search = Name, email, number or code
customers-none = No customers match
customers-none-text = Clear a filter or search for something else.
customers-empty = No customers yet
customers-empty-text = They appear as soon as the shop has been read.
customer-active = Active
customer-active-what = Has an account at the shop.
customer-guest = Guest
customer-guest-what = Has ordered without an account; becomes one person with the account that is made later.
customer-deleted = Deleted
customer-deleted-what = The account is gone at the shop. What was earned before stays on record.
customer-erased = Erased
customer-erased-what = Erased here on request. Events and figures stay, without the person.
filter-has = Narrow down
filter-has-any = Everybody
filter-has-code = With a code
filter-has-advocate = Brought by somebody
filter-has-friends = Brought somebody
customer-detail = Customer in detail
customer-brought-by = Brought by
customer-since = since
customer-by-code = with the code
customer-by-hand = By hand
customer-by-hand-what = Somebody on the team said so; the reason is in the journal.
customer-taken-over = Taken over
customer-taken-over-what = Taken over from what the shop had kept before Vouchsafe.
customer-nobody = Nobody brought them.
customer-refused = Contacts that were refused
customer-standing = As an advocate
standing-invited = Friends invited
standing-invited-what = Who were bound to them and whose referral nobody refused
standing-active = Active
standing-active-what = Whose first order was confirmed
standing-paid = Paid
standing-paid-what = What steps and levels count
standing-revenue = Paid by friends
standing-last = Last activity
standing-level = level { $level }
standing-ahead-level =
    { $count ->
        [one] { $count } more paid friend until level { $name }, at { $at }
       *[other] { $count } more paid friends until level { $name }, at { $at }
    }
standing-ahead-step =
    { $count ->
        [one] { $count } more paid friend until the next step of { $name }, at { $at }
       *[other] { $count } more paid friends until the next step of { $name }, at { $at }
    }
standing-all = Everything is reached.
customer-figures = Figures
customer-level = Level
customer-revenue = Revenue as a friend
customer-earned = Rewards that stand
customer-date-registered = Registered
customer-date-first-order = First order
customer-date-activated = Activated
customer-date-first-paid = First paid
customer-aliases = Known as
alias-customer-id = Customer
alias-email = Email
alias-guest-order = Guest order
alias-merged = Merged with
shared-email =
    { $count ->
        [one] Email address shared with { $count } other
       *[other] Email address shared with { $count } others
    }
shared-mailbox =
    { $count ->
        [one] Same mailbox as { $count } other
       *[other] Same mailbox as { $count } others
    }
shared-phone =
    { $count ->
        [one] Phone number shared with { $count } other
       *[other] Phone number shared with { $count } others
    }
shared-address =
    { $count ->
        [one] Postal address shared with { $count } other
       *[other] Postal address shared with { $count } others
    }
shared-more = and { $count } more
timeline = Timeline
timeline-empty = Nothing has happened yet.
rejudge-of = Judged again: { $event }
rejudge-code-learned = The code turned out to belong to somebody.
rejudge-guest-linked = The guest turned out to have an account.
rejudge-attributed = Staff said who brought this person.
rejudge-taken-over = Another system had said who brought this person.
rejudge-bound-late = It became known only later who brought this person.
timeline-late = learned of it late:
timeline-granted = Granted
timeline-refused = Refused
timeline-nothing = Nothing came of it
explain = Explain
explain-this = Explain: { $event }, { $subject }
explain-title = Why: { $subject }
explain-none = Nothing was decided about it yet.
explain-judged =
    { $role ->
        [advocate] For the advocate, by { $program }, version { $version }, rule { $rule },
       *[friend] For the friend, by { $program }, version { $version }, rule { $rule },
    }
explain-superseded = Superseded
explain-superseded-what = Judged again when more was known; the newer decision counts, this one stays on record.
explain-now = Now
explain-raise = { $program }, version { $version }, proposes { $to } instead of { $from }; nothing more is given until a person agrees.
explain-refused = The code { $code } bound nobody:
explain-checks =
    { $count ->
        [one] { $count } check
       *[other] { $count } checks
    }
explain-all = Show all { $count } decisions about it

## Leaderboard
leaderboard-count =
    { $count ->
        [one] { $count } advocate
       *[other] { $count } advocates
    }
leaderboard-by = Ranked by
leaderboard-by-friends = Friends
leaderboard-by-revenue = Revenue
leaderboard-by-earned = Rewards
leaderboard-friends = Friends who paid first
leaderboard-revenue = Paid by friends
leaderboard-earned = Rewards that stand
leaderboard-asset = Currency or unit
leaderboard-any-program = All programs
leaderboard-period = Time
leaderboard-period-all = All time
leaderboard-period-month = This month
leaderboard-period-last-month = Last month
leaderboard-period-year = This year
leaderboard-period-contest = Contest between two days
leaderboard-from = First day
leaderboard-to = Last day
leaderboard-backwards = The last day lies before the first: choose a later one.
leaderboard-empty = Nobody has a place yet
leaderboard-empty-text = Nobody's friends paid in this time, or nothing was promised; choose another time.

## Codes
codes = Codes
codes-none = No code yet.
code-issue = Issue a code
code-copy = Copy the code { $code }
code-disable = Disable
code-disable-this = Disable the code { $code }
code-disabled = Disabled
code-disabled-since = disabled
code-friends =
    { $count ->
        [one] brought { $count } friend
       *[other] brought { $count } friends
    }
code-since = issued
code-since-about = issued about
issue-title = Issue a code
issue-kind = Kind of code
issue-random = Random
issue-random-what = Readable, and nobody can guess it.
issue-name = With the name
issue-name-what = The first name in front, then random letters.
issue-vanity = Of your choice
issue-vanity-what = Easy to remember, but also easy to guess.
issue-vanity-code = Code
issue-vanity-hint = 4 to 24 Latin letters and digits, with single hyphens between them. Capital and small letters count as the same.
issue-vanity-missing = Type the code that you want.
issue-done = Issued: { $code }
disable-title = Disable { $code }
disable-text = From now on nobody can be brought with this code. Friends who came with it before stay as they are.
disable-done = Disabled: { $code }

## Attribution by hand
attribute-open = Attribute…
attribute-no-guest = A guest has no account yet that could be attributed.
attribute-title = Say who brought this person
attribute-text = Name the advocate by their code. You see what it will do before anything is done.
attribute-code = Code of the advocate
attribute-code-hint = Any code of theirs that is not disabled.
attribute-code-missing = Enter the advocate’s code.
attribute-looking = Working out what it would do…
attribute-look = Show what it will do
attribute-preview = What it will do
attribute-refused = It cannot be done:
attribute-advocate = Brought by
attribute-supersedes = Instead of
attribute-later-only = This holds for later events only. Rewards given before stay with whom they were given to.
attribute-rewards =
    { $count ->
        [one] { $count } reward is given, and waits until somebody reviews it:
       *[other] { $count } rewards are given, and wait until somebody reviews them:
    }
attribute-no-rewards = No reward comes of what happened so far.
attribute-decisions =
    { $count ->
        [one] { $count } decision is made again; the old one stays on record.
       *[other] { $count } decisions are made again; the old ones stay on record.
    }
attribute-confirm = Attribute
attribute-done = Done: the attribution is in the journal.

## Erasing a person
erase-open = Erase…
erase-title = Erase this person
erase-warning = This cannot be undone.
erase-goes = Goes
erase-goes-what = Name, email and phone, addresses, notes, and what the shop sent about them: here, and in every backup made from now on.
erase-stays = Stays
erase-stays-what = Orders, referrals, rewards and the journal, under a number that leads to nobody. No figure changes.
erase-elsewhere = Not reached
erase-elsewhere-what = The shop itself and backups made before today; erase the person there as well. What the shop tells of them later is not kept here.
erase-type = To go on, type the key of this person:
erase-key = Key
erase-key-wrong = This is not the key; type it exactly as it stands above.
erase-confirm = Erase
erase-done = Erased. Figures and journal stand.

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

full-check = Full check
full-check-what = Compares every record here with the shop, month by month.
full-check-under = Comparing everything with the shop. You can go on working.
sync-queued = To be judged again
sync-queued-what = Events about which more is known now.
synced-demo = Demo as of { $date }
health-open = The shop does not answer; it is tried again soon.
health-open-in = The shop does not answer; next try in { $time }.
health-half-open = The shop does not answer every request; it is asked again.
completeness-never = Not compared with the shop yet: start a full check to know that nothing is missing.
completeness-good = Everything here equals the shop; last full check { $checked }.
completeness-bad =
    { $count ->
        [one] { $count } kind of record differs from the shop; last full check { $checked }. Sync once more, then check again.
       *[other] { $count } kinds of records differ from the shop; last full check { $checked }. Sync once more, then check again.
    }
completeness-but =
    { $count ->
        [one] Everything that could be read equals the shop, and { $count } record waits in quarantine; last full check { $checked }.
       *[other] Everything that could be read equals the shop, and { $count } records wait in quarantine; last full check { $checked }.
    }
complete-unknown = { $here } here; not compared with the shop yet.
complete-yes = { $here } of { $there }; last full check { $checked }.
complete-no = { $here } here, { $there } at the shop; last full check { $checked }.
complete-same-count = same number, different content
complete-gone =
    { $count ->
        [one] { $count } is gone at the shop
       *[other] { $count } are gone at the shop
    }
complete-gone-what = They stay here as history and are not counted.
complete-quarantined = { $count } in quarantine
complete-months =
    { $count ->
        [one] { $count } month differs
       *[other] { $count } months differ
    }
quarantine-look = Details
quarantine-look-at = Details of { $source }
repair-pick = Choose { $source }
repair-pick-all = Choose all
repair-all = Try all again
repair-chosen =
    { $count ->
        [one] Try { $count } again
       *[other] Try { $count } again
    }
repair-under = { $done } of { $total } tried
repair-done = Repaired: { $fixed }. As before: { $still }. Gone at the shop: { $gone }.
repair-title = Record in quarantine
repair-tried = Tried
repair-times =
    { $count ->
        [one] once
       *[other] { $count } times
    }
repair-last = last on
repair-raw = What the shop sent
repair-raw-what = People are blacked out, so you can send this to support.
repair-fixed = Repaired: the record is in the mirror now.
repair-still = Still not understood. It stays in quarantine.
repair-gone = The record is gone at the shop, so there is nothing left to repair.
token-title = Enter a new token
token-text = Make a token in the shop’s dashboard (Extensions, your app) and paste it here. Nothing that was read is lost.
token-submit = Use this token
token-no-keychain = This computer has no keychain?
token-passphrase-hint = With a passphrase the token is kept in an encrypted file; without one only until Vouchsafe closes.
token-done = The token is kept; reading goes on.
unlock-title = Unlock the kept token
unlock-text = The token lies in an encrypted file. Enter its passphrase, and reading goes on.
unlock-submit = Unlock
resume-title = Payouts are paused
resume-first = This db came back from a backup. Sync and run a full check first; as soon as nothing differs, payouts can go on.
resume-ready = This db came back from a backup and equals the shop again. Look at the rewards that are due before payouts go on.
resume-payouts = Let payouts go on
resume-done = Payouts go on.
checkup = Check-up
checkup-text = The same questions that “vouchsafe doctor” asks on the command line.
checkup-run = Check now
checkup-ok = fine
checkup-bad = needs attention
sync-log = Log
synclog-level = Level
synclog-copy = Copy for support
synclog-empty = Nothing has been written yet.
synclog-none =
    { $count ->
        [one] Nothing of this level in the last entry.
       *[other] Nothing of this level in the last { $count } entries.
    }
level-info = Note
level-warning = Warning
level-error = Error

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
settings-secrets = Secrets
secrets-keychain = In this computer’s keychain.
secrets-file = In an encrypted file beside the db: this computer has no keychain.
secrets-session = Only until Vouchsafe closes; then the token is asked for again.
secrets-locked = In an encrypted file that waits for its passphrase; enter it on the Sync screen.
secrets-unknown = Not known yet: no token was needed so far.
locale-system = System
locale-en = English
locale-ru = Русский
theme-system = System
theme-light = Light
theme-dark = Dark

## Keeping
keeping = Backup
keeping-text = A backup holds everything that this desk knows, and is checked as soon as it is written. Tokens are not in it.
backup-open = Back up…
backup-title = Back up
backup-text = You choose the place next. The db stays open meanwhile.
backup-passphrase-hint = Leave it empty for a backup that anybody can open. Nobody can recover a lost passphrase.
backup-differ = The two passphrases differ; type them again.
backup-plain-warning = Without a passphrase, whoever has the file can read all customers.
backup-confirm = Choose a place
backup-done = Backed up ({ $size }),
backup-encrypted = Encrypted with your passphrase.
backup-plain = Not encrypted.
passphrase = Passphrase
passphrase-again = Passphrase once more
restore-open = Restore…
restore-title = Restore a backup
restore-text = You choose the backup next. It is opened beside the db that is open now, which stays as it is.
restore-warning = Payouts pause until a full check has compared the restored db with the shop.
restore-passphrase-hint = Leave it empty if the backup has none.
restore-confirm = Choose a backup
restore-done = Restored. Payouts are paused until the next full check.
own = On its own
tray = Go on reading while the window is closed
tray-what = Vouchsafe stays in the tray, and the figures are fresh when you open it.
write-back = Write codes to the shop
write-back-what = Each new code goes into its customer’s metadata, so that the shop’s pages can show it.
write-back-warning = This changes records at the shop: other programs there can see the codes.
notices = Letters
notices-text = What advocates and friends are told by email. A letter goes out once, and only about what happens after its kind was switched on.
notice-kind-registered = A friend has registered
notice-kind-trial = A friend has begun a trial
notice-kind-earned = A reward is earned
notice-kind-paid-out = A reward is paid out
notice-kind-expiring = A reward is about to expire
notice-kind-reversed = A reward was taken back
notice-what-registered = To the advocate, when a friend has made an account by their invitation.
notice-what-trial = To the advocate, when a friend has begun a trial.
notice-what-earned = To who gets it, when nothing is waited for any more.
notice-what-paid-out = To who gets it, with the code.
notice-what-expiring = To who got it, some days before it expires unused.
notice-what-reversed = To who had it.
notice-since = On since
notice-words = Words
notice-words-of = Words: { $kind }
notice-language = Language of letters
notice-language-hint = For people whose own language the shop does not tell.
notice-language-en = English
notice-language-ru = Russian
notice-days = Days before a reward expires
notice-days-hint = When the letter about it goes out.
mail-server-is = Mail server:
mail-server-none = No mail server is set: letters wait.
mail-server-set = Mail server
mail-password-missing = its password is not known
mail-server-title = Mail server
mail-server-done = The mail server is set. Send a trial letter to be sure.
mail-server-remove = Use none
mail-host = Server
mail-port = Port
mail-tls = Encryption
mail-tls-implicit = From the first byte (usually port 465)
mail-tls-starttls = STARTTLS (usually port 587)
mail-tls-off = None (a server on this computer)
mail-user = User
mail-user-hint = Empty if nobody has to log in.
mail-password = Password
mail-password-hint = Kept in the keychain, like the shop’s token.
mail-password-kept = Leave it empty to keep the one that is known.
mail-from = Sender’s address
mail-from-name = Sender’s name
notice-words-language = Language of the words
notice-words-own = your own words
notice-words-ready = ready words
notice-words-saved = Your words are saved.
notice-words-reset = Back to the ready words
notice-words-were-reset = The ready words are back.
notice-subject = Subject
notice-text = Plain text
notice-form = Form (MJML)
notice-variables = A line is left out where it names something that this letter does not have. Placeholders:
notice-preview = Preview
notice-preview-form = With form
notice-preview-text = Plain
notice-test-to = Send a trial letter to
notice-test = Send
notice-test-done = The trial letter to { $to } is with the mail server.
notices-list = Letters so far
notices-state = State
notices-none = There are no letters here.
notices-send = Send now
notices-sent = Sent: { $sent }. Refused: { $failed }. Not known: { $unknown }.
notice-state-waiting = waits
notice-state-sending = being sent
notice-state-sent = sent
notice-state-unknown = not known
notice-state-failed = refused
notice-state-skipped = not sent
notice-why-no-address = Nobody knows an address of theirs.
notice-why-deleted = Their account is gone.
notice-why-merged = Two people turned out to be one, who has this letter already.
notice-why-untrue = What it would say is not true any more.
notice-why-past = The day that it would name has passed.
notice-why-switched-off = Such letters were switched off.
notice-why-left = Somebody decided that it stays unsent.
notice-why-refused = The mail server refuses it; look at its words, then send it again or leave it.
notice-why-put-off = The mail server has put it off too often; send it again or leave it.
notice-why-unwritable = The letter cannot be written to this address; mend it at the shop and send it again.
notice-why-unanswered = The line broke after the letter had begun to leave: it may have arrived. Send it again or leave it.
notice-why-interrupted = Vouchsafe ended while it was being sent: it may have arrived. Send it again or leave it.
notice-why-restored = This db came back from a backup: the letter may have gone out since. Send it again or leave it.
notice-about = about
notice-next = Tried again
notice-again = Send again
notice-again-done = The letter waits to be sent again.
notice-leave = Leave it
notice-left-done = The letter stays unsent.
banner-newer = A newer Vouchsafe made this file, so it is open for reading only; update Vouchsafe to change anything.
banner-restored = This db was restored from a backup, so payouts are paused; run a full check on the Sync screen.
banner-restored-go = Go to Sync
banner-stopped = All payouts are stopped; nothing leaves until somebody lets them go on.
banner-stopped-go = Go to Payouts

## Keyboard
palette-title = Go to or do anything
palette-short = Find a command
palette-hint = Type a command, a name or an order
palette-go = Go to { $screen }
palette-review = Rewards that wait for a person
palette-due = Rewards that are due
palette-goodwill = Give goodwill to a customer
palette-proposals = Proposals that wait for a second person
palette-unknown = Payouts whose outcome is unknown
palette-tree = Show the tree of referrals
palette-sync = Sync now
palette-light = Use the light theme
palette-dark = Use the dark theme
palette-english = Switch to English
palette-russian = Switch to Russian (Русский)
palette-customers-of = Search customers for “{ $text }”
palette-rewards-of = Search rewards for “{ $text }”
palette-referrals-of = Search referrals for “{ $text }”
keys-title = Keyboard
keys-fault = Programs: go to the field of the fault
keys-search = Search on this screen
keys-list = Move in a list
keys-open = Open the row
keys-review-move = Move in the list
keys-review-evidence = Show the evidence
keys-review-pick = Choose the reward, or not
keys-review-range = Choose everything in between
keys-review-all = Choose all that the filter shows
keys-review-none = Choose none
keys-review-approve = Approve
keys-review-reject = Reject
keys-review-hold = Hold longer
keys-review-domain = Exclude the email domain
keys-review-referral = Reject the whole referral
keys-review-send = Send the form
keys-payouts-move = Move in the list
keys-payouts-open = Show the payout
keys-payouts-pick = Choose the payout, or not
keys-payouts-all = Choose all that the filter shows
keys-payouts-none = Choose none
keys-payouts-pay = Pay out
keys-payouts-look-up = Look up again
keys-payouts-adjust = Adjust
keys-payouts-reverse = Reverse
keys-payouts-reissue = Reissue
keys-payouts-mark-paid = Mark as paid by hand
keys-payouts-send = Send the form
keys-tree = Close and open a branch; walk a chart
keys-zoom = Zoom the drawing of the tree; show all of it
keys-close = Close

## Errors: what happened and what to do, in one sentence
error-shop-unreachable = The shop at { $url } does not answer; check the address and the network, then try again.
error-token-refused = The shop at { $url } refused the token; make a new one in the shop and connect again.
error-permission-missing = The token lacks { $permissions }; add that in the shop’s dashboard and try again.
error-shop-timed-out = The shop at { $url } did not answer in time; try again, and if it stays so, ask who runs the shop.
error-shop-redirects = The shop redirects to { $url }; connect that address instead, if you trust it.
error-shop-too-old = The shop runs Saleor { $version }, which is too old; 3.14 or newer is needed.
error-not-saleor = There is no Saleor API at { $url }; the address usually ends in /graphql/.
error-bad-url = “{ $url }” is not an address of a shop; enter one that starts with https://.
error-other-shop = This db belongs to the shop { $expected }; open another db to connect another shop.
error-shop-answer = The shop gave an answer that makes no sense ({ $what }); try again, and tell its operator if it stays so.
error-answer-too-large = The shop’s answer swells to more than { $limit } bytes, which no page does; ask who runs the shop what stands before it.
error-shop-failed = The shop failed inside ({ $what }); try again later, and ask who runs the shop if it stays so.
error-shop-refused = The shop refused the request ({ $what }); ask who runs the shop if it stays so.
error-cursor-lost = The shop no longer knows the place where reading stopped; sync again, and this kind of record is read from its start.
error-too-costly = One record costs { $cost } points and the shop allows { $maximum }; ask who runs the shop to raise the limit.
error-shop-resting = The shop failed several times in a row and is left alone for { $seconds } s; the sync goes on after that.
error-outcome-unknown = It is not known whether the shop wrote it ({ $what }); look at the shop before it is sent again.
error-rate-limited = The shop asks to wait { $seconds } s; the sync goes on by itself after that.
error-cancelled = Stopped as you asked; Resume goes on from the same place.
error-db-newer = This db was made by a newer Vouchsafe (format { $found }, this one knows { $known }); update Vouchsafe to open it.
error-db-older = This db was made by an older Vouchsafe (format { $found }, this one needs { $known }); open it once in the window or run vouchsafe sync.
error-db-damaged = The db is damaged; restore it from a backup.
error-db-in-use = The db at { $path } is already open in another Vouchsafe; close that one first.
error-disk-full = The disk is full; make room and try again; nothing was lost.
error-smtp-missing = No mail server is set; set one under Settings, Letters.
error-smtp-unreachable = The mail server { $host } cannot be reached ({ $what }); check its name, port and encryption, then try again.
error-smtp-unsafe = There is no safe line to the mail server { $host } ({ $what }); check its name and its encryption, or let this computer trust its certificate.
error-smtp-login-refused = The mail server { $host } refuses user or password ({ $what }); enter both again.
error-smtp-sender-refused = The mail server { $host } takes nothing from this sender ({ $what }); use an address that it knows, and log in if it asks for that.
error-smtp-host = This is no name of a mail server; enter one such as mail.example.com.
error-smtp-port = A port is a number from 1 to 65535; enter the one that your mail server names.
error-smtp-user = This is no user’s name; enter it as your mail server names it.
error-smtp-in-the-clear = Without encryption the password could be read on the way; choose another encryption, or leave the user empty.
error-bad-address = “{ $what }” is no email address; enter one such as ada@example.com.
error-letter-variable = There is no placeholder { "{" }{ $name }{ "}" }; use one of { $known }.
error-letter-markup = The form of the letter cannot be read ({ $what }, line { $line }); mend it and save again.
error-letter-unclosed = An element of the form is never closed, or is closed on a line that can be left out; close each on a line of its own.
error-letter-deep = Elements of the form stand in each other more than { $most } deep; make it flatter.
error-letter-empty = A letter needs a subject, a form and a plain text; fill in what is empty ({ $part }).
error-letter-long = This is too long ({ $part }: at most { $most } characters); make it shorter.
error-letter-refused = The mail server does not take the letter ({ $what }); check address and sender.
error-letter-unanswered = It is not known whether the letter was taken ({ $what }); look whether it arrives before you send another.
error-letters-unsent = Done; letters that need a decision: { $count }.
error-notice-days = Give a number of days from 1 to { $most }.
error-no-mail-password = The mail server’s password is not known; set VOUCHSAFE_SMTP_PASSWORD, or VOUCHSAFE_PASSPHRASE if the window has kept it in a file.
error-file-unreadable = The file { $path } cannot be read; check that it exists and that you may open it.
error-event-too-long = { $path }, line { $line }, is not an event: the line is longer than 1 MB; mend that line and open the file again.
error-event-no-object = { $path }, line { $line }, is not an event: an event is an object in braces; mend that line and open the file again.
error-event-broken-json = { $path }, line { $line }, is not an event: it cannot be read as JSON at column { $column }; mend that line and open the file again.
error-event-unknown-field = { $path }, line { $line }, is not an event: there is no field { $field } here; write one of { $known }; mend that line and open the file again.
error-event-missing-field = { $path }, line { $line }, is not an event: { $field } is missing; mend that line and open the file again.
error-event-field-twice = { $path }, line { $line }, is not an event: { $field } stands there twice; mend that line and open the file again.
error-event-wrong-kind = { $path }, line { $line }, is not an event: the value before column { $column } must be { $wanted ->
        [text] a text in quotes
        [number] a whole number within its bounds
        [flag] true or false
        [list] a list in square brackets
        [object] an object in braces
       *[other] of the kind that belongs there
    }; mend that line and open the file again.
error-event-unknown-type = { $path }, line { $line }, is not an event: “{ $text }” is no type of event that this version knows; mend that line and open the file again.
error-event-bad-text = { $path }, line { $line }, is not an event: { $field } must have 1 to { $most } characters and no control characters; mend that line and open the file again.
error-event-bad-id = { $path }, line { $line }, is not an event: the id in { $field } must hold no slash, not be “registration” and not begin with “guest-”; mend that line and open the file again.
error-event-called-purchase = { $path }, line { $line }, is not an event: { $field } must not begin with “purchase-”, which is how keys call a purchase; mend that line and open the file again.
error-event-bad-domain = { $path }, line { $line }, is not an event: { $field } must be an email domain such as example.com; mend that line and open the file again.
error-event-same-person = { $path }, line { $line }, is not an event: partner and customer are the same, and nobody wins themselves; mend that line and open the file again.
error-event-other-key = { $path }, line { $line }, is not an event: its id is the key of another type of event; write the key of this one, or a text of your own without slashes; mend that line and open the file again.
error-event-bad-instant = { $path }, line { $line }, is not an event: { $field } must be an instant such as 2026-03-01T09:30:00Z, not “{ $text }”; mend that line and open the file again.
error-event-far-instant = { $path }, line { $line }, is not an event: { $field } lies before 1970 or after 2100; mend that line and open the file again.
error-event-before-it-happened = { $path }, line { $line }, is not an event: at lies after seen_at, and nothing is learned before it happens; mend that line and open the file again.
error-event-ahead = { $path }, line { $line }, is not an event: at lies in the future; mend that line and open the file again.
error-event-news-to-come = { $path }, line { $line }, is not an event: as_of lies after at, and no news is of an instant to come; mend that line and open the file again.
error-event-empty-period = { $path }, line { $line }, is not an event: to lies before from; mend that line and open the file again.
error-event-bad-decimal = { $path }, line { $line }, is not an event: “{ $text }” in { $field } is not a decimal number such as 10.00; mend that line and open the file again.
error-event-too-precise = { $path }, line { $line }, is not an event: “{ $text }” in { $field } has more digits after the point than its currency or unit; mend that line and open the file again.
error-event-too-much = { $path }, line { $line }, is not an event: “{ $text }” in { $field } is too large; mend that line and open the file again.
error-event-negative-amount = { $path }, line { $line }, is not an event: { $field } is below zero; mend that line and open the file again.
error-event-huge-amount = { $path }, line { $line }, is not an event: { $field } is beyond a thousand trillion of the smallest unit; mend that line and open the file again.
error-event-unknown-currency = { $path }, line { $line }, is not an event: “{ $text }” in { $field } is not a currency of ISO 4217; mend that line and open the file again.
error-event-mixed-currencies = { $path }, line { $line }, is not an event: { $field } has another currency than the rest of the event; mend that line and open the file again.
error-event-bad-days = { $path }, line { $line }, is not an event: { $field } must be a number of days from 1 to 36525; mend that line and open the file again.
error-event-too-many = { $path }, line { $line }, is not an event: { $field } has more than 2000 entries; mend that line and open the file again.
error-event-bad-reward = { $path }, line { $line }, is not an event: reward must be a key such as first-order/bob/o1/advocate; mend that line and open the file again.
error-event-unknown-word = { $path }, line { $line }, is not an event: { $field } must be one of { $known }; mend that line and open the file again.
error-event-bad-country = { $path }, line { $line }, is not an event: country must be two capital letters such as DE; mend that line and open the file again.
error-event-bad-date = { $path }, line { $line }, is not an event: { $field } must be a date such as 2027-01-31; mend that line and open the file again.
error-event-bad-generation = { $path }, line { $line }, is not an event: generation must be a number from 1 to 65535; mend that line and open the file again.
error-event-bad-issuance = { $path }, line { $line }, is not an event: issuance must be a UUID such as 57aa83f1-b9e9-57ea-94f0-5040f7610695; mend that line and open the file again.
error-event-bad-hash = { $path }, line { $line }, is not an event: request_hash must be 64 hexadecimal digits; mend that line and open the file again.
error-file-utf16 = { $path } is UTF-16 text; save it as UTF-8 and open it again.
error-file-not-utf8 = { $path } is not UTF-8 text from line { $line } on; save it as UTF-8 and open it again.
error-sheet-line = { $path }, line { $line }, cannot be used ({ $what }); mend that line and open the file again.
error-program-invalid = { $line ->
        [none] The program { $file } cannot be read: it has to be a TOML file of at most 1 MB.
       *[other] Mistakes in the program { $file }: { $count }, the first in line { $line }. Mend each of them; nothing of the file was used.
    }
error-unknown-currency = The currency { $currency } is not known ({ $what }); the record is set aside until it is.
error-no-currency = “{ $text }” is no currency of ISO 4217; write one like EUR.
error-bad-row = A record could not be understood ({ $what }); it is set aside and the rest goes on.
error-stale = This changed while you were looking; look at what is there now and decide again.
error-date-past = Choose a date that is still to come.
error-too-many = No more than { $most } can be done at once; choose fewer.
error-reason-missing = Give a reason; it goes into the journal.
error-code-length = A code has 4 to 24 characters; choose a longer or shorter one.
error-code-signs = A code holds Latin letters without accents, digits, and single hyphens between them; choose another one.
error-code-no-letter = A code of digits alone looks like a number of the shop; add a letter.
error-code-reserved = This word stands for something else; choose another code.
error-code-taken = The code { $code } is somebody's or was disabled; choose another one.
error-code-of-erased = The code was that of somebody who was erased; choose another one.
error-line-of-erased = Line { $line } of { $path } names somebody who was erased; take the line out and import the file again.
error-restored-may-hold-erased = The backup may hold somebody who was erased since; look for them and erase them again.
error-import-conflicts =
    { $count ->
        [one] One row says something else than what stands here, which stays; mend the file or leave it.
       *[other] { $count } rows say something else than what stands here, which stays; mend the file or leave it.
    }
error-not-found = There is no { $what } here any more; go back to the list.
error-nothing-called = Nothing here is called “{ $what }”; write the number of an order, the key of a reward, or the shop’s id of a customer.
error-read-only = This db is open for reading only; nothing can be changed here.
error-no-keychain = This computer has no keychain to keep the token in; unlock or install one, or set VOUCHSAFE_SHOP_TOKEN.
error-internal = Something went wrong inside Vouchsafe ({ $what }); try again, and report it if it happens once more.
error-no-shop = No shop is connected; connect one first.
error-version-taken = Version { $version } of { $program } exists already and says something else; give the changed program a new version number.
error-policy-differs = In [attribution], { $key } of { $program } is not that of { $other }; write the same, as one policy holds for all programs.
error-history-needs-manual = The program reaches back before the shop was connected; that needs mode = "manual".
error-port-taken = The demo shop of { $path } cannot open its port ({ $what }); close what uses it and try again.
error-no-token = There is no token; put it into VOUCHSAFE_SHOP_TOKEN.
error-no-passphrase = There is no passphrase; put it into VOUCHSAFE_PASSPHRASE.
error-erase-unconfirmed = This would erase { $key } for good; look at what would go, and add --yes to do it.
error-erase-left = Erased, but what was theirs still stands in the file, so often: { $count }; make no backup of it and ask for help.
error-quarantined = Done, but records in quarantine: { $count }; vouchsafe status lists them.
error-chart-kind = { $path } must end in .svg or .png.
error-file-kind = { $path } must end in .ndjson for events or in .csv for a sheet; or say with --as what it holds.
error-file-unwritten = { $path } cannot be written ({ $what }); choose another place or make room.
error-findings = Done; things to look at: { $count }.
error-file-there = There is a file at { $path } already; choose another name or move that one away.
error-passphrase-short = The passphrase is too short; take at least { $least } characters.
error-passphrase-missing = The file is encrypted; enter its passphrase.
error-passphrase-wrong = The passphrase does not open this file; try again.
error-not-confirmed = What you typed is not the person’s key; look at it again and type it exactly.
error-same-actor = You proposed this yourself; ask another person to approve it.
error-proposal-open = Something about this already waits for a second person; look at the proposals first.
error-behind = Another desk has taken this back since, or delivered it anew, and this db does not know of it; do the same here (reverse, reissue), or go on with the other desk’s db.
error-given-already = You gave this person the same for the same reason at { $at }; look at what they have, and say --again to give it once more.
error-line-of-staff = Line { $line } of { $path } says what staff do; with a connected shop that is done in the window or by its command, so take the line out and import the file again.
error-act-refused = { $reason ->
    [payout_refused] The other side refused it; mend the cause and pay it out again.
    [payout_open] It is not known yet what came of its payout; look that up first.
    [not_reversed] It was not taken back yet, or what was delivered is not closed; take it back and carry payouts out first.
    [not_delivered] It was not delivered, so there is nothing to take back; reject it instead.
    [nothing_proposed] Nothing more is proposed for it; look at it again.
    [proposal_unknown] This waits no more; look at the proposals again.
    [already_used] More of it was used than would stand; choose at least what was used.
    [nothing_to_change] It stands for that amount already.
    [held_longer] It is held until then already, or longer; choose a later day.
    [customer_unknown] The customer has not been seen; read the shop first.
    [wrong_currency] The amount is in another currency than the reward.
   *[other] It cannot be done as it stands ({ $reason }); look at the reward again.
}
error-proposed = It waits for a second person, as number { $no }; ask somebody else to approve it.
error-bad-amount = { $text } is no amount in { $currency }; write digits with a point, such as 12.50.
error-token-missing = The token of the shop at { $url } is not kept on this computer; enter it again.
error-no-tray = This desktop shows no tray; Vouchsafe would be out of reach there, so it goes on closing with its window.
error-bad-moment = “{ $what }” is no instant; choose the day again.
error-payouts-stopped = Somebody stopped all payouts ({ $reason }); let them go on first.
error-payouts-rest = Payouts rest because this db came back from a backup; reconcile it with the shop, and mend or leave whatever differs, first.
error-secrets-differ = This desk has made codes of payouts of another secret than the one that { $code } at the shop bears, so another desk and this one could both pay a reward, and nothing was sent. Choose the desk that goes on, reconcile there, and start the other one anew from a backup of it; if this desk goes on, delete { $code } at the shop first.
error-secret-unreadable = { $code } at the shop does not bear the secret that all desks make codes of payouts from, so nothing was sent. Delete the gift card or voucher { $code } at the shop and pay again.
error-pay-runs = Payouts are being carried out already; wait until that is done, or stop it.
error-not-by-hand = This reward is not paid by hand; pay it out instead.
error-reference-missing = The payment’s reference is missing; enter it.
error-payout-unknown = It is not known whether it was delivered; look it up again, and it is sent anew only if nothing is found.
error-payout-refused = The other side refused it ({ $what }); mend the cause and pay it out again.
error-payout-conflict = The code { $code } belongs to something else at the other side; look at it there, and reissue the reward under another code.
error-payout-taken-back = It was delivered and taken back at the other side; look who did that before anything is sent again.
error-payout-asks = This rail cannot tell what came of it; look at the other side, and mark it paid or reissue it.
error-payout-was-refused = The other side refused it; mend the cause and pay it out again.
error-payout-tried = It was tried many times and never found; it is tried again in a day, or pay it out again now.
error-payout-uncorrectable = This rail cannot change what was delivered; settle the difference by hand.
error-payout-not-corrected = The other side refused to change what was delivered; look at it there and try again.
error-payout-not-intended = The reward changed while it was to be paid out; look at it again.
error-payout-no-voucher = The program’s version no longer says what the voucher is good for; reissue the reward.
error-payout-findings = Done; payouts to look at: { $count }.
error-payouts-left = Left as they were, because of the ceiling of a day: { $count }; raise it, or pay them with --over-ceiling.

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
reason-order-edited = The order was edited and comes to less.
reason-code-taken = Somebody else has the code already.
reason-not-in-arm = The rule is for another arm of the experiment.
reason-excluded-channel = The sales channel is excluded.
reason-velocity = The advocate won too many friends in too short a time.
reason-refund-rate = Too many orders of the advocate’s friends were refunded.
reason-cluster = Too many people share a card, an address, a device or an IP address.
reason-relay-email = The email address only passes mail on to another one.
reason-limit-per-advocate = The limit for each person who gets rewards is reached.
reason-option-unknown = The reward has no such option, or it is too late to choose.
reason-referral-rejected = Somebody on the team rejected the referral.
reason-program-unknown = There is no such program here, so this changed nothing; check the program’s id.
reason-refund-above-amount = More was paid back than was paid.
reason-no-upline = Nobody stands so far above the friend.
reason-payout-open = A payout of the reward is still open.
reason-same-actor = Who proposed it cannot approve it.
reason-not-reversed = The reward was not taken back, or what was delivered is not closed yet.
reason-not-delivered = The reward was not delivered.
reason-not-due = The reward is not due.
reason-nothing-proposed = Nothing more is proposed for the reward.
reason-proposal-unknown = Nothing is proposed under this key.
reason-already-used = More of it was used than would stand.
reason-nothing-to-change = It stands for that amount already.
reason-customer-unknown = The customer has not been seen.
reason-reversed-by-staff = A person took it back.
reason-adjusted-by-staff = A person changed the amount.
reason-payout-gone = The other side no longer has what was delivered.
reason-nobody-asks = It takes a second person, and nobody is named who asks for it.
reason-step-given = What this step gives was given before.
reason-held-longer = It is held until then already, or longer.
reason-more-than-left = Less than that is left: what was used, taken back or has expired is gone.

## Checks: what a decision looked at
check-trigger-pass = This is an event that the rule answers to.
check-trigger-refuse = Nothing may come of this event.
check-program-pass = The program { $program } was in force, version { $version }.
check-program-refuse = The program { $program } was not in force.
check-occurrence-pass = For this friend it is occasion number { $nth } of the rule.
check-occurrence-refuse = For this friend it would be occasion number { $nth }, which the rule does not reward.
check-referral-pass = Brought by { $advocate } with the code { $code }.
check-referral-refuse = { $advocate ->
        [none] The buyer has no advocate.
       *[other] Brought by { $advocate }, and this referral gives nothing.
    }
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
check-country-pass = The country { $saw } is part of the rule.
check-country-refuse = { $saw ->
        [none] The order names no country of delivery.
       *[other] The country { $saw } is not part of the rule.
    }
check-category-pass = Something in the order is of an eligible category.
check-category-refuse = Nothing in the order is of an eligible category.
check-new-customer-pass = The friend had ordered nothing before.
check-new-customer-refuse = The friend had ordered before, on { $since }.
check-signup-window-pass = It happened on { $date }, soon enough after the registration: until { $until }.
check-signup-window-refuse = { $until ->
        [none] The friend has no account, so no time counts from the registration.
       *[other] It happened on { $date }; the time after the registration had ended on { $until }.
    }
check-role-pass = The role { $role } is high enough: { $least } or above.
check-role-refuse = { $role ->
        [none] Whoever would get it has no role yet; { $least } or above is needed.
       *[other] The role { $role } is too low; { $least } or above is needed.
    }
check-experiment-pass = In the experiment { $experiment } the arm is { $arm }.
check-experiment-refuse = { $wanted ->
        [none] In the experiment { $experiment } this person is in the comparison group, which gets nothing.
       *[other] The arm is { $arm }, and the rule is for { $wanted }.
    }
check-upline-pass = Level { $level } above the friend is { $upline }.
check-upline-refuse = { $upline ->
        [none] Nobody stands on level { $level } above the friend.
       *[other] The way up to level { $level } ends at { $upline }, who gets nothing here.
    }
check-score-pass = { $threshold ->
        [none] All signals come to { $score } points.
       *[other] All signals come to { $score } points, fewer than { $threshold }.
    }
check-score-wait = All signals come to { $score } points; from { $threshold } on somebody has to look.
check-score-refuse = All signals come to { $score } points; from { $threshold } on nothing is given.
check-limit-per-advocate-pass = This person got { $saw } such rewards before; the limit is { $limit }.
check-limit-per-advocate-refuse = This person got { $saw } such rewards before, and the limit is { $limit }.
check-limit-per-day-pass = This person got { $saw } such rewards on that day; the limit is { $limit }.
check-limit-per-day-refuse = This person got { $saw } such rewards on that day, and the limit is { $limit }.
check-limit-per-month-pass = This person got { $saw } such rewards in that month; the limit is { $limit }.
check-limit-per-month-refuse = This person got { $saw } such rewards in that month, and the limit is { $limit }.
check-cooldown-pass = { $last ->
        [none] There was no such reward before.
       *[other] The nearest such reward was on { $last }, long enough apart.
    }
check-cooldown-refuse = The nearest such reward was on { $last }; the next could come only from { $until } on.
check-step-pass = { $step ->
        [none] The count is { $count }, on no step that is still to be given; what is given otherwise holds.
       *[other] The count is { $count }, which reaches the step { $step }.
    }
check-step-refuse = The count is { $count }: no step begins there, or it was given before.
check-boost-pass = { $boost } makes it { $factor }% of that.
check-cap-pass = It would come to { $uncapped }; the most that is given at once is { $cap }.
check-budget-pass = With it, { $spent } of the budget of { $budget } are spent.
check-budget-refuse = With it, { $spent } would be spent, and the budget is { $budget }.
check-email-verified-pass = The friend’s email address is confirmed.
check-email-verified-wait = Waits until the friend confirms the email address.
check-phone-verified-pass = The friend’s phone number is confirmed.
check-phone-verified-wait = Waits until the friend confirms the phone number.
check-account-age-pass = The friend’s account is old enough: it is from { $since }.
check-account-age-wait = { $until ->
        [none] Waits until the friend makes an account and it is old enough.
       *[other] Waits until the friend’s account is old enough, on { $until }.
    }
check-unlocked-pass = The role { $role } unlocks it: { $least } or above.
check-unlocked-wait = { $role ->
        [none] Locked until whoever gets it has the role { $least }.
       *[other] Locked until whoever gets it has the role { $least }; now it is { $role }.
    }
check-same-email-pass = { $points ->
        [none] Mail to friend and advocate ends up in different mailboxes.
       *[other] { $evidence ->
            [erased] Mail to friend and advocate ends up in one mailbox, which was erased. This counts { $points } points.
           *[other] Mail to friend and advocate ends up in one mailbox: { $evidence }. This counts { $points } points.
        }
    }
check-same-email-wait = { $evidence ->
        [erased] Mail to friend and advocate ends up in one mailbox, which was erased. Somebody has to look.
       *[other] Mail to friend and advocate ends up in one mailbox: { $evidence }. Somebody has to look.
    }
check-same-email-refuse = { $evidence ->
        [erased] Mail to friend and advocate ends up in one mailbox, which was erased. Nothing is given then.
       *[other] Mail to friend and advocate ends up in one mailbox: { $evidence }. Nothing is given then.
    }
check-same-phone-pass = { $points ->
        [none] Friend and advocate have different phone numbers.
       *[other] { $evidence ->
            [erased] Friend and advocate have one phone number, which was erased. This counts { $points } points.
           *[other] Friend and advocate have one phone number: { $evidence }. This counts { $points } points.
        }
    }
check-same-phone-wait = { $evidence ->
        [erased] Friend and advocate have one phone number, which was erased. Somebody has to look.
       *[other] Friend and advocate have one phone number: { $evidence }. Somebody has to look.
    }
check-same-phone-refuse = { $evidence ->
        [erased] Friend and advocate have one phone number, which was erased. Nothing is given then.
       *[other] Friend and advocate have one phone number: { $evidence }. Nothing is given then.
    }
check-same-address-pass = { $points ->
        [none] Friend and advocate have different postal addresses.
       *[other] { $evidence ->
            [erased] Friend and advocate have one postal address, which was erased. This counts { $points } points.
           *[other] Friend and advocate have one postal address: { $evidence }. This counts { $points } points.
        }
    }
check-same-address-wait = { $evidence ->
        [erased] Friend and advocate have one postal address, which was erased. Somebody has to look.
       *[other] Friend and advocate have one postal address: { $evidence }. Somebody has to look.
    }
check-same-address-refuse = { $evidence ->
        [erased] Friend and advocate have one postal address, which was erased. Nothing is given then.
       *[other] Friend and advocate have one postal address: { $evidence }. Nothing is given then.
    }
check-same-device-pass = { $points ->
        [none] Friend and advocate were seen on different devices.
       *[other] { $evidence ->
            [erased] Friend and advocate were seen on one device, which was erased. This counts { $points } points.
           *[other] Friend and advocate were seen on one device: { $evidence }. This counts { $points } points.
        }
    }
check-same-device-wait = { $evidence ->
        [erased] Friend and advocate were seen on one device, which was erased. Somebody has to look.
       *[other] Friend and advocate were seen on one device: { $evidence }. Somebody has to look.
    }
check-same-device-refuse = { $evidence ->
        [erased] Friend and advocate were seen on one device, which was erased. Nothing is given then.
       *[other] Friend and advocate were seen on one device: { $evidence }. Nothing is given then.
    }
check-same-card-pass = { $points ->
        [none] Friend and advocate paid with different cards.
       *[other] { $evidence ->
            [erased] Friend and advocate paid with one card, which was erased. This counts { $points } points.
           *[other] Friend and advocate paid with one card: { $evidence }. This counts { $points } points.
        }
    }
check-same-card-wait = { $evidence ->
        [erased] Friend and advocate paid with one card, which was erased. Somebody has to look.
       *[other] Friend and advocate paid with one card: { $evidence }. Somebody has to look.
    }
check-same-card-refuse = { $evidence ->
        [erased] Friend and advocate paid with one card, which was erased. Nothing is given then.
       *[other] Friend and advocate paid with one card: { $evidence }. Nothing is given then.
    }
check-same-card-digits-pass = { $points ->
        [none] Friend and advocate paid with cards of different digits.
       *[other] { $evidence ->
            [erased] Friend and advocate paid with cards of the same digits, which were erased. This counts { $points } points.
           *[other] Friend and advocate paid with cards of the same digits: { $evidence }. This counts { $points } points.
        }
    }
check-same-card-digits-wait = { $evidence ->
        [erased] Friend and advocate paid with cards of the same digits, which were erased. Somebody has to look.
       *[other] Friend and advocate paid with cards of the same digits: { $evidence }. Somebody has to look.
    }
check-same-card-digits-refuse = { $evidence ->
        [erased] Friend and advocate paid with cards of the same digits, which were erased. Nothing is given then.
       *[other] Friend and advocate paid with cards of the same digits: { $evidence }. Nothing is given then.
    }
check-same-ip-pass = { $points ->
        [none] Friend and advocate came from different IP addresses.
       *[other] { $evidence ->
            [erased] Friend and advocate came from one IP address, which was erased. This counts { $points } points.
           *[other] Friend and advocate came from one IP address: { $evidence }. This counts { $points } points.
        }
    }
check-same-ip-wait = { $evidence ->
        [erased] Friend and advocate came from one IP address, which was erased. Somebody has to look.
       *[other] Friend and advocate came from one IP address: { $evidence }. Somebody has to look.
    }
check-same-ip-refuse = { $evidence ->
        [erased] Friend and advocate came from one IP address, which was erased. Nothing is given then.
       *[other] Friend and advocate came from one IP address: { $evidence }. Nothing is given then.
    }
check-signups-per-ip-pass = { $points ->
        [none] So many people signed up from the friend’s IP address on that day: { $count }; at most { $limit } pass.
       *[other] Too many people signed up from the friend’s IP address on that day: { $count }. This counts { $points } points.
    }
check-signups-per-ip-wait = Too many people signed up from the friend’s IP address on that day: { $count }. Somebody has to look.
check-signups-per-ip-refuse = Too many people signed up from the friend’s IP address on that day: { $count }. Nothing is given then.
check-orders-per-ip-pass = { $points ->
        [none] So many orders came from the order’s IP address on that day: { $count }; at most { $limit } pass.
       *[other] Too many orders came from the order’s IP address on that day: { $count }. This counts { $points } points.
    }
check-orders-per-ip-wait = Too many orders came from the order’s IP address on that day: { $count }. Somebody has to look.
check-orders-per-ip-refuse = Too many orders came from the order’s IP address on that day: { $count }. Nothing is given then.
check-disposable-email-pass = { $points ->
        [none] The email domain { $evidence } gives out no throw-away addresses.
       *[other] The email domain { $evidence } gives out throw-away addresses. This counts { $points } points.
    }
check-disposable-email-wait = The email domain { $evidence } gives out throw-away addresses. Somebody has to look.
check-disposable-email-refuse = The email domain { $evidence } gives out throw-away addresses. Nothing is given then.
check-relay-email-pass = { $points ->
        [none] The email domain { $evidence } hides no other address.
       *[other] The email domain { $evidence } hides another address. This counts { $points } points.
    }
check-relay-email-wait = The email domain { $evidence } hides another address. Somebody has to look.
check-relay-email-refuse = The email domain { $evidence } hides another address. Nothing is given then.
check-excluded-domain-pass = { $points ->
        [none] No email domain of these people is excluded.
       *[other] The email domain { $evidence } is excluded. This counts { $points } points.
    }
check-excluded-domain-wait = The email domain { $evidence } is excluded. Somebody has to look.
check-excluded-domain-refuse = The email domain { $evidence } is excluded. Nothing is given then.
check-excluded-customer-pass = { $points ->
        [none] None of these people is excluded.
       *[other] { $evidence } is excluded. This counts { $points } points.
    }
check-excluded-customer-wait = { $evidence } is excluded. Somebody has to look.
check-excluded-customer-refuse = { $evidence } is excluded. Nothing is given then.
check-excluded-channel-pass = { $points ->
        [none] The sales channel is not excluded.
       *[other] The sales channel { $evidence } is excluded. This counts { $points } points.
    }
check-excluded-channel-wait = The sales channel { $evidence } is excluded. Somebody has to look.
check-excluded-channel-refuse = The sales channel { $evidence } is excluded. Nothing is given then.
check-velocity-pass = { $points ->
        [none] The advocate won so many friends in a short time: { $count }; at most { $limit } pass.
       *[other] The advocate won too many friends in a short time: { $count }. This counts { $points } points.
    }
check-velocity-wait = The advocate won too many friends in a short time: { $count }. Somebody has to look.
check-velocity-refuse = The advocate won too many friends in a short time: { $count }. Nothing is given then.
check-refund-rate-pass = { $points ->
        [none] Of the orders of the advocate’s friends { $count }% were refunded, less than { $limit }%.
       *[other] Too many orders of the advocate’s friends were refunded: { $count }%. This counts { $points } points.
    }
check-refund-rate-wait = Too many orders of the advocate’s friends were refunded: { $count }%. Somebody has to look.
check-refund-rate-refuse = Too many orders of the advocate’s friends were refunded: { $count }%. Nothing is given then.
check-cluster-pass = { $points ->
        [none] So many people share a card, an address, a device or an IP address with the friend: { $evidence }; { $limit } would be too many.
       *[other] { $evidence ->
            [erased] Too many people share something with the friend that was erased. This counts { $points } points.
           *[other] Too many people share this with the friend: { $evidence }. This counts { $points } points.
        }
    }
check-cluster-wait = { $evidence ->
        [erased] Too many people share something with the friend that was erased. Somebody has to look.
       *[other] Too many people share this with the friend: { $evidence }. Somebody has to look.
    }
check-cluster-refuse = { $evidence ->
        [erased] Too many people share something with the friend that was erased. Nothing is given then.
       *[other] Too many people share this with the friend: { $evidence }. Nothing is given then.
    }

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
change-sent-for-review = Waits for a person from now on
change-edited = The order was edited: comes to { $amount }
change-order-grew = The order was edited upwards: this stays as it is
change-raise-proposed = Proposed: { $amount }, if a person agrees
change-raised = Raised to { $amount }
change-set-off = { $amount } of it set off against what is owed back
change-overused = { $amount } more was used than stood
change-lost = { $amount } that had been used is given up
change-carried = { $amount } that had been used is owed back
change-delivered = It had been delivered before it ended
change-reissued = Delivered once more: { $amount }
change-restored = Given after all: { $amount }
change-payout-intended = Written down, before it is sent: { $amount }
change-payout-issued = The other side has it: { $amount }
change-payout-refused = The other side refused it
change-payout-conflict = The code is somebody else’s there
change-payout-unknown = No clear answer came
change-payout-reverse = It ended: what turns out to be delivered is taken back
change-payout-correcting = Written down, before it is corrected to { $amount }
change-payout-corrected = Corrected to { $amount }, of which { $used } was used
change-payout-not-corrected = The other side refused the correction
change-payout-used = The shop told of a use: { $amount }
change-payout-closed = Nothing more comes of it
change-raise-dropped = Nothing more is proposed
change-revived = The money had come in time: it waits again
change-email-verified = The friend confirmed the email address
change-phone-verified = The friend confirmed the phone number
change-account-made = The friend made an account
change-aged = The friend’s account is old enough
change-unlocked = Unlocked by the role
change-chosen = Another option was chosen: { $amount }
change-expired = Expired unused: { $amount }

## Events by name
event-customer-registered = Customer registered
event-customer-updated = Customer updated
event-customer-deleted = Customer deleted
event-customer-returned = Customer is there again
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
event-order-owned = Order got an account
event-referral-taken-over = Referral taken over
event-reward-taken-over = Reward taken over
event-time-passed = Time passed
event-staff-attribute = Attributed by staff
event-staff-erase = Person erased by staff
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
event-staff-reject-referral = Referral rejected by staff

## The sync’s log
log-round-done = A round was completed: { $rows } rows read, { $events } events judged.
log-round-goes-on = The round that was not finished goes on.
log-round-stopped = Reading was stopped; the next round goes on from there.
log-round-failed = The round could not be completed, so nothing was judged.
log-kind-failed = This kind could not be read to its end; its place is kept.
log-place-lost = The shop no longer knew the place where reading stopped; this kind was begun anew.
log-set-aside = Records that could not be understood were set aside: { $rows }.
log-gone = Records that the shop has no more: { $rows }; they stay here as history.
log-reread = Orders read again by their ids: { $orders }, of which { $changed } had changed; { $watched } are watched.
log-repair = Records in quarantine asked for again: { $tried }; { $repaired } could be read, { $gone } are gone, { $left } still wait.
log-full-check = Full check: { $here } records here, { $there } at the shop; { $mended } were mended, { $unequal } months differ.
log-full-check-failed = The full check could not be completed; a later round tries again.
log-shop-shaky = The shop did not answer every request; the sync asked again.
log-shop-resting = The shop failed again and again; it is left alone for { $seconds } s.
log-shop-limited = The shop asks to wait { $seconds } s.
log-clock-ahead = This computer’s clock is { $minutes } min ahead of the shop’s, so the shop’s was used: set it right.
log-clock-behind = This computer’s clock is { $minutes } min behind the shop’s, so the newest records always wait: set the clock right.
log-write-back-failed = The codes could not be written to the shop; the next round tries again.
log-payouts-stopped = All payouts were stopped: { $reason }
log-payouts-go = Payouts may go on: { $reason }
log-payouts-done = Payouts were carried out by { $actor }: { $done } delivered, { $corrected } corrected, { $found } to look at, { $left } left, { $calls } requests.
log-reconciled = What was delivered was compared with the shop: { $compared } deliveries, { $findings } findings.
log-payout-ceiling = The most that may go out in a day was set by { $actor }: { $amounts }
log-paid-by-hand = { $actor } said that a reward was paid by hand: event { $event }.

## What a check-up finds
finding-never-synced = The shop was never read to the end; run vouchsafe sync.
finding-never-checked = The mirror was never compared with the shop in full; run vouchsafe doctor --full.
finding-quarantined = Records of { $kind } wait in quarantine: { $count }; repair them at the shop, and the next sync reads them again.
finding-differs = Of { $kind } there are { $here } records here and { $there } at the shop; months that differ: { $months }, the first is { $first }. Sync once more; if it stays so, look into the quarantine.
finding-journal-gap = The journal has a gap at entry { $entry }; restore a backup and keep this file for an expert.
finding-journal-chain = The journal’s entry { $entry } does not follow from the one before it; restore a backup and keep this file for an expert.
finding-journal-contents = What the journal’s entry { $entry } covers was changed; restore a backup and keep this file for an expert.
finding-journal-transfers = The ledger differs from the journal at entry { $entry }; restore a backup and keep this file for an expert.
finding-journal-unentered = Events after { $event } stand in no entry of the journal; restore a backup and keep this file for an expert.
finding-file-damaged = The file is damaged ({ $what }); restore a backup.
finding-balances-differ = Balances that are not the sum of their transfers: { $accounts }; restore a backup and keep this file for an expert.
finding-rewards-differ = The list shows { $shown } rewards and the records hold { $kept }; restore a backup and keep this file for an expert.
finding-rows-differ = The number that is kept of { $kind } is not the number of records here; restore a backup and keep this file for an expert.
finding-totals-differ = Totals of rewards that are not the sum of the list: { $cells }; restore a backup and keep this file for an expert.
finding-table-differs = Rows of the table { $table } that are not what the log comes to: { $rows }; the log is whole: pay nothing out and show this file to an expert.
finding-not-compared =
    { $why ->
        [journal] With a broken journal the tables were not held against the log; deal with the journal first.
        [newer] A newer Vouchsafe made this file, so its tables were not held against the log; update Vouchsafe and look again.
       *[other] The tables could not be held against the log ({ $what }); see that there is room beside the file and that you may write there, then look again.
    }
finding-fold-unfinished = Events that are still to be judged: { $events }; the next sync finishes that.

## Check-up
doctor-mirror = The mirror equals the shop, as of the last full check
doctor-journal = The journal’s chain is whole
doctor-ledger = The ledger’s balances are right
doctor-lists = Lists and totals say the same as the records
doctor-file = The file is sound
doctor-fold = Every event is judged

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
cli-bytes = Bytes
cli-cac = CAC
cli-changed = Changed
cli-channel = Channel
cli-charts-at = Charts:
cli-check = Check
cli-checked-at = Last full check
cli-codes = Codes
cli-complete = Whole
cli-conflicts = Conflicts
cli-count = Count
cli-credit = Credit
cli-currency = Currency
cli-customers = Customers
cli-db = Db
cli-debit = Debit
cli-decisions = Decisions
cli-denominator = Denominator
cli-depth = Depth
cli-duplicate = { $event } came twice and counts once.
cli-elsewhere = Found elsewhere
cli-encrypted = Encrypted
cli-epoch = Times restored
cli-event = Event
cli-events = Events
cli-fact = Fact
cli-figure = Figure
cli-file = File
cli-files = Files
cli-finding = Finding
cli-findings = Findings
cli-from = From
cli-given = Given
cli-gone = Gone
cli-here = Here
cli-holder = Held by
cli-identities = Identities
cli-in-mirror = In the mirror
cli-issued = Issued
cli-journal-ends = The journal holds { $entries } entries and ends with { $head }.
cli-journal-entries = Entries of the journal
cli-journal-head = Head of the journal
cli-known = Known
cli-known-as = Known as
cli-known-until = Known until
cli-label = Label
cli-last-synced = Last synced
cli-left = Left
cli-line = Line
cli-month = Month
cli-more = More without
cli-name = Name
cli-new = New
cli-no = no
cli-no-decisions = Nothing was decided about it yet.
cli-nothing-left = Nothing of this person is left in the db and its WAL; erase them at the shop and in older backups as well.
cli-numerator = Numerator
cli-party = Party
cli-payouts-paused = Payouts paused
cli-quarantined = Quarantined
cli-reason = Reason
cli-referrals = Referrals
cli-refused = Refused
cli-rejudges = To be judged again
cli-repaired = Repaired
cli-reread = Read again
cli-restored = Payouts are paused; run vouchsafe sync, then vouchsafe reconcile, and mend or leave what it finds.
cli-reward = Reward
cli-reward-cost = Reward cost
cli-rewards = Rewards
cli-roi = ROI
cli-rows = Rows
cli-rule = Rule
cli-sentence = Sentence
cli-shop = Shop
cli-shop-open = The demo shop answers at { $url } with the token { $token } until Ctrl+C.
cli-shop-version = Shop version
cli-since = Since
cli-skipped = Skipped
cli-spend = Spend
cli-staged = Events for the next round
cli-step = Step
cli-steps = Steps of rewards
cli-subject = About
cli-there = At the shop
cli-totals = Totals
cli-transfers = Transfers
cli-triggers = Triggers
cli-unequal-months = Months that differ
cli-until = Until
cli-url = Address
cli-value = Value
cli-verdict = Verdict
cli-version = Version
cli-versions = Versions
cli-waits = Waits for
cli-watched = Orders watched
cli-what = What
cli-write-back = Written to the shop
cli-written = Written
cli-yes = yes
cli-number = Number
cli-to = To
cli-tries = Tries
cli-sent = Sent
cli-failed = Refused
cli-put-off = Put off
cli-sent-to = Sent to
cli-active = Active friends
cli-advocate = Advocate
cli-ahead = Ahead
cli-ahead-level = level
cli-ahead-step = step of a rule
cli-earned = Earned
cli-friends-at = With friend
cli-friends-left = Friends to go
cli-friends-revenue = Paid by friends
cli-invited = Invited friends
cli-last-activity = Last activity
cli-level = Level
cli-paid-friends = Friends who paid
cli-place = Place
cli-score = Score
program-state-ready = Ready-made
program-state-not-started = Not started yet
program-state-in-force = In force
program-state-paused = Paused
program-state-ended = Ended

## Payouts on the command line and in lists
payout-state-due = Due
payout-state-sending = Being sent
payout-state-unknown = Not known
payout-state-correcting = To be corrected
payout-state-refused = Refused
payout-state-conflict = Not ours
payout-state-done = Delivered
payout-state-closed = Closed
payout-act-issue = Deliver
payout-act-look-up = Look up
payout-act-correct = Correct
cli-attempts = Attempts
cli-by-hand = To pay by hand
cli-call = Request
cli-calls = Requests
cli-ceiling = Most in a day
cli-code-end = Code ends with
cli-corrected = Corrected
cli-delivered = Delivered
cli-generation = Delivery
cli-over-ceiling = Kept back by the ceiling
cli-paid-conflict = Not ours
cli-rail = Rail
cli-revision = Revision
cli-should = Shall stand
cli-stopped = Stopped: { $why }
cli-today = Today
cli-unknown = Not known
cli-used = Used
cli-without-rail = No rail yet
cli-act = Act
cli-actor = By
cli-after = After
cli-before = Before
cli-mend = What mends it
cli-needs-second = Needs a second person
cli-needs-second-no = no
cli-needs-second-yes = yes
cli-outside = At the shop
cli-outside-correct = is corrected
cli-outside-issue = is delivered
cli-outside-nothing = nothing
cli-outside-take-back = is taken back
cli-proposal = Proposal
cli-stands = Stands
cli-payouts-stopped = Payouts are stopped since { $at } by { $actor }: { $reason }
cli-payouts-go = Payouts may go on.
cli-payouts-rest = Payouts rest until this db was compared with the shop: vouchsafe sync, then vouchsafe reconcile.

## What a program will do

program-summary-holds = Version { $version } holds from its activation on; days and months are those of { $zone }.
program-summary-holds-from = Version { $version } holds from { $from } on; days and months are those of { $zone }.
program-summary-until = It ends at { $until }.
program-summary-mode-manual = A person approves each reward.
program-summary-mode-auto = Rewards go out without a person.
program-summary-mode-limited =
    { $unit ->
        [friend] For { $percent } of a hundred friends rewards go out without a person; the others’ are approved by one.
       *[advocate] For { $percent } of a hundred advocates rewards go out without a person; the others’ are approved by one.
    }
program-summary-mode-groups = So they do for everybody in these groups: { $groups }.
program-summary-activation = A friend counts as active after one of these: { $events }.
program-summary-budget = In all, { $amount } are given at most.
program-summary-budget-month = In a calendar month, { $amount } are given at most.
program-summary-ended-void = What still waits when the program has ended is void.
program-summary-paused-review = What becomes due while the program is paused waits for a person.
program-summary-touch-first = The first advocate whose code somebody used counts.
program-summary-touch-last = The last advocate whose code somebody used before being bound counts.
program-summary-binds-interaction = Any contact with a code binds the friend.
program-summary-binds-registration = The registration, or an earlier order, binds the friend.
program-summary-binds-order = The first order binds the friend.
program-summary-existing-allow = Whoever was a customer before can be a friend, too.
program-summary-existing-refuse = Whoever was a customer before is no friend.
program-summary-window = A referral earns for so many days: { $days }.
program-summary-window-life = A referral earns for life.
program-summary-scope-order = A code on an order credits that order alone and binds nobody.
program-summary-roles = Roles, the lowest first: { $roles }.
program-summary-rule = Rule { $rule } answers to: { $events }.
program-summary-occurrence-first = It rewards the first one of each friend.
program-summary-occurrence-every = It rewards every one of each friend.
program-summary-occurrence-first-n = Of each friend it rewards so many, the first ones: { $n }.
program-summary-occurrence-nth = Of each friend it rewards number { $n } alone.
program-summary-occurrence-within-months = It rewards all within so many months after the friend was bound: { $n }.
program-summary-occurrence-free = After a full refund it is as if there had been none.
program-summary-minimum = The least, measured by { $base }: { $amounts }.
program-summary-channels = Only in these sales channels: { $channels }.
program-summary-countries = Only for delivery to: { $countries }.
program-summary-categories = Only with something of these categories: { $categories }.
program-summary-new-customers = Only for the friend’s first order ever.
program-summary-signup-window = Only within so many days after the registration: { $days }.
program-summary-role = Only for those with the role { $role } or a higher one.
program-summary-arm = Only for those in arm { $arm } of the experiment { $experiment }.
program-summary-choice-default =
    { $to ->
        [friend] The friend can choose { $name }, which is also given without a choice:
        [advocate] The advocate can choose { $name }, which is also given without a choice:
       *[upline] The upline of level { $level } can choose { $name }, which is also given without a choice:
    }
program-summary-choice =
    { $to ->
        [friend] Or the friend chooses { $name }:
        [advocate] Or the advocate chooses { $name }:
       *[upline] Or the upline of level { $level } chooses { $name }:
    }
program-summary-gives-fixed =
    { $to ->
        [friend] The friend gets
        [advocate] The advocate gets
       *[upline] The upline of level { $level } gets
    } { $amounts }, by the currency of the event ({ $rail }).
program-summary-gives-percent =
    { $to ->
        [friend] The friend gets
        [advocate] The advocate gets
       *[upline] The upline of level { $level } gets
    } { $percent } percent of { $base } ({ $rail }).
program-summary-gives-percent-units =
    { $to ->
        [friend] The friend gets
        [advocate] The advocate gets
       *[upline] The upline of level { $level } gets
    } { $percent } percent of { $base }, counted in { $unit } ({ $rail }).
program-summary-gives-units =
    { $to ->
        [friend] The friend gets
        [advocate] The advocate gets
       *[upline] The upline of level { $level } gets
    } { $amount } { $unit } ({ $rail }).
program-summary-gives-group =
    { $to ->
        [friend] The friend gets
        [advocate] The advocate gets
       *[upline] The upline of level { $level } gets
    } the membership { $group } ({ $rail }).
program-summary-cap = At most: { $amounts }.
program-summary-steps =
    { $apply ->
        [at] By { $by }, exactly at each step:
       *[from] By { $by }, from each step on:
    }
program-summary-step-friends = With so many paid friends, this one included: { $n }.
program-summary-step-revenue = With a revenue of: { $amounts }.
program-summary-step-level = On the level { $name }.
program-summary-step-otherwise = Otherwise:
program-summary-step-otherwise-nothing = Otherwise nothing.
program-summary-valid = It can be used for so many days: { $days }.
program-summary-cost = One unit is expected to cost: { $amounts }.
program-summary-voucher-percent = Each unit takes one percent off an order.
program-summary-voucher-shipping = It takes off the shipping.
program-summary-voucher-categories = Only off these categories: { $categories }.
program-summary-voucher-min-spend = Only off orders of at least: { $amounts }.
program-summary-voucher-channels = Only in these sales channels: { $channels }.
program-summary-locked =
    { $to ->
        [friend] It stays locked until the friend has the role { $role }.
        [advocate] It stays locked until the advocate has the role { $role }.
       *[upline] It stays locked until the upline of level { $level } has the role { $role }.
    }
program-summary-per-friend = The most events for each friend: { $n }.
program-summary-per-advocate = The most rewards for each person: { $n }.
program-summary-per-day = The most rewards for each person in a day: { $n }.
program-summary-per-month = The most rewards for each person in a calendar month: { $n }.
program-summary-reversed-free = What was taken back does not count toward the limits.
program-summary-cooldown = Hours between two rewards of one person, at least: { $hours }.
program-summary-wait-captured = A reward waits until the order is paid in full.
program-summary-wait-email = A reward waits until the friend has confirmed the email address.
program-summary-wait-phone = A reward waits until the friend has confirmed the phone number.
program-summary-wait-account = A reward waits until the friend’s account is so many days old: { $days }.
program-summary-wait-days = What has not come by then is void; days: { $days }.
program-summary-hold = It is held for so many days: { $days }.
program-summary-refund-window = A refund takes back what was delivered for so many days: { $days }.
program-summary-refund-window-none = A refund takes nothing back that was delivered.
program-summary-partial-ignore = A partial refund changes nothing.
program-summary-partial-proportional = A partial refund lowers the reward in proportion.
program-summary-partial-full = A partial refund takes the whole reward back.
program-summary-level = Level { $name }, from so many paid friends on: { $count }.
program-summary-grandfather = A level once reached stays.
program-summary-boost = { $name }: from { $from } to { $until } everything is multiplied by { $factor }.
program-summary-boost-rules = Only for these rules: { $rules }.
program-summary-boost-channels = Only in these sales channels: { $channels }.
program-summary-experiment =
    { $unit ->
        [friend] The experiment { $name } divides friends by weight: { $arms }; with the weight { $holdout } they get nothing.
       *[advocate] The experiment { $name } divides advocates by weight: { $arms }; with the weight { $holdout } they get nothing.
    }
program-summary-signals-block = Nothing is given when this is found: { $signals }.
program-summary-signals-review = A person looks when this is found: { $signals }.
program-summary-signal-score = Points when it is found, { $score }: { $signal }.
program-summary-signups-above = Many signups from one IP address are more than so many in a day: { $n }.
program-summary-orders-above = Many orders from one IP address are more than so many in a day: { $n }.
program-summary-friends-above = Many friends in a short time are more than { $n } within so many hours: { $hours }.
program-summary-refunds-from = Many refunds are so many percent of at least { $n } paid orders, or more: { $percent }.
program-summary-cluster-from = Many people who share something are so many, or more: { $n }.
program-summary-review-at = From so many points on a person looks: { $score }.
program-summary-block-at = From so many points on nothing is given: { $score }.
program-summary-denied-domains = These email domains count as throw-away, too ({ $n }): { $names }.
program-summary-allowed-domains = These email domains never count as throw-away ({ $n }): { $names }.
program-summary-excluded-domains = Excluded email domains ({ $n }): { $names }.
program-summary-excluded-customers = Excluded customers ({ $n }): { $names }.
program-summary-excluded-channels = Excluded sales channels ({ $n }): { $names }.
program-summary-trusted-ips = IP addresses and networks that no signal looks at: { $n }.
program-summary-event-customer-registered = a registration
program-summary-event-interaction = a first contact
program-summary-event-trial-started = a trial begun
program-summary-event-order-confirmed = a confirmed order
program-summary-event-order-captured = a paid order
program-summary-event-topup = a top-up
program-summary-event-subscription-purchased = a subscription bought
program-summary-event-subscription-renewed = a subscription renewed
program-summary-event-partner-onboarded = a partner won
program-summary-event-role-upgraded = a new role
program-summary-base-items = the items without tax and shipping
program-summary-base-items-with-tax = the items with tax
program-summary-base-order-total = the whole order
program-summary-base-eligible-lines = the items of the rule’s categories
program-summary-base-amount-base = the amount that the event names
program-summary-rail-gift-card = gift card
program-summary-rail-voucher = voucher
program-summary-rail-wallet = wallet
program-summary-rail-points = points
program-summary-rail-token = token
program-summary-rail-entitlement = entitlement
program-summary-rail-manual = by hand
program-summary-by-paid-friends = the advocate’s paid friends
program-summary-by-revenue = the revenue of the advocate’s friends
program-summary-by-level = the advocate’s level
program-summary-signal-same-email = one mailbox
program-summary-signal-same-phone = one phone number
program-summary-signal-same-address = one postal address
program-summary-signal-same-device = one device
program-summary-signal-same-card = one card
program-summary-signal-same-card-digits = cards with the same digits
program-summary-signal-same-ip = one IP address
program-summary-signal-signups-per-ip = many signups from one IP address
program-summary-signal-orders-per-ip = many orders from one IP address
program-summary-signal-disposable-email = a throw-away email address
program-summary-signal-relay-email = a relayed email address
program-summary-signal-excluded-domain = an excluded email domain
program-summary-signal-excluded-customer = an excluded customer
program-summary-signal-excluded-channel = an excluded sales channel
program-summary-signal-velocity = many friends in a short time
program-summary-signal-refund-rate = many refunds
program-summary-signal-cluster = many people who share a card, an address, a device or an IP address

## The tray

tray-open = Open Vouchsafe
tray-read = Read the shop now
tray-quit = Quit

## Programs

nav-programs = Programs
error-role-unlisted = The program asks for the role “{ $role }”, which [attribution] does not list; add it to the roles there, the lowest first.
programs-lead = A program says who gets what for which event. Each version stands for good; a change is a new version.
programs-empty = No programs yet
program-new = New program
program-version = Version { $version }
program-ready-what = Comes with Vouchsafe
program-since = since
program-from = Holds from
program-until = until
program-added = Activated
program-history = What was done
program-deed-activated = Version { $version } activated
program-deed-paused = Paused
program-deed-ended = Ended
program-judges = judges now
program-versions = Versions
program-back = All programs
program-back-edit = Leave without activating
program-edit = Write a new version
program-edit-ready = Adapt it
program-edit-title = { $name }, version { $version }
program-draft = Draft
program-view = View
program-view-words = What it does
program-view-form = Form
program-view-toml = TOML
program-view-backtest = Backtest
program-view-changes = Changes
program-changes-words = What it does otherwise than version { $version }
program-changes-notes = Written by the form, so without the notes (#) of the file.
program-changes-toml = Lines of the file
program-diff-none = Nothing differs.
program-diff-gone = Gone:
program-diff-new = New:
program-copy = Copy TOML
program-save = Save as…
program-saved = Saved to { $path }
program-open = Open a file…
program-toml-label = The program’s file; paste one here
program-to-fault = Go to the field
program-words-stale = This is what it said before the fault.
program-pause = Pause
program-pause-title = Pause “{ $name }”?
program-pause-text = From now on no event is rewarded by it, until somebody activates it again. Friends are bound as before.
program-pause-waits = What waits goes on, or waits for a person, as the program says. Nothing that was given is taken back.
program-pause-done = The program is paused.
program-resume = Activate again
program-resumed = The program is in force again.
program-end = End
program-end-title = End “{ $name }”?
program-end-text = From now on no event is rewarded by it.
program-end-waits = What waits goes on, or is void, as the program says. Nothing that was given is taken back.
program-end-done = The program has ended.
program-activate = Activate…
program-activate-title = Activate “{ $name }”, version { $version }
program-activate-confirm = Activate
program-activate-when = From when
program-activate-now = From now on
program-activate-at = From an instant
program-activate-instant = The first instant, in UTC
program-activate-instant-hint = An event is judged by the version that holds at its own time.
program-activate-history = This lies before the shop was connected ({ $connected }): old orders are judged, too, and can give rewards now. For that the program has to be manual, so that a person looks at each reward.
program-activate-later = Until then it gives nothing, and an earlier version goes on.
program-activate-before = What happened before binds friends and is shown, and gives nothing by this version.
program-activate-no-shop = No shop is connected: it judges the events that this file has or gets.
program-activate-kept = A version that was activated never changes. You can pause it, end it, or write the next one.
program-activated = { $name } is activated.
program-form-default = By default: { $value }
program-form-none = Not said
program-form-say = Add
program-form-unsay = Remove
program-form-choose = Kind
program-form-up = Move up
program-form-down = Move down
program-form-remove = Remove { $what }
program-form-add = Add: { $what }
program-form-lines = One to a line
program-form-own-events = Own events, by name
program-form-arm = Arm
program-form-weight = Weight
program-form-amount = Amount
program-form-add-arm = Add an arm
program-form-add-currency = Add a currency
program-form-no-toml = The file is no TOML: mend it there, then the form shows it.
program-key-id = Id
program-key-name = Name
program-key-version = Version
program-key-from = From
program-key-until = Until
program-key-time-zone = Time zone
program-key-mode = Who lets a reward go out
program-key-limited = Limited group
program-key-percent = Percent
program-key-mode-percent = Of a hundred people, so many
program-key-groups = Customer groups
program-key-unit = Unit
program-key--unit = Who is divided into groups
program-key-activation = What makes a friend active
program-key-budget = Budget
program-key-per = Per
program-key-when-ended = What waits when the program has ended
program-key-when-paused = What waits while the program is paused
program-key-level = Level
program-key--level = Levels of advocates
program-key-level-one = Level
program-key-grandfather = A level once reached stays
program-key-attribution = Who brought whom
program-key-fraud = Fraud signals
program-key-boost = Times in which more is given
program-key-boost-one = Boost
program-key-experiment = Experiment
program-key--experiment = Experiments
program-key-experiment-one = Experiment
program-key-rule = Rules
program-key-rule-one = Rule
program-key-paid-friends = From so many paid friends on
program-key-touch = Which contact counts
program-key-bind-at = What binds a friend
program-key-existing-customers = Who was a customer before
program-key-earning-window-days = A bond earns for, days
program-key-scope = How far a code reaches
program-key-roles = Roles, the lowest first
program-key-review-at = A person looks from, points
program-key-block-at = Nothing is given from, points
program-key-same-email = One mailbox
program-key-same-phone = One phone number
program-key-same-address = One postal address
program-key-same-device = One device
program-key-same-card = One card
program-key-same-card-digits = Cards with the same digits
program-key-same-ip = One IP address
program-key-signups-per-ip = Many signups from one IP address
program-key-orders-per-ip = Many orders from one IP address
program-key-disposable-email = Throw-away email address
program-key-relay-email = Relayed email address
program-key-excluded-domain = Excluded email domain
program-key-excluded-customer = Excluded customer
program-key-excluded-channel = Excluded sales channel
program-key-velocity = Many friends in a short time
program-key-refund-rate = Many refunds
program-key-cluster = Many people who share something
program-key-denied-domains = Domains that count as throw-away
program-key-allowed-domains = Domains that never do
program-key-excluded-domains = Excluded email domains
program-key-excluded-customers = Excluded customers, by id
program-key-excluded-channels = Excluded sales channels
program-key-trusted-ips = IP addresses that many share
program-key-action = What it comes to
program-key-score = Points
program-key-per-day = In a day, at most
program-key-per-month = In a month, at most
program-key-friends = More friends than
program-key-hours = In so many hours
program-key-refundrate-percent = Share of refunded orders, percent
program-key-after = From so many paid orders on
program-key-size = People, at least
program-key-factor = Multiplied by
program-key-rules = Only for these rules
program-key-channels = Only in these sales channels
program-key-arms = Arms and their weights
program-key-holdout = Weight of those who get nothing
program-key-on = It answers to
program-key-settlement = Whether it waits for the money
program-key-occurrence = Which events of a friend
program-key-first-n = The first so many
program-key-nth = Number
program-key-within-months = Within so many months of the bond
program-key-first-after-full-refund = After a full refund the occurrence is
program-key-minimum = The least that the order comes to
program-key-countries = Only for delivery to these countries
program-key-categories = Only with something of these categories
program-key-new-customers = Only the friend’s first order ever
program-key-within-days-of-signup = Within days of the registration
program-key-role = Role at least
program-key-email-verified = Waits for a confirmed email address
program-key-phone-verified = Waits for a confirmed phone number
program-key-account-age-days = Waits for the account’s age, days
program-key-limits = Limits
program-key-per-friend = For each friend
program-key-per-advocate = For each person
program-key-count-reversed = What was taken back still counts
program-key-cooldown-hours = Hours between two rewards
program-key-arm = Only for an arm of an experiment
program-key-inarm-arm = Arm
program-key-hold-days = Held for, days
program-key-refund-window-days = A refund takes back for, days
program-key-on-partial-refund = A partial refund
program-key-wait-days = Void after waiting for, days
program-key-grant = Who gets what
program-key-grant-one = Reward
program-choice-grant-reward = One reward
program-key-to = Who gets it
program-key-upline = How many bonds up
program-key-locked-until-role = Locked until the role
program-key-reward = How it is delivered
program-key-value = How much
program-key-choice = Ways to choose from
program-key-choice-one = Way
program-key-rail = By
program-key-reward-unit = Unit that is no money
program-key-exponent = Digits after the point
program-key-valid-days = Can be used for, days
program-key-estimated-cost = Expected cost of one unit
program-key-voucher = What the voucher is good for
program-key-voucher-off = What it takes off
program-key-voucher-categories = Only off these categories
program-key-min-spend = Only off orders of at least
program-key-fixed = An amount
program-key-of = Of what
program-key-cap = At most
program-key-units = Number of units
program-key-group = Membership of a group
program-key-tiers = Steps
program-key-by = What is counted
program-key-apply = A step holds
program-key-steps = Steps
program-key-steps-one = Step
program-key-otherwise = Otherwise
program-key-n = Paid friends
program-key-revenue = Revenue
program-hint-id = Small letters, digits, - and _; the same in all versions
program-hint--from = 2026-03-01T00:00:00Z; when it is activated without it
program-hint--until = 2026-06-01T00:00:00Z; it never ends without it
program-hint-boost-from = 2026-03-01T00:00:00Z
program-hint-boost-until = 2026-06-01T00:00:00Z
program-hint-time-zone = Such as Europe/Berlin: where days and months are counted
program-hint-attribution = One policy holds for all programs
program-hint-fraud = What is not said has its default
program-hint-budget = In one currency
program-hint-factor = Above 0, at most 10
program-hint-earning-window-days = For life without it
program-hint-same-card-digits = Never proof enough to block
program-hint-refund-window-days = As long as it is held, without it
program-hint-countries = Two letters each, such as DE
program-hint-estimated-cost = For forecasts, in no ledger
program-hint-voucher = Only of vouchers
program-hint-off = Of units, percent or the shipping
program-hint-percent = 0 to 100 and more, such as 12.5
program-hint-mode-percent = 0 to 100
program-hint-refundrate-percent = 1 to 100
program-hint-roles = One to a line; everybody starts with the first
program-value-mode-manual = A person, each time
program-value-mode-limited = Nobody for some, a person for the others
program-value-mode-auto = Nobody has to look
program-value-advocate = The advocate
program-value-friend = The friend
program-value-upline = Somebody further above
program-value-unit-advocate = Advocates
program-value-unit-friend = Friends
program-value-per-program = The whole program
program-value-per-month = A calendar month
program-value-finish = It goes on
program-value-void = It is void
program-value-when-paused-review = It waits for a person
program-value-touch-first = The first one
program-value-touch-last = The last one
program-value-interaction = Any contact with a code
program-value-registration = The registration, or an earlier order
program-value-order = The first order
program-value-refuse = Cannot be a friend
program-value-allow = Can be a friend, too
program-value-scope-tree = It binds the friend
program-value-scope-order = It credits its order alone
program-value-off = Not looked at
program-value-off-fixed = The money that is given
program-value-off-percent = So many percent as there are units
program-value-off-shipping = The shipping
program-value-review = A person looks
program-value-score = Points
program-value-block = Nothing is given
program-value-none = No
program-value-captured = Yes, until the order is paid in full
program-value-first = The first one
program-value-every = Every one
program-value-first-n = The first so many
program-value-nth = One alone, by its number
program-value-within-months = All within some months
program-value-used = used up
program-value-free = free again
program-value-ignore = changes nothing
program-value-proportional = lowers it in proportion
program-value-full = takes it back whole
program-value-at = at its number alone
program-value-from = from its number on

## What can be wrong with a program file

fault-at = Line { $line }, { $place }: { $what }
fault-line = Line { $line }: { $what }
fault-too-large = the file is larger than 1 MB; take something away
fault-no-toml = this cannot be read as TOML; check quotes, brackets and the = of this line
fault-key-twice = this key stands in its table already; write it once
fault-unknown-key = there is no such key; write one of { $known }
fault-unknown-key-like = there is no such key; did you mean { $like }? Otherwise write one of { $known }
fault-missing-key = { $key } is missing; write it here
fault-unknown-word = “{ $text }” is none of the words that would do; write one of { $known }
fault-no-text = write a text in quotes
fault-no-number = write a whole number from { $least } to { $most }, without quotes
fault-no-flag = write true or false, without quotes
fault-no-instant = write an instant without quotes, such as 2026-03-01T00:00:00Z
fault-no-list = write a list in square brackets
fault-no-tables = write each entry below a header of its own in double brackets, [[{ $key }]]
fault-no-table = write a table in braces, or its keys below a header
fault-bad-name = write 1 to 200 characters without blanks around them
fault-bad-title = write 1 to 200 characters
fault-bad-id = “{ $text }” is no id; write up to 64 small letters, digits, - and _
fault-list-too-long = write at most { $most } entries
fault-entry-twice = the same entry stands here twice; write each once
fault-name-twice = another entry has this name; give each its own
fault-bad-number = write a number from { $least } to { $most }
fault-bad-days = write a number of days from { $least } to { $most }
fault-instant-offset = write an instant with its offset, such as 2026-03-01T00:00:00Z
fault-instant-year = write an instant from the years 1970 to 2100
fault-bad-version = versions count from 1
fault-bad-zone = “{ $text }” is no time zone; write one like Europe/Berlin
fault-program-ends = the program ends before it starts; write a later instant
fault-no-currency = name at least one currency, such as EUR = "10.00"
fault-bad-currency = “{ $text }” is not a currency of ISO 4217; write one like EUR
fault-bad-decimal = “{ $text }” is not a decimal number; write one like 10.00
fault-too-precise = “{ $text }” has more digits after the point than its currency
fault-too-much = “{ $text }” is too large
fault-amount-zero = write an amount above zero
fault-amount-most = write at most { $most }
fault-units-precise = “{ $text }” has more digits after the point than the reward’s exponent, { $exponent }
fault-units-zero = write a quantity above zero
fault-units-most = write at most { $most }
fault-budget-per = a budget needs `per`: program or month
fault-budget-time = “{ $text }” is no time of a budget; write program or month
fault-budget-currencies = a budget has one currency; keep one, and make another program for the other
fault-budget-idle = no rule can give anything in { $currency }; write a currency that the rules give
fault-levels-rise = levels stand in rising order; this one asks for no more friends than the one before
fault-bad-arms = write 1 to { $most } arms, such as arms = {"{"} a = 45, b = 45 {"}"}
fault-boost-ends = the boost ends before it starts; write a later instant
fault-boost-before = the boost is over before the program starts; write a later instant
fault-boost-after = the program has ended by then; write an earlier instant
fault-unknown-rule = there is no rule “{ $text }”; name one of this file
fault-bad-factor = “{ $text }” is no factor; write a number above 0 and up to 10 with at most four digits after the point
fault-digits-block = cards with the same digits are far from proof; write "review", {"{"} score = 20 {"}"} or "off"
fault-block-below-review = must be above review_at, which is { $review }
fault-score-idle = a score counts toward nothing here; write review_at = 50, block_at = 100, or both
fault-channel-excluded = nothing is given in “{ $text }”, which stands in excluded_channels; take it away here or there
fault-domain-allowed = “{ $text }” stands in allowed_domains, too, and so is never denied; take it away here or there
fault-bad-domain = “{ $text }” is no email domain; write one like example.com
fault-bad-ip = “{ $text }” is no IP address and no range; write one like 203.0.113.7, 203.0.113.0/24, 2001:db8::/64 or 2001:db8::/32
fault-ranges-too-wide = these ranges are too wide together; write fewer, or some whose length is a multiple of 8
fault-unknown-role = “{ $text }” is no role that [attribution] lists; add it there, such as roles = ["member", "vip"]
fault-no-rule = a program needs at least one [[rule]]
fault-no-grant = a rule needs at least one [[rule.grant]]
fault-side-twice = two grants go to the { $side }; keep one
fault-window-below-hold = must be at least hold_days, which is { $hold }
fault-no-trigger = write at least one of { $known }
fault-bad-trigger = “{ $text }” is no event that a rule answers to; write one of { $known }
fault-no-order = { $event } has no order, so this cannot be judged; take it away
fault-bad-country = “{ $text }” is no country; write two capital letters such as DE
fault-unknown-experiment = there is no [[experiment]] “{ $text }”; add it, or name one that is there
fault-unknown-arm = the experiment “{ $experiment }” has no arm “{ $text }”; add it there, or name one that it has
fault-minimum-of = a minimum needs `of`: one of { $known }
fault-bad-base = “{ $text }” is no base; write one of { $known }
fault-bad-upline = write a number from 2 to { $most }; 1 would be the advocate
fault-beside-choice = each choice has its own reward and value; take those beside it away
fault-no-reward = a grant needs a reward, such as reward = {"{"} rail = "gift_card" {"}"}
fault-no-value = a grant needs a value, such as value = {"{"} fixed = {"{"} EUR = "10.00" {"}"} {"}"}
fault-choice-count = write 2 to 8 ways to choose from, the default first
fault-bad-rail = “{ $text }” is no rail; write one of { $known }
fault-unit-currency = “{ $text }” is a currency; give money by fixed or percent without a unit, or write another name
fault-unit-exponents = elsewhere in this file “{ $text }” has the exponent { $exponent }; write the same here, or another name
fault-gift-card-unit = a gift card holds money; take the unit away, or write another rail
fault-gift-card-group = a gift card makes nobody a member; give that by the rail entitlement or manual
fault-money-cost = money costs what it is; take this away, or name the unit that is given
fault-exponent-alone = only a unit has an exponent; name it, such as unit = "points"
fault-beside-steps = steps have their own values; take what stands beside tiers away
fault-percent-alone = only a percentage has this; take it away, or write percent
fault-one-value = write one of fixed, percent (with of), units, group and tiers
fault-step-value = a step gives one of fixed, percent (with of), units and group
fault-money-in-unit = the reward has a unit, so money cannot be given; write units, or take the unit away
fault-units-alone = nothing says what is counted; name it, such as reward = {"{"} rail = "points", unit = "points" {"}"}
fault-revenue-at = revenue hardly ever meets a number exactly; write "from"
fault-step-count = write 1 to { $most } steps
fault-steps-rise = steps stand in rising order; this one is not above the one before
fault-step-friends = steps by paid_friends begin at a number of friends; write n = 1 and the like
fault-step-revenue = steps by revenue begin at an amount; write revenue = {"{"} EUR = "100.00" {"}"} and the like
fault-step-level = steps by level begin at a level; write level = "gold" and the like
fault-unknown-level = there is no level “{ $text }”; add it to level = [ … ]
fault-share-of-nothing = { $event } has no amount to take a share of; write fixed or units
fault-share-of-base = { $event } has no order to take a share of; write of = "amount_base"
fault-percent-zero = write a percentage above zero
fault-percent-of = a percentage needs `of`: items, items_with_tax, order_total, eligible_lines or amount_base
fault-voucher-rail = only a voucher has this; take it away, or write rail = "voucher"
fault-voucher-off = a voucher in units says what it takes off; write voucher = {"{"} off = "percent" {"}"} or {"{"} off = "shipping" {"}"}
fault-voucher-units = units are no money; write "percent" or "shipping", or take the unit away
fault-voucher-money = money is taken off as it is; write "fixed", or name a unit such as unit = "percent-off"
fault-voucher-share = a voucher in units does not hang on what was bought; write units
fault-voucher-group = a voucher makes nobody a member; give that by the rail entitlement or manual
fault-voucher-percent = the units are the percent that it takes off; write 1 to 100

## Backtest: a draft beside what really happened

error-backtest-runs = Another draft is being tried; wait until it is done, or stop it.
error-backtest-differs = The draft comes to something else in { $count } places; look at the list above.
error-history-too-long = The history has { $events } events, and a draft is tried on at most { $most }; try it on a copy with a shorter history.
cli-now = Now
cli-draft = Draft
cli-difference = Difference
cli-sum = Sum
backtest-title = { $program }, version { $version }, holding from { $from }
backtest-label = Backtest
backtest-lead = Try the draft on the whole history, beside what really happened. Nothing is written.
backtest-start = Try the draft
backtest-cancel = Stop
backtest-stopped = Stopped. Nothing was written.
backtest-stopped-part = Stopped after { $done } of { $of } events: these are the figures of that part. Nothing was written.
backtest-progress = Trying the draft
backtest-events = { $done } of { $of } events
backtest-stale = The draft has changed since; try it again.
backtest-from = The draft holds from
backtest-from-beginning = the beginning of the history, as the draft names no instant
backtest-now = Now
backtest-draft = Draft
backtest-difference = Difference
backtest-counts = Counts
backtest-by = Split by
backtest-whole = In all
backtest-months = By month
backtest-channels = By channel
backtest-currency = Currency
backtest-no-figures = No money has moved yet.
backtest-refusals = Why nothing was given
backtest-reason = Reason
backtest-referrals = Referrals
backtest-rewards = Rewards
backtest-waiting = Waiting
backtest-review = For a person to look at
backtest-in-review = In review
backtest-due = Due
backtest-settled = Delivered
backtest-void = Void
backtest-reversed = Taken back
backtest-refused = Decisions that gave nothing
backtest-caught = Fraud caught
backtest-blocked = Good orders blocked
backtest-friends = New friends
backtest-revenue = Revenue
backtest-cost = Reward cost
backtest-spend = Marketing
backtest-cac = CAC
backtest-roi = ROI
backtest-differ = What differs
backtest-largest = The largest of each kind
backtest-same = Nothing: the draft comes to what really happened.
backtest-gained = Only the draft gives
backtest-lost = Given now, not by the draft
backtest-more = The draft gives more
backtest-less = The draft gives less
backtest-other = The draft gives something else
backtest-held = The draft asks a person first
backtest-nothing = nothing
backtest-bounded = The largest { $listed } are listed.
backtest-show-more = Show more
backtest-order-title = Order { $order }, judged by both
backtest-no-decision = It was not judged.
backtest-not-kept = Very many orders differ, and the decisions about this one were not kept; try the draft on fewer differences, or look at a larger order.
