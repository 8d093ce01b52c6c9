// A small shop that looks like a real one: for tests and for the window in a plain browser. The same every time.
import type { Check, Decision, Money, PersonRef, Raise, RewardRow, RewardState, WaitKind } from './bindings'

/** Exact sums: whole minor units, as everywhere. */
export interface Sum {
  minor: bigint
  currency: string
}

export const DIGITS: Record<string, number> = { EUR: 2, USD: 2, JPY: 0 }
export const NOW = Date.parse('2026-03-18T09:30:00Z')
const DAY = 86_400_000
const FRIENDS = 330
const ADVOCATES = 24

export const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '=HYPERLINK("http://evil.example","click")',
  '\u202Egnp.exe\u202C reversed',
  'A'.repeat(250),
  "Robert'); DROP TABLE customers;--",
  '\u0000\u0007 bell',
  '   ',
  '{ $count } %s ${alert(1)}',
]
const FIRST = ['Ada', 'Bruno', 'Chiara', 'Dmitri', 'Elif', 'Farid', 'Greta', 'Hana', 'Igor', 'Jonas', 'Катя', 'Lena', 'Миша', 'Noor', 'Olga', 'Pavel', 'Rosa', 'Sven', 'Tariq', 'Vera', 'Юлия', 'Zoë']
const LAST = ['Almeida', 'Berg', 'Castillo', 'Dvořák', 'Егорова', 'Fontaine', 'Grønlund', 'Haddad', 'Ivanov', 'Jansen', 'Kowalski', 'Lindqvist', 'Müller', 'Novák', 'Okafor', 'Петров', 'Rossi', 'Santos', 'Tanaka', 'Vogel']
export const CHANNELS = ['online-eu', 'online-us', 'store-tokyo', 'marketplace']
const BASE = ['6400', '8000', '11250', '4990', '23900', '15800']

/** A small generator of its own (xorshift), so that every run shows the same shop. */
export function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

export function amountText(minor: bigint, currency: string): string {
  const digits = DIGITS[currency] ?? 2
  const sign = minor < 0n ? '-' : ''
  const plain = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0')
  return digits === 0 ? sign + plain : `${sign}${plain.slice(0, -digits)}.${plain.slice(-digits)}`
}

export const toMoney = (sum: Sum): Money => ({ amount: amountText(sum.minor, sum.currency), currency: sum.currency })

export function addUp(sums: Sum[]): Sum[] {
  const totals = new Map<string, bigint>()
  for (const sum of sums) totals.set(sum.currency, (totals.get(sum.currency) ?? 0n) + sum.minor)
  return [...totals].sort(([a], [b]) => a.localeCompare(b)).map(([currency, minor]) => ({ currency, minor }))
}

export interface FakePerson extends PersonRef {
  advocate: number | null
  code: string
  boundAt: string | null
  firstPaidAt: string | null
  orders: number
  revenue: Sum[]
  cost: Sum[]
  children: number[]
  status: 'registered' | 'activated' | 'rejected'
  reason: string | null
  channel: string
}

export interface FakeReward {
  row: RewardRow
  sum: Sum
  base: Sum
  version: number
}

function person(party: number, roll: (below: number) => number): FakePerson {
  const hostile = party % 41 === 7 ? HOSTILE[Math.floor(party / 41) % HOSTILE.length] : undefined
  const first = FIRST[roll(FIRST.length)] ?? 'Ada'
  const last = LAST[roll(LAST.length)] ?? 'Berg'
  const guest = party % 29 === 11
  return {
    party,
    key: guest ? `guest-${900 + party}` : `VXNlcjo${party}`,
    name: guest ? null : (hostile ?? `${first} ${last}`),
    email: party % 37 === 5 ? null : `person${party}@example.com`,
    advocate: null,
    code: `${first.toUpperCase().slice(0, 5)}${100 + party}`,
    boundAt: null,
    firstPaidAt: null,
    orders: 0,
    revenue: [],
    cost: [],
    children: [],
    status: 'registered',
    reason: null,
    channel: CHANNELS[roll(CHANNELS.length)] ?? 'online-eu',
  }
}

const iso = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z')

function makePeople(roll: (below: number) => number): FakePerson[] {
  const people: FakePerson[] = []
  for (let party = 1; party <= ADVOCATES + FRIENDS; party++) {
    const made = person(party, roll)
    if (party > ADVOCATES) {
      // Two dice, the lower one: whoever came early brings more.
      const advocate = Math.min(roll(party - 1), roll(party - 1), roll(party - 1)) + 1
      made.advocate = advocate
      people[advocate - 1]?.children.push(party)
      const age = Math.floor(((ADVOCATES + FRIENDS - party) / FRIENDS) * 420) + roll(6)
      made.boundAt = iso(NOW - age * DAY - roll(DAY))
      const luck = roll(10)
      made.status = luck === 0 ? 'rejected' : luck < 3 ? 'registered' : 'activated'
      made.reason = luck === 0 ? (['self_referral', 'referral_loop', 'existing_customer'][roll(3)] ?? null) : null
      if (made.status === 'activated') {
        made.orders = 1 + roll(4)
        made.firstPaidAt = iso(Math.min(NOW - DAY, Date.parse(made.boundAt) + (1 + roll(14)) * DAY))
      }
    }
    people.push(made)
  }
  return people
}

const STATES: RewardState[] = ['settled', 'settled', 'due', 'waiting', 'settled', 'waiting', 'due', 'void', 'settled', 'reversed', 'waiting', 'settled']
const WAITS: WaitKind[][] = [['hold'], ['review'], ['captured', 'hold'], ['review', 'hold'], ['captured']]
const VOIDS = ['refunded', 'cancelled', 'below_minimum', 'rejected_by_staff', 'not_captured']

function makeRewards(people: FakePerson[], roll: (below: number) => number): FakeReward[] {
  const rewards: FakeReward[] = []
  let order = 1000
  for (const friend of people) {
    const advocate = friend.advocate === null ? undefined : people[friend.advocate - 1]
    if (!advocate || friend.status !== 'activated' || friend.firstPaidAt === null) continue
    const currency = friend.channel === 'online-us' ? 'USD' : friend.channel === 'store-tokyo' ? 'JPY' : 'EUR'
    const base: Sum = { minor: BigInt(BASE[roll(BASE.length)] ?? '8000'), currency }
    friend.revenue = addUp([...Array(friend.orders).keys()].map(() => base))
    order += 1 + roll(5)
    for (const role of ['advocate', 'friend'] as const) {
      const sum: Sum = { minor: role === 'advocate' ? base.minor / 10n : currency === 'JPY' ? 500n : 1000n, currency }
      const state = STATES[roll(STATES.length)] ?? 'due'
      const created = Date.parse(friend.firstPaidAt)
      // Every eleventh order was edited upwards since: a person may agree to half as much again.
      const raised = order % 11 === 0 && state !== 'void' && state !== 'reversed'
      const open: WaitKind[] = state === 'waiting' ? (WAITS[roll(WAITS.length)] ?? ['hold']) : []
      const waits: WaitKind[] = raised ? [...open, 'raise'] : open
      const row: RewardRow = {
        key: `first-order/${friend.key}/${order}/${role}`,
        program: 'shop-gift-card',
        rule: 'first-order',
        role,
        beneficiary: ref(role === 'advocate' ? advocate : friend),
        friend: ref(friend),
        order: String(order),
        state,
        waits,
        reason: state === 'void' || state === 'reversed' ? (VOIDS[roll(VOIDS.length)] ?? null) : null,
        amount: toMoney(sum),
        proposed: raised ? toMoney({ ...sum, minor: (sum.minor * 3n) / 2n }) : null,
        created_at: iso(created + roll(3_600) * 1000),
        due_at: state === 'waiting' && !waits.includes('hold') ? null : iso(created + 14 * DAY),
      }
      if (state !== 'void' && state !== 'reversed') friend.cost.push(sum)
      rewards.push({ row, sum, base, version: created > NOW - 120 * DAY ? 2 : 1 })
    }
    friend.cost = addUp(friend.cost)
  }
  return rewards
}

export const ref = ({ party, key, name, email }: PersonRef): PersonRef => ({ party, key, name, email })

export interface FakeShop {
  people: FakePerson[]
  rewards: FakeReward[]
}

export function makeShop(): FakeShop {
  const roll = dice(20260318)
  const people = makePeople(roll)
  return { people, rewards: makeRewards(people, roll) }
}

/** What a person may raise of a reward. */
export function raiseOf({ row, version }: FakeReward): Raise | null {
  if (row.proposed === null) return null
  return { reward: row.key, program: row.program, version, from: row.amount, to: row.proposed, event_type: 'order_changed', at: row.created_at }
}

export function decisionOf({ row, base, version }: FakeReward): Decision {
  const pass = (step: Check['step'], check: string, args: Record<string, string> = {}): Check => ({ step, check, verdict: 'pass', reason: null, args })
  const baseText = `${amountText(base.minor, base.currency)} ${base.currency}`
  const wait = (kind: WaitKind): Check['verdict'] => (row.waits.includes(kind) ? 'wait' : 'pass')
  return {
    event: `order/${row.order}/confirmed`,
    event_type: 'order_confirmed',
    again: null,
    at: row.created_at,
    program: row.program,
    version,
    rule: row.rule,
    role: row.role,
    result: 'granted',
    reason: null,
    amount: row.amount,
    checks: [
      pass('event', 'trigger'),
      pass('referral', 'referral', { advocate: 'VXNlcjo4', code: 'ADA108' }),
      pass('referral', 'earning_window', { date: row.created_at, until: iso(Date.parse(row.created_at) + 300 * DAY) }),
      pass('rule', 'program', { program: row.program, version: String(version) }),
      pass('rule', 'occurrence', { nth: '1', limit: '1' }),
      pass('eligibility', 'minimum', { saw: baseText, limit: `${amountText(base.minor / 4n, base.currency)} ${base.currency}` }),
      { ...pass('eligibility', 'beneficiary'), verdict: row.beneficiary.key.startsWith('guest-') ? 'wait' : 'pass' },
      pass('limits', 'limit_per_friend', { saw: '0', limit: '1' }),
      pass('amount', 'amount', row.role === 'advocate' ? { base: baseText, percent: '10' } : { base: `${row.amount.amount} ${row.amount.currency}` }),
      { ...pass('waits', 'captured', { saw: row.waits.includes('captured') ? `0.00 ${base.currency}` : baseText, limit: baseText }), verdict: wait('captured') },
      { ...pass('waits', 'hold', { saw: '14', ...(row.due_at ? { until: row.due_at } : {}) }), verdict: wait('hold') },
      { ...pass('waits', 'review'), verdict: wait('review') },
      pass('record', 'settled_before'),
      pass('record', 'a_check_of_tomorrow', { saw: '42' }),
    ],
  }
}
