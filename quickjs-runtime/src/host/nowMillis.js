/**
 * Guest side of `host.now`.
 *
 * @param {(name: string, args: object) => any} invoke
 */
export const nowMillis = (invoke) =>
  async function now() {
    return invoke('now_millis', {});
  };
