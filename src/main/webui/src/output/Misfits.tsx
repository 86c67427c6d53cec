import type { Misfit } from '../api/types'
import { AppText } from '../parts/AppText'
import { Notice } from '../parts/Notice'

/** Where the output is not what `ui.json` says of it: for who writes the app. */
export function Misfits({ misfits }: { misfits: Misfit[] }) {
  if (misfits.length === 0) return null
  return (
    <Notice tone="warn">
      <p>{misfits.length === 1 ? 'One place' : `${misfits.length} places`} where the output is not what the package's ui.json says</p>
      <ul className="misfits">
        {misfits.map((misfit, index) => (
          <li key={index}>
            <code><AppText text={misfit.view} charsMax={80} /></code> <code><AppText text={misfit.pointer || 'all of it'} charsMax={80} /></code>{' '}
            <AppText text={misfit.message} charsMax={300} />
          </li>
        ))}
      </ul>
    </Notice>
  )
}
