// Sentences in the language on screen, from the Fluent files that the command line reads too.
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle'
import type { Again, AppError } from '../ipc/bindings'
import en from '../locales/en.ftl?raw'
import ru from '../locales/ru.ftl?raw'
import { values, type Lang } from './format'
import { prefs } from './prefs.svelte'

export type Args = Record<string, FluentVariable>

function bundle(lang: Lang, source: string): FluentBundle {
  const made = new FluentBundle(lang)
  const faults = made.addResource(new FluentResource(source))
  if (faults.length > 0) throw faults[0]
  return made
}

const bundles: Record<Lang, FluentBundle> = { en: bundle('en', en), ru: bundle('ru', ru) }

/** The sentence, or undefined when there is none or when it needs a value that was not given. */
export function tryWords(key: string, args: Args = {}, lang: Lang = prefs.lang): string | undefined {
  const message = bundles[lang].getMessage(key)
  if (!message?.value) return undefined
  const faults: Error[] = []
  const text = bundles[lang].formatPattern(message.value, args, faults)
  return faults.length === 0 ? text : undefined
}

/** The sentence for a key. Reading it inside markup follows the language. */
export function t(key: string, args: Args = {}): string {
  return tryWords(key, args) ?? key
}

/** Wire names use underscores, Fluent keys hyphens. */
export function keyOf(family: string, code: string): string {
  return `${family}-${code.replaceAll('_', '-')}`
}

/** The sentence even if it asks for a value that did not come along; undefined when there is no such sentence. */
function lenient(key: string, args: Args): string | undefined {
  const message = bundles[prefs.lang].getMessage(key)
  if (!message?.value) return undefined
  const faults: Error[] = []
  const text = bundles[prefs.lang].formatPattern(message.value, args, faults)
  if (faults.length === 0) return text
  const missing = faults.map((fault) => /\$([\w-]+)/.exec(fault.message)?.[1] ?? '')
  return tryWords(key, { ...args, ...Object.fromEntries(missing.map((name) => [name, '…'])) }) ?? text
}

export function errorText(error: AppError): string {
  const args = values(error.args, prefs.lang)
  return lenient(keyOf('error', error.code), args) ?? t('error-internal', { what: error.code })
}

/** A line of the sync's log; what it cannot say itself may stand among the errors. */
export function logText(said: AppError): string {
  const args = values(said.args, prefs.lang)
  const told = lenient(keyOf('log', said.code), args) ?? lenient(keyOf('error', said.code), args)
  return told ?? [said.code, ...Object.entries(said.args).map(([name, value]) => `${name}: ${value}`)].join(' · ')
}

/** What a check-up found; what it cannot say itself may stand among the errors. */
export function findingText(said: AppError): string {
  return lenient(keyOf('finding', said.code), values(said.args, prefs.lang)) ?? errorText(said)
}

export function changeText(change: string, args: Record<string, string>): string {
  return lenient(keyOf('change', change), values(args, prefs.lang)) ?? change
}

export function eventText(type: string): string {
  return tryWords(keyOf('event', type)) ?? type
}

/** Why an event of before was judged again. */
export function rejudgeText(why: string): string {
  return tryWords(keyOf('rejudge', why)) ?? why
}

/** What happened; of an event of before that was judged again, what it was. */
export function happenedText({ event_type, again }: { event_type: string; again: Again | null }): string {
  return again === null ? eventText(event_type) : t('rejudge-of', { event: eventText(again.event_type) })
}

export function reasonText(code: string): string {
  return tryWords(keyOf('reason', code)) ?? code
}
