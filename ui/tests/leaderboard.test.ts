import { fireEvent, screen, waitFor, within } from '@testing-library/svelte'
import { describe, expect, test } from 'vitest'
import { place } from '../src/lib/place.svelte'
import { daysOf, isBackwards, queryOf } from '../src/screens/leaderboard'
import { open, textOf, type } from './stage'

const rows = () => screen.getAllByTestId('leaderboard-row')
const MAY = new Date(2026, 4, 17, 12)

describe('the time', () => {
  test.each([
    ['all', {}, null, null],
    ['month', {}, '2026-05-01', null],
    ['last_month', {}, '2026-04-01', '2026-04-30'],
    ['year', {}, '2026-01-01', null],
    ['contest', { from: '2026-02-01', to: '2026-02-28' }, '2026-02-01', '2026-02-28'],
  ] as const)('%s', (period, params, from, to) => expect(daysOf(period, params, MAY)).toEqual({ from, to }))

  test('of a contest ends where the day after its last begins', () => {
    const asked = queryOf({ by: 'revenue', period: 'contest', from: '2026-02-01', to: '2026-02-28' }, ['EUR'], MAY)
    expect(asked).toEqual({ by: 'revenue', asset: 'EUR', program: null, from: new Date(2026, 1, 1).toISOString().replace('.000Z', 'Z'), until: new Date(2026, 2, 1).toISOString().replace('.000Z', 'Z') })
    expect(isBackwards(asked)).toBe(false)
    expect(isBackwards(queryOf({ period: 'contest', from: '2026-03-02', to: '2026-03-01' }, [], MAY))).toBe(true)
  })

  test('that names no day has no end to that side', () => {
    expect(queryOf({ period: 'contest', from: '2026-02-30', to: 'soon' }, [], MAY)).toMatchObject({ from: null, until: null })
  })
})

describe('the leaderboard', () => {
  test('ranks by friends, by what they paid and by what was earned, each in one asset', async () => {
    await open('#/leaderboard')
    await screen.findAllByTestId('leaderboard-row')
    const friends = rows().map((row) => Number(textOf(within(row).getAllByRole('gridcell').at(-1))))
    expect(friends).toEqual([...friends].sort((a, b) => b - a))
    expect(textOf(within(rows()[0]!).getAllByRole('gridcell')[0])).toBe('1')
    await fireEvent.click(screen.getByRole('radio', { name: 'Revenue' }))
    await waitFor(() => expect(textOf(within(rows()[0]!).getAllByRole('gridcell').at(-1))).toMatch(/^€/))
    await fireEvent.change(screen.getByTestId('leaderboard-asset'), { target: { value: 'JPY' } })
    await waitFor(() => expect(rows().every((row) => textOf(row).includes('¥'))).toBe(true))
    await fireEvent.click(screen.getByRole('radio', { name: 'Rewards' }))
    await screen.findByTestId('leaderboard-program')
    expect(place.params).toMatchObject({ by: 'earned', asset: 'JPY' })
  })

  test('of a contest counts what lies between two days, and says when they are the wrong way round', async () => {
    await open('#/leaderboard')
    const all = (await screen.findAllByTestId('leaderboard-row')).length
    await fireEvent.change(screen.getByTestId('leaderboard-period'), { target: { value: 'contest' } })
    await type('leaderboard-from', '2026-02-01')
    await type('leaderboard-to', '2026-02-28')
    await waitFor(() => expect(screen.queryAllByTestId('leaderboard-row').length).toBeLessThan(all))
    await type('leaderboard-to', '2026-01-28')
    expect(textOf(await screen.findByTestId('leaderboard-backwards'))).toContain('choose a later one')
    expect(screen.queryAllByTestId('leaderboard-row')).toHaveLength(0)
  })

  test('leads to the profile by keyboard', async () => {
    await open('#/leaderboard')
    await screen.findAllByTestId('leaderboard-row')
    await fireEvent.keyDown(screen.getByRole('grid', { name: 'Leaderboard' }), { code: 'Enter' })
    await screen.findByTestId('customer-detail')
    expect(place.screen).toBe('customers')
  })
})
