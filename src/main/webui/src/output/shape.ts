import type { Json, JsonObject } from '../api/types'

/** What a JSON value can be shown as when nothing says how. */
export type Shape =
  | { kind: 'rows'; keys: string[]; rows: JsonObject[]; truncated: boolean }
  | { kind: 'values'; values: Json[] }
  | { kind: 'object'; plain: [string, Json][]; parts: [string, Json][] }
  | { kind: 'scalar'; value: string | number | boolean | null }

/** More columns than this are left to the raw JSON. */
const columnCountMax = 60

export function shapeOf(value: Json): Shape {
  if (Array.isArray(value)) return shapeOfArray(value)
  if (isObject(value)) return shapeOfQueryResult(value) ?? shapeOfObject(value)
  return { kind: 'scalar', value }
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function shapeOfArray(values: Json[]): Shape {
  if (values.length === 0 || !values.every(isObject)) return { kind: 'values', values }
  const keys = new Set<string>()
  for (const row of values) for (const key of Object.keys(row)) keys.add(key)
  return { kind: 'rows', keys: [...keys].slice(0, columnCountMax), rows: values, truncated: keys.size > columnCountMax }
}

function shapeOfObject(value: JsonObject): Shape {
  const entries = Object.entries(value)
  const plain = entries.filter(([, part]) => typeof part !== 'object' || part === null)
  return { kind: 'object', plain, parts: entries.filter(entry => !plain.includes(entry)) }
}

/** What `host.db.query` answers, handed on as it is. */
function shapeOfQueryResult(value: JsonObject): Shape | undefined {
  const { columns, rows } = value
  if (!Array.isArray(columns) || !Array.isArray(rows) || columns.length === 0) return undefined
  const names = columns.map(column => (isObject(column) && typeof column.name === 'string' ? column.name : undefined))
  if (!names.every(name => name !== undefined) || !rows.every(Array.isArray)) return undefined
  const keys = names.map((name, index) => (names.indexOf(name) === index ? name : `${name} (${index + 1})`))
  const table = rows.map(row => Object.fromEntries(keys.map((key, index) => [key, row[index] ?? null])))
  return { kind: 'rows', keys: keys.slice(0, columnCountMax), rows: table, truncated: value.truncated === true }
}
