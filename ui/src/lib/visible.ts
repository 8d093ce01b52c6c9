/** Which rows of equal height a scrolled view shows, with a few more on either side. `last` is exclusive. */
export function visible(scrollTop: number, viewHeight: number, rowHeight: number, rows: number, spare = 8): { first: number; last: number } {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - spare)
  const last = Math.min(rows, Math.ceil((scrollTop + viewHeight) / rowHeight) + spare)
  return { first: Math.min(first, Math.max(0, rows - 1)), last }
}
