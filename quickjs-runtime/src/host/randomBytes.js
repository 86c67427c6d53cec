import { intrinsics } from '../intrinsics.js';

/**
 * Guest side of `host.randomBytes`; the host answers in base64.
 *
 * @param {(name: string, args: object) => any} invoke
 */
export const randomBytes = (invoke) =>
  /** @param {number} count @returns {Promise<Uint8Array>} */
  async function randomBytes(count) {
    const binary = intrinsics.atob(invoke('random_bytes', { count }));
    const bytes = new intrinsics.Uint8Array(binary.length);
    for (let i = 0; i < binary.length; i++) {
      bytes[i] = intrinsics.charCodeAt(binary, i);
    }
    return bytes;
  };
