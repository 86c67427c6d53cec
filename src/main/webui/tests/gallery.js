/** An output for every type of view, and another of nothing but hostile texts: for looking, and for the test that they stay inert. */
const at = minutes => new Date(Date.UTC(2026, 2, 28, 12) - minutes * 60_000).toISOString()
const day = n => new Date(Date.UTC(2026, 1, 1 + n)).toISOString().slice(0, 10)
const wave = (n, size) => Math.round(size * (1 + Math.sin(n / 4) / 2) + (n % 7) * size / 20)

export const gallery = {
  status: { status: 'breaking', title: 'Two changes will break queries', text: 'A column that three approved queries read is gone.', at: at(12) },
  totals: { tables: 214, columns: 2188, breaking: 2, size: 7_340_032_000, took: 2_340, covered: 0.934, deltas: { tables: 3, breaking: 2, covered: -0.012 }, trend: Array.from({ length: 30 }, (_, n) => wave(n, 200)) },
  facts: { datasource: 'shop', engine: 'PostgreSQL 16.4', seenAt: at(12), hash: '9f1c02ab77' },
  findings: [
    { id: 1, severity: 'breaking', title: 'public.orders.total_cents is gone', text: 'Approved queries “Revenue by day”, “Open invoices” and “Best sellers” read it.', at: at(12), state: 'open' },
    { id: 2, severity: 'risky', title: 'public.customers.email may be null now', text: 'It was NOT NULL; 0 of 12,040 rows are null.', at: at(12), state: 'open' },
    { id: 3, severity: 'additive', title: 'public.orders has a new column, discount_code', at: at(340), state: 'expected' },
    { id: 4, severity: 'cosmetic', title: 'The comment of public.events has changed', at: at(9000), state: 'open' },
  ],
  perWeek: Array.from({ length: 10 }, (_, n) => ({ week: `W${n + 5}`, breaking: n % 4 === 0 ? 2 : 0, risky: n % 3, additive: wave(n, 4) })),
  perDay: Array.from({ length: 60 }, (_, n) => ({ day: day(n), rows: wave(n, 120_000), deleted: wave(n + 9, 30_000) })),
  sizes: Array.from({ length: 120 }, (_, n) => ({ columns: 2 + (n * 7) % 40, bytes: wave(n, 1) * 1e6 * (1 + n % 9) })),
  definition: {
    before: 'CREATE VIEW order_totals AS\nSELECT o.id,\n       o.total_cents,\n       c.name\nFROM orders o\nJOIN customers c ON c.id = o.customer_id\nWHERE o.state <> \'void\';',
    after: 'CREATE VIEW order_totals AS\nSELECT o.id,\n       sum(i.cents) AS total_cents,\n       c.name\nFROM orders o\nJOIN customers c ON c.id = o.customer_id\nJOIN order_items i ON i.order_id = o.id\nWHERE o.state <> \'void\'\nGROUP BY o.id, c.name;',
  },
  schema: {
    before: { tables: [{ name: 'orders', columns: [{ name: 'id', type: 'bigint' }, { name: 'total_cents', type: 'integer' }] }] },
    after: { tables: [{ name: 'orders', columns: [{ name: 'id', type: 'bigint' }, { name: 'total', type: 'numeric(12,2)' }] }, { name: 'order_items', columns: [] }] },
  },
  words: '## What will break\n\n1. **Revenue by day** reads `orders.total_cents`, which is gone.\n2. *Open invoices* does too.\n\n| query | reads |\n|---|---|\n| Revenue by day | `orders.total_cents` |\n\n> Take `orders.total` instead, see [the ticket](https://tickets.example/42).\n\n```sql\nSELECT day, sum(total) FROM orders GROUP BY day;\n```',
  tree: [{ label: 'public', children: [{ label: 'orders', severity: 'breaking', text: '12 columns', children: [{ label: 'id' }, { label: 'total_cents', severity: 'breaking', text: 'gone' }] }, { label: 'customers', severity: 'ok', text: '8 columns' }] }],
  sql: 'SELECT o.id, o.total\nFROM orders o\nWHERE o.created_at > now() - interval \'7 days\';',
  rows: Array.from({ length: 10_000 }, (_, n) => ({ table: `t_${String(n).padStart(5, '0')}`, rows: (n * 7919) % 90_001, bytes: (n * 104_729) % 9e8, state: ['ok', 'ok', 'stale', 'failed'][n % 4], checkedAt: at(n) })),
  nothing: [],
}

const columns = [
  { key: 'table', title: 'Table' }, { key: 'rows', title: 'Rows' }, { key: 'bytes', title: 'Size', format: 'bytes' },
  { key: 'state', title: 'State', format: 'badge' }, { key: 'checkedAt', title: 'Checked', format: 'time' },
]

export const galleryUi = {
  views: [
    { type: 'status', pointer: '/status' },
    {
      type: 'metrics', pointer: '/totals',
      items: [
        { pointer: '/tables', title: 'Tables', delta: '/deltas/tables', trend: '/trend' }, { pointer: '/columns', title: 'Columns' },
        { pointer: '/breaking', title: 'Breaking changes', delta: '/deltas/breaking', better: 'down' }, { pointer: '/size', title: 'Size', format: 'bytes' },
        { pointer: '/covered', title: 'Columns with a comment', format: 'percent', delta: '/deltas/covered', better: 'up' }, { pointer: '/took', title: 'Took', format: 'millis' },
      ],
    },
    {
      type: 'list', title: 'Findings', pointer: '/findings', span: 8, tones: { risky: 'warning', additive: 'good', cosmetic: 'info' },
      actions: [{ label: 'Expected', input: { action: 'expect' }, with: { finding: 'id' }, when: { key: 'state', in: ['open'] }, confirm: 'Mark this change as expected?' }],
    },
    { type: 'timeline', title: 'Timeline', pointer: '/findings', span: 4 },
    { type: 'chart', title: 'Changes by week', pointer: '/perWeek', span: 6, mark: 'stacked', x: { key: 'week' }, series: [{ key: 'breaking', title: 'Breaking', tone: 'bad' }, { key: 'risky', title: 'Risky', tone: 'warning' }, { key: 'additive', title: 'Additive', tone: 'good' }] },
    { type: 'chart', title: 'Rows by day', pointer: '/perDay', span: 6, mark: 'area', x: { key: 'day' }, series: [{ key: 'rows', title: 'Written' }, { key: 'deleted', title: 'Deleted', tone: 'neutral' }] },
    { type: 'chart', title: 'Line', pointer: '/perDay', span: 4, mark: 'line', x: { key: 'day' }, series: [{ key: 'rows', title: 'Rows' }] },
    { type: 'chart', title: 'Bars', pointer: '/perWeek', span: 4, mark: 'bar', x: { key: 'week' }, series: [{ key: 'additive', title: 'Additive', tone: 'good' }, { key: 'risky', title: 'Risky', tone: 'warning' }] },
    { type: 'chart', title: 'Size by columns', pointer: '/sizes', span: 4, mark: 'scatter', x: { key: 'columns' }, series: [{ key: 'bytes', title: 'Bytes' }], format: 'bytes' },
    { type: 'diff', title: 'View order_totals', pointer: '/definition' },
    { type: 'diff', title: 'Schema', pointer: '/schema', of: 'data', span: 6 },
    { type: 'tree', title: 'Where', pointer: '/tree', span: 6 },
    { type: 'markdown', title: 'Impact', description: 'Written by a model; every name in it is one of those above.', pointer: '/words', span: 6 },
    { type: 'form', title: 'Compare', span: 6, label: 'Compare', input: { action: 'compare' }, fields: [{ name: 'since', title: 'Since', type: 'date', required: true }, { name: 'days', title: 'Days', type: 'integer', minimum: 1, maximum: 90, default: 7, description: 'How far back to look' }, { name: 'level', title: 'Severity', type: 'choice', choices: ['breaking', 'risky'], default: 'breaking' }, { name: 'quiet', title: 'Tell nobody', type: 'boolean' }] },
    { type: 'keyvalue', title: 'Snapshot', pointer: '/facts', span: 6, items: [{ pointer: '/datasource', title: 'Datasource' }, { pointer: '/engine' }, { pointer: '/seenAt', title: 'Seen', format: 'time' }, { pointer: '/hash', format: 'code' }] },
    { type: 'code', title: 'Suggested query', pointer: '/sql', language: 'SQL', span: 6 },
    { type: 'tabs', title: 'Tables', tabs: [{ title: 'All', views: [{ type: 'table', title: 'All tables', pointer: '/rows', columns, sort: { key: 'rows', descending: true } }] }, { title: 'Ignored', views: [{ type: 'table', pointer: '/nothing', empty: 'No table is ignored' }] }] },
    { type: 'action', title: 'Again', label: 'Look again now', input: { action: 'look' }, span: 3 },
    { type: 'table', title: 'Not there', pointer: '/nowhere', empty: 'It comes with the second run', span: 9 },
  ],
}
