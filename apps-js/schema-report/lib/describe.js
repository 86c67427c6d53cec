import { fullName, list } from './tables.js';

export function describe(table, { rows, exact }) {
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

export function describeColumns(table) {
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
