import { ApiError } from '../api/ApiError'

/** What to tell who could not sign in. Wrong user and wrong password read the same. */
export function refusalText(error: Error): string {
  if (!(error instanceof ApiError)) return error.message
  if (error.status === 429) {
    const wait = error.retryAfterSeconds
    return `Too many attempts. ${wait ? `Try again in ${wait < 90 ? `${wait} seconds` : `${Math.ceil(wait / 60)} minutes`}` : 'Wait a little, then try again'}.`
  }
  if (error.status === 401 || error.status === 403) return 'User or password is not right.'
  return error.message
}
