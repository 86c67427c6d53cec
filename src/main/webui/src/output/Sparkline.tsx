import type { Json } from '../api/types'

const width = 96
const height = 28
const pointCountMax = 200

/** The way that a figure took, without axes; its numbers are told to who does not see it. */
export function Sparkline({ values }: { values: Json[] }) {
  const numbers = values.filter(value => typeof value === 'number' && Number.isFinite(value)).slice(-pointCountMax) as number[]
  if (numbers.length < 2) return null
  const least = Math.min(...numbers)
  const range = Math.max(...numbers) - least || 1
  const points = numbers.map((value, index) =>
    `${((index / (numbers.length - 1)) * (width - 4) + 2).toFixed(1)},${(height - 3 - ((value - least) / range) * (height - 6)).toFixed(1)}`)
  const last = points[points.length - 1]?.split(',') ?? []
  return (
    <svg className="sparkline" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`From ${numbers[0]} to ${numbers[numbers.length - 1]}`}>
      <polyline points={points.join(' ')} fill="none" />
      <circle cx={last[0]} cy={last[1]} r="2" />
    </svg>
  )
}
