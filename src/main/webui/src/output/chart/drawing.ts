import { scaleLinear, scaleTime } from 'd3-scale'
import { area, line } from 'd3-shape'
import { formatted } from '../format'
import type { ChartSpec, SeriesTone } from '../views'
import type { Points } from './points'

/** A chart as lines, surfaces, dots and words: drawn the same on the page and into a picture. */
export interface Drawing {
  width: number
  height: number
  shapes: Shape[]
  words: Word[]
  /** Where the numbers stand, for pointing at them. */
  places: { x: number; index: number }[]
  top: number
  bottom: number
}
export interface Shape { path: string; tone: SeriesTone | 'grid'; look: 'line' | 'fill' | 'faint' }
export interface Word { text: string; x: number; y: number; anchor: 'start' | 'middle' | 'end' }

const letterWidth = 6.4
const bottomHeight = 26
const top = 10

/** @param width in pixels, as is all of a drawing */
export function drawingOf(points: Points, spec: ChartSpec, hidden: ReadonlySet<number>, width: number, height: number): Drawing {
  const bottom = height - bottomHeight
  const stacks = stacksOf(points, spec, hidden)
  const y = scaleLinear().domain(rangeOf(stacks, spec)).nice(4).range([bottom, top])
  const yTicks = y.ticks(4)
  const yWords = yTicks.map(tick => formatted(tick, spec.format, spec.unit))
  const left = Math.min(120, Math.max(28, ...yWords.map(word => word.length * letterWidth + 12)))
  const right = width - 12
  const x = placesOf(points, left, right)
  const shapes: Shape[] = yTicks.map(tick => ({ path: `M${left},${round(y(tick))}H${right}`, tone: 'grid', look: 'line' }))
  const at = (index: number) => x.at(index)
  stacks.forEach(({ tone, low, high, place }) => {
    const shown = points.xs.map((_, index) => index).filter(index => high[index] !== undefined)
    const topOf = (index: number) => round(y(high[index] ?? 0))
    const lowOf = (index: number) => round(y(low[index] ?? 0))
    if (spec.mark === 'bar' || spec.mark === 'stacked') {
      const bar = barOf(x.step, spec.mark === 'bar' ? stacks.length : 1, spec.mark === 'bar' ? place : 0)
      shapes.push({
        tone, look: 'fill',
        path: shown.map(index => `M${round(at(index) + bar.from)},${lowOf(index)}h${round(bar.width)}V${topOf(index)}h${round(-bar.width)}Z`).join(''),
      })
    } else if (spec.mark === 'scatter') {
      shapes.push({ tone, look: 'fill', path: shown.map(index => dot(at(index), topOf(index), 3)).join('') })
    } else {
      const all = points.xs.map((_, index) => index)
      const defined = (index: number) => high[index] !== undefined
      if (spec.mark === 'area') {
        shapes.push({ tone, look: 'faint', path: area<number>().defined(defined).x(at).y0(lowOf).y1(topOf)(all) ?? '' })
      }
      shapes.push({ tone, look: 'line', path: line<number>().defined(defined).x(at).y(topOf)(all) ?? '' })
      // A number that stands alone has no line to be seen by.
      shapes.push({
        tone, look: 'fill',
        path: shown.filter(index => !defined(index - 1) && !defined(index + 1)).map(index => dot(at(index), topOf(index), 2.5)).join(''),
      })
    }
  })
  return {
    width, height, top, bottom,
    shapes: shapes.filter(shape => shape.path !== ''),
    words: [
      ...yTicks.map((tick, index): Word => ({ text: yWords[index] ?? '', x: left - 8, y: round(y(tick)) + 4, anchor: 'end' })),
      ...x.words.map(({ text, x: place }): Word => ({ text, x: round(place), y: height - 8, anchor: 'middle' })),
    ],
    places: points.xs.map((_, index) => ({ x: at(index), index })),
  }
}

interface Stack { tone: SeriesTone; place: number; low: (number | undefined)[]; high: (number | undefined)[] }

/** Each series that is shown, from where it stands to where it ends; stacked ones stand on those before. */
function stacksOf(points: Points, { mark }: ChartSpec, hidden: ReadonlySet<number>): Stack[] {
  const sums = points.xs.map(() => 0)
  return points.series.filter((_, index) => !hidden.has(index)).map(({ tone, values }, place) => {
    if (mark !== 'stacked') return { tone, place, low: values.map(() => 0), high: values }
    const low = sums.slice()
    values.forEach((value, index) => { sums[index] = (sums[index] ?? 0) + Math.max(0, value ?? 0) })
    return { tone, place, low, high: values.map((value, index) => (value === undefined ? undefined : sums[index])) }
  })
}

/** Bars and surfaces stand on zero; lines and dots use the height for their own range. */
function rangeOf(stacks: Stack[], { mark }: ChartSpec): [number, number] {
  let least = mark === 'line' || mark === 'scatter' ? Number.POSITIVE_INFINITY : 0
  let most = mark === 'line' || mark === 'scatter' ? Number.NEGATIVE_INFINITY : 0
  for (const { high } of stacks) {
    for (const value of high) {
      if (value === undefined) continue
      least = Math.min(least, value)
      most = Math.max(most, value)
    }
  }
  if (least > most) return [0, 1]
  if (least === most) return least === 0 ? [0, 1] : [Math.min(0, least), Math.max(0, most)]
  // Counts that begin near zero are read from zero.
  return [least > 0 && least < most / 2 ? 0 : least, most]
}

function placesOf(points: Points, left: number, right: number) {
  const count = points.xs.length
  if (points.scale === 'category') {
    const step = (right - left) / Math.max(1, count)
    const at = (index: number) => round(left + step * (index + 0.5))
    const longest = Math.min(18, Math.max(1, ...points.names.map(name => name.length)))
    const every = Math.max(1, Math.ceil((longest * letterWidth + 10) / step))
    const words = points.names.flatMap((name, index) => index % every === 0 ? [{ text: clipped(name), x: at(index) }] : [])
    return { at, step, words }
  }
  const domain: [number, number] = [points.xs[0] ?? 0, points.xs[count - 1] ?? 1]
  const inset = 8
  const tickCount = Math.max(2, Math.floor((right - left) / 90))
  const step = (right - left) / Math.max(1, count)
  if (points.scale === 'time') {
    const scale = scaleTime().domain(domain).range([left + inset, right - inset])
    const text = scale.tickFormat(tickCount)
    return { at: (index: number) => round(scale(points.xs[index] ?? 0)), step, words: scale.ticks(tickCount).map(tick => ({ text: text(tick), x: scale(tick) })) }
  }
  const scale = scaleLinear().domain(domain).range([left + inset, right - inset])
  return { at: (index: number) => round(scale(points.xs[index] ?? 0)), step, words: scale.ticks(tickCount).map(tick => ({ text: formatted(tick, undefined), x: scale(tick) })) }
}

function barOf(step: number, count: number, place: number): { from: number; width: number } {
  const all = Math.min(step * 0.72, 56 * count)
  const width = Math.max(1, all / count)
  return { from: -all / 2 + place * width, width: count > 1 ? Math.max(1, width - 1) : width }
}

function dot(x: number, y: number, radius: number): string {
  return `M${round(x - radius)},${y}a${radius},${radius} 0 1,0 ${radius * 2},0a${radius},${radius} 0 1,0 ${-radius * 2},0Z`
}

function clipped(name: string): string {
  return name.length > 18 ? `${name.slice(0, 17)}…` : name
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
