import type { Finding, Problem } from './types'

/** A call that the server refused, or that never reached it (`status` 0). */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly findings: Finding[]
  readonly retryAfterSeconds: number | undefined

  constructor(problem: Problem, retryAfterSeconds?: number) {
    super(problem.detail ?? problem.title ?? 'The server refused without saying why')
    this.name = 'ApiError'
    this.status = problem.status ?? 0
    this.code = problem.code ?? ''
    this.findings = Array.isArray(problem.findings) ? problem.findings : []
    this.retryAfterSeconds = retryAfterSeconds
  }
}
