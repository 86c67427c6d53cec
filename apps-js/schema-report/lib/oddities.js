import { fullName, list } from './tables.js';

/** What a person who looks after the database may want to look at. Views have no keys and are left out. */
export function oddities(table) {
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

export function finding(table, column, text) {
  return { table, column, finding: text };
}

export function isEmpty({ kind, rows, rowsExact }) {
  return kind === 'table' && rowsExact && rows === 0;
}
