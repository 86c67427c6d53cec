/**
 * Builds the web pages into target/webui when, and only when, something changed since the last build.
 * Maven calls it in phase generate-resources; by hand: `node src/main/webui/build.mjs [--test]`.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const target = join(here, '../../../target')
const lockStamp = join(here, 'node_modules/.ekaya-lock')
const pagesStamp = join(target, 'webui.stamp')

const installInputs = ['package.json', 'package-lock.json', '.npmrc']
const buildInputs = [...installInputs, 'build.mjs', 'index.html', 'tsconfig.json', 'vite.config.js', 'src', 'public']

requireNode(20, 19)
const lock = `${process.version} ${hashOf(installInputs)}`
if (read(lockStamp) !== lock) {
  step('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'])
  writeFileSync(lockStamp, lock)
}
if (process.argv.includes('--test')) {
  node('vitest/vitest.mjs', 'run')
}
const pages = `${lock} ${hashOf(buildInputs)}`
if (read(pagesStamp) === pages && existsSync(join(target, 'webui/index.html'))) {
  console.log('Web pages are up to date')
} else {
  rmSync(pagesStamp, { force: true })
  node('typescript/bin/tsc', '--noEmit')
  node('vite/bin/vite.js', 'build', '--logLevel', 'warn')
  mkdirSync(target, { recursive: true })
  writeFileSync(pagesStamp, pages)
  console.log('Web pages are built')
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
  const done = spawnSync(command, args, { cwd: here, stdio: 'inherit', shell })
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
