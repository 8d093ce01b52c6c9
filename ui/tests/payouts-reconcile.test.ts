import { fireEvent, screen, waitFor, within } from '@testing-library/svelte'
import { expect, test } from 'vitest'
import { call } from '../src/ipc/call'
import { place } from '../src/lib/place.svelte'
import { open, press, textOf, type } from './stage'

async function compare() {
  await press((await screen.findByTestId('reconcile-start')).dataset['testid']!)
  await screen.findAllByTestId('finding')
}

test('what was never compared says what to do', async () => {
  await open('#/reconciliation')
  await screen.findByText('Not compared yet')
  expect(textOf(screen.getByTestId('reconcile-last'))).toBe('Never compared')
})

test('a comparison shows how it goes on, and can be stopped', async () => {
  const shell = await open('#/reconciliation', 'ready', 'en', 15)
  await press((await screen.findByTestId('reconcile-start')).dataset['testid']!)
  expect(textOf(await screen.findByTestId('reconcile-progress'))).toMatch(/Comparing \d+ of \d+/)
  await press('reconcile-cancel')
  await screen.findByTestId('reconcile-start')
  expect(shell.asked).toContain('reconcileCancel')
  expect((await call.reconcileStatus(null)).last_at).toBeNull()
})

test('differences stand in groups, with both sides and what mends them', async () => {
  await open('#/reconciliation')
  await compare()
  expect(screen.getAllByTestId('finding-group').map((group) => group.dataset['kind'])).toEqual(['duplicated', 'still_active', 'orphaned', 'currency_drift', 'amount_drift', 'used_more', 'switched_off', 'unrecorded', 'missing', 'deleted'])
  const amounts = screen.getAllByTestId('finding-group').find((group) => group.dataset['kind'] === 'amount_drift')!
  const [here, there] = [...within(amounts).getAllByTestId('finding')[0]!.querySelectorAll('td')].slice(1, 3).map((cell) => textOf(cell.querySelector('b')))
  expect(here).not.toBe(there)
  expect(textOf(amounts)).toContain('What can be spent there is not what should be.')
  expect(within(amounts).getAllByTestId('mend').map(textOf)).toEqual(['Correct', 'Correct'])
})

test('a difference is mended on the same screen, with a reason', async () => {
  await open('#/reconciliation')
  await compare()
  const before = screen.getAllByTestId('finding').length
  await fireEvent.click(screen.getAllByTestId('mend')[0]!)
  expect(textOf(await screen.findByTestId('payout-mend'))).toContain('is there more than once. What is there is switched off.')
  await press('payout-confirm')
  expect(textOf(screen.getByTestId('payout-dialog'))).toContain('Give a reason')
  await type('reason', 'one is enough')
  await press('payout-confirm')
  await waitFor(() => expect(screen.getAllByTestId('finding')).toHaveLength(before - 1))
  expect(textOf(await screen.findByTestId('toast'))).toBe('Confirmed: the difference is being mended.')
})

test('a difference is left as it is, and stays on the record', async () => {
  await open('#/reconciliation')
  await compare()
  const before = screen.getAllByTestId('finding').length
  await fireEvent.click(screen.getAllByTestId('leave')[1]!)
  await type('reason', 'the shop knows of it')
  await press('payout-confirm')
  await waitFor(() => expect(screen.getAllByTestId('finding')).toHaveLength(before - 1))
  place.set({ state: 'left' })
  await waitFor(() => expect(screen.getAllByTestId('finding')).toHaveLength(1))
  expect(textOf(screen.getByTestId('finding'))).toMatch(/anna.*the shop knows of it/)
  expect(screen.queryByTestId('mend')).toBeNull()
})

test('finance gets a file', async () => {
  await open('#/reconciliation')
  await compare()
  await press('reconcile-export')
  expect(textOf(await screen.findByTestId('toast'))).toBe('Saved as /home/demo/reconciliation.csv.')
})

test('a shop that cannot be reached is one sentence', async () => {
  await open('#/reconciliation', 'trouble')
  await press((await screen.findByTestId('reconcile-start')).dataset['testid']!)
  expect(textOf(await screen.findByTestId('error-state'))).toMatch(/\.$/)
})

test('a finding leads to its payout', async () => {
  await open('#/reconciliation')
  await compare()
  await fireEvent.click(screen.getAllByText('Show the payout')[0]!)
  expect(place.screen).toBe('payouts')
  await screen.findByTestId('payout-detail')
})

test('after a restore the way out is on the screen, and leads out', async () => {
  await open('#/reconciliation', 'restored')
  await screen.findByTestId('payouts-still')
  const go = screen.getByTestId('resume-payouts')
  expect(go.hasAttribute('disabled')).toBe(true)
  await compare()
  expect(screen.getByTestId('resume-payouts').hasAttribute('disabled')).toBe(true)
  await press('leave')
  await type('reason', 'the shop knows of it')
  await press('payout-confirm')
  await waitFor(() => expect(screen.getByTestId('resume-payouts').hasAttribute('disabled')).toBe(false))
  await press('resume-payouts')
  await waitFor(() => expect(screen.queryByTestId('payouts-still')).toBeNull())
})
