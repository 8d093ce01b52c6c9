// Where the nodes of a drawn tree stand: levels from left to right, parents centred beside their children. Pure: the same
// drawing gives the same picture. All measures are pixels at scale 1; `left` is a left edge, `y` a centre.
import type { DrawnNode, TreeNode } from '../ipc/bindings'

/** More things than this on one frame are too slow where a canvas is painted in software. */
export const MOST = 300
export const BOX = { width: 160, height: 38, radius: 13 }
const DOT = { pitch: 16, radius: 6.5, across: 10 }
const FOLD = { width: 96, height: 30 }
const BUD = { width: 88, height: 30 }
/** Between one level and the next: room for the lines. */
export const GUTTER = 38
const GAP = { sibling: 6, cousin: 14 }
/** More friends without drawn friends of their own than this are a crowd: a block of dots, but for the greatest of them. */
const CROWD = 6
const GREATEST = 5
/** A single file longer than this is folded, but for its ends and the surroundings of the chosen node. */
const RUN = 7
const ENDS = 2

export interface Place {
  left: number
  y: number
  width: number
  height: number
}
export interface NodeItem extends Place {
  kind: 'node'
  drawn: DrawnNode
  /** The node beside which it is centred; null for a root. */
  parent: number | null
  form: 'box' | 'dot'
  radius: number
}
/** Friends that are not drawn. */
export interface BudItem extends Place {
  kind: 'bud'
  parent: number | null
  hidden: number
  people: number
}
/** Levels that are not drawn between two nodes of one path, with who stands beside it there. `first`: the uppermost of them, where it is known. */
export interface FoldItem extends Place {
  kind: 'fold'
  parent: number | null
  below: number
  first: number | null
  levels: number
  people: number
}
export type Item = NodeItem | BudItem | FoldItem

export interface Picture {
  items: Item[]
  /** `item`: what the line leads to; null for a crowd. */
  links: { from: Item; to: Place; item: Item | null }[]
  /** The frames of blocks of dots. */
  crowds: Place[]
  nodes: Map<number, NodeItem>
  width: number
  height: number
}

interface Forest {
  roots: DrawnNode[]
  children: Map<number, DrawnNode[]>
  nodes: Map<number, DrawnNode>
}

const idOf = (drawn: DrawnNode): number => drawn.node.person.party

function forestOf(list: DrawnNode[]): Forest {
  const nodes = new Map(list.map((drawn) => [idOf(drawn), drawn]))
  const children = new Map<number, DrawnNode[]>()
  const roots: DrawnNode[] = []
  for (const drawn of list) {
    if (drawn.parent === null || !nodes.has(drawn.parent)) roots.push(drawn)
    else {
      const siblings = children.get(drawn.parent)
      if (siblings === undefined) children.set(drawn.parent, [drawn])
      else siblings.push(drawn)
    }
  }
  return { roots, children, nodes }
}

/** The drawing with at most `most` nodes: what goes counts as hidden at its parent. The path to `keep` stays. */
export function trim(list: DrawnNode[], most: number, keep: number | null = null): DrawnNode[] {
  let excess = list.length - most
  if (excess <= 0) return list
  const nodes = new Map(list.map((drawn) => [idOf(drawn), { ...drawn }]))
  const held = new Set<number>()
  for (let at = keep; at !== null && !held.has(at); at = nodes.get(at)?.parent ?? null) held.add(at)
  // Parents come before children, so the end is where the leaves are.
  for (const { node } of [...list].reverse()) {
    const drawn = nodes.get(node.person.party)
    if (excess <= 0 || drawn === undefined || held.has(node.person.party)) continue
    nodes.delete(node.person.party)
    excess--
    const parent = drawn.parent === null ? undefined : nodes.get(drawn.parent)
    if (parent === undefined) continue
    parent.hidden += 1
    parent.hidden_people += 1 + drawn.node.subtree
  }
  return [...nodes.values()]
}

/** The drawing with a path of which it holds the beginning only. In a drawing of the whole forest a path may begin at a root that is not drawn; elsewhere such a path changes nothing. */
export function withPath(list: DrawnNode[], path: TreeNode[], forest = false): DrawnNode[] {
  const nodes = new Map(list.map((drawn) => [idOf(drawn), drawn]))
  let above: DrawnNode | undefined
  for (const node of path) {
    const known = nodes.get(node.person.party)
    if (known !== undefined) above = known
    else if (above === undefined && forest && node.level === 0) {
      above = { node, parent: null, hidden: node.children, hidden_people: node.subtree }
      nodes.set(node.person.party, above)
    } else if (above !== undefined) {
      const own = idOf(above)
      // Of a path with a gap nobody can say whether the next one is hidden or drawn.
      if (node.level === above.node.level + 1) {
        nodes.set(own, { ...above, hidden: Math.max(0, above.hidden - 1), hidden_people: Math.max(0, above.hidden_people - node.subtree - 1) })
      }
      above = { node, parent: own, hidden: node.children, hidden_people: node.subtree }
      nodes.set(node.person.party, above)
    }
  }
  return [...nodes.values()]
}

/** Where an arrow key leads from a node, in the order of the drawing; null at an edge. */
export function step(list: DrawnNode[], from: number | null, way: 'parent' | 'child' | 'next' | 'previous'): number | null {
  const forest = forestOf(list)
  const here = from === null ? undefined : forest.nodes.get(from)
  const first = forest.roots[0]
  if (here === undefined) return first === undefined ? null : idOf(first)
  if (way === 'parent') return here.parent !== null && forest.nodes.has(here.parent) ? here.parent : null
  const siblings = way === 'child' ? (forest.children.get(idOf(here)) ?? []) : here.parent !== null && forest.nodes.has(here.parent) ? (forest.children.get(here.parent) ?? []) : forest.roots
  const to = way === 'child' ? siblings[0] : siblings[siblings.indexOf(here) + (way === 'next' ? 1 : -1)]
  return to === undefined ? null : idOf(to)
}

/** One or more items that move together: everything that stands at one place below a parent. */
interface Spot {
  items: Item[]
  depth: number
  width: number
  height: number
  /** From the centre to the centres of the first and of the last line of items. */
  reach: number
  parent: Spot | null
  children: Spot[]
  offset: number
}

/** A spot below which something has still to be put. */
interface Open {
  spot: Spot
  party: number | null
  level: number
  children: DrawnNode[]
  hidden: number
  people: number
}

/** The whole forest, of which the drawing holds some roots only. */
export interface Whole {
  roots: number
  people: number
}

class Builder {
  spots: Spot[] = []
  #forest: Forest
  #keep: number | null
  #largest: number

  constructor(list: DrawnNode[], keep: number | null) {
    this.#forest = forestOf(list)
    this.#keep = keep
    this.#largest = list.reduce((most, { node }) => Math.max(most, node.subtree), 1)
  }

  build(whole: Whole | null): Spot {
    const top = this.#add(null, { items: [], width: 0, height: 0, reach: 0 })
    const { roots } = this.#forest
    // Who brought nobody and was brought by nobody may be drawn because they were chosen; the forest does not count them.
    const counted = roots.filter(({ node }) => node.children > 0)
    const people = counted.reduce((sum, { node }) => sum + 1 + node.subtree, 0)
    this.#below(top, roots, whole === null ? 0 : Math.max(0, whole.roots - counted.length), whole === null ? 0 : Math.max(0, whole.people - people))
    return top
  }

  #add(parent: Spot | null, made: Pick<Spot, 'items' | 'width' | 'height' | 'reach'>): Spot {
    const spot: Spot = { ...made, depth: parent === null ? -1 : parent.depth + 1, parent, children: [], offset: 0 }
    parent?.children.push(spot)
    this.spots.push(spot)
    return spot
  }

  #node(above: Spot, parent: number | null, drawn: DrawnNode): Spot {
    const radius = 5 + (BOX.radius - 5) * Math.sqrt(drawn.node.subtree / this.#largest)
    return this.#add(above, { items: [{ kind: 'node', drawn, parent, form: 'box', radius, left: 0, y: 0, width: BOX.width, height: BOX.height }], width: BOX.width, height: BOX.height, reach: 0 })
  }

  #crowd(above: Spot, parent: number | null, crowd: DrawnNode[]): void {
    const lines = Math.ceil(crowd.length / DOT.across)
    const items = crowd.map((drawn, at): Item => {
      const radius = 3 + (DOT.radius - 3) * Math.sqrt(drawn.node.subtree / this.#largest)
      const line = Math.floor(at / DOT.across)
      return { kind: 'node', drawn, parent, form: 'dot', radius, left: (at % DOT.across) * DOT.pitch, y: (line - (lines - 1) / 2) * DOT.pitch, width: DOT.pitch, height: DOT.pitch }
    })
    this.#add(above, { items, width: DOT.across * DOT.pitch, height: lines * DOT.pitch, reach: ((lines - 1) / 2) * DOT.pitch })
  }

  /** All that stands below the roots. A stack of its own, since a path may be long. */
  #below(top: Spot, roots: DrawnNode[], hidden: number, people: number): void {
    const open: Open[] = [{ spot: top, party: null, level: (roots[0]?.node.level ?? 0) - 1, children: roots, hidden, people }]
    for (let here = open.pop(); here !== undefined; here = open.pop()) {
      const { spot, party, level } = here
      const alone = (drawn: DrawnNode) => !this.#forest.children.has(idOf(drawn)) && (party === null || drawn.node.level === level + 1)
      const lone = here.children.filter(alone)
      const great = new Set(lone.length > CROWD ? lone.filter((drawn) => drawn.node.subtree > 0).slice(0, GREATEST) : lone)
      const crowd = new Set(lone.filter((drawn) => !great.has(drawn)))
      for (const child of here.children) if (!crowd.has(child)) open.push(...this.#run(spot, party, level, child))
      if (crowd.size > 0) this.#crowd(spot, party, [...crowd])
      if (here.hidden > 0) this.#bud(spot, party, here.hidden, here.people)
    }
  }

  #bud(above: Spot, parent: number | null, hidden: number, people: number): void {
    this.#add(above, { items: [{ kind: 'bud', parent, hidden, people, left: 0, y: 0, ...BUD }], ...BUD, reach: 0 })
  }

  /** A node and the single file of nodes that follows it, the middle of it folded when it is long; gives what still has to be put below them. */
  #run(top: Spot, topParty: number | null, topLevel: number, start: DrawnNode): Open[] {
    const run = [start]
    for (let next = this.#next(start); next !== undefined; next = this.#next(next)) run.push(next)
    const beside = this.#keep === null ? null : (this.#forest.nodes.get(this.#keep)?.parent ?? null)
    const own = run.findIndex((drawn) => idOf(drawn) === this.#keep)
    const kept = own >= 0 ? own : run.findIndex((drawn) => idOf(drawn) === beside)
    const shown = (at: number) => run.length <= RUN || at < ENDS || at >= run.length - ENDS || (kept >= 0 && Math.abs(at - kept) <= 1)
    const open: Open[] = []
    let [spot, party, level] = [top, topParty, topLevel]
    let first: DrawnNode | null = null
    for (const [at, drawn] of run.entries()) {
      // A single level takes no more room than its fold would.
      if (!shown(at) && !(shown(at - 1) && shown(at + 1) && drawn.node.level === level + 1)) {
        first ??= drawn
        continue
      }
      const levels = drawn.node.level - level - 1
      if (levels > 0 && party !== null) {
        const people = first === null ? levels : Math.max(levels, first.node.subtree - drawn.node.subtree)
        spot = this.#add(spot, { items: [{ kind: 'fold', parent: party, below: idOf(drawn), first: first && idOf(first), levels, people, left: 0, y: 0, ...FOLD }], ...FOLD, reach: 0 })
      }
      spot = this.#node(spot, party, drawn)
      ;[party, level, first] = [idOf(drawn), drawn.node.level, null]
      const next = run[at + 1]
      const children = (this.#forest.children.get(party) ?? []).filter((child) => child !== next)
      if (children.length > 0 || drawn.hidden > 0) open.push({ spot, party, level, children, hidden: drawn.hidden, people: drawn.hidden_people })
    }
    return open
  }

  /** Who comes next in single file: the only child, or the only one that has drawn children. */
  #next(of: DrawnNode): DrawnNode | undefined {
    const children = this.#forest.children.get(idOf(of)) ?? []
    const inner = children.filter((child) => this.#forest.children.has(idOf(child)))
    if (inner.length === 1) return inner[0]
    return children.length === 1 ? children[0] : undefined
  }
}

/** The upper and lower edge of a branch, level by level, from the centre of its topmost spot. */
interface Edges {
  top: number[]
  bottom: number[]
}

/** Puts every child's branch as close to the one above it as both allow, and its parent in their middle. */
function pack(spots: Spot[]): void {
  const edges = new Map<Spot, Edges>()
  for (const spot of [...spots].reverse()) {
    const all: Edges = { top: [], bottom: [] }
    for (const child of spot.children) {
      const own = edges.get(child) ?? { top: [], bottom: [] }
      edges.delete(child)
      let offset = spot.children[0] === child ? 0 : -Infinity
      for (const [depth, top] of own.top.entries()) {
        const above = all.bottom[depth]
        if (above !== undefined) offset = Math.max(offset, above + (depth === 0 ? GAP.sibling : GAP.cousin) - top)
      }
      child.offset = offset
      for (const [depth, top] of own.top.entries()) {
        all.top[depth] = Math.min(all.top[depth] ?? Infinity, top + offset)
        all.bottom[depth] = Math.max(all.bottom[depth] ?? -Infinity, (own.bottom[depth] ?? 0) + offset)
      }
    }
    const first = spot.children[0]
    const last = spot.children[spot.children.length - 1]
    const middle = first === undefined || last === undefined ? 0 : (first.offset - first.reach + last.offset + last.reach) / 2
    for (const child of spot.children) child.offset -= middle
    const moved = (edge: number[]) => edge.map((at) => at - middle)
    edges.set(spot, { top: [-spot.height / 2, ...moved(all.top)], bottom: [spot.height / 2, ...moved(all.bottom)] })
  }
}

function place(top: Spot, spots: Spot[]): Picture {
  const widths: number[] = []
  for (const { depth, width } of spots) if (depth >= 0) widths[depth] = Math.max(widths[depth] ?? 0, width)
  const lefts: number[] = []
  let right = 0
  for (const [depth, width] of widths.entries()) {
    lefts[depth] = right
    right += width + GUTTER
  }
  const centre = new Map<Spot, number>([[top, 0]])
  let highest = Infinity
  let lowest = -Infinity
  for (const spot of spots) {
    const y = spot.parent === null ? 0 : (centre.get(spot.parent) ?? 0) + spot.offset
    centre.set(spot, y)
    if (spot === top) continue
    highest = Math.min(highest, y - spot.height / 2)
    lowest = Math.max(lowest, y + spot.height / 2)
  }
  const picture: Picture = { items: [], links: [], crowds: [], nodes: new Map(), width: Math.max(0, right - GUTTER), height: Math.max(0, lowest - highest) }
  for (const spot of spots) {
    for (const item of spot.items) {
      item.left += lefts[spot.depth] ?? 0
      item.y += (centre.get(spot) ?? 0) - highest
      picture.items.push(item)
      if (item.kind === 'node') picture.nodes.set(idOf(item.drawn), item)
    }
    const from = spot.parent?.items[0]
    const [first] = spot.items
    const frame = { left: lefts[spot.depth] ?? 0, y: (centre.get(spot) ?? 0) - highest, width: spot.width, height: spot.height }
    const crowd = first?.kind === 'node' && first.form === 'dot'
    if (crowd) picture.crowds.push(frame)
    if (from !== undefined && first !== undefined) picture.links.push({ from, to: frame, item: crowd ? null : first })
  }
  return picture
}

/** The picture of a drawing, of at most `MOST` items. `keep` is shown even inside a long run of only children. */
export function layoutTree(drawing: DrawnNode[], keep: number | null = null, whole: Whole | null = null): Picture {
  let most = MOST
  for (;;) {
    const list = trim(drawing, most, keep)
    const builder = new Builder(list, keep)
    const top = builder.build(whole)
    pack(builder.spots)
    const picture = place(top, builder.spots)
    if (picture.items.length <= MOST) return picture
    most = Math.max(1, Math.min(most, list.length) - (picture.items.length - MOST))
  }
}
