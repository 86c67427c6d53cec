import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { answer } from '../../tests/answer'
import { SignInPage } from './SignInPage'

async function tryToSignIn(status: number, body: object, headers: Record<string, string> = {}) {
  const onSignedIn = vi.fn()
  vi.stubGlobal('fetch', answer({
    'GET /api/v1/session/options': { body: { sso: { name: 'Acme', href: '/api/v1/session/sso' } } },
    'POST /api/v1/session': { status, body, headers },
  }))
  render(<SignInPage onSignedIn={onSignedIn} />)
  await userEvent.type(await screen.findByLabelText('User'), 'admin')
  await userEvent.type(screen.getByLabelText('Password'), 'secret')
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
  return onSignedIn
}

test('hands the session on', async () => {
  const session = { user: 'admin', csrf: 'c', projects: [] }
  expect(await tryToSignIn(200, session)).toHaveBeenCalledWith(session)
})

test('a wrong password is told without saying which of the two was wrong', async () => {
  const onSignedIn = await tryToSignIn(401, { detail: 'no such user', code: 'NOT_PERMITTED' })
  expect((await screen.findByRole('alert')).textContent).toBe('User or password is not right.')
  expect(onSignedIn).not.toHaveBeenCalled()
})

test('throttling says how long to wait', async () => {
  await tryToSignIn(429, { code: 'RATE_LIMITED' }, { 'Retry-After': '30' })
  expect((await screen.findByRole('alert')).textContent).toContain('Try again in 30 seconds')
})

test('where passwords are switched off only the identity provider is offered', async () => {
  vi.stubGlobal('fetch', answer({
    'GET /api/v1/session/options': { body: { password: false, sso: { name: 'Acme', href: '/sso/login' } } },
  }))
  render(<SignInPage onSignedIn={() => {}} />)
  await screen.findByRole('link', { name: 'Sign in with Acme' })
  expect(screen.queryByLabelText('Password')).toBeNull()
})

test('single sign-on is a link when the server offers it', async () => {
  await tryToSignIn(200, { user: 'a', csrf: 'c', projects: [] })
  expect(screen.getByRole('link', { name: 'Sign in with Acme' }).getAttribute('href')).toBe('/api/v1/session/sso')
})
