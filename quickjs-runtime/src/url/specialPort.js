/** @type {any} */
const PORTS = { __proto__: null, http: 80, https: 443, ws: 80, wss: 443, ftp: 21, file: null };

/**
 * @param {string} scheme
 * @returns {number | null | undefined} the default port, null of `file`, undefined of a scheme that is not special
 */
export const specialPort = (scheme) => PORTS[scheme];
