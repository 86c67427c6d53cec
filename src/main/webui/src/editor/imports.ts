/** The specifier by which `from` imports `to`: `./lib/util.js`, `../app.js`. */
export function specifierOf(from: string, to: string): string {
  const here = from.split('/').slice(0, -1)
  const there = to.split('/')
  let shared = 0
  while (shared < here.length && here[shared] === there[shared]) shared++
  const up = '../'.repeat(here.length - shared)
  return `${up || './'}${there.slice(shared).join('/')}`
}

/** The names that a file exports, by its text; `default` and what it passes on with a star are left out. */
export function exportsOf(text: string): string[] {
  const declared = [...text.matchAll(/^export\s+(?:async\s+)?(?:function\s*\*?|class|const|let|var)\s+([\w$]+)/gm)]
  const listed = [...text.matchAll(/^export\s*\{([^}]*)\}/gm)].flatMap(([, list = '']) =>
    list.split(',').map(each => each.trim().split(/\s+as\s+/).at(-1) ?? ''))
  return [...declared.map(([, name = '']) => name), ...listed].filter(name => name && name !== 'default')
}
