import { useRouteError } from 'react-router'
import { Empty } from '../parts/Empty'

/** A page that broke; the navigation around it stays. */
export function RouteProblem() {
  const error = useRouteError()
  console.error(error)
  return (
    <Empty title="This page broke">
      <p>That is a mistake of ours. Reload it, or go on elsewhere.</p>
      <button type="button" className="link" onClick={() => location.reload()}>Reload</button>
    </Empty>
  )
}
