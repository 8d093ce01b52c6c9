// Where the window is: the address bar's hash as a rune.
import { format, parse, type Params, type Screen } from './route'

let hash = $state(typeof location === 'undefined' ? '' : location.hash)
const route = $derived(parse(hash))

if (typeof window !== 'undefined') window.addEventListener('hashchange', () => (hash = location.hash))

export const place = {
  get screen(): Screen {
    return route.screen
  },
  get params(): Params {
    return route.params
  },
  go(screen: Screen, params: Record<string, string | null | undefined> = {}) {
    location.hash = format(screen, params)
    hash = location.hash
  },
  /** Changes some of the parameters of this screen without a new step in the history. */
  set(changes: Record<string, string | null | undefined>) {
    const target = format(route.screen, { ...route.params, ...changes })
    history.replaceState(null, '', target)
    hash = target
  },
}
