// What is delivered in the in-memory shell: payouts and their runs, actions with their previews, and proposals.
import type {
  ActPreview, AppError, Ceiling, Clawback, DryCall, Goodwill, Money, OverCeiling, PayAsk, PayoutAct, PayoutDetail, PayoutFilter, PayoutRow, PayoutSort, PayoutStand, PayoutState, PayStatus, Proposal, RewardState, Total,
} from './bindings'
import { addUp, amountText, DIGITS, NOW, ref, toMoney, type FakeReward, type FakeShop, type Sum } from './fake-data'
import { byText, fail, matches, pageOf, type Answers, type World } from './fake-kit'

type Names =
  | 'payoutStand' | 'payouts' | 'payout' | 'payStart' | 'payCancel' | 'payStatus' | 'payDryRun' | 'stopPayouts' | 'letPayoutsGo' | 'setPayoutLimits' | 'payoutExport' | 'markPaid' | 'actPreview' | 'act'
  | 'goodwillPreview' | 'goodwill' | 'proposals' | 'decideProposal'

export interface FakePayout {
  reward: FakeReward
  rail: string
  state: PayoutState
  told: Sum | null
  attempts: number
  generation: number
}

const STATES: PayoutState[] = ['due', 'sending', 'unknown', 'correcting', 'refused', 'conflict', 'done', 'closed']
const AT_A_TIME = 3
const nothing: Omit<PayStatus, 'no' | 'phase'> = {
  look_up: false, gone_through: 0, of: 0, done: 0, corrected: 0, unknown: 0, refused: 0, conflict: 0, over_ceiling: 0, by_hand: 0, without_rail: 0, left: 0, calls: 0, amounts: [],
  troubles: [], stopped: null, error: null,
}

/** A number of a text, the same every time. */
export const numberOf = (text: string) => [...text].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 9973, 7)
export const codeOf = (key: string, generation: number) => `RF${numberOf(key).toString(36).toUpperCase().padStart(5, 'K')}${numberOf(`${key}${generation}`).toString(36).toUpperCase().padStart(5, 'Q')}7M2W`.slice(0, 16)

export function makePayouts({ rewards }: FakeShop): Map<string, FakePayout> {
  const made = new Map<string, FakePayout>()
  for (const [at, reward] of rewards.entries()) {
    const { state, key } = reward.row
    if (state !== 'due' && state !== 'settled' && state !== 'reversed') continue
    const rail = at % 7 === 3 ? 'voucher' : at % 11 === 5 ? 'manual' : 'gift_card'
    const stuck = rail === 'manual' ? undefined : ({ 0: 'unknown', 4: 'refused', 7: 'conflict' } as Record<number, PayoutState>)[numberOf(key) % 9]
    const now: PayoutState = state === 'due' ? (stuck ?? 'due') : state === 'reversed' ? 'closed' : at % 17 === 3 ? 'correcting' : 'done'
    made.set(key, {
      reward, rail, state: now, attempts: now === 'due' ? 0 : now === 'unknown' ? 2 : 1, generation: 1,
      told: now === 'done' ? reward.sum : now === 'closed' ? { ...reward.sum, minor: 0n } : now === 'correcting' ? { ...reward.sum, minor: (reward.sum.minor * 3n) / 2n } : null,
    })
  }
  return made
}

function totalsOf(sums: Sum[]): Total[] {
  return addUp(sums).map((sum) => ({ ...toMoney(sum), count: sums.filter((one) => one.currency === sum.currency).length }))
}

/** Minor units of what somebody typed. */
function minorOf(text: string, currency: string): bigint {
  const digits = DIGITS[currency] ?? 2
  const match = /^(\d{1,12})(?:[.,](\d+))?$/.exec(text.trim())
  if (!match || (match[2]?.length ?? 0) > digits) fail('bad_amount', { text, currency })
  return BigInt((match[1] ?? '0') + (match[2] ?? '').padEnd(digits, '0'))
}

export function payoutAnswers(world: World, all: Map<string, FakePayout>): Answers<Names> {
  const { shop } = world
  const ceilings = new Map<string, string | null>([['EUR', '200.00'], ['USD', null], ['JPY', '40000']])
  const paid = new Map<string, bigint>([['EUR', 12_000n]])
  let run: { keys: string[]; at: number; ask: PayAsk } | null = null
  let status: PayStatus = { no: 0, phase: 'idle', ...nothing }
  let proposed: (Proposal & { apply: () => void })[] = []
  let given = 0
  let went: Sum[] = []
  let approveAbove: Money[] = [{ amount: '200.00', currency: 'EUR' }, { amount: '200.00', currency: 'USD' }]
  let clawback: Clawback = 'loss'

  const of = (key: string): FakePayout => all.get(key) ?? fail('not_found', { what: key })
  const expects = ({ row }: FakeReward) => `${row.key}@${world.stamp(row.key)}`
  const writes = () => (world.desk.door === 'read_only' ? fail('read_only') : undefined)

  function told(): void {
    world.changed(['payouts', 'rewards', 'desk', 'figures'])
  }

  function rowOf(payout: FakePayout): PayoutRow {
    const { row } = payout.reward
    const stands = row.state === 'reversed' ? { ...payout.reward.sum, minor: 0n } : payout.reward.sum
    const there = payout.told ?? stands
    return {
      key: row.key, program: row.program, role: row.role, beneficiary: row.beneficiary, friend: row.friend, order: row.order, rail: payout.rail, state: payout.state,
      amount: toMoney(there), to: there.minor === stands.minor ? null : toMoney(stands), used: toMoney({ ...there, minor: payout.state === 'done' && numberOf(row.key) % 3 === 0 ? there.minor / 2n : 0n }),
      since: row.due_at ?? row.created_at, attempts: payout.attempts, generation: payout.generation, code_end: payout.attempts > 0 ? codeOf(row.key, payout.generation).slice(-4) : null,
      reason: row.reason, expects: expects(payout.reward),
    }
  }

  function found(filter: PayoutFilter, sort: PayoutSort): FakePayout[] {
    const order = (a: FakePayout, b: FakePayout) => byText(rowOf(a).since, rowOf(b).since) || byText(a.reward.row.key, b.reward.row.key)
    const there = ({ told, reward: { row, sum } }: FakePayout) => told?.minor ?? (row.state === 'reversed' ? 0n : sum.minor)
    const amounts = (a: FakePayout, b: FakePayout) => byText(a.reward.sum.currency, b.reward.sum.currency) || (there(a) < there(b) ? -1 : there(a) > there(b) ? 1 : byText(a.reward.row.key, b.reward.row.key))
    return [...all.values()]
      .filter((payout) => {
        const { row } = payout.reward
        return (
          (filter.state === null || payout.state === filter.state) && (filter.rail === null || payout.rail === filter.rail) &&
          (filter.program === null || row.program === filter.program) && (filter.currency === null || payout.reward.sum.currency === filter.currency) &&
          matches(filter.search, row.key, row.order, row.beneficiary.name, row.beneficiary.email, codeOf(row.key, payout.generation))
        )
      })
      .sort((a, b) => (sort === 'oldest' ? order(a, b) : sort === 'newest' ? order(b, a) : sort === 'amount_low' ? amounts(a, b) : amounts(b, a)))
  }

  function detail(key: string): PayoutDetail {
    const payout = of(key)
    const { row } = payout.reward
    const { state } = payout
    const party = `liability:pending:${row.beneficiary.party}`
    const reached = state === 'done' || state === 'correcting' || state === 'closed'
    const steps: PayoutDetail['history'] = Array.from({ length: payout.attempts }, (_, at) => ({ seq: 40 + at, at: row.due_at ?? row.created_at, event_type: 'payout_intended', change: 'payout_intended', args: { amount: `${row.amount.amount} ${row.amount.currency}` }, again: null, actor: 'anna' }))
    return {
      row: rowOf(payout),
      issuance: null,
      code: payout.attempts > 0 && payout.rail !== 'manual' ? codeOf(key, payout.generation) : null,
      external: reached ? `R2lmdENhcmQ6${numberOf(key)}` : null,
      expires_on: payout.rail === 'gift_card' ? '2027-03-18' : null,
      transfers: [
        { seq: 12, at: row.created_at, debit: `expense:rewards:${row.program}`, credit: party, amount: row.amount },
        ...(reached ? [{ seq: 24, at: row.due_at ?? row.created_at, debit: party, credit: `liability:issued:${payout.rail}`, amount: row.amount }] : []),
      ],
      history: [
        { seq: 11, at: row.created_at, event_type: 'order_confirmed', change: 'created', args: { amount: `${row.amount.amount} ${row.amount.currency}` }, again: null, actor: null },
        ...(row.due_at ? [{ seq: 19, at: row.due_at, event_type: 'time_passed', change: 'due', args: {}, again: null, actor: null }] : []),
        ...steps,
        ...(row.state === 'settled' && row.due_at ? [{ seq: 24, at: row.due_at, event_type: 'payout_known', change: 'settled', args: {}, again: null, actor: null }] : []),
      ],
      can_pay: world.desk.door !== 'read_only' && payout.rail !== 'manual' && state !== 'done' && state !== 'closed',
      can_mark_paid: world.desk.door !== 'read_only' && payout.rail === 'manual' && state === 'due',
    }
  }

  /** What a run is about: what can be sent, or what nobody knows. */
  function asked({ keys, look_up }: PayAsk): FakePayout[] {
    const wanted = look_up ? ['unknown', 'conflict', 'sending'] : ['due', 'refused', 'unknown', 'sending', 'correcting']
    const list = keys === null ? found({ state: null, rail: null, program: null, currency: null, search: null }, 'oldest') : keys.map(of)
    return list.filter((payout) => payout.rail !== 'manual' && wanted.includes(payout.state) && (keys !== null || payout.state !== 'refused'))
  }

  const paidText = (currency: string) => amountText(paid.get(currency) ?? 0n, currency)

  /** What fits under the day's ceiling, and what does not. */
  function fitting(list: FakePayout[], over: boolean): { fits: FakePayout[]; over: OverCeiling[] } {
    if (over) return { fits: list, over: [] }
    const sums = new Map(paid)
    const left = new Map<string, { minor: bigint; count: number }>()
    const fits = list.filter(({ reward: { sum } }) => {
      const most = ceilings.get(sum.currency) ?? null
      const next = (sums.get(sum.currency) ?? 0n) + sum.minor
      if (most !== null && next > minorOf(most, sum.currency)) {
        const beside = left.get(sum.currency) ?? { minor: 0n, count: 0 }
        left.set(sum.currency, { minor: beside.minor + sum.minor, count: beside.count + 1 })
        return false
      }
      sums.set(sum.currency, next)
      return true
    })
    return { fits, over: [...left].map(([currency, { minor, count }]) => ({ currency, most: ceilings.get(currency) ?? '0', paid: paidText(currency), left: amountText(minor, currency), count })) }
  }

  function callsOf({ reward, rail, generation }: FakePayout): string[] {
    const { amount, key } = reward.row
    if (rail === 'voucher') {
      return [
        `voucherCreate(input: {name: "Referral reward", type: ENTIRE_ORDER, addCodes: ["${codeOf(key, generation)}"], usageLimit: 1, singleUse: true})`,
        `voucherChannelListingUpdate(input: {addChannels: [{channelId: "Q2hhbm5lbDox", discountValue: ${amount.amount}}]})`,
        'updateMetadata(input: [{key: "vouchsafe_issuance", value: "…"}])',
      ]
    }
    return [`giftCardCreate(input: {code: "${codeOf(key, generation)}", balance: {amount: ${amount.amount}, currency: "${amount.currency}"}, isActive: false})`, 'giftCardActivate(id: "…")']
  }

  function step(): void {
    if (run === null) return
    for (const key of run.keys.slice(run.at, run.at + AT_A_TIME)) {
      const payout = of(key)
      const luck = numberOf(key) % 10
      const looks = run.ask.look_up || payout.state === 'unknown'
      const result = payout.state === 'correcting' ? 'corrected' : looks ? (payout.state === 'conflict' ? 'conflict' : 'done') : luck === 0 ? 'unknown' : luck === 1 ? 'refused' : 'done'
      payout.attempts++
      const isTakenBack = payout.reward.row.state === 'reversed'
      payout.state = result === 'corrected' ? (isTakenBack ? 'closed' : 'done') : result
      if (result === 'unknown' || result === 'refused' || result === 'conflict') {
        const error: AppError = { code: `payout_${result}`, args: result === 'refused' ? { what: 'balance: <b>Value</b> is not valid' } : result === 'conflict' ? { code: codeOf(key, payout.generation) } : {} }
        status = { ...status, troubles: [...status.troubles, { key, state: payout.state, error }] }
      }
      if (result === 'corrected') payout.told = isTakenBack ? { ...payout.reward.sum, minor: 0n } : payout.reward.sum
      if (result === 'done') {
        const { sum } = payout.reward
        payout.told = sum
        payout.reward.row = { ...payout.reward.row, state: 'settled' }
        paid.set(sum.currency, (paid.get(sum.currency) ?? 0n) + sum.minor)
        went.push(sum)
      }
      status = { ...status, gone_through: status.gone_through + 1, amounts: addUp(went).map(toMoney), [result]: status[result] + 1, calls: status.calls + (run.ask.look_up ? 1 : 2) }
      world.touch(key)
    }
    run.at += AT_A_TIME
    const next = run.keys.slice(run.at, run.at + AT_A_TIME)
    for (const key of next) if (!run.ask.look_up && of(key).state === 'due') of(key).state = 'sending'
    if (next.length === 0) {
      run = null
      status = { ...status, phase: 'done' }
    }
    status = { ...status, no: status.no + 1 }
    told()
  }

  const isAbove = (minor: bigint, currency: string): boolean => {
    const above = approveAbove.find((one) => one.currency === currency)
    return above !== undefined && (minor < 0n ? -minor : minor) > minorOf(above.amount, currency)
  }

  function preview({ deed, key, to }: Pick<PayoutAct, 'deed' | 'key' | 'to'>): ActPreview & { minor: bigint } {
    const payout = all.get(key)
    const reward = payout?.reward ?? shop.rewards.find(({ row }) => row.key === key) ?? fail('not_found', { what: key })
    const { sum, row } = reward
    const stood = row.state === 'reversed' ? 0n : sum.minor
    const minor = deed === 'reverse' ? 0n : deed === 'adjust' ? minorOf(to ?? '', sum.currency) : deed === 'accept_raise' ? (sum.minor * 3n) / 2n : sum.minor
    const by = minor - stood
    const money = (of: bigint): Money => toMoney({ ...sum, minor: of })
    const amount = money(by < 0n ? -by : by)
    const rail = payout?.rail ?? 'gift_card'
    const [expense, issued] = [`expense:rewards:${row.program}`, `liability:issued:${rail}`]
    const sent = payout?.state === 'done' || payout?.state === 'correcting'
    const state = deed === 'reverse' ? 'reversed' : deed === 'reissue' ? 'due' : row.state
    const side = (of: bigint, in_state: RewardState) => ({ state: in_state, stands: money(of), used: money(0n), set_off: money(0n) })
    return {
      minor, act: deed, reward: key, beneficiary: ref(row.beneficiary), rail, expects: expects(reward),
      before: side(stood, row.state), after: side(minor, state), needs_second: isAbove(by, sum.currency), refused: deed === 'adjust' && row.state === 'reversed' ? 'stale' : null,
      lines: by === 0n ? [] : by < 0n ? [{ debit: issued, credit: expense, amount }] : [{ debit: expense, credit: issued, amount }],
      accounts: by === 0n ? [] : [{ account: expense, before: money(stood), after: money(minor) }, { account: issued, before: money(-stood), after: money(-minor) }],
      calls: null, outside: deed === 'reissue' || !sent ? { act: by === 0n && deed !== 'reissue' ? 'nothing' : 'issue', from: null, to: money(minor) } : minor === 0n ? { act: 'take_back', from: money(stood), to: null } : { act: 'correct', from: money(stood), to: money(minor) },
    }
  }

  function apply({ deed, key }: Pick<PayoutAct, 'deed' | 'key'>, minor: bigint): void {
    const payout = of(key)
    const { reward } = payout
    if (deed === 'reverse') reward.row = { ...reward.row, state: 'reversed', reason: 'rejected_by_staff' }
    else if (deed === 'reissue') {
      reward.row = { ...reward.row, state: 'due', reason: null }
      Object.assign(payout, { state: 'due', told: null, attempts: 0, generation: payout.generation + 1 })
    } else {
      reward.sum = { ...reward.sum, minor }
      reward.row = { ...reward.row, amount: toMoney(reward.sum), waits: reward.row.waits.filter((wait) => wait !== 'raise'), proposed: null }
    }
    if (payout.told !== null) payout.state = 'correcting'
    world.touch(key)
    told()
  }

  function propose(act: string, reward: string | null, { beneficiary }: ActPreview, amount: Money | null, reason: string, apply: () => void): number {
    const no = ++given
    proposed = [...proposed, { no, act, reward, beneficiary, amount, actor: 'this desk', reason, at: new Date(NOW).toISOString(), mine: true, apply }]
    told()
    return no
  }

  function giftPreview({ customer, rail, amount, currency }: Goodwill): ActPreview & { minor: bigint } {
    const person = shop.people.find(({ key }) => key === customer) ?? fail('not_found', { what: customer })
    const minor = minorOf(amount, currency)
    if (minor === 0n) fail('bad_amount', { text: amount, currency })
    const [sum, none] = [toMoney({ minor, currency }), toMoney({ minor: 0n, currency })]
    const pending = `liability:pending:${person.party}`
    return {
      minor, act: 'goodwill', reward: `goodwill/${customer}`, beneficiary: ref(person), rail, expects: '7', before: null, after: { state: 'due', stands: sum, used: none, set_off: none },
      needs_second: isAbove(minor, currency), refused: null, lines: [{ debit: 'expense:rewards:goodwill', credit: pending, amount: sum }],
      accounts: [{ account: 'expense:rewards:goodwill', before: none, after: sum }], calls: null, outside: rail === 'manual' ? { act: 'nothing', from: null, to: null } : { act: 'issue', from: null, to: sum },
    }
  }

  function stand(): PayoutStand {
    return {
      counts: STATES.map((state) => {
        const those = [...all.values()].filter((payout) => payout.state === state)
        return { state, count: those.length }
      }),
      ceilings: [...ceilings].map(([currency, most]): Ceiling => ({ currency, most, paid: paidText(currency) })),
      approve_above: approveAbove,
      clawback,
      proposals: proposed.length,
    }
  }

  function bare<Preview extends ActPreview & { minor: bigint }>({ minor: _minor, ...preview }: Preview): ActPreview {
    return preview
  }
  const shown = ({ apply: _apply, ...proposal }: Proposal & { apply: () => void }): Proposal => proposal
  const another = [...all.values()].find(({ state, reward }) => state === 'done' && reward.sum.currency === 'EUR' && reward.row.state === 'settled')
  if (another) {
    const { row } = another.reward
    proposed = [{
      no: 0, act: 'adjust', reward: row.key, beneficiary: ref(row.beneficiary), amount: { amount: '260.00', currency: 'EUR' }, actor: 'anna', at: '2026-03-17T15:02:00Z', mine: false,
      reason: 'The order was split by the warehouse', apply: () => apply({ deed: 'adjust', key: row.key }, 26_000n),
    }]
  }

  return {
    payoutStand: stand,
    payouts: (filter, sort, after, limit) => {
      const list = found(filter, sort)
      const page = pageOf(list, ({ reward }) => reward.row.key, after, limit)
      return { rows: page.rows.map(rowOf), next: page.next, count: list.length, totals: totalsOf(list.map(({ reward }) => reward.sum)) }
    },
    payout: detail,
    payStart: (ask) => {
      writes()
      if (world.desk.payouts_stopped) fail('payouts_stopped', { reason: world.desk.payouts_stopped.reason })
      if (world.desk.payouts_paused) fail('payouts_rest')
      const { fits, over } = fitting(asked(ask), ask.over_ceiling || ask.look_up)
      const keys = fits.map(({ reward }) => reward.row.key)
      run = { keys, at: 0, ask }
      for (const key of keys.slice(0, AT_A_TIME)) if (!ask.look_up && of(key).state === 'due') of(key).state = 'sending'
      went = []
      status = { ...nothing, no: status.no + 1, phase: keys.length === 0 ? 'done' : 'running', look_up: ask.look_up, of: keys.length, over_ceiling: over.reduce((sum, { count }) => sum + count, 0) }
      if (keys.length === 0) run = null
      return null
    },
    payCancel: () => {
      if (run !== null) {
        for (const key of run.keys.slice(run.at)) if (of(key).state === 'sending') of(key).state = 'due'
        status = { ...status, no: status.no + 1, phase: 'done', left: status.left + run.keys.length - run.at, stopped: { code: 'cancelled', args: {} } }
        run = null
        told()
      }
      return null
    },
    payStatus: (seen) => {
      if (seen !== null && status.phase === 'running') step()
      return status
    },
    payDryRun: (ask) => {
      const list = asked(ask)
      const { fits, over } = fitting(list, ask.look_up)
      const rows = list.slice(0, 50).map((payout): DryCall => {
        const { key, beneficiary, amount } = payout.reward.row
        const looks = ask.look_up || payout.state === 'unknown' || payout.state === 'sending'
        return {
          key, beneficiary, amount, rail: payout.rail, over: !fits.includes(payout), act: looks ? 'look_up' : payout.state === 'correcting' ? 'correct' : 'issue',
          calls: looks ? [`giftCards(filter: {code: "${codeOf(key, payout.generation)}"})`] : callsOf(payout),
        }
      })
      return { rows, count: list.length, totals: totalsOf(fits.map(({ reward }) => reward.sum)), over }
    },
    letPayoutsGo: (reason) => {
      writes()
      if (reason.trim() === '') fail('reason_missing')
      world.desk = { ...world.desk, payouts_stopped: null }
      world.changed(['desk', 'payouts'])
      return world.desk
    },
    stopPayouts: (reason) => {
      writes()
      if (reason.trim() === '') fail('reason_missing')
      world.desk = { ...world.desk, payouts_stopped: { by: 'anna', reason, at: new Date(NOW).toISOString() } }
      world.changed(['desk'])
      return world.desk
    },
    setPayoutLimits: (limits) => {
      writes()
      if (limits.reason.trim() === '') fail('reason_missing')
      const exact = ({ amount, currency }: Money): Money => ({ amount: amountText(minorOf(amount, currency), currency), currency })
      for (const currency of ceilings.keys()) ceilings.set(currency, null)
      for (const { amount, currency } of limits.ceilings.map(exact)) ceilings.set(currency, amount)
      approveAbove = limits.approve_above.map(exact)
      clawback = limits.clawback
      world.changed(['desk', 'payouts'])
      return stand()
    },
    payoutExport: () => '/home/demo/payouts-by-hand.csv',
    markPaid: ({ key, reference, expects: seen }) => {
      writes()
      const payout = of(key)
      if (reference.trim() === '') fail('reference_missing')
      if (expects(payout.reward) !== seen || payout.state !== 'due') fail('stale')
      payout.state = 'done'
      payout.told = payout.reward.sum
      payout.attempts = 1
      payout.reward.row = { ...payout.reward.row, state: 'settled' }
      world.touch(key)
      told()
      return detail(key)
    },
    actPreview: (act, calls) => ({ ...bare(preview(act)), calls: calls ? callsOf(of(act.key)) : null }),
    act: (act, reason) => {
      writes()
      const payout = of(act.key)
      if (reason.trim() === '') fail('reason_missing')
      if (expects(payout.reward) !== act.expects) fail('stale')
      const was = preview(act)
      if (was.refused) fail('act_refused', { reason: was.refused })
      if (was.needs_second) return { reward: act.key, proposal: propose(act.deed, act.key, was, act.deed === 'adjust' ? (was.after?.stands ?? null) : null, reason, () => apply(act, was.minor)) }
      apply(act, was.minor)
      return { reward: act.key, proposal: null }
    },
    goodwillPreview: (gift, calls) => ({ ...bare(giftPreview(gift)), calls: calls ? ['mutation IssueGiftCard {"code":"<code>"}'] : null }),
    goodwill: (gift, reason) => {
      writes()
      if (reason.trim() === '') fail('reason_missing')
      const was = giftPreview(gift)
      const { beneficiary: person } = was
      const key = `goodwill/${person.key}/${++given}/friend`
      const grant = () => {
        const at = new Date(NOW).toISOString()
        const sum = { minor: was.minor, currency: gift.currency }
        const reward: FakeReward = { sum, base: sum, version: 1, row: { key, program: 'goodwill', rule: 'goodwill', role: 'friend', beneficiary: person, friend: person, order: null, state: 'due', waits: [], reason: null, amount: toMoney(sum), proposed: null, created_at: at, due_at: at } }
        shop.rewards.push(reward)
        all.set(key, { reward, rail: gift.rail, state: 'due', told: null, attempts: 0, generation: 1 })
        told()
      }
      if (was.needs_second) return { reward: key, proposal: propose('goodwill', null, was, was.after?.stands ?? null, reason, grant) }
      grant()
      return { reward: key, proposal: null }
    },
    proposals: (after, limit) => ({ ...pageOf(proposed.map(shown), ({ no }) => String(no), after, limit), count: proposed.length }),
    decideProposal: ({ no, approve, reason }) => {
      writes()
      const one = proposed.find((proposal) => proposal.no === no) ?? fail('stale')
      if (one.mine && approve) fail('same_actor')
      if (reason.trim() === '') fail('reason_missing')
      proposed = proposed.filter((proposal) => proposal !== one)
      if (approve) one.apply()
      told()
      return { reward: one.reward ?? '', proposal: null }
    },
  }
}
