// The run of payouts under way: it belongs to the shell and goes on while other screens are looked at. Nothing here is believed before the shell said it.
import type { AppError, PayAsk, PayStatus, PayoutRow } from '../ipc/bindings'
import { asAppError, call } from '../ipc/call'

let status = $state.raw<PayStatus>()
let error = $state.raw<AppError>()
let asked = $state.raw<Set<string> | null>(null)
let shown = $state(false)
let follows = 0

/** Hears how the run goes on until it has ended, or somebody else follows it. */
async function follow(mine: number): Promise<void> {
  try {
    let next = await call.payStatus(null)
    while (mine === follows) {
      status = next
      if (next.phase !== 'running') return
      shown = true
      next = await call.payStatus(next.no)
    }
  } catch (thrown) {
    if (mine === follows) error = asAppError(thrown)
  }
}

export const paying = {
  /** How the run stands, as long as somebody has not put it away. */
  get status(): PayStatus | undefined {
    return shown ? status : undefined
  },
  get error(): AppError | undefined {
    return error
  },
  get running(): boolean {
    return status?.phase === 'running'
  },
  /** A payout that was asked for and is not being sent yet. */
  queued(row: PayoutRow): boolean {
    return status?.phase === 'running' && !status.look_up && (row.state === 'due' || row.state === 'refused') && row.rail !== 'manual' && (asked === null || asked.has(row.key))
  },
  /** Looks whether there is a run under way; gives how to stop looking. */
  watch(): () => void {
    const mine = ++follows
    status = undefined
    error = undefined
    shown = false
    void follow(mine)
    return () => void (mine === follows && follows++)
  },
  /** Payouts changed: it may be that a run has begun that nobody here asked for. */
  look(): void {
    if (status?.phase !== 'running') void follow(++follows)
  },
  /** Begins a run. Rejects with what the shell says when there can be none. */
  async start(ask: PayAsk): Promise<void> {
    await call.payStart(ask)
    const mine = ++follows
    // What the run before came to says nothing of this one.
    status = undefined
    error = undefined
    asked = ask.keys === null ? null : new Set(ask.keys)
    shown = true
    void follow(mine)
  },
  async cancel(): Promise<void> {
    try {
      await call.payCancel()
    } catch (thrown) {
      error = asAppError(thrown)
    }
  },
  /** Puts away what came of the last run. */
  put() {
    shown = false
    error = undefined
  },
}
