import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { SyncStatus, Tag } from '../src/ipc/bindings'
import { asAppError, call, connect, type Commands, type Shell } from '../src/ipc/call'
import { changes, DEBOUNCE_MS, paged, query, syncStatus } from '../src/ipc/live.svelte'
import { rune } from './rune.svelte'

let tell: (tags: Tag[]) => void
let sync: (status: SyncStatus) => void
let stop: () => void
let end: (() => void) | undefined

const status = (folded: number): SyncStatus => ({ phase: 'idle', kinds: [], folded_events: folded, to_fold: 9, last_synced_at: null, quarantined: 0, error: null, checking: false, queued: 0, health: { state: 'closed', retry_at: null } })

beforeEach(async () => {
  vi.useFakeTimers()
  const shell: Shell = {
    commands: { syncStatus: () => Promise.resolve(status(1)), desk: () => Promise.reject(new Error('lost')) } as unknown as Commands,
    listen: async (name: string, heard: (payload: never) => void) => {
      if (name === 'changed') tell = (tags) => heard({ tags } as never)
      else sync = heard as unknown as typeof sync
      return () => {}
    },
  }
  stop = await connect(shell)
})

afterEach(() => {
  end?.()
  end = undefined
  stop()
  vi.useRealTimers()
})

function within<T>(make: () => T): T {
  let made: T | undefined
  end = $root(() => (made = make()))
  flushSync()
  return made as T
}

/** Answers that the test gives when it likes. */
function asker<T>() {
  const open: { give: (value: T) => void; refuse: (error: unknown) => void }[] = []
  return { open, ask: () => new Promise<T>((give, refuse) => open.push({ give, refuse })) }
}

const $root = rune.root
const settle = async () => {
  await vi.advanceTimersByTimeAsync(0)
  flushSync()
}
const waitOut = async () => {
  await vi.advanceTimersByTimeAsync(DEBOUNCE_MS + 1)
  flushSync()
}

describe('query', () => {
  test('runs again for its own tags only, once for many changes', async () => {
    const { open, ask } = asker<number>()
    within(() => query(['rewards'], ask))
    open[0]?.give(1)
    await settle()
    tell(['desk', 'sync'])
    await waitOut()
    expect(open).toHaveLength(1)
    tell(['rewards'])
    tell(['figures', 'rewards'])
    tell(['rewards'])
    await waitOut()
    expect(open).toHaveLength(2)
  })

  test('a stream of changes neither starves it nor floods the shell', async () => {
    let asked = 0
    within(() => query(['rewards'], () => Promise.resolve(++asked)))
    await settle()
    for (let at = 0; at < 30; at++) {
      tell(['rewards'])
      await vi.advanceTimersByTimeAsync(100)
      flushSync()
    }
    expect(asked).toBeGreaterThanOrEqual(5)
    expect(asked).toBeLessThanOrEqual(7)
  })

  test('a change does not overtake a question under way; it asks once more after it', async () => {
    const { open, ask } = asker<string>()
    const held = within(() => query(['rewards'], ask))
    tell(['rewards'])
    await waitOut()
    expect(open).toHaveLength(1)
    open[0]?.give('slow')
    await settle()
    expect([held.data, open.length]).toEqual(['slow', 2])
    open[1]?.give('fresh')
    await settle()
    expect([held.data, open.length]).toEqual(['fresh', 2])
  })

  test('keeps the old answer while a new one is on its way', async () => {
    const { open, ask } = asker<string>()
    const held = within(() => query(['rewards'], ask))
    expect(held.loading).toBe(true)
    open[0]?.give('old')
    await settle()
    expect([held.data, held.loading]).toEqual(['old', false])
    held.refresh()
    flushSync()
    expect([held.data, held.loading]).toEqual(['old', true])
    open[1]?.give('new')
    await settle()
    expect([held.data, held.loading]).toEqual(['new', false])
  })

  test('drops an answer that a later question has overtaken', async () => {
    const { open, ask } = asker<string>()
    const held = within(() => query(['rewards'], ask))
    held.refresh()
    flushSync()
    open[1]?.give('second')
    await settle()
    open[0]?.give('first')
    await settle()
    expect(held.data).toBe('second')
    held.refresh()
    flushSync()
    held.accept('told')
    open[2]?.refuse({ code: 'stale', args: {} })
    await settle()
    expect([held.data, held.error]).toEqual(['told', undefined])
  })

  test('asks again when what it reads changes, and nothing when there is nothing to ask', async () => {
    const of = rune.box<string | null>('a')
    const asked: string[] = []
    const held = within(() => query(['rewards'], () => (of.value === null ? null : (asked.push(of.value), Promise.resolve(of.value)))))
    await settle()
    of.value = 'b'
    flushSync()
    await settle()
    expect([asked, held.data]).toEqual([['a', 'b'], 'b'])
    of.value = null
    flushSync()
    expect(held.data).toBeUndefined()
  })

  test('shows an error beside the last good answer, in the closed shape', async () => {
    const { open, ask } = asker<string>()
    const held = within(() => query(['rewards'], ask))
    open[0]?.give('good')
    await settle()
    held.refresh()
    flushSync()
    open[1]?.refuse(new Error('wire cut'))
    await settle()
    expect(held.data).toBe('good')
    expect(held.error).toEqual({ code: 'internal', args: { what: 'wire cut' } })
  })

  test('is deaf after its component is gone', async () => {
    const { open, ask } = asker<string>()
    const held = within(() => query(['rewards'], ask))
    end?.()
    end = undefined
    tell(['rewards'])
    await waitOut()
    open[0]?.give('late')
    await settle()
    expect([open.length, held.data]).toEqual([1, undefined])
  })
})

describe('paged', () => {
  const ROWS = 250
  const shop = { rows: Array.from({ length: ROWS }, (_, at) => at), asked: [] as (string | null)[] }
  const fetch = (after: string | null) => {
    shop.asked.push(after)
    const from = after === null ? 0 : shop.rows.indexOf(parseInt(after)) + 1
    const rows = shop.rows.slice(from, from + 100)
    const last = rows[rows.length - 1]
    return Promise.resolve({ rows, next: from + 100 < shop.rows.length && last !== undefined ? String(last) : null, count: shop.rows.length })
  }

  beforeEach(() => {
    shop.rows = Array.from({ length: ROWS }, (_, at) => at)
    shop.asked = []
  })

  test('loads pages as they come into view, each once', async () => {
    const list = within(() => paged(['rewards'], () => fetch))
    await settle()
    expect([list.rows.length, list.more, shop.asked]).toEqual([100, true, [null]])
    list.show(60, 80)
    await settle()
    expect(list.rows.length).toBe(200)
    list.show(60, 80)
    await settle()
    list.show(190, 200)
    await settle()
    expect(list.rows).toEqual(shop.rows)
    expect([list.more, shop.asked]).toEqual([false, [null, '99', '199']])
  })

  test('a change reads only what is on screen again, and the rest when it is looked at', async () => {
    const list = within(() => paged(['rewards'], () => fetch))
    await settle()
    list.show(90, 120)
    await settle()
    list.show(190, 210)
    await settle()
    shop.asked = []
    shop.rows = [-1, ...shop.rows]
    list.show(210, 230)
    tell(['rewards'])
    await waitOut()
    await settle()
    expect(shop.asked).toEqual(['199'])
    list.show(0, 20)
    await settle()
    expect(list.rows[0]).toBe(-1)
    list.show(90, 120)
    await settle()
    expect(list.rows.slice(0, 200)).toEqual(shop.rows.slice(0, 200))
  })

  test('another question starts from the top and keeps the rows until the answer is there', async () => {
    const from = rune.box('a')
    const { open, ask } = asker<{ rows: string[]; next: null; count: number }>()
    const list = within(() => paged(['rewards'], () => (void from.value, ask)))
    open[0]?.give({ rows: ['one'], next: null, count: 1 })
    await settle()
    from.value = 'b'
    flushSync()
    expect(list.rows).toEqual(['one'])
    from.value = 'c'
    flushSync()
    open[2]?.give({ rows: ['three'], next: null, count: 1 })
    await settle()
    open[1]?.give({ rows: ['two'], next: null, count: 1 })
    await settle()
    expect(list.rows).toEqual(['three'])
  })
})

test('the sync status is asked once and then told', async () => {
  const held = within(() => syncStatus())
  await settle()
  expect(held.data?.folded_events).toBe(1)
  sync(status(7))
  expect(held.data?.folded_events).toBe(7)
})

test('changes counts what concerns it', async () => {
  const seen = within(() => changes(['referrals']))
  tell(['rewards'])
  await waitOut()
  expect(seen.count).toBe(0)
  tell(['referrals'])
  await waitOut()
  expect(seen.count).toBe(1)
})

test('commands reject with an AppError and nothing else', async () => {
  await expect(call.desk()).rejects.toEqual({ code: 'internal', args: { what: 'lost' } })
  expect(asAppError({ code: 'stale', args: {} })).toEqual({ code: 'stale', args: {} })
  expect(asAppError('text')).toEqual({ code: 'internal', args: { what: 'text' } })
})
