export const fixedFiles = ['app.js', 'manifest.json', 'capabilities.json']

/** A name as typed, with `.js` where it has no ending. */
export function completed(name: string): string {
  const path = name.trim()
  return path === '' || /\.[^/]*$/.test(path) ? path : `${path}.js`
}

/** What is wrong with a name for a file of the draft; undefined for a good one. The server checks the rest. */
export function nameProblem(name: string, others: string[]): string | undefined {
  if (!/^([\w-]+\/)*[\w-][\w.-]*$/.test(name)) return 'Letters, digits, - and _, with / between folders, as lib/util.js'
  if (others.some(other => other.toLowerCase() === name.toLowerCase())) return `There is ${name} already`
  if (name.endsWith('.js') && /^(migrations|tests?|src|target|node_modules)\//i.test(name)) return 'JavaScript lies at the top or in a folder such as lib/'
  return undefined
}
