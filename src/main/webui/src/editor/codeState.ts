import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { javascript, javascriptLanguage } from '@codemirror/lang-javascript'
import { json } from '@codemirror/lang-json'
import { bracketMatching, indentOnInput } from '@codemirror/language'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import { EditorState, type Extension } from '@codemirror/state'
import {
  drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers,
} from '@codemirror/view'
import { codeTheme } from './codeTheme'
import { hostCompletions } from './hostCompletions'
import { typedOver } from './typedOver'

/** The state of one file in the editor. */
export function codeState(file: string, text: string, onChange: (text: string) => void): EditorState {
  return EditorState.create({
    doc: text,
    extensions: [
      lineNumbers(), highlightActiveLineGutter(), highlightActiveLine(), history(), drawSelection(), indentOnInput(),
      bracketMatching(), closeBrackets(), autocompletion({ icons: false }), highlightSelectionMatches(),
      keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap, indentWithTab]),
      languageOf(file),
      codeTheme,
      typedOver,
      EditorView.contentAttributes.of({ 'aria-label': file, tabindex: '0' }),
      EditorView.cspNonce.of(nonce()),
      EditorView.updateListener.of(update => { if (update.docChanged) onChange(update.state.doc.toString()) }),
    ],
  })
}

function languageOf(file: string): Extension {
  if (!file.endsWith('.js')) return json()
  return [javascript(), javascriptLanguage.data.of({ autocomplete: hostCompletions })]
}

/** The policy lets only style elements with this page's nonce in; browsers hide it from `getAttribute`. */
function nonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? ''
}
