import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { GrantList } from './GrantList'

test('an app that asks whether secrets exist is shown with their names, in words', () => {
  const { container } = render(
    <GrantList grants={{ hostFunctions: ['secret_exists'], secrets: ['STRIPE_KEY'], credentials: [{ id: 'slack' }] }} />,
  )
  expect(screen.getByText('ask whether secrets named below exist')).toBeTruthy()
  expect(container.textContent).toContain('may ask whether STRIPE_KEY exists, never read it')
  expect(container.textContent).toContain('may ask whether slack exists, never read it')
})

test('a credential alone may not be asked for', () => {
  const { container } = render(<GrantList grants={{ hostFunctions: ['log'], credentials: [{ id: 'slack' }] }} />)
  expect(container.textContent).not.toContain('slack')
})
