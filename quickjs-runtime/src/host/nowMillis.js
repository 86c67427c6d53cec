/**
 * Guest side of `host.now`.
 *
 * @param {import('../createAsk.js').Ask} ask
 */
export const nowMillis = (ask) =>
  function now() {
    return ask('now_millis');
  };
