// What the shell says about this desk, for every screen.
import type { Desk } from '../ipc/bindings'
import type { Query } from '../ipc/live.svelte'

let held = $state.raw<Query<Desk>>()

export const desk = {
  /** The window's frame asks once and shares the answer. */
  hold(query: Query<Desk>) {
    held = query
  },
  get now(): Desk | undefined {
    return held?.data
  },
  get readOnly(): boolean {
    return held?.data?.door === 'read_only'
  },
  accept(next: Desk) {
    held?.accept(next)
  },
}
