// For tests in Node 20: what the engine has and the SDK uses. Imported before the SDK's own files.
const bytes = /** @type {any} */ (Uint8Array);
bytes.fromBase64 ??= (/** @type {string} */ text) => new Uint8Array(Buffer.from(text, 'base64'));
bytes.prototype.toBase64 ??= function () {
  return Buffer.from(this.buffer, this.byteOffset, this.byteLength).toString('base64');
};
/** @type {any} */ (Error).isError ??= (/** @type {unknown} */ value) => Object.prototype.toString.call(value) === '[object Error]';
