/**
 * Guest side of `host.state.get`.
 *
 * @param {(name: string, args: object) => any} invoke
 */
export const stateGet = (invoke) =>
  /** @param {string} key */
  async function get(key) {
    return invoke('state_get', { key });
  };
