import { expect, test } from 'vitest'
import { settingsPatch } from './settingsPatch'

test('a key that is gone is sent as null', () => {
  expect(settingsPatch({ a: 1, b: 2 }, { b: 3, c: 4 })).toEqual({ a: null, b: 3, c: 4 })
})

test('settings that are no object are refused', () => {
  expect(() => settingsPatch({}, [1])).toThrow('Settings are a JSON object')
})
