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
}

/** One line on screen: a node, or the offer to load more of its siblings. */
export type Line<N> =
  | { kind: 'node'; key: string; node: N; depth: number; open: boolean; leaf: boolean; parent: string | null; position: number; siblings: number }
  | { kind: 'more'; key: string; depth: number; parent: string | null; left: number }

export interface TreeSource<N> {
  keyOf(node: N): string
  hasChildren(node: N): boolean
  /** A page of the children of a node; of the roots for null. */
  load(node: N | null, after: string | null): Promise<Children<N>>
}

const TOP = ''

export class Tree<N> {
  lines: Line<N>[] = $state.raw([])
  error: AppError | undefined = $state.raw()
  loading = $state(false)
  #source: TreeSource<N>
  #branches = new Map<string, Branch<N>>()
  #nodes = new Map<string, N>()
  #era = 0
  #again = false

  constructor(source: TreeSource<N>) {
    this.#source = source
  }

  /** Reads what is open again, from the top; `fresh` closes everything first. Lines stay until the answer is there. */
  async reload(fresh = false): Promise<void> {
    const era = ++this.#era
    const open = fresh ? [] : [...this.#branches].filter(([, branch]) => branch.open && branch.loaded).map(([key]) => key)
    const read = new Map<string, Branch<N>>()
    await this.#guard(era, async () => {
      for (const key of open.includes(TOP) ? open : [TOP, ...open]) {
        const node = key === TOP ? null : this.#nodes.get(key)
        if (node === undefined) continue
        const page = await this.#source.load(node, null)
        if (era !== this.#era) return
        read.set(key, { open: true, loaded: true, ...page })
      }
      this.#branches = read
      this.#draw()
    })
  }

  /** Reads again after a change; while something is under way, once it is done. */
  refresh(): void {
    if (this.loading) this.#again = true
    else void this.reload()
  }

  async toggle(key: string, open?: boolean): Promise<void> {
    const node = this.#nodes.get(key)
    if (node === undefined || !this.#source.hasChildren(node)) return
    const branch = this.#branches.get(key) ?? { open: false, nodes: [], next: null, count: 0, loaded: false }
    branch.open = open ?? !branch.open
    this.#branches.set(key, branch)
    this.#draw()
    if (branch.open && !branch.loaded) await this.#more(key, branch)
  }

  async more(parent: string | null): Promise<void> {
    const branch = this.#branches.get(parent ?? TOP)
    if (branch?.next) await this.#more(parent ?? TOP, branch)
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
    const lines: Line<N>[] = []
    const top = this.#branches.get(TOP)
    const stack = top ? [{ key: TOP, branch: top, at: 0, depth: 1 }] : []
    while (stack.length > 0) {
      const here = stack[stack.length - 1]
      if (here === undefined) break
      const parent = here.key === TOP ? null : here.key
      const node = here.branch.nodes[here.at]
      if (node === undefined) {
        const left = here.branch.count - here.branch.nodes.length
        if (here.branch.next !== null) lines.push({ kind: 'more', key: `more ${here.key}`, depth: here.depth, parent, left })
        stack.pop()
        continue
      }
      here.at += 1
      const key = this.#source.keyOf(node)
      this.#nodes.set(key, node)
      const branch = this.#branches.get(key)
      const open = branch?.open ?? false
      const leaf = !this.#source.hasChildren(node)
      lines.push({ kind: 'node', key, node, depth: here.depth, open, leaf, parent, position: here.at, siblings: here.branch.count })
      if (open && branch) stack.push({ key, branch, at: 0, depth: here.depth + 1 })
    }
    this.lines = lines
  }
}
