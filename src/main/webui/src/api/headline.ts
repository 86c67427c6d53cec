import type { ApiError } from './ApiError'

/** The sentence of a refusal up to where it begins to say what its findings list anyway. */
export function headline({ message, findings }: ApiError): string {
  const first = findings[0]
  const at = first ? message.indexOf(`: ${first.where}`) : -1
  return at > 0 ? message.slice(0, at) : message
}
