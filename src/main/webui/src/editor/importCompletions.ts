import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { syntaxTree } from '@codemirror/language'
import { exportsOf, specifierOf } from './imports'

/**
 * The draft's other files: their paths in an import, what a file exports between the braces of its import, and elsewhere all that they
 * export, which adds the import.
 */
export function importCompletions(file: string, files: Record<string, string>) {
  return (context: CompletionContext): CompletionResult | null => {
    const line = context.state.doc.lineAt(context.pos)
    const before = line.text.slice(0, context.pos - line.from)
    const others = Object.entries(files).filter(([name]) => name.endsWith('.js') && name !== file)
    const path = /\b(?:from|import)\s*\(?\s*['"]([^'"]*)$/.exec(before)
    if (path) {
      return {
        from: context.pos - (path[1] ?? '').length,
        options: others.map(([name]) => ({ label: specifierOf(file, name), type: 'text' })),
        validFor: /^[\w./-]*$/,
      }
    }
    const word = context.matchBefore(/[\w$]*$/)
    if (!word || (word.from === word.to && !context.explicit)) return null
    const listed = /^\s*(?:import|export)\s*\{[^}]*$/.test(before) && /\}\s*from\s*['"]([^'"]+)['"]/.exec(line.text)
    const inside = syntaxTree(context.state).resolveInner(context.pos, -1).name
    if (!listed && (/\.\s*[\w$]*$/.test(before) || /Comment|String/.test(inside))) return null
    return {
      from: word.from,
      options: others.flatMap(([name, text]) => {
        const specifier = specifierOf(file, name)
        if (listed) return listed[1] === specifier ? exportsOf(text).map(label => ({ label, type: 'variable' })) : []
        return exportsOf(text).map((label): Completion => ({ label, detail: name, type: 'variable', apply: adding(specifier) }))
      }),
      validFor: /^[\w$]*$/,
    }
  }
}

/** Puts the name in, and its import at the top unless there is one. */
function adding(specifier: string): Exclude<Completion['apply'], string | undefined> {
  return (view, { label }, from, to) => {
    const known = new RegExp(`^import\\b[^;'"]*\\b${label.replaceAll('$', '\\$')}\\b[^;'"]*from`, 'm').test(view.state.doc.toString())
    const changes = [{ from, to, insert: label }]
    if (!known) changes.unshift({ from: 0, to: 0, insert: `import { ${label} } from '${specifier}'\n` })
    const shift = known ? 0 : changes[0]!.insert.length
    view.dispatch({ changes, selection: { anchor: from + label.length + shift }, userEvent: 'input.complete' })
  }
}
