import { EditorView } from '@codemirror/view'

/**
 * Text typed over a selection, done by the editor itself: Chromium would put it into an element with the style of what it replaces,
 * which the page's policy refuses with an error in the console.
 */
export const typedOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { data, inputType } = event
    const { from, to, empty } = view.state.selection.main
    if (inputType !== 'insertText' || !data || empty || view.composing || view.state.readOnly) return false
    const insert = () => view.state.update(view.state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true })
    const taken = view.state.facet(EditorView.inputHandler).some(handle => handle(view, from, to, data, insert))
    if (!taken) view.dispatch(insert())
    event.preventDefault()
    return true
  },
})
