// Text cut to the room it has, with what was measured kept: measuring is what costs most on a canvas.
const LONGEST = 200
const KEPT = 4000

export type Measure = (text: string, font: string) => number

export interface Fitter {
  /** As much of the text as fits, with "…" where something is missing. */
  fit(text: string, font: string, width: number): string
  width(text: string, font: string): number
}

export function fitter(measure: Measure): Fitter {
  const widths = new Map<string, number>()
  const fits = new Map<string, string>()
  const keep = <T>(cache: Map<string, T>, key: string, value: T): T => {
    if (cache.size >= KEPT) cache.clear()
    cache.set(key, value)
    return value
  }

  function width(text: string, font: string): number {
    const key = `${font}\n${text}`
    return widths.get(key) ?? keep(widths, key, measure(text, font))
  }

  function fit(text: string, font: string, room: number): string {
    const key = `${Math.floor(room)}\n${font}\n${text.slice(0, LONGEST + 1)}`
    const known = fits.get(key)
    if (known !== undefined) return known
    const signs = [...text.slice(0, LONGEST * 2)]
    if (signs.length <= LONGEST && width(text, font) <= room) return keep(fits, key, text)
    let least = 0
    let most = Math.min(signs.length, LONGEST)
    while (least < most) {
      const middle = Math.ceil((least + most) / 2)
      if (measure(`${signs.slice(0, middle).join('')}…`, font) <= room) least = middle
      else most = middle - 1
    }
    return keep(fits, key, least === 0 ? '' : `${signs.slice(0, least).join('').trimEnd()}…`)
  }

  return { fit, width }
}
