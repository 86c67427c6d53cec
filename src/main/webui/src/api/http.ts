import { ApiError } from './ApiError'
import type { Problem } from './types'

let csrf = ''
let onSignedOut: () => void = () => {}
let onRefused: () => void = () => {}

/** The token of the session, sent with each call that changes something. */
export function setCsrf(token: string): void {
  csrf = token
}

/** Told when the server no longer knows the session, so that the sign-in page can take over. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener
}

/** Told when the server refuses something in a project, which may be because the caller's role there has changed. */
export function whenRefused(listener: () => void): void {
  onRefused = listener
}

export const get = <T>(path: string, signal?: AbortSignal) => call<T>('GET', path, undefined, signal)
export const post = <T>(path: string, body: unknown, signal?: AbortSignal) => call<T>('POST', path, body, signal)
export const put = <T>(path: string, body: unknown) => call<T>('PUT', path, body)
export const patch = <T>(path: string, body: unknown) => call<T>('PATCH', path, body)
export const del = <T = void>(path: string) => call<T>('DELETE', path)

async function call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json, application/problem+json' }
  if (method !== 'GET' && csrf) headers['X-Ekaya-Csrf'] = csrf
  const isRaw = body instanceof FormData || body instanceof Blob
  if (body instanceof Blob) headers['Content-Type'] = 'application/zip'
  else if (body !== undefined && !isRaw) headers['Content-Type'] = 'application/json'
  let response: Response
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers,
      body: body === undefined ? null : isRaw ? body : JSON.stringify(body),
      signal: signal ?? null,
      credentials: 'same-origin',
      redirect: 'error',
    })
  } catch (failure) {
    if (signal?.aborted) throw failure
    throw new ApiError({ status: 0, code: 'UNREACHABLE', detail: 'The server does not answer. Is it running?' })
  }
  if (response.ok) return (await bodyOf(response)) as T
  const problem = await problemOf(response)
  if (response.status === 401 && path !== '/session' && path !== '/me') onSignedOut()
  if ([403, 404].includes(response.status) && path.startsWith('/projects/')) onRefused()
  throw new ApiError(problem, Number(response.headers.get('Retry-After')) || undefined)
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text()
  return text === '' ? undefined : JSON.parse(text)
}

async function problemOf(response: Response): Promise<Problem> {
  const fallback = { status: response.status, detail: `The server answered ${response.status}` }
  try {
    return { ...fallback, ...((await response.json()) as Problem) }
  } catch {
    return fallback
  }
}
