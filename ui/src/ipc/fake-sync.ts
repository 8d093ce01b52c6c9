// Reading, its repair and the keeping of the in-memory shell.
import type { AppError, Completeness, DiagnosisRow, Kind, KindCompleteness, KindProgress, LogRow, QuarantineDetail, QuarantineRow, SyncStatus } from './bindings'
import { fail, pageOf, type Answers, type World } from './fake-kit'

const KINDS: [Kind, number][] = [['customers', 354], ['orders', 1204], ['transactions', 1377], ['gift_cards', 212], ['vouchers', 18]]
const SHOP = 'https://demo.example/graphql/'
const TICK_MS = 160
const CHECK_MS = 400
const MINUTE = 60_000

const resting = (kind: Kind, rows: number): KindProgress => ({
  kind, state: 'done', rows, total: rows, eta_seconds: null, in_mirror: rows, watermark: '2026-03-18T09:25:00Z', error: null,
})

/** How reading stands when the window opens. */
export function firstStatus(mode: string): SyncStatus {
  const error: AppError | null = mode === 'locked' ? { code: 'token_missing', args: { url: SHOP } } : mode === 'trouble' ? { code: 'shop_unreachable', args: { url: SHOP } } : mode === 'token' ? { code: 'token_refused', args: { url: SHOP } } : null
  return {
    phase: error ? 'failed' : 'idle',
    kinds: KINDS.map(([kind, rows]) => resting(kind, mode === 'first_run' ? 0 : rows)),
    folded_events: 4821,
    to_fold: 4821,
    last_synced_at: mode === 'first_run' ? null : mode === 'demo' ? '2026-03-18T09:25:00Z' : new Date(Date.now() - 4 * MINUTE).toISOString(),
    quarantined: 2,
    error,
    checking: false,
    queued: mode === 'trouble' ? 3 : 0,
    health: mode === 'trouble' ? { state: 'open', retry_at: new Date(Date.now() + 40_000).toISOString() } : { state: 'closed', retry_at: null },
  }
}

export interface FakeSync {
  start(): void
  answers: Answers<
    | 'syncStatus' | 'syncStart' | 'syncCancel' | 'quarantine' | 'quarantineRow' | 'repair' | 'completeness' | 'fullCheckStart' | 'syncLog' | 'doctor'
    | 'backup' | 'restore' | 'setTray' | 'setWriteBack' | 'enterToken' | 'unlock' | 'resumePayouts'
  >
}

function makeLog(): LogRow[] {
  const said: Pick<LogRow, 'level' | 'kind' | 'said' | 'trouble'>[] = [
    { level: 'info', kind: null, said: { code: 'round_done', args: { rows: '37', events: '12' } }, trouble: null },
    { level: 'warning', kind: 'orders', said: { code: 'shop_limited', args: { seconds: '20' } }, trouble: null },
    { level: 'info', kind: null, said: { code: 'round_goes_on', args: {} }, trouble: null },
    { level: 'error', kind: 'orders', said: { code: 'kind_failed', args: {} }, trouble: { code: 'shop_unreachable', args: { url: SHOP } } },
    { level: 'warning', kind: 'customers', said: { code: 'set_aside', args: { rows: '<script>alert(1)</script>' } }, trouble: null },
    { level: 'info', kind: null, said: { code: 'a_line_of_tomorrow', args: { what: '42' } }, trouble: null },
  ]
  return Array.from({ length: 130 }, (_, back) => {
    const line = said[back % said.length] ?? { level: 'info' as const, kind: null, said: { code: 'round_goes_on', args: {} }, trouble: null }
    return { no: 130 - back, at: new Date(Date.parse('2026-03-18T09:25:00Z') - back * 7 * MINUTE).toISOString(), ...line }
  })
}

export function fakeSync(world: World, mode: string): FakeSync {
  let timer: ReturnType<typeof setInterval> | undefined
  let rows: QuarantineRow[] = [
    { id: '1', kind: 'orders', source_id: 'T3JkZXI6NDE4Nw==', at: '2026-03-17T20:11:42Z', reason: { code: 'unknown_currency', args: { currency: 'XTS', what: 'order 4187' } } },
    { id: '2', kind: 'customers', source_id: '<b>VXNlcjox</b>', at: '2026-03-15T07:40:03Z', reason: { code: 'bad_row', args: { what: 'email: <script>alert(1)</script>' } } },
  ]
  const tried = new Map<string, number>()
  const log = makeLog()
  let checkedAt: string | null = mode === 'mirror' ? null : '2026-03-17T03:00:00Z'
  let differs = mode === 'trouble'
  let kept: string | null = null

  function tick() {
    const { sync } = world
    if (sync.phase === 'cancelling') {
      clearInterval(timer)
      world.tell({ ...sync, phase: 'idle', kinds: sync.kinds.map((kind) => (kind.state === 'done' ? kind : { ...kind, state: 'cancelled', eta_seconds: null })) })
      return
    }
    const at = sync.kinds.findIndex((kind) => kind.state !== 'done')
    if (at >= 0) {
      const kinds = sync.kinds.map((kind, index): KindProgress => {
        if (index !== at || kind.total === null) return index > at && kind.state !== 'done' ? { ...kind, state: 'waiting' } : kind
        const read = Math.min(kind.total, kind.rows + 100)
        const done = read === kind.total
        return { ...kind, rows: read, in_mirror: read, state: done ? 'done' : 'running', eta_seconds: done ? null : Math.ceil((kind.total - read) / 100), watermark: '2026-03-18T09:25:00Z' }
      })
      world.tell({ ...sync, phase: 'reading', kinds })
    } else if (sync.folded_events < sync.to_fold) {
      world.tell({ ...sync, phase: 'folding', folded_events: Math.min(sync.to_fold, sync.folded_events + 900) })
    } else {
      clearInterval(timer)
      world.tell({ ...sync, phase: 'idle', last_synced_at: new Date().toISOString() })
      world.desk = { ...world.desk, folded: true }
      world.changed(['desk', 'rewards', 'referrals', 'figures', 'sync', 'customers'])
    }
  }

  function start() {
    clearInterval(timer)
    const { sync } = world
    const resume = sync.kinds.some((kind) => kind.state === 'cancelled')
    const kinds = sync.kinds.map((kind, at): KindProgress => {
      const total = KINDS[at]?.[1] ?? 0
      if (resume) return kind.state === 'cancelled' ? { ...kind, state: 'waiting' } : kind
      return { ...resting(kind.kind, 0), state: 'waiting', total, watermark: null, in_mirror: kind.in_mirror }
    })
    world.tell({ ...sync, phase: 'reading', kinds, folded_events: 0, error: null, health: { state: 'closed', retry_at: null } })
    timer = setInterval(tick, TICK_MS)
  }

  function completeness(): Completeness {
    const kinds = KINDS.map(([kind, there], at): KindCompleteness => {
      const short = differs && kind === 'orders' ? 3 : 0
      const here = there - short
      const months = Array.from({ length: 15 }, (_, back) => {
        const month = new Date(Date.UTC(2026, 2 - back, 1)).toISOString().slice(0, 7)
        const some = Math.floor(there / 15)
        const equal = !(short > 0 && back === 2)
        return { month, here: some - (equal ? 0 : short), there: some, equal }
      })
      return {
        kind, here, there: checkedAt === null ? null : there, gone: at === 3 ? 4 : 0, quarantined: rows.filter((row) => row.kind === kind).length,
        watermark: world.sync.kinds[at]?.watermark ?? null, complete: checkedAt === null ? null : short === 0 && rows.every((row) => row.kind !== kind), months: checkedAt === null ? [] : months,
      }
    })
    return { kinds, checked_at: checkedAt, checking: world.sync.checking, findings: kinds.reduce((sum, kind) => sum + (kind.quarantined > 0 ? 1 : 0) + (kind.months.some((month) => !month.equal) ? 1 : 0), checkedAt === null ? 1 : 0) }
  }

  function one(id: string): QuarantineDetail {
    const row = rows.find((held) => held.id === id) ?? fail('not_found', { what: `row ${id}` })
    const raw = JSON.stringify({ id: row.source_id, number: '4187', userEmail: '…', total: { gross: { amount: 80, currency: 'XTS' } }, note: '<img src=x onerror=alert(1)>' }, null, 2)
    return { row, raw, tried: tried.get(id) ?? 1, last_tried_at: row.at }
  }

  const doctor = (): DiagnosisRow[] => [
    rows.length === 0 ? { check: 'mirror', ok: true, said: null } : { check: 'mirror', ok: false, said: { code: 'quarantined', args: { kind: 'orders', count: String(rows.length) } } },
    ...['journal', 'ledger', 'lists', 'file', 'fold', 'a_check_of_tomorrow'].map((check) => ({ check, ok: true, said: null })),
  ]

  return {
    start,
    answers: {
      syncStatus: () => world.sync,
      syncStart: () => (world.desk.door === 'read_only' ? fail('read_only') : start(), null),
      syncCancel: () => (world.tell({ ...world.sync, phase: 'cancelling' }), null),
      quarantine: () => rows,
      quarantineRow: one,
      // The first row mends at the second try, the second never does.
      repair: (id) => {
        if (!rows.some((row) => row.id === id)) return 'gone'
        tried.set(id, (tried.get(id) ?? 1) + 1)
        const fixed = id === '1' && (tried.get(id) ?? 0) > 2
        if (fixed) rows = rows.filter((row) => row.id !== id)
        world.tell({ ...world.sync, quarantined: rows.length })
        world.changed(['sync'])
        return fixed ? 'fixed' : 'still'
      },
      completeness,
      fullCheckStart: () => {
        if (world.desk.door === 'read_only') fail('read_only')
        world.tell({ ...world.sync, checking: true })
        world.changed(['sync'])
        setTimeout(() => {
          checkedAt = new Date().toISOString()
          differs = false
          world.tell({ ...world.sync, checking: false })
          world.changed(['sync'])
        }, CHECK_MS)
        return null
      },
      syncLog: (after, limit) => pageOf(log, (row) => String(row.no), after, limit),
      doctor,
      backup: (passphrase) => (passphrase !== null && passphrase.length < 8 ? fail('passphrase_short', { least: '8' }) : { path: '/home/demo/linden-2026-03-18.backup', bytes: '48234496', made_at: '2026-03-18T09:30:00Z', encrypted: (kept = passphrase) !== null }),
      restore: (passphrase) => {
        if (passphrase !== kept) fail('passphrase_wrong')
        world.desk = { ...world.desk, epoch: world.desk.epoch + 1, payouts_paused: true, db_path: world.desk.db_path.replace('.db', '-restored.db') }
        world.changed(['desk', 'rewards', 'referrals', 'figures', 'sync', 'customers'])
        return world.desk
      },
      setTray: (on) => (world.desk = { ...world.desk, tray: on }),
      setWriteBack: (on) => (world.desk = { ...world.desk, write_back: on }),
      resumePayouts: () => {
        world.desk = { ...world.desk, payouts_paused: false, payouts_stopped: null }
        world.changed(['desk'])
        return world.desk
      },
      unlock: (passphrase) => {
        if (passphrase !== 'correct horse') fail('passphrase_wrong')
        world.desk = { ...world.desk, locked: false, secrets: 'file' }
        world.changed(['desk'])
        start()
        return world.desk
      },
      enterToken: (token, passphrase) => {
        if (token === 'wrong') fail('token_refused', { url: SHOP })
        world.desk = { ...world.desk, banner: null, secrets: passphrase === null ? 'keychain' : 'file' }
        world.changed(['desk'])
        start()
        return world.desk
      },
    },
  }
}
