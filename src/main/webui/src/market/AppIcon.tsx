import { useState } from 'react'
import { api } from '../api/api'
import { visible } from '../parts/visible'

/** An app's picture: a stranger's, so nothing but an image from our own route; its first letter where there is none. */
export function AppIcon({ app, size = 40 }: { app: { catalog: string; id: string; name: string; icon?: string | null }; size?: number }) {
  const [broken, setBroken] = useState(false)
  if (!app.icon || broken) {
    return (
      <span className={`app-icon tint-${tintOf(app.id)}`} aria-hidden="true" style={{ inlineSize: size, blockSize: size, fontSize: size * 0.45 }}>
        {visible([...app.name.trim()][0] ?? '?').toUpperCase()}
      </span>
    )
  }
  return (
    <img
      className="app-icon"
      src={api.catalogImage(app.catalog, app.id, app.icon)}
      alt=""
      width={size}
      height={size}
      loading="lazy"
      decoding="async"
      onError={() => setBroken(true)}
    />
  )
}

/** The same for an app wherever it stands. */
function tintOf(id: string): number {
  let sum = 0
  for (const char of id) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 9973
  return sum % 5
}
