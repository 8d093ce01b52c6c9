// Short news at the window's edge. What must not be missed is never told only here.

export type Tone = 'good' | 'bad' | 'info'
export interface Toast {
  id: number
  tone: Tone
  text: string
}

const LASTS_MS = 6000
const AT_MOST = 4

let list = $state.raw<Toast[]>([])
let last = 0

export const toasts = {
  get list(): Toast[] {
    return list
  },
  show(tone: Tone, text: string) {
    const id = ++last
    list = [...list, { id, tone, text }].slice(-AT_MOST)
    setTimeout(() => toasts.drop(id), LASTS_MS)
  },
  drop(id: number) {
    list = list.filter((toast) => toast.id !== id)
  },
}
