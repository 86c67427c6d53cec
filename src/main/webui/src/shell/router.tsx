import { createBrowserRouter, Navigate } from 'react-router'
import { AppPage } from '../apps/AppPage'
import { AppsPage } from '../apps/AppsPage'
import { DatasourcesPage } from '../datasources/DatasourcesPage'
import { SchemaPage } from '../datasources/SchemaPage'
import { DraftsPage } from '../editor/DraftsPage'
import { RunPage } from '../runs/RunPage'
import { RunsPage } from '../runs/RunsPage'
import { TokensPage } from '../account/TokensPage'
import { HomeRedirect } from './HomeRedirect'
import { Layout } from './Layout'
import { LostPage } from './LostPage'
import { RouteProblem } from './RouteProblem'

/** Every page's address. The server answers each of them with the same index.html. */
export const router = createBrowserRouter([
  { path: '/', element: <HomeRedirect /> },
  {
    path: '/p/:project',
    element: <Layout />,
    errorElement: <RouteProblem />,
    children: [
      {
        errorElement: <RouteProblem />,
        children: [
          { index: true, element: <Navigate to="apps" replace /> },
          { path: 'apps', element: <AppsPage /> },
          { path: 'apps/:app', element: <AppPage /> },
          { path: 'runs', element: <RunsPage /> },
          { path: 'runs/:run', element: <RunPage /> },
          { path: 'datasources', element: <DatasourcesPage /> },
          { path: 'datasources/:datasource', element: <SchemaPage /> },
          { path: 'editor', element: <DraftsPage /> },
          { path: 'editor/:draft', lazy: async () => ({ Component: (await import('../editor/EditorPage')).EditorPage }) },
          { path: 'tokens', element: <TokensPage /> },
          { path: '*', element: <LostPage /> },
        ],
      },
    ],
  },
  { path: '*', element: <LostPage /> },
])
