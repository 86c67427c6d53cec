/**
 * Guest side of `host.state.set`.
 *
 * @param {(name: string, args: object) => any} invoke
 */
export const stateSet = (invoke) =>
  /** @param {string} key @param {unknown} value @param {number} [version] */
  async function set(key, value, version) {
    return invoke('state_set', { key, value, version });
  };
