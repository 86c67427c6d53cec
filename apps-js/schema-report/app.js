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

// --- describing ---

function describe(table, { rows, exact }) {
  return {
    table: fullName(table),
    kind: table.kind,
    rows,
    rowsExact: exact,
    columns: list(table.columns).length,
    primaryKey: list(table.primaryKey).join(', '),
    foreignKeys: list(table.foreignKeys).map(foreignKeyText).join('; '),
    comment: table.comment ?? '',
  };
}

function describeColumns(table) {
  const foreign = new Set(list(table.foreignKeys).flatMap((key) => list(key.columns)));
  return list(table.columns).map((column) => {
    const keys = [list(table.primaryKey).includes(column.name) && 'primary', foreign.has(column.name) && 'foreign'];
    return {
      table: fullName(table),
      column: column.name,
      type: column.type,
      nullable: column.nullable,
      default: column.default ?? '',
      key: keys.filter(Boolean).join(', '),
    };
  });
}

/** `customer_id → public.customers (id)` */
function foreignKeyText(key) {
  const target = key.references ?? key;
  const table = [target.schema, target.table].filter(Boolean).join('.');
  return `${list(key.columns).join(', ')} → ${table} (${list(target.columns).join(', ')})`;
}

// --- what looks odd ---

/** What a person who looks after the database may want to look at. Views have no keys and are left out. */
function oddities(table) {
  if (table.kind !== 'table') {
    return [];
  }
  const name = fullName(table);
  const found = [];
  if (list(table.primaryKey).length === 0) {
    found.push(finding(name, '', 'The table has no primary key'));
  }
  const referring = new Set();
  for (const key of list(table.foreignKeys)) {
    const columns = list(key.columns);
    columns.forEach((column) => referring.add(column));
    for (const column of list(table.columns)) {
      if (columns.includes(column.name) && column.nullable) {
        found.push(finding(name, column.name, 'The foreign key may be null'));
      }
    }
    if (!startsAnIndex(table, columns)) {
      found.push(finding(name, columns.join(', '), 'The foreign key has no index: deleting what it refers to reads the whole table'));
    }
  }
  for (const column of list(table.columns)) {
    if (column.name.endsWith('_id') && !referring.has(column.name) && !list(table.primaryKey).includes(column.name)) {
      found.push(finding(name, column.name, 'The column looks like a reference, but no foreign key guards it'));
    }
  }
  return found;
}

/** Whether the columns, in any order, are the first ones of the primary key or of an index over all rows. */
function startsAnIndex(table, columns) {
  const indexes = [list(table.primaryKey), ...list(table.indexes).filter(({ where }) => !where).map((index) => list(index.columns))];
  return indexes.some((indexed) => indexed.slice(0, columns.length).sort().join() === [...columns].sort().join());
}

function finding(table, column, text) {
  return { table, column, finding: text };
}

function isEmpty({ kind, rows, rowsExact }) {
  return kind === 'table' && rowsExact && rows === 0;
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

// --- small things ---

function fullName({ schema, name }) {
  return `${schema}.${name}`;
}

function quoted(name) {
  return `"${name.replaceAll('"', '""')}"`;
}

/** What a snapshot leaves out is an empty list. */
function list(value) {
  return Array.isArray(value) ? value : [];
}
