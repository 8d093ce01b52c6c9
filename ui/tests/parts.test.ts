import { fireEvent, render, screen } from '@testing-library/svelte'
import { createRawSnippet, flushSync } from 'svelte'
import { describe, expect, test, vi } from 'vitest'
import type { PersonRef, TreeNode } from '../src/ipc/bindings'
import { HOSTILE } from '../src/ipc/fake-data'
import Dialog from '../src/parts/Dialog.svelte'
import MoneyPart from '../src/parts/Money.svelte'
import Person from '../src/parts/Person.svelte'
import Tile from '../src/parts/Tile.svelte'
import Trace from '../src/parts/Trace.svelte'
import { Tree } from '../src/parts/tree.svelte'
import ListTable from './ListTable.svelte'
import PeopleTree from './PeopleTree.svelte'

const key = (target: Element, code: string) => fireEvent.keyDown(target, { code })

describe('Table', () => {
  const rows = Array.from({ length: 500 }, (_, at) => ({ id: `row-${at}` }))
  const columns = [
    { id: 'id', label: 'Id', width: '1fr', sort: { ascending: 'oldest', descending: 'newest' } },
    { id: 'other', label: 'Other', width: '1fr' },
  ]

  function show(more: Record<string, unknown> = {}) {
    const onopen = vi.fn()
    const onsort = vi.fn()
    render(ListTable, { columns, rows, count: 9000, sort: 'newest', onopen, onsort, ...more })
    const grid = screen.getByRole('grid')
    const active = () => document.getElementById(grid.getAttribute('aria-activedescendant') ?? '')?.dataset['key']
    return { grid, onopen, onsort, active }
  }

  test('says how many rows there are and keeps only those in view', () => {
    const { grid } = show()
    expect(grid.getAttribute('aria-rowcount')).toBe('9001')
    const drawn = screen.getAllByRole('row').length
    expect(drawn).toBeGreaterThan(10)
    expect(drawn).toBeLessThan(60)
  })

  test('the keyboard walks and opens', async () => {
    const { grid, onopen, active } = show()
    expect(active()).toBe('row-0')
    await key(grid, 'ArrowDown')
    await key(grid, 'ArrowDown')
    await key(grid, 'ArrowUp')
    expect(active()).toBe('row-1')
    await key(grid, 'Enter')
    expect(onopen).toHaveBeenCalledWith({ id: 'row-1' })
    await key(grid, 'PageDown')
    expect(active()).toBe('row-13')
    await key(grid, 'PageUp')
    expect(active()).toBe('row-1')
    await key(grid, 'End')
    expect(grid.getAttribute('aria-activedescendant')).toMatch(/-499$/)
    await key(grid, 'ArrowDown')
    expect(grid.getAttribute('aria-activedescendant')).toMatch(/-499$/)
    await key(grid, 'Home')
    await key(grid, 'ArrowUp')
    expect(active()).toBe('row-0')
  })

  test('the active row stays itself when rows come in above', async () => {
    const { rerender } = render(ListTable, { columns, rows, count: 500 })
    const grid = screen.getByRole('grid')
    await key(grid, 'ArrowDown')
    await rerender({ rows: [{ id: 'new' }, ...rows] })
    expect(grid.getAttribute('aria-activedescendant')).toMatch(/-2$/)
  })

  test('the active row keeps its place on the screen when many rows come in above', async () => {
    const { rerender } = render(ListTable, { columns, rows, count: 500, rowHeight: 44 })
    const grid = screen.getByRole('grid')
    for (let n = 0; n < 3; n++) await key(grid, 'ArrowDown')
    const before = Array.from({ length: 45 }, (_, n) => ({ id: `before-${n}` }))
    await rerender({ rows: [...before, ...rows] })
    expect(grid.scrollTop).toBe(45 * 44)
  })

  test('a row stays where the reader was when rows become taller', async () => {
    const { rerender } = render(ListTable, { columns, rows, count: 500, rowHeight: 40 })
    const grid = screen.getByRole('grid')
    grid.scrollTop = 4_000
    await fireEvent.scroll(grid)
    await rerender({ rowHeight: 76 })
    expect(grid.scrollTop).toBe(7_600)
    await rerender({ rowHeight: 20 })
    expect(grid.scrollTop).toBe(2_000)
  })

  test('a header turns the order round', async () => {
    const { onsort } = show()
    const header = screen.getAllByRole('columnheader')[0]
    expect(header?.getAttribute('aria-sort')).toBe('descending')
    await fireEvent.click(screen.getByRole('button', { name: 'Id' }))
    expect(onsort).toHaveBeenCalledWith('oldest')
  })

  test('tells which rows are in view', () => {
    const onshow = vi.fn()
    show({ onshow })
    flushSync()
    expect(onshow).toHaveBeenCalledWith(0, expect.any(Number))
  })
})

describe('Treegrid', () => {
  const person = (party: number): PersonRef => ({ party, key: `c${party}`, name: `P${party}`, email: null })
  const node = (party: number, children: number): TreeNode => ({ person: person(party), level: 0, children, subtree: children, revenue: [], cost: [], bound_at: null, code: null })
  const children: Record<string, TreeNode[]> = { '': [node(1, 3), node(2, 0)], '1': [node(3, 0), node(4, 0), node(5, 0)] }
  const load = vi.fn(async (of: TreeNode | null, after: string | null) => {
    const all = children[of === null ? '' : String(of.person.party)] ?? []
    const from = after === null ? 0 : parseInt(after)
    return { nodes: all.slice(from, from + 2), next: from + 2 < all.length ? String(from + 2) : null, count: all.length }
  })

  async function show() {
    const tree = new Tree<TreeNode>({ keyOf: (of) => String(of.person.party), children: (of) => of.children, level: (of) => of.level, load })
    const onpick = vi.fn()
    render(PeopleTree, { tree, onpick })
    await tree.reload()
    flushSync()
    return { tree, grid: screen.getByRole('treegrid'), onpick }
  }

  test('opens with the right arrow, loads the rest on demand, closes with the left one', async () => {
    const { tree, grid, onpick } = await show()
    const level = (at: number) => screen.getAllByRole('row')[at + 1]?.getAttribute('aria-level')
    expect(screen.getAllByTestId('tree-row')).toHaveLength(2)
    await key(grid, 'ArrowRight')
    await vi.waitFor(() => expect(tree.lines).toHaveLength(5))
    flushSync()
    expect([level(0), level(1), level(4)]).toEqual(['1', '2', '1'])
    expect(screen.getAllByRole('row')[1]?.getAttribute('aria-expanded')).toBe('true')
    expect(screen.getAllByRole('row')[2]?.getAttribute('aria-setsize')).toBe('3')
    for (const code of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter']) await key(grid, code)
    await vi.waitFor(() => expect(tree.lines.map((line) => line.key)).toEqual(['1', '3', '4', '5', '2']))
    await key(grid, 'Enter')
    expect(onpick).toHaveBeenLastCalledWith(expect.objectContaining({ person: person(5) }))
    await key(grid, 'ArrowLeft')
    await key(grid, 'ArrowLeft')
    expect(tree.lines.map((line) => line.key)).toEqual(['1', '2'])
  })

  test('reading it again keeps open what was open', async () => {
    const { tree } = await show()
    await tree.toggle('1', true)
    expect(tree.lines.length).toBe(5)
    await tree.reload()
    expect(tree.lines.length).toBe(5)
  })

  test('a chain of ten thousand levels is drawn without recursion', async () => {
    const deep = new Tree<number>({ keyOf: String, children: (of) => (of < 10_000 ? 1 : 0), level: (of) => of - 1, load: async (of) => ({ nodes: [(of ?? 0) + 1], next: null, count: 1 }) })
    await deep.reload()
    for (let at = 1; at < 300; at++) await deep.toggle(String(at), true)
    expect(deep.lines).toHaveLength(300)
    expect(deep.lines[299]).toMatchObject({ depth: 300 })
  })
})

describe('Dialog', () => {
  const body = createRawSnippet(() => ({ render: () => '<p><button>first</button><input data-testid="field"></p>' }))

  test('takes the focus to its field, closes with Esc, gives the focus back', async () => {
    const opener = document.createElement('button')
    document.body.append(opener)
    opener.focus()
    const onclose = vi.fn()
    const { unmount } = render(Dialog, { title: 'Sure?', onclose, children: body })
    const dialog = screen.getByRole('dialog')
    expect(dialog.hasAttribute('open')).toBe(true)
    expect(document.getElementById(dialog.getAttribute('aria-labelledby') ?? '')?.textContent).toBe('Sure?')
    expect(document.activeElement).toBe(screen.getByTestId('field'))
    await key(dialog, 'Tab')
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Close' }))
    await fireEvent.keyDown(dialog, { code: 'Tab', shiftKey: true })
    expect(document.activeElement).toBe(screen.getByTestId('field'))
    const cancel = new Event('cancel', { cancelable: true })
    dialog.dispatchEvent(cancel)
    expect(onclose).toHaveBeenCalledOnce()
    expect(cancel.defaultPrevented).toBe(true)
    unmount()
    expect(document.activeElement).toBe(opener)
    opener.remove()
  })
})

describe('hostile text', () => {
  test.each(HOSTILE)('%j is text and nothing else', (name) => {
    const { container } = render(Person, { person: { party: 1, key: '<b>key</b>', name, email: '"><script>alert(1)</script>' }, full: true })
    expect(container.querySelectorAll('img, script, b, a, iframe')).toHaveLength(0)
    const shown = container.querySelector('.main bdi')?.textContent ?? ''
    const wanted = name.replace(/\p{Cc}/gu, ' ').trim()
    expect(shown).toBe(wanted === '' ? '"><script>alert(1)</script>' : wanted)
  })

  test('inside a trace and an unknown check too', () => {
    const { container } = render(Trace, {
      decision: {
        event: 'e', event_type: 'order_confirmed', again: null, at: '2026-03-18T09:30:00Z', program: '<i>p</i>', version: 1, rule: 'r', role: 'friend', result: 'refused', reason: 'no_such_reason', amount: null,
        checks: [
          { step: 'event', check: '<img src=x onerror=alert(1)>', verdict: 'pass', reason: null, args: { saw: '<b>1</b>' } },
          { step: 'limits', check: 'limit_per_friend', verdict: 'refuse', reason: 'limit_per_friend', args: { saw: '1', limit: '1' } },
          { step: 'eligibility', check: 'minimum', verdict: 'refuse', reason: 'no_value_for_currency', args: { saw: '80.00 EUR' } },
        ],
      },
    })
    expect(container.querySelectorAll('img, b, i')).toHaveLength(0)
    const text = container.textContent.replace(/[\u2068\u2069]/g, '')
    expect(text).toContain('<img src=x onerror=alert(1)>: passed (saw: <b>1</b>)')
    expect(text).toContain('This friend brought 1 such rewards before, and the limit is 1.')
    expect(text).toContain('The limit for each friend is reached.')
    expect(text).toContain('The rule names no minimum in the currency of the order’s €80.00.')
  })
})

test('sums of several currencies stand beside each other', () => {
  const { container } = render(MoneyPart, { of: [{ amount: '10.00', currency: 'EUR' }, { amount: '5', currency: 'JPY' }, { amount: '1.00', currency: 'USD' }, { amount: '2.00', currency: 'GBP' }] })
  expect(container.textContent.replace(/\s+/g, ' ').trim()).toBe('€10.00 · ¥5 · $1.00 +1')
  expect(container.querySelector('.money')?.getAttribute('title')).toBe('€10.00\n¥5\n$1.00\n£2.00')
})

test('a tile shows its fraction, and a dash when there is nothing to divide by', () => {
  render(Tile, {
    tile: {
      id: 'cac', value: null, unit: 'money', currency: 'EUR',
      numerator: { label: 'reward_cost_and_spend', value: '2143.00', unit: 'money', currency: 'EUR' }, denominator: { label: 'new_friends', value: '0', unit: 'count', currency: null },
    },
  })
  const tile = screen.getByTestId('tile-cac')
  expect(tile.querySelector('.value')?.textContent.trim()).toBe('—')
  expect([...tile.querySelectorAll('dd')].map((part) => part.textContent)).toEqual(['€2,143.00', '0'])
})
