// A tree that is opened piece by piece: children come in pages, when somebody asks for them.
import type { AppError } from '../ipc/bindings'
import { asAppError } from '../ipc/call'

export interface Children<N> {
  nodes: N[]
  next: string | null
  count: number
}

interface Branch<N> {
  open: boolean
  nodes: N[]
  next: string | null
  count: number
  loaded: boolean
  /** On the way to somebody who was looked for, and on no page loaded so far: shown above the pages. */
  pinned: N | null
  /** Levels between this branch's owner and the pinned node that nobody has asked for. */
  gap: number
}

/** One line on screen: a node, the offer to load more of its siblings, or levels that were left out. */
export type Line<N> =
  | { kind: 'node'; key: string; node: N; depth: number; open: boolean; leaf: boolean; parent: string | null; position: number | null; siblings: number }
  | { kind: 'more'; key: string; depth: number; parent: string | null; left: number }
  | { kind: 'gap'; key: string; depth: number; parent: string | null; levels: number; below: N }

export interface TreeSource<N> {
  keyOf(node: N): string
  /** How many children there are. */
  children(node: N): number
  level(node: N): number
  /** A page of the children of a node; of the roots for null. */
  load(node: N | null, after: string | null): Promise<Children<N>>
}

const TOP = ''
/** Of a path that is opened, the siblings of so many of its lowest nodes are read at once; the others when asked for. */
const NEAR = 4

export class Tree<N> {
  lines: Line<N>[] = $state.raw([])
  error: AppError | undefined = $state.raw()
  loading = $state(false)
  #source: TreeSource<N>
  #branches = new Map<string, Branch<N>>()
  #nodes = new Map<string, N>()
  #path: N[] = []
  #era = 0
  #again = false
  /** Everything is being read anew: what is on screen belongs to another view. */
  #fresh = false

  constructor(source: TreeSource<N>) {
    this.#source = source
  }

  /** Reads what is open again, from the top; `fresh` closes everything first. Lines stay until the answer is there. */
  async reload(fresh = false): Promise<void> {
    const era = ++this.#era
    if (fresh) this.#fresh = true
    const open = this.#fresh ? [] : [...this.#branches].filter(([, branch]) => branch.open && branch.loaded).map(([key]) => key)
    const shut = this.#fresh ? new Set<string>() : this.#shut()
    const read = new Map<string, Branch<N>>()
    await this.#guard(era, async () => {
      for (const key of open.includes(TOP) ? open : [TOP, ...open]) {
        const node = key === TOP ? null : this.#nodes.get(key)
        if (node === undefined) continue
        const page = await this.#source.load(node, null)
        if (era !== this.#era) return
        read.set(key, { open: true, loaded: true, pinned: null, gap: 0, ...page })
      }
      this.#branches = read
      this.#fresh = false
      this.#pin(shut)
      this.#draw()
    })
    if (era === this.#era) await this.#near()
  }

  /** Reads again after a change; while something is under way, once it is done. */
  refresh(): void {
    if (this.loading) this.#again = true
    else void this.reload()
  }

  /** Opens the way to a person: all of the path, or its ends, whose levels tell what is left out. */
  async reveal(path: N[]): Promise<void> {
    const { keyOf } = this.#source
    const same = path.map(keyOf).join(' ') === this.#path.map(keyOf).join(' ')
    this.#path = path
    if (this.#fresh || !this.#branches.has(TOP)) return
    this.#pin(same ? this.#shut() : new Set())
    this.#draw()
    await this.#near()
  }

  #shut(): Set<string> {
    return new Set([...this.#branches].filter(([, branch]) => !branch.open).map(([key]) => key))
  }

  /** Reads the siblings of the lowest nodes of the path. */
  async #near(): Promise<void> {
    const era = this.#era
    const path = this.#path
    for (const node of path.slice(-NEAR - 1, -1)) {
      const key = this.#source.keyOf(node)
      const branch = this.#branches.get(key)
      if (branch?.open && !branch.loaded && branch.gap === 0) await this.#more(key, branch)
      if (era !== this.#era || path !== this.#path) return
    }
  }

  async toggle(key: string, open?: boolean): Promise<void> {
    const node = this.#nodes.get(key)
    if (node === undefined || this.#source.children(node) === 0) return
    const branch = this.#branch(key, node)
    branch.open = open ?? !branch.open
    this.#draw()
    if (branch.open && !branch.loaded) await this.#more(key, branch)
  }

  async more(parent: string | null): Promise<void> {
    const branch = this.#branches.get(parent ?? TOP)
    if (branch && (branch.next !== null || !branch.loaded)) await this.#more(parent ?? TOP, branch)
  }

  #branch(key: string, node: N): Branch<N> {
    let branch = this.#branches.get(key)
    if (branch === undefined) this.#branches.set(key, (branch = { open: false, nodes: [], next: null, count: this.#source.children(node), loaded: false, pinned: null, gap: 0 }))
    return branch
  }

  /** Opens every branch on the path but those that somebody has shut. */
  #pin(shut: Set<string>): void {
    const { keyOf, level } = this.#source
    let branch = this.#branches.get(TOP)
    let above: N | null = null
    for (const [at, node] of this.#path.entries()) {
      const key = keyOf(node)
      if (branch) {
        const known = branch.nodes.some((one) => keyOf(one) === key)
        branch.pinned = known ? null : node
        branch.gap = known || above === null ? 0 : level(node) - level(above) - 1
      }
      this.#nodes.set(key, node)
      if (at === this.#path.length - 1) return
      branch = this.#branch(key, node)
      branch.open = !shut.has(key)
      above = node
    }
  }

  async #more(key: string, branch: Branch<N>): Promise<void> {
    const era = this.#era
    const node = key === TOP ? null : (this.#nodes.get(key) ?? null)
    await this.#guard(era, async () => {
      const page = await this.#source.load(node, branch.next)
      if (era !== this.#era) return
      branch.nodes = branch.loaded ? [...branch.nodes, ...page.nodes] : page.nodes
      branch.next = page.next
      branch.count = page.count
      branch.loaded = true
      this.#draw()
    })
  }

  async #guard(era: number, work: () => Promise<void>): Promise<void> {
    this.loading = true
    try {
      await work()
      if (era === this.#era) this.error = undefined
    } catch (thrown) {
      if (era === this.#era) this.error = asAppError(thrown)
    }
    if (era !== this.#era) return
    this.loading = false
    if (!this.#again) return
    this.#again = false
    void this.reload()
  }

  /** Depth first with a stack of its own: a chain may be ten thousand levels long. */
  #draw(): void {
    const { keyOf } = this.#source
    const lines: Line<N>[] = []
    const stack: { key: string; branch: Branch<N>; pinned: N | null; at: number; depth: number }[] = []
    const enter = (key: string, branch: Branch<N>, depth: number) => {
      const { pinned } = branch
      if (pinned !== null && branch.nodes.some((node) => keyOf(node) === keyOf(pinned))) branch.pinned = null
      stack.push({ key, branch, pinned: branch.pinned, at: 0, depth })
    }
    const top = this.#branches.get(TOP)
    if (top) enter(TOP, top, 1)
    while (stack.length > 0) {
      const here = stack[stack.length - 1]
      if (here === undefined) break
      const { branch, pinned } = here
      const parent = here.key === TOP ? null : here.key
      const node = pinned ?? branch.nodes[here.at]
      if (node === undefined) {
        const left = branch.count - branch.nodes.length - (branch.pinned !== null && branch.gap === 0 ? 1 : 0)
        if (branch.next !== null || (!branch.loaded && left > 0)) lines.push({ kind: 'more', key: `more ${here.key}`, depth: here.depth, parent, left: Math.max(1, left) })
        stack.pop()
        continue
      }
      let depth = here.depth
      if (pinned === null) here.at += 1
      else {
        here.pinned = null
        if (branch.gap > 0) lines.push({ kind: 'gap', key: `gap ${here.key}`, depth, parent, levels: branch.gap, below: node })
        depth += branch.gap
      }
      const key = keyOf(node)
      this.#nodes.set(key, node)
      const own = this.#branches.get(key)
      const open = own?.open ?? false
      const leaf = this.#source.children(node) === 0
      lines.push({ kind: 'node', key, node, depth, open, leaf, parent, position: pinned === null ? here.at : null, siblings: branch.count })
      if (open && own) enter(key, own, depth + 1)
    }
    this.lines = lines
  }
}
