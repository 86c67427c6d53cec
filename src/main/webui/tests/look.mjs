/**
 * Takes pictures of every page, built and served under the real policy with made-up answers, and fails on any violation of the
 * policy, page error or finding of axe. Needs `playwright-core` (PLAYWRIGHT_CORE names the folder of one) and Chromium:
 * `npm run look -- <folder for the pictures> [name of one page, or a pattern of names]`.
 */
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, existsSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { dirname, extname, join, normalize } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { answerApi } from './fixtureServer.js'
import { project, runs } from './fixtures.js'

const here = dirname(fileURLToPath(import.meta.url))
const pages = join(here, '../../../../target/webui')
const out = process.argv[2] ?? join(here, '../../../../target/look')
const only = process.argv[3]
const core = process.env.PLAYWRIGHT_CORE
const { chromium } = (await import(core ? pathToFileURL(join(core, 'index.js')).href : 'playwright-core')).default
const axe = readFileSync(join(here, '../node_modules/axe-core/axe.min.js'), 'utf8')
mkdirSync(out, { recursive: true })

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' }
const api = answerApi()
const server = createServer((request, response) => api(request, response, () => {
  const path = normalize(new URL(request.url, 'http://x').pathname)
  const file = join(pages, path)
  const found = path !== '/' && existsSync(file) && statSync(file).isFile() ? file : join(pages, 'index.html')
  const nonce = randomBytes(16).toString('base64')
  const isPage = found.endsWith('.html')
  response.writeHead(200, {
    'Content-Type': types[extname(found)] ?? 'application/octet-stream',
    'Content-Security-Policy': `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self'; font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default`,
  })
  response.end(isPage ? readFileSync(found, 'utf8').replaceAll('__CSP_NONCE__', nonce) : readFileSync(found))
}))
await new Promise(done => server.listen(0, '127.0.0.1', done))
const base = `http://127.0.0.1:${server.address().port}`

const p = `/p/${project}`
const scenes = [
  { name: 'sign-in', path: '/', cookie: 'out' },
  { name: 'sign-in-wrong', path: '/', cookie: 'out', act: async page => { await page.getByLabel('User').fill('admin'); await page.getByLabel('Password').fill('x'); await page.getByRole('button', { name: 'Sign in' }).click(); await page.getByRole('alert').waitFor() } },
  { name: 'sign-in-sso-only', path: '/', cookie: 'sso' },
  { name: 'sign-in-cancelled', path: '/?sign-in=cancelled', cookie: 'sso' },
  { name: 'choose-password', path: '/', cookie: 'generated', act: async page => { await page.getByLabel('Password so far').fill('made'); await page.getByLabel('New password', { exact: true }).fill('one-of-mine'); await page.getByLabel('New password again').fill('another-one'); await page.getByText('differ').waitFor() } },
  { name: 'apps', path: `${p}/apps` },
  { name: 'apps-empty', path: `${p}/apps`, cookie: 'empty' },
  { name: 'market', path: `${p}/marketplace` },
  { name: 'market-found', path: `${p}/marketplace?category=monitoring` },
  { name: 'market-none', path: `${p}/marketplace?q=nothing-like-it` },
  { name: 'market-empty', path: `${p}/marketplace`, cookie: 'empty' },
  { name: 'market-app', path: `${p}/marketplace/http/freshness` },
  { name: 'market-app-revoked', path: `${p}/marketplace/http/freshness?version=2.4.0` },
  { name: 'market-app-above', path: `${p}/marketplace/http/pii-scan` },
  { name: 'market-app-hostile', path: `${p}/marketplace/folder/hostile` },
  { name: 'market-app-bundled', path: `${p}/marketplace/bundled/order-summary` },
  { name: 'market-shot', path: `${p}/marketplace/http/freshness`, act: async page => { await page.getByRole('button', { name: /Late tables/ }).click(); await page.keyboard.press('ArrowRight'); await page.getByText('2 of 2').waitFor() } },
  { name: 'market-install', path: `${p}/marketplace/http/freshness`, act: async page => { await page.getByRole('button', { name: 'Install' }).click(); await page.getByRole('button', { name: 'Allow and install' }).waitFor() } },
  { name: 'app-update', path: `${p}/apps/schema-report`, act: async page => { await page.getByRole('button', { name: 'Update' }).click(); await page.getByRole('button', { name: 'Allow and update' }).waitFor() } },
  { name: 'app-uninstall', path: `${p}/apps/schema-report`, act: async page => { await page.getByRole('button', { name: 'Uninstall' }).click(); await page.getByText('Delete its data for good').click() } },
  { name: 'app', path: `${p}/apps/schema-report` },
  { name: 'app-settings', path: `${p}/apps/schema-report`, act: page => page.getByRole('tab', { name: 'Settings' }).click() },
  { name: 'app-views', path: `${p}/apps/drift-monitor`, act: page => page.getByText('Suggested query').waitFor(), full: true },
  { name: 'app-misfits', path: `${p}/apps/drift-monitor`, act: page => page.getByRole('tab', { name: 'JSON' }).click() },
  { name: 'app-run', path: `${p}/apps/schema-report`, act: page => page.getByRole('button', { name: 'Run now' }).click() },
  { name: 'runs', path: `${p}/runs` },
  { name: 'run', path: `${p}/runs/${runs[1].id}` },
  { name: 'run-by-name', path: `/p/demo/runs/${runs[1].id}`, act: page => page.waitForURL(`**${p}/runs/*`) },
  { name: 'run-failed-log', path: `${p}/runs/${runs[2].id}`, act: page => page.getByRole('tab', { name: 'Log' }).click() },
  { name: 'run-over-limit', path: `${p}/runs/${runs[3].id}` },
  { name: 'run-lost', path: `${p}/runs/${runs[6].id}` },
  { name: 'run-replayed', path: `${p}/runs/${runs[1].id}`, act: async page => { await page.getByRole('button', { name: 'Replay' }).click(); await page.getByText('another host call').waitFor() } },
  { name: 'run-calls', path: `${p}/runs/${runs[1].id}`, act: page => page.getByRole('tab', { name: 'Host calls' }).click() },
  { name: 'notifications', path: `${p}/notifications` },
  { name: 'notifications-all', path: `${p}/notifications?open=all` },
  { name: 'notifications-empty', path: `${p}/notifications`, cookie: 'empty' },
  { name: 'datasources', path: `${p}/datasources` },
  { name: 'schema', path: `${p}/datasources/d1` },
  { name: 'drafts', path: `${p}/editor` },
  { name: 'new-draft', path: `${p}/editor`, act: page => page.getByRole('button', { name: 'New app' }).click() },
  { name: 'editor', path: `${p}/editor/dr1`, act: async page => { await page.locator('.cm-content').waitFor(); await page.keyboard.press('Control+Enter'); await page.getByRole('tab', { name: 'Output' }).waitFor() } },
  { name: 'editor-failed', path: `${p}/editor/dr1`, act: async page => { await page.locator('.cm-content').waitFor(); await page.getByRole('textbox', { name: 'Input' }).fill('{"fail": true}'); await page.keyboard.press('Control+Enter'); await page.getByRole('alert').waitFor() } },
  { name: 'editor-findings', path: `${p}/editor/dr1`, act: async page => { await page.locator('.cm-content').waitFor(); await page.getByRole('button', { name: 'Check' }).click(); await page.getByRole('button', { name: 'app.js:3:9' }).click() } },
  { name: 'editor-other-file', path: `${p}/editor/dr1`, act: async page => { await page.locator('.cm-content').waitFor(); await page.getByRole('button', { name: 'Check' }).click(); await page.getByRole('button', { name: 'lib/states.js:5:10' }).click() } },
  { name: 'editor-new-file', path: `${p}/editor/dr1`, act: async page => { await page.locator('.cm-content').waitFor(); await page.getByRole('button', { name: 'New file' }).click(); await page.getByLabel('Name of the new file').fill('lib/states') } },
  { name: 'editor-delete-file', path: `${p}/editor/dr1`, act: async page => { await page.getByRole('button', { name: 'lib/states.js' }).click(); await page.getByRole('button', { name: 'Delete file' }).click() } },
  { name: 'editor-completion', path: `${p}/editor/dr1`, act: async page => { await page.locator('.cm-line').nth(5).click(); await page.keyboard.press('End'); await page.keyboard.type('.sort(by'); await page.locator('.cm-tooltip-autocomplete').waitFor() } },
  { name: 'tokens', path: `${p}/tokens` },
  { name: 'new-token', path: `${p}/tokens`, act: async page => { await page.getByRole('button', { name: 'New token' }).click(); await page.getByLabel('Name').fill('x'); await page.getByRole('button', { name: 'Make token' }).click(); await page.getByLabel('Token', { exact: true }).waitFor() } },
  { name: 'account-menu', path: `${p}/apps`, act: async page => { await page.getByRole('button', { name: /^Account/ }).click(); await page.getByRole('menu').waitFor() } },
  { name: 'install-refused', path: `${p}/apps`, act: async page => { await page.locator('input[type=file]').setInputFiles(process.env.LOOK_PACKAGE ?? join(here, 'fixtures.js')); await page.getByRole('dialog').waitFor(); const go = page.getByRole('button', { name: 'Allow and install' }); if (process.env.LOOK_PACKAGE) { await go.click(); await page.getByRole('alert').waitFor() } } },
]

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] })
let bad = 0
for (const [width, height] of [[1440, 900], [390, 844]]) {
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' })
    for (const scene of scenes.filter(each => !only || new RegExp(`^(${only})$`).test(each.name))) {
      const problems = []
      await context.clearCookies()
      if (scene.cookie) await context.addCookies([{ name: 'ekaya', value: scene.cookie, url: base }])
      const page = await context.newPage()
      page.on('console', message => {
        const expected = scene.cookie === 'out' || scene.name === 'install-refused' ? /status of 4\d\d/ : /^$/
        if (['error', 'warning'].includes(message.type()) && !expected.test(message.text())) problems.push(message.text())
      })
      page.on('pageerror', error => problems.push(String(error)))
      // Never idle: a page of a project keeps a stream of events open.
      await page.goto(base + scene.path, { waitUntil: 'load' })
      await page.locator('h1').first().waitFor()
      await page.waitForTimeout(1_000)
      try {
        await scene.act?.(page)
        await page.waitForTimeout(350)
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        if (wide > 0) problems.push(`The page is ${wide} px wider than the window`)
        await page.screenshot({ path: join(out, `${scene.name}-${width}-${colorScheme}.png`), fullPage: scene.full === true })
        // axe goes in beside the page's policy, as a reader would.
        await page.evaluate(`(() => { ${axe} })()`)
        const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }))
        for (const violation of found.violations) problems.push(`axe ${violation.id}: ${violation.nodes.map(node => `${node.target} ${node.any[0]?.message ?? ''}`).slice(0, 3).join(' | ')}`)
      } catch (error) {
        problems.push(String(error).slice(0, 600))
        await page.screenshot({ path: join(out, `${scene.name}-${width}-${colorScheme}.png`) })
      }
      for (const problem of problems) console.log(`${scene.name} ${width} ${colorScheme}: ${problem}`)
      bad += problems.length
      await page.close()
    }
    await context.close()
  }
}
await browser.close()
server.close()
console.log(bad === 0 ? 'Nothing found' : `${bad} found`)
process.exitCode = bad === 0 ? 0 : 1
