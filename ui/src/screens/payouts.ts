// What the screens of payouts know of states, keys and words.
import type { Finding, Money, PayoutDeed, PayoutRow, PayoutState, PersonRef, Proposal, RewardDetail, RewardRow } from '../ipc/bindings'
import { tryWords } from '../lib/words'
import type { Tone } from '../parts/tone'

export const STATES: PayoutState[] = ['due', 'sending', 'unknown', 'conflict', 'refused', 'correcting', 'done', 'closed']
export const STATE_TONE: Record<PayoutState, Tone> = { due: 'info', sending: 'info', unknown: 'warn', conflict: 'bad', refused: 'bad', correcting: 'warn', done: 'good', closed: 'neutral' }
export const RAILS = ['gift_card', 'voucher', 'wallet', 'manual'] as const
/** The rails on which a gift of goodwill can be delivered. */
export const GIFT_RAILS = ['gift_card', 'voucher', 'manual'] as const
/** What stands in place of a program's id where something is given without one. */
export const GOODWILL = 'goodwill'
/** The most rows of one question, and the most that can be chosen at once. */
export const PAGE = 100
export const MOST_CHOSEN = 500
export const LONGEST_REASON = 500
export const LONGEST_REFERENCE = 120

/** What an action is about, as it was on the screen. */
export interface Subject {
  key: string
  beneficiary: PersonRef
  /** What stands of the reward. */
  amount: Money
  expects: string
}

/** What somebody is about to do. */
export type Doing =
  | { do: 'pay' | 'look_up'; rows: PayoutRow[] | null; over?: boolean }
  | { do: PayoutDeed; of: Subject }
  | { do: 'mark_paid'; of: PayoutRow }
  | { do: 'goodwill' }
  | { do: 'mend' | 'leave'; finding: Finding }
  | { do: 'approve' | 'decline'; proposal: Proposal }

export const subject = (row: PayoutRow): Subject => ({ key: row.key, beneficiary: row.beneficiary, amount: row.to ?? row.amount, expects: row.expects })
export const subjectOf = ({ row, expects }: RewardDetail): Subject => ({ key: row.key, beneficiary: row.beneficiary, amount: row.amount, expects })

/** What a key does to what is chosen; by the place of the key, and none that a chord after `g` needs. */
export const DEEDS: Record<string, Doing['do']> = { KeyA: 'pay', KeyW: 'look_up', KeyQ: 'adjust', KeyX: 'reverse', KeyI: 'reissue', KeyB: 'mark_paid' }

/** A code of the wire as Fluent keys write it. */
export const dash = (code: string) => code.replaceAll('_', '-')
/** A rail by its name; one that this window does not know yet keeps the name that it came with. */
export const railText = (rail: string) => tryWords(`payouts-rail-${dash(rail)}`) ?? rail

/** What can be done about a payout as it stands; the preview says whether it really can. A code that is somebody else's is left to them. */
export function deedsAbout({ state, to }: PayoutRow): ('adjust' | 'reverse' | 'reissue')[] {
  // What is to be taken back already is waited for.
  if (state === 'done' || (state === 'correcting' && to !== null && /[1-9]/.test(to.amount))) return ['adjust', 'reverse']
  return state === 'due' || state === 'refused' ? ['adjust'] : state === 'closed' || state === 'conflict' ? ['reissue'] : []
}

/** What can be done about a reward wherever it is looked at; the preview says whether it really can. */
export function deedsOf({ state }: RewardRow): ('adjust' | 'reverse' | 'reissue')[] {
  if (state === 'settled') return ['adjust', 'reverse']
  return state === 'due' ? ['adjust'] : state === 'reversed' ? ['reissue'] : []
}

/** Decimal text of what somebody typed, or null: digits, and at most one sign between whole and rest. */
export function amountOf(typed: string): string | null {
  const text = typed.trim().replace(',', '.')
  return /^\d{1,12}(?:\.\d{1,8})?$/.test(text) ? text : null
}

/** What a run can do something about: what is unknown is looked up before anything is sent. */
export const payable = (row: PayoutRow) => row.rail !== 'manual' && row.state !== 'done' && row.state !== 'closed' && row.state !== 'conflict'
/** What the shop can be asked about. What it answered already, as where a code is somebody else's, it answers again. */
export const lookable = (row: PayoutRow) => row.rail !== 'manual' && (row.state === 'unknown' || row.state === 'sending')
