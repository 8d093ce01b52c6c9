// What the tree's screen works out of its answers. Pure.
import type { Money, TreeNode } from '../ipc/bindings'
import { money, type Lang } from '../lib/format'

/** A path of ten thousand levels is shown by its ends. */
const WHOLE_PATH = 6
const LAST = 4

/** A step of a path as it is shown; `gap` levels before it are left out. */
export interface Crumb {
  gap: number
  node: TreeNode
}

export function crumbsOf(path: TreeNode[]): Crumb[] {
  const shown = path.length <= WHOLE_PATH ? path : [...path.slice(0, 1), ...path.slice(-LAST)]
  return shown.map((node, at) => ({ node, gap: Math.max(0, node.level - (shown[at - 1]?.level ?? node.level - 1) - 1) }))
}

/** The part of a path from the person at the top of the view down; null when it does not lead through them. */
export function pathFrom(path: TreeNode[], top: TreeNode): TreeNode[] | null {
  const at = path.findIndex((node) => node.person.party === top.person.party)
  if (at >= 0) return path.slice(at)
  // The answer may have left out the levels among which they stand.
  const below = path.findIndex((node) => node.level > top.level)
  const [last, next] = [path[below - 1], path[below]]
  return last !== undefined && next !== undefined && last.level < top.level && next.level - last.level > 1 ? [top, ...path.slice(below)] : null
}

/** A longer answer for the upper part of a path, put before what is known below it. */
export function joinPaths(upper: TreeNode[], path: TreeNode[]): TreeNode[] {
  const end = upper[upper.length - 1]
  const at = end === undefined ? -1 : path.findIndex((node) => node.person.party === end.person.party)
  return at < 0 ? path : [...upper, ...path.slice(at + 1)]
}

/** So many sums stand under each other in a cell; more are counted there and stand whole beside the table. */
export const MOST_SUMS = 4
const LINE = 17

/** What a cell shows of several sums, each of them whole. */
export function sumsOf(of: Money[], lang: Lang): { shown: string[]; rest: number; all: string } {
  const all = of.map((sum) => money(sum.amount, sum.currency, lang))
  const shown = all.length > MOST_SUMS ? all.slice(0, MOST_SUMS - 1) : all
  return { shown, rest: all.length - shown.length, all: all.join('\n') }
}

const measured: Record<Lang, WeakMap<Money[], { lines: number; signs: number }>> = { en: new WeakMap(), ru: new WeakMap() }

/** How many lines the sums take, and how many signs the longest has; worked out once for an answer. */
function measure(of: Money[], lang: Lang): { lines: number; signs: number } {
  const known = measured[lang].get(of)
  if (known) return known
  const { shown, rest } = sumsOf(of, lang)
  const made = { lines: shown.length + (rest > 0 ? 1 : 0), signs: shown.reduce((most, text) => Math.max(most, text.length), 0) }
  measured[lang].set(of, made)
  return made
}

/** The height of all rows, and the widths of the two columns of money, in which nothing of these nodes is cut. In pixels. */
export function roomFor(nodes: TreeNode[], lang: Lang): { row: number; revenue: number; cost: number } {
  let [lines, revenue, cost] = [1, 0, 0]
  for (const node of nodes) {
    const [left, right] = [measure(node.revenue, lang), measure(node.cost, lang)]
    lines = Math.max(lines, left.lines, right.lines)
    revenue = Math.max(revenue, left.signs)
    cost = Math.max(cost, right.signs)
  }
  const wide = (signs: number) => Math.max(88, Math.ceil(signs * 7.4) + 22)
  return { row: Math.max(40, lines * LINE + 8), revenue: wide(revenue), cost: wide(cost) + 8 }
}
