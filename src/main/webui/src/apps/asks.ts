import type { Grants, Json } from '../api/types'
import { isObject } from '../output/shape'
import { textsInZip } from './unzip'

/** What a package says of itself and asks for, read in the browser for showing. */
export interface Asks {
  id: string
  name: string
  version: string
  description: string
  author: string
  schedule: string
  triggers: string[]
  datasources: { alias: string; types: string[]; required: boolean }[]
  grants: Grants
  requiresAI: boolean
}

export async function readAsks(file: Blob): Promise<Asks> {
  const texts = await textsInZip(file, ['manifest.json', 'capabilities.json'])
  const manifest = parsed(texts.get('manifest.json'), 'manifest.json')
  if (!isObject(manifest)) throw new Error('This package has no manifest.json')
  const capabilities = texts.has('capabilities.json') ? parsed(texts.get('capabilities.json'), 'capabilities.json') : {}
  const execution = isObject(manifest.execution) ? manifest.execution : {}
  return {
    id: text(manifest.id),
    name: text(manifest.name),
    version: text(manifest.version),
    description: text(manifest.description),
    author: text(manifest.author),
    schedule: text(execution.defaultSchedule),
    triggers: list(execution.triggers).map(text),
    datasources: list(manifest.datasources).filter(isObject).map(each => ({
      alias: text(each.alias), types: list(each.types).map(text), required: each.required !== false,
    })),
    grants: grantsOf(capabilities),
    requiresAI: manifest.requiresAI === true,
  }
}

/** Only what has the right form; the server refuses the rest by name. */
export function grantsOf(capabilities: Json): Grants {
  if (!isObject(capabilities)) return {}
  const limits = isObject(capabilities.limits) ? capabilities.limits : {}
  const tools = capabilities.tools
  return {
    hostFunctions: list(capabilities.hostFunctions).map(text),
    http: list(capabilities.http).filter(isObject).map(each => ({
      host: text(each.host), methods: list(each.methods).map(text), pathPrefix: text(each.pathPrefix),
      ...(typeof each.scheme === 'string' && { scheme: each.scheme }), ...(typeof each.port === 'number' && { port: each.port }),
      ...(typeof each.credential === 'string' && { credential: each.credential }),
    })),
    credentials: list(capabilities.credentials).filter(isObject).map(each => ({ id: text(each.id), ...tokenUrlOf(each.inject) })),
    tools: Array.isArray(tools) ? tools.map(text) : isObject(tools) ? Object.values(tools).map(text) : [],
    queries: list(capabilities.queries).map(text),
    secrets: list(capabilities.secrets).map(text),
    ...(isObject(capabilities.llm) && { llm: llmOf(capabilities.llm) }),
    sensitiveValues: list(capabilities.sensitiveValues).map(text),
    limits: Object.fromEntries(Object.entries(limits).map(([key, value]) => [key, typeof value === 'number' ? value : text(value)])),
  }
}

function llmOf(llm: { [key: string]: Json }) {
  return {
    ...(typeof llm.tokensPerRunMax === 'number' && { tokensPerRunMax: llm.tokensPerRunMax }),
    rowValuesAllowed: llm.rowValuesAllowed === true,
  }
}

/** Where a secret is traded for a token. */
function tokenUrlOf(inject: Json | undefined) {
  if (!isObject(inject) || !isObject(inject.oauth2)) return {}
  return { inject: { oauth2: { tokenUrl: text(inject.oauth2.tokenUrl) } } }
}

function parsed(json: string | undefined, name: string): Json {
  try {
    return JSON.parse(json ?? 'null') as Json
  } catch {
    throw new Error(`${name} is not JSON`)
  }
}

const text = (value: Json | undefined) => (typeof value === 'string' ? value : '')
const list = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : [])
