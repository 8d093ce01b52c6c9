// Drawings of trees for the tests: random ones, a long chain, a crowd. The same every time for a seed.
import type { DrawnNode, TreeNode } from '../src/ipc/bindings'

export function rolling(seed: number): (below: number) => number {
  let state = seed * 2654435761 + 1
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

export const node = (party: number, level: number, children: number, subtree: number): TreeNode => ({
  person: { party, key: `c${party}`, name: `Person ${party}`, email: null }, level, children, subtree, revenue: [], cost: [], bound_at: level === 0 ? null : '2026-01-01T00:00:00Z', code: null,
})

/** What the shell draws of a forest, given by everybody's advocate (0: a root): level by level, the largest subtrees first. */
export function drawingOf(advocates: number[], most: number): { nodes: DrawnNode[]; people: number } {
  const friends = new Map<number, number[]>()
  const level: number[] = []
  const subtree = advocates.map(() => 0)
  for (const [at, advocate] of advocates.entries()) {
    level[at + 1] = advocate === 0 ? 0 : (level[advocate] ?? 0) + 1
    friends.set(advocate, [...(friends.get(advocate) ?? []), at + 1])
  }
  for (let party = advocates.length; party > 0; party--) {
    const advocate = advocates[party - 1] ?? 0
    if (advocate > 0) subtree[advocate - 1] = (subtree[advocate - 1] ?? 0) + 1 + (subtree[party - 1] ?? 0)
  }
  const below = (party: number) => subtree[party - 1] ?? 0
  const sorted = (party: number) => [...(friends.get(party) ?? [])].sort((a, b) => below(b) - below(a) || a - b)
  const drawn = sorted(0).slice(0, most)
  for (const party of drawn) drawn.push(...sorted(party).slice(0, Math.max(0, most - drawn.length)))
  const shown = new Set(drawn)
  const nodes = drawn.map((party): DrawnNode => {
    const all = friends.get(party) ?? []
    const hidden = all.filter((friend) => !shown.has(friend))
    return { node: node(party, level[party] ?? 0, all.length, below(party)), parent: advocates[party - 1] || null, hidden: hidden.length, hidden_people: hidden.reduce((sum, friend) => sum + 1 + below(friend), 0) }
  })
  return { nodes, people: sorted(0).slice(0, most).reduce((sum, root) => sum + 1 + below(root), 0) }
}

/** Every kind of shape: bushes, crowds, long files with something beside them. */
export function randomForest(seed: number): number[] {
  const roll = rolling(seed)
  const size = 1 + roll(600)
  const [file, crowd, roots] = [roll(100), roll(100), 1 + roll(4)]
  return [...Array(size).keys()].map((at) => {
    if (at < roots) return 0
    const luck = roll(200)
    if (luck < file) return at
    return luck < file + crowd ? 1 + roll(Math.min(at, 3)) : 1 + roll(at)
  })
}

export const chain = (levels: number): number[] => [...Array(levels).keys()]
export const crowdOf = (friends: number): number[] => [0, ...Array<number>(friends).fill(1)]
