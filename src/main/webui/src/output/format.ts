import type { Json } from '../api/types'
import { numberText } from './numbers'
import type { Format } from './views'

const integer = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 })
const short = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 })
const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' })
const instant = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

/**
 * A value as text in its format, with its unit; what is of another form is shown as it is. Times are in the reader's zone, a date without
 * a time is that date everywhere.
 */
export function formatted(value: Json | undefined, format: Format | undefined, unit = '', name = ''): string {
  if (value === undefined || value === null) return '–'
  const shown = typeof value === 'number' ? ofNumber(value, format, name) : typeof value === 'string' ? ofText(value, format) : plain(value)
  return unit && (typeof value === 'number' || typeof value === 'string') ? `${shown}\u00a0${unit}` : shown
}

function plain(value: Json): string {
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : JSON.stringify(value)
}

function ofText(value: string, format: Format | undefined): string {
  if (format !== 'date' && format !== 'time') return value
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return dayText(value)
  const millis = Date.parse(value)
  return Number.isNaN(millis) ? value : format === 'date' ? day.format(millis) : instant.format(millis)
}

function dayText(value: string): string {
  const [year = 0, month = 1, date = 1] = value.split('-').map(Number)
  return day.format(new Date(year, month - 1, date))
}

function ofNumber(value: number, format: Format | undefined, name: string): string {
  switch (format) {
    case 'integer': return integer.format(value)
    case 'percent': return percent.format(value)
    case 'bytes': return steps(value, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'])
    case 'millis': return duration(value)
    case 'seconds': return duration(value * 1000)
    case 'date': return day.format(value)
    case 'time': return instant.format(value)
    default: return numberText(value, name)
  }
}

function steps(value: number, step: number, units: string[]): string {
  let left = Math.abs(value)
  let at = 0
  while (left >= step && at < units.length - 1) {
    left /= step
    at++
  }
  return `${value < 0 ? '-' : ''}${short.format(left)}\u00a0${units[at]}`
}

function duration(millis: number): string {
  const most = Math.abs(millis)
  if (most < 1000) return `${short.format(millis)}\u00a0ms`
  if (most < 60_000) return `${short.format(millis / 1000)}\u00a0s`
  if (most < 3_600_000) return `${short.format(millis / 60_000)}\u00a0min`
  if (most < 172_800_000) return `${short.format(millis / 3_600_000)}\u00a0h`
  return `${short.format(millis / 86_400_000)}\u00a0d`
}
