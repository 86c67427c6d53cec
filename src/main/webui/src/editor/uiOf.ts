import type { Json } from '../api/types'

/** The draft's own hints on showing its output, while they are JSON. */
export function uiOf(files: Record<string, string>): Json | undefined {
  try {
    return JSON.parse(files['ui.json'] ?? 'null') as Json
  } catch {
    return undefined
  }
}
