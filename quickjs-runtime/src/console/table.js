import { intrinsics } from '../intrinsics.js';
import { newList } from '../newList.js';
import { inspect } from './inspect.js';

const ROWS_MAX = 50;
const COLUMNS_MAX = 12;
const CELL_LENGTH_MAX = 30;

/** @param {unknown} value @returns {string} */
function cell(value) {
  const text = value === undefined ? '' : typeof value === 'string' ? value : inspect(value);
  return text.length > CELL_LENGTH_MAX ? intrinsics.slice(text, 0, CELL_LENGTH_MAX - 1) + '…' : text;
}

/** @param {any} row @param {string} key @returns {unknown} */
function valueOf(row, key) {
  const found = intrinsics.ownDescriptor(row, key);
  return found === undefined ? undefined : intrinsics.hasOwn(found, 'value') ? found.value : '[Getter]';
}

/** @param {unknown} value */
const isObject = (value) => typeof value === 'object' && value !== null;

/**
 * Rows and columns of an array of objects or of arrays, in characters.
 *
 * @param {any} data an object
 * @returns {string}
 */
export function table(data) {
  const names = intrinsics.keys(data);
  const count = intrinsics.min(names.length, ROWS_MAX);
  const columns = newList();
  const seen = new intrinsics.Set();
  let hasPlain = false;
  for (let i = 0; i < count; i++) {
    const row = valueOf(data, names[i]);
    hasPlain ||= !isObject(row);
    const keys = isObject(row) ? intrinsics.keys(row) : newList();
    for (let j = 0; j < keys.length && columns.length < COLUMNS_MAX; j++) {
      if (!intrinsics.setHas(seen, keys[j])) {
        intrinsics.setAdd(seen, keys[j]);
        columns[columns.length] = keys[j];
      }
    }
  }
  /** Each a list of cells. */
  const lines = newList();
  const head = newList();
  head[0] = '';
  for (let j = 0; j < columns.length; j++) {
    head[j + 1] = cell(columns[j]);
  }
  if (hasPlain) {
    head[head.length] = 'value';
  }
  lines[0] = head;
  for (let i = 0; i < count; i++) {
    const row = valueOf(data, names[i]);
    const cells = newList();
    cells[0] = cell(names[i]);
    for (let j = 0; j < columns.length; j++) {
      cells[j + 1] = isObject(row) ? cell(valueOf(row, columns[j])) : '';
    }
    if (hasPlain) {
      cells[cells.length] = isObject(row) ? '' : cell(row);
    }
    lines[lines.length] = cells;
  }
  let text = '';
  const widths = newList();
  for (let j = 0; j < head.length; j++) {
    let width = 0;
    for (let i = 0; i < lines.length; i++) {
      width = intrinsics.max(width, lines[i][j].length);
    }
    widths[j] = width;
  }
  for (let i = 0; i < lines.length; i++) {
    text += i === 0 ? '' : '\n';
    for (let j = 0; j < head.length; j++) {
      text += (j === 0 ? '' : ' | ') + intrinsics.padEnd(lines[i][j], j === head.length - 1 ? 0 : widths[j]);
    }
  }
  return text + (names.length > count ? '\n… ' + (names.length - count) + ' more rows' : '');
}
