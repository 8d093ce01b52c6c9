// What a program says, in words: its sentences, the labels of its keys and values.
import type { DraftFault, SummarySentence } from '../ipc/bindings'
import { value } from './format'
import { prefs } from './prefs.svelte'
import { isIn, kebab } from './programForm'
import { t, tryWords } from './words'

export function sentenceText({ key, args }: SummarySentence): string {
  const said = Object.entries(args).map(([name, words]) => [name, words.map((word) => (word.key !== undefined ? t(word.key) : value(word.text, prefs.lang))).join(', ')])
  return t(key, Object.fromEntries(said) as Record<string, string>)
}

/** What was found and what would do. */
export function faultText({ kind, args }: DraftFault): string {
  return t(`fault-${kebab(kind)}`, args as Record<string, string>)
}

/** The same, with its line and its key in front. */
export function faultLine(fault: DraftFault): string {
  const what = faultText(fault)
  if (fault.line === null) return what
  const line = String(fault.line)
  return fault.place === '' ? t('fault-line', { line, what }) : t('fault-at', { line, place: fault.place, what })
}

/** What is wrong at a field itself. */
export function faultAt(faults: DraftFault[], pointer: string): string | undefined {
  const found = faults.find((fault) => fault.pointer === pointer)
  return found && faultText(found)
}

/** What is wrong at a field, or at something in it. */
export function faultIn(faults: DraftFault[], pointer: string): string | undefined {
  const found = faults.find((fault) => isIn(fault.pointer, pointer))
  return found && faultText(found)
}

/** What a key is called; some keys mean something of their own in their table. */
export function keyText(of: string, key: string): string {
  return tryWords(`program-key-${of.toLowerCase()}-${kebab(key)}`) ?? t(`program-key-${kebab(key)}`)
}

export function hintText(of: string, key: string): string | undefined {
  return tryWords(`program-hint-${of.toLowerCase()}-${kebab(key)}`) ?? tryWords(`program-hint-${kebab(key)}`)
}

/** What one of several sets of keys is called. */
export function choiceText(of: string, first: string): string {
  return tryWords(`program-choice-${of.toLowerCase()}-${kebab(first)}`) ?? keyText(of, first)
}

/** Values that the summary has words for. */
const FAMILY: Record<string, string> = { of: 'base', by: 'by', rail: 'rail', event: 'event' }

/** What a value is called: by its key, else wherever it stands. */
export function valueText(key: string, name: string): string {
  const family = FAMILY[key]
  if (family !== undefined) return tryWords(`program-summary-${family}-${kebab(name)}`) ?? name
  return tryWords(`program-value-${kebab(key)}-${kebab(name)}`) ?? tryWords(`program-value-${kebab(name)}`) ?? name
}
