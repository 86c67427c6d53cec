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

test('an address is shown as it is compared, with the secret that goes there and where it is traded for a token', () => {
  const { container } = render(
    <GrantList
      grants={{
        hostFunctions: ['http_request'],
        http: [
          { host: 'a.example', methods: ['POST'], pathPrefix: '/v1/', credential: 'key' },
          { scheme: 'http', host: 'b.example', port: 8080, methods: ['GET'] },
        ],
        credentials: [{ id: 'key', inject: { oauth2: { tokenUrl: 'https://login.example/token' } } }],
      }}
    />,
  )
  expect(container.textContent).toContain('POSTa.example/v1/ with the secret key')
  expect(container.textContent).toContain('GEThttp://b.example:8080')
  expect(container.textContent).toContain('the secret key is shown to https://login.example/token')
})

test('what may be sent to a model, and by what values of sensitive columns leave, is said in words', () => {
  const { container, rerender } = render(
    <GrantList grants={{ hostFunctions: ['llm_generate'], llm: { tokensPerRunMax: 20000, rowValuesAllowed: true }, sensitiveValues: ['http_request'] }} />,
  )
  expect(container.textContent).toContain('up to 20,000 tokens a run, may send it values of rows, sensitive columns masked')
  expect(container.textContent).toContain('values of sensitive columns may leave the project by http_request')
  rerender(<GrantList grants={{ hostFunctions: ['llm_generate'] }} />)
  expect(container.textContent).toContain('may send it no values of rows')
})
