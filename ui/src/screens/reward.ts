import type { ReferralStatus, RewardState } from '../ipc/bindings'
import type { Tone } from '../parts/tone'

export const STATE_TONE: Record<RewardState, Tone> = { waiting: 'warn', due: 'info', settled: 'good', void: 'neutral', reversed: 'bad' }
export const STATUS_TONE: Record<ReferralStatus, Tone> = { registered: 'info', activated: 'good', rejected: 'bad' }
