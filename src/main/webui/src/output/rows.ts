import type { Json, JsonObject } from '../api/types'
import { shapeOf } from './shape'

/** Objects in a list, or what `host.db.query` answers; undefined where the value is neither. */
export function rowsOf(value: Json): { keys: string[]; rows: JsonObject[]; truncated: boolean } | undefined {
  if (Array.isArray(value) && value.length === 0) return { keys: [], rows: [], truncated: false }
  const shape = shapeOf(value)
  return shape.kind === 'rows' ? shape : undefined
}
