import { expect, test, vi } from 'vitest'
import { answer } from '../../tests/answer'
import { api } from './api'
import { ApiError } from './ApiError'
import { whenSignedOut } from './http'

const session = { user: 'ada', csrf: 'token-1', projects: [] }

test('what changes something carries the session\'s token, what reads does not', async () => {
  const fetch = answer({ 'GET /api/v1/session/options': { body: { signedIn: true } }, 'GET /api/v1/me': { body: session }, 'DELETE /api/v1/tokens/t1': { status: 200 } })
  vi.stubGlobal('fetch', fetch)
  await api.session()
  await api.revokeToken('t1')
  expect(fetch.asked.map(({ headers }) => headers.get('X-Ekaya-Csrf'))).toEqual([null, null, 'token-1'])
})

test('a refusal keeps its code and findings', async () => {
  const findings = [{ where: 'app.js', message: 'is missing' }]
  vi.stubGlobal('fetch', answer({ 'GET /api/v1/projects/p/apps': { status: 422, body: { detail: 'No', code: 'LIMIT', findings } } }))
  await expect(api.apps('p')).rejects.toMatchObject({ status: 422, code: 'LIMIT', message: 'No', findings })
})

test('a lost session is told once the server says so', async () => {
  const told = vi.fn()
  whenSignedOut(told)
  vi.stubGlobal('fetch', answer({ 'GET /api/v1/projects/p/apps': { status: 401, body: {} } }))
  await expect(api.apps('p')).rejects.toBeInstanceOf(ApiError)
  expect(told).toHaveBeenCalled()
})

test('a server that does not answer is a refusal too', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')))
  await expect(api.apps('p')).rejects.toMatchObject({ status: 0, code: 'UNREACHABLE' })
})

test('a schema is read to its last page', async () => {
  const table = (name: string) => ({ name, columns: [] })
  vi.stubGlobal('fetch', answer({
    'GET /api/v1/projects/p/datasources/d/schema': { body: { tables: [table('a')], next: 'c 1' } },
    'GET /api/v1/projects/p/datasources/d/schema?after=c%201': { body: { tables: [table('b')] } },
  }))
  expect((await api.schema('p', 'd')).tables.map(each => each.name)).toEqual(['a', 'b'])
})

test('ids never change the path', async () => {
  const fetch = answer({})
  vi.stubGlobal('fetch', fetch)
  await expect(api.run('p', '../../me')).rejects.toMatchObject({ status: 404 })
  expect(fetch.asked[0]?.call).toBe('GET /api/v1/projects/p/runs/..%2F..%2Fme')
})

test('does not ask who is signed in when nobody is', async () => {
  const fetch = answer({ 'GET /api/v1/session/options': { body: { password: true, signedIn: false } } })
  vi.stubGlobal('fetch', fetch)
  expect(await api.session()).toBeUndefined()
  expect(fetch.asked.map(({ call }) => call)).toEqual(['GET /api/v1/session/options'])
})

test('an app that never succeeded is not asked for its output', async () => {
  const fetch = answer({ 'GET /api/v1/projects/p/runs': { body: { items: [] } } })
  vi.stubGlobal('fetch', fetch)
  expect(await api.lastOutput('p', 'a')).toBeUndefined()
  expect(fetch.asked).toHaveLength(1)
})
