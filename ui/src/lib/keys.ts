// The keyboard, by the place of a key and not by its letter: on a Russian layout Ctrl+K arrives as «л».
import { SCREENS, type Screen } from './route'

export type Act = { do: 'go'; screen: Screen } | { do: 'search' } | { do: 'palette' } | { do: 'help' } | { do: 'chord' }

/** The digit that, with Alt, leads to a screen by its place in the list of screens; there are ten of them. */
export const digitOf = (at: number): string | null => (at < 9 ? String(at + 1) : at === 9 ? '0' : null)
const BY_DIGIT: Record<string, Screen> = Object.fromEntries(SCREENS.flatMap((screen, at) => (digitOf(at) === null ? [] : [[`Digit${digitOf(at)}`, screen]])))

/** After `g`: the second key. */
const BY_CHORD: Record<string, Screen> = {
  KeyO: 'overview',
  KeyR: 'rewards',
  KeyV: 'review',
  KeyM: 'payouts',
  KeyE: 'reconciliation',
  KeyF: 'referrals',
  KeyC: 'customers',
  KeyT: 'tree',
  KeyL: 'leaderboard',
  KeyP: 'programs',
  KeyY: 'sync',
  KeyS: 'settings',
}

type Stroke = Pick<KeyboardEvent, 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>

/** What a stroke means. `typing`: the focus is in a field, so letters are text. `chord`: `g` was pressed just before. */
export function act(stroke: Stroke, typing: boolean, chord: boolean): Act | null {
  const { code, altKey, shiftKey } = stroke
  const ctrl = stroke.ctrlKey || stroke.metaKey
  if (ctrl && !altKey && !shiftKey && code === 'KeyK') return { do: 'palette' }
  if (altKey && !ctrl && !shiftKey) {
    const screen = BY_DIGIT[code]
    return screen === undefined ? null : { do: 'go', screen }
  }
  if (typing || ctrl || altKey) return null
  if (chord) {
    const screen = BY_CHORD[code]
    return screen === undefined ? null : { do: 'go', screen }
  }
  if (code === 'KeyG' && !shiftKey) return { do: 'chord' }
  if (code === 'Slash') return shiftKey ? { do: 'help' } : { do: 'search' }
  return null
}

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}
