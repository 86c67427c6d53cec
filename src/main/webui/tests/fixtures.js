import { gallery, galleryUi } from './gallery.js'
import { marketAnswers, mayDo, settingsSchema } from './marketFixtures.js'

const project = 'b0a7c1de-0000-4000-8000-000000000001'
const now = Date.now()
const ago = seconds => new Date(now - seconds * 1000).toISOString()
const hash = '5f1c9a7e02b84d63a1f0c2d4e6a8b0c1d3e5f7091b2d4f6a8c0e1f3a5b7c9d0e'

const apps = [
  {
    id: 'schema-report', name: 'Schema Report', version: '1.0.0', triggers: ['installed', 'schema.refreshed', 'webhook'], packageHash: hash, state: 'ENABLED', schedule: '0 */6 * * *', scheduleDefinition: { cron: '0 */6 * * *', zone: 'Europe/Berlin', overlap: 'skip', catchUp: 'once', jitterSeconds: 60, catchUpWindowSeconds: 86_400, since: '2026-03-01T10:00:00Z' },
    grants: { hostFunctions: ['datasource_schema', 'datasource_query', 'datasource_execute', 'log'], queries: ['late-orders', 'close-stale-tickets'], limits: { memory: '32MB', timeout: '60s' } }, settings: { sample: 100 },
  },
  {
    id: 'drift-monitor', name: 'Drift Monitor', version: '0.9.2', packageHash: hash, state: 'ENABLED', schedule: '30 7 * * *',
    grants: { hostFunctions: ['db_query', 'datasource_schema', 'state_get', 'state_set', 'log'] }, settings: {},
  },
  { id: 'orphan-finder', name: 'Orphan Finder (שלום \u202Eevil)', version: '2.1.0', packageHash: hash, state: 'DISABLED', schedule: null, grants: { hostFunctions: ['log'] }, settings: {} },
  { id: 'slow-query-watch', name: 'A rather long name of an app that watches slow queries', version: '1.4.11', packageHash: hash, state: 'ENABLED', schedule: '*/15 * * * *', grants: { hostFunctions: ['log'] }, settings: {} },
]

const run = (id, app, outcome, secondsAgo, more = {}) => ({
  id: `0${id}f3ab21-7c1d-4a2e-9b1c-000000000000`, app, version: '1.0.0', packageHash: hash, trigger: { kind: 'manual' },
  principal: { kind: 'user', id: 'u1', name: 'admin' }, entry: 'main', attempt: 1, engine: 'quickjs-ng 0.17 / endive 1.0.0',
  state: 'ENDED', outcome, createdAt: ago(secondsAgo + 0.4), startedAt: ago(secondsAgo + 0.38), endedAt: ago(secondsAgo),
  fuel: 2_345_678, memoryBytesMax: 3_407_872, wallMillis: 372, queueMillis: 20, hostMillis: 54, hostCalls: 4,
  limits: { fuel: 10_000_000_000, memoryBytes: 16 << 20, timeoutMillis: 60_000, hostCalls: 200 }, journal: 'RECORDED', ...more,
})
const runs = [
  run(1, 'slow-query-watch', null, 4, { state: 'RUNNING', endedAt: null, fuel: 0, memoryBytesMax: 0, wallMillis: 0, hostMillis: 0, hostCalls: 0, limits: null, trigger: { kind: 'schedule' } }),
  run(2, 'schema-report', 'SUCCEEDED', 95),
  run(3, 'drift-monitor', 'FAILED', 1200, { error: { code: 'JS_ERROR', message: 'TypeError: cannot read property \'length\' of undefined', where: 'app.js:14:22' }, trigger: { kind: 'schedule' } }),
  run(4, 'schema-report', 'OUT_OF_MEMORY', 9000, {
    error: { code: 'OUT_OF_MEMORY', message: 'The run held 15MiB of its 16MiB of memory and needed more; ask for more in capabilities.json, limits.memory, at most 256MiB' },
    fuel: 8_912_345_678, memoryBytesMax: 15 << 20, wallMillis: 51_870, hostMillis: 12_003, hostCalls: 187,
  }),
  run(5, 'schema-report', 'SUCCEEDED', 90_000, { trigger: { kind: 'schedule' } }),
  run(7, 'drift-monitor', 'SUCCEEDED', 7200),
  run(6, 'schema-report', 'LOST', 400_000, { fuel: 0, memoryBytesMax: 0, wallMillis: 0, hostMillis: 0, hostCalls: 0, limits: null, journal: null, attempt: 2,
    error: { code: 'LOST', message: 'Its server was gone, and it had changed something that must not be changed twice' },
    attempts: [
      { attempt: 1, server: 's1', startedAt: ago(400_400), endedAt: ago(400_100), outcome: 'LOST', error: { code: 'LOST', message: 'Its server was gone' }, retryAt: ago(400_090) },
      { attempt: 2, server: 's2', startedAt: ago(400_080), endedAt: ago(400_000), outcome: 'LOST' },
    ],
    effects: [
      { call: 1, function: 'db_query', arguments: '{"sql":"INSERT INTO findings (kind, at) VALUES ($1, now())","params":["drift"]}', state: 'DONE' },
      { call: 2, function: 'http_request', arguments: '{"method":"POST","url":"https://hooks.example.com/services/x"}', state: 'IN_DOUBT' },
    ],
  }),
]
for (const app of apps) {
  const newest = runs.find(each => each.app === app.id)
  if (newest) app.lastRun = { id: newest.id, state: newest.state, outcome: newest.outcome, createdAt: newest.createdAt, endedAt: newest.endedAt }
}

const tables = ['customers', 'products', 'categories', 'orders', 'order_items', 'payments', 'events', 'addresses', 'suppliers', 'stock', 'reviews', 'order_summary']
const output = {
  summary: { tableCount: 12, columnCount: 87, rowCount: 51_284, emptyColumns: 3 },
  checkedAt: ago(95),
  note: 'A very long note. '.repeat(20) + '<script>alert(1)</script> https://evil.example',
  tables: tables.map((name, n) => ({ name, rows: (n * 7919) % 9001, columns: 4 + n, comment: n % 3 ? null : 'kept by the shop', hasKey: n !== 11 })),
  foreignKeys: [{ from: 'orders.customer_id', to: 'customers.id' }, { from: 'order_items.order_id', to: 'orders.id' }],
}
const ui = {
  views: [
    { title: 'At a glance', type: 'metrics', pointer: '/summary' },
    { title: 'Tables', type: 'table', pointer: '/tables', columns: [{ key: 'name', title: 'Table' }, { key: 'rows', title: 'Rows' }, { key: 'columns', title: 'Columns' }, { key: 'hasKey', title: 'Primary key' }, { key: 'comment', title: 'Comment' }] },
    { title: 'Note', type: 'text', pointer: '/note' },
  ],
}
const log = [
  { level: 'debug', message: 'Starting', fields: {}, at: ago(95.38) },
  { level: 'info', message: 'Read 12 tables', fields: { datasource: 'shop', tables: 12 }, at: ago(95.3) },
  { level: 'warn', message: 'Table order_summary has no primary key', fields: { table: 'order_summary' }, at: ago(95.2) },
  { level: 'error', message: 'Could not count <b>events</b>: permission denied', fields: { code: 'UPSTREAM' }, at: ago(95.1) },
]
const calls = [
  { sequence: 1, function: 'datasource_schema', ok: true, code: 'OK', durationMillis: 41.2, rows: 12 },
  { sequence: 2, function: 'datasource_query', ok: true, code: 'OK', durationMillis: 8.4, rows: 1 },
  { sequence: 3, function: 'datasource_query', ok: false, code: 'UPSTREAM', durationMillis: 3.1, rows: 0 },
  { sequence: 4, function: 'log', ok: true, code: 'OK', durationMillis: 0.02, rows: 0 },
]

const misfits = [{ view: '/views/20', pointer: '/nowhere', message: "The output has nothing here; where that may be, give the view an 'empty' text" }]

const column = (name, type, nullable = false) => ({ name, type, nullable })
const schema = {
  hash,
  tables: tables.map((name, n) => ({
    schema: 'public', name, kind: name === 'order_summary' ? 'VIEW' : 'TABLE', comment: n === 0 ? 'People who bought something' : null, rowEstimate: n * 1201,
    columns: [column('id', 'bigint'), column('name', 'character varying(200)'), column('customer_id', 'bigint', true), column('created_at', 'timestamp with time zone'), ...(n % 2 ? [column('amount', 'numeric(12,2)', true)] : [])],
    primaryKey: name === 'order_summary' ? [] : ['id'],
    foreignKeys: n === 0 ? [] : [{ name: 'fk', columns: ['customer_id'], references: { schema: 'public', table: 'customers', columns: ['id'] } }],
  })),
}

const draftFiles = {
  'app.js': `export default async function ({ input, settings, trigger, host }) {
  host.log.info('Started', { trigger: trigger.kind })
  const { rows } = await host.datasource.query(
    'SELECT status, count(*) FROM orders GROUP BY status ORDER BY 2 DESC', [])
  // One row for each status.
  return rows.map(([status, count]) => ({ status, count: Number(count) }))
}
`,
  'lib/states.js': `/** The states of an order, in the order of its life. */
export const states = ['open', 'paid', 'shipped']

export function byState(left, right) {
  return states.indexOf(left.status) - states.indexOf(right.status)
}
`,
  'manifest.json': '{\n  "apiVersion": 1,\n  "id": "order-states",\n  "name": "Order states",\n  "version": "0.1.0"\n}\n',
  'capabilities.json': '{\n  "hostFunctions": ["datasource_query", "log"]\n}\n',
}

const list = (items, asked, next = null) => ({ body: { items: asked.empty ? [] : items, next } })
const missing = { status: 404, body: { title: 'Not found', code: 'NOT_FOUND', detail: 'There is nothing here' } }
const session = { user: 'admin', csrf: 'c', projects: [{ id: project, name: 'demo', role: 'admin' }, { id: 'p2', name: 'Warehouse (staging)', role: 'viewer' }] }

/** What a server would answer to this call. */
const notifications = [
  { id: 'n1', severity: 'CRITICAL', title: 'No order has come for two hours', body: 'The last one came at 10:02, and there is one each four minutes as a rule.\nLook at the payment page first.', app: 'order-states', run: runs[1].id, count: 4, createdAt: ago(9_000), lastAt: ago(300) },
  { id: 'n2', severity: 'WARNING', title: 'The schedule of schema-report was paused', body: 'Its last 10 runs failed, the last one with FAILED; look at them, and resume the schedule once the app is right', app: 'schema-report', run: runs[2].id, count: 1, createdAt: ago(4_000), lastAt: ago(4_000) },
  { id: 'n3', severity: 'INFO', title: 'The weekly report is there', body: '', app: 'schema-report', run: runs[1].id, count: 1, createdAt: ago(90_000), lastAt: ago(90_000) },
  { id: 'n4', severity: 'WARNING', title: 'Table orders has a new column, discount_code', body: 'text, may be null', app: 'schema-report', run: runs[1].id, count: 1, createdAt: ago(190_000), lastAt: ago(190_000), acknowledgedAt: ago(100_000), acknowledgedBy: 'ada' },
]

export function answers(asked, state) {
  const { call, body } = asked
  const inProject = call.replace(/ \/projects\/[^/]+/, ' ')
  if (call === 'GET /session/options') return { body: { password: !asked.ssoOnly, sso: { name: 'Acme', href: '/api/v1/session/sso' }, signedIn: !asked.signedOut && !asked.ssoOnly && state.signedIn } }
  if (call === 'POST /session') {
    if (body.password === 'throttle') return { status: 429, body: { code: 'RATE_LIMITED' }, headers: { 'Retry-After': '30' } }
    return body.password === 'secret' ? { body: session } : { status: 401, body: { code: 'NOT_PERMITTED' } }
  }
  if (asked.signedOut) return { status: 401, body: { code: 'NOT_PERMITTED', detail: 'Nobody is signed in' } }
  if (call === 'GET /me') return { body: { ...session, mustChangePassword: asked.generated } }
  if (call === 'DELETE /session') return { body: {} }
  const market = marketAnswers(asked)
  if (market) return market
  if (inProject === 'POST /schedules/preview') {
    if (body.cron.startsWith('x')) return { status: 400, body: { code: 'BAD_ARGUMENT', detail: `Schedule '${body.cron}' is no cron text: expected five fields` } }
    return { body: { words: 'At 00:00, 06:00, 12:00 and 18:00, time of Europe/Berlin', zone: 'Europe/Berlin', next: ['2026-03-28T18:00:00+01:00', '2026-03-29T00:00:00+01:00', '2026-03-29T06:00:00+02:00', '2026-03-29T12:00:00+02:00', '2026-03-29T18:00:00+02:00'].map(local => ({ at: new Date(local).toISOString(), local, startsAt: null })) } }
  }
  if (/^GET \/schedules\/[^/]+\/ticks$/.test(inProject)) {
    return list([
      { dueAt: ago(40), untilAt: ago(40), count: 1, outcome: 'WAITING', cause: 'OVERLAP', reason: 'It waits for the run before it to end', missed: 0, run: null },
      { dueAt: ago(400), untilAt: ago(400), count: 1, outcome: 'STARTED', cause: null, reason: null, missed: 2, run: runs[1].id },
      { dueAt: ago(22_000), untilAt: ago(22_000), count: 1, outcome: 'MISSED', cause: 'SERVER_DOWN', reason: 'Nobody could start it in time; the one at 2026-03-01T16:00:00Z stands for it', missed: 0, run: null },
      { dueAt: ago(200_000), untilAt: ago(90_000), count: 14, outcome: 'MISSED', cause: 'PAUSED', reason: 'The schedule was paused by ada: the datasource moves', missed: 0, run: null },
      { dueAt: ago(220_000), untilAt: ago(220_000), count: 1, outcome: 'SKIPPED', cause: 'OVERLAP', reason: 'The run before it was still going on', missed: 0, run: null },
    ], asked)
  }
  if (inProject === 'GET /notifications/open') return { body: asked.empty ? { count: 0, critical: 0 } : { count: 12, critical: 1 } }
  if (inProject === 'GET /notifications') return list(asked.query.get('open') === 'true' ? notifications.slice(0, 3) : notifications, asked)
  if (call === 'GET /tokens') return list([{ id: 't1', name: 'nightly export', project, roles: ['operator'], createdAt: ago(90_000), expiresAt: ago(-5_000_000) }], asked)
  if (call === 'POST /tokens') return { status: 201, body: { id: 't2', token: 'eka_7Qm3Vb1Zk0pTt8yHn2Ls5Xw9Rd4Cg6Fj' } }
  if (inProject === 'GET /datasources') {
    return list([{ id: 'd1', name: 'shop', type: 'postgresql', host: 'localhost', port: 54_321, database: 'shop', user: 'shop_reader', canWrite: false }], asked)
  }
  if (inProject === 'GET /datasources/d1/schema') return { body: schema }
  if (inProject === 'GET /apps') return list(apps.map(each => ({ packageId: each.id, ...each })), asked)
  if (inProject === 'POST /apps') {
    return {
      status: 422,
      body: {
        title: 'Package refused', code: 'BAD_ARGUMENT', detail: 'The package is refused: 2 findings',
        findings: [{ where: 'manifest.json#/hostFunctions/2', message: 'http_request is not in capabilities.json' }, { where: 'app.js', message: 'Hash is blake3:00…, manifest.json says blake3:ff…' }],
      },
    }
  }
  if (/^GET \/apps\/[^/]+\/triggers$/.test(inProject)) {
    return list([
      { name: 'installed', kind: 'installed', state: 'ON', secrets: [], last: { notedAt: ago(90_000), outcome: 'STARTED', run: runs[1].id } },
      { name: 'schema.refreshed', kind: 'schema.refreshed', state: 'PAUSED', stopped: 'olga, in whose name it runs, may no longer run apps in this project', secrets: [], last: { notedAt: ago(400), outcome: 'NOT_STARTED', reason: 'olga, in whose name it runs, may no longer run apps in this project' } },
      { name: 'orders', kind: 'webhook', state: 'ON', address: `/api/v1/hooks/${project}/schema-report/orders`, secrets: [{ madeAt: ago(90_000) }], last: { notedAt: ago(60), outcome: 'STARTED', run: runs[1].id }, refusedAt: ago(20), refusedWhy: 'The signature does not fit' },
    ], asked)
  }
  if (/^POST \/apps\/[^/]+\/triggers$/.test(inProject)) return { status: 201, body: { trigger: { name: body.name, kind: 'webhook', state: 'ON' }, secret: 'whsec_2Xv9kQm3Vb1Zk0pTt8yHn2Ls5Xw9Rd4Cg6FjA7BcDeE=' } }
  const app = apps.find(each => inProject.startsWith(`GET /apps/${each.id}`) || inProject.startsWith(`POST /apps/${each.id}`))
  if (app && inProject.endsWith('/runs')) return { status: 202, body: run(2, app.id, 'SUCCEEDED', 0) }
  if (app?.id === 'drift-monitor' && inProject.endsWith('/output')) return { body: { run: runs[5].id, output: gallery, ui: galleryUi, misfits } }
  if (app && inProject.endsWith('/output')) return app.id === 'schema-report' ? { body: { run: runs[1].id, output, ui } } : missing
  if (app) return { body: { packageId: app.id, mayDo, settingsSchema, ...app } }
  if (inProject === 'GET /runs') {
    const found = runs.filter(each => (!asked.query.get('app') || each.app === asked.query.get('app'))
      && (!asked.query.get('outcome') || each.outcome === asked.query.get('outcome')))
    return list(found, asked)
  }
  if (inProject === 'GET /notifications') return { body: { items: [] } }
  if (inProject.startsWith('POST /runs/')) {
    return {
      body: {
        run: runs[1].id, packageHash: hash, identical: false, verdict: 'CALLS_DIFFER', calls: 1, notes: ['The engine is another one than that of the run'],
        divergence: {
          call: 2,
          expected: { function: 'datasource_query', argumentsHash: hash, arguments: '{"datasource":"primary","sql":"SELECT count(*) FROM events"}' },
          got: { function: 'datasource_query', argumentsHash: hash, arguments: '{"datasource":"primary","sql":"SELECT count(*) FROM orders"}' },
        },
        outcome: { expected: 'SUCCEEDED', got: 'FAILED' }, error: { expected: '', got: 'JS_ERROR' }, fuel: { expected: 2_345_678, got: 1_000_000 },
      },
    }
  }
  const one = runs.find(each => inProject.startsWith(`GET /runs/${each.id}`))
  if (one && inProject.endsWith('/view')) return one.outcome === 'SUCCEEDED' ? { body: { run: one.id, output, ui, misfits: [] } } : missing
  if (one && inProject.endsWith('/log')) return list(log, asked)
  if (one && inProject.endsWith('/calls')) return list(calls, asked)
  if (one) return { body: one }
  const draft = { id: 'dr1', name: 'Order states', files: draftFiles, revision: 3 }
  if (inProject === 'GET /drafts') return list([{ id: 'dr1', name: 'Order states', revision: 3, changedAt: ago(4000) }], asked)
  if (inProject === 'POST /drafts') return { status: 201, body: { ...draft, name: body.name, files: body.files } }
  if (inProject === 'GET /drafts/dr1') return { body: draft }
  if (inProject === 'PUT /drafts/dr1') return body.name === 'conflict' ? { status: 409, body: { code: 'CONFLICT', detail: 'Revision is 4, not 3' } } : { body: { ...draft, ...body, revision: body.revision + 1 } }
  if (inProject === 'POST /drafts/dr1/check') return { body: { findings: [{ where: 'app.js:3:9', message: 'SyntaxError: unexpected token' }, { where: 'lib/states.js:5:10', message: 'ReferenceError: stats is not defined' }, { where: 'manifest.json#/version', message: 'Version is missing' }] } }
  if (inProject === 'POST /drafts/dr1/preview') {
    if (body.input?.fail) {
      return { body: { run: run(7, 'order-states', 'FAILED', 0, { error: { code: 'JS_ERROR', message: 'ReferenceError: rowz is not defined', where: 'app.js:6:10' } }), log, calls } }
    }
    return { body: { run: run(8, 'order-states', 'SUCCEEDED', 0), output: [{ status: 'paid', count: 6120 }, { status: 'shipped', count: 2201 }, { status: 'open', count: 310 }], log, calls } }
  }
  if (inProject === 'POST /drafts/dr1/publish') return { body: apps[0] }
  return missing
}

export { project, runs }
