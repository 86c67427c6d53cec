import { expect, test } from 'vitest'
import { agoText, bytesText, durationText, millisBetween } from './time'

const noon = new Date(2026, 10, 22, 12, 0, 0).getTime()

test.each([
  [5, 'just now'],
  [60, '1 min ago'],
  [30 * 60, '30 min ago'],
  [3 * 3600, 'today 09:00'],
  [24 * 3600, '21 Nov 12:00'],
  [365 * 24 * 3600, '22 Nov 2025 12:00'],
])('%d seconds ago reads "%s"', (seconds, text) => {
  expect(agoText(noon - seconds * 1000, noon)).toBe(text)
})

test.each([[0.4, '0 ms'], [999, '999 ms'], [1500, '1.50 s'], [12_340, '12.3 s'], [125_000, '2 min 5 s']])(
  'a duration of %d ms reads "%s"', (millis, text) => expect(durationText(millis)).toBe(text))

test('a duration needs both ends', () => {
  expect(millisBetween('2026-11-22T10:00:00Z', '2026-11-22T10:00:01.5Z')).toBe(1500)
  expect(millisBetween('2026-11-22T10:00:00Z', null)).toBeUndefined()
  expect(millisBetween('yesterday', '2026-11-22T10:00:01.5Z')).toBeUndefined()
})

test('bytes read in binary units', () => {
  expect([bytesText(900), bytesText(2048), bytesText(3 << 20)]).toEqual(['900 B', '2.0 KiB', '3.0 MiB'])
})
