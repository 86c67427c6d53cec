import { deflateRawSync as deflate } from 'node:zlib'

/**
 * For tests, since the pages know no Node.
 *
 * @param {Uint8Array} bytes
 * @returns {Uint8Array}
 */
export const deflateRawSync = bytes => new Uint8Array(deflate(bytes))
