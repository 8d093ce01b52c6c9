// The moment for which the tree is shown, as it stands in an address. Pure.
import type { Moment } from '../ipc/bindings'
import type { Params } from './route'

export const NOW: Moment = { as_of: null, as_known: null }
/** The names of the moment's two instants in an address. */
export const MOMENT_PARAMS = { as_of: 'asof', as_known: 'known' } as const

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/

const instant = (text: string | undefined): string | null => (text !== undefined && INSTANT.test(text) && !isNaN(Date.parse(text)) ? text : null)

/** Whatever else stands in the address is now. */
export function momentOf(params: Params): Moment {
  return { as_of: instant(params[MOMENT_PARAMS.as_of]), as_known: instant(params[MOMENT_PARAMS.as_known]) }
}

export const isNow = (moment: Moment): boolean => moment.as_of === null && moment.as_known === null

/** The instant at which a day ends at this desk, or null for a text that names no day. */
export function endOfDay(day: string): string | null {
  const [, year, month, date] = DAY.exec(day) ?? []
  if (year === undefined || month === undefined || date === undefined) return null
  const end = new Date(`${year}-${month}-${date}T23:59:59`)
  // A day such as February 30 would silently become another one.
  return isNaN(end.getTime()) || dayOf(end.toISOString()) !== day ? null : end.toISOString().replace('.000Z', 'Z')
}

/** The instant at which a day begins at this desk, or the one so many days later; null for a text that names no day. */
export function startOfDay(day: string, later = 0): string | null {
  if (endOfDay(day) === null) return null
  const start = new Date(`${day}T00:00:00`)
  start.setDate(start.getDate() + later)
  return start.toISOString().replace('.000Z', 'Z')
}

/** The day of an instant at this desk, as a field of dates writes it. */
export function dayOf(at: string): string {
  const date = new Date(at)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** Every day from the one instant's to the other's, both included: what a slider walks along. */
export function daysBetween(from: string, to: string): { count: number; at(index: number): string; index(day: string): number } {
  // Noon, so that a change of the clock never skips a day.
  const noon = (day: string) => Date.parse(`${day}T12:00:00Z`)
  const start = noon(dayOf(from))
  const count = Math.max(0, Math.round((noon(dayOf(to)) - start) / 86_400_000))
  return {
    count,
    at: (index) => new Date(start + index * 86_400_000).toISOString().slice(0, 10),
    index: (day) => Math.min(count, Math.max(0, Math.round((noon(day) - start) / 86_400_000))),
  }
}
