// The address of what is on screen: `#/rewards?state=due`. Pure: reading and writing the text, nothing else.

export const SCREENS = ['overview', 'rewards', 'review', 'payouts', 'reconciliation', 'referrals', 'customers', 'tree', 'leaderboard', 'programs', 'sync', 'settings'] as const
export type Screen = (typeof SCREENS)[number]
export type Params = Record<string, string>
export interface Route {
  screen: Screen
  params: Params
}

const LONGEST = 2000

export function parse(hash: string): Route {
  const [path = '', search = ''] = hash.slice(0, LONGEST).replace(/^#\/?/, '').split('?', 2)
  const screen = SCREENS.find((known) => known === path) ?? 'overview'
  const params: Params = {}
  for (const [name, value] of new URLSearchParams(search)) params[name] = value
  return { screen, params }
}

/** Empty values are left out, so that one view has one address. */
export function format(screen: Screen, params: Record<string, string | null | undefined> = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) if (value) search.set(name, value)
  const text = search.toString()
  return text === '' ? `#/${screen}` : `#/${screen}?${text}`
}

/** One of the words allowed, or null for anything else that stands in an address. */
export function oneOf<T extends string>(value: string | undefined, allowed: readonly T[]): T | null {
  return allowed.find((known) => known === value) ?? null
}

/** A whole number such as a party's, or null. Never used for money. */
export function wholeNumber(value: string | undefined): number | null {
  return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : null
}
