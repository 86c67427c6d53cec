import { describe, describeColumns } from './lib/describe.js';
import { finding, isEmpty, oddities } from './lib/oddities.js';
import { fullName, list, quoted } from './lib/tables.js';

const DATASOURCE = 'primary';
/** The state is for small things: a longer list of tables is not compared name by name. */
const REMEMBERED_TABLES_MAX = 500;

/** Describes the bound datasource: tables, columns, keys, rows, what looks odd, and what changed since the last run. */
export default async function ({ settings, host }) {
  const { hash, tables } = await readSchema(host);
  const name = await datasourceName(host);
  const reports = [];
  for (const table of tables) {
    reports.push(describe(table, await countRows(host, table, settings ?? {})));
  }
  const findings = [...tables.flatMap(oddities), ...reports.filter(isEmpty).map(({ table }) => finding(table, '', 'The table is empty'))];
  const columns = tables.flatMap(describeColumns);
  const change = await rememberSchema(host, hash, tables);
  const history = await keepHistory(host, hash, tables.length, columns.length);
  const rows = reports.reduce((sum, report) => sum + (report.rows ?? 0), 0);
  host.log.info('Reported the schema', { hash, tables: tables.length, findings: findings.length });
  return {
    summary: {
      datasource: name,
      tables: reports.filter(({ kind }) => kind === 'table').length,
      views: reports.filter(({ kind }) => kind !== 'table').length,
      columns: columns.length,
      foreignKeys: tables.reduce((sum, table) => sum + list(table.foreignKeys).length, 0),
      rows,
      findings: findings.length,
    },
    findings,
    tables: reports,
    columns,
    change,
    history,
  };
}

// --- reading ---

/** All pages of the schema snapshot. */
async function readSchema(host) {
  const tables = [];
  let hash = '';
  let page = 1;
  while (page) {
    const answer = await host.datasource.schema({ datasource: DATASOURCE, page });
    hash = answer.hash;
    tables.push(...list(answer.tables));
    page = answer.nextPage;
  }
  return { hash, tables };
}

async function datasourceName(host) {
  const bound = (await host.datasource.list()).find(({ alias }) => alias === DATASOURCE);
  return bound?.name ?? DATASOURCE;
}

/** Counts the rows; a view, a large table and one that cannot be read give the estimate, if there is one. */
async function countRows(host, table, { countRows = true, countRowsMax = 1_000_000 }) {
  const estimate = { rows: table.rowEstimate ?? null, exact: false };
  if (!countRows || table.kind !== 'table' || (table.rowEstimate ?? 0) > countRowsMax) {
    return estimate;
  }
  try {
    const sql = `SELECT count(*) AS rows FROM ${quoted(table.schema)}.${quoted(table.name)}`;
    const result = await host.datasource.query(sql, [], { datasource: DATASOURCE });
    return { rows: Number(result.rows[0][0]), exact: true };
  } catch (error) {
    if (!error.code) {
      throw error;
    }
    host.log.warn('Could not count a table', { table: fullName(table), code: error.code });
    return estimate;
  }
}

// --- remembering ---

/** Compares with what the last run left in the state, and leaves this run's there. */
async function rememberSchema(host, hash, tables) {
  const { value: last, version } = await host.state.get('schema');
  const names = tables.map(fullName).sort();
  if (last?.hash === hash) {
    return { changed: false };
  }
  try {
    await host.state.set('schema', { hash, tables: names.slice(0, REMEMBERED_TABLES_MAX) }, version);
  } catch (error) {
    if (error.code !== 'CONFLICT') {
      throw error;
    }
    host.log.warn('Another run remembered the schema first');
  }
  if (!last) {
    return { changed: false, note: 'First run: there is nothing to compare with' };
  }
  const comparable = Math.max(names.length, last.tables.length) < REMEMBERED_TABLES_MAX;
  return {
    changed: true,
    added: comparable ? names.filter((name) => !last.tables.includes(name)) : [],
    dropped: comparable ? last.tables.filter((name) => !names.includes(name)) : [],
  };
}

/** Adds a row when the hash differs from the newest one, and answers the newest twenty. */
async function keepHistory(host, hash, tableCount, columnCount) {
  const read = 'SELECT seen_at, hash, table_count, column_count FROM schema_history ORDER BY id DESC LIMIT 20';
  let { rows } = await host.db.query(read);
  if (rows[0]?.[1] !== hash) {
    await host.db.query('INSERT INTO schema_history (seen_at, hash, table_count, column_count) VALUES ($1, $2, $3, $4)', [
      new Date().toISOString(),
      hash,
      tableCount,
      columnCount,
    ]);
    ({ rows } = await host.db.query(read));
  }
  return rows.map(([seenAt, seenHash, tables, columns]) => ({ seenAt, hash: seenHash, tables, columns }));
}
