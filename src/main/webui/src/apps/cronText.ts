/** The commonest schedules in words; any other as it is written. */
export function cronText(cron: string): string {
  const word = /^@(hourly|daily|weekly|monthly|yearly)$/i.exec(cron.trim())?.[1]
  if (word) return word.toLowerCase()
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = cron.trim().split(/\s+/)
  if (cron.trim().split(/\s+/).length !== 5 || day !== '*' || month !== '*') return cron
  const at = /^\d{1,2}$/.test(minute) && /^\d{1,2}$/.test(hour) ? `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}` : undefined
  if (at && weekday === '*') return `daily at ${at}`
  if (at && weekday === '1-5') return `weekdays at ${at}`
  if (weekday !== '*') return cron
  const everyMinutes = /^\*\/(\d+)$/.exec(minute)?.[1]
  if (everyMinutes && hour === '*') return `every ${everyMinutes} min`
  const everyHours = /^\*\/(\d+)$/.exec(hour)?.[1]
  if (everyHours && minute === '0') return `every ${everyHours} h`
  if (hour === '*' && minute === '0') return 'hourly'
  return cron
}
