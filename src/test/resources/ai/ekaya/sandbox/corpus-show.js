// The corpus's observer: turns any value into text, with types, holes, property marks, signs of zero and cycles.
// It holds what it uses, so that a program that overwrites the built-ins still gets its answer.
(() => {
  'use strict';
  const { apply, ownKeys, getOwnPropertyDescriptor: describe, getPrototypeOf: prototypeOf } = Reflect;
  const text = String, quote = JSON.stringify, same = Object.is, isArray = Array.isArray, isView = ArrayBuffer.isView;
  const tagOf = Object.prototype.toString, regexText = RegExp.prototype.toString, dateValue = Date.prototype.getTime;
  const eachOfMap = Map.prototype.forEach, eachOfSet = Set.prototype.forEach, push = Array.prototype.push;
  const join = Array.prototype.join, then = Promise.prototype.then, ErrorClass = Error, PromiseClass = Promise;
  const DEPTH_MAX = 8, ITEMS_MAX = 200;

  function show(value, outer = []) {
    switch (typeof value) {
      case 'number': return same(value, -0) ? '-0' : text(value);
      case 'bigint': return text(value) + 'n';
      case 'string': return quote(value);
      case 'function': return 'function ' + text(describe(value, 'name')?.value);
      case 'object': return value === null ? 'null' : showObject(value, outer);
      default: return text(value);
    }
  }

  function showObject(value, outer) {
    for (let i = 0; i < outer.length; i++) if (outer[i] === value) return '<cycle>';
    if (outer.length === DEPTH_MAX) return '<deep>';
    if (value instanceof ErrorClass) return '<' + describeError(value) + '>';
    const inner = [];
    for (let i = 0; i < outer.length; i++) apply(push, inner, [outer[i]]);
    apply(push, inner, [value]);
    const one = (item) => show(item, inner);
    const parts = [], add = (part) => { if (parts.length < ITEMS_MAX) apply(push, parts, [part]); };
    const head = prototypeOf(value) === null ? 'null-object ' : headOf(value, apply(tagOf, value, []), one, add);
    addProperties(value, one, add);
    return head + (isArray(value) ? '[' : '{') + apply(join, parts, [', ']) + (isArray(value) ? ']' : '}');
  }

  function headOf(value, tag, one, add) {
    try {
      switch (tag) {
        case '[object Object]': case '[object Array]': return '';
        case '[object RegExp]': return apply(regexText, value, []) + ' ';
        case '[object Date]': return 'Date ' + one(apply(dateValue, value, [])) + ' ';
        case '[object Map]': apply(eachOfMap, value, [(v, k) => add(one(k) + ' => ' + one(v))]); return 'Map ';
        case '[object Set]': apply(eachOfSet, value, [(v) => add(one(v))]); return 'Set ';
        default: return tag + ' ';
      }
    } catch {
      return tag + ' ';
    }
  }

  function addProperties(value, one, add) {
    const array = isArray(value), items = array ? value.length : 0;
    for (let i = 0; i < items && i < ITEMS_MAX; i++) if (!(i in value)) add('<hole ' + i + '>'); else add(one(value[i]));
    const keys = ownKeys(value);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i], index = typeof key === 'string' && text(key >>> 0) === key;
      if (array && (index || key === 'length')) continue;
      const found = describe(value, key);
      if (found === undefined) continue;
      if (index && isView(value)) add(one(found.value));
      else add(text(key) + marks(found) + ': ' + ('value' in found ? one(found.value) : accessors(found)));
    }
  }

  const marks = (found) =>
    (found.enumerable ? '' : '!e') + (found.configurable ? '' : '!c') + ('value' in found && !found.writable ? '!w' : '');
  const accessors = (found) => (found.get ? 'get' : '') + (found.set ? 'set' : '');

  function describeError(error) {
    const cause = describe(error, 'cause'), errors = describe(error, 'errors');
    return text(error.name) + ': ' + text(error.message) + (cause ? ' cause ' + show(cause.value) : '')
      + (errors ? ' errors ' + show(errors.value) : '');
  }

  let how = 'nothing', what;
  const settle = (way) => (value) => { how = way; what = value; };
  const operations = {
    gives(value) {
      if (value instanceof PromiseClass) {
        how = 'pending';
        apply(then, value, [settle('resolves'), settle('rejects')]);
      } else settle('gives')(value);
    },
    throws: settle('throws'),
    // Asked when all jobs have run, so that a program can give the log that its jobs write.
    answer() {
      try {
        return how + ' ' + ((how === 'throws' || how === 'rejects') && what instanceof ErrorClass ? describeError(what) : show(what));
      } catch {
        return how + ' what cannot be shown';
      }
    },
  };
  return (operation, value) => operations[operation](value);
})()
