// The form of a program, made of the JSON Schema of its files. Pure: which field stands where, what it says, what it begins with.
import schema from '../ipc/program-schema.json'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type JsonObject = { [key: string]: Json }

/** What is used of JSON Schema. */
export interface Node {
  $ref?: string
  /** A signal with numbers is a table or a word; its form is the table. */
  type?: string | string[]
  const?: Json
  enum?: Json[]
  oneOf?: Node[]
  default?: Json
  format?: string
  pattern?: string
  properties?: Record<string, Node>
  required?: string[]
  additionalProperties?: Node | boolean
  propertyNames?: Node
  items?: Node
  minItems?: number
  minimum?: number
  maximum?: number
}

export interface Definition {
  /** The name of the definition: `Rule`; empty for the program itself. */
  of: string
  node: Node
}

/** One of the words that a value can be, or a word with something in it: `first`, or `nth` and a number. */
export interface Variant {
  name: string
  inner: Node | null
}

export type Kind = 'group' | 'list' | 'words' | 'events' | 'map' | 'variants' | 'flag' | 'number' | 'instant' | 'text'

const root = schema as unknown as Node & { $defs: Record<string, Node> }

/** Of some tables only one of several sets of keys is said. Each row is one such choice. */
const PLAIN = [['fixed'], ['percent', 'of', 'cap'], ['units'], ['group']]
const CHOICES: Record<string, string[][][]> = {
  Value: [[...PLAIN, ['tiers']]],
  PlainValue: [PLAIN],
  Step: [[['n'], ['revenue'], ['level']], PLAIN],
  Grant: [[['reward', 'value'], ['choice']]],
}

const PLAIN_KEYS = ['fixed', 'percent', 'of', 'cap', 'units', 'group']
/** The order in which a person says the keys of a table; a schema has none. What is not named comes last. */
export const ORDER: Record<string, string[]> = {
  '': ['id', 'name', 'version', 'time_zone', 'from', 'until', 'mode', 'unit', 'rule', 'attribution', 'fraud', 'activation', 'budget', 'when_ended', 'when_paused', 'level', 'grandfather', 'boost', 'experiment'],
  Attribution: ['touch', 'bind_at', 'existing_customers', 'earning_window_days', 'scope', 'roles'],
  Boost: ['id', 'from', 'until', 'factor', 'rules', 'channels'],
  Choice: ['name', 'reward', 'value'],
  Experiment: ['id', 'arms', 'holdout'],
  Fraud: [
    'same_email', 'same_phone', 'same_address', 'same_device', 'same_card', 'same_card_digits', 'same_ip', 'disposable_email', 'relay_email',
    'excluded_domain', 'excluded_customer', 'excluded_channel', 'review_at', 'block_at', 'signups_per_ip', 'orders_per_ip', 'velocity', 'refund_rate', 'cluster',
    'denied_domains', 'allowed_domains', 'excluded_domains', 'excluded_customers', 'excluded_channels', 'trusted_ips',
  ],
  Grant: ['to', 'locked_until_role', 'reward', 'value', 'choice'],
  InArm: ['experiment', 'arm'],
  Level: ['name', 'paid_friends'],
  Limits: ['per_friend', 'per_advocate', 'per_day', 'per_month', 'count_reversed'],
  PlainValue: PLAIN_KEYS,
  RefundRate: ['percent', 'after', 'action'],
  Reward: ['rail', 'unit', 'exponent', 'valid_days', 'estimated_cost', 'voucher'],
  Rule: [
    'id', 'on', 'occurrence', 'first_after_full_refund', 'grant', 'settlement', 'hold_days', 'refund_window_days', 'on_partial_refund', 'wait_days', 'email_verified', 'phone_verified',
    'account_age_days', 'minimum', 'channels', 'countries', 'categories', 'new_customers', 'within_days_of_signup', 'role', 'limits', 'cooldown_hours', 'arm',
  ],
  Step: ['n', 'revenue', 'level', ...PLAIN_KEYS],
  Tiers: ['by', 'apply', 'steps', 'otherwise'],
  Value: [...PLAIN_KEYS, 'tiers'],
  Voucher: ['off', 'categories', 'min_spend', 'channels'],
  Velocity: ['friends', 'hours', 'action'],
  SignupsPerIp: ['per_day', 'action'],
  OrdersPerIp: ['per_day', 'action'],
  Cluster: ['size', 'action'],
}

/** The keys of a table, as a person says them. */
export function keysOf(of: string, node: Node): string[] {
  const known = Object.keys(node.properties ?? {})
  const first = (ORDER[of] ?? []).filter((key) => known.includes(key))
  return [...first, ...known.filter((key) => !first.includes(key))]
}

export function program(): Definition {
  return { of: '', node: root }
}

/** The definition that a node names, with what stands beside the name. */
export function resolve(node: Node): Definition {
  const of = node.$ref?.split('/').at(-1) ?? ''
  const named = root.$defs[of]
  return named === undefined ? { of, node } : { of, node: { ...named, ...node } }
}

export function choicesOf(of: string): string[][][] {
  return CHOICES[of] ?? []
}

const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)

export function asObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {}
}

export function asList(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : []
}

/** What a value says as text: of numbers and words what stands there. */
export function asText(value: Json | undefined): string {
  return value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)
}

/** A typed number as such; anything else stays text, and the loader says what is wrong with it. */
export function asNumber(text: string): Json {
  const plain = text.trim()
  return /^-?(?:0|[1-9]\d{0,14})$/.test(plain) ? (JSON.parse(plain) as number) : plain
}

export function variantsOf(node: Node): Variant[] {
  const word = (value: Json | undefined): Variant => ({ name: asText(value), inner: null })
  if (node.enum) return node.enum.map(word)
  return (node.oneOf ?? []).flatMap((one) => {
    if (one.enum) return one.enum.map(word)
    if (one.const !== undefined) return [word(one.const)]
    return Object.entries(one.properties ?? {}).map(([name, inner]) => ({ name, inner }))
  })
}

/** The events that have names of their own. */
export function eventsOf(node: Node): string[] {
  return /^\^\(([a-z_|]+)\|custom:/.exec(node.items?.pattern ?? '')?.[1]?.split('|') ?? []
}

export function kindOf(node: Node): Kind {
  if (node.enum || node.oneOf) return 'variants'
  const type = Array.isArray(node.type) ? node.type[0] : node.type
  if (type === 'array') {
    if (eventsOf(node).length > 0) return 'events'
    return resolve(node.items ?? {}).node.type === 'object' ? 'list' : 'words'
  }
  if (type === 'object') return typeof node.additionalProperties === 'object' ? 'map' : 'group'
  if (type === 'boolean') return 'flag'
  if (type === 'integer') return 'number'
  return node.format === 'date-time' ? 'instant' : 'text'
}

/** What a new value begins with; what is left open has to be filled in. */
export function blank(given: Node): Json {
  const { of, node } = resolve(given)
  if (node.default !== undefined && node.default !== null && kindOf(node) !== 'group') return node.default
  switch (kindOf(node)) {
    case 'variants': {
      const first = variantsOf(node)[0]
      return first === undefined ? '' : ofVariant(first)
    }
    case 'group': {
      const keys = [...(node.required ?? []), ...choicesOf(of).flatMap((choice) => choice[0] ?? [])]
      return Object.fromEntries(keys.filter((key) => key !== 'cap').map((key) => [key, blank(node.properties?.[key] ?? {})]))
    }
    case 'map':
      return Object.fromEntries(Object.entries(node.properties ?? {}).map(([key, inner]) => [key, blank(inner)]))
    case 'list':
      return (node.minItems ?? 0) > 0 ? [blank(node.items ?? {})] : []
    case 'words':
    case 'events':
      return []
    case 'flag':
      return false
    case 'number':
      return node.minimum ?? 0
    default:
      return ''
  }
}

export function ofVariant({ name, inner }: Variant): Json {
  return inner === null ? name : { [name]: blank(inner) }
}

/** Which of the words a value is, and what stands in it. */
export function variantIn(value: Json | undefined): { name: string; inner: Json | undefined } {
  if (!isObject(value)) return { name: asText(value), inner: undefined }
  const [name = '', inner] = Object.entries(value)[0] ?? []
  return { name, inner }
}

/** The object with one key said, or not said any more. Keys keep their order. */
export function withKey(of: JsonObject, key: string, value: Json | undefined): JsonObject {
  if (value !== undefined) return { ...of, [key]: value }
  return Object.fromEntries(Object.entries(of).filter(([name]) => name !== key))
}

/** Which set of keys a table has chosen: the one of which it says most, the first if it says nothing. */
export function chosenOf(value: JsonObject, choice: string[][]): number {
  const said = choice.map((keys) => keys.filter((key) => key in value).length)
  return Math.max(0, said.indexOf(Math.max(...said)))
}

/** The table with another set of keys begun and the other sets gone. */
export function withChoice(of: Node, value: JsonObject, choice: string[][], at: number): JsonObject {
  const others = choice.flatMap((keys, index) => (index === at ? [] : keys))
  const kept = Object.fromEntries(Object.entries(value).filter(([key]) => !others.includes(key)))
  const begun = (choice[at] ?? []).filter((key) => key !== 'cap' && !(key in kept)).map((key) => [key, blank(of.properties?.[key] ?? {})])
  return { ...kept, ...(Object.fromEntries(begun) as JsonObject) }
}

/** A key as it stands in the Fluent files. */
export const kebab = (text: string): string => text.replaceAll('_', '-')

/** One step further into a JSON pointer. */
export const below = (pointer: string, step: string | number): string => `${pointer}/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`

/** Whether a fault stands in a field: at it, or deeper. */
export const isIn = (fault: string | undefined, pointer: string): boolean => fault !== undefined && (fault === pointer || fault.startsWith(`${pointer}/`))
