// The tree of the in-memory shell: of the small shop, or of a forest with one viral person (`?fake=viral`) or ten thousand
// levels (`?fake=deep`). Plain arrays, since half a million people are in it.
import type { DrawnNode, Moment, TreeNode, TreeSort } from './bindings'
import { dice, NOW, ref, toMoney, type FakeShop, type Sum } from './fake-data'
import { fail, type Answers } from './fake-kit'

const DAY = 86_400_000
const START = NOW - 430 * DAY
const CURRENCIES = ['EUR', 'JPY', 'USD']
/** Of a path that is longer, the root and the lower end are told. */
const LONGEST_PATH = 100

/** Everybody by number, from 1; an advocate's number is smaller than a friend's. */
interface Forest {
  size: number
  parent: Int32Array
  bound: Float64Array
  known: Float64Array
  own(party: number): { revenue: Sum[]; cost: Sum[] }
}

/** The forest as it stands at a moment, with everything below each person summed up. */
interface Stand {
  parent: Int32Array
  level: Int32Array
  friends: Map<number, number[]>
  subtree: Int32Array
  revenue: BigInt64Array[]
  cost: BigInt64Array[]
}

function ofShop({ people }: FakeShop): Forest {
  const size = people.length
  const forest = { size, parent: new Int32Array(size + 1), bound: new Float64Array(size + 1), known: new Float64Array(size + 1) }
  for (const { party, advocate, boundAt } of people) {
    forest.parent[party] = advocate ?? 0
    const at = boundAt === null ? START : Date.parse(boundAt)
    forest.bound[party] = at
    forest.known[party] = Math.min(NOW, at + (party % 7 === 0 ? 40 * DAY : DAY / 24))
  }
  return { ...forest, own: (party) => ({ revenue: people[party - 1]?.revenue ?? [], cost: people[party - 1]?.cost ?? [] }) }
}

function grown(size: number, advocateOf: (party: number, roll: (below: number) => number) => number): Forest {
  const roll = dice(77)
  const forest = { size, parent: new Int32Array(size + 1), bound: new Float64Array(size + 1), known: new Float64Array(size + 1) }
  for (let party = 1; party <= size; party++) {
    forest.parent[party] = advocateOf(party, roll)
    const at = START + Math.floor(((NOW - DAY - START) / size) * party)
    forest.bound[party] = at
    forest.known[party] = Math.min(NOW, at + (party % 7 === 0 ? 40 * DAY : DAY / 24))
  }
  return {
    ...forest,
    own(party) {
      if (party % 3 === 0) return { revenue: [], cost: [] }
      const currency = CURRENCIES[party % 11 === 0 ? 1 : party % 5 === 0 ? 2 : 0] ?? 'EUR'
      const minor = BigInt(4000 + ((party * 7919) % 21000))
      return { revenue: [{ minor, currency }], cost: [{ minor: minor / 8n, currency }] }
    },
  }
}

const ROOTS = 30
const VIRAL = 7
const LEVELS = 10_000

function forestOf(shop: FakeShop, mode: string): Forest {
  if (mode === 'viral') {
    return grown(ROOTS + 560_000, (party, roll) => {
      if (party <= ROOTS) return party === VIRAL ? 2 : 0
      const luck = roll(100)
      if (luck < 89) return VIRAL
      return luck < 97 ? 1 + roll(Math.min(party - 1, 4000)) : 1 + Math.min(roll(party - 1), roll(party - 1), roll(party - 1))
    })
  }
  if (mode === 'deep') {
    return grown(ROOTS + LEVELS + 2500, (party, roll) => {
      if (party <= ROOTS) return 0
      if (party <= ROOTS + LEVELS) return party === ROOTS + 1 ? 1 : party - 1
      return luckyFew(roll) ? 1 + roll(ROOTS) : ROOTS + 1 + roll(LEVELS)
    })
  }
  return ofShop(shop)
}

const luckyFew = (roll: (below: number) => number) => roll(4) === 0

function standOf(forest: Forest, moment: Moment): Stand {
  const { size } = forest
  const until = moment.as_of === null ? Infinity : Date.parse(moment.as_of)
  const known = moment.as_known === null ? Infinity : Date.parse(moment.as_known)
  const stand: Stand = {
    parent: new Int32Array(size + 1), level: new Int32Array(size + 1), friends: new Map(), subtree: new Int32Array(size + 1),
    revenue: CURRENCIES.map(() => new BigInt64Array(size + 1)), cost: CURRENCIES.map(() => new BigInt64Array(size + 1)),
  }
  for (let party = 1; party <= size; party++) {
    const advocate = forest.parent[party] ?? 0
    if (advocate === 0 || (forest.bound[party] ?? 0) > until || (forest.known[party] ?? 0) > known) continue
    stand.parent[party] = advocate
    stand.level[party] = (stand.level[advocate] ?? 0) + 1
    const friends = stand.friends.get(advocate)
    if (friends) friends.push(party)
    else stand.friends.set(advocate, [party])
  }
  for (let party = size; party > 0; party--) {
    const advocate = stand.parent[party] ?? 0
    if (advocate === 0) continue
    const own = forest.own(party)
    stand.subtree[advocate] = (stand.subtree[advocate] ?? 0) + 1 + (stand.subtree[party] ?? 0)
    for (const [at, currency] of CURRENCIES.entries()) {
      const mine = (sums: Sum[]) => sums.reduce((sum, of) => (of.currency === currency ? sum + of.minor : sum), 0n)
      const [revenue, cost] = [stand.revenue[at], stand.cost[at]]
      if (revenue) revenue[advocate] = (revenue[advocate] ?? 0n) + (revenue[party] ?? 0n) + mine(own.revenue)
      if (cost) cost[advocate] = (cost[advocate] ?? 0n) + (cost[party] ?? 0n) + mine(own.cost)
    }
  }
  return stand
}

export function treeAnswers(shop: FakeShop, mode: string): Answers<'treeChildren' | 'treePath' | 'treeDrawing' | 'treeSummary'> {
  let forest: Forest | undefined
  const stands = new Map<string, Stand>()
  const orders = new Map<string, number[]>()

  function at(moment: Moment): Stand {
    forest ??= forestOf(shop, mode)
    const key = JSON.stringify(moment)
    let stand = stands.get(key)
    if (stand === undefined) {
      if (stands.size > 3) stands.clear(), orders.clear()
      stands.set(key, (stand = standOf(forest, moment)))
    }
    return stand
  }

  const rootsOf = (stand: Stand): number[] => [...stand.friends.keys()].filter((party) => stand.parent[party] === 0)

  function sorted(moment: Moment, party: number | null, sort: TreeSort): number[] {
    const key = `${JSON.stringify(moment)} ${party} ${sort}`
    const known = orders.get(key)
    if (known !== undefined) return known
    const stand = at(moment)
    const of = [...(party === null ? rootsOf(stand) : (stand.friends.get(party) ?? []))]
    const euros = (one: number) => stand.revenue[0]?.[one] ?? 0n
    if (sort === 'subtree') of.sort((a, b) => (stand.subtree[b] ?? 0) - (stand.subtree[a] ?? 0) || a - b)
    else if (sort === 'newest') of.sort((a, b) => (forest?.bound[b] ?? 0) - (forest?.bound[a] ?? 0) || a - b)
    else of.sort((a, b) => (euros(a) < euros(b) ? 1 : euros(a) > euros(b) ? -1 : a - b))
    orders.set(key, of)
    return of
  }

  function nodeOf(stand: Stand, party: number): TreeNode {
    const like = shop.people[(party - 1) % shop.people.length]
    const own = like?.party === party
    const person = like ? { ...ref(like), ...(own ? {} : { party, key: `VXNlcjo${party}`, email: `person${party}@example.com` }) } : { party, key: String(party), name: null, email: null }
    const sums = (of: BigInt64Array[]) => CURRENCIES.flatMap((currency, index) => (of[index]?.[party] ? [toMoney({ minor: of[index]?.[party] ?? 0n, currency })] : []))
    return {
      person, level: stand.level[party] ?? 0, children: stand.friends.get(party)?.length ?? 0, subtree: stand.subtree[party] ?? 0, revenue: sums(stand.revenue), cost: sums(stand.cost),
      bound_at: stand.parent[party] ? new Date(forest?.bound[party] ?? 0).toISOString() : null, code: own ? like.code : `CODE${party}`,
    }
  }

  const iso = (times: number[]) => times.map((time) => new Date(time).toISOString())

  return {
    treeChildren(party, moment, sort, after, limit) {
      const all = sorted(moment, party, sort)
      const from = after === null ? 0 : all.findIndex((one) => String(one) === after) + 1
      const rows = all.slice(from, from + Math.min(limit, 100))
      const last = rows[rows.length - 1]
      return { nodes: rows.map((one) => nodeOf(at(moment), one)), next: last !== undefined && from + rows.length < all.length ? String(last) : null, count: all.length }
    },
    treePath(party, moment) {
      const stand = at(moment)
      if (party < 1 || party > (forest?.size ?? 0)) fail('not_found', { what: `party ${party}` })
      const path: number[] = []
      for (let one = party; one > 0; one = stand.parent[one] ?? 0) path.unshift(one)
      if (path.length > LONGEST_PATH) path.splice(1, path.length - LONGEST_PATH)
      return path.map((one) => nodeOf(stand, one))
    },
    treeDrawing(root, moment, most) {
      const stand = at(moment)
      const from = root === null ? sorted(moment, null, 'subtree') : [root]
      const drawn = from.slice(0, most)
      for (const party of drawn) {
        if (drawn.length >= most) break
        drawn.push(...sorted(moment, party, 'subtree').slice(0, most - drawn.length))
      }
      const known = new Set(drawn)
      const nodes = drawn.map((party): DrawnNode => {
        const hidden = (stand.friends.get(party) ?? []).filter((friend) => !known.has(friend))
        return {
          node: nodeOf(stand, party), parent: party === root ? null : stand.parent[party] || null, hidden: hidden.length,
          hidden_people: hidden.reduce((sum, friend) => sum + 1 + (stand.subtree[friend] ?? 0), 0),
        }
      })
      return { nodes, people: from.reduce((sum, party) => sum + 1 + (stand.subtree[party] ?? 0), 0), deepest: stand.level.reduce((most, level) => Math.max(most, level), 0) }
    },
    treeSummary(moment) {
      const stand = at(moment)
      const roots = rootsOf(stand)
      const largest = roots.reduce((most, root) => Math.max(most, 1 + (stand.subtree[root] ?? 0)), 0)
      const bonds = forest ? [...forest.bound].filter((_, party) => party > 0 && (forest?.parent[party] ?? 0) > 0) : []
      const [first = null, last = null] = bonds.length === 0 ? [] : iso([bonds.reduce((a, b) => Math.min(a, b)), bonds.reduce((a, b) => Math.max(a, b))])
      return {
        people: roots.reduce((sum, root) => sum + 1 + (stand.subtree[root] ?? 0), 0), roots: roots.length, deepest: stand.level.reduce((most, level) => Math.max(most, level), 0), largest,
        known_from: new Date(START).toISOString(), known_to: new Date(NOW).toISOString(), first_bond: first, last_bond: last,
      }
    },
  }
}
