// What the parts of the in-memory shell share.
import type { AppError, Desk, SyncStatus, Tag } from './bindings'
import type { Commands } from './call'
import type { FakeShop } from './fake-data'

/** What answers commands: the contract's own types, at once. */
export type Answers<Name extends keyof Commands> = { [One in Name]: (...args: Parameters<Commands[One]>) => Awaited<ReturnType<Commands[One]>> }

/** The one state that all parts of the shell speak of. */
export interface World {
  shop: FakeShop
  desk: Desk
  sync: SyncStatus
  changed(tags: Tag[]): void
  tell(next: SyncStatus): void
  /** How often something was changed by somebody. */
  stamp(key: string): number
  touch(key: string): void
}

export function fail(code: string, args: Record<string, string> = {}): never {
  throw { code, args } satisfies AppError
}

export function matches(search: string | null, ...fields: (string | null)[]): boolean {
  const wanted = search?.toLowerCase() ?? ''
  return wanted === '' || fields.some((field) => field?.toLowerCase().includes(wanted))
}

export function pageOf<T>(all: T[], keyOf: (row: T) => string, after: string | null, limit: number): { rows: T[]; next: string | null } {
  const from = after === null ? 0 : all.findIndex((row) => keyOf(row) === after) + 1
  const rows = all.slice(from, from + limit)
  const last = rows[rows.length - 1]
  return { rows, next: last !== undefined && from + limit < all.length ? keyOf(last) : null }
}

export const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
