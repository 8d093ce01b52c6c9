// Trying a draft in the in-memory shell: three steps of progress, then a draft that gives nothing below a minimum and catches two bad orders.
import type { BacktestGiven, BacktestOrder, BacktestStatus, Check, ComparedFigures, Decision, DifferenceKind, FigureRow } from './bindings'
import { ref, type FakeShop } from './fake-data'
import { fail, type Answers } from './fake-kit'

const EVENTS = 4821
const STEPS = 3

const row = (label: string, friends: number, cost: string, cac: string, roi: string): FigureRow => ({
  label, friends, revenue: '9840.00', reward_cost: cost, spend: '0.00', cac, roi_percent: roi,
})
const figures = (label: string): ComparedFigures => ({ now: row(label, 62, '1240.00', '20.00', '217.42'), draft: row(label, 62, '980.00', '15.81', '301.63') })
const nothing: BacktestGiven = { amounts: [], state: null, in_review: false, reason: null, check: null }
const given = (amount: string): BacktestGiven => ({ ...nothing, amounts: [{ amount, currency: 'EUR' }], state: 'settled' })

function decision(order: string, role: 'advocate' | 'friend', refused: string | null): Decision {
  const check = (name: string, verdict: Check['verdict'], reason: string | null): Check => ({ step: 'eligibility', check: name, verdict, reason, args: { saw: '24.00 EUR', limit: '50.00 EUR' } })
  return {
    event: `order/${order}/confirmed`, event_type: 'order_confirmed', again: null, at: '2026-02-11T10:00:00Z', program: 'shop-gift-card', version: refused ? 2 : 1, rule: 'first-order', role,
    result: refused ? 'refused' : 'granted', reason: refused, amount: refused ? null : { amount: '10.00', currency: 'EUR' },
    checks: [check('minimum', refused === 'below_minimum' ? 'refuse' : 'pass', refused === 'below_minimum' ? refused : null)],
  }
}

export function backtestAnswers(shop: FakeShop): Answers<'backtestStart' | 'backtestCancel' | 'backtestStatus' | 'backtestOrders' | 'backtestDecisions'> {
  let no = 0
  let step = 0
  let phase: BacktestStatus['phase'] = 'idle'
  let error: BacktestStatus['error'] = null

  const listed = (kind: DifferenceKind): BacktestOrder[] =>
    shop.people.slice(0, kind === 'lost' ? 60 : kind === 'caught' ? 2 : 0).map((friend, place) => ({
      order: String(1042 + place), friend: ref(friend), role: kind === 'caught' ? null : place % 2 === 0 ? 'advocate' : 'friend',
      now: given('10.00'), draft: { ...nothing, reason: kind === 'caught' ? 'same_device' : 'below_minimum', check: kind === 'caught' ? 'same_device' : 'minimum' },
    }))

  function status(): BacktestStatus {
    const begun = step > 0 && phase !== 'idle' && phase !== 'failed'
    const isDone = phase === 'done'
    const total = (kind: DifferenceKind) => ({ kind, count: listed(kind).length, listed: listed(kind).length, sums: kind === 'lost' ? [{ amount: '-260.00', currency: 'EUR' }] : [] })
    return {
      no, phase, error,
      drafted: isDone ? { program: 'shop-gift-card', version: 2, from: null, replaces: 1 } : null,
      done: begun ? Math.floor((EVENTS * step) / STEPS) : 0,
      of: EVENTS,
      counts: begun ? [{ name: 'referrals', now: 71, draft: 71 }, { name: 'rewards', now: 124, draft: 98 }, { name: 'caught', now: 0, draft: 2 }, { name: 'blocked', now: 0, draft: 0 }] : [],
      refusals: begun ? [{ name: 'no_referral', now: 806, draft: 806 }, { name: 'below_minimum', now: 12, draft: 38 }] : [],
      currencies: begun ? [{ currency: 'EUR', whole: figures(''), months: [figures('2026-01'), figures('2026-02')], channels: [figures('web')] }] : [],
      differences: isDone ? [total('lost'), total('gained'), total('caught')] : [],
    }
  }

  return {
    backtestStart: (source) => {
      no++
      step = 0
      error = source.includes('faulty') ? { code: 'program_invalid', args: { file: 'draft', line: '3', count: '1' } } : null
      phase = error ? 'failed' : 'running'
      return null
    },
    backtestCancel: () => {
      if (phase === 'running') phase = 'idle'
      no++
      return null
    },
    backtestStatus: (seen) => {
      if (phase === 'running' && seen !== null) {
        step++
        no++
        if (step === STEPS) phase = 'done'
      }
      return status()
    },
    backtestOrders: (kind, from, limit) => listed(kind).slice(from, from + limit),
    backtestDecisions: (kind, place) => {
      const found = listed(kind)[place] ?? fail('not_found', { what: 'backtest' })
      const role = found.role === 'friend' ? 'friend' : 'advocate'
      return { kept: true, now: [decision(found.order, role, null)], draft: [decision(found.order, role, found.draft.reason)] }
    },
  }
}
