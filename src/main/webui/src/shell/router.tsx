import { createBrowserRouter, Navigate } from 'react-router'
import { HomeRedirect } from './HomeRedirect'
import { Layout } from './Layout'
import { LostPage } from './LostPage'
import { RouteProblem } from './RouteProblem'
import { PageSkeleton } from './Skeleton'

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
        hydrateFallbackElement: <PageSkeleton />,
        children: [
          { index: true, element: <Navigate to="apps" replace /> },
          { path: 'apps', lazy: async () => ({ Component: (await import('../apps/AppsPage')).AppsPage }) },
          { path: 'apps/:app', lazy: async () => ({ Component: (await import('../apps/AppPage')).AppPage }) },
          { path: 'marketplace', lazy: async () => ({ Component: (await import('../market/MarketPage')).MarketPage }) },
          { path: 'marketplace/:catalog/:id', lazy: async () => ({ Component: (await import('../market/CatalogAppPage')).CatalogAppPage }) },
          { path: 'runs', lazy: async () => ({ Component: (await import('../runs/RunsPage')).RunsPage }) },
          { path: 'runs/:run', lazy: async () => ({ Component: (await import('../runs/RunPage')).RunPage }) },
          { path: 'notifications', lazy: async () => ({ Component: (await import('../notifications/NotificationsPage')).NotificationsPage }) },
          { path: 'datasources', lazy: async () => ({ Component: (await import('../datasources/DatasourcesPage')).DatasourcesPage }) },
          { path: 'datasources/:datasource', lazy: async () => ({ Component: (await import('../datasources/SchemaPage')).SchemaPage }) },
          { path: 'editor', lazy: async () => ({ Component: (await import('../editor/DraftsPage')).DraftsPage }) },
          { path: 'editor/:draft', lazy: async () => ({ Component: (await import('../editor/EditorPage')).EditorPage }) },
          { path: 'tokens', lazy: async () => ({ Component: (await import('../account/TokensPage')).TokensPage }) },
          { path: '*', element: <LostPage /> },
        ],
      },
    ],
  },
  { path: '*', element: <LostPage /> },
])
