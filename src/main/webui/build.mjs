/**
 * Builds the web pages into target/webui when, and only when, something changed since the last build, and holds them to their
 * budgets. With --test it also runs their unit tests, again only when something changed.
 * Maven calls it in the phases generate-resources and test; by hand: `node src/main/webui/build.mjs [--test]`.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const here = dirname(fileURLToPath(import.meta.url))
const target = join(here, '../../../target')
const lockStamp = join(here, 'node_modules/.ekaya-lock')
const pages = join(target, 'webui')
const pagesStamp = join(target, 'webui.stamp')
const testsStamp = join(target, 'webui-tests.stamp')

const installInputs = ['package.json', 'package-lock.json', '.npmrc']
const buildInputs = [...installInputs, 'build.mjs', 'index.html', 'tsconfig.json', 'vite.config.js', 'src', 'public']
const testInputs = [...buildInputs, 'tests']

/** Packed bytes that a visitor waits for: before the first page, and in addition before the editor. */
const shellKibMax = 180
const editorKibMax = 192

requireNode(20, 19)
const lock = `${process.version} ${hashOf(installInputs)}`
if (read(lockStamp) !== lock) {
  step('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'])
  writeFileSync(lockStamp, lock)
}
const built = `${lock} ${hashOf(buildInputs)}`
if (read(pagesStamp) === built && existsSync(join(pages, 'index.html'))) {
  console.log('Web pages are up to date')
} else {
  rmSync(pagesStamp, { force: true })
  node('typescript/bin/tsc', '--noEmit')
  node('vite/bin/vite.js', 'build', '--logLevel', 'warn')
  console.log(`Web pages are built: ${budgets()}`)
  stamp(pagesStamp, built)
}
if (process.argv.includes('--test')) {
  const tested = `${lock} ${hashOf(testInputs)}`
  if (read(testsStamp) === tested) {
    console.log('Tests of the web pages passed before; nothing changed')
  } else {
    rmSync(testsStamp, { force: true })
    node('vitest/vitest.mjs', 'run', '--reporter=dot')
    stamp(testsStamp, tested)
  }
}

/** Sums up what each start loads; fails over a budget. */
function budgets() {
  const files = filesIn(pages)
  const shell = packedKib(reachable(files, ['index.html'], new Set()))
  const editorPages = files.map(file => basename(file)).filter(name => /^EditorPage-.*\.js$/.test(name))
  if (editorPages.length !== 1) fail('no chunk EditorPage was built, so its budget cannot be held')
  const editor = packedKib(reachable(files, editorPages, reachable(files, ['index.html'], new Set())))
  const text = `shell ${shell} KiB packed (at most ${shellKibMax}), editor ${editor} more (at most ${editorKibMax})`
  if (shell > shellKibMax || editor > editorKibMax) fail(`they are over their budget: ${text}`)
  return text
}

/** Scripts and styles that these files name and load at once, themselves included, without `known` ones. */
function reachable(files, starts, known) {
  const found = new Set()
  const todo = [...starts]
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    const file = files.find(each => basename(each) === name)
    if (!file || found.has(file) || known.has(file)) continue
    found.add(file)
    const text = readFileSync(file, 'utf8')
    const names = name.endsWith('.html')
      ? text.matchAll(/(?:src|href)="\/(?:assets\/)?([^"/]+\.(?:js|css))"/g)
      : name.endsWith('.js') ? text.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g) : []
    for (const [, next] of names) todo.push(next)
  }
  return found
}

function packedKib(files) {
  return Math.ceil([...files].reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0) / 1024)
}

function stamp(file, text) {
  mkdirSync(target, { recursive: true })
  writeFileSync(file, text)
}

function requireNode(major, minor) {
  const [haveMajor = 0, haveMinor = 0] = process.versions.node.split('.').map(Number)
  if (haveMajor < major || (haveMajor === major && haveMinor < minor)) {
    fail(`Node is ${process.version}, at least v${major}.${minor} is needed to build the web pages`
      + ' (or skip them with -Dui.skip)')
  }
}

function hashOf(names) {
  const hash = createHash('sha256')
  for (const file of names.flatMap(name => filesIn(join(here, name)))) {
    const bytes = readFileSync(file)
    hash.update(`${relative(here, file).replaceAll('\\', '/')}\0${bytes.length}\0`).update(bytes)
  }
  return hash.digest('hex')
}

/** The file itself, or all files below the folder, in one order everywhere. */
function filesIn(path) {
  if (!existsSync(path)) return []
  let entries
  try {
    entries = readdirSync(path, { withFileTypes: true })
  } catch {
    return [path]
  }
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => (entry.isDirectory() ? filesIn(join(path, entry.name)) : [join(path, entry.name)]))
}

function node(script, ...args) {
  step(process.execPath, [join(here, 'node_modules', script), ...args])
}

function step(command, args) {
  const shell = process.platform === 'win32' && command === 'npm'
  const done = spawnSync(command, args, { cwd: here, stdio: 'inherit', shell, env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined } })
  if (done.error) fail(`${command} could not be started: ${done.error.message}`)
  if (done.status !== 0) fail(`${command} ${args.join(' ')} ended with ${done.status ?? done.signal}`)
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

function fail(message) {
  console.error(`Web pages not built: ${message}`)
  process.exit(1)
}
