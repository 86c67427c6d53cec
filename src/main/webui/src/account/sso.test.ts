import { expect, test } from 'vitest'
import { returnNotice, ssoHref } from './sso'

test('leads back to the page with its query', () => {
  expect(ssoHref('/sso/login', { pathname: '/p/demo/runs', search: '?app=a%20b', hash: '#log' }))
    .toBe('/sso/login?next=%2Fp%2Fdemo%2Fruns%3Fapp%3Da%2Bb%23log')
})

test('the start page needs no way back, nor does what the last attempt left', () => {
  expect(ssoHref('/sso/login', { pathname: '/', search: '', hash: '' })).toBe('/sso/login')
  expect(ssoHref('/sso/login', { pathname: '/', search: '?sign-in=expired', hash: '' })).toBe('/sso/login')
})

test('says what happened, and nothing that an address makes up', () => {
  expect(returnNotice('?sign-in=cancelled', 'Acme')).toContain('Acme was cancelled')
  expect(returnNotice('?sign-in=your password has leaked', 'Acme')).toBeUndefined()
  expect(returnNotice('', 'Acme')).toBeUndefined()
})
