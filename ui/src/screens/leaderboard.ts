// By what advocates are ranked, and over which time. Pure: the address says it, the query and the fields follow.
import type { LeaderboardQuery, RankedBy } from '../ipc/bindings'
import { dayOf, startOfDay } from '../lib/moment'
import { oneOf, type Params } from '../lib/route'

export const RANKED_BY: RankedBy[] = ['friends', 'revenue', 'earned']
/** The times that have names; a contest is any time between two days. */
export const PERIODS = ['all', 'month', 'last_month', 'year', 'contest'] as const
export type Period = (typeof PERIODS)[number]

/** The days of a time, both included; nothing where it has no end to that side. */
export interface Days {
  from: string | null
  to: string | null
}

const first = (year: number, month: number) => dayOf(new Date(year, month, 1).toISOString())
const last = (year: number, month: number) => dayOf(new Date(year, month + 1, 0).toISOString())

export function daysOf(period: Period, params: Params, now: Date): Days {
  const [year, month] = [now.getFullYear(), now.getMonth()]
  switch (period) {
    case 'all':
      return { from: null, to: null }
    case 'month':
      return { from: first(year, month), to: null }
    case 'last_month':
      return { from: first(year, month - 1), to: last(year, month - 1) }
    case 'year':
      return { from: first(year, 0), to: null }
    case 'contest':
      return { from: params['from'] || null, to: params['to'] || null }
  }
}

/** What the address asks for. An asset that there is not gives way to the first. */
export function queryOf(params: Params, assets: string[], now: Date): LeaderboardQuery {
  const by = oneOf(params['by'], RANKED_BY) ?? 'friends'
  const { from, to } = daysOf(oneOf(params['period'], PERIODS) ?? 'all', params, now)
  return {
    by,
    asset: by === 'friends' ? null : (oneOf(params['asset'], assets) ?? assets[0] ?? null),
    program: by === 'earned' ? params['program'] || null : null,
    from: from === null ? null : startOfDay(from),
    until: to === null ? null : startOfDay(to, 1),
  }
}

/** A contest that ends before it begins. */
export const isBackwards = ({ from, until }: LeaderboardQuery): boolean => from !== null && until !== null && until <= from
