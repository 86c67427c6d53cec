/**
 * Guest side of `host.state.get`.
 *
 * @param {import('../createAsk.js').Ask} ask
 */
export const stateGet = (ask) =>
  /** @param {string} key */
  function get(key) {
    return ask('state_get', undefined, 'key', key);
  };
