// What the screen of reviews knows of keys and words.
import type { ReviewDeed, ReviewRow } from '../ipc/bindings'
import { t } from '../lib/words'

export const SIGNALS = [
  'same_email', 'same_phone', 'same_address', 'same_device', 'same_card', 'same_card_digits', 'same_ip', 'signups_per_ip', 'orders_per_ip',
  'disposable_email', 'relay_email', 'excluded_domain', 'excluded_customer', 'excluded_channel', 'velocity', 'refund_rate', 'cluster',
] as const
/** Rewards that are so many days old, or older. */
export const AGES = ['1', '3', '7', '30'] as const
/** The most rewards that can be chosen at once, and the most of one question to the shell. */
export const MOST_CHOSEN = 500
export const AT_ONCE = 100
export const LONGEST_REASON = 500

/** Ctrl+Enter sends a form from wherever the cursor stands in it. */
export function sends(event: KeyboardEvent & { currentTarget: HTMLFormElement }): void {
  if (event.code === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit()
}

export type Doing = { do: ReviewDeed; rows: ReviewRow[] } | { do: 'domain' | 'referral'; rows: [ReviewRow] }

/** What a key does to what is chosen; by the place of the key, so that it is the same on every layout. */
export const DEEDS: Record<string, Doing['do']> = { KeyA: 'approve', KeyX: 'reject', KeyH: 'hold', KeyD: 'domain', KeyB: 'referral' }

/** A signal, as it was found. */
export const found = (signal: string) => t(`program-summary-signal-${signal.replaceAll('_', '-')}`)

/** The signal that stands for all of a reward's: the one that was asked for, else the first. */
export const foremost = (row: ReviewRow, asked: string | null): string | undefined => row.signals.find((signal) => signal === asked) ?? row.signals[0]

/** Everything that a reward waits for a person for, in a line. */
export const whys = (row: ReviewRow) =>
  row.signals.length > 0 ? row.signals.map(found).join(', ') : row.causes.map((cause) => t(`cause-${cause.replaceAll('_', '-')}-short`)).join(', ')

/** A mark as people write it: an address by its lines, a card by what is known of its number and expiry. */
export function markText(kind: string, value: string): string {
  if (kind === 'address') return value.split('|').filter(Boolean).join(', ')
  const [brand, first, last, month, year, ...more] = value.split('|')
  if (kind !== 'card_digits' || year === undefined || more.length > 0) return value
  const expiry = month && year ? `${month}/${year}` : ''
  return [brand, [first, last].filter(Boolean).join(' … '), expiry].filter(Boolean).join(', ')
}
