// @vitest-environment node
import { describe, expect, test } from 'vitest'
import { ago, bytes, count, day, decimal, duration, fullInstant, lately, money, month, percent, value, values } from '../src/lib/format'

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('money', () => {
  test.each([
    ['80.00', 'EUR', '€80.00', '80,00 €'],
    ['-4.5', 'USD', '−$4.5', '−4,5 $'],
    ['1250', 'JPY', '¥1,250', '1 250 ¥'],
    ['1250.123', 'KWD', 'KWD 1,250.123', '1 250,123 KWD'],
    ['300', 'points', '300 \u2068points\u2069', '300 \u2068points\u2069'],
    ['1', 'messages', '1 \u2068messages\u2069', '1 \u2068messages\u2069'],
    ['10.01', 'бонусы', '10.01 \u2068бонусы\u2069', '10,01 \u2068бонусы\u2069'],
    ['0.00000001', 'TOKEN', '0.00000001 \u2068TOKEN\u2069', '0,00000001 \u2068TOKEN\u2069'],
    ['not money', 'EUR', 'not money EUR', 'not money EUR'],
  ])('%s %s', (amount, currency, english, russian) => {
    expect(plain(money(amount, currency, 'en'))).toBe(english)
    expect(plain(money(amount, currency, 'ru'))).toBe(russian)
  })

  test('digits beyond what a float holds stay as they are', () => {
    expect(money('90071992547409931234.57', 'EUR', 'en')).toBe('€90,071,992,547,409,931,234.57')
    expect(decimal('0.1234567890123456789', 'en')).toBe('0.1234567890123456789')
  })
})

describe('other figures', () => {
  test('percent keeps the digits of its text', () => {
    expect(percent('12.50', 'en')).toBe('12.50%')
    expect(plain(percent('-3.1', 'ru'))).toBe('−3,1 %')
    expect(percent('?', 'en')).toBe('?')
  })

  test('counts are grouped', () => {
    expect(count(12345, 'en')).toBe('12,345')
    expect(plain(count(12345, 'ru'))).toBe('12 345')
  })

  test('time to go is rounded up', () => {
    expect(duration(40.4, 'en')).toBe('40 sec')
    expect(duration(91, 'en')).toBe('2 min')
    expect(duration(7201, 'en')).toBe('3 hr')
    expect(plain(duration(61 * 60, 'ru'))).toBe('61 мин')
    expect(duration(-5, 'en')).toBe('0 sec')
  })
})

describe('instants', () => {
  const at = '2026-03-18T09:30:00Z'

  test('day and month', () => {
    expect(day(at, 'en')).toBe('Mar 18, 2026')
    expect(plain(day(at, 'ru'))).toBe('18 мар. 2026 г.')
    expect(month('2026-03', 'en')).toBe('Mar 2026')
    expect(month('online-eu', 'en')).toBe('online-eu')
  })

  test('the tooltip names the zone', () => {
    expect(fullInstant(at, 'en')).toMatch(/GMT|UTC|[A-Z]{3,4}/)
  })

  test('what is no instant is shown as it came', () => {
    expect(day('yesterday', 'en')).toBe('yesterday')
    expect(day('2026-99-99T00:00:00Z', 'en')).toBe('2026-99-99T00:00:00Z')
  })

  test.each([
    ['2026-03-18T09:29:40Z', 'this minute'],
    ['2026-03-18T09:26:00Z', '4 min. ago'],
    ['2026-03-18T06:30:00Z', '3 hr. ago'],
    ['2026-03-16T09:30:00Z', '2 days ago'],
  ])('%s is %s', (then, told) => {
    expect(ago(then, new Date(at), 'en')).toBe(told)
  })
})

test('ready-made values of a trace are shown as the language does it', () => {
  expect(value('80.00 EUR', 'en')).toBe('€80.00')
  expect(value('12 monkeys & more', 'en')).toBe('12 monkeys & more')
  expect(plain(values({ saw: '80.00 EUR', nth: '3' }, 'ru')['saw'] ?? '')).toBe('80,00 €')
  expect(values({ nth: '3' }, 'ru')).toEqual({ nth: '3' })
})

test.each([
  ['2026-03-18T09:00:00Z', '30 min. ago', '30 мин. назад'],
  ['2026-03-17T09:00:00Z', 'yesterday', 'вчера'],
  ['2026-03-11T09:30:00Z', '7 days ago', '7 дн. назад'],
  ['2026-03-11T09:29:59Z', 'Mar 11, 2026', '11 мар. 2026 г.'],
  ['2026-02-27T09:30:00Z', 'Feb 27, 2026', '27 февр. 2026 г.'],
  ['no instant', 'no instant', 'no instant'],
])('lately, %s', (then, english, russian) => {
  const now = new Date('2026-03-18T09:30:00Z')
  expect(plain(lately(then, now, 'en'))).toBe(english)
  expect(plain(lately(then, now, 'ru'))).toBe(russian)
})

test.each([
  ['0', '0 kB', '0 кБ'],
  ['999', '1 kB', '1 кБ'],
  ['48234496', '48.2 MB', '48,2 МБ'],
  ['9007199254740993000', '9,007,199,254.7 GB', '9 007 199 254,7 ГБ'],
  ['many', 'many', 'many'],
])('%s bytes', (size, english, russian) => {
  expect(plain(bytes(size, 'en'))).toBe(english)
  expect(plain(bytes(size, 'ru'))).toBe(russian)
})
