const parameter = 'sign-in'

/** Where the way to the identity provider starts, such that it ends at the page that the person wanted. */
export function ssoHref(href: string, { pathname, search, hash }: { pathname: string; search: string; hash: string }): string {
  const query = new URLSearchParams(search)
  query.delete(parameter)
  const next = pathname + (query.size > 0 ? `?${query}` : '') + hash
  return next === '/' ? href : `${href}?next=${encodeURIComponent(next)}`
}

/** What happened on the way, by the word that the server leaves in the address; it can be made to say nothing else. */
export function returnNotice(search: string, provider: string): string | undefined {
  switch (new URLSearchParams(search).get(parameter)) {
    case 'cancelled': return `You were not signed in, as the sign-in at ${provider} was cancelled or refused. Try again, or ask its administrator for access to Ekaya Apps.`
    case 'expired': return 'This sign-in was used before, took too long, or began in another browser. Start again here.'
    case 'failed': return `The sign-in did not work: ${provider} and this server did not understand each other. Try again; if it stays like this, the server\u2019s log tells its administrator why.`
    case 'disabled': return 'Your account is disabled here. An administrator of this server can enable it again.'
    default: return undefined
  }
}
