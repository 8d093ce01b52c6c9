/** Puts text where Ctrl+V finds it; false when the window may not. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyByHand(text)
  }
}

/** The older way, for a webview that keeps its clipboard closed. The dialog on top keeps the focus to itself, so the field stands inside it. */
function copyByHand(text: string): boolean {
  const before = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.readOnly = true
  field.className = 'hidden-text'
  const top = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body
  top.append(field)
  field.select()
  let done = false
  try {
    done = document.execCommand('copy')
  } catch {
    done = false
  }
  field.remove()
  if (before instanceof HTMLElement) before.focus()
  return done
}
