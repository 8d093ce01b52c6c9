// @vitest-environment node
import { describe, expect, test } from 'vitest'
import type { DrawnNode } from '../src/ipc/bindings'
import { BOX, layoutTree, MOST, step, trim, withPath, type FoldItem, type Item, type NodeItem, type Picture } from '../src/lib/treeLayout'
import { chain, crowdOf, drawingOf, node, randomForest } from './forest'

const SEEDS = [...Array(120).keys()]
const kinds = <K extends Item['kind']>(picture: Picture, kind: K) => picture.items.filter((item): item is Extract<Item, { kind: K }> => item.kind === kind)
const sum = (items: { people: number }[]) => items.reduce((all, { people }) => all + people, 0)

function overlapping(items: Item[]): [Item, Item] | null {
  for (const [at, a] of items.entries()) {
    for (const b of items.slice(at + 1)) {
      const apart = a.left + a.width <= b.left + 1e-6 || b.left + b.width <= a.left + 1e-6 || a.y + a.height / 2 <= b.y - b.height / 2 + 1e-6 || b.y + b.height / 2 <= a.y - a.height / 2 + 1e-6
      if (!apart) return [a, b]
    }
  }
  return null
}

function inside(item: Item, { width, height }: Picture): boolean {
  const small = 1e-6
  const round = item.kind !== 'node' || 2 * item.radius <= item.height
  return round && item.left >= 0 && item.left + item.width <= width + small && item.y - item.height / 2 >= -small && item.y + item.height / 2 <= height + small
}

/** Every node stands in the middle of what hangs below it. */
function offCentre(picture: Picture): NodeItem[] {
  const below = new Map<number, number[]>()
  for (const { parent, y } of picture.items) if (parent !== null) below.set(parent, [...(below.get(parent) ?? []), y])
  return [...picture.nodes].flatMap(([party, item]) => {
    const ys = below.get(party)
    return ys === undefined || Math.abs((Math.min(...ys) + Math.max(...ys)) / 2 - item.y) < 1e-6 ? [] : [item]
  })
}

describe.each([300, 90])('any tree of which %i are told', (most) => {
  test.each(SEEDS)('seed %i', (seed) => {
    const { nodes, people } = drawingOf(randomForest(seed), most)
    const picture = layoutTree(nodes)
    expect(picture.items.length).toBeLessThanOrEqual(MOST)
    expect(overlapping(picture.items)).toBeNull()
    expect(offCentre(picture)).toEqual([])
    // Nobody is lost: who is not drawn is counted by a bud or a fold, or stands below a dot, which is too small for a bud.
    const dots = kinds(picture, 'node').filter(({ form }) => form === 'dot').map(({ drawn }) => ({ people: drawn.hidden_people }))
    expect(picture.nodes.size + sum(kinds(picture, 'bud')) + sum(kinds(picture, 'fold')) + sum(dots)).toBe(people)
    expect(picture.items.filter((item) => !inside(item, picture))).toEqual([])
    expect(JSON.stringify(layoutTree(structuredClone(nodes)))).toBe(JSON.stringify(picture))
  })
})

describe('a chain of ten thousand levels', () => {
  const { nodes } = drawingOf(chain(10_000), 300)

  test('is its ends, a fold that says how many, and a bud for what is below', () => {
    const picture = layoutTree(nodes)
    expect(picture.items.map((item) => item.kind)).toEqual(['node', 'node', 'fold', 'node', 'node', 'bud'])
    expect(kinds(picture, 'fold')[0]).toMatchObject({ levels: 296, people: 296, first: 3, below: 299 })
    expect(kinds(picture, 'bud')[0]).toMatchObject({ parent: 300, hidden: 1, people: 9_700 })
    expect(picture.width).toBeLessThan(8 * BOX.width)
  })

  test('opens around the chosen one', () => {
    const picture = layoutTree(nodes, 150)
    expect([...picture.nodes.keys()]).toEqual([1, 2, 149, 150, 151, 299, 300])
    expect(kinds(picture, 'fold').map(({ levels }) => levels)).toEqual([146, 147])
    expect(picture.nodes.get(150)?.form).toBe('box')
  })

  test('with the path to somebody far below it', () => {
    // What the shell tells of such a path: the root and the lower end.
    const path = [node(1, 0, 1, 9_999), ...[...Array(99).keys()].map((at) => node(8_902 + at, 8_901 + at, 1, 1_098 - at))]
    const drawn = withPath(nodes, path)
    const picture = layoutTree(drawn, 9_000)
    expect(picture.items.length).toBeLessThan(40)
    const folds = kinds(picture, 'fold')
    expect(folds.some(({ levels, first }) => levels >= 8_900 && first === null)).toBe(true)
    expect(picture.nodes.has(9_000)).toBe(true)
    expect(overlapping(picture.items)).toBeNull()
  })

  test('with one friend more beside every one of them is folded as well', () => {
    const advocates = chain(150)
    for (let party = 1; party <= 150; party++) advocates.push(party)
    const picture = layoutTree(drawingOf(advocates, 300).nodes)
    const [fold] = kinds(picture, 'fold') as [FoldItem]
    expect(fold.levels).toBeGreaterThan(100)
    expect(fold.people).toBe(2 * fold.levels)
    expect(picture.items.length).toBeLessThan(20)
  })
})

describe('a person with half a million friends', () => {
  const friends: DrawnNode[] = [...Array(299).keys()].map((at) => ({ node: node(at + 2, 1, at < 20 ? 3 : 0, at < 20 ? 30 - at : 0), parent: 1, hidden: at < 20 ? 3 : 0, hidden_people: at < 20 ? 30 - at : 0 }))
  const nodes: DrawnNode[] = [{ node: node(1, 0, 500_000, 500_410), parent: null, hidden: 499_701, hidden_people: 499_701 }, ...friends]

  test('is a crowd of dots, the greatest of them by name, and a bud for the rest', () => {
    const picture = layoutTree(nodes)
    expect(picture.items.length).toBeLessThanOrEqual(MOST)
    const forms = kinds(picture, 'node').map((item) => item.form)
    expect(forms.filter((form) => form === 'box')).toHaveLength(6)
    expect(forms.filter((form) => form === 'dot').length).toBeGreaterThan(250)
    const bud = kinds(picture, 'bud').find(({ parent }) => parent === 1)
    expect(bud?.hidden).toBeGreaterThanOrEqual(499_701)
    expect(picture.crowds).toHaveLength(1)
    expect(picture.height).toBeLessThan(20 * BOX.width)
    expect(overlapping(picture.items)).toBeNull()
  })

  test('more nodes than fit are told by the buds', () => {
    const list = drawingOf(crowdOf(1_000), 1_000).nodes
    const cut = trim(list, 120)
    expect(cut).toHaveLength(120)
    expect(cut[0]).toMatchObject({ hidden: 881, hidden_people: 881 })
    expect(trim(list, 120, 900).map((drawn) => drawn.node.person.party)).toContain(900)
    expect(list[0]?.hidden).toBe(1)
  })

  test('a root that is not drawn is counted', () => {
    const picture = layoutTree(drawingOf([0, 0, 0, 1, 2, 3], 3).nodes, null, { roots: 40, people: 90 })
    expect(kinds(picture, 'bud').find(({ parent }) => parent === null)).toMatchObject({ hidden: 37, people: 84 })
  })
})

describe('the path to the chosen one', () => {
  const { nodes } = drawingOf([0, 1, 1, 2, 2], 3)

  test('is added below what is drawn, and no longer counted as hidden', () => {
    expect(nodes.map((drawn) => [drawn.node.person.party, drawn.hidden])).toEqual([[1, 0], [2, 2], [3, 0]])
    const drawn = withPath(nodes, [node(1, 0, 2, 4), node(2, 1, 2, 2), node(5, 2, 0, 0)])
    expect(drawn.map((of) => [of.node.person.party, of.parent, of.hidden, of.hidden_people])).toEqual([[1, null, 0, 0], [2, 1, 1, 1], [3, 1, 0, 0], [5, 2, 0, 0]])
  })

  test('that leads elsewhere changes nothing', () => {
    expect(withPath(nodes, [node(90, 0, 1, 1), node(91, 1, 0, 0)])).toEqual(nodes)
    expect(withPath(nodes, [])).toEqual(nodes)
  })

  test('begins at a root of its own where all roots could be drawn', () => {
    const drawn = withPath(nodes, [node(90, 0, 4, 9), node(91, 1, 0, 0)], true)
    expect(drawn.slice(-2).map((of) => [of.node.person.party, of.parent, of.hidden, of.hidden_people])).toEqual([[90, null, 3, 8], [91, 90, 0, 0]])
    const alone = layoutTree(withPath(nodes, [node(95, 0, 0, 0)], true), 95, { roots: 3, people: 20 })
    expect(kinds(alone, 'bud').find(({ parent }) => parent === null)).toMatchObject({ hidden: 2, people: 15 })
  })
})

test('arrow keys walk from parent to child and along siblings', () => {
  const { nodes } = drawingOf([0, 0, 1, 1, 3], 9)
  const ways = ['parent', 'child', 'next', 'previous'] as const
  const from = (party: number | null) => ways.map((way) => step(nodes, party, way))
  expect(from(null)).toEqual([1, 1, 1, 1])
  expect(from(1)).toEqual([null, 3, 2, null])
  expect(from(3)).toEqual([1, 5, 4, null])
  expect(from(4)).toEqual([1, null, null, 3])
  expect(from(999)).toEqual([1, 1, 1, 1])
  expect(step([], null, 'child')).toBeNull()
})
