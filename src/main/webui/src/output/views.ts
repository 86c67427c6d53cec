import type { Json, JsonObject } from '../api/types'
import { isObject } from './shape'

/** How a package wants its output shown, by its `ui.json`; the server's `ui.schema.json` is the contract, and docs/output.md explains it. */
export type View =
  | Of<'status', { tones: Tones }>
  | Of<'metrics' | 'keyvalue', { items: Item[] | undefined }>
  | Of<'table', { columns: ColumnSpec[] | undefined; sort: Sort | undefined; actions: RowAction[] }>
  | Of<'list', { fields: Fields; tones: Tones; actions: RowAction[] }>
  | Of<'timeline', { fields: Fields; tones: Tones }>
  | Of<'chart', ChartSpec>
  | Of<'diff', { of: 'text' | 'data'; before: string; after: string }>
  | Of<'tree', { fields: TreeFields; tones: Tones }>
  | Of<'code', { language: string }>
  | Of<'markdown' | 'text' | 'json', object>
  | Of<'action', { label: string; input: JsonObject; confirm: string; danger: boolean }>
  | Of<'form', { fields: FormField[]; label: string; input: JsonObject }>
  | Of<'tabs', { tabs: { title: string; views: View[] }[] }>

type Of<Type extends string, More> = More & {
  type: Type
  title: string
  description: string
  /** JSON pointer into the output; '' is all of it. */
  pointer: string
  /** 1 to 12. */
  span: number
  /** Shown where the output has nothing; '' where the author did not think of it. */
  empty: string
}

export type Mark = 'line' | 'area' | 'bar' | 'stacked' | 'scatter'
export type Scale = 'category' | 'time' | 'number'
export type Format =
  'text' | 'number' | 'integer' | 'percent' | 'bytes' | 'millis' | 'seconds' | 'date' | 'time' | 'badge' | 'code' | 'json'
export type ViewTone = 'neutral' | 'good' | 'info' | 'warning' | 'bad'
export type SeriesTone = ViewTone | 'accent'
export type Tones = ReadonlyMap<string, ViewTone>

export interface ChartSpec {
  mark: Mark
  x: { key: string; title: string; scale: Scale | undefined }
  series: { key: string; title: string; tone: SeriesTone | undefined }[]
  format: Format | undefined
  unit: string
}
export interface Shown { format: Format | undefined; unit: string; tones: Tones }
export interface Item extends Shown { pointer: string; title: string; delta: string; trend: string; better: 'up' | 'down' | undefined }
export interface ColumnSpec extends Shown { key: string; title: string }
export interface Sort { key: string; descending: boolean }
export interface Fields { severity: string; title: string; text: string; at: string }
export interface TreeFields { label: string; children: string; text: string; severity: string }
export interface RowAction {
  label: string
  input: JsonObject
  with: [input: string, key: string][]
  when: { key: string; in: Json[] } | undefined
  confirm: string
  danger: boolean
}
export interface FormField {
  name: string
  title: string
  description: string
  type: 'text' | 'number' | 'integer' | 'boolean' | 'choice' | 'date'
  required: boolean
  default: Json | undefined
  choices: string[]
  minimum: number | undefined
  maximum: number | undefined
}

const viewCountMax = 50
const marks = ['line', 'area', 'bar', 'stacked', 'scatter'] as const
const scales = ['category', 'time', 'number'] as const
const formats = ['text', 'number', 'integer', 'percent', 'bytes', 'millis', 'seconds', 'date', 'time', 'badge', 'code', 'json'] as const
const viewTones = ['neutral', 'good', 'info', 'warning', 'bad'] as const
const seriesTones = ['accent', ...viewTones] as const
const fieldTypes = ['text', 'number', 'integer', 'boolean', 'choice', 'date'] as const

/**
 * Reads what an app's author wrote. The server has checked it, by the rules of when it was installed: what does not fit today's is left
 * out, and no view at all means that the output shows itself.
 */
export function viewsOf(ui: Json | undefined, inTabs = false): View[] {
  if (!isObject(ui)) return []
  return list(ui.views).slice(0, viewCountMax).flatMap(view => viewOf(view, inTabs))
}

function viewOf(view: Json, inTabs: boolean): View[] {
  if (!isObject(view)) return []
  const span = typeof view.span === 'number' && Number.isInteger(view.span) ? Math.min(12, Math.max(1, view.span)) : 12
  const common = { title: text(view.title), description: text(view.description), pointer: text(view.pointer), span, empty: text(view.empty) }
  switch (view.type) {
    case 'status':
      return [{ ...common, type: 'status', tones: tonesOf(view.tones) }]
    case 'metrics':
    case 'keyvalue':
      return [{ ...common, type: view.type, items: view.items === undefined ? undefined : list(view.items).flatMap(itemOf) }]
    case 'table':
      return [{
        ...common, type: 'table', sort: sortOf(view.sort), actions: list(view.actions).flatMap(actionOf),
        columns: view.columns === undefined ? undefined : list(view.columns).flatMap(columnOf),
      }]
    case 'list':
      return [{ ...common, type: 'list', fields: fieldsOf(view.fields), tones: tonesOf(view.tones), actions: list(view.actions).flatMap(actionOf) }]
    case 'timeline':
      return [{ ...common, type: 'timeline', fields: fieldsOf(view.fields), tones: tonesOf(view.tones) }]
    case 'chart':
      return chartOf(view).map(chart => ({ ...common, type: 'chart', ...chart }))
    case 'diff':
      return [{
        ...common, type: 'diff', of: view.of === 'data' ? 'data' : 'text',
        before: text(view.before, '/before'), after: text(view.after, '/after'),
      }]
    case 'tree': {
      const fields = isObject(view.fields) ? view.fields : {}
      return [{
        ...common, type: 'tree', tones: tonesOf(view.tones),
        fields: {
          label: text(fields.label, 'label'), children: text(fields.children, 'children'),
          text: text(fields.text, 'text'), severity: text(fields.severity, 'severity'),
        },
      }]
    }
    case 'code':
      return [{ ...common, type: 'code', language: text(view.language) }]
    case 'markdown':
    case 'text':
    case 'json':
      return [{ ...common, type: view.type }]
    case 'action':
      if (!text(view.label)) return []
      return [{
        ...common, type: 'action', label: text(view.label), input: objectOf(view.input), confirm: text(view.confirm), danger: view.tone === 'bad',
      }]
    case 'form':
      return [{
        ...common, type: 'form', fields: list(view.fields).flatMap(formFieldOf), label: text(view.label, 'Run'), input: objectOf(view.input),
      }]
    case 'tabs':
      if (inTabs) return []
      return [{
        ...common, type: 'tabs',
        tabs: list(view.tabs).flatMap(tab => isObject(tab) ? [{ title: text(tab.title), views: viewsOf(tab, true) }] : []),
      }]
    default:
      return []
  }
}

function chartOf(view: JsonObject): ChartSpec[] {
  const mark = oneOf(marks, view.mark)
  const x = objectOf(view.x)
  const series = list(view.series).flatMap(each => {
    const { key, title, tone } = objectOf(each)
    return text(key) ? [{ key: text(key), title: text(title, text(key)), tone: oneOf(seriesTones, tone) }] : []
  })
  if (!mark || !text(x.key) || series.length === 0) return []
  return [{
    mark, series, x: { key: text(x.key), title: text(x.title), scale: oneOf(scales, x.scale) }, format: oneOf(formats, view.format), unit: text(view.unit),
  }]
}

function shownOf(part: JsonObject): Shown {
  return { format: oneOf(formats, part.format), unit: text(part.unit), tones: tonesOf(part.tones) }
}

function itemOf(item: Json): Item[] {
  if (!isObject(item) || typeof item.pointer !== 'string') return []
  const better = oneOf(['up', 'down'] as const, item.better)
  return [{ ...shownOf(item), pointer: item.pointer, title: text(item.title), delta: text(item.delta), trend: text(item.trend), better }]
}

function columnOf(column: Json): ColumnSpec[] {
  if (!isObject(column) || !text(column.key)) return []
  return [{ ...shownOf(column), key: text(column.key), title: text(column.title, text(column.key)) }]
}

function actionOf(action: Json): RowAction[] {
  if (!isObject(action) || !text(action.label)) return []
  const when = isObject(action.when) && text(action.when.key) ? { key: text(action.when.key), in: list(action.when.in) } : undefined
  const taken = Object.entries(objectOf(action.with)).flatMap(([name, key]) => text(key) ? [[name, text(key)] as [string, string]] : [])
  return [{
    label: text(action.label), input: objectOf(action.input), with: taken, when, confirm: text(action.confirm), danger: action.tone === 'bad',
  }]
}

function formFieldOf(field: Json): FormField[] {
  if (!isObject(field) || !text(field.name)) return []
  const type = oneOf(fieldTypes, field.type)
  if (!type) return []
  return [{
    name: text(field.name), title: text(field.title, text(field.name)), description: text(field.description), type,
    required: field.required === true, default: field.default, choices: list(field.choices).map(choice => text(choice)).filter(Boolean),
    minimum: typeof field.minimum === 'number' ? field.minimum : undefined,
    maximum: typeof field.maximum === 'number' ? field.maximum : undefined,
  }]
}

function sortOf(sort: Json | undefined): Sort | undefined {
  return isObject(sort) && text(sort.key) ? { key: text(sort.key), descending: sort.descending === true } : undefined
}

function fieldsOf(fields: Json | undefined): Fields {
  const { severity, title, text: words, at } = objectOf(fields)
  return { severity: text(severity, 'severity'), title: text(title, 'title'), text: text(words, 'text'), at: text(at, 'at') }
}

function tonesOf(tones: Json | undefined): Tones {
  return new Map(Object.entries(objectOf(tones)).flatMap(([value, tone]) => {
    const known = oneOf(viewTones, tone)
    return known ? [[value, known] as const] : []
  }))
}

function oneOf<const Values extends readonly string[]>(values: Values, value: Json | undefined): Values[number] | undefined {
  return values.find(each => each === value)
}

function list(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : []
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {}
}

function text(value: Json | undefined, otherwise = ''): string {
  return typeof value === 'string' && value !== '' ? value : otherwise
}
