// Which part of the picture a canvas shows: `x` and `y` are where the picture's corner stands on it, `k` is the scale. Pure.
import type { Item, Picture } from '../lib/treeLayout'

export interface View {
  x: number
  y: number
  k: number
}
export interface Size {
  width: number
  height: number
}

export const SCALES = { least: 0.04, most: 2.5, whole: 0.42, start: 0.8 }
const MARGIN = 20

const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value))

/** The whole picture, in the middle. */
export function fitted(picture: Picture, size: Size): View {
  const room = { width: Math.max(1, size.width - 2 * MARGIN), height: Math.max(1, size.height - 2 * MARGIN) }
  const k = within(Math.min(room.width / Math.max(1, picture.width), room.height / Math.max(1, picture.height)), SCALES.least, 1)
  return { k, x: (size.width - picture.width * k) / 2, y: (size.height - picture.height * k) / 2 }
}

/** At first: the whole picture if it can be read, or else its left edge with the given height in the middle. */
export function opened(picture: Picture, size: Size, y: number): View {
  const all = fitted(picture, size)
  if (all.k >= SCALES.whole) return all
  const k = SCALES.start
  const tall = picture.height * k > size.height - 2 * MARGIN
  return { k, x: MARGIN, y: tall ? within(size.height / 2 - y * k, size.height - MARGIN - picture.height * k, MARGIN) : (size.height - picture.height * k) / 2 }
}

/** Nearer or farther, with the given place of the canvas standing still. */
export function zoomed(view: View, by: number, at: { x: number; y: number }): View {
  const k = within(view.k * by, SCALES.least, SCALES.most)
  const factor = k / view.k
  return { k, x: at.x - (at.x - view.x) * factor, y: at.y - (at.y - view.y) * factor }
}

/** Moved so that some of the picture stays in sight. */
export function held(view: View, picture: Picture, size: Size): View {
  const edge = 60
  return {
    k: view.k,
    x: within(view.x, Math.min(edge, size.width - edge) - picture.width * view.k, size.width - edge),
    y: within(view.y, Math.min(edge, size.height - edge) - picture.height * view.k, size.height - edge),
  }
}

/** Moved only as far as an item needs to be in sight, or beside its middle, with who stands above, when it is far away. */
export function showing(view: View, item: Item, size: Size): View {
  const left = view.x + item.left * view.k
  const right = left + item.width * view.k
  const y = view.y + item.y * view.k
  const half = (item.height * view.k) / 2
  const seen = left >= MARGIN && right <= size.width - MARGIN && y - half >= MARGIN && y + half <= size.height - MARGIN
  if (seen) return view
  return { k: view.k, x: size.width * 0.6 - (item.left + item.width / 2) * view.k, y: size.height / 2 - item.y * view.k }
}

/** In a frame of another size the middle stays where it was, and an item that was in sight stays in sight. */
export function reframed(view: View, before: Size, after: Size, item: Item | undefined): View {
  const moved = { k: view.k, x: view.x + (after.width - before.width) / 2, y: view.y + (after.height - before.height) / 2 }
  return item !== undefined && showing(view, item, before) === view ? showing(moved, item, after) : moved
}

/** What lies at a place of the canvas. Small things are met a little beside them too. */
export function hit(picture: Picture, view: View, at: { x: number; y: number }): Item | null {
  const x = (at.x - view.x) / view.k
  const y = (at.y - view.y) / view.k
  const near = 4 / view.k
  let found: Item | null = null
  let best = Infinity
  for (const item of picture.items) {
    if (x < item.left - near || x > item.left + item.width + near || Math.abs(y - item.y) > item.height / 2 + near) continue
    const far = Math.abs(y - item.y) + Math.abs(x - item.left - item.width / 2) / 8
    if (far < best) {
      best = far
      found = item
    }
  }
  return found
}
