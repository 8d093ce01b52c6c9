// Programs of the in-memory shell. It reads the files that it wrote itself and the ready ones; its loader knows a few faults, its summary a few sentences.
import type { AppError, DraftFault, Program, ProgramDeed, ProgramDraft, ProgramPage, ProgramSaid, ProgramVersion, SummarySentence, SummaryWord } from './bindings'
import { fail, type Answers, type World } from './fake-kit'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type Table = { [key: string]: Json }

const NOW = '2026-03-18T09:30:00Z'
const table = (value: Json | undefined): Table => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {})
const list = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : [])
const text = (value: Json | undefined): string => (value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value))

const grant = (to: string, amount: string, rail = 'gift_card'): Table => ({ to, reward: { rail }, value: { fixed: { EUR: amount } } })
const GIFT: Table = {
  id: 'shop-gift-card', name: 'Shop gift card', version: 1, time_zone: 'Europe/Berlin', mode: 'manual',
  attribution: { touch: 'first', bind_at: 'interaction', existing_customers: 'refuse' },
  rule: [{ id: 'first-order', on: ['order_confirmed'], settlement: 'captured', minimum: { of: 'items', EUR: '50.00' }, hold_days: 14, refund_window_days: 30, grant: [grant('advocate', '10.00')] }],
}
const FIRST: Table = { ...GIFT, id: 'linden', name: 'Linden & Co <b>friends</b>', mode: 'auto' }
const SECOND: Table = {
  ...FIRST, version: 2, from: '2026-02-01T00:00:00Z',
  rule: [{ ...table(list(FIRST['rule'])[0]), hold_days: 21, grant: [grant('advocate', '12.00'), grant('friend', '5.00', 'voucher')] }],
}
const STEPS: Table = {
  ...GIFT, id: 'coupons-credit-steps', name: 'Coupons, credit and steps', fraud: { disposable_email: 'block', same_ip: { score: 20 }, review_at: 40 },
  level: [{ name: 'silver', paid_friends: 3 }], experiment: [{ id: 'welcome', arms: { a: 45, b: 45 }, holdout: 10 }], boost: [{ id: 'spring', from: '2026-04-01T00:00:00Z', until: '2026-05-01T00:00:00Z', factor: '2' }],
  rule: [
    { id: 'signup', on: ['customer_registered'], email_verified: true, grant: [{ to: 'friend', reward: { rail: 'voucher', unit: 'percent-off', voucher: { off: 'percent' } }, value: { units: '10' } }] },
    { id: 'steps', on: ['order_captured'], occurrence: { nth: 1 }, grant: [{ to: 'advocate', reward: { rail: 'voucher' }, value: { tiers: { by: 'paid_friends', apply: 'at', steps: [{ n: 1, fixed: { EUR: '5.00' } }, { n: 5, fixed: { EUR: '30.00' } }] } } }] },
  ],
}

/** The form as TOML: values in lines, tables under headers, what stands deeper in one line. */
function write(form: Table): string {
  const inline = (value: Json): string =>
    Array.isArray(value) ? `[${value.map(inline).join(', ')}]` : typeof value === 'object' && value !== null ? `{ ${Object.entries(value).map(([key, one]) => `${key} = ${inline(one)}`).join(', ')} }` : JSON.stringify(value)
  const lines: string[] = []
  const put = (of: Table, path: string) => {
    const isTables = (value: Json) => Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'object')
    const deep = Object.entries(of).filter(([key, value]) => ['attribution', 'fraud'].includes(key) || (['rule', 'grant', 'boost', 'experiment'].includes(key) && isTables(value)))
    for (const [key, value] of Object.entries(of)) if (!deep.some(([one]) => one === key)) lines.push(`${key} = ${['from', 'until'].includes(key) ? text(value) : inline(value)}`)
    for (const [key, value] of deep) {
      const name = path === '' ? key : `${path}.${key}`
      for (const one of Array.isArray(value) ? value : [value]) {
        lines.push('', Array.isArray(value) ? `[[${name}]]` : `[${name}]`)
        put(table(one), name)
      }
    }
  }
  put(form, '')
  return `${lines.join('\n')}\n`
}

function faultsOf(form: Table, toml: string): DraftFault[] {
  const line = (part: string) => Math.max(1, toml.split('\n').findIndex((one) => one.includes(part)) + 1)
  const faults: DraftFault[] = []
  const fault = (kind: string, at: string, pointer: string, args: Record<string, string> = {}, place = pointer.slice(1)) => faults.push({ kind, args, line: line(at), place, pointer })
  if (!/^[a-z0-9_-]{1,64}$/.test(text(form['id']))) fault('bad_id', 'id =', '/id', { text: text(form['id']) })
  if (text(form['name']).trim() === '') fault('bad_title', 'name =', '/name')
  for (const [at, rule] of list(form['rule']).map(table).entries()) {
    const days = rule['hold_days']
    const place = (key: string) => `rule ${text(rule['id'])}, ${key}`
    if (days !== undefined && (typeof days !== 'number' || days < 0 || days > 36525)) fault('bad_days', `hold_days = ${JSON.stringify(days)}`, `/rule/${at}/hold_days`, { least: '0', most: '36525' }, place('hold_days'))
    if (list(rule['on']).length === 0) fault('no_trigger', '[[rule]]', `/rule/${at}/on`, { known: 'order_confirmed' }, place('on'))
    if (list(rule['grant']).length === 0) fault('no_grant', '[[rule]]', `/rule/${at}/grant`, {}, place('grant'))
  }
  return faults
}

function summaryOf(form: Table): SummarySentence[] {
  const said: SummarySentence[] = []
  const word = (one: Json | undefined): SummaryWord => ({ text: text(one) })
  const say = (key: string, depth = 0, args: Record<string, SummaryWord[]> = {}) => said.push({ key: `program-summary-${key}`, depth, args })
  const frame = { version: [word(form['version'] ?? 1)], zone: [word(form['time_zone'] ?? 'UTC')] }
  if (form['from'] === undefined) say('holds', 0, frame)
  else say('holds-from', 0, { ...frame, from: [word(form['from'])] })
  say(form['mode'] === 'auto' ? 'mode-auto' : 'mode-manual')
  say('touch-first')
  say('binds-interaction')
  say('window-life')
  for (const rule of list(form['rule']).map(table)) {
    say('rule', 0, { rule: [word(rule['id'])], events: list(rule['on']).map((one) => ({ key: `program-summary-event-${text(one).replaceAll('_', '-')}` })) })
    say('occurrence-first', 1)
    for (const one of list(rule['grant']).map(table)) {
      const amounts = Object.entries(table(table(one['value'])['fixed'])).map(([currency, amount]) => ({ text: `${text(amount)} ${currency}` }))
      const rail: SummaryWord[] = [{ key: `program-summary-rail-${text(table(one['reward'])['rail']).replaceAll('_', '-')}` }]
      if (amounts.length > 0) say('gives-fixed', 1, { to: [word(one['to'])], level: [{ text: '1' }], amounts, rail })
    }
    if (rule['settlement'] === 'captured') say('wait-captured', 1)
    if (typeof rule['hold_days'] === 'number' && rule['hold_days'] > 0) say('hold', 1, { days: [word(rule['hold_days'])] })
    say('partial-proportional', 1)
  }
  return said
}

export function programAnswers(world: World): Answers<'programs' | 'program' | 'programVersion' | 'programCheck' | 'programActivate' | 'programPause' | 'programResume' | 'programEnd' | 'programOpen' | 'programSave'> {
  const ready = [GIFT, STEPS]
  const stored: { form: Table; added: string }[] = [{ form: FIRST, added: '2025-06-01T10:00:00Z' }, { form: SECOND, added: '2026-01-20T10:00:00Z' }]
  const history = new Map<string, ProgramDeed[]>()
  const rests = new Map<string, { state: 'paused' | 'ended'; since: string }>()
  const written = new Map<string, Table>([...ready, ...stored.map(({ form }) => form)].map((form) => [write(form), form]))
  const fromOf = ({ form, added }: { form: Table; added: string }) => (form['from'] === undefined ? added : text(form['from']))
  const versionOf = (form: Table) => (typeof form['version'] === 'number' ? form['version'] : 1)

  function standing(id: string): Program {
    const own = stored.filter(({ form }) => form['id'] === id).sort((a, b) => versionOf(b.form) - versionOf(a.form))
    const fresh = ready.find((form) => form['id'] === id)
    const until = null
    if (own.length === 0) {
      if (!fresh) fail('not_found', { what: `program ${id}` })
      return { id, name: text(fresh['name']), state: 'ready', since: null, version: 1, from: null, until, versions: 1 }
    }
    const begun = own.find((one) => fromOf(one) <= new Date().toISOString())
    const now = begun ?? own[own.length - 1]
    if (!now) fail('not_found', { what: id })
    const rest = rests.get(id)
    return { id, name: text(now.form['name']), state: rest?.state ?? (begun ? 'in_force' : 'not_started'), since: rest?.since ?? null, version: versionOf(now.form), from: fromOf(now), until, versions: own.length }
  }

  function pageOf(id: string): ProgramPage {
    const program = standing(id)
    const own = stored.filter(({ form }) => form['id'] === id)
    const version = (one: { form: Table; added: string }): ProgramVersion => ({ version: versionOf(one.form), name: text(one.form['name']), from: fromOf(one), until: null, added_at: one.added })
    const versions = own.length === 0 ? [{ version: 1, name: program.name, from: null, until: null, added_at: null }] : own.map(version).sort((a, b) => b.version - a.version)
    return { program, versions, history: history.get(id) ?? [], connected_at: world.desk.shop?.connected_at ?? null }
  }

  function draftOf(form: Table | null, toml: string, broken?: DraftFault): ProgramDraft {
    const faults = form === null ? (broken ? [broken] : []) : faultsOf(form, toml)
    const none = { toml, form: form === null ? null : JSON.stringify(form), id: null, name: null, version: null, from: null, faults, refused: null, summary: [] }
    if (form === null || faults.length > 0) return none
    const taken = stored.some((one) => one.form['id'] === form['id'] && versionOf(one.form) === versionOf(form) && JSON.stringify(one.form) !== JSON.stringify(form))
    const early = form['from'] !== undefined && text(form['from']) < (world.desk.shop?.connected_at ?? '') && form['mode'] !== undefined && form['mode'] !== 'manual'
    const refused: AppError | null = taken ? { code: 'version_taken', args: { program: text(form['id']), version: String(versionOf(form)) } } : early ? { code: 'history_needs_manual', args: {} } : null
    return { ...none, id: text(form['id']), name: text(form['name']), version: versionOf(form), from: form['from'] === undefined ? null : text(form['from']), refused, summary: summaryOf(form) }
  }

  function check(said: ProgramSaid): ProgramDraft {
    if (said.form !== undefined) {
      const form = table(JSON.parse(said.form) as Json)
      const toml = write(form)
      written.set(toml, form)
      return draftOf(form, toml)
    }
    const known = written.get(said.toml)
    if (known) return draftOf(known, said.toml)
    const line = said.toml.split('\n').findIndex((one) => /=\s*$/.test(one)) + 1
    return draftOf(null, said.toml, { kind: 'no_toml', args: {}, line: Math.max(1, line), place: '', pointer: '' })
  }

  function tell(id: string, rest: { state: 'paused' | 'ended'; since: string } | null, reason: string | null = null): ProgramPage {
    if (world.desk.door === 'read_only') fail('read_only')
    if (!stored.some(({ form }) => form['id'] === id)) fail('not_found', { what: `program ${id}` })
    if (rest && reason?.trim() === '') fail('reason_missing')
    const version = rest ? null : standing(id).version
    history.set(id, [{ at: NOW, what: rest?.state ?? 'activated', version, actor: rest ? 'mara' : null, reason }, ...(history.get(id) ?? [])])
    if (rest) rests.set(id, rest)
    else rests.delete(id)
    world.changed(['desk'])
    return pageOf(id)
  }

  return {
    programs: () => [...new Set([...stored.map(({ form }) => text(form['id'])), ...ready.map((form) => text(form['id']))])].map(standing),
    program: pageOf,
    programVersion: (id, version) => {
      const own = stored.filter(({ form }) => form['id'] === id && (version === null || versionOf(form) === version)).at(-1)?.form ?? (version === null ? ready.find((form) => form['id'] === id) : undefined)
      if (!own) fail('not_found', { what: `program ${id}` })
      return draftOf(own, write(own))
    },
    programCheck: check,
    programActivate: (toml) => {
      if (world.desk.door === 'read_only') fail('read_only')
      const form = written.get(toml)
      if (!form) fail('program_invalid', { file: 'TOML', line: '1', count: '1' })
      const { refused } = draftOf(form, toml)
      if (refused) fail(refused.code, refused.args)
      stored.push({ form, added: NOW })
      return tell(text(form['id']), null)
    },
    programPause: (id, reason) => tell(id, { state: 'paused', since: NOW }, reason),
    programResume: (id) => tell(id, null),
    programEnd: (id, reason) => tell(id, { state: 'ended', since: NOW }, reason),
    programOpen: () => write({ ...GIFT, name: 'From a file' }).replace('"From a file"', '') + '# broken\n',
    programSave: (name) => `/home/demo/${name}.toml`,
  }
}
