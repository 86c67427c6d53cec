import type { Json } from '../api/types'
import type { FormField } from './views'

/** What is wrong with what somebody typed, in a sentence; undefined where nothing is. */
export function problemOf(field: FormField, text: string): string | undefined {
  const typed = text.trim()
  if (typed === '') return field.required && field.type !== 'boolean' ? 'Needed' : undefined
  if (field.type === 'choice') return field.choices.includes(text) ? undefined : 'Choose one of the list'
  if (field.type === 'date') return Number.isNaN(Date.parse(typed)) ? 'Expected a date such as 2026-03-01' : undefined
  if (field.type !== 'number' && field.type !== 'integer') return undefined
  const number = Number(typed)
  if (!Number.isFinite(number)) return 'Expected a number'
  if (field.type === 'integer' && !Number.isSafeInteger(number)) return 'Expected a whole number'
  if (field.minimum !== undefined && number < field.minimum) return `Expected ${field.minimum} or more`
  if (field.maximum !== undefined && number > field.maximum) return `Expected ${field.maximum} or less`
  return undefined
}

/** The value that the app is given; undefined where nothing was typed. */
export function valueOf(field: FormField, text: string): Json | undefined {
  if (field.type === 'boolean') return text === 'true'
  if (text.trim() === '') return undefined
  return field.type === 'number' || field.type === 'integer' ? Number(text.trim()) : text
}
