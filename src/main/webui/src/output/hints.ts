import type { Json } from '../api/types'
import { isObject } from './shape'

/** One part of the output as the package's `ui.json` wants it; the server's `ui.schema.json` is the contract. */
export interface Section {
  title: string
  kind: 'table' | 'metrics' | 'text' | 'json'
  /** JSON pointer into the output; '' is all of it. */
  pointer: string
  columns?: { key: string; title: string }[]
}

const kinds = ['table', 'metrics', 'text', 'json']
const sectionCountMax = 50

/** Reads hints written by an app's author: what does not fit is left out, and none at all means that the output shows itself. */
export function sectionsOf(ui: Json | undefined): Section[] {
  if (!isObject(ui) || !Array.isArray(ui.sections)) return []
  return ui.sections.slice(0, sectionCountMax).flatMap(section => {
    if (!isObject(section) || typeof section.pointer !== 'string' || typeof section.title !== 'string') return []
    if (!kinds.includes(String(section.kind))) return []
    const columns = Array.isArray(section.columns) ? { columns: section.columns.flatMap(columnOf) } : {}
    return [{ title: section.title, kind: section.kind as Section['kind'], pointer: section.pointer, ...columns }]
  })
}

function columnOf(column: Json): { key: string; title: string }[] {
  if (!isObject(column) || typeof column.key !== 'string') return []
  return [{ key: column.key, title: typeof column.title === 'string' ? column.title : column.key }]
}

/** The value at a JSON pointer (RFC 6901), or undefined. */
export function at(value: Json, pointer: string): Json | undefined {
  if (pointer === '') return value
  if (!pointer.startsWith('/')) return undefined
  let here: Json | undefined = value
  for (const part of pointer.slice(1).split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (Array.isArray(here)) here = /^(0|[1-9]\d*)$/.test(key) ? here[Number(key)] : undefined
    else if (isObject(here)) here = Object.hasOwn(here, key) ? here[key] : undefined
    else return undefined
  }
  return here
}
