import { CompletionContext, type Completion } from '@codemirror/autocomplete'
import { javascript } from '@codemirror/lang-javascript'
import { EditorState } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { expect, test } from 'vitest'
import { importCompletions } from './importCompletions'

const files = {
  'app.js': '',
  'lib/util.js': 'export const twice = n => 2 * n\nexport function thrice(n) { return 3 * n }',
  'data.json': '{}',
}

/** What is offered at the bar. */
function offered(text: string, explicit = false) {
  const at = text.indexOf('|')
  const state = EditorState.create({ doc: text.replace('|', ''), extensions: javascript() })
  return importCompletions('app.js', files)(new CompletionContext(state, at, explicit))
}

const labels = (text: string, explicit = false) => offered(text, explicit)?.options.map(option => option.label)

test('a path is one of the other scripts', () => {
  expect(labels("import { twice } from './|")).toEqual(['./lib/util.js'])
  expect(labels("const late = await import('|")).toEqual(['./lib/util.js'])
})

test('between the braces stands what that file exports', () => {
  expect(labels("import { | } from './lib/util.js'", true)).toEqual(['twice', 'thrice'])
  expect(labels("import { tw| } from './none.js'")).toEqual([])
})

test('members and texts are left alone', () => {
  expect(labels('host.tw|')).toBeUndefined()
  expect(labels("host.log.info('tw|')")).toBeUndefined()
  expect(labels('// tw|')).toBeUndefined()
})

function taken(text: string) {
  const at = text.indexOf('|')
  const view = new EditorView({ doc: text.replace('|', ''), parent: document.body })
  const result = offered(text)!
  const option: Completion = result.options[0]!
  if (typeof option.apply === 'function') option.apply(view, option, result.from, at)
  const { doc, selection } = view.state
  view.destroy()
  return `${doc.sliceString(0, selection.main.head)}|${doc.sliceString(selection.main.head)}`
}

test('a name that is taken brings its import, once', () => {
  expect(taken('return tw|')).toBe("import { twice } from './lib/util.js'\nreturn twice|")
  expect(taken("import { twice } from './lib/util.js'\nreturn tw|")).toBe("import { twice } from './lib/util.js'\nreturn twice|")
})
