import type { Json } from '../api/types'
import type { Width } from '../parts/DataTable'

/** How a column of such values is laid out: short ones on one line, longer ones wrapped and given what width is free. */
export function widthOf(values: (Json | undefined)[]): Width {
  const longest = values.reduce<number>((most, value) => Math.max(most, lengthOf(value)), 0)
  return longest <= 28 ? 'line' : longest <= 60 ? 'text' : 'prose'
}

function lengthOf(value: Json | undefined): number {
  if (typeof value === 'string') return value.length
  return typeof value === 'object' && value !== null ? JSON.stringify(value).length : 0
}
