// Typed arrays, ArrayBuffer and DataView.
//# conversions on writing
[Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array].map((T) => [...T.of(-1, 1.7, 300, 2 ** 31, NaN, 1e10)])
//# BigInt arrays
[[...BigInt64Array.of(-1n, 2n ** 63n)], [...BigUint64Array.of(-1n, 2n ** 64n + 5n)]]
//# a number in a BigInt array
new BigInt64Array([1])
//# clamping
[...Uint8ClampedArray.of(-5, 0.5, 1.5, 2.5, 254.5, 255.5, 1e9, NaN, Infinity)]
//# views of one buffer
const b = new ArrayBuffer(8), u8 = new Uint8Array(b), u16 = new Uint16Array(b, 2, 2); u16[0] = 0x1234; [[...u8], u16.byteOffset, u16.byteLength, u16.length, u8.buffer === b]
//# unaligned offset
new Int32Array(new ArrayBuffer(8), 1)
//# length out of range
new Int32Array(new ArrayBuffer(8), 0, 3)
//# DataView
const v = new DataView(new ArrayBuffer(16)); v.setInt16(0, -2); v.setUint32(2, 0xdeadbeef, true); v.setFloat64(8, Math.PI); [v.getUint8(0), v.getInt16(0), v.getInt16(0, true), v.getUint32(2), v.getUint32(2, true), v.getFloat64(8), v.getFloat32(8), v.getInt8(1)]
//# DataView of BigInt
const v = new DataView(new ArrayBuffer(8)); v.setBigInt64(0, -5n); [v.getBigInt64(0), v.getBigUint64(0), v.getBigInt64(0, true)]
//# DataView past its end
new DataView(new ArrayBuffer(4)).getInt32(1)
//# slice of a buffer
const b = Uint8Array.of(1, 2, 3, 4).buffer; [[...new Uint8Array(b.slice(1, 3))], b.slice(-1).byteLength, b.byteLength, ArrayBuffer.isView(new DataView(b)), ArrayBuffer.isView(b)]
//# resizable buffer
const b = new ArrayBuffer(4, { maxByteLength: 8 }), a = new Uint8Array(b); b.resize(6); const n = a.length; b.resize(2); [n, a.length, b.resizable, b.maxByteLength]
//# transfer
const a = Uint8Array.of(1, 2), b = a.buffer.transfer(4); [a.length, a.buffer.detached, b.byteLength, [...new Uint8Array(b)]]
//# use of a detached buffer
const b = new ArrayBuffer(2); b.transfer(); new Uint8Array(b)
//# methods
const a = Int16Array.of(5, 1, 4); [[...a.map((x) => x * 2)], [...a.filter((x) => x > 1)], a.indexOf(4), a.includes(9), [...a.toSorted()], [...a.subarray(1)], a.join('/'), a.at(-1), a.reduce((x, y) => x + y), [...a.with(0, 7)]]
//# sort of floats
[...Float64Array.of(3, NaN, -0, 0, -Infinity, 1e-300, Infinity, -5).sort()]
//# sort with a comparator
[...Uint8Array.of(1, 9, 5).sort((a, b) => b - a)]
//# set
const a = new Uint8Array(5); a.set([1, 2], 1); a.set(Uint8Array.of(8, 9), 3); [...a]
//# set past the end
new Uint8Array(2).set([1, 2], 1)
//# overlapping set
const a = Uint8Array.of(1, 2, 3, 4, 5); a.set(a.subarray(0, 3), 1); [...a, ...Uint16Array.from(a)]
//# overlapping set of another type
const b = new ArrayBuffer(8), a = new Uint8Array(b); for (let i = 0; i < 8; i++) a[i] = i; new Uint16Array(b).set(a.subarray(0, 4)); [...a]
//# out-of-range indices
const a = new Uint8Array(2); a[5] = 1; a[-1] = 2; a['1.5'] = 3; a.x = 4; [Object.keys(a), a[5], '5' in a, a.length, delete a[5]]
//# properties
Object.getOwnPropertyDescriptor(Uint8Array.of(7), 0)
//# redefinition
Object.defineProperty(new Uint8Array(1), 0, { value: 1, writable: false })
//# construction
[[...new Uint8Array([1, '2', null])], [...new Uint8Array(new Set([4, 5]))], new Uint8Array(3).length, [...Float32Array.from({ length: 2 }, (_, i) => i / 3)], [...new Int8Array(Uint8Array.of(255))]]
//# construction without new
Uint8Array(1)
//# names and sizes
[Uint8Array.name, Float64Array.BYTES_PER_ELEMENT, Object.prototype.toString.call(new Int8Array()), Object.getPrototypeOf(Int8Array).name, new Uint8Array().constructor === Uint8Array]
//# half floats
typeof Float16Array === 'function' ? [...Float16Array.of(1.1, 65519, 65520, 6e-8)] : 'none'
//# checksum
const a = new Uint8Array(1000); let h = 2166136261; for (let i = 0; i < a.length; i++) a[i] = i * 31; for (const x of a) h = Math.imul(h ^ x, 16777619); h >>> 0
//# crc table
const t = new Uint32Array(256); for (let n = 0; n < 256; n++) { let c = n; for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1; t[n] = c; } let c = -1; for (const x of 'hello world') c = t[(c ^ x.charCodeAt(0)) & 255] ^ (c >>> 8); (c ^ -1) >>> 0
//# float bits
const f = new Float32Array(1), u = new Uint32Array(f.buffer); [1, -0, NaN, 0.1, Infinity, 1e-45].map((x) => { f[0] = x; return u[0].toString(16); })
