import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { api } from '../api/api'
import type { App, CatalogApp } from '../api/types'
import { useLoad } from '../api/useLoad'
import { InstallWindow } from '../apps/InstallWindow'
import { Button } from '../parts/Button'
import { includes, useProject } from '../shell/session'
import { newer } from './newer'
import { installedOf } from './offers'

/** Installing a version of an app, updating what is installed, or going there. */
export function GetApp({ app, version }: { app: CatalogApp; version: string }) {
  const project = useProject()
  const navigate = useNavigate()
  const [into, setInto] = useState<{ app?: App }>()
  const installed = useLoad(`apps ${project.id}`, signal => api.apps(project.id, signal))
  const listed = useLoad(
    `catalog version ${app.catalog} ${app.id} ${version}`, signal => api.catalogVersion(app.catalog, app.id, version, signal)).data
  const toApp = (id: string) => `/p/${encodeURIComponent(project.id)}/apps/${encodeURIComponent(id)}`
  if (!installed.data || !listed) return null
  const mine = installedOf(app, installed.data.items)
  const old = mine.find(each => newer(version, each.version))
  const canBeHad = listed.available && listed.exceeds.length === 0
  const may = includes(project.role, 'operator')
  return (
    <>
      {mine[0] && <Link className="button plain" to={toApp(mine[0].id)}><span>Open app</span></Link>}
      {may && old && <Button look="main" isDisabled={!canBeHad} onPress={() => setInto({ app: old })}>Update to {version.slice(0, 40)}</Button>}
      {may && (
        <Button look={mine.length > 0 ? 'plain' : 'main'} isDisabled={!canBeHad} onPress={() => setInto({})}>
          {mine.length > 0 ? 'Install again' : 'Install'}
        </Button>
      )}
      {!may && mine.length === 0 && <span className="hint">An operator or an admin can install it</span>}
      {into && (
        <InstallWindow
          from={{ kind: 'catalog', catalog: app.catalog, id: app.id, version }}
          {...(into.app ? { app: into.app } : {})}
          onClose={() => setInto(undefined)}
          onDone={done => void navigate(toApp('consent' in done ? done.app : done.id))}
        />
      )}
    </>
  )
}
