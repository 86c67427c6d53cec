import type { Grants } from '../api/types'
import { Name } from '../parts/Name'

const meanings: Record<string, string> = {
  db_query: 'read and write its own tables',
  datasource_query: 'read the rows of a datasource',
  datasource_execute: 'run approved queries',
  datasource_schema: 'read the schema of a datasource',
  datasource_statistics: 'read statistics of columns',
  approved_query_refs: 'see where approved queries use a column',
  list_datasources: 'see which datasources there are',
  llm_generate: 'ask the language model',
  http_request: 'call web addresses named below',
  get_auth_context: 'know who runs it',
  mcp_tool_invoke: 'call tools named below, with the rights of who runs it',
  secret_exists: 'ask whether secrets named below exist',
  state_get: 'read its own small state',
  state_set: 'write its own small state',
  notify: 'notify people',
  progress: 'show its progress',
  now_millis: 'read the clock',
  random_bytes: 'get random numbers',
  log: 'write to its log',
}

/** What an app may do, in words, with each wire name beside it. */
export function GrantList({ grants }: { grants: Grants }) {
  const functions = grants.hostFunctions ?? []
  const tools = Array.isArray(grants.tools) ? grants.tools : Object.values(grants.tools ?? {})
  const limits = Object.entries(grants.limits ?? {})
  const queries = grants.queries ?? []
  const credentials = functions.includes('secret_exists') ? grants.credentials ?? [] : []
  const tokenUrls = (grants.credentials ?? []).flatMap(each => each.inject?.oauth2?.tokenUrl ? [[each.id, each.inject.oauth2.tokenUrl] as const] : [])
  const secrets = [...grants.secrets ?? [], ...credentials.map(each => each.id)]
  if (functions.length + tools.length + queries.length + secrets.length + (grants.http?.length ?? 0) === 0) return <p className="none">Nothing but its own log.</p>
  return (
    <ul className="grants">
      {functions.map((name, index) => (
        <li key={index}><code><Name text={name} /></code><span>{(Object.hasOwn(meanings, name) ? meanings[name] : undefined) ?? 'unknown to this page'}</span></li>
      ))}
      {grants.http?.map((rule, index) => (
        <li key={`http ${index}`}>
          <code><Name text={rule.methods?.join(' ') || 'any method'} /></code><span><Name text={addressOf(rule)} /></span>
        </li>
      ))}
      {tokenUrls.map(([id, url], index) => (
        <li key={`token ${index}`}><code>token</code><span>the secret <Name text={id} /> is shown to <Name text={url} />, which gives a token for it</span></li>
      ))}
      {tools.map((tool, index) => <li key={`tool ${index}`}><code>tool</code><span><Name text={tool} /></span></li>)}
      {queries.map((query, index) => <li key={`query ${index}`}><code>query</code><span><Name text={query} /></span></li>)}
      {secrets.map((secret, index) => <li key={`secret ${index}`}><code>secret</code><span>may ask whether <Name text={secret} /> exists, never read it</span></li>)}
      {functions.includes('llm_generate') && (
        <li><code>model</code><span>
          {grants.llm?.tokensPerRunMax ? `up to ${grants.llm.tokensPerRunMax.toLocaleString('en')} tokens a run, ` : ''}
          {grants.llm?.rowValuesAllowed ? 'may send it values of rows, sensitive columns masked' : 'may send it no values of rows'}
        </span></li>
      )}
      {grants.sensitiveValues?.map(name => (
        <li key={`sensitive ${name}`}><code>sensitive</code><span>values of sensitive columns may leave the project by <Name text={name} /></span></li>
      ))}
      {limits.map(([name, value]) => <li key={`limit ${name}`}><code>limit</code><span><Name text={`${name}: ${value}`} /></span></li>)}
    </ul>
  )
}

/** As in a URL, and with which secret. */
function addressOf(rule: NonNullable<Grants['http']>[number]) {
  const scheme = rule.scheme && rule.scheme !== 'https' ? `${rule.scheme}://` : ''
  const port = rule.port ? `:${rule.port}` : ''
  return `${scheme}${rule.host}${port}${rule.pathPrefix ?? ''}${rule.credential ? ` with the secret ${rule.credential}` : ''}`
}
