// The people of the in-memory shell: list, profile, timeline, codes, attribution by hand, erasure.
import type {
  AdvocateStanding, Again, Alias, Attribution, AttributionPreview, CodeRow, CustomerDetail, CustomerFilter, CustomerRow, CustomerStatus, Explained, ExplainedDecision, LeaderboardQuery, LeaderboardRow, Shared, TimelineRow,
} from './bindings'
import { addUp, decisionOf, NOW, raiseOf, ref, toMoney, type FakePerson, type FakeReward } from './fake-data'
import { byText, fail, matches, pageOf, type Answers, type World } from './fake-kit'

const DAY = 86_400_000
/** What became known of an order. */
const LEARNED: Again = { event_type: 'order_confirmed', why: 'code_learned' }
const NO_LOOK_ALIKES = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

const iso = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z')

export function customerAnswers(world: World): Answers<
  'customers' | 'customer' | 'timeline' | 'explain' | 'attributionPreview' | 'attribute' | 'issueCode' | 'disableCode' | 'erasePerson' | 'leaderboard' | 'rankedAssets'
> {
  const { people, rewards } = world.shop
  const codes = new Map<number, CodeRow[]>()
  const byHand = new Set<number>()
  const erased = new Set<number>()
  let issued = 0

  const personOf = (party: number): FakePerson => people[party - 1] ?? fail('not_found', { what: `party ${party}` })
  const joinedOf = (person: FakePerson) => (person.key.startsWith('guest-') ? null : iso(NOW - (450 - person.party) * DAY))

  function statusOf(person: FakePerson): CustomerStatus {
    if (erased.has(person.party)) return 'erased'
    if (person.key.startsWith('guest-')) return 'guest'
    return person.party % 53 === 0 ? 'deleted' : 'active'
  }

  function codesOf(person: FakePerson): CodeRow[] {
    let known = codes.get(person.party)
    if (known === undefined) {
      const first: CodeRow = { code: person.code, issued_at: joinedOf(person) ?? iso(NOW - 200 * DAY), inferred: person.party % 3 === 0, disabled_at: null, friends: person.children.length }
      codes.set(person.party, (known = statusOf(person) === 'guest' ? [] : person.party % 5 === 0 ? [first, { ...first, code: `${person.code}OLD`, inferred: false, disabled_at: iso(NOW - 40 * DAY), friends: 0 }] : [first]))
    }
    return known
  }

  function rowOf(person: FakePerson): CustomerRow {
    const advocate = person.advocate === null || person.status === 'rejected' ? null : ref(personOf(person.advocate))
    return {
      person: ref(person), status: statusOf(person), joined: joinedOf(person), code: codesOf(person).find((code) => code.disabled_at === null)?.code ?? null,
      advocate, friends: person.children.length, orders: person.orders,
    }
  }

  function aliasesOf(person: FakePerson): Alias[] {
    if (erased.has(person.party)) return [{ kind: 'customer_id', value: null }, { kind: 'email', value: null }]
    const id: Alias = person.key.startsWith('guest-') ? { kind: 'guest_order', value: person.key.slice(6) } : { kind: 'customer_id', value: person.key }
    return [id, ...(person.email === null ? [] : [{ kind: 'email', value: person.email } satisfies Alias]), ...(person.party % 4 === 1 ? [{ kind: 'guest_order', value: '1042' } satisfies Alias, { kind: 'merged', value: 'guest-1042' } satisfies Alias] : [])]
  }

  function below(person: FakePerson): number {
    return person.children.reduce((sum, child) => sum + 1 + below(personOf(child)), 0)
  }

  function sharedOf(person: FakePerson): Shared[] {
    if (erased.has(person.party) || person.party % 4 !== 1) return []
    const others = people.slice(person.party, person.party + 3).map(ref)
    return [{ kind: 'email', people: others, count: 3 }, { kind: 'phone', people: others.slice(0, 1), count: 41 }]
  }

  function standingOf(person: FakePerson): AdvocateStanding {
    const friends = person.children.map(personOf).filter((friend) => friend.status !== 'rejected')
    const paid = friends.filter((friend) => friend.firstPaidAt !== null).length
    const next = [3, 10, 25].find((at) => at > paid)
    return {
      invited: friends.length, active: friends.filter((friend) => friend.status === 'activated').length, paid,
      revenue: addUp(friends.flatMap((friend) => friend.revenue)).map(toMoney),
      last_activity: friends.flatMap((friend) => friend.firstPaidAt ?? []).sort().at(-1) ?? joinedOf(person),
      programs: [{
        program: 'linden', name: 'Linden & Co <b>friends</b>', level: paid >= 3 ? 'silver' : null,
        ahead: [...(next === undefined ? [] : [{ what: 'level' as const, name: next === 3 ? 'silver' : next === 10 ? 'gold' : 'platinum', at: next, friends: next - paid }]), { what: 'step', name: 'steps', at: paid + 2, friends: 2 }],
      }],
    }
  }

  function ranked({ by, asset, program, from, until }: LeaderboardQuery): LeaderboardRow[] {
    const lies = (at: string | null) => at !== null && (from === null || at >= from) && (until === null || at < until)
    if (by !== 'friends' && asset === null) fail('unknown_currency', { currency: '' })
    const scores = people.map((person): [FakePerson, bigint] => {
      const friends = person.children.map(personOf).filter((friend) => lies(friend.firstPaidAt))
      if (by === 'friends') return [person, BigInt(friends.length)]
      const given = rewards.filter(({ row }) => row.beneficiary.party === person.party && row.role !== 'friend' && (program === null || row.program === program) && lies(row.created_at) && row.state !== 'void')
      const sums = by === 'revenue' ? friends.flatMap((friend) => friend.revenue) : given.map(({ sum }) => sum)
      return [person, sums.filter((sum) => sum.currency === asset).reduce((all, sum) => all + sum.minor, 0n)]
    })
    const rows = scores.filter(([, score]) => score > 0n).sort(([a, x], [b, y]) => (x < y ? 1 : x > y ? -1 : a.party - b.party))
    return rows.map(([person, score]) => ({
      place: rows.findIndex(([, other]) => other === score) + 1, advocate: ref(person),
      friends: by === 'friends' ? Number(score) : null, amount: by === 'friends' ? null : toMoney({ minor: score, currency: asset ?? '' }),
    }))
  }

  function detailOf(party: number): CustomerDetail {
    const person = personOf(party)
    const bound = person.status !== 'rejected' && person.advocate !== null
    const given = rewards.filter(({ row }) => row.beneficiary.party === party && row.state !== 'void' && row.state !== 'reversed')
    let level = 0
    for (let at = person.advocate; at !== null; at = personOf(at).advocate) level++
    return {
      row: rowOf(person),
      aliases: aliasesOf(person),
      codes: codesOf(person),
      advocate: bound && person.advocate !== null ? ref(personOf(person.advocate)) : null,
      bound_at: bound ? person.boundAt : null,
      bound_by: bound && person.advocate !== null ? personOf(person.advocate).code : null,
      taken_over: party % 17 === 9,
      by_hand: byHand.has(party),
      refused: [
        ...(person.status === 'rejected' && person.reason !== null ? [{ code: personOf(person.advocate ?? 1).code, reason: person.reason, at: person.boundAt ?? iso(NOW) }] : []),
        ...(party % 6 === 1 ? [{ code: '<b>SUMMER</b>', reason: 'code_unknown', at: iso(NOW - 90 * DAY) }] : []),
      ],
      registered_at: joinedOf(person),
      first_order_at: person.firstPaidAt,
      activated_at: person.status === 'activated' ? person.firstPaidAt : null,
      first_paid_at: person.firstPaidAt,
      level,
      subtree: below(person),
      revenue: person.revenue.map(toMoney),
      earned: addUp(given.map(({ sum }) => sum)).map((sum) => ({ ...toMoney(sum), count: given.filter((reward) => reward.sum.currency === sum.currency).length })),
      standing: standingOf(person),
      shared: sharedOf(person),
      expects: `customer:${party}@${world.stamp(`customer:${party}`)}`,
    }
  }

  const before = (decided: ExplainedDecision): ExplainedDecision => ({
    ...decided,
    reward: null,
    superseded: true,
    decision: {
      ...decided.decision, event_type: 'order_confirmed', again: null, result: 'refused', reason: 'code_unknown', amount: null,
      checks: [...decided.decision.checks.slice(0, 1), { step: 'referral', check: 'referral', verdict: 'refuse', reason: 'code_unknown', args: {} }],
    },
  })

  function decisionsOf(reward: FakeReward): ExplainedDecision[] {
    const late = reward.row.friend.party % 4 === 1
    const decision = decisionOf(reward)
    const now: ExplainedDecision = { decision: late ? { ...decision, event_type: 'rejudge', again: LEARNED } : decision, friend: reward.row.friend, reward: reward.row.key, superseded: false }
    return late ? [now, before(now)] : [now]
  }

  function explain(what: string): Explained {
    const about = rewards.filter(({ row }) => row.order === what || row.key === what || row.friend.key === what)
    if (what.startsWith('guest-')) fail('not_found', { what })
    const refused = about.length === 0 ? [] : [{ code: 'ANNA-0LD', reason: 'code_disabled', at: about[0]?.row.created_at ?? '' }]
    return { subject: what, decisions: about.flatMap(decisionsOf), refused, rewards: about.map(({ row }) => row), raises: about.flatMap((reward) => raiseOf(reward) ?? []) }
  }

  function timelineOf(person: FakePerson): TimelineRow[] {
    let seq = person.party * 1000
    const joined = Date.parse(joinedOf(person) ?? iso(NOW - 300 * DAY))
    const row = (at: number, event: string, event_type: string, more: Partial<TimelineRow> = {}): TimelineRow => ({
      seq: seq++, at: iso(at), learned_at: iso(at + 240_000), late: false, event, event_type, again: null, subject: null, amount: null, result: 'nothing', reason: null, decisions: 0, actor: null, ...more,
    })
    const orders = rewards.filter(({ row }) => row.friend.party === person.party && row.role === 'friend')
    const rows = [
      row(joined, `customer/${person.key}`, 'customer_registered'),
      row(joined + DAY, `code/${person.code}`, 'code_issued', { subject: person.code }),
      ...Array.from({ length: person.party === 1 ? 130 : 2 }, (_, at) => row(joined + (at + 2) * DAY, `customer/${person.key}/updated/${at}`, 'customer_updated')),
      ...orders.map((reward) => row(Date.parse(reward.row.created_at), `order/${reward.row.order}/confirmed`, 'order_confirmed', {
        subject: reward.row.order, amount: toMoney(reward.base), result: 'granted', decisions: 2, ...(person.party % 4 === 1 ? { late: true, event_type: 'rejudge', again: LEARNED, learned_at: iso(Date.parse(reward.row.created_at) + 21 * DAY) } : {}),
      })),
      ...(person.status === 'rejected' ? [row(Date.parse(person.boundAt ?? iso(NOW)), `customer/${person.key}/contact`, 'interaction', { subject: 'ADA108', result: 'refused', reason: person.reason, decisions: 1 })] : []),
      ...(byHand.has(person.party) ? [row(NOW, `staff/attribute/${person.key}`, 'staff_attribute', { actor: 'this desk' })] : []),
    ]
    return rows.sort((a, b) => byText(b.at, a.at) || b.seq - a.seq)
  }

  function preview({ customer, code, expects }: Attribution): AttributionPreview {
    const friend = people.find((person) => person.key === customer && !customer.startsWith('guest-')) ?? fail('not_found', { what: customer })
    if (detailOf(friend.party).expects !== expects) fail('stale')
    const advocate = people.find((person) => codesOf(person).some((known) => known.code === code))
    const lineOf = (person: FakePerson): number[] => [person.party, ...(person.advocate === null ? [] : lineOf(personOf(person.advocate)))]
    const owned = advocate && codesOf(advocate).find((known) => known.code === code)
    const refused = !advocate ? 'code_unknown' : owned?.disabled_at ? 'code_disabled' : advocate === friend ? 'self_referral' : lineOf(advocate).includes(friend.party) ? 'referral_loop' : null
    const before = detailOf(friend.party).advocate
    const found = refused === null && before === null ? rewards.filter(({ row }) => row.beneficiary.party === friend.party).slice(0, 2) : []
    return {
      friend: ref(friend), advocate: advocate ? ref(advocate) : null, refused, supersedes: refused === null ? before : null,
      rewards: found.map(({ row }) => ({ ...row, state: 'waiting', waits: ['review'] })), decisions: found.flatMap(decisionsOf), expects,
    }
  }

  function mayWrite(reason = 'none'): void {
    if (world.desk.door === 'read_only') fail('read_only')
    if (reason.trim() === '') fail('reason_missing')
  }

  function done(party: number): CustomerDetail {
    world.touch(`customer:${party}`)
    world.changed(['customers', 'referrals', 'rewards', 'figures'])
    return detailOf(party)
  }

  function rowsOf({ search, has, status }: CustomerFilter): FakePerson[] {
    return people.filter(
      (person) =>
        (status === null || statusOf(person) === status) &&
        (has === null || (has === 'code' ? codesOf(person).length > 0 : has === 'advocate' ? rowOf(person).advocate !== null : person.children.length > 0)) &&
        matches(search, person.name, person.email, person.key, ...codesOf(person).map(({ code }) => code)),
    )
  }

  return {
    customers: (filter, sort, after, limit) => {
      const by = (person: FakePerson) => (sort === 'name' ? (person.name ?? person.email ?? person.key).toLowerCase() : (joinedOf(person) ?? ''))
      const found = rowsOf(filter).sort((a, b) => byText(by(a), by(b)) * (sort === 'newest' ? -1 : 1) || a.party - b.party)
      const page = pageOf(found, (person) => person.key, after, limit)
      return { rows: page.rows.map(rowOf), next: page.next, count: found.length }
    },
    // Numbers from 9000 on were guests who were merged into the account of the number beyond it.
    customer: (party) => detailOf(party > 9000 ? party - 9000 : party),
    timeline: (party, after, limit) => pageOf(timelineOf(personOf(party)), (row) => String(row.seq), after, limit),
    rankedAssets: () => [...new Set(rewards.map(({ sum }) => sum.currency))].sort(),
    leaderboard: (query, after, limit) => {
      const all = ranked(query)
      return { ...pageOf(all, (row) => row.advocate.key, after, limit), count: all.length }
    },
    explain,
    attributionPreview: preview,
    attribute: (attribution) => {
      mayWrite(attribution.reason)
      const { friend, advocate, refused } = preview(attribution)
      if (refused !== null || advocate === null) fail('stale')
      const person = personOf(friend.party)
      personOf(person.advocate ?? advocate.party).children = personOf(person.advocate ?? advocate.party).children.filter((child) => child !== person.party)
      personOf(advocate.party).children.push(person.party)
      Object.assign(person, { advocate: advocate.party, boundAt: iso(NOW), status: person.status === 'rejected' ? 'registered' : person.status, reason: null })
      byHand.add(person.party)
      return done(person.party)
    },
    issueCode: (party, { vanity, with_name }) => {
      mayWrite()
      const person = personOf(party)
      if (vanity !== null && (vanity.length < 4 || vanity.length > 24)) fail('code_length')
      if (vanity !== null && !/^[A-Z0-9]+(-[A-Z0-9]+)*$/i.test(vanity)) fail('code_signs')
      if (vanity !== null && people.some((other) => codesOf(other).some(({ code }) => code.toUpperCase() === vanity.toUpperCase()))) fail('code_taken', { code: vanity })
      const random = Array.from({ length: 9 }, (_, at) => NO_LOOK_ALIKES[(party * 31 + ++issued * 17 + at * at * 7) % NO_LOOK_ALIKES.length]).join('')
      const name = (person.name ?? '').split(' ')[0]?.toUpperCase() ?? ''
      const code = vanity?.toUpperCase() ?? (with_name && name !== '' ? `${name}-${random}` : random)
      codes.set(party, [{ code, issued_at: iso(NOW), inferred: false, disabled_at: null, friends: 0 }, ...codesOf(person)])
      return done(party)
    },
    disableCode: (party, code, reason) => {
      mayWrite(reason)
      const owner = personOf(party)
      if (!codesOf(owner).some((known) => known.code === code)) fail('not_found', { what: code })
      codes.set(owner.party, codesOf(owner).map((known) => (known.code === code ? { ...known, disabled_at: iso(NOW) } : known)))
      return done(owner.party)
    },
    erasePerson: (party, confirm, reason) => {
      mayWrite(reason)
      const person = personOf(party)
      if (confirm !== person.key) fail('not_confirmed')
      erased.add(party)
      Object.assign(person, { name: null, email: null, key: `erased-${party}` })
      return done(party)
    },
  }
}
