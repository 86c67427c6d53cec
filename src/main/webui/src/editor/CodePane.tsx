import { setDiagnostics, type Diagnostic } from '@codemirror/lint'
import type { EditorState } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { codeState } from './codeState'

export interface Mark {
  line: number
  column: number
  message: string
}

/** One file in CodeMirror; each file keeps its own undo history while the page lives. `goTo` moves the cursor when it changes. */
export function CodePane({ file, text, files, onChange, marks, goTo }: {
  file: string
  text: string
  files: Record<string, string>
  onChange: (file: string, text: string) => void
  marks: Mark[]
  goTo: { line: number; column: number } | undefined
}) {
  const box = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const states = useRef(new Map<string, EditorState>())
  const told = useRef(onChange)
  told.current = onChange
  const all = useRef(files)
  all.current = files

  useEffect(() => {
    if (!box.current) return
    const made = new EditorView({
      parent: box.current,
      state: states.current.get(file) ?? codeState(file, text, () => all.current, changed => told.current(file, changed)),
    })
    view.current = made
    return () => {
      states.current.set(file, made.state)
      made.destroy()
    }
  }, [file])

  useEffect(() => {
    const doc = view.current?.state.doc
    if (doc && doc.toString() !== text) view.current?.dispatch({ changes: { from: 0, to: doc.length, insert: text } })
  }, [file, text])

  useEffect(() => {
    if (view.current) view.current.dispatch(setDiagnostics(view.current.state, marks.map(mark => diagnostic(view.current!.state, mark))))
  }, [file, marks])

  useEffect(() => {
    if (!goTo || !view.current) return
    view.current.dispatch({ selection: { anchor: offset(view.current.state, goTo.line, goTo.column) }, scrollIntoView: true })
    view.current.focus()
  }, [file, goTo])

  return <div className="code-box" ref={box} />
}

function offset(state: EditorState, line: number, column: number): number {
  const { from, to } = state.doc.line(Math.min(Math.max(1, line), state.doc.lines))
  return Math.min(from + Math.max(0, column - 1), to)
}

function diagnostic(state: EditorState, mark: Mark): Diagnostic {
  const from = offset(state, mark.line, mark.column)
  const word = state.wordAt(from)
  return { from: word?.from ?? from, to: word?.to ?? state.doc.lineAt(from).to, severity: 'error', message: mark.message }
}
