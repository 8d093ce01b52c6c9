// Our records against the shop's in the in-memory shell: one difference of each kind at first, and what is mended or left stays so.
import type { Finding, ReconcileStatus } from './bindings'
import { NOW, ref, toMoney } from './fake-data'
import { fail, pageOf, type Answers, type World } from './fake-kit'
import { codeOf, type FakePayout } from './fake-payouts'

type Names = 'reconcileStart' | 'setReconcileAtStart' | 'reconcileCancel' | 'reconcileStatus' | 'findings' | 'findingsExport' | 'mendFinding' | 'leaveFinding'

/** Each kind with what mends it. */
const KINDS: [string, string][] = [
  ['missing', 'record_gone'], ['orphaned', 'deactivate'], ['amount_drift', 'correct'], ['currency_drift', 'reissue'], ['still_active', 'deactivate'], ['deleted', 'record_gone'],
  ['duplicated', 'deactivate'], ['amount_drift', 'correct'], ['used_more', 'record_use'], ['unrecorded', 'adopt'], ['switched_off', 'correct'],
]
const STEPS = 4

export function reconcileAnswers(world: World, all: Map<string, FakePayout>): Answers<Names> {
  let status: ReconcileStatus = { no: 0, phase: 'idle', done: 0, of: null, compared: null, resumed: false, last_at: null, open: 0, is_due: world.desk.payouts_paused, error: null }
  const known = new Map<number, Finding>()
  const now = () => new Date(NOW).toISOString()

  function compare(): void {
    const done = [...all.values()].filter(({ state }) => state === 'done')
    // After a restore there is one difference to settle, so that the way out can be walked.
    for (const [no, [kind, mend]] of KINDS.slice(0, world.desk.payouts_paused ? 1 : KINDS.length).entries()) {
      const payout = done[no * 3]
      if (!payout || known.has(no)) continue
      const { row, sum } = payout.reward
      const orphaned = kind === 'orphaned'
      const isGone = kind === 'missing' || kind === 'deleted'
      const parts = (over: bigint) => toMoney({ ...sum, minor: sum.minor / over })
      const there = kind === 'amount_drift' || kind === 'used_more' ? parts(2n) : kind === 'currency_drift' ? { ...row.amount, currency: 'CHF' } : kind === 'switched_off' ? toMoney({ ...sum, minor: 0n }) : row.amount
      known.set(no, {
        no, kind, mend, state: 'open', rail: payout.rail, code_end: codeOf(row.key, 1).slice(-4), external: orphaned || !isGone ? `R2lmdENhcmQ6${no}` : null,
        reward: orphaned ? null : row.key, beneficiary: orphaned ? null : ref(row.beneficiary), here: orphaned ? null : kind === 'still_active' ? toMoney({ ...sum, minor: 0n }) : row.amount,
        there: isGone ? null : there, found_at: now(), seen_at: now(), ended_at: null, ended_by: null, reason: null,
      })
    }
  }

  const of = (state: Finding['state']) => [...known.values()].filter((finding) => finding.state === state)

  function end(no: number, state: 'mended' | 'left', reason: string): void {
    if (world.desk.door === 'read_only') fail('read_only')
    if (reason.trim() === '') fail('reason_missing')
    const finding = known.get(no)
    if (finding?.state !== 'open') fail('stale')
    known.set(no, { ...finding, state, ended_at: now(), ended_by: 'anna', reason })
    status = { ...status, open: of('open').length }
    world.changed(['payouts', 'rewards', 'figures'])
  }

  return {
    reconcileStart: () => {
      if (world.sync.phase === 'failed') fail('shop_unreachable', { url: 'https://demo.example/graphql/' })
      status = { ...status, no: status.no + 1, phase: 'running', done: 0, of: all.size, error: null }
      return null
    },
    setReconcileAtStart: (on) => (world.desk = { ...world.desk, reconcile_at_start: on }),
    reconcileCancel: () => {
      if (status.phase === 'running') status = { ...status, no: status.no + 1, phase: 'idle' }
      return null
    },
    reconcileStatus: (seen) => {
      if (seen !== null && status.phase === 'running') {
        const whole = all.size
        const done = Math.min(whole, status.done + Math.ceil(whole / STEPS))
        status = { ...status, no: status.no + 1, done, phase: done === whole ? 'done' : 'running' }
        if (done === whole) {
          compare()
          status = { ...status, compared: whole, last_at: now(), open: of('open').length, is_due: false }
          world.changed(['payouts'])
        }
      }
      return status
    },
    findings: (state, after, limit) => {
      const list = of(state)
      const page = pageOf(list, ({ no }) => String(no), after, limit)
      return { ...page, count: list.length }
    },
    findingsExport: () => '/home/demo/reconciliation.csv',
    mendFinding: ({ no, reason }) => {
      end(no, 'mended', reason)
      return true
    },
    leaveFinding: ({ no, reason }) => {
      end(no, 'left', reason)
      return null
    },
  }
}
