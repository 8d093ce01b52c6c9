// Values as people of a language read them. Money stays text from end to end: Intl reads the digits themselves.

export type Lang = 'en' | 'ru'

const NO_BREAK = '\u00a0'
const MINUS = '\u2212'
const DECIMAL = /^-?\d+(?:\.(\d+))?$/
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/
const MONEY = /^(-?\d+(?:\.\d+)?) (\p{L}[\p{L}\d_.-]{0,63})$/u

const numberFormats = new Map<string, Intl.NumberFormat>()
const dateFormats = new Map<string, Intl.DateTimeFormat>()

function numberFormat(lang: Lang, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = lang + JSON.stringify(options)
  let known = numberFormats.get(key)
  if (known === undefined) numberFormats.set(key, (known = new Intl.NumberFormat(lang, options)))
  return known
}

function dateFormat(lang: Lang, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = lang + JSON.stringify(options)
  let known = dateFormats.get(key)
  if (known === undefined) dateFormats.set(key, (known = new Intl.DateTimeFormat(lang, options)))
  return known
}

/** The digits after the point that the text carries: an asset's exponent is the shell's business. */
function digitsOf(text: string): number | null {
  const match = DECIMAL.exec(text)
  return match ? (match[1] ?? '').length : null
}

/** Passes decimal text to Intl as it is. Its type says number; its specification reads the exact decimal from the text. */
function exact(format: Intl.NumberFormat, text: string): string {
  return format.format(text as unknown as number).replace('-', MINUS)
}

/** `80.00`, `EUR` as €80.00 or 80,00 €; a unit follows its figure by its own name, somebody's text, in its own direction. */
export function money(amount: string, currency: string, lang: Lang): string {
  const digits = digitsOf(amount)
  if (digits === null) return `${amount} ${currency}`.trim()
  const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  if (/^[A-Z]{3}$/.test(currency)) return exact(numberFormat(lang, { style: 'currency', currency, ...fraction }), amount)
  return `${exact(numberFormat(lang, fraction), amount)}${NO_BREAK}\u2068${currency}\u2069`
}

/** A plain figure with the digits its text carries. */
export function decimal(text: string, lang: Lang): string {
  const digits = digitsOf(text)
  if (digits === null) return text
  return exact(numberFormat(lang, { minimumFractionDigits: digits, maximumFractionDigits: digits }), text)
}

/** `12.5` as 12.5% or 12,5 %. */
export function percent(text: string, lang: Lang): string {
  const digits = digitsOf(text)
  if (digits === null) return text
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits } as const
  return exact(numberFormat(lang, { style: 'unit', unit: 'percent', ...options }), text)
}

export function count(value: number, lang: Lang): string {
  return numberFormat(lang, { maximumFractionDigits: 0 }).format(value)
}

function at(instant: string): Date | null {
  if (!INSTANT.test(instant)) return null
  const date = new Date(instant)
  return isNaN(date.getTime()) ? null : date
}

/** The day, in the desk's time zone. */
export function day(instant: string, lang: Lang): string {
  const date = at(instant)
  return date ? dateFormat(lang, { year: 'numeric', month: 'short', day: 'numeric' }).format(date) : instant
}

export function dayAndTime(instant: string, lang: Lang): string {
  const date = at(instant)
  const options = { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' } as const
  return date ? dateFormat(lang, options).format(date) : instant
}

/** Everything about the instant, with its zone: for tooltips. */
export function fullInstant(instant: string, lang: Lang): string {
  const date = at(instant)
  return date ? dateFormat(lang, { dateStyle: 'full', timeStyle: 'long' }).format(date) : instant
}

/** `2026-03` as Mar 2026; other labels (a channel's name) as they are. */
export function month(label: string, lang: Lang): string {
  if (!/^\d{4}-\d{2}$/.test(label)) return label
  const date = at(`${label}-01T12:00:00Z`)
  return date ? dateFormat(lang, { year: 'numeric', month: 'short', timeZone: 'UTC' }).format(date) : label
}

/** Time to go, rounded up to what a person plans with: 40 s, 3 min, 2 h. */
export function duration(seconds: number, lang: Lang): string {
  const whole = Math.max(0, Math.round(seconds))
  const unit = (value: number, name: string) => numberFormat(lang, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value)
  if (whole < 90) return unit(whole, 'second')
  if (whole < 5400) return unit(Math.ceil(whole / 60), 'minute')
  return unit(Math.ceil(whole / 3600), 'hour')
}

/** How long ago: for "synced 5 minutes ago". `now` is the desk's clock. */
export function ago(instant: string, now: Date, lang: Lang): string {
  const date = at(instant)
  if (date === null) return instant
  const seconds = Math.round((date.getTime() - now.getTime()) / 1000)
  const format = new Intl.RelativeTimeFormat(lang, { numeric: 'auto', style: 'short' })
  const size = Math.abs(seconds)
  if (size < 60) return format.format(0, 'minute')
  if (size < 3600) return format.format(Math.round(seconds / 60), 'minute')
  if (size < 86400) return format.format(Math.round(seconds / 3600), 'hour')
  return format.format(Math.round(seconds / 86400), 'day')
}

const LONG_AGO_MS = 7 * 86_400_000

/** How long ago, as long as that helps; a day of the calendar when it is more than a week. */
export function lately(instant: string, now: Date, lang: Lang): string {
  const date = at(instant)
  return date !== null && Math.abs(now.getTime() - date.getTime()) > LONG_AGO_MS ? day(instant, lang) : ago(instant, now, lang)
}

/** `48234496` as 48.2 MB: the digits are the shell's, the point is set in their text. */
export function bytes(text: string, lang: Lang): string {
  if (!/^\d+$/.test(text)) return text
  const [unit, power] = text.length > 9 ? (['gigabyte', 9] as const) : text.length > 6 ? (['megabyte', 6] as const) : (['kilobyte', 3] as const)
  const padded = text.padStart(power + 1, '0')
  return exact(numberFormat(lang, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }), `${padded.slice(0, -power)}.${padded.slice(-power)}`)
}

/** A value that came ready-made inside a trace: money and instants are shown as the language does it, the rest as it is. */
export function value(text: string, lang: Lang): string {
  const sum = MONEY.exec(text)
  if (sum?.[1] !== undefined && sum[2] !== undefined) return money(sum[1], sum[2], lang)
  return INSTANT.test(text) ? dayAndTime(text, lang) : text
}

export function values(args: Record<string, string>, lang: Lang): Record<string, string> {
  return Object.fromEntries(Object.entries(args).map(([name, text]) => [name, value(text, lang)]))
}
