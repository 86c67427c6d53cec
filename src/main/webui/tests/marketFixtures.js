const now = Date.now()
const ago = days => new Date(now - days * 86_400_000).toISOString()
const hash = 'blake3:5f1c9a7e02b84d63a1f0c2d4e6a8b0c1d3e5f7091b2d4f6a8c0e1f3a5b7c9d0e'
const evil = '<img src=x onerror="window.stolen = 1">'

const ekaya = { id: 'ekaya', name: 'Ekaya', url: null }
const acme = { id: 'acme', name: 'Acme Data Tools', url: 'https://acme.example/' }
const listed = (catalog, id, name, publisher, trust, categories, version, summary, more = {}) =>
  ({ catalog, id, name, publisher, trust, categories, version, summary, licence: 'Apache-2.0', icon: null, releasedAt: catalog === 'bundled' ? null : ago(12), ...more })

const apps = [
  listed('bundled', 'order-summary', 'Order summary', ekaya, 'first-party', ['samples'], '1.0.0', 'Orders, revenue and best sellers of the demo shop over the last days'),
  listed('bundled', 'schema-report', 'Schema report', ekaya, 'first-party', ['data-quality'], '1.1.0', 'Describes the tables of a datasource, counts their rows, points at what looks odd, and tells when the schema changed'),
  listed('http', 'drift-monitor', 'Drift monitor', acme, 'verified', ['data-quality', 'monitoring'], '0.9.2', 'Tells when the schema of a datasource drifts from the one that was agreed upon', { icon: 'icon.svg' }),
  listed('http', 'freshness', 'Freshness watch', acme, 'verified', ['monitoring', 'alerts', 'sla', 'tables'], '2.4.1', 'Knows how often each table is written, and tells people when one of them is late', { icon: 'icon.svg' }),
  listed('http', 'pii-scan', 'Personal data finder', { id: 'northwind', name: 'Northwind Traders Analytics Laboratories', url: null }, 'verified', ['privacy'], '1.3.0-rc.2', 'Samples text columns and suggests which of them hold names, addresses or card numbers', { icon: 'icon.svg' }),
  listed('http', 'slack-digest', 'Morning digest', acme, 'verified', ['alerts'], '1.0.4', 'One message a day with what changed over night'),
  listed('folder', 'hostile', `Hostile ${evil}`, { id: 'evil', name: `Evil ‮${evil}`, url: 'javascript:alert(1)' }, 'verified', [evil], '6.6.6', `javascript:window.stolen=1 ${evil}`),
]

const shot = (title, hue) => `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="800" viewBox="0 0 1280 800"><rect width="1280" height="800" fill="#f6f7f7"/><rect width="224" height="800" fill="#fff"/><text x="264" y="72" font-family="sans-serif" font-size="30" fill="#172126">${title}</text>${[0, 1, 2, 3].map(n => `<rect x="${264 + n * 246}" y="110" width="226" height="96" rx="10" fill="#fff" stroke="#dde3e4"/>`).join('')}<rect x="264" y="236" width="964" height="300" rx="10" fill="#fff" stroke="#dde3e4"/><polyline fill="none" stroke="hsl(${hue} 60% 40%)" stroke-width="4" points="${Array.from({ length: 24 }, (_, n) => `${290 + n * 40},${420 - Math.round(90 * Math.sin(n / 3))}`).join(' ')}"/></svg>`
const icon = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="#0b6a6f"/><path d="M8 28 16 16 24 22 32 10" fill="none" stroke="#fff" stroke-width="3"/></svg>'

const description = `# Freshness watch

Learns from the last **30 days** how often each table is written, and tells people when one of them is late. It needs no input.

## What it looks at

- tables with a column of times, found by its type
- tables without one, by their number of rows
- nothing else: values are never read

## Settings

Set \`lateFactor\` higher to be told less often. See [the handbook](https://acme.example/freshness).

\`\`\`
late = median gap × lateFactor
\`\`\`
`
const asks = [
  { effect: 'REACHES_HOST', text: 'calls https://hooks.acme.example/v1/ with POST and the secret acme_key', change: 'NEW' },
  { effect: 'USES_SECRET', text: 'may ask whether the secret acme_key exists, never read it', change: 'NEW' },
  { effect: 'READS_DATA', text: 'reads rows of the datasources that it is bound to', change: 'SAME' },
  { effect: 'TELLS_PEOPLE', text: 'notifies the people of the project', change: 'SAME' },
  { effect: 'KEEPS_DATA', text: 'keeps tables of its own', change: 'SAME' },
  { effect: 'USES_MACHINE', text: 'uses up to 60 s and 32 MiB a run', change: 'SAME' },
]
const releases = [
  { version: '2.4.1', releasedAt: ago(12), changelog: '- Tells a table that is **late** only once a day\n- Mends the `lateFactor` of weekly tables', revoked: null },
  { version: '2.4.0', releasedAt: ago(30), changelog: 'It lost rows; see 2.4.1.', revoked: { reason: 'It lost rows of tables without a key', since: ago(13) } },
  ...['2.3.0', '2.2.0', '2.1.0', '2.0.0', '1.0.0'].map((version, n) => ({ version, releasedAt: ago(60 + n * 40), changelog: 'Smaller things.', revoked: null })),
]
const settingsSchema = {
  type: 'object',
  properties: {
    lateFactor: { type: 'number', default: 2, title: 'Late factor', description: 'How much longer than usual a table may be silent' },
    ignored: { type: 'array', items: { type: 'string' }, default: ['audit_log'], description: 'Tables that nobody waits for' },
    channel: { enum: ['inbox', 'mail'], default: 'inbox', description: 'Where people are told' },
    weekends: { type: 'boolean', default: false, description: 'Also on Saturdays and Sundays' },
  },
}

/** What a server would answer to a call of the catalogs; nothing where it is none of theirs. */
export function marketAnswers(asked) {
  const { call, query, body, empty } = asked
  const inProject = call.replace(/ \/projects\/[^/]+/, ' ')
  if (call === 'GET /catalog') {
    return {
      body: {
        items: [
          { catalog: 'bundled', state: 'ready', apps: 2 },
          { catalog: 'folder', state: 'ready', apps: 1, checkedAt: ago(0.01) },
          { catalog: 'http', state: empty ? 'empty' : 'stale', apps: empty ? 0 : 4, checkedAt: ago(0.02), goodAt: ago(9), why: 'What the catalog said expired at 2026-11-20T06:00:00Z, and it said nothing since' },
          { catalog: 'bundle', state: 'empty', apps: 0, why: 'It was not looked at yet' },
        ],
      },
    }
  }
  if (call === 'GET /catalog/filters') {
    return { body: { categories: [{ name: 'monitoring', apps: 2 }, { name: 'alerts', apps: 2 }, { name: 'data-quality', apps: 2 }], publishers: [{ id: 'acme', name: 'Acme Data Tools', apps: 3 }, { id: 'ekaya', name: 'Ekaya', apps: 2 }] } }
  }
  if (call === 'GET /catalog/apps') {
    const found = apps.filter(app => `${app.id} ${app.name} ${app.summary}`.toLowerCase().includes((query.get('q') ?? '').toLowerCase())
      && (!query.get('publisher') || app.publisher.id === query.get('publisher')) && (!query.get('category') || app.categories.includes(query.get('category'))))
    return { body: { items: empty ? [] : found, next: null } }
  }
  const app = apps.find(each => call.startsWith(`GET /catalog/apps/${each.id}`))
  if (app && call.includes('/images/')) {
    return { raw: call.endsWith('icon.svg') ? icon : shot(call.endsWith('1.svg') ? 'Late tables' : 'History of a table', call.endsWith('1.svg') ? 182 : 25), headers: { 'Content-Type': 'image/svg+xml', 'Content-Security-Policy': 'sandbox; default-src \'none\'' } }
  }
  if (app && call.includes('/versions/')) {
    const version = call.split('/').at(-1)
    return {
      body: {
        ...app, version, packageHash: hash, runtime: 'javascript', exports: ['late_tables'], bytes: 18_432, signedBy: app.catalog === 'bundled' ? null : hash.slice(7),
        asks: (app.id === 'hostile' ? [...asks, { effect: 'SENDS_SENSITIVE_VALUES', text: evil }] : asks).map(({ effect, text }) => ({ effect, text })),
        exceeds: app.id === 'pii-scan' ? ['The app may take values of sensitive columns out of the project: http_request, which apps of trust level verified may not on this server'] : [],
        available: version !== '2.4.0', revoked: releases.find(each => each.version === version)?.revoked ?? null,
      },
    }
  }
  if (app) {
    const { version, releasedAt, ...rest } = app
    const versions = app.id === 'freshness' ? releases : [{ version, releasedAt, changelog: app.id === 'hostile' ? `# ${evil}\n[x](javascript:alert(1)) ![y](https://evil.invalid/p.png)` : '', revoked: null }]
    return { body: { ...rest, description: app.id === 'hostile' ? `<script>alert(1)</script>\n\n- ${evil}` : description, screenshots: app.id === 'freshness' ? [{ file: '1.svg', caption: 'Late tables of a warehouse' }, { file: '2.svg', caption: 'History of one table' }] : [], versions } }
  }
  if (/^POST \/apps\/([^/]+\/update\/)?check$/.test(inProject)) {
    const isUpdate = inProject.includes('/update/')
    return {
      body: {
        packageId: body.id ?? 'freshness', name: isUpdate ? 'Schema report' : 'Freshness watch', version: body.version ?? '2.4.1', fromVersion: isUpdate ? '1.0.0' : null, packageHash: hash,
        asks: isUpdate ? [...asks, { effect: 'ASKS_MODEL', text: 'asks the project’s language model', change: 'GONE' }] : asks.map(row => ({ ...row, change: 'NEW' })),
        offersTools: ['late_tables'], needsAdmin: true,
        says: { description: 'Knows how often each table is written, and tells people when one of them is late', author: 'Acme Data Tools', requiresAi: false, triggers: ['schema.refreshed'], defaultSchedule: '0 6 * * *', settingsSchema, datasourceSlots: [{ alias: 'warehouse', types: ['postgresql'], required: true }] },
      },
    }
  }
  return undefined
}

export const mayDo = asks.slice(2).map(({ effect, text }) => ({ effect, text }))
export { settingsSchema }
