import type { CustomerStatus, TimelineRow } from '../ipc/bindings'
import type { Tone } from '../parts/tone'

export const CUSTOMER_TONE: Record<CustomerStatus, Tone> = { active: 'good', guest: 'info', deleted: 'warn', erased: 'neutral' }
export const RESULT_TONE: Record<TimelineRow['result'], Tone> = { granted: 'good', refused: 'bad', nothing: 'neutral' }

/** A reason goes into the journal: long enough for a sentence, short enough to read. */
export const LONGEST_REASON = 500

export interface Question {
  /** An order's number, a reward's key, or a customer's id. */
  subject: string
  /** Only what came of this event, where anything did. */
  event: string | null
}

/** A guest is known by their order alone. */
export const aboutPerson = (key: string): Question => ({ subject: key.replace(/^guest-/, ''), event: null })

/** All about the order or the reward that an event tells of, or else what came of this event for the person. */
export function aboutEvent(row: TimelineRow, key: string): Question {
  const type = row.again?.event_type ?? row.event_type
  const named = row.subject !== null && (type.startsWith('order') || row.subject.includes('/'))
  return named && row.subject !== null ? { subject: row.subject, event: null } : { ...aboutPerson(key), event: row.event }
}
