// Approvals and rejections on their way: one at a time, in the order asked. What is on screen changes only by the shell's answer.
import type { AppError, Review, RewardDetail } from '../ipc/bindings'
import { asAppError, call } from '../ipc/call'

export type ReviewPhase = 'queued' | 'sending' | 'confirmed' | 'stale' | 'failed'
export interface ReviewJob {
  verdict: Review['verdict']
  phase: ReviewPhase
  error: AppError | null
}

let jobs = $state.raw<Record<string, ReviewJob>>({})
let tail: Promise<unknown> = Promise.resolve()

function put(review: Review, phase: ReviewPhase, error: AppError | null = null): void {
  jobs = { ...jobs, [review.key]: { verdict: review.verdict, phase, error } }
}

export const reviews = {
  of(key: string): ReviewJob | undefined {
    return jobs[key]
  },
  /** The new state of the reward, or null when the shell refused; then the job says why. */
  submit(review: Review): Promise<RewardDetail | null> {
    put(review, 'queued')
    const mine = tail.then(async () => {
      put(review, 'sending')
      try {
        const detail = await call.review(review)
        put(review, 'confirmed')
        return detail
      } catch (thrown) {
        const error = asAppError(thrown)
        put(review, error.code === 'stale' ? 'stale' : 'failed', error)
        return null
      }
    })
    tail = mine
    return mine
  },
  /** Forgets what came of a review that somebody has read. */
  forget(key: string) {
    const { [key]: _read, ...others } = jobs
    jobs = others
  },
}
