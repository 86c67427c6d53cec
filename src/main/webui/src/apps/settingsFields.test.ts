import { expect, test } from 'vitest'
import { draftsOf, settingsFields, settingsOf } from './settingsFields'

const fields = settingsFields({
  type: 'object',
  required: ['channel'],
  properties: {
    countRows: { type: 'boolean', default: true, description: 'Count them' },
    rowsMax: { type: 'integer', default: 1000, maximum: 5000 },
    share: { type: 'number' },
    channel: { type: 'string', title: 'The channel' },
    level: { enum: ['low', 'high'], default: 'low' },
    ignored: { type: 'array', items: { type: 'string' }, default: ['a', 'b'] },
    more: { type: 'object' },
  },
})

test('each setting has its control, filled with what is set or its default', () => {
  expect(fields.map(({ key, title, kind }) => `${key}: ${title}, ${kind}`)).toEqual([
    'countRows: Count rows, switch', 'rowsMax: Rows max, whole', 'share: Share, number', 'channel: The channel, text',
    'level: Level, choice', 'ignored: Ignored, lines', 'more: More, json',
  ])
  expect(draftsOf(fields, { rowsMax: 7, more: { x: 1 } })).toEqual({
    countRows: true, rowsMax: '7', share: '', channel: '', level: 'low', ignored: 'a\nb', more: '{\n  "x": 1\n}',
  })
})

test('what is written is read back as JSON, and what is left empty is left to its default', () => {
  const drafts = { countRows: false, rowsMax: '12', share: '', channel: 'ops', level: 'high', ignored: ' a \n\nc', more: '{"x": 2}' }
  expect(settingsOf(fields, drafts)).toEqual({
    settings: { countRows: false, rowsMax: 12, channel: 'ops', level: 'high', ignored: ['a', 'c'], more: { x: 2 } }, problems: {},
  })
})

test('what cannot be meant is said at its control', () => {
  expect(settingsOf(fields, { ...draftsOf(fields, {}), rowsMax: '1.5', share: 'much', more: '{' }).problems).toEqual({
    rowsMax: 'A whole number', share: 'A number', channel: 'It is needed', more: 'JSON',
  })
})

test('a schema that is none, and a name that means something to JavaScript, do no harm', () => {
  expect(settingsFields('x')).toEqual([])
  const odd = settingsFields(JSON.parse('{"properties": {"__proto__": {"type": "string"}}}'))
  const { settings } = settingsOf(odd, JSON.parse('{"__proto__": "x"}'))
  expect(Object.getPrototypeOf(settings)).toBe(Object.prototype)
  expect(({} as Record<string, unknown>).x).toBeUndefined()
})
