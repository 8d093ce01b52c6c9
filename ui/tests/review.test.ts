import { fireEvent, screen, waitFor, within } from '@testing-library/svelte'
import { describe, expect, test } from 'vitest'
import { call } from '../src/ipc/call'
import { place } from '../src/lib/place.svelte'
import { markText } from '../src/screens/review'
import { open, press, textOf, type } from './stage'

const picked = () => screen.getByTestId('review-picked').dataset['count']
/** How many wait in all, on screen or not. */
const total = () => Number(screen.getByRole('grid').getAttribute('aria-rowcount')) - 1
const rows = () => screen.findAllByTestId('review-row')
const keyAt = async (at: number) => (await rows())[at]?.dataset['key'] ?? ''

/** Presses a key where the list has the focus: by its place, as on every layout. */
async function key(code: string, held: { shiftKey?: boolean } = {}) {
  const grid = screen.getByRole('grid', { name: /Review|Проверка/ })
  grid.focus()
  await fireEvent.keyDown(grid, { code, ...held })
}

/** Writes the reason and sends the form by keyboard. */
async function send(reason: string, testid = 'reason') {
  const field = await screen.findByTestId(testid)
  await fireEvent.input(field, { target: { value: reason } })
  await fireEvent.keyDown(field, { code: 'Enter', ctrlKey: true })
}

describe('the queue', () => {
  test('says why each reward waits, and what its filters find', async () => {
    await open('#/review')
    const all = (await rows()).length
    expect((await rows()).some((row) => textOf(row).includes('one IP address'))).toBe(true)
    expect((await rows()).some((row) => textOf(row).includes('each is looked at'))).toBe(true)
    await fireEvent.change(screen.getByTestId('filter-signal'), { target: { value: 'same_ip' } })
    await waitFor(() => expect(screen.getAllByTestId('review-row').every((row) => textOf(row).includes('one IP address'))).toBe(true))
    expect(screen.getAllByTestId('review-row').length).toBeLessThan(all)
    expect(place.params).toMatchObject({ signal: 'same_ip' })
  })

  test('of nobody says so', async () => {
    await open('#/review?search=nobody-at-all')
    await screen.findByText('Nothing waits for you here')
  })

  test('shows the people side by side, with what they share marked', async () => {
    await open('#/review?signal=same_ip')
    await rows()
    await key('Enter')
    const shown = await screen.findByTestId('review-case')
    for (const role of ['friend', 'advocate']) {
      const side = within(shown).getByTestId(`side-${role}`)
      expect(textOf(side.querySelector('[data-shared="true"]'))).toContain('203.0.113.7')
      expect(side.querySelectorAll('[data-shared="false"]').length).toBeGreaterThan(2)
    }
    expect(textOf(shown)).toContain('Waits until somebody approves or rejects it.')
    for (const mark of shown.querySelectorAll('[data-shared]')) expect(textOf(mark)).not.toContain('|')
  })

  test('says of what was erased that it was', async () => {
    await open('#/review')
    for (const row of await rows()) {
      await fireEvent.click(row)
      const key = row.dataset['key'] ?? ''
      await waitFor(() => expect(screen.getByTestId('review-case').dataset['key']).toBe(key))
      if (textOf(screen.getByTestId('review-case')).includes('erased')) return
    }
    throw new Error('nothing was erased')
  })
})

describe('by keyboard alone', () => {
  test('a reward is approved', async () => {
    const shell = await open('#/review')
    const first = await keyAt(0)
    await key('KeyA')
    expect(textOf(await screen.findByTestId('review-word'))).toContain('Approve one reward')
    await send('')
    expect(shell.asked).not.toContain('reviewMany')
    expect(document.activeElement).toBe(screen.getByTestId('reason'))
    await send('looked at it')
    expect(textOf(await screen.findByTestId('toast'))).toBe('Confirmed: one reward approved.')
    expect((await call.reward(first)).row.waits).not.toContain('review')
    await waitFor(async () => expect(await keyAt(0)).not.toBe(first))
  })

  test('rows are chosen one by one, as a range, all of the filter, and none', async () => {
    await open('#/review')
    await rows()
    const all = total()
    await key('Space')
    expect(picked()).toBe('1')
    await key('ArrowDown', { shiftKey: true })
    await key('ArrowDown', { shiftKey: true })
    expect(picked()).toBe('3')
    await key('Space')
    expect(picked()).toBe('2')
    await key('KeyJ')
    await key('KeyJ')
    await key('Space', { shiftKey: true })
    expect(Number(picked())).toBeGreaterThanOrEqual(3)
    await key('KeyN')
    expect(picked()).toBe('0')
    await key('KeyU')
    await waitFor(() => expect(picked()).toBe(String(all)))
  })

  test('many are rejected at once', async () => {
    await open('#/review')
    await rows()
    const before = total()
    await key('Space')
    await key('ArrowDown', { shiftKey: true })
    await key('KeyX')
    expect(textOf(await screen.findByTestId('review-word'))).toContain('Reject 2 rewards')
    await send('same household')
    expect(textOf(await screen.findByTestId('toast'))).toBe('Confirmed: 2 rewards rejected.')
    await waitFor(() => expect(total()).toBe(before - 2))
    expect(picked()).toBe('0')
  })

  test('a reward is held until a day', async () => {
    await open('#/review')
    const first = await keyAt(0)
    await key('KeyH')
    await send('ask the bank')
    expect(textOf(await screen.findByRole('alert'))).toBe('Choose a date that is still to come.')
    await type('until', '2027-01-31')
    await send('ask the bank')
    await screen.findByTestId('toast')
    expect((await call.reward(first)).row).toMatchObject({ state: 'waiting', due_at: expect.stringMatching(/^2027-0/) as string })
  })

  test('a domain is excluded after it was said what that concerns', async () => {
    await open('#/review')
    await rows()
    await key('KeyD')
    const told = await screen.findByTestId('domain-preview')
    await waitFor(() => expect(textOf(told)).toMatch(/^It concerns \d+ rewards? that waits? for a decision\.$/))
    await type('domain-reason', 'a farm')
    await press('domain-confirm')
    expect(textOf(await screen.findByTestId('toast'))).toBe('Confirmed: example.com is excluded.')
    expect((await call.excludeDomainPreview('example.com')).excluded).toBe(true)
  })

  test('a whole referral is rejected', async () => {
    await open('#/review')
    const first = await keyAt(0)
    await key('KeyB')
    await type('referral-reason', 'one person')
    await press('referral-confirm')
    expect(textOf(await screen.findByTestId('toast'))).toMatch(/^Confirmed: the referral is rejected, \d rewards? (is|are) void\.$/)
    expect((await call.reward(first)).row.state).toBe('void')
  })

  test('? tells every key of the screen', async () => {
    await open('#/review')
    await rows()
    await fireEvent.keyDown(document.body, { code: 'Slash', shiftKey: true })
    const list = textOf(await screen.findByRole('dialog'))
    for (const what of ['Approve', 'Reject', 'Hold longer', 'Exclude the email domain', 'Reject the whole referral', 'Choose all that the filter shows']) expect(list).toContain(what)
  })

  test('letters stay letters in a field', async () => {
    await open('#/review')
    await rows()
    const field = screen.getByTestId('review-search')
    field.focus()
    await fireEvent.keyDown(field, { code: 'KeyA' })
    expect(screen.queryByTestId('review-word')).toBeNull()
  })
})

describe('what had changed meanwhile', () => {
  test('is told of each, and the others are done', async () => {
    const shell = await open('#/review')
    const [first, second] = [await keyAt(0), await keyAt(1)]
    await key('Space')
    await key('ArrowDown', { shiftKey: true })
    await key('KeyA')
    shell.touch(first)
    await send('looked')
    const refused = await screen.findByTestId('review-refused')
    expect(textOf(screen.getByTestId('review-outcome'))).toBe('Confirmed: 1. Left as they are: 1.')
    expect(within(refused).getAllByRole('listitem')).toHaveLength(1)
    expect(textOf(refused)).toContain('changed')
    expect((await call.reward(first)).row.waits).toContain('review')
    expect((await call.reward(second)).row.waits).not.toContain('review')
    await press('look-again')
    await waitFor(() => expect(screen.queryByTestId('review-word')).toBeNull())
    // Looked at again, it can be decided.
    await waitFor(async () => expect((await rows()).some((row) => row.dataset['key'] === second)).toBe(false))
  })

  test('is told of a referral', async () => {
    const shell = await open('#/review')
    const first = await keyAt(0)
    await key('KeyB')
    shell.touch(first)
    await type('referral-reason', 'one person')
    await press('referral-confirm')
    expect(textOf(await screen.findByTestId('error-state'))).toContain('changed')
    expect(screen.queryByTestId('referral-confirm')).toBeNull()
  })
})

test('a db that can only be read decides nothing', async () => {
  await open('#/review', 'read_only')
  await rows()
  await key('KeyA')
  expect(screen.queryByTestId('review-word')).toBeNull()
})

test.each([
  ['card_digits', 'visa|4111|1535|3|2027', 'visa, 4111 … 1535, 3/2027'],
  ['card_digits', 'visa||1535||', 'visa, 1535'],
  ['card_digits', 'no card at all', 'no card at all'],
  ['address', '801 garden row||kuwait city|13001|kw', '801 garden row, kuwait city, 13001, kw'],
  ['device', 'a|b', 'a|b'],
])('a mark is written as people write it: %s %s', (kind, value, text) => expect(markText(kind, value)).toBe(text))
