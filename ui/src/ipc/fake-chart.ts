// Stands in for the charts that the shell draws: the same shape of answer, a plainer picture.
import type { ChartImage, ChartQuery, FigureRow, Hotspot } from './bindings'

const COLOURS = { light: ['#3553c4', '#c4682a'], dark: ['#9cb0ff', '#f0a56b'] }

/** Pixels may be floats; the figures beside them stay text. */
const height = (text: string | null) => (text === null ? 0 : parseFloat(text))

export function drawChart(query: ChartQuery, rows: FigureRow[]): ChartImage {
  const roi = query.id.startsWith('roi')
  const bars = query.id.endsWith('channel')
  const values = [rows.map((row) => (roi ? row.roi_percent : row.cac))]
  const ink = query.theme === 'dark' ? '#a3adbc' : '#55606f'
  const colour = COLOURS[query.theme][roi ? 1 : 0] ?? ink
  const left = 44
  const bottom = query.height - 26
  const top = 14
  const most = Math.max(1, ...values.flat().map(height)) * 1.1
  const step = (query.width - left - 12) / Math.max(1, rows.length)
  const spots: Hotspot[] = rows.map((row, index) => ({
    series: 0,
    index,
    x: left + step * (index + 0.5),
    y: bottom - ((bottom - top) * height(roi ? row.roi_percent : row.cac)) / most,
  }))
  const grid = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const y = bottom - (bottom - top) * share
    return `<line x1="${left}" x2="${query.width - 12}" y1="${y}" y2="${y}" stroke="${ink}" stroke-opacity="0.18"/><text x="${left - 8}" y="${y + 4}" text-anchor="end" font-size="11" fill="${ink}">${Math.round(most * share)}</text>`
  })
  const every = Math.ceil(rows.length / 7)
  const labels = rows.map((row, index) => (index % every === 0 ? `<text x="${spots[index]?.x}" y="${query.height - 8}" text-anchor="middle" font-size="11" fill="${ink}">${row.label}</text>` : ''))
  const marks = bars
    ? spots.map((spot) => `<rect x="${spot.x - Math.min(28, step / 3)}" width="${Math.min(56, (step / 3) * 2)}" y="${spot.y}" height="${bottom - spot.y}" rx="4" fill="${colour}"/>`)
    : [
        `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${spots.map((spot) => `${spot.x},${spot.y}`).join(' ')}"/>`,
        ...spots.map((spot) => `<circle cx="${spot.x}" cy="${spot.y}" r="3" fill="${colour}"/>`),
      ]
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${query.width}" height="${query.height}" viewBox="0 0 ${query.width} ${query.height}" font-family="sans-serif">${[...grid, ...labels, ...marks].join('')}</svg>`
  return {
    svg,
    width: query.width,
    height: query.height,
    series: [roi ? 'ROI' : 'CAC'],
    labels: rows.map((row) => row.label),
    values,
    unit: roi ? 'ratio_percent' : 'money',
    currency: roi ? null : query.currency,
    hotspots: spots,
  }
}
