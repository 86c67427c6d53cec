import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { answer } from '../../tests/answer'
import { ChangePasswordPage } from './ChangePasswordPage'

async function fill(status: number, again = 'a-new-password') {
  const onChanged = vi.fn()
  vi.stubGlobal('fetch', answer({
    'PUT /api/v1/me/password': { status, body: { code: 'BAD_ARGUMENT', detail: "'old' is not your password" } },
  }))
  render(<ChangePasswordPage user="ada" onChanged={onChanged} onSignOut={() => {}} />)
  await userEvent.type(screen.getByLabelText('Password so far'), 'made-by-server')
  await userEvent.type(screen.getByLabelText('New password'), 'a-new-password')
  await userEvent.type(screen.getByLabelText('New password again'), again)
  await userEvent.click(screen.getByRole('button', { name: 'Change password' }))
  return onChanged
}

test('goes on once the password is changed', async () => {
  expect(await fill(200)).toHaveBeenCalled()
})

test('says what the server has against it', async () => {
  const onChanged = await fill(400)
  expect((await screen.findByRole('alert')).textContent).toContain("'old' is not your password")
  expect(onChanged).not.toHaveBeenCalled()
})

test('sends nothing while the two differ', async () => {
  expect(await fill(200, 'a-new-passwort')).not.toHaveBeenCalled()
  expect(screen.getByText('The two new passwords differ.')).toBeDefined()
})
