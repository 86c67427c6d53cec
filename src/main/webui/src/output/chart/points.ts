import type { Json, JsonObject } from '../../api/types'
import { own } from '../pointer'
import type { ChartSpec, Scale, SeriesTone } from '../views'

export interface Series {
  title: string
  tone: SeriesTone
  /** In the order of `xs`; undefined where a row has no number. */
  values: (number | undefined)[]
}

/** A chart's numbers: bounded, in order, and nothing else of what the app returned. */
export interface Points {
  scale: Scale
  /** Milliseconds, numbers, or places of `names`. */
  xs: number[]
  names: string[]
  series: Series[]
  /** How many rows are not shown, because there are too many or they have no x. */
  left: number
}

const tones: SeriesTone[] = ['accent', 'info', 'warning', 'good', 'bad', 'neutral']
/** More points than this are closer together than a screen can show. */
export const pointCountMax = 2000
export const nameCountMax = 60

/** Reads what a chart shows out of an app's rows. */
export function pointsOf(rows: JsonObject[], { mark, x, series }: ChartSpec): Points {
  const scale = x.scale ?? scaleOf(rows.map(row => own(row, x.key)), mark === 'bar' || mark === 'stacked')
  const placed = rows.flatMap(row => {
    const place = placeOf(own(row, x.key), scale)
    return place === undefined ? [] : [{ place, row }]
  })
  if (scale !== 'category') placed.sort((a, b) => (a.place as number) - (b.place as number))
  const kept = scale === 'category' ? placed.slice(0, nameCountMax) : thinned(placed)
  return {
    scale,
    xs: scale === 'category' ? kept.map((_, index) => index) : kept.map(({ place }) => place as number),
    names: scale === 'category' ? kept.map(({ place }) => String(place)) : [],
    series: series.map(({ key, title, tone }, index) => ({
      title,
      tone: tone ?? tones[index % tones.length] ?? 'accent',
      values: kept.map(({ row }) => numberOf(own(row, key))),
    })),
    left: rows.length - kept.length,
  }
}

/** Every nth, and always the last: the newest is what people look for. */
function thinned<Point>(points: Point[]): Point[] {
  if (points.length <= pointCountMax) return points
  const step = points.length / pointCountMax
  return Array.from({ length: pointCountMax }, (_, index) =>
    points[index === pointCountMax - 1 ? points.length - 1 : Math.floor(index * step)] as Point)
}

function scaleOf(values: (Json | undefined)[], bars: boolean): Scale {
  const known = values.filter(value => value !== undefined && value !== null)
  if (known.length > 0 && known.every(isTime)) return bars && known.length <= nameCountMax ? 'category' : 'time'
  return !bars && known.length > 0 && known.every(value => typeof value === 'number') ? 'number' : 'category'
}

function isTime(value: Json | undefined): boolean {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}|$)/.test(value) && !Number.isNaN(Date.parse(value))
}

function placeOf(value: Json | undefined, scale: Scale): number | string | undefined {
  if (value === undefined || value === null) return undefined
  if (scale === 'category') return typeof value === 'object' ? JSON.stringify(value) : String(value)
  const number = scale === 'time' && typeof value === 'string' ? timeOf(value) : numberOf(value)
  return number
}

/** A date without a time is that day where the reader is. */
function timeOf(value: string): number | undefined {
  const millis = Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T00:00` : value)
  return Number.isNaN(millis) ? undefined : millis
}

/** Databases give exact numbers as text. */
function numberOf(value: Json | undefined): number | undefined {
  const number = typeof value === 'string' && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}
