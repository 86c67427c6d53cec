export interface Place {
  file: string
  line: number
  column: number
}

/** Reads `lib/util.js:3:5`, `app.js:3` or `app.js line 3`; undefined for a place without a line. */
export function placeOf(where: string | null | undefined): Place | undefined {
  const found = /([\w./-]+\.(?:js|json|sql))(?::|,? line )(\d+)(?::(\d+))?/.exec(where ?? '')
  if (!found?.[1]) return undefined
  return { file: found[1], line: Number(found[2]), column: Number(found[3] ?? 1) }
}

/** The file that a place is in, also without a line. */
export function fileOf(where: string, files: string[]): string | undefined {
  return files.find(file => where.startsWith(file) && !/[\w./-]/.test(where.charAt(file.length)))
}
