import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte'
import { flushSync } from 'svelte'
import { afterEach, describe, expect, test } from 'vitest'
import App from '../src/App.svelte'
import { connect } from '../src/ipc/call'
import { fakeShell, type FakeMode, type FakeShell } from '../src/ipc/fake'
import { place } from '../src/lib/place.svelte'
import { prefs } from '../src/lib/prefs.svelte'

let stop: (() => void) | undefined
afterEach(() => {
  stop?.()
  stop = undefined
})

async function open(hash: string, mode: FakeMode = 'ready'): Promise<FakeShell> {
  prefs.locale = 'en'
  location.hash = hash
  window.dispatchEvent(new HashChangeEvent('hashchange'))
  flushSync()
  const shell = fakeShell(mode, { delay: 0 })
  stop = await connect(shell)
  render(App)
  await screen.findAllByTestId('tree-row')
  return shell
}

const textOf = (element: Element | null | undefined) => (element?.textContent ?? '').replace(/[\u2068\u2069]/g, '').replace(/\s+/g, ' ').trim()
const rows = () => screen.getAllByTestId('tree-row')
const keys = () => rows().map((row) => row.dataset['key'])
const canvas = () => screen.getByTestId('tree-canvas')
const press = (element: Element, code: string) => fireEvent.keyDown(element, { code })
const crumb = () => textOf(screen.getByTestId('path').querySelector('[aria-current=location]'))

describe('choosing', () => {
  test('in the table shows in the drawing, in the path and in the figures', async () => {
    await open('#/tree')
    const row = rows()[1] as HTMLElement
    await fireEvent.click(row)
    const key = row.dataset['key'] ?? ''
    expect(place.params['party']).toBe(key)
    await waitFor(() => expect(canvas().dataset['selected']).toBe(key))
    await waitFor(() => expect(crumb()).not.toBe(''))
    expect(textOf(row)).toContain(crumb())
    expect(textOf(await screen.findByTestId('tree-chosen'))).toContain(crumb())
  })

  test('in the drawing by keyboard opens and marks the row in the table', async () => {
    await open('#/tree')
    await waitFor(() => expect(canvas().dataset['items']).not.toBe('0'))
    await press(canvas(), 'ArrowDown')
    const root = place.params['party'] ?? ''
    expect(root).toBe(keys()[0])
    await press(canvas(), 'ArrowRight')
    const child = place.params['party'] ?? ''
    expect(child).not.toBe(root)
    await waitFor(() => expect(rows().find((row) => row.dataset['key'] === child)?.getAttribute('aria-selected')).toBe('true'))
    expect(rows().find((row) => row.dataset['key'] === child)?.getAttribute('aria-level')).toBe('2')
    await press(canvas(), 'ArrowLeft')
    expect(place.params['party']).toBe(root)
    await press(canvas(), 'Enter')
    expect(place.params['root']).toBe(root)
  })

  test('a person by name opens the way to them', async () => {
    await open('#/tree?root=3')
    await fireEvent.input(screen.getByTestId('tree-search'), { target: { value: 'person120@' } })
    const found = await screen.findAllByTestId('tree-found')
    expect(found).toHaveLength(1)
    await press(screen.getByTestId('tree-search'), 'Enter')
    expect(place.params).toEqual({ party: '120' })
    await waitFor(() => expect(rows().find((row) => row.dataset['key'] === '120')?.getAttribute('aria-selected')).toBe('true'))
    expect(canvas().dataset['selected']).toBe('120')
  })

  test('of somebody outside the branch on screen shows the whole tree', async () => {
    await open('#/tree?root=3&party=120')
    await waitFor(() => expect(place.params['root']).toBeUndefined())
    await waitFor(() => expect(rows().some((row) => row.dataset['key'] === '120')).toBe(true))
  })
})

describe('the moment', () => {
  test('is in the address, is said, changes the tree, and is left by one click', async () => {
    await open('#/tree')
    const now = await screen.findByTestId('tree-summary').then(textOf)
    expect(screen.queryByTestId('moment-banner')).toBeNull()
    await fireEvent.click(screen.getByTestId('moment'))
    await fireEvent.change(screen.getByTestId('moment-as_of'), { target: { value: '2025-06-30' } })
    expect(place.params['asof']).toMatch(/^2025-06-30T|^2025-07-01T/)
    await fireEvent.change(screen.getByTestId('moment-as_known'), { target: { value: '2025-09-30' } })
    expect(place.params['known']).toBeDefined()
    // Until the answer is there the figures of before are not passed off as those of that moment.
    expect(textOf(screen.getByTestId('moment-banner'))).toContain('Working out the tree of that moment')
    expect(screen.queryByTestId('tree-summary')).toBeNull()
    await waitFor(() => expect(textOf(screen.getByTestId('moment-banner'))).toMatch(/^This is not now: .*Jun 30, 2025.* knew on Sep 30, 2025/))
    await waitFor(() => expect(textOf(screen.getByTestId('tree-summary'))).not.toBe(now))
    await fireEvent.click(screen.getByTestId('moment-back'))
    expect(place.params).toEqual({})
    await waitFor(() => expect(textOf(screen.getByTestId('tree-summary'))).toBe(now))
    expect(screen.queryByTestId('moment-banner')).toBeNull()
  })

  test('from an address that was handed on; what is no instant is now', async () => {
    await open('#/tree?known=2025-06-30T21:59:59Z&asof=nonsense')
    expect(textOf(screen.getByTestId('moment-banner'))).toContain('as this desk knew it on')
    await fireEvent.click(rows()[0] as HTMLElement)
    expect(place.params['known']).toBe('2025-06-30T21:59:59Z')
  })

  test('both are explained where they are chosen', async () => {
    await open('#/tree')
    await fireEvent.click(screen.getByTestId('moment'))
    const panel = screen.getByRole('group', { name: 'Moment for which the tree is shown' })
    expect(textOf(panel)).toContain('What was true at the end of that day, by what we know now.')
    expect(textOf(panel)).toContain('What this desk knew at the end of that day.')
    await press(within(panel).getByTestId('moment-as_of'), 'Escape')
    expect(screen.queryByTestId('moment-as_of')).toBeNull()
  })
})

describe('a viral tree', () => {
  test('is paged through, sorted and summed up', async () => {
    await open('#/tree?root=7&party=7', 'viral')
    await waitFor(() => expect(rows().length).toBeGreaterThan(10))
    expect(textOf(screen.getByTestId('tree-summary'))).toMatch(/^560,030 people · 29 roots · deepest level \d+ · largest tree 559,\d{3}$/)
    expect(parseInt(canvas().dataset['items'] ?? '')).toBeLessThanOrEqual(300)
    await press(screen.getByRole('treegrid'), 'End')
    const more = await screen.findByTestId('tree-more')
    expect(textOf(more)).toMatch(/^Show 100 more \(498,\d{3} left\)$/)
    const before = textOf(more)
    await fireEvent.click(more)
    await waitFor(async () => {
      await press(screen.getByRole('treegrid'), 'End')
      expect(textOf(screen.getByTestId('tree-more'))).not.toBe(before)
    })
    await press(screen.getByRole('treegrid'), 'Home')
    const first = keys()[1]
    await fireEvent.click(within(screen.getByTestId('tree-sort')).getByLabelText('Newest'))
    expect(place.params['sort']).toBe('newest')
    await waitFor(() => expect(keys()[1]).not.toBe(first))
    expect(keys()[0]).toBe('7')
  })

  test('somebody of half a million is found, shown on top and drawn', async () => {
    await open('#/tree?party=400007', 'viral')
    await waitFor(() => expect(rows().find((row) => row.dataset['key'] === '400007')?.getAttribute('aria-selected')).toBe('true'))
    await waitFor(() => expect(canvas().dataset['selected']).toBe('400007'))
  })
})

test('in a deep tree the path names its gap, and its levels are shown piece by piece', async () => {
  await open('#/tree?party=9000', 'deep')
  await waitFor(() => expect(textOf(screen.getByTestId('path-gap'))).toMatch(/^… 8,\d{3} levels …$/))
  await waitFor(() => expect(rows().some((row) => row.dataset['key'] === '9000')).toBe(true))
  await press(screen.getByRole('treegrid'), 'Home')
  const gap = await screen.findByTestId('tree-gap')
  expect(gap.getAttribute('aria-level')).toBe('2')
  const before = textOf(gap)
  await fireEvent.click(gap)
  await waitFor(() => expect(textOf(screen.getByTestId('tree-gap'))).not.toBe(before))
})

test('money of several currencies stands whole in the table and beside it', async () => {
  await open('#/tree')
  await fireEvent.click(rows()[0] as HTMLElement)
  const sums = [...(rows()[0]?.querySelectorAll('[role=gridcell]') ?? [])].slice(-2).map((cell) => [...cell.querySelectorAll('bdi')].map(textOf))
  expect(sums.map((all) => all.length)).toEqual([3, 3])
  expect(sums.flat().every((sum) => /^[€¥$][\d,.]+$/.test(sum))).toBe(true)
  const chosen = textOf(await screen.findByTestId('tree-chosen'))
  for (const sum of sums.flat()) expect(chosen).toContain(sum)
})

test('the drawing says what it is and where the same can be read', async () => {
  await open('#/tree')
  await waitFor(() => expect(canvas().getAttribute('aria-label')).toMatch(/^Drawing of .*220.* of .*354.* people\. The table beside it shows the same/))
  expect(canvas().querySelector('canvas')?.getAttribute('aria-hidden')).toBe('true')
})
