import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { AppText } from './AppText'

test('markup from an app is text', () => {
  const { container } = render(<AppText text={'<img src=x onerror=alert(1)><a href="javascript:1">x</a>'} />)
  expect(container.querySelector('img, a')).toBeNull()
  expect(container.textContent).toContain('<img src=x')
})

test('long text is clipped and opens', async () => {
  const { container } = render(<AppText text={'x'.repeat(500)} charsMax={100} />)
  expect(container.textContent).toBe('x'.repeat(100) + '…more')
  await userEvent.click(screen.getByRole('button', { name: 'more' }))
  expect(container.textContent).toBe('x'.repeat(500) + 'less')
})

test('text is isolated from the direction around it', () => {
  const { container } = render(<AppText text="שלום" />)
  expect(container.firstElementChild?.tagName).toBe('BDI')
})
