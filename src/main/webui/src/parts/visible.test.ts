import { expect, test } from 'vitest'
import { visible } from './visible'

test('a direction override is shown, not obeyed', () => {
  expect(visible('invoice\u202Efdp.exe')).toBe('invoice\\u202efdp.exe')
})

test('line breaks, tabs, joiners and other scripts stay as they are', () => {
  const text = 'a\n\tb שלום 👩\u200d🔬'
  expect(visible(text)).toBe(text)
})
