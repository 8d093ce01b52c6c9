// Paints the picture of a tree on a canvas. What it paints it is given; names are drawn as text and as nothing else.
import type { PersonRef } from '../ipc/bindings'
import { nameOf } from '../lib/people'
import { GUTTER, type BudItem, type FoldItem, type Item, type NodeItem, type Picture, type Place } from '../lib/treeLayout'
import type { Fitter } from './treeText'
import type { Size, View } from './treeView'

export const INKS = ['surface', 'surface-sunken', 'surface-hover', 'surface-selected', 'border', 'border-strong', 'text', 'text-muted', 'accent', 'good', 'neutral'] as const
export type Ink = (typeof INKS)[number]

/** What somebody is in the tree; each has a shape of its own beside its colour. */
export type Standing = 'root' | 'advocate' | 'friend' | 'guest'

export function standing({ drawn }: NodeItem): Standing {
  if (drawn.node.level === 0) return 'root'
  if (drawn.node.children > 0) return 'advocate'
  return isGuest(drawn.node.person) ? 'guest' : 'friend'
}

const isGuest = (person: PersonRef): boolean => person.key.startsWith('guest-')

export interface Scene {
  picture: Picture
  view: View
  size: Size
  density: number
  inks: Record<Ink, string>
  font: string
  selected: number | null
  /** The chosen node and everybody above it. */
  path: ReadonlySet<number>
  hovered: Item | null
  fitter: Fitter
  /** The second line of a node; both lines of a bud; how many levels are folded, in words and in short. */
  words: { node(item: NodeItem): string; bud(item: BudItem): [string, string]; fold(item: FoldItem): [string, string] }
}

/** At this scale both lines of a box can be read; from the other one on a single line that is as large as the box allows. */
const READABLE = 0.75
const LEGIBLE = 0.36
/** Its size on screen, in pixels. */
const LINE = 10.5
const MOST_LABELS = 40
const TAU = Math.PI * 2

export function inSight({ left, y, width, height }: Place, view: View, size: Size): boolean {
  const x = view.x + left * view.k
  const half = (height / 2) * view.k
  const centre = view.y + y * view.k
  return x < size.width && x + width * view.k > 0 && centre - half < size.height && centre + half > 0
}

function box(ctx: CanvasRenderingContext2D, { left, y, width, height }: Place, radius: number): void {
  ctx.beginPath()
  ctx.roundRect(left, y - height / 2, width, height, radius)
}

function paintLinks(ctx: CanvasRenderingContext2D, { picture, view, size, inks, path, selected }: Scene): void {
  const chosen = selected === null ? undefined : picture.nodes.get(selected)
  const onPath = (to: Place, item: Item | null) => {
    if (item === null) return chosen?.form === 'dot' && chosen.left >= to.left && chosen.left < to.left + to.width && Math.abs(chosen.y - to.y) < to.height / 2
    return item.kind !== 'bud' && path.has(item.kind === 'fold' ? item.below : item.drawn.node.person.party)
  }
  for (const lit of [false, true]) {
    ctx.beginPath()
    for (const { from, to, item } of picture.links) {
      if (onPath(to, item) !== lit) continue
      const x1 = from.left + from.width
      const [top, bottom] = from.y < to.y ? [from.y, to.y] : [to.y, from.y]
      if (!inSight({ left: x1, y: (top + bottom) / 2, width: to.left - x1, height: bottom - top + 2 }, view, size)) continue
      const middle = to.left - GUTTER / 2
      ctx.moveTo(x1, from.y)
      ctx.lineTo(to.left - GUTTER, from.y)
      ctx.bezierCurveTo(middle, from.y, middle, to.y, to.left, to.y)
    }
    ctx.strokeStyle = lit ? inks.accent : inks['border-strong']
    ctx.globalAlpha = lit ? 1 : 0.55
    ctx.lineWidth = (lit ? 2 : 1) / Math.max(0.35, Math.min(1, view.k))
    ctx.stroke()
  }
  ctx.globalAlpha = 1
}

function glyph(ctx: CanvasRenderingContext2D, item: NodeItem, x: number, inks: Scene['inks']): void {
  const kind = standing(item)
  const { radius, y } = item
  ctx.beginPath()
  if (kind === 'root') ctx.roundRect(x - radius, y - radius, 2 * radius, 2 * radius, radius / 3)
  else if (kind === 'guest') {
    ctx.moveTo(x, y - radius)
    ctx.lineTo(x + radius, y)
    ctx.lineTo(x, y + radius)
    ctx.lineTo(x - radius, y)
    ctx.closePath()
  } else ctx.arc(x, y, radius, 0, TAU)
  if (kind === 'root' || kind === 'advocate') {
    ctx.fillStyle = kind === 'root' ? inks.accent : inks.good
    ctx.fill()
  } else {
    ctx.fillStyle = inks.surface
    ctx.fill()
    ctx.strokeStyle = inks.neutral
    ctx.lineWidth = 1.5
    ctx.stroke()
  }
}

function paintBox(ctx: CanvasRenderingContext2D, item: NodeItem, scene: Scene): void {
  const { inks, view, font, fitter } = scene
  const { party } = item.drawn.node.person
  const chosen = party === scene.selected
  box(ctx, item, 9)
  ctx.fillStyle = chosen ? inks['surface-selected'] : scene.hovered === item ? inks['surface-hover'] : inks.surface
  ctx.fill()
  const above = scene.path.has(party)
  ctx.strokeStyle = above ? inks.accent : inks['border-strong']
  ctx.globalAlpha = above ? 1 : 0.7
  ctx.lineWidth = (chosen ? 2.5 : 1) / Math.max(0.4, Math.min(1, view.k))
  ctx.stroke()
  ctx.globalAlpha = 1
  glyph(ctx, item, item.left + 18, inks)
  const left = item.left + 36
  const room = item.width - 42
  const name = nameOf(item.drawn.node.person)
  ctx.fillStyle = inks.text
  if (view.k < LEGIBLE) return
  if (view.k < READABLE) {
    const face = `600 ${lineSize(view.k)}px ${font}`
    ctx.font = face
    ctx.fillText(fitter.fit(name, face, room), left, item.y + lineSize(view.k) * 0.35)
    return
  }
  const strong = `600 12px ${font}`
  const light = `11px ${font}`
  ctx.font = strong
  ctx.fillText(fitter.fit(name, strong, room), left, item.y - 4)
  ctx.font = light
  ctx.fillStyle = inks['text-muted']
  ctx.fillText(fitter.fit(scene.words.node(item), light, room), left, item.y + 11)
}

/** In steps, so that not every turn of the wheel measures all names anew. */
const lineSize = (k: number): number => Math.round(LINE / k)

/** A number is never cut: one that is too long is written smaller. */
export function wholeSize(text: string, room: number, size: number, font: string, fitter: Fitter): number {
  let fits = size
  while (fits > 1 && fitter.width(text, `600 ${fits}px ${font}`) > room) fits--
  return fits
}

function paintDot(ctx: CanvasRenderingContext2D, item: NodeItem, scene: Scene): void {
  const x = item.left + item.width / 2
  glyph(ctx, item, x, scene.inks)
  const chosen = item.drawn.node.person.party === scene.selected
  if (!chosen && scene.hovered !== item) return
  ctx.beginPath()
  ctx.arc(x, item.y, item.width / 2, 0, TAU)
  ctx.strokeStyle = chosen ? scene.inks.accent : scene.inks['border-strong']
  ctx.lineWidth = 2 / Math.min(1, scene.view.k)
  ctx.stroke()
}

function middleText(ctx: CanvasRenderingContext2D, text: string, place: Place, font: string, dy: number, fitter: Fitter): void {
  const shown = fitter.fit(text, font, place.width - 10)
  ctx.font = font
  ctx.fillText(shown, place.left + (place.width - fitter.width(shown, font)) / 2, place.y + dy)
}

function paintBud(ctx: CanvasRenderingContext2D, item: BudItem, scene: Scene): void {
  const { inks, font, fitter } = scene
  box(ctx, item, item.height / 2)
  ctx.fillStyle = scene.hovered === item ? inks['surface-hover'] : inks['surface-sunken']
  ctx.fill()
  ctx.setLineDash([4, 3])
  ctx.strokeStyle = inks['border-strong']
  ctx.lineWidth = 1
  ctx.stroke()
  ctx.setLineDash([])
  const { k } = scene.view
  if (k < LEGIBLE) return
  const [first, second] = scene.words.bud(item)
  ctx.fillStyle = inks.text
  if (k < READABLE) {
    const size = wholeSize(first, item.width - 10, lineSize(k), font, fitter)
    middleText(ctx, first, item, `600 ${size}px ${font}`, size * 0.35, fitter)
    return
  }
  middleText(ctx, first, item, `600 12px ${font}`, second === '' ? 4 : -1, fitter)
  ctx.fillStyle = inks['text-muted']
  if (second !== '') middleText(ctx, second, item, `10px ${font}`, 10, fitter)
}

/** A strip with torn edges: the path goes on where it was folded away. */
function paintFold(ctx: CanvasRenderingContext2D, item: FoldItem, scene: Scene): void {
  const { inks } = scene
  const top = item.y - item.height / 2
  const teeth = 4
  const tooth = item.height / teeth
  ctx.beginPath()
  ctx.moveTo(item.left + 5, top)
  ctx.lineTo(item.left + item.width - 5, top)
  for (let at = 0; at < teeth; at++) {
    ctx.lineTo(item.left + item.width, top + tooth * (at + 0.5))
    ctx.lineTo(item.left + item.width - 5, top + tooth * (at + 1))
  }
  ctx.lineTo(item.left + 5, top + item.height)
  for (let at = teeth; at > 0; at--) {
    ctx.lineTo(item.left, top + tooth * (at - 0.5))
    ctx.lineTo(item.left + 5, top + tooth * (at - 1))
  }
  ctx.closePath()
  ctx.fillStyle = scene.hovered === item ? inks['surface-hover'] : inks['surface-sunken']
  ctx.fill()
  ctx.strokeStyle = scene.path.has(item.below) ? inks.accent : inks['border-strong']
  ctx.lineWidth = 1.2
  ctx.stroke()
  const { k } = scene.view
  if (k < LEGIBLE) return
  const size = k < READABLE ? lineSize(k) : 11
  ctx.fillStyle = inks.text
  middleText(ctx, scene.words.fold(item)[k < READABLE ? 1 : 0], item, `600 ${size}px ${scene.font}`, size * 0.36, scene.fitter)
}

interface Label {
  item: Item
  text: string
  rank: number
}

function labels(scene: Scene, shown: Item[]): Label[] {
  const small = scene.view.k < LEGIBLE
  return shown.flatMap((item): Label[] => {
    if (item.kind === 'node') {
      const { person, subtree } = item.drawn.node
      const chosen = person.party === scene.selected
      if (!chosen && (!small || item.form === 'dot')) return []
      return small || item.form === 'dot' ? [{ item, text: nameOf(person), rank: chosen ? Infinity : subtree }] : []
    }
    if (!small) return []
    return [item.kind === 'bud' ? { item, text: scene.words.bud(item)[0], rank: item.people } : { item, text: scene.words.fold(item)[0], rank: item.levels }]
  }).sort((a, b) => b.rank - a.rank)
}

/** In the canvas's own pixels, so that they are read at every scale; a label that would hide a greater one is left out. */
function paintLabels(ctx: CanvasRenderingContext2D, scene: Scene, shown: Item[]): void {
  const { view, font, fitter, inks } = scene
  const face = `600 11px ${font}`
  const taken: { left: number; right: number; y: number }[] = []
  ctx.font = face
  for (const { item, text } of labels(scene, shown)) {
    if (taken.length >= MOST_LABELS) return
    const name = fitter.fit(text, face, 132)
    const dot = item.kind === 'node' && item.form === 'dot'
    const left = view.x + (item.left + (dot ? item.width : item.kind === 'node' ? 18 + item.radius : item.width)) * view.k + 5
    const right = left + fitter.width(name, face) + 8
    const y = view.y + item.y * view.k
    if (taken.some((other) => Math.abs(other.y - y) < 17 && left < other.right && right > other.left)) continue
    taken.push({ left, right, y })
    ctx.beginPath()
    ctx.roundRect(left, y - 8, right - left, 16, 4)
    ctx.fillStyle = inks.surface
    ctx.globalAlpha = 0.88
    ctx.fill()
    ctx.globalAlpha = 1
    ctx.fillStyle = inks.text
    ctx.fillText(name, left + 4, y + 4)
  }
}

/** Paints everything once; tells how many items were painted. */
export function paint(ctx: CanvasRenderingContext2D, scene: Scene): number {
  const { picture, view, size, density, inks } = scene
  ctx.setTransform(density, 0, 0, density, 0, 0)
  ctx.clearRect(0, 0, size.width, size.height)
  ctx.textBaseline = 'alphabetic'
  ctx.setTransform(density * view.k, 0, 0, density * view.k, density * view.x, density * view.y)
  for (const crowd of picture.crowds) {
    if (!inSight(crowd, view, size)) continue
    box(ctx, { ...crowd, left: crowd.left - 4, width: crowd.width + 8, height: crowd.height + 8 }, 8)
    ctx.fillStyle = inks['surface-sunken']
    ctx.fill()
  }
  paintLinks(ctx, scene)
  const shown = picture.items.filter((item) => inSight(item, view, size))
  for (const item of shown) {
    if (item.kind === 'bud') paintBud(ctx, item, scene)
    else if (item.kind === 'fold') paintFold(ctx, item, scene)
    else if (item.form === 'dot') paintDot(ctx, item, scene)
    else paintBox(ctx, item, scene)
  }
  ctx.setTransform(density, 0, 0, density, 0, 0)
  paintLabels(ctx, scene, shown)
  return shown.length
}
