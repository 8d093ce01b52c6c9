// The one door to the shell. Screens use `call`, `onChanged` and `onSync`; what answers is chosen once, at the start.
import type { AppError, commands, SyncStatus, Tag } from './bindings'

export type Commands = typeof commands
type Stop = () => void

/** What the window needs from outside: the commands, and the two messages that the shell sends. */
export interface Shell {
  commands: Commands
  listen(name: 'changed', heard: (payload: { tags: Tag[] }) => void): Promise<Stop>
  listen(name: 'sync', heard: (payload: SyncStatus) => void): Promise<Stop>
}

/** Every command, rejecting with an AppError and nothing else. Empty until `connect`. */
export const call = {} as Commands

const changedHeard = new Set<(tags: Tag[]) => void>()
const syncHeard = new Set<(status: SyncStatus) => void>()

export function isAppError(thrown: unknown): thrown is AppError {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'args' in thrown
}

/** Whatever was thrown, as one closed shape: an answer outside the contract is `internal`. */
export function asAppError(thrown: unknown): AppError {
  if (isAppError(thrown)) return thrown
  return { code: 'internal', args: { what: thrown instanceof Error ? thrown.message : String(thrown) } }
}

type AnyCommand = (...args: unknown[]) => Promise<unknown>

/** Wires the window to a shell and starts to listen. Returns how to stop. */
export async function connect(shell: Shell): Promise<Stop> {
  for (const [name, command] of Object.entries(shell.commands) as [string, AnyCommand][]) {
    const closed: AnyCommand = async (...args) => {
      try {
        return await command(...args)
      } catch (thrown) {
        throw asAppError(thrown)
      }
    }
    Object.assign(call, { [name]: closed })
  }
  const stops = [
    await shell.listen('changed', ({ tags }) => changedHeard.forEach((heard) => heard(tags))),
    await shell.listen('sync', (status) => syncHeard.forEach((heard) => heard(status))),
  ]
  return () => stops.forEach((stop) => stop())
}

/** The shell inside the desktop window, or the in-memory one in a plain browser during development. */
export async function openShell(): Promise<Shell> {
  if ('__TAURI_INTERNALS__' in window) {
    const [{ commands }, { listen }] = await Promise.all([import('./bindings'), import('@tauri-apps/api/event')])
    return {
      commands,
      listen: (name: string, heard: (payload: never) => void) => listen(name, (event) => heard(event.payload as never)),
    }
  }
  if (import.meta.env.DEV) {
    const { fakeShell } = await import('./fake')
    return fakeShell(new URLSearchParams(location.search).get('fake') ?? 'ready')
  }
  throw asAppError(new Error('the window was opened outside the application'))
}

export function onChanged(heard: (tags: Tag[]) => void): Stop {
  changedHeard.add(heard)
  return () => changedHeard.delete(heard)
}

export function onSync(heard: (status: SyncStatus) => void): Stop {
  syncHeard.add(heard)
  return () => syncHeard.delete(heard)
}
