import type { Json } from '../api/types'
import { isObject } from './shape'

/** The value at a JSON pointer (RFC 6901), or undefined; nothing inherited is found. */
export function at(value: Json, pointer: string): Json | undefined {
  if (pointer === '') return value
  if (!pointer.startsWith('/')) return undefined
  let here: Json | undefined = value
  for (const part of pointer.slice(1).split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (Array.isArray(here)) here = /^(0|[1-9]\d*)$/.test(key) ? here[Number(key)] : undefined
    else if (isObject(here)) here = own(here, key)
    else return undefined
  }
  return here
}

/** A row's own value; `constructor` and its like are only keys. */
export function own(row: { [key: string]: Json }, key: string): Json | undefined {
  return Object.hasOwn(row, key) ? row[key] : undefined
}

/** What people call the end of a pointer: `/found/orphans` is about `orphans`. */
export function lastKey(pointer: string): string {
  const part = pointer.slice(pointer.lastIndexOf('/') + 1)
  return part.replaceAll('~1', '/').replaceAll('~0', '~')
}
