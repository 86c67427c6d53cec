import type { Finding, Preview } from '../api/types'
import type { Mark } from './CodePane'
import { placeOf } from './place'

/** The lines of a file to underline: findings and where the last run failed. */
export function marksFrom(file: string, findings: Finding[] | undefined, preview: Preview | undefined): Mark[] {
  const failed = preview?.run.error
  const places = [...(findings ?? []), ...(failed?.where ? [{ where: failed.where, message: failed.message }] : [])]
  return places.flatMap(({ where, message }) => {
    const place = placeOf(where)
    return place?.file === file ? [{ line: place.line, column: place.column, message }] : []
  })
}
