// @vitest-environment node
import { describe, expect, test } from 'vitest'
import { code, product, read } from './source'

const offenders = (pattern: RegExp, except: (path: string) => boolean = () => false) =>
  product.filter(({ path, text }) => !except(path) && pattern.test(text)).map(({ path }) => path)

describe('laws of the source', () => {
  test('only ipc knows the shell', () => {
    expect(offenders(/@tauri-apps/, (path) => path.startsWith('ipc/'))).toEqual([])
  })

  test('nothing from outside becomes markup or code', () => {
    expect(offenders(/\{@html|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function\(/)).toEqual([])
  })

  test('no figure of money passes through a float', () => {
    // The one conversion is of whole numbers in an address; charts get pixels from the shell.
    expect(offenders(/\bNumber\(|\bparseFloat\(|\bparseInt\(|Number\.parse|\.toFixed\(/, (path) => path === 'lib/route.ts')).toEqual([])
    expect(read('lib/route.ts').match(/\bNumber\(/g)).toHaveLength(1)
    expect(offenders(/(?:[=(,:]\s*)\+\s*[a-z.]*(?:amount|value|margin|percent)\b/i)).toEqual([])
  })

  test('the fake backend is asked for in development only', () => {
    const users = product.filter(({ text }) => /from '.*\/fake|import\('.*\/fake/.test(text)).map(({ path }) => path)
    expect(users).toEqual(['ipc/call.ts'])
    expect(read('ipc/call.ts')).toMatch(/if \(import\.meta\.env\.DEV\) \{\s*const \{ fakeShell \} = await import\('\.\/fake'\)/)
  })

  test('files are short', () => {
    expect(code.filter(({ path, text }) => path !== 'ipc/bindings.ts' && text.split('\n').length > 450).map(({ path }) => path)).toEqual([])
  })

  test('nothing is fetched from elsewhere', () => {
    const fetched = [...product, { path: 'styles', text: read('styles/base.css') + read('styles/tokens.css') }]
    expect(fetched.filter(({ text }) => /url\(\s*['"]?https?:|@import\s+['"]?https?:|\bfetch\(/.test(text)).map(({ path }) => path)).toEqual([])
  })
})

describe('colours', () => {
  type Shade = 'light' | 'dark'
  const tokens = new Map<string, Record<Shade, string>>()
  for (const [, name, light, dark] of read('styles/tokens.css').matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)) {
    if (name && light && dark) tokens.set(name, { light, dark })
  }

  function luminance(hex: string): number {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const part = parseInt(hex.slice(at, at + 2), 16) / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }

  function contrast(ink: string, paper: string, shade: Shade): number {
    const [a, b] = [ink, paper].map((name) => luminance(tokens.get(name)?.[shade] ?? '')).sort((x, y) => y - x)
    return ((a ?? 0) + 0.05) / ((b ?? 0) + 0.05)
  }

  const PAPERS = ['bg', 'surface', 'surface-raised', 'surface-sunken', 'surface-hover', 'surface-selected']
  const PAIRS = [
    ...PAPERS.flatMap((paper) => [['text', paper], ['text-muted', paper], ['accent', paper], ['bad', paper]]),
    ['on-accent', 'accent'], ['on-accent', 'accent-hover'], ['on-danger', 'danger'], ['bg', 'text'], ['text-muted', 'neutral-bg'],
    ...['good', 'warn', 'bad', 'info', 'neutral'].map((tone) => [tone, `${tone}-bg`]),
  ] as [string, string][]

  test.each(['light', 'dark'] as const)('can be read in %s', (shade) => {
    const weak = PAIRS.map(([ink, paper]) => ({ ink, paper, ratio: contrast(ink, paper, shade) })).filter(({ ratio }) => !(ratio >= 4.5))
    expect(weak).toEqual([])
  })

  test.each(['light', 'dark'] as const)('of controls stand out in %s', (shade) => {
    for (const paper of ['surface', 'bg', 'surface-raised']) {
      expect(contrast('border-strong', paper, shade), paper).toBeGreaterThanOrEqual(3)
      expect(contrast('focus', paper, shade), paper).toBeGreaterThanOrEqual(3)
    }
  })
})
