// An in-memory shell: for tests and for the window in a plain browser (`?fake=first_run|ready|mirror|read_only|banner|demo|trouble|token|restored|newer|locked|viral|deep|stopped`).
// It keeps the contract's promises (keyset pages, stale refusals, messages) and never reaches the production bundle.
import type { Desk, FigureRow, HistoryRow, Overview, Part, Review, RewardDetail, RewardFilter, RewardSort, SyncStatus, Tag, Tile } from './bindings'
import type { Commands, Shell } from './call'
import { backtestAnswers } from './fake-backtest'
import { drawChart } from './fake-chart'
import { customerAnswers } from './fake-customers'
import { addUp, amountText, CHANNELS, decisionOf, makeShop, NOW, raiseOf, ref, toMoney, type FakePerson, type FakeReward, type Sum } from './fake-data'
import { byText, fail, matches, pageOf, type Answers, type World } from './fake-kit'
import { makePayouts, payoutAnswers } from './fake-payouts'
import { reconcileAnswers } from './fake-reconcile'
import { noticeAnswers } from './fake-notices'
import { reviewAnswers } from './fake-review'
import { programAnswers } from './fake-programs'
import { fakeSync, firstStatus } from './fake-sync'
import { treeAnswers } from './fake-tree'

export type FakeMode = 'first_run' | 'ready' | 'mirror' | 'read_only' | 'banner' | 'demo' | 'trouble' | 'token' | 'restored' | 'newer' | 'locked' | 'viral' | 'deep' | 'stopped'

export interface FakeShell extends Shell {
  changed(tags: Tag[]): void
  /** Somebody else's commit: what is on screen is stale from now on. */
  touch(key: string): void
  /** What was asked, in order. */
  asked: string[]
}

interface Options {
  /** How long an answer takes, in milliseconds. */
  delay?: number
}

const ORDER: Record<RewardSort, (a: FakeReward, b: FakeReward) => number> = {
  newest: (a, b) => byText(b.row.created_at, a.row.created_at) || byText(a.row.key, b.row.key),
  oldest: (a, b) => byText(a.row.created_at, b.row.created_at) || byText(a.row.key, b.row.key),
  amount_high: (a, b) => (a.sum.minor < b.sum.minor ? 1 : a.sum.minor > b.sum.minor ? -1 : byText(a.row.key, b.row.key)),
  amount_low: (a, b) => (a.sum.minor < b.sum.minor ? -1 : a.sum.minor > b.sum.minor ? 1 : byText(a.row.key, b.row.key)),
}

/** Half-even division of whole units into text with some digits: figures of the fake shop are exact as well. */
function ratioText(over: bigint, under: bigint, digits: number): string | null {
  if (under === 0n) return null
  if (over < 0n) {
    const text = ratioText(-over, under, digits)
    return text === null ? null : `-${text}`
  }
  const scaled = over * 10n ** BigInt(digits)
  const whole = scaled / under
  const rest = (scaled % under) * 2n
  const up = rest > under || (rest === under && whole % 2n === 1n)
  const text = (up ? whole + 1n : whole).toString().padStart(digits + 1, '0')
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
}

export function fakeShell(mode: FakeMode | string = 'ready', { delay = 60 }: Options = {}): FakeShell {
  const shop = makeShop()
  const asked: string[] = []
  const changedHeard: ((payload: { tags: Tag[] }) => void)[] = []
  const syncHeard: ((payload: SyncStatus) => void)[] = []
  const stamps = new Map<string, number>()
  const reviewed = new Map<string, { verdict: Review['verdict']; reason: string }>()
  let margin = '40'
  const desk: Desk = {
    door: mode === 'first_run' ? 'first_run' : mode === 'read_only' || mode === 'newer' ? 'read_only' : 'ready',
    shop: mode === 'first_run' ? null : { url: 'https://demo.example/graphql/', name: 'Linden & Co', version: '3.23.1', connected_at: '2025-01-12T08:00:00Z' },
    db_path: '/home/demo/.local/share/app.vouchsafe.desktop/linden.db',
    demo: mode === 'ready' || mode === 'demo' || mode === 'first_run',
    folded: mode !== 'mirror',
    banner: mode === 'banner' ? { code: 'shop_unreachable', args: { url: 'https://demo.example/graphql/' } } : null,
    version: '0.1.0',
    currencies: ['EUR', 'JPY', 'USD'],
    margin_percent: margin,
    epoch: mode === 'restored' ? 2 : 1,
    payouts_paused: mode === 'restored',
    payouts_stopped: mode === 'stopped' ? { by: 'anna', reason: 'The shop changes its currency tonight', at: '2026-03-18T08:10:00Z' } : null,
    newer: mode === 'newer',
    reconcile_at_start: true,
    tray: true,
    write_back: false,
    secrets: mode === 'locked' ? null : 'keychain',
    locked: mode === 'locked',
  }
  const world: World = {
    shop,
    desk,
    sync: firstStatus(mode),
    changed: (tags) => changedHeard.forEach((heard) => heard({ tags })),
    tell(next) {
      world.sync = next
      syncHeard.forEach((heard) => heard(next))
    },
    stamp: (key) => stamps.get(key) ?? 0,
    touch: (key) => void stamps.set(key, (stamps.get(key) ?? 0) + 1),
  }
  const { changed } = world
  const sync = fakeSync(world, mode)
  const payouts = makePayouts(shop)

  function enter(demo: boolean, url: string): Desk {
    world.desk = { ...world.desk, door: 'ready', demo, folded: false, shop: { url, name: demo ? 'Linden & Co' : new URL(url).hostname, version: '3.23.1', connected_at: new Date().toISOString() } }
    sync.start()
    return world.desk
  }

  function rowsOf(filter: RewardFilter): FakeReward[] {
    return shop.rewards.filter(
      ({ row }) =>
        (filter.state === null || row.state === filter.state) &&
        (filter.wait === null || row.waits.includes(filter.wait)) &&
        (filter.role === null || row.role === filter.role) &&
        (filter.currency === null || row.amount.currency === filter.currency) &&
        matches(filter.search, row.key, row.order, row.beneficiary.name, row.beneficiary.email, row.friend.name, row.friend.email),
    )
  }

  function detailOf(key: string): RewardDetail {
    const found = shop.rewards.find(({ row }) => row.key === key)
    if (!found) fail('not_found', { what: key })
    const { row } = found
    const party = `liability:pending:${row.beneficiary.party}`
    const open = row.waits.includes('review')
    const review = reviewed.get(key)
    const history: HistoryRow[] = [
      { seq: 11, at: row.created_at, event_type: 'order_confirmed', change: 'created', args: { amount: `${row.amount.amount} ${row.amount.currency}` }, again: null, actor: null },
      ...(row.state === 'waiting' || row.due_at === null ? [] : [{ seq: 19, at: row.due_at, event_type: 'time_passed', change: row.state === 'void' ? 'void' : 'due', args: row.reason === null ? {} : { reason: row.reason }, again: null, actor: null }]),
      ...(row.state === 'settled' && row.due_at ? [{ seq: 23, at: row.due_at, event_type: 'payout_known', change: 'settled', args: {}, again: null, actor: null }] : []),
      ...(row.proposed ? [{ seq: 27, at: row.created_at, event_type: 'order_changed', change: 'raise_proposed', args: { amount: `${row.proposed.amount} ${row.proposed.currency}` }, again: null, actor: null }] : []),
      ...(review ? [{ seq: 31, at: new Date().toISOString(), event_type: `staff_${review.verdict}`, change: review.verdict === 'approve' ? 'approved' : 'rejected', args: { reason: review.reason }, again: null, actor: 'this desk' }] : []),
    ]
    return {
      row,
      decision: decisionOf(found),
      raise: raiseOf(found),
      transfers: [
        { seq: 12, at: row.created_at, debit: `expense:rewards:${row.program}`, credit: party, amount: row.amount },
        ...(row.state === 'settled' && row.due_at ? [{ seq: 24, at: row.due_at, debit: party, credit: 'liability:issued:gift_card', amount: row.amount }] : []),
      ],
      history,
      can_approve: open && world.desk.door !== 'read_only',
      can_reject: (open || row.state === 'due') && world.desk.door !== 'read_only',
      expects: `${key}@${stamps.get(key) ?? 0}`,
    }
  }

  function review({ key, verdict, reason, expects }: Review): RewardDetail {
    if (world.desk.door === 'read_only') fail('read_only')
    if (reason.trim() === '') fail('reason_missing')
    if (detailOf(key).expects !== expects) fail('stale')
    decide(key, verdict, reason)
    changed(['rewards', 'figures'])
    return detailOf(key)
  }

  function decide(key: string, verdict: Review['verdict'], reason: string): void {
    const found = shop.rewards.find(({ row }) => row.key === key)
    if (!found) fail('not_found', { what: key })
    const waits = verdict === 'approve' ? found.row.waits.filter((wait) => wait !== 'review') : []
    const state = verdict === 'reject' ? 'void' : waits.length > 0 ? 'waiting' : 'due'
    found.row = { ...found.row, waits, state, reason: verdict === 'reject' ? 'rejected_by_staff' : null }
    reviewed.set(key, { verdict, reason })
    stamps.set(key, (stamps.get(key) ?? 0) + 1)
  }

  function figures(label: string, of: FakePerson[], currency: string): FigureRow & { sums: { revenue: bigint; cost: bigint; spend: bigint } } {
    const total = (sums: Sum[]) => sums.filter((sum) => sum.currency === currency).reduce((sum, { minor }) => sum + minor, 0n)
    const mine = of.filter((person) => person.revenue.some((sum) => sum.currency === currency))
    const revenue = total(mine.flatMap((person) => person.revenue))
    const cost = total(mine.flatMap((person) => person.cost))
    const spend = BigInt(mine.length) * 350n
    const spent = cost + spend
    return {
      label, friends: mine.length, revenue: amountText(revenue, currency), reward_cost: amountText(cost, currency), spend: amountText(spend, currency),
      cac: mine.length === 0 ? null : amountText(spent / BigInt(mine.length), currency),
      roi_percent: ratioText(revenue * BigInt(margin.split('.')[0] ?? '0') - spent * 100n, spent, 1),
      sums: { revenue, cost, spend },
    }
  }

  function overview(wanted: string | null): Overview {
    const currency = wanted !== null && world.desk.currencies.includes(wanted) ? wanted : 'EUR'
    const paid = shop.people.filter((person) => person.firstPaidAt !== null)
    const months = [...new Set(paid.map((person) => person.firstPaidAt?.slice(0, 7) ?? ''))].sort()
    const all = figures('', paid, currency)
    const spent = all.sums.cost + all.sums.spend
    const waiting = rowsOf({ state: 'waiting', wait: null, currency, role: null, search: null })
    const money = (minor: bigint) => amountText(minor, currency)
    const part = (label: Part['label'], value: string, unit: Part['unit'] = 'money'): Part => ({ label, value, unit, currency: unit === 'money' ? currency : null })
    const friends = part('new_friends', String(all.friends), 'count')
    const tile = (id: Tile['id'], value: string | null, unit: Tile['unit'], numerator: Part | null = null, denominator: Part | null = null): Tile => ({ id, value, unit, currency: unit === 'money' ? currency : null, numerator, denominator })
    const per = (minor: bigint) => (all.friends === 0 ? null : money(minor / BigInt(all.friends)))
    const profit = (all.sums.revenue * BigInt(margin.split('.')[0] ?? '0')) / 100n - spent
    return {
      currency,
      currencies: world.desk.currencies,
      as_of: new Date(NOW).toISOString(),
      tiles: [
        tile('friends', String(all.friends), 'count'),
        tile('cac', all.cac, 'money', part('reward_cost_and_spend', money(spent)), friends),
        tile('roi', all.roi_percent, 'ratio_percent', part('margin_minus_cost', money(profit)), part('cost', money(spent))),
        tile('waiting', money(waiting.reduce((sum, reward) => sum + reward.sum.minor, 0n)), 'money', part('rewards', String(waiting.length), 'count')),
        tile('revenue', all.revenue, 'money', part('referred_orders', String(paid.reduce((sum, person) => sum + person.orders, 0)), 'count')),
        tile('cost', money(spent), 'money'),
        tile('cac_issued', per((spent * 9n) / 10n), 'money', part('issued_cost_and_spend', money((spent * 9n) / 10n)), friends),
        tile('cac_redeemed', per((spent * 6n) / 10n), 'money', part('redeemed_cost_and_spend', money((spent * 6n) / 10n)), friends),
      ],
      months: months.map((month) => figures(month, paid.filter((person) => person.firstPaidAt?.startsWith(month)), currency)),
      channels: CHANNELS.map((channel) => figures(channel, paid.filter((person) => person.channel === channel), currency)).filter((row) => row.friends > 0),
    }
  }

  const answers: Answers<keyof Commands> = {
    desk: () => world.desk,
    openDemo: () => enter(true, 'http://127.0.0.1:8000/graphql/'),
    connectShop: (url, token) => {
      if (url.includes('down')) fail('shop_unreachable', { url })
      if (token === 'wrong') fail('token_refused', { url })
      if (token === 'poor') fail('permission_missing', { permissions: 'MANAGE_GIFT_CARD, MANAGE_DISCOUNTS' })
      return enter(false, url)
    },
    metadataKeys: () => ({ order_code: 'ref_code', device: 'device_fp', ip: 'client_ip', customer_code: 'referral_code', customer_ref_code: 'referred_by' }),
    pickFile: () => '/home/demo/events.ndjson',
    openFile: (path) => (path.endsWith('.ndjson') ? enter(true, 'file:///home/demo') : fail('file_unreadable', { path })),
    overview,
    chart: (query) => {
      const { months, channels } = overview(query.currency)
      return drawChart(query, query.id.endsWith('month') ? months : channels)
    },
    chartSave: (query, format) => `/home/demo/${query.id}.${format}`,
    rewards: (filter, sort, after, limit) => {
      const found = rowsOf(filter).sort(ORDER[sort])
      const page = pageOf(found, ({ row }) => row.key, after, limit)
      const totals = addUp(found.map(({ sum }) => sum)).map((sum) => ({ ...toMoney(sum), count: found.filter((reward) => reward.sum.currency === sum.currency).length }))
      return { rows: page.rows.map(({ row }) => row), next: page.next, count: found.length, totals }
    },
    reward: detailOf,
    review,
    ...reviewAnswers({ world, shop, rowsOf, order: ORDER, detailOf, decide }),
    referrals: (filter, sort, after, limit) => {
      const found = shop.people.filter((friend) => {
        const advocate = friend.advocate === null ? undefined : shop.people[friend.advocate - 1]
        return advocate && (filter.status === null || friend.status === filter.status) && matches(filter.search, friend.name, friend.email, advocate.name, advocate.email, advocate.code)
      })
      found.sort((a, b) => byText(a.boundAt ?? '', b.boundAt ?? '') * (sort === 'newest' ? -1 : 1))
      const page = pageOf(found, (friend) => friend.key, after, limit)
      return {
        rows: page.rows.map((friend) => {
          const advocate = shop.people[(friend.advocate ?? 1) - 1] ?? friend
          return {
            friend: ref(friend), advocate: ref(advocate), code: advocate.code, status: friend.status, reason: friend.reason, bound_at: friend.boundAt ?? '',
            first_paid_at: friend.firstPaidAt, orders: friend.orders, revenue: friend.revenue.map(toMoney), rewards: shop.rewards.filter(({ row }) => row.friend.party === friend.party).length,
          }
        }),
        next: page.next,
        count: found.length,
      }
    },
    ...treeAnswers(shop, mode),
    ...customerAnswers(world),
    ...programAnswers(world),
    ...backtestAnswers(shop),
    ...noticeAnswers(world),
    ...payoutAnswers(world, payouts),
    ...reconcileAnswers(world, payouts),
    ...sync.answers,
    setMargin: (percent) => {
      margin = percent
      world.desk = { ...world.desk, margin_percent: percent }
      changed(['desk', 'figures'])
      return world.desk
    },
  }

  const commands = Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [
      name,
      async (...args: unknown[]) => {
        asked.push(name)
        await new Promise((done) => setTimeout(done, delay))
        return structuredClone((answer as (...given: unknown[]) => unknown)(...args))
      },
    ]),
  ) as unknown as Commands

  return {
    commands,
    asked,
    changed,
    touch: world.touch,
    listen: async (name: string, heard: (payload: never) => void) => {
      const list = (name === 'changed' ? changedHeard : syncHeard) as ((payload: never) => void)[]
      list.push(heard)
      return () => void list.splice(list.indexOf(heard), 1)
    },
  }
}
