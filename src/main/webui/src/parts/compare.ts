export type Sortable = string | number | boolean | null | undefined

const words = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** Numbers by size, texts as people read them (2 before 10), nothing before something. */
export function compare(a: Sortable, b: Sortable): number {
  if (a === b) return 0
  if (a === null || a === undefined) return -1
  if (b === null || b === undefined) return 1
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return words.compare(String(a), String(b))
}
