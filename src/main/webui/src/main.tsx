import '@fontsource-variable/inter/index.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import './styles/layout.css'
import './styles/content.css'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router/dom'
import { ErrorBoundary } from './shell/ErrorBoundary'
import { SessionGate } from './shell/SessionGate'
import { router } from './shell/router'

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <ErrorBoundary>
      <SessionGate>
        <RouterProvider router={router} />
      </SessionGate>
    </ErrorBoundary>,
  )
}
