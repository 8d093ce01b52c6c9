import { FluentBundle, FluentResource } from '@fluent/bundle'
import { fireEvent, screen, waitFor, within } from '@testing-library/svelte'
import { describe, expect, test } from 'vitest'
import { around, diff } from '../src/lib/diff'
import { place } from '../src/lib/place.svelte'
import { asNumber, blank, choicesOf, chosenOf, kindOf, ORDER, program, resolve, variantsOf, withChoice, type Node } from '../src/lib/programForm'
import { read } from './source'
import { open, press, textOf, type } from './stage'

const at = (pointer: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(`[data-pointer="${pointer}"]`)
  if (!found) throw new Error(`no field at ${pointer}`)
  return found
}
const input = (pointer: string): HTMLInputElement => within(at(pointer)).getAllByRole('textbox')[0] as HTMLInputElement
const summary = () => within(screen.getByTestId('program-summary')).getAllByRole('listitem').map(textOf)

describe('the list', () => {
  test('tells how each program stands', async () => {
    await open('#/programs')
    const rows = await screen.findAllByTestId('program-row')
    expect(rows.map((row) => [row.dataset['key'], row.dataset['state']])).toEqual([['linden', 'in_force'], ['shop-gift-card', 'ready'], ['coupons-credit-steps', 'ready']])
    expect(textOf(rows[0])).toContain('Linden & Co <b>friends</b>')
    expect(textOf(rows[0])).toContain('Version 2')
    expect(rows[0]?.querySelector('b b')).toBeNull()
  })

  test('nothing is written where the db is open for reading', async () => {
    await open('#/programs', 'read_only')
    expect(await screen.findByTestId('program-new')).toHaveProperty('disabled', true)
  })
})

describe('a program', () => {
  test('is told in plain words and shown beside its last version', async () => {
    await open('#/programs?program=linden')
    await screen.findByTestId('program-summary')
    expect(summary()).toContain('The advocate gets €12.00, by the currency of the event (gift card).')
    expect(screen.getAllByTestId('program-version').map((version) => version.dataset['version'])).toEqual(['2', '1'])
    await fireEvent.click(screen.getByRole('radio', { name: 'Changes' }))
    const words = await screen.findByTestId('program-diff-words')
    const changed = within(words).getAllByRole('listitem').map(textOf)
    expect(changed).toContain('−Gone: It is held for so many days: 14.')
    expect(changed).toContain('+New: It is held for so many days: 21.')
    expect(textOf(screen.getByTestId('program-diff-toml'))).toContain('hold_days = 21')
    await fireEvent.click(screen.getByRole('radio', { name: 'TOML' }))
    expect(screen.getByTestId('program-toml').textContent).toContain('version = 2')
    await fireEvent.change(screen.getByTestId('program-version-select'), { target: { value: '1' } })
    await waitFor(() => expect(screen.getByTestId('program-toml').textContent).toContain('version = 1'))
    expect(screen.queryByRole('radio', { name: 'Changes' })).toBeNull()
    await press('program-save')
    expect(textOf(await screen.findByTestId('toast'))).toBe('Saved to /home/demo/linden-1.toml')
  })

  test('is paused, activated again and ended, each time once somebody read what that means', async () => {
    const shell = await open('#/programs?program=linden')
    const state = () => screen.getByTestId('program-page').dataset['state']
    await press((await screen.findByTestId('program-pause')).dataset['testid'] ?? '')
    expect(shell.asked).not.toContain('programPause')
    await press('program-rest-confirm')
    expect(shell.asked).not.toContain('programPause')
    await type('program-rest-reason', 'too dear')
    await press('program-rest-confirm')
    await waitFor(() => expect(state()).toBe('paused'))
    expect(textOf(screen.getByTestId('program-history'))).toMatch(/Paused.*mara.*too dear/)
    await press('program-resume')
    await waitFor(() => expect(state()).toBe('in_force'))
    await press('program-end')
    await type('program-rest-reason', 'summer is over')
    await press('program-rest-confirm')
    await waitFor(() => expect(state()).toBe('ended'))
    expect(screen.queryByTestId('program-pause')).toBeNull()
  })

  test('that is ready is activated from now on, or from an instant that reaches into history', async () => {
    await open('#/programs?program=shop-gift-card')
    const go = await screen.findByTestId('program-activate')
    await waitFor(() => expect(go).toHaveProperty('disabled', false))
    await fireEvent.click(go)
    await fireEvent.click(screen.getByRole('radio', { name: 'From an instant' }))
    expect(screen.getByTestId('activate-confirm')).toHaveProperty('disabled', true)
    await type('activate-instant', '2024-05-01T00:00')
    expect(textOf(await screen.findByTestId('activate-history'))).toContain('before the shop was connected')
    await waitFor(() => expect(screen.getByTestId('activate-confirm')).toHaveProperty('disabled', false))
    await press('activate-confirm')
    await waitFor(() => expect(screen.getByTestId('program-page').dataset['state']).toBe('in_force'))
    expect(textOf(screen.getByTestId('program-version'))).toContain('May 1, 2024')
  })
})

describe('the form', () => {
  test('edits a rule, tells what changes, and a fault stands at its field', async () => {
    await open('#/programs?program=linden&edit=1')
    await screen.findByTestId('program-summary')
    expect(input('/version').value).toBe('3')
    expect(input('/from').value).toBe('')
    expect(input('/rule/0/hold_days').value).toBe('21')
    await fireEvent.input(input('/rule/0/hold_days'), { target: { value: '7' } })
    await waitFor(() => expect(summary()).toContain('It is held for so many days: 7.'))
    await fireEvent.input(input('/rule/0/hold_days'), { target: { value: 'soon' } })
    const fault = await screen.findByTestId('program-fault')
    expect(fault.dataset['pointerOf']).toBe('/rule/0/hold_days')
    expect(textOf(fault)).toMatch(/^Line \d+, rule first-order, hold_days: write a number of days from 0 to 36525/)
    expect(input('/rule/0/hold_days').getAttribute('aria-invalid')).toBe('true')
    expect(textOf(within(at('/rule/0/hold_days')).getByRole('alert'))).toBe('write a number of days from 0 to 36525')
    expect(summary()).toContain('It is held for so many days: 7.')
    expect(screen.getByTestId('program-activate')).toHaveProperty('disabled', true)
    for (const way of [() => press('program-to-fault'), () => fireEvent.keyDown(window, { code: 'F8' })]) {
      screen.getByTestId('program-open').focus()
      await way()
      await waitFor(() => expect(document.activeElement).toBe(input('/rule/0/hold_days')))
    }
    await fireEvent.input(input('/rule/0/hold_days'), { target: { value: '9' } })
    await waitFor(() => expect(screen.queryByTestId('program-fault')).toBeNull())
    await fireEvent.click(screen.getByRole('radio', { name: 'Changes' }))
    expect(textOf(screen.getByTestId('program-diff-toml'))).toContain('hold_days = 9')
  })

  test('a grant is added with what it needs, and activated as the next version', async () => {
    await open('#/programs?program=linden&edit=1')
    await screen.findByTestId('program-summary')
    await fireEvent.click(within(at('/rule/0/grant/1')).getByRole('button', { name: /Reward · / }))
    await fireEvent.input(input('/rule/0/grant/1/value/fixed/EUR').closest('.row')?.querySelectorAll('input')[1] as HTMLInputElement, { target: { value: '6.00' } })
    await waitFor(() => expect(summary()).toContain('The friend gets €6.00, by the currency of the event (voucher).'))
    await press('add-grant')
    await waitFor(() => expect(at('/rule/0/grant/2/to')).toBeTruthy())
    await fireEvent.click(within(at('/rule/0/grant/2')).getByRole('button', { name: /^Remove ./ }))
    await waitFor(() => expect(document.querySelector('[data-pointer="/rule/0/grant/2"]')).toBeNull())
    await waitFor(() => expect(screen.getByTestId('program-activate')).toHaveProperty('disabled', false))
    await press('program-activate')
    await waitFor(() => expect(screen.getByTestId('activate-confirm')).toHaveProperty('disabled', false))
    await press('activate-confirm')
    await screen.findByTestId('program-page')
    expect(place.params).toEqual({ program: 'linden' })
    await waitFor(() => expect(screen.getAllByTestId('program-version')).toHaveLength(3))
  })

  test('a file that is no TOML has its fault at its line, and the form says so', async () => {
    await open('#/programs?edit=1')
    expect((await screen.findAllByTestId('program-fault')).map((fault) => fault.dataset['pointerOf'])).toEqual(['/id', '/name', '/rule/0/on'])
    await press('program-open')
    const field = (await screen.findByTestId('program-toml-input')) as HTMLTextAreaElement
    await waitFor(() => expect(textOf(screen.getByTestId('program-toml-fault'))).toMatch(/^Line 2: /))
    expect(field.getAttribute('aria-invalid')).toBe('true')
    await fireEvent.click(screen.getByRole('radio', { name: 'Form' }))
    expect(textOf(screen.getByTestId('program-editor'))).toContain('The file is no TOML')
  })

  test.each(['shop-gift-card', 'coupons-credit-steps'])('the ready program %s opens as it stands', async (id) => {
    const shell = await open(`#/programs?program=${id}&edit=1`)
    await screen.findByTestId('program-summary')
    expect(shell.asked).not.toContain('programCheck')
    expect(input('/id').value).toBe(id)
    expect(screen.queryByTestId('program-fault')).toBeNull()
  })
})

describe('the schema', () => {
  /** Every key with the table that it stands in, every word with its key. */
  function walk(of: string, given: Node, name: string, said: { keys: Set<string>; words: Set<string> }, seen: Set<string>): void {
    const { of: def, node } = resolve(given)
    for (const variant of variantsOf(node)) {
      said.words.add(`${name}/${variant.name}`)
      if (variant.inner) {
        said.keys.add(`${def}/${variant.name}`)
        walk(def, variant.inner, variant.name, said, seen)
      }
    }
    if (kindOf(node) === 'list') said.keys.add(`/${name}_one`)
    if (node.items) walk(of, node.items, name, said, seen)
    const place = `${def || of}:${name}`
    if (seen.has(place)) return
    seen.add(place)
    for (const [key, inner] of Object.entries(node.properties ?? {})) {
      if (variantsOf(node).length === 0) said.keys.add(`${kindOf(node) === 'map' ? name : def}/${key}`)
      walk(def, inner, key, said, seen)
    }
  }
  const said = { keys: new Set<string>(), words: new Set<string>() }
  walk('', program().node, '', said, new Set())

  test.each(['en', 'ru'] as const)('has a label for every key and every word in %s', (lang) => {
    const bundle = new FluentBundle(lang)
    bundle.addResource(new FluentResource(read(`locales/${lang}.ftl`)))
    const has = (key: string) => bundle.hasMessage(key.replaceAll('_', '-'))
    expect(said.keys.size).toBeGreaterThan(110)
    const nameless = [...said.keys].filter((place) => {
      const [of = '', key = ''] = place.split('/')
      return !has(`program-key-${of.toLowerCase()}-${key}`) && !has(`program-key-${key}`)
    })
    expect(nameless).toEqual([])
    const families: Record<string, string> = { of: 'base', by: 'by', rail: 'rail' }
    const mute = [...said.words].filter((place) => {
      const [key = '', word = ''] = place.split('/')
      return !has(`program-value-${key}-${word}`) && !has(`program-value-${word}`) && !has(`program-summary-${families[key] ?? ''}-${word}`)
    })
    expect(mute).toEqual([])
  })

  test('begins what is new with what it needs', () => {
    const { node } = program()
    expect(blank(node)).toEqual({
      id: '', name: '',
      rule: [{ id: '', on: [], grant: [{ to: 'friend', reward: { rail: 'gift_card' }, value: { fixed: {} } }] }],
    })
    const value = resolve({ $ref: '#/$defs/Value' })
    const [choice = []] = choicesOf(value.of)
    const percent = withChoice(value.node, { fixed: { EUR: '1' } }, choice, 1)
    expect(percent).toEqual({ percent: '', of: 'items' })
    expect([chosenOf(percent, choice), chosenOf({ units: '1' }, choice), chosenOf({}, choice)]).toEqual([1, 2, 0])
  })

  test('every key has its place in the order of its table, and the order names no other', () => {
    for (const [of, order] of Object.entries(ORDER)) {
      const { node } = of === '' ? program() : resolve({ $ref: `#/$defs/${of}` })
      expect([of, [...order].sort()]).toEqual([of, Object.keys(node.properties ?? {}).sort()])
    }
  })

  test('numbers are numbers, and nothing else is made one', () => {
    expect(['14', ' 7 ', '-1', '1.5', '1e3', '07', '', '99999999999999999999'].map(asNumber)).toEqual([14, 7, -1, '1.5', '1e3', '07', '', '99999999999999999999'])
  })
})

describe('what changed', () => {
  const told = (before: string, after: string) => diff([...before], [...after]).map((line) => ({ same: ' ', gone: '-', new: '+' })[line.kind] + line.text).join('')

  test.each([
    ['', '', ''],
    ['abc', 'abc', ' a b c'],
    ['abc', 'axc', ' a-b+x c'],
    ['abc', 'ac', ' a-b c'],
    ['ac', 'abc', ' a+b c'],
    ['', 'ab', '+a+b'],
    ['abcd', 'bcde', '-a b c d+e'],
  ])('%s to %s', (before, after, want) => {
    expect(told(before, after)).toBe(want)
  })

  test('what did not change is left out far from what did', () => {
    const lines = diff([...'aaaaaaaaaa'], [...'aaaaaaaaaab'])
    expect(around(lines).map((line) => line?.text ?? '⋯')).toEqual(['⋯', 'a', 'a', 'b'])
  })

  test('giant texts are told at once', () => {
    const many = (sign: string) => Array.from({ length: 3000 }, (_, at) => `${sign}${at}`)
    expect(diff(many('a'), many('b'))).toHaveLength(6000)
  })
})
