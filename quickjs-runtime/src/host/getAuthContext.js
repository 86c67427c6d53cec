/**
 * Guest side of `host.auth.context`.
 *
 * @param {import('../createAsk.js').Ask} ask
 */
export const getAuthContext = (ask) =>
  function context() {
    return ask('get_auth_context');
  };
