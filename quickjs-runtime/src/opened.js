import { HostError } from './HostError.js';
import { intrinsics } from './intrinsics.js';

/**
 * The result in a host's envelope.
 *
 * @param {string} json `{"ok": true, "result": …}` or `{"ok": false, "error": …}`
 * @returns {any}
 * @throws {HostError} when the host refused
 */
export function opened(json) {
  const envelope = intrinsics.parseJson(json);
  if (envelope.ok !== true) {
    throw new HostError(envelope.error);
  }
  return envelope.result;
}
