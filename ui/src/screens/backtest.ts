// What a draft comes to beside what happened: the lines of the table, exact.
import type { ComparedFigures, DifferenceKind, FigureRow } from '../ipc/bindings'

export const KINDS: DifferenceKind[] = ['gained', 'lost', 'more', 'less', 'other', 'held', 'caught', 'blocked']
export type Unit = 'count' | 'money' | 'percent'
export interface Line {
  name: string
  unit: Unit
  now: string | null
  draft: string | null
  difference: string | null
}

/** `draft − now` of two decimal texts, exact. */
export function minus(draft: string | null, now: string | null): string | null {
  if (draft === null || now === null) return null
  const digits = Math.max(...[draft, now].map((text) => text.split('.')[1]?.length ?? 0))
  const scaled = (text: string) => {
    const [whole = '0', rest = ''] = text.replace('-', '').split('.')
    const value = BigInt(whole + rest.padEnd(digits, '0'))
    return text.startsWith('-') ? -value : value
  }
  const difference = scaled(draft) - scaled(now)
  const text = (difference < 0n ? -difference : difference).toString().padStart(digits + 1, '0')
  const sign = difference < 0n ? '-' : ''
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

const LOOKS: [string, Unit, (row: FigureRow) => string | null][] = [
  ['friends', 'count', (row) => String(row.friends)],
  ['revenue', 'money', (row) => row.revenue],
  ['cost', 'money', (row) => row.reward_cost],
  ['spend', 'money', (row) => row.spend],
  ['cac', 'money', (row) => row.cac],
  ['roi', 'percent', (row) => row.roi_percent],
]

/** Every figure of a month, a channel or the whole. */
export function linesOf({ now, draft }: ComparedFigures): Line[] {
  return LOOKS.map(([name, unit, look]) => ({ name, unit, now: look(now), draft: look(draft), difference: minus(look(draft), look(now)) }))
}
