// What this desk likes: language and theme. Kept in the window's own storage; they are nobody else's business.
import type { Lang } from './format'
import { oneOf } from './route'

export const LOCALES = ['system', 'en', 'ru'] as const
export const THEMES = ['system', 'light', 'dark'] as const
export type LocaleChoice = (typeof LOCALES)[number]
export type ThemeChoice = (typeof THEMES)[number]

function stored<T extends string>(name: string, allowed: readonly T[], otherwise: T): T {
  try {
    return oneOf(localStorage.getItem(`vouchsafe.${name}`) ?? undefined, allowed) ?? otherwise
  } catch {
    return otherwise
  }
}

function store(name: string, value: string): void {
  try {
    localStorage.setItem(`vouchsafe.${name}`, value)
  } catch {
    // A window without storage forgets the choice when it closes; it still holds until then.
  }
}

const darkSystem = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : null

let locale = $state<LocaleChoice>(stored('locale', LOCALES, 'system'))
let theme = $state<ThemeChoice>(stored('theme', THEMES, 'system'))
let systemDark = $state(darkSystem?.matches ?? false)
darkSystem?.addEventListener('change', (event) => (systemDark = event.matches))

const systemLang: Lang = typeof navigator !== 'undefined' && navigator.language.toLowerCase().startsWith('ru') ? 'ru' : 'en'

export const prefs = {
  get locale(): LocaleChoice {
    return locale
  },
  set locale(choice: LocaleChoice) {
    locale = choice
    store('locale', choice)
  },
  get theme(): ThemeChoice {
    return theme
  },
  set theme(choice: ThemeChoice) {
    theme = choice
    store('theme', choice)
  },
  /** The language on screen. */
  get lang(): Lang {
    return locale === 'system' ? systemLang : locale
  },
  /** The colours on screen. */
  get shade(): 'light' | 'dark' {
    return theme === 'system' ? (systemDark ? 'dark' : 'light') : theme
  },
}
