import { KeyRound, Plus } from 'lucide-react'
import { useMemo, useState } from 'react'
import { api } from '../api/api'
import type { Token } from '../api/types'
import { useAct } from '../api/useAct'
import { useLoad } from '../api/useLoad'
import { Button } from '../parts/Button'
import { DataTable, type Column } from '../parts/DataTable'
import { Empty } from '../parts/Empty'
import { Loading } from '../parts/Loading'
import { Name } from '../parts/Name'
import { Page } from '../parts/Page'
import { Problem } from '../parts/Problem'
import { Time } from '../parts/Time'
import { NewToken } from './NewToken'
import { useSession } from '../shell/session'

export function TokensPage() {
  const { session } = useSession()
  const tokens = useLoad('tokens', api.tokens)
  const [making, setMaking] = useState(false)
  const revoke = useAct(async (id: string) => {
    await api.revokeToken(id)
    tokens.reload()
  })
  const columns = useMemo<Column<Token>[]>(() => [
    { id: 'name', title: 'Name', cell: token => <Name text={token.name} />, value: token => token.name, wide: true },
    {
      id: 'project',
      title: 'Project',
      cell: token => <Name text={session.projects.find(each => each.id === token.project)?.name ?? token.project ?? 'all'} />,
    },
    { id: 'roles', title: 'Role', cell: token => token.roles?.join(', ').toLowerCase() },
    { id: 'made', title: 'Made', cell: token => <Time at={token.createdAt} />, value: token => token.createdAt },
    { id: 'ends', title: 'Expires', cell: token => token.expiresAt ? <Time at={token.expiresAt} /> : 'never' },
    {
      id: 'revoke',
      title: 'Revoke',
      cell: token => <Button look="danger" onPress={() => void revoke.run(token.id)} aria-label={`Revoke ${token.name}`}>Revoke</Button>,
    },
  ], [session])
  return (
    <Page
      title="API tokens"
      note="A token lets a program call the REST API as you, narrowed to one project and role."
      actions={<Button look="main" onPress={() => setMaking(true)}><Plus size={16} aria-hidden /> New token</Button>}
    >
      {revoke.error && <Problem error={revoke.error} />}
      {tokens.error && <Problem error={tokens.error} onRetry={tokens.reload} />}
      {tokens.loading && <Loading />}
      {tokens.data && (tokens.data.items.length === 0
        ? <Empty title="No tokens yet"><KeyRound size={16} aria-hidden /> Make one to call the API from a script.</Empty>
        : <DataTable label="API tokens" columns={columns} rows={tokens.data.items} rowKey={token => token.id} />)}
      {making && <NewToken onClose={() => { setMaking(false); tokens.reload() }} />}
    </Page>
  )
}
