import type { Json } from '../api/types'
import type { Tone } from '../parts/Badge'
import type { Tones, ViewTone } from './views'

const known: Record<ViewTone, RegExp> = {
  bad: /^(bad|critical|fatal|error|err|fail(ed|ure|ing)?|breaking|broken|high|severe|down|invalid|rejected|non[-_ ]?compliant)$/i,
  warning: /^(warn(ing)?|risky|risk|medium|moderate|degraded|stale|late|partial|pending|unknown)$/i,
  good: /^(ok|good|pass(ed|ing)?|succe(ss|eded)|healthy|up|valid|approved|compliant|resolved|fresh|additive)$/i,
  info: /^(info(rmation(al)?)?|notice|low|new|running|cosmetic)$/i,
  neutral: /^(neutral|none|skipped|ignored|expected|acknowledged)$/i,
}

/** The tone of a severity or a state: as the author says, else by the words that everybody uses, else none. */
export function toneOf(value: Json | undefined, tones: Tones): ViewTone {
  if (typeof value === 'boolean') return tones.get(String(value)) ?? (value ? 'good' : 'bad')
  if (typeof value !== 'string' && typeof value !== 'number') return 'neutral'
  const told = tones.get(String(value))
  if (told) return told
  return (Object.keys(known) as ViewTone[]).find(tone => known[tone].test(String(value))) ?? 'neutral'
}

const badges: Record<ViewTone, Tone> = { good: 'ok', warning: 'warn', bad: 'bad', info: 'busy', neutral: 'idle' }

export function badgeTone(tone: ViewTone): Tone {
  return badges[tone]
}
