/**
 * Guest side of `host.auth.context`.
 *
 * @param {(name: string, args: object) => any} invoke
 */
export const getAuthContext = (invoke) =>
  async function context() {
    return invoke('get_auth_context', {});
  };
