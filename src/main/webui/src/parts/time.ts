const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
const dayAndYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const exact = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short',
})

/** Near times by distance, far ones by date. */
export function agoText(millis: number, now: number): string {
  const seconds = Math.round((now - millis) / 1000)
  if (seconds >= 0 && seconds < 45) return 'just now'
  if (seconds >= 0 && seconds < 45 * 60) return `${Math.max(1, Math.round(seconds / 60))} min ago`
  const date = new Date(millis)
  const today = new Date(now)
  if (date.toDateString() === today.toDateString()) return `today ${clock.format(date)}`
  const form = date.getFullYear() === today.getFullYear() ? day : dayAndYear
  return `${form.format(date)} ${clock.format(date)}`
}

export function exactText(millis: number): string {
  return exact.format(millis)
}

export function durationText(millis: number): string {
  if (millis < 1000) return `${Math.round(millis)} ms`
  if (millis < 60_000) return `${(millis / 1000).toFixed(millis < 10_000 ? 2 : 1)} s`
  const seconds = Math.round(millis / 1000)
  return `${Math.floor(seconds / 60)} min${seconds % 60 === 0 ? '' : ` ${seconds % 60} s`}`
}

export function millisBetween(from: string | null | undefined, to: string | null | undefined): number | undefined {
  if (!from || !to) return undefined
  const millis = Date.parse(to) - Date.parse(from)
  return Number.isNaN(millis) ? undefined : millis
}

export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KiB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`
}
