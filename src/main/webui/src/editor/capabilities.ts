import type { Json } from '../api/types'
import { isObject } from '../output/shape'

export const offered = [
  { name: 'datasource_query', note: 'Read rows of a datasource' },
  { name: 'datasource_execute', note: 'Run approved queries' },
  { name: 'approved_query_refs', note: 'See which queries read a column' },
  { name: 'datasource_schema', note: 'Read its tables and columns' },
  { name: 'datasource_statistics', note: 'Read what its columns hold' },
  { name: 'list_datasources', note: 'See which datasources there are' },
  { name: 'db_query', note: 'Read and write tables of its own' },
  { name: 'mcp_tool_invoke', note: 'Call tools of the project' },
  { name: 'http_request', note: 'Call addresses listed in http' },
  { name: 'llm_generate', note: 'Ask the language model' },
  { name: 'secret_exists', note: 'Ask whether a secret exists' },
  { name: 'state_get', note: 'Read small values it kept' },
  { name: 'state_set', note: 'Keep small values between runs' },
  { name: 'notify', note: 'Tell people something' },
  { name: 'progress', note: 'Show how far it is' },
  { name: 'log', note: 'Write to the log' },
]

/** The host functions that the draft asks for, or undefined while capabilities.json is not JSON. */
export function allowed(files: Record<string, string>): string[] | undefined {
  const capabilities = objectIn(files['capabilities.json'] ?? '{}')
  if (!capabilities) return undefined
  const names = capabilities.hostFunctions
  return Array.isArray(names) ? names.filter(name => typeof name === 'string') : []
}

/**
 * The files with one host function asked for or no more. The manifest names the same functions, since the server refuses a package
 * whose manifest names one that capabilities.json does not.
 */
export function allow(files: Record<string, string>, name: string, on: boolean): Record<string, string> {
  const names = (allowed(files) ?? []).filter(each => each !== name)
  if (on) names.push(name)
  const changed = { ...files }
  for (const file of ['capabilities.json', 'manifest.json']) {
    const content = objectIn(files[file] ?? '{}')
    if (content) changed[file] = `${JSON.stringify({ ...content, hostFunctions: names.toSorted() }, null, 2)}\n`
  }
  return changed
}

function objectIn(text: string) {
  try {
    const value = JSON.parse(text) as Json
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
