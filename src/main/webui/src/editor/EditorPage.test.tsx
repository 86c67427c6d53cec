import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { answer } from '../../tests/answer'
import { show } from '../../tests/show'
import { EditorPage } from './EditorPage'
import { starterFiles } from './starter'

const base = '/api/v1/projects/p/drafts/d1'
const draft = { id: 'd1', name: 'Mine', files: starterFiles('Mine'), revision: 3 }
const run = { id: 'r', app: 'mine', state: 'ENDED', outcome: 'SUCCEEDED' }

function open(more: Parameters<typeof answer>[0] = {}) {
  const fetch = answer({
    [`GET ${base}`]: { body: draft },
    [`PUT ${base}`]: { body: { ...draft, revision: 4 } },
    [`POST ${base}/preview`]: { body: { run, output: { rowCount: 7 }, log: [], calls: [] } },
    ...more,
  })
  vi.stubGlobal('fetch', fetch)
  // jsdom lays nothing out; CodeMirror asks for the place of its text.
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList
  show(EditorPage, 'editor/:draft', 'editor/d1')
  return fetch
}

const rename = async () => userEvent.type(await screen.findByLabelText('Name of the draft'), '!')
const calls = (fetch: ReturnType<typeof open>) => fetch.asked.map(({ call }) => call.split(' ')[0])

test('Ctrl-Enter saves what changed, then runs it', async () => {
  const fetch = open()
  await rename()
  await userEvent.keyboard('{Control>}{Enter}{/Control}')
  expect(await screen.findByText('Row count')).toBeTruthy()
  expect(calls(fetch)).toEqual(['GET', 'PUT', 'POST'])
  expect(fetch.asked[1]?.body).toMatchObject({ name: 'Mine!', revision: 3 })
})

test('Ctrl-S saves and says so', async () => {
  open()
  await rename()
  expect(screen.getByText('Unsaved changes')).toBeTruthy()
  await userEvent.keyboard('{Control>}s{/Control}')
  expect(await screen.findByText('Saved')).toBeTruthy()
})

test('a save over another one asks which shall stay', async () => {
  open({ [`PUT ${base}`]: { status: 409, body: { code: 'CONFLICT' } } })
  await rename()
  await userEvent.keyboard('{Control>}s{/Control}')
  await userEvent.click(await screen.findByRole('button', { name: 'Load theirs' }))
  expect(await screen.findByText('Saved')).toBeTruthy()
  expect(screen.getByLabelText('Name of the draft')).toHaveProperty('value', 'Mine')
})

test('findings of the check are shown with their places', async () => {
  open({ [`POST ${base}/check`]: { body: { findings: [{ where: 'manifest.json#/version', message: 'is missing' }] } } })
  await userEvent.click(await screen.findByRole('button', { name: 'Check' }))
  await userEvent.click(await screen.findByRole('button', { name: 'manifest.json#/version' }))
  expect(screen.getByRole('button', { name: 'manifest.json' }).getAttribute('aria-pressed')).toBe('true')
})
