import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte'
import { afterEach, describe, expect, test } from 'vitest'
import { connect } from '../src/ipc/call'
import { fakeShell } from '../src/ipc/fake'
import { prefs } from '../src/lib/prefs.svelte'
import Backtest from '../src/screens/Backtest.svelte'
import { minus } from '../src/screens/backtest'
import { press, textOf } from './stage'

let stop: (() => void) | undefined
afterEach(() => stop?.())

async function show(source = 'id = "draft"', delay = 0) {
  prefs.locale = 'en'
  const shell = fakeShell('ready', { delay })
  stop = await connect(shell)
  return { shell, ...render(Backtest, { source }) }
}

describe('exact differences', () => {
  test.each([
    ['980.00', '1240.00', '-260.00'],
    ['0.10', '0.3', '-0.20'],
    ['-0.05', '-0.10', '0.05'],
    ['98', '124', '-26'],
    ['92233720368547758.07', '0.08', '92233720368547757.99'],
  ])('%s less %s is %s', (draft, now, difference) => expect(minus(draft, now)).toBe(difference))
  test('there is none without both', () => expect(minus(null, '1')).toBeNull())
})

describe('a draft', () => {
  test('stands beside what happened, with what differs and why', async () => {
    await show()
    await press('backtest-start')
    const kinds = await screen.findAllByTestId('backtest-kind')
    expect(kinds.map((kind) => kind.dataset['kind'])).toEqual(['lost', 'caught'])
    expect(textOf(screen.getByTestId('backtest-drafted'))).toContain('beginning')
    const cost = screen.getAllByTestId('backtest-line').find((line) => line.dataset['name'] === 'cost')
    expect(textOf(cost)).toContain('−€260.00')
    await fireEvent.click(kinds[0]!)
    await waitFor(() => expect(screen.getAllByTestId('backtest-order')).toHaveLength(50))
    await fireEvent.click(screen.getByText('Show more'))
    await waitFor(() => expect(screen.getAllByTestId('backtest-order')).toHaveLength(60))
    await fireEvent.click(within(screen.getAllByTestId('backtest-order')[1]!).getByRole('button'))
    const both = within(await screen.findByTestId('backtest-decisions'))
    const decisions = await both.findAllByTestId('backtest-decision')
    expect(decisions).toHaveLength(2)
    expect(textOf(decisions[1])).toContain('The order is below the minimum')
  })

  test('can be stopped, and tried again', async () => {
    const { shell } = await show(undefined, 20)
    await press('backtest-start')
    await fireEvent.click(await screen.findByTestId('backtest-cancel'))
    await screen.findByTestId('backtest-start')
    expect(shell.asked).toContain('backtestCancel')
    expect(textOf(await screen.findByTestId('backtest-stopped'))).toContain('Nothing was written')
    expect(screen.queryAllByTestId('backtest-kind')).toHaveLength(0)
    await press('backtest-start')
    expect(await screen.findAllByTestId('backtest-kind')).toHaveLength(2)
    expect(screen.queryByTestId('backtest-stopped')).toBeNull()
  })

  test('that has changed since says so', async () => {
    const { rerender } = await show()
    await press('backtest-start')
    await screen.findAllByTestId('backtest-kind')
    expect(screen.queryByTestId('backtest-stale')).toBeNull()
    await rerender({ source: 'id = "other"' })
    expect(screen.getByTestId('backtest-stale')).toBeTruthy()
  })

  test('with a fault says where', async () => {
    await show('faulty')
    await press('backtest-start')
    expect(textOf(await screen.findByText(/Mistakes in the program/))).toContain('Mistakes in the program draft: 1, the first in line 3')
  })
})
