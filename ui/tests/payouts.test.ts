import { fireEvent, screen, waitFor, within } from '@testing-library/svelte'
import { describe, expect, test } from 'vitest'
import type { PayoutRow, PayoutState } from '../src/ipc/bindings'
import { call } from '../src/ipc/call'
import { place } from '../src/lib/place.svelte'
import { amountOf, STATES } from '../src/screens/payouts'
import { open, press, textOf, type } from './stage'

const rows = () => screen.findAllByTestId('payout-row')
const any = { state: null, rail: null, program: null, currency: null, search: null }
const allOf = async (state: PayoutState): Promise<PayoutRow[]> => (await call.payouts({ ...any, state }, 'oldest', null, 100)).rows
/** One that stands so, by a rail that is not paid by hand. */
const oneOf = async (state: PayoutState): Promise<PayoutRow> => (await allOf(state)).find((row) => row.rail !== 'manual')!
const picked = () => screen.getByTestId('payouts-picked').dataset['count']
const noted = async () => textOf(await screen.findByTestId('toast'))

async function key(code: string, held: { shiftKey?: boolean } = {}) {
  const grid = screen.getByRole('grid', { name: /Payouts|Выплаты/ })
  grid.focus()
  await fireEvent.keyDown(grid, { code, ...held })
}

async function lookAt(row: PayoutRow) {
  place.set({ payout: row.key })
  return waitFor(() => {
    const shown = screen.getByTestId('payout-detail')
    expect(shown.dataset['key']).toBe(row.key)
    return shown
  })
}

/** Opens a dialog on one payout and waits until it says what it will do. */
async function about(state: PayoutState, deed: string) {
  await open('#/payouts')
  await rows()
  const row = await oneOf(state)
  await lookAt(row)
  await press(deed)
  return { row, dialog: await screen.findByTestId('payout-dialog') }
}

describe('the list', () => {
  test.each(STATES)('of what is %s holds nothing else', async (state) => {
    await open(`#/payouts?state=${state}`)
    const expected = await allOf(state)
    if (expected.length === 0) await screen.findByText(/^Nothing here/)
    else expect(new Set((await rows()).map((row) => row.dataset['state']))).toEqual(new Set([state]))
  })

  test('says how many stand in each state, and never adds currencies up', async () => {
    await open('#/payouts')
    await rows()
    const due = (await allOf('due')).length
    await waitFor(() => expect(textOf(screen.getByTestId('filter-payout-state'))).toContain(`Due ${due}`))
    for (const currency of ['EUR', 'USD', 'JPY']) expect(screen.getByTestId(`total-${currency}`)).toBeTruthy()
    await fireEvent.change(screen.getByTestId('filter-rail'), { target: { value: 'voucher' } })
    await waitFor(() => expect(screen.getAllByTestId('payout-row').every((row) => textOf(row).includes('Voucher'))).toBe(true))
    expect(place.params).toMatchObject({ rail: 'voucher' })
  })

  test('is of one program, of one currency, and in the order of amounts', async () => {
    await open('#/payouts')
    const before = await rows()
    const program = (await allOf('done')).at(0)!.program
    await waitFor(() => expect(screen.getByTestId('filter-program').querySelector(`[value="${program}"]`)).toBeTruthy())
    await fireEvent.change(screen.getByTestId('filter-program'), { target: { value: program } })
    await waitFor(() => expect(place.params).toMatchObject({ program }))
    await waitFor(() => expect(screen.getAllByTestId('payout-row').length).toBeLessThanOrEqual(before.length))
    await fireEvent.change(screen.getByTestId('filter-currency'), { target: { value: 'EUR' } })
    await waitFor(() => expect(screen.queryByTestId('total-USD')).toBeNull())
    await fireEvent.click(screen.getByRole('button', { name: /Amount/ }))
    await waitFor(() => expect(place.params['sort']).toMatch(/^amount_/))
    for (const sort of ['amount_low', 'amount_high'] as const) {
      const { rows: sorted } = await call.payouts({ ...any, program, currency: 'EUR' }, sort, null, 100)
      const amounts = sorted.map(({ amount }) => Number(amount.amount) * (sort === 'amount_low' ? 1 : -1))
      expect(sorted.every((row) => row.program === program && row.amount.currency === 'EUR')).toBe(true)
      expect(amounts.length).toBeGreaterThan(1)
      expect(amounts).toEqual([...amounts].sort((a, b) => a - b))
    }
  })

  test('says of an empty list only what is true of all that was asked', async () => {
    await open('#/payouts?state=due&program=nobody')
    await screen.findByText('No payout matches')
    expect(screen.queryByText(/^Everything that was due/)).toBeNull()
  })

  test('finds a payout by its whole code, and says what to do where there is none', async () => {
    await open('#/payouts')
    await rows()
    const { code, row } = await call.payout((await oneOf('done')).key)
    place.set({ search: code })
    await waitFor(() => expect(screen.getAllByTestId('payout-row').map((one) => one.dataset['key'])).toContain(row.key))
    place.set({ search: 'nobody at all' })
    await screen.findByText('No payout matches')
  })

  test('shows what the shop was told beside what shall stand', async () => {
    await open('#/payouts')
    const row = await oneOf('correcting')
    const shown = await lookAt(row)
    expect(textOf(shown)).toContain('Shall stand there')
    expect(row.to).not.toBeNull()
  })

  test('names one in the pane: its code to copy, the ledger, what happened, and the way to the decision', async () => {
    await open('#/payouts')
    const shown = await lookAt(await oneOf('done'))
    expect(textOf(within(shown).getByTestId('payout-code'))).toMatch(/^RF[0-9A-Z]{14}$/)
    expect(within(shown).getByTestId('payout-code-copy')).toBeTruthy()
    expect(textOf(shown)).toContain('liability:issued:')
    await fireEvent.click(within(shown).getByTestId('to-reward'))
    expect(place.screen).toBe('rewards')
  })

  test('of a payout in trouble tells what it is', async () => {
    await open('#/payouts')
    const shown = await lookAt(await oneOf('unknown'))
    expect(textOf(shown)).toContain('never sent again before somebody has looked')
  })
})

describe('paying out', () => {
  test('shows the exact calls first, and believes nothing before the shop said it', async () => {
    const { row } = await about('due', 'pay')
    expect(textOf(await screen.findByTestId('dry-row'))).toContain(row.rail === 'voucher' ? 'voucherCreate' : 'giftCardCreate')
    expect((await call.payout(row.key)).row.state).toBe('due')
    await press('payout-confirm')
    await waitFor(() => expect(screen.getByTestId('pay-run').dataset['phase']).toBe('done'))
    const now = (await call.payout(row.key)).row.state
    expect(['done', 'unknown', 'refused']).toContain(now)
    await waitFor(() => expect(screen.getByTestId('payout-detail').dataset['state']).toBe(now))
  })

  test('many at once goes on while other screens are looked at, and can be stopped', async () => {
    const shell = await open('#/payouts?state=due', 'ready', 'en', 15)
    await rows()
    await fireEvent.change(screen.getByTestId('filter-rail'), { target: { value: 'gift_card' } })
    await waitFor(() => expect(screen.getAllByTestId('payout-row').length).toBeGreaterThan(5))
    await press('bulk-all')
    await waitFor(() => expect(Number(picked())).toBeGreaterThan(5))
    await waitFor(() => expect(screen.getByTestId('bulk-pay').hasAttribute('disabled')).toBe(false))
    await press('bulk-pay')
    await screen.findAllByTestId('dry-row')
    await fireEvent.click(screen.getByTestId('over-agree'))
    await press('payout-confirm')
    await screen.findByTestId('pay-cancel')
    await screen.findAllByText('Queued')
    place.go('overview')
    await screen.findByTestId('tile-cac')
    place.go('payouts')
    await press((await screen.findByTestId('pay-cancel')).dataset['testid']!)
    await waitFor(() => expect(screen.getByTestId('pay-run').dataset['phase']).toBe('done'))
    expect(textOf(screen.getByTestId('pay-run'))).toMatch(/Stopped\. What was sent is confirmed or unknown/)
    expect(textOf(screen.getByTestId('pay-results'))).toMatch(/\d+ left as they were/)
    expect(shell.asked).toContain('payCancel')
  })

  test('asks before the day’s ceiling is passed', async () => {
    await open('#/payouts')
    await rows()
    await press('pay-all')
    const over = await screen.findByTestId('dry-over')
    expect(textOf(over)).toMatch(/would pass today’s ceiling of €200\.00; €120\.00 are paid out today\./)
    await press('payout-confirm')
    await screen.findByTestId('pay-over')
    await press('pay-over-go')
    await screen.findAllByTestId('dry-row')
    expect((screen.getByTestId('over-agree') as HTMLInputElement).checked).toBe(true)
    await press('payout-confirm')
    await waitFor(async () => expect((await allOf('due')).filter((row) => row.rail !== 'manual')).toEqual([]))
    await screen.findByTestId('pay-put')
    expect(screen.queryByTestId('pay-over')).toBeNull()
    await press('pay-put')
    expect(screen.queryByTestId('pay-run')).toBeNull()
  })

  test('tells which payouts somebody has to look at', async () => {
    await open('#/payouts')
    await rows()
    await press('pay-all')
    await screen.findAllByTestId('dry-row')
    await fireEvent.click(screen.getByTestId('over-agree'))
    await press('payout-confirm')
    const troubles = await screen.findByTestId('pay-troubles')
    expect(textOf(troubles)).toContain('It is not known whether it was delivered')
  })

  test('what is unknown is looked up, and nothing is sent', async () => {
    const { row } = await about('unknown', 'look-up')
    expect(textOf(await screen.findByTestId('dry-row'))).toContain('giftCards(filter:')
    await press('payout-confirm')
    await waitFor(async () => expect((await call.payout(row.key)).row.state).toBe('done'))
  })
})

describe('the review dialog', () => {
  test('adjusts: before and after, the ledger, the call, and a reason', async () => {
    const { row, dialog } = await about('done', 'adjust')
    await press('payout-confirm')
    expect(textOf(dialog)).toContain('Enter an amount such as 12.50.')
    await type('new-total', '7,50')
    await screen.findByTestId('payout-change')
    expect(textOf(screen.getByTestId('payout-preview'))).toMatch(/Before.*After.*expense:rewards:shop-gift-card.*set from .* to .* and switched on again/)
    expect(screen.queryByTestId('payout-approval')).toBeNull()
    await press('payout-confirm')
    expect(textOf(dialog)).toContain('Give a reason')
    await type('reason', 'agreed by phone')
    await press('payout-confirm')
    expect(await noted()).toBe('Confirmed: the reward is adjusted.')
    await waitFor(async () => expect((await call.payout(row.key)).row.state).toBe('correcting'))
  })

  test('shows the requests to whoever opens them, and asks for them no sooner', async () => {
    const { dialog } = await about('done', 'reverse')
    const closed = await within(dialog).findByTestId('payout-calls')
    expect(within(closed).queryByRole('list')).toBeNull()
    await fireEvent.click(within(closed).getByText('Calls to the shop'))
    ;(closed as HTMLDetailsElement).open = true
    await fireEvent(closed, new Event('toggle'))
    await waitFor(() => expect(within(closed).getAllByRole('listitem').length).toBeGreaterThan(0))
    expect((screen.getByTestId('payout-confirm') as HTMLButtonElement).disabled).toBe(false)
  })

  test('says that another person has to approve, and proposes', async () => {
    const { row } = await about('done', 'adjust')
    const total = row.amount.currency === 'JPY' ? '900' : '900.00'
    await type('new-total', total)
    await screen.findByTestId('payout-change')
    if (row.amount.currency === 'JPY') return
    expect(textOf(screen.getByTestId('payout-approval'))).toMatch(/Another person has to approve/)
    expect(textOf(screen.getByTestId('payout-confirm'))).toBe('Propose')
    await type('reason', 'a big one')
    await press('payout-confirm')
    expect(await noted()).toMatch(/^Proposed/)
    expect((await call.payout(row.key)).row.state).toBe('done')
  })

  test('reverses what was delivered, and reissues what was reversed', async () => {
    const { row } = await about('done', 'reverse')
    expect(textOf(await screen.findByTestId('payout-outside'))).toContain('is switched off')
    await type('reason', 'fraud')
    await press('payout-confirm')
    await waitFor(async () => expect((await call.reward(row.key)).row.state).toBe('reversed'))
    // The shop has to be told first: until then it could be spent twice.
    await waitFor(() => expect(screen.getByTestId('payout-detail').dataset['state']).toBe('correcting'))
    await press('pay')
    await screen.findByTestId('dry-row')
    await press('payout-confirm')
    await press(await screen.findByTestId('reissue').then(() => 'reissue'))
    await screen.findByTestId('payout-preview')
    await type('reason', 'it was no fraud')
    await press('payout-confirm')
    await waitFor(async () => expect((await call.payout(row.key)).row).toMatchObject({ state: 'due', generation: 2 }))
  })

  test('refuses what has changed meanwhile', async () => {
    const shell = await open('#/payouts')
    await rows()
    const row = await oneOf('done')
    await lookAt(row)
    await press('reverse')
    await screen.findByTestId('payout-preview')
    shell.touch(row.key)
    await type('reason', 'fraud')
    await press('payout-confirm')
    await press((await screen.findByTestId('look-again')).dataset['testid']!)
    await waitFor(() => expect(screen.queryByTestId('payout-dialog')).toBeNull())
    expect((await call.reward(row.key)).row.state).toBe('settled')
  })

  test('marks what was paid by hand, with its reference', async () => {
    await open('#/payouts?rail=manual&state=due')
    const [row] = (await allOf('due')).filter((one) => one.rail === 'manual')
    await rows()
    await press('export-manual')
    expect(await noted()).toBe('Saved as /home/demo/payouts-by-hand.csv.')
    await lookAt(row!)
    await press('mark-paid')
    await press('payout-confirm')
    expect(textOf(screen.getByTestId('payout-dialog'))).toContain('reference is missing')
    await type('reference', 'SEPA 2026-03-18/17')
    await press('payout-confirm')
    await waitFor(async () => expect((await call.payout(row!.key)).row.state).toBe('done'))
  })

  test('gives goodwill to somebody who is found by name', async () => {
    await open('#/payouts?do=goodwill')
    await screen.findByTestId('payout-dialog')
    expect(place.params['do']).toBeUndefined()
    await press('payout-confirm')
    expect(textOf(screen.getByTestId('payout-dialog'))).toContain('Choose who gets it.')
    await type('gift-search', 'person6@')
    await fireEvent.click((await screen.findAllByTestId('gift-found'))[0]!)
    await type('gift-amount', '15')
    await type('gift-days', '90')
    await screen.findByTestId('payout-change')
    await type('reason', 'the parcel came late')
    await press('payout-confirm')
    expect(await noted()).toBe('Confirmed: the goodwill is due.')
    const found = await call.payouts({ ...any, search: 'goodwill/' }, 'oldest', null, 10)
    expect(found.rows).toHaveLength(1)
  })

  test('stands beside a reward as well, with its raise', async () => {
    await open('#/rewards?wait=raise')
    const row = (await screen.findAllByTestId('reward-row'))[0]!
    await fireEvent.click(row)
    await fireEvent.click(await screen.findByTestId('accept_raise'))
    await screen.findByTestId('payout-change')
    await type('reason', 'the order grew')
    await press('payout-confirm')
    // A reward that is not due yet has no payout: the shell of this test says so, and the dialog stays with one sentence.
    await waitFor(() => expect(screen.queryByTestId('toast') ?? screen.queryByTestId('error-state')).toBeTruthy())
  })
})

describe('by keyboard alone', () => {
  test('a payout is opened, adjusted and sent', async () => {
    await open('#/payouts?state=done')
    await rows()
    await key('KeyJ')
    await key('Enter')
    await screen.findByTestId('payout-detail')
    await key('KeyQ')
    await type('new-total', '3')
    await screen.findByTestId('payout-preview')
    const reason = screen.getByTestId('reason')
    await fireEvent.input(reason, { target: { value: 'small' } })
    await fireEvent.keyDown(reason, { code: 'Enter', ctrlKey: true })
    expect(await noted()).toMatch(/^Confirmed/)
  })

  test('payouts are chosen and paid out', async () => {
    await open('#/payouts?state=due&rail=gift_card')
    await rows()
    await key('Space')
    await key('ArrowDown', { shiftKey: true })
    expect(picked()).toBe('2')
    await key('KeyA')
    expect(textOf(await screen.findByTestId('payout-dialog'))).toContain('Pay out 2 rewards')
    await fireEvent.keyDown(document.body, { code: 'Escape' })
  })

  test('? tells every key of the screen', async () => {
    await open('#/payouts')
    await rows()
    await fireEvent.keyDown(document.body, { code: 'Slash', shiftKey: true })
    const list = textOf(await screen.findByRole('dialog'))
    for (const what of ['Pay out', 'Look up again', 'Adjust', 'Reverse', 'Reissue', 'Mark as paid by hand']) expect(list).toContain(what)
  })
})

describe('the switch', () => {
  test('stops everything with a reason, says so everywhere, and lets go with another', async () => {
    const shell = await open('#/payouts')
    await rows()
    await press('stop')
    await press('stop-confirm')
    expect(shell.asked).not.toContain('stopPayouts')
    await type('stop-reason', 'the currency changes')
    await press('stop-confirm')
    const still = await screen.findByTestId('payouts-still')
    expect(textOf(still)).toMatch(/anna stopped them, .*the currency changes/)
    expect(screen.getByTestId('pay-all').hasAttribute('disabled')).toBe(true)
    expect(screen.queryByTestId('stop')).toBeNull()
    place.go('rewards')
    await screen.findByTestId('banner-stopped')
    place.go('payouts')
    await press((await screen.findByTestId('resume-payouts')).dataset['testid']!)
    await type('stop-reason', 'it is done')
    await press('stop-confirm')
    await waitFor(() => expect(screen.queryByTestId('payouts-still')).toBeNull())
    expect(screen.getByTestId('pay-all').hasAttribute('disabled')).toBe(false)
  })

  test('after a restore says why nothing leaves and what to do', async () => {
    await open('#/payouts', 'restored')
    const still = await screen.findByTestId('payouts-still')
    expect(still.dataset['why']).toBe('restored')
    expect(textOf(still)).toMatch(/full check.*Reconcile.*let payouts go on/)
    expect(screen.getByTestId('resume-payouts').hasAttribute('disabled')).toBe(true)
  })

  test('limits are set for each currency on its own, with a reason', async () => {
    const shell = await open('#/payouts')
    await rows()
    await waitFor(() => expect(screen.getByTestId('limits').hasAttribute('disabled')).toBe(false))
    await press('limits')
    await type('ceiling-EUR', 'much')
    await type('limits-reason', 'a new quarter')
    await press('limits-save')
    expect(textOf(screen.getByTestId('limits-dialog'))).toContain('Enter an amount')
    expect(shell.asked).not.toContain('setPayoutLimits')
    await type('ceiling-EUR', '750')
    await type('ceiling-JPY', '')
    await type('approve-USD', '50,5')
    await press('limits-save')
    await screen.findByTestId('toast')
    expect(await call.payoutStand()).toMatchObject({
      ceilings: [{ currency: 'EUR', most: '750.00' }, { currency: 'USD', most: null }, { currency: 'JPY', most: null }],
      approve_above: [{ currency: 'EUR', amount: '200.00' }, { currency: 'USD', amount: '50.50' }],
    })
  })

  test('a db that can only be read does nothing', async () => {
    await open('#/payouts', 'read_only')
    await rows()
    for (const testid of ['stop', 'goodwill', 'pay-all']) expect(screen.getByTestId(testid).hasAttribute('disabled')).toBe(true)
    await key('KeyA')
    expect(screen.queryByTestId('payout-dialog')).toBeNull()
  })
})

describe('proposals', () => {
  test('of somebody else are approved with a reason', async () => {
    await open('#/payouts?view=proposals')
    const proposal = await screen.findByTestId('proposal')
    expect(textOf(proposal)).toMatch(/Adjust.*The order was split by the warehouse.*Proposed by anna/)
    await press('proposal-approve')
    await screen.findByTestId('payout-preview')
    await type('reason', 'looked at the order')
    await press('payout-confirm')
    expect(await noted()).toBe('Confirmed: approved and done.')
    await screen.findByText('No proposal waits')
  })

  test('of one’s own can only be withdrawn', async () => {
    await open('#/payouts')
    await rows()
    const row = (await allOf('done')).find((one) => one.amount.currency === 'EUR')!
    await call.act({ deed: 'adjust', key: row.key, to: '900.00', expects: row.expects }, 'big')
    place.set({ view: 'proposals' })
    const mine = await screen.findByTestId('proposal-mine')
    const card = within(mine.closest('article')!)
    expect(card.getByTestId('proposal-approve').hasAttribute('disabled')).toBe(true)
    await fireEvent.click(card.getByTestId('proposal-decline'))
    await type('reason', 'my mistake')
    await press('payout-confirm')
    await waitFor(() => expect(screen.queryByTestId('proposal-mine')).toBeNull())
  })
})

test.each([['12', '12'], [' 12,50 ', '12.50'], ['0.125', '0.125'], ['', null], ['-1', null], ['1e3', null], ['1.2.3', null], ['12.', null], ['€5', null]])('an amount as somebody types it: “%s”', (typed, amount) => expect(amountOf(typed)).toBe(amount))

test.each(['en', 'ru'] as const)('every state and dialog has its words in %s', async (lang) => {
  await open('#/payouts', 'ready', lang)
  await rows()
  const bare = /\b(?:payouts?|reconcile|proposals?|goodwill|col|act)-[a-z]+/
  for (const state of STATES) {
    const row = (await allOf(state))[0]
    if (row === undefined) continue
    const shown = await lookAt(row)
    for (const part of shown.querySelectorAll('p, dt, h2, button, .badge')) expect(textOf(part)).not.toMatch(bare)
  }
})
