import type { Json, JsonObject } from '../api/types'
import { isObject } from '../output/shape'
import { visible } from '../parts/visible'

/** What a control holds while somebody changes it. */
export type Draft = string | boolean

export type Drafts = Record<string, Draft>

/** One setting of an app, as its JSON Schema describes it; titles and hints are a stranger's text. */
export interface SettingsField {
  key: string
  title: string
  hint: string
  kind: 'text' | 'whole' | 'number' | 'switch' | 'choice' | 'lines' | 'json'
  required: boolean
  options: Json[]
  byDefault: Json | undefined
}

type Value = { ok: true; value: Json | undefined } | { ok: false; problem: string }

/** A form stays a form. */
const fieldsMax = 60

export function settingsFields(schema: Json | undefined): SettingsField[] {
  const properties = isObject(schema) && isObject(schema.properties) ? schema.properties : {}
  const required = isObject(schema) && Array.isArray(schema.required) ? schema.required : []
  return Object.entries(properties).slice(0, fieldsMax).map(([key, property]) => {
    const wanted = isObject(property) ? property : {}
    return {
      key,
      title: visible(text(wanted.title) || words(key)),
      hint: visible(text(wanted.description)),
      kind: kindOf(wanted),
      required: required.includes(key),
      options: Array.isArray(wanted.enum) ? wanted.enum.slice(0, 100) : [],
      byDefault: wanted.default,
    }
  })
}

function kindOf(wanted: JsonObject): SettingsField['kind'] {
  if (Array.isArray(wanted.enum) && wanted.enum.every(one => typeof one === 'string' || typeof one === 'number')) return 'choice'
  switch (wanted.type) {
    case 'string': return 'text'
    case 'integer': return 'whole'
    case 'number': return 'number'
    case 'boolean': return 'switch'
    case 'array': return isObject(wanted.items) && wanted.items.type === 'string' ? 'lines' : 'json'
    default: return 'json'
  }
}

/** What the control shows for a value that is set, or else for the default. */
export function draftOf(field: SettingsField, set: Json | undefined): Draft {
  const value = set ?? field.byDefault
  if (field.kind === 'switch') return value === true
  if (value === undefined || value === null) return ''
  if (field.kind === 'lines' && Array.isArray(value)) return value.map(String).join('\n')
  return field.kind === 'json' ? JSON.stringify(value, null, 2) : String(value)
}

export const draftsOf = (fields: SettingsField[], settings: JsonObject): Drafts =>
  Object.fromEntries(fields.map(field => [field.key, draftOf(field, settings[field.key])]))

/** Undefined for a setting that is left to its default. The server checks the rest of the schema. */
export function valueOf(field: SettingsField, draft: Draft): Value {
  if (typeof draft === 'boolean') return { ok: true, value: draft }
  if (field.kind === 'lines') return { ok: true, value: draft.split('\n').map(line => line.trim()).filter(Boolean) }
  if (draft.trim() === '') {
    return field.required && field.byDefault === undefined
      ? { ok: false, problem: 'It is needed' }
      : { ok: true, value: undefined }
  }
  switch (field.kind) {
    case 'whole': return /^-?\d{1,15}$/.test(draft.trim()) ? { ok: true, value: Number(draft) } : { ok: false, problem: 'A whole number' }
    case 'number': return Number.isFinite(Number(draft)) ? { ok: true, value: Number(draft) } : { ok: false, problem: 'A number' }
    case 'choice': return { ok: true, value: field.options.find(option => String(option) === draft) }
    case 'json': return jsonOf(draft)
    default: return { ok: true, value: draft }
  }
}

/** The settings that the controls say, and what is wrong with which of them. */
export function settingsOf(fields: SettingsField[], drafts: Drafts): { settings: JsonObject; problems: Record<string, string> } {
  const settings: JsonObject = {}
  const problems: Record<string, string> = {}
  for (const field of fields) {
    const value = valueOf(field, drafts[field.key] ?? draftOf(field, undefined))
    if (!value.ok) problems[field.key] = value.problem
    else if (value.value !== undefined) Object.defineProperty(settings, field.key, { value: value.value, enumerable: true })
  }
  return { settings, problems }
}

function jsonOf(draft: string): Value {
  try {
    return { ok: true, value: JSON.parse(draft) as Json }
  } catch {
    return { ok: false, problem: 'JSON' }
  }
}

/** `countRowsMax` is “Count rows max”. */
function words(key: string): string {
  const spaced = key.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/[_-]+/g, ' ').trim().toLowerCase()
  return spaced ? spaced.charAt(0).toUpperCase() + spaced.slice(1) : key
}

const text = (value: Json | undefined) => (typeof value === 'string' ? value : '')
