// Answers that stay true: a query names the tags it holds and runs again when the shell says that one of them changed.
import { untrack } from 'svelte'
import type { AppError, SyncStatus, Tag } from './bindings'
import { asAppError, call, onChanged, onSync } from './call'

/** Several commits close together cause one refresh. In milliseconds. */
export const DEBOUNCE_MS = 120
/** While commits come in one after the other, as in a sync, a screen is read again no more often than this. In milliseconds. */
export const GAP_MS = 600

/** Calls `again` a little after a change that touches one of the tags, once for all changes until then. */
function whenChanged(tags: Tag[], again: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = -Infinity
  const stop = onChanged((changed) => {
    if (timer !== undefined || !changed.some((tag) => tags.includes(tag))) return
    timer = setTimeout(
      () => {
        timer = undefined
        last = performance.now()
        again()
      },
      Math.max(DEBOUNCE_MS, last + GAP_MS - performance.now()),
    )
  })
  return () => {
    clearTimeout(timer)
    stop()
  }
}

export interface Query<T> {
  readonly data: T | undefined
  readonly error: AppError | undefined
  readonly loading: boolean
  refresh(): void
  /** Takes an answer that came another way (a command that returns the new state). */
  accept(data: T): void
}

/**
 * Runs `fn` now, whenever a rune that it reads changes, and whenever the shell names one of `tags`. Keeps the old answer while
 * a new one is on its way, and drops an answer that a later question has overtaken; a change alone never overtakes, it asks once
 * more when the answer is there, or a busy shop would keep a slow screen from ever showing anything. Call it while a component is being set up.
 * `fn` may return null: then there is nothing to ask.
 */
export function query<T>(tags: Tag[], fn: () => Promise<T> | null): Query<T> {
  let data = $state.raw<T>()
  let error = $state.raw<AppError>()
  let loading = $state(false)
  let version = $state(0)
  let latest = 0
  let under = false
  let changedMeanwhile = false

  function ended(): void {
    loading = false
    under = false
    if (changedMeanwhile) version++
  }

  $effect(() => {
    void version
    const asked = ++latest
    const answer = fn()
    changedMeanwhile = false
    under = answer !== null
    if (answer === null) {
      untrack(() => {
        data = undefined
        error = undefined
        loading = false
      })
      return
    }
    untrack(() => (loading = true))
    answer.then(
      (value) => {
        if (asked !== latest) return
        data = value
        error = undefined
        ended()
      },
      (thrown) => {
        if (asked !== latest) return
        error = asAppError(thrown)
        ended()
      },
    )
  })
  $effect(() => {
    const stop = whenChanged(tags, () => {
      if (under) changedMeanwhile = true
      else version++
    })
    return () => {
      latest++
      stop()
    }
  })

  return {
    get data() {
      return data
    },
    get error() {
      return error
    },
    get loading() {
      return loading
    },
    refresh: () => void version++,
    accept: (value: T) => {
      latest++
      data = value
      error = undefined
      ended()
    },
  }
}

export interface Page<Row> {
  rows: Row[]
  next: string | null
}

interface Sheet<P extends Page<unknown>> {
  after: string | null
  rows: P['rows']
  dirty: boolean
}

export interface Paged<P extends Page<unknown>> {
  /** Rows loaded so far, in order. */
  readonly rows: P['rows']
  /** The newest page that came: its count and totals hold for the whole list. */
  readonly page: P | undefined
  readonly error: AppError | undefined
  readonly loading: boolean
  readonly more: boolean
  /** Tells which rows are on screen: what is missing is loaded, what a change made doubtful is read again. */
  show(first: number, last: number): void
  refresh(): void
}

/**
 * A keyset-paged list. Pages come as the reader scrolls; after a change only the pages on screen are read again at once, the
 * others when they come into view, so the cost follows what is looked at and not how far somebody scrolled.
 */
export function paged<P extends Page<unknown>>(tags: Tag[], source: () => (after: string | null) => Promise<P>): Paged<P> {
  let sheets = $state.raw<Sheet<P>[]>([])
  let next = $state.raw<string | null>(null)
  let page = $state.raw<P>()
  let error = $state.raw<AppError>()
  let busy = $state(false)
  let version = $state(0)
  let era = 0
  let changes = 0
  let seen = { first: 0, last: 0 }
  let ask: (after: string | null) => Promise<P> = () => new Promise(() => {})
  const rows: P['rows'] = $derived(sheets.flatMap((sheet) => sheet.rows))

  async function read(after: string | null, place: (answer: P, dirty: boolean) => void): Promise<void> {
    const asked = era
    const known = changes
    busy = true
    try {
      const answer = await ask(after)
      if (asked !== era) return
      place(answer, known !== changes)
      page = answer
      error = undefined
    } catch (thrown) {
      if (asked !== era) return
      error = asAppError(thrown)
    }
    busy = false
    if (error === undefined) fill()
  }

  function fill(): void {
    if (busy) return
    let start = 0
    for (const [at, sheet] of sheets.entries()) {
      const end = start + sheet.rows.length
      if (sheet.dirty && start <= seen.last && end >= seen.first) return void read(sheet.after, (answer, dirty) => replace(at, answer, dirty))
      start = end
    }
    if (next !== null && seen.last >= start - 30) {
      const after = next
      void read(after, (answer, dirty) => {
        sheets = [...sheets, { after, rows: answer.rows, dirty }]
        next = answer.next
      })
    }
  }

  /** A page that was read again may end elsewhere; then the page after it starts elsewhere and is doubtful too. */
  function replace(at: number, answer: P, dirty: boolean): void {
    const before = sheets[at]
    if (before === undefined) return
    const renewed = { after: before.after, rows: answer.rows, dirty }
    const follower = sheets[at + 1]
    if (follower === undefined || answer.next === null) {
      sheets = [...sheets.slice(0, at), renewed]
      next = answer.next
    } else {
      const moved = { ...follower, after: answer.next, dirty: follower.dirty || follower.after !== answer.next }
      sheets = [...sheets.slice(0, at), renewed, moved, ...sheets.slice(at + 2)]
    }
  }

  $effect(() => {
    ask = source()
    void version
    untrack(() => {
      era++
      seen = { first: 0, last: 0 }
      void read(null, (answer, dirty) => {
        sheets = [{ after: null, rows: answer.rows, dirty }]
        next = answer.next
      })
    })
  })
  $effect(() => {
    const stop = whenChanged(tags, () => {
      changes++
      sheets = sheets.map((sheet) => ({ ...sheet, dirty: true }))
      if (sheets.length === 0) version++
      else fill()
    })
    return () => {
      era++
      stop()
    }
  })

  return {
    get rows() {
      return rows
    },
    get page() {
      return page
    },
    get error() {
      return error
    },
    get loading() {
      return busy
    },
    get more() {
      return next !== null
    },
    show(first: number, last: number) {
      seen = { first, last }
      fill()
    },
    refresh: () => void version++,
  }
}

/** How often the shell said that one of the tags changed: for what keeps its own answers. */
export function changes(tags: Tag[]): { readonly count: number } {
  let count = $state(0)
  $effect(() => whenChanged(tags, () => count++))
  return {
    get count() {
      return count
    },
  }
}

/** The state of the sync: asked once, then told by the shell. */
export function syncStatus(): Query<SyncStatus> {
  const asked = query(['sync'], () => call.syncStatus())
  $effect(() => onSync((status) => asked.accept(status)))
  return asked
}
