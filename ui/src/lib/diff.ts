// What changed between two texts, line by line.

export interface DiffLine {
  kind: 'same' | 'gone' | 'new'
  text: string
}

/** Beyond so many pairs of lines the middle is told as gone and new, so that the window never stands still. */
const MOST_PAIRS = 4_000_000

export function diff(before: string[], after: string[]): DiffLine[] {
  let head = 0
  while (head < before.length && head < after.length && before[head] === after[head]) head++
  let tail = 0
  while (tail < before.length - head && tail < after.length - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++
  const as = (kind: DiffLine['kind'], lines: string[]): DiffLine[] => lines.map((text) => ({ kind, text }))
  return [
    ...as('same', before.slice(0, head)),
    ...middle(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...as('same', before.slice(before.length - tail)),
  ]
}

/** By the longest common row of lines. */
function middle(before: string[], after: string[]): DiffLine[] {
  const gone = (text: string): DiffLine => ({ kind: 'gone', text })
  const fresh = (text: string): DiffLine => ({ kind: 'new', text })
  if (before.length * after.length > MOST_PAIRS) return [...before.map(gone), ...after.map(fresh)]
  const width = after.length + 1
  const longest = new Uint32Array((before.length + 1) * width)
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      longest[i * width + j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const out: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < before.length || j < after.length) {
    const [old, now] = [before[i], after[j]]
    if (old !== undefined && old === now) {
      out.push({ kind: 'same', text: old })
      i++
      j++
    } else if (old !== undefined && (now === undefined || at(i + 1, j) >= at(i, j + 1))) {
      out.push(gone(old))
      i++
    } else if (now !== undefined) {
      out.push(fresh(now))
      j++
    }
  }
  return out
}

/** Only what changed, with a few lines around it; a null stands for what is left out. */
export function around(lines: DiffLine[], context = 2): (DiffLine | null)[] {
  const near = lines.map((_, at) => lines.slice(Math.max(0, at - context), at + context + 1).some((line) => line.kind !== 'same'))
  return lines.flatMap((line, at): (DiffLine | null)[] => (near[at] ? [line] : at === 0 || near[at - 1] ? [null] : []))
}
