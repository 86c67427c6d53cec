/**
 * Guest side of `host.http.request`.
 *
 * @param {import('../createAsk.js').Ask} ask
 */
export const httpRequest = (ask) =>
  /** @param {object} request */
  function request(request) {
    return ask('http_request', () => ({ ...request }));
  };
