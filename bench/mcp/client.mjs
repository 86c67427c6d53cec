// The official client, once for each token given: prints {"<name>": ["tool", …]} and what each tool call gives.
//   node client.mjs URL '{"viewer": "token", …}' '{"name": "health", "arguments": {}}'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'

const [url, tokens, call] = process.argv.slice(2)
const seen = {}
for (const [name, token] of Object.entries(JSON.parse(tokens))) {
  const client = new Client({ name: 'ekaya-test', version: '1.0.0' })
  await client.connect(new StreamableHTTPClientTransport(new URL(url), {
    requestInit: { headers: { Authorization: `Bearer ${token}` } },
  }))
  const { tools } = await client.listTools()
  const answer = await client.callTool(JSON.parse(call))
  seen[name] = { server: client.getServerVersion()?.name, tools: tools.map(tool => tool.name), answer }
  await client.close()
}
console.log(JSON.stringify(seen))
