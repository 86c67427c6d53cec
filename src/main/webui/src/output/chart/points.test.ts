import { expect, test } from 'vitest'
import type { ChartSpec } from '../views'
import { nameCountMax, pointCountMax, pointsOf } from './points'

const chart = (more: Partial<ChartSpec> = {}): ChartSpec => ({
  mark: 'line', x: { key: 'at', title: '', scale: undefined }, series: [{ key: 'n', title: 'N', tone: undefined }], format: undefined, unit: '', ...more,
})

test('times are in order, and what has no time is left out and counted', () => {
  const points = pointsOf([{ at: '2026-03-02T00:00Z', n: 2 }, { at: '2026-03-01T00:00Z', n: '1.5' }, { n: 9 }], chart())
  expect(points).toMatchObject({ scale: 'time', left: 1, series: [{ title: 'N', tone: 'accent', values: [1.5, 2] }] })
})

test('names keep their order', () => {
  expect(pointsOf([{ at: 'b', n: 1 }, { at: 'a', n: null }], chart({ mark: 'bar' })))
    .toMatchObject({ scale: 'category', names: ['b', 'a'], series: [{ values: [1, undefined] }] })
})

test('a million points are as many as a screen shows, the last among them', () => {
  const rows = Array.from({ length: 100_000 }, (_, n) => ({ at: n, n }))
  const points = pointsOf(rows, chart())
  expect(points.xs).toHaveLength(pointCountMax)
  expect(points.xs.at(-1)).toBe(99_999)
  expect(points.left).toBe(100_000 - pointCountMax)
  expect(pointsOf(rows.map(row => ({ ...row, at: `k${row.at}` })), chart()).names).toHaveLength(nameCountMax)
})

test('what is no number is no point', () => {
  const rows = [{ at: 1, n: '<svg>' }, { at: 2, n: { valueOf: 3 } }, { at: 3, n: '12abc' }]
  expect(pointsOf(rows, chart()).series[0]?.values).toEqual([undefined, undefined, undefined])
})
