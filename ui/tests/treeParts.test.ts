// @vitest-environment node
import { describe, expect, test, vi } from 'vitest'
import type { Money, TreeNode } from '../src/ipc/bindings'
import { dayOf, daysBetween, endOfDay, isNow, MOMENT_PARAMS, momentOf, NOW } from '../src/lib/moment'
import { nameOf } from '../src/lib/people'
import { format, parse } from '../src/lib/route'
import { layoutTree, MOST, type Picture } from '../src/lib/treeLayout'
import { Tree } from '../src/parts/tree.svelte'
import { INKS, paint, standing, wholeSize, type Ink, type Scene } from '../src/parts/treePaint'
import { fitter } from '../src/parts/treeText'
import { fitted, held, hit, opened, reframed, showing, zoomed } from '../src/parts/treeView'
import { crumbsOf, joinPaths, MOST_SUMS, pathFrom, roomFor, sumsOf } from '../src/screens/tree'
import { chain, crowdOf, drawingOf, node, randomForest } from './forest'

describe('the moment in the address', () => {
  test.each([
    [{}, NOW],
    [{ asof: '2026-01-31T22:59:59Z' }, { as_of: '2026-01-31T22:59:59Z', as_known: null }],
    [{ asof: '2026-01-31T23:59:59+01:00', known: '2026-02-28T23:59:59Z' }, { as_of: '2026-01-31T23:59:59+01:00', as_known: '2026-02-28T23:59:59Z' }],
    [{ asof: '2026-01-31', known: 'yesterday' }, NOW],
    [{ asof: '2026-13-01T00:00:00Z', known: '<script>' }, NOW],
  ] as const)('%j', (params, moment) => {
    expect(momentOf(params)).toEqual(moment)
    expect(isNow(momentOf(params))).toBe(moment === NOW)
  })

  test('is what was written there', () => {
    const moment = { as_of: '2026-01-31T22:59:59Z', as_known: '2026-03-01T10:00:00.5+03:00' }
    const hash = format('tree', { party: '7', [MOMENT_PARAMS.as_of]: moment.as_of, [MOMENT_PARAMS.as_known]: moment.as_known })
    expect(momentOf(parse(hash).params)).toEqual(moment)
    expect(parse(hash).params['party']).toBe('7')
  })

  test.each(['2026-01-31', '2024-02-29', '2025-03-30', '2025-10-26', '1999-12-31'])('the end of %s lies on that day', (day) => {
    const end = endOfDay(day) ?? ''
    expect(end).toMatch(/Z$/)
    expect(dayOf(end)).toBe(day)
    expect(dayOf(new Date(Date.parse(end) + 1000).toISOString())).not.toBe(day)
  })

  test.each(['2026-02-30', '2026-13-01', '2026-1-1', '', '31.01.2026', '2026-01-31T00:00:00Z'])('%s is no day', (text) => {
    expect(endOfDay(text)).toBeNull()
  })

  test('a slider walks from the first day to the last and back', () => {
    const days = daysBetween('2025-01-12T08:00:00Z', '2026-03-18T09:30:00Z')
    expect(days.count).toBe(430)
    for (const at of [0, 1, 77, 200, 430]) expect(days.index(days.at(at))).toBe(at)
    expect(days.at(0)).toBe('2025-01-12')
    expect([days.index('2000-01-01'), days.index('2100-01-01')]).toEqual([0, 430])
    expect(daysBetween('2026-03-18T09:30:00Z', '2025-01-12T08:00:00Z').count).toBe(0)
  })
})

describe('a path on one line', () => {
  const path = (levels: number) => [...Array(levels).keys()].map((level) => node(level + 1, level, 1, levels - level - 1))
  const told = (of: TreeNode[]) => crumbsOf(of).map(({ gap, node: { level } }) => (gap > 0 ? `…${gap}… ${level}` : String(level))).join(' › ')

  test.each([
    [path(1), '0'],
    [path(6), '0 › 1 › 2 › 3 › 4 › 5'],
    [path(7), '0 › …2… 3 › 4 › 5 › 6'],
    [path(10_000), '0 › …9995… 9996 › 9997 › 9998 › 9999'],
    [[...path(1), ...path(9_000).slice(-3)], '0 › …8996… 8997 › 8998 › 8999'],
    [[], ''],
  ])('%#', (of, text) => {
    expect(told(of)).toBe(text)
  })

  test('begins at the top of the view, also where the answer left it out', () => {
    const whole = path(6)
    expect(pathFrom(whole, node(3, 2, 1, 3))?.map(({ level }) => level)).toEqual([2, 3, 4, 5])
    expect(pathFrom(whole, node(77, 2, 1, 3))).toBeNull()
    const ends = [...whole.slice(0, 1), ...whole.slice(4)]
    expect(pathFrom(ends, node(77, 2, 1, 3))?.map(({ level }) => level)).toEqual([2, 4, 5])
    expect(joinPaths(path(5), ends).map(({ level }) => level)).toEqual([0, 1, 2, 3, 4, 5])
    expect(joinPaths([node(99, 3, 0, 0)], ends)).toBe(ends)
  })
})

describe('money of several currencies', () => {
  const many = (count: number): Money[] => [...Array(count).keys()].map((at) => ({ amount: `${at + 1}234567.00`, currency: ['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'PLN'][at] ?? 'EUR' }))
  const rich = (revenue: Money[], cost: Money[] = []): TreeNode => ({ ...node(1, 0, 0, 0), revenue, cost })

  test('stands whole, each for itself', () => {
    expect(sumsOf(many(3), 'en')).toEqual({ shown: ['€1,234,567.00', '$2,234,567.00', '£3,234,567.00'], rest: 0, all: '€1,234,567.00\n$2,234,567.00\n£3,234,567.00' })
    expect(sumsOf([], 'en')).toEqual({ shown: [], rest: 0, all: '' })
  })

  test('what has no room is counted, and nothing is cut or added up', () => {
    const six = sumsOf(many(6), 'ru')
    expect(six.shown).toHaveLength(MOST_SUMS - 1)
    expect(six.rest).toBe(3)
    expect(six.all.split('\n')).toHaveLength(6)
    expect(six.all).not.toContain('…')
  })

  test('gets a column that holds the longest, and rows that hold the most', () => {
    const narrow = roomFor([rich([{ amount: '1.00', currency: 'EUR' }])], 'en')
    const wide = roomFor([rich(many(4), [{ amount: '123456789012.00', currency: 'EUR' }])], 'en')
    expect(narrow.row).toBe(40)
    expect(wide.row).toBeGreaterThanOrEqual(4 * 17)
    expect(wide.revenue).toBeGreaterThan(narrow.revenue)
    expect(wide.cost).toBeGreaterThan('€123,456,789,012.00'.length * 7)
    expect(roomFor([rich(many(6))], 'en').row).toBe(wide.row)
  })
})

describe('a tree that is opened piece by piece', () => {
  const total = 1_000_000
  const child = (of: TreeNode | null, at: number): TreeNode => (of === null ? node(1, 0, total, total + 3) : node(of.person.party * 1_000 + at, of.level + 1, of.level > 2 ? 0 : 2, 2))

  function make() {
    const load = vi.fn(async (of: TreeNode | null, after: string | null) => {
      const count = of === null ? 1 : of.children
      const from = after === null ? 0 : parseInt(after)
      const end = Math.min(count, from + 100)
      return { nodes: [...Array(end - from).keys()].map((at) => child(of, from + at)), next: end < count ? String(end) : null, count }
    })
    return { load, tree: new Tree<TreeNode>({ keyOf: (of) => String(of.person.party), children: (of) => of.children, level: (of) => of.level, load }) }
  }
  const shape = (tree: Tree<TreeNode>) => tree.lines.map((line) => (line.kind === 'node' ? `${line.depth}:${line.key}` : line.kind === 'more' ? `${line.depth}+${line.left}` : `${line.depth}…${line.levels}`))

  test('a page costs one question, however many there are', async () => {
    const { tree, load } = make()
    await tree.reload()
    await tree.toggle('1', true)
    expect(tree.lines).toHaveLength(102)
    expect(tree.lines[101]).toMatchObject({ kind: 'more', left: total - 100 })
    await tree.more('1')
    expect(tree.lines).toHaveLength(202)
    expect(load).toHaveBeenCalledTimes(3)
  })

  test('somebody far down a long list is shown above its pages, once', async () => {
    const { tree } = make()
    await tree.reload()
    const far = node(555_000, 1, 2, 2)
    await tree.reveal([child(null, 0), far])
    expect(shape(tree).slice(0, 3)).toEqual(['1:1', '2:555000', '2:1000'])
    expect(tree.lines[tree.lines.length - 1]).toMatchObject({ kind: 'more', left: total - 101 })
    await tree.reveal([child(null, 0), child(child(null, 0), 3)])
    expect(shape(tree).filter((line) => line === '2:1003')).toHaveLength(1)
    expect(shape(tree)).not.toContain('2:555000')
  })

  test('a path of which the middle was left out shows how much, and no page is read for it', async () => {
    const { tree, load } = make()
    await tree.reload()
    load.mockClear()
    const low = node(70, 9_000, 1, 1)
    await tree.reveal([child(null, 0), low, child(low, 0)])
    expect(shape(tree)).toEqual(['1:1', '2…8999', '9001:70', '9002:70000', '2+1000000'])
    expect(load.mock.calls.map(([of]) => of?.person.party)).toEqual([70])
  })

  test('what somebody shut stays shut when the same path is told again', async () => {
    const { tree } = make()
    await tree.reload()
    const path = [child(null, 0), child(child(null, 0), 0), child(child(child(null, 0), 0), 1)]
    await tree.reveal(path)
    expect(tree.lines.some(({ key }) => key === String(path[2]?.person.party))).toBe(true)
    await tree.toggle('1', false)
    expect(tree.lines).toHaveLength(1)
    await tree.reveal(structuredClone(path))
    await tree.reload()
    expect(tree.lines).toHaveLength(1)
  })
})

describe('the view of a picture', () => {
  const picture = layoutTree(drawingOf(randomForest(4), 200).nodes)
  const size = { width: 480, height: 520 }

  test('shows all of it, or the beginning where all would be too small', () => {
    const all = fitted(picture, size)
    expect(all.x).toBeGreaterThanOrEqual(0)
    expect(all.x + picture.width * all.k).toBeLessThanOrEqual(size.width + 1)
    expect(all.y + picture.height * all.k).toBeLessThanOrEqual(size.height + 1)
    expect(opened(picture, size, 0).k).toBeGreaterThan(0.4)
    expect(fitted({ ...picture, width: 0, height: 0 }, size).k).toBe(1)
  })

  test('zooms around a place that stands still', () => {
    const view = { x: 30, y: -12, k: 0.8 }
    const at = { x: 200, y: 100 }
    for (const by of [0.5, 1.3, 100]) {
      const next = zoomed(view, by, at)
      expect((at.x - next.x) / next.k).toBeCloseTo((at.x - view.x) / view.k)
      expect((at.y - next.y) / next.k).toBeCloseTo((at.y - view.y) / view.k)
      expect(next.k).toBeLessThanOrEqual(2.5)
    }
  })

  test('meets what is under the pointer, and brings what is chosen into sight', () => {
    for (const item of picture.items) {
      const view = showing({ x: -9_000, y: 9_000, k: 1 }, item, size)
      const at = { x: view.x + item.left + item.width / 2, y: view.y + item.y }
      expect(at.x > 0 && at.x < size.width && at.y > 0 && at.y < size.height).toBe(true)
      expect(hit(picture, view, at)).toBe(item)
      expect(showing(view, item, size)).toBe(view)
    }
    expect(hit(picture, { x: 0, y: 0, k: 1 }, { x: -500, y: 0 })).toBeNull()
  })

  test('keeps its middle and what is chosen in sight when the frame changes', () => {
    const lower = { width: 480, height: 300 }
    for (const item of picture.items) {
      const shown = showing({ x: -9_000, y: 9_000, k: 1 }, item, size)
      for (const [before, after] of [[size, lower], [lower, size]] as const) {
        const from = before === size ? shown : showing(shown, item, lower)
        const view = reframed(from, before, after, item)
        expect(showing(view, item, after)).toBe(view)
      }
      const away = { x: -9_000, y: 9_000, k: 1 }
      expect(reframed(away, size, lower, item)).toEqual({ x: -9_000, y: 8_890, k: 1 })
    }
  })

  test('never loses the picture', () => {
    const lost = held({ x: 1e6, y: -1e6, k: 1 }, picture, size)
    expect(lost.x).toBeLessThan(size.width)
    expect(lost.y + picture.height).toBeGreaterThan(0)
  })
})

describe('text on the canvas', () => {
  test('a number is written smaller rather than cut', () => {
    const sizes = fitter((text, font) => text.length * (Number.parseInt(font.slice(4), 10) / 2))
    expect(wholeSize('+123', 60, 20, 'x', sizes)).toBe(20)
    expect(wholeSize('+13,424', 60, 20, 'x', sizes)).toBe(17)
    expect(wholeSize('+13,424', 0, 20, 'x', sizes)).toBe(1)
  })

  const measure = vi.fn((text: string) => [...text].length * 6)

  test.each([
    ['Ada', 60, 'Ada'],
    ['Adalbert von Bergen', 60, 'Adalbert…'],
    ['Adalbert', 5, ''],
    ['😀😀😀😀', 20, '😀😀…'],
    ['A'.repeat(5_000), 66, `${'A'.repeat(10)}…`],
  ])('%s in %i', (text, room, shown) => {
    expect(fitter(measure).fit(text, '12px x', room)).toBe(shown)
    expect(measure(shown)).toBeLessThanOrEqual(Math.max(room, 0))
  })

  test('is measured once', () => {
    const fit = fitter(measure)
    fit.fit('Adalbert von Bergen', '12px x', 60)
    measure.mockClear()
    for (let at = 0; at < 50; at++) fit.fit('Adalbert von Bergen', '12px x', 60)
    expect(measure).not.toHaveBeenCalled()
  })

  test('is a name as it was typed, without what has no picture', () => {
    expect(nameOf({ party: 1, key: 'c1', name: '\u0000\u0007 <b>x</b>', email: null })).toBe('<b>x</b>')
    expect(nameOf({ party: 1, key: 'c1', name: ' \u0007 ', email: 'a@b' })).toBe('a@b')
    expect(nameOf({ party: 1, key: 'c1', name: null, email: null })).toBe('c1')
  })
})

describe('painting', () => {
  function canvas(): { ctx: CanvasRenderingContext2D; said: string[] } {
    const said: string[] = []
    const known: Record<string, unknown> = { fillText: (text: string) => said.push(text), measureText: (text: string) => ({ width: text.length * 6 }) }
    const ctx = new Proxy(known, { get: (of, name: string) => of[name] ?? (() => {}), set: (of, name: string, value) => ((of[name] = value), true) })
    return { ctx: ctx as unknown as CanvasRenderingContext2D, said }
  }
  const inks = Object.fromEntries(INKS.map((ink) => [ink, '#000'])) as Record<Ink, string>
  const scene = (picture: Picture, view: Scene['view'], selected: number | null = null): Scene => ({
    picture, view, size: { width: 500, height: 500 }, density: 2, inks, font: 'x', selected, path: new Set(selected === null ? [] : [selected]), hovered: null, fitter: fitter((text) => text.length * 6),
    words: { node: () => 'below', bud: ({ hidden }) => [`+${hidden}`, ''], fold: ({ levels }) => [`${levels} levels`, `⋯ ${levels}`] },
  })

  test('is never of more than the most, and of what is in sight only', () => {
    const picture = layoutTree(drawingOf(crowdOf(2_000), 300).nodes)
    const { ctx } = canvas()
    expect(paint(ctx, scene(picture, fitted(picture, { width: 500, height: 500 })))).toBe(picture.items.length)
    expect(picture.items.length).toBeLessThanOrEqual(MOST)
    expect(paint(ctx, scene(picture, { x: 0, y: -9_000, k: 1 }))).toBe(0)
  })

  test('says how many are folded and hidden, and the names as they are', () => {
    const { nodes } = drawingOf(chain(400), 300)
    const first = nodes[0]
    if (first) first.node.person.name = '<img src=x onerror=alert(1)>'
    const picture = layoutTree(nodes)
    const { ctx, said } = canvas()
    paint(ctx, { ...scene(picture, { x: 0, y: 100, k: 1 }), size: { width: 2_000, height: 500 } })
    expect(said).toContain('296 levels')
    expect(said).toContain('+1')
    expect(said.some((text) => text.startsWith('<img src=x'))).toBe(true)
    const small = canvas()
    paint(small.ctx, scene(picture, { x: 0, y: 100, k: 0.2 }))
    expect(small.said.length).toBeGreaterThan(0)
  })

  test('gives every standing a shape of its own', () => {
    const { nodes } = drawingOf([0, 1, 1, 2], 9)
    const [root, advocate, friend] = [...layoutTree(nodes).nodes.values()]
    const guest = friend && { ...friend, drawn: { ...friend.drawn, node: { ...friend.drawn.node, person: { ...friend.drawn.node.person, key: 'guest-1042' } } } }
    expect([root, advocate, friend, guest].map((item) => item && standing(item))).toEqual(['root', 'advocate', 'friend', 'guest'])
  })
})
