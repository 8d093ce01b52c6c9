// Letters to advocates and friends in the in-memory shell: switches, words, the mail server, the list and a person's word on it.
import type { LetterPreview, MailServer, NoticeDraft, NoticeKind, NoticeLanguage, NoticeRow, NoticeSettings, NoticeState } from './bindings'
import { NOW, ref } from './fake-data'
import { fail, pageOf, type Answers, type World } from './fake-kit'

type Names =
  | 'notices' | 'noticeDecide' | 'noticesSend' | 'noticeSettings' | 'noticeSwitch' | 'noticeDefaults' | 'noticeServer' | 'noticeWords' | 'noticeSave' | 'noticePreview'
  | 'noticeTest'

const KINDS: NoticeKind[] = ['registered', 'trial', 'earned', 'paid_out', 'expiring', 'reversed']
const STATES: NoticeState[] = ['unknown', 'failed', 'waiting', 'sent', 'skipped', 'sent', 'sent', 'sent']
const KNOWN = ['name', 'advocate', 'friend', 'date', 'period', 'amount', 'code', 'program', 'shop', 'expires_on']
const EXAMPLE: Record<string, string> = { name: 'Ada Lovelace', friend: 'Charles B.', amount: '12.50 EUR', code: 'RF0EXAMPLE0CODE0', shop: 'Linden & Co', date: '1 March 2026' }
const HOUR = 3_600_000

function readyWords(kind: NoticeKind, language: NoticeLanguage): NoticeDraft {
  const subject = language === 'en' ? `About ${kind}: {amount}` : `О том, что ${kind}: {amount}`
  const hello = language === 'en' ? 'Hello {name},' : 'Здравствуйте, {name}!'
  return { subject, mjml: `<mjml>\n  <mj-body>\n    <mj-text>${hello}</mj-text>\n  </mj-body>\n</mjml>\n`, text: `${hello}\n\n{shop}\n` }
}

/** What the shell refuses, as it refuses it. */
function check(words: NoticeDraft): void {
  for (const part of [words.subject, words.mjml, words.text]) {
    const unknown = [...part.matchAll(/\{([\p{L}\d_]+)\}/gu)].find(([, name]) => !KNOWN.includes(name ?? ''))
    if (unknown) fail('letter_variable', { name: unknown[1] ?? '', known: KNOWN.map((name) => `{${name}}`).join(', ') })
  }
  if (words.subject.trim() === '') fail('letter_empty', { part: 'subject' })
  if (!words.mjml.includes('</mjml>')) fail('letter_unclosed')
}

const filled = (text: string) => text.replaceAll(/\{(\w+)\}/g, (_, name: string) => EXAMPLE[name] ?? '…')

export function noticeAnswers(world: World): Answers<Names> {
  const { people, rewards } = world.shop
  const own = new Map<string, NoticeDraft>()
  let settings: NoticeSettings = {
    switches: KINDS.map((kind) => ({ kind, since: kind === 'earned' || kind === 'paid_out' ? '2026-02-01T09:00:00Z' : null })),
    language: 'en',
    lead_days: 7,
    server: { host: 'mail.linden.example', port: '465', tls: 'implicit', user: 'post', from: 'post@linden.example', from_name: 'Linden & Co' },
    has_password: true,
  }
  let rows: NoticeRow[] = rewards.slice(0, 60).map(({ row }, at) => {
    const state = STATES[at % STATES.length] ?? 'sent'
    const person = people[at % people.length]
    const kind = KINDS[at % KINDS.length] ?? 'earned'
    const instant = new Date(NOW - at * HOUR).toISOString()
    const ofFriend = kind === 'registered' || kind === 'trial'
    return {
      no: String(1_000 - at), kind, state,
      why: state === 'unknown' ? 'unanswered' : state === 'failed' ? 'refused' : state === 'skipped' ? 'no_address' : null,
      said: state === 'failed' ? '550 5.1.1 no such mailbox' : state === 'unknown' ? 'connection reset by peer' : null,
      tries: state === 'skipped' ? 0 : 1, at: instant, next_at: state === 'waiting' && at % 3 === 0 ? new Date(NOW + HOUR).toISOString() : null, changed_at: instant,
      to: row.beneficiary, friend: ofFriend && person ? ref(person) : null, reward: ofFriend ? null : row.key,
    }
  })

  function writable(): void {
    if (world.desk.door === 'read_only') fail('read_only')
  }

  function set(next: Partial<NoticeSettings>): NoticeSettings {
    writable()
    settings = { ...settings, ...next }
    world.changed(['notices'])
    return settings
  }

  const wordsOf = (kind: NoticeKind, language: NoticeLanguage) => own.get(`${kind}.${language}`) ?? readyWords(kind, language)

  return {
    notices: (state, after, limit) => {
      const found = rows.filter((row) => state === null || row.state === state)
      const counts = STATES.filter((one, at) => STATES.indexOf(one) === at).map((one) => ({ state: one, count: rows.filter((row) => row.state === one).length }))
      return { ...pageOf(found, (row) => row.no, after, limit), count: found.length, counts: counts.filter(({ count }) => count > 0) }
    },
    noticeDecide: (no, again) => {
      writable()
      const found = rows.find((row) => row.no === no)
      if (!found || (found.state !== 'unknown' && found.state !== 'failed')) fail('stale')
      rows = rows.map((row) => (row.no === no ? { ...row, state: again ? 'waiting' : 'skipped', why: again ? null : 'left' } : row))
      world.changed(['notices'])
      return null
    },
    noticesSend: () => {
      writable()
      if (settings.server === null) fail('smtp_missing')
      const due = rows.filter((row) => row.state === 'waiting').length
      rows = rows.map((row) => (row.state === 'waiting' ? { ...row, state: 'sent', tries: row.tries + 1 } : row))
      world.changed(['notices'])
      return { sent: due, failed: 0, unknown: 0, put_off: 0, skipped: 0, stopped: null }
    },
    noticeSettings: () => settings,
    noticeSwitch: (kind, on) => set({ switches: settings.switches.map((one) => (one.kind === kind ? { kind, since: on ? new Date(NOW).toISOString() : null } : one)) }),
    noticeDefaults: (language, leadDays) => (/^\d{1,3}$/.test(leadDays) && leadDays !== '0' ? set({ language, lead_days: leadDays === '14' ? 14 : 7 }) : fail('notice_days', { most: '365' })),
    noticeServer: (server: MailServer | null, password) => {
      if (server && !/^[\w.-]+$/.test(server.host)) fail('smtp_host')
      if (server && !/^\d+$/.test(server.port)) fail('smtp_port')
      if (server && !/^\S+@\S+\.\S+$/.test(server.from)) fail('bad_address', { what: server.from })
      if (server && server.tls === 'off' && server.user !== '' && server.host !== 'localhost') fail('smtp_in_the_clear')
      return set({ server, has_password: server === null || server.user === '' || password !== '' || settings.has_password })
    },
    noticeWords: (kind, language) => ({ words: wordsOf(kind, language), own: own.has(`${kind}.${language}`) }),
    noticeSave: (kind, language, words) => {
      writable()
      if (words) check(words)
      if (words) own.set(`${kind}.${language}`, words)
      else own.delete(`${kind}.${language}`)
      world.changed(['notices'])
      return { words: wordsOf(kind, language), own: words !== null }
    },
    noticePreview: (kind, language, words): LetterPreview => {
      const shown = words ?? wordsOf(kind, language)
      check(shown)
      return { subject: filled(shown.subject), html: `<!doctype html><html><body><p>${filled(shown.text)}</p></body></html>`, text: filled(shown.text) }
    },
    noticeTest: (_kind, _language, words, to) => {
      if (settings.server === null) fail('smtp_missing')
      if (!/^\S+@\S+\.\S+$/.test(to)) fail('bad_address', { what: to })
      if (words) check(words)
      if (to.startsWith('nobody@')) fail('letter_refused', { what: '550 5.1.1 no such mailbox' })
      return null
    },
  }
}
