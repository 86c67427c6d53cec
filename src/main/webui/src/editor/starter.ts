/** What a new draft begins with: small, and it runs. */
export const starterCode = `/**
 * What this function returns is the app's output: an array of objects shows as a table,
 * an object as names and values. Run it with Ctrl-Enter.
 */
export default async function ({ input, settings, trigger, host }) {
  host.log.info('Started', { trigger: trigger.kind })

  const schema = await host.datasource.schema({ datasource: 'primary' })

  return {
    tableCount: schema.tables.length,
    tables: schema.tables.map(({ name, columns }) => ({ name, columnCount: columns.length })),
  }
}
`

export const starterFunctions = ['datasource_query', 'datasource_schema', 'list_datasources', 'log']

/** A package id from a name: lower-case letters, digits and single dashes, starting with a letter. */
export function idFrom(name: string): string {
  const words = name.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+|-+$/g, '')
  return words.slice(0, 60).replace(/-+$/, '') || 'my-app'
}

export function starterFiles(name: string): Record<string, string> {
  const manifest = {
    apiVersion: 1,
    id: idFrom(name),
    name,
    version: '0.1.0',
    hostFunctions: starterFunctions,
    datasources: [{ alias: 'primary', types: ['postgresql'], required: true }],
  }
  return {
    'app.js': starterCode,
    'manifest.json': `${JSON.stringify(manifest, null, 2)}\n`,
    'capabilities.json': `${JSON.stringify({ hostFunctions: starterFunctions }, null, 2)}\n`,
  }
}
