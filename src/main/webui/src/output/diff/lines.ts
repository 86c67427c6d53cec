import { diffArrays } from 'diff'

export interface Line { kind: 'same' | 'gone' | 'new'; text: string; before: number | undefined; after: number | undefined }

const lineCountMax = 5000
const editCountMax = 4000

/** What is gone and what is new, line by line; undefined where the texts are too large or have too little in common to be compared. */
export function linesOf(before: string, after: string): Line[] | undefined {
  const from = before.split('\n')
  const to = after.split('\n')
  if (from.length > lineCountMax || to.length > lineCountMax) return undefined
  const changes = diffArrays(from, to, { maxEditLength: editCountMax })
  if (!changes) return undefined
  let b = 0
  let a = 0
  return changes.flatMap(change => change.value.map((text): Line => {
    if (change.added) return { kind: 'new', text, before: undefined, after: ++a }
    if (change.removed) return { kind: 'gone', text, before: ++b, after: undefined }
    return { kind: 'same', text, before: ++b, after: ++a }
  }))
}

/** Two columns: what is gone stands beside what came in its place. */
export function pairsOf(lines: Line[]): [Line | undefined, Line | undefined][] {
  const pairs: [Line | undefined, Line | undefined][] = []
  for (let i = 0; i < lines.length;) {
    const line = lines[i] as Line
    if (line.kind === 'same') {
      pairs.push([line, line])
      i++
      continue
    }
    const gone: Line[] = []
    const come: Line[] = []
    for (; i < lines.length && lines[i]?.kind !== 'same'; i++) (lines[i]?.kind === 'gone' ? gone : come).push(lines[i] as Line)
    for (let n = 0; n < Math.max(gone.length, come.length); n++) pairs.push([gone[n], come[n]])
  }
  return pairs
}

const around = 3

/** Lines that stay the same far from any change, as one mark with their number. */
export function folded<Row>(rows: Row[], isSame: (row: Row) => boolean): (Row | { hidden: number })[] {
  const shown = rows.map(() => false)
  rows.forEach((row, index) => {
    if (isSame(row)) return
    for (let near = Math.max(0, index - around); near <= Math.min(rows.length - 1, index + around); near++) shown[near] = true
  })
  const result: (Row | { hidden: number })[] = []
  let hidden = 0
  rows.forEach((row, index) => {
    if (shown[index]) {
      if (hidden > 0) result.push({ hidden })
      hidden = 0
      result.push(row)
    } else hidden++
  })
  if (hidden > 0) result.push({ hidden })
  return result
}
