import type { Json } from '../../api/types'
import { isObject } from '../shape'

export interface Change { kind: 'new' | 'gone' | 'changed'; path: string; before: Json | undefined; after: Json | undefined }

const changeCountMax = 2000
const depthMax = 30
const names = ['name', 'id', 'key', 'table', 'column']

/**
 * What changed between two values, key by key. Objects in lists are told apart by their name, id, key, table or column, where all have one
 * and no two the same; else by their place.
 */
export function changesOf(before: Json | undefined, after: Json | undefined): Change[] {
  const changes: Change[] = []
  compare(before, after, '', 0, changes)
  return changes
}

function compare(before: Json | undefined, after: Json | undefined, path: string, depth: number, changes: Change[]): void {
  if (changes.length >= changeCountMax || same(before, after)) return
  if (before === undefined || after === undefined || depth >= depthMax) {
    changes.push({ kind: before === undefined ? 'new' : after === undefined ? 'gone' : 'changed', path, before, after })
    return
  }
  const from = partsOf(before, after)
  const to = partsOf(after, before)
  if (!from || !to) {
    changes.push({ kind: 'changed', path, before, after })
    return
  }
  for (const key of new Set([...from.keys(), ...to.keys()])) {
    compare(from.get(key), to.get(key), path ? `${path} › ${key}` : key, depth + 1, changes)
  }
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true
  return typeof a === 'object' && typeof b === 'object' && a !== null && b !== null && JSON.stringify(a) === JSON.stringify(b)
}

/** A value's parts by name; undefined where the two are not of one form. */
function partsOf(value: Json, other: Json): Map<string, Json> | undefined {
  if (isObject(value) && isObject(other)) return new Map(Object.entries(value))
  if (!Array.isArray(value) || !Array.isArray(other)) return undefined
  const name = names.find(each => isNaming(each, value) && isNaming(each, other))
  return new Map(value.map((part, index) => [name && isObject(part) ? String(part[name]) : `${index + 1}`, part]))
}

function isNaming(key: string, values: Json[]): boolean {
  const found = values.map(value => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined))
  return found.every(value => typeof value === 'string' || typeof value === 'number') && new Set(found).size === found.length
}
