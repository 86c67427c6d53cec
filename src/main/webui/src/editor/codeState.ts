import {
  autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, type CompletionContext,
} from '@codemirror/autocomplete'
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

/** The state of one file in the editor. `files` gives all of the draft as they are by then. */
export function codeState(file: string, text: string, files: () => Record<string, string>, onChange: (text: string) => void): EditorState {
  return EditorState.create({
    doc: text,
    extensions: [
      lineNumbers(), highlightActiveLineGutter(), highlightActiveLine(), history(), drawSelection(), indentOnInput(),
      bracketMatching(), closeBrackets(), autocompletion({ icons: false }), highlightSelectionMatches(),
      keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap, indentWithTab]),
      languageOf(file, files),
      codeTheme,
      typedOver,
      EditorView.contentAttributes.of({ 'aria-label': file, tabindex: '0' }),
      EditorView.cspNonce.of(nonce()),
      EditorView.updateListener.of(update => { if (update.docChanged) onChange(update.state.doc.toString()) }),
    ],
  })
}

/** Loaded when it is first asked, which is after the page is there. */
const importCompletions = () => import('./importCompletions')

function languageOf(file: string, files: () => Record<string, string>): Extension {
  if (!file.endsWith('.js')) return file.endsWith('.json') ? json() : []
  const ofOtherFiles = async (context: CompletionContext) =>
    (await importCompletions()).importCompletions(file, files())(context)
  return [
    javascript(),
    javascriptLanguage.data.of({ autocomplete: hostCompletions }),
    javascriptLanguage.data.of({ autocomplete: ofOtherFiles }),
  ]
}

/** The policy lets only style elements with this page's nonce in; browsers hide it from `getAttribute`. */
function nonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? ''
}
