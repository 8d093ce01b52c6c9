import { fireEvent, screen, waitFor, within } from '@testing-library/svelte'
import { describe, expect, test } from 'vitest'
import type { FakeShell } from '../src/ipc/fake'
import { prefs } from '../src/lib/prefs.svelte'
import { SCREENS } from '../src/lib/route'
import { place } from '../src/lib/place.svelte'
import { open, textOf } from './stage'

const LANDMARK = { overview: 'tile-cac', rewards: 'reward-row', review: 'review-row', payouts: 'payout-row', reconciliation: 'reconcile-start', referrals: 'referral-row', customers: 'customer-row', tree: 'tree-row', leaderboard: 'leaderboard-row', programs: 'program-row', sync: 'kind-orders', settings: 'locale-select' }
const TITLE = {
  en: { overview: 'Overview', rewards: 'Rewards', review: 'Review', payouts: 'Payouts', reconciliation: 'Reconciliation', referrals: 'Referrals', customers: 'Customers', tree: 'Tree', leaderboard: 'Leaderboard', programs: 'Programs', sync: 'Sync', settings: 'Settings' },
  ru: { overview: 'Обзор', rewards: 'Вознаграждения', review: 'Проверка', payouts: 'Выплаты', reconciliation: 'Сверка выплат', referrals: 'Приглашения', customers: 'Клиенты', tree: 'Дерево', leaderboard: 'Лидеры', programs: 'Программы', sync: 'Синхронизация', settings: 'Настройки' },
}

describe.each(['en', 'ru'] as const)('in %s', (lang) => {
  test.each(SCREENS)('%s is shown', async (name) => {
    await open(`#/${name}`, 'ready', lang)
    await screen.findAllByTestId(LANDMARK[name])
    const title = screen.getByRole('heading', { level: 1 })
    expect(title.textContent).toBe(TITLE[lang][name])
    expect(document.title).toContain(TITLE[lang][name])
    expect(document.documentElement.lang).toBe(lang)
    expect(screen.getByTestId(`nav-${name}`).getAttribute('aria-current')).toBe('page')
    expect(screen.queryByTestId('error-state')).toBeNull()
    // A key that is shown as it stands is a sentence that is missing.
    expect(textOf(document.body)).not.toMatch(/\b(?:nav|act|col|tile|state|wait|role|step|error|reason|program|check|filter|sync|kind|phase|review|cause|mark|domain|referral|signal|customer|code|complete|repair|health|alias|backup|payouts?|reconcile|proposals?|goodwill|leaderboard|standing)-[a-z]+/)
    expect(document.querySelectorAll('img[onerror], main script, iframe')).toHaveLength(0)
  })

  test('the first run has three doors', async () => {
    await open('#/', 'first_run', lang)
    expect(await screen.findByTestId('door-demo')).toBeTruthy()
    await fireEvent.click(screen.getByTestId('door-connect'))
    for (const permission of ['MANAGE_ORDERS', 'MANAGE_USERS', 'MANAGE_GIFT_CARD', 'MANAGE_DISCOUNTS']) expect(screen.getByText(permission)).toBeTruthy()
    await fireEvent.click(screen.getByTestId('door-file'))
    expect(screen.getByTestId('file-path')).toBeTruthy()
  })
})

describe('first run', () => {
  test('a shop is connected only with an address and a token, and a refusal says what to do', async () => {
    const shell = await open('#/', 'first_run')
    await fireEvent.click(await screen.findByTestId('door-connect'))
    await fireEvent.click(screen.getByTestId('connect-submit'))
    expect(shell.asked).not.toContain('connectShop')
    expect(screen.getByTestId('connect-url').getAttribute('aria-invalid')).toBe('true')
    await fireEvent.input(screen.getByTestId('connect-url'), { target: { value: 'https://shop.example/graphql/' } })
    await fireEvent.input(screen.getByTestId('connect-token'), { target: { value: 'poor' } })
    await fireEvent.click(screen.getByTestId('connect-submit'))
    expect(textOf(await screen.findByTestId('error-state'))).toBe('The token lacks MANAGE_GIFT_CARD, MANAGE_DISCOUNTS; add that in the shop’s dashboard and try again.')
    await fireEvent.input(screen.getByTestId('connect-token'), { target: { value: 'good' } })
    await fireEvent.click(screen.getByTestId('connect-submit'))
    await screen.findByTestId('kind-orders')
    expect(place.screen).toBe('sync')
  })

  test('the demo starts and its progress is seen', async () => {
    await open('#/', 'first_run')
    await fireEvent.click(await screen.findByTestId('door-demo'))
    await screen.findByTestId('kind-customers')
    await waitFor(() => expect(screen.getByTestId('kind-customers').dataset['state']).toBe('running'))
    await fireEvent.click(await screen.findByTestId('sync-cancel'))
    const start = await screen.findByTestId('sync-start')
    await waitFor(() => expect(textOf(start)).toBe('Resume'))
  })

  test('a file that cannot be read stays a sentence', async () => {
    await open('#/', 'first_run')
    await fireEvent.click(await screen.findByTestId('door-file'))
    await fireEvent.input(screen.getByTestId('file-path'), { target: { value: '/tmp/<b>x</b>' } })
    await fireEvent.click(screen.getByTestId('file-open'))
    expect(textOf(await screen.findByTestId('error-state'))).toContain('/tmp/<b>x</b> cannot be read')
    await fireEvent.click(screen.getByTestId('file-browse'))
    await waitFor(() => expect((screen.getByTestId('file-path') as HTMLInputElement).value).toBe('/home/demo/events.ndjson'))
  })
})

describe('overview', () => {
  test('a tile shows numerator and denominator; another currency is another figure', async () => {
    await open('#/overview')
    const tile = await screen.findByTestId('tile-cac')
    expect(tile.querySelectorAll('dd')).toHaveLength(2)
    const before = textOf(tile)
    await fireEvent.change(screen.getByTestId('currency-select'), { target: { value: 'USD' } })
    await waitFor(() => expect(textOf(screen.getByTestId('tile-cac'))).toContain('$'))
    expect(textOf(screen.getByTestId('tile-cac'))).not.toBe(before)
    expect(place.params['currency']).toBe('USD')
  })

  test('before the first fold it says that these are mirror figures', async () => {
    await open('#/overview', 'mirror')
    await screen.findByTestId('tile-cac')
    expect(textOf(screen.getAllByRole('status')[0])).toContain('mirror figures')
  })

  test('a chart is a picture, walks by keyboard, and has its numbers as a table', async () => {
    const shell = await open('#/overview')
    const chart = await screen.findByTestId('chart-cac_by_month')
    const picture = await within(chart).findByRole('group')
    const image = picture.querySelector('img')
    expect(image?.getAttribute('src')).toMatch(/^data:image\/svg\+xml/)
    expect(chart.querySelector('svg svg, polyline')).toBeNull()
    await fireEvent.keyDown(picture, { code: 'ArrowRight' })
    await fireEvent.keyDown(picture, { code: 'ArrowRight' })
    expect(textOf(chart.querySelector('[aria-live]'))).toMatch(/^Feb 2025, CAC: €[\d.]+$/)
    await fireEvent.click(within(chart).getByRole('button', { name: 'Table' }))
    expect(within(chart).getAllByRole('row').length).toBeGreaterThan(10)
    await fireEvent.click(within(chart).getByRole('button', { name: 'Save as PNG picture' }))
    expect(textOf(await screen.findByTestId('toast'))).toBe('Saved to /home/demo/cac_by_month.png')
    expect(shell.asked).toContain('chartSave')
  })

  test('the margin is checked, saved and told', async () => {
    await open('#/overview')
    const field = await screen.findByTestId('margin-input')
    await fireEvent.input(field, { target: { value: '140' } })
    expect(screen.getByTestId('margin-save')).toHaveProperty('disabled', true)
    await fireEvent.input(field, { target: { value: '35,5' } })
    await fireEvent.click(screen.getByTestId('margin-save'))
    expect(textOf(await screen.findByTestId('toast'))).toBe('Margin is now 35.5%.')
  })
})

describe('rewards', () => {
  async function detail(): Promise<{ shell: FakeShell; key: string }> {
    const shell = await open('#/rewards?wait=review')
    const rows = await screen.findAllByTestId('reward-row')
    const row = rows[0]
    if (!row) throw new Error('no row')
    await fireEvent.click(row)
    await screen.findByTestId('reward-detail')
    return { shell, key: row.dataset['key'] ?? '' }
  }

  test('totals are told for each currency on its own', async () => {
    await open('#/rewards')
    await screen.findAllByTestId('reward-row')
    for (const currency of ['EUR', 'JPY', 'USD']) expect(screen.getByTestId(`total-${currency}`)).toBeTruthy()
  })

  test('hostile names are found and shown as text', async () => {
    await open('#/rewards')
    await screen.findAllByTestId('reward-row')
    await fireEvent.input(screen.getByTestId('reward-search'), { target: { value: 'onerror' } })
    await waitFor(() => expect(place.params['search']).toBe('onerror'))
    await waitFor(() => expect(screen.getAllByTestId('reward-row').every((row) => textOf(row).includes('onerror'))).toBe(true))
    expect(textOf(screen.getAllByTestId('reward-row')[0])).toContain('<img src=x onerror=alert(1)>')
    expect(document.querySelector('.row img')).toBeNull()
  })

  test('filter and order live in the address', async () => {
    await open('#/rewards?state=due&sort=amount_high')
    const rows = await screen.findAllByTestId('reward-row')
    expect(rows.every((row) => textOf(row).includes('Due'))).toBe(true)
    await fireEvent.click(screen.getByRole('button', { name: 'Amount' }))
    expect(place.params['sort']).toBe('amount_low')
    await fireEvent.change(screen.getByTestId('filter-role'), { target: { value: 'advocate' } })
    expect(place.params).toMatchObject({ state: 'due', role: 'advocate' })
  })

  test('the detail explains in plain words', async () => {
    await detail()
    const shown = textOf(screen.getByTestId('reward-detail'))
    expect(shown).toContain('Brought by VXNlcjo4 with the code ADA108.')
    expect(shown).toContain('Waits until somebody approves or rejects it.')
    expect(shown).toContain('expense:rewards:shop-gift-card')
    expect(shown).toContain('Promised')
  })

  test('what a person may agree to give more is found, marked and told', async () => {
    await open('#/rewards?wait=raise')
    const rows = await screen.findAllByTestId('reward-row')
    expect(rows.every((row) => row.querySelector('[data-testid=proposed]') !== null)).toBe(true)
    await fireEvent.click(rows[0] as HTMLElement)
    const detail = await screen.findByTestId('reward-detail')
    const [from, to] = [textOf(detail.querySelector('.amount')), textOf(rows[0]?.querySelector('[data-testid=proposed]')).replace('→ ', '')]
    const told = textOf(within(detail).getByTestId('raise'))
    expect(told).toContain(`, proposes ${to} instead of ${from}; nothing more is given until a person agrees.`)
    expect(told).toContain('Order changed')
    expect(textOf(detail)).toContain(`Proposed: ${to}, if a person agrees`)
    expect(within(detail).getByRole('button', { name: 'Accept the raise' })).toBeTruthy()
  })

  test('nothing is approved without a reason, and nothing is shown before it is confirmed', async () => {
    const { shell } = await detail()
    const state = () => screen.getByTestId('reward-detail').dataset['state']
    await fireEvent.click(screen.getByTestId('approve'))
    await fireEvent.click(screen.getByTestId('review-confirm'))
    expect(textOf(screen.getByTestId('review-dialog'))).toContain('Give a reason')
    expect(shell.asked).not.toContain('review')
    await fireEvent.input(screen.getByTestId('reason'), { target: { value: 'checked by phone' } })
    await fireEvent.click(screen.getByTestId('review-confirm'))
    expect(state()).toBe('waiting')
    await waitFor(() => expect(screen.getAllByTestId('review-phase').some((phase) => phase.dataset['phase'] === 'sending')).toBe(true))
    await waitFor(() => expect(screen.queryByTestId('review-dialog')).toBeNull())
    expect(textOf(await screen.findByTestId('toast'))).toMatch(/^Confirmed: .* approved\.$/)
    expect(textOf(screen.getByTestId('reward-detail'))).toContain('Approved')
  })

  test('a rejection voids it with its reason', async () => {
    await detail()
    await fireEvent.click(screen.getByTestId('reject'))
    await fireEvent.input(screen.getByTestId('reason'), { target: { value: 'same household' } })
    await fireEvent.click(screen.getByTestId('review-confirm'))
    await waitFor(() => expect(screen.getByTestId('reward-detail').dataset['state']).toBe('void'))
    expect(textOf(screen.getByTestId('reward-detail'))).toContain('Somebody on the team rejected it.')
  })

  test('what has changed meanwhile is refused and said', async () => {
    const { shell, key } = await detail()
    await fireEvent.click(screen.getByTestId('approve'))
    await fireEvent.input(screen.getByTestId('reason'), { target: { value: 'fine' } })
    shell.touch(key)
    await fireEvent.click(screen.getByTestId('review-confirm'))
    await waitFor(() => expect(textOf(screen.getByTestId('review-dialog'))).toContain('This changed while you were looking'))
    await fireEvent.click(screen.getByRole('button', { name: 'Look again' }))
    expect(screen.queryByTestId('review-dialog')).toBeNull()
    expect(screen.getByTestId('reward-detail').dataset['state']).toBe('waiting')
  })

  test('a change that the shell tells of warns before anything is sent', async () => {
    const { shell, key } = await detail()
    await fireEvent.click(screen.getByTestId('approve'))
    shell.touch(key)
    shell.changed(['rewards'])
    await waitFor(() => expect(textOf(screen.getByTestId('review-dialog'))).toContain('This changed while you were looking'))
    expect(shell.asked).not.toContain('review')
  })

  test('a db that is open for reading offers no approval', async () => {
    await open('#/rewards?wait=review', 'read_only')
    await fireEvent.click((await screen.findAllByTestId('reward-row'))[0] as HTMLElement)
    await screen.findByTestId('reward-detail')
    expect(screen.queryByTestId('approve')).toBeNull()
    expect(textOf(screen.getByTestId('banner'))).toContain('reading only')
  })
})

describe('referrals', () => {
  test('from an advocate in the list to the tree and the path', async () => {
    await open('#/referrals')
    const row = (await screen.findAllByTestId('referral-row'))[2] as HTMLElement
    const name = textOf(row.querySelectorAll('[role=gridcell]')[1])
    await fireEvent.click(row.querySelector('button') as HTMLElement)
    await screen.findAllByTestId('tree-row')
    expect(place.screen).toBe('tree')
    await waitFor(() => expect(textOf(screen.getByTestId('path').querySelector('[aria-current=location]'))).toBe(name))
    await waitFor(() => expect(screen.getAllByTestId('tree-row').length).toBeGreaterThan(1))
    await fireEvent.click(within(screen.getByTestId('path')).getByRole('button', { name: 'Everybody' }))
    await waitFor(() => expect(screen.getAllByTestId('tree-row').every((line) => line.getAttribute('aria-level') === '1')).toBe(true))
  })

  test('a person who is not there is an error and a way back', async () => {
    await open('#/tree?party=99999')
    expect((await screen.findAllByTestId('error-state')).length).toBeGreaterThan(0)
  })
})

describe('the frame', () => {
  const press = (code: string, more: KeyboardEventInit = {}) => fireEvent.keyDown(document.body, { code, ...more })

  test('keys go by their place: also on a Russian layout', async () => {
    await open('#/overview')
    await screen.findByTestId('tile-cac')
    await press('Digit2', { altKey: true, key: '2' })
    expect(place.screen).toBe('rewards')
    await press('KeyG', { key: 'п' })
    await press('KeyF', { key: 'а' })
    expect(place.screen).toBe('referrals')
    await screen.findAllByTestId('referral-row')
    await press('Slash', { key: '.' })
    expect(document.activeElement).toBe(screen.getByTestId('referral-search'))
    await press('KeyK', { ctrlKey: true, key: 'л' })
    const input = await screen.findByTestId('palette-input')
    expect(document.activeElement).toBe(input)
    await fireEvent.input(input, { target: { value: 'настр' } })
    await fireEvent.keyDown(input, { code: 'Enter' })
    expect(place.screen).toBe('settings')
    expect(screen.queryByTestId('palette')).toBeNull()
    await press('Slash', { shiftKey: true, key: '?' })
    expect(screen.getByRole('dialog')).toBeTruthy()
  })

  test('language and theme change at once and are kept', async () => {
    await open('#/settings')
    await fireEvent.change(await screen.findByTestId('locale-select'), { target: { value: 'ru' } })
    await waitFor(() => expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Настройки'))
    await fireEvent.change(screen.getByTestId('theme-select'), { target: { value: 'dark' } })
    expect(document.documentElement.dataset['theme']).toBe('dark')
    expect([localStorage.getItem('vouchsafe.locale'), localStorage.getItem('vouchsafe.theme')]).toEqual(['ru', 'dark'])
    prefs.theme = 'system'
  })

  test('a banner says what the shell says', async () => {
    await open('#/overview', 'banner')
    expect(textOf(await screen.findByTestId('banner'))).toContain('does not answer')
  })
})
