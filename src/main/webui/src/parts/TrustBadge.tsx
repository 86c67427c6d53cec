import type { TrustLevel } from '../api/types'
import { Badge, type Tone } from './Badge'

const levels: Record<TrustLevel, { word: string; tone: Tone; why: string }> = {
  'first-party': { word: 'First party', tone: 'ok', why: 'By who makes this product, or whom this server trusts as much' },
  verified: { word: 'Verified', tone: 'busy', why: 'By a publisher whom the catalog’s maker knows' },
  private: { word: 'This project', tone: 'idle', why: 'Made in this project' },
  'unsigned-development': { word: 'Unsigned', tone: 'warn', why: 'A file that somebody uploaded; nobody vouches for it' },
}

/** How far a package is trusted, by where it comes from. */
export function TrustBadge({ trust }: { trust: TrustLevel }) {
  const level = levels[trust]
  return level ? <span title={level.why}><Badge tone={level.tone}>{level.word}</Badge></span> : null
}
