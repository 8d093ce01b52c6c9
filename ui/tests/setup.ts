// What jsdom does not have and the window does. Tests that only compute run without a document.
import { afterEach } from 'vitest'

if (typeof document !== 'undefined') {
  class StillObserver implements ResizeObserver {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  }
  globalThis.ResizeObserver ??= StillObserver
  Element.prototype.scrollIntoView ??= () => {}
  HTMLCanvasElement.prototype.getContext = () => null
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.setAttribute('open', '')
  }
  HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
    this.removeAttribute('open')
  }

  const { cleanup, configure } = await import('@testing-library/svelte')
  // A miss says what was missing; the whole document beside it hides that.
  configure({ getElementError: (message) => new Error(message ?? 'not found') })

  afterEach(() => {
    cleanup()
    location.hash = ''
    localStorage.clear()
  })
}
