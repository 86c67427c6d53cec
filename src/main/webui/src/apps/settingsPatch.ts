import type { Json, JsonObject } from '../api/types'
import { isObject } from '../output/shape'

/** What to send so that the settings become `wanted`: the server merges, and null takes a key away. */
export function settingsPatch(now: Json, wanted: Json): JsonObject {
  if (!isObject(wanted)) throw new Error('Settings are a JSON object, as {"key": "value"}')
  const gone = isObject(now) ? Object.keys(now).filter(key => !Object.hasOwn(wanted, key)) : []
  return { ...Object.fromEntries(gone.map(key => [key, null])), ...wanted }
}
