import { fireEvent, screen, waitFor, within } from '@testing-library/svelte'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { fakeShell, type FakeMode, type FakeShell } from '../src/ipc/fake'
import { place } from '../src/lib/place.svelte'
import { open, press, textOf, type } from './stage'

const rows = () => screen.getAllByTestId('customer-row')
const profile = () => screen.getByTestId('customer-detail')

async function show(party: number, mode: FakeMode = 'ready', delay = 0): Promise<FakeShell> {
  const shell = await open(`#/customers?party=${party}`, mode, 'en', delay)
  await screen.findByTestId('customer-detail')
  return shell
}

describe('the list', () => {
  test('counts exactly what the filter leaves, and finds by code as by name', async () => {
    await open('#/customers')
    await screen.findAllByTestId('customer-row')
    expect(textOf(screen.getByTestId('customer-count'))).toBe('354 people')
    const code = textOf(rows()[0]?.querySelector('code'))
    await type('customer-search', code)
    await waitFor(() => expect(textOf(screen.getByTestId('customer-count'))).toBe('1 person'))
    expect(rows().map((row) => textOf(row.querySelector('code')))).toEqual([code])
    expect(place.params['search']).toBe(code)
  })

  test('filter and order live in the address', async () => {
    await open('#/customers')
    await screen.findAllByTestId('customer-row')
    await fireEvent.click(within(screen.getByTestId('filter-customer-status')).getByLabelText('Guest'))
    await waitFor(() => expect(rows().every((row) => textOf(row).includes('Guest'))).toBe(true))
    await fireEvent.change(screen.getByTestId('filter-has'), { target: { value: 'advocate' } })
    await fireEvent.click(screen.getByRole('button', { name: 'Joined' }))
    expect(place.params).toMatchObject({ status: 'guest', has: 'advocate', sort: 'oldest' })
  })

  test('says what to do when nothing matches', async () => {
    await open('#/customers?search=zzzzzz')
    expect(await screen.findByText('No customers match')).toBeTruthy()
    expect(textOf(screen.getByTestId('customer-count'))).toBe('0 people')
  })

  test('opens a profile with the keyboard alone, and closes it', async () => {
    await open('#/customers')
    await screen.findAllByTestId('customer-row')
    const grid = screen.getByRole('grid', { name: 'Customers' })
    await fireEvent.keyDown(grid, { code: 'ArrowDown' })
    await fireEvent.keyDown(grid, { code: 'Enter' })
    await screen.findByTestId('customer-detail')
    expect(place.params['party']).toBe(rows()[1]?.dataset['key'])
    await fireEvent.click(within(profile()).getByRole('button', { name: 'Close' }))
    await waitFor(() => expect(screen.queryByTestId('customer-detail')).toBeNull())
  })

  test('a person who is not there is an error and a way back', async () => {
    await open('#/customers?party=99999')
    const error = await screen.findByTestId('error-state')
    await fireEvent.click(within(error).getByRole('button'))
    await waitFor(() => expect(screen.queryByTestId('error-state')).toBeNull())
  })
})

describe('the profile', () => {
  test('says who brought them, what was refused and what is shared, in plain words', async () => {
    await show(25)
    const shown = textOf(profile())
    expect(textOf(screen.getByTestId('brought-by'))).toMatch(/ since .* with the code [^ ]+$/)
    expect(shown).toContain('Nobody owns this code. <b>SUMMER</b>')
    expect(textOf(screen.getByTestId('shared-email'))).toContain('Email address shared with 3 others')
    expect(textOf(screen.getByTestId('shared-phone'))).toMatch(/Phone number shared with 41 others.*and 40 more$/)
    expect(textOf(screen.getByTestId('aliases'))).toContain('Merged with guest-1042')
    expect(profile().querySelector('b > b, .list b')).toBeNull()
  })

  test('of somebody who was merged is found under the old number', async () => {
    await show(9025)
    expect(profile().dataset['key']).toBe('VXNlcjo25')
  })

  test('other people lead to their own profile', async () => {
    await show(25)
    const link = screen.getByTestId('brought-by').querySelector('a')
    expect(link?.getAttribute('href')).toMatch(/^#\/customers\?party=\d+$/)
    expect(link?.tabIndex).toBe(0)
  })

  test('shows a deleted account and a guest for what they are', async () => {
    await show(53)
    expect(textOf(profile())).toContain('The account is gone at the shop.')
    expect(screen.getByTestId('code-issue')).toHaveProperty('disabled', true)
  })

  test('a guest is explained by their order, and has no account to attribute', async () => {
    const shell = await show(11)
    expect(screen.getByTestId('attribute')).toHaveProperty('disabled', true)
    await press('explain-all')
    expect(textOf(await screen.findByTestId('explain-dialog'))).toContain('Why: 911')
    await waitFor(() => expect(textOf(screen.getByTestId('explain-dialog'))).toContain('Nothing was decided about it yet.'))
    expect(shell.asked).toContain('explain')
  })

  test('a db that is open for reading offers nothing that writes', async () => {
    await show(25, 'read_only')
    for (const id of ['attribute', 'erase', 'code-issue', 'code-disable']) expect(screen.getByTestId(id), id).toHaveProperty('disabled', true)
  })
})

describe('codes', () => {
  afterEach(() => vi.unstubAllGlobals())

  test('are copied, and the button says so', async () => {
    const written: string[] = []
    vi.stubGlobal('navigator', Object.assign(Object.create(navigator), { clipboard: { writeText: async (text: string) => void written.push(text) } }))
    await show(26)
    const row = screen.getByTestId('code-row')
    await fireEvent.click(within(row).getByTestId('code-copy'))
    await waitFor(() => expect(textOf(within(row).getByRole('status'))).toBe('Copied'))
    expect(written).toEqual([row.dataset['code']])
  })

  test('that cannot be copied are said to be so', async () => {
    await show(26)
    document.execCommand = () => false
    await press('code-copy')
    expect(textOf(await screen.findByTestId('toast'))).toContain('copy it by hand')
    expect(document.querySelector('body > textarea')).toBeNull()
  })

  test('of one’s choice are refused with a sentence under the field, and issued when they are good', async () => {
    const shell = await show(26)
    await press('code-issue')
    await press('issue-vanity')
    await press('issue-confirm')
    expect(textOf(screen.getByTestId('issue-dialog'))).toContain('Type the code that you want.')
    expect(shell.asked).not.toContain('issueCode')
    await type('issue-code', 'a b')
    await press('issue-confirm')
    await waitFor(() => expect(screen.getByTestId('issue-code').getAttribute('aria-invalid')).toBe('true'))
    await type('issue-code', 'SUMMER-26')
    expect(screen.getByTestId('issue-code').getAttribute('aria-invalid')).toBe('false')
    await press('issue-confirm')
    await waitFor(() => expect(screen.queryByTestId('issue-dialog')).toBeNull())
    expect(screen.getAllByTestId('code-row').map((row) => row.dataset['code'])).toContain('SUMMER-26')
    expect(textOf(await screen.findByTestId('toast'))).toBe('Issued: SUMMER-26')
  })

  test('are disabled with a reason only', async () => {
    const shell = await show(26)
    await press('code-disable')
    await press('disable-confirm')
    expect(textOf(screen.getByTestId('disable-dialog'))).toContain('Give a reason')
    expect(shell.asked).not.toContain('disableCode')
    await type('disable-reason', 'leaked to a coupon site')
    await press('disable-confirm')
    await waitFor(() => expect(screen.getByTestId('code-row').dataset['disabled']).toBe('true'))
    expect(screen.queryByTestId('code-disable')).toBeNull()
  })
})

describe('the timeline', () => {
  test('comes in pages, the newest first', async () => {
    await show(1)
    await waitFor(() => expect(screen.getAllByTestId('timeline-row')).toHaveLength(50))
    await press('timeline-more')
    await waitFor(() => expect(screen.getAllByTestId('timeline-row')).toHaveLength(100))
    await press('timeline-more')
    await waitFor(() => expect(screen.queryByTestId('timeline-more')).toBeNull())
    const times = [...profile().querySelectorAll('.timeline time:first-child')].map((time) => time.getAttribute('datetime') ?? '')
    expect(times).toEqual([...times].sort().reverse())
  })

  test('marks what was learned of late, and explains an order with what superseded what', async () => {
    await show(25)
    await screen.findAllByTestId('timeline-row')
    const late = await screen.findByTestId('late')
    expect(textOf(late)).toMatch(/^learned of it late: /)
    const again = late.closest('li') as HTMLElement
    expect(textOf(again)).toContain('Judged again: Order confirmed')
    expect(textOf(within(again).getByTestId('again'))).toBe('The code turned out to belong to somebody.')
    await fireEvent.click(within(again).getByTestId('explain'))
    const explained = await screen.findAllByTestId('explained')
    expect(explained.map((one) => one.dataset['superseded'])).toEqual(['false', 'true', 'false', 'true'])
    expect(textOf(explained[0])).toContain('Brought by VXNlcjo4 with the code ADA108.')
    expect(textOf(explained[0])).toContain('Judged again: Order confirmed')
    expect(textOf(explained[0])).toContain('The code turned out to belong to somebody.')
    expect(explained[1]?.querySelector('[data-testid=again]')).toBeNull()
    expect(textOf(explained[1])).toContain('Superseded')
    expect(explained[1]?.querySelector('.trace')).toBeTruthy()
    // The keyboard walks through the folded checks: a dialog keeps Tab only at its ends.
    const dialog = screen.getByTestId('explain-dialog')
    const folds = dialog.querySelectorAll('summary')
    folds[0]?.focus()
    expect(await fireEvent.keyDown(dialog, { code: 'Tab' })).toBe(true)
    folds[folds.length - 1]?.focus()
    expect(await fireEvent.keyDown(dialog, { code: 'Tab' })).toBe(false)
  })
})

describe('attribution by hand', () => {
  // Somebody whom nobody brought, with rewards that wait to be given.
  const FREE = 3
  const dialog = () => screen.getByTestId('attribute-dialog')

  async function preview(code: string, party = FREE): Promise<FakeShell> {
    const shell = await show(party)
    await press('attribute')
    await type('attribute-code', code)
    await type('attribute-reason', 'told us by phone')
    await press('attribute-look')
    await screen.findByTestId('attribute-preview')
    return shell
  }

  /** The fake shop is the same every time. */
  const codeOf = async (party: number) => (await fakeShell('ready', { delay: 0 }).commands.customer(party)).codes[0]?.code ?? ''

  test('needs a code and a reason before anything is asked', async () => {
    const shell = await show(FREE)
    await press('attribute')
    await press('attribute-look')
    expect(textOf(dialog())).toContain('Enter the advocate’s code.')
    expect(textOf(dialog())).toContain('Give a reason')
    expect(shell.asked).not.toContain('attributionPreview')
    expect(screen.queryByTestId('attribute-confirm')).toBeNull()
  })

  test('shows what it will do before the button that does it is there', async () => {
    const code = await codeOf(10)
    const shell = await show(FREE)
    await press('attribute')
    await type('attribute-code', code)
    await type('attribute-reason', 'told us by phone')
    screen.getByTestId('attribute-look').focus()
    await press('attribute-look')
    const picture = await screen.findByTestId('attribute-preview')
    await waitFor(() => expect(document.activeElement).toBe(picture))
    const shown = textOf(picture)
    expect(shown).toContain('Brought by')
    expect(shown).toMatch(/2 rewards are given, and wait until somebody reviews them:/)
    expect(screen.getAllByTestId('attribute-reward')).toHaveLength(2)
    expect(screen.getAllByTestId('attribute-decision').map((row) => textOf(row)).every((text) => text.startsWith('Granted Order confirmed'))).toBe(true)
    await fireEvent.submit(dialog().querySelector('form') as HTMLFormElement)
    expect(shell.asked).not.toContain('attribute')
    await press('attribute-confirm')
    await waitFor(() => expect(screen.queryByTestId('attribute-dialog')).toBeNull())
    expect(textOf(screen.getByTestId('brought-by'))).toContain('By hand')
  })

  test('another code takes the picture and its button away', async () => {
    const code = await codeOf(10)
    await preview(code)
    await type('attribute-code', `${code}X`)
    expect(screen.queryByTestId('attribute-preview')).toBeNull()
    expect(screen.queryByTestId('attribute-confirm')).toBeNull()
  })

  test('an answer to a code that does not stand there any more is dropped', async () => {
    await show(FREE, 'ready', 40)
    await press('attribute')
    await type('attribute-code', 'NOBODYS')
    await type('attribute-reason', 'told us by phone')
    await press('attribute-look')
    await type('attribute-code', await codeOf(10))
    await waitFor(() => expect(screen.getByTestId('attribute-look')).toHaveProperty('disabled', false))
    expect(screen.queryByTestId('attribute-preview')).toBeNull()
    await press('attribute-look')
    expect((await screen.findByTestId('attribute-preview')).dataset['refused']).toBeUndefined()
  })

  test('a refusal is a reason, and nothing can be pressed', async () => {
    await preview('NOBODYS')
    expect(textOf(screen.getByTestId('attribute-preview'))).toContain('It cannot be done: Nobody owns this code.')
    expect(screen.getByTestId('attribute-confirm')).toHaveProperty('disabled', true)
  })

  test('whoever has an advocate keeps what was given before', async () => {
    const code = await codeOf(10)
    await preview(code, 25)
    const shown = textOf(screen.getByTestId('attribute-preview'))
    expect(shown).toContain('Instead of')
    expect(shown).toContain('later events only')
  })

  test('what has changed meanwhile is refused and looked at again', async () => {
    const code = await codeOf(10)
    const shell = await preview(code)
    shell.touch(`customer:${FREE}`)
    await press('attribute-confirm')
    await waitFor(() => expect(textOf(dialog())).toContain('This changed while you were looking'))
    expect(screen.queryByTestId('attribute-confirm')).toBeNull()
    await fireEvent.click(screen.getByRole('button', { name: 'Look again' }))
    await waitFor(() => expect(screen.queryByTestId('attribute-dialog')).toBeNull())
  })

  test('a change that the shell tells of takes the button away before it is pressed', async () => {
    const code = await codeOf(10)
    const shell = await preview(code)
    shell.touch(`customer:${FREE}`)
    shell.changed(['customers'])
    await waitFor(() => expect(textOf(dialog())).toContain('This changed while you were looking'))
    expect(shell.asked).not.toContain('attribute')
  })
})

describe('erasing', () => {
  test('asks for the key, says what goes and stays, and leaves nobody behind', async () => {
    const shell = await show(26)
    const key = profile().dataset['key'] ?? ''
    const name = textOf(profile().querySelector('.who .main'))
    await press('erase')
    const dialog = screen.getByTestId('erase-dialog')
    for (const word of ['Goes', 'Stays', 'Not reached', 'This cannot be undone.']) expect(textOf(dialog)).toContain(word)
    expect(textOf(screen.getByTestId('erase-key'))).toBe(key)
    await type('erase-reason', 'asked for it')
    await type('erase-typed', key.slice(0, -1))
    expect(screen.getByTestId('erase-confirm')).toHaveProperty('disabled', true)
    await fireEvent.submit(dialog.querySelector('form') as HTMLFormElement)
    expect(shell.asked).not.toContain('erasePerson')
    expect(textOf(dialog)).toContain('This is not the key')
    await type('erase-typed', key)
    await press('erase-confirm')
    await waitFor(() => expect(profile().dataset['status']).toBe('erased'))
    expect(textOf(profile())).toContain('Erased person')
    expect(textOf(profile())).not.toContain(name)
    expect(textOf(screen.getByTestId('aliases'))).toBe('Customer erasedEmail erased')
    expect(screen.queryByTestId('attribute')).toBeNull()
  })
})

test('the palette finds people, and forgets them when other words stand there', async () => {
  await open('#/overview')
  await screen.findByTestId('tile-cac')
  await fireEvent.keyDown(document.body, { code: 'KeyK', ctrlKey: true })
  const input = await screen.findByTestId('palette-input')
  await fireEvent.input(input, { target: { value: 'person33@' } })
  const option = await screen.findByRole('option', { name: /person33@example\.com/ })
  expect(option.getAttribute('aria-selected')).toBe('true')
  await fireEvent.input(input, { target: { value: 'person33@x' } })
  expect(screen.queryByRole('option', { name: /person33@example\.com/ })).toBeNull()
  await fireEvent.input(input, { target: { value: 'person33@' } })
  await screen.findByRole('option', { name: /person33@example\.com/ })
  await fireEvent.keyDown(input, { code: 'Enter' })
  expect(place.screen).toBe('customers')
  expect(place.params['party']).toBe('33')
})

describe('an advocate', () => {
  test('is told with what they have come to and what is ahead', async () => {
    await show(1)
    const told = within(screen.getByTestId('standing'))
    for (const name of ['invited', 'active', 'paid']) expect(Number(textOf(told.getByTestId(`standing-${name}`)))).toBeGreaterThan(0)
    const program = screen.getByTestId('standing-program')
    expect(textOf(program)).toContain('Linden & Co <b>friends</b>')
    expect(program.querySelector('b')).toBeNull()
    expect(textOf(program)).toMatch(/\d+ more paid friends? until the next step of steps, at \d+/)
  })
})
