// What waits for a person in the in-memory shell: the queue, the evidence, a word on many, a domain, a referral.
import type { MarkRow, ReviewFilter, ReviewMany, ReviewRow, ReviewSide, RewardDetail, RewardFilter, RewardSort } from './bindings'
import { addUp, NOW, toMoney, type FakeReward, type FakeShop } from './fake-data'
import { fail, pageOf, type Answers, type World } from './fake-kit'

type Names = 'reviewQueue' | 'reviewCase' | 'reviewMany' | 'excludeDomainPreview' | 'excludeDomain' | 'rejectReferral'

const DAY = 86_400_000
const CAUSES = [['manual'], ['manual', 'signal'], ['outside_group'], ['signal'], ['score'], ['attributed'], ['account_deleted']]
const SIGNALS = ['same_ip', 'same_card_digits', 'velocity', 'same_address', 'cluster']

interface Given {
  world: World
  shop: FakeShop
  rowsOf: (filter: RewardFilter) => FakeReward[]
  order: Record<RewardSort, (a: FakeReward, b: FakeReward) => number>
  detailOf: (key: string) => RewardDetail
  /** A person's word on one reward that is as it was on the screen. */
  decide: (key: string, verdict: 'approve' | 'reject', reason: string) => void
}

/** Why a reward waits, made of its order's number: the same every time. */
function why({ row }: FakeReward): { causes: string[]; signals: string[] } {
  const at = [...(row.order ?? '0')].reduce((sum, digit) => sum + digit.charCodeAt(0), row.friend.party)
  const causes = CAUSES[at % CAUSES.length] ?? ['manual']
  const first = SIGNALS[at % SIGNALS.length] ?? 'same_ip'
  const signals = causes.includes('score') ? [first, SIGNALS[(at + 1) % SIGNALS.length] ?? 'velocity'] : causes.includes('signal') ? [first] : []
  return { causes, signals }
}

export function reviewAnswers({ world, shop, rowsOf, order, detailOf, decide }: Given): Answers<Names> {
  const excluded = new Set<string>()
  const open = { state: 'waiting', wait: 'review', currency: null } as const

  function admitted(filter: ReviewFilter): FakeReward[] {
    return rowsOf({ ...open, role: filter.role, search: filter.search }).filter(
      (reward) =>
        (filter.signal === null || why(reward).signals.includes(filter.signal)) &&
        (filter.program === null || reward.row.program === filter.program) &&
        (filter.days === null || Date.parse(reward.row.created_at) <= NOW - filter.days * DAY),
    )
  }

  const shown = (reward: FakeReward): ReviewRow => ({ row: reward.row, ...why(reward), expects: detailOf(reward.row.key).expects })
  const found = (key: string): FakeReward => shop.rewards.find(({ row }) => row.key === key) ?? fail('not_found', { what: key })
  const domainOf = (email: string | null) => email?.split('@')[1] ?? null

  function side(role: ReviewSide['role'], reward: FakeReward): ReviewSide {
    const { row } = reward
    const advocate = shop.people.find((person) => person.party === row.friend.party)?.advocate
    const person = role === 'friend' ? row.friend : (shop.people.find((one) => one.party === advocate) ?? row.beneficiary)
    const shared = why(reward).signals.length > 0
    const marks: MarkRow[] = [
      ...(shared ? [{ kind: 'ip', value: '203.0.113.7', shared: true }, { kind: 'card_digits', value: 'visa|424242|4242|12|2027', shared: true }] : []),
      { kind: 'mailbox', value: person.email, shared: false },
      { kind: 'phone', value: `+4930${1_000_000 + person.party}`, shared: false },
      { kind: 'address', value: `de||10115|berlin|lindenstraße ${person.party}|`, shared: false },
      { kind: 'device', value: person.party % 3 === 0 ? null : `fp-${person.party}`, shared: false },
    ]
    const { party, key, name, email } = person
    return { person: { party, key, name, email }, role, domain: domainOf(email), email_verified: party % 2 === 0, phone_verified: null, marks }
  }

  function reviewMany({ items, deed, until, reason }: ReviewMany) {
    if (world.desk.door === 'read_only') fail('read_only')
    if (reason.trim() === '') fail('reason_missing')
    if (items.length > 500) fail('too_many', { most: '500' })
    if (deed === 'hold' && (until === null || isNaN(Date.parse(until)))) fail('date_past')
    const answer: { done: string[]; refused: { key: string; error: { code: string; args: Record<string, string> } }[] } = { done: [], refused: [] }
    for (const { key, expects } of items) {
      const reward = shop.rewards.find(({ row }) => row.key === key)
      if (!reward) answer.refused.push({ key, error: { code: 'not_found', args: { what: key } } })
      else if (detailOf(key).expects !== expects || !reward.row.waits.includes('review')) answer.refused.push({ key, error: { code: 'stale', args: {} } })
      else {
        if (deed === 'hold') {
          reward.row = { ...reward.row, waits: [...new Set([...reward.row.waits, 'hold' as const])], due_at: until }
          world.touch(key)
        } else decide(key, deed, reason)
        answer.done.push(key)
      }
    }
    world.changed(['rewards', 'figures'])
    return answer
  }

  const preview = (domain: string) => ({
    domain: domain.trim().toLowerCase(),
    waiting: admitted({ signal: null, program: null, role: null, days: null, search: null }).filter(({ row }) => [row.friend, row.beneficiary].some(({ email }) => domainOf(email) === domain.trim().toLowerCase())).length,
    excluded: excluded.has(domain.trim().toLowerCase()),
  })

  return {
    reviewQueue: (filter, sort, after, limit) => {
      const all = admitted(filter).sort(order[sort])
      const page = pageOf(all, ({ row }) => row.key, after, limit)
      const totals = addUp(all.map(({ sum }) => sum)).map((sum) => ({ ...toMoney(sum), count: all.filter((reward) => reward.sum.currency === sum.currency).length }))
      return { rows: page.rows.map(shown), next: page.next, count: all.length, totals, programs: ['shop-gift-card'] }
    },
    reviewCase: (key) => {
      const reward = found(key)
      const total = toMoney(reward.base)
      const placed_at = reward.row.created_at
      return {
        detail: detailOf(key),
        ...why(reward),
        sides: [side('friend', reward), side('advocate', reward)],
        order: reward.row.order === null ? null : { number: reward.row.order, placed_at, total, captured: total, refunded: toMoney({ ...reward.base, minor: 0n }), channel: 'online-eu', country: 'DE', cancelled_at: null },
      }
    },
    reviewMany,
    excludeDomainPreview: preview,
    excludeDomain: (domain, reason) => {
      if (world.desk.door === 'read_only') fail('read_only')
      if (reason.trim() === '') fail('reason_missing')
      excluded.add(domain.trim().toLowerCase())
      world.changed(['rewards'])
      return preview(domain)
    },
    rejectReferral: ({ key, reason, expects }) => {
      if (world.desk.door === 'read_only') fail('read_only')
      if (reason.trim() === '') fail('reason_missing')
      if (detailOf(key).expects !== expects) fail('stale')
      const friend = found(key).row.friend.party
      const waiting = shop.rewards.filter(({ row }) => row.friend.party === friend && (row.state === 'waiting' || row.state === 'due'))
      for (const { row } of waiting) decide(row.key, 'reject', reason)
      world.changed(['rewards', 'referrals', 'figures'])
      return waiting.length
    },
  }
}
