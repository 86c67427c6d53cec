// Whether the public client of The Update Framework (tuf-js) takes a catalog that ./ekaya catalog made: `node client.mjs OUT`.
// It begins with the first root, follows all others, and downloads every file that the targets name.
import { createServer } from 'node:http'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, normalize } from 'node:path'
import { Updater } from 'tuf-js'

const catalog = process.argv[2]
if (!catalog) {
  console.error('Expected: node client.mjs <folder that ./ekaya catalog build wrote>')
  process.exit(2)
}

const server = createServer((request, response) => {
  try {
    response.end(readFileSync(join(catalog, normalize(decodeURIComponent(request.url)))))
  } catch {
    response.writeHead(404).end()
  }
})
await new Promise((done) => server.listen(0, '127.0.0.1', done))
const base = `http://127.0.0.1:${server.address().port}`

const home = mkdtempSync(join(tmpdir(), 'tuf-'))
const metadataDir = join(home, 'metadata')
const targetDir = join(home, 'targets')
mkdirSync(metadataDir)
mkdirSync(targetDir)
copyFileSync(join(catalog, 'metadata', '1.root.json'), join(metadataDir, 'root.json'))
let code = 0
try {
  const updater = new Updater({ metadataDir, targetDir, metadataBaseUrl: `${base}/metadata`, targetBaseUrl: `${base}/targets` })
  await updater.refresh()
  const trusted = (role) => JSON.parse(readFileSync(join(metadataDir, `${role}.json`))).signed
  const names = Object.keys(trusted('targets').targets)
  for (const name of names) {
    await updater.downloadTarget(await updater.getTargetInfo(name))
  }
  const versions = ['root', 'timestamp', 'snapshot', 'targets'].map((role) => `${role} ${trusted(role).version}`)
  console.log(`tuf-js takes it: ${versions.join(', ')}; ${names.length} files, ${readdirSync(targetDir).length} downloaded`)
} catch (error) {
  console.error(`tuf-js refuses it: ${error.message}`)
  code = 1
}
server.close()
process.exit(code)
