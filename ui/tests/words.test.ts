// @vitest-environment node
import { FluentBundle, FluentResource } from '@fluent/bundle'
import { parse, Visitor, type Entry, type Message, type SelectExpression, type VariableReference, type FunctionReference, type MessageReference } from '@fluent/syntax'
import { describe, expect, test } from 'vitest'
import { code, product, read } from './source'

const FAMILIES = /^(error|reason|check|change|event|rejudge|cli|log|doctor|finding|program-summary|backtest)-/
/** Said by the shell: in its pictures and in the tray. */
const DRAWN = ['chart-cac', 'chart-roi', 'chart-by-month', 'chart-by-channel', 'tray-open', 'tray-read', 'tray-quit']
const ERRORS = 'shop_unreachable token_refused permission_missing shop_too_old not_saleor bad_url other_shop shop_answer shop_timed_out shop_redirects answer_too_large shop_failed shop_refused cursor_lost too_costly shop_resting outcome_unknown rate_limited cancelled db_newer db_older db_damaged db_in_use disk_full file_unreadable file_utf16 file_not_utf8 event_broken_json event_unknown_field event_missing_field event_wrong_kind nothing_called program_invalid unknown_currency bad_row stale reason_missing not_found read_only no_keychain internal no_shop code_taken code_length code_signs code_no_letter code_reserved not_confirmed file_there passphrase_short passphrase_missing passphrase_wrong token_missing no_tray version_taken policy_differs history_needs_manual'
const REASONS = 'self_referral same_email same_card same_ip ip_limit disposable_email excluded_domain email_unverified account_too_young referral_loop already_referred code_unknown code_disabled below_minimum channel_not_eligible category_not_eligible not_new_customer outside_window limit_per_friend limit_per_day limit_per_month cooldown budget_exhausted not_captured refunded role_too_low no_value_for_currency no_amount holdout no_referral existing_customer excluded_customer same_phone same_address same_device phone_unverified country_not_eligible fraud_score occurrence_not_met between_steps cancelled charged_back replacement_order beneficiary_deleted program_not_started program_paused program_ended rejected_by_staff stale payout_refused payout_conflict order_unknown already_rewarded wrong_currency order_edited code_taken not_in_arm excluded_channel velocity refund_rate cluster relay_email limit_per_advocate option_unknown referral_rejected refund_above_amount no_upline program_unknown'
const CHECKS = 'trigger program occurrence referral earning_window beneficiary existing_customer replacement minimum channel limit_per_friend amount captured hold review settled_before country category new_customer signup_window role experiment upline score limit_per_advocate limit_per_day limit_per_month cooldown step boost cap budget email_verified phone_verified account_age unlocked'
const SIGNALS = 'same_email same_phone same_address same_device same_card same_card_digits same_ip signups_per_ip orders_per_ip disposable_email relay_email excluded_domain excluded_customer excluded_channel velocity refund_rate cluster'
const EVENTS = 'topup subscription_purchased subscription_renewed trial_started purchase_refunded partner_onboarded role_upgraded custom reward_chosen reward_expired list_changed staff_reject_referral interaction reward_used'
const WAITS = 'captured hold review raise email phone account role'
const CAUSES = 'manual outside_group signal score attributed account_deleted program_paused raise taken_over'
const CHANGES = 'created due settled void reversed reduced approved rejected held wait_ended captured hold_over raise_proposed raise_dropped used sent_for_review revived edited email_verified phone_verified account_made aged unlocked chosen expired'
const REJUDGES = 'code_learned guest_linked attributed taken_over bound_late'

interface Shape {
  variables: string[]
  functions: number
  attributes: number
}

class Reader extends Visitor {
  variables = new Set<string>()
  functions = 0
  override visitVariableReference(node: VariableReference) {
    this.variables.add(node.id.name)
  }
  override visitFunctionReference(_node: FunctionReference) {
    this.functions++
  }
  override visitMessageReference(_node: MessageReference) {
    this.functions++
  }
  override visitSelectExpression(node: SelectExpression) {
    this.genericVisit(node)
  }
}

function shapes(source: string): Map<string, Shape> {
  const found = new Map<string, Shape>()
  for (const entry of parse(source, {}).body as Entry[]) {
    expect(entry.type, JSON.stringify(entry)).not.toBe('Junk')
    if (entry.type !== 'Message') continue
    const message = entry as Message
    const reader = new Reader()
    reader.visit(message)
    expect(found.has(message.id.name), `${message.id.name} twice`).toBe(false)
    found.set(message.id.name, { variables: [...reader.variables].sort(), functions: reader.functions, attributes: message.attributes.length })
  }
  return found
}

const en = shapes(read('locales/en.ftl'))
const ru = shapes(read('locales/ru.ftl'))

function bundle(lang: 'en' | 'ru'): FluentBundle {
  const made = new FluentBundle(lang, { useIsolating: false })
  made.addResource(new FluentResource(read(`locales/${lang}.ftl`)))
  return made
}

describe('the two files', () => {
  test('have the same keys', () => {
    expect([...ru.keys()].sort()).toEqual([...en.keys()].sort())
  })

  test('ask for the same values', () => {
    for (const [key, shape] of en) expect(ru.get(key)?.variables, key).toEqual(shape.variables)
  })

  test('keep what the command line reads plain', () => {
    for (const file of [en, ru]) {
      for (const [key, shape] of file) if (FAMILIES.test(key)) expect([key, shape.functions, shape.attributes]).toEqual([key, 0, 0])
    }
  })

  test('have a sentence for every code of the contract', () => {
    const wanted = [
      ...ERRORS.split(' ').map((code) => `error-${code}`),
      ...REASONS.split(' ').map((code) => `reason-${code}`),
      ...REJUDGES.split(' ').map((code) => `rejudge-${code}`),
      ...CHANGES.split(' ').map((code) => `change-${code}`),
      ...CHECKS.split(' ').map((code) => `check-${code}-pass`),
      ...SIGNALS.split(' ').flatMap((code) => ['pass', 'wait', 'refuse'].map((verdict) => `check-${code}-${verdict}`)),
      ...SIGNALS.split(' ').map((code) => `program-summary-signal-${code}`),
      ...EVENTS.split(' ').map((code) => `event-${code}`),
      ...WAITS.split(' ').flatMap((code) => [`wait-${code}`, `wait-${code}-what`, `filter-wait-${code}`]),
      ...CAUSES.split(' ').flatMap((code) => [`cause-${code}`, `cause-${code}-short`]),
      ...['friend', 'advocate', 'upline'].map((code) => `role-${code}`),
    ].map((key) => key.replaceAll('_', '-'))
    expect(wanted.filter((key) => !en.has(key))).toEqual([])
  })
})

describe('keys in the code', () => {
  const text = product.map((source) => source.text).join('\n')
  const literal = new Set([...text.matchAll(/\b(?:t|tryWords|named)\(\s*(?:'[a-z]+', )?'([a-z][a-z0-9-]*)'/g)].map((match) => match[1] ?? ''))
  const ternary = [...text.matchAll(/\?\s*t\('([a-z0-9-]+)'\)\s*:\s*t\('([a-z0-9-]+)'\)/g)].flatMap((match) => [match[1] ?? '', match[2] ?? ''])
  const patterns = [...text.matchAll(/\b(?:t|tryWords)\(`([^`]+)`/g)].map((match) => match[1] ?? '').filter((pattern) => !pattern.startsWith('${'))
  const asPattern = patterns.map((pattern) => new RegExp(`^${pattern.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '.+')}$`))
  for (const key of ternary) literal.add(key)

  test('exist', () => {
    expect(literal.size).toBeGreaterThan(100)
    expect([...literal].filter((key) => !en.has(key))).toEqual([])
    expect(asPattern.filter((pattern) => ![...en.keys()].some((key) => pattern.test(key))).map(String)).toEqual([])
  })

  test('are all the keys there are', () => {
    const unused = [...en.keys()].filter((key) => !FAMILIES.test(key) && !DRAWN.includes(key) && !literal.has(key) && !asPattern.some((pattern) => pattern.test(key)))
    expect(unused).toEqual([])
  })
})

describe('plurals', () => {
  const told = (lang: 'en' | 'ru', key: string, count: number) => {
    const message = bundle(lang).getMessage(key)
    return message?.value ? bundle(lang).formatPattern(message.value, { count, text: String(count) }) : ''
  }

  test.each([
    [1, '1 вознаграждение'],
    [2, '2 вознаграждения'],
    [5, '5 вознаграждений'],
    [11, '11 вознаграждений'],
    [21, '21 вознаграждение'],
    [104, '104 вознаграждения'],
    [112, '112 вознаграждений'],
  ])('%i in Russian', (count, text) => {
    expect(told('ru', 'rewards-count', count)).toBe(text)
  })

  test('in English', () => {
    expect(told('en', 'rewards-count', 1)).toBe('1 reward')
    expect(told('en', 'rewards-count', 0)).toBe('0 rewards')
  })
})

describe('markup', () => {
  /** What is left of a component when script, style, comments, tags and expressions are taken away. */
  function bareText(source: string): { text: string; attributes: string[] } {
    const markup = source.replace(/<script[\s\S]*?<\/script>/g, '').replace(/<style[\s\S]*?<\/style>/g, '').replace(/<!--[\s\S]*?-->/g, '')
    let flat = ''
    let depth = 0
    for (const sign of markup) {
      if (sign === '{') depth++
      else if (sign === '}') depth--
      else if (depth === 0) flat += sign
    }
    const attributes = [...flat.matchAll(/\b(?:aria-label|title|placeholder|alt|label|hint)="([^"]*[A-Za-zА-Яа-я]{2,}[^"]*)"/g)].map((match) => match[1] ?? '')
    return { text: flat.replace(/<[^>]*>/g, ' '), attributes }
  }

  const components = code.filter(({ path }) => path.endsWith('.svelte'))

  test('holds no words of its own', () => {
    expect(components.length).toBeGreaterThan(25)
    for (const { path, text } of components) {
      const bare = bareText(text)
      expect([path, bare.text.match(/[A-Za-zА-Яа-я]{2,}/g) ?? []]).toEqual([path, []])
      const words = bare.attributes.filter((attribute) => !/^https:\/\//.test(attribute) && attribute.trim() !== '(Alt+)')
      expect([path, words.filter((attribute) => !/^\s*\((?:Alt\+|Ctrl\+K)\)?$/.test(attribute))]).toEqual([path, []])
    }
  })

  test('the scanner sees raw words', () => {
    expect(bareText('<p title="Raw title">{t("x")} Raw words</p>')).toEqual({ text: expect.stringContaining('Raw words') as string, attributes: ['Raw title'] })
  })
})
