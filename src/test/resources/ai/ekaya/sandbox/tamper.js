// What a hostile app does to the language before it calls anything: every function and getter of the language is another one, which
// notes in `fooled` that somebody called it.
globalThis.fooled = { __proto__: null, count: 0, first: '' };
(() => {
  const { defineProperty, getOwnPropertyNames, getOwnPropertyDescriptor, getOwnPropertySymbols, getPrototypeOf } = Object;
  const { fooled } = globalThis;
  const forge = (label) =>
    function () {
      fooled.count++;
      fooled.first = fooled.first === '' ? label : fooled.first;
      return 'forged';
    };
  const plan = [];
  const value = (holder, name, label) => plan.push([holder, name, { __proto__: null, value: forge(label), configurable: true, writable: true }]);
  const accessor = (holder, name, label) => plan.push([holder, name, { __proto__: null, get: forge('get ' + label), set: forge('set ' + label), configurable: true }]);

  // `constructor`, `then` and `next` are left: the app's own `await` and `for` ask for them.
  const left = new Set(['constructor', 'then', 'next', 'return', 'throw', '__proto__']);
  const classes = { Object, Function, Array, Iterator, String, Number, Boolean, BigInt, Symbol, Date, RegExp, Map, Set, WeakMap, WeakSet, Promise, ArrayBuffer, Uint8Array, DataView, Error, TypeError, RangeError, DOMException };
  const holders = { JSON, Math, Reflect, View: getPrototypeOf(Uint8Array), ViewPrototype: getPrototypeOf(Uint8Array.prototype), ArrayIterator: getPrototypeOf([].values()) };
  for (const name in classes) {
    holders[name] = classes[name];
    holders[name + '.prototype'] = classes[name].prototype;
    value(classes[name], Symbol.hasInstance, name + '[Symbol.hasInstance]');
    accessor(classes[name], Symbol.species, name + '[Symbol.species]');
  }
  for (const where in holders) {
    for (const name of [...getOwnPropertyNames(holders[where]), ...getOwnPropertySymbols(holders[where])]) {
      const found = getOwnPropertyDescriptor(holders[where], name);
      if (found.configurable && !left.has(name)) {
        if (!('value' in found)) {
          accessor(holders[where], name, where + '.' + String(name));
        } else if (typeof found.value === 'function') {
          value(holders[where], name, where + '.' + String(name));
        }
      }
    }
  }
  for (const name of ['name', 'message', 'stack']) {
    accessor(Error.prototype, name, 'Error.prototype.' + name);
    accessor(TypeError.prototype, name, 'TypeError.prototype.' + name);
  }
  value(Object.prototype, 'toJSON', 'Object.prototype.toJSON');
  value(Array.prototype, 'toJSON', 'Array.prototype.toJSON');
  value(String.prototype, 'toJSON', 'String.prototype.toJSON');
  for (let i = 0; i < 8; i++) {
    accessor(Array.prototype, i, 'Array.prototype[' + i + ']');
    accessor(String.prototype, i, 'String.prototype[' + i + ']');
    accessor(Object.prototype, i, 'Object.prototype[' + i + ']');
  }
  // What an object of the SDK's might be without: read or written by way of the prototype.
  for (const name of 'get set writable enumerable configurable code retryable result error ok cause stack callback due live order list kept maxByteLength alphabet lastChunkHandling level dropped'.split(' ')) {
    accessor(Object.prototype, name, 'Object.prototype.' + name);
  }
  for (const name of getOwnPropertyNames(globalThis)) {
    const found = getOwnPropertyDescriptor(globalThis, name);
    if (typeof found.value === 'function' && /^(?!(URL|Text|Event|Abort|set|clear|queue|structured|sdk)).*/.test(name)) {
      value(globalThis, name, name);
    }
  }
  for (let i = 0; i < plan.length; i++) {
    plan[i] = { __proto__: null, holder: plan[i][0], name: plan[i][1], descriptor: plan[i][2] };
  }
  for (let i = 0; i < plan.length; i++) {
    defineProperty(plan[i].holder, plan[i].name, plan[i].descriptor);
  }
  fooled.count = 0;
  fooled.first = '';
})();
