/** Counts the rows of each table of the bound datasource. The same app in Rust is row-counts-rs; both give equal output. */
export default async function ({ input, host }) {
  const tables = [];
  for (const { schema, name } of await tableNames(host, input?.tables)) {
    tables.push(await count(host, schema, name));
  }
  const total = tables.reduce((sum, { rows }) => sum + (rows ?? 0), 0);
  host.log.info('Counted the rows', { tables: tables.length, total });
  return { tables, total };
}

/** Schema and name of each table, views left out, page by page. */
async function tableNames(host, wanted) {
  const names = [];
  let page = 1;
  while (page) {
    const request = { datasource: 'primary', page };
    if (Array.isArray(wanted)) {
      request.tables = wanted;
    }
    const schema = await host.datasource.schema(request);
    names.push(...schema.tables.filter(({ kind }) => kind === 'table'));
    page = schema.nextPage;
  }
  return names;
}

/** A table that cannot be counted, because the login may not read it for example, is part of the answer and no failure of the run. */
async function count(host, schema, name) {
  const table = `${schema}.${name}`;
  try {
    const result = await host.datasource.query(`SELECT count(*) AS rows FROM ${quoted(schema)}.${quoted(name)}`, [], {
      datasource: 'primary',
    });
    return { table, rows: Number(result.rows[0][0]) };
  } catch (error) {
    if (!error.code) {
      throw error;
    }
    return { table, rows: null, problem: error.code };
  }
}

function quoted(name) {
  return `"${name.replaceAll('"', '""')}"`;
}
