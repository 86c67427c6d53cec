import { EditorSelection } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { expect, test } from 'vitest'
import { codeState } from './codeState'

function typed(data: string, anchor: number, head: number): { text: string; stopped: boolean } {
  const view = new EditorView({ state: codeState('app.js', 'one two', () => ({}), () => {}), parent: document.body })
  view.dispatch({ selection: EditorSelection.single(anchor, head) })
  const event = new InputEvent('beforeinput', { inputType: 'insertText', data, cancelable: true, bubbles: true })
  view.contentDOM.dispatchEvent(event)
  const text = view.state.doc.toString()
  view.destroy()
  return { text, stopped: event.defaultPrevented }
}

test('replaces what is selected', () => {
  expect(typed('1', 0, 3)).toEqual({ text: '1 two', stopped: true })
})

test('brackets still close around a selection', () => {
  expect(typed('(', 0, 3)).toEqual({ text: '(one) two', stopped: true })
})

test('typing without a selection is left to the browser', () => {
  expect(typed('1', 3, 3)).toEqual({ text: 'one two', stopped: false })
})
