import { Link } from 'react-router'
import { Empty } from '../parts/Empty'

export function LostPage() {
  return <Empty title="There is no page at this address"><Link to="/">Go to your apps</Link></Empty>
}
