// @vitest-environment node
import { describe, expect, test } from 'vitest'
import { act } from '../src/lib/keys'
import { format, oneOf, parse, SCREENS, wholeNumber } from '../src/lib/route'
import { shopAddress } from '../src/lib/shop'
import { visible } from '../src/lib/visible'

describe('the address', () => {
  test.each([
    ['', { screen: 'overview', params: {} }],
    ['#/rewards?state=due&search=a%26b', { screen: 'rewards', params: { state: 'due', search: 'a&b' } }],
    ['#/nowhere?x=1', { screen: 'overview', params: { x: '1' } }],
    ['#/sync?', { screen: 'sync', params: {} }],
    ['#/rewards?__proto__=x', { screen: 'rewards', params: {} }],
  ])('%s', (hash, route) => {
    expect(parse(hash)).toEqual(route)
  })

  test('writing and reading give the same', () => {
    for (const screen of SCREENS) {
      const params = { search: 'Jörg & <b>=1#?', state: 'due' }
      expect(parse(format(screen, params))).toEqual({ screen, params })
    }
    expect(format('rewards', { state: '', wait: null, role: undefined })).toBe('#/rewards')
  })

  test('only known words and whole numbers come out', () => {
    expect(oneOf('due', ['due', 'void'])).toBe('due')
    expect(oneOf('constructor', ['due'])).toBeNull()
    expect(wholeNumber('42')).toBe(42)
    for (const bad of [undefined, '', '-1', '1.5', '1e3', ' 1', '12345678901']) expect(wholeNumber(bad)).toBeNull()
  })
})

describe('keys go by their place', () => {
  const stroke = (code: string, held: Partial<Record<'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey', boolean>> = {}) => ({
    code, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...held,
  })

  test.each([
    [stroke('KeyK', { ctrlKey: true }), true, false, { do: 'palette' }],
    [stroke('KeyK', { metaKey: true }), false, false, { do: 'palette' }],
    [stroke('Digit2', { altKey: true }), true, false, { do: 'go', screen: 'rewards' }],
    [stroke('Digit0', { altKey: true }), false, false, { do: 'go', screen: 'programs' }],
    [stroke('Minus', { altKey: true }), false, false, null],
    [stroke('KeyM'), false, true, { do: 'go', screen: 'payouts' }],
    [stroke('Slash'), false, false, { do: 'search' }],
    [stroke('Slash'), true, false, null],
    [stroke('Slash', { shiftKey: true }), false, false, { do: 'help' }],
    [stroke('KeyG'), false, false, { do: 'chord' }],
    [stroke('KeyG'), true, false, null],
    [stroke('KeyR'), false, true, { do: 'go', screen: 'rewards' }],
    [stroke('KeyR'), false, false, null],
    [stroke('KeyQ'), false, true, null],
  ])('%j typing %s chord %s', (pressed, typing, chord, meant) => {
    expect(act(pressed, typing, chord)).toEqual(meant)
  })
})

test('a shop’s address is whole, safe and without a password', () => {
  expect(shopAddress(' https://shop.example/graphql/ ')).toBe('https://shop.example/graphql/')
  expect(shopAddress('http://127.0.0.1:8000/graphql/')).toBe('http://127.0.0.1:8000/graphql/')
  for (const bad of ['', 'shop.example', 'http://shop.example/', 'ftp://shop.example/', 'javascript:alert(1)', 'https://me:secret@shop.example/']) {
    expect(shopAddress(bad)).toBeNull()
  }
})

test('the rows in view, with a few to spare, never outside the list', () => {
  expect(visible(0, 400, 40, 1000, 5)).toEqual({ first: 0, last: 15 })
  expect(visible(4000, 400, 40, 1000, 5)).toEqual({ first: 95, last: 115 })
  expect(visible(999_999, 400, 40, 10, 5)).toEqual({ first: 9, last: 10 })
  expect(visible(0, 400, 40, 0)).toEqual({ first: 0, last: 0 })
})
