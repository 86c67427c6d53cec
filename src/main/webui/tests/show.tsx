import { render } from '@testing-library/react'
import type { ComponentType } from 'react'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { SessionContext } from '../src/shell/session'
import type { Role } from '../src/api/types'

/** For tests: a page at its address, seen by someone with this role in project `p`. */
export function show(Component: ComponentType, path: string, at: string, role: Role = 'admin') {
  const router = createMemoryRouter(
    [{ path: `/p/:project/${path}`, Component }, { path: '*', element: <p>elsewhere</p> }], { initialEntries: [`/p/p/${at}`] })
  const session = { user: 'ada', csrf: 'c', projects: [{ id: 'p', name: 'demo', role }] }
  const shown = render(
    <SessionContext value={{ session, signOut: async () => {} }}><RouterProvider router={router} /></SessionContext>)
  return { ...shown, router }
}
