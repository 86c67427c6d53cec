import type { Json, JsonObject } from '../api/types'
import { own } from './pointer'

/**
 * Rows as CSV (RFC 4180) that a spreadsheet opens as data: a text that it could take for a formula gets an apostrophe before it.
 * Numbers stay numbers.
 */
export function csvOf(columns: { key: string; title: string }[], rows: JsonObject[]): string {
  const lines = [columns.map(({ title }) => field(title)), ...rows.map(row => columns.map(({ key }) => field(own(row, key))))]
  // The mark tells spreadsheets that it is UTF-8.
  return `\ufeff${lines.map(line => line.join(',')).join('\r\n')}\r\n`
}

function field(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  // Also after spaces and in full width, which spreadsheets pass over or read alike.
  const safe = /^\s*[=+\-@\t\r|%＝＋－＠]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe
}
