import { expect, test } from 'vitest'
import { cronText } from './cronText'

test.each([
  ['0 */6 * * *', 'every 6 h'],
  ['*/15 * * * *', 'every 15 min'],
  ['0 * * * *', 'hourly'],
  ['30 7 * * *', 'daily at 07:30'],
  ['0 8 * * 1-5', 'weekdays at 08:00'],
  ['0 0 1 * *', '0 0 1 * *'],
  ['@Daily', 'daily'],
  ['@often', '@often'],
  ['nonsense', 'nonsense'],
])('%s reads "%s"', (cron, text) => expect(cronText(cron)).toBe(text))
