// The whole window on an in-memory shell: what tests of screens stand on.
import { fireEvent, render, screen } from '@testing-library/svelte'
import { flushSync } from 'svelte'
import { afterEach } from 'vitest'
import App from '../src/App.svelte'
import { connect } from '../src/ipc/call'
import { fakeShell, type FakeMode, type FakeShell } from '../src/ipc/fake'
import { prefs } from '../src/lib/prefs.svelte'
import { toasts } from '../src/lib/toast.svelte'

let stop: (() => void) | undefined
afterEach(() => {
  stop?.()
  stop = undefined
  for (const toast of toasts.list) toasts.drop(toast.id)
})

export async function open(hash: string, mode: FakeMode = 'ready', lang: 'en' | 'ru' = 'en', delay = 0): Promise<FakeShell> {
  prefs.locale = lang
  location.hash = hash
  window.dispatchEvent(new HashChangeEvent('hashchange'))
  flushSync()
  const shell = fakeShell(mode, { delay })
  stop = await connect(shell)
  render(App)
  return shell
}

/** The words on screen, without the marks that keep directions apart and with plain spaces. */
export const textOf = (element: Element | null | undefined) =>
  (element?.textContent ?? '').replace(/[\u2068\u2069\u00a0\u202f]/g, (sign) => (sign > '\u2060' ? '' : ' ')).replace(/\s+/g, ' ').trim()

export const type = (testid: string, value: string) => fireEvent.input(screen.getByTestId(testid), { target: { value } })
export const press = (testid: string) => fireEvent.click(screen.getByTestId(testid))
