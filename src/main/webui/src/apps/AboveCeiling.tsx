import { AppText } from '../parts/AppText'
import { Notice } from '../parts/Notice'

/** Why this server lets no app of that trust level do as much, a sentence each; nothing where it does. */
export function AboveCeiling({ exceeds }: { exceeds: string[] }) {
  if (exceeds.length === 0) return null
  return (
    <Notice tone="warn">
      <p>It asks for more than this server lets apps of its trust level do. A platform admin can raise that.</p>
      <ul className="reasons">
        {exceeds.map((why, index) => <li key={index}><AppText text={why} charsMax={400} /></li>)}
      </ul>
    </Notice>
  )
}
