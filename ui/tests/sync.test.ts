import { fireEvent, screen, waitFor, within } from '@testing-library/svelte'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { open, press, textOf, type } from './stage'

describe('completeness', () => {
  test('is told in plain words for each kind', async () => {
    await open('#/sync')
    const orders = await screen.findByTestId('complete-orders')
    expect(textOf(orders)).toBe('1,204 of 1,204; last full check Mar 17, 2026.')
    expect(orders.dataset['complete']).toBe('false')
    expect(screen.getByTestId('complete-vouchers').dataset['complete']).toBe('true')
    expect(textOf(screen.getByTestId('completeness'))).toBe('Everything that could be read equals the shop, and 2 records wait in quarantine; last full check Mar 17, 2026.')
    expect(textOf(screen.getByTestId('kind-gift_cards'))).toContain('4 are gone at the shop')
    expect(textOf(screen.getByTestId('kind-orders'))).toContain('1 in quarantine')
    expect(textOf(screen.getByTestId('kind-orders'))).toMatch(/complete up to Mar 18, 2026/)
  })

  test('names the months that differ, and a full check mends the verdict', async () => {
    await open('#/sync', 'trouble')
    expect(textOf(await screen.findByTestId('complete-orders'))).toBe('1,201 here, 1,204 at the shop; last full check Mar 17, 2026.')
    expect(textOf(screen.getByTestId('completeness'))).toContain('1 kind of record differs from the shop')
    expect(within(screen.getByTestId('months-orders')).getAllByRole('row').map(textOf)).toEqual(['MonthHereAt the shop', 'Jan 20267780'])
    expect(screen.queryByTestId('months-customers')).toBeNull()
    await press('full-check')
    await screen.findByTestId('checking')
    expect(screen.getByTestId('full-check')).toHaveProperty('disabled', true)
    await waitFor(() => expect(screen.queryByTestId('checking')).toBeNull(), { timeout: 3000 })
    await waitFor(() => expect(textOf(screen.getByTestId('completeness'))).toContain('Everything that could be read equals the shop'))
    expect(textOf(screen.getByTestId('complete-orders'))).toContain('last full check this minute')
  })

  test('that was never checked claims nothing', async () => {
    await open('#/sync', 'mirror')
    expect((await screen.findByTestId('complete-orders')).dataset['complete']).toBe('unknown')
    expect(textOf(screen.getByTestId('completeness'))).toContain('Not compared with the shop yet')
  })
})

describe('quarantine', () => {
  test('a record is shown as text, tried again, and repaired at last', async () => {
    await open('#/sync')
    const row = (await screen.findAllByTestId('quarantine-row'))[0] as HTMLElement
    await fireEvent.click(within(row).getByTestId('quarantine-look'))
    const raw = await screen.findByTestId('raw')
    expect(raw.textContent).toContain('<img src=x onerror=alert(1)>')
    expect(raw.querySelector('*')).toBeNull()
    const result = () => screen.getByTestId('repair-result')
    await press('repair')
    await waitFor(() => expect(result().dataset['result']).toBe('still'))
    expect(textOf(result())).toBe('Still not understood. It stays in quarantine.')
    await waitFor(() => expect(textOf(screen.getByTestId('repair-dialog'))).toContain('2 times'))
    await press('repair')
    await waitFor(() => expect(result().dataset['result']).toBe('fixed'))
    expect(screen.queryByTestId('repair')).toBeNull()
    await waitFor(() => expect(screen.getAllByTestId('quarantine-row')).toHaveLength(1))
    expect(screen.queryByTestId('error-state')).toBeNull()
  })

  test('several are tried in one go, and what came of them is counted', async () => {
    const shell = await open('#/sync')
    await screen.findAllByTestId('quarantine-row')
    await press('repair-many')
    expect(textOf(await screen.findByTestId('toast'))).toBe('Repaired: 0. As before: 2. Gone at the shop: 0.')
    expect(shell.asked.filter((name) => name === 'repair')).toHaveLength(2)
    const [first] = screen.getAllByTestId('quarantine-row')
    await fireEvent.click(within(first as HTMLElement).getByRole('checkbox'))
    expect(textOf(screen.getByTestId('repair-many'))).toBe('Try 1 again')
    await press('repair-many')
    await waitFor(() => expect(screen.getAllByTestId('quarantine-row')).toHaveLength(1))
  })

  test('a db that is open for reading repairs nothing', async () => {
    await open('#/sync', 'read_only')
    await screen.findAllByTestId('quarantine-row')
    expect(screen.getByTestId('repair-many')).toHaveProperty('disabled', true)
    expect(screen.getByTestId('full-check')).toHaveProperty('disabled', true)
  })
})

describe('trouble', () => {
  afterEach(() => vi.useRealTimers())

  test('a shop that does not answer is told with the time to the next try, which counts down', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
    await open('#/sync', 'trouble')
    const health = await screen.findByTestId('health')
    const seen = () => textOf(health.querySelector('[aria-hidden]:not(svg)'))
    expect(seen()).toBe('The shop does not answer; next try in 40 sec.')
    await vi.advanceTimersByTimeAsync(10_000)
    await waitFor(() => expect(seen()).toBe('The shop does not answer; next try in 30 sec.'))
    await vi.advanceTimersByTimeAsync(60_000)
    await waitFor(() => expect(seen()).toBe('The shop does not answer; it is tried again soon.'))
    expect(textOf(within(health).getByRole('status'))).toBe('The shop does not answer; it is tried again soon.')
  })

  test('a refused token is replaced in place, and a wrong one says so', async () => {
    const shell = await open('#/sync', 'token')
    const field = await screen.findByTestId('token-input')
    expect(field.getAttribute('type')).toBe('password')
    await press('token-submit')
    expect(shell.asked).not.toContain('enterToken')
    await type('token-input', 'wrong')
    await press('token-submit')
    await waitFor(() => expect(within(screen.getByTestId('token-form')).getByTestId('error-state')).toBeTruthy())
    await type('token-input', 'fresh')
    await press('token-submit')
    await waitFor(() => expect(screen.queryByTestId('token-form')).toBeNull())
    await waitFor(() => expect(screen.getByTestId('sync-summary').dataset['phase']).toBe('reading'))
    expect(document.body.innerHTML).not.toContain('fresh')
  })

  test('a kept token that is locked wants its passphrase, and forgets what was typed', async () => {
    await open('#/sync', 'locked')
    const field = (await screen.findByTestId('unlock-passphrase')) as HTMLInputElement
    await type('unlock-passphrase', 'nonsense')
    await press('unlock-submit')
    await waitFor(() => expect(textOf(screen.getByTestId('unlock-form'))).toContain('does not open this file'))
    expect(field.value).toBe('')
    await type('unlock-passphrase', 'correct horse')
    await press('unlock-submit')
    await waitFor(() => expect(screen.queryByTestId('unlock-form')).toBeNull())
  })

  test('no token is asked for while nothing is wrong with it', async () => {
    await open('#/sync', 'trouble')
    await screen.findByTestId('kind-orders')
    expect(screen.queryByTestId('token-form')).toBeNull()
  })
})

describe('the log', () => {
  const rows = () => screen.getAllByTestId('log-row')

  test('comes in pages, is narrowed by level, and an unknown line is still a line', async () => {
    await open('#/sync')
    await screen.findAllByTestId('log-row')
    expect(rows()).toHaveLength(50)
    expect(rows().map(textOf).some((text) => text.includes('a_line_of_tomorrow · what: 42'))).toBe(true)
    await press('log-more')
    await waitFor(() => expect(rows()).toHaveLength(100))
    await fireEvent.click(within(screen.getByTestId('log-level')).getByLabelText('Error'))
    await waitFor(() => expect(rows().every((row) => row.dataset['level'] === 'error')).toBe(true))
    expect(textOf(rows()[0])).toContain('Orders: This kind could not be read to its end; its place is kept. The shop at https://demo.example/graphql/ does not answer')
    await press('log-more')
    await waitFor(() => expect(screen.queryByTestId('log-more')).toBeNull())
  })

  test('is copied for support with instants and codes, as it is narrowed', async () => {
    const written: string[] = []
    vi.stubGlobal('navigator', Object.assign(Object.create(navigator), { clipboard: { writeText: async (text: string) => void written.push(text) } }))
    await open('#/sync')
    await screen.findAllByTestId('log-row')
    await fireEvent.click(within(screen.getByTestId('log-level')).getByLabelText('Error'))
    await press('log-copy')
    await waitFor(() => expect(written).toHaveLength(1))
    vi.unstubAllGlobals()
    expect(written[0]?.split('\n')[0]).toBe('2026-03-18T09:04:00.000Z error orders kind_failed shop_unreachable: Orders: This kind could not be read to its end; its place is kept. The shop at https://demo.example/graphql/ does not answer; check the address and the network, then try again.')
    expect(written[0]).not.toMatch(/info|warning/)
  })
})

test('the check-up tells good from bad without colour, and keeps what it does not know', async () => {
  await open('#/sync')
  await screen.findByTestId('kind-orders')
  await press('doctor')
  const rows = await screen.findAllByTestId('doctor-row')
  expect(rows.map((row) => [row.dataset['check'], row.dataset['ok']])).toEqual([['mirror', 'false'], ...['journal', 'ledger', 'lists', 'file', 'fold', 'a_check_of_tomorrow'].map((check) => [check, 'true'])])
  expect(textOf(rows[0])).toMatch(/in quarantine: 2.*needs attention$/)
  expect(textOf(rows[1])).toBe('The journal’s chain is whole fine')
  expect(textOf(rows[6])).toContain('a_check_of_tomorrow')
})

describe('how long ago', () => {
  test('the demo, whose time stands still, says of when it is', async () => {
    await open('#/overview', 'demo')
    await screen.findByTestId('tile-cac')
    await waitFor(() => expect(textOf(screen.getByRole('navigation', { name: 'Screens' }))).toContain('Demo as of Mar 18, 2026'))
  })

  test('a shop says how long ago it was', async () => {
    await open('#/overview', 'restored')
    await screen.findByTestId('tile-cac')
    await waitFor(() => expect(textOf(screen.getByRole('navigation', { name: 'Screens' }))).toContain('Synced 4 min. ago'))
  })
})

describe('keeping', () => {
  test('a backup wants the passphrase twice, and says where it lies', async () => {
    const shell = await open('#/settings')
    await screen.findByTestId('backup')
    await press('backup')
    expect(textOf(screen.getByTestId('backup-dialog'))).toContain('Without a passphrase, whoever has the file can read all customers.')
    await type('backup-passphrase', 'correct horse')
    await type('backup-repeat', 'correct house')
    await press('backup-confirm')
    expect(textOf(screen.getByTestId('backup-dialog'))).toContain('The two passphrases differ')
    expect(shell.asked).not.toContain('backup')
    await type('backup-repeat', 'correct horse')
    await press('backup-confirm')
    const done = textOf(await screen.findByTestId('backup-done'))
    expect(done).toContain('48.2 MB')
    expect(done).toContain('Encrypted with your passphrase.')
    expect(done).toContain('/home/demo/linden-2026-03-18.backup')
  })

  test('a passphrase that is guessed too easily is refused under its field', async () => {
    await open('#/settings')
    await screen.findByTestId('backup')
    await press('backup')
    await type('backup-passphrase', 'short')
    await type('backup-repeat', 'short')
    await press('backup-confirm')
    await waitFor(() => expect(screen.getByTestId('backup-passphrase').getAttribute('aria-invalid')).toBe('true'))
    expect(textOf(screen.getByTestId('backup-dialog'))).toContain('at least 8 characters')
  })

  test('payouts go on after a restore when nothing differs and somebody says so', async () => {
    const shell = await open('#/sync', 'restored')
    const button = await screen.findByTestId('resume-payouts')
    await waitFor(() => expect(button).toHaveProperty('disabled', false))
    expect(screen.queryByRole('link', { name: 'Go to Sync' })).toBeNull()
    await fireEvent.click(button)
    await waitFor(() => expect(screen.queryByTestId('banner-restored')).toBeNull())
    expect(shell.asked).toContain('resumePayouts')
    expect(screen.queryByTestId('resume-payouts')).toBeNull()
  })

  test('a restored db pauses payouts, and a wrong passphrase opens nothing', async () => {
    await open('#/settings')
    await screen.findByTestId('restore')
    await press('restore')
    await type('restore-passphrase', 'nonsense')
    await press('restore-confirm')
    await waitFor(() => expect(textOf(screen.getByTestId('restore-dialog'))).toContain('does not open this file'))
    await type('restore-passphrase', '')
    await press('restore-confirm')
    const banner = await screen.findByTestId('banner-restored')
    expect(textOf(banner)).toContain('payouts are paused')
    expect(within(banner).getByRole('link').getAttribute('href')).toBe('#/sync')
  })

  test('a file of a newer version is for looking only, and says why', async () => {
    await open('#/settings', 'newer')
    expect(textOf(await screen.findByTestId('banner-newer'))).toContain('A newer Vouchsafe made this file')
    expect(screen.queryByTestId('banner')).toBeNull()
    expect(screen.getByTestId('write-back')).toHaveProperty('disabled', true)
  })

  test('a switch moves when the shell answers, and what it risks is said beside it', async () => {
    const shell = await open('#/settings')
    const box = (await screen.findByTestId('write-back')) as HTMLInputElement
    expect(box.checked).toBe(false)
    expect(textOf(document.body)).toContain('This changes records at the shop')
    await fireEvent.click(box)
    await waitFor(() => expect(shell.asked).toContain('setWriteBack'))
    await waitFor(() => expect(box.checked).toBe(true))
    await fireEvent.click(screen.getByTestId('tray'))
    await waitFor(() => expect((screen.getByTestId('tray') as HTMLInputElement).checked).toBe(false))
    expect(textOf(screen.getByTestId('secrets'))).toBe('In this computer’s keychain.')
    const start = screen.getByTestId('reconcile-at-start') as HTMLInputElement
    expect(start.checked).toBe(true)
    await fireEvent.click(start)
    await waitFor(() => expect(shell.asked).toContain('setReconcileAtStart'))
    await waitFor(() => expect(start.checked).toBe(false))
  })
})
