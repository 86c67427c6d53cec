import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'

const members: Record<string, [label: string, detail: string][]> = {
  host: [
    ['db', 'its own tables'], ['datasource', 'the databases it may read'], ['state', 'values kept between runs'],
    ['log', 'debug, info, warn, error'], ['auth', 'who runs it'],
  ],
  'host.db': [['query', '(sql, params)']],
  'host.datasource': [['query', '(sql, params, {datasource})'], ['schema', '({datasource})'], ['list', '()']],
  'host.state': [['get', '(key)'], ['set', '(key, value, version)']],
  'host.log': [['debug', '(message, fields)'], ['info', '(message, fields)'], ['warn', '(message, fields)'], ['error', '(message, fields)']],
  'host.auth': [['context', '()']],
}

/** After `host.` and its parts: what there is. */
export function hostCompletions(context: CompletionContext): CompletionResult | null {
  const typed = context.matchBefore(/\bhost(\.\w+)*\.\w*$/)
  if (!typed) return null
  const dot = typed.text.lastIndexOf('.')
  const options = members[typed.text.slice(0, dot)]
  if (!options) return null
  return {
    from: typed.from + dot + 1,
    options: options.map(([label, detail]): Completion => ({ label, detail, type: detail.startsWith('(') ? 'function' : 'property' })),
  }
}
