import { intrinsics } from '../intrinsics.js';

/**
 * Guest side of `host.randomBytes`; the host answers in base64.
 *
 * @param {(name: string, args: object) => any} invoke
 */
export const randomBytes = (invoke) =>
  /** @param {number} count @returns {Promise<Uint8Array>} */
  async function randomBytes(count) {
    return intrinsics.bytesFromBase64(invoke('random_bytes', { count }));
  };
