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
  // What shows an output is loaded with the first one.
  expect(await screen.findByText('Row count', {}, { timeout: 15_000 })).toBeTruthy()
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

const tabs = () => screen.getAllByRole('button', { pressed: false }).concat(screen.getAllByRole('button', { pressed: true })).map(tab => tab.textContent)
const shown = (name: string) => screen.getByRole('button', { name }).getAttribute('aria-pressed')

test('a file is added, renamed, saved under its new name and deleted', async () => {
  const fetch = open()
  await userEvent.click(await screen.findByRole('button', { name: 'New file' }))
  await userEvent.type(screen.getByLabelText('Name of the new file'), 'lib/util{Enter}')
  expect(shown('lib/util.js')).toBe('true')
  await userEvent.click(screen.getByRole('button', { name: 'Rename file' }))
  await userEvent.clear(screen.getByLabelText('New name'))
  await userEvent.type(screen.getByLabelText('New name'), 'lib/numbers.js{Enter}')
  expect(shown('lib/numbers.js')).toBe('true')
  await userEvent.keyboard('{Control>}s{/Control}')
  expect(await screen.findByText('Saved')).toBeTruthy()
  expect(Object.keys((fetch.asked[1]?.body as { files: object }).files).sort()).toEqual(['app.js', 'capabilities.json', 'lib/numbers.js', 'manifest.json'])
  await userEvent.click(screen.getByRole('button', { name: 'Delete file' }))
  await userEvent.click(screen.getByRole('button', { name: 'Keep' }))
  expect(tabs()).toContain('lib/numbers.js')
  await userEvent.click(screen.getByRole('button', { name: 'Delete file' }))
  await userEvent.click(screen.getByRole('button', { name: 'Delete' }))
  expect(tabs()).not.toContain('lib/numbers.js')
  expect(shown('app.js')).toBe('true')
  expect(screen.getByText('Unsaved changes')).toBeTruthy()
})

test('a name that no file can have is said to be none and not taken', async () => {
  open()
  await userEvent.click(await screen.findByRole('button', { name: 'New file' }))
  await userEvent.type(screen.getByLabelText('Name of the new file'), 'App.js{Enter}')
  expect(screen.getByText('There is App.js already')).toBeTruthy()
  await userEvent.keyboard('{Escape}')
  expect(tabs()).toHaveLength(3)
})

test('the files that every draft has stay', async () => {
  open()
  await screen.findByRole('button', { name: 'New file' })
  expect(screen.queryByRole('button', { name: 'Delete file' })).toBeNull()
  expect(screen.queryByRole('button', { name: 'Rename file' })).toBeNull()
})

test('a finding in another file shows that file', async () => {
  open({
    [`GET ${base}`]: { body: { ...draft, files: { ...draft.files, 'lib/util.js': 'export const a = 1\n' } } },
    [`POST ${base}/check`]: { body: { findings: [{ where: 'lib/util.js:1:8', message: 'SyntaxError' }] } },
  })
  await userEvent.click(await screen.findByRole('button', { name: 'Check' }))
  await userEvent.click(await screen.findByRole('button', { name: 'lib/util.js:1:8' }))
  expect(shown('lib/util.js')).toBe('true')
})
