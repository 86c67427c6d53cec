interface Answer {
  status?: number
  body?: unknown
  headers?: Record<string, string>
}

/** For tests: a `fetch` that knows these answers and refuses everything else; it keeps what it was asked. */
export function answer(answers: Record<string, Answer | ((body: unknown) => Answer)>) {
  const asked: { call: string; headers: Headers; body: unknown }[] = []
  const fake = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const call = `${init.method ?? 'GET'} ${url}`
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : init.body
    asked.push({ call, headers: new Headers(init.headers), body })
    const known = answers[call] ?? answers[call.split('?')[0] ?? '']
    const given = typeof known === 'function' ? known(body) : known ?? { status: 404, body: { detail: `Not in this test: ${call}` } }
    const text = given.body === undefined ? null : JSON.stringify(given.body)
    return new Response(text, { status: given.status ?? 200, headers: given.headers ?? {} })
  }
  return Object.assign(fake, { asked })
}
