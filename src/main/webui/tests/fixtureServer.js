/**
 * Answers the REST calls with made-up data, for looking at the pages without a server. Used by `npm run dev` and `npm run look`;
 * never part of a build. With EKAYA_SERVER=http://localhost:9080 the dev server asks a real one instead.
 */
import { answers } from './fixtures.js'

export function fixtureServer() {
  return { name: 'ekaya-fixtures', configureServer: server => { server.middlewares.use(answerApi()) } }
}

/** A connect-style handler for /api/v1 with its own state: signed in or not, drafts, tokens. */
export function answerApi() {
  const state = { signedIn: true, runs: 0, drafts: new Map(), tokens: undefined }
  return async (request, response, next) => {
    const url = new URL(request.url, 'http://fixture')
    if (!url.pathname.startsWith('/api/v1/')) return next()
    let text = ''
    for await (const part of request) text += part
    const asked = {
      call: `${request.method} ${url.pathname.slice('/api/v1'.length)}`,
      query: url.searchParams,
      body: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text,
      signedOut: /ekaya=out/.test(request.headers.cookie ?? ''),
      /** A session whose password the server made, and a server without local accounts. */
      generated: /ekaya=generated/.test(request.headers.cookie ?? ''),
      ssoOnly: /ekaya=sso/.test(request.headers.cookie ?? ''),
      empty: /ekaya=empty/.test(request.headers.cookie ?? ''),
    }
    const { status = 200, body, raw, headers = {} } = answers(asked, state)
    const problem = status >= 400
    response.writeHead(status, { 'Content-Type': problem ? 'application/problem+json' : 'application/json', ...headers })
    response.end(raw ?? (body === undefined ? '' : JSON.stringify(problem ? { status, ...body } : body)))
  }
}
