/**
 * Guest side of `host.state.set`.
 *
 * @param {import('../createAsk.js').Ask} ask
 */
export const stateSet = (ask) =>
  /** @param {string} key @param {unknown} value @param {number} [version] */
  function set(key, value, version) {
    return ask('state_set', { value, version }, 'key', key);
  };
