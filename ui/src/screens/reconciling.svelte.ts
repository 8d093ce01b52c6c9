// The comparison with the shop that is under way: it belongs to the shell and goes on while other screens are looked at.
import type { AppError, ReconcileStatus } from '../ipc/bindings'
import { asAppError, call } from '../ipc/call'

let status = $state.raw<ReconcileStatus>()
let error = $state.raw<AppError>()
let follows = 0

async function follow(mine: number, ended: () => void): Promise<void> {
  try {
    let next = await call.reconcileStatus(null)
    let ran = false
    while (mine === follows) {
      status = next
      if (next.phase !== 'running') return ran ? ended() : undefined
      ran = true
      next = await call.reconcileStatus(next.no)
    }
  } catch (thrown) {
    if (mine === follows) error = asAppError(thrown)
  }
}

export const reconciling = {
  get status(): ReconcileStatus | undefined {
    return status
  },
  get error(): AppError | undefined {
    return error ?? status?.error ?? undefined
  },
  get running(): boolean {
    return status?.phase === 'running'
  },
  /** Follows what is under way, and says when it has ended; gives how to stop following. */
  watch(ended: () => void): () => void {
    const mine = ++follows
    status = undefined
    error = undefined
    void follow(mine, ended)
    return () => void (mine === follows && follows++)
  },
  async start(ended: () => void): Promise<void> {
    const mine = ++follows
    error = undefined
    try {
      await call.reconcileStart()
      void follow(mine, ended)
    } catch (thrown) {
      error = asAppError(thrown)
    }
  },
  async cancel(): Promise<void> {
    try {
      await call.reconcileCancel()
    } catch (thrown) {
      error = asAppError(thrown)
    }
  },
}
