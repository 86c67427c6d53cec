import type { ReactNode } from 'react'
import type { CatalogApp, CatalogVersion } from '../api/types'
import { Name } from '../parts/Name'
import { Nothing } from '../parts/Nothing'
import { Panel } from '../parts/Panel'
import { Time } from '../parts/Time'
import { bytesText } from '../parts/time'

const runtimes: Record<string, string> = { javascript: 'JavaScript, sandboxed', webassembly: 'WebAssembly, sandboxed' }

/** What there is to know of a version beside what it does. Addresses are text: where a stranger's link leads nobody has looked. */
export function AppFacts({ app, version }: { app: CatalogApp; version: CatalogVersion }) {
  const facts: [string, ReactNode][] = [
    ['Publisher', <Name key="p" text={app.publisher.name} />],
    ...(app.publisher.url ? [['Address', <Name key="u" text={app.publisher.url} />] satisfies [string, ReactNode]] : []),
    ['Licence', <Name key="l" text={app.licence} />],
    ['Released', version.releasedAt ? <Time key="r" at={version.releasedAt} /> : <Nothing key="r" what="with this server" />],
    ['Runs as', <Name key="a" text={runtimes[version.runtime] ?? version.runtime} />],
    ...(version.bytes ? [['Size', bytesText(version.bytes)] satisfies [string, ReactNode]] : []),
    ['Categories', app.categories.length > 0 ? <Name key="c" text={app.categories.join(', ')} /> : <Nothing key="c" what="none" />],
    ['Catalog', <Name key="k" text={app.catalog} />],
    ['Package', <code key="h" className="hash"><Name text={version.packageHash} /></code>],
    ['Signed by', version.signedBy ? <code key="s" className="hash"><Name text={version.signedBy} /></code> : 'comes with this server'],
  ]
  return (
    <Panel title="Details" flush>
      <dl className="market-facts">
        {facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
      </dl>
    </Panel>
  )
}
